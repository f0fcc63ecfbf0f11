"""A person's own exercise: what its file must say, and what is filled in."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from uncrick.core.catalog.checks import most_words, required
from uncrick.core.catalog.exercise_reader import read_exercise
from uncrick.core.catalog.reader import NOT_TEXT, Fault, Raw, shown
from uncrick.core.model.catalog import HOW, POSITIONS, USES, Area, Catalogue, Exercise, Vocabulary
from uncrick.core.model.rig import VIEWS
from uncrick.core.model.text import N_, _

Breach = tuple[str, str, str]
"""Rule, what is wrong, and the key."""

REQUIRED = ("name", "area", "instruction", "phases")
RESERVED = ("check", "new", "draw", "on", "strength")
"""Words that stand in the place of an id on the command line."""

NAME, SAID, TEXT, ID = 60, 120, 400, 40
"""Characters of a name, of what is said in a phase, of any other text, and of an id."""

MOST_FAULTS = 20

_SAYS = {
    "move": N_("Move slowly."),
    "stretch": N_("Hold it gently."),
    "tense": N_("Hold and breathe."),
    "return": N_("Come back."),
    "relax": N_("Let go."),
    "rest": N_("Rest."),
}
_READY = {
    "sit": N_("Sit tall. Let your shoulders drop."),
    "stand": N_("Stand up. Let your shoulders drop."),
    "walk": N_("Stand up and start walking."),
    "hang": N_("Stand below the bar."),
    "floor": N_("Get into position on the floor."),
    "ball": N_("Sit down on the ball."),
}
_TEXTS = (
    *("name", "headline", "how", "instruction", "caution", "setup_say", "why", "effort"),
    "source_section",
)
_PASSED_OVER = ("reps", "phases", "gentle", "origin", "inventory", "target", "invite")
"""Keys that are read apart, or that nothing reads."""
CAUTION = N_("Slowly, and only as far as is comfortable. Stop if it hurts.")


def own_exercise(
    raw: Raw, file: str, name: str, catalogue: Catalogue, vocabulary: Vocabulary
) -> tuple[Exercise, list[Fault]]:
    """
    One exercise of a person's own and all that is wrong with it; it is of use only without any fault.

    Args:
        raw: its table, in which only REQUIRED must be there.
        file: for messages.
        name: its id, should it not say one.
        catalogue: the shipped one.
        vocabulary: of the shipped one; with the base poses also the figure is checked.
    """
    texts = {key: " ".join(value.split()) if isinstance(value, str) else value for key, value in raw.items()}
    given_id = texts.get("id", name)
    identity = next((word for word in (given_id, name) if isinstance(word, str) and is_id(word)), "unnamed")
    faults = [
        Fault(file, identity, "missing key", _("{key} is missing", key=key), key) for key in REQUIRED if key not in raw
    ]
    if raw.get("phases") == []:
        faults.append(Fault(file, identity, "missing key", _("phases is empty"), "phases"))
    if not (isinstance(given_id, str) and is_id(given_id)):
        faults.append(Fault(file, identity, "id", _("{value} cannot be an id", value=shown(given_id))))
    spoken = _Spoken(texts)
    filled = _filled(texts, identity, spoken, catalogue)
    if "contraindications" not in texts:
        filled["contraindications"] = _left_out(filled, catalogue, vocabulary)
    exercise, more = read_exercise(filled, file, vocabulary, identity)
    faults += more
    for rule, what, key in (*_shape(texts, spoken), *_place(exercise, catalogue)):
        faults.append(Fault(file, identity, rule, what, key))
    return replace(exercise, origin="own"), faults[:MOST_FAULTS]


def _left_out(filled: Raw, catalogue: Catalogue, vocabulary: Vocabulary) -> list[str]:
    """The conditions that leave it out where the person named none: those of its area, and of its kind."""
    draft = read_exercise(filled, "", vocabulary)[0]
    kinds = required(draft, vocabulary).values()
    barred = {*draft.contraindications, *(name for names in kinds for name in names)}
    return [name for name in catalogue.conditions if name in barred]


def is_id(text: str) -> bool:
    """Whether an exercise of one's own may have this id."""
    plain = text.isascii() and text.replace("_", "a").isalnum() and text == text.lower() and text[:1].isalpha()
    return plain and len(text) <= ID


