"""What "My neck is stiff" asks, which relief it leads to, what is told after it, and the look an hour later."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from uncrick.app.dialogs.budget import DialogMemory
from uncrick.app.dialogs.engine import APART, Action, Answers, Dialogs, Question, is_gone, may_ask, translated
from uncrick.app.dialogs.feedback_recorder import FeedbackRecorder
from uncrick.app.engine import Engine
from uncrick.app.requests.commands import Commands
from uncrick.app.suggestions import SuggestionSource
from uncrick.core.history.safety_lock import refuse_closed
from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Kind, Record, Source
from uncrick.core.model.suggestion import DETAIL, RELIEF
from uncrick.core.model.text import N_, _
from uncrick.core.presentation import feedback
from uncrick.core.presentation.prompt_text import opening_words
from uncrick.core.scheduling.outlook import in_window, reasons
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import Phase, State
from uncrick.ports import Button, Clock, Notice

SLOT = "ease"
# Seconds: a question that needs a thought, and what is read after relief by somebody who is there.
THOUGHT, READ = 45.0, 30.0
# How long after relief it looks in again, and what is remembered of it.
LATER, EASED = timedelta(hours=1), "neck_eased"

HINT = N_("Relief: uncrick ease. Signs that need help: uncrick safety.")
HOW_STIFF = Notice(
    slot=SLOT,
    summary=N_("How stiff is your neck?"),
    buttons=(
        Button("little", N_("A little")),
        Button("lot", N_("A lot")),
        Button("fall", N_("After a fall, or numb…")),
    ),
    hint=HINT,
    transient=True,
    seconds=THOUGHT,
)
WHERE = Notice(
    slot=SLOT,
    summary=N_("Rest eases a very stiff neck"),
    lines=(N_("Nothing will pull on it. Where can you rest for two minutes?"),),
    buttons=(Button("seated", N_("In my chair")), Button("lying", N_("Lying down"))),
    hint=N_("uncrick ease, or uncrick ease --lying"),
    transient=True,
    seconds=THOUGHT,
)
AFTER = Notice(
    slot=SLOT,
    summary=N_("Done. What else helps"),
    buttons=(Button("hurt", N_("It hurt…")),),
    hint=N_("It hurt? uncrick feedback hurt. Signs that need help: uncrick safety."),
    transient=True,
)
LOOK = Notice(
    slot=SLOT,
    summary=N_("Is your neck better than an hour ago?"),
    buttons=(Button("better", N_("Better")), Button("same", N_("The same")), Button("worse", N_("Worse"))),
    hint=N_("uncrick feedback better, same or worse"),
    transient=True,
    seconds=THOUGHT,
)


class StiffNeck:
    """
    The rescue that a person asks for; it counts as no question of the day, for it was they who asked.

    Args:
        show_card, show_milder: show the signs that mean stop, from the first or from the milder ones on.
        report_pain: asks what hurt.
        is_window: whether a window leads, which does not say why nothing sharp comes now.
        has_sound: whether the end of relief is heard.
    """

    def __init__(
        self,
        clock: Clock,
        engine: Engine,
        suggestions: SuggestionSource,
        recorder: FeedbackRecorder,
        memory: DialogMemory,
        commands: Commands,
        dialogs: Dialogs,
        *,
        show_card: Action,
        show_milder: Action,
        report_pain: Action,
        is_window: Callable[[], bool],
        has_sound: Callable[[], bool],
    ) -> None:
        self.answers: Mapping[str, Answers] = {
            SLOT: {
                "little": partial(self._lead, only_a_little=True),
                "lot": self._ease_very_stiff,
                "fall": show_card,
                "seated": self._lead,
                "lying": partial(self._lead, lying=True),
                "hurt": report_pain,
                **{word: partial(self._answer, word) for word in feedback.CHECK},
            }
        }
        self._clock = clock
        self._engine = engine
        self._suggestions = suggestions
        self._recorder = recorder
        self._memory = memory
        self._commands = commands
        self._dialogs = dialogs
        self._show_milder = show_milder
        self._is_window = is_window
        self._has_sound = has_sound
        self._is_led_here = False
        self._was_relief = self._is_to_tell = False
        self._looked: datetime | None = None

    # ------------------------------------------------------------ the question, and what it leads to

    def ask(self) -> None:
        """
        Ask how stiff the neck is.

        Raises:
            RefusedError: there is no exercise now.
        """
        refuse_closed(self._recorder.care, self._recorder.now())
        self._ask(translated(HOW_STIFF))

    def _ease_very_stiff(self) -> None:
        from uncrick.core.selection.on_request import Position

        match self._commands.relief_positions():
            case (Position.LYING,):
                self._lead(lying=True)
            case (Position.SEATED,):
                self._lead()
            case _several:
                self._ask(translated(WHERE))

    def _lead(self, *, lying: bool = False, only_a_little: bool = False) -> None:
        self._dialogs.close(SLOT)
        self._commands.say("ease", Source.NOTIFICATION, {"lying": lying, "only_a_little": only_a_little})
        if self._is_window():
            opening = opening_words(self._suggestions.catalogue.ease_opening)
            self._dialogs.tell_briefly(Notice(SLOT, _("My neck is stiff"), (opening,)))

    def _ask(self, notice: Notice) -> None:
        self._dialogs.ask(Question(notice, self.answers[SLOT], is_free=True))

    # ------------------------------------------------------------ relief begins and ends

    def record_written(self, record: Record) -> None:
        """A record was written: relief begins, or is over."""
        if record.kind not in (Kind.STARTED, Kind.DONE, Kind.PART_DONE):
            return
        self._was_relief = record.detail.get(DETAIL) == RELIEF
        if record.kind is Kind.STARTED:
            routine = self._engine.state.routine
            self._is_led_here = routine is not None and routine.here
            self._is_to_tell = False
            self._dialogs.close(SLOT)
        elif self._was_relief:
            self._memory.remember(EASED, f"{self._engine.state.day.on} {self._recorder.now().isoformat()}")

    def takes_leave(self, *, completed: bool) -> bool:
        """Whether what is told after relief takes the place of the guide's farewell."""
        return completed and self._was_relief

    def routine_completed(self) -> None:
        """A routine was done to its end; the terminal that led relief tells what else helps by itself."""
        self._is_to_tell = self._was_relief and not self._is_led_here

    def due(self, state: State, rules: Rules, now: Moment) -> Question | None:
        """What else helps, at once after relief; whether it did, an hour later."""
        day, ended = self._eased()
        if day != state.day.on.isoformat():
            self._is_to_tell = False
            return None
        if self._is_to_tell and state.routine is None and not is_gone(state) and not reasons(state, rules):
            self._is_to_tell = False
            return self._what_else_helps()
        if ended is None or now.wall - ended < LATER or not may_ask(state, rules) or not _is_between(state, rules):
            return None
        return self._look_in(now)

    def _what_else_helps(self) -> Question:
        notice = replace(
            translated(AFTER), lines=self._suggestions.catalogue.ease_after, seconds=READ, sound=self._has_sound()
        )
        return Question(notice, self.answers[SLOT], is_free=True, answered_by=("hurt",), stays_after_return=READ)

    def _look_in(self, now: Moment) -> Question:
        """How the neck is; asked once, also by a daemon that begins anew."""
        asked = partial(self._memory.remember, EASED, "")
        self._looked = now.wall
        return Question(
            translated(LOOK),
            self.answers[SLOT],
            asked=asked,
            is_free=True,
            answered_by=feedback.CHECK,
            leaves_when_busy=True,
        )

    def _eased(self) -> tuple[str, datetime | None]:
        """The day and the time at which relief ended that was not asked about yet."""
        day, _space, ended = (self._memory.text(EASED) or "").partition(" ")
        try:
            return day, datetime.fromisoformat(ended)
        except ValueError:
            return "", None

    # ------------------------------------------------------------ how it is now

    def about(self, word: str) -> Mapping[str, str]:
        """Details of an answer that is given elsewhere: that it is about relief, while it was asked about that."""
        looked = self._looked
        is_answer = word in feedback.CHECK and looked is not None and self._clock.now().wall - looked < LATER
        return {"about": RELIEF} if is_answer else {}

    def forget(self) -> None:
        """The health answers have left the history."""
        self._dialogs.close(SLOT)
        self._memory.remember(EASED, "")
        self._is_to_tell, self._looked = False, None

    def _answer(self, word: str) -> None:
        self._looked = None
        self._recorder.record(word, Source.NOTIFICATION, {"about": RELIEF})
        if word == "worse":
            self._show_milder()
        elif word == "same":
            lines = self._suggestions.catalogue.ease_after
            self._dialogs.tell(Notice(SLOT, _("Go easy on it today"), lines, transient=True, seconds=READ))
        else:
            self._dialogs.tell_briefly(Notice(SLOT, _("Good to hear.")))


def _is_between(state: State, rules: Rules) -> bool:
    """The last break is so long ago as two notices are kept apart, and the next prompt is not close."""
    longest = rules.breaks.every - rules.breaks.window
    return state.phase is Phase.WORKING and state.count >= min(APART, longest / 2) and not in_window(state, rules)
