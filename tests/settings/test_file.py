"""The settings file: what a person wrote, every fault of it at once, and what is written back."""

import os
import re
import stat
import sys
import time
import tomllib
from dataclasses import fields
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncrick.core.model.exercise_setting import ExerciseSetting
from uncrick.errors import SettingsError
from uncrick.settings import SETTINGS, Settings, get, load, parse_duration, put, show
from uncrick.settings.commented_file import commented
from uncrick.settings.file import Loaded
from uncrick.settings.values import value_of

# ---------------------------------------------------------------- as shipped


def shipped() -> str:
    return files("uncrick.config").joinpath("settings.toml").read_text("utf-8")


def test_shipped_file_is_generated_from_schema():
    assert shipped() == commented(), "python -m uncrick.settings.commented_file > config/settings.toml"


def test_every_field_of_the_settings_is_declared():
    undeclared = {
        f"{table.name}.{field.name}"
        for table in fields(Settings)
        if table.name != "exercise"
        for field in fields(table.type)
    } - {setting.name for setting in SETTINGS}
    assert undeclared <= {"breaks.last_lull"}, "a constant of the policy"


def test_each_default_is_read_back_as_the_value_of_its_field():
    for setting in SETTINGS:
        value = getattr(getattr(Settings(), setting.table), setting.key)
        assert (setting.name, value_of(setting, setting.default)) == (setting.name, value)


def test_shipped_file_is_the_default_without_warnings(written):
    loaded = written(shipped())
    assert (loaded.settings, loaded.errors, loaded.warnings) == (Settings(), (), ())


def test_example_of_an_exercise_works_uncommented(written):
    example = shipped().partition("# [exercise.neck_turn]\n")[2].partition("\n\n")[0]
    loaded = written("[exercise.neck_turn]\n" + example.replace("# ", "", 1).replace("\n# ", "\n"))
    assert (loaded.errors, loaded.settings.exercise) == (
        (),
        {"neck_turn": ExerciseSetting(False, 4, "slowly to the left")},
    )


# ---------------------------------------------------------------- reading


def test_a_missing_file_is_an_empty_one(written, file):
    assert load(str(file)) == written("") == Loaded(Settings())


def test_values_in_the_file_override_the_defaults(written):
    loaded = written('[breaks]\nevery = "45m"\n[quiet]\nhours = ["12:00-13:00"]\n')
    assert loaded.settings.breaks.every == 2700
    assert loaded.settings.breaks.window == 600
    assert loaded.settings.quiet.hours.ranges[0] == (720, 780)
    assert loaded.written == {"breaks.every": "45m", "quiet.hours": ["12:00-13:00"]}


@pytest.mark.parametrize("value", ["45", '"45"', "45.0", '"45m"'])
def test_bare_number_in_the_file_is_minutes(written, value):
    loaded = written(f"[breaks]\nevery = {value}\n")
    assert (loaded.errors, loaded.settings.breaks.every) == ((), 2700)


def test_default_as_a_bare_number_is_no_change(written, file):
    written("[breaks]\nevery = 60\n")
    assert [entry for entry in show(str(file)) if entry.changed] == []


def test_bare_number_is_written_with_its_unit(file):
    assert put(str(file), "every", "45") == "45m"
    assert file.read_text() == '[breaks]\nevery = "45m"\n'


def test_reserved_tables_may_be_empty(written):
    assert written("[voice]\n[window]\n[sync]\n").errors == ()
    assert written("[sync]\nhost = 1\n").errors[0].startswith('line 2: "sync.host" is not a setting')


FAULTY = """\
# mine
every = "45m"

[breaks]  # times
idle = 60
evry = "5m"
"window" = "ten minutes"
lull = "8s"
max_a_day = 0
max_snoozes = true

[work]
hours = [
    "Mon-Fri 08:30-18:00",
    "sometimes",
]
[brakes]
[quiet]
calls = "yes"
ignore = [1]
"""


