"""What follows a routine: how it was, how much it hurt, whether it still does, the day after, and the lock."""

import json
import logging
import time
from datetime import timedelta

import pytest

from app.life import MONDAY, suggestion
from uncrick.app.dialogs.notices import which
from uncrick.control import client
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Kind
from uncrick.core.presentation import red_flags
from uncrick.core.scheduling import events as ev
from uncrick.errors import RefusedError, UsageError
from uncrick.ports import InputResumed, InputStopped, ScreenLocked, ScreenUnlocked
from uncrick.storage import paths, profile_file
from uncrick.storage.profile_file import StoredProfile
from uncrick.storage.shipped_data import catalogue

TODAY = MONDAY.date()
DAY = 86_400
KNOWN = catalogue()


@pytest.fixture
def told(house):
    """Somebody whose profile is answered, and who was welcomed."""
    house.wrote(house.said, json.dumps({"welcomed": str(TODAY), "offered": str(TODAY)}))
    profile_file.save(paths.profile_file(), StoredProfile().answer(Profile(conditions=frozenset()), TODAY))
    return house


@pytest.fixture
def life(told):
    with told.living("safety.region=DE") as life:
        yield life


def begins(life, *, exercise="neck_turn"):
    client.request("break", exercise=exercise)


def ends(life):
    """To the very end of the routine that is on."""
    routine = life.daemon.engine.state.routine
    life.passes(routine.total)
    assert life.daemon.engine.state.routine is None


def does(life, exercise="neck_turn"):
    begins(life, exercise=exercise)
    ends(life)


def does_again(life, exercise="neck_turn"):
    """A second time, when nothing in it is new."""
    does(life, exercise)
    life.clicks("guide", "fine")
    life.passes(60)
    does(life, exercise)


def answers(life):
    """Every feedback record: the word and its details."""
    records = life.call(lambda: list(life.daemon._history.records()))
    return [(record.feedback, dict(record.detail)) for record in records if record.kind is Kind.FEEDBACK]


def words(life):
    return [word for word, _ in answers(life)]


def buttons(life, slot):
    return [button.label for button in life.notifier.up[slot].buttons]


def standing(life, exercise="neck_turn"):
    from uncrick.core.history.pain import status_of as of

    return of(life.daemon._ledger.practice.care, exercise, life.clock.now().wall).status


def sleeps(life, seconds):
    """The machine sleeps; when it wakes, the person is back."""

    def slept():
        life.clock.ticks += seconds
        life.daemon._look()

    life.call(slept)
    life.passes(61)


# ------------------------------------------------------------------ after a routine


def test_after_an_ordinary_routine_there_is_one_button_and_no_question(life):
    does_again(life)
    notice = life.notifier.up["guide"]
    assert (notice.summary, [button.label for button in notice.buttons]) == ("Done. Good.", ["It hurt"])
    assert notice.seconds == 20
    life.passes(60)
    assert words(life) == ["fine"]


def test_after_something_new_three_answers_are_offered(life):
    does(life)
    assert life.notifier.up["guide"].summary == "Done. How was it?"
    assert buttons(life, "guide") == ["Fine", "A bit much", "It hurt…"]


def test_fine_changes_nothing(life):
    does(life)
    life.clicks("guide", "fine")
    assert answers(life) == [("fine", {"exercise": "neck_turn", "variant": ""})]
    assert standing(life) == "active"
    assert "care" not in life.notifier.up


def test_a_bit_much_makes_it_easier_and_says_so(life):
    does(life)
    life.clicks("guide", "hard")
    assert answers(life) == [("hard", {"exercise": "neck_turn", "variant": ""})]
    assert standing(life) == "less"
    assert life.notifier.up["care"].lines[0] == "Turn and look: a little less, the next 3 times."


def test_no_answer_in_twenty_seconds_is_stored_as_no_answer_and_never_as_fine(life):
    does(life)
    life.passes(19)
    assert words(life) == []
    life.passes(1)
    assert words(life) == ["no_answer"]


def test_a_question_that_is_put_away_is_no_answer_at_once(life):
    does(life)
    life.closes("guide")
    assert words(life) == ["no_answer"]
    life.passes(60)
    assert words(life) == ["no_answer"]


