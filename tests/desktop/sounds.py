"""Sound and video servers for a desk, with a microphone that is silent and speakers that nobody hears."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop.desks import BareDesk, need

PULSE = (
    *("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"),
    *("--load=module-native-protocol-unix", "--load=module-null-source source_name=mic"),
    "--load=module-null-sink sink_name=out",
)
MICROPHONE = ("module-null-sink", "media.class=Audio/Source/Virtual", "sink_name=mic", "channel_map=mono")
PICTURE = "video/x-raw,format=RGB,width=64,height=48"
CORKED, METER = 0x1, 0x800  # flags of a recording stream

# A program that records with flags of its own; those that people have cannot be told to.
RECORDER = """
import ctypes, sys
pa = ctypes.CDLL("libpulse.so.0")
for name in ("pa_mainloop_new", "pa_mainloop_get_api", "pa_context_new", "pa_stream_new"):
    getattr(pa, name).restype = ctypes.c_void_p
class Spec(ctypes.Structure):
    _fields_ = [("format", ctypes.c_int), ("rate", ctypes.c_uint32), ("channels", ctypes.c_uint8)]
loop = ctypes.c_void_p(pa.pa_mainloop_new())
context = ctypes.c_void_p(pa.pa_context_new(ctypes.c_void_p(pa.pa_mainloop_get_api(loop)), b"recorder"))
def until(ready):
    while not ready():
        assert pa.pa_mainloop_iterate(loop, 1, None) >= 0
pa.pa_context_connect(context, None, 0, None)
until(lambda: pa.pa_context_get_state(context) == 4)
stream = ctypes.c_void_p(pa.pa_stream_new(context, b"words", ctypes.byref(Spec(5, 25, 1)), None))
assert pa.pa_stream_connect_record(stream, b"mic", None, int(sys.argv[1])) == 0
until(lambda: pa.pa_stream_get_state(stream) == 2)
until(lambda: False)
"""


class Sounds:
    """
    The sound server of a desk: `pulseaudio` or `pipewire`, the latter with all that makes it do for the former.

    Attributes:
        server: the process that others record from.
    """

    def __init__(self, desk: BareDesk, kind: str) -> None:
        need("pactl", "parec")
        self.desk = desk
        self.server = self._pulseaudio() if kind == "pulseaudio" else self._pipewire()
        desk.wait_until(
            lambda: "mic" in desk.run(["pactl", "list", "short", "sources"], check=False), what="a microphone"
        )

    def _pulseaudio(self) -> "subprocess.Popen[bytes]":
        need("pulseaudio")
        return self._listening(PULSE)

    def _listening(self, argv: Sequence[str]) -> "subprocess.Popen[bytes]":
        """Clients that come too early make the server's folder, and it then refuses to start."""
        process = self.desk.spawn(argv)
        socket = Path(self.desk.env["XDG_RUNTIME_DIR"]) / "pulse/native"
        self.desk.wait_until(socket.exists, what=f"{argv[0]}'s socket")
        return process

    def _pipewire(self) -> "subprocess.Popen[bytes]":
        pipewire(self.desk)
        need("pipewire-pulse")
        server = self._listening(["pipewire-pulse"])
        self.desk.wait_until(lambda: "PipeWire" in self.desk.run(["pactl", "info"], check=False), what="pipewire-pulse")
        self.desk.run(["pactl", "load-module", *MICROPHONE])
        self.desk.run(["pactl", "load-module", "module-null-sink", "sink_name=out"])
        return server

    def record(self, source: str = "mic") -> "subprocess.Popen[bytes]":
        """A program, `pacat` by its binary's name, records from a source; returns once it does."""
        return self._begun(["parec", "-d", source])

    def record_with(self, flags: int) -> "subprocess.Popen[bytes]":
        """A program records from the microphone with these flags; returns once its stream is there."""
        return self._begun([sys.executable, "-c", RECORDER, str(flags)])

    def _begun(self, argv: list[str]) -> "subprocess.Popen[bytes]":
        before = self._streams()
        process = self.desk.spawn(argv, stdout=subprocess.DEVNULL)
        self.desk.wait_until(lambda: self._streams() > before, what="a recording stream")
        return process

    def _streams(self) -> int:
        return len(self.desk.run(["pactl", "list", "short", "source-outputs"], check=False).splitlines())


def pipewire(desk: BareDesk) -> None:
    """Start PipeWire with a session manager; returns once it has clients."""
    need("pipewire", "wireplumber", "pw-dump")
    desk.spawn(["pipewire"])
    desk.wait_until((Path(desk.env["XDG_RUNTIME_DIR"]) / "pipewire-0").exists, what="PipeWire")
    desk.spawn(["wireplumber"])
    desk.wait_until(lambda: any("WirePlumber" in str(node) for node in dump(desk)), what="WirePlumber")


def dump(desk: BareDesk) -> list[dict[str, Any]]:
    """Everything that PipeWire knows."""
    text = desk.run(["pw-dump"], check=False)
    objects: list[dict[str, Any]] = json.loads(text) if text.strip() else []
    return objects


def offer_video(desk: BareDesk, **properties: str) -> int:
    """A video stream, as a compositor or a camera offers it; its number."""
    need("gst-launch-1.0")
    named = ",".join(f"{key.replace('_', '.')}={value}" for key, value in {"node_name": "ours", **properties}.items())
    sink = ["pipewiresink", "mode=provide", f"stream-properties=props,{named}"]
    desk.spawn(["gst-launch-1.0", "-q", "videotestsrc", "is-live=true", "!", PICTURE, "!", *sink])

    def offered() -> list[int]:
        nodes = [node for node in dump(desk) if node["type"].endswith("Node")]
        return [node["id"] for node in nodes if node["info"]["props"].get("node.name") == "ours"]

    return desk.wait_until(offered, what="a video stream")[0]


def watch_video(desk: BareDesk, number: int) -> "subprocess.Popen[bytes]":
    """A program watches that stream."""
    return desk.spawn(["gst-launch-1.0", "-q", "pipewiresrc", f"path={number}", "!", PICTURE, "!", "fakesink"])