FAULTS = """\
line 2: "every" is not a table of settings: did you mean breaks.every?
line 5: breaks.idle = 60: say "60s" for seconds or "60m" for minutes
line 6: "breaks.evry" is not a setting: did you mean breaks.every?
line 7: breaks.window = "ten minutes": expected a length of time such as "10m", at most 7 days
line 9: breaks.max_a_day = 0: expected a whole number from 1 to 1000
line 10: breaks.max_snoozes = true: expected a whole number from 0 to 1000
line 15: work.hours: "sometimes" cannot be read as hours: expected days and times such as "Mon-Fri 08:30-18:00", or a \
date such as "2026-12-24 08:30-12:00"
line 17: "brakes" is not a table of settings: did you mean [breaks]?
line 19: quiet.calls = "yes": expected true or false
line 20: quiet.ignore = [1]: expected a list of names such as ["obs"], each of at most 80 characters
"""


def test_all_faults_are_reported_with_key_value_and_line(written):
    loaded = written(FAULTY)
    assert loaded.errors == tuple(FAULTS.splitlines())
    assert loaded.settings == Settings(), "a faulty value leaves the default"
    assert loaded.written == {"breaks.lull": "8s"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("breaks = 3", "line 1: breaks = 3: expected a table, [breaks]"),
        ("[[breaks]]\nevery = 1", 'line 1: breaks = [{"every": 1}]: expected a table, [breaks]'),
        ("\nbreaks.idle = 1", "line 2: breaks.idle = 1: say"),
        ('breaks = { lull = "8s", idle = 1 }', "line 1: breaks.idle = 1: say"),
        (
            '[breaks]\nclock = """\nevery = 1"""\nevery = 1',
            'line 2: breaks.clock = "every = 1": expected "active" or "wall"',
        ),
        ("[breaks.every]\nx = 1", 'line 1: breaks.every = {"x": 1}: expected'),
        ("[breaks]\r\n\r\nidle = 1\r\n", "line 3: breaks.idle = 1: say"),
        (f"[breaks]\nmax_a_day = 0x1{'0' * 9000}", "line 2: breaks.max_a_day = …: expected"),
        (f"[breaks]\nevery = 0x1{'0' * 9000}", "line 2: breaks.every = …: expected"),
        (f"breaks.every{'.x' * 5000} = 1", "line 1: breaks.every.x.x"),
        ("[breaks]\nevery = 2026-01-01", 'line 2: breaks.every = "2026-01-01": expected'),
        (f'[breaks]\nevery = "{"x" * 500}"', f'line 2: breaks.every = "{"x" * 78}…: expected'),
    ],
)
def test_fault_has_its_line_in_any_toml_notation(file, text, fault):
    file.write_bytes(text.encode())
    assert load(str(file)).errors[0].startswith(fault)


SLIPS = {
    "every = 50m": 'breaks.every = 50m: write it in quotes: "50m"',
    "every = 50m  # often": 'breaks.every = 50m: write it in quotes: "50m"',
    'every = "50m': 'breaks.every = "50m: write it in quotes: "50m"',
    "every = “50m”": 'breaks.every = “50m”: write it in straight quotes: "50m"',
    'every "50m"': 'every "50m": expected every = "50m"',
    "every: 50m": 'every: 50m: expected every = "50m"',
    "every = 50,5": 'breaks.every = 50,5: write it with a point: "50.5m"',
    'every = "1,5h"': 'breaks.every = "1,5h": write it with a point: "1.5h"',
    "idle = 1,5": 'breaks.idle = 1,5: say "1.5s" for seconds or "1.5m" for minutes',
    "strict = yes": "breaks.strict = yes: expected true or false",
    "strict = True": "breaks.strict = True: expected true or false",
    "max_a_day = 8,5": "breaks.max_a_day = 8,5: expected a whole number from 1 to 1000",
    "// mine": "// mine: expected KEY = VALUE, [TABLE], or # before a remark",
    "wndow = 5m": '"breaks.wndow" is not a setting: did you mean breaks.window?',
}


