"""What is shown once: the welcome, the offer to start at login, the note on a desktop without a tray."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from uncrick.app.dialogs.budget import DialogMemory
from uncrick.app.dialogs.engine import Answers, Dialogs, Question
from uncrick.app.requests.commands import Commands
from uncrick.core.model.moment import Moment
from uncrick.core.model.text import _
from uncrick.core.presentation.status import clock
from uncrick.core.scheduling.outlook import look_ahead, reasons
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import Phase, State
from uncrick.ports import Button, Notice
from uncrick.storage import paths

WELCOME = "welcome"
# Seconds: long enough to be read twice, and gone before it is in the way.
STAYS = 15.0
# Seconds for which the first notification of all stays: it has the only buttons that a newcomer knows.
WELCOME_STAYS = 3600.0


class Onboarding:
    """The first days of a person."""

    def __init__(self, memory: DialogMemory, commands: Commands, dialogs: Dialogs) -> None:
        self.answers: Mapping[str, Answers] = {
            WELCOME: {"try": commands.by_click("break"), "autostart": self._start_at_login}
        }
        self._memory = memory
        self._dialogs = dialogs
        self._offered_on: date | None = None

    def installed(self, what: str) -> bool:
        """Whether launcher and icon were installed for `what` (this version, at this place)."""
        return self._memory.text("installed") == what

    def has_installed(self, what: str) -> None:
        """Remember that they were."""
        self._memory.remember("installed", what)

    def due(self, state: State, rules: Rules, now: Moment) -> Question | None:
        """The welcome, or on a later day the offer to start at login, at a moment that suits."""
        today = state.day.on
        if state.phase is not Phase.WORKING or reasons(state, rules) or today == self._offered_on:
            return None
        self._offered_on = today
        if self._memory.text("welcomed") is None:
            return self.welcome(_first_break(state, rules, now), at_login=_starts_at_login())
        is_later = self._memory.text("welcomed") != today.isoformat()
        if self._memory.text("offered") is None and is_later and not _starts_at_login():
            return self.offer()
        return None

    def welcome(self, first_break: str, *, at_login: bool) -> Question:
        """
        The first notification of all.

        Args:
            first_break: says when the first break comes.
            at_login: Uncrick starts at login already.
        """
        notice = Notice(
            slot=WELCOME,
            summary=_("Uncrick is on"),
            lines=(first_break, _("It stays silent in calls and while you are away.")),
            buttons=(Button("try", _("Try one")), *(() if at_login else (_start_at_login(),))),
            hint=_("Try one: uncrick break"),
            default="try",
            click=_("Click to try one."),
            seconds=WELCOME_STAYS,
        )
        return Question(
            notice,
            self.answers[WELCOME],
            asked=partial(self._remember_today, "welcomed"),
            is_free=True,
            leaves_after=WELCOME_STAYS,
        )

    def offer(self) -> Question:
        """The offer to start at login, once more."""
        notice = Notice(
            slot=WELCOME,
            summary=_("Start Uncrick when you log in?"),
            lines=(_("You can change it in the settings."),),
            buttons=(_start_at_login(),),
            hint="uncrick autostart on",
            seconds=STAYS,
        )
        return Question(notice, self.answers[WELCOME], asked=partial(self._remember_today, "offered"))

    def _remember_today(self, name: str) -> None:
        self._memory.remember(name, self._dialogs.today)

    def _start_at_login(self) -> None:
        from uncrick.platforms import launcher

        try:
            answer = launcher.autostart(on=True)
        except OSError as error:
            failed = _("That did not work: {reason}.", reason=paths.reason(error))
            self._dialogs.tell_briefly(Notice(WELCOME, _("Start at login"), (failed,)))
            return
        # Whoever clicked wants to know that it worked; how it is done is told where it did not.
        on = launcher.starts_at_login()
        title, lines = (_("Uncrick will start when you log in."), ()) if on else (_("Start at login"), (answer,))
        notice = Notice(WELCOME, title, lines, hint=_("Undo: uncrick autostart off"))
        self._dialogs.tell_undoable(notice, self._start_no_more)

    def _start_no_more(self) -> None:
        from uncrick.platforms import launcher

        try:
            launcher.autostart(on=False)
            answer = _("Uncrick will not start when you log in.")
        except OSError as error:
            answer = _("That did not work: {reason}.", reason=paths.reason(error))
        self._dialogs.tell_briefly(Notice(WELCOME, answer))

    def no_tray(self) -> Notice | None:
        """The note on a desktop without a tray, once."""
        if self._memory.text("no_tray") is not None:
            return None
        self._memory.remember("no_tray", "said")
        return Notice(
            slot="tray",
            summary=_("No tray on this desktop"),
            lines=(
                _("Breaks are suggested anyway."),
                _("Break now, Pause and Today are in the application menu under Uncrick."),
            ),
            seconds=STAYS,
        )


def _start_at_login() -> Button:
    return Button("autostart", _("Start at login"))


def _starts_at_login() -> bool:
    from uncrick.platforms import autostart

    return autostart().is_on()


def _first_break(state: State, rules: Rules, now: Moment) -> str:
    at = look_ahead(state, rules, now).expected
    if at is None:
        return _("First break after an hour of work, at a pause in your typing.")
    return _("First break around {time}, at a pause in your typing.", time=clock(now.wall_at(at), rules))
