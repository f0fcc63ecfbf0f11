"""The catalogue: what ships satisfies every rule, and data that breaks one is refused by file, id and rule."""

import copy
import re
import tomllib
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from uncrick.core.catalog.checks import EXERCISE_RULES
from uncrick.core.catalog.exercise_reader import read_exercise
from uncrick.core.catalog.load import build
from uncrick.core.model.catalog import FALLBACK, Catalogue
from uncrick.core.presentation.exercise_card import card
from uncrick.errors import CatalogueError
from uncrick.storage import shipped_data

FILES = ("exercises.toml", "tips.toml", "safety.toml", "figure.toml")
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
        "exercises": 35,
        "tips": 43,
        "red flags": 15,
        "pain rules": 6,
        "conditions": 21,
        "references": 90,
        "excluded": 5,
        "base poses": 18,
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


def test_a_summary_with_count_and_time_fits_forty_characters(catalogue: Catalogue) -> None:
    for it in catalogue.exercises.values():
        count = "" if it.loop else f", {it.reps.full} times"

        assert len(f"{it.headline}{count}, 2 min") <= 40, it.id


def test_the_line_of_the_alternative_fits_sixty_characters(catalogue: Catalogue) -> None:
    for it in catalogue.exercises.values():
        assert len(f"Or {it.invite}. Just leaving counts.") <= 60, it.id
        assert it.invite[0].islower(), it.id


def test_the_line_of_a_tip_fits_eighty_characters(catalogue: Catalogue) -> None:
    for tip in catalogue.tips.values():
        assert len(f"Tip: {tip.short}") <= 80, tip.id


def test_the_rules_of_a_history_are_those_of_the_whole_catalogue(catalogue: Catalogue) -> None:
    assert shipped_data.rules() == catalogue.history_rules


# ---------------------------------------------------------------- T10: what is refused


def _set(exercise_id: str, **values: object) -> Change:
    return lambda documents: of(documents, exercise_id).update(values)


def _without(exercise_id: str, condition: str) -> Change:
    return lambda documents: of(documents, exercise_id)["contraindications"].remove(condition)


def _drop(exercise_id: str, key: str) -> Change:
    return lambda documents: of(documents, exercise_id).pop(key)


def _phase(exercise_id: str, place: int, **values: object) -> Change:
    return lambda documents: of(documents, exercise_id)["phases"][place].update(values)


def _cue(exercise_id: str, place: int, **values: object) -> Change:
    return lambda documents: of(documents, exercise_id)["cues"][place].update(values)


def _gentle(exercise_id: str, **values: object) -> Change:
    return lambda documents: of(documents, exercise_id)["gentle"].update(values)


def _frame(exercise_id: str, place: int, **values: object) -> Change:
    return lambda documents: of(documents, exercise_id)["keyframes"][place].update(values)


def _in(file: str, *path: str | int, **values: object) -> Change:
    def change(documents: Documents) -> None:
        here = documents[file]
        for step in path:
            here = here[step]
        here.update(values)

    return change


def _both(*changes: Change) -> Change:
    return lambda documents: [change(documents) for change in changes]