def test_only_one_question_comes_on_a_day(life):
    does(life)
    life.clicks("guide", "fine")
    does(life, "neck_nod")
    assert life.notifier.up["guide"].summary == "Done. Good."


def test_at_most_three_come_in_a_week(told):
    told.wrote(told.said, json.dumps({"welcomed": "x", "offered": "x", "asked": "2026-11-20 2026-11-21 2026-11-22"}))
    with told.living() as life:
        does(life)
        assert life.notifier.up["guide"].summary == "Done. Good."


def test_the_profile_is_asked_about_before_the_first_routine_is(house):
    house.wrote(house.said, json.dumps({"welcomed": str(TODAY), "offered": str(TODAY)}))
    with house.living() as life:
        client.request("break")
        ends(life)
        assert buttons(life, "guide") == ["It hurt"]
        life.passes(60)
        assert [notice.slot for notice in life.notifier.shown if notice.slot == "profile"] == ["profile"]


@pytest.mark.parametrize("reason", ["call", "share", "dnd"])
def test_in_a_call_nothing_is_asked(life, reason):
    begins(life)
    life.call(life.daemon._handle, ev.BusyBegun(reason))
    ends(life)
    assert buttons(life, "guide") == ["It hurt"]


def test_behind_a_locked_screen_nothing_is_shown(life):
    begins(life)
    life.sees(ScreenLocked())
    ends(life)
    assert "guide" not in life.notifier.up


def test_a_routine_that_a_pause_breaks_off_asks_nothing(life):
    begins(life)
    client.request("pause")
    assert "guide" not in life.notifier.up
    life.passes(60)
    assert words(life) == []


def test_an_eased_exercise_is_asked_about_again(life):
    does(life)
    life.clicks("guide", "hard")
    sleeps(life, DAY)
    begins(life)
    [item] = life.daemon.engine.state.routine.suggestion.items
    assert item.variant == "less"
    ends(life)
    assert life.notifier.up["guide"].summary == "Done. How was it?"


# ------------------------------------------------------------------ after Stop


def test_after_stop_the_first_answer_is_just_interrupted(life):
    begins(life)
    life.passes(5)
    life.clicks("guide", "stop")
    assert buttons(life, "guide") == ["Just interrupted", "A bit much", "It hurt…"]
    life.clicks("guide", "interrupted")
    assert answers(life) == [("interrupted", {})]
    life.passes(1200)
    assert words(life) == ["interrupted"]
    assert life.notifier.of("care") == []


def test_without_an_answer_after_stop_nothing_more_is_asked(life):
    begins(life)
    life.chooses("stop")
    life.passes(20)
    assert words(life) == ["no_answer"]
    life.passes(1200)
    assert words(life) == ["no_answer"]


def test_stop_ends_the_guide_within_300_ms(life):
    begins(life)
    life.passes(5)
    began = time.process_time()
    life.clicks("guide", "stop")
    assert time.process_time() - began < 0.3, "of work: how long other programs keep this one waiting is no matter"
    assert life.phase == "working"
    assert life.notifier.up["guide"].summary == "Stopped. Was something wrong?"
    assert not life.notifier.up["guide"].sound
    shown = len(life.notifier.of("guide"))
    life.passes(10)
    assert len(life.notifier.of("guide")) == shown, "no text and no sound comes after it"


# ------------------------------------------------------------------ it hurt


def test_it_hurt_leads_to_how_much_in_three_bands(life):
    does_again(life)
    life.clicks("guide", "hurt")
    assert life.notifier.up["care"].summary == "How much, 0 to 10?"
    assert buttons(life, "care") == ["A little (1-3)", "Clearly (4-5)", "A lot (6-10)"]


@pytest.mark.parametrize(
    ("band", "status"), [("little", "resting"), ("clearly", "resting"), ("lot", "retired")]
)  # the safe reading, until it is said to be gone
def test_each_band_is_written_down_and_takes_the_exercise_out(life, band, status):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", band)
    [_, (word, detail)] = answers(life)
    assert (word, detail["exercise"], detail["variant"]) == ("hurt", "neck_turn", "")
    assert detail["score"] in {"little": (1, 2, 3), "clearly": (4, 5), "lot": (6, 7, 8, 9, 10)}[band]
    assert standing(life) == status
    assert life.notifier.up["care"].lines[0].startswith("Turn and look ")


