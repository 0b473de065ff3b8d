"""Thousands of reports one after the other: whether the service takes more and more memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from rich.console import Console
from rich.progress import Progress

from benchmarks.service.bodies import KINDS, Body, body
from benchmarks.service.load import Load, post_all
from benchmarks.service.memory import Memory, memory_of

_N_CLIENTS = 4
_N_LOOKS = 20


@dataclass(frozen=True, slots=True)
class LongRun:
    """``memory`` holds what was measured on the way, the first after the first twentieth."""

    load: Load
    memory: tuple[Memory, ...]


def long_run(url: str, pid: int, count: int, *, first: int) -> LongRun:
    """Post ``count`` reports, texts and DOCX in turn, to the server with this process number."""
    looks: list[Memory] = []
    every = max(1, count // _N_LOOKS)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("long run", total=count)

        def look(n_answered: int) -> None:
            progress.advance(task)
            if n_answered % every == 0:
                looks.append(memory_of(pid, n_answered))

        load = post_all(url, _in_turn(count, first), n_clients=_N_CLIENTS, after_each=look)
    return LongRun(load, tuple(looks))


def _in_turn(count: int, first: int) -> Iterator[Body]:
    numbers = range(first, first + count)
    return chain.from_iterable((body(KINDS[number % len(KINDS)], number),) for number in numbers)
