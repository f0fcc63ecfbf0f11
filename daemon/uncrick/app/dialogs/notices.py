"""The notices by which pain is asked about, and the card of signs: short enough to be read with a sore neck."""

from collections.abc import Sequence

from uncrick.core.model.record import Item
from uncrick.core.presentation import feedback, red_flags
from uncrick.ports import Button, Notice

CARE = "care"
CARD = "card"
# Seconds: a question after a routine, one that needs a thought, and what only tells.
UP, THOUGHT, TELLS = 20.0, 45.0, 20.0

HURT = Button("hurt", "It hurt")
HURT_ON = Button("hurt", "It hurt…")
HARD = Button("hard", "A bit much")
UNWELL = Button("unwell", "I felt unwell")
NONE = Button("none", "None of these")

HINT = "uncrick feedback fine, hard or hurt"


def closing(slot: str, stay: str) -> Notice:
    """After an ordinary routine: no question, the invitation to stay away, and one button."""
    return Notice(slot, "Done. Good.", (stay,), (HURT,), "It hurt? uncrick feedback hurt", fresh=False, transient=True)


def after(slot: str, items: Sequence[Item]) -> Notice:
    """After a routine with something new, changed or eased in it."""
    buttons = (Button("fine", "Fine"), HARD, HURT_ON)
    return Notice(slot, "Done. How was it?", (_names(items),), buttons, HINT, fresh=False, transient=True)


def stopped(slot: str, *, asks: bool) -> Notice:
    """After Stop; where there is nothing to ask, only the one button."""
    if not asks:
        left = ("What you did counts.",)
        return Notice(slot, "Stopped.", left, (HURT,), "It hurt? uncrick feedback hurt", fresh=False, transient=True)
    buttons = (Button("interrupted", "Just interrupted"), HARD, HURT_ON)
    return Notice(
        slot, "Stopped. Was something wrong?", ("What you did counts.",), buttons, HINT, fresh=False, transient=True
    )


def which(items: Sequence[Item], page: int) -> Notice:
    """Which of several exercises; of more than fit, some at a time."""
    names = tuple(Button(f"item:{item.id}", item.name) for item in items[page * 2 :])
    if len(names) > 3:
        names = (*names[:2], Button("more", "Another one…"))
    elif len(names) < 3:
        names = (*names, UNWELL)
    return Notice(CARE, "Which one?", (), names, "uncrick feedback hurt --exercise ID", transient=True)


def how_much() -> Notice:
    """How much it hurt."""
    return Notice(
        CARE,
        "How much, 0 to 10?",
        ("Unwell: dizzy, chest pain, numb? uncrick safety, or the tray: Help.",),
        tuple(Button(key, label) for key, (label, _) in feedback.BANDS.items()),
        "uncrick feedback hurt --score N",
        transient=True,
    )


def noted(lines: Sequence[str]) -> Notice:
    """What a report comes to, and the way to the card."""
    return Notice(CARE, "Noted", tuple(lines), (UNWELL,), "Unwell? uncrick feedback unwell", transient=True)


def still() -> Notice:
    """Ten minutes after a report."""
    buttons = (Button("still", "Yes"), Button("gone", "It is gone"))
    return Notice(CARE, "Does it still hurt?", (), buttons, "uncrick feedback still, or gone", transient=True)


def check() -> Notice:
    """On the day after, once."""
    buttons = tuple(Button(word, word.capitalize()) for word in feedback.CHECK)
    return Notice(
        CARE,
        "Your neck or back today?",
        ("Compared with before the last routines, it is:",),
        buttons,
        "uncrick feedback better, same or worse",
        transient=True,
    )


def tells(summary: str, *lines: str) -> Notice:
    """Something to know, which leaves by itself."""
    return Notice(CARE, summary, lines, seconds=TELLS, transient=True)


def emergency(called: str) -> Notice:
    """The signs for which to call now; it stays until it is answered or put away."""
    summary = (
        f"Any of these? Call {called} now" if called != red_flags.UNKNOWN else "Any of these? Get emergency help now"
    )
    buttons = (Button("emergency", "One of these"), Button("milder", "Something milder…"), NONE)
    return Notice(CARD, summary, red_flags.brief("emergency"), buttons, "All of it: uncrick safety")


def urgent() -> Notice:
    """The signs to see a clinician for."""
    buttons = (Button("urgent", "One of these"), NONE)
    return Notice(CARD, "Or any of these?", red_flags.brief("urgent"), buttons, "All of it: uncrick safety")


def locked(called: str, until: str, *, is_emergency: bool) -> Notice:
    """Why exercises are off, and what to do."""
    if is_emergency:
        first = f"You named a sign that means: call {called} now."
    else:
        first = "You named a sign that a clinician should see in a day or two."
    then = "Checked, or gone: say so in the tray, or uncrick safety --checked"
    lines = (first, then + (f", from {until} on." if until else "."), "The whole card: uncrick safety")
    return Notice(CARD, feedback.OFF, lines)


def released() -> Notice:
    """Before exercises come back, one deliberate answer."""
    buttons = (Button("checked", "Yes, exercises again"), Button("not_yet", "Not yet"))
    return Notice(CARD, "Were you checked, or has it gone?", (), buttons, "uncrick safety --checked")


def _names(items: Sequence[Item]) -> str:
    return ", then ".join(item.name for item in items[:3])