@pytest.mark.parametrize("line", SLIPS)
def test_a_slip_is_a_fault_of_its_setting_and_the_rest_is_read(written, line):
    loaded = written(f'[breaks]\n{line}\nsnooze = "5m"\nleft = 1\n')
    assert loaded.errors == (
        f"line 2: {SLIPS[line]}",
        'line 4: breaks.left = 1: say "1s" for seconds or "1m" for minutes',
    )
    assert loaded.settings.breaks.snooze == 300


TORN = """\
[breaks]
every = "50m"
[quiet
calls = no
[breaks]
strict = yes
every = "40m"
lull = "5s"
lull = "6s"
[work]
hours = [
    Mon-Fri 08:30-17:00,
    "Fri 8"
    "24.12.2026 off",
[window]
enabled = nope
"""


def test_all_slips_and_faults_of_a_file_are_told_at_once(written):
    loaded = written(TORN)
    assert [error.split(": ")[:2] for error in loaded.errors] == [
        ["line 3", "[quiet"],
        ["line 4", "quiet.calls = no"],
        ["line 5", "[breaks] is there twice"],
        ["line 6", "breaks.strict = yes"],
        ["line 9", "lull is set twice in its table"],
        ["line 12", "work.hours = Mon-Fri 08:30-17:00"],
        ["line 13", "work.hours"],
        ["line 13", "work.hours"],
        ["line 14", "work.hours"],
        ["line 14", "work.hours"],
        ["line 16", "window.enabled = nope"],
    ]
    assert (loaded.torn, loaded.settings.breaks.every, loaded.settings.breaks.lull) == (True, 3000, 5)


def test_what_is_no_settings_file_is_reported_with_line_and_column(written):
    [error] = written('{"breaks": {"every": "50m"}}\n').errors
    assert error == "The settings are not valid TOML: line 1, column 1: invalid statement"


def test_hours_in_one_text_are_a_list(written):
    assert written('[work]\nhours = "Mon-Thu 9-17; Fri 9-12"\n').written == {"work.hours": ["Mon-Thu 9-17", "Fri 9-12"]}


def test_hours_far_into_the_next_day_get_one_line_of_advice(written):
    loaded = written('[work]\nhours = ["Mon-Fri 9:00-4:00"]\n[quiet]\nhours = ["18:00-09:00"]\n')
    assert (loaded.errors, loaded.warnings) == (
        (),
        ('work.hours: "Mon-Fri 9:00-4:00" goes on from 09:00 to 04:00 of the next day: 19 h. For 4 p.m. write 16:00',),
    )


@pytest.mark.parametrize("line", ["Mon-Fri 22:00-06:00", "16:00-00:00", "Mon-Fri 9-17", "Fri 08:00-24:00"])
def test_other_hours_get_no_advice(written, line):
    assert written(f'[work]\nhours = ["{line}"]\n').warnings == ()


def test_working_hours_of_single_dates_alone_are_refused_and_quiet_ones_are_not(written):
    lines = 'hours = ["2026-12-24 08:00-12:00"]\n'
    [error] = written(f"[work]\n{lines}[quiet]\n{lines}").errors
    assert error.startswith("line 2: work.hours: the hours of single dates are not enough")


@pytest.mark.parametrize("text", [f"x = {'[' * 20000}", f"x = {'{a=' * 5000}", f"a = b\nx = {'9' * 5000}"])
def test_what_no_parser_can_read_is_reported(written, text):
    [error] = written(text).errors
    assert error.startswith("The settings are not valid TOML: ")


def fifo(path: Path) -> None:
    """A pipe with a name, which blocks whoever opens it."""
    if sys.platform == "win32":
        pytest.skip("Windows has no pipes in folders")
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda file: file.write_bytes(b"# fine\n# caf\xe9\n"), "line 2 is not UTF-8 text; save it as UTF-8"),
        (Path.mkdir, "it is a folder; a text file is expected"),
        (fifo, "it is no ordinary file; a text file is expected"),
        (lambda file: file.write_text("#" * 70000), "it is larger than 64 KiB"),
    ],
    ids=["not UTF-8", "a folder", "a pipe, which would block", "oversized"],
)
def test_a_file_that_cannot_be_read_is_reported(file, make, reason):
    make(file)
    assert load(str(file)).errors == (f"Settings cannot be read: {file}: {reason}.",)


