"""A worker: takes jobs one by one and sees each to its end, or leaves it for the next."""

from __future__ import annotations

import logging
import math
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from service.clock import now
from service.errors import NianbaoError, StoreError
from service.jobs.hold import Hold, Stopping, Term
from service.store import jobs, workers
from service.store.jobs import Job, Kind, LeaseLost
from service.store.leftovers import clear
from service.store.store import Store

Handler = Callable[[Hold], Mapping[str, Any] | None]
"""Does a job and returns its result. What it keeps it commits together with the note that it is done."""
LEASE = timedelta(seconds=30)
_TELL_EVERY_S = 15.0
_CLEAR_EVERY_S = 600.0
_log = logging.getLogger("nianbao.jobs")


class Worker:
    """Does the kinds of jobs that it has handlers for."""

    def __init__(
        self,
        store: Store,
        handlers: Mapping[Kind, Handler],
        *,
        lease: timedelta = LEASE,
        idle_s: float = 0.5,
        away_s: float = 5.0,
    ) -> None:
        """``idle_s``: how long it waits where there is nothing to do, ``away_s``: where the store cannot be used."""
        self.name = f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:6]}"
        self._store = store
        self._handlers = handlers
        self._lease = lease
        self._idle_s = idle_s
        self._away_s = away_s
        self._told_at = -math.inf
        self._cleared_at = -math.inf

    def run(self, stop: threading.Event) -> None:
        """Work until ``stop`` is set; a job that is not done by then goes back to the queue."""
        while not stop.is_set():
            try:
                self._tell()
                self._clear()
                worked = self.once(stop)
            except (SQLAlchemyError, StoreError):
                _log.warning("the store cannot be used", exc_info=True)
                worked = False
                stop.wait(self._away_s)
            except Exception:  # whatever it was, a worker that goes on may get over it, and one that ended would not
                _log.exception("the worker could not go on")
                worked = False
            if not worked:
                stop.wait(self._idle_s)
        with suppress(SQLAlchemyError), self._store.database.writing() as connection:
            workers.left(connection, self.name)

    def _tell(self) -> None:
        """Let others know, now and then, that this worker lives."""
        if time.monotonic() - self._told_at > _TELL_EVERY_S:
            with self._store.database.writing() as connection:
                workers.seen(connection, self.name, list(self._handlers))
            self._told_at = time.monotonic()

    def _clear(self) -> None:
        """Let go, now and then, of files that no batch reads any more: those that dead workers left."""
        if now() - self._cleared_at > _CLEAR_EVERY_S:
            clear(self._store)
            self._cleared_at = now()

    def once(self, stop: threading.Event | None = None) -> bool:
        """Do one job, if there is one; whether there was."""
        term = Term(now() + self._lease.total_seconds())
        with self._store.database.writing() as connection:
            job = jobs.claim(connection, self.name, list(self._handlers), lease=self._lease)
        if job is None:
            return False
        self._do(job, stop or threading.Event(), term)
        clear(self._store, job.id)
        return True

    def _do(self, job: Job, stop: threading.Event, term: Term) -> None:
        hold = Hold(self._store, job, self.name, tuple(self._handlers), stop, term=term)
        try:
            with hold.renewed(self._lease):
                result, error = self._outcome(hold)
            self._end(hold, result, error)
        except LeaseLost:
            _log.info("job %s is lost to this worker", job.id)
        except Stopping:
            self._give_back(job)
        except StoreError:  # no fault of the job, which must not be given up for it
            self._give_back(job)
            raise

    def _give_back(self, job: Job) -> None:
        with suppress(LeaseLost, SQLAlchemyError), self._store.database.writing() as connection:
            jobs.release(connection, job.id, self.name)

    def _outcome(self, hold: Hold) -> tuple[Mapping[str, Any] | None, tuple[str, str] | None]:
        try:
            return self._handlers[hold.job.kind](hold), None
        except (LeaseLost, Stopping, SQLAlchemyError, StoreError):
            raise
        except NianbaoError as error:
            return None, (error.code, error.message)
        except Exception:  # whatever it was, the worker lives and the next job is done
            _log.exception("job %s failed", hold.job.id)
            return None, ("internal", "服务内部错误，请把时间和任务编号告知管理员。")

    def _end(self, hold: Hold, result: Mapping[str, Any] | None, error: tuple[str, str] | None) -> None:
        with self._store.database.writing() as connection:
            jobs.finish(connection, hold.job.id, self.name, result=result, error=error)
