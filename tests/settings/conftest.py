"""A settings file, and what a person wrote into it."""

from pathlib import Path

import pytest

from uncrick.settings.file import Loaded, load


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


@pytest.fixture
def written(file: Path):
    """Write this text into the file, and load it."""

    def write(text: str) -> Loaded:
        file.write_text(text, encoding="utf-8")
        return load(str(file))

    return write
