"""The probes of Windows, with stand-ins for what is under them."""

import asyncio
import ctypes
import sys
import threading
import time
from collections.abc import Callable
from enum import IntEnum
from types import ModuleType, SimpleNamespace
from typing import Any, Self

import pytest

from desktop.desks import until
from platforms.elsewhere import Function, imported_as_on
from uncrick.platforms.common.busy.probe import UnavailableError
from uncrick.ports import Nearness

STORE = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\microphone"
CAMERA = STORE.replace("microphone", "webcam")
ZOOM = STORE + r"\NonPackaged\C:#Program Files#Zoom#bin#Zoom.exe"


BOOT = time.time() - 3600


def filetime(when: float) -> int:
    """A time as Windows counts them: tenths of microseconds since 1601."""
    return round((when + 11_644_473_600) * 10_000_000)


class Registry:
    """Keys with their values; a key's parents are there as well."""

    HKEY_CURRENT_USER = 1

    def __init__(self) -> None:
        self.keys: dict[str, dict[str, int]] = {STORE: {}, STORE + r"\NonPackaged": {}}

    def OpenKey(self, root: int, path: str) -> "Key":  # noqa: N802 Windows' names, here and below
        if path not in self.keys:
            raise FileNotFoundError(path)
        return Key(path)

    def QueryInfoKey(self, key: "Key") -> tuple[int, int, int]:  # noqa: N802
        return len(self._below(key)), 0, 0

    def EnumKey(self, key: "Key", number: int) -> str:  # noqa: N802
        return self._below(key)[number]

    def QueryValueEx(self, key: "Key", name: str) -> tuple[int, int]:  # noqa: N802
        try:
            return self.keys[key.path][name], 11
        except KeyError:
            raise FileNotFoundError(name) from None

    def _below(self, key: "Key") -> list[str]:
        inside = [path.removeprefix(key.path + "\\") for path in self.keys if path.startswith(key.path + "\\")]
        return [name for name in inside if "\\" not in name]


class Key:
    def __init__(self, path: str) -> None:
        self.path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Registry:
    registry = Registry()
    monkeypatch.setitem(sys.modules, "winreg", registry)  # type: ignore[arg-type]  # as good as a module here
    return registry


class System:
    """The shell, and the clock that counts from the boot."""

    state = 5

    def SHQueryUserNotificationState(self, pointer: Any) -> int:  # noqa: N802
        pointer._obj.value = self.state
        return 0


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> System:
    system = System()
    clock = SimpleNamespace(GetTickCount64=Function(lambda: int((time.time() - BOOT) * 1000)))
    libraries = {"shell32": system, "kernel32": clock}
    monkeypatch.setattr(ctypes, "WinDLL", libraries.__getitem__, raising=False)
    return system


class Recorders:
    """What Core Audio tells: who records, None without a microphone; or it fails."""

    def __init__(self) -> None:
        self.programs: tuple[str, ...] | None = ()
        self.works = True
        self.answers = threading.Event()
        self.answers.set()

    def __call__(self) -> tuple[str, ...] | None:
        self.answers.wait()
        if not self.works:
            raise OSError("CoCreateInstance gave 0x80040154")
        return self.programs


class Watches:
    """The keys that are watched, by path, and what is called when something changes below them."""

    def __init__(self, registry: Registry) -> None:
        self.keys = registry.keys
        self.on: dict[str, Callable[[], None]] = {}

    def made(self, path: str, changed: Callable[[], None]) -> Any:
        def begin() -> bool:
            if path in self.keys:
                self.on[path] = changed
            return path in self.on

        return SimpleNamespace(begin=begin, end=lambda: self.on.pop(path, None))


@pytest.fixture
def watches(registry: Registry) -> Watches:
    return Watches(registry)


@pytest.fixture
def recorders() -> Recorders:
    return Recorders()


