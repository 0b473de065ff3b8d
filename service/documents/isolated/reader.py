"""Reads documents in processes with limits, several at a time; whatever happens to one, the next is read."""

from __future__ import annotations

import logging
import threading
from functools import partial
from queue import LifoQueue
from types import TracebackType

from service.documents.document import Document
from service.documents.isolated.context import process_context
from service.documents.isolated.lane import Lane
from service.documents.isolated.restraint import Restraint
from service.documents.isolated.work import Defect
from service.documents.limits import DEFAULT_LIMITS, Limits
from service.documents.reader import DocumentReader, read_document
from service.errors import NianbaoError, ReadingCrashed

_log = logging.getLogger("nianbao.documents")


class IsolatedReader:
    """Reads in up to ``n_workers`` processes, each started when it is first needed. May be used by many threads.

    ``timeout_s`` and ``memory_bytes`` are for one document, the memory beyond what the readers take by themselves.
    ``read`` is what reads there; it must be a function of a module, or a partial of one.
    """

    def __init__(
        self,
        *,
        limits: Limits = DEFAULT_LIMITS,
        timeout_s: float = 120.0,
        memory_bytes: int = 1024 * 1024 * 1024,
        n_workers: int = 2,
        read: DocumentReader | None = None,
    ) -> None:
        self._limits = limits
        self._read = read or partial(read_document, limits=limits)
        context, restraint = process_context(), Restraint(timeout_s, memory_bytes)
        self._lanes = [Lane(context, restraint) for _ in range(n_workers)]
        # The lane used last comes first: with little to do the others never start.
        self._free: LifoQueue[Lane] = LifoQueue()
        for lane in self._lanes:
            self._free.put(lane)

    def __enter__(self) -> IsolatedReader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def start(self) -> None:
        """Start one process in the background, so that the first document need not wait for it."""
        threading.Thread(target=self._warm, name="nianbao-warm", daemon=True).start()

    def read(self, data: bytes, name: str) -> Document:
        """The document in ``data``; raises the DocumentErrors of its reader, or that it took too much or crashed."""
        self._limits.check_size(len(data), name)
        lane = self._free.get()
        try:
            outcome = lane.run(self._read, data, name)
        finally:
            self._free.put(lane)
        if isinstance(outcome, Defect):
            _log.error("a reader failed on %r:\n%s", name, outcome.trace)
            raise ReadingCrashed(f"读取文件“{name}”时出现内部错误，请把文件和时间告知管理员。")
        if isinstance(outcome, NianbaoError):
            raise outcome
        return outcome

    def close(self) -> None:
        """End all processes for good; what is being read fails."""
        for lane in self._lanes:
            lane.close()

    def _warm(self) -> None:
        lane = self._free.get()
        try:
            lane.warm()
        finally:
            self._free.put(lane)
