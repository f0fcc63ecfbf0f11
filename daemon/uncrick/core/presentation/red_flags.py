"""The card of signs that mean stop: whole, as much of it as a notification holds, and the number to call."""

from collections.abc import Iterator, Mapping
from textwrap import wrap

from uncrick.core.model.catalog import Catalogue, RedFlag

WIDTH = 80
ANY = "your emergency number"
UNKNOWN = f"{ANY} (112, 999, 911)"
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
    ("emergency", "Call {number} now"),
    ("urgent", "Stop, and see a clinician in a day or two"),
    ("routine", "Book a clinician or physiotherapist"),
)

# In a notification every sign is met by one of these words; they are wider than its own.
BRIEF: Mapping[str, tuple[str, ...]] = {
    "emergency": (
        "Chest pain or pressure; drooping face, weak limb, trouble",
        "speaking, swallowing or seeing; fainting, new dizziness; worst",
        "headache; pain after a fall or blow; numb between the legs, bladder",
        "trouble; clumsy hands, unsteady walking; fever with a stiff neck.",
    ),
    "urgent": (
        "Tingling, numbness or weakness; fever or weight loss with the pain,",
        "pain after cancer; pain that gets worse or wakes you every night; sharp",
        "pain after a minor knock; over 50: new headache with a sore scalp or jaw.",
    ),
}


def number(region: str, territory: str, hours: float) -> str:
    """
    The emergency number, or words for it where the territory is not known.

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
    return tuple(flag for severity, _ in GROUPS for flag in of(catalogue, severity))


def action(flag: RedFlag, called: str) -> str:
    """What to do, with the number."""
    return flag.action.replace(ANY, called)


def card(catalogue: Catalogue, called: str) -> str:
    """The whole of it, in three groups, and what none of this is, as plain text."""
    return "\n".join((*_lines(catalogue, called), "", *wrap(catalogue.disclaimer, WIDTH)))


def _lines(catalogue: Catalogue, called: str) -> Iterator[str]:
    count = 0
    short = ANY if called == UNKNOWN else called  # the heading names what an unknown number may be
    for severity, heading in GROUPS:
        if count:
            yield ""
        yield f"{heading.format(number=called)}:"
        for flag in of(catalogue, severity):
            count += 1
            yield from wrap(flag.text, WIDTH, initial_indent=f"{count:3}  ", subsequent_indent=_INDENT)
            yield from wrap(action(flag, short), WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)
