"""TOML that a person wrote, in bounded time."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncrick.storage.toml_text import MOST_NAMES, parsed, statements

PARTS = (
    "[a]",
    '[exercise."b.c"] # ]',
    "[[t]]",
    "",
    "  # [ remark",
    "x = 1",
    "y.z = 1.5",
    'list = [\n  "a", # ]\n  [1,\n 2],\n]',
    "bell = '''\nx\n'''",
    'text = """\n[no]\n = \\""" "\n"""',
    "plain = '''\n] ''\n''''",
    "quotes = 'a\"b['",
    'escaped = "a\\"[" # \'',
    "inline = { a = [1, 2], b = { c = '}' } }",
)


def by_trying(text):
    """The same, a line after another until it is valid."""
    statement, begin = "", 1
    for number, line in enumerate(text.split("\n"), 1):
        statement += line + "\n"
        try:
            tomllib.loads(statement)
        except tomllib.TOMLDecodeError:
            continue
        if statement.strip():
            yield begin, statement
        statement, begin = "", number + 1


@given(st.lists(st.sampled_from(PARTS)).map("\n".join))
def test_statements_of_any_text_are_found_at_their_lines(text):
    found = list(statements(text))
    assert [(line, part.rstrip("\n")) for line, part in found] == [
        (line, part.rstrip("\n")) for line, part in by_trying(text)
    ]


@given(st.text(alphabet="\"'\\[]{}#=.,\n ax", max_size=60))
def test_odd_text_has_no_statement_twice(text):
    assert sum(len(part) for _line, part in statements(text)) <= len(text) + 1


@pytest.mark.parametrize("text", ["a{} = 1", "\n\n[a{}]", "x = {{ a{} = 1 }}", 'a."b"{} = 1'])
def test_name_of_many_parts_is_refused_with_its_line(text):
    parsed(text.format(".a" * (MOST_NAMES - 2)))
    with pytest.raises(ValueError, match=rf"\(at line {text.count(chr(10)) + 1}, column 1\)"):
        parsed(text.format(".a" * MOST_NAMES))


def test_dots_in_a_text_are_no_name():
    assert parsed(f'a = "{"." * 100}"') == {"a": "." * 100}


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "a = " + "{a=" * 5000])
def test_text_that_is_nested_too_deep_is_refused(text):
    with pytest.raises(ValueError, match="nested too deep"):
        parsed(text)
