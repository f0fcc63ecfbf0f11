"""Writes the history as a web page without links: charts as SVG, numbers as a table."""

from collections.abc import Iterable, Sequence
from html import escape

from uncrick.core.model.text import N_, _
from uncrick.core.presentation.charts import COLOURS, Chart, Mark, Rectangle, TextLine

STYLE = """
:root { color-scheme: light dark; --ground: #f4f2ec; --card: #fdfcf9; --text: #1d2b2a; --muted: #576361; LIGHT }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14181a; --card: #1f2429; --text: #edf2f0; --muted: #a3b1ad; DARK }
}
body { background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto;
  max-width: 50rem; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin: 0 0 .2rem; } h2 { font-size: 1.1rem; margin: 0 0 1rem; }
section { background: var(--card); border-radius: 18px; padding: 1.4rem 1.6rem; margin: 1.2rem 0; }
p { color: var(--muted); margin: 0; } svg { width: 100%; height: auto; display: block; }
details { margin-top: .8rem; color: var(--muted); } table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; padding: .3rem .6rem .3rem 0; font-variant-numeric: tabular-nums; }
td:first-child { white-space: nowrap; } section { overflow-x: auto; }
"""
HATCH = (
    '<pattern id="hatch-{role}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="var(--{role})" opacity=".35"/>'
    '<rect width="3" height="6" fill="var(--{role})"/></pattern>'
)


def page(title: str, summary: Iterable[str], charts: Sequence[Chart], days: Sequence[dict[str, object]]) -> str:
    """The whole page as HTML; `summary` is a paragraph a line, `days` are as `stats --json` has them."""
    style = STYLE.replace("LIGHT", _variables(0)).replace("DARK", _variables(1))
    sections = "".join(_section(chart) for chart in charts if chart.marks)
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in summary)
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body>"
        f"<h1>{escape(title)}</h1>{paragraphs}{sections}{_table(days)}</body></html>\n"
    )


def svg(chart: Chart) -> str:
    """A chart as an SVG element."""
    hatched = sorted({mark.role for mark in chart.marks if isinstance(mark, Rectangle) and mark.hatched})
    patterns = "".join(HATCH.format(role=role) for role in hatched)
    marks = "".join(_mark(mark) for mark in chart.marks)
    return (
        f'<svg viewBox="0 0 {chart.width:g} {chart.height:g}" role="img" aria-label="{escape(chart.title)}">'
        f"<defs>{patterns}</defs>{marks}</svg>"
    )


def _variables(theme: int) -> str:
    return " ".join(f"--{role}: {colours[theme]};" for role, colours in COLOURS.items())


def _section(chart: Chart) -> str:
    summary = escape(_("In words"))
    items = "".join(f"<li>{escape(line)}</li>" for line in chart.descriptions)
    return (
        f"<section><h2>{escape(chart.title)}</h2>{svg(chart)}"
        f"<details><summary>{summary}</summary><ul>{items}</ul></details></section>"
    )


def _mark(mark: Mark) -> str:
    match mark:
        case Rectangle():
            fill = f"url(#hatch-{mark.role})" if mark.hatched else f"var(--{mark.role})"
            paint = f'fill="none" stroke="{fill}" stroke-width="1.5"' if mark.open else f'fill="{fill}"'
            title = f"<title>{escape(mark.description)}</title>" if mark.description else ""
            return (
                f'<rect x="{mark.x:.1f}" y="{mark.y:.1f}" width="{mark.width:.1f}" height="{mark.height:.1f}"'
                f' rx="{mark.round:g}" {paint}>{title}</rect>'
            )
        case TextLine():
            weight = ' font-weight="600"' if mark.strong else ""
            return (
                f'<text x="{mark.x:.1f}" y="{mark.y:.1f}" font-size="{mark.size:g}" text-anchor="{mark.anchor}"'
                f' fill="var(--{mark.role})"{weight}>{escape(mark.text)}</text>'
            )


COLUMNS = {
    "date": N_("Day"),
    "done": N_("With exercises"),
    "stepped_away": N_("Stepped away"),
    "natural": N_("Away from the desk"),
    "minutes_away": N_("Minutes away"),
}


def _table(days: Sequence[dict[str, object]]) -> str:
    if not days:
        return ""
    heads = "".join(f'<th scope="col">{escape(_(name))}</th>' for name in COLUMNS.values())
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(str(day[key]))}</td>' for key in COLUMNS)}</tr>" for day in reversed(days)
    )
    head = escape(_("Day by day"))
    return f"<section><h2>{head}</h2><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></section>"
