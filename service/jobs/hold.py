"""A worker's hold on a job: renewed in the background, lost when the job becomes another's."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from service.store import jobs, workers
from service.store.jobs import Job, Kind, LeaseLost
from service.store.store import Store


class Stopping(Exception):
    """The worker is to stop: the job goes back to the queue as far as it is."""


@dataclass(frozen=True, slots=True)
class Hold:
    """What a handler needs of its hold on a job."""

    store: Store
    job: Job
    worker: str
    kinds: tuple[Kind, ...]
    stop: threading.Event
    lost: threading.Event = field(default_factory=threading.Event)

    def check(self) -> None:
        """To be called between steps: Stopping where the worker is to end, LeaseLost where the job is another's."""
        if self.lost.is_set():
            raise LeaseLost(self.job.id)
        if self.stop.is_set():
            raise Stopping

    @property
    def is_over(self) -> bool:
        """Whether ``check`` would raise."""
        return self.lost.is_set() or self.stop.is_set()

    @contextmanager
    def renewed(self, lease: timedelta) -> Iterator[None]:
        """Renew the lease three times in its length, until the context ends.

        Where the database cannot be reached for so long that the lease runs out, the hold is lost: somebody else may
        have the job by then.
        """
        over = threading.Event()

        def renew() -> None:
            renewed_at = time.monotonic()
            while not over.wait(lease.total_seconds() / 3):
                asked_at = time.monotonic()
                try:
                    with self.store.database.writing() as connection:
                        jobs.renew(connection, self.job.id, self.worker, lease=lease)
                        workers.seen(connection, self.worker, self.kinds)
                    renewed_at = asked_at
                except LeaseLost:
                    self.lost.set()
                    return
                except SQLAlchemyError:
                    if time.monotonic() - renewed_at > lease.total_seconds():
                        self.lost.set()
                        return

        thread = threading.Thread(target=renew, name=f"lease-{self.job.id[:8]}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
