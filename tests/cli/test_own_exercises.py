"""Own exercises on the command line: begun, checked, listed, done; and the settings of single exercises."""

import json
import os
import re
import tomllib

import pytest

from core.catalog.test_custom import LEAST
from uncrick.cli.exercises import template
from uncrick.control import client


@pytest.fixture
def folder(house):
    folder = house.settings.parent / "exercises"
    folder.mkdir(parents=True)
    return folder


# ---------------------------------------------------------------- new


@pytest.mark.parametrize(
    ("words", "file"),
    [
        (("Wrist", "circles"), "wrist_circles"),
        (("wrist circles",), "wrist_circles"),
        (("Ünder  the tall table, stretching slowly",), "under_the_tall_table_stretching_slowly"),
        (('Say "ah" \\ # [x]',), "say_ah_x"),
        (("Supercalifragilisticexpialidocious",), "supercalifragilisticexpialidocious"),
        (("x",), "x"),
    ],
)
def test_new_exercise_passes_the_check_and_can_be_done(uncrick, house, words, file):
    result = uncrick("exercises", "new", *words)
    path = house.settings.parent / "exercises" / f"{file}.toml"

    assert (result.status, result.out) == (0, f"{path}\n")
    assert result.err == f"Edit it, then: uncrick exercises check {file}\n"
    assert uncrick("exercises", "check", file).printed().startswith(f"{file}.toml is fine: ")
    assert uncrick("exercises", file).status == 0


def test_every_example_of_the_template_works_uncommented(uncrick, folder):
    text = "\n".join(
        line.removeprefix("# ") if re.match(r"# \w+ = ", line) else line
        for line in template("Wrist circles", "x").splitlines()
    )
    assert set(tomllib.loads(text)) >= {
        "reps",
        "per_day_reps",
        "position",
        "setup_say",
        "visibility",
        "contraindications",
    }
    (folder / "x.toml").write_text(text)

    assert uncrick("exercises", "check", "x").status == 0


def test_new_exercise_never_replaces_a_file(uncrick, folder):
    (folder / "mine.toml").write_text("# mine")
    result = uncrick("exercises", "new", "mine")

    assert (result.status, result.out) == (1, "")
    assert (folder / "mine.toml").read_text() == "# mine"


@pytest.mark.unix("links that anybody may make")
def test_dangling_symlink_is_not_followed(uncrick, folder, tmp_path):
    (folder / "mine.toml").symlink_to(tmp_path / "nowhere")

    assert uncrick("exercises", "new", "mine").status == 1
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("neck turn", "comes with Uncrick"),
        ("check", "a word of the command line"),
        ("on", "a word of the command line"),
        ("neck circles", "left out on purpose"),
        ("../../etc", "x"),
        ("a\x1b[2J", "cannot be a name"),
        ("long " * 30, "at most 60 characters"),
        ("", "cannot be a name"),
    ],
)
def test_invalid_name_is_refused_with_a_message(uncrick, house, name, text):
    result = uncrick("exercises", "new", name)
    if name == "../../etc":
        assert result.out == f"{house.settings.parent / 'exercises' / 'etc.toml'}\n"
        return

    assert (result.status, result.out) == (2, "")
    assert text in result.err
    assert not list(house.settings.parent.glob("exercises/*"))


@pytest.mark.parametrize(
    "name",
    ["首を回す", "تدوير الرقبة", "3 steps", "Kopf gegen die flache Hand drücken und halten", "ß", "Вращение плеч"],
)
def test_a_name_in_any_script_makes_a_file_that_can_be_used(uncrick, folder, name):
    new = uncrick("exercises", "new", name)
    assert new.status == 0, new.err
    checked = uncrick("exercises", "check", os.path.basename(new.out.strip()))
    assert (checked.status, name in checked.out) == (0, True)


def test_two_names_without_a_latin_letter_are_two_exercises(uncrick, folder):
    assert uncrick("exercises", "new", "首を回す").out != uncrick("exercises", "new", "肩を回す").out


def test_a_folder_that_cannot_be_made_is_reported(uncrick, house):
    house.wrote(house.settings.parent / "exercises", "a file")
    result = uncrick("exercises", "new", "mine")

    assert result.status == 1
    assert "exercises" in result.err


# ---------------------------------------------------------------- check


