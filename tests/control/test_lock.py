"""One daemon a person."""

import os
import shutil
import subprocess
import sys

import pytest

from uncrick.control.lock import Lock
from uncrick.errors import RunningError, UncrickError


def test_lock_has_one_holder_until_it_is_released(folder):
    lock = Lock.take(folder)
    with pytest.raises(RunningError, match="Uncrick is running already"):
        Lock.take(folder)
    lock.release()
    Lock.take(folder).release()


@pytest.mark.skipif(sys.platform == "win32", reason="has no pipes in folders")
def test_what_is_no_file_gives_way_to_the_lock(folder):
    os.makedirs(folder)
    path = os.path.join(folder, "lock")
    for put in (os.mkfifo, lambda path: os.symlink(path, path), os.mkdir):
        put(path)
        lock = Lock.take(folder)
        assert os.path.isfile(path)
        with pytest.raises(RunningError):
            Lock.take(folder)
        lock.release()
        os.unlink(path)


def test_killed_process_releases_the_lock(folder):
    program = (
        f"import time; from uncrick.control.lock import Lock; Lock.take({folder!r}); print(flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as holder:
        holder.stdout.readline()
        with pytest.raises(RunningError):
            Lock.take(folder)
        holder.kill()
    Lock.take(folder).release()


@pytest.mark.skipif(sys.platform == "win32", reason="no exec")
def test_lock_survives_an_exec(folder):
    first = (
        "import os, sys; from uncrick.control.lock import Lock; "
        f"os.environ.update(Lock.take({folder!r}).handed_over()); os.execv(sys.executable, sys.argv[1:])"
    )
    then = (
        "import os, time; from uncrick.control.lock import Lock; "
        f"lock = Lock.take({folder!r}); "
        "print(os.get_inheritable(lock._held.handle), 'UNCRICK_LOCK' in os.environ, flush=True); "
        "time.sleep(60)"
    )
    argv = [sys.executable, "-c", first, sys.executable, "-c", then]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "False False\n"
        with pytest.raises(RunningError):
            Lock.take(folder)
        holder.kill()
    Lock.take(folder).release()


def test_foreign_descriptor_is_not_taken_for_the_lock(folder, monkeypatch):
    monkeypatch.setenv("UNCRICK_LOCK", "0")
    Lock.take(folder).release()
    os.fstat(0)


def test_a_runtime_folder_that_cannot_be_made_is_reported(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UncrickError, match="cannot be created"):
        Lock.take(str(tmp_path / "file" / "uncrick"))


@pytest.mark.unix("modes")
def test_lock_file_is_private_and_stays(folder):
    Lock.take(folder).release()
    assert os.stat(os.path.join(folder, "lock")).st_mode & 0o777 == 0o600


@pytest.mark.unix("modes")
def test_runtime_folder_becomes_private(folder):
    os.makedirs(folder, mode=0o755)
    Lock.take(folder).release()
    assert os.stat(folder).st_mode & 0o777 == 0o700


@pytest.mark.unix("Windows words it otherwise")
def test_a_lock_file_that_cannot_be_made_is_reported(folder, monkeypatch):
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "lock")

    os.makedirs(os.path.join(folder, "lock"))
    monkeypatch.setattr(os, "rename", refused)
    with pytest.raises(UncrickError, match=r"The lock cannot be made: .*: permission denied"):
        Lock.take(folder)


# ---------------------------------------------------------------- a swept folder

unix = pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed")


@pytest.fixture
def state(tmp_path):
    return str(tmp_path / "state" / "lock-here")


@unix
def test_second_daemon_is_kept_out_of_the_state_by_a_swept_folder(folder, state):
    lock = Lock.take(folder, state)
    shutil.rmtree(folder)
    with pytest.raises(RunningError, match="was removed; it makes it anew within half a minute"):
        Lock.take(folder, state)
    assert not os.path.exists(folder), "nothing of it is in the way of the first"
    lock.release()
    Lock.take(folder, state).release()


@unix
def test_swept_lock_is_made_anew(folder, state):
    lock = Lock.take(folder, state)
    assert not lock.look_after()
    shutil.rmtree(folder)
    assert (lock.look_after(), lock.look_after()) == (True, False)
    with pytest.raises(RunningError, match="Quit it with"):
        Lock.take(folder)
    lock.release()


@unix
def test_swept_lock_of_the_state_is_made_anew(folder, state):
    lock = Lock.take(folder, state)
    shutil.rmtree(os.path.dirname(state))
    assert lock.look_after()
    shutil.rmtree(folder)
    with pytest.raises(RunningError):
        Lock.take(folder, state)
    lock.release()


@unix
def test_lock_that_another_took_meanwhile_is_left_to_it(folder):
    lock = Lock.take(folder)
    shutil.rmtree(folder)
    other = Lock.take(folder)
    with pytest.raises(RunningError):
        lock.look_after()
    lock.release()
    with pytest.raises(RunningError):
        Lock.take(folder)
    other.release()


def test_state_that_cannot_be_locked_is_no_reason_not_to_start(folder, tmp_path):
    (tmp_path / "file").touch()
    lock = Lock.take(folder, str(tmp_path / "file" / "lock"))
    with pytest.raises(RunningError):
        Lock.take(folder)
    lock.release()


def test_refused_start_leaves_the_state_unlocked(folder, state):
    lock = Lock.take(folder)
    with pytest.raises(RunningError):
        Lock.take(folder, state)
    lock.release()
    Lock.take(folder, state).release()


@unix
def test_both_locks_survive_an_exec(folder, state):
    first = (
        "import os, sys; from uncrick.control.lock import Lock; "
        f"os.environ.update(Lock.take({folder!r}, {state!r}).handed_over()); os.execv(sys.executable, sys.argv[1:])"
    )
    then = (
        "import os, time; from uncrick.control.lock import Lock; "
        f"lock = Lock.take({folder!r}, {state!r}); print([name for name in os.environ if 'LOCK' in name], flush=True); "
        "time.sleep(60)"
    )
    argv = [sys.executable, "-c", first, sys.executable, "-c", then]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "[]\n"
        shutil.rmtree(folder)
        with pytest.raises(RunningError):
            Lock.take(folder, state)
        holder.kill()
    Lock.take(folder, state).release()
