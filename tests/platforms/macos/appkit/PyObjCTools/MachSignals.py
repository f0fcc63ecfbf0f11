"""Handlers of signals that the run loop calls."""

from collections.abc import Callable

_handlers: dict[int, Callable[..., object]] = {}


def getsignal(number: int) -> Callable[..., object] | None:
    return _handlers.get(number)


def signal(number: int, handler: Callable[..., object]) -> Callable[..., object] | None:
    before, _handlers[number] = _handlers.get(number), handler
    return before
