"""A person's own exercise: little must be said, the rest follows, and every fault says how to mend it."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from person import FALLBACK
from uncrick.core.catalog.checks import EXERCISE_RULES
from uncrick.core.catalog.custom import own_exercise
from uncrick.core.catalog.custom_advice import KEYS, MENDS, mend, with_advice
from uncrick.core.model.catalog import POSITIONS, Exercise
from uncrick.storage import shipped_data

LEAST = """
name = "Wrist circles"
area = "shoulders"
instruction = "Circle both wrists slowly. Then let them hang for as long as you circled."
phases = [{ kind = "move", s = 4, say = "Circle slowly." }, { kind = "relax", s = 3 }]
"""

NECK = LEAST.replace('"shoulders"', '"neck_turn"')
NODS = "keyframes = [{ t = 0, pose = {} }, { t = 4, pose = { neck_turn = 30 } }, { t = 7, pose = {} }]\n"


def read(text: str, name: str = "wrist_circles", *, figure: bool = True):
    catalogue = shipped_data.catalogue(figure=figure)
    return own_exercise(tomllib.loads(text), f"{name}.toml", name, catalogue, catalogue.vocabulary())


def fine(text: str) -> Exercise:
    exercise, faults = read(text)
    assert [str(fault) for fault in faults] == []
    return exercise


def faults(text: str, name: str = "wrist_circles") -> list[tuple[str, str]]:
    return [(fault.rule, fault.what) for fault in read(text, name)[1]]


def without(key: str) -> str:
    return "\n".join(line for line in LEAST.splitlines() if not line.startswith(f"{key} "))


# ---------------------------------------------------------------- what follows


def test_four_lines_make_an_exercise() -> None:
    it = fine(LEAST)

    assert (it.id, it.origin, it.headline) == ("wrist_circles", "own", "Wrist circles")
    assert (it.cycle_s, it.reps.micro, it.reps.full) == (7, 5, 5)
    assert it.duration_s.micro == it.seconds(5) == 39
    assert (it.region, it.position, it.places, it.use, it.level) == (
        "shoulder",
        "sit",
        ("desk_seated", "home"),
        "both",
        1,
    )
    assert [(cue.t, cue.say, cue.brief) for cue in it.cues] == [
        (0, "Circle slowly.", "Circle slowly"),
        (4, "Let go.", "Let go"),
    ]
    assert it.how == "Circle both wrists slowly."
    assert it.gentle.alt == FALLBACK


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("setup", [0, 4])
def test_every_position_has_a_place_a_pose_and_a_first_cue(position: str, setup: int) -> None:
    it = fine(f'{LEAST}position = "{position}"\nsetup_s = {setup}\n')

    assert it.base in shipped_data.catalogue(figure=True).bases
    assert (it.use == "home") == (position in ("floor", "ball"))


def test_a_neck_exercise_has_the_gap_and_the_dose_of_the_neck() -> None:
    it = fine(LEAST.replace('"shoulders"', '"neck_turn"'))

    assert (it.gap_min, it.per_day_reps, it.region) == (120, 10, "neck")


def test_it_is_left_out_by_what_leaves_out_all_shipped_ones_of_its_area() -> None:
    it = fine(LEAST.replace('"shoulders"', '"neck_turn"'))

    assert set(it.contraindications) == set(shipped_data.catalogue().exercise("neck_turn").contraindications)


def test_contraindications_may_be_given() -> None:
    assert fine(f'{LEAST}contraindications = ["grip"]').contraindications == ("grip",)
    assert fine(f"{LEAST}contraindications = []").contraindications == ()


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (NODS, {"neck_injury", "arm_nerve", "inflam_neck", "vascular"}),
        ('position = "stand"', {"balance"}),
        ('position = "walk"', {"balance"}),
        ('position = "floor"', {"pregnant"}),
        ('position = "stand"\nequipment = ["desk"]', set()),
        ('position = "floor"\nbase = "quad_side"', set()),
    ],
)
def test_conditions_of_its_kind_are_filled_in(more: str, expected: set[str]) -> None:
    assert set(fine(f"{LEAST}{more}").contraindications) == expected | set(fine(LEAST).contraindications)


def test_a_breach_of_a_kind_names_the_exercise_what_is_missing_and_what_to_do() -> None:
    [fault] = read(f'{LEAST}position = "stand"\ncontraindications = ["grip"]')[1]

    assert with_advice(fault) == (
        "wrist_circles.toml: wrist_circles: stands free: it is done standing with nothing to hold on to, so "
        'contraindications must have balance. Add it, or write equipment = ["desk"] if a hand rests on the desk.'
    )


@pytest.mark.parametrize("exercise_id", shipped_data.catalogue().exercises)
def test_a_shipped_record_is_an_own_one_under_another_id(exercise_id: str) -> None:
    records = tomllib.loads(shipped_data.text("exercises.toml"))["exercise"]
    record = next(it for it in records if it["id"] == exercise_id)
    catalogue = shipped_data.catalogue(figure=True)

    it, wrong = own_exercise({**record, "id": "mine"}, "mine.toml", "mine", catalogue, catalogue.vocabulary())

    assert [str(fault) for fault in wrong] == []
    assert (it.keyframes, it.phases) == (
        catalogue.exercise(exercise_id).keyframes,
        catalogue.exercise(exercise_id).phases,
    )
    assert it.origin == "own"


def test_line_breaks_in_texts_are_spaces() -> None:
    broken = LEAST.replace('"Circle both wrists slowly. Then', '"""Circle both\nwrists slowly. Then').replace(
        "led.", 'led.""', 1
    )

    assert fine(broken).how == "Circle both wrists slowly."


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize("key", ["name", "area", "instruction", "phases"])
def test_a_missing_key_is_the_only_fault(key: str) -> None:
    [(rule, what)] = faults(without(key))

    assert (rule, what) == ("missing key", f"{key} is missing")


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("unknown area", LEAST.replace("shoulders", "ears")),
        ("relax", LEAST.replace('{ kind = "relax", s = 3 }', "")),
        ("relax", LEAST.replace('kind = "move"', 'kind = "stretch"').replace("s = 3", "s = 2")),
        ("breathing", LEAST.replace('kind = "move"', 'kind = "tense"').replace("s = 3", "s = 4")),
        ("cue length", LEAST.replace("Circle slowly.", " ".join(["slowly"] * 12))),
        ("instruction length", LEAST.replace("Circle both", " ".join(["slowly"] * 40))),
        ("too long", LEAST.replace("Wrist circles", "Wrist circles on the table, " * 3)),
        ("too long", LEAST.replace("Circle both", "C" * 401)),
        ("too long", LEAST.replace("Circle slowly", "C" * 121)),
        ("cycle end", LEAST.replace("s = 3 }]", 's = 3 }, { kind = "move", s = 3 }]')),
        ("moves the head", f'{NECK}contraindications = ["grip"]'),
        ("moves the head", f"{LEAST}{NODS}contraindications = []"),
        ("lies on the back", f'{LEAST}position = "floor"\ncontraindications = []'),
        ("stands free", f'{LEAST}position = "stand"\ncontraindications = []'),
        ("unknown tag", f'{LEAST}contraindications = ["plague"]'),
        ("unknown gentle.alt", f'{LEAST}gentle = {{ alt = "wrist_circles" }}'),
        ("unknown exercise", f'{LEAST}after = {{ id = "another_own", times = 2 }}'),
        ("wrong type", f'{LEAST}reps = "four"'),
        ("out of range", f"{LEAST}reps = 0"),
        ("out of range", LEAST.replace("s = 3", "s = 118")),
        ("dose", f"{LEAST}reps = 6\nper_day_reps = 4"),
        ("neck dose", LEAST.replace('"shoulders"', '"neck_turn"') + "per_day_reps = 30"),
        ("duration", f"{LEAST}cycle_s = 9"),
        ("effort", f'{LEAST}effort = "80 percent"'),
        ("region", f'{LEAST}region = "neck"'),
        ("use", f'{LEAST}use = "both"\nreps = {{ micro = 0 }}'),
        ("unknown key", f"{LEAST}repps = 3"),
        ("cannot be shown", LEAST.replace("Wrist", "\\u001b[2J")),
        ("cannot be shown", LEAST.replace("Circle slowly", "\\u202eCircle")),
        ("cannot be shown", f'{LEAST}cues = [{{ t = 0, say = "\\u001b[2J", brief = "x" }}]'),
        ("cannot be shown", f'{LEAST}evidence = ["\\u001b[2J"]'),
        ("keyframes", f"{LEAST}keyframes = [{{ t = 0, pose = {{}} }}]"),
        ("channel", f"{LEAST}keyframes = [{{ t = 0, pose = {{ tail = 3 }} }}, {{ t = 7, pose = {{ tail = 3 }} }}]"),
        ("base", f'{LEAST}base = "handstand"'),
        ("id", f'{LEAST}id = "Wrist circles"'),
        ("shipped id", f'{LEAST}id = "shrug"'),
        ("left out on purpose", f'{LEAST}id = "neck_circles"'),
        ("id", f'{LEAST}id = "check"'),
        ("empty text", LEAST.replace("Wrist circles", " ")),
    ],
)
def test_a_breach_names_its_rule(rule: str, text: str) -> None:
    assert rule in [found for found, _ in faults(text)]


