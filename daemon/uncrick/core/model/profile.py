"""What a person told about themselves; all of it optional, none of it ever logged or synced."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """
    Attributes:
        asked: False until the profile was answered or declined; neck items are left out until then.
        conditions: ids of lasting conditions (`safety.toml`); an empty set means none of these.
        equipment: ids such as `bar`, `bar_fixed`, `weights`, `ball`.
        desk_done, desk_open: ids of the questions of the desk check that were answered with done, and with not yet.
        lacks: ids of what is taken to be there, such as `stairs`, and is not.
        place: `desk` or `home`.
        home_session: a longer session at home may be suggested.
        trains: already trains, so levels do not hold back.
        consents: ids of what was agreed to beyond level 2: `weights`, `prone`.
    """

    asked: bool = False
    conditions: frozenset[str] = frozenset()
    equipment: frozenset[str] = frozenset()
    place: str = "desk"
    home_session: bool = False
    trains: bool = False
    consents: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    desk_done: frozenset[str] = frozenset()
    desk_open: frozenset[str] = frozenset()
