"""The notices by which pain is asked about, and the card of signs: short enough to be read with a sore neck."""

from collections.abc import Sequence
from dataclasses import replace

from uncrick.core.model.record import Item
from uncrick.core.model.text import N_, _
from uncrick.core.presentation import feedback, red_flags
from uncrick.ports import Button, Notice

CARE = "care"
CARD = "card"
# Seconds: a question after a routine, one that needs a thought, and what only tells.
UP, THOUGHT, TELLS = 20.0, 45.0, 20.0

HURT = Button("hurt", N_("It hurt"))
HURT_ON = Button("hurt", N_("It hurt…"))
HARD = Button("hard", N_("A bit much"))
UNWELL = Button("unwell", N_("I felt unwell"))
NONE = Button("none", N_("None of these"))

HINT = N_("uncrick feedback fine, hard or hurt")


def closing(slot: str, stay: str) -> Notice:
    """After an ordinary routine: no question, the invitation to stay away, and one button."""
    return Notice(
        slot,
        _("Done. Good."),
        (stay,),
        (_button(HURT),),
        _("It hurt? uncrick feedback hurt"),
        fresh=False,
        transient=True,
    )


def after(slot: str, items: Sequence[Item]) -> Notice:
    """After a routine with something new, changed or eased in it."""
    buttons = (Button("fine", _("Fine")), _button(HARD), _button(HURT_ON))
    return Notice(slot, _("Done. How was it?"), (_names(items),), buttons, _(HINT), fresh=False, transient=True)


def stopped(slot: str, *, asks: bool) -> Notice:
    """After Stop; where there is nothing to ask, only the one button."""
    if not asks:
        left = (_("What you did counts."),)
        return Notice(
            slot,
            _("Stopped."),
            left,
            (_button(HURT),),
            _("It hurt? uncrick feedback hurt"),
            fresh=False,
            transient=True,
        )
    buttons = (Button("interrupted", _("Just interrupted")), _button(HARD), _button(HURT_ON))
    return Notice(
        slot,
        _("Stopped. Was something wrong?"),
        (_("What you did counts."),),
        buttons,
        _(HINT),
        fresh=False,
        transient=True,
    )


def which(items: Sequence[Item], page: int) -> Notice:
    """Which of several exercises; of more than fit, some at a time."""
    names = tuple(Button(f"item:{item.id}", item.name) for item in items[page * 2 :])
    if len(names) > 3:
        names = (*names[:2], Button("more", _("Another one…")))
    elif len(names) < 3:
        names = (*names, _button(UNWELL))
    return Notice(CARE, _("Which one?"), (), names, "uncrick feedback hurt --exercise ID", transient=True)


def how_much() -> Notice:
    """How much it hurt."""
    return Notice(
        CARE,
        _("How much, 0 to 10?"),
        (_("Unwell: dizzy, chest pain, numb? uncrick safety, or the tray: Help."),),
        tuple(Button(key, _(label)) for key, (label, _score) in feedback.BANDS.items()),
        "uncrick feedback hurt --score N",
        transient=True,
    )


def noted(lines: Sequence[str]) -> Notice:
    """What a report comes to, and the way to the card."""
    return Notice(
        CARE, _("Noted"), tuple(lines), (_button(UNWELL),), _("Unwell? uncrick feedback unwell"), transient=True
    )


def still() -> Notice:
    """Ten minutes after a report."""
    buttons = (Button("still", _("Yes")), Button("gone", _("It is gone")))
    return Notice(CARE, _("Does it still hurt?"), (), buttons, _("uncrick feedback still, or gone"), transient=True)


def check() -> Notice:
    """On the day after, once."""
    buttons = (Button("better", _("Better")), Button("same", _("Same")), Button("worse", _("Worse")))
    return Notice(
        CARE,
        _("Your neck or back today?"),
        (_("Compared with before the last routines, it is:"),),
        buttons,
        _("uncrick feedback better, same or worse"),
        transient=True,
    )


def tells(summary: str, *lines: str) -> Notice:
    """Something to know, which leaves by itself."""
    return Notice(CARE, summary, lines, seconds=TELLS, transient=True)


def emergency(called: str) -> Notice:
    """The signs for which to call now; it stays until it is answered or put away."""
    summary = (
        _("Any of these? Call {number} now", number=called)
        if called != red_flags.UNKNOWN
        else _("Any of these? Get emergency help now")
    )
    buttons = (Button("emergency", _("One of these")), Button("milder", _("Something milder…")), _button(NONE))
    return Notice(CARD, summary, (red_flags.brief("emergency"),), buttons, _("All of it: uncrick safety"))


def urgent() -> Notice:
    """The signs to see a clinician for."""
    buttons = (Button("urgent", _("One of these")), _button(NONE))
    return Notice(CARD, _("Or any of these?"), (red_flags.brief("urgent"),), buttons, _("All of it: uncrick safety"))


def locked(called: str, until: str, *, is_emergency: bool) -> Notice:
    """Why exercises are off, and what to do."""
    if is_emergency:
        first = _("You named a sign that means: call {number} now.", number=red_flags.in_words(called))
    else:
        first = _("You named a sign that a clinician should see in a day or two.")
    if until:
        then = _("Checked, or gone: say so in the tray, or uncrick safety --checked, from {time} on.", time=until)
    else:
        then = _("Checked, or gone: say so in the tray, or uncrick safety --checked.")
    lines = (first, then, _("The whole card: uncrick safety"))
    return Notice(CARD, _(feedback.OFF), lines)


def released() -> Notice:
    """Before exercises come back, one deliberate answer."""
    buttons = (Button("checked", _("Yes, exercises again")), Button("not_yet", _("Not yet")))
    return Notice(CARD, _("Were you checked, or has it gone?"), (), buttons, "uncrick safety --checked")


def _names(items: Sequence[Item]) -> str:
    return _(", then ").join(item.name for item in items[:3])


def _button(button: Button) -> Button:
    return replace(button, label=_(button.label))
