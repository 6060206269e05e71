"""Whether a folder's file system tells this machine of every change: network shares do not."""

from __future__ import annotations

from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_NETWORK = {
    "9p",
    "afs",
    "ceph",
    "cifs",
    "davfs",
    "glusterfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "prl_fs",
    "smb2",
    "smb3",
    "smbfs",
    "vboxsf",
    "virtiofs",
}
"""A change that another machine makes on these raises no event here (inotify(7), "Limitations")."""


def is_network(path: Path) -> bool:
    """Whether changes to `path` may be made by a machine whose changes raise no events here."""
    kind = file_system_of(path.resolve(), mounts=_read(_MOUNTS))
    # FUSE stands for sshfs, rclone, gvfs and the like; only ntfs-3g and exFAT disks of it are local.
    return kind in _NETWORK or (kind.startswith("fuse") and kind != "fuseblk")


def file_system_of(path: Path, *, mounts: str) -> str:
    """The type of the file system that holds `path`, from the text of `/proc/self/mountinfo` (proc(5)).

    Empty when it cannot be told.
    """
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields, _, rest = line.partition(" - ")
        columns = fields.split()
        if len(columns) < 5 or not rest:
            continue
        mount_point = Path(_unescaped(columns[4]))
        # A later line of equal depth is mounted over the earlier one.
        if (path == mount_point or mount_point in path.parents) and len(mount_point.parts) >= best:
            best, kind = len(mount_point.parts), rest.split()[0]
    return kind


def _unescaped(text: str) -> str:
    for code, letter in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(code, letter)
    return text


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
