"""A Reading → what is to be marked in its document, whatever it is drawn on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotations.catalogue import catalogue
from service.draw.appearance import appearance
from service.draw.short_titles import full_title, short_title
from service.facts.fact import Fact
from service.forms.cell import Cell, Edition
from service.reading import Reading
from service.reconcile.finding import Finding
from service.wire import decimal_text

_VERDICTS = {"fails": 0, "broken": 1, "undecided": 2, "holds": 3}
_SEVERITIES = {"error": 0, "warning": 1, "information": 2}


@dataclass(frozen=True, slots=True)
class FindingMark:
    """A finding with its number on the drawing; those that fail come first."""

    number: int
    finding: Finding

    @property
    def fails(self) -> bool:
        """Whether it is marked where its cells and facts stand."""
        return self.finding.verdict in ("fails", "broken")


@dataclass(frozen=True, slots=True)
class CellMark:
    """A cell of the form: its titles, its state (of the appearance), its value in words, what fails at it."""

    cell: Cell
    title: str
    short: str
    state: str
    value: str
    failing: tuple[FindingMark, ...]


@dataclass(frozen=True, slots=True)
class FactMark:
    """A fact: its metric's name, its value in words, what else is said of it, its relatives, what fails at it.

    ``index`` numbers the facts from 0; ``related`` are the indexes of the total it belongs to and of its parts.
    """

    index: int
    fact: Fact
    name: str
    value: str
    details: str
    related: tuple[int, ...]
    failing: tuple[FindingMark, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """All that is marked; ``cells`` in the order of the form."""

    cells: Mapping[str, CellMark]
    facts: tuple[FactMark, ...]
    findings: tuple[FindingMark, ...]

    @property
    def failing(self) -> tuple[FindingMark, ...]:
        """The findings that are marked."""
        return tuple(mark for mark in self.findings if mark.fails)

    @property
    def missing(self) -> tuple[CellMark, ...]:
        """The cells that the report does not have."""
        return tuple(mark for mark in self.cells.values() if mark.state == "missing")

    @property
    def states(self) -> Counter[str]:
        """How many cells have each state."""
        return Counter(mark.state for mark in self.cells.values())


def marks(reading: Reading) -> Marks:
    """What to mark of a reading."""
    ordered = sorted(reading.findings, key=lambda f: (_VERDICTS[f.verdict], _SEVERITIES[f.severity]))
    findings = tuple(FindingMark(number, finding) for number, finding in enumerate(ordered, 1))
    at_cells, at_facts = _failing(findings)
    cells = {id: _cell(cell, reading.form.edition, at_cells[id]) for id, cell in reading.form.cells.items()}
    related = _related(reading.facts)
    facts = tuple(
        _fact(index, fact, year=reading.report.year, related=related[fact.id], failing=at_facts[fact.id])
        for index, fact in enumerate(reading.facts)
    )
    return Marks(cells, facts, findings)


def _failing(
    findings: Sequence[FindingMark],
) -> tuple[Mapping[str, list[FindingMark]], Mapping[str, list[FindingMark]]]:
    """What fails at each cell and at each fact."""
    cells: defaultdict[str, list[FindingMark]] = defaultdict(list)
    facts: defaultdict[str, list[FindingMark]] = defaultdict(list)
    for mark in findings:
        if mark.fails:
            for cell_id in dict.fromkeys(mark.finding.cells):
                cells[cell_id].append(mark)
            for fact_id in dict.fromkeys(mark.finding.facts):
                facts[fact_id].append(mark)
    return cells, facts


def _cell(cell: Cell, edition: Edition | None, failing: Sequence[FindingMark]) -> CellMark:
    title = full_title(edition, cell.id)
    state = "doubtful" if cell.doubtful and cell.status == "read" else cell.status
    return CellMark(cell, title, short_title(cell.id, title), state, _cell_value(cell), tuple(failing))


def _cell_value(cell: Cell) -> str:
    if cell.value is not None:
        return decimal_text(cell.value) + (cell.unit or "")
    if cell.candidates:
        return "或".join(decimal_text(value) for value in cell.candidates)
    return appearance().states[cell.status].zh


def _fact(
    index: int, fact: Fact, *, year: int | None, related: Sequence[int], failing: Sequence[FindingMark]
) -> FactMark:
    metric = catalogue().get(fact.metric)
    name = metric.zh if metric is not None else fact.metric
    if fact.kind == "change":
        name += f"（{appearance().kinds[fact.kind]}）"
    return FactMark(index, fact, name, _fact_value(fact), _details(fact, year), tuple(related), tuple(failing))


def _fact_value(fact: Fact) -> str:
    if fact.negated:
        return "无"
    approximation = "" if fact.approx is None else appearance().approximations[fact.approx]
    return f"{approximation}{decimal_text(fact.value)}{fact.unit or ''}"


def _details(fact: Fact, year: int | None) -> str:
    words = [word for word in (fact.channel, fact.category, fact.party, fact.role) if word]
    if fact.year is not None and fact.year != year:
        words.append(f"{fact.year}年")
    if fact.part_of:
        words.append(f"属于{fact.part_of}")
    return " ".join(words)


def _related(facts: Sequence[Fact]) -> Mapping[str, list[int]]:
    """For every fact the total it is a part of, and its own parts."""
    indexes = {fact.id: index for index, fact in enumerate(facts)}
    related: defaultdict[str, list[int]] = defaultdict(list)
    for fact in facts:
        whole = fact.part_of
        if whole is not None and whole in indexes:
            related[fact.id].append(indexes[whole])
            related[whole].append(indexes[fact.id])
    return related


def distinct(findings: Iterable[FindingMark]) -> tuple[FindingMark, ...]:
    """Each finding once, in the order of their numbers."""
    return tuple(mark for _, mark in sorted({mark.number: mark for mark in findings}.items()))
