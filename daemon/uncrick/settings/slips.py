"""Slips of the pen that make a settings file no valid TOML: each is found, and mended in memory to read the rest."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from uncrick.core.model.text import _, shortened
from uncrick.storage.toml_text import parsed

_SMART = str.maketrans("“”„‟«»‘’‚‛", '""""""' + "''''")
_KEY = re.compile(r"""\s*[\w.'"-]+\s*""")
_OTHER_SIGN = re.compile(r"(\s*[\w.-]+)(?:\s*:\s*|\s+)(.+)")
_HEADER = re.compile(r"\s*\[+\s*([\w.-]+)[\s\]]*(\#.*)?")
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


MOST_SLIPS = 50  # that are mended; a text with more is something else
MOST_READ = 1 << 19  # characters that are read in search of them: each slip costs several readings


def mend_slips(text: str) -> Mended | None:
    """The text without its slips; None where it is no such file at all, or torn beyond repair."""
    if not _is_settings(text):
        return None
    lines = text.split("\n")
    slips: list[Slip] = []
    reader = _Reader()
    for _turn in range(MOST_SLIPS):
        wrong = reader.first_wrong(lines)
        if wrong is None:
            whole = "\n".join(lines)
            slips.sort(key=lambda slip: slip.line)
            return Mended(whole, _together(parsed(whole)), slips)
        step = next((step for step in _steps(lines, wrong) if reader.goes_on(step[0], wrong)), None)
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
        and any(_pair(line) or _HEADER.fullmatch(line) for line in text.split("\n"))
    )


class _Reader:
    """Reads the text again and again, until it has read too much."""

    def __init__(self) -> None:
        self._left = MOST_READ

    def first_wrong(self, lines: list[str]) -> int | None:
        """
        The index of the line at which the parser stops; of the last one with text where it misses the end of a value.

        Raises:
            ValueError: it cannot tell the line, or has read enough.
        """
        import tomllib

        if self._left <= 0:
            raise ValueError("enough was read")
        text = "\n".join(lines)
        self._left -= len(text)
        try:
            parsed(text)
        except ValueError as error:
            if found := re.search(r"at line (\d+)", str(error)):
                return int(found[1]) - 1
            if not isinstance(error, tomllib.TOMLDecodeError):
                raise
            return max((index for index, line in enumerate(lines) if line.strip()), default=0)
        return None

    def goes_on(self, lines: list[str], wrong: int) -> bool:
        """Whether the parser now comes further."""
        now = self.first_wrong(lines)
        return now is None or now > wrong


def _pair(line: str) -> tuple[str, str, str] | None:
    """Key, value and remark of a setting; None where the line is none."""
    key, sign, rest = line.partition("=")
    if not sign or not _KEY.fullmatch(key):
        return None
    return key, *_without_remark(rest.strip())


def _without_remark(text: str) -> tuple[str, str]:
    """A text without the remark at its end, in which no quotes stand; and the remark."""
    mark = text.find("#", max(text.rfind('"'), text.rfind("'")) + 1)
    return (text, "") if mark < 0 else (text[:mark].rstrip(), text[mark:])


Step = tuple[list[str], Slip]


def _steps(lines: list[str], wrong: int) -> Iterator[Step]:
    """What may help, the likeliest first; the last leaves the line out."""
    line, number = lines[wrong], wrong + 1

    def with_line(new: str, sentence: str, written: str = "", *, of_value: bool = False) -> Step:
        return [*lines[:wrong], new, *lines[wrong + 1 :]], Slip(number, sentence, shortened(written), of_value)

    def with_end(sign: str, index: int, sentence: str) -> Step:
        return [*lines[:index], lines[index] + sign, *lines[index + 1 :]], Slip(index + 1, sentence, of_value=True)

    pair, header = _pair(line), _HEADER.fullmatch(line)
    entry, _remark = _without_remark(line.strip())
    entry = entry.removesuffix(",").rstrip()
    if pair:
        key, value, remark = pair
        straight = value.translate(_SMART)
        if straight != value:
            sentence = _("write it in straight quotes: {value}", value=shortened(straight))
            yield with_line(f"{key}= {straight} {remark}", sentence, value, of_value=True)
        if value.startswith("[") and not value.endswith("]"):
            yield with_end("]", wrong, _("expected ] at the end of the list"))
        yield with_line(f"{key}= {_text(straight)} {remark}", "", value, of_value=True)
    if header:
        yield with_line(f"[{header[1]}]", _("expected [{table}]", table=shortened(header[1])), line.strip())
    before = next((index for index in range(wrong - 1, -1, -1) if lines[index].strip()), None)
    if before is not None:
        yield with_end(",", before, _("expected a comma at the end of the line"))
        yield with_end("]", before, _("expected ] at the end of the list"))
    if header:
        *outer, name = header[1].split(".")
        again = ".".join((*outer, f'"{name}{AGAIN * number}"'))
        yield with_line(f"[{again}]", _twice(lines, wrong, header[1]))
    if pair and _is_valid(line):
        yield with_line("", _("{key} is set twice in its table: keep one of them", key=shortened(pair[0].strip())))
    yield with_end("]", wrong, _("expected ] at the end of the list"))
    if entry and not re.search(r"[\[\]=#]", entry):
        text = _text(entry.translate(_SMART))
        yield with_line(f"{text},", _("write it in quotes: {value}", value=shortened(text)), entry, of_value=True)
    if not pair and (other := _OTHER_SIGN.fullmatch(line)):
        value = other[2].translate(_SMART)
        new = f"{other[1]} = {value if _is_valid(f'x = {value}') else _text(value)}"
        yield with_line(new, _("expected {line}", line=shortened(new.strip())), line.strip())
    yield with_line("", _("expected KEY = VALUE, [TABLE], or # before a remark"), line.strip())


def _twice(lines: list[str], wrong: int, name: str) -> str:
    first = next((index for index in range(wrong) if _named(lines[index]) == name), wrong) + 1
    table = shortened(name)
    return _("[{table}] is there twice: put its settings under the first, on line {line}", table=table, line=first)


def _text(value: str) -> str:
    """A value as a text in quotes."""
    return json.dumps(value.strip().strip("\"'").strip(), ensure_ascii=False)


def _named(line: str) -> str:
    header = _HEADER.fullmatch(line)
    return header[1] if header else ""


def _is_valid(line: str) -> bool:
    try:
        parsed(line)
    except ValueError:
        return False
    return True


def _together(tables: dict[str, Any]) -> dict[str, Any]:
    """The tables, with what stands under the same name once more put into the first."""
    whole: dict[str, Any] = {}
    for name, content in tables.items():
        _put_into(whole, name.rstrip(AGAIN), _together(content) if isinstance(content, dict) else content)
    return whole


def _put_into(tables: dict[str, Any], name: str, content: object) -> None:
    """What is there already stays."""
    first = tables.setdefault(name, content)
    if first is not content and isinstance(first, dict) and isinstance(content, dict):
        for key, value in content.items():
            _put_into(first, key, value)
