"""The start at login on Linux: a service of the person's systemd where the session has one, else an autostart entry."""

import os
import subprocess
from collections.abc import Sequence

from uncrick.platforms.common import autostart, desktop_entry
from uncrick.storage import paths

NAME = "uncrick.service"
TARGET = "graphical-session.target"
PATIENCE = 4.0  # seconds for systemctl; a systemd that hangs is one that does not answer

# The heartbeat tells of life every 30 s. A second daemon leaves with a failure, and is not tried for ever.
UNIT = f"""[Unit]
Description=Uncrick: a short neck-and-shoulder break in every hour of desk work
PartOf={TARGET}
After={TARGET}
StartLimitIntervalSec=300
StartLimitBurst=5

[Service]
Type=notify
NotifyAccess=main
ExecStart={{command}}
Restart=on-failure
RestartSec=5
TimeoutStartSec=90
TimeoutStopSec=30
WatchdogSec=150

[Install]
WantedBy={TARGET}
"""


class UserUnit:
    """
    A unit of the person's own, wanted by the graphical session: systemd starts it anew when it dies or hangs.

    Attributes:
        why_not: what systemd answered when it could not be used, "" if nothing was wrong.
    """

    how = "a systemd service of yours"

    def __init__(self) -> None:
        self.why_not = ""

    def place(self) -> str:
        """The unit."""
        return os.path.join(self._folder(), NAME)

    def is_on(self) -> bool:
        """The unit is there, no mask, and the session wants it."""
        return os.path.isfile(self.place()) and os.path.lexists(self._wanted())

    def fits(self) -> bool:
        """The person's systemd runs, and this very desktop reaches the target that would start us."""
        return self._says("is-active", TARGET)

    def put(self, words: Sequence[str]) -> None:
        """
        Write the unit and have the session want it.

        Raises:
            OSError: it cannot be, and nothing of it is left.
        """
        os.makedirs(self._folder(), exist_ok=True)
        paths.write(self.place(), UNIT.format(command=command_line(words)))
        if not (self._says("daemon-reload") and self._says("enable", NAME) and self.is_on()):
            why = self.why_not
            self.remove()
            self.why_not = why
            raise OSError(why)

    def remove(self) -> bool:
        """Remove all of it, with systemd's help or without; False if there was nothing."""
        there = os.path.lexists(self.place()) or os.path.lexists(self._wanted())
        for file in (self._wanted(), self.place()):
            if os.path.lexists(file):
                os.unlink(file)
        if there:
            self._says("daemon-reload")
            for folder in (os.path.dirname(self._wanted()), self._folder(), os.path.dirname(self._folder())):
                try:
                    os.rmdir(folder)
                except FileNotFoundError:
                    continue
                except OSError:
                    break  # others have something in it
        return there

    @staticmethod
    def _folder() -> str:
        return os.path.join(desktop_entry.folder("XDG_CONFIG_HOME", ".config"), "systemd", "user")

    def _wanted(self) -> str:
        return os.path.join(self._folder(), f"{TARGET}.wants", NAME)

    def _says(self, *words: str) -> bool:
        """Whether systemctl does it, or says yes."""
        try:
            done = subprocess.run(
                ["systemctl", "--user", *words],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=PATIENCE,
                check=False,
            )
        except OSError as error:
            self.why_not = f"systemctl: {paths.reason(error)}"
            return False
        except subprocess.TimeoutExpired:
            self.why_not = "systemctl does not answer"
            return False
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines()
            self.why_not = f"systemctl {words[0]}: {said[0] if said else f'exit status {done.returncode}'}"
        return done.returncode == 0


class LinuxAtLogin:
    """Whichever of the two fits, and never both."""

    def __init__(self) -> None:
        self._unit, self._entry = UserUnit(), autostart.AutostartEntry()

    @property
    def how(self) -> str:
        """What does it, or would."""
        return self._one().how

    def place(self) -> str:
        """The one that is on; while none is, the entry."""
        return self._one().place()

    def is_on(self) -> bool:
        """Whether one of them is."""
        return self._unit.is_on() or self._entry.is_on()

    def put(self, words: Sequence[str]) -> str:
        """Have one of them on and the other one gone."""
        if self._unit.fits():
            try:
                self._unit.put(words)
            except OSError as error:
                return self._put_entry(words, self._unit.why_not or paths.reason(error))
            self._entry.remove()
            return ""
        return self._put_entry(words, "" if self._unit.why_not.endswith(": inactive") else self._unit.why_not)

    def remove(self) -> bool:
        """Both are gone."""
        removed = [self._unit.remove(), self._entry.remove()]
        return any(removed)

    def _one(self) -> "UserUnit | autostart.AutostartEntry":
        return self._unit if self._unit.is_on() else self._entry

    def _put_entry(self, words: Sequence[str], why: str) -> str:
        self._unit.remove()
        self._entry.put(words)
        return f"no systemd service, for {why}" if why else ""


def command_line(words: Sequence[str]) -> str:
    """Words as the value of `ExecStart`."""
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    word = word.replace("%", "%%").replace("$", "$$").replace("\\", "\\\\").replace('"', '\\"')
    plain = word.translate(dict.fromkeys(map(ord, "/-_.:%+,@="))).isalnum() and word.isascii()
    return word if plain else f'"{word}"'
