"""How a person calls this installation: `uncrick` where their login shell finds it, else the path that works.

Every text names commands as `uncrick break`. Where a text leaves for the person (terminal, notification, file to edit),
`typeable` puts what can be typed in the place of `uncrick`.
"""

import json
import os
import re
import sys
from contextlib import suppress

from uncrick.storage import paths

NAME = "uncrick"
PATIENCE = 5.0  # seconds for a login shell, whose start-up files may do anything
ANSWER = re.compile(r"uncrick-is:(.*):uncrick-was", re.DOTALL)
ASKED = "printf 'uncrick-is:'; command -v uncrick; printf ':uncrick-was'"
# The command as it stands in our texts: not within a path, a file name or the name of a module, and not as the name of
# the package that an installer is given.
WORD = re.compile(
    r"(?<![\w/\\.@~-])(?<!-m )(?<!install )(?<!remove )(?<!upgrade )uncrick(?![\w/\\@-])(?!\.\w)(?! command)"
)


def words() -> list[str]:
    """The command line that calls this very installation, unquoted."""
    beside = os.path.join(os.path.dirname(sys.executable), f"{NAME}.exe" if sys.platform == "win32" else NAME)
    return [beside] if os.path.exists(beside) else [sys.executable, "-m", NAME]


def command(rest: str = "") -> str:
    """What to type for `uncrick REST`."""
    called = NAME if is_found() else _quoted(_shortest())
    return f"{called} {rest}".rstrip()


def typeable(text: str) -> str:
    """The text, with every `uncrick` that is to be typed replaced by what works when it is typed."""
    if NAME not in text or not WORD.search(text):
        return text
    called = command()
    return text if called == NAME else WORD.sub(lambda _: called, text)


def is_found() -> bool:
    """Whether `uncrick` alone is enough: what the login shell said, or, before it was asked, our own PATH."""
    answer = _stored_answer()
    return answer["found"] is True if answer.get("of") == _asked_of() else _on_path()


def ask(*, anew: bool = False) -> bool:
    """
    Ask the login shell, unless it was asked before; whether `uncrick` alone is enough. Starts a process, takes a while.

    Args:
        anew: ask in any case.
    """
    if not anew and _stored_answer().get("of") == _asked_of():
        return is_found()
    found = _by_shell()
    if found is None:
        return _on_path()
    with suppress(Exception):  # it is asked again the next time
        paths.write(_file(), json.dumps({"of": _asked_of(), "found": found}), durable=False)
    return found


def _shortest() -> list[str]:
    """The same as `words`, by the link that pipx and uv leave where a person looks first."""
    called = words()
    link = os.path.join(os.path.expanduser("~"), ".local", "bin", NAME)
    with suppress(OSError):
        if len(called) == 1 and os.path.samefile(link, called[0]):
            return [link]
    return called


def _by_shell() -> bool | None:
    """Whether a login shell finds it; None where no shell answers."""
    shell = os.environ.get("SHELL", "")
    if sys.platform == "win32" or not os.path.isabs(shell):
        return None
    import subprocess
    import tempfile

    # Into a file: what the start-up files leave in the background would keep a pipe open.
    with tempfile.TemporaryFile() as output:
        try:
            process = subprocess.Popen(
                [shell, "-lc", ASKED],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                cwd="/",
            )
        except OSError:
            return None
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            import signal

            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return None
        output.seek(0)
        answer = ANSWER.search(output.read().decode(errors="replace"))
    return None if answer is None else bool(answer[1].strip())


def _on_path() -> bool:
    name = f"{NAME}.exe" if sys.platform == "win32" else NAME
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return any(os.access(os.path.join(folder, name), os.X_OK) for folder in folders if folder)


def _asked_of() -> list[str]:
    """What the answer depends on: another installation or another shell is asked anew."""
    return [sys.executable, os.environ.get("SHELL", "")]


def _file() -> str:
    return os.path.join(paths.state(), "command.json")


def _stored_answer() -> dict[str, object]:
    """The last answer; empty where there is none, or where even the folder cannot be named."""
    try:
        with open(paths.ordinary(_file()), encoding="utf-8") as file:
            answer = json.load(file)
    except Exception:  # noqa: BLE001 a broken library must not keep its own complaint from being printed
        return {}
    return answer if isinstance(answer, dict) and "found" in answer else {}


def _quoted(called: list[str]) -> str:
    if sys.platform == "win32":
        from subprocess import list2cmdline

        return list2cmdline(called)
    from shlex import quote

    home = os.path.expanduser("~") + os.sep
    first, *rest = called
    short = f"~/{quote(first[len(home) :])}" if first.startswith(home) else quote(first)
    return " ".join((short, *map(quote, rest)))
