"""The safety card: the signs that mean stop, their short form in a notification, and the emergency number."""

from collections.abc import Iterator, Mapping
from textwrap import wrap

from uncrick.core.model.catalog import Catalogue, RedFlag
from uncrick.core.model.text import N_, _

WIDTH = 80
ANY = N_("your emergency number")
UNKNOWN = N_("your emergency number (112, 999, 911)")
"""Stands for a number that is not known; `in_words` gives what is shown."""

_INDENT = "     "

_EUROPEAN = (
    "AL AT BA BE BG CH CY CZ DE DK EE ES FI FR GE GR HR HU ID IE IN IS IT LI LT LU LV MC MD ME MK MT NG NL NO PL PT"
    " RO RS RU SE SI SK SM TR UA VA XK ZA"
)
"""Where 112 calls an ambulance; it began in Europe, and went further."""

NUMBERS: Mapping[str, str] = {
    **dict.fromkeys(_EUROPEAN.split(), "112"),
    **dict.fromkeys(("CA", "MX", "PH", "PR", "US"), "911"),
    **dict.fromkeys(("GB", "GG", "HK", "IM", "JE", "KE", "MY"), "999"),
    **dict.fromkeys(("JP", "KR", "TW"), "119"),
    "AU": "000",
    "BR": "192",
    "CL": "131",
    "CN": "120",
    "CO": "123",
    "EG": "123",
    "IL": "101",
    "NZ": "111",
    "SG": "995",
    "TH": "1669",
    "VN": "115",
}
"""By territory (ISO 3166): what calls an ambulance there."""

# Two of the locales that systems come with, whoever buys them: believed only where the clock agrees (hours from UTC).
WIDESPREAD: Mapping[str, tuple[float, float]] = {"US": (-10, -4), "GB": (0, 1)}

GROUPS = (
    ("emergency", N_("Call {number} now:")),
    ("urgent", N_("Stop, and see a clinician within a day or two:")),
    ("routine", N_("Book a clinician or physiotherapist:")),
)

# In a notification every sign is covered by one of these phrases, which are wider than the sign's own text.
BRIEF: Mapping[str, str] = {
    "emergency": N_(
        "Chest pain or pressure; drooping face, weak limb, trouble speaking, swallowing or seeing; fainting, new "
        "dizziness; worst headache; pain after a fall or blow; numb between the legs, bladder trouble; clumsy hands, "
        "unsteady walking; fever with a stiff neck."
    ),
    "urgent": N_(
        "Tingling, numbness or weakness; fever or weight loss with the pain, pain after cancer; pain that gets worse "
        "or wakes you every night; sharp pain after a minor knock; over 50: new headache with a sore scalp or jaw."
    ),
}


def number(region: str, territory: str, hours: float) -> str:
    """
    The emergency number, or UNKNOWN where the territory is not known.

    Args:
        region: the setting: `auto`, or a territory such as `DE`.
        territory: what the machine says, or "".
        hours: the machine's time ahead of UTC.
    """
    where = territory if region == "auto" else region
    if region == "auto" and where in WIDESPREAD:
        low, high = WIDESPREAD[where]
        if not low <= hours <= high:
            return UNKNOWN
    return NUMBERS.get(where, UNKNOWN)


def of(catalogue: Catalogue, severity: str) -> tuple[RedFlag, ...]:
    """The signs of one group, in their order."""
    return tuple(flag for flag in catalogue.red_flags if flag.severity == severity)


def listed(catalogue: Catalogue) -> tuple[RedFlag, ...]:
    """All of them, in the order of the card, in which they are numbered from 1."""
    return tuple(flag for severity, _heading in GROUPS for flag in of(catalogue, severity))


def in_words(called: str) -> str:
    """The number as it is shown: itself, or words where it is not known."""
    return _(UNKNOWN) if called == UNKNOWN else called


def brief(severity: str) -> str:
    """The signs of a group in one paragraph of a notification."""
    return _(BRIEF[severity])


def action(flag: RedFlag, called: str) -> str:
    """What to do, with the number."""
    return flag.action.format(number=in_words(called))


def action_in_card(flag: RedFlag, called: str) -> str:
    """What to do, below a heading or beside a text that names what an unknown number may be."""
    return flag.action.format(number=_(ANY) if called == UNKNOWN else called)


def card(catalogue: Catalogue, called: str) -> str:
    """The whole of it, in three groups, and what none of this is, as plain text."""
    return "\n".join((*_lines(catalogue, called), "", *wrap(catalogue.disclaimer, WIDTH)))


def _lines(catalogue: Catalogue, called: str) -> Iterator[str]:
    count = 0
    for severity, heading in GROUPS:
        if count:
            yield ""
        yield _(heading, number=in_words(called))
        for flag in of(catalogue, severity):
            count += 1
            yield from wrap(flag.text, WIDTH, initial_indent=f"{count:3}  ", subsequent_indent=_INDENT)
            todo = action_in_card(flag, called)
            yield from wrap(todo, WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)
