"""All findings of one reading that people have to see, in the order in which they matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from service.draw.appearance import appearance
from service.draw.marks import marks
from service.findings.entry import Entry, by_group, group_of, make_entry
from service.findings.verdicts import NO_VERDICTS, Verdicts
from service.findings.words import Group, words
from service.reading import Reading
from service.reconcile.engine import all_rules
from service.reconcile.rule import RuleInfo
from service.reconcile.rule_set import RuleSet

_VERSIONS = {"service": "软件", "model": "模型", "rules": "规则", "catalogue": "指标目录", "last_year": "上年报告"}


@dataclass(frozen=True, slots=True)
class Listing:
    """A reading with its entries, numbered from 1."""

    reading: Reading
    entries: tuple[Entry, ...]

    @property
    def agency(self) -> str:
        """The body that reports."""
        return self.reading.report.agency or "机关名称未识别"

    @property
    def year(self) -> str:
        """The year of which it reports."""
        return f"{self.reading.report.year}年" if self.reading.report.year else "年度未识别"

    @property
    def form(self) -> str:
        """The form that its tables follow."""
        edition = self.reading.form.edition
        return appearance().editions[edition] if edition else "没有统计表"

    @property
    def versions(self) -> str:
        """What made the reading, in one line."""
        return "　".join(f"{_VERSIONS.get(name, name)} {version}" for name, version in self.reading.versions.items())

    @property
    def parts(self) -> dict[Group, list[Entry]]:
        """The entries by group."""
        return by_group(self.entries)

    @property
    def counts(self) -> Counter[Group]:
        """How many entries each group has."""
        return Counter(entry.group for entry in self.entries)

    @property
    def n_confirmed(self) -> int:
        """How many findings a person has confirmed."""
        return sum(entry.verdict is not None and entry.verdict.verdict == "confirmed" for entry in self.entries)

    @property
    def n_cells(self) -> int:
        """How many cells were read."""
        return sum(cell.status == "read" for cell in self.reading.form.cells.values())

    @property
    def n_holds(self) -> int:
        """How many instances of rules hold."""
        return self.reading.verdicts["holds"]

    @property
    def absent(self) -> tuple[str, ...]:
        """The sections that the report lacks."""
        return tuple(f"{s.number}、{s.title}" for s in self.reading.report.sections if not s.present)


def listing(reading: Reading, verdicts: Verdicts = NO_VERDICTS, *, rules: RuleSet | None = None) -> Listing:
    """The list of a reading; ``rules`` are those it was checked by, the service's own by default."""
    known: Mapping[str, RuleInfo] = {rule.id: rule for rule in all_rules(rules)}
    grouped = []
    for finding in reading.findings:
        verdict = verdicts.of(reading, finding)
        group = group_of(finding, verdict)
        if group is not None:
            grouped.append((group, finding, verdict))
    order = list(words().groups)
    grouped.sort(key=lambda one: order.index(one[0]))
    marked = marks(reading)
    entries = (
        make_entry(number, finding, group, reading=reading, marks=marked, rules=known, verdict=verdict)
        for number, (group, finding, verdict) in enumerate(grouped, 1)
    )
    return Listing(reading, tuple(entries))