def _shape(raw: Raw, spoken: "_Spoken") -> Iterator[Breach]:
    """Breaches of rules that shipped exercises need not be checked for."""
    for key in _TEXTS:
        text = raw.get(key)
        if isinstance(text, str) and not text.isprintable():
            yield "cannot be shown", f"{key} = {shown(text)}", key
        most = NAME if key == "name" else TEXT
        if isinstance(text, str) and len(text) > most:
            yield "too long", _too_long(key, text, most), key
    for key, value in spoken.wrong:
        yield "wrong type", _(NOT_TEXT, key=key, value=shown(value)), key
    for text in (*spoken.texts, *_strings(raw.get("evidence"))):
        if not text.isprintable():
            yield "cannot be shown", shown(text), ""
        if len(text) > SAID:
            yield "too long", _too_long(shown(text), text, SAID), ""
    reps = raw.get("reps", 1)
    if isinstance(reps, bool) or not isinstance(reps, int | dict):
        yield "wrong type", _("{key} = {value} is not a whole number", key="reps", value=shown(reps)), "reps"


def _too_long(name: str, text: str, most: int) -> str:
    return _("{key} has {count} characters, at most {most}", key=name, count=len(text), most=most)


def _strings(value: object) -> list[str]:
    """All texts of a list, and of the tables in it."""
    parts = value if isinstance(value, list) else []
    return [
        text
        for part in parts
        for text in (part.values() if isinstance(part, dict) else [part])
        if isinstance(text, str)
    ]


def _place(exercise: Exercise, catalogue: Catalogue) -> Iterator[Breach]:
    """Conflicts with what ships."""
    if exercise.id in catalogue.exercises:
        yield "shipped id", _("an exercise called {id} comes with Uncrick", id=exercise.id), ""
    if exercise.id in RESERVED:
        yield "id", _("{id} is a word of the command line", id=exercise.id), ""
    for excluded in catalogue.excluded:
        if excluded.id == exercise.id:
            reason = f"{excluded.what}: {excluded.reason}"
            instead = _("{id} takes its place.", id=excluded.instead)
            yield "left out on purpose", f"{reason} {instead}" if excluded.instead else reason, ""
    most = max(shipped.per_day_reps for shipped in catalogue.exercises.values() if shipped.region == "neck")
    if exercise.region == "neck" and exercise.per_day_reps > most:
        what = _("{reps} repetitions a day for the neck, at most {most}", reps=exercise.per_day_reps, most=most)
        yield "neck dose", what, ""


class _Spoken:
    """
    The phases, and the words that are spoken in them.

    Attributes:
        phases, cues: as the catalogue has them.
        cycle: seconds of one repetition.
        texts: all that is spoken.
        wrong: keys whose values should be text.
    """

    def __init__(self, raw: Raw) -> None:
        self.wrong: list[tuple[str, object]] = []
        self.texts: list[str] = []
        self.cycle = 0
        self.holds = False
        # In the place of phases that are missing stands what breaks no further rule
        given = raw.get("phases") or [{"kind": "relax", "s": 2}]
        self.phases: object = given
        self.cues: list[object] = []
        if not isinstance(given, list):
            return
        apart = "cues" in raw and bool(raw.get("phases"))
        if apart:
            self.texts += _strings(raw["cues"])
        self.phases = [self._phase(entry, apart=apart) if isinstance(entry, dict) else entry for entry in given]

    def _phase(self, entry: Mapping[str, object], *, apart: bool) -> object:
        kind, seconds = entry.get("kind"), entry.get("s")
        self.holds = self.holds or kind == "tense"
        if not apart:
            usual = _(_SAYS.get(kind if isinstance(kind, str) else "", _SAYS["move"]))
            say = self._text(entry, "say", usual)
            short = say.rstrip(".") if len(say.split()) <= 3 else usual.rstrip(".")
            self.cues.append({"t": min(self.cycle, 120), "say": say, "brief": self._text(entry, "brief", short)})
        self.cycle += seconds if isinstance(seconds, int) and 0 < seconds <= 120 else 1
        return entry if apart else {key: value for key, value in entry.items() if key not in ("say", "brief")}

    def _text(self, entry: Mapping[str, object], key: str, usual: str) -> str:
        value = entry.get(key, usual)
        if not isinstance(value, str):
            self.wrong.append((key, value))
            return usual
        self.texts.append(" ".join(value.split()))
        return self.texts[-1]


