"""What a written value becomes in the program, the command line laid over the settings, and what is unusual."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from uncrick.core.model.exercise_setting import ExerciseSetting
from uncrick.core.model.spelled_hours import long_nights
from uncrick.core.model.text import _, harmless
from uncrick.core.model.week_hours import hours_faults, parse_hours
from uncrick.errors import SettingsError
from uncrick.settings.schema import EXERCISE, SETTINGS, Setting, Settings, find
from uncrick.settings.written import in_minutes, in_words, is_bare_number, parse_duration, quoted, spoken

# Where the first is longer than the second, one of them can never take effect.
ODD = (
    ("window", "every"),
    ("apart", "every"),
    ("lull", "idle"),
    ("idle", "natural"),
    ("left", "unanswered"),
    ("bubble", "unanswered"),
)

WORK_HOURS, QUIET_HOURS = "work.hours", "quiet.hours"

LONGEST_NAME = 80  # characters, of a program

TOO_MANY = 10**9  # of far larger numbers Python refuses to make a text

# What may be typed for true and false.
FLAGS = {"true": True, "on": True, "yes": True, "false": False, "off": False, "no": False}


def value_of(setting: Setting, given: object) -> object:
    """The value in the program of a written one; SettingsError if that cannot be used."""
    if faults := hours_faults_of(setting, given):
        sentences = "; ".join(f"{error.title}: {error.message}" for _line, error in faults)
        raise SettingsError(setting.name, sentences)
    with suppress(SettingsError):
        match setting.kind, with_unit(setting, given):
            case "duration", str(length) if setting.least <= (seconds := parse_duration(length)) <= setting.most:
                return seconds
            case "count", int(count) if not isinstance(count, bool) and setting.least <= count <= setting.most:
                return count
            case "flag", bool(flag):
                return flag
            case "word", str(word) if word in setting.words:
                return word
            case "hours", list(lines) if all(isinstance(line, str) for line in lines):
                return parse_hours(lines)
            case "text", str(text) if len(text) <= setting.most and (text.isprintable() or not text):
                return text.strip()
            case "names", list(names) if all(_is_name(name) for name in names):
                return tuple(names)
            case "region", str(place) if place == "auto" or (len(place) == 2 and place.isascii() and place.isalpha()):
                return place if place == "auto" else place.upper()
            case _:
                pass
    raise SettingsError(f"{setting.name} = {quoted(given)}", wanted(setting, given))


def _is_name(given: object) -> bool:
    """Whether it can be the name of a program, as `harmless` leaves it."""
    return isinstance(given, str) and harmless(given, LONGEST_NAME) == given


def hours_faults_of(setting: Setting, given: object) -> list[tuple[str, SettingsError]]:
    """Of a list of hours, each entry that is none, with what is wrong; "" for what is wrong with all of them."""
    lines = with_unit(setting, given)
    if setting.kind != "hours" or not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        return []
    faults = hours_faults(lines)
    if not faults and setting.name == WORK_HOURS and lines and not parse_hours(lines).ranges:
        title = _("the hours of single dates are not enough")
        faults.append(("", SettingsError(title, _('expected those of the week too, such as "Mon-Fri 08:30-18:00"'))))
    return faults


def long_hours(written: Mapping[str, object], name: str) -> Iterator[str]:
    """A sentence on each of these hours that goes on far into the next day: it may have been meant otherwise."""
    lines = written.get(name)
    for line in lines if isinstance(lines, list) else ():
        yield from long_nights(line, of_rest=name == QUIET_HOURS)


def with_unit(setting: Setting, given: object) -> object:
    """
    As it is meant: a bare number of a duration with the unit of minutes, hours in one text as a list.

    Where the default is one of seconds a bare number may mean either, and stays bare; zero is zero in both.
    """
    if setting.kind == "hours" and isinstance(given, str):
        return [part.strip() for part in given.split(";") if part.strip()]
    number = _bare_number(given) if setting.kind == "duration" else ""
    return in_minutes(number) if number and (_takes_minutes(setting) or not float(number)) else given


def _bare_number(given: object) -> str:
    """The number without a unit that was written; "" for anything else."""
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        return ""
    if isinstance(given, int) and given >= TOO_MANY:
        return ""
    text = str(given).strip()
    return text if is_bare_number(text) else ""


def _with_point(given: object) -> str:
    """The length of time that was written with a decimal comma, as it is to be written; "" where that is not it."""
    text = given.replace(",", ".") if isinstance(given, str) else ""
    if text == given:
        return ""
    try:
        parse_duration(in_minutes(text))
    except SettingsError:
        return ""
    return text


def _takes_minutes(setting: Setting) -> bool:
    return not str(setting.default).endswith("s")


def wanted(setting: Setting, given: object) -> str:
    """What a value that cannot be used should have been: a clause for the person, with an example."""
    if setting.kind != "duration":
        return _("expected {what}", what=_expected(setting))
    number = _bare_number(given)
    if number and number == _bare_number(with_unit(setting, given)):
        return _('say "{number}s" for seconds or "{number}m" for minutes', number=number)
    if pointed := _with_point(given):
        if _bare_number(with_unit(setting, pointed)):
            return wanted(setting, pointed)
        return _('write it with a point: "{value}"', value=with_unit(setting, pointed))
    most = in_words(setting.most)
    if setting.least:
        return _(
            'expected a length of time such as "{example}", above zero and at most {most}',
            example=setting.default,
            most=most,
        )
    return _('expected a length of time such as "{example}", at most {most}', example=setting.default, most=most)


def _expected(setting: Setting) -> str:
    """What a value must be that is not a length of time."""
    match setting.kind:
        case "count":
            return _("a whole number from {least:g} to {most:g}", least=setting.least, most=setting.most)
        case "flag":
            return _("true or false")
        case "word":
            return _(" or ").join(f'"{word}"' for word in setting.words)
        case "hours":
            return _('a list of days and times such as ["Mon-Fri 08:30-18:00"]')
        case "names":
            return _('a list of names such as ["obs"], each of at most {most} characters', most=LONGEST_NAME)
        case "region":
            return _('"auto" or the two letters of a country such as "DE"')
        case _:
            return _("one line of text, of at most {most:g} characters", most=setting.most)


def given_by(setting: Setting, word: str) -> object:
    """A word of the command line as a file would have it; a wrong one unchanged, and `value_of` refuses it."""
    import tomllib

    match setting.kind:
        case "flag":
            return FLAGS.get(word.lower(), word)
        case "duration":
            return with_unit(setting, word)
        case "count" if word.isdecimal() and len(word) < 10:
            return int(word)
        case "hours" | "names" if word.startswith("["):
            with suppress(ValueError, RecursionError):
                return tomllib.loads(f"value = {word}")["value"]
            return word
        case "hours" | "names":
            return [part.strip() for part in word.split(";") if part.strip()]
        case _:
            return word


def override(settings: Settings, words: Iterable[str]) -> Settings:
    """
    The settings with `KEY=VALUE` words laid over them.

    Raises:
        SettingsError: one line for each word that cannot be used.
    """
    values: dict[str, object] = {}
    faults: list[SettingsError] = []
    for word in words:
        name, sign, value = word.partition("=")
        try:
            if not sign:
                raise SettingsError(
                    _('"{word}" does not set anything', word=word), _("expected KEY=VALUE, such as breaks.every=45m")
                )
            setting = find(name.strip())
            values[setting.name] = value_of(setting, given_by(setting, value.strip()))
        except SettingsError as error:
            faults.append(error)
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise SettingsError(_("These settings cannot be used"), "\n".join(map(str, faults)))
    return with_values(settings, values)


def advice(settings: Settings) -> tuple[str, ...]:
    """What works and is unusual, a sentence each."""
    return (*_outside_the_range(settings), *_without_effect(settings))


def _outside_the_range(settings: Settings) -> Iterator[str]:
    for setting in SETTINGS:
        if setting.advised is None:
            continue
        value = getattr(getattr(settings, setting.table), setting.key)
        low, high = setting.advised
        if not low <= value <= high:
            numbers = (spoken(number) if setting.kind == "duration" else f"{number:g}" for number in (value, low, high))
            yield _(
                "{name} = {value} is unusual: {low} to {high} is recommended",
                **dict(zip(("value", "low", "high"), numbers, strict=True)),
                name=setting.name,
            )


def _without_effect(settings: Settings) -> Iterator[str]:
    for long, short in ODD:
        first, second = getattr(settings.breaks, long), getattr(settings.breaks, short)
        if first > second:
            yield _(
                "breaks.{first} ({long}) is longer than breaks.{second} ({short})",
                first=long,
                long=spoken(first),
                second=short,
                short=spoken(second),
            )


def with_values(settings: Settings, values: Mapping[str, object]) -> Settings:
    """The settings with some changed, by name (`breaks.every`)."""
    tables: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        table, _dot, key = name.rpartition(".")
        tables.setdefault(table, {})[key] = value
    changed: dict[str, Any] = {}
    wishes = dict(settings.exercise)
    for table, part in tables.items():
        if table.startswith(f"{EXERCISE}."):
            exercise = table.removeprefix(f"{EXERCISE}.")
            wishes[exercise] = replace(wishes.get(exercise, ExerciseSetting()), **part)
        else:
            changed[table] = replace(getattr(settings, table), **part)
    return replace(settings, exercise=wishes, **changed)
