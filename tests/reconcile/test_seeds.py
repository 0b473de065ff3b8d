"""The gold findings of the seeds come out of their gold cells and facts, without any model or reader."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from service.documents.report import Report
from service.facts.fact import Evidence, Fact
from service.forms.cell import Form
from service.reconcile.engine import reconcile
from service.reconcile.finding import Finding

from .builders import make_form, make_report

SEEDS = ("000", "001", "002", "003", "004")
_QUALIFIERS = ("channel", "category", "party", "role", "part_of", "negated", "approx", "unit", "kind", "year", "label")


def _load(shared: Path, seed: str) -> tuple[dict[str, Any], Report, Form, tuple[Fact, ...]]:
    path = next((shared / "seeds" / "gold").glob(f"{seed}_*.json"))
    gold: dict[str, Any] = json.loads(path.read_text("utf-8"))
    text = re.sub(r"\s", "", (shared / "seeds" / f"{path.stem}.txt").read_text("utf-8"))
    known = gold["report"]
    absent = [number for number in "一二三四五六" if f"{number}、" not in _headings(shared, path.stem)]
    report = make_report(text, agency=known["agency"], year=known["year"], absent=absent)
    form = make_form(gold["cells"], edition=known["edition"], others=None)
    return gold, report, form, tuple(_fact(entry, text) for entry in gold["facts"])


def _headings(shared: Path, name: str) -> str:
    lines = (shared / "seeds" / f"{name}.txt").read_text("utf-8").splitlines()
    return "".join(line.strip()[:2] for line in lines if re.match(r"\s*[一二三四五六]、\S+$", line.strip()))


def _fact(entry: dict[str, Any], text: str) -> Fact:
    places = [re.sub(r"\s", "", quote) for quote in (entry["quote"], *entry["also"])]
    evidence = tuple(_evidence(text, quote, entry["value"]) for quote in places)
    qualifiers = {name: entry[name] for name in _QUALIFIERS}
    value = Decimal(entry["value"])
    return Fact(
        id=entry["id"], metric=entry["metric"], value=value, confidence=1.0, evidence=evidence, key="", **qualifiers
    )


def _evidence(text: str, quote: str, value: str) -> Evidence:
    start = text.index(quote)
    number = quote.rfind(value)
    quantity = (start + number, start + number + len(value)) if number >= 0 else (start, start + len(quote))
    return Evidence(start, start + len(quote), quantity, (start, start + len(quote)))


def _meets(finding: Finding, wanted: dict[str, Any], facts: dict[str, tuple[str, Decimal]]) -> bool:
    said = {facts[fact] for fact in finding.facts}
    return (
        finding.verdict == wanted["verdict"]
        and finding.severity == wanted.get("severity", finding.severity)
        and {facts[fact] for fact in wanted["facts"]} <= said
        and set(wanted["cells"]) <= set(finding.cells)
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_gold_findings_come_out(shared: Path, seed: str) -> None:
    gold, report, form, facts = _load(shared, seed)
    known = {fact.id: (fact.metric, fact.value) for fact in facts}
    found = reconcile(report, form, facts)
    unmet = [wanted["about"] for wanted in gold["findings"] if not any(_meets(f, wanted, known) for f in found)]
    assert unmet == []


@pytest.mark.parametrize("seed", SEEDS)
def test_no_error_fails_on_a_seed(shared: Path, seed: str) -> None:
    gold, report, form, facts = _load(shared, seed)
    wrong = [f.message for f in reconcile(report, form, facts) if f.verdict == "fails" and f.severity == "error"]
    assert gold["no_errors"]
    assert wrong == []


def _outside_quotes(parts: list[Fact]) -> list[Fact]:
    """The parts whose names are quoted in no other way in a message."""
    return [part for part in parts if "“" not in part.label]


def test_broken_list_is_told_with_all_parts(shared: Path) -> None:
    _, report, form, facts = _load(shared, "004")
    [finding] = [f for f in reconcile(report, form, facts) if f.rule == "narrative.breakdown"]
    assert (finding.left, finding.right, len(finding.facts)) == ("138", "122", 20)
    assert "相差16" in finding.message
    assert all(part in finding.message for part in ("138条", "19项之和", " = 122"))
    parts = [fact for fact in facts if fact.part_of == finding.facts[0]]
    assert all(
        str(part.value) in finding.message and part.label[:8] in finding.message for part in _outside_quotes(parts)
    )
