"""The file of the profile: whole or not at all, for one pair of eyes, and gone when it is to be forgotten."""

import builtins
import json
import os
import stat
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest

from uncrick.core.model.profile import Profile
from uncrick.errors import UncrickError
from uncrick.storage import profile_file
from uncrick.storage.profile_file import LASTS, OFFERS, StoredProfile
from uncrick.storage.shipped_data import catalogue

TODAY = date(2026, 11, 23)
ANSWERS = Profile(
    conditions=frozenset({"dizzy", "high_bp"}),
    equipment=frozenset({"bar", "weights"}),
    place="home",
    home_session=True,
    trains=True,
    consents=frozenset({"prone"}),
)
WHOLE = StoredProfile(ANSWERS, answered=TODAY, offers=2, offered=TODAY, reminded=TODAY)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "profile.json"


def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


def test_what_was_saved_is_loaded(path):
    profile_file.save(str(path), WHOLE)
    assert profile_file.load(str(path)) == WHOLE
    other = replace(StoredProfile(), declined=TODAY)
    profile_file.save(str(path), other)
    assert profile_file.load(str(path)) == other


def test_without_a_file_nothing_is_known(path):
    assert profile_file.load(str(path)) == StoredProfile()
    assert not StoredProfile().profile.asked
    assert not path.exists()


# ------------------------------------------------------------------ for one pair of eyes

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the folder of a person to that person")


@posix
def test_the_file_is_the_persons_alone_from_its_first_instant(path, monkeypatch):
    seen = []
    fsync = os.fsync

    def looked(handle):
        seen.append(stat.S_IMODE(os.fstat(handle).st_mode))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", looked)
    before = os.umask(0)
    try:
        profile_file.save(str(path), WHOLE)
    finally:
        os.umask(before)
    assert seen[0] == 0o600
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)


@posix
@pytest.mark.parametrize("act", [lambda path: profile_file.save(path, WHOLE), profile_file.load])
def test_a_file_that_others_could_read_is_closed_to_them(path, act):
    profile_file.save(str(path), StoredProfile())
    path.chmod(0o644)
    act(str(path))
    assert mode(path) == 0o600


def test_a_save_that_fails_leaves_the_old_answers(path, monkeypatch):
    profile_file.save(str(path), WHOLE)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(UncrickError, match=r"cannot be saved: .*profile\.json: no space left on device"):
        profile_file.save(str(path), StoredProfile())
    assert profile_file.load(str(path)) == WHOLE
    assert os.listdir(path.parent) == ["profile.json"]


# ------------------------------------------------------------------ damage

DAMAGED = {
    "nothing": "",
    "no JSON": "{dizzy",
    "no object": '["dizzy"]',
    "deep": "[" * 100_000,
    "no text": b"\xff\xfe",
    "no schema": '{"conditions": ["dizzy"]}',
    "schema of another type": '{"schema": true}',
    "conditions of another type": '{"schema": 1, "conditions": "dizzy"}',
    "a condition of another type": '{"schema": 1, "conditions": [3]}',
    "another place": '{"schema": 1, "place": "dizzy"}',
    "a truth of another type": '{"schema": 1, "trains": 1}',
    "a day that is none": '{"schema": 1, "answered": "dizzy"}',
    "a day of another type": '{"schema": 1, "answered": 3}',
    "a count of another type": '{"schema": 1, "offers": "dizzy"}',
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_set_aside_and_named(path, text):
    path.parent.mkdir()
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UncrickError) as raised:
        profile_file.load(str(path))
    [aside] = path.parent.iterdir()
    assert str(aside) in raised.value.message
    assert aside.name.startswith("profile-damaged-")
    assert profile_file.load(str(path)) == StoredProfile()


def test_what_is_reported_of_a_damaged_file_tells_nothing_of_what_is_in_it(path):
    path.parent.mkdir()
    path.write_text('{"schema": 1, "place": "dizzy"')
    with pytest.raises(UncrickError) as raised:
        profile_file.load(str(path))
    assert "dizzy" not in str(raised.value)
    assert raised.value.__suppress_context__


def test_a_file_of_a_newer_version_is_left_alone(path):
    path.parent.mkdir()
    path.write_text('{"schema": 2, "conditions": {"dizzy": "much"}}')
    with pytest.raises(UncrickError, match="newer than this Uncrick"):
        profile_file.load(str(path))
    assert os.listdir(path.parent) == ["profile.json"]


def test_words_that_a_later_version_added_do_no_harm(path):
    profile_file.save(str(path), WHOLE)
    path.write_text(json.dumps(json.loads(path.read_text()) | {"left_handed": True}))
    assert profile_file.load(str(path)) == WHOLE


@pytest.mark.unix("Windows words it otherwise")
def test_a_folder_in_the_files_place_is_reported(path):
    path.mkdir(parents=True)
    with pytest.raises(UncrickError, match=r"cannot be read: .*profile\.json: is a directory"):
        profile_file.load(str(path))
    with pytest.raises(UncrickError, match=r"cannot be saved: .*profile\.json"):
        profile_file.save(str(path), WHOLE)
    with pytest.raises(UncrickError, match=r"cannot be removed: .*profile\.json"):
        profile_file.forget(str(path))
    assert path.is_dir()


def test_a_file_that_may_not_be_read_is_reported_and_left(path, monkeypatch):
    profile_file.save(str(path), WHOLE)

    def forbidden(name, *_, **__):
        raise PermissionError(13, "Permission denied", name)

    with monkeypatch.context() as patched:
        patched.setattr(builtins, "open", forbidden)
        with pytest.raises(UncrickError, match=r"cannot be read: .*profile\.json: permission denied"):
            profile_file.update(str(path), lambda stored: StoredProfile())
    assert profile_file.load(str(path)) == WHOLE


