"""The words of pain in a trace: what they write, what becomes of the next prompts, and what is refused."""

import json
from datetime import UTC, datetime

import pytest

from app.simulation.runs import HOUR, lines, of, run
from uncrick.errors import TraceError
from uncrick.storage.shipped_data import catalogue

ASKED = (0, "profile", {"profile": {"conditions": []}})
DAY = 24 * HOUR


def feedback(out):
    """Every answer in the history: when, which, and its facts."""
    return [(line["at"], line["feedback"], line["detail"]) for line in out if line.get("record") == "feedback"]


def shown(out):
    """Every prompt: when, its exercises, and the other option."""
    return [
        (line["at"], [item["id"] for item in line["prompt"]["items"]], line["prompt"]["alternative"])
        for line in out
        if line.get("effect") == "prompt"
    ]


def refused(out):
    return [line["why"] for line in out if line.get("effect") == "refused"]


def test_pain_on_a_break_is_about_the_exercise_being_done_and_ends_it():
    out = run(ASKED, (0, "active"), (3600, "start"), (3610, "hurt", {"score": 8}))
    [[_, [first, *_], _], *_] = shown(out)

    assert feedback(out)[0] == (3610, "hurt", {"exercise": first, "variant": "", "score": 8})
    assert of(out, "part_done") + of(out, "end_guide") == [3610, 3610]


@pytest.mark.parametrize("meanwhile", [[], [(3601, "kill"), (3604, "launch")]], ids=["running", "not running"])
def test_what_the_profile_has_come_to_leave_out_is_not_started(meanwhile):
    neck = {"profile": {"conditions": ["neck_injury", "arm_nerve", "dizzy"]}}
    out = run(ASKED, (0, "active"), *meanwhile[:1], (3602, "profile", neck), *meanwhile[1:], (3605, "start"), hours=2)
    [lead] = [line for line in out if line.get("effect") == "lead"]

    assert lead["prompt"]["items"]
    assert not any(item["id"].startswith("neck") for item in lead["prompt"]["items"])


def test_pain_later_is_about_all_of_the_last_routine():
    out = run((0, "active"), (3600, "start"), (3700, "hurt", {"score": 5}))
    [[_, items, _], *_] = shown(out)

    assert feedback(out)[0] == (3700, "hurt", {"exercise": ",".join(items), "variant": "", "score": 5})


def test_pain_may_be_of_a_named_exercise_at_any_time():
    out = run((0, "active"), (10, "hurt", {"score": 5, "exercise": "shrug"}))

    assert feedback(out)[0] == (10, "hurt", {"exercise": "shrug", "variant": "", "score": 5})


def test_the_next_day_a_prompt_of_an_unwell_day_can_be_started_again():
    out = run(ASKED, (0, "active"), (60, "unwell"), (19 * HOUR - 60, "start"), (19 * HOUR + 10, "start"), hours=20)

    assert len(refused(out)) == 1
    assert of(out, "lead") == [19 * HOUR + 10]


def test_how_much_it_hurt_need_not_be_given():
    out = run(ASKED, (10, "hurt", {"exercise": "neck_turn"}), (3 * DAY, "active"), (3 * DAY + 3600, "start"), hours=80)

    assert feedback(out)[0] == (10, "hurt", {"exercise": "neck_turn", "variant": ""})
    assert all("neck_turn" not in items for _, items, _ in shown(out))


def test_before_any_routine_nothing_can_have_hurt():
    assert refused(run((0, "active"), (10, "hurt", {"score": 5}))) == [
        "Nothing can have hurt: No routine was shown yet."
    ]


@pytest.mark.parametrize(("more", "answer"), [({}, "still"), ({"still": True}, "still"), ({"still": False}, "gone")])
def test_ten_minutes_later_it_is_answered(more, answer):
    out = run((0, "active"), (60, "hurt", {"score": 5, "exercise": "shrug", **more}))
    [report] = [line["id"] for line in out if line.get("feedback") == "hurt"]

    assert feedback(out)[1:] == [(660, answer, {"of": report})]


@pytest.mark.parametrize(
    "gap", [[(100, "suspend"), (2000, "resume")], [(100, "kill"), (2000, "launch")], [(100, "suspend")]]
)
def test_nobody_answers_while_nothing_runs(gap):
    out = run((0, "active"), (60, "hurt", {"score": 5, "exercise": "shrug"}), *gap)

    assert [word for _, word, _ in feedback(out)] == ["hurt"]


def test_a_run_that_ends_before_has_no_answer():
    out = run((0, "active"), (60, "hurt", {"score": 5, "exercise": "shrug"}), hours=0.18)

    assert [word for _, word, _ in feedback(out)] == ["hurt"]


def weekdays(*events, days):
    """Nine to five, every day, each prompt done."""
    whole = list(events)
    for day in range(days):
        whole += [(day * DAY + 1, "active"), (day * DAY + 8 * HOUR, "idle")]
        whole += [(day * DAY + hour * HOUR + 300, "start") for hour in range(1, 8)]
    return sorted(whole, key=lambda item: item[0])


