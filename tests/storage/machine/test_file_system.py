"""What a folder lies on."""

import os
import sys
from types import SimpleNamespace

import pytest

from uncrick.storage.machine import file_system

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:50 / /home rw,relatime shared:2 - autofs systemd-1 rw
31 30 0:51 / /home rw,relatime shared:3 master:1 - nfs4 server:/export/home rw,vers=4.2
32 31 8:2 / /home/ann/scratch rw - xfs /dev/sdb1 rw
33 22 0:60 / /media/a\\040share rw - cifs //nas/share rw
34 22 0:61 / /home2 rw - fuse.sshfs ann@host:/ rw
35 22 0:62 / /secret rw - fuse.gocryptfs /cipher rw
36 22 0:63 / /c rw - 9p drvfs rw
"""
linux = pytest.mark.skipif(sys.platform != "linux", reason="reads the mounts of Linux")


@pytest.fixture
def mounts(tmp_path, monkeypatch):
    file = tmp_path / "mountinfo"
    file.write_text(MOUNTS)
    monkeypatch.setattr(file_system, "MOUNTS", str(file))


@linux
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", None),
        ("/homes/ann", None),
        ("/home/ann/.local/share/uncrick", "nfs4"),
        ("/home/ann/scratch/uncrick", None),
        ("/media/a share/uncrick", "cifs"),
        ("/home2/ann", "fuse.sshfs"),
        ("/secret/ann", None),
        ("/c/Users/ann", "9p"),
    ],
)
def test_the_deepest_and_latest_mount_says_whether_it_is_a_network(mounts, path, kind):
    assert file_system.network(path) == kind


@linux
def test_a_system_that_does_not_tell_its_mounts_has_no_network(monkeypatch):
    monkeypatch.setattr(file_system, "MOUNTS", "/nowhere")
    assert file_system.network("/") is None


@pytest.mark.unix("paths with a slash")
@pytest.mark.parametrize(("place", "kind"), [("/Users/ann", None), ("/Volumes/home/ann", "smbfs"), ("/net/ann", "nfs")])
def test_macos_tells_its_mounts_by_a_command(monkeypatch, place, kind):
    told = (
        "/dev/disk3s1 on / (apfs, sealed, local)\n//ann@nas/home on /Volumes/home (smbfs, nodev)\nx:/a on /net (nfs)\n"
    )
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(file_system.subprocess, "run", lambda *_, **__: SimpleNamespace(stdout=told))
    assert file_system.network(place) == kind


@pytest.mark.parametrize(
    ("real", "kind"),
    [
        ("C:\\Users\\Jo", None),
        ("\\\\?\\C:\\Users\\Jo", None),
        ("\\\\nas\\home\\Jo", "smb"),
        ("\\\\?\\UNC\\nas\\home\\Jo", "smb"),
    ],
)
def test_on_windows_the_name_tells_of_a_network(monkeypatch, real, kind):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os.path, "realpath", lambda _path: real)
    assert file_system.network("H:\\Jo") == kind


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such flag")
@pytest.mark.parametrize("flag", [0, getattr(os, "ST_RDONLY", 1)])
def test_a_file_system_says_whether_it_may_be_written(monkeypatch, tmp_path, flag):
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_flag=flag))
    assert file_system.is_read_only(str(tmp_path)) is bool(flag)


def test_a_place_that_is_not_there_is_not_read_only(tmp_path):
    assert not file_system.is_read_only(str(tmp_path / "nowhere"))
