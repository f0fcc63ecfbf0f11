"""The start at login on macOS: a property list in ~/Library/LaunchAgents, see launchd.plist(5). Never run on a Mac.

launchd reads it at the next login, and is told nothing before: to unload it would end a daemon that it started. So what
it has loaded stays until the person logs out, also after `autostart off` and `uninstall`; a daemon that was quit stays
away nevertheless, for launchd brings back only what ended with a failure.
"""

import os
import plistlib
from collections.abc import Sequence

from uncrick.core.model.text import N_
from uncrick.platforms.common.autostart import remove_file, write_file

LABEL = "org.uncrick.daemon"
BROUGHT_BACK = 30  # seconds after its last start, at the earliest


def is_job() -> bool:
    """Whether launchd started this process by our list: it starts it again and again, until it ends with status 0."""
    return os.environ.get("XPC_SERVICE_NAME") == LABEL


class LaunchAgent:
    """launchd starts us when the person logs in, and brings us back when we crash."""

    how = N_("a launch agent")

    def place(self) -> str:
        """The property list."""
        return os.path.join(os.path.expanduser("~"), "Library", "LaunchAgents", f"{LABEL}.plist")

    def is_on(self) -> bool:
        """System Settings may switch it off without a trace in the file; that is not seen."""
        return os.path.exists(self.place())

    def enable(self, words: Sequence[str]) -> str:
        """Write the list."""
        agent = {
            "Label": LABEL,
            "ProgramArguments": list(words),
            "RunAtLoad": True,
            "KeepAlive": {"SuccessfulExit": False},
            "ThrottleInterval": BROUGHT_BACK,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        write_file(self.place(), plistlib.dumps(agent).decode())
        return ""

    def disable(self) -> bool:
        """Remove the list."""
        return remove_file(self.place())
