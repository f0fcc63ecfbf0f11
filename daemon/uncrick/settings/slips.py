"""Slips of the pen that make a settings file no valid TOML: each is found, and mended in memory to read the rest."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from uncrick.core.model.text import _

_SMART = str.maketrans("“”„‟«»‘’‚‛", '""""""' + "''''")
_PAIR = re.compile(r"""(\s*[\w.'"-]+\s*)=\s*(.*?)\s*(\#[^"']*)?""")
_OTHER_SIGN = re.compile(r"(\s*[\w.-]+)(?:\s*:\s*|\s+)(.+)")
_HEADER = re.compile(r"\s*\[+\s*([\w.-]+)\s*\]*\s*(\#.*)?")
_ENTRY = re.compile(r"(\s*)([^\[\]=#]+?)\s*,?\s*(\#[^\"']*)?")
# Comes after the name of a table that stands in the file once more.
AGAIN = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Slip:
    """
    What is wrong on one line.

    Attributes:
        line: its number.
        sentence: what was expected; "" where that depends on the setting.
        written: what stands there.
        of_value: it is the value of a setting, or a part of it.
    """

    line: int
    sentence: str
    written: str = ""
    of_value: bool = False


@dataclass(slots=True)
class Mended:
    """
    A text that became valid.

    Attributes:
        text: as it was meant; its lines have the numbers of those in the file.
        tables: what it says.
        slips: in the order of the lines.
    """

    text: str
    tables: dict[str, Any] = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)


MOST_SLIPS = 50  # that are mended; a text with more is something else, and each costs several readings of it


def mend_slips(text: str) -> Mended | None:
    """The text without its slips; None where it is no such file at all, or torn beyond repair."""
    import tomllib

    if not _is_settings(text):
        return None
    lines = text.split("\n")
    slips: list[Slip] = []
    for _turn in range(MOST_SLIPS):
        wrong = _first_wrong(lines)
        if wrong is None:
            whole = "\n".join(lines)
            slips.sort(key=lambda slip: slip.line)
            return Mended(whole, _together(tomllib.loads(whole)), slips)
        step = next((step for step in _steps(lines, wrong) if _goes_on(step[0], wrong)), None)
        if step is None:
            return None
        lines, slip = step
        slips.append(slip)
    return None


def _is_settings(text: str) -> bool:
    """Whether any line of it is a table or a setting, and it is not JSON, nor nested too deep for any parser."""
    return (
        "[[[" not in text
        and not text.lstrip().startswith("{")
        and any(_PAIR.fullmatch(line) or _HEADER.fullmatch(line) for line in text.split("\n"))
    )


def _first_wrong(lines: list[str]) -> int | None:
    """The index of the line at which the parser stops; of the last one with text where it misses the end of a value."""
    import tomllib

    try:
        tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        if found := re.search(r"at line (\d+)", str(error)):
            return int(found[1]) - 1
        return max((index for index, line in enumerate(lines) if line.strip()), default=0)
    return None


def _goes_on(lines: list[str], wrong: int) -> bool:
    """Whether the parser now comes further."""
    now = _first_wrong(lines)
    return now is None or now > wrong


Step = tuple[list[str], Slip]


def _steps(lines: list[str], wrong: int) -> Iterator[Step]:
    """What may help, the likeliest first; the last leaves the line out."""
    line, number = lines[wrong], wrong + 1

    def with_line(new: str, sentence: str, written: str = "", *, of_value: bool = False) -> Step:
        return [*lines[:wrong], new, *lines[wrong + 1 :]], Slip(number, sentence, written, of_value)

    def with_end(sign: str, index: int, sentence: str) -> Step:
        return [*lines[:index], lines[index] + sign, *lines[index + 1 :]], Slip(index + 1, sentence, of_value=True)

    pair, header, entry = (form.fullmatch(line) for form in (_PAIR, _HEADER, _ENTRY))
    if pair:
        key, value, remark = pair[1], pair[2], pair[3] or ""
        straight = value.translate(_SMART)
        if straight != value:
            sentence = _("write it in straight quotes: {value}", value=straight)
            yield with_line(f"{key}= {straight} {remark}", sentence, value, of_value=True)
        if value.startswith("[") and not value.endswith("]"):
            yield with_end("]", wrong, _("expected ] at the end of the list"))
        yield with_line(f"{key}= {_text(straight)} {remark}", "", value, of_value=True)
    if header:
        yield with_line(f"[{header[1]}]", _("expected [{table}]", table=header[1]), line.strip())
    before = next((index for index in range(wrong - 1, -1, -1) if lines[index].strip()), None)
    if before is not None:
        yield with_end(",", before, _("expected a comma at the end of the line"))
        yield with_end("]", before, _("expected ] at the end of the list"))
    if header:
        yield with_line(f'["{header[1]}{AGAIN * number}"]', _twice(lines, wrong, header[1]))
    if pair and _is_valid(line):
        yield with_line("", _("{key} is set twice in its table: keep one of them", key=pair[1].strip()))
    yield with_end("]", wrong, _("expected ] at the end of the list"))
    if entry:
        text = _text(entry[2].translate(_SMART))
        yield with_line(f"{entry[1]}{text},", _("write it in quotes: {value}", value=text), entry[2], of_value=True)
    if not pair and (other := _OTHER_SIGN.fullmatch(line)):
        value = other[2].translate(_SMART)
        new = f"{other[1]} = {value if _is_valid(f'x = {value}') else _text(value)}"
        yield with_line(new, _("expected {line}", line=new.strip()), line.strip())
    yield with_line("", _("expected KEY = VALUE, [TABLE], or # before a remark"), line.strip())


def _twice(lines: list[str], wrong: int, name: str) -> str:
    first = next((index for index in range(wrong) if _named(lines[index]) == name), wrong) + 1
    return _("[{table}] is there twice: put its settings under the first, on line {line}", table=name, line=first)


def _text(value: str) -> str:
    """A value as a text in quotes."""
    return json.dumps(value.strip().strip("\"'").strip(), ensure_ascii=False)


def _named(line: str) -> str:
    header = _HEADER.fullmatch(line)
    return header[1] if header else ""


def _is_valid(line: str) -> bool:
    import tomllib

    try:
        tomllib.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _together(tables: dict[str, Any]) -> dict[str, Any]:
    """The tables, with what stands under the same name once more put into the first."""
    whole: dict[str, Any] = {}
    for name, content in tables.items():
        first = whole.get(name.rstrip(AGAIN))
        if isinstance(first, dict) and isinstance(content, dict):
            first.update({key: value for key, value in content.items() if key not in first})
        else:
            whole[name.rstrip(AGAIN)] = content
    return whole
