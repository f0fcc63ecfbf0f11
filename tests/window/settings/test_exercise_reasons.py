"""Why a person does not get an exercise agrees with what is chosen for them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from uncrick.core.history import levels, practice
from uncrick.core.history.pain import Care, ExerciseRestriction, Rest
from uncrick.core.model.profile import Profile
from uncrick.core.selection.candidates import suits
from uncrick.core.selection.situation import Context, situation_of
from uncrick.settings import Routine, Settings
from uncrick.storage import profile_file
from uncrick.storage.shipped_data import catalogue
from uncrick.window.settings.exercise_reasons import Person, is_retired, reasons

NOW = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
KNOWN = catalogue()
SEATED = Profile(asked=True)
ALL = Profile(asked=True, place="home", trains=True, home_session=True, equipment=frozenset(KNOWN.equipment))


def person(profile=ALL, *, routine=None, done=practice.EMPTY, declined=False):
    return Person(profile, Settings(routine=routine or Routine()), done, declined, NOW)


def why(name, *, off=frozenset(), **facts):
    reason = reasons(KNOWN, person(**facts), off)[name]
    return reason.text if reason else ""


def test_whoever_has_and_may_do_everything_gets_everything_at_home():
    left = {name for name, reason in reasons(KNOWN, person(), frozenset()).items() if reason}
    assert {KNOWN.exercise(name).places for name in left} <= {("corridor",), ("stairs",), ("corridor", "stairs")}


@pytest.mark.parametrize(
    ("name", "facts", "expected"),
    [
        ("shrug", {"profile": Profile(asked=True)}, "Not yet: usually from week 3."),
        ("neck_turn", {"profile": Profile()}, "Waits for your answers about your health."),
        (
            "neck_turn",
            {"profile": Profile(asked=True, conditions=frozenset({"dizzy"}))},
            "Left out for your answer: Dizziness, vertigo such as BPPV, fainting or double vision.",
        ),
        ("neck_turn", {"off": frozenset({"neck_turn"})}, "You switched it off."),
        ("bar_hang", {"profile": Profile(asked=True, trains=True)}, "Needs a pull-up bar that does not move."),
        (
            "walk_corridor",
            {"profile": SEATED, "routine": Routine(can_stand=False)},
            "You asked for exercises sitting down only.",
        ),
    ],
)
def test_reason_is_said_in_words(name, facts, expected):
    assert why(name, **facts) == expected


def test_reason_names_the_page_where_it_can_be_changed():
    found = reasons(KNOWN, person(SEATED, routine=Routine(can_stand=False)), frozenset())
    assert found["walk_corridor"].page == "advanced"
    assert reasons(KNOWN, person(Profile()), frozenset())["neck_turn"].page == "about"


@pytest.mark.parametrize(
    ("restriction", "text", "retired"),
    [
        (ExerciseRestriction(retired=True), "It hurt you, so it stays out until you want it back.", True),
        (
            ExerciseRestriction(rest=Rest(NOW.date() + timedelta(days=3))),
            "It hurt you, so it rests until Sun 29 Nov.",
            False,
        ),
    ],
    ids=["retired", "resting"],
)
def test_exercise_that_hurt_says_so(restriction, text, retired):
    asked = person(done=replace(practice.EMPTY, care=Care(marks={"shrug": restriction})))
    assert reasons(KNOWN, asked, frozenset())["shrug"].text == text
    assert is_retired(KNOWN.exercise("shrug"), asked) is retired


def test_pain_reported_today_says_which_part_hurt():
    care = Care(pains={"neck": (NOW.date(), 8)})
    found = reasons(KNOWN, person(done=replace(practice.EMPTY, care=care)), frozenset())
    assert found["neck_turn"].text == "Left out for now, because your neck hurt."


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.builds(
        Profile,
        asked=st.booleans(),
        conditions=st.frozensets(st.sampled_from(sorted(profile_file.lasting(KNOWN))), max_size=2),
        equipment=st.frozensets(st.sampled_from(sorted(profile_file.things(KNOWN)))),
        place=st.sampled_from(["desk", "home"]),
        home_session=st.booleans(),
        trains=st.booleans(),
        consents=st.frozensets(st.sampled_from(sorted(KNOWN.numbers.consent))),
    ),
    st.builds(Routine, discreet=st.booleans(), can_stand=st.booleans()),
)
def test_an_exercise_has_no_reason_exactly_if_it_may_be_chosen(profile, routine):
    asked = person(profile, routine=routine)
    level = levels.level(practice.EMPTY.training, profile, NOW, KNOWN.numbers)
    context = Context(NOW, place=profile.place, can_stand=routine.can_stand, discreet=routine.discreet, level=level)
    situation = situation_of(KNOWN, profile, practice.EMPTY, context, 0)
    at_home = replace(situation, home_only=True)
    session = profile.home_session and profile.place == "home"
    for name, reason in reasons(KNOWN, asked, frozenset()).items():
        exercise = KNOWN.exercise(name)
        somewhere = {"both": True, "set": True, "home": session}[exercise.use]
        comes = somewhere and suits(situation if exercise.use == "both" else at_home, exercise)
        assert (reason is None) == comes, (name, reason)
