"""Thousands of reports one after the other: whether the service takes more and more memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from benchmarks.service.bodies import KINDS, Body, body
from benchmarks.service.load import Load, post_all
from benchmarks.service.memory import Memory, memory_of
from benchmarks.service.progress import progress

_N_CLIENTS = 4
_N_LOOKS = 20


@dataclass(frozen=True, slots=True)
class LongRun:
    """``memory`` holds what was measured on the way, the first after the first twentieth."""

    load: Load
    memory: tuple[Memory, ...]


def long_run(
    url: str, pid: int, count: int, *, first: int, tell: Callable[[Memory], object] = lambda memory: None
) -> LongRun:
    """Post ``count`` reports, texts and DOCX in turn, to the server with this process number.

    ``tell`` is given each measurement of memory as it is made.
    """
    looks: list[Memory] = []
    every = max(1, count // _N_LOOKS)
    with progress("long run", count) as done:

        def look(n_answered: int) -> None:
            done(n_answered)
            if n_answered % every == 0:
                looks.append(memory_of(pid, n_answered))
                tell(looks[-1])

        load = post_all(url, _in_turn(count, first), n_clients=_N_CLIENTS, after_each=look)
    return LongRun(load, tuple(looks))


def _in_turn(count: int, first: int) -> Iterator[Body]:
    numbers = range(first, first + count)
    return chain.from_iterable((body(KINDS[number % len(KINDS)], number),) for number in numbers)