def test_byte_order_mark_is_accepted(file):
    file.write_bytes(b'\xef\xbb\xbf[breaks]\r\nevery = "45m"\r\n')
    assert load(str(file)).settings.breaks.every == 2700


def test_a_file_that_may_not_be_read_is_reported(written, file, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    written("")
    monkeypatch.setattr("builtins.open", refuse)
    assert load(str(file)).errors == (f"Settings cannot be read: {file}: permission denied.",)


def test_warnings_do_not_prevent_use(written):
    loaded = written('[breaks]\nevery = "20m"\nwindow = "30m"\n')
    assert loaded.settings.breaks.every == 1200
    assert loaded.errors == ()
    assert [warning.split(" ")[0] for warning in loaded.warnings] == [
        "breaks.every",
        "breaks.window",
        "breaks.window",
        "breaks.apart",
    ]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_reported(tmp_path_factory, content):
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_bytes(content)
    assert isinstance(load(str(file)).settings, Settings)


KEYS = st.sampled_from(["breaks", "every", "work", "hours", "quiet", "calls", '"a.b"', "'  '", "x", "[", "'[breaks]'"])
VALUES = st.sampled_from(
    [
        '"60m"',
        "1",
        "true",
        "[1,\n 2]",
        '"""\n[breaks]\nevery=1"""',
        "{ every = 1 }",
        "{}",
        "[]",
        "1979-05-27",
        "nan",
        "[[]]",
    ]
)
LINES = st.one_of(
    st.builds("[{}]".format, KEYS),
    st.builds("[{}.{}]".format, KEYS, KEYS),
    st.builds("[[{}]]".format, KEYS),
    st.builds("{} = {}".format, KEYS, VALUES),
    st.builds("{}.{} = {} # note".format, KEYS, KEYS, VALUES),
    st.just(""),
    st.just("# [breaks]"),
)  # fmt: skip


@given(st.lists(LINES, max_size=8).map("\n".join))
def test_every_fault_of_any_toml_has_the_line_of_its_key(tmp_path_factory, text):
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_text(text)
    loaded = load(str(file))
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assert loaded.errors
        return
    for error in loaded.errors:
        number = int(error.partition(":")[0].removeprefix("line "))
        assert text.split("\n")[number - 1].strip()[:1] not in ("", "#")


# ---------------------------------------------------------------- showing and changing


def test_every_setting_is_shown_with_its_value_in_effect(written, file):
    written("[breaks]\nevery = 45\nlull = 3\n")
    shown = show(str(file))
    assert [setting.setting for setting in shown] == list(SETTINGS)
    assert {setting.setting.name: setting.value for setting in shown if setting.changed} == {"breaks.every": "45m"}
    assert get(str(file), "every") == "45m"
    assert get(str(file), "breaks.lull") == "8s"


def test_changed_value_is_written_in_place_and_comments_stay(written, file):
    written('# mine\n[breaks]  # times\nevery = "45m"  # often\n\n# later\n[prompt]\nsound = true\n')
    assert put(str(file), "every", "50m") == "50m"
    assert file.read_text() == '# mine\n[breaks]  # times\nevery = "50m"  # often\n\n# later\n[prompt]\nsound = true\n'


@pytest.mark.unix("a file's mode is of no account on Windows")
def test_first_value_creates_private_file_and_folder(tmp_path):
    file = tmp_path / "new" / "settings.toml"
    put(str(file), "work.hours", "Mon-Fri 08:30-18:00; Sat 10:00-12:00")
    assert tomllib.loads(file.read_text()) == {"work": {"hours": ["Mon-Fri 08:30-18:00", "Sat 10:00-12:00"]}}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert os.listdir(file.parent) == ["settings.toml"]


def test_default_is_written_only_to_replace_a_value(written, file):
    put(str(file), "every", "60m")
    assert not file.exists()
    written("[breaks]\n# soon\nevery = true\n")
    put(str(file), "every", "60m")
    assert file.read_text() == '[breaks]\n# soon\nevery = "60m"\n'


def test_comments_in_an_empty_table_stay(written, file):
    written("[breaks]\n# one day I will set something here\n")
    put(str(file), "every", "50m")
    assert "one day" in file.read_text()
    assert load(str(file)).settings.breaks.every == 3000


@pytest.mark.unix("modes, and links that anybody may make")
def test_symlink_stays_and_its_target_keeps_its_mode(tmp_path, file):
    real = tmp_path / "dotfiles.toml"
    real.write_text("")
    real.chmod(0o640)
    file.symlink_to(real)
    put(str(file), "every", "50m")
    assert file.is_symlink()
    assert load(str(real)).settings.breaks.every == 3000
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


@pytest.mark.parametrize(("name", "word"), [("idle", "60"), ("nope", "1"), ("hours", "x")])
def test_invalid_value_is_not_written(file, name, word):
    with pytest.raises(SettingsError):
        put(str(file), name, word)
    assert not file.exists()


@pytest.mark.parametrize(
    ("text", "title"), [("[breaks", "The settings are not valid TOML"), ("breaks = 3", "breaks is not a table")]
)
def test_broken_file_is_not_changed(written, file, text, title):
    written(text)
    with pytest.raises(SettingsError) as caught:
        put(str(file), "every", "50m")
    assert caught.value.title == title
    assert file.read_text() == text


@pytest.mark.unix("Windows sees that a file is no folder only when it writes")
def test_a_place_that_cannot_be_written_is_reported(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match=r"Settings cannot be read: .*not a directory"):
        put(str(tmp_path / "file" / "settings.toml"), "every", "50m")


def test_failed_write_leaves_only_the_old_file(written, file, monkeypatch):
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    written("# old\n")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SettingsError, match=re.escape(f"Settings cannot be written: {file}: no space")):
        put(str(file), "every", "50m")
    assert file.read_text() == "# old\n"
    assert os.listdir(file.parent) == [file.name]


