"""Consistent reports: what the rules say against them, and what they leave undecided although everything is there."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from benchmarks.documents import render_docx, render_html, render_text
from benchmarks.documents.generate import generate
from benchmarks.documents.report import EDITIONS, GeneratedReport
from benchmarks.documents.style import draw_style
from benchmarks.findings.cases import Body, document, draw_plain_style, form, last_report, subject, written_report
from service.documents.outline import read_report
from service.reading import ReportReader
from service.reconcile.engine import reconcile
from service.reconcile.finding import Finding
from service.reconcile.subject import Subject

_WITH_LAST_YEAR = 0.35
_EXAMPLES = 3
Kind = tuple[str, str, str]
"""Rule, verdict, severity."""


@dataclass(slots=True)
class Consistent:
    """What was said of consistent reports: counts and examples by rule, verdict and severity, and times."""

    reports: int = 0
    verdicts: Counter[Kind] = field(default_factory=Counter)
    examples: dict[Kind, list[str]] = field(default_factory=dict)
    complete: Counter[tuple[str, bool]] = field(default_factory=Counter)
    """Rule instances whose inputs are all there, by rule and whether they are decided."""
    milliseconds: list[float] = field(default_factory=list)

    def add(self, findings: tuple[Finding, ...], report: Subject, name: str) -> None:
        """Count the findings of one report."""
        self.reports += 1
        for finding in findings:
            kind = (finding.rule, finding.verdict, finding.severity)
            self.verdicts[kind] += 1
            if has_inputs(finding, report):
                self.complete[finding.rule, finding.verdict in ("holds", "fails")] += 1
                if finding.verdict != "holds" and len(shown := self.examples.setdefault(kind, [])) < _EXAMPLES:
                    shown.append(f"{name}: {finding.message}")

    def failing(self, severity: str) -> Mapping[str, int]:
        """How often each rule fails with a severity."""
        found = {rule: n for (rule, verdict, of), n in self.verdicts.items() if verdict == "fails" and of == severity}
        return dict(sorted(found.items(), key=lambda item: -item[1]))

    @property
    def broken(self) -> int:
        """How often a rule itself broke."""
        return sum(n for (_, verdict, _), n in self.verdicts.items() if verdict == "broken")


def has_inputs(finding: Finding, report: Subject) -> bool:
    """Whether every cell that a finding names was read, and every fact surely."""
    cells = (report.form.cells.get(cell_id) for cell_id in finding.cells)
    doubtful = {fact.id for fact in report.facts if fact.doubtful or fact.parts_doubtful}
    return all(cell is not None and cell.status == "read" for cell in cells) and not doubtful & set(finding.facts)


def direct(count: int) -> Consistent:
    """Reports whose cells and facts are given: the forms since 2019, and every eighth of the years before."""
    found = Consistent()
    for number in range(count):
        name, report = _old(number) if number % 8 == 7 else _new(number)
        began = time.process_time()
        findings = reconcile(report.report, report.form, report.facts, last_year=report.last_year)
        found.milliseconds.append(1000 * (time.process_time() - began))
        found.add(findings, report, name)
    return found


def _new(number: int) -> tuple[str, Subject]:
    rng = random.Random(f"consistent {number}")
    body = Body.draw(rng, "V1" if number % 4 == 1 else "V2")
    last = last_report(rng, body) if rng.random() < _WITH_LAST_YEAR else None
    return f"{number} {body.edition}", subject(written_report(rng, body, style=draw_plain_style(rng)), last_year=last)


def _old(number: int) -> tuple[str, Subject]:
    generated = generate(number, EDITIONS[number // 8 % 2])
    return f"{number} {generated.edition}", Subject(read_report(document(generated)), form(generated), ())


def read(count: int, reader: ReportReader) -> Consistent:
    """Documents of such reports, read as those of users are, by the released model."""
    found = Consistent()
    for number, (name, data, _) in enumerate(_files(count)):
        reading = reader.read(data, name)
        report = Subject(reading.report, reading.form, reading.facts)
        found.milliseconds.append(reading.timings.reconcile_ms)
        found.add(reading.findings, report, f"{number} {name}")
    return found


def _files(count: int) -> Iterator[tuple[str, bytes, GeneratedReport]]:
    modules = (render_docx, render_html, render_text)
    for number in range(count):
        rng = random.Random(f"read {number}")
        body = Body.draw(rng, "V1" if number % 4 == 1 else "V2")
        report = written_report(rng, body, style=draw_style(rng)).report
        module = modules[number % len(modules)]
        variant = rng.choice(list(module.VARIANTS))
        yield f"{number:04}{module.EXTENSIONS[variant]}", module.VARIANTS[variant](report), report