BOOK = "exercises.toml"
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
    ("dose", "shrug", _gentle("shrug", reps=6)),
    ("effort", "curl_up", _set("curl_up", effort="60 percent")),
    ("duration", "neck_nod", _set("neck_nod", duration_s={"micro": 80, "full": 79})),
    ("duration", "cat_floor", _set("cat_floor", duration_s={"micro": 68, "full": 68})),
    ("duration", "neck_nod", _phase("neck_nod", 0, s=4)),
    ("instruction length", "stairs", _set("stairs", instruction=LONG)),
    ("cue place", "shrug", _cue("shrug", 1, t=3)),
    ("cue place", "shrug", lambda documents: of(documents, "shrug")["cues"].pop()),
    ("cue length", "shrug", _cue("shrug", 0, say="Lift both of your shoulders very slowly now")),
    ("cue length", "shrug", _cue("shrug", 0, brief="Lift both of your shoulders very slowly now")),
    ("cue length", "breathe_drop", _set("breathe_drop", setup_say="Rest both of your hands in your lap")),
    # neck_tilt: stretch 2 s, return 2 s, relax 2 s
    ("relax", "neck_tilt", _both(_phase("neck_tilt", 3, s=1), _phase("neck_tilt", 4, s=3), _cue("neck_tilt", 4, t=7))),
    ("relax", "neck_tilt", _phase("neck_tilt", 3, kind="move")),
    ("relax", "neck_press_fb", _phase("neck_press_fb", 5, kind="return")),
    (
        "relax",
        "neck_press_fb",
        _both(_phase("neck_press_fb", 1, s=6), _phase("neck_press_fb", 2, s=4), _cue("neck_press_fb", 2, t=8)),
    ),
    ("relax", "breathe_drop", _phase("breathe_drop", 1, kind="return")),
    ("breathing", "cat_floor", _cue("cat_floor", 1, say="Hold it there.")),
    ("unknown gentle.alt", "neck_nod", _gentle("neck_nod", alt="chin_glide")),
    ("unknown gentle.alt", "neck_nod", _gentle("neck_nod", alt="neck_nod")),
    ("unknown gentle.alt", "neck_nod", _gentle("neck_nod", alt="")),
    ("base", "shrug", _set("shrug", base="sit_back")),
    ("base", "shrug", _set("shrug", base="sit_side")),
    ("channel", "shrug", _frame("shrug", 1, pose={"clavicle": 24})),
    ("channel", "shrug", _frame("shrug", 1, pose={"scap": 24})),
    ("keyframes", "shrug", _frame("shrug", 4, pose={"clav_l": 1})),
    ("keyframes", "shrug", _frame("shrug", 4, t=9)),
    ("keyframes", "shrug", _frame("shrug", 2, t=2)),
    ("keyframes", "shrug", _set("shrug", keyframes=[])),
    ("cycle end", "shrug", _phase("shrug", -1, kind="move")),
    ("cycle end", "bar_hang", _phase("bar_hang", -1, kind="move")),
    *(("moves the head", name, _without(name, "neck_injury")) for name in MOVE_HEAD),
    *(("moves the head", name, _without(name, "vascular")) for name in MOVE_HEAD),
    ("moves the head", "neck_press_fb", _without("neck_press_fb", "inflam_neck")),
    ("moves the head", "seat_tilt", _frame("seat_tilt", 1, pose={"neck": 11})),
    ("moves the head", "shrug", _frame("shrug", 1, pose={"neck_side": -11})),
    ("moves the head", "blade_squeeze", _frame("blade_squeeze", 1, pose={"head_shift": 0.03})),
    ("moves the head", "leg_lift_prone", _frame("leg_lift_prone", 1, pose={"thorax": -20})),
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
    ("unknown word", "shrug.phases 1", _phase("shrug", 0, kind="bounce")),
    ("unknown key", "shrug", _set("shrug", colour="red")),
    ("unknown key", "shrug.gentle", _gentle("shrug", speed=2)),
    ("missing key", "shrug", _drop("shrug", "caution")),
    ("missing key", "shrug", _drop("shrug", "reps")),
    ("missing key", "shrug", _drop("shrug", "phases")),
    ("missing key", "shrug", _drop("shrug", "loop")),
    ("missing key", "exercise 6", _drop("shrug", "id")),
    ("wrong type", "shrug", _set("shrug", level="2")),
    ("wrong type", "shrug", _set("shrug", level=True)),
    ("wrong type", "shrug", _set("shrug", loop=0)),
    ("wrong type", "shrug", _set("shrug", view=3)),
    ("wrong type", "shrug", _set("shrug", name=7)),
    ("wrong type", "shrug", _set("shrug", places="home")),
    ("wrong type", "shrug", _set("shrug", places=[1])),
    ("wrong type", "shrug", _set("shrug", reps=5)),
    ("wrong type", "shrug", _set("shrug", phases=[3])),
    ("wrong type", "shrug.gentle", _gentle("shrug", amplitude="half")),
    ("out of range", "shrug", _set("shrug", level=4)),
    ("out of range", "shrug", _set("shrug", visibility=-1)),
    ("out of range", "shrug.gentle", _gentle("shrug", amplitude=1.5)),
    ("out of range", "neck_press_fb.gentle", _gentle("neck_press_fb", effort=0.6)),
    ("out of range", "shrug.phases 1", _phase("shrug", 0, s=0)),
    ("said twice", "shrug", _set("shrug", places=["home", "home"])),
    ("empty text", "shrug", _set("shrug", caution=" ")),
    ("too long", "shrug", _set("shrug", headline="Shrug both of the shoulders")),
    ("too long", "shrug", _set("shrug", how=LONG)),
    ("too long", "shrug", _set("shrug", invite=LONG)),
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
    (f"{BOOK}: neck_nod: gentle.alt in a circle: ", _gentle("chin_tuck", alt="neck_nod")),
    (f"{BOOK}: {FALLBACK}: fallback: ", _set(FALLBACK, contraindications=["dizzy"])),
    (f"{BOOK}: {FALLBACK}: fallback: ", _set("relief_comfort", contraindications=["pregnant"])),
    (f"{BOOK}: routine.weekly_quota: unknown area: ", _in(BOOK, "routine", "weekly_quota", feet=2)),
    (f"{BOOK}: routine.owed: unknown exercise: ", _in(BOOK, "routine", "owed", ids=["neck_roll"])),
    (f"{BOOK}: routine.introduce: unknown exercise: ", _in(BOOK, "routine", introduce=["neck_roll"])),
    (f"{BOOK}: routine.consent: unknown exercise: ", _in(BOOK, "routine", "consent", prone=["neck_roll"])),
    (f"{BOOK}: routine.seated_relief: unknown exercise: ", _in(BOOK, "routine", seated_relief=["neck_roll"])),
    (f"{BOOK}: routine.more_alternatives: unknown exercise: ", _in(BOOK, "routine", more_alternatives=["neck_roll"])),
    (f"{BOOK}: home_session.lying: unknown exercise: ", _in(BOOK, "home_session", lying=["neck_roll"])),
    (f"{BOOK}: home_session.floor_equipment: unknown equipment: ", _in(BOOK, "home_session", floor_equipment=["rug"])),
    (f"{BOOK}: home_session: unknown exercise: ", _in(BOOK, "home_session", places=[{"first": ["neck_roll"]}])),
    (f"{BOOK}: home_session: unknown exercise: ", _in(BOOK, "home_session", "easing", neck=["neck_roll"])),
    ("tips.toml: quiet: unknown tip: ", _in("tips.toml", quiet=["hum"])),
    ("safety.toml: pain: unknown condition: ", _in("safety.toml", "pain", "severe_conditions", neck="neck_odd")),
    (f"{BOOK}: swim_dry: consent: ", _in(BOOK, "routine", "consent", prone=["leg_lift_prone"])),
    (f"{BOOK}: {FALLBACK}: fallback: ", _set("relief_comfort", level=2)),
    (f"{BOOK}: routine: out of range: max_items", _in(BOOK, "routine", max_items=-1)),
    (f"{BOOK}: routine: unknown key: maxitems", _in(BOOK, "routine", maxitems=2)),
    (f"{BOOK}: desk: unknown equipment: ", _in(BOOK, "equipment", 0, includes=["chair"])),
    (f"{BOOK}: tumbler: unknown exercise: ", _in(BOOK, "excluded", 0, instead="roll")),
    (f"{BOOK}: level 2: missing key: n", lambda documents: documents[BOOK]["level"][1].pop("n")),
    (f"{BOOK}: file: unknown word: schema", _in(BOOK, schema="recipes")),
    (f"{BOOK}: file: unknown key: exercises", _in(BOOK, exercises=[])),
    (f"{BOOK}: file: missing key: area", lambda documents: documents[BOOK].pop("area")),
    ("tips.toml: monitor_top: unknown reference: ", _in("tips.toml", "tip", 0, evidence=["OSHA"])),
    ("tips.toml: monitor_top: unknown exercise: ", _in("tips.toml", "tip", 0, needs=["neck_roll"])),
    ("tips.toml: monitor_top: too long: short", _in("tips.toml", "tip", 0, short="x" * 76)),
    ("tips.toml: weights: unknown key: jokes", _in("tips.toml", "weights", jokes=3)),
    ("tips.toml: weights: wrong type: bar", _in("tips.toml", "weights", bar=True)),
    ("tips.toml: openings: openings: 7 lines", _in("tips.toml", openings=[f"Line {n}" for n in range(7)])),
    (
        "tips.toml: openings: openings: 'Five words are too many'",
        lambda documents: documents["tips.toml"]["openings"].append("Five words are too many"),
    ),
    ("safety.toml: dizzy: unknown word: scope", _in("safety.toml", "contraindication", "dizzy", scope="always")),
    ("safety.toml: required: unknown tag: ", _in("safety.toml", "required", lies_on_back=["pregnancy"])),
    ("safety.toml: required: missing key: stands_free", lambda d: d["safety.toml"]["required"].pop("stands_free")),
    ("safety.toml: chest: unknown reference: ", _in("safety.toml", "red_flag", 0, evidence=["HEART"])),
    ("safety.toml: pain_rule: scores: score 3, ", _in("safety.toml", "pain_rule", 0, score_max=2)),
    ("safety.toml: pain_rule: scores: score 4, ", _in("safety.toml", "pain_rule", 0, score_max=4)),
    ("figure.toml: sit_side: channel: neck_side", _in("figure.toml", "bases", "sit_side", "pose", neck_side=3)),
    ("figure.toml: sit_side.pose: wrong type: neck", _in("figure.toml", "bases", "sit_side", "pose", neck="bent")),
    ("figure.toml: stairs: unknown word: focus", _in("figure.toml", "staging", "stairs", focus=["tail"])),
    ("figure.toml: stairs: unknown word: tracer", _in("figure.toml", "staging", "stairs", tracer="tail")),
    ("figure.toml: stairs: unknown word: ghost", _in("figure.toml", "staging", "stairs", ghost="tail")),
    ("figure.toml: staging: unknown exercise: 'yoga'", _in("figure.toml", "staging", yoga={"focus": ["arm"]})),
    ("figure.toml: rig.channels: unknown word: neck", _in("figure.toml", "rig", "channels", neck="top")),
    ("figure.toml: rig.segments: out of range: foot", _in("figure.toml", "rig", "segments", foot=1.1)),
    ("figure.toml: file: missing file: ", lambda documents: documents.pop("figure.toml")),
]