def test_all_faults_are_reported_with_file_id_rule_and_remedy(uncrick, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(LEAST.replace("shoulders", "ears") + "repps = 3\n")
    result = uncrick("exercises", "check", str(file))

    assert (result.status, result.out) == (1, "")
    lines = result.err.splitlines()
    assert lines[0] == "mine.toml cannot be used as it is: "
    assert lines[1].startswith("mine.toml: mine: unknown area: ")
    assert lines[1].endswith("Use one of these.")
    assert lines[2] == "mine.toml: mine: unknown key: repps. Did you mean reps? If not, remove it."
    assert len(lines) == 3


def test_a_check_is_reported_as_json(uncrick, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(f"{LEAST}repps = 3\n")
    result = uncrick("exercises", "check", str(file), "--json")

    assert result.status == 1
    assert json.loads(result.out) == {
        "ok": False,
        "exercises": [],
        "faults": [
            {
                "file": "mine.toml",
                "id": "mine",
                "rule": "unknown key",
                "what": "repps",
                "mend": "Did you mean reps? If not, remove it",
            }
        ],
    }


def test_without_a_file_all_are_checked(uncrick, folder):
    assert uncrick("exercises", "check").out.startswith("No exercises of your own yet")
    (folder / "a.toml").write_text(LEAST)
    (folder / "b.toml").write_text("x")
    result = uncrick("exercises", "check")

    assert result.status == 1
    assert result.out.startswith("a.toml is fine: Wrist circles (a), 5 times, 40 s, shoulders")
    assert "b.toml: b: TOML: " in result.err


def test_a_file_of_the_folder_is_checked_beside_the_others(uncrick, folder):
    (folder / "a.toml").write_text(LEAST)
    (folder / "b.toml").write_text(f'{LEAST}id = "a"')

    assert uncrick("exercises", "check", "a").status == 0
    assert "duplicate id" in uncrick("exercises", "check", "b").err


def test_missing_file_is_reported(uncrick):
    result = uncrick("exercises", "check", "nowhere.toml")

    assert (result.status, result.out) == (1, "")
    assert result.err.startswith("There is no file nowhere.toml")


# ---------------------------------------------------------------- listed and done


def test_own_exercises_are_marked_and_faulty_files_warned_of(uncrick, folder):
    (folder / "mine.toml").write_text(LEAST)
    (folder / "bad.toml").write_text("x")
    result = uncrick("exercises")

    assert result.status == 0
    assert result.out.splitlines()[-1].split() == ["mine", "Wrist", "circles", "Shoulders", "level", "1", "desk", "own"]
    assert result.err == "bad.toml has faults and is not used. See them: uncrick exercises check bad.toml\n"
    assert json.loads(uncrick("exercises", "--json").out)[-1]["origin"] == "own"
    assert json.loads(uncrick("exercises", "mine", "--json").out)["enabled"] is True
    assert "Source    your own" in uncrick("exercises", "mine").out


def test_too_many_files_are_one_warning(uncrick, folder):
    for number in range(101):
        (folder / f"e{number}.toml").write_text(LEAST)

    result = uncrick("exercises")

    assert result.status == 0
    text = "exercises: folder: too many: 101 files, of which the first 100 by name are read."
    assert result.err == f"{text} Remove some of the files from the folder.\n"


@pytest.mark.usefixtures("clock")
def test_an_own_exercise_is_done_here_with_its_note(uncrick, house, folder):
    (folder / "mine.toml").write_text(LEAST)
    house.wrote(house.settings, '[exercise.mine]\nnote = "left hand first"\nreps = 2\n')
    result = uncrick("break", "mine", "--here")

    assert result.status == 0
    assert "Wrist circles: your note: left hand first\n" in result.out
    assert result.out.count("your note") == 1
    assert "Wrist circles  2 of 2: Let go" in result.out


@pytest.mark.usefixtures("clock")
def test_an_own_exercise_runs_in_the_daemon_and_is_led_here(uncrick, house, folder):
    (folder / "mine.toml").write_text(LEAST)
    with house.living():
        result = uncrick("break", "mine", "--here")

    assert result.status == 0
    assert "Wrist circles  5 of 5: Let go" in result.out


def test_faults_are_reported_by_doctor_status_and_reload(uncrick, house, folder):
    (folder / "bad.toml").write_text("x")
    with house.living():
        result = uncrick("settings", "reload")
        assert (result.status, result.out) == (0, "The settings are read again.\n")
        assert result.err.startswith("Some of your own exercises are not used: bad.toml: bad: TOML: ")
        assert "Some of your own exercises are not used: bad.toml: bad: TOML: " in uncrick("status").out
        facts = {fact["what"]: fact for fact in json.loads(uncrick("doctor", "--json").out)}
    assert not facts["Own exercises"]["ok"]
    assert "bad.toml" in facts["Own exercises"]["text"]


# ---------------------------------------------------------------- settings of one exercise


def test_an_exercise_is_switched_off_and_on_and_comments_stay(uncrick, house):
    house.wrote(house.settings, "# mine\n[exercise.neck_turn]  # since May\nreps = 3\n")
    result = uncrick("settings", "set", "exercise.neck_turn.enabled", "false")

    assert (result.status, result.out, result.err) == (0, "exercise.neck_turn.enabled = false\n", "")
    assert uncrick("settings", "get", "exercise.neck_turn.enabled").out == "false\n"
    assert house.settings.read_text() == "# mine\n[exercise.neck_turn]  # since May\nreps = 3\nenabled = false\n"
    assert "  off" in next(line for line in uncrick("exercises").out.splitlines() if line.startswith("neck_turn"))
    error = uncrick("break", "neck_turn", "--here").refused()
    assert "uncrick settings set exercise.neck_turn.enabled true" in error
    uncrick("settings", "set", "exercise.neck_turn.enabled", "on")
    assert uncrick("settings", "get", "exercise.neck_turn.enabled").out == "true\n"


def test_unset_values_are_those_of_the_catalogue(uncrick):
    assert uncrick("settings", "get", "exercise.neck_turn.reps").out == "5\n"
    assert uncrick("settings", "get", "exercise.neck_turn.enabled").out == "true\n"
    assert uncrick("settings", "get", "exercise.neck_turn.note").out == "\n"
    assert json.loads(uncrick("settings", "get", "exercise.neck_turn.reps", "--json").out) == {
        "exercise.neck_turn.reps": 5
    }


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("exercise.neck_turn.reps", "40", "expected a whole number from 0 to 10, its most in a day"),
        ("exercise.neck_turn.reps", "few", "expected a whole number from 0 to 400"),
        ("exercise.neck_turn.reps", "-1", "expected a whole number from 0 to 400"),
        ("exercise.neck_turn.enabled", "maybe", "expected true or false"),
        ("exercise.neck_turn.note", "x" * 51, "expected one line of text, of at most 50 characters"),
        ("exercise.neck_turn.note", "a\nb", "expected one line of text"),
        ("exercise.neck_turn.colour", "red", "expected exercise.ID. and one of enabled, reps, note"),
        ("exercise.neck_trun.reps", "3", "Did you mean neck_turn"),
        ("exercise.enabled", "false", "expected exercise.ID."),
    ],
)
def test_invalid_exercise_setting_is_refused(uncrick, house, name, value, text):
    result = uncrick("settings", "set", "--", name, value)

    assert (result.status, result.out) == (2, "")
    assert text in result.err
    assert not house.settings.exists()


