"""Every text on every surface is translated: shown in a made-up language, nothing is left in English."""

import html
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest

from app.dialogs.asker import Asker
from app.life import House, suggestion
from app.test_dispatch import Stage
from core.presentation.test_status import shown as status_of
from core.presentation.test_tray_menu import PHASES, shown, story
from pseudo_locale import PseudoLocale, escaped, notice_texts, pseudo, tray_texts, widget_texts
from uncrick.app.dialogs import notices, profile_offer, prompt_survey, stiff_neck
from uncrick.app.dialogs.engine import translated
from uncrick.app.dialogs.onboarding import Onboarding
from uncrick.cli import COMMANDS, i18n, main, output, overview
from uncrick.cli.doctor import Finding
from uncrick.core.catalog import translate
from uncrick.core.history import day, pain
from uncrick.core.history.day import Today
from uncrick.core.history.days import days_of
from uncrick.core.model import text
from uncrick.core.model.record import Item, Kind, Record
from uncrick.core.presentation import (
    captions,
    day_summary,
    exercise_card,
    export,
    feedback,
    prompt_text,
    red_flags,
    tray_menu,
)
from uncrick.core.presentation.prompt_text import opening_words
from uncrick.core.presentation.why import answer
from uncrick.core.scheduling.effects import SaveSnapshot
from uncrick.storage import shipped_data

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)

Texts = Iterable[str]
Surface = Callable[[pytest.FixtureRequest], Texts]
SURFACES: dict[str, tuple[Surface, tuple[str, ...]]] = {}
"""By name: what shows the texts, and the patterns of what is no language."""


def surface(name: str, *allowed: str) -> Callable[[Surface], Surface]:
    """Register a surface with the patterns of its leftovers: commands, keys, numbers, times, ids."""

    def register(function: Surface) -> Surface:
        SURFACES[name] = (function, allowed)
        return function

    return register