def _filled(raw: Raw, identity: str, spoken: _Spoken, catalogue: Catalogue) -> dict[str, object]:
    """The whole record: what the person said, and what follows from it where they said nothing."""
    defaults = catalogue.custom
    position = _word(raw, "position", POSITIONS, "sit")
    by_position = defaults.positions[position]
    area = catalogue.areas.get(_text(raw, "area", ""))
    use = _word(raw, "use", USES, by_position.use)
    setup = _whole(raw, "setup_s", 0, 30, defaults.setup_s)
    cycle = max(1, spoken.cycle)
    reps = _reps(raw, max(1, min(defaults.most_reps, (defaults.routine_s - setup) // cycle)), use)
    micro, full = (_whole(reps, key, 0, 400, 1) for key in ("micro", "full"))
    name = _text(raw, "name", "…")
    given = {key: value for key, value in raw.items() if key not in _PASSED_OVER}
    gentle = raw.get("gentle", {})
    view = _word(raw, "view", VIEWS, by_position.view)
    ready = _(_READY[position])
    usual: dict[str, object] = {
        "name": name,
        "how": _fitting(_text(raw, "instruction", "…"), HOW),
        "source_section": "",
        **_of_area(area, catalogue),
        "why": _("Your own exercise."),
        "position": position,
        "places": list(by_position.places),
        "equipment": list(by_position.equipment),
        "use": use,
        "visibility": by_position.visibility,
        "level": defaults.level,
        "effort": "light" if spoken.holds else "none",
        "setup_s": defaults.setup_s,
        "cycle_s": cycle,
        "duration_s": {"micro": setup + micro * cycle if micro else 0, "full": setup + max(1, full) * cycle},
        "instruction": "…",
        "caution": _(CAUTION),
        "setup_say": ready if len(ready.split()) <= most_words(setup) else _("Ready."),
        "view": view,
        "frame": by_position.frame,
        "base": by_position.front if view == "front" else by_position.side,
        "props": list(by_position.props),
        "loop": position == "walk",
        "ground": position == "walk",
        "keyframes": [{"t": 0, "pose": {}}, {"t": min(cycle, 120), "pose": {}}],
        "evidence": [],
    }
    neck = area is not None and area.region == "neck"
    return {
        **usual,
        "cues": spoken.cues,
        "per_day_reps": defaults.neck_per_day if neck else min(1000, defaults.full_per_day * max(1, full)),
        **given,
        "id": identity,
        "origin": "own",
        "reps": reps,
        "phases": spoken.phases,
        "gentle": _gentle(gentle, max(1, int(full * defaults.gentle_reps)), catalogue),
    }


def _of_area(area: Area | None, catalogue: Catalogue) -> dict[str, object]:
    """What follows from the area; who leaves out all shipped exercises of it leaves this one out as well."""
    if area is None:
        return {"area": "relief", "region": "whole", "gap_min": catalogue.custom.gap_min, "contraindications": []}
    shipped = [exercise for exercise in catalogue.exercises.values() if exercise.area == area.id]
    barred = set.intersection(*(set(exercise.contraindications) for exercise in shipped)) if shipped else set()
    return {
        "region": area.region,
        "gap_min": catalogue.numbers.neck_gap_min if area.region == "neck" else catalogue.custom.gap_min,
        "contraindications": [name for name in catalogue.conditions if name in barred],
    }


def _reps(raw: Raw, usual: int, use: str) -> dict[str, object]:
    given = raw.get("reps", usual)
    if isinstance(given, dict):
        return {"micro": usual if use == "both" else 0, "full": usual, **given}
    count = given if isinstance(given, int) and not isinstance(given, bool) else usual
    return {"micro": count if use == "both" else 0, "full": count}


def _gentle(given: object, reps: int, catalogue: Catalogue) -> object:
    if not isinstance(given, dict):
        return given
    changed = {key: value for key, value in given.items() if (key, value) != ("alt", "")}
    defaults = {"amplitude": catalogue.custom.gentle_amplitude, "reps": reps, "alt": catalogue.numbers.fallback}
    return {**defaults, **changed}


def _word(raw: Raw, key: str, words: tuple[str, ...], usual: str) -> str:
    value = raw.get(key)
    return value if isinstance(value, str) and value in words else usual


def _text(raw: Raw, key: str, usual: str) -> str:
    value = raw.get(key)
    return value if isinstance(value, str) and value else usual


def _whole(raw: Raw, key: str, low: int, high: int, usual: int) -> int:
    value = raw.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high else usual


def _fitting(text: str, most: int) -> str:
    """As many whole sentences as fit, or else as many words."""
    if len(text) <= most:
        return text
    sentences = text[: most + 1].rfind(". ")
    if sentences > 0:
        return text[: sentences + 1]
    words = text[:most].rfind(" ")
    return text[: words if words > 0 else most - 1].rstrip(" ,;:") + "…"
