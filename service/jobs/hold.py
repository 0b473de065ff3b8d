"""A worker's hold on a job: renewed in the background, lost when it runs out or the job becomes another's."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from service.clock import now
from service.store import jobs, workers
from service.store.jobs import Job, Kind, LeaseLost
from service.store.store import Store


class Stopping(Exception):
    """The worker is to stop: the job goes back to the queue as far as it is."""


@dataclass(slots=True)
class Term:
    """Until when a job is held, by ``service.clock``, as the last renewal that got through says."""

    ends_at: float = math.inf


@dataclass(frozen=True, slots=True)
class Hold:
    """What a handler needs of its hold on a job.

    A hold whose ``term`` is over is lost, although nobody else may have the job yet: a worker that was stalled, or cut
    off from the database, knows it as soon as it looks at the clock. What is lost stays lost.
    """

    store: Store
    job: Job
    worker: str
    kinds: tuple[Kind, ...]
    stop: threading.Event
    lost: threading.Event = field(default_factory=threading.Event)
    term: Term = field(default_factory=Term)

    def check(self) -> None:
        """To be called between steps: Stopping where the worker is to end, LeaseLost where the job is another's."""
        if self.is_lost:
            raise LeaseLost(self.job.id)
        if self.stop.is_set():
            raise Stopping

    @property
    def is_lost(self) -> bool:
        """Whether somebody else may have the job by now."""
        if now() >= self.term.ends_at:
            self.lost.set()
        return self.lost.is_set()

    @property
    def is_over(self) -> bool:
        """Whether ``check`` would raise."""
        return self.is_lost or self.stop.is_set()

    @contextmanager
    def renewed(self, lease: timedelta) -> Iterator[None]:
        """Renew the lease three times in its length, until the context ends or the hold is lost."""
        over = threading.Event()

        def renew() -> None:
            while not over.wait(lease.total_seconds() / 3) and not self.is_lost:
                self._renew(lease)

        thread = threading.Thread(target=renew, name=f"lease-{self.job.id[:8]}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _renew(self, lease: timedelta) -> None:
        asked_at = now()
        try:
            with self.store.database.writing() as connection:
                jobs.renew(connection, self.job.id, self.worker, lease=lease)
                workers.seen(connection, self.worker, self.kinds)
        except LeaseLost:
            self.lost.set()
        except SQLAlchemyError:
            return  # until the term is over there is time to ask again
        else:
            self.term.ends_at = asked_at + lease.total_seconds()
