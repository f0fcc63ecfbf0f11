"""What a voice says of a routine: ahead of each move, thinner when it is known, and never over the next cue."""

import shutil
import subprocess
import wave

import pytest

from core.presentation.test_captions import KNOWN, routine
from uncrick.core.presentation.spoken_cues import COUNT, LATEST, LEAD, SpokenCue, spoken_cues
from uncrick.core.presentation.timeline import steps
from uncrick.platforms.common.speech import RATE

IDS = sorted(name for name, exercise in KNOWN.exercises.items() if not exercise.loop)


def heard(*ids: str, reps: int = 2) -> tuple[SpokenCue, ...]:
    return spoken_cues(steps(routine(*ids, reps=reps), KNOWN))


def said(*ids: str, reps: int = 2) -> list[str]:
    return [cue.text for cue in heard(*ids, reps=reps) if cue.text]


def by_rate(text: str) -> float:
    """The seconds that a voice takes, by the number of words a minute."""
    return len(text.split()) * 60 / float(RATE)


def lost(cues: tuple[SpokenCue, ...], seconds_of) -> list[str]:
    """The cues that could not begin in time, because the one before was not at its end."""
    free, late = 0.0, []
    for cue in cues:
        if not cue.text:
            continue
        if (begins := max(cue.earliest, free)) > cue.latest:
            late.append(cue.text)
        else:
            free = begins + seconds_of(cue.text)
    return late


def test_direction_begins_before_the_move():
    walk = steps(routine("neck_turn", reps=1), KNOWN)
    [left] = [step for step in walk if step.cue == "Turn slowly to your left."]
    [cue] = [cue for cue in heard("neck_turn", reps=1) if cue.text == left.cue]
    assert (cue.earliest, cue.latest) == (pytest.approx(left.begins - LEAD), pytest.approx(left.begins + LATEST))


def test_known_repetitions_have_only_number_directions_and_the_last_let_go():
    texts = said("neck_turn", reps=3)
    again = ["Right", "Middle, let go"]
    assert texts[texts.index("2. Left") : -1] == ["2. Left", *again, "Last one. Left", *again]


def test_number_comes_before_the_lead_of_its_direction():
    walk = steps(routine("neck_turn", reps=3), KNOWN)
    begins = next(step.begins for step in walk if step.rep == 2)
    [cue] = [cue for cue in heard("neck_turn", reps=3) if cue.text == "2. Left"]
    assert cue.earliest == pytest.approx(begins - LEAD - COUNT)


def test_breathing_in_a_press_and_its_end_are_said_every_time():
    again = said("neck_press_fb", reps=2)
    assert again[again.index("Last one. Palms in front") :] == [
        "Last one. Palms in front",
        "Press and breathe",
        "Let go",
        "Hands behind",
        "Press and breathe",
        "Let go",
        "Let your whole body go loose. Breathe out slowly.",
    ]


def test_breath_is_led_in_each_repetition():
    assert said("breathe_drop", reps=2)[-3:-1] == ["Last one. Breathe in", "Breathe out and let go"]


def test_a_single_repetition_is_not_counted():
    assert not any("Last one" in text for text in said("neck_turn", reps=1))


@pytest.mark.parametrize("name", IDS)
def test_pause_of_a_second_is_not_spoken(name):
    exercise = KNOWN.exercise(name)
    at, short = 0, set()
    for phase in exercise.phases:
        if phase.s == 1 and phase.kind in ("stretch", "tense"):
            short |= {text for cue in exercise.cues if cue.t == at for text in (cue.say, cue.brief)}
        at += phase.s
    assert short.isdisjoint(said(name, reps=3))


def test_next_position_is_named_while_there_is_time_to_take_it():
    texts = said("neck_turn", "shoulder_alt")
    assert "Next: stand tall. Put your hands on your hips." in texts
    assert texts[texts.index("Next: stand tall. Put your hands on your hips.") + 1] == "Lift your right shoulder."


@pytest.mark.parametrize("reps", [1, 2, 5])
@pytest.mark.parametrize("name", IDS)
def test_no_cue_runs_into_the_next_at_the_rate_of_the_voice(name, reps):
    other = "shrug" if name != "shrug" else "neck_turn"
    for ids in ((name,), (name, other), (other, name)):
        assert lost(heard(*ids, reps=reps), by_rate) == []


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """How long espeak-ng takes for a text; each is measured once."""
    program = shutil.which("espeak-ng")
    if program is None:
        pytest.skip("espeak-ng is not installed")
    file, known = tmp_path_factory.mktemp("spoken") / "text.wav", {}

    def seconds(text: str) -> float:
        if text not in known:
            subprocess.run([program, "-s", RATE, "-w", str(file), "--", text], check=True, timeout=30)
            with wave.open(str(file)) as sound:
                known[text] = sound.getnframes() / sound.getframerate()
        return known[text]

    return seconds


def test_no_cue_runs_into_the_next_as_espeak_speaks(measured):
    late = {name: texts for name in IDS if (texts := lost(heard(name, "neck_turn", reps=3), measured))}
    assert late == {}
