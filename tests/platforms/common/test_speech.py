"""The programs that speak and chime."""

import shutil
import subprocess
import sys
import time
import wave

import pytest

from uncrick.platforms.common import speech
from uncrick.platforms.common.speech import CHIME_SECONDS, Lines, Program, Programs


def until(predicate, seconds=60):
    end = time.monotonic() + seconds
    while not predicate():
        assert time.monotonic() < end
        time.sleep(0.01)


def python(code):
    return Program((sys.executable, "-c", code))


def test_it_says_what_it_is_given_and_tells_when_it_is_done(tmp_path):
    said = tmp_path / "said"
    speaker = Programs([python(f"import sys; open({str(said)!r}, 'w').write(sys.argv[1])")])
    speaker.say("Turn left.")
    assert speaker.speaks()
    until(lambda: not speaker.speaks())
    assert said.read_text() == "Turn left."


def test_it_is_silent_at_once():
    speaker = Programs([python("import time; time.sleep(60)")])
    speaker.say("Turn left.")
    before = time.monotonic()
    speaker.hush()
    assert time.monotonic() - before < 10, "it does not wait for the minute of the program"
    assert not speaker.speaks()


def test_a_program_that_is_cut_short_is_told_so_as_well(tmp_path):
    told = tmp_path / "told"
    silence = (sys.executable, "-c", f"open({str(told)!r}, 'w')")
    speaker = Programs([Program((sys.executable, "-c", "import time; time.sleep(60)"), silence)])
    speaker.say("Turn left.")
    speaker.hush()
    assert told.exists()


def test_one_that_fails_makes_room_for_the_next(tmp_path):
    said = tmp_path / "said"
    speaker = Programs([python("raise SystemExit(1)"), python(f"open({str(said)!r}, 'w')")])
    speaker.say("one")
    until(lambda: not speaker.speaks())
    speaker.say("two")
    until(lambda: not speaker.speaks())
    assert said.exists()


def test_one_that_does_not_start_is_silence():
    speaker = Programs([Program(("/nowhere/speaker",))])
    speaker.say("one")
    assert not speaker.speaks()
    speaker.hush()


def test_one_that_stays_speaks_line_by_line(tmp_path):
    said = tmp_path / "said"
    code = f"import sys\nfor l in sys.stdin:\n open({str(said)!r}, 'a').write(l); print('.', flush=True)"
    speaker = Lines((sys.executable, "-c", code))
    speaker.say("one")
    until(lambda: not speaker.speaks())
    speaker.say("two")
    until(lambda: not speaker.speaks())
    assert said.read_text() == "one\ntwo\n"
    speaker.close()


def test_one_that_stays_is_hushed_by_another_in_its_place():
    speaker = Lines((sys.executable, "-c", "import time; time.sleep(60)"))
    speaker.say("one")
    assert speaker.speaks()
    speaker.hush()
    assert not speaker.speaks()
    speaker.close()


@pytest.mark.parametrize(("installed", "program"), [({"spd-say", "espeak-ng"}, "spd-say"), ({"espeak"}, "espeak")])
def test_the_first_that_is_installed_speaks(monkeypatch, installed, program):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(shutil, "which", lambda name: name if name in installed else None)
    speaker = speech.speaker()
    assert isinstance(speaker, Programs)
    assert speaker._programs[0].argv[0] == program


def test_the_chime_is_soft_short_and_made_once(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with wave.open(speech._chime_file()) as file:
        assert file.getnframes() / file.getframerate() == pytest.approx(CHIME_SECONDS, abs=0.01)
        loud = max(abs(int.from_bytes(file.readframes(1), "little", signed=True)) for _ in range(file.getnframes()))
    assert CHIME_SECONDS < 1
    assert 1000 < loud < 16384
    assert speech._chime_file() == speech._chime_file()


def test_where_nothing_plays_there_is_no_chime(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **k: pytest.fail("it was"))
    speech.chime()
