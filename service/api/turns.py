"""Reports take turns: few are read at the same time, some wait in the order they came, the others are sent away.

Reading many at once makes none of them faster and takes memory for each; a report that waits is its bytes and no more.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from types import TracebackType
from typing import Final, TypeVar

from starlette.requests import ClientDisconnect, Request

from service.errors import Busy
from service.settings import Settings

T = TypeVar("T")
# How much the newest duration counts in the mean by which waiting times are foretold.
_NEWEST: Final = 0.1
_LONGEST_RETRY_S: Final = 120.0


class Turns:
    """Runs up to ``at_once`` functions in threads of its own, whatever else the service does; ``most`` with those
    that wait.
    """

    def __init__(self, *, at_once: int, most: int) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="nianbao-reading")
        self._at_once = at_once
        self._most = most
        self._lock = threading.Lock()
        self._n_within = 0
        self._mean_s: float | None = None

    def __enter__(self) -> Turns:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._threads.shutdown(cancel_futures=True)

    @property
    def n_within(self) -> int:
        """How many run or wait."""
        return self._n_within

    async def run(self, work: Callable[[], T], request: Request) -> T:
        """What ``work`` gives; Busy where it is full, ClientDisconnect where the client goes before its turn comes.

        What has begun is finished, whether or not somebody still waits for it.
        """
        given = self._enter(work)
        result = asyncio.wrap_future(given)
        gone = asyncio.ensure_future(_gone(request))
        try:
            await asyncio.wait((result, gone), return_when=asyncio.FIRST_COMPLETED)
            if not result.done() and given.cancel():
                raise ClientDisconnect
            return await result
        finally:
            gone.cancel()
            given.cancel()

    def _enter(self, work: Callable[[], T]) -> Future[T]:
        with self._lock:
            if self._n_within >= self._most:
                raise Busy("同时读取的报告过多，请稍后再试。", retry_after=self._until_free_s())
            self._n_within += 1
        given = self._threads.submit(copy_context().run, self._timed, work)
        given.add_done_callback(self._left)
        return given

    def _timed(self, work: Callable[[], T]) -> T:
        began = time.monotonic()
        try:
            return work()
        finally:
            taken = time.monotonic() - began
            with self._lock:
                before = taken if self._mean_s is None else self._mean_s
                self._mean_s = before + _NEWEST * (taken - before)

    def _left(self, _: Future[T]) -> None:
        with self._lock:
            self._n_within -= 1

    def _until_free_s(self) -> float:
        """When all who are within should be done."""
        return min(_LONGEST_RETRY_S, (self._mean_s or 1.0) * self._n_within / self._at_once)


def turns_of(settings: Settings) -> Turns:
    """As the settings say."""
    return Turns(at_once=settings.at_once, most=settings.max_waiting)


async def _gone(request: Request) -> None:
    """Ends when the client goes away; its request must have been received whole."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
