"""One process that reads, replaced whenever a document ended it."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext
from typing import Any

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from service.documents.isolated.restraint import HAS_ALARM, Restraint
from service.documents.isolated.work import OUT_OF_MEMORY, Outcome, is_alive, outcome_of, prepare
from service.documents.reader import DocumentReader
from service.errors import DocumentTooComplex, ReadingCrashed, ReadingTimedOut

# A process that has read this many is replaced, so that what libraries leave behind does not grow.
_MAX_DOCUMENTS = 200
# The alarm inside the process comes first; this is for the case that it does not.
_GRACE_S = 1.0 if HAS_ALARM else 0.0
_START_S = 60.0
# What a pool raises that has ended (RuntimeError: BrokenProcessPool too), or whose document was given up.
_ENDED = (CancelledError, RuntimeError)


class Lane:
    """Reads one document at a time, each call alone: whoever holds the lane."""

    def __init__(self, context: BaseContext, restraint: Restraint) -> None:
        self._context = context
        self._restraint = restraint
        self._pool: ProcessPool | None = None
        self._future: ProcessFuture[Any] | None = None
        self._lock = threading.Lock()
        self._closed = False

    def warm(self) -> None:
        """Start the process."""
        with contextlib.suppress(*_ENDED, TimeoutError):
            self._future = self._open().schedule(is_alive)
            self._future.result(_START_S)

    def run(self, read: DocumentReader, data: bytes, name: str) -> Outcome:
        """What ``read`` makes of a document; raises ReadingTimedOut, ReadingCrashed or DocumentTooComplex."""
        try:
            return self._attempt(read, data, name)
        except ProcessExpired as error:
            self._discard_after(error)
            raise self._expired(error, name) from error
        except TimeoutError as error:
            self.discard()
            raise self._timed_out(name) from error
        except _ENDED as error:
            self.discard()
            raise ReadingCrashed(f"读取文件“{name}”的进程没有启动或已被停止。") from error
        except BaseException:
            self.discard()
            raise

    def close(self) -> None:
        """End the process for good and wait for that; who waits for a document gets ReadingCrashed."""
        with self._lock:
            self._closed = True
            pool, self._pool = self._pool, None
            if self._future is not None:
                self._future.cancel()  # type: ignore[no-untyped-call]
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    def discard(self) -> None:
        """End the process, if there is one; the next document gets a new one."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            threading.Thread(target=pool.join, name="nianbao-lane-end", daemon=True).start()

    def _attempt(self, read: DocumentReader, data: bytes, name: str) -> Outcome:
        """Twice where the process had ended while it had nothing to do: that is no fault of this document."""
        try:
            return self._result(read, data, name)
        except BrokenProcessPool:
            self.discard()
            return self._result(read, data, name)

    def _result(self, read: DocumentReader, data: bytes, name: str) -> Outcome:
        timeout_s = self._restraint.timeout_s
        arguments = (read, data, name, timeout_s)
        future = self._open().schedule(outcome_of, args=arguments, timeout=timeout_s + _GRACE_S)
        self._future = future
        return future.result(timeout_s + _START_S)

    def _open(self) -> ProcessPool:
        """The pool of one process, begun anew where the last one broke."""
        with self._lock:
            if self._closed:
                raise CancelledError
            if self._pool is None or not self._pool.active:
                self._pool = ProcessPool(
                    max_workers=1,
                    max_tasks=_MAX_DOCUMENTS,
                    initializer=prepare,
                    initargs=(self._restraint,),
                    context=self._context,
                )
            return self._pool

    def _discard_after(self, error: ProcessExpired) -> None:
        """End what the process left running: the programs in its group."""
        self.discard()
        if error.pid is not None and hasattr(os, "killpg"):
            with contextlib.suppress(OSError):
                os.killpg(error.pid, signal.SIGKILL)

    def _expired(self, error: ProcessExpired, name: str) -> Exception:
        if HAS_ALARM and error.exitcode in (-signal.SIGALRM, -signal.SIGXCPU):
            return self._timed_out(name)
        if error.exitcode == OUT_OF_MEMORY:
            megabytes = self._restraint.memory_bytes // 1024 // 1024
            return DocumentTooComplex(f"读取文件“{name}”需要的内存超过上限（{megabytes:,} MB）。")
        return ReadingCrashed(f"读取文件“{name}”的进程意外中止（{error.exitcode}）；文件可能已损坏。")

    def _timed_out(self, name: str) -> ReadingTimedOut:
        return ReadingTimedOut(f"读取文件“{name}”超过时限（{self._restraint.timeout_s:g} 秒），已停止。")
