"""The benchmark of the service: what it posts differs and can be read, and a share of it is measured."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from rich.console import Console

from benchmarks.service.__main__ import main
from benchmarks.service.bodies import Kind, bodies
from benchmarks.service.load import Answer, Load, milliseconds, post
from benchmarks.service.memory import cpu_seconds, memory_of
from benchmarks.service.overload import Overload
from benchmarks.service.process import without_torch
from benchmarks.service.show import Rows
from service.documents.outline import read_report
from service.documents.reader import read_document


@pytest.mark.parametrize("kind", ["text", "docx"])
def test_every_report_is_another_office_s(kind: Kind) -> None:
    made = [*bodies(kind, 2, first=3), *bodies(kind, 1, first=27)]
    assert len({body.data for body in made}) == len({body.name for body in made}) == 3
    agencies = [read_report(read_document(body.data, body.name)).agency for body in made]
    assert agencies == ["云泽县第3事务中心", "云泽县第4事务中心", "云泽县第27事务中心"]


def test_only_what_was_read_counts_as_speed() -> None:
    load = Load(2, 2.0, (Answer(200, 0.1, None), Answer(200, 0.3, None), Answer(503, 0.001, 2)))
    assert load.per_second == 1.0
    assert load.milliseconds()["max"] == pytest.approx(300)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        ([0.2], {"p50": 200, "p95": 200, "p99": 200, "max": 200}),
        ([0.1, 0.3], {"p50": 200, "p95": 290, "p99": 298, "max": 300}),
        ([n / 1000 for n in range(101)], {"p50": 50, "p95": 95, "p99": 99, "max": 100}),
    ],
)
def test_percentiles_of_the_times_to_an_answer(seconds: list[float], expected: dict[str, float]) -> None:
    assert milliseconds([Answer(200, each, None) for each in seconds]) == pytest.approx(expected)


def test_percentiles_of_nothing_are_none() -> None:
    with pytest.raises(ValueError, match="no answers"):
        milliseconds([])


def test_broken_connection_is_an_answer_of_its_own() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    [report] = bodies("text", 1, first=0)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as http:
        assert post(http, report).status == 0


@pytest.mark.parametrize(
    ("refusals", "recovered_s", "sound"),
    [
        ([(429, 1), (503, 2)], 1.0, True),
        ([(429, 1), (503, 2)], None, False),
        ([(429, 1), (503, None)], 1.0, False),
        ([(429, 1)], 1.0, False),
        ([(429, 1), (503, 2), (500, 1)], 1.0, False),
    ],
)
def test_overload_is_sound_where_all_refusals_say_when_to_come_again(
    refusals: list[tuple[int, int | None]], recovered_s: float | None, sound: bool
) -> None:
    answers = (Answer(200, 0.1, None), *(Answer(status, 0.01, asked) for status, asked in refusals))
    assert Overload(Load(1, 1.0, answers), recovered_s).is_sound is sound


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is told by /proc")
def test_memory_of_this_process_is_some_and_its_peak_more() -> None:
    memory = memory_of(os.getpid(), 1)
    assert memory.peak_mib >= memory.server_mib > 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processor time is told by /proc")
def test_processor_time_counts_processes_below() -> None:
    before = cpu_seconds(os.getpid())
    used = "import time\nwhile time.process_time() < 0.3: pass"
    subprocess.run([sys.executable, "-S", "-c", used], check=True)
    # The kernel tells hundredths, and each of its four sums loses up to one: a parent alone would count next to nothing.
    assert cpu_seconds(os.getpid()) - before > 0.2


def test_command_finds_no_torch_where_it_is_hidden(tmp_path: Path) -> None:
    asked = "import importlib\ntry:\n    importlib.import_module('torch')\nexcept ImportError as e:\n    print(e)"
    environment = {**os.environ, **without_torch(tmp_path / "hidden")}
    told = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "a service runs without torch"


def test_rows_stand_below_their_heads() -> None:
    written = io.StringIO()
    rows = Rows(Console(file=written), "report", "ms p50", "answers", widest=6)
    rows.add("docx", "12", "200×3")
    assert written.getvalue().splitlines() == ["report   ms p50  answers", "docx         12    200×3"]


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is told by /proc")
def test_a_share_of_the_benchmark(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--count", "20", "--clients", "1", "8", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [load["statuses"] for load in told["loads"]] == [{"200": 2}, {"200": 8}] * 2
    assert told["long_run"]["memory"][-1]["n_requests"] == 20
