from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from service.documents.outline import read_report
from service.documents.reader import read_document
from service.documents.report import Report
from tests.seeds import SEEDS

WITHOUT_DISPUTES = "004_790cad3f7e066faa"
NEW_REQUESTS = "本年新收政府信息公开申请数量"


@pytest.fixture(params=SEEDS)
def seed(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def gold(shared: Path, seed: str) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads((shared / "seeds" / "gold" / f"{seed}.json").read_text(encoding="utf-8"))
    return gold


@pytest.fixture
def report(shared: Path, seed: str) -> Report:
    path = shared / "seeds" / f"{seed}.txt"
    return read_report(read_document(path.read_bytes(), path.name))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_agency_and_year(report: Report, gold: dict[str, Any]) -> None:
    assert (report.agency, report.year) == (gold["report"]["agency"], gold["report"]["year"])


def test_sections(report: Report, seed: str) -> None:
    missing = [section.number for section in report.sections if not section.present]
    assert missing == (["四"] if seed == WITHOUT_DISPUTES else [])


def test_text_holds_every_fact_in_one_passage(report: Report, gold: dict[str, Any]) -> None:
    passages = [squeezed(report.text[passage.start : passage.end]) for passage in report.passages]
    quotes = [quote for fact in gold["facts"] for quote in (fact["quote"], *fact["also"])]
    assert [quote for quote in quotes if not any(squeezed(quote) in passage for passage in passages)] == []


def test_every_table_is_a_grid_of_its_own(report: Report, seed: str) -> None:
    assert len(report.tables) == (2 if seed == WITHOUT_DISPUTES else 3)
    rows = [[squeezed(cell.text) for cell in row if cell.text] for row in report.tables[1].rows()]
    (new_requests,) = [row for row in rows if NEW_REQUESTS in row[0]]
    assert len(new_requests) == 8
    assert sum(map(int, new_requests[1:7])) == int(new_requests[7])


def test_no_row_of_a_table_is_prose_or_the_reverse(report: Report) -> None:
    assert not any(cell.text.endswith("。") for table in report.tables for cell in table.cells)
    lines = [squeezed(line) for line in report.text.split("\n")]
    assert not {"信息内容", "2.重复申请", "申请人情况", "行政复议", "结果维持"}.intersection(lines)