@pytest.fixture(scope="module")
def pseudo_locale() -> Iterator[None]:
    """The made-up language in this process, whatever the environment says when a command starts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(i18n, "install", lambda: "xx")
        text.install(PseudoLocale())
        shipped_data.catalogue.cache_clear()
        yield
    text.install(text.English())
    shipped_data.catalogue.cache_clear()


@pytest.fixture
def house(tmp_path, monkeypatch):
    return House(tmp_path, monkeypatch)


NAME = r"\bUncrick\b"
IDS = rf"\b({'|'.join(shipped_data.catalogue().exercises)})\b"
TYPED = r"(?m)^uncrick (autostart|feedback|safety)\b.*$"
MENDS = r"(?m)^ *> .*$"
PATHS = r"[~/][\w./-]+"
COUNTRIES = r"(?m)^[^\[\n]+ \(\d+\)$"
LIBRARIES = (
    r"\b(apscheduler|espeak-ng|jeepney|pillow|platformdirs|plyer|pystray|tomlkit|PySide6(-Essentials)?)\b"
    r"|\b(CLOCK_BOOTTIME|GiB)\b"
)


# ------------------------------------------------------------------ tray, notifications


@surface("tray menu", NAME, "turn your head, 5 times")
def tray(request: pytest.FixtureRequest) -> Texts:
    for phase in PHASES:
        yield from tray_texts(shown(story(phase), done=2, seconds_taken=300.0))
    desk = story("working")
    caring = tray_menu.Caring(str(text._(feedback.OFF)), locked=True)
    yield from tray_texts(tray_menu.face(desk.state, desk.rules, desk.now, Today(NOW.date()), "", "Uncrick", caring))


@surface("text of a prompt")
def prompts(request: pytest.FixtureRequest) -> Texts:
    known = shipped_data.catalogue()
    for name in known.exercises:
        for chosen in (suggestion(name), suggestion(name, "shrug", alternative="")):
            wording = prompt_text.prompt(chosen, known)
            yield from (wording.summary, wording.lines[0])  # the next line is the tip, as it was given
    yield prompt_text.session(60, 300)
    yield prompt_text.session(900, 300)


@surface("notice of a prompt", r"A pause|[Tt]op of the screen at eye level\.")
def prompt_notice(request: pytest.FixtureRequest) -> Texts:
    return notice_texts(Stage().prompted())


@surface("questions about pain", TYPED)
def questions(request: pytest.FixtureRequest) -> Texts:
    known = shipped_data.catalogue()
    items = [Item(name, known.exercise(name).name, 2, 60) for name in ("neck_turn", "shrug", "neck_nod", "chin_tuck")]
    for notice in (
        notices.closing("", undoable=True),
        notices.after(items[:2]),
        notices.stopped(asks=True, undoable=True),
        notices.stopped(asks=False, undoable=True),
        notices.which(items, 0),
        notices.which(items[:1], 0),
        notices.how_much(),
        notices.noted(()),
        notices.still(300.0),
        notices.check(),
        notices.emergency("112"),
        notices.emergency(red_flags.UNKNOWN),
        notices.urgent(),
        notices.locked(red_flags.UNKNOWN, "14:00", is_emergency=True),
        notices.locked("112", "", is_emergency=False),
        notices.released(),
    ):
        yield from notice_texts(notice)


@surface("a stiff neck", TYPED)
def stiff_neck_notices(request: pytest.FixtureRequest) -> Texts:
    for notice in (stiff_neck.HOW_STIFF, stiff_neck.WHERE, stiff_neck.AFTER, stiff_neck.LOOK):
        yield from notice_texts(translated(notice))
    known = translate.translated(shipped_data.catalogue())
    yield from (opening_words(known.ease_opening), *known.ease_after)


@surface("what feedback leads to", r"\bneck_turn\b")
def outcomes(request: pytest.FixtureRequest) -> Texts:
    known = shipped_data.catalogue()
    for region in ("neck", "shoulder", "back"):
        for score in (5, 8):
            yield from feedback.comes_to("pain", {"region": region, "score": score}, pain.Care(), known, NOW)
    for status, left in (("gentle", 1), ("gentle", 3), ("less", 1), ("resting", 0), ("retired", 0)):
        standing = pain.ExerciseStatus(status, left=left, until=NOW.date())
        yield feedback._becomes(standing, known.exercise("neck_turn").name, "neck_turn")
    yield from feedback.comes_to("unwell", {}, pain.Care(), known, NOW)
    yield from feedback.comes_to("checked", {}, pain.Care(), known, NOW)


@surface("first notifications", NAME, TYPED)
def first(request: pytest.FixtureRequest) -> Texts:
    asker = Asker(request.getfixturevalue("tmp_path") / "said.json")
    onboarding = Onboarding(asker.memory, SimpleNamespace(by_click=lambda word: None), asker.dialogs)
    no_tray = onboarding.no_tray()
    assert no_tray is not None
    for notice in (onboarding.welcome("", at_login=False).notice, onboarding.offer().notice, no_tray):
        yield from notice_texts(notice)


@surface("offers of the profile and the prompt survey")
def offers(request: pytest.FixtureRequest) -> Texts:
    for notice in (
        profile_offer.QUESTION,
        profile_offer.REMINDER,
        profile_offer.TAKEN,
        prompt_survey.WHY,
        prompt_survey.MORE,
        prompt_survey.OFFER,
    ):
        yield from notice_texts(translated(notice))


@surface("line at the end of the day")
def end_of_day(request: pytest.FixtureRequest) -> Texts:
    one, many = Today(NOW.date(), done=1), Today(NOW.date(), done=2, stepped_away=1, natural=1, seconds_away=600.0)
    for today in (one, many):
        yield day_summary.title(today)
        yield day.sentence(today)
    yield day.sentence(Today(NOW.date()))


@surface("break in a notification")
def frames(request: pytest.FixtureRequest) -> Texts:
    known = shipped_data.catalogue()
    for name in known.exercises:
        for frame in captions.frames(suggestion(name, "shrug"), known):
            yield from (frame.title, frame.text)


# ------------------------------------------------------------------ status, why


@surface("status in a line", r"\b(Roll|Turn your head)\b")
def status_lines(request: pytest.FixtureRequest) -> Texts:
    return [output.status_line(status_of(story(phase))) for phase in PHASES]


@surface("reason in the status")
def reasons(request: pytest.FixtureRequest) -> Texts:
    return [status_of(story(phase))["reason"] or "" for phase in PHASES]


@surface("why at a moment of the past")
def why(request: pytest.FixtureRequest) -> Texts:
    for phase in PHASES:
        desk = story(phase)
        entries = [effect.snapshot for effect in desk.effects if isinstance(effect, SaveSnapshot)]
        for minutes in range(0, 150, 10):
            yield from answer(entries, desk.now.wall - timedelta(minutes=minutes), lambda at: f"{at:%H:%M}").text


# ------------------------------------------------------------------ cards, history


@surface("safety card")
def safety(request: pytest.FixtureRequest) -> Texts:
    known = shipped_data.catalogue()
    yield red_flags.card(known, "112")
    yield red_flags.card(known, red_flags.UNKNOWN)


@surface("card of an exercise", IDS)
def cards(request: pytest.FixtureRequest) -> Texts:
    known = shipped_data.catalogue()
    # References are shown as they were published.
    return [exercise_card.card(replace(exercise, evidence=()), known) for exercise in known.exercises.values()]


def records() -> list[Record]:
    name = shipped_data.catalogue().exercise("neck_turn").name
    item = Item("neck_turn", name, 5, 84)
    detail = {"seconds": 90, "credited": True}
    day_before = NOW - timedelta(days=1)
    return [
        Record("r1", day_before, None, Kind.DONE, "tray", (item,), None, detail),
        Record("r2", NOW - timedelta(hours=4), None, Kind.PROMPTED, "policy", (item,)),
        Record("r3", NOW - timedelta(hours=3), None, Kind.DONE, "tray", (item,), None, detail),
        Record("r4", NOW - timedelta(hours=2), NOW - timedelta(minutes=110), Kind.NATURAL, "policy"),
        Record("r5", NOW - timedelta(hours=1), NOW - timedelta(minutes=30), Kind.PAUSED, "tray"),
    ]


def overview_of_days() -> dict[str, Any]:
    areas = [{"id": "neck_turn", "name": shipped_data.catalogue().areas["neck_turn"].name, "done": 2, "quota": 5}]
    counts = {"done": 1, "stepped_away": 0, "natural": 2, "minutes_away": 14}
    return {"areas": areas, "days_with_breaks": 3, "days": [{"date": "2026-11-19", **counts}]}


@surface("page of the history", NAME)
def page(request: pytest.FixtureRequest) -> Texts:
    whole = export.html(days_of(records(), UTC), records(), overview_of_days(), NOW)
    shown_texts = re.sub(r"(?s)<style.*?</style>", "", whole)
    labels = re.findall(r'aria-label="([^"]*)"', shown_texts)
    return [html.unescape(part) for part in (*labels, *re.findall(r">([^<>]+)<", shown_texts))]


# ------------------------------------------------------------------ command line

USAGES = tuple(re.escape(f"uncrick {command.usage}") for command in COMMANDS.values())
EVERYDAY = rf"(?m)^  ({'|'.join(name for name, command in COMMANDS.items() if command.everyday)}) "


@surface("help of all commands", *USAGES, EVERYDAY, r"(?m)^uncrick\b")
def help_overview(request: pytest.FixtureRequest) -> Texts:
    return [overview(everyday=True), overview(everyday=False)]


def typed(request: pytest.FixtureRequest, *commands: str) -> Texts:
    """What commands print, of a person whose daemon does not run."""
    request.getfixturevalue("house")
    capture = request.getfixturevalue("capsys")
    for command in commands:
        main(command.split())
        yield from capture.readouterr()


@surface("commands that report", NAME, IDS, PATHS)
def reports(request: pytest.FixtureRequest) -> Texts:
    return typed(request, "history", "stats", "exercises", "today", "profile show", "safety")


@surface("commands that fail", PATHS, r"'?\bnonsense\b'?")
def failures(request: pytest.FixtureRequest) -> Texts:
    return typed(request, "nonsense", "status", "exercises nonsense", "settings get nonsense")


@surface("doctor", NAME, LIBRARIES, PATHS, MENDS)
def doctor(request: pytest.FixtureRequest) -> Texts:
    return typed(request, "doctor")


# ------------------------------------------------------------------ windows


@surface("settings window", NAME, COUNTRIES)
def settings_window(request: pytest.FixtureRequest) -> Texts:
    request.getfixturevalue("house")
    from uncrick.window.settings.window import SettingsWindow
    from uncrick.window.theme import LIGHT

    return opened(request, lambda: SettingsWindow(LIGHT, shipped_data.catalogue(figure=True), lambda: None))


@surface("history window")
def history_window(request: pytest.FixtureRequest) -> Texts:
    from uncrick.window.history.window import HistoryWindow
    from uncrick.window.theme import LIGHT
    from window.shown_history import shown

    return opened(request, lambda: HistoryWindow(LIGHT, shown(records(), overview_of_days()), lambda: NOW))


@surface("guide window", NAME)
def guide_window(request: pytest.FixtureRequest) -> Texts:
    from uncrick.window.guide.session import Session
    from uncrick.window.guide.window import GuideWindow
    from uncrick.window.theme import LIGHT
    from window.conftest import NO_ROUTINE, FakeConnection
    from window.conftest import status as routine

    known = shipped_data.catalogue(figure=True)
    name = known.exercise("neck_turn").name
    request.getfixturevalue("qtbot")
    session = Session(FakeConnection(), known, lambda _: known)
    window = GuideWindow(session, LIGHT, known)
    yield from opened(request, lambda: window)
    for position in (0.0, 15.0, 30.0):
        message = routine("neck_turn", position=position)
        message.status["break"]["items"][0]["name"] = name
        session.receive(message)
        yield from widget_texts(window)
    session.receive(NO_ROUTINE)
    yield from widget_texts(window)


def opened(request: pytest.FixtureRequest, make: Callable[[], Any]) -> Texts:
    qtbot = request.getfixturevalue("qtbot")
    window = make()
    qtbot.addWidget(window)
    return list(widget_texts(window))


# ------------------------------------------------------------------ the test


@pytest.mark.usefixtures("pseudo_locale")
@pytest.mark.parametrize("name", SURFACES)
def test_a_surface_shows_nothing_in_english(name, request):
    show, allowed = SURFACES[name]
    left = escaped(show(request), allowed)
    assert not left, "in English:\n" + "\n".join(left)


@pytest.mark.usefixtures("pseudo_locale")
@pytest.mark.parametrize("what", ["Daemon", "Profile file", "Window library", "Library jeepney", "Version of jeepney"])
def test_every_subject_in_doctor_is_translated(what):
    assert escaped([Finding(what, False, "").title], [LIBRARIES]) == []


def test_english_and_cut_texts_are_seen():
    shown_texts = [pseudo("Pause"), "Pause until 14:00", pseudo("Cut")[:-1]]
    assert escaped(shown_texts) == ["2 brackets open, 1 close", "Pause until"]
    assert escaped(shown_texts[:2], ["Pause until"]) == []