def test_repetitions_of_a_home_exercise_bring_a_warning(uncrick):
    result = uncrick("settings", "set", "exercise.cat_floor.reps", "3")

    assert result.status == 0
    assert "for home sessions only" in result.err


def test_removed_id_is_a_warning_of_the_check(uncrick, house):
    house.wrote(house.settings, "[exercise.gone]\nenabled = false\n")
    result = uncrick("settings", "check")

    assert (result.status, result.out) == (0, "The settings are fine.\n")
    assert result.err == '[exercise.gone] does nothing: there is no exercise "gone" (any more).\n'


def test_an_own_exercise_has_settings_too(uncrick, house, folder):
    (folder / "mine.toml").write_text(LEAST)
    with house.living() as life:
        assert uncrick("settings", "set", "exercise.mine.reps", "2").status == 0
        client.request("break", exercise="mine")
        assert life.daemon.engine.state.routine.suggestion.items[0].reps == 2
    assert "expected a whole number from 0 to 20" in uncrick("settings", "set", "exercise.mine.reps", "21").err


def test_run_accepts_an_exercise_setting(uncrick, house):
    with house.living("exercise.neck_turn.enabled=false"):
        result = uncrick("break", "neck_turn")

    assert result.status == 1
    assert "Turn your head is off" in result.err


def test_help_names_the_words(uncrick):
    assert (
        "uncrick exercises [ID | check [FILE] | new NAME | draw [ID] [--gif] | on ID] [--json]"
        in uncrick("--help-all").out
    )
    assert uncrick("exercises", "check", "--help").status == 0
