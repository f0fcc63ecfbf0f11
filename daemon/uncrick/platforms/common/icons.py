"""The pictures of the tray: drawn by a child process that ends, read from its cache by the daemon.

`python -m uncrick.platforms.common.icons CACHE_DIR` draws the whole set, `--app-icon FILE SIZE` in its place the
launcher's icon. Only these two import Pillow.
"""

import math
import os
import sys
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

SIZES = (16, 22, 24, 32, 48)
STEPS = 20  # from an empty ring to a full one
EDITION = 1  # of the drawings; a new edition is drawn again and the old set is removed

Pixmap = tuple[int, int, bytes]  # width, height, ARGB32 in network order, as StatusNotifierItem wants it
Colour = tuple[int, int, int, int]

# Middle tones: at least 3:1 against white and against the near-black of dark panels
TEAL: Colour = (20, 150, 130, 255)
AMBER: Colour = (226, 121, 18, 255)
SLATE: Colour = (122, 134, 148, 255)
TRACK: Colour = (122, 134, 148, 130)
WHITE: Colour = (255, 255, 255, 255)
CLEAR: Colour = (0, 0, 0, 0)


def name(kind: str, fraction: float) -> str:
    """The name of the picture for the kind and fraction of a TrayState."""
    if kind == "ring":
        return f"ring-{round(min(1.0, max(0.0, fraction)) * STEPS)}"
    return kind


def folder(cache_dir: str) -> str:
    """The folder of the set; it exists only once all are drawn."""
    return os.path.join(cache_dir, f"icons-{EDITION}")


def read(cache_dir: str, picture: str) -> list[Pixmap] | None:
    """The pixmaps of one picture; None when it is not drawn yet, or damaged."""
    try:
        with open(os.path.join(folder(cache_dir), f"{picture}.argb"), "rb") as file:
            data = file.read()
    except OSError:
        return None
    if len(data) != sum(size * size * 4 for size in SIZES):
        return None
    pixmaps, start = [], 0
    for size in SIZES:
        pixmaps.append((size, size, data[start : start + size * size * 4]))
        start += size * size * 4
    return pixmaps


def plain(fraction: float = 1.0, size: int = 24) -> list[Pixmap]:
    """A ring without Pillow, until the set is drawn: full along `fraction` of its way, a track along the rest."""
    middle, radius, half = (size - 1) / 2, size * 0.37, size * 0.08
    pixels = bytearray()
    for y in range(size):
        for x in range(size):
            cover = min(1.0, max(0.0, half + 0.5 - abs(math.hypot(x - middle, y - middle) - radius)))
            turn = math.atan2(x - middle, middle - y) / math.tau % 1.0
            red, green, blue, alpha = TEAL if turn >= 1.0 - fraction else TRACK
            pixels += bytes((round(alpha * cover), red, green, blue))
    return [(size, size, bytes(pixels))]


# ---------------------------------------------------------------- the child


