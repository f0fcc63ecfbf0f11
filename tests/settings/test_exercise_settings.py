"""Settings of one exercise, `[exercise.ID]`: read, checked against the catalogue, and written back."""

import pytest

from uncrick.core.model.exercise_setting import ExerciseSetting
from uncrick.errors import SettingsError
from uncrick.settings import load, put, show


def doses(exercise_id: str) -> int | None:
    return {"neck_turn": 10, "breathe_drop": 100}.get(exercise_id)


@pytest.mark.parametrize(
    "text",
    [
        '[exercise.neck_turn]\nenabled = false\nreps = 4\nnote = "left first"\n',
        '[exercise]\nneck_turn = { enabled = false, reps = 4, note = "left first" }\n',
        '[exercise]\nneck_turn.enabled = false\nneck_turn.reps = 4\nneck_turn.note = " left first "\n',
        'exercise.neck_turn = { enabled = false, reps = 4, note = "left first" }\n',
    ],
)
def test_exercise_settings_are_read_in_any_toml_notation(written, text):
    loaded = written(text)
    assert (loaded.errors, loaded.settings.exercise) == ((), {"neck_turn": ExerciseSetting(False, 4, "left first")})


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "[exercise.neck_turn]\n\nreps = 40",
            "line 3: exercise.neck_turn.reps = 40: expected a whole number from 0 to 10",
        ),
        ("exercise.neck_turn = { reps = 40 }", "line 1: exercise.neck_turn.reps = 40: expected"),
        ("[exercise.x]\nreps = true", "line 2: exercise.x.reps = true: expected a whole number from 0 to 400"),
        ('[exercise.x]\nenabled = "no"', 'line 2: exercise.x.enabled = "no": expected true or false'),
        ("[exercise.x]\nnote = 3", "line 2: exercise.x.note = 3: expected one line of text, of at most 50 characters"),
        ('[exercise.x]\nnote = """a\nb"""', 'line 2: exercise.x.note = "a\\nb": expected one line of text'),
        ('[exercise.x]\nnote = "\\u001b[2J"', "line 2: exercise.x.note = "),
        ("[exercise.x]\n# so\nrep = 3", 'line 3: "exercise.x.rep" is not a setting: expected exercise.ID. and one of'),
        ("[exercise]\nenabled = false", 'line 2: "exercise.enabled" is not a setting: expected exercise.ID. and'),
        ("exercise = 3", "line 1: exercise = 3: expected a table, [exercise]"),
        ("[[exercise]]\nreps = 3", 'line 1: exercise = [{"reps": 3}]: expected a table, [exercise]'),
    ],
)
def test_exercise_fault_has_its_line_and_spares_the_others(file, text, fault):
    file.write_text(f"{text}\n[exercise.shrug]\nreps = 3\n" if "[[" not in text and " = 3" not in text[:13] else text)
    loaded = load(str(file), doses)
    assert loaded.errors[0].startswith(fault)
    assert loaded.settings.exercise.get("neck_turn", ExerciseSetting()) == ExerciseSetting()


def test_without_a_catalogue_exercise_ids_are_not_checked(written):
    loaded = written("[exercise.neck_spin]\nreps = 40\n")
    assert (loaded.errors, loaded.warnings) == ((), ())


def test_an_unknown_exercise_is_a_warning_and_never_a_fault(file):
    file.write_text('[exercise.neck_spin]\nreps = 40\n[exercise."no id"]\nenabled = false\n')
    loaded = load(str(file), doses)
    assert loaded.errors == ()
    assert [warning.partition(" ")[0] for warning in loaded.warnings] == ["[exercise.neck_spin]", "[exercise.no"]


def test_catalogue_is_used_only_if_the_file_names_an_exercise(file):
    file.write_text('[breaks]\nevery = "50m"\n[exercise]\n')
    assert load(str(file), pytest.fail).errors == ()


@pytest.mark.parametrize(
    "before",
    [
        "",
        "# mine\n[breaks]\n",
        "[exercise]\n# mine\n",
        "[exercise.shrug]\nreps = 3 # mine\n",
        "[exercise]\nshrug = { reps = 3 } # mine\n",
        "exercise.shrug.reps = 3 # mine\n",
        '[exercise.neck_turn]\nreps = 3\n[breaks]\nlull = "9s" # mine\n[exercise.shrug]\nreps = 3\n',
    ],
)
def test_exercise_setting_put_is_read_and_the_rest_stays(file, before):
    file.write_text(before)
    settings_before = load(str(file)).written
    put(str(file), "exercise.neck_turn.enabled", "false")
    put(str(file), "exercise.neck_turn.note", 'say "ah"')
    loaded = load(str(file))
    assert loaded.errors == ()
    news = {"exercise.neck_turn.enabled": False, "exercise.neck_turn.note": 'say "ah"'}
    assert loaded.written == {**settings_before, **news}
    assert ("# mine" in file.read_text()) == ("# mine" in before)
    assert {shown.setting.name: shown.value for shown in show(str(file)) if shown.setting.name in news} == news


def test_put_refuses_a_value_where_a_table_belongs(file):
    file.write_text("[exercise]\nneck_turn = 3\n")
    with pytest.raises(SettingsError, match="neck_turn is not a table"):
        put(str(file), "exercise.neck_turn.reps", "3")
