"""The benchmark of the service: what it posts differs and can be read, and a share of it is measured."""

from __future__ import annotations

import json
import os
import sys

import pytest

from benchmarks.service.__main__ import main
from benchmarks.service.bodies import Kind, bodies
from benchmarks.service.load import Answer, Load
from benchmarks.service.memory import memory_of
from benchmarks.service.overload import Overload
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
def test_memory_of_this_process_is_some() -> None:
    assert memory_of(os.getpid(), 1).server_mib > 1


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is told by /proc")
def test_a_share_of_the_benchmark(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--count", "20", "--clients", "1", "8", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [load["statuses"] for load in told["loads"]["docx"]] == [{"200": 2}, {"200": 8}]
    assert told["memory"][-1]["n_requests"] == 20
