"""Paints the figure with Pillow: stills, strips, the sheet of all exercises, and moving pictures.

Only a process that ends may import Pillow, so this is for the command line and for the child that draws ahead.
"""

from collections.abc import Iterable, Sequence

from PIL import Image, ImageDraw

from uncrick.core.figure import COLOURS, Figure, Limb, Picture, skin

LIGHT, DARK = 0, 1
CLEAR = (0, 0, 0, 0)
FINE = 1800  # pixels to draw in, at least, before the picture is made smaller and its edges smooth


def paint(picture: Picture, width: int, height: int, *, theme: int = LIGHT, card: bool = True) -> Image.Image:
    """
    One picture, as large as fits and in the middle.

    Args:
        theme: LIGHT or DARK.
        card: fill what is behind; False leaves it transparent.
    """
    zoom = max(2, min(8, FINE // max(width, height)))
    image = Image.new("RGBA", (width * zoom, height * zoom), COLOURS["ground"][theme] if card else CLEAR)
    draw = ImageDraw.Draw(image)
    box = picture.bounds
    scale = min(image.width / (box.right - box.left), image.height / (box.top - box.bottom))
    left = image.width / 2 - scale * (box.left + box.right) / 2
    top = image.height / 2 + scale * (box.bottom + box.top) / 2

    def at(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(left + x * scale, top - y * scale) for x, y in points]

    for primitive in picture.primitives:
        colour = COLOURS[primitive.role][theme]
        if not isinstance(primitive, Limb):
            draw.polygon(at(primitive.points), fill=colour)
            continue
        for corners in skin(primitive):
            draw.polygon(at(corners), fill=colour)
        for x, y, radius in primitive.nodes:
            draw.ellipse((*at([(x - radius, y + radius)])[0], *at([(x + radius, y - radius)])[0]), fill=colour)
    return image.reduce(zoom)


def strip(figure: Figure, times: Sequence[float], size: int, *, theme: int = LIGHT) -> Image.Image:
    """Moments beside each other, in time order, each in a square of `size` pixels."""
    image = Image.new("RGBA", (size * len(times), size), COLOURS["ground"][theme])
    for place, t in enumerate(times):
        image.paste(paint(figure.frame(t), size, size, theme=theme), (place * size, 0))
    return image
