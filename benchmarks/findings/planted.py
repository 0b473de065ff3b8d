"""Slips planted in consistent reports: whether they are found, and whether the wrong cell is named."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from benchmarks.findings.cases import Body, Prose, cell, draw_plain_style, subject, written_report
from benchmarks.findings.explanations import explanations, system
from benchmarks.findings.figures import NewEdition
from benchmarks.findings.slips import Sheets, Slip, rows_of
from service.reconcile.engine import reconcile
from service.reconcile.finding import Finding
from service.reconcile.subject import Subject

Slipping = Callable[[random.Random, Sheets], Slip | None]

_EDITIONS: Final[Sequence[NewEdition]] = ("V2", "V1", "V2", "V2")
# Few reports tell none of their figures. Where they do, the prose is written from the register more often than from the
# finished tables; from these it would repeat the slip.
_PROSE: Mapping[Prose, int] = {"silent": 35, "register": 45, "table": 20}
# A report of zeros gives little occasion for slips.
_IDLE_TAKEN = 0.15


@dataclass(frozen=True, slots=True)
class Planted:
    """A slip in a report, and what became of it.

    ``first`` and ``named`` are the cells of the first suspect sets, and of all, of its failing findings; ``right``
    those of the slip for which a first set proposes the true value. ``visible`` says that it breaks one of E1–E4, as
    every slip in one cell does; ``explained`` counts the smallest explanations that these leave (0 where more than two
    cells would have to change), and ``known`` says that one of them is the slip itself. ``blanks``: zeros, or some of
    them, are not written as 0.
    """

    slip: Slip
    edition: NewEdition
    prose: Prose
    found: bool
    first: frozenset[str]
    named: frozenset[str]
    right: frozenset[str]
    visible: bool
    explained: int
    known: bool
    blanks: bool
    rules_ms: float
    all_ms: float


def planted(count: int, slipping: Slipping, *, seed: str) -> Iterator[Planted]:
    """So many reports with a slip each."""
    number = made = 0
    while made < count:
        rng = random.Random(f"{seed} {number}")
        edition = _EDITIONS[number % len(_EDITIONS)]
        number += 1
        body = Body.draw(rng, edition)
        if not body.figures["requests.new@total"] and rng.random() > _IDLE_TAKEN:
            continue
        slip = slipping(rng, Sheets(rows_of(edition), body.figures, body.before))
        if slip is not None:
            made += 1
            yield _planted(rng, body, slip)


def _planted(rng: random.Random, body: Body, slip: Slip) -> Planted:
    prose = rng.choices(list(_PROSE), list(_PROSE.values()))[0]
    typed = body.figures | {cell_id: value or Decimal(0) for cell_id, value in slip.cells.items()}
    style = draw_plain_style(rng)
    state = rng.getstate()
    right = subject(written_report(rng, body, prose=prose, style=style))
    rng.setstate(state)
    wrong = subject(written_report(rng, body, prose=prose, tables=typed, style=style))
    cells = dict(wrong.form.cells) | {id: cell(id, value) for id, value in slip.cells.items()}
    wrong = replace(wrong, form=replace(wrong.form, cells=cells))
    rules_ms, _ = _decided(right)
    all_ms, findings = _decided(wrong)
    failing = [f for f in findings if f.verdict == "fails"]
    sets = [f.suspects for f in failing if f.suspects]
    first = [suspects[0] for suspects in sets]
    limits = explanations(body.edition, typed)
    return Planted(
        slip=slip,
        edition=body.edition,
        prose=prose,
        found=any(f.severity == "error" and slip.cells.keys() & set(f.cells) for f in failing),
        first=frozenset(change.cell for suspect in first for change in suspect.changes),
        named=frozenset(change.cell for each in sets for suspect in each for change in suspect.changes),
        right=frozenset(
            change.cell
            for suspect in first
            for change in suspect.changes
            if change.cell in slip.cells and Decimal(change.proposed) == body.figures[change.cell]
        ),
        visible=bool(system(body.edition).residuals(typed)),
        explained=len(limits),
        known=any(limit == {id: body.figures[id] for id in slip.cells} for limit in limits),
        blanks=style.zero != "0",
        rules_ms=rules_ms,
        all_ms=all_ms,
    )


def _decided(report: Subject) -> tuple[float, tuple[Finding, ...]]:
    """Milliseconds of this process that all rules took, and what they say."""
    began = time.process_time()
    findings = reconcile(report.report, report.form, report.facts)
    return 1000 * (time.process_time() - began), findings
