"""An image to build upon, made of Debian's packages: for machines that reach no hub."""

from __future__ import annotations

import tempfile
from pathlib import Path

from .podman import Podman, run

_RELEASE = "bookworm"
_PACKAGES = ("ca-certificates", "python3", "python3-venv")


def make_base(podman: Podman, tag: str) -> None:
    """Debian with Python, as ``tag``; needs root and debootstrap."""
    with tempfile.TemporaryDirectory(prefix="nianbao-base-") as scratch:
        root = Path(scratch) / "root"
        chosen = f"--include={','.join(_PACKAGES)}"
        run("debootstrap", "--variant=minbase", chosen, _RELEASE, str(root), timeout_s=1200)
        run("chroot", str(root), "apt-get", "clean")
        for left in (root / "var/lib/apt/lists").glob("*_*"):
            left.unlink()
        archive = Path(scratch) / "root.tar"
        run("tar", "--numeric-owner", "-C", str(root), "-cf", str(archive), ".")
        podman("import", str(archive), tag)
