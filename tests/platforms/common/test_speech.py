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


def test_the_program_gets_the_text_and_its_end_is_seen(tmp_path):
    output = tmp_path / "said"
    speaker = Programs([python(f"import sys; open({str(output)!r}, 'w').write(sys.argv[1])")])
    speaker.say("Turn left.")
    assert speaker.speaks()
    until(lambda: not speaker.speaks())
    assert output.read_text() == "Turn left."


def test_it_is_silent_at_once():
    speaker = Programs([python("import time; time.sleep(60)")])
    speaker.say("Turn left.")
    before = time.monotonic()
    speaker.hush()
    assert time.monotonic() - before < 10, "it does not wait for the minute of the program"
    assert not speaker.speaks()


def test_the_cancel_command_runs_when_speech_is_cut_short(tmp_path):
    cancelled = tmp_path / "told"
    silence = (sys.executable, "-c", f"open({str(cancelled)!r}, 'w')")
    speaker = Programs([Program((sys.executable, "-c", "import time; time.sleep(60)"), silence)])
    speaker.say("Turn left.")
    speaker.hush()
    assert cancelled.exists()


def test_a_program_that_fails_is_replaced_by_the_next(tmp_path):
    output = tmp_path / "said"
    speaker = Programs([python("raise SystemExit(1)"), python(f"open({str(output)!r}, 'w')")])
    speaker.say("one")
    until(lambda: not speaker.speaks())
    speaker.say("two")
    until(lambda: not speaker.speaks())
    assert output.exists()


def test_a_program_that_does_not_start_is_silent():
    speaker = Programs([Program(("/nowhere/speaker",))])
    speaker.say("one")
    assert not speaker.speaks()
    speaker.hush()


def test_a_resident_program_speaks_line_by_line(tmp_path):
    output = tmp_path / "said"
    code = f"import sys\nfor l in sys.stdin:\n open({str(output)!r}, 'a').write(l); print('.', flush=True)"
    speaker = Lines((sys.executable, "-c", code))
    speaker.say("one")
    until(lambda: not speaker.speaks())
    speaker.say("two")
    until(lambda: not speaker.speaks())
    assert output.read_text() == "one\ntwo\n"
    speaker.close()


def test_a_resident_program_is_restarted_to_cut_it_short():
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


def test_without_a_player_there_is_no_chime(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **k: pytest.fail("it was"))
    speech.chime()


def test_on_windows_the_voice_opens_no_console_and_reads_every_language(monkeypatch):
    started = []

    def start(argv, **given):
        started.append((argv, given["creationflags"]))
        raise OSError

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(subprocess, "CREATE_NO_WINDOW", 0x0800_0000, raising=False)
    monkeypatch.setattr(subprocess, "Popen", start)
    speech.speaker()
    ((argv, flags),) = started
    assert flags == 0x0800_0000
    assert argv[-1].startswith("[Console]::InputEncoding = New-Object System.Text.UTF8Encoding")


@pytest.mark.parametrize(
    ("system", "installed", "name"),
    [
        ("win32", {"powershell"}, "powershell"),
        ("darwin", {"say"}, "say"),
        ("linux", {"espeak", "say"}, "espeak"),
        ("linux", set(), None),
    ],
)
def test_doctor_names_what_speaks_on_this_system(system, installed, name, monkeypatch):
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(shutil, "which", lambda program: program if program in installed else None)
    assert speech.program() == name