@pytest.mark.parametrize(("start", "change"), OTHER_BREACHES)
def test_other_records_that_break_a_rule_are_refused_by_file_id_and_rule(
    documents: Documents, start: str, change: Change
) -> None:
    change(documents)

    lines = refusal(documents)

    assert any(line.startswith(start) for line in lines), lines


def test_a_table_that_is_missing_is_told_of_once(documents: Documents) -> None:
    del of(documents, "shrug")["gentle"]

    assert refusal(documents) == [f"{BOOK}: shrug: missing key: gentle is not there"]


def test_all_faults_of_all_files_come_in_one_message(documents: Documents) -> None:
    of(documents, "shrug").update(level=9, colour="red")
    _cue("neck_nod", 0, say=LONG)(documents)
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


# ---------------------------------------------------------------- the card


@pytest.mark.parametrize("exercise_id", [it["id"] for it in _parsed()[BOOK]["exercise"]])
def test_a_card_fits_eighty_columns_and_says_every_cue_and_caution(catalogue: Catalogue, exercise_id: str) -> None:
    it = catalogue.exercise(exercise_id)

    text = card(it, catalogue)

    flat = " ".join(text.split())
    assert max(len(line) for line in text.splitlines() if "://" not in line) <= 80
    assert all(cue.say in flat for cue in it.cues)
    assert it.name in flat
    assert it.caution in flat
    assert it.instruction in flat
    assert all(catalogue.conditions[name].ask in flat for name in it.contraindications)


