"""The shipped data: found by name, read once, without heavy imports."""

import subprocess
import sys
import tomllib

import pytest

from uncrick.storage import shipped_data


@pytest.mark.parametrize("name", ["exercises.toml", "tips.toml", "safety.toml", "figure.toml"])
def test_a_shipped_file_is_found_by_name_and_says_first_what_it_is(name: str) -> None:
    text = shipped_data.text(name)

    assert text.startswith("# ")
    assert tomllib.loads(text)


def test_a_file_that_does_not_ship_is_not_found() -> None:
    with pytest.raises(FileNotFoundError):
        shipped_data.text("recipes.toml")


def test_the_catalogue_is_built_once() -> None:
    assert shipped_data.catalogue() is shipped_data.catalogue()


def test_reading_the_catalogue_imports_nothing_heavy() -> None:
    heavy = {
        "asyncio",
        "random",
        "tempfile",
        "shutil",
        "importlib.resources",
        "difflib",
        "textwrap",
        "PIL",
        "hypothesis",
    }
    code = "import sys; before = set(sys.modules); from uncrick.storage import shipped_data; "
    code += "shipped_data.catalogue(); "
    code += "print(*(set(sys.modules) - before))"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert heavy.isdisjoint(loaded)
