"""When a cue is spoken, and when it is dropped."""

import pytest

from uncrick.core.presentation.timeline import Step
from uncrick.window.guide.timeline_view import RoutineTimeline
from uncrick.window.guide.voice import LATEST, CueSpeaker
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
    def __init__(self):
        self.now = 0.0
        self.chimes = []
        self.speaker = Speaker(self)
        self.course = RoutineTimeline(status("neck_turn", reps=2).status["break"], KNOWN)

    def voice(self, *, speaks=True, chimes=False):
        chime = (lambda: self.chimes.append(round(self.now, 1))) if chimes else None
        return CueSpeaker(self.speaker if speaks else None, chime, lambda: self.now)

    def runs(self, voice, until):
        while self.now < until:
            voice.update(self.course.step(self.now), self.now)
            self.now += 1 / 15


@pytest.fixture
def stage():
    return Stage()


def test_every_cue_is_spoken_within_300_ms(stage):
    voice = stage.voice()
    stage.runs(voice, stage.course.total)
    due = [(step.begins, step.cue) for step in stage.course.steps if step.cue]
    assert [text for _, text in stage.speaker.spoken] == [text for _, text in due]
    assert all(0 <= at - begins <= LATEST for (at, _), (begins, _) in zip(stage.speaker.spoken, due, strict=True))


def test_late_cues_are_dropped(stage):
    stage.speaker.takes = 3.5
    voice = stage.voice()
    stage.runs(voice, stage.course.total)
    begins = {step.begins for step in stage.course.steps}
    assert len(stage.speaker.spoken) < len([step for step in stage.course.steps if step.cue])
    assert all(min(abs(at - begin) for begin in begins) <= LATEST for at, _ in stage.speaker.spoken)


def test_step_entered_midway_is_not_spoken(stage):
    voice = stage.voice()
    voice.update(stage.course.step(5.5), 5.5)
    assert stage.speaker.spoken == []


def test_hush_silences_only_the_current_cue(stage):
    voice = stage.voice()
    stage.runs(voice, 4.5)
    voice.hush()
    assert not stage.speaker.speaks()
    stage.runs(voice, 7.2)
    assert stage.speaker.spoken[-1][1] == "Go slowly across to your right."


def test_chime_marks_each_relax_phase_and_the_end(stage):
    voice = stage.voice(speaks=False, chimes=True)
    stage.runs(voice, stage.course.total)
    voice.end(done=True)
    relaxed = [step.begins for step in stage.course.steps if step.kind == "relax"]
    assert len(stage.chimes) == len(relaxed) + 1
    assert all(abs(at - begin) < 0.2 for at, begin in zip(stage.chimes, relaxed, strict=False))


def test_with_speech_the_chime_marks_only_the_end(stage):
    voice = stage.voice(chimes=True)
    stage.runs(voice, stage.course.total)
    assert stage.chimes == []
    voice.end(done=True)
    assert len(stage.chimes) == 1


def test_stopped_routine_ends_without_a_chime(stage):
    voice = stage.voice(chimes=True)
    stage.runs(voice, 10)
    voice.end(done=False)
    assert stage.chimes == []
    assert not stage.speaker.speaks()


def test_step_without_a_cue_is_silent(stage):
    voice = stage.voice()
    voice.update(Step(0, 5, 0, "x", 0, 1, "change", ""), 0.0)
    assert stage.speaker.spoken == []
