"""How this installation came here, which libraries it asks for, and whether its files changed."""

import os
import sys

import pytest

from uncrick.storage import installation
from uncrick.storage.installation import Files, fits


@pytest.mark.parametrize(
    ("file", "removal"),
    [
        ("pipx_metadata.json", "pipx uninstall uncrick"),
        ("uv-receipt.toml", "uv tool uninstall uncrick"),
        ("pyvenv.cfg", "delete the folder"),
    ],
)
def test_who_installed_it_is_named_for_its_removal(tmp_path, monkeypatch, file, removal):
    (tmp_path / file).touch()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert removal in installation.removal()


def test_what_the_setup_program_installed_is_removed_and_mended_by_windows(tmp_path, monkeypatch):
    (tmp_path / "uninstall.exe").touch()
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "python"))
    assert "Installed apps" in installation.removal()
    assert installation.mend("PIL") == "install Uncrick again with its setup program"


def test_what_the_distribution_packages_is_not_removed_by_pip(monkeypatch):
    monkeypatch.setattr(installation, "_folder", lambda: "/usr/lib/python3/dist-packages/uncrick")
    monkeypatch.setattr(sys, "prefix", "/usr")
    assert "apt remove" in installation.removal()
    assert "pip" not in installation.removal()


@pytest.mark.parametrize(
    ("version", "wanted", "within"),
    [
        ("3.11.3", ">=3.11,<4", True),
        ("3.9.1", "<4,>=3.11", False),
        ("4.0.0a5", ">=3.11,<4", False),
        ("6.12.0", ">=6.8.3,!=6.12.0", False),
        ("6.12", ">=6.8.3,!=6.12.0", False),
        ("6.12.1", ">=6.8.3,!=6.12.0", True),
        ("1.4.9", "~=1.4.2", True),
        ("1.5", "~=1.4.2", False),
        ("2026.1", "", True),
        ("", ">=1", True),
    ],
)
def test_bounds_are_read_as_pip_reads_them(version, wanted, within):
    assert fits(version, wanted) is within


def test_the_bounds_are_those_of_the_installed_distribution():
    assert {"apscheduler", "tomlkit", "jeepney", "platformdirs"} <= set(installation.bounds())
    assert installation.bounds()["apscheduler"].startswith(("<", ">"))


@pytest.fixture
def package(tmp_path):
    (tmp_path / "uncrick").mkdir()
    (tmp_path / "uncrick" / "__init__.py").write_text("1")
    record = tmp_path / "uncrick-1.dist-info" / "RECORD"
    record.parent.mkdir()
    record.write_text("1")
    return tmp_path


def test_nothing_changes_while_nothing_is_installed(package):
    files = Files(str(package / "uncrick"))
    assert files.identity() == files.identity() is not None


def test_the_same_version_installed_again_is_seen(package):
    files = Files(str(package / "uncrick"))
    before = files.identity()
    os.replace(package / "uncrick-1.dist-info" / "RECORD", package / "old")
    (package / "uncrick-1.dist-info" / "RECORD").write_text("another")
    assert files.identity() not in (before, None)


def test_half_an_installation_has_no_identity(package):
    files = Files(str(package / "uncrick"))
    (package / "uncrick-1.dist-info" / "RECORD").unlink()
    assert files.identity() is None
    (package / "uncrick-2.dist-info").mkdir()
    (package / "uncrick-2.dist-info" / "RECORD").write_text("2")
    assert files.identity() is not None
    (package / "uncrick" / "__init__.py").unlink()
    assert files.identity() is None