class _Sheet:
    """A square picture drawn eight times too large; its unit is one pixel of the finished picture."""

    ZOOM = 8

    def __init__(self, size: int) -> None:
        from PIL import Image, ImageDraw

        self.size = size
        self.middle = size / 2
        self.radius = size / 2 - (1 if size > 16 else 0.5)  # of the outermost edge
        self.stroke = max(2.0, round(size / 8))  # whole pixels stay crisp
        self._image = Image.new("RGBA", (size * self.ZOOM, size * self.ZOOM), CLEAR)
        self._draw = ImageDraw.Draw(self._image)

    def ring(self, colour: Colour, start: float = 0.0, end: float = 1.0) -> None:
        """An arc along the edge, clockwise from 12 o'clock, in turns."""
        if end - start >= 1.0:
            self.disc(colour)
            self.disc(CLEAR, inset=self.stroke)
        elif end > start:
            box = self._box(self.middle, self.middle, self.radius)
            width = round(self.stroke * self.ZOOM)
            self._draw.arc(box, start * 360 - 90, end * 360 - 90, fill=colour, width=width)

    def disc(self, colour: Colour, inset: float = 0.0, x: float = 0.0, y: float = 0.0, radius: float = 0.0) -> None:
        """A disc that fills the picture, or one of `radius` (both in the unit circle) at x, y."""
        if radius:
            self._draw.ellipse(self._box(*self._at(x, y), radius * self.radius), fill=colour)
        else:
            self._draw.ellipse(self._box(self.middle, self.middle, self.radius - inset), fill=colour)

    def line(self, colour: Colour, *points: tuple[float, float], width: float = 0.0) -> None:
        """A line through points of the unit circle (y down), round at its ends and corners; width in pixels."""
        wide = (width or self.stroke) * self.ZOOM
        dots = [tuple(value * self.ZOOM for value in self._at(*point)) for point in points]
        for one, two in pairwise(dots):
            self._draw.line([one, two], fill=colour, width=round(wide))
        for x, y in dots:
            self._draw.ellipse((x - wide / 2, y - wide / 2, x + wide / 2, y + wide / 2), fill=colour)

    def shape(self, colour: Colour, *points: tuple[float, float]) -> None:
        """A filled polygon."""
        self._draw.polygon([tuple(value * self.ZOOM for value in self._at(*point)) for point in points], fill=colour)

    def block(self, colour: Colour, left: float, top: float, right: float, bottom: float) -> None:
        """A rectangle whose edges lie on whole pixels, so that it stays crisp when small."""
        x0, y0 = (round(value) * self.ZOOM for value in self._at(left, top))
        x1, y1 = (round(value) * self.ZOOM for value in self._at(right, bottom))
        x1, y1 = max(x1, x0 + self.ZOOM), max(y1, y0 + self.ZOOM)
        self._draw.rectangle((x0, y0, x1 - 1, y1 - 1), fill=colour)

    def bust(self, colour: Colour, scale: float = 1.0) -> None:
        """A head over shoulders."""
        self.disc(colour, y=-0.24 * scale, radius=0.27 * scale)
        x, y = self._at(0, 0.60 * scale)
        wide, high = 0.54 * scale * self.radius, 0.48 * scale * self.radius
        box = tuple(value * self.ZOOM for value in (x - wide, y - high, x + wide, y + high))
        self._draw.pieslice(box, 180, 360, fill=colour)

    def finished(self) -> "Image.Image":
        return self._image.reduce(self.ZOOM)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return self.middle + x * self.radius, self.middle + y * self.radius

    def _box(self, x: float, y: float, radius: float) -> tuple[float, float, float, float]:
        zoom = self.ZOOM
        return (x - radius) * zoom, (y - radius) * zoom, (x + radius) * zoom - 1, (y + radius) * zoom - 1


def _ring(step: int) -> Callable[[_Sheet], None]:
    def draw(sheet: _Sheet) -> None:
        sheet.ring(TRACK)
        sheet.ring(TEAL, 1 - step / STEPS, 1)

    return draw


def _due(sheet: _Sheet) -> None:
    sheet.disc(AMBER)
    sheet.bust(WHITE)


def _on_break(sheet: _Sheet) -> None:
    sheet.disc(TEAL)
    sheet.shape(WHITE, (-0.32, -0.5), (0.55, 0.0), (-0.32, 0.5))


def _waiting(sheet: _Sheet) -> None:
    sheet.ring(SLATE)
    for x in (-0.40, 0.0, 0.40):
        sheet.disc(AMBER, x=x, radius=0.17)


def _paused(sheet: _Sheet) -> None:
    sheet.ring(SLATE)
    for left, right in ((-0.36, -0.10), (0.10, 0.36)):
        sheet.block(SLATE, left, -0.42, right, 0.42)


def _off(sheet: _Sheet) -> None:
    sheet.disc(SLATE)
    sheet.disc(CLEAR, x=0.42, y=-0.30, radius=0.82)


