"""Paints the figure with Pillow: stills, strips, the sheet of all exercises, and moving pictures.

Only a process that ends may import this: Pillow alone would double the memory of the daemon.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from uncrick.core.figure.figure import Figure, Limb, Picture, skin

LIGHT, DARK = 0, 1
FINE = 2500  # pixels, about, to draw in before the picture is reduced, which smooths its edges
COARSE = 1000  # the same for moving pictures, of which there are hundreds
RATE = 12  # pictures a second
REST_RATE = 4  # the same while only the breath moves
COLOUR_COUNT = 64
SIGNATURE = "Uncrick"  # in every file, so that `ours` can tell our files from the person's


def paint(picture: Picture, width: int, height: int, *, theme: int = LIGHT, fine: int = FINE) -> Image.Image:
    """
    Paint one picture, as large as fits and centred.

    Args:
        theme: LIGHT or DARK.
        fine: pixels to draw in before the picture is reduced.
    """
    zoom = max(2, min(8, fine // max(width, height)))
    image = Image.new("RGBA", (width * zoom, height * zoom), picture.colours["ground"][theme])
    draw = ImageDraw.Draw(image)
    box = picture.fitted(width / height)
    scale = image.width / (box.right - box.left)

    def at(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
        return [((x - box.left) * scale, (box.top - y) * scale) for x, y in points]

    for primitive in picture.primitives:
        colour = picture.colours[primitive.role][theme]
        if not isinstance(primitive, Limb):
            draw.polygon(at(primitive.points), fill=colour)
            continue
        for corners in skin(primitive):
            draw.polygon(at(corners), fill=colour)
        for x, y, radius in primitive.nodes:
            draw.ellipse((*at([(x - radius, y + radius)])[0], *at([(x + radius, y - radius)])[0]), fill=colour)
    return image.reduce(zoom)


def card(picture: Picture, size: int) -> Image.Image:
    """A picture on a light card with round corners, which reads on light and on dark."""
    image = paint(picture, size, size, fine=COARSE // 2)
    mask = Image.new("L", (size * 4, size * 4), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size * 4 - 1, size * 4 - 1), radius=size * 0.5, fill=255)
    image.putalpha(mask.reduce(4))
    return image


def strip(figure: Figure, times: Sequence[float], size: int) -> Image.Image:
    """Moments side by side, in time order, each in a square of `size` pixels."""
    image = Image.new("RGBA", (size * len(times), size))
    for place, t in enumerate(times):
        image.paste(paint(figure.frame(t, alive=False), size, size), (place * size, 0))
    return image


def sheet(figures: Sequence[tuple[str, Figure]], size: int, *, columns: int = 5, theme: int = LIGHT) -> Image.Image:
    """One still of each figure, with its name below."""
    letters = max(8, size // 15)
    line = letters * 5 // 4
    font = ImageFont.load_default(letters)
    names = [_wrapped(name, font, size - letters) for name, _ in figures]
    high = size + line * max(map(len, names), default=1) + letters
    rows = -(-len(figures) // columns)
    image = Image.new("RGBA", (columns * size, rows * high), figures[0][1].colours["ground"][theme])
    draw = ImageDraw.Draw(image)
    for place, (_, figure) in enumerate(figures):
        x, y = place % columns * size, place // columns * high
        image.paste(paint(figure.frame(figure.still_second, alive=False), size, size, theme=theme), (x, y))
        for row, words in enumerate(names[place]):
            at = (x + size / 2, y + size + line * (row + 0.5))
            draw.text(at, words, figure.colours["collar" if theme else "face"][theme], font, "mm")
    return image


def _wrapped(name: str, font: "ImageFont.FreeTypeFont | ImageFont.ImageFont", wide: float) -> list[str]:
    """Lines at most `wide` pixels wide; a single word may be wider."""
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > wide:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def save(image: Image.Image, file: str) -> None:
    """
    Save as PNG, signed.

    Raises:
        OSError: the file cannot be written.
    """
    words = PngImagePlugin.PngInfo()
    words.add_text("Software", SIGNATURE)
    image.save(file, "PNG", pnginfo=words, optimize=True)


def save_moving(figure: Figure, size: int, file: str, *, theme: int = LIGHT) -> int:
    """
    Save one cycle as GIF, signed, that repeats for ever and takes as long as the person does.

    Returns:
        how many frames it has.

    Raises:
        OSError: the file cannot be written.
    """
    beats = list(_beats(figure))
    frames = [paint(figure.frame(t), size, size, theme=theme, fine=COARSE).convert("RGB") for t, _ in beats]
    # One palette for all, from frames all over the cycle: a palette for each would flicker
    sample = frames[:: max(1, len(frames) // 12)]
    patchwork = Image.new("RGB", (size * len(sample), size))
    for place, frame in enumerate(sample):
        patchwork.paste(frame, (place * size, 0))
    palette = patchwork.quantize(COLOUR_COUNT)
    first, *rest = (frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames)
    first.save(
        file,
        "GIF",
        save_all=True,
        append_images=rest,
        duration=[round(seconds * 1000) for _, seconds in beats],
        loop=0,
        comment=SIGNATURE.encode(),
        disposal=1,
    )
    return len(frames)


def _beats(figure: Figure) -> Iterator[tuple[float, float]]:
    """The moments of a moving picture (seconds of the figure), and the seconds that each is shown."""
    for (begins, ends), moves in zip(pairwise(figure.times), figure.moves, strict=True):
        count = max(2, round((ends - begins) * (RATE if moves else REST_RATE)))
        for step in range(count):
            yield begins + (ends - begins) * step / count, (ends - begins) / count


def ours(file: str) -> bool:
    """Whether a picture was drawn by us."""
    try:
        with Image.open(file) as image:
            signature = image.info.get("Software") or image.info.get("comment", b"")
    except (OSError, ValueError):
        return False
    return signature in (SIGNATURE, SIGNATURE.encode())
