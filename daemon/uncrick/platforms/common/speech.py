"""Speech and the chime, by the programs that a desktop has for them; one voice at a time, which can be cut short."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from subprocess import DEVNULL, PIPE
from typing import Protocol

from uncrick.storage import paths

CHIME_SECONDS = 0.7
SAMPLES = 22050  # a second
# PowerShell takes long to start, so one stays and is given a line for each cue; it answers when it was spoken.
SAPI = (
    "[Console]::InputEncoding = New-Object System.Text.UTF8Encoding $false;"
    "$v = New-Object -ComObject SAPI.SpVoice; $v.Rate = -2;"
    "while ($null -ne ($l = [Console]::In.ReadLine())) { [void]$v.Speak($l); [Console]::Out.WriteLine('.') }"
)


class Speaker(Protocol):
    """Speaks one text at a time."""

    def speaks(self) -> bool:
        """Whether a text is still being spoken."""

    def say(self, text: str) -> None:
        """Begin to speak; returns at once."""

    def hush(self) -> None:
        """Stop speaking at once."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program that speaks its last argument and ends; `silence` is run to cut it short, where killing does not."""

    argv: tuple[str, ...]
    silence: tuple[str, ...] = ()


# Words a minute, calm and yet within the phases; spd-say counts from -100 to 100, and SAPI from -10 to 10.
RATE, SPD_RATE = "145", "-25"
# The first that is installed speaks; one that fails makes room for the next.
PROGRAMS: dict[str, tuple[Program, ...]] = {
    "linux": (
        Program(
            ("spd-say", "--wait", "--rate", SPD_RATE, "--application-name", "uncrick", "--"), ("spd-say", "--cancel")
        ),
        Program(("espeak-ng", "-s", RATE, "--")),
        Program(("espeak", "-s", RATE, "--")),
    ),
    "darwin": (Program(("say", "-r", RATE, "--")),),
}
PLAYERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "linux": (("pw-play",), ("paplay",), ("aplay", "-q")),
    "darwin": (("afplay",),),
}


def speaker() -> Speaker | None:
    """The best way to speak on this system; None where there is none."""
    if sys.platform == "win32":
        return Lines(("powershell", "-NoProfile", "-NonInteractive", "-Command", SAPI))
    installed = [program for program in PROGRAMS.get(sys.platform, ()) if shutil.which(program.argv[0])]
    return Programs(installed) if installed else _plyer()


def program() -> str | None:
    """The name of the program that speaks on this system, for `doctor`; None where none is installed."""
    if sys.platform == "win32":
        return "powershell" if shutil.which("powershell") else None
    return next((each.argv[0] for each in PROGRAMS.get(sys.platform, ()) if shutil.which(each.argv[0])), None)


class Programs:
    """Starts a process for each text."""

    def __init__(self, programs: Sequence[Program]) -> None:
        self._programs = list(programs)
        self._process: subprocess.Popen[bytes] | None = None

    def speaks(self) -> bool:
        """Whether a text is still being spoken."""
        if self._process is None:
            return False
        status = self._process.poll()
        if status is None:
            return True
        self._process = None
        if status > 0 and len(self._programs) > 1:
            del self._programs[0]  # it cannot speak here; the next one may
        return False

    def say(self, text: str) -> None:
        """Begin to speak."""
        try:
            self._process = subprocess.Popen(
                [*self._programs[0].argv, text], stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL
            )
        except OSError:
            self._process = None

    def hush(self) -> None:
        """Stop speaking at once."""
        if not self.speaks() or self._process is None:
            return
        self._process.kill()
        self._process.wait()
        self._process = None
        if self._programs[0].silence:
            subprocess.run(
                self._programs[0].silence, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, check=False, timeout=1
            )


class Lines:
    """Writes texts to one process, which answers each with a line once it was spoken."""

    def __init__(self, argv: Sequence[str]) -> None:
        self._argv = list(argv)
        self._process: subprocess.Popen[bytes] | None = None
        self._unspoken = 0
        self._begin()

    def speaks(self) -> bool:
        """Whether a text is still being spoken."""
        return self._unspoken > 0

    def say(self, text: str) -> None:
        """Begin to speak."""
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._begin()
        if self._process is not None and self._process.stdin is not None:
            self._unspoken += 1
            try:
                self._process.stdin.write(f"{text}\n".encode())
                self._process.stdin.flush()
            except OSError:
                self._unspoken = 0

    def hush(self) -> None:
        """Stop speaking at once; a new process speaks the next text."""
        if self.speaks():
            self.close()
            self._begin()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            if self._process.stdin is not None:
                self._process.stdin.close()
            self._process = None

    def _begin(self) -> None:
        self._unspoken = 0
        try:
            flags = 0
            if sys.platform == "win32":
                flags = subprocess.CREATE_NO_WINDOW  # the daemon has no console: it would open one
            self._process = subprocess.Popen(self._argv, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, creationflags=flags)
        except OSError:
            self._process = None
            return
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()

    def _listen(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None
        with process.stdout as answers:
            for _ in answers:
                if process is self._process:
                    self._unspoken = max(0, self._unspoken - 1)


class PlyerSpeech:
    """Speaks through plyer, in a thread, because that blocks; it cannot be cut short."""

    def __init__(self, speak: Callable[[str], object]) -> None:
        self._speak = speak
        self._thread: threading.Thread | None = None

    def speaks(self) -> bool:
        """Whether a text is still being spoken."""
        return self._thread is not None and self._thread.is_alive()

    def say(self, text: str) -> None:
        """Begin to speak."""
        self._thread = threading.Thread(target=self._speak, args=(text,), daemon=True)
        self._thread.start()

    def hush(self) -> None:
        """Nothing: plyer cannot be stopped."""


def _plyer() -> Speaker | None:
    try:
        from plyer import tts

        speak: Callable[[str], object] = tts.speak
        tts._speak  # noqa: B018, SLF001 the only way to see whether plyer has a backend here
    except (ImportError, AttributeError, NotImplementedError):
        return None
    return PlyerSpeech(speak)


# ---------------------------------------------------------------- the chime


def chime() -> None:
    """Play a soft sound of less than a second, where a program for it is installed; returns at once."""
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(_chime_file(), winsound.SND_FILENAME | winsound.SND_ASYNC)
        return
    player = next((argv for argv in PLAYERS.get(sys.platform, ()) if shutil.which(argv[0])), None)
    if player is None:
        return
    try:
        process = subprocess.Popen([*player, _chime_file()], stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL)
    except OSError:
        return
    threading.Thread(target=process.wait, daemon=True).start()


def _chime_file() -> str:
    """The path of the sound, which is made once."""
    path = os.path.join(paths.made(paths.cache()), "chime-1.wav")
    if not os.path.exists(path):
        import wave

        with wave.open(path, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(SAMPLES)
            file.writeframes(_samples())
    return path


def _samples() -> bytes:
    """A bell of two partials, with a soft attack, as 16-bit samples in little-endian order."""
    from array import array
    from math import exp, pi, sin

    tones = array("h")
    for number in range(int(SAMPLES * CHIME_SECONDS)):
        t = number / SAMPLES
        swell, fade = min(1.0, t / 0.02), exp(-6 * t)
        tone = 0.75 * sin(2 * pi * 523.25 * t) + 0.25 * sin(2 * pi * 1046.5 * t) * fade
        tones.append(int(7000 * swell * fade * tone))
    if sys.byteorder == "big":
        tones.byteswap()
    return tones.tobytes()
