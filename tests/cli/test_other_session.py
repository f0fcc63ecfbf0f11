"""The case two_sessions: `uncrick` in a session in which the daemon does not run."""

import json

import pytest


@pytest.fixture
def life(house, monkeypatch):
    """A daemon on another display than the commands."""
    for name in ("wayland-8", "wayland-9"):
        house.wrote(house.root / "run" / name, "")  # a display that lets nobody in
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-8")
    with house.living() as life:
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-9")
        yield life


SENTENCE = (
    "Uncrick runs in your other session (display wayland-8, since {time}) and cannot see this one: to have it "
    "here, type uncrick run --move-here\n"
)


def test_uncrick_says_in_one_sentence_where_it_runs_and_how_to_move_it(uncrick, life):
    out = uncrick().out
    assert out.count("\n") == 1
    before, _, after = SENTENCE.partition("{time}")
    assert out.startswith(before)
    assert out.endswith(after)


def test_in_its_own_session_it_says_how_things_stand(uncrick, life, monkeypatch):
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-8")
    assert uncrick().out.startswith("Working.")


@pytest.mark.parametrize("gone", [{"WAYLAND_DISPLAY": "wayland-7"}, {"WAYLAND_DISPLAY": "", "DISPLAY": ":4711"}])
def test_a_display_that_is_gone_is_no_session(uncrick, life, monkeypatch, gone):
    for name, value in gone.items():
        monkeypatch.setenv(name, value)
    assert uncrick().out.startswith("Working.")
    uncrick("pause", "30")
    assert life.parts.engine.state.presence.elsewhere < life.clock.ticks


def test_doctor_puts_it_first(uncrick, life):
    finding = json.loads(uncrick("doctor", "--json").out)[0]
    assert (finding["what"], finding["ok"], finding["mend"]) == ("Session", False, "uncrick run --move-here")


def test_doctor_says_nothing_of_it_in_its_own_session(uncrick, life, monkeypatch):
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-8")
    assert all(finding["what"] != "Session" for finding in json.loads(uncrick("doctor", "--json").out))


@pytest.mark.parametrize("words", [(), ("doctor",), ("pause", "30"), ("snooze",)])
def test_a_command_is_a_sign_of_the_person(uncrick, life, words):
    uncrick(*words)
    assert life.parts.engine.state.presence.elsewhere > life.clock.ticks


@pytest.mark.parametrize("words", [("status",), ("today",), ("why",)])
def test_a_look_that_a_status_bar_takes_is_none(uncrick, life, words):
    uncrick(*words)
    assert life.parts.engine.state.presence.elsewhere < life.clock.ticks


def test_what_is_typed_there_is_never_recorded_as_away(uncrick, life):
    from uncrick.ports import InputStopped, ScreenLocked

    uncrick()
    life.sees(InputStopped(1.0))
    life.sees(ScreenLocked())
    life.passes(1800)
    assert life.phase == "working"
    assert uncrick("status").out.startswith("Working. Nothing typed here, maybe in your other session.")
    assert json.loads(uncrick("history", "--json").out) == []


def test_a_daemon_that_does_not_know_the_question_is_as_ever(uncrick, life, monkeypatch):
    from uncrick.control import protocol

    monkeypatch.delitem(protocol.WORDS, "session")
    assert uncrick().out.startswith("Working.")


def test_the_variables_are_those_of_a_session_alone(life):
    from uncrick.control import client
    from uncrick.errors import RefusedError

    for wrong in ({"PATH": "/"}, {"DISPLAY": 7}, {"DISPLAY": "x" * 501}, "none"):
        with pytest.raises(RefusedError, match="variables of a session"):
            client.request("session", session=wrong)
