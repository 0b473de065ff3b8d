"""A finding as one entry of a list: where, what stands there, what is wrong, what may be done, on what basis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.draw.appearance import appearance
from service.draw.marks import Marks
from service.findings.places import cell_path, cells_path, cells_place, sentence_place
from service.findings.quoting import Segment, clause
from service.findings.verdicts import PersonVerdict
from service.findings.words import Group, words
from service.forms.cell import Edition
from service.reading import Reading
from service.reconcile.finding import Finding, Suspect
from service.reconcile.rule import RuleInfo

_MOST_SENTENCES, _MOST_CELLS, _MOST_SUSPECTS = 8, 24, 4
_NUMERALS = "一二三四"


@dataclass(frozen=True, slots=True)
class Quoted:
    """What stands in the report at one place: a clause of the narrative, or cells of a table."""

    place: str
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """What stands there, as plain text."""
        return "".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Entry:
    """``grade`` is how grave it is, in Chinese; ``figures`` are the two numbers compared, where there are two."""

    number: int
    finding: Finding
    group: Group
    grade: str
    rule: str
    basis: str
    quoted: tuple[Quoted, ...]
    figures: tuple[str, str] | None
    suggestions: tuple[str, ...]
    verdict: PersonVerdict | None

    @property
    def places(self) -> tuple[str, ...]:
        """Where it stands, each place once."""
        return tuple(dict.fromkeys(quoted.place for quoted in self.quoted if quoted.place))

    @property
    def judged(self) -> str:
        """What a person said of it, in one line; empty where nobody did."""
        verdict = self.verdict
        if verdict is None:
            return ""
        when = f"{verdict.when:%Y-%m-%d}" if verdict.when else ""
        signed = " ".join(filter(None, (verdict.who, when)))
        said = "：".join(filter(None, (words().judgements[verdict.verdict][0], verdict.comment)))
        return f"{said}（{signed}）" if signed else said


def group_of(finding: Finding, verdict: PersonVerdict | None) -> Group | None:
    """The part of the list in which a finding stands; None for what holds, unless a person spoke of it."""
    if verdict is not None and verdict.verdict == "dismissed" and finding.verdict != "holds":
        return "dismissed"
    if finding.verdict == "fails":
        return finding.severity
    return None if finding.verdict == "holds" else finding.verdict


def make_entry(
    number: int,
    finding: Finding,
    group: Group,
    *,
    reading: Reading,
    marks: Marks,
    rules: Mapping[str, RuleInfo],
    verdict: PersonVerdict | None,
) -> Entry:
    """The entry of a finding; ``marks`` are those of the reading."""
    rule = rules.get(finding.rule)
    figures = None if finding.left is None or finding.right is None else (finding.left, finding.right)
    return Entry(
        number=number,
        finding=finding,
        group=group,
        grade=appearance().severities[finding.severity],
        rule=finding.rule if rule is None else rule.title,
        basis="" if rule is None else rule.basis,
        quoted=(*_sentences(finding, reading), *_cells(finding, reading, marks)),
        figures=figures,
        suggestions=() if group == "dismissed" else _suggestions(finding, reading),
        verdict=verdict,
    )


def _sentences(finding: Finding, reading: Reading) -> list[Quoted]:
    """The clauses of the facts, each once however many facts it states."""
    facts = {fact.id: fact for fact in reading.facts}
    found: dict[tuple[str, str], Quoted] = {}
    for fact_id in finding.facts:
        if fact_id in facts and facts[fact_id].evidence:
            evidence = facts[fact_id].evidence[0]
            quoted = Quoted(sentence_place(reading, evidence), clause(reading.report.text, evidence))
            found.setdefault((quoted.place, quoted.text), quoted)
    return list(found.values())[:_MOST_SENTENCES]


def _cells(finding: Finding, reading: Reading, marks: Marks) -> list[Quoted]:
    """The cells, what they have in common said once; those that say nothing are counted."""
    edition = reading.form.edition
    ids = [cell_id for cell_id in dict.fromkeys(finding.cells) if cell_id in marks.cells]
    if not ids:
        return []
    # The first is the total, or the cell that the rule is about.
    told = [cell_id for at, cell_id in enumerate(ids) if at == 0 or marks.cells[cell_id].cell.value]
    told = (ids if len(ids) <= 4 else told)[:_MOST_CELLS]
    common, place = cells_path(edition, ids), cells_place(reading, ids)
    silent = {_silence(marks, cell_id) for cell_id in ids}
    if len(ids) > 1 and len(silent) == 1 and marks.cells[ids[0]].cell.value is None:
        return [Quoted(place, (Segment(f"共{len(ids)}格{silent.pop()}"),))]
    segments: list[Segment] = []
    for cell_id in told:
        segments.append(Segment("；" if segments else ""))
        segments += [Segment(_own_name(edition, cell_id, common)), Segment(marks.cells[cell_id].value, "quantity")]
    rest = Counter(_silence(marks, cell_id) for cell_id in ids if cell_id not in told)
    segments += [Segment(f"；另有{count}格{state}") for state, count in rest.items()]
    return [Quoted(place, tuple(segment for segment in segments if segment.text))]


def _silence(marks: Marks, cell_id: str) -> str:
    """What a cell is that is not told: 0, or a value beyond those that are told, or why it has none."""
    value = marks.cells[cell_id].cell.value
    if value is None:
        return marks.cells[cell_id].value
    return "未列出" if value else "为0"


def _own_name(edition: Edition | None, cell_id: str, common: str) -> str:
    """The part of a cell's way that the common one does not say: “予以公开”行 below 表三“自然人”列."""
    path = cell_path(edition, cell_id)
    if path == common:
        return ""
    head, _, last = common.partition("“")
    last = f"“{last}" if last else ""
    if path.startswith(head) and last in path:
        path = path.removeprefix(head).replace(last, "", 1)
    return path + " "


def _suggestions(finding: Finding, reading: Reading) -> tuple[str, ...]:
    """The smallest changes under which all would agree; where none are known, what to look at."""
    if finding.verdict == "broken":
        return ()
    edition, suspects = reading.form.edition, finding.suspects[:_MOST_SUSPECTS]
    found = [_suspected(suspect, edition) for suspect in suspects]
    if len(found) > 1:
        found = [f"可能之{numeral}：{text}" for numeral, text in zip(_NUMERALS, found, strict=False)]
    if len(finding.suspects) > len(suspects):
        found.append(f"另有{len(finding.suspects) - len(suspects)}种改法同样可使各式成立。")
    if found or finding.verdict != "fails":
        return tuple(found)
    advice = words().advice
    if finding.facts and finding.cells:
        return (advice["both"],)
    if finding.facts:
        return (advice["facts"],)
    if not finding.cells:
        return ()
    given = [reading.form.cells.get(cell_id) for cell_id in finding.cells]
    return (advice["missing" if all(c is None or c.status == "missing" for c in given) else "cells"],)


def _suspected(suspect: Suspect, edition: Edition | None) -> str:
    changes = (
        f"{cell_path(edition, change.cell)}由{change.value}改为{change.proposed}"
        if change.value is not None
        else f"{cell_path(edition, change.cell)}填为{change.proposed}"
        for change in suspect.changes
    )
    return f"疑为{'，'.join(changes)}。{suspect.reason}"


def by_group(entries: Sequence[Entry]) -> dict[Group, list[Entry]]:
    """The entries of each part of a list, the parts in their order, empty ones left out."""
    parts = {group: [entry for entry in entries if entry.group == group] for group in words().groups}
    return {group: found for group, found in parts.items() if found}
