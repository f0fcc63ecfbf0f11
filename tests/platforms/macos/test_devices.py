"""Calls on macOS, with stand-ins for CoreAudio and CoreMediaIO."""

import pytest

from platforms.macos.frameworks import Mac, Properties
from uncrick.platforms.common.busy.probe import UnavailableError
from uncrick.platforms.macos.busy import MacBusy
from uncrick.platforms.macos.devices import Camera, Microphone
from uncrick.ports import Nearness

MICROPHONE, SPEAKER, CAMERA = 40, 41, 50
ZOOM, ASSISTANT = 60, 61


def device(number: int, *, takes_input: bool, in_use: bool) -> Properties:
    """A device of CoreAudio."""
    streams = [number + 100] if takes_input else []
    return {(number, "stm#", "inpt"): streams, (number, "gone", "glob"): [int(in_use)]}


def process(number: int, pid: int, *, records: bool, devices: list[int]) -> Properties:
    """A process as CoreAudio has it from macOS 14 on."""
    return {
        (number, "piri", "glob"): [int(records)],
        (number, "pdv#", "inpt"): devices,
        (number, "ppid", "glob"): [pid],
    }


def set_devices(mac: Mac, *, microphone: bool = False, speaker: bool = False) -> None:
    mac.audio = {
        (1, "dev#", "glob"): [MICROPHONE, SPEAKER],
        **device(MICROPHONE, takes_input=True, in_use=microphone),
        **device(SPEAKER, takes_input=False, in_use=speaker),
    }


def set_camera(mac: Mac, *, in_use: bool) -> None:
    mac.cameras = {(1, "dev#", "glob"): [CAMERA], (CAMERA, "gone", "glob"): [int(in_use)]}


async def test_a_program_that_records_is_named_by_its_file(mac):
    mac.programs[777] = "/Applications/zoom.us.app/Contents/MacOS/zoom.us"
    mac.audio = {(1, "prs#", "glob"): [ZOOM], **process(ZOOM, 777, records=True, devices=[MICROPHONE])}
    assert (await Microphone().look(0)).users == ("zoom.us",)


async def test_a_program_that_only_plays_is_in_no_call(mac):
    mac.audio = {(1, "prs#", "glob"): [ZOOM], **process(ZOOM, 777, records=False, devices=[MICROPHONE])}
    assert (await Microphone().look(0)).users == ()


async def test_the_listener_of_the_voice_assistant_has_no_device_and_is_in_no_call(mac):
    mac.audio = {(1, "prs#", "glob"): [ASSISTANT], **process(ASSISTANT, 300, records=True, devices=[])}
    assert (await Microphone().look(0)).users == ()


async def test_a_program_whose_file_is_not_told_has_no_name(mac):
    mac.audio = {(1, "prs#", "glob"): [ZOOM], **process(ZOOM, 777, records=True, devices=[MICROPHONE])}
    assert (await Microphone().look(0)).users == ("",)


async def test_a_process_that_ended_during_the_look_is_left_out(mac):
    mac.audio = {(1, "prs#", "glob"): [ZOOM]}
    assert (await Microphone().look(0)).users == ()


class Growing(list[int]):
    """A list that is empty when its size is asked for, and is not when it is read."""

    lengths = 0

    def __len__(self) -> int:
        self.lengths += 1
        return 0 if self.lengths == 1 else super().__len__()


async def test_a_list_that_grows_while_it_is_read_is_read_again(mac):
    mac.audio = {(1, "prs#", "glob"): Growing([ZOOM]), **process(ZOOM, 777, records=True, devices=[MICROPHONE])}
    assert (await Microphone().look(0)).users == ("",)


async def test_before_macos_14_a_microphone_in_use_is_a_call(mac):
    set_devices(mac, microphone=True)
    assert (await Microphone().look(0)).users == ("",)


async def test_before_macos_14_music_from_a_loudspeaker_is_no_call(mac):
    set_devices(mac, speaker=True)
    assert (await Microphone().look(0)).users == ()


@pytest.mark.parametrize(("in_use", "users"), [(True, ("",)), (False, ())])
async def test_a_camera_in_use_is_a_call(mac, in_use, users):
    set_camera(mac, in_use=in_use)
    assert (await Camera().look(0)).users == users


async def test_a_machine_without_a_camera_is_in_no_call_by_it(mac):
    assert (await Camera().look(0)).users == ()


@pytest.mark.parametrize(("probe", "name"), [(Microphone, "CoreAudio"), (Camera, "CoreMediaIO")])
async def test_a_framework_that_is_not_there_leaves_the_probe_unavailable(mac, probe, name):
    mac.missing.add(name)
    with pytest.raises(UnavailableError):
        await probe().look(0)


@pytest.mark.parametrize("probe", [Microphone, Camera])
async def test_a_system_that_lists_no_devices_leaves_the_probe_unavailable(mac, probe):
    mac.audio, mac.cameras = {}, {}
    with pytest.raises(UnavailableError):
        await probe().look(0)


@pytest.mark.parametrize("begins", ["microphone", "camera"])
async def test_before_a_prompt_a_call_counts_from_its_first_second(mac, begins):
    set_devices(mac)
    reported: list[tuple[str, bool]] = []
    busy = MacBusy()
    await busy.start(lambda *reason: reported.append(reason), lambda: None)
    busy.attend(Nearness.COMING, None)
    await busy.look()
    set_devices(mac, microphone=begins == "microphone")
    set_camera(mac, in_use=begins == "camera")
    await busy.look()
    assert reported == [("call", True)]
    await busy.stop()


async def test_doctor_is_told_what_cannot_be_asked(mac):
    mac.missing |= {"CoreMediaIO", "CoreGraphics"}
    busy = MacBusy()
    await busy.start(lambda *_reason: None, lambda: None)
    await busy.look()
    assert [(what, ok) for what, ok, _text in busy.describe()] == [
        ("Microphone", True),
        ("Camera", False),
        ("Full screen", False),
        ("Do not disturb", False),
    ]
    await busy.stop()
