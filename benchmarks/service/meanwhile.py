"""What else the service is asked while it reads as much as it can: is it alive, is it ready, what is there."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle

import httpx

from benchmarks.service.load import Answer

PATHS = ("/healthz", "/readyz", "/metrics", "/v1/reports")
_EVERY_S = 0.2
_TIMEOUT_S = 60.0

Asked = dict[str, list[Answer]]
"""The answers by path."""


@contextmanager
def asking(url: str) -> Iterator[Asked]:
    """Ask for one path after the other, until the context ends."""
    answers: Asked = {path: [] for path in PATHS}
    stop = threading.Event()

    def ask() -> None:
        with httpx.Client(base_url=url, timeout=_TIMEOUT_S) as http:
            for path in cycle(PATHS):
                if stop.wait(_EVERY_S):
                    return
                began = time.perf_counter()
                status = http.get(path).status_code
                answers[path].append(Answer(status, time.perf_counter() - began, None))

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield answers
    finally:
        stop.set()
        thread.join()
