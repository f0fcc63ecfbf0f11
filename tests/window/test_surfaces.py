"""Every surface can be built for `python tests/pictures.py FOLDER`, and shows something."""

import pytest

import surfaces
from pseudo_locale import PseudoLocale, escaped, widget_texts
from uncrick.core.model import text
from uncrick.storage import shipped_data
from uncrick.window.theme import DARK, LIGHT, dress


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pages", [surfaces.settings_pages, surfaces.report_pages, surfaces.notice_pages])
def test_every_surface_shows_something_under_a_name_of_its_own(qapp, pages, look):
    dress(qapp, look)
    names = []
    for name, page in pages(look):
        image = page.grab().toImage()
        assert len({image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}) > 2
        names.append(name)
        page.close()
    assert len(set(names)) == len(names) > 0


ALLOWED = (r"\bUncrick\b",)
"""What is no language."""


@pytest.fixture
def pseudo_catalogue():
    text.install(PseudoLocale())
    shipped_data.catalogue.cache_clear()
    yield shipped_data.catalogue(figure=True)
    text.install(text.English())
    shipped_data.catalogue.cache_clear()


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("pages", [surfaces.guide_pages, surfaces.history_pages])
def test_no_text_of_the_windows_is_left_in_english(qapp, pages, pseudo_catalogue):
    left = []
    for name, page in pages(LIGHT, pseudo_catalogue):
        left += [f"{name}: {each}" for each in escaped(widget_texts(page), ALLOWED)]
        page.close()
    assert left == []
