"""A service that has as much to read as it takes: who waits, who is refused, and what is answered meanwhile."""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from prometheus_client import REGISTRY

from service.api import app, intake
from service.api.turns import Turns
from service.jobs.beside import read_beside
from service.settings import Settings
from tests.serving import listening, text

_PATIENCE_S = 60


class Gate:
    """Holds every reading until it is opened; ``begun`` are the names of the reports, in the order of their turns."""

    def __init__(self, read: Callable[..., dict[str, Any]]) -> None:
        self._read = read
        self.opened = threading.Event()
        self.begun: list[str] = []

    def __call__(self, store: Any, active: Any, data: bytes, name: str) -> dict[str, Any]:
        self.begun.append(name)
        assert self.opened.wait(_PATIENCE_S)
        return self._read(store, active, data, name)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    gate = Gate(read_beside)
    monkeypatch.setattr(intake, "read_beside", gate)
    return gate


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Turns:
    """Those of the service: one report is read, one more waits."""
    turns = Turns(at_once=1, most=2)
    monkeypatch.setattr(app, "turns_of", lambda settings: turns)
    return turns


@pytest.fixture
def url(tmp_path: Path, gate: Gate, turns: Turns) -> Iterator[str]:
    with listening(Settings(data=tmp_path, jobs=False)) as url:
        try:
            yield url
        finally:
            gate.opened.set()


@pytest.fixture
def posting(url: str) -> Iterator[Callable[[int], Future[httpx.Response]]]:
    """Posts a report in the background; each number makes another one."""
    with httpx.Client(base_url=url, timeout=_PATIENCE_S) as http, ThreadPoolExecutor(8) as pool:
        yield lambda n: pool.submit(http.post, "/v1/reports", json={"text": text(n=n), "name": f"{n}.txt"})


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def patient(url: str, n: int, *, more: int = 0) -> socket.socket:
    """A client that has posted a report and waits for the answer; ``more`` bytes it promised and does not send."""
    body = json.dumps({"text": text(n=n), "name": f"{n}.txt"}).encode()
    lines = ("POST /v1/reports HTTP/1.1", "Host: a", "Content-Type: application/json")
    head = "".join(f"{line}\r\n" for line in (*lines, f"Content-Length: {len(body) + more}", ""))
    address = urlsplit(url)
    client = socket.create_connection((address.hostname, address.port), timeout=_PATIENCE_S)
    client.sendall(head.encode() + body)
    return client


def test_whoever_comes_when_it_is_full_is_told_when_to_come_again(
    url: str, turns: Turns, gate: Gate, posting: Callable[[int], Future[httpx.Response]]
) -> None:
    first = posting(1)
    until(lambda: gate.begun == ["1.txt"])
    with patient(url, 2):
        until(lambda: turns.n_within == 2)
        refused = posting(3).result()
        assert (refused.status_code, refused.json()["code"]) == (503, "service.busy")
        assert int(refused.headers["Retry-After"]) >= 1
        gate.opened.set()
        assert first.result().status_code == 200
        until(lambda: gate.begun == ["1.txt", "2.txt"])
    assert posting(3).result().status_code == 200


def test_all_else_is_answered_meanwhile(
    url: str, turns: Turns, gate: Gate, posting: Callable[[int], Future[httpx.Response]]
) -> None:
    gate.opened.set()
    known = posting(1).result().json()["id"]
    gate.opened.clear()
    waiting = [posting(2), posting(3)]
    until(lambda: turns.n_within == 2)
    for path in ("/healthz", "/readyz", "/metrics", "/v1/reports", f"/v1/reports/{known}"):
        assert httpx.get(url + path, timeout=_PATIENCE_S).status_code == 200
    assert posting(1).result().json()["id"] == known
    later = httpx.post(f"{url}/v1/reports", json={"text": text(n=4)}, headers={"Prefer": "respond-async"})
    assert later.status_code == 202
    gate.opened.set()
    assert [answer.result().status_code for answer in waiting] == [200, 200]


def test_whoever_goes_away_while_waiting_is_not_read(
    url: str, turns: Turns, gate: Gate, posting: Callable[[int], Future[httpx.Response]]
) -> None:
    first = posting(1)
    until(lambda: gate.begun == ["1.txt"])
    for n in (2, 3):  # the second gets the place that the first left
        with patient(url, n):
            until(lambda: turns.n_within == 2)
        until(lambda: turns.n_within == 1)
    gate.opened.set()
    assert first.result().status_code == posting(4).result().status_code == 200
    assert gate.begun == ["1.txt", "4.txt"]


def test_the_same_bytes_that_wait_twice_are_read_once(
    url: str, turns: Turns, gate: Gate, posting: Callable[[int], Future[httpx.Response]]
) -> None:
    both = [posting(1), posting(1)]
    until(lambda: turns.n_within == 2)
    gate.opened.set()
    assert len({answer.result().json()["id"] for answer in both}) == 1
    assert gate.begun == ["1.txt"]


def test_whoever_breaks_off_while_sending_is_no_failure_of_ours(url: str, caplog: pytest.LogCaptureFixture) -> None:
    def broken_off() -> float:
        labels = {"route": "/v1/reports", "method": "POST", "status": "0"}
        return REGISTRY.get_sample_value("nianbao_request_seconds_count", labels) or 0.0

    before = broken_off()
    with patient(url, 1, more=1000):
        pass
    until(lambda: broken_off() == before + 1)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
