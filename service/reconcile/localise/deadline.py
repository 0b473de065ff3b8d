"""How much time there is left for one report."""

from __future__ import annotations

import time


class Deadline:
    """A limit on the time that this thread computes.

    It is not the time of the clock: on a busy machine too, a report has the same suspects.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.thread_time() + seconds

    @property
    def left(self) -> float:
        """Seconds left; below zero where none are."""
        return self._end - time.thread_time()

    @property
    def passed(self) -> bool:
        """Whether no time is left."""
        return self.left <= 0

    def later(self, seconds: float) -> None:
        """Leave out of account what took so long."""
        self._end += seconds
