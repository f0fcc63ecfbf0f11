"""The territory that this machine is set up for: that of its locale, and its offset from UTC."""

import os
import re
import sys
from collections.abc import Mapping
from datetime import datetime

# The first that names a territory; a language alone, C and POSIX name none.
VARIABLES = ("LC_ALL", "LC_TELEPHONE", "LC_ADDRESS", "LC_MONETARY", "LC_TIME", "LANG")
LOCALE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Z][a-z]{3})?[-_]([A-Z]{2})(?![A-Za-z])")
TIMEOUT = 2.0  # seconds that another program may take


def territory() -> str:
    """Such as `DE` (ISO 3166), or "" where nothing names one."""
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        return _macos()
    return named(os.environ)


def named(environment: Mapping[str, str]) -> str:
    """The territory that the variables of a locale name, or ""."""
    for name in VARIABLES:
        match = LOCALE.match(environment.get(name, ""))
        if match:
            return match[1]
    return ""


def ahead() -> float:
    """Hours that the clock here is ahead of UTC."""
    offset = datetime.now().astimezone().utcoffset()
    return offset.total_seconds() / 3600 if offset is not None else 0.0


def _windows() -> str:
    if sys.platform == "win32":
        import ctypes

        name = ctypes.create_unicode_buffer(16)
        if ctypes.windll.kernel32.GetUserDefaultGeoName(name, len(name)) and len(name.value) == 2:
            return name.value
    return ""


def _macos() -> str:
    import subprocess

    try:
        answer = subprocess.run(
            ["/usr/bin/defaults", "read", "-g", "AppleLocale"],
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    match = LOCALE.match(answer.stdout.strip())
    return match[1] if match else ""
