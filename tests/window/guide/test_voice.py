"""When a cue is spoken, and when it is dropped."""

import pytest

from uncrick.core.presentation.spoken_cues import LATEST
from uncrick.window.guide.timeline_view import RoutineTimeline
from uncrick.window.guide.voice import CueSpeaker
from window.conftest import KNOWN, status


class Speaker:
    """Takes as long for a cue as the test says."""

    def __init__(self, stage):
        self.stage = stage
        self.takes = 1.0
        self.spoken = []
        self.until = -1.0

    def speaks(self):
        return self.stage.now < self.until

    def say(self, text):
        assert not self.speaks(), "two at a time"
        self.spoken.append((round(self.stage.now, 2), text))
        self.until = self.stage.now + self.takes

    def hush(self):
        self.until = -1.0


class Stage:
    def __init__(self, exercise="neck_turn"):
        self.now = 0.0
        self.chimes = []
        self.speaker = Speaker(self)
        self.course = RoutineTimeline(status(exercise, reps=2).status["break"], KNOWN)
        self.cues = self.course.spoken

    def voice(self, *, speaks=True, chimes=False):
        chime = (lambda: self.chimes.append(round(self.now, 1))) if chimes else None
        return CueSpeaker(self.speaker if speaks else None, chime)

    def runs(self, voice, until):
        while self.now < until:
            voice.update(self.cues, self.now)
            self.now += 1 / 15


@pytest.fixture
def stage():
    return Stage()


def test_every_cue_is_spoken_ahead_of_its_move(stage):
    voice = stage.voice()
    stage.runs(voice, stage.course.total)
    due = [cue for cue in stage.cues if cue.text]
    assert [text for _, text in stage.speaker.spoken] == [cue.text for cue in due]
    assert all(0 <= at - cue.earliest <= 0.1 for (at, _), cue in zip(stage.speaker.spoken, due, strict=True))


def test_cue_waits_for_the_one_before_and_is_dropped_when_late(stage):
    stage.speaker.takes = 3.5
    voice = stage.voice()
    stage.runs(voice, stage.course.total)
    assert len(stage.speaker.spoken) < len([cue for cue in stage.cues if cue.text])
    assert any(text == "Back to the middle, and let go." and at == 7.87 for at, text in stage.speaker.spoken)
    windows = [(cue.text, cue.earliest, cue.latest) for cue in stage.cues]
    for at, text in stage.speaker.spoken:
        assert any(text == cue and earliest <= at <= latest + LATEST / 10 for cue, earliest, latest in windows)


def test_step_entered_midway_is_not_spoken(stage):
    voice = stage.voice()
    voice.update(stage.cues, 5.5)
    assert stage.speaker.spoken == []


def test_hush_silences_only_the_current_cue(stage):
    voice = stage.voice()
    stage.runs(voice, 4.5)
    voice.hush()
    assert not stage.speaker.speaks()
    stage.runs(voice, 8.2)
    assert stage.speaker.spoken[-1][1] == "Back to the middle, and let go."


def relaxed(stage):
    return [step.begins for step in stage.course.steps if step.kind == "relax"]


def test_chime_marks_each_relax_phase_and_the_end(stage):
    voice = stage.voice(speaks=False, chimes=True)
    stage.runs(voice, stage.course.total)
    voice.end(done=True)
    assert len(stage.chimes) == len(relaxed(stage)) + 1
    assert all(abs(at - begin) < 0.2 for at, begin in zip(stage.chimes, relaxed(stage), strict=False))


def test_with_speech_the_chime_marks_where_nothing_is_said_and_the_end():
    stage = Stage("side_bend")
    voice = stage.voice(chimes=True)
    stage.runs(voice, stage.course.total)
    first, second, third, last = relaxed(stage)
    assert [abs(at - third) < 0.2 for at in stage.chimes] == [True], (first, second, last)
    voice.end(done=True)
    assert len(stage.chimes) == 2


def test_stopped_routine_ends_without_a_chime(stage):
    voice = stage.voice(chimes=True)
    stage.runs(voice, 10)
    voice.end(done=False)
    assert stage.chimes == []
    assert not stage.speaker.speaks()


def test_nothing_is_said_where_there_are_no_cues(stage):
    voice = stage.voice(chimes=True)
    voice.update((), 0.0)
    assert (stage.speaker.spoken, stage.chimes) == ([], [])
