"""The desktop session that a process belongs to: the variables by which its display and its bus are found."""

import json
import os
from collections.abc import Mapping

from uncrick.core.model.text import _

Session = Mapping[str, str]
"""Those of `VARIABLES` that are set."""

VARIABLES = (
    *("WAYLAND_DISPLAY", "DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS", "XDG_SESSION_ID", "XDG_SESSION_TYPE"),
    *("XDG_CURRENT_DESKTOP", "DESKTOP_SESSION", "SWAYSOCK", "HYPRLAND_INSTANCE_SIGNATURE"),
)
OTHERS = "UNCRICK_OTHER_SESSIONS"  # a variable: the sessions of this person that a daemon leaves for another
LONGEST = 500  # characters of one value


def own() -> dict[str, str]:
    """The session of this process."""
    return {name: os.environ[name] for name in VARIABLES if os.environ.get(name)}


def name(session: Session) -> str:
    """What a person calls its display by."""
    display = session.get("WAYLAND_DISPLAY") or session.get("DISPLAY")
    return _("display {name}", name=display) if display else _("no display")


def is_same(one: Session, other: Session) -> bool:
    """Whether both show on the same display; of one that has none, whether they share a bus."""
    displays = [(_wayland(session), _x11(session)) for session in (one, other)]
    if all(any(pair) for pair in displays):
        return any(first and first == second for first, second in zip(*displays, strict=True))
    bus = "DBUS_SESSION_BUS_ADDRESS"
    return not any(displays[1]) or (bool(one.get(bus)) and one.get(bus) == other.get(bus))


def _wayland(session: Session) -> str:
    return os.path.basename(session.get("WAYLAND_DISPLAY", ""))


def _x11(session: Session) -> str:
    """The display without its screen."""
    host, _colon, rest = session.get("DISPLAY", "").rpartition(":")
    return f"{host}:{rest.partition('.')[0]}" if rest else ""


def is_reachable(session: Session) -> bool:
    """Whether its display is one of this machine, and not forwarded from another."""
    display = session.get("DISPLAY", "")
    return bool(session.get("WAYLAND_DISPLAY")) or display.startswith((":", "/", "unix:"))


def is_there(session: Session) -> bool:
    """Whether its display is up: a terminal multiplexer has that of a login which may be long over."""
    wayland, display = session.get("WAYLAND_DISPLAY"), _x11(session)
    if wayland:
        return os.path.exists(os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), wayland))
    local = display.removeprefix("unix")
    return not local.startswith(":") or os.path.exists(f"/tmp/.X11-unix/X{local[1:]}")  # noqa: S108 where it is


# ------------------------------------------------------------------ from one daemon to the next


def left_over() -> tuple[Session, ...]:
    """The other sessions that the daemon before this one knew, out of the environment."""
    try:
        given = json.loads(os.environ.pop(OTHERS, "[]"))
    except ValueError:
        return ()
    return tuple(session for session in given if is_session(session)) if isinstance(given, list) else ()


def is_session(given: object) -> bool:
    """Whether it can be a session."""
    return isinstance(given, dict) and all(
        name in VARIABLES and isinstance(value, str) and len(value) <= LONGEST and value.isprintable()
        for name, value in given.items()
    )


def environment(session: Session, others: tuple[Session, ...]) -> dict[str, str]:
    """The variables of a process that is to live in `session`; an empty one is to be removed."""
    known = [dict(other) for other in others if not is_same(session, other)]
    return {name: session.get(name, "") for name in VARIABLES} | {OTHERS: json.dumps(known)}
