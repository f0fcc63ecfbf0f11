"""Where things lie: the folders for settings, data, state, cache and runtime, and the names of the files in them.

Naming a place touches no disk; `made` creates it, for the person alone. Names are plain strings, and platformdirs is
imported only where it is asked: a client command needs nothing but the runtime folder.
"""

import errno
import os
import re
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count

from uncrick.errors import FolderError, UncrickError, UnreadableError
from uncrick.storage.machine import this_machine

APP = "uncrick"
STATE = re.compile(r"state-[a-z0-9-]+-[0-9a-f]{8}\.json")
PATIENCE = 0.5  # seconds for a program that reads a file which is to be replaced
ASIDE = "-damaged-"
SPARE = re.compile(r".+\.([0-9]{1,9})\.new")
WRITTEN_WITHIN = 60.0  # seconds, in which any file is
# Characters of a folder, below which every file of ours stays below the 260 of Windows' ordinary names.
ORDINARY = 140


def config() -> str:
    """Folder of what the person may edit."""
    import platformdirs

    return _of_any_length(platformdirs.user_config_dir(APP, appauthor=False))


def data() -> str:
    """Folder of what must not be lost."""
    import platformdirs

    return _of_any_length(platformdirs.user_data_dir(APP, appauthor=False))


def state() -> str:
    """Folder of what the daemon goes on from."""
    import platformdirs

    return _of_any_length(platformdirs.user_state_dir(APP, appauthor=False))


def cache() -> str:
    """Folder of what can be made again."""
    import platformdirs

    return _of_any_length(platformdirs.user_cache_dir(APP, appauthor=False))


def runtime() -> str:
    """
    Folder of the socket and the lock: `$XDG_RUNTIME_DIR/uncrick`, or one of our own under the temp folder.

    A runtime directory that belongs to somebody else (after `su`) is passed over. Windows and macOS clear their temp
    folders while we run, so that there it lies beside what must not be lost.
    """
    if sys.platform == "win32":
        return os.path.join(data(), "Runtime")
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    uid = os.getuid()
    if os.path.isabs(given) and (_owner(given) in (uid, None)):
        return os.path.join(given, APP)
    system = f"/run/user/{uid}"
    if _owner(system) == uid:
        return os.path.join(system, APP)
    if sys.platform == "darwin":
        return os.path.join(os.path.expanduser("~"), "Library", "Application Support", APP, "run")
    return os.path.join(os.environ.get("TMPDIR") or "/tmp", f"{APP}-{uid}")  # noqa: S108 `made` checks whose it is


def personal_seed() -> int:
    """The same person gets the same choices again; another one gets others."""
    return sum(os.fsencode(data())) % 10_000


def settings_file() -> str:
    return os.path.join(config(), "settings.toml")


def exercises() -> str:
    """Folder of the person's own exercises, beside the settings."""
    return os.path.join(config(), "exercises")


def own_files(folder: str) -> list[str]:
    """
    Names of the files in the folder of own exercises, in order; others, and hidden ones, are passed over.

    Raises:
        OSError: it is not there, or cannot be read.
    """
    return sorted(name for name in os.listdir(folder) if name.lower().endswith(".toml") and not name.startswith("."))


def other_files(folder: str) -> list[str]:
    """Names of what else is in the folder of own exercises, in order, hidden ones left out; OSError as above."""
    own = own_files(folder)
    return sorted(name for name in os.listdir(folder) if not name.startswith(".") and name not in own)


def profile_file() -> str:
    return os.path.join(data(), "profile.json")


def plan_file() -> str:
    return os.path.join(data(), "plan.toml")


def history_file() -> str:
    return os.path.join(data(), "history.db")


def state_file() -> str:
    """The state belongs to this machine, and the folder perhaps to several."""
    return os.path.join(state(), f"state-{this_machine.host()}-{machine_mark()}.json")


def lock_file() -> str:
    """What a daemon holds beside its state, so that there is none besides it although its runtime folder was swept."""
    return os.path.join(state(), f"lock-{this_machine.host()}-{machine_mark()}")


def machine_mark() -> str:
    """What tells the ids given here from those that other machines give."""
    return this_machine.mark(runtime())


def former_state_file() -> str:
    """The state of a version that knew one machine."""
    return os.path.join(state(), "state.json")


def states_of_others() -> list[str]:
    """The states of other machines, where they share this home."""
    own = os.path.basename(state_file())
    with suppress(OSError):
        found = (name for name in sorted(os.listdir(state())) if STATE.fullmatch(name) and name != own)
        return [os.path.join(state(), name) for name in found]
    return []


def made(folder: str) -> str:
    """
    The same folder, created for the person alone (0700) where it was missing.

    Raises:
        FolderError: it cannot be created, or is no folder.
        UncrickError: it belongs to somebody else.
    """
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    except OSError as error:
        raise FolderError("A folder is missing", f"{folder} cannot be created: {reason(error)}.") from error
    check(folder)
    _keep_private(folder)
    return folder


def check(folder: str) -> None:
    """
    Trust an existing folder only if it is the person's own; a missing one passes.

    Raises:
        UncrickError: it belongs to somebody else, who could read or forge what is in it.
    """
    if sys.platform == "win32":
        return
    if {_owner(folder), _owner(folder, of_link=True)} - {os.getuid(), None}:
        raise UncrickError("A folder is not yours", f"{folder} belongs to somebody else and is not used; remove it.")


