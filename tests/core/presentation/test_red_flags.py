"""The card of signs, and the number to call."""

import pytest

from uncrick.core.presentation.red_flags import NUMBERS, UNKNOWN, action, brief, card, listed, number
from uncrick.storage.shipped_data import catalogue

KNOWN = catalogue()


@pytest.mark.parametrize(
    ("territory", "called"),
    [("DE", "112"), ("SE", "112"), ("IN", "112"), ("CA", "911"), ("AU", "000"), ("NZ", "111"), ("JP", "119")],
)
def test_the_machine_s_territory_gives_the_number(territory, called):
    assert number("auto", territory, 0) == called


@pytest.mark.parametrize("territory", ["", "AQ", "XX"])
def test_where_nobody_knows_it_is_said_in_words(territory):
    assert number("auto", territory, 0) == UNKNOWN == "your emergency number (112, 999, 911)"


@pytest.mark.parametrize(
    ("territory", "hours", "called"),
    [("US", -8, "911"), ("US", 1, UNKNOWN), ("US", 0, UNKNOWN), ("GB", 0, "999"), ("GB", 1, "999"), ("GB", 8, UNKNOWN)],
)
def test_a_default_locale_counts_only_where_the_time_zone_agrees(territory, hours, called):
    assert number("auto", territory, hours) == called


def test_what_the_person_set_holds_against_the_machine():
    assert number("US", "DE", 1) == "911"
    assert number("XX", "DE", 1) == UNKNOWN


def test_territories_are_two_letters_and_numbers_are_digits():
    assert all(len(name) == 2 and name.isupper() for name in NUMBERS)
    assert all(called.isdecimal() for called in NUMBERS.values())


def test_every_sign_is_numbered_once_in_the_order_of_the_card():
    text = card(KNOWN, "112")
    assert {flag.id for flag in listed(KNOWN)} == {flag.id for flag in KNOWN.red_flags}
    places = [text.index(f"\n{n:3}  ") for n in range(1, len(KNOWN.red_flags) + 1)]
    assert places == sorted(places)


def test_cord_compression_is_an_emergency():
    flag = next(flag for flag in KNOWN.red_flags if flag.id == "cord")
    assert flag.severity == "emergency"
    assert "112" in action(flag, "112")


def test_an_unknown_number_is_said_once_and_in_its_heading():
    text = card(KNOWN, UNKNOWN)
    assert text.count("112, 999, 911") == 1
    assert text.startswith(f"Call {UNKNOWN} now:")


def test_the_card_ends_with_what_it_is_not():
    assert " ".join(card(KNOWN, "112").split()).endswith(KNOWN.disclaimer)


@pytest.mark.parametrize("flag", KNOWN.red_flags, ids=lambda flag: flag.id)
def test_what_to_do_for_a_sign_has_no_hole_but_the_number(flag):
    assert "{" not in action(flag, "112")


@pytest.mark.parametrize("sign", ["chest", "stroke", "cord"])
def test_a_sign_to_call_for_names_the_number(sign):
    assert "112" in action(next(flag for flag in KNOWN.red_flags if flag.id == sign), "112")


def test_without_a_number_an_action_says_what_it_may_be():
    flag = next(flag for flag in KNOWN.red_flags if flag.id == "cord")
    assert "your emergency number (112, 999, 911)" in action(flag, UNKNOWN)


def test_the_short_form_of_a_group_has_a_line_each():
    assert not any("\n" in brief(severity) for severity in ("emergency", "urgent"))
