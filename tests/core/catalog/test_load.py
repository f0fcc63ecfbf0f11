"""The catalogue: what ships satisfies every rule, and data that breaks one is refused by file, id and rule."""

import copy
import tomllib
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from person import FALLBACK
from uncrick.core.catalog.checks import EXERCISE_RULES
from uncrick.core.catalog.exercise_reader import read_exercise
from uncrick.core.catalog.load import build
from uncrick.core.model.catalog import HEADLINE, Catalogue
from uncrick.errors import CatalogueError
from uncrick.storage import shipped_data

FILES = ("exercises.toml", "tips.toml", "safety.toml", "adherence.toml", "custom_exercises.toml", "figure.toml")
Documents = dict[str, Any]
Change = Callable[[Documents], object]


@cache
def _parsed() -> Documents:
    return {name: tomllib.loads(shipped_data.text(name)) for name in FILES}


@pytest.fixture
def documents() -> Documents:
    return copy.deepcopy(_parsed())


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return shipped_data.catalogue(figure=True)


def of(documents: Documents, exercise_id: str) -> Documents:
    """The raw record of one exercise."""
    found: Documents = next(it for it in documents["exercises.toml"]["exercise"] if it["id"] == exercise_id)
    return found


def refusal(documents: Documents) -> list[str]:
    with pytest.raises(CatalogueError) as error:
        build(documents)
    return error.value.message.splitlines()


# ---------------------------------------------------------------- what ships


def test_everything_of_the_guidance_is_there(catalogue: Catalogue) -> None:
    counts = {
        "exercises": len(catalogue.exercises),
        "tips": len(catalogue.tips),
        "red flags": len(catalogue.red_flags),
        "pain rules": len(catalogue.pain_rules),
        "conditions": len(catalogue.conditions),
        "references": len(catalogue.references),
        "excluded": len(catalogue.excluded),
        "base poses": len(catalogue.bases),
    }

    assert counts == {
        "exercises": 49,
        "tips": 46,
        "red flags": 15,
        "pain rules": 6,
        "conditions": 21,
        "references": 26,
        "excluded": 6,
        "base poses": 21,
    }


def test_mappings_are_by_id(catalogue: Catalogue) -> None:
    for mapping in (catalogue.exercises, catalogue.tips, catalogue.conditions, catalogue.areas, catalogue.references):
        assert all(name == it.id for name, it in mapping.items())


def test_the_figure_is_left_out_where_it_is_not_wanted() -> None:
    small = shipped_data.catalogue()

    assert small.rig is None
    assert not small.bases
    assert all(not it.keyframes for it in small.exercises.values())
    assert [it.id for it in small.exercises.values()] == list(shipped_data.catalogue(figure=True).exercises)


def test_without_the_figure_its_file_is_not_needed(documents: Documents) -> None:
    del documents["figure.toml"]

    assert build(documents, figure=False).exercises


def test_headlines_are_all_different(catalogue: Catalogue) -> None:
    headlines = [it.headline for it in catalogue.exercises.values()]

    assert len(set(headlines)) == len(headlines)


def test_an_exercise_has_one_short_name(catalogue: Catalogue) -> None:
    for exercise in catalogue.exercises.values():
        assert exercise.headline == exercise.name, exercise.id
        assert len(exercise.name) <= HEADLINE, exercise.id


def test_the_line_of_a_tip_fits_eighty_characters(catalogue: Catalogue) -> None:
    for tip in catalogue.tips.values():
        assert len(f"Tip: {tip.short}") <= 80, tip.id


def test_the_rules_of_a_history_are_those_of_the_whole_catalogue(catalogue: Catalogue) -> None:
    assert shipped_data.rules() == catalogue.history_rules


# ---------------------------------------------------------------- T10: what is refused


GONE = object()
"""In the place of a value: its key is taken out."""


def _set(where: str, *path: str | int, **values: object) -> Change:
    """Change keys in a table of a file, or of an exercise, by its id."""

    def change(documents: Documents) -> None:
        here = documents[where] if where in documents else of(documents, where)
        for step in path:
            here = here[step]
        here.update(values)
        for key in [key for key in values if values[key] is GONE]:
            del here[key]

    return change


def _without(exercise_id: str, condition: str) -> Change:
    return lambda documents: of(documents, exercise_id)["contraindications"].remove(condition)


def _both(*changes: Change) -> Change:
    return lambda documents: [change(documents) for change in changes]


def _unsourced(tip: str) -> Change:
    def change(documents: Documents) -> None:
        next(entry for entry in documents["tips.toml"]["tip"] if entry["id"] == tip)["evidence"] = []

    return change


