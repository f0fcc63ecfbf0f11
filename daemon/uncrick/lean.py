"""Imports large libraries without the parts of theirs that nobody here uses: the daemon waits in a few megabytes."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any


@contextmanager
def standing_in(modules: Mapping[str, Any]) -> Iterator[None]:
    """
    For as long as it lasts, `import` finds these instead of the real modules; None means that there is no such module.

    A module that is loaded already is left alone. Whoever imports one of them later gets the real one.
    """
    put = [name for name in modules if name not in sys.modules]
    for name in put:
        sys.modules[name] = modules[name]
    try:
        yield
    finally:
        for name in put:
            del sys.modules[name]


def module(name: str, **names: Any) -> ModuleType:
    """A module with nothing but these names in it."""
    made = ModuleType(name)
    made.__dict__.update(names)
    return made


# asyncio looks for OpenSSL, and does without: 4 MiB for connections that are never made.
ASYNCIO: Mapping[str, Any] = {"ssl": None, "asyncio.sslproto": module("asyncio.sslproto")}


def tray() -> Mapping[str, Any]:
    """pystray wants the queue of either Python; six brings much more."""
    import queue

    return {"six": module("six"), "six.moves": module("six.moves", queue=queue)}


def scheduler() -> Mapping[str, Any]:
    """
    What APScheduler imports and we never use: 3 MiB.

    Its version number and plug-ins (importlib.metadata), process pools, job ids (ours have names), the local time zone
    (ours is given, and is no ZoneInfo), random
    delays (we have none).
    """

    class PackageNotFoundError(Exception):
        """As importlib.metadata has it."""

    class BrokenProcessPool(Exception):  # noqa: N818 as concurrent.futures has it
        """As concurrent.futures has it."""

    def version(name: str) -> str:
        raise PackageNotFoundError(name)

    return {
        "importlib.metadata": module(
            "importlib.metadata",
            version=version,
            entry_points=lambda **wanted: (),
            PackageNotFoundError=PackageNotFoundError,
        ),
        "multiprocessing": module("multiprocessing"),
        "concurrent.futures.process": module("concurrent.futures.process", BrokenProcessPool=BrokenProcessPool),
        "uuid": module("uuid", uuid4=lambda: SimpleNamespace(hex=os.urandom(16).hex())),
        "tzlocal": module("tzlocal", get_localzone=lambda: None),
        "zoneinfo": module("zoneinfo", ZoneInfo=type(None)),
        "random": module("random"),
    }
