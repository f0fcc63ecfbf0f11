"""`break --home` and `ease --lying`: with a daemon, without one, and what the history keeps of them."""

import json

import pytest

from uncrick.core.presentation.timeline import RISE
from uncrick.storage.shipped_data import catalogue

ITEMS = ("cat_floor", "curl_knees", "press_up_half", "curl_up", "bird_dog", "relief_rock")  # level 1


pytestmark = pytest.mark.usefixtures("clock")


def history(uncrick):
    return json.loads(uncrick("history", "--json").out)


def test_home_session_runs_in_a_terminal_and_is_recorded(uncrick, either):
    result = uncrick("break", "--home", "--here")

    assert (result.status, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[0] == "About 5 minutes on the floor."
    assert lines[-2] == f"Get up slowly: {RISE}"
    assert lines[-1].startswith("Done. Good.")
    begun, done = history(uncrick)
    assert [record["kind"] for record in (begun, done)] == ["started", "done"]
    assert tuple(item["id"] for item in done["routine"]) == ITEMS
    assert begun["detail"]["session"] == done["detail"]["session"] == "home_session"
    assert done["detail"]["credited"] is True


def test_a_second_session_on_a_day_is_refused_in_words(uncrick, either):
    uncrick("break", "--home", "--here")
    result = uncrick("break", "--home", "--here")

    assert (result.status, result.out) == (1, "")
    assert result.err == "You had your home session today: One a day is enough; there is another one tomorrow.\n"


def test_relief_lying_down_is_led_through_in_a_terminal(uncrick, either):
    result = uncrick("ease", "--lying", "--here")

    assert (result.status, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[:2] == [catalogue().ease_opening, "Read first: Rest with knees to chest"]
    assert tuple(lines[-2:]) == catalogue().ease_after
    done = history(uncrick)[-1]
    assert (done["kind"], done["routine"][0]["id"]) == ("done", "relief_knees_chest")
    assert done["detail"]["session"] == "relief"


def test_the_daemon_leads_through_a_session_and_says_how_long_it_is(uncrick, house):
    with house.living() as life:
        out = uncrick("break", "--home").printed()
        assert out.splitlines()[0].startswith("About 5 minutes on the floor.")
        assert "On a break: Round your back on all fours, 3 times" in out
        assert life.notifier.of("guide")
        life.passes(400)
        assert life.phase == "working"


def test_the_daemon_leads_through_relief_lying_down(uncrick, house):
    with house.living():
        result = json.loads(uncrick("ease", "--lying", "--json").out)

    assert [item["id"] for item in result["break"]["items"]] == ["relief_knees_chest"]


def test_seated_relief_begins_at_once_and_says_why_nothing_sharp_comes(uncrick, house):
    with house.living() as life:
        lines = uncrick("ease").printed().splitlines()
        assert lines[0] == catalogue().ease_opening
        assert lines[1].startswith("On a break: ")
        assert life.phase == "on_break"


@pytest.mark.parametrize(
    "words", [["break", "--home", "neck_turn"], ["break", "--home", "--stop"], ["break", "--lying"], ["ease", "--home"]]
)
def test_contradicting_options_are_refused(uncrick, words):
    result = uncrick(*words)

    assert (result.status, result.out) == (2, "")


def test_daemon_refuses_a_home_session_with_an_exercise(house):
    from uncrick.errors import UsageError

    with house.living() as life, pytest.raises(UsageError, match="has its own exercises"):
        life.call(life.parts.commands.say, "break", "window", {"home": True, "exercise": "neck_turn"})


@pytest.mark.parametrize("answer", ["--decline", "--none"])
def test_everybody_reads_what_to_mind_in_each_exercise(uncrick, house, answer):
    uncrick("profile", answer)
    result = uncrick("break", "--home", "--here")

    out = " ".join(result.out.split())
    assert all(catalogue().exercise(name).caution in out for name in ITEMS)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("--home-session",), "yes, where you work at home with a mat at hand"),
        (("--home-session", "--place", "home", "--equipment", "mat"), "yes"),
        (("--no-home-session", "--place", "home", "--equipment", "mat"), "no"),
    ],
)
def test_the_profile_says_what_a_session_still_lacks(uncrick, words, text):
    uncrick("profile", *words)
    [line] = [line for line in uncrick("profile", "show").out.splitlines() if line.startswith("Home session")]

    assert line.split("  ", 1)[1].strip() == text
