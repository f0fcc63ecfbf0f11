"""The words of the wire: what is understood, what is refused and how, and the shape of replies."""

import json
from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncrick import __version__
from uncrick.control.protocol import WORDS, Request, decode, failed, id_of, ok, request_of
from uncrick.core.model.record import Source
from uncrick.errors import RefusedError, WireError


def parse_request(line):
    return request_of(decode(line))


def line(**fields: object) -> bytes:
    return json.dumps({"v": 1, "id": 7, **fields}).encode() + b"\n"


NOON = "2026-11-23T12:00:00+01:00"


@pytest.mark.parametrize("word", WORDS)
def test_every_word_is_valid_without_arguments(word):
    assert parse_request(line(do=word)) == Request(7, word)


@pytest.mark.parametrize(
    ("do", "args", "expected"),
    [
        ("snooze", {"minutes": 10}, {"minutes": 10.0}),
        ("pause", {"minutes": 0.5}, {"minutes": 0.5}),
        ("pause", {"until": "tomorrow"}, {"until": "tomorrow"}),
        ("pause", {"until": NOON}, {"until": datetime.fromisoformat(NOON)}),
        ("why", {"at": NOON}, {"at": datetime.fromisoformat(NOON)}),
        ("break", {"exercise": "neck_turn", "here": True}, {"exercise": "neck_turn", "here": True}),
        ("advance", {"to": 30}, {"to": 30.0}),
    ],
)
def test_arguments_are_converted(do, args, expected):
    request = parse_request(line(do=do, **args))
    assert request.args == expected
    assert {type(value) for value in request.args.values()} == {type(value) for value in expected.values()}


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "0001-01-01T12:00:00+00:00"])
def test_a_time_at_the_end_of_the_calendar_is_refused(at):
    with pytest.raises(WireError, match="expected a time"):
        parse_request(line(do="why", at=at))


def test_source_is_the_command_line_by_default():
    assert parse_request(line(do="skip")).source is Source.CLI
    assert parse_request(line(do="skip", source="window")).source is Source.WINDOW


@pytest.mark.parametrize("request_id", [None, 0, -3, 2**62, "a1", ""])
def test_id_is_a_number_a_text_or_absent(request_id):
    assert parse_request(line(do="ping", id=request_id)).id == request_id


def test_a_request_without_an_id_has_none():
    assert request_of({"v": 1, "do": "ping"}).id is None


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b"", "A request is not JSON"),
        (b"skip\n", "A request is not JSON"),
        (b"\xff\xfe\n", "A request is not JSON"),
        (b"[" * 60000, "A request is not JSON"),
        (b"1" * 5000, "A request is not JSON"),
        (b"[]\n", "A request is no object"),
        (b'"skip"\n', "A request is no object"),
        (b" " * 65537, "A request is too long: a line may have 65536 bytes."),
        (b'{"do": "skip"}', 'A request has no version: expected "v": 1.'),
        (line(v="1", do="skip"), "A request has no version"),
        (line(v=True, do="skip"), "A request has no version"),
        (line(v=0, do="skip"), "A request has no version"),
        (line(v=2, do="skip"), "The running Uncrick is older than this command: it speaks version 1, not 2."),
        (line(id=[], do="skip"), "A request has a wrong id"),
        (line(id=True, do="skip"), "A request has a wrong id"),
        (line(id=2**63, do="skip"), "A request has a wrong id"),
        (line(id="x" * 101, do="skip"), "A request has a wrong id"),
        (line(), "A request is not understood: null is none of ping, status, watch, break"),
        (line(do="dance"), 'A request is not understood: "dance" is none of'),
        (line(do=["skip"]), 'A request is not understood: ["skip"] is none of'),
        (line(do="x" * 100), f'A request is not understood: "{"x" * 58}… is none of'),
        (line(do="skip", minutes=1), 'A request is not understood: skip takes no "minutes".'),
        (line(do="skip", source="policy"), 'A request has a wrong source: "policy" is none of cli, tray, window.'),
        (line(do="skip", source=[]), "A request has a wrong source"),
        (line(do="snooze", minutes="10"), 'A request has a wrong value: snooze: minutes = "10", expected a number of'),
        (line(do="snooze", minutes=True), "A request has a wrong value: snooze: minutes = true"),
        (line(do="snooze", minutes=0), "A request has a wrong value"),
        (line(do="snooze", minutes=-1), "A request has a wrong value"),
        (line(do="snooze", minutes=10081), "A request has a wrong value"),
        (line(do="snooze", minutes=float("nan")), "A request has a wrong value"),
        (line(do="snooze", minutes=float("inf")), "A request has a wrong value"),
        (line(do="pause", until="noon"), 'A request has a wrong value: pause: until = "noon", expected a time with'),
        (line(do="pause", until="2026-11-23T12:00:00"), "A request has a wrong value"),
        (line(do="pause", until=12), "A request has a wrong value"),
        (line(do="pause", minutes=5, until="tomorrow"), "A request contradicts itself: pause takes minutes or until"),
        (line(do="hold", held=1), "A request has a wrong value: hold: held = 1, expected true or false"),
        (line(do="advance", to=-1), "A request has a wrong value: advance: to = -1, expected seconds from 0 to 3600"),
        (line(do="break", exercise=""), "A request has a wrong value: break: exercise"),
        (line(do="break", exercise="a\nb"), "A request has a wrong value: break: exercise"),
        (line(do="break", exercise=3), "A request has a wrong value: break: exercise"),
    ],
)  # fmt: skip
def test_invalid_request_is_refused_with_a_message(sent, words):
    with pytest.raises(WireError) as caught:
        parse_request(sent)
    assert str(caught.value).startswith(words)


def test_invalid_request_keeps_its_id():
    assert id_of(decode(line(do="dance"))) == 7


def test_deeply_nested_value_is_refused():
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(WireError, match="… is none of"):
        request_of({"v": 1, "do": deep})


def test_a_reply_carries_its_request_the_version_and_the_payload():
    reply = ok(7, status={"phase": "due"})
    assert reply.endswith(b"}\n")
    assert json.loads(reply) == {"id": 7, "ok": True, "version": __version__, "status": {"phase": "due"}}


def test_a_refusal_carries_title_and_message():
    reply = json.loads(failed("a", RefusedError("Nothing to skip", "No break is due.")))
    assert reply["ok"] is False
    assert reply["id"] == "a"
    assert reply["error"] == {"title": "Nothing to skip", "message": "No break is due."}


def test_reply_is_always_one_line():
    assert ok(1, text="a\nb\u2028\udc80").count(b"\n") == 1


@given(st.binary(max_size=300))
def test_any_bytes_are_a_request_or_a_wire_error(sent):
    with suppress(WireError):
        parse_request(sent)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
FIELDS = st.fixed_dictionaries(
    {"v": st.just(1) | JSON, "do": st.sampled_from(sorted(WORDS)) | JSON},
    optional=dict.fromkeys(("id", "source", "minutes", "until", "at", "exercise", "other"), JSON),
)


@given(FIELDS)
def test_any_fields_are_a_request_or_a_wire_error(fields):
    with suppress(WireError):
        request = parse_request(json.dumps(fields).encode())
        assert request.do in WORDS
        assert json.loads(ok(request.id))["id"] == fields.get("id")
