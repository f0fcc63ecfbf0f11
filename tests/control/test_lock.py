"""One daemon a person."""

import os
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
        "print(os.get_inheritable(lock._handle), 'UNCRICK_LOCK' in os.environ, flush=True); "
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
def test_a_lock_file_that_cannot_be_made_is_reported(folder):
    os.makedirs(os.path.join(folder, "lock"))
    with pytest.raises(UncrickError, match=r"The lock cannot be made: .*: is a directory"):
        Lock.take(folder)
