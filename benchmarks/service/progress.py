"""How far a measurement is, on stderr, so that what is printed is the measurements alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress

Tell = Callable[[int], None]
"""Told how many are done."""


@contextmanager
def progress(title: str, total: int) -> Iterator[Tell]:
    """A bar that is gone when the context ends; none where there is nobody to see it."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bars:
        task = bars.add_task(title, total=total)
        yield lambda n_done: bars.update(task, completed=n_done)
