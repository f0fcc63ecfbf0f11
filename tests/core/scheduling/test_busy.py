"""What a long call changes of the prompt that it kept back."""

from datetime import date

import pytest

from desk import Desk
from uncrick.core.history.day import Today
from uncrick.core.model.record import Item, Kind
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.model.text import lower_first
from uncrick.core.presentation.prompt_text import prompt
from uncrick.core.presentation.tray_menu import LONG, Caring, TrayState, face
from uncrick.core.scheduling.busy import after_long_busy, span
from uncrick.storage.shipped_data import catalogue

CATALOGUE = catalogue()


def shown(desk: Desk) -> TrayState:
    return face(desk.state, desk.rules, desk.now, Today(date(2026, 11, 23)), "turn", "Uncrick")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(1800, "30 min"), (3500, "1 h"), (3600, "1 h"), (3900, "1 h 05"), (6000, "1 h 40"), (7200, "2 h")],
)
def test_a_length_is_written_as_of_a_meeting(seconds, text):
    assert span(seconds) == text


def prompt_delayed_by_busy(desk, *calls):
    """A person in calls from minute 55 on, with a minute between two."""
    desk.types("55:00")
    minute = 55
    for length in calls:
        desk.begins("call")
        minute += length
        desk.types(f"{minute}:00")
        desk.ends("call")
        minute += 1
        desk.types(f"{minute}:00")
    desk.types(f"{minute + 2}:00")


def test_a_prompt_after_a_long_call_says_so_and_gives_the_reason(a_desk):
    desk = a_desk()
    prompt_delayed_by_busy(desk, 100)
    (shown,) = desk.prompted
    assert shown.suggestion.opening == "After 1 h 40 of calls"
    assert shown.suggestion.after_busy == "call"


def test_two_calls_are_counted_together(a_desk):
    desk = a_desk()
    prompt_delayed_by_busy(desk, 20, 20)
    assert desk.prompted[0].suggestion.opening == "After 40 min of calls"


def test_a_short_call_is_not_spoken_of(a_desk):
    desk = a_desk()
    prompt_delayed_by_busy(desk, 29)
    assert not desk.prompted[0].suggestion.after_busy


def test_a_call_through_a_break_counts_from_the_end_of_the_break(a_desk):
    desk = a_desk()
    desk.types("10:00")
    desk.begins("call")
    desk.types("20:00")
    desk.locks()
    desk.goes_on("140:00")
    desk.unlocks()
    desk.types("240:00")
    desk.ends("call")
    desk.types("245:00")
    assert desk.prompted[0].suggestion.opening == "After 1 h 40 of calls"


def test_a_break_that_is_taken_within_a_call_begins_its_length_anew(a_desk):
    desk = a_desk()
    desk.types("10:00")
    desk.begins("call")
    desk.types("80:00")
    desk.says_done()
    desk.types("150:00")
    desk.ends("call")
    desk.types("155:00")
    assert desk.prompted[0].suggestion.opening == "After 1 h 10 of calls"


@pytest.mark.parametrize("reboot", [True, False], ids=["rebooted", "restarted"])
def test_a_call_after_a_restart_is_spoken_of_by_its_own_length(a_desk, reboot):
    desk = a_desk()
    desk.types("10:00")
    desk.begins("call")
    desk.types("50:00")
    desk.says_done()  # the call goes on: of these 40 minutes nothing is to be spoken of
    desk.types("55:00")
    desk.dies(seconds_=10, reboot=reboot)
    desk.types("115:10")
    desk.ends("call")
    desk.types("120:00")
    assert desk.prompted[0].suggestion.opening == "After 1 h of calls"


def test_a_long_call_before_the_window_is_not_mentioned_as_it_delayed_nothing(a_desk):
    desk = a_desk()
    desk.types("5:00")
    desk.begins("call")
    desk.types("45:00")
    desk.ends("call")
    desk.types("60:00")
    assert not desk.prompted[0].suggestion.after_busy


def test_a_prompt_that_was_taken_down_says_so_when_it_comes_back_with_the_same_items(a_desk):
    desk = a_desk()
    desk.types("60:20")
    desk.begins("call")
    desk.types("100:20")
    desk.ends("call")
    desk.types("103:00")
    first, second = desk.prompted
    assert second.suggestion.opening == "After 40 min of calls"
    assert (first.id, first.suggestion.items, first.suggestion.alternative) == (
        second.id,
        second.suggestion.items,
        second.suggestion.alternative,
    )