def _for_nobody_else(**values: object) -> Change:
    """Change what bars nobody, apart from the fallback."""
    return _both(*(_set(name, **values) for name in ("relief_comfort", "eyes_far", "breathe_slow")))


BOOK, CUSTOM = "exercises.toml", "custom_exercises.toml"
MOVE_HEAD = (
    *("neck_nod", "neck_turn", "neck_tilt", "chin_tuck", "round_stand"),
    *("cat_floor", "curl_knees", "curl_up", "chest_lift_prone", "press_up_half"),
)
STAND_FREE = ("side_bend", "round_stand", "reach_stand", "shoulder_alt", "shrug_weights", "walk_corridor")
LONG = " ".join(["word"] * 41)

EXERCISE_BREACHES: list[tuple[str, str, Change]] = [
    ("id", "Neck turn", _set("neck_turn", id="Neck turn")),
    ("region", "shrug", _set("shrug", region="neck")),
    ("use", "shrug", _set("shrug", use="home")),
    ("use", "shrug", _set("shrug", places=[])),
    ("dose", "shrug", _set("shrug", per_day_reps=4)),
    ("dose", "shrug", _set("shrug", "gentle", reps=6)),
    ("effort", "curl_up", _set("curl_up", effort="60 percent")),
    ("duration", "neck_nod", _set("neck_nod", duration_s={"micro": 80, "full": 79})),
    ("duration", "cat_floor", _set("cat_floor", duration_s={"micro": 68, "full": 68})),
    ("duration", "neck_nod", _set("neck_nod", "phases", 0, s=4)),
    ("instruction length", "stairs", _set("stairs", instruction=LONG)),
    ("cue place", "shrug", _set("shrug", "cues", 1, t=3)),
    ("cue place", "shrug", lambda documents: of(documents, "shrug")["cues"].pop()),
    ("cue length", "shrug", _set("shrug", "cues", 0, say="Lift both of your shoulders very slowly now")),
    ("cue length", "shrug", _set("shrug", "cues", 0, brief="Lift both of your shoulders very slowly now")),
    ("cue length", "breathe_drop", _set("breathe_drop", setup_say="Rest both of your hands in your lap")),
    # side_bend: stretch 2 s, return 2 s, relax 2 s
    (
        "relax",
        "side_bend",
        _both(
            _set("side_bend", "phases", 3, s=1), _set("side_bend", "phases", 4, s=3), _set("side_bend", "cues", 4, t=7)
        ),
    ),
    ("relax", "side_bend", _set("side_bend", "phases", 3, kind="move")),
    ("relax", "neck_press_fb", _set("neck_press_fb", "phases", 5, kind="return")),
    (
        "relax",
        "neck_press_fb",
        _both(
            _set("neck_press_fb", "phases", 1, s=6),
            _set("neck_press_fb", "phases", 2, s=4),
            _set("neck_press_fb", "cues", 2, t=8),
        ),
    ),
    ("relax", "breathe_drop", _set("breathe_drop", "phases", 1, kind="return")),
    ("breathing", "cat_floor", _set("cat_floor", "cues", 1, say="Hold it there.")),
    ("unknown gentle.alt", "neck_nod", _set("neck_nod", "gentle", alt="chin_glide")),
    ("unknown gentle.alt", "neck_nod", _set("neck_nod", "gentle", alt="neck_nod")),
    ("unknown gentle.alt", "neck_nod", _set("neck_nod", "gentle", alt="")),
    ("base", "shrug", _set("shrug", base="sit_nowhere")),
    ("base", "shrug", _set("shrug", base="sit_side")),
    ("channel", "shrug", _set("shrug", "keyframes", 1, pose={"clavicle": 24})),
    ("channel", "shrug", _set("shrug", "keyframes", 1, pose={"lumbar": 24})),
    ("keyframes", "shrug", _set("shrug", "keyframes", 4, pose={"clav_l": 1})),
    ("keyframes", "shrug", _set("shrug", "keyframes", 4, t=9)),
    ("keyframes", "shrug", _set("shrug", "keyframes", 2, t=2)),
    ("keyframes", "shrug", _set("shrug", keyframes=[])),
    ("cycle end", "shrug", _set("shrug", "phases", -1, kind="move")),
    ("cycle end", "bar_hang", _set("bar_hang", "phases", -1, kind="move")),
    *(("moves the head", name, _without(name, "neck_injury")) for name in MOVE_HEAD),
    *(("moves the head", name, _without(name, "vascular")) for name in MOVE_HEAD),
    ("moves the head", "neck_press_fb", _without("neck_press_fb", "inflam_neck")),
    ("moves the head", "seat_tilt", _set("seat_tilt", "keyframes", 1, pose={"neck": 11})),
    ("moves the head", "shrug", _set("shrug", "keyframes", 1, pose={"neck_side": -11})),
    ("moves the head", "blade_squeeze", _set("blade_squeeze", "keyframes", 1, pose={"head_shift": 0.03})),
    ("moves the head", "leg_lift_prone", _set("leg_lift_prone", "keyframes", 1, pose={"thorax": -20})),
    ("lies on the back", "relief_rock", _without("relief_rock", "pregnant")),
    ("lies on the back", "relief_comfort", _set("relief_comfort", base="supine_knees")),
    *(("stands free", name, _without(name, "balance")) for name in STAND_FREE),
    ("stands free", "door_reach", _set("door_reach", equipment=[], props=[])),
    ("unknown tag", "shrug", _set("shrug", contraindications=["shoulders"])),
    ("unknown area", "shrug", _set("shrug", area="neck")),
    ("unknown place", "shrug", _set("shrug", places=["kitchen"])),
    ("unknown equipment", "shrug", _set("shrug", equipment=["kettlebell"])),
    ("unknown exercise", "bar_hang.after", _set("bar_hang", after={"id": "bar", "times": 3})),
    ("unknown word", "shrug", _set("shrug", position="lie")),
    ("unknown word", "shrug.phases 1", _set("shrug", "phases", 0, kind="bounce")),
    ("unknown key", "shrug", _set("shrug", colour="red")),
    ("unknown key", "shrug.gentle", _set("shrug", "gentle", speed=2)),
    ("missing key", "shrug", _set("shrug", caution=GONE)),
    ("missing key", "shrug", _set("shrug", reps=GONE)),
    ("missing key", "shrug", _set("shrug", phases=GONE)),
    ("missing key", "shrug", _set("shrug", loop=GONE)),
    ("missing key", "exercise 6", _set("shrug", id=GONE)),
    ("wrong type", "shrug", _set("shrug", level="2")),
    ("wrong type", "shrug", _set("shrug", level=True)),
    ("wrong type", "shrug", _set("shrug", loop=0)),
    ("wrong type", "shrug", _set("shrug", view=3)),
    ("wrong type", "shrug", _set("shrug", name=7)),
    ("wrong type", "shrug", _set("shrug", places="home")),
    ("wrong type", "shrug", _set("shrug", places=[1])),
    ("wrong type", "shrug", _set("shrug", reps=5)),
    ("wrong type", "shrug", _set("shrug", phases=[3])),
    ("wrong type", "shrug.gentle", _set("shrug", "gentle", amplitude="half")),
    ("out of range", "shrug", _set("shrug", level=4)),
    ("out of range", "shrug", _set("shrug", visibility=-1)),
    ("out of range", "shrug.gentle", _set("shrug", "gentle", amplitude=1.5)),
    ("out of range", "neck_press_fb.gentle", _set("neck_press_fb", "gentle", effort=0.6)),
    ("out of range", "shrug.phases 1", _set("shrug", "phases", 0, s=0)),
    ("said twice", "shrug", _set("shrug", places=["home", "home"])),
    ("empty text", "shrug", _set("shrug", caution=" ")),
    ("too long", "shrug", _set("shrug", headline="Shrug both of the shoulders at once")),
    ("too long", "shrug", _set("shrug", how=LONG)),
]


