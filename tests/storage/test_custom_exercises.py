"""The folder of own exercises: whatever lies in it, what is fine is read and the rest is told."""

import os
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.catalog.test_custom import LEAST
from uncrick.core.catalog.custom_advice import with_advice
from uncrick.storage import custom_exercises, paths, shipped_data
from uncrick.storage.custom_exercises import LARGEST, MOST, in_file, in_folder


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "exercises"
    folder.mkdir()
    return folder


def read(folder, *, figure: bool = False):
    return in_folder(str(folder), shipped_data.catalogue(figure=figure))


def rules(own) -> list[tuple[str, str]]:
    return [(fault.file, fault.rule) for fault in own.faults]


def test_no_folder_is_no_exercise_and_no_fault(tmp_path) -> None:
    own = read(tmp_path / "exercises")

    assert (own.exercises, own.faults) == ({}, ())


def test_a_file_is_an_exercise_called_as_the_file_is(folder) -> None:
    (folder / "Wrist-circles.toml").write_text(LEAST)

    own = read(folder)

    assert list(own.exercises) == ["wrist_circles"]
    assert own.files == {"wrist_circles": "Wrist-circles.toml"}
    assert own.faults == ()


def test_a_file_may_hold_several_as_the_catalogue_does(folder) -> None:
    both = "\n".join(f'[[exercise]]\nid = "{name}"{LEAST}' for name in ("one", "two"))
    (folder / "mine.toml").write_text(both)

    assert list(read(folder).exercises) == ["one", "two"]


def test_a_table_of_one_is_one(folder) -> None:
    (folder / "mine.toml").write_text(f"[exercise]{LEAST}")

    assert list(read(folder).exercises) == ["mine"]


def test_what_stands_beside_the_tables_is_reported(folder) -> None:
    (folder / "mine.toml").write_text(f"reps = 3\n[[exercise]]{LEAST}")

    assert rules(read(folder)) == [("mine.toml", "unknown key")]


def test_what_is_broken_is_left_out_and_the_others_are_read(folder) -> None:
    (folder / "a.toml").write_text("name = ")
    (folder / "b.toml").write_text(LEAST)
    (folder / "c.toml").write_text(LEAST.replace("shoulders", "ears"))
    (folder / "notes.txt").write_text("no exercise")
    (folder / ".b.toml.swp").write_bytes(b"\xff")

    own = read(folder)

    assert list(own.exercises) == ["b"]
    assert rules(own) == [("a.toml", "TOML"), ("c.toml", "unknown area")]


def test_of_two_with_one_id_the_first_stays(folder) -> None:
    (folder / "a.toml").write_text(LEAST)
    (folder / "b.toml").write_text(f'{LEAST}id = "a"')

    own = read(folder)

    assert own.files == {"a": "a.toml"}
    assert "b.toml: a: duplicate id: a stands in a.toml already." in with_advice(own.faults[0])


# ---------------------------------------------------------------- no text files


def huge(path) -> None:
    path.write_text("#" * (LARGEST + 1))


def not_utf_8(path) -> None:
    path.write_bytes(b'# fine\nname = "caf\xe9"\n')


def loop(path) -> None:
    path.symlink_to(path)


def dangling(path) -> None:
    path.symlink_to(path.with_name("nowhere"))


def deep(path) -> None:
    path.write_text(f"x = {'[' * 20000}")


def deep_and_closed(path) -> None:
    path.write_text(f"name = {'[' * 300}{']' * 300}")


def fifo(path) -> None:
    """A pipe with a name, which blocks whoever opens it."""
    if sys.platform == "win32":
        pytest.skip("Windows has no pipes in folders")
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (os.mkdir, "it is a folder"),
        (fifo, "it is no ordinary file"),
        (huge, "larger than 64 KiB"),
        (not_utf_8, "line 2 is not UTF-8 text"),
        pytest.param(loop, "symbolic links", marks=pytest.mark.unix("links that anybody may make")),
        pytest.param(dangling, "no such file", marks=pytest.mark.unix("links that anybody may make")),
        (deep, "TOML"),
        (deep_and_closed, "wrong type"),
    ],
)
def test_what_is_no_text_file_is_reported_and_the_others_are_read(folder, made, words: str) -> None:
    made(folder / "x.toml")
    (folder / "y.toml").write_text(LEAST)

    own = read(folder)

    assert list(own.exercises) == ["y"]
    assert {fault.file for fault in own.faults} == {"x.toml"}
    assert words in " ".join(map(with_advice, own.faults))


def test_a_file_that_may_not_be_read_is_reported(folder, monkeypatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (folder / "x.toml").write_text(LEAST)
    monkeypatch.setattr("builtins.open", refuse)

    assert "permission denied" in str(read(folder).faults[0])


def test_a_file_in_the_place_of_the_folder_is_reported(tmp_path) -> None:
    place = tmp_path / "exercises"
    place.write_text("")

    assert [fault.rule for fault in read(place).faults] == ["not readable"]


@pytest.mark.unix("Windows allows no line break in a name")
def test_a_name_with_a_line_break_stays_within_its_line(folder) -> None:
    (folder / "a\nb\x1b[2J.toml").write_text("name = 1")

    assert all(with_advice(fault).isprintable() for fault in read(folder).faults)


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Übung", "ubung"),
        ("Straße hoch", "strasse_hoch"),
        ("3x10", "own_3x10"),
        ("首を回す", "own_ac49c99b"),
        ("a" * 50, "a" * 40),
    ],
)
def test_a_file_may_have_a_name_in_any_script(folder, name: str, id_: str) -> None:
    (folder / f"{name}.toml").write_text(LEAST)

    own = read(folder)

    assert (list(own.exercises), own.faults) == ([id_], ())


