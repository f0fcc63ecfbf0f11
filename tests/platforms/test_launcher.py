"""The launcher, the icons and the start at login, in a home folder of their own."""

import configparser
import os
import plistlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from PIL import Image

from desktop.desks import need
from platforms.elsewhere import imported_as_on
from uncrick.platforms import launcher, windows
from uncrick.platforms.linux import desktop_entry

ODD = [
    "plain",
    "two words",
    'quo"te',
    "apo'strophe",
    "100% sure",
    "%f",
    "$HOME",
    "back\\slash",
    "back\\",
    "`tick`",
    "semi;colon",
    "(brackets)",
    "tilde~",
    "üñï",
    '\\$"%%`',
]


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def installed_at(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """A program `uncrick` beside a Python in that folder, which is said to be ours."""
    folder.mkdir(parents=True)
    program = folder / "uncrick"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$0" "$@" > "$RESULT"\n')
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(folder / "python"))
    return program


def read(entry: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(entry, encoding="utf-8")
    return parser


def called(value: str) -> list[str]:
    """The words of an `Exec` value, as the specification has it: unescape the value, split, expand %%."""
    text, characters = "", iter(value)
    for character in characters:
        text += (
            {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}[next(characters)]
            if character == "\\"
            else character
        )
    words, word, quoted, characters = [], "", False, iter(text)
    for character in characters:
        if quoted and character == "\\":
            word += next(characters)
            assert word[-1] in '"`$\\'
        elif character == '"':
            quoted = not quoted
        elif character == " " and not quoted:
            words.append(word)
            word = ""
        else:
            assert quoted or character not in "\t\n'\\><~|&;$*?#()`", f"{character} must be quoted"
            word += character
    assert not quoted
    words.append(word)
    assert "%" not in words[0], "GLib would not find it"
    assert all("%" not in word.replace("%%", "") for word in words), "a field code"
    return [word.replace("%%", "%") for word in words if word != "env"]


# ---------------------------------------------------------------- how we are called


def test_the_program_beside_this_python_is_called(monkeypatch, tmp_path):
    program = installed_at(monkeypatch, tmp_path / "bin")
    assert launcher.words() == [str(program)]


def test_without_such_a_program_python_is_called(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert launcher.words() == [str(tmp_path / "python"), "-m", "uncrick"]


@pytest.mark.parametrize("name", ODD)
def test_a_command_in_a_folder_of_any_name_is_quoted(name, monkeypatch, tmp_path):
    program = installed_at(monkeypatch, tmp_path / name)
    assert called(desktop_entry.command_line(launcher.words())) == [str(program)]


def test_a_plain_path_stays_as_it_is(monkeypatch, tmp_path):
    assert desktop_entry.command_line(["/usr/bin/python3.11", "-m", "uncrick"]) == "/usr/bin/python3.11 -m uncrick"


@pytest.mark.parametrize("name", ODD)
def test_the_desktop_itself_finds_the_program(name, home, monkeypatch, tmp_path):
    need("gio")
    program = installed_at(monkeypatch, tmp_path / "programs" / name)
    launcher.autostart(on=True)
    result = tmp_path / "result"
    run = ["gio", "launch", str(launcher.autostart_file())]
    subprocess.run(run, env={**os.environ, "RESULT": str(result)}, check=True, capture_output=True, timeout=90)
    assert result.read_text("utf-8").splitlines() == [str(program), "run"]


# ---------------------------------------------------------------- at login


def test_the_start_at_login_is_an_entry_that_stays_in_the_foreground(home, monkeypatch, tmp_path):
    program = installed_at(monkeypatch, tmp_path / "bin")
    assert launcher.starts_at_login() is False
    sentence = launcher.autostart(on=True)
    entry = home / ".config/autostart/uncrick.desktop"
    assert str(entry) in sentence
    assert launcher.autostart_file() == entry
    assert called(read(entry)["Desktop Entry"]["Exec"]) == [str(program), "run"]
    assert launcher.starts_at_login() is True


def test_switching_off_leaves_nothing(home):
    launcher.autostart(on=True)
    assert "no longer" in launcher.autostart(on=False)
    assert not launcher.autostart_file().exists()
    assert launcher.starts_at_login() is False


def test_switching_off_twice_reports_that_nothing_was_on(home):
    assert "does not start" in launcher.autostart(on=False)


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_an_entry_that_the_desktop_switched_off_counts_as_off(line, home):
    launcher.autostart(on=True)
    file = launcher.autostart_file()
    file.write_text(file.read_text("utf-8").replace("X-GNOME-Autostart-enabled=true", line), "utf-8")
    assert launcher.starts_at_login() is False
    launcher.autostart(on=True)
    assert launcher.starts_at_login() is True


def test_the_xdg_variables_are_followed_unless_they_are_relative(home, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", "data")
    assert launcher.autostart_file() == tmp_path / "config/autostart/uncrick.desktop"
    assert launcher.launcher_file() == home / ".local/share/applications/uncrick.desktop"


def test_a_folder_that_cannot_be_written_is_an_error_of_the_system(home):
    (home / ".config").write_text("in the way")
    with pytest.raises(OSError, match=r"\.config"):
        launcher.autostart(on=True)


# ---------------------------------------------------------------- launcher and icons


def test_the_launcher_offers_what_a_tray_would(home, monkeypatch, tmp_path):
    program = installed_at(monkeypatch, tmp_path / "two words 100%")
    monkeypatch.setattr(launcher, "_draw", lambda *_: None)
    launcher.install()
    entry = read(home / ".local/share/applications/uncrick.desktop")
    assert called(entry["Desktop Entry"]["Exec"]) == [str(program)]
    actions = entry["Desktop Entry"]["Actions"].rstrip(";").split(";")
    assert [entry[f"Desktop Action {action}"]["Name"] for action in actions] == [
        "Break now",
        "Pause 1 h",
        "Resume",
        "Today",
        "Quit",
    ]
    assert called(entry["Desktop Action pause"]["Exec"]) == [str(program), "pause", "1h", "--notify"]


def test_the_icons_are_drawn_in_their_sizes(home):
    launcher.install()
    for size in launcher.ICON_SIZES:
        with Image.open(home / f".local/share/icons/hicolor/{size}x{size}/apps/uncrick.png") as icon:
            assert icon.size == (size, size)


def test_files_in_place_stay_and_an_old_launcher_is_renewed(home, monkeypatch):
    launcher.install()
    files = [launcher.launcher_file(), *map(launcher.icon_file, launcher.ICON_SIZES)]
    before = [file.stat().st_mtime_ns for file in files]
    monkeypatch.setattr(launcher, "_draw", lambda *_: pytest.fail("drawn again"))
    launcher.install()
    assert [file.stat().st_mtime_ns for file in files] == before
    launcher.launcher_file().write_bytes(b"[Desktop Entry]\nExec=/gone/uncrick\nName=\xff\n")
    launcher.install()
    assert launcher.launcher_file().read_text("utf-8") == launcher.launcher_text()


def test_a_failed_installation_is_a_warning(home, caplog):
    (home / ".local").write_text("in the way")
    launcher.install()
    assert "not installed" in caplog.text


@pytest.mark.parametrize("program", ["false", "sleep"])
def test_an_icon_that_cannot_be_drawn_is_a_warning(program, home, monkeypatch, caplog, tmp_path):
    painter = tmp_path / "painter"
    painter.write_text(f"#!/bin/sh\nexec {'sleep 60' if program == 'sleep' else 'false'}\n")
    painter.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(painter))
    launcher.install(drawing_timeout=0.2)
    assert "cannot be drawn" in caplog.text
    assert launcher.launcher_file().exists()


def test_uninstall_removes_everything(home):
    before = sorted(home.rglob("*.*"))
    launcher.install()
    launcher.autostart(on=True)
    removed = launcher.uninstall()
    assert len(removed) == 1 + len(launcher.ICON_SIZES) + 1
    assert [path for path in sorted(home.rglob("*.*")) if path.is_file()] == before
    assert launcher.uninstall() == []


def test_a_file_is_opened_with_the_preferred_program(home, monkeypatch, tmp_path):
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > "$RESULT"\n')
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", str(opener.parent), prepend=os.pathsep)
    monkeypatch.setenv("RESULT", str(tmp_path / "result"))
    started = []
    real = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *args, **more: started.append(real(*args, **more)) or started[-1])
    launcher.open_file("/a/settings file.toml")
    assert started[0].wait(60) == 0
    assert (tmp_path / "result").read_text() == "/a/settings file.toml\n"


def test_without_an_opener_there_is_a_warning(home, monkeypatch, tmp_path, caplog):
    monkeypatch.setenv("PATH", str(tmp_path))
    launcher.open_file("/a/settings.toml")
    assert "cannot be shown" in caplog.text


def test_on_windows_a_file_without_a_program_is_shown_by_notepad(monkeypatch):
    started = []

    def no_program(path):
        raise OSError(1155, "No application is associated with the specified file")

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "startfile", no_program, raising=False)
    monkeypatch.setattr(subprocess, "Popen", started.append)
    launcher.open_file(r"C:\settings.toml")
    assert started == [["notepad", r"C:\settings.toml"]]


