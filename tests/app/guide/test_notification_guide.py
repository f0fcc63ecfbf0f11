"""The guide in a notification: which text when, and how it ends."""

import itertools
from dataclasses import replace
from types import SimpleNamespace

import pytest

from app.guide.loop import Loop
from app.life import Clock, Notifier, suggestion
from uncrick.app.guide.notification_guide import FAREWELL, SLOT, STAY_AWAY, NoticeGuide
from uncrick.core.presentation.captions import frames
from uncrick.core.scheduling.state import Routine
from uncrick.ports import Notice
from uncrick.settings import Settings
from uncrick.storage.shipped_data import catalogue


def farewell(*, completed, stay):
    """What the dialogs show at the end, without the question."""
    return Notice(SLOT, "Done. Good.", (stay,), fresh=False, transient=True) if completed else None


class Stage:
    """A guide, its clock and its screen."""

    def __init__(self, monkeypatch, unread=()):
        self.clock, self.notifier = Clock(), Notifier()
        self.loop = Loop(self.clock)
        monkeypatch.setattr(
            "uncrick.app.guide.notification_guide.asyncio", SimpleNamespace(get_running_loop=lambda: self.loop)
        )
        self.is_away = False
        self.guide = NoticeGuide(
            self.notifier,
            self.clock,
            catalogue,
            read_first=lambda items: [item.id for item in items if item.id in unread],
            is_away=lambda: self.is_away,
            farewell=farewell,
        )

    def passes(self, seconds):
        """Time goes by, with a look at its end."""
        self.loop.passes(seconds)
        self.guide.look()

    def leads(self, *ids):
        self.routine = Routine(suggestion(*ids), self.clock.ticks, "cli")
        self.guide.lead(self.routine)
        return frames(self.routine.suggestion, catalogue())

    def holds(self):
        self.routine = replace(self.routine, halted_since=self.clock.ticks)
        self.guide.lead(self.routine)

    def goes_on(self):
        held = self.clock.ticks - self.routine.halted_since
        self.routine = replace(self.routine, halted_seconds=self.routine.halted_seconds + held, halted_since=None)
        self.guide.lead(self.routine)

    @property
    def shown(self):
        return self.notifier.shown

    @property
    def up(self):
        return self.notifier.up.get(SLOT)


@pytest.fixture
def stage(monkeypatch):
    return Stage(monkeypatch)


def texts_of(stage):
    """Title, command and next command of what was shown, each once in a row."""
    texts = [(notice.summary, *notice.lines[:2]) for notice in stage.shown]
    return [text for text, _ in itertools.groupby(texts)]


def test_every_text_is_shown_when_its_time_comes(stage):
    texts = stage.leads("neck_turn", "shrug")
    stage.passes(stage.routine.total)
    assert texts_of(stage) == [(frame.title, frame.text, frame.later) for frame in texts]


def test_the_first_is_new_and_the_others_change_it_in_place(stage):
    stage.leads("neck_turn")
    stage.passes(60)
    assert [notice.fresh for notice in stage.shown] == [True] + [False] * (len(stage.shown) - 1)
    assert all(notice.transient for notice in stage.shown)


def changes(stage):
    """The times at which the text changed."""
    times = [stage.clock.ticks]
    while stage.loop.calls:
        before = stage.shown[-1].lines
        stage.passes(stage.loop.calls[0].at - stage.clock.ticks)
        if stage.shown[-1].lines != before:
            times.append(stage.clock.ticks)
    return times


@pytest.mark.parametrize("ids", [("neck_turn", "shrug"), ("relief_hands_head",), ("curl_up", "breathe_drop")])
def test_two_texts_are_at_least_five_seconds_apart(stage, ids):
    stage.leads(*ids)
    times = changes(stage)
    assert len(times) > 5
    assert all(later - earlier >= 5 - 1e-6 for earlier, later in itertools.pairwise(times))


def test_the_seconds_move_in_a_long_rest(stage):
    stage.leads("relief_hands_head")
    stage.passes(35)
    left = [notice.lines[2] for notice in stage.shown]
    assert left[2:7] == ["1:24 left.", "1:19 left.", "1:14 left.", "1:09 left.", "1:04 left."]


def test_less_than_a_minute_is_in_seconds(stage):
    stage.leads("neck_turn")
    assert stage.up.lines[2].startswith("25 s left.")


@pytest.mark.parametrize("ids", [("neck_turn", "shrug"), ("curl_up",), ("bar_hang",)])
def test_the_bubble_always_has_three_paragraphs(stage, ids):
    stage.leads(*ids)
    stage.passes(stage.routine.total)
    assert {len([line for line in notice.lines if line]) for notice in stage.shown} == {3}


