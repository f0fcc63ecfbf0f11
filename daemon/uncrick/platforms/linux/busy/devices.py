"""Which programs have a camera or a microphone open, read from /proc: no service is asked, no process started."""

import contextlib
import os
from collections.abc import Iterable, Iterator
from glob import glob

from uncrick.core.model.text import N_, _
from uncrick.platforms.common.busy.probe import Probe, ProbeResult, UnavailableError
from uncrick.platforms.linux.busy.pipewire import VideoNodes, camera_users

CAMERAS = "/dev/video*"
CAPTURES = "/proc/asound/card*/pcm*c/sub*/status"
POWER = "/sys/class/video4linux/{}/device/power/runtime_status"
# They keep cameras open that nobody uses; PipeWire knows whether one is used through them.
BROKERS = frozenset({"pipewire", "wireplumber", "pipewire-media-"})


class Camera(Probe):
    """
    A camera that a program of this person holds open, or whose video flows through PipeWire.

    Args:
        pattern: of the device files of cameras.
    """

    name, reason = N_("Camera"), "call"

    def __init__(self, nodes: VideoNodes, pattern: str = CAMERAS) -> None:
        super().__init__()
        self._nodes = nodes
        self._pattern = pattern

    async def look(self, quiet: float) -> ProbeResult:
        """Look into /proc, if there is a camera that is not asleep, and ask PipeWire, if that runs."""
        cameras = glob(self._pattern)
        if not cameras:
            return ProbeResult(N_("there is none"))
        awake = [camera for camera in cameras if not _is_suspended(camera)]
        users = programs_with_open(awake) - BROKERS if awake else set()
        with contextlib.suppress(UnavailableError):
            users |= set(await camera_users(self._nodes))
        return ProbeResult(N_("/proc and PipeWire"), tuple(sorted(users)))


def _is_suspended(camera: str) -> bool:
    """Whether the kernel has switched the camera off, as it does with one that nobody has opened."""
    return _read(POWER.format(os.path.basename(camera))).strip() == "suspended"


def programs_with_open(paths: Iterable[str]) -> set[str]:
    """The names of this person's programs that have one of these files open."""
    wanted, own = set(paths), str(os.getpid())
    return {_comm(pid) for pid in os.listdir("/proc") if pid.isdecimal() and pid != own and _has_open(pid, wanted)}


def _has_open(pid: str, wanted: set[str]) -> bool:
    folder = f"/proc/{pid}/fd"
    try:
        return any(target in wanted for target in _targets(folder))
    except OSError:  # another person's, or gone
        return False


def _targets(folder: str) -> Iterator[str]:
    for number in os.listdir(folder):
        with contextlib.suppress(FileNotFoundError):
            yield os.readlink(f"{folder}/{number}")


def recorders(pattern: str = CAPTURES) -> tuple[str, ...]:
    """
    The programs that record without a sound server, from the status that ALSA gives of each capture device.

    Raises:
        UnavailableError: there is no capture device.
    """
    statuses = [_read(path) for path in glob(pattern)]
    if not statuses:
        raise UnavailableError(_("neither a sound server nor a microphone is here"))
    running = [dict(_fields(text)) for text in statuses if "state: RUNNING" in text]
    return tuple(_comm(fields.get("owner_pid", "")) for fields in running)


def _fields(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        key, _colon, value = line.partition(":")
        yield key.strip(), value.strip()


def _comm(pid: str) -> str:
    return _read(f"/proc/{pid}/comm").strip()


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""
