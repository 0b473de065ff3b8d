"""``nianbao serve`` and ``nianbao worker`` as processes: what they refuse, and how they end."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from service.cli import app
from service.client import Client
from service.store import jobs
from service.store.jobs import Job, NewItem
from service.store.store import Store, open_store
from tests.serving import text

runner = CliRunner()
N_FILES = 150
_PATIENCE_S = 240


@pytest.fixture(autouse=True)
def unchanged_logs() -> Iterator[None]:
    """Commands that run in this process send its logs to stderr; later tests log as before."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)


@contextmanager
def process(log: Path, data: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command that runs with its log in a file; ended for certain at the end of the context."""
    environment = os.environ | {"NIANBAO_DATA": str(data), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "service", *arguments]
    with log.open("wb") as stderr, subprocess.Popen(command, stderr=stderr, env=environment) as running:
        try:
            yield running
        finally:
            running.kill()


def until(found: Callable[[], object], running: subprocess.Popen[bytes]) -> object:
    """What is found, as soon as there is something."""
    for _ in range(_PATIENCE_S * 20):
        if (it := found()) is not None:
            return it
        assert running.poll() is None, "the process ended"
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def address(log: Path) -> str | None:
    match = re.search(r"running on (http://[\d.:]+)", log.read_text("utf-8"))
    return match and match[1]


def found(store: Store, job_id: str) -> Job:
    with store.database.reading() as connection:
        job = jobs.find(connection, job_id)
    assert job is not None
    return job


@contextmanager
def half_sent(url: str, content: str) -> Iterator[Callable[[], bytes]]:
    """A request whose body the service waits for by now; its rest is sent, and the answer read, when called."""
    host, port = url.removeprefix("http://").split(":")
    body = json.dumps({"text": content}).encode()
    head = (
        f"POST /v1/reports HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=_PATIENCE_S) as connection:
        connection.sendall(head.encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 100")

        def rest() -> bytes:
            connection.sendall(body)
            answer = b""
            while piece := connection.recv(1 << 16):
                answer += piece
            return answer

        yield rest


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_what_was_begun_is_ended_and_the_rest_is_left_to_others(tmp_path: Path) -> None:
    data, log = tmp_path / "data", tmp_path / "log"
    paths = [tmp_path / f"{n}.txt" for n in range(N_FILES)]
    for n, path in enumerate(paths):
        path.write_text(text(n=n + 1), "utf-8")
    with process(log, data, "serve", "--port", "0") as server:
        url = str(until(lambda: address(log), server))
        with Client(url) as client:
            job = client.batch(paths).id
            until(lambda: client.job(job).n_done or None, server)
            events = httpx.stream("GET", f"{url}/v1/jobs/{job}/events", timeout=_PATIENCE_S)
            with events as stream, half_sent(url, text("己县统计局")) as rest:
                server.send_signal(signal.SIGTERM)
                until(lambda: "Shutting down" in log.read_text("utf-8") or None, server)
                assert rest().startswith(b"HTTP/1.1 200")
                assert "event: done" not in stream.read().decode()
        assert server.wait(_PATIENCE_S) == 0
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert all(line["timestamp"] for line in lines)
    assert "己县统计局" not in log.read_text("utf-8")
    with open_store(f"sqlite:///{data / 'nianbao.db'}", str(data / "originals")) as store:
        left = found(store, job)
        assert (left.state, left.attempts, left.owner) == ("queued", 0, None)
        assert 0 < left.n_done < N_FILES
        with process(log, data, "worker") as worker:
            until(lambda: found(store, job).state == "done" or None, worker)
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(_PATIENCE_S) == 0
        ended = found(store, job)
    assert (ended.n_done, ended.result) == (N_FILES, {"read": N_FILES, "failed": 0})


@pytest.mark.parametrize(
    ("environment", "arguments"),
    [({}, ["--host", "0.0.0.0"]), ({"NIANBAO_KEYS": "required"}, []), ({"NIANBAO_HOST": "10.9.8.7"}, [])],
)
def test_service_open_to_others_needs_a_key_first(
    tmp_path: Path, environment: dict[str, str], arguments: list[str]
) -> None:
    result = runner.invoke(app, ["serve", *arguments], env={"NIANBAO_DATA": str(tmp_path), **environment})
    assert result.exit_code == 2
    assert "nianbao keys make" in result.stderr
    assert "NIANBAO_KEYS=optional" in result.stderr


def test_store_that_cannot_be_used_stops_the_service(tmp_path: Path) -> None:
    environment = {"NIANBAO_DATA": str(tmp_path), "NIANBAO_DATABASE_URL": "mysql://host/base"}
    for command in ("serve", "worker"):
        result = runner.invoke(app, [command], env=environment)
        assert result.exit_code == 2
        assert "store.unusable" in result.stderr


def test_port_that_is_taken_is_told(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with process(log, tmp_path, "serve", "--port", str(other.getsockname()[1])) as server:
            assert server.wait(_PATIENCE_S) == 3
    assert "address already in use" in log.read_text("utf-8")


@pytest.mark.parametrize("command", [["serve"], ["worker"], ["keys", "list"]])
def test_data_folder_that_cannot_be_made_is_told(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "file").write_bytes(b"")
    result = runner.invoke(app, command, env={"NIANBAO_DATA": str(tmp_path / "file" / "data")})
    assert (result.exit_code, "store.unusable" in result.stderr) == (2, True)


def test_worker_whose_port_is_taken_says_so_and_begins_no_job(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'nianbao.db'}", str(tmp_path / "originals")) as store:
        with store.database.writing() as connection:
            items = [NewItem("一.txt", store.originals.put(text().encode()))]
            job = jobs.enqueue(connection, "batch", {}, items=items)
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            result = runner.invoke(app, ["worker", "--metrics-port", str(port)], env={"NIANBAO_DATA": str(tmp_path)})
        assert (result.exit_code, f":{port}" in result.stderr) == (2, True)
        assert "address.unusable" in result.stderr
        left = found(store, job.id)
    assert (left.state, left.started_at) == ("queued", None)


def test_worker_without_a_store_leaves_no_port_open(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    before = signal.getsignal(signal.SIGTERM)
    away = {"NIANBAO_DATA": str(tmp_path), "NIANBAO_DATABASE_URL": "sqlite:////nonexistent/folder/x.db"}
    result = runner.invoke(app, ["worker", "--metrics-port", str(port)], env=away)
    assert (result.exit_code, "store.unusable" in result.stderr) == (2, True)
    assert signal.getsignal(signal.SIGTERM) is before
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))


def test_broken_rules_stop_the_service_before_it_listens(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("x = ", "utf-8")
    environment = {"NIANBAO_DATA": str(tmp_path), "NIANBAO_RULES": str(tmp_path / "own.toml")}
    for command in ("serve", "worker"):
        result = runner.invoke(app, [command], env=environment)
        assert result.exit_code == 2
        assert "rules.broken" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such bound")
def test_service_opens_as_many_files_as_the_system_lets_it() -> None:
    asked = (
        "import resource\n"
        "kind = resource.RLIMIT_NOFILE\n"
        "resource.setrlimit(kind, (256, 1024))\n"
        "from service.commands.serving import _allow_open_files\n"
        "_allow_open_files()\n"
        "print(resource.getrlimit(kind))"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "(1024, 1024)"
