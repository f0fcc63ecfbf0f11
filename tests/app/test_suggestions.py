"""The composer: settings, profile and practice become what the core chooses by."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from app.life import MONDAY
from uncrick.app.history_cache import HistoryCache
from uncrick.app.simulation.desk import NoJournal
from uncrick.app.suggestions import SuggestionSource, rules_of
from uncrick.core.history.day import Today
from uncrick.core.model.prescription import Plan, Prescription
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Item, Kind, Record
from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.presentation import prompt_text
from uncrick.core.scheduling.rules import Breaks, Occasion
from uncrick.errors import UsageError
from uncrick.settings import Settings, override
from uncrick.storage import paths, shipped_data
from uncrick.storage.plan import plan_file
from uncrick.storage.shipped_data import catalogue

NOW = Occasion(MONDAY, 1)
ASKED = Profile(asked=True)


@pytest.fixture
def history():
    return HistoryCache(NoJournal(), UTC, Today(MONDAY.date()), shipped_data.rules())


def source_with(history, *words, profile=ASKED):
    return SuggestionSource(history, override(Settings(), words), profile)


def practised(history, days):
    """A break with exercises on each of so many working days."""
    for day in range(days):
        at = MONDAY - timedelta(days=days - day)
        item = Item("neck_turn", "Turn", 5, 40)
        detail = {"credited": True, "seconds": 60}
        history.append(Record(f"r{day}", at, at + timedelta(minutes=1), Kind.DONE, "cli", (item,), None, detail))


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


def test_the_same_occasion_gives_the_same_suggestion(history):
    source = source_with(history)
    assert source.suggest(NOW) == source.suggest(NOW)


def test_another_seed_gives_another_suggestion_in_the_end(history):
    source = source_with(history)
    assert len({source.suggest(replace(NOW, seed=seed)) for seed in range(8)}) > 1


def test_the_budget_is_observed(history):
    practised(history, 10)
    for seconds in (30, 60, 120):
        suggestion = source_with(history, f"routine.seconds={seconds}").suggest(NOW)
        assert suggestion.total_seconds <= seconds


def test_who_cannot_stand_is_suggested_nothing_that_stands(history):
    source = source_with(history, "routine.can_stand=false")
    shipped = catalogue()
    for seed in range(20):
        suggestion = source.suggest(replace(NOW, seed=seed))
        assert all(shipped.exercise(item.id).position != "standing" for item in suggestion.items)


def test_a_discreet_routine_is_one_that_nobody_notices(history):
    source = source_with(history, "routine.discreet=true")
    shipped = catalogue()
    for seed in range(20):
        assert all(shipped.exercise(item.id).visibility == 0 for item in source.suggest(replace(NOW, seed=seed)).items)


def test_what_was_swapped_away_is_not_suggested_again(history):
    source = source_with(history)
    first = source.suggest(NOW)
    second = source.suggest(replace(NOW, swapped=first))
    assert {item.id for item in first.items}.isdisjoint(item.id for item in second.items)


def test_until_the_profile_is_answered_there_is_nothing_for_the_neck(history):
    source = source_with(history, profile=Profile())
    shipped = catalogue()
    for seed in range(20):
        suggestion = source.suggest(replace(NOW, seed=seed))
        assert all(shipped.exercise(item.id).region != "neck" for item in suggestion.items)


def test_settings_and_profile_can_be_exchanged(history):
    source = source_with(history)
    practised(history, 10)
    source.settings = override(Settings(), ["routine.seconds=30"])
    assert source.suggest(NOW).total_seconds <= 30


def test_a_beginner_is_at_the_first_level(history):
    assert source_with(history).level(NOW.at) == 1


def test_any_exercise_can_be_asked_for_by_its_id(history):
    suggestion = source_with(history).by_hand("neck_press_fb", NOW)
    assert [item.id for item in suggestion.items][:1] == ["neck_press_fb"]


def test_an_unknown_id_names_the_closest(history):
    with pytest.raises(UsageError, match="neck_turn"):
        source_with(history).by_hand("neck_trun", NOW)


def test_relief_is_seated_and_simple(history):
    shipped = catalogue()
    for seed in range(10):
        suggestion = source_with(history).ease(replace(NOW, seed=seed))
        assert all(shipped.exercise(item.id).position != "standing" for item in suggestion.items)


# ------------------------------------------------------------------ what the profile changes


def test_who_declined_stays_on_the_first_level(history):
    source = source_with(history)
    source.profile = replace(source.profile, trains=True)
    assert source.level(NOW.at) == 3
    source.first_level_only = True
    assert source.level(NOW.at) == 1


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
def test_a_suggestion_suits_whom_nothing_in_it_is_left_out_for(history, profile, ids, alternative, fits):
    items = tuple(Item(id_, id_, 2, 30) for id_ in ids)
    suggestion = Suggestion("", items, 6, 66, alternative, "tip", "")
    assert source_with(history, profile=profile).suits(suggestion, MONDAY) is fits


def feedback(history, word, **detail):
    history.append(Record(f"f{word}", MONDAY, None, Kind.FEEDBACK, "cli", (), word, detail))


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
def test_a_suggestion_no_longer_suits_once_something_in_it_hurt(history, word, detail, fits):
    suggestion = Suggestion("", (Item("shoulder_alt", "", 2, 30),), 6, 66, "walk_corridor", "tip", "")
    source = source_with(history)
    assert source.suits(suggestion, MONDAY)
    feedback(history, word, **detail)
    assert source.suits(suggestion, MONDAY) is fits


def test_what_is_done_gently_already_still_suits(history):
    suggestion = Suggestion("", (Item("shoulder_alt", "", 2, 30, "gentle"),), 6, 66, "walk_corridor", "tip", "")
    feedback(history, "pain", region="shoulder", score=5)
    assert source_with(history).suits(suggestion, MONDAY)


def test_a_day_later_it_suits_again(history):
    suggestion = Suggestion("", (Item("shoulder_alt", "", 2, 30),), 6, 66, "walk_corridor", "tip", "")
    feedback(history, "unwell")
    assert source_with(history).suits(suggestion, MONDAY + timedelta(days=1))


def test_an_alternative_that_has_to_be_gentle_suits_no_longer(history):
    suggestion = Suggestion("", (Item("side_bend", "", 2, 30),), 6, 66, "door_reach", "tip", "")
    feedback(history, "pain", region="shoulder", score=5)
    assert not source_with(history).suits(suggestion, MONDAY)


# ------------------------------------------------------------------ for one who meets prompts in a way of their own


def prompted(history, at, kind):
    name = f"p{at.isoformat()}"
    history.append(Record(name, at, None, Kind.PROMPTED, "policy", (), None, {"prompt": name, "showing": 1}))
    history.append(Record(f"{name}-a", at, None, kind, "cli", (), None, {"prompt": name, "showing": 1}))


def refused(history, times):
    for number in range(times):
        prompted(history, MONDAY - timedelta(hours=times - number), Kind.SKIPPED)


@pytest.mark.parametrize(("times", "walks"), [(2, False), (3, True), (7, True)])
def test_after_three_refusals_getting_up_goes_first_within_45_seconds(history, times, walks):
    practised(history, 10)
    refused(history, times)
    for seed in range(20):
        suggestion = source_with(history, "routine.seconds=120").suggest(replace(NOW, seed=seed))
        assert suggestion.walk_first is walks
        assert (suggestion.total_seconds <= 45) is walks
        assert not walks or catalogue().exercise(suggestion.alternative).position in ("walk", "stand")
        assert suggestion.alternative not in {item.id for item in suggestion.items}


def test_after_a_break_they_are_as_they_were(history):
    practised(history, 10)
    refused(history, 5)
    prompted(history, MONDAY, Kind.DONE)
    assert not source_with(history).suggest(NOW).walk_first


BALANCE = replace(ASKED, conditions=frozenset({"balance"}))
WALK_HURT = {"word": "hurt", "exercise": "walk_corridor", "score": 9}


@pytest.mark.parametrize("style", ["full", "tips"])
@pytest.mark.parametrize(
    ("words", "profile", "answer"),
    [
        (["routine.can_stand=false"], ASKED, {}),
        ([], BALANCE, {}),
        ([], ASKED, WALK_HURT),
        (["exercise.walk_corridor.enabled=false"], ASKED, {}),
    ],
    ids=["who_cannot_stand", "who_must_not_walk", "whom_it_hurt", "who_switched_it_off"],
)
def test_some_are_sent_on_no_walk(history, style, words, profile, answer):
    practised(history, 10)
    refused(history, 5)
    if answer:
        feedback(history, **answer)
    suggestion = source_with(history, f"prompt.style={style}", *words, profile=profile).suggest(NOW)
    assert "walk_corridor" not in {suggestion.alternative, *(item.id for item in suggestion.items)}


def test_tips_bring_a_walk_and_a_tip(history):
    practised(history, 10)
    suggestion = source_with(history, "prompt.style=tips").suggest(NOW)
    assert [item.id for item in suggestion.items] == ["walk_corridor"]
    assert suggestion.tip
    assert suggestion.form is Form.TIP_ALONE


def test_another_one_is_an_exercise_even_then(history):
    practised(history, 10)
    source = source_with(history, "prompt.style=tips")
    suggestion = source.suggest(replace(NOW, swapped=source.suggest(NOW)))
    assert suggestion.form is not Form.TIP_ALONE
    assert [item.id for item in suggestion.items] != ["walk_corridor"]


def test_who_asks_for_a_break_gets_exercises_even_then(history):
    practised(history, 10)
    suggestion = source_with(history, "prompt.style=tips").suggest(replace(NOW, asked=True))
    assert suggestion.form is not Form.TIP_ALONE
    assert [item.id for item in suggestion.items] != ["walk_corridor"]


def test_the_first_prompt_after_a_week_away_is_greeted_and_the_next_is_not(history):
    prompted(history, MONDAY - timedelta(days=9), Kind.DONE)
    assert source_with(history).suggest(NOW).opening == "Hello again"
    prompted(history, MONDAY, Kind.DONE)
    assert source_with(history).suggest(NOW).opening != "Hello again"


@pytest.mark.parametrize(("style", "banner"), [("full", 0.0), ("tips", 0.0), ("badge", None), ("badge_first", 180.0)])
def test_the_style_says_when_a_prompt_becomes_a_notification(style, banner):
    assert rules_of(override(Settings(), [f"prompt.style={style}"]), lambda occasion: None, UTC, 0).banner == banner


@pytest.mark.parametrize("style", ["full", "tips"])
def test_while_exercises_are_off_nothing_is_suggested_or_greeted(history, style):
    prompted(history, MONDAY - timedelta(days=9), Kind.DONE)
    refused(history, 5)
    feedback(history, "signs", signs="chest")
    suggestion = source_with(history, f"prompt.style={style}").suggest(NOW)
    assert suggestion.items == ()
    assert (suggestion.opening, suggestion.form) != ("Hello again", Form.TIP_ALONE)


def test_whoever_passes_prompts_over_is_suggested_no_long_session(history):
    practised(history, 10)
    profile = Profile(asked=True, place="home", home_session=True, equipment=frozenset({"mat"}))
    later = replace(NOW, at=MONDAY.replace(hour=17))
    assert source_with(history, profile=profile).suggest(later).total_seconds > 120
    refused(history, 3)
    assert source_with(history, profile=profile).suggest(later).total_seconds <= 45


# ---------------------------------------------------------------- a prescribed plan


@pytest.fixture
def planned(history, tmp_path, monkeypatch):
    """A source whose person has a plan of two exercises."""
    monkeypatch.setattr(paths, "data", lambda: str(tmp_path))
    plan_file.store(Plan((Prescription("Row", reps=5, per_day=8),)), MONDAY.date(), catalogue())

    def planned(*words, profile=ASKED):
        return SuggestionSource(history, override(Settings(), words), profile, str(tmp_path / "exercises"))

    return planned


@pytest.mark.parametrize(
    "words", [(), ("prompt.style=tips",), ("routine.discreet=true",), ("routine.can_stand=false",)]
)
def test_the_plan_comes_first_in_whatever_way_the_person_is_prompted(planned, words):
    assert planned(*words).suggest(NOW).items[0].id == "plan-row"


def test_a_plan_that_was_taken_in_or_removed_is_followed_at_the_next_break(planned):
    source = planned()
    assert source.suggest(NOW).items[0].id == "plan-row"
    pending = source.suggest(NOW)

    plan_file.remove()
    assert source.suggest(NOW).items[0].id != "plan-row"
    assert not source.suits(pending, MONDAY)
    assert source.catalogue.exercise("plan-row").name == "Row"


def test_a_plan_that_was_damaged_is_said_and_ours_goes_on(planned):
    source = planned()
    with open(paths.plan_file(), "w", encoding="utf-8") as file:
        file.write("[[exercise]]\nname = 5\n")

    assert source.suggest(NOW).items[0].id != "plan-row"
    assert source.loader.amiss().startswith("the plan of your therapist: line")


def test_a_prompt_says_that_it_is_from_the_plan(planned):
    source = planned("routine.seconds=45")
    wording = prompt_text.prompt(source.suggest(NOW), source.catalogue)

    assert wording.summary == "Row"
    assert "From your therapist's plan." in wording.lines[0]