def test_a_damaged_file_that_cannot_be_renamed_is_reported(path, monkeypatch):
    path.parent.mkdir()
    path.write_text("{")

    def forbidden(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "rename", forbidden)
    with pytest.raises(UncrickError, match="nor renamed: permission denied"):
        profile_file.load(str(path))
    assert path.read_text() == "{"


# ------------------------------------------------------------------ changes


def test_a_change_is_made_to_what_is_in_the_file_now(path):
    profile_file.save(str(path), replace(WHOLE, offers=1))
    profile_file.update(str(path), lambda stored: replace(stored, offers=stored.offers + 1))
    assert profile_file.load(str(path)) == replace(WHOLE, offers=2)


def test_a_change_that_changes_nothing_writes_nothing(path):
    assert profile_file.update(str(path), lambda stored: stored) == StoredProfile()
    assert not path.exists()


def test_strange_ids_are_passed_over_and_named():
    strange = replace(
        ANSWERS, conditions=ANSWERS.conditions | {"boredom", "neck_severe"}, equipment=frozenset({"boat", "bar"})
    )
    stored, named = profile_file.without_unknown_ids(StoredProfile(strange, answered=TODAY), catalogue())
    assert stored == StoredProfile(replace(ANSWERS, equipment=frozenset({"bar"})), answered=TODAY)
    assert named == ("boat", "boredom", "neck_severe")


def test_a_consent_of_a_former_version_is_passed_over_without_a_word():
    former = StoredProfile(replace(ANSWERS, consents=frozenset({"sway", "prone"})), answered=TODAY)
    stored, named = profile_file.without_unknown_ids(former, catalogue())
    assert stored.answers.consents == {"prone"}
    assert named == ()


def test_a_profile_asks_for_the_lasting_conditions_and_for_what_not_everybody_has():
    assert len(profile_file.lasting(catalogue())) == 18
    assert set(profile_file.things(catalogue())) >= {"bar", "bar_fixed", "weights", "ball", "band", "stairs"}
    assert "desk" not in profile_file.things(catalogue())


# ------------------------------------------------------------------ forgetting


def test_forgetting_leaves_no_answer_anywhere(path):
    profile_file.save(str(path), WHOLE)
    beside = [path.with_name(name) for name in ("profile-damaged-20260101T000000.json", "profile.json.77.new")]
    for file in beside:
        file.write_text("dizzy")
    stored = path.with_name("history.db")
    stored.write_text("other")
    assert set(profile_file.forget(str(path))) == {str(file) for file in (path, *beside)}
    assert list(path.parent.iterdir()) == [stored]
    assert profile_file.forget(str(path)) == ()


@posix
def test_forgetting_a_link_removes_what_it_leads_to(path, tmp_path):
    elsewhere = tmp_path / "elsewhere.json"
    path.parent.mkdir()
    path.symlink_to(elsewhere)
    profile_file.save(str(path), WHOLE)
    assert elsewhere.exists()
    profile_file.forget(str(path))
    assert not elsewhere.exists()
    assert not path.is_symlink()


def test_forgetting_what_was_never_given_is_no_fault(tmp_path):
    assert profile_file.forget(str(tmp_path / "nowhere" / "profile.json")) == ()


# ------------------------------------------------------------------ what it means


def test_an_answer_is_a_profile_that_was_asked():
    assert StoredProfile().answer(ANSWERS, TODAY).profile == replace(ANSWERS, asked=True)


def test_a_no_leaves_nothing_out_and_believes_no_training():
    stored = StoredProfile(ANSWERS).decline(TODAY)
    assert stored.profile == replace(ANSWERS, asked=True, conditions=frozenset(), trains=False, consents=frozenset())


def test_other_answers_alone_bring_no_neck_exercises_and_no_training():
    assert StoredProfile(ANSWERS).profile == replace(ANSWERS, trains=False, consents=frozenset())


def test_an_offer_comes_once_a_day_and_three_times():
    stored = StoredProfile()
    assert stored.is_to_offer(TODAY)
    for day in range(OFFERS):
        on = TODAY + timedelta(days=day)
        assert stored.is_to_offer(on)
        stored = replace(stored, offers=stored.offers + 1, offered=on)
        assert not stored.is_to_offer(on)
    assert not stored.is_to_offer(on + timedelta(days=1))
    assert not stored.is_left(on)
    assert stored.is_left(on + timedelta(days=1))


@pytest.mark.parametrize("stored", [StoredProfile().answer(ANSWERS, TODAY), StoredProfile().decline(TODAY)])
def test_what_was_answered_or_declined_is_not_offered_and_gets_old_once(stored):
    later = TODAY + timedelta(days=LASTS)
    assert not stored.is_to_offer(TODAY)
    assert not stored.is_left(later)
    assert not stored.is_old(later - timedelta(days=1))
    assert stored.is_old(later)
    assert not replace(stored, reminded=later).is_old(later + timedelta(days=LASTS))
    assert not StoredProfile().is_old(later)


def test_an_error_names_the_file_and_not_the_temporary_one(path, monkeypatch):
    path.parent.mkdir()

    def forbidden(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", forbidden)
    with pytest.raises(UncrickError) as raised:
        profile_file.save(str(path), WHOLE)
    assert raised.value.message == f"{path}: permission denied."