def test_a_name_too_long_for_a_prompt_is_cut_there(folder) -> None:
    (folder / "exercise.toml").write_text(
        """name = "Schulterkreisen rückwärts, danach beide Hände ausschütteln"
area = "shoulders"
instruction = "Kreise beide Schultern langsam nach hinten. Lass dann los."
phases = [{ kind = "move", s = 4, say = "Langsam nach hinten." }, { kind = "relax", s = 3 }]
""",
        "utf-8",
    )

    own = read(folder)

    assert own.faults == ()
    assert own.exercises["exercise"].headline == "Schulterkreisen rückwärts, danach"


@pytest.mark.parametrize(
    ("good", "slip", "words"),
    [
        ("s = 4", "s = 2,5", "s = 2,5 has a comma in a number. Seconds and repetitions are whole, such as 3"),
        ("s = 4", "s = 2.5", "s = 2.5 is not a whole number. Write whole seconds"),
        ('"shoulders"', "„shoulders“", "Use straight quotes"),
        ('"shoulders"', "shoulders/neck", "Look for a missing quote"),
    ],
)
def test_a_slip_gets_a_sentence_of_its_own(folder, good: str, slip: str, words: str) -> None:
    assert good in LEAST
    (folder / "wrists.toml").write_text(LEAST.replace(good, slip, 1), "utf-8")

    [fault] = read(folder).faults

    assert words in with_advice(fault)


def test_what_lies_in_another_folder_or_ends_in_txt_is_told(folder) -> None:
    (folder / "physio").mkdir()
    (folder / "physio" / "wrists.toml").write_text(LEAST)
    (folder / "wrists.toml.txt").write_text(LEAST)
    (folder / "pictures").mkdir()
    (folder / "notes.txt").write_text("ask about the left shoulder")

    own = read(folder)

    assert rules(own) == [("physio", "in a folder"), ("wrists.toml.txt", "ending")]
    assert all(with_advice(fault) for fault in own.faults)


def test_of_five_hundred_files_the_first_hundred_are_read_in_time(folder) -> None:
    for number in range(500):
        (folder / f"e{number:03}.toml").write_text(LEAST)
    begun = time.process_time()

    own = read(folder)

    assert (len(own.exercises), [fault.rule for fault in own.faults]) == (MOST, ["too many"])
    assert time.process_time() - begun < 3


def test_a_file_of_many_exercises_ends_at_the_most(folder) -> None:
    table = 'name = "E"\narea = "shoulders"\ninstruction = "E."\nphases = [{kind="relax", s=2}]\n'
    (folder / "x.toml").write_text("".join(f'[[exercise]]\nid = "e{number}"\n{table}' for number in range(MOST + 50)))

    own = read(folder)

    assert (len(own.exercises), [fault.rule for fault in own.faults]) == (MOST, ["too many"])


# ---------------------------------------------------------------- the figure


def test_a_movement_is_checked_also_where_no_figure_is_loaded(folder) -> None:
    frames = "keyframes = [{ t = 0, pose = { tail = 1 } }, { t = 7, pose = { tail = 1 } }]"
    (folder / "x.toml").write_text(f"{LEAST}{frames}")

    assert rules(read(folder)) == rules(read(folder, figure=True)) == [("x.toml", "channel")]


def test_a_movement_is_loaded_with_the_figure_only(folder) -> None:
    frames = "keyframes = [{ t = 0, pose = {} }, { t = 3, pose = { neck_turn = 9 } }, { t = 7, pose = {} }]"
    (folder / "x.toml").write_text(f"{LEAST}{frames}")

    assert read(folder).exercises["x"].keyframes == ()
    assert len(read(folder, figure=True).exercises["x"].keyframes) == 3


# ---------------------------------------------------------------- anything


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode), tail=st.booleans())
def test_any_bytes_are_read_or_reported(tmp_path_factory, content: bytes, tail: bool) -> None:
    file = tmp_path_factory.mktemp("any") / "x.toml"
    file.write_bytes(LEAST.encode() + content if tail else content)

    own = in_file(str(file), shipped_data.catalogue())

    assert bool(own.exercises) != bool(own.faults)
    assert all(with_advice(fault).isprintable() for fault in own.faults)


def test_a_file_is_read_by_itself(folder) -> None:
    (folder / "x.toml").write_text(LEAST)

    assert list(in_file(str(folder / "x.toml"), shipped_data.catalogue()).exercises) == ["x"]
    assert custom_exercises.named(str(folder / "x.toml")) == "x.toml"
    assert paths.own_files(str(folder)) == ["x.toml"]
