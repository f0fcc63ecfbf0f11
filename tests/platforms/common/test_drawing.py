"""The pictures that Pillow paints.

`python tests/platforms/common/test_drawing.py` draws the golden ones anew, to be looked at.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageSequence

from uncrick.core.figure.figure import Figure
from uncrick.platforms.common import drawing, thumbnails
from uncrick.storage import paths, shipped_data

CATALOGUE = shipped_data.catalogue(figure=True)
assert CATALOGUE.rig is not None
COLOURS = CATALOGUE.rig.colours
GOLDEN = Path(__file__).parent / "golden"
SIZE = 96
KEPT = [  # exercise, second of the cycle, theme
    ("neck_turn", 2.0, drawing.LIGHT),
    ("neck_press_fb", 4.0, drawing.LIGHT),
    ("bird_dog", 4.0, drawing.LIGHT),
    ("bar_hang_feet", 4.0, drawing.DARK),
    ("stairs", 0.0, drawing.LIGHT),
    ("relief_rock", 3.0, drawing.DARK),
    ("breathe_drop", 5.0, drawing.LIGHT),
]


def figure(exercise_id: str) -> Figure:
    assert CATALOGUE.rig is not None
    return Figure(CATALOGUE.exercise(exercise_id), CATALOGUE.rig)


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def golden(exercise_id: str, t: float, theme: int) -> Image.Image:
    return drawing.paint(figure(exercise_id).frame(t), SIZE, SIZE, theme=theme).convert("RGB")


def difference(subject: Image.Image, other: Image.Image) -> float:
    """Mean difference of a channel, 0 to 255."""
    histogram = ImageChops.difference(subject.convert("RGB"), other.convert("RGB")).convert("L").histogram()
    return sum(value * count for value, count in enumerate(histogram)) / sum(histogram)


@pytest.mark.parametrize(("exercise_id", "t", "theme"), KEPT, ids=[saved[0] for saved in KEPT])
def test_a_picture_looks_like_the_golden_picture(exercise_id: str, t: float, theme: int) -> None:
    with Image.open(GOLDEN / f"{exercise_id}.png") as saved:
        assert saved.size == (SIZE, SIZE)
        assert difference(golden(exercise_id, t, theme), saved) < 1.0


def test_another_moment_does_not_look_like_the_golden_picture() -> None:
    with Image.open(GOLDEN / "bird_dog.png") as saved:
        assert difference(golden("bird_dog", 8.0, drawing.LIGHT), saved) > 2.0


@pytest.mark.parametrize(("width", "height"), [(48, 48), (96, 40), (300, 900)])
def test_a_picture_has_the_size_that_was_asked_for(width: int, height: int) -> None:
    assert drawing.paint(figure("bird_dog").frame(0), width, height).size == (width, height)


def test_edges_are_smooth() -> None:
    image = drawing.paint(figure("neck_nod").frame(0), 96, 96)
    between = {colour for _, colour in image.getcolors(9999) or []} - {(*rgb(c), 255) for c, _ in COLOURS.values()}
    assert len(between) > 50


@pytest.mark.parametrize("exercise_id", CATALOGUE.exercises)
def test_at_96_pixels_the_moving_part_is_still_seen(exercise_id: str) -> None:
    subject = figure(exercise_id)
    image = drawing.paint(subject.frame(subject.still_second), 96, 96).convert("RGB")
    bright = {rgb(COLOURS[role][0]) for role in ("moving", "moving_far", "glow")}
    assert sum(count for count, colour in image.getcolors(9999) or [] if colour in bright) > 25


def test_a_moving_picture_repeats_one_cycle(tmp_path: Path) -> None:
    file = tmp_path / "walk.gif"
    count = drawing.save_moving(figure("walk_corridor"), 240, str(file))
    with Image.open(file) as image:
        frames = [frame.convert("RGB") for frame in ImageSequence.Iterator(image)]
        seconds = sum(frame.info["duration"] for frame in ImageSequence.Iterator(image)) / 1000
        assert image.size == (240, 240)
        assert image.info["loop"] == 0
    assert len(frames) == count
    assert len({frame.tobytes() for frame in frames}) >= 8
    assert seconds == pytest.approx(2, abs=0.2)


def test_a_moving_picture_takes_as_long_as_the_cues_of_the_exercise(tmp_path: Path) -> None:
    file = tmp_path / "press.gif"
    drawing.save_moving(figure("neck_press_lr"), 48, str(file))
    with Image.open(file) as image:
        seconds = sum(frame.info["duration"] for frame in ImageSequence.Iterator(image)) / 1000
    assert seconds == pytest.approx(CATALOGUE.exercise("neck_press_lr").cycle_s, abs=1)


def test_our_pictures_are_known_and_those_of_others_are_not(tmp_path: Path) -> None:
    png, gif, theirs, text = (tmp_path / name for name in ("a.png", "a.gif", "b.png", "c.png"))
    drawing.save(drawing.paint(figure("shrug").frame(0), 48, 48), str(png))
    drawing.save_moving(figure("shrug"), 48, str(gif))
    Image.new("RGB", (48, 48)).save(theirs)
    text.write_text("mine")
    assert [drawing.ours(str(file)) for file in (png, gif, theirs, text, tmp_path)] == [True, True, False, False, False]


def test_the_sheet_has_all_exercises_at_once() -> None:
    named = [(exercise.name, figure(exercise.id)) for exercise in CATALOGUE.exercises.values()]
    image = drawing.sheet(named, 48, columns=7)
    assert image.width == 7 * 48
    assert image.height >= 5 * 48


def test_what_an_exercise_is_called_stays_in_its_cell_of_the_sheet() -> None:
    subject = figure("shrug")
    names = ["Shrug with light weights", "Lift one shoulder at a time"]
    for size in (48, 96, 200):
        image = drawing.sheet([(name, subject) for name in names], size, columns=2).convert("RGB")
        ground = rgb(COLOURS["ground"][0])
        for column in (0, size - 1, size, 2 * size - 1):
            assert {image.getpixel((column, y)) for y in range(size, image.height)} == {ground}


# ---------------------------------------------------------------- stills


def child(folder: Path) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-P", "-m", "uncrick.platforms.common.thumbnails", str(folder)]
    return subprocess.run(command, check=False, capture_output=True, timeout=60)


def test_the_child_draws_a_still_for_every_exercise_and_old_editions_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    settings = Path(paths.settings_file())
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('[window]\nfigure = "curls"\n', "utf-8")
    old = tmp_path / "cache" / "stills-0.0.1-1"
    old.mkdir(parents=True)
    assert not thumbnails.drawn(str(tmp_path / "cache"))
    assert thumbnails.still(str(tmp_path / "cache"), "shrug") == ""
    assert child(tmp_path / "cache").returncode == 0
    assert thumbnails.drawn(str(tmp_path / "cache"))
    assert not old.exists()
    for exercise in CATALOGUE.exercises.values():
        moments = [f"{exercise.id}-{number}" for number in range(len(exercise.phases) + 1)]
        assert all(thumbnails.still(str(tmp_path / "cache"), moment) for moment in moments)
        with Image.open(thumbnails.still(str(tmp_path / "cache"), exercise.id)) as image:
            assert image.size == (thumbnails.SIZE, thumbnails.SIZE)
            assert image.getpixel((0, 0)) == (*rgb(COLOURS["ground"][0]), 0)
            assert image.getpixel((thumbnails.SIZE // 2, 2))[3] == 255  # type: ignore[index]
    assert CATALOGUE.rig is not None
    with Image.open(thumbnails.still(str(tmp_path / "cache"), "shrug")) as image:
        seen = {colour for _, colour in image.convert("RGB").getcolors(9999) or []}
        assert rgb(CATALOGUE.rig.people["curls"].colours["shirt"][0]) in seen  # who was chosen
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [Path(thumbnails.folder("")).name]


def test_a_still_of_an_exercise_that_is_not_ours_is_none(tmp_path: Path) -> None:
    assert thumbnails.still(str(tmp_path), "my_own") == ""


def test_where_the_cache_cannot_be_written_the_child_fails(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    assert child(tmp_path / "cache").returncode == 1


def test_the_child_prints_its_usage() -> None:
    assert thumbnails.main([]) == thumbnails.main(["--x"]) == 2


@pytest.mark.unix("imports a part of Linux")
def test_the_daemons_half_imports_no_pillow() -> None:
    code = "import sys, uncrick.platforms.linux.notifications; "
    code += "sys.exit('PIL' in sys.modules or 'uncrick.core.figure.figure' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=90).returncode == 0


if __name__ == "__main__":
    for name, second, look in KEPT:
        golden(name, second, look).quantize(64).save(GOLDEN / f"{name}.png", optimize=True)
