"""The pictures of the tray."""

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from uncrick import platforms
from uncrick.platforms.common import icons

KINDS = ["due", "waiting", "paused", "on_break", "off", "away", "snoozed", "badge", "locked"]
LIGHT, DARK = (246, 245, 244), (46, 52, 54)


def on(panel: tuple[int, int, int], picture: str, size: int = 22) -> Image.Image:
    """A picture as a panel shows it."""
    image = Image.new("RGB", (size, size), panel)
    drawn = icons.picture(picture, size)
    image.paste(drawn, (0, 0), drawn)
    return image


def luminance(colour: tuple[int, ...]) -> float:
    """Relative luminance, as WCAG defines it."""
    linear = [(c / 255 / 12.92) if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("kind", "fraction", "expected"),
    [
        ("ring", 1, "ring-20"),
        ("ring", 0.5, "ring-10"),
        ("ring", 0, "ring-0"),
        ("ring", 7, "ring-20"),
        ("ring", -1, "ring-0"),
        ("due", 0.3, "due"),
    ],
)
def test_a_face_has_its_picture(kind: str, fraction: float, expected: str) -> None:
    assert icons.name(kind, fraction) == expected
    assert expected in icons.PICTURES


@pytest.mark.parametrize("panel", [LIGHT, DARK])
@pytest.mark.parametrize("size", icons.SIZES)
def test_any_two_kinds_differ_at_a_glance(panel: tuple[int, int, int], size: int) -> None:
    for first, second in itertools.combinations(["ring-20", "ring-10", *KINDS], 2):
        difference = ImageChops.difference(on(panel, first, size), on(panel, second, size)).convert("L")
        changed = sum(count for value, count in enumerate(difference.histogram()) if value > 40)
        assert changed > size * size / 16, f"{first} and {second} look alike at {size}"


def test_the_ring_empties_step_by_step() -> None:
    teal = [
        sum(count for count, colour in icons.picture(f"ring-{step}", 48).getcolors(9999) or [] if colour == icons.TEAL)
        for step in range(icons.STEPS + 1)
    ]
    assert teal == sorted(set(teal))
    assert teal[0] == 0


@pytest.mark.parametrize("colour", [icons.TEAL, icons.AMBER, icons.SLATE])
@pytest.mark.parametrize("panel", [(255, 255, 255), DARK])
def test_every_colour_has_contrast_on_light_and_dark(colour: icons.Colour, panel: tuple[int, int, int]) -> None:
    low, high = sorted([luminance(colour), luminance(panel)])
    assert (high + 0.05) / (low + 0.05) >= 3


@pytest.mark.parametrize("size", icons.SIZES)
@pytest.mark.parametrize("which", icons.PICTURES)
def test_a_picture_has_its_size_and_stays_in_it(which: str, size: int) -> None:
    picture = icons.picture(which, size)
    assert (picture.size, picture.mode) == ((size, size), "RGBA")
    corners = [picture.getpixel(place) for place in itertools.product((0, size - 1), repeat=2)]
    assert [corner[3] for corner in corners if isinstance(corner, tuple)] == [0] * 4


def test_a_drawn_set_is_read_as_argb_in_every_size(tmp_path: Path) -> None:
    icons.draw_set(str(tmp_path))
    for which in icons.PICTURES:
        pixmaps = icons.read(str(tmp_path), which)
        assert pixmaps is not None
        assert [(width, height, len(data)) for width, height, data in pixmaps] == [
            (n, n, n * n * 4) for n in icons.SIZES
        ]
    (*_, (_, _, data)) = icons.read(str(tmp_path), "on_break") or []
    red, green, blue, _ = icons.TEAL
    middle_left = (24 * 48 + 8) * 4
    assert data[middle_left : middle_left + 4] == bytes((255, red, green, blue))


def test_what_is_not_drawn_or_damaged_is_not_read(tmp_path: Path) -> None:
    assert icons.read(str(tmp_path), "due") is None
    icons.draw_set(str(tmp_path))
    Path(icons.folder(str(tmp_path)), "due.argb").write_bytes(b"\0" * 10)
    assert icons.read(str(tmp_path), "due") is None


def test_a_set_replaces_older_editions_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "icons-0").mkdir()
    (tmp_path / "other").touch()
    icons.draw_set(str(tmp_path))
    icons.draw_set(str(tmp_path))
    assert sorted(os.listdir(tmp_path)) == [f"icons-{icons.EDITION}", "other"]


def test_a_drawing_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def torn(*_: object) -> bytes:
        raise OSError("no space")

    monkeypatch.setattr(icons, "_argb", torn)
    with pytest.raises(OSError, match="no space"):
        icons.draw_set(str(tmp_path))
    assert os.listdir(tmp_path) == []


def test_the_plain_ring_is_a_ring_without_pillow() -> None:
    ((width, height, data),) = icons.plain(0.5)
    pixels = [tuple(data[at : at + 4]) for at in range(0, len(data), 4)]
    row = pixels[width * (height // 2) : width * (height // 2 + 1)]
    assert row[0][0] == row[width // 2][0] == 0
    assert tuple(row[2][1:]) == icons.TEAL[:3]  # the left half is what remains
    assert tuple(row[-3][1:]) == icons.TRACK[:3]


def test_the_child_draws_the_set_and_the_app_icon(tmp_path: Path) -> None:
    module = [sys.executable, "-m", "uncrick.platforms.common.icons"]
    subprocess.run([*module, tmp_path / "cache"], check=True)
    assert icons.read(str(tmp_path / "cache"), "due")
    subprocess.run([*module, "--app-icon", tmp_path / "uncrick.png", "128"], check=True)
    with Image.open(tmp_path / "uncrick.png") as image:
        assert (image.format, image.size) == ("PNG", (128, 128))


@pytest.mark.parametrize("args", [[], ["--app-icon", "x"], ["--app-icon", "x", "big"], ["a", "b"], ["--help"]])
def test_wrong_usage_prints_the_usage(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert icons.main(args) == 2
    assert "usage" in capsys.readouterr().err


def test_the_shipped_icon_is_the_drawn_one(tmp_path: Path) -> None:
    # Drawn anew by: python -m uncrick.platforms.common.icons --app-icon daemon/uncrick/platforms/common/uncrick.png 96
    icons.draw_app_icon(str(tmp_path / "drawn.png"), 96)
    with Image.open(tmp_path / "drawn.png") as drawn, Image.open(platforms.ICON) as shipped:
        difference = ImageChops.difference(drawn.convert("RGBA"), shipped.convert("RGBA"))
    assert drawn.size == shipped.size
    assert max(high for _low, high in difference.getextrema()) < 32
