"""The daemon runs in another session of this person: the sentence that says so, and taking over from it."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from uncrick.cli import output
from uncrick.control import client
from uncrick.core.model.text import _
from uncrick.errors import NotRunningError, RefusedError, RunningError
from uncrick.storage import desktop_session


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """
    Where the daemon runs, if not in this session.

    Attributes:
        display, since: of its session, as a person reads them.
        follows: it hears this session, and comes here by itself.
    """

    display: str
    since: str
    follows: bool


def find() -> Elsewhere | None:
    """
    In which other session the daemon runs; None where it is ours.

    Raises:
        NotRunningError: there is none.
    """
    there = _asked()
    if there.get("same", True):
        return None
    since = output.clock(datetime.fromisoformat(there["since"]).astimezone().isoformat())
    return Elsewhere(there["display"], since, bool(there["heard"]))


def sentence(there: Elsewhere) -> str:
    """Where it runs, and how it comes here."""
    where = {"display": there.display, "time": there.since}
    if there.follows:
        return _("Uncrick runs in your other session ({display}, since {time}), and follows you here.", **where)
    return _(
        "Uncrick runs in your other session ({display}, since {time}) and cannot see this one: to have it here, type "
        "uncrick run --move-here",
        **where,
    )


def note() -> None:
    """Let the daemon know that the person is at work in this session, whatever comes of it."""
    with suppress(NotRunningError):
        _asked()


def take_over() -> None:
    """
    End the daemon of another session in order, so that one can begin here, where the hour goes on.

    Raises:
        RunningError: it runs in this session already.
    """
    from uncrick.cli.daemon import quit_daemon

    try:
        there = _asked()
        if there.get("same"):
            raise RunningError(_("Uncrick is running here already"), _("There is nothing to move."))
        quit_daemon()
    except NotRunningError:
        return
    os.environ[desktop_session.OTHERS] = json.dumps(there.get("others", []))


def _asked() -> dict[str, Any]:
    """What the daemon says of its session; nothing, where it is older than this question."""
    own = desktop_session.own()
    if not (desktop_session.is_there(own) and (own.get("DISPLAY") or own.get("WAYLAND_DISPLAY"))):
        return {"same": True}
    try:
        reply: dict[str, Any] = client.request("session", session=own)
    except RefusedError:
        return {}
    return dict(reply["session"])
