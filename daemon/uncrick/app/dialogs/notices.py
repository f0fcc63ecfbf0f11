"""The notices by which pain is asked about, and the card of signs: short enough to be read with a sore neck."""

from collections.abc import Sequence
from dataclasses import replace

from uncrick.core.model.record import Item
from uncrick.core.model.text import N_, _
from uncrick.core.presentation import feedback
from uncrick.ports import Button, Notice

GUIDE, CARE, CARD = "guide", "care", "card"
# Seconds: a question after a routine, and one that needs a thought.
UP, THOUGHT = 20.0, 45.0

HURT = Button("hurt", N_("It hurt"))
UNDO = Button("undo", N_("Undo"))
AFTER = (Button("fine", N_("Fine")), Button("hard", N_("A bit much")), Button("hurt", N_("It hurt…")))
STOPPED = (Button("interrupted", N_("Just interrupted")), *AFTER[1:])
MORE = Button("more", N_("Another one…"))
UNWELL = Button("unwell", N_("I felt unwell"))
STILL = (Button("still", N_("Yes")), Button("gone", N_("It is gone")))
CHECK = (Button("better", N_("Better")), Button("same", N_("Same")), Button("worse", N_("Worse")))
SIGN, NONE = N_("One of these"), Button("none", N_("None of these"))
EMERGENCY = (Button("emergency", SIGN), Button("milder", N_("Something milder…")), NONE)
URGENT = (Button("urgent", SIGN), NONE)
RELEASE = (Button("checked", N_("Yes, exercises again")), Button("not_yet", N_("Not yet")))

HINT = N_("uncrick feedback fine, hard or hurt")
HURT_HINT = N_("It hurt? uncrick feedback hurt")
CARD_HINT = N_("All of it: uncrick safety")


def _question(
    slot: str, summary: str, lines: Sequence[str], buttons: Sequence[Button], hint: str, seconds: float = UP
) -> Notice:
    """A notice that closes by itself; after a routine it takes the place of the guide's."""
    return Notice(
        slot, summary, tuple(lines), _translated(buttons), hint, fresh=slot != GUIDE, transient=True, seconds=seconds
    )


def _translated(buttons: Sequence[Button]) -> tuple[Button, ...]:
    return tuple(replace(button, label=_(button.label)) for button in buttons)


# ------------------------------------------------------------------ after a routine


def closing(stay: str, *, undoable: bool) -> Notice:
    """After an ordinary routine: no question, the invitation to stay away, and what may have been wrong with it."""
    return _question(GUIDE, _("Done. Good."), (stay,), _without_question(undoable), _(HURT_HINT))


def _without_question(undoable: bool) -> tuple[Button, ...]:
    return (HURT, UNDO) if undoable else (HURT,)


def after(items: Sequence[Item]) -> Notice:
    """After a routine with something new, changed or eased in it."""
    names = _(", then ").join(item.name for item in items[:3])
    return _question(GUIDE, _("Done. How was it?"), (names,), AFTER, _(HINT))


def stopped(*, asks: bool, undoable: bool) -> Notice:
    """After Stop; where there is nothing to ask, the buttons of `closing`."""
    lines = (_("What you did counts."),)
    if asks:
        return _question(GUIDE, _("Stopped. Was something wrong?"), lines, STOPPED, _(HINT))
    return _question(GUIDE, _("Stopped."), lines, _without_question(undoable), _(HURT_HINT))


# ------------------------------------------------------------------ pain


def which(items: Sequence[Item], page: int) -> Notice:
    """Which of several exercises; of more than fit, some at a time."""
    # Their names are in the person's language already.
    names = tuple(Button(f"item:{item.id}", item.name) for item in items[page * 2 :])
    if len(names) > 3:
        names = (*names[:2], *_translated((MORE,)))
    elif len(names) < 3:
        names = (*names, *_translated((UNWELL,)))
    notice = _question(CARE, _("Which one?"), (), (), "uncrick feedback hurt --exercise ID")
    return replace(notice, buttons=names)


def how_much() -> Notice:
    """How much it hurt."""
    lines = (_("If you feel dizzy or have chest pain, stop now. Click this text to read what to do."),)
    bands = [Button(key, label) for key, (label, _score) in feedback.BANDS.items()]
    hint = _("uncrick feedback hurt --score N, from 0 to 10. Unwell? uncrick safety")
    return replace(_question(CARE, _("How much does it hurt?"), lines, bands, hint), default="unwell")


def noted(lines: Sequence[str]) -> Notice:
    """What a report comes to, and the way to the card."""
    return _question(CARE, _("Noted"), lines, (UNWELL,), _("Unwell? uncrick feedback unwell"))


def still(seconds: float) -> Notice:
    """Ten minutes after a report."""
    hint = _("uncrick feedback still, or gone")
    return _question(CARE, _("Does it still hurt?"), (), STILL, hint, max(1.0, seconds))


def check() -> Notice:
    """On the day after, once."""
    hint = _("uncrick feedback better, same or worse")
    return _question(CARE, _("How is your neck or back since your last exercises?"), (), CHECK, hint, THOUGHT)


def tells(summary: str, *lines: str) -> Notice:
    """Something to know, which leaves by itself."""
    return _question(CARE, summary, lines, (), "")


# ------------------------------------------------------------------ the card


def emergency(called: str) -> Notice:
    """The signs for which to call now; it stays until it is answered or put away."""
    from uncrick.core.presentation import red_flags

    summary = (
        _("Any of these? Call {number} now", number=called)
        if called != red_flags.UNKNOWN
        else _("Any of these? Get emergency help now")
    )
    return Notice(CARD, summary, (red_flags.brief("emergency"),), _translated(EMERGENCY), _(CARD_HINT))


def urgent() -> Notice:
    """The signs to see a clinician for."""
    from uncrick.core.presentation import red_flags

    return Notice(CARD, _("Or any of these?"), (red_flags.brief("urgent"),), _translated(URGENT), _(CARD_HINT))


def locked(called: str, until: str, *, is_emergency: bool) -> Notice:
    """Why exercises are off, and what to do."""
    from uncrick.core.presentation import red_flags

    if is_emergency:
        first = _("You named a sign that means: call {number} now.", number=red_flags.in_words(called))
    else:
        first = _("You named a sign that a clinician should look at within a day or two.")
    if until:
        then = _("Once you have been checked or it has gone, choose that in the tray menu from {time} on.", time=until)
    else:
        then = _("Once you have been checked or it has gone, choose that in the tray menu.")
    return Notice(CARD, _(feedback.OFF), (first, then), hint=_("The whole card: uncrick safety"))


def released() -> Notice:
    """Before exercises come back, one deliberate answer."""
    return Notice(CARD, _("Were you checked, or has it gone?"), (), _translated(RELEASE), "uncrick safety --checked")
