"""A service with workers beside it, as processes that are killed and started again."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from benchmarks.service.process import Command, CommandEnded

SERVER = "server"
_ARGUMENTS = {SERVER: ("serve", "--port", "0")}


class Fleet:
    """The processes by name; all with the same settings."""

    def __init__(self, folder: Path, settings: Mapping[str, str], *, n_workers: int) -> None:
        self._folder = folder
        self._settings = settings
        names = [SERVER, *(f"worker-{n}" for n in range(n_workers))]
        self.running = {name: self._begun(name) for name in names}  # all at once, on an empty store

    def _begun(self, name: str) -> Command:
        arguments = _ARGUMENTS.get(name, ("worker",))
        return Command(self._folder / f"{name}.log", *arguments, settings=self._settings)

    @property
    def url(self) -> str:
        """Where the server of now listens."""
        return self.running[SERVER].address()

    def holder(self, owner: str | None) -> str | None:
        """The process whose worker bears this name (machine-process-number)."""
        pids = {str(command.process.pid): name for name, command in self.running.items()}
        return None if owner is None else pids.get(owner.split("-")[-2])

    def strike(self, owner: str | None, chance: random.Random) -> list[str]:
        """Kill some processes, the one that holds the job always, and start them again; their names."""
        chosen = {name for name in self.running if chance.random() < 0.5} | {self.holder(owner) or SERVER}
        for name in chosen:
            self.running[name].kill()
        for name in chosen:
            self.running[name] = self._begun(name)
        return sorted(chosen)

    def check(self) -> None:
        """CommandEnded where a process ended that nobody killed."""
        for command in self.running.values():
            command.check()

    def end(self) -> None:
        """Kill all."""
        for command in self.running.values():
            command.kill()

    def insist(self, method: str, path: str, *, patience_s: float = 240, **given: Any) -> httpx.Response:
        """An answer of the server, however often it is killed meanwhile: asked for until there is one."""
        deadline = time.monotonic() + patience_s
        while True:
            try:
                return httpx.request(method, self.url + path, timeout=60, **given)
            except (httpx.TransportError, CommandEnded):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)


@contextmanager
def fleet(folder: Path, settings: Mapping[str, str], *, n_workers: int) -> Iterator[Fleet]:
    """A fleet until the end of the context."""
    begun = Fleet(folder, settings, n_workers=n_workers)
    try:
        yield begun
    finally:
        begun.end()
