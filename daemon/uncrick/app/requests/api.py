"""Answers the clients of the control socket."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from uncrick.app.requests.commands import Commands
from uncrick.control.messages import Request
from uncrick.errors import UncrickError


class Daemon(Protocol):
    """What serving needs of the daemon."""

    words: Commands

    def status(self) -> dict[str, Any]: ...

    def decisions(self, at: datetime | None) -> list[dict[str, str]]: ...

    def past(self, at: datetime) -> dict[str, Any]: ...

    def facts(self) -> list[dict[str, Any]]: ...

    def is_settled(self) -> bool: ...

    def reload(self) -> list[str]: ...

    def feedback(self, source: str, args: Mapping[str, Any]) -> tuple[str, ...]: ...

    def asks_here(self, *, stopped: bool) -> bool: ...

    def forget(self) -> None: ...

    def tell(self, what: str) -> None: ...

    def guided(self) -> None: ...

    def leave(self) -> None: ...

    def fault(self) -> UncrickError | None: ...


class ControlApi:
    """One request in, one payload out."""

    def __init__(self, daemon: Daemon) -> None:
        self._daemon = daemon
        self._others: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
            "status": lambda args: {"settled": daemon.is_settled()},
            "watch": lambda args: {},
            "why": self._why,
            "doctor": lambda args: {"facts": daemon.facts(), "settled": daemon.is_settled()},
            "reload": lambda args: {"warnings": daemon.reload()},
            "show": self._show,
            "guided": self._guided,
            "ask": lambda args: {"ask": daemon.asks_here(stopped=bool(args.get("stopped")))},
            "forget": self._forget,
            "quit": self._quit,
        }

    def __call__(self, request: Request) -> dict[str, Any]:
        """
        The payload of the reply.

        Raises:
            UncrickError: it cannot be done, or what was answered is not on disk.
        """
        if request.do in self._others:
            payload = self._others[request.do](request.args)
        else:
            payload = self._said(request)
            if (fault := self._daemon.fault()) is not None:
                raise fault
        return {**payload, "status": self._daemon.status()}

    def _why(self, args: Mapping[str, Any]) -> dict[str, Any]:
        at = args.get("at")
        then = {} if at is None else {"then": self._daemon.past(at)}
        return {**then, "decisions": self._daemon.decisions(at)}

    def _said(self, request: Request) -> dict[str, Any]:
        if request.do == "feedback":
            return {"said": list(self._daemon.feedback(request.source, request.args))}
        self._daemon.words.say(request.do, request.source, request.args)
        return {}

    def _forget(self, args: Mapping[str, Any]) -> dict[str, Any]:
        self._daemon.forget()
        return {}

    def _show(self, args: Mapping[str, Any]) -> dict[str, Any]:
        self._daemon.tell(str(args.get("what", "next")))
        return {}

    def _guided(self, args: Mapping[str, Any]) -> dict[str, Any]:
        self._daemon.guided()
        return {}

    def _quit(self, args: Mapping[str, Any]) -> dict[str, Any]:
        self._daemon.leave()
        return {}