# ---------------------------------------------------------------- other systems, with stand-ins


def test_macos_starts_at_login_by_a_launch_agent(home, monkeypatch, tmp_path):
    program = installed_at(monkeypatch, tmp_path / "two words & more")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert launcher.starts_at_login() is False
    launcher.autostart(on=True)
    agent = plistlib.loads(launcher.autostart_file().read_bytes())
    assert launcher.autostart_file().parent == home / "Library/LaunchAgents"
    assert agent["ProgramArguments"] == [str(program), "run"]
    assert agent["RunAtLoad"] is True
    assert agent["KeepAlive"] == {"SuccessfulExit": False}, "a crash brings it back, quitting does not"
    assert agent["Label"] == launcher.autostart_file().stem
    assert launcher.starts_at_login() is True
    assert launcher.uninstall() == [str(launcher.autostart_file())]
    assert "does not start" in launcher.autostart(on=False)


class Registry(ModuleType):
    """winreg, as far as it is asked."""

    HKEY_CURRENT_USER, KEY_SET_VALUE, REG_SZ = 1, 2, 1

    def __init__(self) -> None:
        super().__init__("winreg")
        self.keys: dict[str, dict[str, object]] = {}
        self.open: list[str] = []

    def CreateKey(self, root: int, path: str) -> "Registry":  # noqa: N802 Windows' name
        assert root == self.HKEY_CURRENT_USER
        self.keys.setdefault(path, {})
        return self.OpenKey(root, path)

    def OpenKey(self, root: int, path: str, reserved: int = 0, access: int = 0) -> "Registry":  # noqa: N802
        if path not in self.keys and not self._below(path):
            raise FileNotFoundError(path)
        self.keys.setdefault(path, {})
        self.open.append(path)
        return self

    def __enter__(self) -> str:
        return self.open[-1]

    def __exit__(self, *_: object) -> None:
        self.open.pop()

    def SetValueEx(self, key: str, name: str, reserved: int, kind: int, value: str) -> None:  # noqa: N802
        self.keys[key][name] = value

    def QueryValueEx(self, key: str, name: str) -> tuple[object, int]:  # noqa: N802
        if name not in self.keys[key]:
            raise FileNotFoundError(name)
        return self.keys[key][name], self.REG_SZ

    def QueryInfoKey(self, key: str) -> tuple[int, int, int]:  # noqa: N802
        return len(self._below(key)), 0, 0

    def EnumKey(self, key: str, number: int) -> str:  # noqa: N802
        return self._below(key)[number]

    def _below(self, key: str) -> list[str]:
        inside = (path.removeprefix(f"{key}\\") for path in self.keys if path.startswith(f"{key}\\"))
        return sorted({path.partition("\\")[0] for path in inside})

    def DeleteKey(self, root: int, path: str) -> None:  # noqa: N802
        assert not self._below(path), "Windows removes no key with others below"
        del self.keys[path]

    def DeleteValue(self, key: str, name: str) -> None:  # noqa: N802
        if name not in self.keys[key]:
            raise FileNotFoundError(name)
        del self.keys[key][name]