def test_the_picture_is_that_of_the_moment(stage):
    texts = stage.leads("neck_turn")
    stage.passes(texts[1].begins)
    assert stage.up.picture == "neck_turn-2"


def chimes(stage):
    """The seconds of the routine at which it chimed."""
    heard = []
    stage.notifier.show = lambda notice, show=stage.notifier.show: (
        heard.append(stage.clock.ticks - stage.routine.began) if notice.sound else None,
        show(notice),
    )
    stage.passes(stage.routine.total)
    return heard


def test_the_chime_comes_at_each_let_go_and_only_there(stage):
    stage.guide.sound = True
    stage.leads("neck_turn")
    assert chimes(stage) == pytest.approx([8, 16, 19])


def test_with_open_eyes_there_is_no_chime_unless_it_is_wanted(stage):
    stage.leads("neck_turn")
    assert chimes(stage) == []
    stage.guide.end(completed=True)
    assert not stage.up.sound


def test_where_the_eyes_may_be_closed_a_chime_says_when_to_let_go(stage):
    stage.leads("curl_up")
    assert chimes(stage) == pytest.approx([17, 28, 32])
    stage.guide.end(completed=True)
    assert stage.up.sound


def test_a_chime_changes_no_text(stage):
    stage.leads("curl_up")
    stage.passes(16)
    before = stage.shown[-1]
    stage.passes(1)
    assert stage.shown[-1] == replace(before, sound=True)


@pytest.mark.parametrize(("table", "key"), [("prompt", "sound"), ("voice", "chime")])
def test_either_setting_of_sound_makes_every_let_go_chime(stage, table, key):
    wanted = replace(getattr(Settings(), table), **{key: True})
    stage.guide.follow(replace(Settings(), **{table: wanted}))
    stage.leads("shrug")
    assert chimes(stage) == pytest.approx([10, 20, 23])


def test_a_walk_is_a_still_text_with_the_time_at_which_it_ends(stage):
    texts = stage.leads("walk_corridor")
    ends = stage.clock.now().wall_at(stage.clock.ticks + texts[0].ends)
    assert stage.shown[0].lines[1] == f"Until {ends:%H:%M:%S}. Come back when you are ready."
    stage.passes(texts[0].ends - 1)
    assert len(stage.shown) == 1


def test_done_and_stop_are_offered(stage):
    stage.leads("neck_turn")
    assert [button.key for button in stage.up.buttons] == ["finish", "stop"]
    assert "uncrick done" in stage.up.hint


def test_who_holds_it_sees_so_and_nothing_moves(stage):
    stage.leads("neck_turn")
    stage.passes(3)
    stage.holds()
    assert stage.up.summary.endswith("(paused)")
    before = len(stage.shown)
    stage.passes(500)
    assert len(stage.shown) == before


def test_it_goes_on_where_it_was_held(stage):
    texts = stage.leads("neck_turn")
    stage.passes(3)
    stage.holds()
    stage.passes(500)
    stage.goes_on()
    assert stage.up.summary == texts[0].title
    stage.passes(texts[0].ends - 3)
    assert stage.up.summary == texts[1].title
    assert not any(notice.fresh for notice in stage.shown[1:])


def test_moving_on_shows_the_next_exercise_at_once(stage):
    stage.leads("neck_turn", "shrug")
    walk_to = stage.routine.suggestion.items[0].seconds + catalogue().numbers.transition_s + 0.5
    stage.guide.lead(replace(stage.routine, skipped=walk_to))
    assert stage.up.summary.startswith(catalogue().exercise("shrug").name)
    assert stage.up.fresh is False


def test_a_whole_routine_is_thanked_for_and_the_thanks_leave(stage):
    stage.leads("neck_turn")
    stage.passes(stage.routine.total)
    stage.guide.end(completed=True)
    assert stage.up.summary == "Done. Good."
    stage.passes(FAREWELL)
    assert stage.up is None


def away_after_a_routine(stage):
    stage.leads("neck_turn")
    stage.passes(60)
    stage.is_away = True
    stage.guide.end(completed=True)
    stage.passes(FAREWELL)
    return len(stage.shown)


def test_after_a_routine_one_is_invited_to_stay_away_for_five_minutes_in_all(stage):
    stage.leads("neck_turn")
    stage.passes(60)
    stage.guide.end(completed=True)
    assert stage.up.lines == ("Stay away from the screen until 09:05 if you can.",)


def test_whoever_stays_away_is_not_disturbed_until_then(stage):
    shown = away_after_a_routine(stage)
    stage.passes(STAY_AWAY - 60 - FAREWELL - 1)
    assert stage.up is not None
    stage.passes(1)
    assert stage.up is None
    assert len(stage.shown) == shown


