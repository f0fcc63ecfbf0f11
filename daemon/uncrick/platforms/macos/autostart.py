"""The start at login on macOS: a property list in ~/Library/LaunchAgents, see launchd.plist(5). Untested there."""

import os
import plistlib
from collections.abc import Sequence

from uncrick.core.model.text import N_
from uncrick.platforms.common.autostart import remove_file, write_file

LABEL = "org.uncrick.daemon"


class LaunchAgent:
    """launchd reads the list when the person logs in."""

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
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        write_file(self.place(), plistlib.dumps(agent).decode())
        return ""

    def disable(self) -> bool:
        """Remove the list."""
        return remove_file(self.place())