@pytest.fixture
def registry(monkeypatch) -> Registry:
    """Windows, as far as the start at login can tell."""
    registry = Registry()
    monkeypatch.setitem(sys.modules, "winreg", registry)
    on_windows = imported_as_on(monkeypatch, "win32", "uncrick.platforms.windows.autostart")
    monkeypatch.setattr(launcher, "system_autostart", on_windows.RunKey)
    monkeypatch.setattr(sys, "platform", "win32")
    return registry


def test_windows_starts_at_login_by_the_run_key_without_a_console(registry, monkeypatch, tmp_path):
    folder = tmp_path / "two words"
    folder.mkdir()
    (folder / "pythonw.exe").touch()
    monkeypatch.setattr(sys, "executable", str(folder / "python.exe"))
    assert launcher.starts_at_login() is False
    assert "starts when" in launcher.autostart(on=True)
    (key,) = registry.keys
    assert registry.keys[key] == {"Uncrick": f'"{folder}/pythonw.exe" -m uncrick run'}
    assert str(launcher.autostart_file()) == rf"HKEY_CURRENT_USER\{key}\Uncrick"
    assert launcher.starts_at_login() is True
    assert "no longer" in launcher.autostart(on=False)
    assert registry.keys[key] == {}
    assert "does not start" in launcher.autostart(on=False)