def write(path: str, content: str | bytes, *, durable: bool = True) -> None:
    """
    Replace a file whole: a reader sees the old text or the new one, also after a crash. A link stays a link.

    Args:
        durable: wait until it is on the disk; else it outlives this process, but perhaps not a power cut.

    Raises:
        OSError: nothing was changed, as with what is no file. Somebody else's link is not followed, for it may lead to
            any file of the person's.
    """
    if sys.platform != "win32" and os.path.islink(path) and _owner(path, of_link=True) not in (os.getuid(), 0):
        raise OSError(errno.EPERM, "it is a link of somebody else's", path)
    target = os.path.realpath(path)
    if os.path.exists(target) and not os.path.isdir(target):
        ordinary(target)  # whoever may write to /dev would put a text in the place of a device
    folder = os.path.dirname(target)
    if not os.path.isdir(folder):
        os.makedirs(folder, mode=0o700, exist_ok=True)
        _keep_private(folder)
    spare = f"{target}.{os.getpid()}.new"
    try:
        with suppress(FileNotFoundError):
            os.unlink(spare)  # left by an earlier process of this number, or planted
        with open(spare, "xb", opener=_private) as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        if os.path.exists(target):
            os.chmod(spare, stat.S_IMODE(os.stat(target).st_mode))
        _patiently(lambda: os.replace(spare, target))
    except OSError as error:
        with suppress(OSError):
            os.unlink(spare)
        error.filename = error.filename or path
        raise
    if sys.platform == "win32" or not durable:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(path: str) -> bool:
    """
    Remove a file; False if there is none.

    Raises:
        OSError: it cannot be removed.
    """
    try:
        _patiently(lambda: os.unlink(path))
    except FileNotFoundError:
        return False
    return True


def ordinary(path: str) -> str:
    """
    The same path, where a file stands: who opens a pipe waits for its other end for ever.

    Raises:
        OSError: something else stands there, or nothing.
    """
    mode = os.stat(path).st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is no ordinary file", path)
    return path


def sweep(folder: str) -> None:
    """Remove the half-written files of processes that were killed; what cannot be removed stays."""
    with suppress(OSError):
        for name in os.listdir(folder):
            path = os.path.join(folder, name)
            if (spare := SPARE.fullmatch(name)) and not _is_being_written(path, int(spare[1])):
                with suppress(OSError):
                    os.unlink(path)


def _is_being_written(path: str, pid: int) -> bool:
    """Whether the process may yet be at it; it may be one of another machine."""
    try:
        if time.time() - os.lstat(path).st_mtime < WRITTEN_WITHIN:
            return True
        if sys.platform != "win32":
            os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return sys.platform != "win32" and pid != os.getpid()


def read(path: str, most: int) -> str:
    """
    What the person wrote into a text file of at most `most` bytes, lines ended by line feeds.

    Raises:
        FileNotFoundError: there is none.
        UnreadableError: it is there, and cannot be read.
    """
    try:
        mode = os.stat(path).st_mode
        if not stat.S_ISREG(mode):
            what = "a folder" if stat.S_ISDIR(mode) else "no ordinary file"
            raise UnreadableError(f"it is {what}; a text file is expected")
        with open(path, "rb") as file:
            content = file.read(most + 1)
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise UnreadableError(reason(error) if isinstance(error, OSError) else str(error)) from error
    if len(content) > most:
        raise UnreadableError(f"it is larger than {most // 1024} KiB")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableError(f"line {line} is not UTF-8 text; save it as UTF-8") from error


def set_aside(path: str, *companions: str) -> str:
    """
    Rename a damaged file, and those beside it whose names end in `companions`; the new name of the first.

    What stands after the first hyphen, such as the name of a machine, is left out of it.

    Raises:
        OSError: it could not be renamed.
    """
    folder, name = os.path.split(path)
    plain, ending = os.path.splitext(name)
    stem = os.path.join(folder, plain.partition("-")[0])
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    aside = next(name for turn in count() if not os.path.exists(name := f"{stem}{ASIDE}{stamp}{turn or ''}{ending}"))
    os.rename(path, aside)
    for companion in companions:
        with suppress(FileNotFoundError):
            os.rename(path + companion, aside + companion)
    return aside


def files_set_aside() -> list[str]:
    """Damaged files that nobody has dealt with yet; old settings are none, which the person had replaced."""
    found = []
    for folder in dict.fromkeys((data(), state())):
        with suppress(OSError):
            found += [os.path.join(folder, name) for name in os.listdir(folder) if ASIDE in name]
    companions = ("-wal", "-shm")
    return sorted(file for file in found if not file.endswith(companions) and "settings" not in os.path.basename(file))


def reason(error: OSError) -> str:
    """What the system says, to stand within a sentence."""
    return (error.strerror or str(error)).lower()


def _of_any_length(folder: str) -> str:
    """The same folder; on Windows a deep one is named in the way that has no bound of 260 characters."""
    if sys.platform != "win32" or len(folder) <= ORDINARY or folder.startswith("\\\\?\\"):
        return folder
    whole = os.path.abspath(folder)
    return "\\\\?\\UNC" + whole[1:] if whole.startswith("\\\\") else "\\\\?\\" + whole


def _keep_private(folder: str) -> None:
    """On Windows a mode says little: a list of who may enter does. A disk that keeps none is as it is."""
    if sys.platform == "win32":
        from uncrick.storage.machine.private_folder import keep_private

        with suppress(OSError):
            keep_private(folder)


def _patiently(change: Callable[[], object]) -> None:
    """Change a file; on Windows one that somebody reads cannot be changed, so that their end is waited for a moment."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            change()
        except PermissionError:
            if sys.platform != "win32" or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _owner(folder: str, *, of_link: bool = False) -> int | None:
    """The uid that owns it, or the link that leads to it; None where there is nothing (or nothing to be seen)."""
    try:
        return os.stat(folder, follow_symlinks=not of_link).st_uid
    except OSError:
        return None