@pytest.mark.parametrize(("rule", "record", "change"), EXERCISE_BREACHES)
def test_an_exercise_that_breaks_a_rule_is_refused_by_file_id_and_rule(
    documents: Documents, rule: str, record: str, change: Change
) -> None:
    change(documents)

    lines = refusal(documents)

    assert any(line.startswith(f"{BOOK}: {record}: {rule}: ") for line in lines), lines


def test_every_rule_of_an_exercise_has_a_breach_above() -> None:
    assert {name for name, _ in EXERCISE_RULES} <= {rule for rule, _, _ in EXERCISE_BREACHES}


OTHER_BREACHES: list[tuple[str, Change]] = [
    (
        f"{BOOK}: neck_nod: duplicate id: ",
        lambda documents: documents[BOOK]["exercise"].append(of(documents, "neck_nod")),
    ),
    (
        "tips.toml: food: duplicate id: ",
        lambda documents: documents["tips.toml"]["tip"].append({**documents["tips.toml"]["tip"][20]}),
    ),
    (f"{BOOK}: neck_nod: gentle.alt in a circle: ", _set("chin_tuck", "gentle", alt="neck_nod")),
    (f"{BOOK}: {FALLBACK}: fallback: ", _set(FALLBACK, contraindications=["dizzy"])),
    (f"{BOOK}: {FALLBACK}: fallback: ", _for_nobody_else(contraindications=["pregnant"])),
    (f"{BOOK}: neck_nod: evidence: it names no source", _set("neck_nod", evidence=[])),
    (f"{BOOK}: KOVACS-2003: unused reference: ", _unsourced("mattress")),
    (f"{BOOK}: routine.weekly_quota: unknown area: ", _set(BOOK, "routine", "weekly_quota", feet=2)),
    (f"{BOOK}: routine.owed: unknown exercise: ", _set(BOOK, "routine", "owed", ids=["neck_roll"])),
    (f"{BOOK}: routine.introduce: unknown exercise: ", _set(BOOK, "routine", introduce=["neck_roll"])),
    (f"{BOOK}: routine.consent: unknown exercise: ", _set(BOOK, "routine", "consent", prone=["neck_roll"])),
    (f"{BOOK}: swim_dry: consent: ", _set(BOOK, "routine", "consent", prone=["leg_lift_prone"])),
    (f"{BOOK}: {FALLBACK}: fallback: ", _for_nobody_else(level=2)),
    (f"{BOOK}: routine: out of range: max_items", _set(BOOK, "routine", max_items=-1)),
    (f"{BOOK}: routine: unknown key: maxitems", _set(BOOK, "routine", maxitems=2)),
    (f"{BOOK}: desk: unknown equipment: ", _set(BOOK, "equipment", 0, includes=["chair"])),
    (f"{BOOK}: tumbler: unknown exercise: ", _set(BOOK, "excluded", 0, instead="roll")),
    (f"{BOOK}: level 2: missing key: n", _set(BOOK, "level", 1, n=GONE)),
    (f"{BOOK}: file: unknown word: schema", _set(BOOK, schema="recipes")),
    (f"{BOOK}: file: unknown key: exercises", _set(BOOK, exercises=[])),
    (f"{BOOK}: file: missing key: area", _set(BOOK, area=GONE)),
    ("tips.toml: monitor_top: unknown reference: ", _set("tips.toml", "tip", 0, evidence=["OSHA"])),
    ("tips.toml: monitor_top: unknown exercise: ", _set("tips.toml", "tip", 0, needs=["neck_roll"])),
    ("tips.toml: monitor_top: too long: short", _set("tips.toml", "tip", 0, short="x" * 76)),
    ("tips.toml: weights: unknown key: jokes", _set("tips.toml", "weights", jokes=3)),
    ("tips.toml: weights: wrong type: bar", _set("tips.toml", "weights", bar=True)),
    ("tips.toml: openings: openings: 7 lines", _set("tips.toml", openings=[f"Line {n}" for n in range(7)])),
    (
        "tips.toml: openings: openings: 'Five words are too many'",
        lambda documents: documents["tips.toml"]["openings"].append("Five words are too many"),
    ),
    ("safety.toml: dizzy: unknown word: scope", _set("safety.toml", "contraindication", "dizzy", scope="always")),
    ("safety.toml: required: unknown tag: ", _set("safety.toml", "required", lies_on_back=["pregnancy"])),
    ("safety.toml: required: missing key: stands_free", _set("safety.toml", "required", stands_free=GONE)),
    ("safety.toml: chest: unknown reference: ", _set("safety.toml", "red_flag", 0, evidence=["HEART"])),
    ("safety.toml: pain_rule: scores: score 3, ", _set("safety.toml", "pain_rule", 0, score_max=2)),
    ("safety.toml: pain_rule: scores: score 4, ", _set("safety.toml", "pain_rule", 0, score_max=4)),
    ("figure.toml: sit_side: channel: neck_side", _set("figure.toml", "bases", "sit_side", "pose", neck_side=3)),
    ("figure.toml: sit_side.pose: wrong type: neck", _set("figure.toml", "bases", "sit_side", "pose", neck="bent")),
    ("figure.toml: stairs: unknown word: focus", _set("figure.toml", "staging", "stairs", focus=["tail"])),
    ("figure.toml: stairs: unknown word: tracer", _set("figure.toml", "staging", "stairs", tracer="tail")),
    ("figure.toml: stairs: unknown word: ghost", _set("figure.toml", "staging", "stairs", ghost="tail")),
    ("figure.toml: staging: unknown exercise: 'yoga'", _set("figure.toml", "staging", yoga={"focus": ["arm"]})),
    ("figure.toml: rig.channels: unknown word: neck", _set("figure.toml", "rig", "channels", neck="top")),
    ("figure.toml: rig.segments: out of range: foot", _set("figure.toml", "rig", "segments", foot=1.1)),
    ("safety.toml: pain.advice: unknown red flag: ", _set("safety.toml", "pain", advice="hiccups")),
    ("safety.toml: pain: out of range: severe", _set("safety.toml", "pain", severe=-1)),
    ("safety.toml: pain: missing key: notable", _set("safety.toml", "pain", notable=GONE)),
    (
        "safety.toml: neck_severe: missing key: from_score",
        _set("safety.toml", "contraindication", "neck_severe", from_score=GONE),
    ),
    ("safety.toml: head_may_move: missing key: degrees", _set("safety.toml", "head_may_move", degrees=GONE)),
    (f"{BOOK}: routine.walk: unknown exercise: ", _set(BOOK, "routine", walk="stroll")),
    (
        f"{BOOK}: routine.ease: unknown exercise: ",
        lambda documents: documents[BOOK]["routine"]["ease"].update(rest=["nap"]),
    ),
    (f"{BOOK}: routine.alternatives: unknown exercise: ", _set(BOOK, "routine", alternatives=["nap"])),
    (f"{BOOK}: home_session: unknown exercise: 'nap'", _set(BOOK, "home_session", order=[{"best_of": ["nap"]}])),
    (f"{BOOK}: home_session: unknown exercise: 'nap'", _set(BOOK, "home_session", "ease_first", neck=["nap"])),
    (f"{BOOK}: nap: fallback: ", _both(_set(BOOK, "routine", fallback="nap"), _set(FALLBACK, "gentle", alt="shrug"))),
    ("tips.toml: quiet: unknown tip: 'joke'", lambda documents: documents["tips.toml"]["quiet"].append("joke")),
    ("tips.toml: quiet: quiet: 10 tips, at least 11", lambda documents: documents["tips.toml"]["quiet"].pop()),
    ("adherence.toml: adherence: missing key: away_days", _set("adherence.toml", "adherence", away_days=GONE)),
    ("adherence.toml: adherence: wrong type: ask_after", _set("adherence.toml", "adherence", ask_after="5")),
    (f"{CUSTOM}: position.sit: base: 'sit_side'", _set(CUSTOM, "position", "sit", front="sit_side")),
    (f"{CUSTOM}: position: missing key: ball", _set(CUSTOM, "position", ball=GONE)),
    (f"{CUSTOM}: defaults: missing key: level", _set(CUSTOM, "defaults", level=GONE)),
    ("figure.toml: file: missing file: ", lambda documents: documents.pop("figure.toml")),
]