def test_a_file_name_that_is_no_id_is_a_fault() -> None:
    assert faults(LEAST, "2_wrists") == [("id", "'2_wrists' cannot be an id")]


def test_all_faults_are_listed_at_once() -> None:
    found = faults('name = 3\nphases = [{ kind = "hop", s = 0 }]\nrep = 2')

    assert len(found) == 6


def test_a_fault_names_file_id_rule_and_how_to_mend_it() -> None:
    [fault] = read(f"{LEAST}repps = 3")[1]

    assert (
        with_advice(fault)
        == "wrist_circles.toml: wrist_circles: unknown key: repps. Did you mean reps? If not, remove it."
    )


def test_every_rule_says_how_to_mend_a_breach() -> None:
    assert {rule for rule, _ in EXERCISE_RULES} <= set(MENDS)


# ---------------------------------------------------------------- whatever somebody writes

VALUES = st.recursive(
    st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
PHASES = st.lists(
    st.dictionaries(
        st.sampled_from(["kind", "s", "say", "brief", "x"]),
        VALUES | st.sampled_from(["move", "relax", "tense", "stretch"]) | st.integers(0, 130),
        max_size=4,
    ),
    max_size=4,
)


@settings(max_examples=400, deadline=None)
@given(
    raw=st.dictionaries(st.sampled_from([*KEYS, "other"]), VALUES, max_size=8),
    phases=PHASES | VALUES,
    base=st.booleans(),
    figure=st.booleans(),
)
def test_any_text_is_read_or_has_faults(raw, phases, base: bool, figure: bool) -> None:
    catalogue = shipped_data.catalogue(figure=figure)
    record = {**(tomllib.loads(LEAST) if base else {}), "phases": phases, **raw}

    it, wrong = own_exercise(record, "x.toml", "x", catalogue, catalogue.vocabulary())

    assert all("\n" not in with_advice(fault) and len(mend(fault)) > 5 for fault in wrong)
    if not wrong:
        assert it.origin == "own"
        assert it.seconds(it.reps.full) == it.duration_s.full
