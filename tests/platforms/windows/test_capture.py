"""Who records, by Core Audio: with objects that have the tables of Windows' own."""

import ctypes
from collections.abc import Iterator
from ctypes import wintypes
from types import ModuleType
from typing import Any

import pytest

from platforms.elsewhere import Function, imported_as_on
from platforms.windows.com_objects import CHANGED_MODE, NUMBER, POINTER, ComObject, Ole, put

ENUMERATOR_CLASS = "{BCDE0395-E52F-467C-8E3D-C4579291692E}"
ENUMERATOR, MANAGER, CONTROL = (
    "{A95664D2-9614-4F35-A746-DE8DB63617E6}",
    "{77AA99A0-1BD6-484F-8BC7-2C654C9A9B6F}",
    "{BFB7FF88-7239-4FC9-8FA2-07C950BE9C6D}",
)
INACTIVE, ACTIVE, EXPIRED = 0, 1, 2
UNPLUGGED = -0x7776FFFC  # AUDCLNT_E_DEVICE_INVALIDATED
Sessions = dict[int, int]  # by process, the state


class Audio:
    """Microphones, each with its sessions; None for one that was pulled out just now."""

    def __init__(self, ole: Ole, *devices: Sessions | None) -> None:
        self.objects: list[ComObject] = []
        microphones = self._list([self._device(sessions) for sessions in devices])

        def list_devices(flow: int, states: int, where: int) -> int:
            assert (flow, states) == (1, 1), "those that record, and are plugged in"
            return microphones.give(where)

        enumerator = self._made({3: ((ctypes.c_int, NUMBER, POINTER), list_devices)})
        ole.classes[ENUMERATOR_CLASS] = ComObject({}, {ENUMERATOR: enumerator})

    def _made(self, *parts: Any) -> ComObject:
        self.objects.append(ComObject(*parts))
        return self.objects[-1]

    def _list(self, content: list[ComObject]) -> ComObject:
        count = lambda where: put(where, len(content))  # noqa: E731
        return self._made(
            {3: ((POINTER,), count), 4: ((NUMBER, POINTER), lambda number, where: content[number].give(where))}
        )

    def _device(self, sessions: Sessions | None) -> ComObject:
        listed = self._list([self._session(process, state) for process, state in (sessions or {}).items()])
        manager = self._made({5: ((POINTER,), listed.give)})

        def activate(name: int, where: int, parameters: int | None, found: int) -> int:
            assert (where, parameters) == (23, None)
            if sessions is None:
                return UNPLUGGED
            return ComObject({}, {MANAGER: manager}).query(name, found)

        return self._made({3: ((POINTER, NUMBER, POINTER, POINTER), activate)})

    def _session(self, process: int, state: int) -> ComObject:
        states = {3: ((POINTER,), lambda where: put(where, state))}
        control = self._made({**states, 14: ((POINTER,), lambda where: put(where, process))})
        return self._made(states, {CONTROL: control})


class Processes:
    """By their numbers: their files, and the packages of those that have one."""

    def __init__(self) -> None:
        self.files = {11: r"C:\Program Files\Zoom\bin\Zoom.exe", 12: r"D:\OBS64.EXE", 13: r"C:\apps\ms-teams.exe"}
        self.packages = {13: "MSTeams_8wekyb3d8bbwe"}
        self.open: list[int] = []
        names = ("OpenProcess", "GetPackageFamilyName", "QueryFullProcessImageNameW", "CloseHandle")
        self.library = type("kernel32", (), {name: Function(getattr(self, name)) for name in names})()

    def OpenProcess(self, rights: int, inherit: bool, process: int) -> int:  # noqa: N802 Windows' names
        assert (rights, inherit) == (0x1000, False)
        if process not in self.files:
            return 0
        self.open.append(process)
        return process

    def GetPackageFamilyName(self, process: int, size: Any, text: Any) -> int:  # noqa: N802
        package = self.packages.get(process)
        if package is None:
            return 15700
        assert size._obj.value > len(package)
        text.value = package
        return 0

    def QueryFullProcessImageNameW(self, process: int, kind: int, text: Any, size: Any) -> int:  # noqa: N802
        assert (kind, size._obj.value) == (0, len(text))
        text.value = self.files[process]
        return 1

    def CloseHandle(self, process: int) -> int:  # noqa: N802
        self.open.remove(process)
        return 1


@pytest.fixture
def processes() -> Iterator[Processes]:
    processes = Processes()
    yield processes
    assert processes.open == []


@pytest.fixture
def ole(monkeypatch, processes) -> Iterator[Ole]:
    ole = Ole()
    libraries = {"ole32": ole.library, "kernel32": processes.library}
    monkeypatch.setattr(ctypes, "WinDLL", libraries.__getitem__, raising=False)
    monkeypatch.setattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE, raising=False)
    yield ole
    assert ole.ready == 0


@pytest.fixture
def capture(monkeypatch, ole) -> ModuleType:
    return imported_as_on(monkeypatch, "win32", "uncrick.platforms.windows.capture")


def test_a_program_records_while_its_session_is_active(capture, ole):
    Audio(ole, {11: ACTIVE, 12: INACTIVE, 13: EXPIRED})
    assert capture.recording_programs() == ("Zoom",)


def test_every_microphone_counts_and_a_program_once(capture, ole):
    Audio(ole, {11: ACTIVE}, {11: ACTIVE, 13: ACTIVE})
    assert capture.recording_programs() == ("Zoom", "MSTeams")


def test_with_a_microphone_that_nobody_uses_nobody_records(capture, ole):
    Audio(ole, {})
    assert capture.recording_programs() == ()


def test_without_a_microphone_nothing_is_known(capture, ole):
    Audio(ole)
    assert capture.recording_programs() is None


def test_a_microphone_that_is_pulled_out_does_not_hide_the_others(capture, ole):
    Audio(ole, None, {11: ACTIVE})
    assert capture.recording_programs() == ("Zoom",)


def test_where_core_audio_is_missing_that_is_an_error_with_its_number(capture, ole):
    with pytest.raises(OSError, match="0x80040154"):
        capture.recording_programs()


@pytest.mark.parametrize("devices", [[{11: ACTIVE, 12: INACTIVE}, {13: ACTIVE}], [None], []])
def test_every_object_is_released(devices, capture, ole):
    audio = Audio(ole, *devices)
    capture.recording_programs()
    assert [each.held for each in audio.objects] == [0] * len(audio.objects)


def test_a_thread_that_was_made_ready_in_another_way_stays_so(capture, ole):
    Audio(ole, {11: ACTIVE})
    ole.initialized = CHANGED_MODE
    assert capture.recording_programs() == ("Zoom",)
    assert ole.ready == 0


@pytest.mark.parametrize(("process", "name"), [(11, "Zoom"), (12, "OBS64"), (13, "MSTeams"), (14, "")])
def test_a_process_is_named_as_the_registry_names_it(process, name, capture):
    assert capture.program_name(process) == name


def test_types_keep_handles_whole(capture, processes):
    capture.program_name(11)
    assert processes.library.OpenProcess.restype is wintypes.HANDLE
    for name in ("GetPackageFamilyName", "QueryFullProcessImageNameW", "CloseHandle"):
        assert getattr(processes.library, name).argtypes[0] is wintypes.HANDLE