@pytest.mark.parametrize(("start", "change"), OTHER_BREACHES)
def test_other_records_that_break_a_rule_are_refused_by_file_id_and_rule(
    documents: Documents, start: str, change: Change
) -> None:
    change(documents)

    lines = refusal(documents)

    assert any(line.startswith(start) for line in lines), lines


def test_a_missing_table_is_one_fault(documents: Documents) -> None:
    del of(documents, "shrug")["gentle"]

    assert refusal(documents) == [f"{BOOK}: shrug: missing key: gentle is missing"]


def test_all_faults_of_all_files_come_in_one_message(documents: Documents) -> None:
    of(documents, "shrug").update(level=9, colour="red")
    _set("neck_nod", "cues", 0, say=LONG)(documents)
    documents["tips.toml"]["tip"][0]["kind"] = "joke"

    lines = refusal(documents)

    assert len(lines) == 4
    assert [line.split(": ")[1] for line in lines] == ["neck_nod", "shrug", "shrug", "monitor_top"]


def test_one_exercise_can_be_checked_alone(catalogue: Catalogue, documents: Documents) -> None:
    own = {**of(documents, "neck_nod"), "id": "my_nod", "origin": "own"}

    exercise, faults = read_exercise(own, "mine.toml", catalogue.vocabulary())

    assert (exercise.id, faults) == ("my_nod", [])


def test_a_fault_of_a_single_exercise_names_its_own_file(catalogue: Catalogue, documents: Documents) -> None:
    own = {**of(documents, "neck_nod"), "id": "my_nod", "level": 7}

    _exercise, faults = read_exercise(own, "mine.toml", catalogue.vocabulary())

    assert [str(fault) for fault in faults] == ["mine.toml: my_nod: out of range: level = 7, expected 1 to 3"]


def test_without_the_figure_a_single_exercise_keeps_no_keyframes(documents: Documents) -> None:
    known = shipped_data.catalogue().vocabulary()

    assert read_exercise(of(documents, "neck_nod"), "mine.toml", known)[0].keyframes == ()
