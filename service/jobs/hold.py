"""A worker's hold on a job: renewed in the background, lost when the job becomes another's."""

from __future__ import annotations

import threading
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

    @contextmanager
    def renewed(self, lease: timedelta) -> Iterator[None]:
        """Renew the lease three times in its length, until the context ends."""
        over = threading.Event()

        def renew() -> None:
            while not over.wait(lease.total_seconds() / 3):
                try:
                    with self.store.database.writing() as connection:
                        jobs.renew(connection, self.job.id, self.worker, lease=lease)
                        workers.seen(connection, self.worker, self.kinds)
                except LeaseLost:
                    self.lost.set()
                    return
                except SQLAlchemyError:
                    continue  # the next turn may reach the database; if none does, the lease runs out

        thread = threading.Thread(target=renew, name=f"lease-{self.job.id[:8]}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
