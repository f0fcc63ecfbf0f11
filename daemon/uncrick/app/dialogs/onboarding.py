"""What is shown once: the welcome, the offer to start at login, the note on a desktop without a tray."""

from datetime import date

from uncrick.app.dialogs.budget import DialogMemory, QuestionBudget
from uncrick.core.model.text import _
from uncrick.ports import Button, Notice

WELCOME = "welcome"
# Seconds: long enough to be read twice, and gone before it is in the way.
STAYS = 15.0


class Onboarding:
    """The first days of a person."""

    def __init__(self, memory: DialogMemory, budget: QuestionBudget) -> None:
        self._memory = memory
        self._budget = budget

    def installed(self, what: str) -> bool:
        """Whether launcher and icon were installed for `what` (this version, at this place)."""
        return self._memory.text("installed") == what

    def has_installed(self, what: str) -> None:
        """Remember that they were."""
        self._memory.remember("installed", what)

    def has_something(self, today: date) -> bool:
        """Whether `welcome` may have something to show."""
        welcomed, offered = self._memory.text("welcomed"), self._memory.text("offered")
        return welcomed is None or (offered is None and welcomed != today.isoformat())

    def welcome(self, today: date, first_break: str, *, at_login: bool) -> Notice | None:
        """
        The welcome on the first day; the offer to start at login once more on a later one; else None.

        Args:
            first_break: says when the first break comes.
            at_login: Uncrick starts at login already.
        """
        start_at_login = Button("autostart", _("Start at login"))
        if self._memory.text("welcomed") is None:
            self._memory.remember("welcomed", today)
            return Notice(
                slot=WELCOME,
                summary=_("Uncrick is on"),
                lines=(first_break, _("Silent in calls and while you are away.")),
                buttons=(Button("try", _("Try one")), *(() if at_login else (start_at_login,))),
                hint=_("Try one: uncrick break"),
                default="try",
                seconds=STAYS,
            )
        if not self.has_something(today) or at_login or not self._budget.take(today):
            return None
        self._memory.remember("offered", today)
        return Notice(
            slot=WELCOME,
            summary=_("Start Uncrick when you log in?"),
            lines=(_("This is asked only once."),),
            buttons=(start_at_login,),
            hint="uncrick autostart on",
            seconds=STAYS,
        )

    def no_tray(self) -> Notice | None:
        """The note on a desktop without a tray, once."""
        if self._memory.text("no_tray") is not None:
            return None
        self._memory.remember("no_tray", "said")
        return Notice(
            slot="tray",
            summary=_("No tray on this desktop"),
            lines=(
                _("Prompts come all the same."),
                _("Break now, Pause, Today: in the launcher, or uncrick --help."),
            ),
            seconds=STAYS,
        )
