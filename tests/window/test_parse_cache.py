"""The cache of the parsed data files, also where it is damaged or of other files."""

import json
from pathlib import Path

import pytest

from uncrick.storage import paths, shipped_data
from uncrick.window.catalog import personal_catalogue
from uncrick.window.parse_cache import parse_cached

NAMES = ("exercises.toml", "tips.toml", "safety.toml", "figure.toml")
TEXTS = {name: shipped_data.text(name) for name in NAMES}


@pytest.fixture(autouse=True)
def cache(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "cache", lambda: str(tmp_path))
    return tmp_path / "catalogue.json"


def test_cache_has_the_content_of_the_files(cache):
    first, again = parse_cached(TEXTS), parse_cached(TEXTS)
    assert first == again == shipped_data.parsed(TEXTS)
    assert cache.exists()


def test_cached_files_are_not_parsed_again(cache, monkeypatch):
    parse_cached(TEXTS)
    monkeypatch.setattr("uncrick.window.parse_cache.parsed", lambda texts: pytest.fail("parsed again"))
    assert parse_cached(TEXTS)["exercises.toml"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"neck_turn"', '"neck_tern"', 1),
        lambda text: "nonsense",
    ],
    ids=["empty", "cut", "edited", "nonsense"],
)
def test_damaged_cache_is_replaced(cache, damage):
    parse_cached(TEXTS)
    Path(cache).write_text(damage(cache.read_text()))
    assert parse_cached(TEXTS) == shipped_data.parsed(TEXTS)
    assert json.loads(cache.read_text().split("\n", 2)[2]) == shipped_data.parsed(TEXTS)


def test_cache_of_other_files_is_not_used(cache):
    parse_cached(TEXTS)
    assert parse_cached({"tips.toml": "a = 1"}) == {"tips.toml": {"a": 1}}


def test_catalogue_loads_without_a_cache_folder(monkeypatch):
    monkeypatch.setattr(paths, "cache", lambda: "/proc/nowhere")
    shipped_data.catalogue.cache_clear()
    assert personal_catalogue(settings={}).exercises == shipped_data.catalogue(figure=True).exercises