def test_the_next_prompt_is_an_ordinary_one_again(a_desk):
    desk = a_desk()
    prompt_delayed_by_busy(desk, 40)
    desk.skips()
    desk.types("160:00")
    assert len(desk.prompted) == 2
    assert not desk.prompted[1].suggestion.after_busy


# ---------------------------------------------------------------- the words


def after(opening, first="neck_turn", alternative="walk_corridor", reps=5):
    exercise = CATALOGUE.exercise(first)
    items = (Item(first, exercise.name, reps, exercise.seconds(reps)),)
    return Suggestion(opening, items, 6, 60, alternative, "tip", "Top of the screen at eye level.", after_busy="call")


@pytest.mark.parametrize("opening", ["After 1 h 40 of calls", "After 2 h of sharing", "After 12 h 55 of full screen"])
@pytest.mark.parametrize("alternative", ["walk_corridor", "stairs"])
def test_what_was_waited_for_comes_first_and_the_routine_second(opening, alternative):
    text = prompt(after(opening, alternative=alternative), CATALOGUE)
    assert text.summary == f"{opening}: {lower_first(CATALOGUE.exercise(alternative).name)}"
    assert text.lines[0] == "Or press Start: turn your head, one minute."


# ---------------------------------------------------------------- the icon


def test_after_two_hours_of_one_reason_the_icon_says_so(a_desk):
    desk = a_desk()
    desk.types("10:00")
    desk.begins("call")
    desk.types("129:59")
    assert shown(desk).kind == "waiting"
    desk.types("130:00")
    assert LONG == 7200
    assert shown(desk).kind == "badge"
    assert shown(desk).menu[0].label.startswith("Waiting: microphone or camera in use since ")


def test_a_reason_that_the_settings_ignore_is_none_of_the_icons_business(a_desk):
    desk = a_desk(ignored=["dnd"])
    desk.begins("dnd")
    desk.types("40:00")
    desk.stops("130:00")
    assert shown(desk).kind != "badge"


def test_in_a_call_an_entry_says_that_it_is_none(a_desk):
    desk = a_desk()
    desk.types("10:00")
    assert "not_call" not in [entry.key for entry in shown(desk).menu]
    desk.begins("call")
    menu = shown(desk).menu
    assert (menu[2].key, menu[2].label) == ("not_call", "This is not a call")


@pytest.mark.parametrize("waited", ["40:00", "62:00", "181:00"])
@pytest.mark.parametrize("others", [(), ("share", "fullscreen", "dnd")])
@pytest.mark.parametrize("off", ["", "Exercises are off for today", "Exercises are off for safety"])
@pytest.mark.parametrize("reportable", [False, True])
def test_each_menu_of_a_call_has_ten_entries_and_the_way_out(a_desk, waited, others, off, reportable):
    desk = a_desk()
    desk.types("10:00")
    for reason in (*others, "call"):
        desk.begins(reason)
    desk.types(waited)
    caring = Caring(off, locked=off.endswith("safety"), reportable=reportable)
    menu = face(desk.state, desk.rules, desk.now, Today(date(2026, 11, 23)), "", "Uncrick", caring).menu
    assert len(menu) == 10
    assert menu[2].key == "not_call"


def test_a_shared_screen_is_not_to_be_taken_for_no_call(a_desk):
    desk = a_desk()
    desk.begins("share")
    assert "not_call" not in [entry.key for entry in shown(desk).menu]


def test_after_long_busy_leaves_an_ordinary_suggestion_as_it_is(a_desk):
    ordinary = after("A pause")
    assert after_long_busy(a_desk().state, ordinary) is ordinary


def test_the_record_of_a_prompt_tells_of_the_calls_before_it(a_desk):
    desk = a_desk()
    prompt_delayed_by_busy(desk, 20, 25)
    detail = next(record for record in desk.records if record.kind is Kind.PROMPTED).detail
    assert detail["busy"] == 45 * 60
    assert detail["busy_until"] == "2026-11-23T10:41:00+00:00"  # from nine on: 55, 20, 1 and 25 minutes


def test_the_record_of_a_prompt_without_a_call_tells_of_none(a_desk):
    desk = a_desk()
    desk.types("60:00")
    assert "busy" not in desk.records[-1].detail
