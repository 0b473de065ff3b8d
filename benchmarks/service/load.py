"""Many clients post reports at the same time: how long each waits, and for what answer."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import quantiles

import httpx

from benchmarks.service.bodies import Body

_TIMEOUT_S = 300.0


@dataclass(frozen=True, slots=True)
class Answer:
    """``status`` 0: none came, the connection broke. ``retry_after_s`` is what a service that refuses asks for."""

    status: int
    seconds: float
    retry_after_s: int | None


@dataclass(frozen=True, slots=True)
class Load:
    """What so many clients got, each posting its next report when the last one was answered."""

    n_clients: int
    seconds: float
    answers: tuple[Answer, ...]

    @property
    def per_second(self) -> float:
        """Reports that were read, by the second."""
        return sum(answer.status == 200 for answer in self.answers) / self.seconds

    @property
    def statuses(self) -> Counter[int]:
        """How many answers had each status."""
        return Counter(answer.status for answer in self.answers)

    def milliseconds(self) -> dict[str, float]:
        """See ``milliseconds``."""
        return milliseconds(self.answers)


def milliseconds(answers: Sequence[Answer]) -> dict[str, float]:
    """Median, 95th and 99th percentile and maximum of the time to an answer; ValueError where there was none."""
    if not answers:
        raise ValueError("no answers, no times")
    taken = [1000 * answer.seconds for answer in answers]
    # Of a single answer every percentile is its time.
    cuts = quantiles(taken * 2 if len(taken) == 1 else taken, n=100, method="inclusive")
    return {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98], "max": max(taken)}


def post_all(
    url: str, posted: Iterable[Body], *, n_clients: int, after_each: Callable[[int], object] = lambda n: None
) -> Load:
    """Post everything; ``after_each`` is told how many are answered."""
    waiting, taking = iter(posted), threading.Lock()
    answers: list[Answer] = []
    limits = httpx.Limits(max_connections=n_clients, max_keepalive_connections=n_clients)

    def client() -> None:
        while True:
            with taking:
                body = next(waiting, None)
            if body is None:
                return
            answer = post(http, body)
            with taking:
                answers.append(answer)
                after_each(len(answers))

    with httpx.Client(base_url=url, timeout=_TIMEOUT_S, limits=limits) as http:
        began = time.perf_counter()
        with ThreadPoolExecutor(n_clients) as pool:
            for done in [pool.submit(client) for _ in range(n_clients)]:
                done.result()
        return Load(n_clients, time.perf_counter() - began, tuple(answers))


def post(http: httpx.Client, body: Body) -> Answer:
    """One report."""
    began = time.perf_counter()
    try:
        answer = http.post("/v1/reports", **body.request())
    except httpx.TransportError:
        return Answer(0, time.perf_counter() - began, None)
    asked = answer.headers.get("Retry-After")
    return Answer(answer.status_code, time.perf_counter() - began, None if asked is None else int(asked))
