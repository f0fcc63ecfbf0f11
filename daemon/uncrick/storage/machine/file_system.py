"""What a folder lies on: a network, or a file system that nobody may write to."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator

MOUNTS = "/proc/self/mountinfo"
NETWORK = frozenset(
    {
        *(
            "nfs",
            "nfs3",
            "nfs4",
            "cifs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "afs",
            "afpfs",
            "ncpfs",
            "coda",
            "webdav",
            "davfs",
        ),
        *("9p", "virtiofs", "vboxsf", "vmhgfs", "prl_fs", "ceph", "glusterfs", "lustre", "gpfs", "beegfs", "orangefs"),
        *("pvfs2", "panfs", "ocfs2", "gfs2", "sshfs", "rclone", "s3fs", "gcsfuse", "juicefs", "curlftpfs", "smbnetfs"),
        *("ceph-fuse", "vmhgfs-fuse", "gvfsd-fuse", "kio-fuse"),
    }
)
"""Types of file systems, those of FUSE without `fuse.`, on which a file may be open on another machine as well."""


def network(path: str) -> str | None:
    """The type of the network file system that `path` is on, or will be; None where it is on this machine."""
    real = os.path.realpath(path)
    if sys.platform == "win32":
        whole = real.removeprefix("\\\\?\\")  # what a name of any length begins with
        return "smb" if whole.startswith(("UNC\\", "\\\\")) else None
    try:
        kind = _kind(real, _linux_mounts() if sys.platform == "linux" else _bsd_mounts())
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return kind if kind.removeprefix("fuse.") in NETWORK else None


def is_read_only(path: str) -> bool:
    """Whether nobody may write to the file system that `path`, which exists, is on."""
    if sys.platform == "win32":
        return False
    try:
        return bool(os.statvfs(path).f_flag & os.ST_RDONLY)
    except OSError:
        return False


def _kind(path: str, mounts: Iterable[tuple[str, str]]) -> str:
    """The type of the file system with the deepest mount point above `path`; of two at one place, the later."""
    deepest, found = "", ""
    for place, kind in mounts:
        above = place.rstrip("/") + "/"
        if len(above) >= len(deepest) and f"{path}/".startswith(above):
            deepest, found = above, kind
    return found


def _linux_mounts() -> Iterator[tuple[str, str]]:
    with open(MOUNTS, encoding="utf-8", errors="surrogateescape") as file:
        for line in file:
            own, _, rest = line.partition(" - ")
            place = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), own.split()[4])
            yield place, rest.split()[0]


def _bsd_mounts() -> Iterator[tuple[str, str]]:
    told = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=2, check=True).stdout
    for line in told.splitlines():
        if found := re.fullmatch(r".* on (/.*) \((\w+).*\)", line):
            yield found[1], found[2]