@pytest.mark.parametrize(("first", "on"), [(2, True), (3, False), (6, True)])
def test_the_list_of_startup_apps_can_switch_the_run_key_off(first, on, registry):
    path = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
    registry.keys[path] = {"Uncrick": bytes([first, *[0] * 11])}
    sentence = launcher.autostart(on=True)
    assert launcher.starts_at_login() is on
    assert ("switch it off" in sentence) is not on


class StartMenu:
    """One entry, and what it was made with."""

    def __init__(self) -> None:
        self.entry: tuple[list[str], str, str] | None = None
        self.is_locked = False

    def make(self, command: list[str], icon: str, app_id: str) -> None:
        if self.is_locked:
            raise PermissionError(13, "Access is denied")
        self.entry = (command, icon, app_id)

    def remove(self) -> str:
        had, self.entry = self.entry, None
        return "" if had is None else r"C:\Start Menu\Uncrick.lnk"

    def ico(self, picture: bytes, size: int) -> bytes:
        assert picture.startswith(b"\x89PNG")
        return b"icon of %d" % size


@pytest.fixture
def start_menu(registry, monkeypatch, tmp_path) -> StartMenu:
    start_menu = StartMenu()
    registration = imported_as_on(monkeypatch, "win32", "uncrick.platforms.windows.registration")
    monkeypatch.setattr(windows, "registration", registration, raising=False)
    monkeypatch.setitem(sys.modules, registration.__name__, registration)
    monkeypatch.setattr(windows, "shortcut", start_menu, raising=False)
    monkeypatch.setattr(launcher.paths, "data", lambda: str(tmp_path / "data"))
    lists = SimpleNamespace(keep_private=lambda _folder: None)
    monkeypatch.setitem(sys.modules, "uncrick.storage.machine.private_folder", lists)
    return start_menu


def test_windows_gets_no_launcher_of_linux(start_menu, home):
    assert launcher.install()
    assert not launcher.launcher_file().exists()
    assert not launcher.icon_file(48).exists()


def test_the_start_menu_gets_an_entry_with_icon_and_id_and_loses_it_again(start_menu, monkeypatch, tmp_path):
    (tmp_path / "pythonw.exe").touch()
    with monkeypatch.context() as started:
        started.setattr(launcher, "_draw", lambda file, size, _timeout: file.write_bytes(b"\x89PNG"))
        started.setattr(sys, "executable", str(tmp_path / "python.exe"))
        assert launcher.install()
    icon = tmp_path / "data" / "uncrick.ico"
    assert start_menu.entry == ([str(tmp_path / "pythonw.exe"), "-m", "uncrick"], str(icon), "Uncrick")
    assert [file.name for file in icon.parent.iterdir()] == ["uncrick.ico"]
    assert icon.read_bytes() == b"icon of 256"
    assert {r"C:\Start Menu\Uncrick.lnk", str(icon)} <= set(launcher.uninstall())
    assert start_menu.entry is None
    assert launcher.uninstall() == []


def test_a_start_menu_that_may_not_be_changed_is_a_warning(start_menu, caplog):
    start_menu.is_locked = True
    assert not launcher.install()
    assert "Access is denied" in caplog.text


def test_windows_is_told_our_name_and_our_links_and_forgets_both(start_menu, registry, monkeypatch, tmp_path):
    (tmp_path / "pythonw.exe").touch()
    with monkeypatch.context() as started:
        started.setattr(launcher, "_draw", lambda file, size, _timeout: file.write_bytes(b"\x89PNG"))
        started.setattr(sys, "executable", str(tmp_path / "python.exe"))
        assert launcher.install()
    link = r"Software\Classes\uncrick"
    assert registry.keys[rf"{link}\shell\open\command"] == {"": f'{tmp_path}/pythonw.exe -m uncrick "%1"'}
    assert "URL Protocol" in registry.keys[link]
    assert registry.keys[r"Software\Classes\AppUserModelId\Uncrick"]["DisplayName"] == "Uncrick"
    removed = launcher.uninstall()
    assert [key for key in registry.keys if "ncrick" in key] == []
    assert rf"HKEY_CURRENT_USER\{link}" in removed
    assert launcher.uninstall() == []