def test_a_number_that_nobody_gives_is_written_down_as_missing(life):
    does_again(life)
    life.clicks("guide", "hurt")
    life.passes(20)
    assert answers(life)[-1] == ("hurt", {"exercise": "neck_turn", "variant": ""})


@pytest.fixture
def two(life):
    """A routine of two exercises that was stopped because something hurt."""
    life.call(life.daemon._handle, ev.BreakStarted("cli", suggestion("neck_turn", "neck_nod")))
    life.passes(life.daemon.engine.state.routine.total - 8)
    life.chooses("hurt")
    return life


def test_of_those_that_were_not_begun_nothing_is_asked(life):
    life.call(life.daemon._handle, ev.BreakStarted("cli", suggestion("neck_turn", "neck_nod")))
    life.passes(5)
    life.chooses("hurt")
    assert life.notifier.up["care"].summary == "How much, 0 to 10?"
    life.clicks("care", "little")
    assert answers(life)[-1][1]["exercise"] == "neck_turn"


def test_of_several_exercises_it_is_asked_which_one(two):
    assert two.notifier.up["care"].summary == "Which one?"
    assert buttons(two, "care") == ["Turn and look", "Nod and look up", "I felt unwell"]
    two.clicks("care", "item:neck_nod")
    two.clicks("care", "lot")
    assert answers(two)[-1][1]["exercise"] == "neck_nod"
    assert (standing(two, "neck_nod"), standing(two)) == ("retired", "active")


def test_without_an_answer_to_which_one_it_was_all_of_them(two):
    two.passes(20)
    assert answers(two) == [("hurt", {"exercise": "neck_turn,neck_nod", "variant": ""})]


def test_unwell_instead_of_which_one_keeps_the_pain_and_shows_the_card(two):
    two.clicks("care", "unwell")
    assert words(two) == ["hurt", "unwell"]
    assert two.notifier.up["card"].summary == "Any of these? Call 112 now"


def test_more_exercises_than_buttons_come_a_few_at_a_time():
    ids = ("neck_turn", "neck_nod", "neck_tilt", "shrug", "chin_tuck")
    items = suggestion(*ids).items
    seen = [[button.key for button in which(items, page).buttons] for page in range(2)]
    assert seen == [["item:neck_turn", "item:neck_nod", "more"], ["item:neck_tilt", "item:shrug", "item:chin_tuck"]]
    assert [button.key for button in which(items[:4], 1).buttons] == ["item:neck_tilt", "item:shrug", "unwell"]


def test_a_number_that_is_given_on_the_command_line_is_not_written_twice(life):
    does_again(life)
    life.clicks("guide", "hurt")
    client.request("feedback", feedback="hurt", score=3)
    assert "care" not in life.notifier.up
    life.passes(60)
    assert answers(life)[1:] == [("hurt", {"exercise": "neck_turn", "variant": "", "score": 3})]


@pytest.mark.parametrize("word", ["gone", "still"])
def test_the_ten_minute_question_may_be_answered_there_too(life, word):
    does_again(life)
    client.request("feedback", feedback="hurt", score=3)
    life.passes(630)
    assert life.notifier.up["care"].summary == "Does it still hurt?"
    client.request("feedback", feedback=word)
    assert "care" not in life.notifier.up
    life.passes(400)
    assert words(life) == ["fine", "hurt", word]


def test_the_ten_minute_question_comes_in_its_time_and_gone_eases_only(life):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "little")
    life.passes(599)
    assert life.notifier.up.get("care") is None
    life.passes(31)
    assert (life.notifier.up["care"].summary, buttons(life, "care")) == ("Does it still hurt?", ["Yes", "It is gone"])
    life.clicks("care", "gone")
    assert words(life) == ["fine", "hurt", "gone"]
    assert standing(life) == "gentle"


def test_yes_keeps_it_out(life):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "clearly")
    life.passes(630)
    life.clicks("care", "still")
    assert words(life)[-1] == "still"
    assert standing(life) == "resting"
    assert "rests until" in life.notifier.up["care"].lines[0]


