"""Whether the person is there, by what keyboard, screen and calls say of them. All times are ticks."""

from uncrick.core.scheduling.blockers import PRESENT
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import State

# Two times closer than this are the same: sums of floats are not exact.
TINY = 1e-6
# Who locks the screen for so long, while a prompt waits, has left for the break.
LOCKED = 60.0


def listens(state: State) -> bool:
    """Whether a call or the like goes on, which is a sign of a person although no key is pressed."""
    silence = state.presence.silence
    return any(reason in PRESENT for reason, _ in state.busy.since) and not (silence is not None and silence.gap)


def listens_until(state: State, rules: Rules) -> float:
    """Ticks until which that sign is believed: so long without a single input, and nobody is there."""
    silence = state.presence.silence
    return float("inf") if silence is None else silence.since + max(rules.breaks.idle, rules.breaks.listening)


def at_work_in_silence(state: State, rules: Rules, ticks: float) -> bool:
    """Whether something says that the person is there although no key is pressed."""
    return listens(state) and ticks < listens_until(state, rules) - TINY


def last_input(state: State, rules: Rules) -> float | None:
    """The last input, where a silence is seen and means something; else None."""
    silence = state.presence.silence
    return None if silence is None or (rules.breaks.clock == "wall" and not silence.gap) else silence.since


def silent_since(state: State, rules: Rules) -> float | None:
    """
    Since when nothing says that the person is there: the last input, or the end of a call without any.

    It lies ahead while they may be at work in another session, where no input is heard.
    """
    latest, presence = last_input(state, rules), state.presence
    if latest is None:
        return None
    gap = presence.silence is not None and presence.silence.gap  # no session of this machine was used in it
    return max(latest, presence.seen, float("-inf") if gap else presence.elsewhere)


def locked_since(state: State) -> float | None:
    """Since when a lock means that nobody is there, which may lie ahead as above; None without a lock."""
    presence = state.presence
    return None if presence.locked_since is None else max(presence.locked_since, presence.elsewhere)


def is_shut(state: State, ticks: float) -> bool:
    """Whether the screen is locked, or the machine asleep, so that nobody is there."""
    locked = locked_since(state)
    return state.presence.asleep_since is not None or (locked is not None and ticks >= locked - TINY)


def may_be_elsewhere(state: State, rules: Rules, ticks: float) -> bool:
    """Whether nothing is typed here, while the person may be typing in a session that cannot be heard."""
    presence, latest = state.presence, last_input(state, rules)
    if ticks >= presence.elsewhere - TINY or presence.asleep_since is not None:
        return False
    if presence.silence is not None and presence.silence.gap:
        return False
    return presence.locked_since is not None or (latest is not None and ticks >= latest + rules.breaks.idle - TINY)


def absence(state: State, rules: Rules, ticks: float) -> float | None:
    """When the absence at `ticks` began (the last input before it), or None for a person at work."""
    silent = silent_since(state, rules)
    presence = state.presence
    shut = (locked_since(state), presence.asleep_since)
    begun = [since for since in shut if since is not None and ticks >= since - TINY]
    # Who has left a prompt is gone, however short `left` is.
    recorded = presence.absence is not None and presence.absence.record is not None
    idle = min(rules.breaks.idle, rules.breaks.left) if recorded else rules.breaks.idle
    gone = silent is not None and (begun or ticks >= silent + idle - TINY)
    if silent is not None and gone and not at_work_in_silence(state, rules, ticks):
        # A call that outlasts every sign of a person was none, from the last input on.
        latest = last_input(state, rules)
        begun.append(max(latest, presence.elsewhere) if latest is not None and listens(state) else silent)
    return min(begun) if begun else None


def gone_since(state: State) -> float:
    """From when on the absence that lasts may count as a break."""
    assert state.presence.absence is not None
    return max(state.presence.absence.since, state.presence.counts_from)


def obeyed_at(state: State, rules: Rules) -> float:
    """Ticks at which the absence that lasts is the break that a waiting prompt asked for."""
    at, locked = gone_since(state) + 2 * rules.breaks.left, locked_since(state)
    return at if locked is None else min(at, max(locked, state.presence.counts_from) + LOCKED)


def endless_from(state: State, rules: Rules) -> float | None:
    """Ticks from which on input that never paused is no person's; None where pauses are not seen."""
    since = state.presence.unbroken_since
    return None if since is None or rules.breaks.clock != "active" else since + rules.breaks.tireless


def never_pauses(state: State, rules: Rules, ticks: float) -> bool:
    """Whether input has gone on for longer than any person goes without a pause of `idle`."""
    begins, latest = endless_from(state, rules), last_input(state, rules)
    if begins is None or ticks < begins - TINY or state.pause is not None or state.day.off:
        return False
    if state.presence.absence is not None or absence(state, rules, ticks) is not None:
        return False
    return latest is None or ticks < latest + rules.breaks.idle - TINY
