"""Does what is chosen in the tray."""

import json
import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from uncrick.core.model.record import Source
from uncrick.core.model.text import _
from uncrick.ports import Notice
from uncrick.storage import paths

if TYPE_CHECKING:
    from uncrick.app.wiring import Wiring

log = logging.getLogger(__name__)


class TrayApi:
    """One entry in; what cannot be done is shown."""

    def __init__(self, parts: "Wiring") -> None:
        self._parts = parts
        self._entries: dict[str, Callable[[], object]] = {
            **{what: partial(self._tell, what) for what in ("today", "why", "about", "next")},
            "ease": parts.stiff_neck.ask,
            "hurt": parts.feedback.report_pain,
            "card": parts.safety_card.show,
            "why_off": parts.safety_card.show_why,
            "checked": parts.safety_card.ask_checked,
            "settings": lambda: parts.windows.show("settings", self._open_settings_file),
            "question": parts.profile_offer.ask_now,
            "not_call": self._not_a_call,
            "quit": parts.shutdown.leave,
        }

    def chosen(self, key: str) -> None:
        """An entry of the tray menu, or its left click."""
        if key in self._entries:
            self._parts.dialogs.do(self._entries[key])
        elif key in self._parts.commands:
            self._parts.dialogs.do(partial(self._parts.commands.say, key, Source.TRAY))
        else:
            log.warning("the tray said %s, which is not in its menu", key)

    def _tell(self, what: str) -> None:
        self._parts.dialogs.tell_briefly(self._parts.queries.notice(what))

    def _not_a_call(self) -> None:
        """The person says that whoever uses microphone or camera is in no call."""
        before = self._parts.settings.current.quiet.ignore
        answer = self._parts.busy_poller.not_a_call(before)
        self._parts.reload.quietly()
        if answer.hint:
            self._parts.dialogs.tell_undoable(answer, partial(self._a_call_again, before))
        else:
            self._parts.dialogs.tell_briefly(answer)

    def _a_call_again(self, ignored: tuple[str, ...]) -> None:
        from uncrick import settings

        settings.put(paths.settings_file(), "quiet.ignore", json.dumps(ignored, ensure_ascii=False))
        self._parts.reload.quietly()
        self._parts.dialogs.tell_briefly(Notice("answer", _("It is as it was before.")))

    def _open_settings_file(self) -> None:
        from uncrick.platforms import launcher
        from uncrick.settings.commented_file import begun

        try:
            launcher.open_file(begun(paths.settings_file()))
        except OSError as error:
            fault = _("Your settings file cannot be written: {reason}.", reason=paths.reason(error))
            self._parts.dialogs.tell_briefly(Notice("answer", _("Settings"), (fault,)))