def test_no_answer_in_five_minutes_is_taken_as_still(life):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "little")
    life.passes(630)
    assert "care" in life.notifier.up
    life.passes(300)
    assert "care" not in life.notifier.up
    assert words(life)[-1] == "no_answer"
    assert standing(life) == "resting"


def test_follow_ups_are_free_of_the_budget(life):
    does_again(life)
    asked = json.loads(life.daemon._first._store.load()[0])["asked"]
    life.clicks("guide", "hurt")
    life.clicks("care", "little")
    life.passes(630)
    assert life.notifier.up["care"].summary == "Does it still hurt?"
    assert json.loads(life.daemon._first._store.load()[0])["asked"] == asked


@pytest.mark.parametrize("absence", ["away", "locked", "call", "paused"])
def test_who_is_not_there_is_not_asked_whether_it_still_hurts(life, absence):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "little")
    life.passes(60)
    match absence:
        case "away":
            life.sees(InputStopped(0))
        case "locked":
            life.sees(ScreenLocked())
        case "call":
            life.call(life.daemon._handle, ev.BusyBegun("call"))
        case _:
            client.request("pause")
    life.passes(900)
    assert [notice.summary for notice in life.notifier.of("care")] == ["How much, 0 to 10?", "Noted"]
    assert standing(life) == "resting"


def test_a_question_that_is_up_leaves_when_a_call_begins(life):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "little")
    life.passes(630)
    life.call(life.daemon._handle, ev.BusyBegun("call"))
    assert "care" not in life.notifier.up


def test_who_comes_back_in_time_is_asked_then(life):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "little")
    life.passes(30)
    life.sees(ScreenLocked())
    life.passes(700)
    life.sees(ScreenUnlocked())
    life.sees(InputResumed())
    life.passes(30)
    assert life.notifier.up["care"].summary == "Does it still hurt?"


def test_much_pain_that_stays_brings_advice_once(life):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "lot")
    life.passes(630)
    life.clicks("care", "still")
    life.passes(1200)
    advised = [notice for notice in life.notifier.shown if any("Book a clinician" in line for line in notice.lines)]
    assert [notice.summary for notice in advised] == ["Noted"]


def test_who_was_away_meanwhile_gets_the_advice_on_coming_back(life):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "lot")
    life.sees(ScreenLocked())
    life.passes(1500)
    life.sees(ScreenUnlocked())
    life.sees(InputResumed())
    life.passes(1200)
    advised = [notice for notice in life.notifier.shown if any("Book a clinician" in line for line in notice.lines)]
    assert [notice.summary for notice in advised] == ["After what hurt"]


def test_after_a_retirement_the_profile_is_mentioned_again(life):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "lot")
    assert life.notifier.of("profile") == []
    sleeps(life, 2 * DAY)
    does(life, "blade_squeeze")
    life.passes(120)
    assert [notice.summary for notice in life.notifier.of("profile")] == ["New health conditions? uncrick profile"]
    assert profile_file.load(paths.profile_file()).renewed is None


def test_a_report_that_waits_for_its_number_outlives_an_orderly_end(told):
    with told.living() as life:
        does(life)
        life.clicks("guide", "hurt")
    with told.living() as life:
        assert words(life) == ["hurt"]


# ------------------------------------------------------------------ the tray


def entry(life, key):
    above = life.tray.face.menu
    return [one for one in (*above, *(child for it in above for child in it.children)) if one.key == key]


def test_on_a_break_it_hurt_stops_at_once_and_asks_how_much(life):
    begins(life)
    life.passes(5)
    assert entry(life, "hurt")
    began = time.process_time()
    life.chooses("hurt")
    assert time.process_time() - began < 0.3
    assert life.phase == "working"
    assert "guide" not in life.notifier.up
    assert life.notifier.up["care"].summary == "How much, 0 to 10?"
    life.clicks("care", "clearly")
    assert words(life) == ["hurt"]


def test_for_an_hour_after_a_routine_help_takes_it_hurt(life):
    assert not entry(life, "hurt")
    does(life)
    life.clicks("guide", "fine")
    life.passes(3000)
    assert entry(life, "hurt")
    life.chooses("hurt")
    life.clicks("care", "little")
    assert words(life) == ["fine", "hurt"]
    life.passes(700)
    assert not entry(life, "hurt")