def test_whoever_comes_back_sooner_hears_nothing_of_it(stage):
    shown = away_after_a_routine(stage)
    stage.passes(30)
    stage.is_away = False
    stage.guide.look()
    assert stage.up is None
    assert len(stage.shown) == shown


def test_the_next_routine_takes_the_place_of_the_invitation(stage):
    away_after_a_routine(stage)
    stage.leads("shrug")
    stage.passes(STAY_AWAY)
    assert stage.up is not None


def test_an_invitation_that_was_put_away_stays_away(stage):
    away_after_a_routine(stage)
    stage.guide.hide()
    withdrawn = list(stage.notifier.withdrawn)
    stage.passes(STAY_AWAY)
    assert stage.notifier.withdrawn == withdrawn


def test_after_a_long_routine_there_is_no_invitation_left(stage):
    stage.leads("neck_turn")
    stage.passes(STAY_AWAY)
    stage.guide.end(completed=True)
    assert stage.up.lines == ("Come back when you are ready.",)


def test_one_that_was_broken_off_leaves_at_once(stage):
    stage.leads("neck_turn")
    stage.guide.end(completed=False)
    assert stage.up is None
    assert stage.loop.calls == []


def test_put_away_by_the_person_it_stays_away(stage):
    stage.leads("neck_turn")
    stage.guide.hide()
    before = len(stage.shown)
    stage.passes(stage.routine.total)
    stage.holds()
    stage.guide.end(completed=True)
    assert len(stage.shown) == before


def test_the_next_routine_is_shown_again(stage):
    stage.leads("neck_turn")
    stage.guide.hide()
    stage.guide.end(completed=True)
    stage.clock.ticks += 10
    stage.leads("shrug")
    assert stage.up.fresh
    assert stage.up.summary.startswith(catalogue().exercise("shrug").name)


def test_a_routine_led_elsewhere_ends_without_a_word(stage):
    stage.guide.end(completed=True)
    assert stage.shown == []
    assert stage.notifier.withdrawn == []


def test_thanks_still_leave_when_another_routine_ends_elsewhere_meanwhile(stage):
    stage.leads("neck_turn")
    stage.guide.end(completed=True)
    stage.passes(1)
    stage.guide.end(completed=False)
    stage.passes(FAREWELL)
    assert stage.up is None


def test_a_routine_gone_on_with_after_a_restart_is_shown_where_it_is(stage):
    texts = frames(suggestion("neck_turn"), catalogue())
    stage.guide.lead(Routine(suggestion("neck_turn"), stage.clock.ticks - texts[0].ends - 1, "cli"))
    assert (stage.up.summary, stage.up.fresh) == (texts[1].title, True)


def test_a_late_call_shows_the_text_of_that_moment(stage):
    texts = stage.leads("neck_turn")
    [call] = stage.loop.calls
    stage.clock.ticks = stage.routine.began + texts[2].begins + 0.5
    stage.loop.calls.clear()
    call.run()
    assert stage.up.summary == texts[2].title
    stage.clock.ticks = stage.routine.began + stage.routine.total + 100
    stage.loop.calls[0].run()
    assert stage.up.summary == texts[-1].title


# ------------------------------------------------------------------ cautions


def led(monkeypatch, *ids, unread=()):
    """The lines of each text of a routine."""
    stage = Stage(monkeypatch, unread)
    stage.leads(*ids)
    stage.passes(stage.routine.total)
    return [notice.lines for notice, _ in itertools.groupby(stage.shown)]


def test_the_text_with_which_an_exercise_begins_says_what_to_mind(monkeypatch):
    ids = ("neck_turn", "shoulder_alt")
    cautions = [catalogue().exercise(id_).caution for id_ in ids]
    texts = led(monkeypatch, *ids)
    assert [caution for caution in cautions if any(caution in lines[2] for lines in texts)] == cautions
    assert texts[0][2].endswith(cautions[0])
    assert cautions[0] not in texts[1][2]


def test_what_is_new_begins_with_its_instruction_and_caution(monkeypatch):
    new, known = catalogue().exercise("neck_turn"), catalogue().exercise("shoulder_alt")
    texts = led(monkeypatch, new.id, known.id, unread=(new.id,))
    assert texts[0][0] == new.instruction
    assert texts[0][2].endswith(new.caution)
    assert all(known.instruction not in lines for lines in texts)


@pytest.mark.parametrize("name", ["bar_hang", "cat_floor", "fitball_tilt"])
def test_where_a_slip_is_dangerous_every_text_says_what_to_mind(monkeypatch, name):
    texts = led(monkeypatch, name)
    caution = catalogue().exercise(name).caution
    *texts, _letting_go = texts
    assert len(texts) > 2
    assert all(lines[2].endswith(caution) for lines in texts)
