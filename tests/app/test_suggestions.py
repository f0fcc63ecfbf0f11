"""The composer: settings, profile and practice become what the core chooses by."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from app.life import MONDAY
from uncrick.app.history_cache import HistoryCache
from uncrick.app.simulation.simulate import NoJournal
from uncrick.app.suggestions import SuggestionSource, rules_of
from uncrick.core.history.day import Today
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Item, Kind, Record
from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.scheduling.rules import Breaks, Occasion
from uncrick.errors import UsageError
from uncrick.settings import Settings, override
from uncrick.storage import shipped_data
from uncrick.storage.shipped_data import catalogue

NOW = Occasion(MONDAY, 1)
ASKED = Profile(asked=True)


@pytest.fixture
def ledger():
    return HistoryCache(NoJournal(), UTC, Today(MONDAY.date()), shipped_data.rules())


def composer(ledger, *words, profile=ASKED):
    return SuggestionSource(ledger, override(Settings(), words), profile)


def practised(ledger, days):
    """A break with exercises on each of so many working days."""
    for day in range(days):
        at = MONDAY - timedelta(days=days - day)
        item = Item("neck_turn", "Turn", 5, 40)
        detail = {"credited": True, "seconds": 60}
        ledger.append(Record(f"r{day}", at, at + timedelta(minutes=1), Kind.DONE, "cli", (item,), None, detail))


def test_what_is_set_is_what_the_policy_goes_by():
    settings = override(
        Settings(), ["breaks.every=45m", "work.hours=Mon-Fri 08:30-18:00", "quiet.hours=12:00-13:00", "quiet.calls=off"]
    )
    rules = rules_of(settings, lambda occasion: None, UTC, 7)
    assert rules.breaks == replace(Breaks(), every=2700.0)
    assert bool(rules.work)
    assert bool(rules.quiet)
    assert rules.ignored == {"call"}
    assert (rules.zone, rules.seed) == (UTC, 7)


def test_the_same_occasion_gives_the_same_suggestion(ledger):
    chosen = composer(ledger)
    assert chosen.suggest(NOW) == chosen.suggest(NOW)


def test_another_seed_gives_another_suggestion_in_the_end(ledger):
    chosen = composer(ledger)
    assert len({chosen.suggest(replace(NOW, seed=seed)) for seed in range(8)}) > 1


def test_the_budget_is_kept(ledger):
    practised(ledger, 10)
    for seconds in (30, 60, 120):
        told = composer(ledger, f"routine.seconds={seconds}").suggest(NOW)
        assert told.total_seconds <= seconds


def test_who_cannot_stand_is_suggested_nothing_that_stands(ledger):
    chosen = composer(ledger, "routine.can_stand=false")
    known = catalogue()
    for seed in range(20):
        told = chosen.suggest(replace(NOW, seed=seed))
        assert all(known.exercise(item.id).position != "standing" for item in told.items)


def test_a_discreet_routine_is_one_that_nobody_notices(ledger):
    chosen = composer(ledger, "routine.discreet=true")
    known = catalogue()
    for seed in range(20):
        assert all(known.exercise(item.id).visibility == 0 for item in chosen.suggest(replace(NOW, seed=seed)).items)


def test_what_was_swapped_away_is_not_suggested_again(ledger):
    chosen = composer(ledger)
    first = chosen.suggest(NOW)
    second = chosen.suggest(replace(NOW, swapped=first))
    assert {item.id for item in first.items}.isdisjoint(item.id for item in second.items)


def test_until_the_profile_is_answered_there_is_nothing_for_the_neck(ledger):
    chosen = composer(ledger, profile=Profile())
    known = catalogue()
    for seed in range(20):
        told = chosen.suggest(replace(NOW, seed=seed))
        assert all(known.exercise(item.id).region != "neck" for item in told.items)


def test_settings_and_profile_can_be_exchanged(ledger):
    chosen = composer(ledger)
    practised(ledger, 10)
    chosen.settings = override(Settings(), ["routine.seconds=30"])
    assert chosen.suggest(NOW).total_seconds <= 30


def test_a_beginner_is_at_the_first_level(ledger):
    assert composer(ledger).level(NOW.at) == 1


def test_any_exercise_can_be_asked_for_by_its_id(ledger):
    told = composer(ledger).by_hand("neck_press_fb", NOW)
    assert [item.id for item in told.items][:1] == ["neck_press_fb"]


def test_an_unknown_id_names_the_closest(ledger):
    with pytest.raises(UsageError, match="neck_turn"):
        composer(ledger).by_hand("neck_trun", NOW)


def test_relief_is_seated_and_simple(ledger):
    known = catalogue()
    for seed in range(10):
        told = composer(ledger).ease(replace(NOW, seed=seed))
        assert all(known.exercise(item.id).position != "standing" for item in told.items)


# ------------------------------------------------------------------ what the profile changes


def test_who_declined_stays_on_the_first_level(ledger):
    chosen = composer(ledger)
    chosen.profile = replace(chosen.profile, trains=True)
    assert chosen.level(NOW.at) == 3
    chosen.first_level_only = True
    assert chosen.level(NOW.at) == 1


@pytest.mark.parametrize(
    ("profile", "ids", "alternative", "fits"),
    [
        (Profile(), ("neck_turn",), "walk_corridor", False),
        (Profile(), ("shoulder_alt",), "walk_corridor", True),
        (ASKED, ("neck_turn",), "stairs", True),
        (replace(ASKED, conditions=frozenset({"dizzy"})), ("neck_turn",), "walk_corridor", False),
        (replace(ASKED, conditions=frozenset({"dizzy"})), ("shoulder_alt", "neck_turn"), "walk_corridor", False),
        (replace(ASKED, conditions=frozenset({"dizzy"})), ("shoulder_alt",), "walk_corridor", True),
        (replace(ASKED, conditions=frozenset({"breathless"})), ("shoulder_alt",), "stairs", False),
        (Profile(), ("of_a_former_version",), "walk_corridor", False),
    ],
)
def test_a_suggestion_suits_whom_nothing_in_it_is_left_out_for(ledger, profile, ids, alternative, fits):
    items = tuple(Item(id_, id_, 2, 30) for id_ in ids)
    told = Suggestion("", items, 6, 66, alternative, "tip", "")
    assert composer(ledger, profile=profile).suits(told, MONDAY) is fits


def feedback(ledger, word, **detail):
    ledger.append(Record(f"f{word}", MONDAY, None, Kind.FEEDBACK, "cli", (), word, detail))


@pytest.mark.parametrize(
    ("word", "detail", "fits"),
    [
        ("fine", {"exercise": "shoulder_alt"}, True),
        ("hurt", {"exercise": "side_bend", "score": 5}, True),
        ("hurt", {"exercise": "shoulder_alt", "score": 5}, False),
        ("hurt", {"exercise": "walk_corridor", "score": 9}, False),
        ("hard", {"exercise": "shoulder_alt"}, False),
        ("pain", {"region": "shoulder", "score": 5}, False),
        ("pain", {"region": "neck", "score": 7}, False),
        ("signs", {"signs": "chest"}, False),
        ("unwell", {}, False),
    ],
)
def test_a_suggestion_no_longer_suits_once_something_in_it_hurt(ledger, word, detail, fits):
    told = Suggestion("", (Item("shoulder_alt", "", 2, 30),), 6, 66, "walk_corridor", "tip", "")
    chooses = composer(ledger)
    assert chooses.suits(told, MONDAY)
    feedback(ledger, word, **detail)
    assert chooses.suits(told, MONDAY) is fits


def test_what_is_done_gently_already_still_suits(ledger):
    told = Suggestion("", (Item("shoulder_alt", "", 2, 30, "gentle"),), 6, 66, "walk_corridor", "tip", "")
    feedback(ledger, "pain", region="shoulder", score=5)
    assert composer(ledger).suits(told, MONDAY)


def test_a_day_later_it_suits_again(ledger):
    told = Suggestion("", (Item("shoulder_alt", "", 2, 30),), 6, 66, "walk_corridor", "tip", "")
    feedback(ledger, "unwell")
    assert composer(ledger).suits(told, MONDAY + timedelta(days=1))


def test_an_alternative_that_has_to_be_gentle_suits_no_longer(ledger):
    told = Suggestion("", (Item("side_bend", "", 2, 30),), 6, 66, "door_reach", "tip", "")
    feedback(ledger, "pain", region="shoulder", score=5)
    assert not composer(ledger).suits(told, MONDAY)


# ------------------------------------------------------------------ for one who meets prompts in a way of their own


def prompted(ledger, at, kind):
    name = f"p{at.isoformat()}"
    ledger.append(Record(name, at, None, Kind.PROMPTED, "policy", (), None, {"prompt": name, "showing": 1}))
    ledger.append(Record(f"{name}-a", at, None, kind, "cli", (), None, {"prompt": name, "showing": 1}))


def refused(ledger, times):
    for number in range(times):
        prompted(ledger, MONDAY - timedelta(hours=times - number), Kind.SKIPPED)


@pytest.mark.parametrize(("times", "walks"), [(2, False), (3, True), (7, True)])
def test_after_three_refusals_the_walk_goes_first_within_45_seconds(ledger, times, walks):
    practised(ledger, 10)
    refused(ledger, times)
    for seed in range(20):
        told = composer(ledger, "routine.seconds=120").suggest(replace(NOW, seed=seed))
        assert told.walk_first is walks
        assert (told.total_seconds <= 45) is walks
        assert not walks or told.alternative == "walk_corridor"
        assert told.alternative not in {item.id for item in told.items}


def test_after_a_break_they_are_as_they_were(ledger):
    practised(ledger, 10)
    refused(ledger, 5)
    prompted(ledger, MONDAY, Kind.DONE)
    assert not composer(ledger).suggest(NOW).walk_first


@pytest.mark.parametrize("words", [["routine.can_stand=false"], ["prompt.style=tips", "routine.can_stand=false"]])
def test_who_cannot_stand_is_sent_on_no_walk(ledger, words):
    practised(ledger, 10)
    refused(ledger, 5)
    told = composer(ledger, *words).suggest(NOW)
    assert "walk_corridor" not in {told.alternative, *(item.id for item in told.items)}


@pytest.mark.parametrize("style", ["full", "tips"])
def test_who_must_not_walk_is_sent_on_no_walk(ledger, style):
    practised(ledger, 10)
    refused(ledger, 5)
    profile = Profile(asked=True, conditions=frozenset({"balance"}))
    told = composer(ledger, f"prompt.style={style}", profile=profile).suggest(NOW)
    assert "walk_corridor" not in {told.alternative, *(item.id for item in told.items)}


def test_tips_bring_a_walk_and_a_tip(ledger):
    practised(ledger, 10)
    told = composer(ledger, "prompt.style=tips").suggest(NOW)
    assert [item.id for item in told.items] == ["walk_corridor"]
    assert told.tip
    assert told.form is Form.TIP_ALONE


def test_another_one_is_an_exercise_even_then(ledger):
    practised(ledger, 10)
    chosen = composer(ledger, "prompt.style=tips")
    told = chosen.suggest(replace(NOW, swapped=chosen.suggest(NOW)))
    assert told.form is not Form.TIP_ALONE
    assert [item.id for item in told.items] != ["walk_corridor"]


def test_who_asks_for_a_break_gets_exercises_even_then(ledger):
    practised(ledger, 10)
    told = composer(ledger, "prompt.style=tips").suggest(replace(NOW, asked=True))
    assert told.form is not Form.TIP_ALONE
    assert [item.id for item in told.items] != ["walk_corridor"]


def test_the_first_prompt_after_a_week_away_is_greeted_and_the_next_is_not(ledger):
    prompted(ledger, MONDAY - timedelta(days=9), Kind.DONE)
    assert composer(ledger).suggest(NOW).opening == "Hello again"
    prompted(ledger, MONDAY, Kind.DONE)
    assert composer(ledger).suggest(NOW).opening != "Hello again"


@pytest.mark.parametrize(("style", "banner"), [("full", 0.0), ("tips", 0.0), ("badge", None), ("badge_first", 180.0)])
def test_the_style_says_when_a_prompt_becomes_a_notification(style, banner):
    assert rules_of(override(Settings(), [f"prompt.style={style}"]), lambda occasion: None, UTC, 0).banner == banner


@pytest.mark.parametrize("style", ["full", "tips"])
def test_whom_the_walk_hurt_is_sent_on_no_walk(ledger, style):
    practised(ledger, 10)
    refused(ledger, 5)
    feedback(ledger, "hurt", exercise="walk_corridor", score=9)
    told = composer(ledger, f"prompt.style={style}").suggest(NOW)
    assert "walk_corridor" not in {told.alternative, *(item.id for item in told.items)}


@pytest.mark.parametrize("style", ["full", "tips"])
def test_while_exercises_are_off_nothing_is_suggested_or_greeted(ledger, style):
    prompted(ledger, MONDAY - timedelta(days=9), Kind.DONE)
    refused(ledger, 5)
    feedback(ledger, "signs", signs="chest")
    told = composer(ledger, f"prompt.style={style}").suggest(NOW)
    assert told.items == ()
    assert (told.opening, told.form) != ("Hello again", Form.TIP_ALONE)


@pytest.mark.parametrize("style", ["full", "tips"])
def test_a_walk_that_was_switched_off_goes_nowhere_first(ledger, style):
    practised(ledger, 10)
    refused(ledger, 5)
    told = composer(ledger, f"prompt.style={style}", "exercise.walk_corridor.enabled=false").suggest(NOW)
    assert "walk_corridor" not in {told.alternative, *(item.id for item in told.items)}


def test_whoever_passes_prompts_over_is_suggested_no_long_session(ledger):
    practised(ledger, 10)
    profile = Profile(asked=True, place="home", home_session=True, equipment=frozenset({"mat"}))
    later = replace(NOW, at=MONDAY.replace(hour=17))
    assert composer(ledger, profile=profile).suggest(later).total_seconds > 120
    refused(ledger, 3)
    assert composer(ledger, profile=profile).suggest(later).total_seconds <= 45