def test_help_always_leads_to_the_card(life):
    assert entry(life, "card")
    life.chooses("card")
    notice = life.notifier.up["card"]
    assert notice.summary == "Any of these? Call 112 now"
    assert "uncrick safety" in notice.hint or any("uncrick safety" in line for line in notice.lines)


def test_the_card_names_the_number_of_the_region(told):
    with told.living("safety.region=GB") as life:
        life.chooses("card")
        assert life.notifier.up["card"].summary == "Any of these? Call 999 now"


# ------------------------------------------------------------------ the lock


def locks(life):
    life.chooses("card")
    life.clicks("card", "emergency")


def test_a_sign_locks_and_the_notice_says_what_to_do(life):
    locks(life)
    status = client.request("status")["status"]
    assert status["safety"]["locked"] is True
    assert set(status["safety"]["signs"]) == {flag.id for flag in KNOWN.red_flags if flag.severity == "emergency"}
    assert "112" in life.notifier.up["card"].lines[0]


def test_the_milder_signs_lock_too_and_are_released_by_a_click(life):
    life.chooses("card")
    life.clicks("card", "milder")
    life.clicks("card", "urgent")
    assert client.request("status")["status"]["safety"]["locked"] is True
    life.chooses("checked")
    assert life.notifier.up["card"].summary == "Were you checked, or has it gone?"
    life.clicks("card", "not_yet")
    assert client.request("status")["status"]["safety"]["locked"] is True
    life.chooses("checked")
    life.clicks("card", "checked")
    assert client.request("status")["status"]["safety"] is None


def test_an_emergency_is_released_after_a_day_and_not_before(life):
    locks(life)
    life.chooses("checked")
    assert life.notifier.up["card"].summary == "Exercises are off for safety"
    with pytest.raises(RefusedError, match="too early"):
        client.request("feedback", feedback="checked")
    sleeps(life, DAY)
    life.chooses("checked")
    life.clicks("card", "checked")
    assert client.request("status")["status"]["safety"] is None


def test_none_of_these_is_kept_and_changes_nothing(life):
    life.chooses("card")
    life.clicks("card", "none")
    assert answers(life) == [("signs", {"signs": ""})]
    assert client.request("status")["status"]["safety"] is None


def test_unwell_ends_the_routine_shows_the_card_and_keeps_the_day_free(life):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "little")
    life.clicks("care", "unwell")
    assert words(life)[-1] == "unwell"
    assert life.notifier.up["card"].summary.startswith("Any of these?")
    assert client.request("status")["status"]["safety"] == {"locked": False, "unwell": True}
    assert life.tray.face.kind == "locked"
    with pytest.raises(RefusedError):
        client.request("break")


def test_why_tells_of_the_lock_and_help_still_of_the_signs(life):
    locks(life)
    life.notifier.withdraw("card")
    life.chooses("why_off")
    assert life.notifier.up["card"].summary == "Exercises are off for safety"
    life.chooses("card")
    assert life.notifier.up["card"].summary == "Any of these? Call 112 now"


def test_the_locked_tray_offers_no_exercise_and_the_way_out(life):
    locks(life)
    face = life.tray.face
    assert face.kind == "locked"
    labels = [one.label for one in face.menu]
    assert labels[:3] == [
        "Exercises are off for safety",
        "Why, and what to do…",
        "I was checked, or it has gone…",
    ]
    assert not {"break", "ease", "start"} & {one.key for one in face.menu}
    assert len(labels) <= 8


