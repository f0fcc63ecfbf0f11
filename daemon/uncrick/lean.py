"""Imports large libraries without the parts of theirs that nobody here uses: the daemon waits in a few megabytes."""

import os
import sys
from collections.abc import Awaitable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType, SimpleNamespace
from typing import Any, NoReturn

CO_COROUTINE = 0x80  # of a code object's flags, as the inspect module has it


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
            sys.modules.pop(name, None)


def module(name: str, **names: Any) -> ModuleType:
    """A module with nothing but these names in it."""
    made = ModuleType(name)
    made.__dict__.update(names)
    return made


# asyncio looks for OpenSSL, and does without: 4 MiB for connections that are never made.
ASYNCIO: Mapping[str, Any] = {"ssl": None, "asyncio.sslproto": module("asyncio.sslproto")}


def reflection() -> Mapping[str, Any]:
    """
    dataclasses and asyncio load inspect, and with it ast and dis, to describe what is described here: 1 MiB.

    Whatever else is asked of it comes from the real one.
    """

    def iscoroutinefunction(function: object) -> bool:
        while isinstance(function, partial):
            function = function.func
        code = getattr(function, "__code__", None)
        return code is not None and bool(code.co_flags & CO_COROUTINE)

    def real(name: str) -> Any:
        sys.modules.pop("inspect", None)
        return getattr(import_module("inspect"), name)

    return {
        "inspect": module(
            "inspect",
            __getattr__=real,
            signature=lambda described, **how: "",
            # Of a function, for the words that asyncio has for a task.
            unwrap=lambda function, **how: function,
            isfunction=lambda it: isinstance(it, FunctionType),
            isawaitable=lambda it: isinstance(it, Awaitable),
            iscoroutinefunction=iscoroutinefunction,
        )
    }


def folders() -> Mapping[str, Any]:
    """
    platformdirs speaks of paths that nobody here asks for: 1 MiB.

    Where temporary files go it wants to know only where a system names no runtime folder (tempfile brings shutil, bz2,
    lzma and random), and of the names it gives back ours are plain strings (pathlib brings urllib and ipaddress).
    """

    def path(*parts: str) -> Any:
        return import_module("pathlib").Path(*parts)

    return {
        "tempfile": module("tempfile", gettempdir=lambda: os.environ.get("TMPDIR") or "/tmp"),  # noqa: S108 only named
        "pathlib": module("pathlib", Path=path),
    }


def tray() -> Mapping[str, Any]:
    """pystray wants the queue of either Python; six brings much more."""
    import queue

    return {
        "six": module("six"),
        "six.moves": module("six.moves", queue=queue),
        "inspect": module("inspect", ismethod=lambda it: isinstance(it, MethodType)),
    }


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

    def signature(function: object, **how: Any) -> NoReturn:
        # The scheduler then takes our functions as they are.
        raise ValueError("not looked into")

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
        "inspect": module(
            "inspect",
            signature=signature,
            isbuiltin=lambda it: isinstance(it, BuiltinFunctionType),
            isclass=lambda it: isinstance(it, type),
            isfunction=lambda it: isinstance(it, FunctionType),
            ismethod=lambda it: isinstance(it, MethodType),
            iscoroutinefunction=reflection()["inspect"].iscoroutinefunction,
        ),
    }