@pytest.fixture
def windows(system: System, recorders: Recorders, watches: Watches, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = imported_as_on(monkeypatch, "win32", "uncrick.platforms.windows.busy")
    monkeypatch.setattr(module, "recording_programs", recorders)
    monkeypatch.setattr(module, "RegistryWatch", watches.made)
    return module


IN_USE = {"LastUsedTimeStart": filetime(BOOT + 133), "LastUsedTimeStop": 0}


@pytest.mark.parametrize(
    ("values", "users"),
    [
        (IN_USE, ("Zoom",)),
        ({"LastUsedTimeStart": filetime(BOOT + 133), "LastUsedTimeStop": filetime(BOOT + 134)}, ()),
        ({"LastUsedTimeStart": 0, "LastUsedTimeStop": 0}, ()),
        ({}, ()),
    ],
)
async def test_a_program_that_still_uses_the_camera_is_in_a_call(windows, registry, values, users) -> None:
    registry.keys |= {CAMERA: {}, CAMERA + r"\NonPackaged": {}, ZOOM.replace("microphone", "webcam"): values}
    assert (await windows.Camera().look(0)).users == users


async def test_an_app_of_the_store_is_named_without_its_publisher(windows, registry) -> None:
    registry.keys[CAMERA] = {}
    registry.keys[CAMERA + r"\MSTeams_8wekyb3d8bbwe"] = IN_USE
    assert (await windows.Camera().look(0)).users == ("MSTeams",)


async def test_without_the_registry_key_the_camera_is_unavailable(windows) -> None:
    with pytest.raises(UnavailableError):
        await windows.Camera().look(0)


@pytest.mark.parametrize(
    ("values", "users"),
    [
        # What a crash left open before the last boot
        ({"LastUsedTimeStart": filetime(BOOT - 3600), "LastUsedTimeStop": 0}, ()),
        # A second use whose end was not written yet
        ({"LastUsedTimeStart": filetime(BOOT + 200), "LastUsedTimeStop": filetime(BOOT + 100)}, ("Zoom",)),
    ],
)
async def test_an_end_that_is_missing_in_the_registry_is_understood(windows, registry, values, users) -> None:
    registry.keys |= {CAMERA: {}, CAMERA + r"\NonPackaged": {}}
    registry.keys[CAMERA + r"\NonPackaged\C:#Zoom.exe"] = values
    assert (await windows.Camera().look(0)).users == users


@pytest.mark.parametrize(
    ("recording", "stored", "users"),
    [
        (("zoom",), IN_USE, ("zoom",)),
        (("Teams",), {}, ("Teams",)),  # the registry no longer has every use
        ((), IN_USE, ()),  # what a crash left open
        (("msedgewebview2",), IN_USE, ("Zoom",)),  # a helper records, and the registry knows for whom
        (("zoom", "obs64"), IN_USE, ("zoom", "obs64")),
        ((), {}, ()),
    ],
)
async def test_core_audio_says_whether_and_the_registry_for_whom(
    windows, registry, recorders, recording, stored, users
) -> None:
    recorders.programs, registry.keys[ZOOM] = recording, stored
    result = await windows.Microphone().look(0)
    assert (result.source, result.users) == ("Core Audio", users)


async def test_where_core_audio_fails_the_registry_says_who_records(windows, registry, recorders) -> None:
    recorders.works, registry.keys[ZOOM] = False, IN_USE
    result = await windows.Microphone().look(0)
    assert (result.source, result.users) == ("the registry", ("Zoom",))


async def test_a_core_audio_that_is_slow_is_not_waited_for_and_heard_later(
    windows, registry, recorders, monkeypatch
) -> None:
    monkeypatch.setattr(windows, "SOUND_PATIENCE", 0.01)
    recorders.answers.clear()
    registry.keys[ZOOM] = IN_USE
    microphone, changed = windows.Microphone(), asyncio.Event()
    microphone.changed = changed.set
    for _ in range(3):
        assert (await microphone.look(0)).source == "the registry"
    assert [thread.name for thread in threading.enumerate()].count("uncrick sound") == 1
    recorders.answers.set()
    await asyncio.wait_for(changed.wait(), 10)
    monkeypatch.setattr(windows, "SOUND_PATIENCE", 10)
    assert (await microphone.look(0)).source == "Core Audio"


async def test_where_neither_answers_the_microphone_is_unavailable(windows, registry, recorders) -> None:
    recorders.works = False
    registry.keys.clear()
    with pytest.raises(UnavailableError):
        await windows.Microphone().look(0)


@pytest.mark.parametrize(
    ("stored", "source", "users"), [({}, "there is none", ()), (IN_USE, "the registry", ("Zoom",))]
)
async def test_a_microphone_unknown_to_core_audio_is_looked_up(
    windows, registry, recorders, stored, source, users
) -> None:
    recorders.programs, registry.keys[ZOOM] = None, stored
    result = await windows.Microphone().look(0)
    assert (result.source, result.users) == (source, users)


async def test_without_any_microphone_and_registry_key_there_is_none(windows, registry, recorders) -> None:
    recorders.programs = None
    registry.keys.clear()
    assert (await windows.Microphone().look(0)).source == "there is none"


@pytest.mark.parametrize("device", [CAMERA, STORE])
async def test_a_use_is_looked_at_when_the_registry_tells_of_it(windows, registry, watches, recorders, device) -> None:
    registry.keys |= {CAMERA: {}, CAMERA + r"\NonPackaged": {}}
    busy = windows.WindowsBusy()
    await busy.start(lambda *_reason: None, lambda: None)
    await busy.look()
    registry.keys[device + r"\NonPackaged\C:#Zoom.exe"] = IN_USE
    recorders.works = False
    await asyncio.to_thread(watches.on[device])
    await until(lambda: any(text.startswith("yes") for _what, _ok, text in busy.describe()))
    await busy.stop()
    assert watches.on == {}


async def test_a_camera_that_is_watched_is_not_looked_at_again_and_again(windows, registry) -> None:
    registry.keys[CAMERA] = {}
    camera = windows.Camera()
    assert (await camera.look(0)).notifies
    await camera.stop()


async def test_a_microphone_is_looked_at_besides_for_not_every_use_is_written(windows, registry) -> None:
    microphone = windows.Microphone()
    assert not (await microphone.look(0)).notifies
    await microphone.stop()


async def test_a_key_that_comes_later_is_watched_from_then_on(windows, registry, watches) -> None:
    camera = windows.Camera()
    with pytest.raises(UnavailableError):
        await camera.look(0)
    registry.keys[CAMERA] = {}
    assert (await camera.look(0)).notifies
    assert list(watches.on) == [CAMERA]
    await camera.stop()


@pytest.mark.parametrize("device", ["microphone", "camera"])
async def test_before_a_prompt_a_call_counts_from_its_first_second(windows, registry, recorders, device: str) -> None:
    registry.keys[CAMERA] = {}
    reported: list[tuple[str, bool]] = []
    busy = windows.WindowsBusy()
    await busy.start(lambda *reason: reported.append(reason), lambda: None)
    busy.attend(Nearness.COMING, None)
    await busy.look()
    if device == "camera":
        registry.keys[CAMERA + r"\Teams_8wekyb3d8bbwe"] = IN_USE
    else:
        recorders.programs = ("Teams",)
    await busy.look()
    assert reported == [("call", True)]
    await busy.stop()


@pytest.mark.parametrize(
    ("state", "quiet", "busy"),
    [
        *((state, 600.0, state in (2, 3, 4, 7)) for state in range(1, 8)),
        *((state, 5.0, state in (3, 4)) for state in range(1, 8)),
    ],
)
async def test_the_shell_reports_full_screen(windows, system, state: int, quiet: float, busy: bool) -> None:
    system.state = state
    assert bool((await windows.FullScreen().look(quiet)).users) is busy


async def test_full_screen_that_is_typed_into_is_looked_at_again_when_it_may_be_a_film(windows, system) -> None:
    system.state = 2
    assert (await windows.FullScreen().look(30.0)).look_again == 90.0


@pytest.mark.parametrize(("mode", "users"), [(0, ()), (1, ("",)), (2, ("",))])
async def test_winrt_tells_of_do_not_disturb(windows, monkeypatch, mode: int, users: tuple[str, ...]) -> None:
    manager = SimpleNamespace(get_default=lambda: SimpleNamespace(notification_mode=mode))
    modes = IntEnum("ToastNotificationMode", {"UNRESTRICTED": 0, "PRIORITY_ONLY": 1, "ALARMS_ONLY": 2})
    package = ModuleType("winrt.windows.ui.notifications")
    package.__dict__.update(ToastNotificationManager=manager, ToastNotificationMode=modes)
    for name in ("winrt", "winrt.windows", "winrt.windows.ui"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, package.__name__, package)
    assert (await windows.DoNotDisturb().look(0)).users == users


async def test_without_winrt_nothing_tells_of_do_not_disturb(windows, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "winrt", None)
    with pytest.raises(UnavailableError):
        await windows.DoNotDisturb().look(0)
