"""Who holds a camera or a microphone open, read from /proc: nobody is asked and nothing is started."""

import contextlib
import os
from collections.abc import Iterable, Iterator
from glob import glob

from uncrick.platforms.common.busy.probe import Found, Probe, UnavailableError
from uncrick.platforms.linux.busy.pipewire import VideoNodes, camera_users

CAMERAS = "/dev/video*"
CAPTURES = "/proc/asound/card*/pcm*c/sub*/status"
POWER = "/sys/class/video4linux/{}/device/power/runtime_status"
# They keep cameras open that nobody uses; whether one is used through them, PipeWire says.
BROKERS = frozenset({"pipewire", "wireplumber", "pipewire-media-"})


class Camera(Probe):
    """
    A camera that a program of this person holds open, or whose video flows through PipeWire.

    Args:
        pattern: where cameras are.
    """

    name, reason = "Camera", "call"

    def __init__(self, nodes: VideoNodes, pattern: str = CAMERAS) -> None:
        super().__init__()
        self._nodes = nodes
        self._pattern = pattern

    async def look(self, quiet: float) -> Found:
        """Look into /proc, if there is a camera that is not asleep, and ask PipeWire, if that runs."""
        cameras = glob(self._pattern)
        if not cameras:
            return Found("there is none")
        awake = [camera for camera in cameras if not _sleeps(camera)]
        users = holders(awake) - BROKERS if awake else set()
        with contextlib.suppress(UnavailableError):
            users |= set(await camera_users(self._nodes))
        return Found("/proc and PipeWire", tuple(sorted(users)))


def _sleeps(camera: str) -> bool:
    """Whether the kernel has switched it off, as it does with one that nobody has opened."""
    return _read(POWER.format(os.path.basename(camera))).strip() == "suspended"


def holders(paths: Iterable[str]) -> set[str]:
    """The programs of this person that have one of these files open."""
    wanted, own = set(paths), str(os.getpid())
    return {_comm(pid) for pid in os.listdir("/proc") if pid.isdecimal() and pid != own and _holds(pid, wanted)}


def _holds(pid: str, wanted: set[str]) -> bool:
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
    Who records where no sound server stands between: ALSA says so of each capture device.

    Raises:
        UnavailableError: there is no capture device.
    """
    told = [_read(path) for path in glob(pattern)]
    if not told:
        raise UnavailableError("neither a sound server nor a microphone is here")
    running = [dict(_fields(text)) for text in told if "state: RUNNING" in text]
    return tuple(_comm(fields.get("owner_pid", "")) for fields in running)


def _fields(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        key, _, value = line.partition(":")
        yield key.strip(), value.strip()


def _comm(pid: str) -> str:
    return _read(f"/proc/{pid}/comm").strip()


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""
