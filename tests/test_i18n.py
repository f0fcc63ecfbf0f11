"""The language: found in the environment, loaded from a gettext catalogue, built from one .po file."""

import ast
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest

from uncrick import i18n
from uncrick.core.catalog.translate import message, translated
from uncrick.core.model import text
from uncrick.core.model.text import _, n_, p_
from uncrick.core.presentation.prompt_text import opening_words
from uncrick.storage import shipped_data

TREE = Path(__file__).parents[1]
MARKS = ("_", "n_", "p_", "N_")

CZECH = r"""
msgid ""
msgstr ""
"Language: cs\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n>=2 && n<=4 ? 1 : 2);\n"

msgid "Paused until {time}"
msgstr "Pauza do {time}"

msgid "{count} break"
msgid_plural "{count} breaks"
msgstr[0] "{count} pauza"
msgstr[1] "{count} pauzy"
msgstr[2] "{count} pauz"

msgctxt "button"
msgid "Done"
msgstr "Hotovo"

#, fuzzy
msgid "Resume"
msgstr "not reviewed"
"""


def write_catalogue(folder: Path, language: str = "cs", texts: str = CZECH) -> Path:
    """One .po file in the layout of the package, compiled as setup.py does it."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("setup_of_the_tree", TREE / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    source = folder / language / "LC_MESSAGES" / "uncrick.po"
    source.parent.mkdir(parents=True)
    source.write_text(texts, "utf-8")
    build._compile(source)
    return source.with_suffix(".mo")


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    yield
    text.install(text.English())


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, []),
        ({"LANG": "de_AT.UTF-8"}, ["de_AT", "de"]),
        ({"LANG": "sr_RS@latin"}, ["sr_RS", "sr"]),
        ({"LANG": "C.UTF-8"}, ["en"]),
        ({"LANG": "en_GB.UTF-8"}, ["en"]),
        ({"LANGUAGE": "cs:de", "LANG": "en_US"}, ["cs", "de"]),
        ({"LANGUAGE": "", "LC_ALL": "fr_FR", "LC_MESSAGES": "de_DE"}, ["fr_FR", "fr"]),
        ({"LC_MESSAGES": "de_DE", "LANG": "fr_FR"}, ["de_DE", "de"]),
        ({"LANG": "../../tmp"}, []),
    ],
)
def test_the_environment_names_the_language_as_for_gettext(environ, expected):
    assert list(i18n.candidates(environ)) == expected


def test_one_po_file_makes_a_language(tmp_path):
    write_catalogue(tmp_path)
    assert i18n.install({"LANG": "cs_CZ.UTF-8"}, str(tmp_path)) == "cs"
    assert _("Paused until {time}", time="14:00") == "Pauza do 14:00"
    assert [n_("{count} break", "{count} breaks", count) for count in (1, 2, 5)] == ["1 pauza", "2 pauzy", "5 pauz"]
    assert (p_("button", "Done"), _("Done")) == ("Hotovo", "Done")


def test_a_message_without_a_reviewed_translation_is_english(tmp_path):
    write_catalogue(tmp_path)
    i18n.install({"LANG": "cs"}, str(tmp_path))
    assert (_("Resume"), _("Not in the catalogue")) == ("Resume", "Not in the catalogue")


@pytest.mark.parametrize("environ", [{"LANG": "xx_XX"}, {"LANGUAGE": "en:cs"}, {"LC_ALL": "C", "LANG": "cs_CZ"}])
def test_a_language_without_a_catalogue_is_english(tmp_path, environ):
    write_catalogue(tmp_path)
    assert i18n.install(environ, str(tmp_path)) == "en"
    assert text.is_english()


@pytest.mark.parametrize("damage", [b"", b"no catalogue at all", bytes(range(256)) * 20])
def test_a_damaged_catalogue_gives_a_warning_and_english(tmp_path, caplog, damage):
    write_catalogue(tmp_path).write_bytes(damage)
    assert i18n.install({"LANG": "cs"}, str(tmp_path)) == "en"
    assert "damaged" in caplog.text
    assert _("Paused until {time}", time="14:00") == "Paused until 14:00"


def test_a_truncated_catalogue_gives_english(tmp_path):
    file = write_catalogue(tmp_path)
    file.write_bytes(file.read_bytes()[:100])
    assert i18n.install({"LANG": "cs"}, str(tmp_path)) == "en"


def test_english_imports_no_gettext():
    program = "import sys; from uncrick import i18n; i18n.install({'LANG': 'en_US'}); print('gettext' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_po_file_in_the_tree_reaches_the_wheel(tmp_path):
    tree = tmp_path / "tree"
    for name in ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE"):
        tree.mkdir(exist_ok=True)
        shutil.copy(TREE / name, tree)
    for name in ("daemon", "config"):
        shutil.copytree(TREE / name, tree / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    source = tree / "daemon/uncrick/locale/cs/LC_MESSAGES/uncrick.po"
    source.parent.mkdir(parents=True)
    source.write_text(CZECH, "utf-8")
    program = f"from setuptools import build_meta; build_meta.build_wheel({str(tmp_path)!r})"
    done = subprocess.run([sys.executable, "-c", program], cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        locale = [name for name in wheel.namelist() if "/locale/" in name]
    assert locale == ["uncrick/locale/cs/LC_MESSAGES/uncrick.mo"]


# ------------------------------------------------------------------ the template for translators


def described(catalog):
    return {(message.context, message.id) for message in catalog if message.id}


def test_the_template_holds_every_text_of_source_and_data():
    from babel.messages.pofile import read_po

    from extract_messages import TEMPLATE, extracted

    with TEMPLATE.open("rb") as file:
        committed = described(read_po(file))
    current = described(extracted())
    outdated = "out of date: run python tests/extract_messages.py"
    assert (committed - current, current - committed) == (set(), set()), outdated


def test_no_text_stands_within_an_f_string():
    """Before Python 3.12 babel does not look into those, and the text would be missing in every language."""
    found = [
        f"{file.name}:{call.lineno}"
        for file in sorted((TREE / "daemon").rglob("*.py"))
        for part in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(part, ast.JoinedStr)
        for call in ast.walk(part)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS
        if isinstance(call.args[0], ast.Constant)
    ]
    assert found == []


def test_the_holes_of_every_message_have_names():
    from extract_messages import extracted

    for entry in extracted():
        for form in entry.id if isinstance(entry.id, tuple) else (entry.id,):
            # `{ kind = "relax" }` is an example in TOML, and no hole.
            names = [name for _, name, _, _ in Formatter().parse(form) if name is not None and name[:1] != " "]
            assert all(name.isidentifier() for name in names), form


# ------------------------------------------------------------------ the catalogue of exercises


class Bracketed:
    """Every message in brackets."""

    def gettext(self, message: str) -> str:
        return f"[{message}]"

    def ngettext(self, one: str, many: str, count: int) -> str:
        return f"[{one if count == 1 else many}]"

    def pgettext(self, context: str, message: str) -> str:
        return f"[{context}: {message}]"


def test_the_catalogue_is_translated_after_it_was_checked_in_english():
    english = shipped_data.catalogue()
    text.install(Bracketed())
    shown = translated(english)
    tip = english.tips["monitor_top"]
    assert shown.exercises["neck_nod"].name == f"[{english.exercises['neck_nod'].name}]"
    assert shown.exercises["neck_nod"].cues[0].say == f"[spoken: {english.exercises['neck_nod'].cues[0].say}]"
    assert shown.tips["monitor_top"] == replace(tip, text=f"[{tip.text}]", short=f"[after Tip: {tip.short}]")
    assert shown.openings == english.openings
    assert shown.references == english.references


@pytest.mark.parametrize(
    ("opening", "shown"), [("A minute for you", "[opening: A minute for you]"), ("Hello again", "[Hello again]")]
)
def test_an_opening_is_translated_where_it_is_shown(opening: str, shown: str) -> None:
    text.install(Bracketed())
    assert opening_words(opening) == shown


def test_english_leaves_the_catalogue_as_it_is():
    english = shipped_data.catalogue()
    assert translated(english) == english


def test_a_translation_without_the_hole_of_its_text_gives_way_to_english():
    class Lossy(Bracketed):
        def gettext(self, message: str) -> str:
            return "call somebody"

    text.install(Lossy())
    assert message("", "Stop. Call {number} now.") == "Stop. Call {number} now."
    assert message("", "Stop.") == "call somebody"
