"""Offers, once, to stay silent while a second screen is connected: after a prompt came while there was one."""

from collections.abc import Callable, Mapping
from functools import partial

from uncrick import settings
from uncrick.app.dialogs.budget import DialogMemory
from uncrick.app.dialogs.engine import SETTLED, Answers, Dialogs, Question, may_ask, nothing, translated
from uncrick.app.dialogs.prompt_survey import SURVEY, UP
from uncrick.core.model.moment import Moment
from uncrick.core.model.text import N_, _
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import State
from uncrick.ports import Button, Notice

SETTING = "quiet.projector"
OFFER = Notice(
    slot=SURVEY,
    summary=N_("A break was suggested while a second screen was connected"),
    lines=(N_("Were you presenting? Then Uncrick can stay silent next time."),),
    buttons=(Button("silent", N_("Stay silent then")), Button("remind", N_("Keep reminding me"))),
    hint=f"uncrick settings set {SETTING} true",
    seconds=UP,
)


class ScreenOffer:
    """
    The question comes when the screen has gone: an audience need not read it, and a screen that stays is the desk's.

    Args:
        path: of the settings file.
        is_connected: whether a screen is connected that was not there when the session began.
        is_on: whether the person has the setting already.
        reload: has the settings read again.
    """

    def __init__(
        self,
        path: str,
        memory: DialogMemory,
        dialogs: Dialogs,
        *,
        is_connected: Callable[[], bool],
        is_on: Callable[[], bool],
        reload: Callable[[], None],
    ) -> None:
        self._path = path
        self._memory = memory
        self._dialogs = dialogs
        self._is_connected = is_connected
        self._is_on = is_on
        self._reload = reload
        self._interrupted = False  # a prompt came while the screen was there
        self._free_since: float | None = None
        self._buttons: Answers = {"silent": self._stay_silent, "remind": nothing}
        self.answers: Mapping[str, Answers] = {SURVEY: self._buttons}

    def look(self, state: State) -> None:
        """After every event: whether a prompt is up beside a second screen."""
        if state.shown is not None and self._is_connected() and not self._was_offered():
            self._interrupted = True

    def due(self, state: State, rules: Rules, now: Moment) -> Question | None:
        """The presentation is over, and the person has been at work and free for a moment."""
        free = may_ask(state, rules) and state.prompt is None and not self._is_connected()
        if not self._interrupted or self._is_on() or self._was_offered() or not free:
            self._free_since = None
            return None
        if self._free_since is None:
            self._free_since = now.ticks
        if now.ticks - self._free_since < SETTLED:
            return None
        return Question(translated(OFFER), self._buttons, asked=self._remember)

    def _was_offered(self) -> bool:
        return self._memory.day("screen_offered") is not None

    def _remember(self) -> None:
        self._memory.remember("screen_offered", self._dialogs.today)

    def _stay_silent(self) -> None:
        self._put("true")
        undo = _("Undo: {command}", command=f"uncrick settings set {SETTING} false")
        notice = Notice(SURVEY, _("From now on Uncrick is silent while a second screen is connected."), hint=undo)
        self._dialogs.tell_undoable(notice, partial(self._put, "false"))

    def _put(self, word: str) -> None:
        settings.put(self._path, SETTING, word)
        self._reload()
