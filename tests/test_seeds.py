"""Five real reports, read from beginning to end with the released model, against their right readings.

The reports lie beside the checkout (fixture ``shared``), not in it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.table import Table

from models.registry import RELEASED, newest
from service.facts.fact import Fact
from service.reading import Reading, ReportReader
from tests.seeds import SEEDS

LEAST_F1 = 0.80
Primary = tuple[str, Decimal, str]


@pytest.fixture(scope="module")
def readings(shared: Path) -> dict[str, tuple[Reading, dict[str, Any]]]:
    """Reading and gold of each seed."""
    reader = ReportReader.load(RELEASED)
    found = {}
    for name in SEEDS:
        path = shared / "seeds" / f"{name}.txt"
        gold = json.loads((shared / "seeds" / "gold" / f"{name}.json").read_text("utf-8"))
        found[name] = (reader.read(path.read_bytes(), path.name), gold)
    return found


def primary_of_gold(gold: dict[str, Any]) -> Counter[Primary]:
    return Counter((fact["metric"], Decimal(fact["value"]).normalize(), fact["kind"]) for fact in gold["facts"])


def primary_of(reading: Reading) -> Counter[Primary]:
    return Counter((fact.metric, fact.value.normalize(), fact.kind) for fact in reading.facts)


@pytest.mark.parametrize("name", SEEDS)
def test_report_knows_its_agency_year_and_edition(
    name: str, readings: dict[str, tuple[Reading, dict[str, Any]]]
) -> None:
    reading, gold = readings[name]
    found = {"agency": reading.report.agency, "year": reading.report.year, "edition": reading.form.edition}
    assert found == gold["report"]


@pytest.mark.parametrize("name", SEEDS)
def test_every_cell_is_exact(name: str, readings: dict[str, tuple[Reading, dict[str, Any]]]) -> None:
    reading, gold = readings[name]
    found = {cell_id: reading.form.value(cell_id) for cell_id in gold["cells"]}
    assert found == {cell_id: Decimal(value) for cell_id, value in gold["cells"].items()}
    # Of a truncated report the cells that are not in the gold are missing, and none is invented.
    invented = [
        cell.id for cell in reading.form.cells.values() if cell.value is not None and cell.id not in gold["cells"]
    ]
    assert invented == []


@pytest.mark.parametrize("name", SEEDS)
def test_nothing_of_severity_error_fails(name: str, readings: dict[str, tuple[Reading, dict[str, Any]]]) -> None:
    reading, gold = readings[name]
    assert gold["no_errors"]
    assert [f.message for f in reading.findings if f.verdict == "fails" and f.severity == "error"] == []


@pytest.mark.parametrize("name", SEEDS)
def test_every_finding_of_the_gold_comes_out(name: str, readings: dict[str, tuple[Reading, dict[str, Any]]]) -> None:
    reading, gold = readings[name]
    assert [wanted["about"] for wanted in gold["findings"] if not comes_out(wanted, gold, reading)] == []


def comes_out(wanted: dict[str, Any], gold: dict[str, Any], reading: Reading) -> bool:
    """Whether a finding of that verdict rests on at least those facts (by metric and value) and cells."""
    gold_facts = {fact["id"]: fact for fact in gold["facts"]}
    facts = {fact.id: fact for fact in reading.facts}
    named = Counter((gold_facts[i]["metric"], Decimal(gold_facts[i]["value"]).normalize()) for i in wanted["facts"])
    for finding in reading.findings:
        rests_on = Counter(_metric_and_value(facts[i]) for i in finding.facts)
        if (
            finding.verdict == wanted["verdict"]
            and finding.severity == wanted.get("severity", finding.severity)
            and not named - rests_on
            and set(wanted["cells"]) <= set(finding.cells)
        ):
            return True
    return False


def _metric_and_value(fact: Fact) -> tuple[str, Decimal]:
    return fact.metric, fact.value.normalize()


def test_facts_reach_the_score(
    readings: dict[str, tuple[Reading, dict[str, Any]]], capsys: pytest.CaptureFixture[str]
) -> None:
    table = Table("seed", "gold", "found", "right", "F1", box=None)
    right = n_gold = n_found = 0
    for name, (reading, gold) in readings.items():
        want, have = primary_of_gold(gold), primary_of(reading)
        both, n_want, n_have = (sum(c.values()) for c in (want & have, want, have))
        right, n_gold, n_found = right + both, n_gold + n_want, n_found + n_have
        table.add_row(name, *(str(n) for n in (n_want, n_have, both)), f"{2 * both / (n_want + n_have):.3f}")
    f1 = 2 * right / (n_gold + n_found)
    table.add_row("all", *(str(n) for n in (n_gold, n_found, right)), f"{f1:.3f}")
    with capsys.disabled():
        print()
        Console().print(table, f"model {newest().label}")
    assert f1 >= LEAST_F1


@pytest.mark.parametrize("name", SEEDS)
def test_evidence_points_at_the_words(name: str, readings: dict[str, tuple[Reading, dict[str, Any]]]) -> None:
    reading, _ = readings[name]
    text = reading.report.text
    for fact in reading.facts:
        for evidence in fact.evidence:
            assert 0 <= evidence.start < evidence.end <= len(text)
            figure = re.sub(r"\s", "", text[slice(*evidence.quantity)])
            assert figure
            assert (
                fact.negated
                or fact.kind == "change"
                or re.search(r"[0-9０-９零〇一二两三四五六七八九十百半双]", figure)
            )
        assert text[slice(*fact.evidence[0].label)] == fact.label
