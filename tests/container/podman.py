"""Podman on this machine, as it is told to build and run."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_END_SHOWN = 4000
_RUNTIMES = ("crun", "runc")
_ENOUGH = 32768  # files or processes


class CommandFailed(Exception):
    """A program that ended with an error; the message is the end of what it said."""


def run(
    *command: str, environment: Mapping[str, str] | None = None, given: str | None = None, timeout_s: float = 300
) -> str:
    """What a program prints on stdout; CommandFailed where it fails or takes too long."""
    try:
        done = subprocess.run(
            command,
            env={**os.environ, **(environment or {})},
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            text=True,
            timeout=timeout_s,
        )
    except subprocess.TimeoutExpired as error:
        raise CommandFailed(f"{' '.join(command)}: not done after {timeout_s} s") from error
    if done.returncode:
        said = (done.stdout + done.stderr)[-_END_SHOWN:]
        raise CommandFailed(f"{' '.join(command)}: status {done.returncode}\n{said}")
    return done.stdout


class Podman:
    """Podman with settings that hold wherever it may run at all."""

    def __init__(self, folder: Path) -> None:
        """``folder`` takes a file of settings, unless ``CONTAINERS_CONF`` names one."""
        self.environment: dict[str, str] = {}
        if "CONTAINERS_CONF" not in os.environ:
            settings = folder / "containers.conf"
            settings.write_text(_settings(), "utf-8")
            self.environment["CONTAINERS_CONF"] = str(settings)

    def __call__(self, *arguments: str, given: str | None = None, timeout_s: float = 300) -> str:
        """What a command of podman prints; CommandFailed where it fails."""
        return run("podman", *arguments, environment=self.environment, given=given, timeout_s=timeout_s)

    def build(self, folder: Path, tag: str, *options: str) -> float:
        """Build an image, as Docker's format has it, since only that one knows health checks; the seconds it took."""
        begin = time.monotonic()
        fixed = ("--isolation", "chroot", "--network", "host", "--format", "docker", "--tag", tag)
        self("build", *fixed, *options, str(folder), timeout_s=3600)
        return time.monotonic() - begin

    def image_mb(self, tag: str) -> float:
        """The size of an image with all its layers, in megabytes."""
        return int(self("image", "inspect", "--format", "{{.Size}}", tag)) / 1e6

    def inspect(self, container: str) -> dict[str, Any]:
        """All that is known of a container."""
        [told] = json.loads(self("container", "inspect", container))
        return dict(told)

    def memory_mib(self, container: str) -> float:
        """The memory of all processes of a container, each page counted once."""
        told = self("top", container, "hpid").split()[1:]
        return sum(_mib(Path("/proc") / pid / "smaps_rollup") for pid in told)


def _settings() -> str:
    """The first runtime there is, and limits that this process may give: podman by itself asks for more."""
    runtime = next((name for name in _RUNTIMES if shutil.which(name)), _RUNTIMES[0])
    kinds = {"nofile": resource.RLIMIT_NOFILE, "nproc": resource.RLIMIT_NPROC}
    hard = {name: resource.getrlimit(kind)[1] for name, kind in kinds.items()}
    most = {name: _ENOUGH if n == resource.RLIM_INFINITY else min(n, _ENOUGH) for name, n in hard.items()}
    limits = ", ".join(f'"{name}={n}:{n}"' for name, n in most.items())
    return f'[engine]\nruntime = "{runtime}"\n\n[containers]\ndefault_ulimits = [{limits}]\n'


def _mib(file: Path) -> float:
    try:
        lines = file.read_text().splitlines()
    except OSError:  # it ended meanwhile
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
