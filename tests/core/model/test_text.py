"""Texts in the person's language."""

from collections.abc import Iterator

import pytest

from uncrick.core.model import text
from uncrick.core.model.text import N_, _, cells, lower_first, n_, p_, upper_first


class German:
    """A catalogue of three messages, one of them broken."""

    def gettext(self, message: str) -> str:
        texts = {"Paused until {time}": "Pause bis {time}", "Stop at {time}": "Halt um {zeit}", "": "Language: de"}
        return texts.get(message, message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        return "{count} Pause" if count == 1 else "{count} Pausen"

    def pgettext(self, context: str, message: str) -> str:
        if message == "yes":
            return "no"
        return {("button", "Done"): "Fertig"}.get((context, message), message)


@pytest.fixture
def german() -> Iterator[None]:
    before = text._translator
    text.install(German())
    yield
    text.install(before)


def test_english_is_shown_without_a_translator() -> None:
    assert _("Paused until {time}", time="14:00") == "Paused until 14:00"


def test_a_count_of_one_is_singular() -> None:
    assert [n_("{count} break", "{count} breaks", count) for count in (0, 1, 2)] == ["0 breaks", "1 break", "2 breaks"]


@pytest.mark.usefixtures("german")
def test_an_installed_translator_gives_the_words() -> None:
    assert _("Paused until {time}", time="14:00") == "Pause bis 14:00"
    assert n_("{count} break", "{count} breaks", 2) == "2 Pausen"


@pytest.mark.usefixtures("german")
def test_a_context_tells_two_senses_apart() -> None:
    assert (p_("button", "Done"), p_("day", "Done")) == ("Fertig", "Done")


@pytest.mark.usefixtures("german")
def test_a_translation_with_a_wrong_hole_gives_way_to_english() -> None:
    assert _("Stop at {time}", time="14:00") == "Stop at 14:00"


@pytest.mark.usefixtures("german")
def test_an_empty_text_stays_empty() -> None:
    assert _("") == ""


@pytest.mark.usefixtures("german")
def test_marking_alone_translates_nothing() -> None:
    assert N_("Paused until {time}") == "Paused until {time}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Turn your head", "turn your head"), ("I stand", "I stand"), ("OK then", "OK then"), ("", "")],
)
def test_a_sentence_part_begins_small_in_english(text, expected):
    assert lower_first(text) == expected


@pytest.mark.usefixtures("german")
def test_a_language_may_keep_the_capital_of_a_sentence_part():
    assert lower_first("Kopf drehen") == "Kopf drehen"


def test_a_sentence_begins_with_a_capital():
    assert (upper_first("take the stairs"), upper_first("")) == ("Take the stairs", "")


@pytest.mark.parametrize(("text", "expected"), [("1½ min…", 7), ("首を回す", 8), ("한글 a", 6), ("", 0)])
def test_east_asian_characters_take_two_cells(text, expected):
    assert cells(text) == expected
