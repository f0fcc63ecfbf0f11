"""Why a person does not get an exercise agrees with what is chosen for them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from uncrick.core.history import levels, practice
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Kind, Record
from uncrick.core.selection.candidates import suits
from uncrick.core.selection.situation import Context, situation_of
from uncrick.settings import Routine, Settings
from uncrick.storage import profile_file
from uncrick.storage.shipped_data import catalogue, rules
from uncrick.window.settings.exercise_reasons import Person, is_retired, reasons

NOW = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
KNOWN = catalogue()
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
        ("bar_hang", {"profile": Profile(asked=True, trains=True)}, "Needs a secure bar."),
        ("walk_corridor", {"routine": Routine(can_stand=False)}, None),
    ],
)
def test_reason_is_said_in_words(name, facts, expected):
    said = why(name, **facts)
    assert said == expected if expected is not None else said


def test_reason_names_the_page_where_it_can_be_changed():
    found = reasons(KNOWN, person(Profile(), routine=Routine(can_stand=False)), frozenset())
    assert found["neck_turn"].page == "about"
    standing = next(name for name, each in KNOWN.exercises.items() if each.position == "stand" and not each.equipment)
    assert found[standing] is not None


def test_exercise_that_was_retired_says_so():
    hurt = [
        Record(f"r{n}", NOW - timedelta(days=20 - n), None, Kind.FEEDBACK, "tray", (), "hurt", {"exercise": "shrug"})
        for n in range(6)
    ]
    done = practice.practice(hurt, UTC, rules())
    asked = person(done=done)
    if is_retired(KNOWN.exercise("shrug"), asked):
        assert "It hurt you" in reasons(KNOWN, asked, frozenset())["shrug"].text


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
    at_home = situation_of(KNOWN, profile, practice.EMPTY, context, 0)
    object.__setattr__(at_home, "home_only", True)
    session = profile.home_session and profile.place == "home"
    for name, reason in reasons(KNOWN, asked, frozenset()).items():
        exercise = KNOWN.exercise(name)
        comes = suits(situation, exercise) if exercise.use == "both" else session and suits(at_home, exercise)
        assert (reason is None) == comes, (name, reason)
