"""The probes of Windows and macOS, with stand-ins for what is under them."""

import ctypes
import sys
from types import ModuleType, SimpleNamespace
from typing import Any, Self

import pytest

from platforms.elsewhere import imported_as_on
from uncrick.platforms.common.busy.probe import UnavailableError
from uncrick.platforms.macos.busy import UnsupportedBusy

STORE = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\microphone"
ZOOM = STORE + r"\NonPackaged\C:#Program Files#Zoom#bin#Zoom.exe"


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


@pytest.fixture
def windows(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return imported_as_on(monkeypatch, "win32", "uncrick.platforms.windows.busy")


@pytest.mark.parametrize(
    ("values", "users"),
    [
        ({"LastUsedTimeStart": 133, "LastUsedTimeStop": 0}, ("Zoom",)),
        ({"LastUsedTimeStart": 133, "LastUsedTimeStop": 134}, ()),
        ({"LastUsedTimeStart": 0, "LastUsedTimeStop": 0}, ()),
        ({}, ()),
    ],
)
async def test_a_program_that_still_uses_the_device_is_in_a_call(windows, registry, values, users) -> None:
    registry.keys[ZOOM] = values
    result = await windows.Device("Microphone", "microphone").look(0)
    assert result.users == users


async def test_an_app_of_the_store_is_named_without_its_publisher(windows, registry) -> None:
    registry.keys[STORE + r"\MSTeams_8wekyb3d8bbwe"] = {"LastUsedTimeStart": 1, "LastUsedTimeStop": 0}
    assert (await windows.Device("Microphone", "microphone").look(0)).users == ("MSTeams",)


async def test_without_the_registry_key_the_device_is_unavailable(windows) -> None:
    with pytest.raises(UnavailableError):
        await windows.Device("Camera", "webcam").look(0)


@pytest.mark.parametrize(("state", "busy"), [(1, False), (2, True), (3, True), (4, True), (5, False), (6, False)])
async def test_the_shell_reports_full_screen(windows, monkeypatch, state: int, busy: bool) -> None:
    def answer(pointer: Any) -> int:
        pointer._obj.value = state
        return 0

    shell = SimpleNamespace(SHQueryUserNotificationState=answer)
    monkeypatch.setattr(ctypes, "WinDLL", lambda name: shell, raising=False)
    assert bool((await windows.FullScreen().look(0)).users) is busy


async def test_without_probes_nobody_is_busy_and_doctor_says_why() -> None:
    reported: list[object] = []
    busy = UnsupportedBusy("not seen here")
    await busy.start(lambda *reason: reported.append(reason), lambda: None)
    await busy.look()
    assert reported == []
    assert busy.describe() == [("Calls", False, "not seen here"), ("Full screen", False, "not seen here")]
    await busy.stop()