@pytest.mark.parametrize("how", ["locked", "unwell"])
def test_while_exercises_are_off_no_surface_leads_to_one(life, how):
    if how == "locked":
        locks(life)
    else:
        client.request("feedback", feedback="unwell")
    life.notifier.shown.clear()
    life.passes(3700)
    assert life.phase == "due"
    notice = life.notifier.up["prompt"]
    assert notice.summary == "Look away for a minute"
    assert notice.lines[0] == "Or walk a little, if you feel able."
    assert [button.key for button in notice.buttons] == ["snooze", "done"]
    assert notice.default is None
    prompt = client.request("status")["status"]["prompt"]
    assert prompt["items"] == []
    assert not {"start", "another", "break", "ease"} & {one.key for one in life.tray.face.menu}
    assert len(life.tray.face.menu) <= 8
    for word, args in (
        ("break", {}),
        ("break", {"exercise": "neck_turn"}),
        ("break", {"here": True}),
        ("break", {"home": True}),
        ("ease", {}),
        ("ease", {"lying": True}),
        ("another", {}),
    ):
        with pytest.raises(RefusedError):
            client.request(word, **args)
        assert life.phase == "due"
    life.clicks("prompt", "start")
    life.chooses("start")
    assert life.daemon.engine.state.routine is None
    texts = " ".join(text for shown in life.notifier.shown for text in (shown.summary, *shown.lines))
    assert not [exercise.name for exercise in KNOWN.exercises.values() if exercise.name in texts]


@pytest.mark.parametrize("word", ["done", "skip", "snooze"])
def test_a_prompt_without_exercises_is_answered_like_any(life, word):
    locks(life)
    life.passes(3700)
    status = client.request(word)["status"]
    assert status["phase"] == {"snooze": "snoozed"}.get(word, "working")
    assert len(life.tray.face.menu) <= 8


def test_a_prompt_that_is_up_loses_its_exercises_with_the_lock(life):
    life.passes(3600)
    assert client.request("status")["status"]["prompt"]["items"]
    locks(life)
    assert client.request("status")["status"]["prompt"]["items"] == []
    assert life.notifier.up["prompt"].summary == "Look away for a minute"


def test_a_sign_that_is_ticked_during_a_routine_ends_it(life):
    begins(life)
    client.request("feedback", feedback="signs", signs="chest")
    assert life.phase == "working"
    assert client.request("status")["status"]["safety"]["signs"] == ["chest"]


def test_the_lock_outlives_a_restart(told):
    with told.living() as life:
        locks(life)
        life.crash()
    with told.living() as life:
        assert life.tray.face.kind == "locked"
        with pytest.raises(RefusedError):
            client.request("ease")


def test_every_sign_is_met_by_a_word_of_the_notices():
    """The word of the notice that somebody with this sign stops at."""
    stops = {
        "chest": "Chest pain",
        "stroke": "drooping face",
        "five_d": "fainting, new dizziness",
        "trauma": "after a fall or blow",
        "cauda": "numb between the legs",
        "infection": "fever with a stiff neck",
        "nerve": "Tingling, numbness or weakness",
        "cord": "unsteady walking",
        "unwell": "weight loss",
        "night": "wakes",
        "bone": "minor knock",
        "scalp": "sore scalp",
    }
    locking = [flag for flag in KNOWN.red_flags if flag.severity != "routine"]
    assert stops.keys() == {flag.id for flag in locking}
    for flag in locking:
        assert stops[flag.id] in " ".join(red_flags.BRIEF[flag.severity])
    assert max(len(line) for lines in red_flags.BRIEF.values() for line in lines) <= 80
    assert len("\n".join(red_flags.BRIEF["emergency"])) <= 255


# ------------------------------------------------------------------ the day after


def hurt_yesterday(life):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "little")
    sleeps(life, DAY)


def test_the_day_after_it_is_asked_once_after_the_first_break(life):
    hurt_yesterday(life)
    assert [notice for notice in life.notifier.of("care") if "today?" in notice.summary] == []
    client.request("done")
    life.passes(30)
    assert buttons(life, "care") == ["Better", "Same", "Worse"]
    life.clicks("care", "worse")
    assert words(life)[-1] == "worse"
    assert "neck_turn" in answers(life)[-1][1]["exercises"]
    client.request("done")
    life.passes(600)
    assert words(life)[-1] == "worse"


def test_without_an_answer_it_is_not_asked_again_that_day(life):
    hurt_yesterday(life)
    client.request("done")
    life.passes(30)
    life.passes(60)
    assert words(life)[-1] == "no_answer"
    client.request("done")
    life.passes(300)
    assert [notice.summary for notice in life.notifier.of("care")].count("Your neck or back today?") == 1