@given(
    st.sampled_from([s for s in SETTINGS if s.kind == "duration"]),
    st.integers(1, 86400),
    st.lists(LINES, max_size=6).map("\n".join),
)
def test_value_put_is_value_read_whatever_the_file(tmp_path_factory, setting, seconds, text):
    file = tmp_path_factory.getbasetemp() / "put.toml"
    file.write_text(text)
    before = load(str(file)).written
    try:
        put(str(file), setting.name, f"{seconds}s")
    except SettingsError:
        assert file.read_text() == text
        return
    after = load(str(file))
    assert getattr(after.settings.breaks, setting.key) == seconds
    written = {setting.name: after.written[setting.name]} if setting.name in after.written else {}
    assert written or seconds == parse_duration(setting.default), "only what differs is in the file"
    assert {name: value for name, value in before.items() if name != setting.name} | written == after.written


# ---------------------------------------------------------------- large files

FULL = 65000  # bytes
LARGE = {
    "a list of many lines": "[quiet]\nbogus = 1\nignore = [\n" + '"",\n' * (FULL // 4) + "]\n",
    "a list without an end": "[quiet]\nbogus = 1\nignore = [\n" + '"",\n' * (FULL // 4),
    "a name of many parts": "a" + ".a" * (FULL // 2) + " = 1\n",
    "a table of many parts": "[a" + ".a" * (FULL // 2) + "]\n",
    "nested deep": "[quiet]\nignore = " + "[{a=" * (FULL // 6) + "1" + "}]" * (FULL // 6) + "\n",
    "unknown settings": "[breaks]\n" + "".join(f"k{number} = 1\n" for number in range(5500)),
    "unknown tables": "".join(f"[k{number}]\nx = 1\n" for number in range(4500)),
    "values without quotes": "[breaks]\n" + "".join(f"k{number} = 5 min\n" for number in range(4000)),
    "slips at the end": "[breaks]\n" + "".join(f"k{number} = 1\n" for number in range(5000)) + "k = 5 min\n" * 45,
    "a table again and again": '[breaks]\nevery = "1h"\n' * 2500,
    "wrong hours": "[work]\nhours = [" + '"Mo",\n' * (FULL // 6) + "]\n",
    "many hours": "[work]\nhours = [" + '"Mon-Fri 08:30-18:00",\n' * (FULL // 24) + "]\n",
    "blanks in a line": "[breaks]\nevery" + " " * FULL + "= x\n",
    "remarks in a line": "[breaks]\nevery = x " + "# " * (FULL // 2) + '"\n',
    "a text without an end": '[breaks]\nevery = """\n' + "\n" * FULL,
    "a value of many letters": "[breaks]\nevery = " + "x" * FULL + "\n",
}


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE.keys())
def test_a_large_file_with_faults_costs_little(written, text):
    began = time.process_time()
    errors = written(text).errors
    assert time.process_time() - began < 5, "seconds of work, of which a tenth is expected"
    assert sum(map(len, errors)) < 12_000, "for the person, and for the log"


def test_of_many_faults_the_first_are_told_and_the_others_counted(written):
    loaded = written("[breaks]\n" + "".join(f"k{number} = 1\n" for number in range(60)) + 'every = "45m"\n')
    assert (loaded.errors[0][:8], loaded.errors[-1]) == ("line 2: ", "and 10 more faults")
    assert (len(loaded.errors), len(loaded.faulty)) == (51, 60)
    assert loaded.settings.breaks.every == 2700


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE.keys())
def test_setting_is_written_into_a_large_file_or_refused_in_words(file, text):
    file.write_text(text)
    try:
        put(str(file), "quiet.ignore", "45m")
    except SettingsError as error:
        refusal = str(error)
    else:
        refusal = ""
    assert len(refusal) < 12_000
    assert get(str(file), "quiet.ignore") == ["45m"] if not refusal else file.read_text() == text


def test_file_never_grows_beyond_what_is_read_back(file):
    before = "# " + "x" * 65500 + "\n"
    file.write_text(before)
    with pytest.raises(SettingsError, match="would be larger than 64 KiB"):
        put(str(file), "quiet.ignore", "a-name-that-is-long;" * 3)
    assert file.read_text() == before


@pytest.mark.parametrize("name", ["a" * 81, "a\x1b[31mb", "a\u202eb", "a\nb"])
def test_name_of_a_program_is_one_short_line(file, name):
    with pytest.raises(SettingsError, match="each of at most 80 characters"):
        put(str(file), "quiet.ignore", name)


def test_second_table_of_an_exercise_is_joined_with_the_first(written):
    loaded = written("[exercise.neck_turn]\nreps = 2\n[exercise.neck_turn]\nenabled = false\n[breaks]\nevery = 45\n")
    assert loaded.settings.exercise == {"neck_turn": ExerciseSetting(False, 2, "")}
    assert loaded.settings.breaks.every == 2700
    (error,) = loaded.errors
    assert error == "line 3: [exercise.neck_turn] is there twice: put its settings under the first, on line 1"


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        ("12:00-1:00", ("goes on from 12:00 to 01:00 of the next day: 13 h. For 1 p.m. write 13:00",)),
        ("Mon-Fri 9:00-8:00", ("goes on from 09:00 to 08:00 of the next day: 23 h. For 8 p.m. write 20:00",)),
        ("22:00-07:00", ()),
        ("18:00-09:00", ()),
        ("12:00-13:00", ()),
    ],
)
def test_quiet_hours_that_last_into_the_next_day_get_advice_unless_they_are_a_night(written, hours, told):
    expected = tuple(f'quiet.hours: "{hours}" {sentence}' for sentence in told)
    assert written(f'[quiet]\nhours = ["{hours}"]\n').warnings == expected
