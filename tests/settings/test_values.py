"""Values of settings: durations, ranges, words of the command line, and what is unusual."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncrick.core.model.week_hours import parse_hours
from uncrick.errors import SettingsError
from uncrick.settings import SETTINGS, Settings, advice, find, override, parse_duration, plain, spoken
from uncrick.settings.values import given_by, hours_faults_of, value_of, wanted


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("60m", 3600), ("90s", 90), ("1h30m", 5400), ("1h 30m", 5400), ("2.1h", 7560), ("0s", 0), (" 5m ", 300),
     ("1H", 3600), ("0.5s", 0.5)],
)  # fmt: skip
def test_a_duration_is_read_with_its_units(text, seconds):
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "60", "m", "5d", "-5m", "5m1h", "1e3s", "five minutes", "1.h", ".5h", "1.2.3s", "٣m"]
)
def test_invalid_duration_is_refused_with_the_expected_form(text):
    with pytest.raises(
        SettingsError, match='is not a length of time: say "90s" for seconds, "10m" for minutes, "2h" for hours'
    ):
        parse_duration(text)


@given(st.integers(0, 7 * 86400 * 10).map(lambda tenths: tenths / 10))
def test_spoken_duration_is_read_back_as_itself(seconds):
    assert parse_duration(spoken(seconds)) == seconds


def test_a_key_without_its_table_is_found_where_only_one_has_it():
    assert find("every") is find("breaks.every")


def test_ambiguous_key_needs_its_table():
    with pytest.raises(SettingsError, match=r"hours is ambiguous: say work.hours or quiet.hours"):
        find("hours")


def test_unknown_key_suggests_the_nearest():
    with pytest.raises(SettingsError, match=r'"breaks.evry" is not a setting: did you mean breaks.every\?'):
        find("breaks.evry")
    with pytest.raises(SettingsError, match=r"did you mean breaks.snooze\?"):
        find("snoze")
    with pytest.raises(SettingsError, match="`uncrick settings show` lists them all"):
        find("xyzzy")


@pytest.mark.parametrize(
    ("word", "table", "key", "value"),
    [
        ("every=45m", "breaks", "every", 2700),
        ("every=45", "breaks", "every", 2700),
        ("snooze=7.5", "breaks", "snooze", 450),
        ("window=0", "breaks", "window", 0),
        ("lull=0", "breaks", "lull", 0),
        ("quiet.calls=no", "quiet", "calls", False),
        ("breaks.every = 45m", "breaks", "every", 2700),
        ("breaks.window=0s", "breaks", "window", 0),
        ("max_snoozes=0", "breaks", "max_snoozes", 0),
        ("clock=wall", "breaks", "clock", "wall"),
        ("discreet=true", "routine", "discreet", True),
        ("quiet.calls=off", "quiet", "calls", False),
        ("work.hours=Mon-Fri 08:30-12:00, 13:00-18:00; Sat 10:00-12:00", "work", "hours",
         parse_hours(["Mon-Fri 08:30-12:00, 13:00-18:00", "Sat 10:00-12:00"])),
        ('work.hours=["Mon 08:00-09:00"]', "work", "hours", parse_hours(["Mon 08:00-09:00"])),
        ("work.hours=", "work", "hours", parse_hours([])),
        ("ignore=obs; zoom", "quiet", "ignore", ("obs", "zoom")),
    ],
)  # fmt: skip
def test_a_word_of_the_command_line_overrides_one_setting(word, table, key, value):
    changed = override(Settings(), [word])
    assert getattr(getattr(changed, table), key) == value
    back = override(changed, [f"{setting.name}={plain(setting.default)}" for setting in SETTINGS])
    assert back == Settings(), "and nothing else"


def test_all_invalid_overrides_are_reported_at_once():
    with pytest.raises(SettingsError) as caught:
        override(
            Settings(),
            ["every", "idle=60", "nope=1", "sound=maybe", "clock=moon", "max_a_day=0", "work.hours=[1", "every=1h"],
        )
    lines = caught.value.message.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        '"every" does not set anything',
        'breaks.idle = "60"',
        '"nope" is not a setting',
        'prompt.sound = "maybe"',
        'breaks.clock = "moon"',
        "breaks.max_a_day = 0",
        "work.hours",
    ]


def test_one_invalid_override_is_reported_alone():
    with pytest.raises(SettingsError, match=r'^breaks.every = "soon": expected a length of time such as "60m"'):
        override(Settings(), ["every=soon"])


@pytest.mark.parametrize("key", ["idle", "lull", "left", "bubble", "after_absence", "after_busy"])
def test_bare_number_needs_a_unit_where_seconds_are_usual(key):
    with pytest.raises(SettingsError, match=f'^breaks.{key} = "30": say "30s" for seconds or "30m" for minutes$'):
        override(Settings(), [f"{key}=30"])


@pytest.mark.parametrize("key", ["window", "lull", "after_absence", "after_busy", "apart"])
def test_zero_is_a_value_of_a_delay(key):
    assert getattr(override(Settings(), [f"{key}=0s"]).breaks, key) == 0


@pytest.mark.parametrize("key", ["every", "idle", "natural", "left", "snooze", "unanswered", "bubble"])
def test_zero_is_no_value_of_a_length(key):
    with pytest.raises(SettingsError, match=r"expected a length of time such as .*, above zero"):
        override(Settings(), [f"{key}=0s"])


def test_duration_has_a_maximum():
    with pytest.raises(SettingsError, match="at most 7 days"):
        override(Settings(), ["every=169h"])


def test_the_defaults_are_not_unusual():
    assert advice(Settings()) == ()


def test_a_value_outside_the_recommended_range_is_used_with_a_warning():
    assert advice(override(Settings(), ["every=20m", "apart=10m", "max_a_day=30"])) == (
        "breaks.every = 20m is unusual: 30m to 1h30m is recommended",
        "breaks.max_a_day = 30 is unusual: 4 to 16 is recommended",
    )


def test_odd_combination_is_only_a_warning():
    assert "breaks.window (40m) is longer than breaks.every (30m)" in advice(
        override(Settings(), ["every=30m", "window=40m"])
    )


def test_switched_off_checks_use_the_words_of_suppressed_by():
    assert Settings().quiet.switched_off == frozenset()
    off = override(Settings(), ["calls=false", "share=false", "quiet.fullscreen=false", "do_not_disturb=false"])
    assert off.quiet.switched_off == {"call", "share", "fullscreen", "dnd"}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(st.sampled_from(SETTINGS), ANYTHING)
def test_any_value_is_used_or_refused_in_one_line(setting, anything):
    text = None
    try:
        value_of(setting, anything)
    except SettingsError as error:
        text = str(error)
    if text is not None:
        hours = hours_faults_of(setting, anything)
        assert text.startswith(f"{setting.name}: " if hours else f"{setting.name} = ")
        assert "expected" in text if hours else text.endswith(wanted(setting, anything))
        assert "\n" not in text


@given(st.sampled_from(SETTINGS), st.text())
def test_any_word_of_the_command_line_is_used_or_refused(setting, word):
    with suppress(SettingsError):
        value_of(setting, given_by(setting, word))


@given(st.lists(st.text()))
def test_any_overrides_are_used_or_refused(words):
    with suppress(SettingsError):
        override(Settings(), words)


@pytest.mark.parametrize(("word", "region"), [("auto", "auto"), ("DE", "DE"), ("gb", "GB")])
def test_a_region_is_auto_or_a_country(word, region):
    assert override(Settings(), [f"safety.region={word}"]).safety.region == region


@pytest.mark.parametrize("word", ["", "Germany", "D", "1A", "Ä1", "AUTO"])
def test_other_words_are_not_a_region(word):
    with pytest.raises(SettingsError, match='expected "auto" or the two letters of a country'):
        override(Settings(), [f"safety.region={word}"])
