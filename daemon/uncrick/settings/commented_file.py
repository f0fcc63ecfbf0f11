"""A settings file to begin with: every setting with its comment, switched off."""

import os

from uncrick.storage import paths
from uncrick.storage.invocation import typeable
from uncrick.storage.shipped_data import text


def begun(path: str) -> str:
    """
    The same path; a missing file is written, for a person edits what they can see.

    Raises:
        OSError: it cannot be written.
    """
    if not os.path.exists(path):
        lines = text("settings.toml").splitlines()
        off = (line if line.startswith(("#", "[")) or not line else f"# {line}" for line in lines)
        paths.write(path, typeable("\n".join([*off, ""])))
    return path
