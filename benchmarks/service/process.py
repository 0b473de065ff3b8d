"""A command of ``nianbao`` as a process beside this one: its log, its address, its end."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_LOOK_EVERY_S = 0.05
_LISTENS = re.compile(r"running on (http://[\d.:]+)")


class CommandEnded(Exception):
    """The process ended although it was to go on, or did not begin; the message is the end of its log."""


class Command:
    """A running command; its log goes on in the file where an earlier one's ended."""

    def __init__(self, log: Path, *arguments: str, settings: Mapping[str, str]) -> None:
        """``settings`` are environment variables beside those of this process."""
        self._log = log
        self._begin = log.stat().st_size if log.exists() else 0
        environment = {**os.environ, "OMP_NUM_THREADS": "1", **settings}
        command = [sys.executable, "-m", "service", *arguments]
        with log.open("ab") as stderr:
            self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=stderr, env=environment)

    @property
    def log(self) -> str:
        """What this process has logged so far."""
        return self._log.read_bytes()[self._begin :].decode("utf-8", "replace")

    def check(self) -> None:
        """CommandEnded where it does not run any more."""
        if self.process.poll() is not None:
            raise CommandEnded(self.log[-2000:])

    def address(self, *, patience_s: float = 240) -> str:
        """The URL at which a server listens, as soon as it does."""
        deadline = time.monotonic() + patience_s
        while (match := _LISTENS.search(self.log)) is None:
            self.check()
            if time.monotonic() > deadline:
                raise CommandEnded("it does not listen: " + self.log[-2000:])
            time.sleep(_LOOK_EVERY_S)
        return match[1]

    def kill(self) -> None:
        """End the process at once, whatever it does (SIGKILL)."""
        self.process.kill()
        self.process.wait()


def without_torch(folder: Path) -> dict[str, str]:
    """Settings by which a command finds no torch, as in the serving image: spaCy loads it wherever it is installed."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "torch.py").write_text('raise ImportError("a service runs without torch")\n')
    return {"PYTHONPATH": os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))}


@contextmanager
def command(log: Path, *arguments: str, settings: Mapping[str, str]) -> Iterator[Command]:
    """A running command until the end of the context, where it is told to end, and killed if it does not."""
    running = Command(log, *arguments, settings=settings)
    try:
        yield running
    finally:
        running.process.terminate()
        try:
            running.process.wait(30)
        except subprocess.TimeoutExpired:
            running.kill()
