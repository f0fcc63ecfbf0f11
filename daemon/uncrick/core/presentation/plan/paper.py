"""A page for A4 paper: HTML so plain that Qt's documents lay it out as browsers do, and pictures within it."""

from base64 import b64encode
from collections.abc import Iterable
from html import escape

from uncrick.core.figure.figure import Limb, Picture, skin
from uncrick.core.model.text import is_english

INK, MUTED, LINE, SHADE, WARN = "#1d2b2a", "#5b6866", "#c9c5ba", "#f4f2ec", "#a8410c"

STYLE = f"""
@page {{ size: A4; margin: 14mm; }}
body {{ font-family: "Segoe UI", "Helvetica Neue", "Noto Sans", "DejaVu Sans", sans-serif; font-size: 10pt;
  color: {INK}; background-color: #ffffff; }}
@media screen {{ body {{ max-width: 48em; margin: 2em auto; padding: 0 1em; }} }}
h1 {{ font-size: 18pt; font-weight: 600; margin: 0; }}
h2 {{ font-size: 12pt; font-weight: 600; margin: 14px 0 4px 0; }}
p {{ margin: 0 0 3px 0; }}
p.muted, td.muted, th.muted {{ color: {MUTED}; }}
p.small, td.small, th.small {{ font-size: 8.5pt; }}
p.name {{ font-size: 12pt; font-weight: 600; }}
p.dose {{ font-weight: 600; }}
p.stop {{ color: {WARN}; }}
td.bad {{ color: {WARN}; font-weight: 600; }}
table {{ border-collapse: collapse; }}
table.lines td, table.lines th {{ border-bottom: 1px solid {LINE}; }}
th {{ text-align: left; font-weight: 600; font-size: 8.5pt; }}
tr {{ page-break-inside: avoid; }}
"""


def page(title: str, body: str) -> str:
    """The whole file; it needs no other."""
    lang = ' lang="en"' if is_english() else ""
    return (
        f'<!DOCTYPE html><html{lang}><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body>{body}</body></html>\n"
    )


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph of plain text; nothing for no text."""
    return f'<p class="{kind}">{escape(text)}</p>' if text else ""


def cell(content: str, *, width: int = 0, kind: str = "", align: str = "left", ground: str = "", span: int = 1) -> str:
    """
    A cell of a table.

    Args:
        content: HTML.
        width: percent of the table; 0 = what it needs.
    """
    facts = (
        f' width="{width}%"' if width else "",
        f' class="{kind}"' if kind else "",
        f' bgcolor="{ground}"' if ground else "",
        f' colspan="{span}"' if span > 1 else "",
    )
    return f'<td align="{align}" valign="middle"{"".join(facts)}>{content}</td>'


def row(cells: Iterable[str]) -> str:
    """A row of a table."""
    return f"<tr>{''.join(cells)}</tr>"


def table(rows: Iterable[str], *, kind: str = "lines", padding: int = 4) -> str:
    """A table as wide as the text."""
    return f'<table class="{kind}" width="100%" cellspacing="0" cellpadding="{padding}">{"".join(rows)}</table>'


def heading(title: str, left: Iterable[str], right: Iterable[str]) -> str:
    """The head of a page: its title and lines below it, and lines at its right."""
    lefts = f"<h1>{escape(title)}</h1>{''.join(paragraph(line, 'muted') for line in left)}"
    rights = "".join(f'<p class="muted" align="right">{escape(line)}</p>' for line in right)
    return table([row((cell(lefts, width=60), cell(rights, align="right")))], kind="", padding=0)


# ---------------------------------------------------------------- pictures


def image(svg: str, width: int, height: int, words: str) -> str:
    """A picture of that many pixels, `words` for who does not see it."""
    data = b64encode(svg.encode()).decode()
    source = f"data:image/svg+xml;base64,{data}"
    return f'<img src="{source}" width="{width}" height="{height}" alt="{escape(words)}">'


def svg(width: float, height: float, content: str, *, fine: float = 1.0) -> str:
    """A picture; `fine`: how many times its size it is drawn, where it becomes dots."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * fine:g}" height="{height * fine:g}" '
        f'viewBox="0 0 {width:g} {height:g}">{content}</svg>'
    )


FINE = 5.0
"""Dots of a picture to a pixel of the page: about 500 an inch."""


def figure(picture: Picture, width: int, height: int, words: str) -> str:
    """A picture of the figure on white, as large as fits."""
    box = picture.fitted(width / height)
    scale = min(width / (box.right - box.left), height / (box.top - box.bottom))
    left = width / 2 - scale * (box.left + box.right) / 2
    bottom = height / 2 + scale * (box.bottom + box.top) / 2
    marks = []
    for primitive in picture.primitives:
        colour = "#ffffff" if primitive.role == "ground" else picture.colours[primitive.role][0]
        if not isinstance(primitive, Limb):
            marks.append(_polygon(primitive.points, colour))
            continue
        marks += [_polygon(corners, colour) for corners in skin(primitive)]
        marks += [f'<circle cx="{x:.4f}" cy="{y:.4f}" r="{r:.4f}" fill="{colour}"/>' for x, y, r in primitive.nodes]
    content = f'<g transform="translate({left:.3f} {bottom:.3f}) scale({scale:.4f} {-scale:.4f})">{"".join(marks)}</g>'
    return image(svg(width, height, content, fine=FINE), width, height, words)


def _polygon(points: Iterable[tuple[float, float]], colour: str) -> str:
    corners = " ".join(f"{x:.4f},{y:.4f}" for x, y in points)
    return f'<polygon points="{corners}" fill="{colour}"/>'


BOX, APART, IN_A_ROW = 13, 4, 4


def boxes(count: int, words: str) -> str:
    """Boxes to tick, four in a row."""
    rows = -(-count // IN_A_ROW)
    wide, high = min(count, IN_A_ROW) * (BOX + APART), rows * (BOX + APART)
    squares = "".join(
        f'<rect x="{number % IN_A_ROW * (BOX + APART) + 2}" y="{number // IN_A_ROW * (BOX + APART) + 2}" '
        f'width="{BOX}" height="{BOX}" rx="2" fill="#ffffff" stroke="{INK}" stroke-width="1"/>'
        for number in range(count)
    )
    return image(svg(wide, high, squares, fine=FINE), wide, high, words)


def bar(share: float, width: int, words: str) -> str:
    """A bar that is filled to that share, 0..1."""
    high = 10
    content = (
        f'<rect x="0" y="1" width="{width}" height="8" rx="4" fill="{LINE}"/>'
        f'<rect x="0" y="1" width="{max(8.0, width * share) if share else 0:.1f}" height="8" rx="4" fill="#3f6a87"/>'
    )
    return image(svg(width, high, content, fine=FINE), width, high, words)
