"""Answers the clients of the control socket."""

from collections.abc import Callable, Mapping
from typing import Any

from uncrick.app.requests.queries import Queries
from uncrick.control.protocol import Request


class ControlApi:
    """One request in, one payload out."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries
        self._others: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
            "status": lambda args: {"settled": queries.is_settled()},
            "watch": lambda args: {},
            "why": self._why,
            "doctor": lambda args: {"facts": queries.facts(), "settled": queries.is_settled()},
            "reload": lambda args: {"warnings": queries.reload()},
            "show": self._show,
            "guided": self._guided,
            "ask": lambda args: {"ask": queries.asks_here(stopped=bool(args.get("stopped")))},
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
            if (fault := self._queries.fault()) is not None:
                raise fault
        return {**payload, "status": self._queries.status()}

    def _why(self, args: Mapping[str, Any]) -> dict[str, Any]:
        at = args.get("at")
        then = {} if at is None else {"then": self._queries.past(at)}
        return {**then, "decisions": self._queries.decisions(at)}

    def _said(self, request: Request) -> dict[str, Any]:
        if request.do == "feedback":
            return {"said": list(self._queries.feedback(request.source, request.args))}
        self._queries.words.say(request.do, request.source, request.args)
        return {}

    def _forget(self, args: Mapping[str, Any]) -> dict[str, Any]:
        self._queries.forget()
        return {}

    def _show(self, args: Mapping[str, Any]) -> dict[str, Any]:
        self._queries.tell(str(args.get("what", "next")))
        return {}

    def _guided(self, args: Mapping[str, Any]) -> dict[str, Any]:
        self._queries.guided()
        return {}

    def _quit(self, args: Mapping[str, Any]) -> dict[str, Any]:
        self._queries.leave()
        return {}