def _away(sheet: _Sheet) -> None:
    for eighth in range(8):
        sheet.ring(SLATE, eighth / 8 + 0.02, eighth / 8 + 0.085)


def _snoozed(sheet: _Sheet) -> None:
    sheet.ring(AMBER)
    sheet.line(AMBER, (0.0, -0.45), (0.0, 0.06), (0.32, 0.28), width=max(1.5, sheet.stroke * 0.75))


def _badge(sheet: _Sheet) -> None:
    sheet.ring(TRACK)
    sheet.disc(CLEAR, x=0.56, y=0.56, radius=0.58)
    sheet.disc(AMBER, x=0.56, y=0.56, radius=0.44)


def _locked(sheet: _Sheet) -> None:
    sheet.disc(SLATE)
    sheet.disc(WHITE, y=-0.14, radius=0.36)
    sheet.disc(SLATE, y=-0.14, radius=0.20)
    sheet.block(WHITE, -0.46, -0.12, 0.46, 0.56)


PICTURES: dict[str, Callable[[_Sheet], None]] = {
    **{f"ring-{step}": _ring(step) for step in range(STEPS + 1)},
    "due": _due,
    "waiting": _waiting,
    "paused": _paused,
    "on_break": _on_break,
    "off": _off,
    "away": _away,
    "snoozed": _snoozed,
    "badge": _badge,
    "locked": _locked,
}


def picture(which: str, size: int) -> "Image.Image":
    """One picture, in RGBA."""
    sheet = _Sheet(size)
    PICTURES[which](sheet)
    return sheet.finished()


def draw_folder(folder: str, draw: Callable[[str], None]) -> None:
    """
    Have `draw` fill a new folder, which takes the place of `folder` once all is drawn; other editions are removed.

    Args:
        folder: its name begins with the kind of its pictures and a hyphen, as those of other editions do.

    Raises:
        OSError: the cache cannot be written.
    """
    import shutil
    import tempfile

    cache_dir, name = os.path.split(folder)
    kind = name.partition("-")[0]
    os.makedirs(cache_dir, mode=0o700, exist_ok=True)
    unfinished = tempfile.mkdtemp(prefix=f"{kind}-new-", dir=cache_dir)
    try:
        draw(unfinished)
        shutil.rmtree(folder, ignore_errors=True)
        os.rename(unfinished, folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    for other in os.listdir(cache_dir):
        if other.startswith(f"{kind}-") and other != name:
            shutil.rmtree(os.path.join(cache_dir, other), ignore_errors=True)


def draw_set(cache_dir: str) -> None:
    """
    Draw all pictures in all sizes.

    Raises:
        OSError: the cache cannot be written.
    """

    def draw(unfinished: str) -> None:
        for which in PICTURES:
            with open(os.path.join(unfinished, f"{which}.argb"), "wb") as file:
                file.writelines(_argb(picture(which, size)) for size in SIZES)

    draw_folder(folder(cache_dir), draw)


def draw_app_icon(file: str, size: int) -> None:
    """
    Draw the launcher's icon, as PNG.

    Raises:
        OSError: the file cannot be written.
    """
    sheet = _Sheet(size)
    sheet.ring(TRACK)
    sheet.ring(TEAL, 0.25, 1)
    sheet.bust(TEAL, 0.85)
    sheet.finished().save(file, "PNG")


def _argb(image: "Image.Image") -> bytes:
    from PIL import Image

    red, green, blue, alpha = image.split()
    return Image.merge("RGBA", (alpha, red, green, blue)).tobytes()


def main(args: list[str]) -> int:
    """Exit status: 0 drawn, 2 wrong usage."""
    match args:
        case ["--app-icon", file, size] if size.isdecimal():
            draw_app_icon(file, int(size))
        case [cache_dir] if not cache_dir.startswith("-"):
            draw_set(cache_dir)
        case _:
            sys.stderr.write("usage: icons CACHE_DIR | --app-icon FILE SIZE\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