def test_what_hurt_much_never_comes_again_and_what_hurt_less_comes_back_gently():
    hurt = [(3000, "hurt", {"score": 7, "exercise": "neck_nod"}), (3001, "hurt", {"score": 2, "exercise": "neck_turn"})]
    out = run(ASKED, *weekdays(*hurt, days=14), hours=14 * 24)
    turns = [
        (line["at"] // DAY, item.get("variant", ""))
        for line in out
        if line.get("record") == "done"
        for item in line["routine"]
        if item["id"] == "neck_turn"
    ]

    assert all("neck_nod" not in (*items, other) for _, items, other in shown(out))
    # The other one of its region hurts still, so that all of it rests for a week.
    assert min(day for day, _ in turns) == 8
    assert [variant for _, variant in turns[:4]] == ["gentle", "gentle", "gentle", ""]


def test_unwell_is_no_exercise_for_the_day():
    out = run(ASKED, *weekdays((4000, "unwell"), days=2), hours=48)

    assert all(not items for at, items, _ in shown(out) if 4000 < at < 15 * HOUR)
    assert all(items for at, items, _ in shown(out) if at > 15 * HOUR)
    assert feedback(out) == [(4000, "unwell", {})]


def test_a_sign_locks_until_it_was_checked():
    signs = [(4000, "unwell", {"signs": ["chest", "nerve"]})]
    checked = [(5000, "checked"), (2 * DAY + 100, "checked"), (2 * DAY + 101, "checked")]
    out = run(ASKED, *weekdays(*signs, *checked, days=4), hours=4 * 24)

    assert [(word, detail) for _, word, detail in feedback(out)] == [
        ("unwell", {}),
        ("signs", {"signs": "chest,nerve"}),
        ("checked", {}),
    ]
    assert all(not items and other == "walk_corridor" for at, items, other in shown(out) if 4000 < at < 2 * DAY)
    assert all(items for at, items, _ in shown(out) if at > 2 * DAY)
    why = [text for text in refused(out) if "exercises now" not in text and "No break" not in text]
    assert why[0] == "That is too early: After an emergency sign exercises stay off for a day: until Tue 10:06."
    assert "Nothing is locked: Exercises are not off for safety." in why


def test_what_is_at_hand_is_changed_at_once():
    out = run(ASKED, (0, "active"), (3610, "unwell"), (3620, "done"))
    prompts = shown(out)

    assert [bool(items) for _, items, _ in prompts] == [True, False]
    assert prompts[1][0] == 3610


def test_pain_before_a_routine_spares_the_region():
    exercises = catalogue().exercises
    pain = [(0, "pain", {"region": region, "score": 7}) for region in ("neck", "shoulder")]
    out = run(ASKED, *pain, *weekdays(days=2), hours=48)
    regions = [(at, exercises[name].region) for at, items, other in shown(out) for name in (*items, other)]

    assert {region for at, region in regions if at < 15 * HOUR} <= {"whole", "back"}
    assert {"neck", "shoulder"} <= {region for at, region in regions if at > 15 * HOUR}


def test_a_run_with_pain_can_be_repeated_to_the_byte():
    events = [
        ASKED,
        *weekdays((4000, "hurt", {"score": 3, "still": False}), (9000, "pain", {"region": "neck", "score": 5}), days=3),
    ]

    assert [json.dumps(line) for line in run(*events, hours=72, seed=3)] == [
        json.dumps(line) for line in run(*events, hours=72, seed=3)
    ]


@pytest.mark.parametrize(
    ("do", "more", "why"),
    [
        ("hurt", {"score": None}, '"score" is None; expected a number from 0 to 10'),
        ("hurt", {"score": 11}, '"score" is 11; expected a number from 0 to 10'),
        ("hurt", {"score": True}, '"score" is True; expected a number from 0 to 10'),
        ("hurt", {"score": 5, "still": "no"}, "\"still\" is 'no'; expected true or false"),
        ("hurt", {"score": 5, "exercise": "dance"}, "\"exercise\" is 'dance'; expected an id of uncrick exercises"),
        ("hurt", {"score": 5, "exercise": [1]}, '"exercise" is [1]; expected an id of uncrick exercises'),
        ("pain", {"score": 5}, '"region" is None; expected one of neck, shoulder, back'),
        ("pain", {"score": 5, "region": ["neck"]}, "\"region\" is ['neck']; expected one of neck, shoulder, back"),
        ("pain", {"region": "neck"}, '"score" is None; expected a number from 0 to 10'),
        ("unwell", {"signs": "chest"}, None),
        ("unwell", {"signs": ["sneeze"]}, None),
        ("unwell", {"signs": [{}]}, None),
        ("unwell", {"signs": 0}, None),
    ],
)
def test_a_line_that_says_too_little_is_broken(do, more, why):
    with pytest.raises(TraceError) as broken:
        run(text=lines((5, do, more)), start=datetime(2026, 1, 5, 9, 0, tzinfo=UTC))

    assert broken.value.title == "The trace is broken at line 1"
    assert broken.value.message.startswith('"signs" is') if why is None else broken.value.message == why