def test_it_obeys_the_budget(life):
    hurt_yesterday(life)
    life.call(life.daemon._first.has_asked, TODAY + timedelta(days=1))
    client.request("done")
    life.passes(300)
    assert "Your neck or back today?" not in [notice.summary for notice in life.notifier.of("care")]


# ------------------------------------------------------------------ what is not said


def test_a_click_that_no_question_offers_is_no_answer_and_its_word_is_not_logged(life, caplog):
    does(life)
    life.clicks("guide", "worse")
    assert words(life) == []
    assert "does not offer" in caplog.text
    assert "worse" not in caplog.text
    life.clicks("guide", "fine")
    assert words(life) == ["fine"]


def test_it_hurt_clicked_too_late_still_counts(life):
    does_again(life)
    life.passes(25)
    life.clicks("guide", "hurt")
    assert life.notifier.up["care"].summary == "How much, 0 to 10?"


def test_nothing_of_it_is_logged_nor_among_the_decisions(life, caplog):
    caplog.set_level(logging.DEBUG)
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "lot")
    client.request("feedback", feedback="pain", region="back", score=7)
    client.request("feedback", feedback="unwell")
    locks(life)
    text = caplog.text + json.dumps(client.request("why")["decisions"])
    for word in ("hurt", "unwell", "neck_turn", "signs", "chest", "retire", "pain", "score"):
        assert word not in text.replace("not performed", "")


# ------------------------------------------------------------------ over the socket


def test_the_reply_says_what_it_comes_to(life):
    does(life)
    reply = client.request("feedback", feedback="hurt", score=5)
    assert reply["said"][0].startswith("Turn and look rests until ")


def test_about_nothing_is_refused(life):
    with pytest.raises(RefusedError, match="Nothing was done lately"):
        client.request("feedback", feedback="hurt", score=5)
    with pytest.raises(RefusedError, match="Nothing to follow up"):
        client.request("feedback", feedback="gone")
    with pytest.raises(RefusedError, match="not turned off"):
        client.request("feedback", feedback="turned_on", exercise="neck_turn")


@pytest.mark.parametrize("args", [{"feedback": "fine", "exercise": "moon"}, {"feedback": "signs", "signs": "moon"}, {}])
def test_what_does_not_exist_is_told_and_nothing_is_written(life, args):
    with pytest.raises((RefusedError, UsageError)):
        client.request("feedback", **args)
    assert answers(life) == []


def test_a_retired_exercise_comes_back_gently_by_hand(life):
    does(life)
    client.request("feedback", feedback="hurt", score=8)
    with pytest.raises(RefusedError):
        client.request("break", exercise="neck_turn")
    sleeps(life, 8 * DAY)
    reply = client.request("feedback", feedback="turned_on", exercise="neck_turn")
    assert reply["said"] == ["Turn and look: gently, the next 3 times."]
    begins(life)


@pytest.mark.parametrize(
    "said",
    [
        {"feedback": "turned_on"},
        {"feedback": "turned_on", "exercise": "shrug,neck_turn"},
        {"feedback": "pain"},
        {"feedback": "pain", "region": "neck"},
        {"feedback": "pain", "score": 7},
    ],
)
def test_an_answer_that_lacks_what_belongs_to_it_is_refused_and_leaves_no_record(life, said):
    with pytest.raises((RefusedError, UsageError), match=r"at a time|needs a region"):
        client.request("feedback", **said)
    assert answers(life) == []


def test_whoever_was_checked_and_felt_unwell_has_exercises_again_tomorrow(life):
    client.request("feedback", feedback="unwell")
    client.request("feedback", feedback="signs", signs="nerve")
    reply = client.request("feedback", feedback="checked")
    assert reply["said"] == ["Exercises are on again from tomorrow: you felt unwell today."]


def test_forgetting_frees_what_the_answers_held_back(life):
    from uncrick.core.presentation.feedback import HEALTH
    from uncrick.storage.history_store import History

    locks(life)
    life.passes(3700)
    mine = History.open(paths.history_file())
    mine.forget(HEALTH)
    mine.shut()
    status = client.request("forget")["status"]
    assert status["safety"] is None
    assert status["prompt"]["items"]
    assert life.tray.face.kind == "due"
    life.clicks("prompt", "start")
    assert life.phase == "on_break"
