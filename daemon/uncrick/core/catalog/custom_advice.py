"""How to mend each fault of a person's own exercise."""

from uncrick.core.catalog.reader import Fault
from uncrick.core.model.catalog import HEADLINE, Exercise
from uncrick.core.model.close_names import close_names
from uncrick.core.model.text import N_, _

KEYS = tuple(name for name in Exercise.__annotations__ if name not in ("off", "note"))
"""The keys that an exercise may have."""

MENDS = {
    "missing key": N_("Add it; `uncrick exercises new NAME` writes a file that shows how"),
    "unknown key": N_("Remove it"),
    "wrong type": N_("Write texts in quotes, numbers and true or false without, and lists in [ ]"),
    "empty text": N_("Write a few words between the quotes"),
    "too long": N_("Say it shorter"),
    "out of range": N_("Use a number between these"),
    "unknown word": N_("Use one of these"),
    "unknown area": N_("Use one of these"),
    "unknown place": N_("Use some of these, or leave places out"),
    "unknown equipment": N_("Use some of these, or leave equipment out"),
    "unknown tag": N_("Use some of these, or leave contraindications out"),
    "unknown exercise": N_("Use one of `uncrick exercises` that is not your own"),
    "said twice": N_("Remove one"),
    "cannot be shown": N_("Remove line breaks within quotes and other invisible characters"),
    "id": N_("Give it an id, or its file a name, of small letters, digits and _, such as wrist_circles"),
    "shipped id": N_("Give yours another id, or the file another name"),
    "left out on purpose": N_("If yours is a different exercise, give it a different id"),
    "duplicate id": N_("Give one of them another id"),
    "region": N_("Leave region out: it follows from the area"),
    "use": N_('Leave use out, or give reps a number above 0; for use = "home" leave reps.micro out'),
    "dose": N_("Lower reps, or raise per_day_reps"),
    "neck dose": N_("Lower per_day_reps, or leave it out"),
    "effort": N_("Use at most half of the strength"),
    "duration": N_("Leave cycle_s and duration_s out: they follow from the phases"),
    "instruction length": N_("Say it in 40 words or fewer"),
    "cue place": N_('Leave cues out, and write say = "…" within each phase'),
    "cue length": N_("Say it in fewer words, or give it more seconds"),
    "relax": N_('Add { kind = "relax" } after it, at least 2 s long and as long as the hold'),
    "breathing": N_('Write the word breathe into its say, such as "Press lightly and breathe."'),
    "unknown gentle.alt": N_("Leave gentle.alt out, or use one of `uncrick exercises` that is not your own"),
    "base": N_("Leave base and view out"),
    "channel": N_("Leave keyframes out: the figure then stays still"),
    "keyframes": N_("Leave keyframes out: the figure then stays still"),
    "cycle end": N_('Let the phases end with { kind = "relax", s = 3 }'),
    "moves the head": N_("Add them, or leave contraindications out: they are then filled in"),
    "lies on the back": N_('Add it, or write base = "prone_side" or "quad_side" if it is not on the back'),
    "stands free": N_('Add it, or write equipment = ["desk"] if a hand rests on the desk'),
    "TOML": N_("Look for a missing quote, comma or bracket there"),
    "decimal comma": N_("Seconds and repetitions are whole, such as 3; other numbers have a point, such as 0.5"),
    "quotes": N_('Use straight quotes: "'),
    "in a folder": N_("Move the files into the folder of your exercises itself"),
    "ending": N_("Rename it, so that it ends in .toml"),
    "not readable": N_("Replace it with a text file, or remove it"),
    "too many": N_("Remove some of the files from the folder"),
}
"""How to mend a breach of each rule."""

_MENDS_OF = {
    ("missing key", "name"): N_('Add a line such as name = "Wrist circles"'),
    ("missing key", "area"): N_('Add a line such as area = "shoulders"'),
    ("missing key", "instruction"): N_(
        'Add a line such as instruction = "Circle both wrists slowly, then let them hang."'
    ),
    ("missing key", "phases"): N_('Add phases = [{ kind = "move", s = 4 }, { kind = "relax", s = 3 }]'),
    ("out of range", "cycle_s"): N_("It is the length of all phases together: make them shorter"),
    ("out of range", "full"): N_("Lower reps, or make the phases shorter"),
    ("wrong type", "s"): N_("Write whole seconds without quotes: s = 3"),
    ("wrong type", "reps"): N_("Write a number without quotes: reps = 4"),
}


def mend(fault: Fault) -> str:
    """What to do about the fault, one sentence without a full stop."""
    if fault.rule == "unknown key":
        near = close_names(fault.key, (*KEYS, "kind", "s", "say", "brief"))
        return _("Did you mean {key}? If not, remove it", key=near[0]) if near else _(MENDS["unknown key"])
    if (fault.rule, fault.key) == ("too long", "headline"):
        return _("Shorten it to {most} characters, or remove it", most=HEADLINE)
    return _(_MENDS_OF.get((fault.rule, fault.key), MENDS[fault.rule]))


def with_advice(fault: Fault) -> str:
    """File, id, rule, what is wrong, and what to do about it."""
    advice = mend(fault)
    end = "" if advice.endswith((".", '."')) else "."
    return f"{fault}. {advice}{end}"