def test_a_card_lists_the_phases_in_order_with_their_seconds(catalogue: Catalogue) -> None:
    lines = card(catalogue.exercise("neck_press_fb"), catalogue).splitlines()

    phases = [line.split()[1:4] for line in lines if re.match(r" +\d  ", line)]
    assert phases == [
        ["2", "s", "move"],
        ["5", "s", "tense"],
        ["5", "s", "relax"],
        ["2", "s", "move"],
        ["5", "s", "tense"],
        ["5", "s", "relax"],
    ]


def test_a_card_tells_dose_level_and_the_gentle_variant(catalogue: Catalogue) -> None:
    flat = " ".join(card(catalogue.exercise("neck_press_fb"), catalogue).split())

    assert "twice in an hourly break (52 s), 5 times in a longer session (2:04 min); at most 10 times a day" in flat
    assert "usually from week 3" in flat
    assert "once, 10% of your strength, or instead: Chin glide (chin_tuck)" in flat


def test_a_card_says_what_must_have_been_done_before(catalogue: Catalogue) -> None:
    assert "once Feet-down hang was done 3 times" in " ".join(card(catalogue.exercise("bar_hang"), catalogue).split())


def test_a_card_of_a_home_exercise_has_no_hourly_dose(catalogue: Catalogue) -> None:
    flat = " ".join(card(catalogue.exercise("cat_floor"), catalogue).split())

    assert "in an hourly break" not in flat
    assert "5 times in a longer session (1:08 min)" in flat


def test_a_card_of_an_exercise_for_all_says_so(catalogue: Catalogue) -> None:
    assert "nothing rules it out" in card(catalogue.exercise(FALLBACK), catalogue)
