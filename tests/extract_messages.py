"""
Write daemon/uncrick/locale/uncrick.pot: every text that is to be translated, from the source and the shipped data.

Run as `python tests/extract_messages.py` after a text was changed. A language is begun with
`pybabel init -D uncrick -i daemon/uncrick/locale/uncrick.pot -d daemon/uncrick/locale -l CODE`
and brought up to date with `pybabel update`, which takes the same options.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from uncrick.core.catalog.translate import SINGLE, TEXTS
from uncrick.core.model.catalog import HEADLINE, HOW, SHORT

TREE = Path(__file__).parents[1]
TEMPLATE = TREE / "daemon/uncrick/locale/uncrick.pot"
DATA = ("exercises.toml", "tips.toml", "safety.toml")
KEYWORDS = {"_": None, "N_": None, "n_": (1, 2), "p_": ((1, "c"), 2)}
ROOM = {"headline": HEADLINE, "how": HOW, "short": SHORT}
HEAD = "Texts of Uncrick.\nWritten by tests/extract_messages.py; not to be changed by hand."


def extracted() -> Catalog:
    """All messages, without translations."""
    catalog = Catalog(project="Uncrick", header_comment=HEAD, fuzzy=False)
    for name, context, text, note in data_texts():
        catalog.add(text, locations=[(f"config/{name}", 1)], auto_comments=[note], context=context or None)
    found = extract_from_dir(
        TREE / "daemon/uncrick", [("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
    )
    for file, _line, message, comments, context in found:
        catalog.add(message, locations=[(f"daemon/uncrick/{file}", 1)], auto_comments=comments, context=context)
    return catalog


def data_texts() -> Iterator[tuple[str, str, str, str]]:
    """Of every text in the shipped TOML files: the file, the context, the text, and a note for translators."""
    for name in DATA:
        document = tomllib.loads((TREE / "config" / name).read_text("utf-8"))
        for key, context in SINGLE.items():
            texts = document.get(key, [])
            for text in [texts] if isinstance(texts, str) else texts:
                yield name, context, text, key
        for kind in TEXTS:
            for identity, record in _records(document.get(kind, [])):
                yield from _texts(name, kind, identity, record)


def _records(records: Any) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """Records by id, whether they are a list of tables or a table of tables."""
    if isinstance(records, Mapping):
        return records.items()
    return [(str(record.get("id", "")), record) for record in records]


def _texts(name: str, kind: str, identity: str, record: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    for field, context in TEXTS[kind].items():
        if record.get(field):
            room = f", room: {ROOM[field]} cells" if field in ROOM else ""
            yield name, context, record[field], f"{kind} {identity}: {field}{room}"
    for cue in record.get("cues", ()):
        yield from _texts(name, "cues", identity, cue)


def written(catalog: Catalog) -> bytes:
    """The template as a file; without a date, which would change it each time."""
    out = BytesIO()
    write_po(out, catalog, width=120, sort_by_file=True, include_lineno=False)
    return b"".join(line for line in out.getvalue().splitlines(keepends=True) if b'"POT-Creation-Date' not in line)


def main() -> None:
    catalog = extracted()
    TEMPLATE.write_bytes(written(catalog))
    print(f"{len(catalog)} messages: {TEMPLATE.relative_to(TREE)}")


if __name__ == "__main__":
    main()
