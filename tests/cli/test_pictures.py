"""`uncrick exercises draw`, as a process and in one."""

from pathlib import Path

import pytest
from PIL import Image, ImageSequence


def test_one_exercise_is_drawn_as_png_in_this_folder(person):
    assert person.run("exercises", "draw", "neck_turn").printed() == "Drawn: neck_turn.png (Turn your head)\n"
    with Image.open(person.root / "neck_turn.png") as image:
        assert image.format == "PNG"
        assert image.size == (600, 600)


def test_gif_is_one_cycle_of_at_least_eight_differing_pictures(person):
    assert person.run("exercises", "draw", "chin_tuck", "--gif").status == 0
    with Image.open(person.root / "chin_tuck.gif") as image:
        assert min(image.size) >= 240
        assert len({frame.convert("RGB").tobytes() for frame in ImageSequence.Iterator(image)}) >= 8


def test_without_an_id_a_sheet_of_all_is_drawn(person):
    result = person.run("exercises", "draw", "--size", "64")
    assert result.out == "Drawn: exercises.png (49 exercises)\n"
    assert (person.root / "exercises.png").stat().st_size > 20_000


def test_an_exercise_of_ones_own_is_drawn_too(person):
    assert person.run("exercises", "new", "my_stretch").status == 0
    result = person.run("exercises", "draw", "my_stretch", "--size", "64")
    assert (result.status, result.out) == (0, "Drawn: my_stretch.png (my_stretch)\n")


@pytest.fixture
def here(uncrick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The command in this process, in a folder of its own."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return lambda *words: uncrick("exercises", "draw", *words)


def test_out_and_size_set_file_and_pixels(here) -> None:
    assert here("shrug", "--out", "a b.png", "--size", "100").status == 0
    with Image.open("a b.png") as image:
        assert image.size == (100, 100)


def test_dark_is_for_a_dark_background(here) -> None:
    for name, words in (("light.png", ()), ("dark.png", ("--dark",))):
        assert here("shrug", "--out", name, "--size", "64", *words).status == 0
    light, dark = (Image.open(name).convert("L").getpixel((1, 1)) for name in ("light.png", "dark.png"))
    assert light > 200
    assert dark < 60


def test_a_name_that_ends_in_gif_asks_for_a_moving_picture(here) -> None:
    assert here("shrug", "--out", "s.gif", "--size", "64").status == 0
    with Image.open("s.gif") as image:
        assert image.n_frames >= 8


def test_only_our_own_pictures_are_replaced(here) -> None:
    assert here("shrug", "--size", "64").status == 0
    assert here("shrug", "--size", "48").status == 0
    Path("mine.png").write_text("precious")
    result = here("shrug", "--out", "mine.png")
    assert result.status == 1
    assert result.err == "The file is there already: mine.png was not drawn by Uncrick: name another with --out\n"
    assert Path("mine.png").read_text() == "precious"


@pytest.mark.parametrize(
    ("words", "status", "text"),
    [
        (("bar_hang_sway",), 2, "Hanging and swaying at the bar was left out on purpose: A bar that only hooks"),
        (("nek_turn",), 2, "There is no exercise 'nek_turn': Did you mean neck_turn"),
        (("--gif",), 2, "A moving picture shows one exercise: uncrick exercises draw ID --gif"),
        (("shrug", "--out", "a.jpg"), 2, "A picture is a PNG: a.jpg"),
        (("shrug", "--gif", "--out", "a.png"), 2, "A moving picture is a GIF: a.png"),
        (("shrug", "--out", "nowhere/a.png"), 1, "The picture was not written: nowhere/a.png: No such file"),
        (("shrug", "--size", "7"), 2, "'7' is not a size; expected 48 to 2000 pixels"),
    ],
)
def test_wrong_usage_is_one_sentence_and_writes_nothing(here, words, status, text) -> None:
    result = here(*words)
    assert result.status == status
    assert text in result.err
    assert "Traceback" not in result.err
    assert not list(Path().iterdir())
