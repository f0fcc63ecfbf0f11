"""Whether the promise of a prompt is kept: since when one should be up, with nothing that is known to keep it back."""

from uncrick.core.model.moment import Moment
from uncrick.core.scheduling.outlook import TINY, counts_until, suppressed
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import Phase, State


def overdue_since(state: State, rules: Rules, now: Moment) -> float | None:
    """
    Ticks since when a prompt should be up that is not; None while none is owed.

    The policy shows a prompt as soon as it is owed, so that after a look there is always None: this asks whether it
    did, by the rules of design section 4 and not by the way in which the policy follows them.
    """
    if state.phase not in (Phase.WORKING, Phase.SNOOZED) or suppressed(state, rules) is not None:
        return None
    if counts_until(state, rules) < now.ticks:
        return None  # about to be away: the count stands still, and nothing is shown to an empty chair
    breaks = rules.breaks
    quieter = 2 if state.held_back else 1
    at = state.wait_until if state.wait is not None else state.settled + breaks.every - state.count
    gates = [
        at,
        # Whatever kept it back before, such as a pause, working hours or a lunch break
        state.began,
        now.ticks - (now.wall - state.day.since).total_seconds(),
        *((state.returned + breaks.after_absence,) if state.returned is not None else ()),
        *((state.busy_ended + quieter * breaks.after_busy,) if state.busy_ended is not None else ()),
        *((state.shown_first + breaks.apart,) if state.shown_first is not None and state.prompt is None else ()),
    ]
    since = max(gates)
    return since if since <= now.ticks + TINY else None
