"""A service of the person's systemd that starts us with the graphical session, see systemd.service(5)."""

import os
import subprocess
from collections.abc import Sequence

from uncrick.core.model.text import N_, _
from uncrick.platforms.linux import desktop_entry
from uncrick.storage import paths

NAME = "uncrick.service"
TARGET = "graphical-session.target"
SYSTEMCTL_TIMEOUT = 4.0  # seconds; a systemd that hangs is one that does not answer

# The heartbeat notifies systemd every 30 s. A second daemon ends with a failure, and is not restarted for ever.
UNIT = f"""[Unit]
Description={{description}}
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
DESCRIPTION = N_("Uncrick: a short neck-and-shoulder break in every hour of desk work")


class UserUnit:
    """
    A unit of the person's own, wanted by the graphical session: systemd restarts it when it dies or hangs.

    Args:
        timeout: seconds that systemctl may take.
    Attributes:
        problem: why systemd could not be used, "" if nothing was wrong.
    """

    how = N_("your own systemd service")

    def __init__(self, timeout: float = SYSTEMCTL_TIMEOUT) -> None:
        self.problem = ""
        self._timeout = timeout

    def place(self) -> str:
        """The unit's file."""
        return os.path.join(self._folder(), NAME)

    def is_on(self) -> bool:
        """Whether the unit is there, is not masked, and is wanted by the session."""
        return os.path.isfile(self.place()) and os.path.lexists(self._wanted())

    def is_usable(self) -> bool:
        """Whether the person's systemd runs, and this desktop reaches the target that would start us."""
        return self._systemctl("is-active", TARGET)

    def enable(self, words: Sequence[str]) -> None:
        """
        Write the unit and have the session want it.

        Raises:
            OSError: it cannot be, and nothing of it is left.
        """
        os.makedirs(self._folder(), exist_ok=True)
        paths.write(self.place(), UNIT.format(description=_(DESCRIPTION), command=command_line(words)))
        if not (self._systemctl("daemon-reload") and self._systemctl("enable", NAME) and self.is_on()):
            problem = self.problem
            self.disable()
            self.problem = problem
            raise OSError(problem)

    def disable(self) -> bool:
        """Remove all of it, with systemd's help or without; False if there was nothing."""
        was_there = os.path.lexists(self.place()) or os.path.lexists(self._wanted())
        for file in (self._wanted(), self.place()):
            if os.path.lexists(file):
                os.unlink(file)
        if was_there:
            self._systemctl("daemon-reload")
            for folder in (os.path.dirname(self._wanted()), self._folder(), os.path.dirname(self._folder())):
                try:
                    os.rmdir(folder)
                except FileNotFoundError:
                    continue
                except OSError:
                    break  # something of others is in it
        return was_there

    @staticmethod
    def _folder() -> str:
        return os.path.join(desktop_entry.folder("XDG_CONFIG_HOME", ".config"), "systemd", "user")

    def _wanted(self) -> str:
        """The link that `systemctl enable` makes."""
        return os.path.join(self._folder(), f"{TARGET}.wants", NAME)

    def _systemctl(self, *words: str) -> bool:
        """Run systemctl; whether its exit status is 0. Sets `problem` if it is not."""
        try:
            done = subprocess.run(
                ["systemctl", "--user", *words],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=self._timeout,
                check=False,
            )
        except OSError as error:
            self.problem = f"systemctl: {paths.reason(error)}"
            return False
        except subprocess.TimeoutExpired:
            self.problem = _("systemctl does not answer")
            return False
        if done.returncode:
            output = (done.stderr or done.stdout).strip().splitlines()
            self.problem = f"systemctl {words[0]}: {output[0] if output else f'exit status {done.returncode}'}"
        return done.returncode == 0


def command_line(words: Sequence[str]) -> str:
    """Words as the value of `ExecStart`, quoted as systemd.syntax(7) has it."""
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    word = word.replace("%", "%%").replace("$", "$$").replace("\\", "\\\\").replace('"', '\\"')
    plain = word.translate(dict.fromkeys(map(ord, "/-_.:%+,@="))).isalnum() and word.isascii()
    return word if plain else f'"{word}"'
