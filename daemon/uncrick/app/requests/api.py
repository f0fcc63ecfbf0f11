"""Answers the clients of the control socket."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from uncrick.control.protocol import Request
from uncrick.core.model.text import _
from uncrick.errors import HistoryError, UsageError
from uncrick.storage import paths

if TYPE_CHECKING:
    from uncrick.app.wiring import Wiring

Args = Mapping[str, Any]
SESSION = "session"


class ControlApi:
    """One request in, one payload out; every reply has the status that follows from it."""

    def __init__(self, parts: "Wiring") -> None:
        self._parts = parts
        queries = parts.queries
        self._payloads: dict[str, Callable[[Args], dict[str, Any]]] = {
            "status": lambda args: {"settled": queries.is_up},
            "watch": lambda args: {},
            "why": self._why,
            "doctor": lambda args: {"facts": queries.facts(), "settled": queries.is_up},
            "reload": lambda args: {"warnings": parts.reload.reload()},
            "ask": lambda args: {"ask": parts.feedback.asks_here(stopped=bool(args.get("stopped")))},
        }
        self._actions: dict[str, Callable[[Args], None]] = {
            "show": lambda args: parts.dialogs.tell_briefly(queries.notice(str(args.get("what", "next")))),
            "guided": lambda args: parts.window_guide.take_lead(),
            "forget": lambda args: queries.forget(),
            "quit": lambda args: parts.shutdown.leave(),
        }

    def __contains__(self, word: str) -> bool:
        return word == SESSION or word in self._payloads or word in self._actions or word in self._parts.commands

    def __call__(self, request: Request) -> dict[str, Any] | Awaitable[dict[str, Any]]:
        """
        The payload of the reply, or what it will be.

        Raises:
            UncrickError: it cannot be done, or what was answered is not on disk.
        """
        if request.do == SESSION:
            return self._called_from(request.args.get(SESSION, {}))
        payload: dict[str, Any] = {}
        if request.do in self._payloads:
            payload = self._payloads[request.do](request.args)
        elif request.do in self._actions:
            self._actions[request.do](request.args)
        else:
            payload = self._say_once(request)
            self._check_disk()
        return {**payload, "status": self._status()}

    def _status(self) -> dict[str, Any]:
        """The status, with what only a look at the disk tells: too much for every event."""
        self._parts.history_cache.refresh(self._parts.clock.now().wall)
        return {**self._parts.queries.status(), "set_aside": paths.files_set_aside()}

    async def _called_from(self, session: Any) -> dict[str, Any]:
        return {SESSION: await self._parts.sessions.called_from(session), "status": self._status()}

    def _why(self, args: Args) -> dict[str, Any]:
        at, queries = args.get("at"), self._parts.queries
        then = {} if at is None else {"then": queries.past(at)}
        return {**then, "decisions": queries.decisions(at)}

    def _say_once(self, request: Request) -> dict[str, Any]:
        """Carry a command out, unless it was: a client that got no reply says it again, with the same id."""
        books = self._parts.books
        said = books.reply_to(request.id)
        if said is None:
            with books.one_happening(request.id, personal=request.do == "feedback") as lines:
                lines.extend(self._say(request))
            said = tuple(lines)
        return {"said": list(said)} if said or request.do == "feedback" else {}

    def _say(self, request: Request) -> tuple[str, ...]:
        if request.do != "feedback":
            return self._parts.commands.say(request.do, request.source, request.args)
        given = dict(request.args)
        if "feedback" not in given:
            raise UsageError(_("The answer is missing"), _("Expected how it was, such as hurt."))
        word = str(given.pop("feedback"))
        given |= self._parts.stiff_neck.about(word)
        return tuple(self._parts.recorder.record(word, request.source, given))

    def _check_disk(self) -> None:
        error = self._parts.history_cache.fault
        if error is not None:
            raise HistoryError(_("Your answer counts, but could not be saved yet"), f"{error.title}: {error.message}")
