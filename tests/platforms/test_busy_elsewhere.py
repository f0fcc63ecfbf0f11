"""The probes of Windows, with stand-ins for what is under them."""

import ctypes
import sys
import time
from enum import IntEnum
from types import ModuleType, SimpleNamespace
from typing import Any, Self

import pytest

from platforms.elsewhere import Function, imported_as_on
from uncrick.platforms.common.busy.probe import UnavailableError
from uncrick.ports import Nearness

STORE = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\microphone"
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


@pytest.fixture
def windows(registry: Registry, system: System, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return imported_as_on(monkeypatch, "win32", "uncrick.platforms.windows.busy")


@pytest.mark.parametrize(
    ("values", "users"),
    [
        ({"LastUsedTimeStart": filetime(BOOT + 133), "LastUsedTimeStop": 0}, ("Zoom",)),
        ({"LastUsedTimeStart": filetime(BOOT + 133), "LastUsedTimeStop": filetime(BOOT + 134)}, ()),
        ({"LastUsedTimeStart": 0, "LastUsedTimeStop": 0}, ()),
        ({}, ()),
    ],
)
async def test_a_program_that_still_uses_the_device_is_in_a_call(windows, registry, values, users) -> None:
    registry.keys[ZOOM] = values
    result = await windows.Device("Microphone", "microphone").look(0)
    assert result.users == users


async def test_an_app_of_the_store_is_named_without_its_publisher(windows, registry) -> None:
    used = {"LastUsedTimeStart": filetime(BOOT + 1), "LastUsedTimeStop": 0}
    registry.keys[STORE + r"\MSTeams_8wekyb3d8bbwe"] = used
    assert (await windows.Device("Microphone", "microphone").look(0)).users == ("MSTeams",)


async def test_without_the_registry_key_the_device_is_unavailable(windows) -> None:
    with pytest.raises(UnavailableError):
        await windows.Device("Camera", "webcam").look(0)


async def test_what_a_crash_left_open_before_the_last_boot_is_no_call(windows, registry) -> None:
    registry.keys[ZOOM] = {"LastUsedTimeStart": filetime(BOOT - 3600), "LastUsedTimeStop": 0}
    assert (await windows.Device("Microphone", "microphone").look(0)).users == ()


async def test_a_second_use_whose_end_was_not_written_yet_is_a_call(windows, registry) -> None:
    registry.keys[ZOOM] = {"LastUsedTimeStart": filetime(BOOT + 200), "LastUsedTimeStop": filetime(BOOT + 100)}
    assert (await windows.Device("Microphone", "microphone").look(0)).users == ("Zoom",)


@pytest.mark.parametrize("device", ["microphone", "webcam"])
async def test_before_a_prompt_a_call_counts_from_its_first_second(windows, registry, device: str) -> None:
    for which in ("microphone", "webcam"):
        registry.keys[STORE.replace("microphone", which)] = {}
    reported: list[tuple[str, bool]] = []
    busy = windows.WindowsBusy()
    await busy.start(lambda *reason: reported.append(reason), lambda: None)
    busy.attend(Nearness.COMING, None)
    await busy.look()
    registry.keys[STORE.replace("microphone", device) + r"\Teams_8wekyb3d8bbwe"] = {
        "LastUsedTimeStart": filetime(BOOT + 1),
        "LastUsedTimeStop": 0,
    }
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
