"""Suspects in words: one Chinese sentence telling what would be changed, what holds then, and what speaks for it."""

from __future__ import annotations

from decimal import Decimal

from annotations.catalogue import catalogue
from service.facts.fact import Fact
from service.reconcile.localise.ranking import Explanation
from service.reconcile.localise.slips import Slip, slip_data
from service.reconcile.localise.system import System
from service.reconcile.subject import Subject
from service.reconcile.wording import figure, quotation, title

_TELLING_DIGITS = 2


def reason(explanation: Explanation, system: System, subject: Subject, *, others: int) -> str:
    """The reason of a set of changes; ``others`` is how many further sets there are as small as it."""
    clauses = [_clause(explanation, system, subject)]
    if explanation.mixed_up:
        clauses.append("这几格的数字可能相互填错了位置")
    else:
        clauses += [_told(cell, explanation, system, subject) for cell in explanation.changes]
    clauses += [_state(cell, subject) for cell in explanation.changes]
    clauses += _testimony(explanation, subject)
    if others:
        clauses.append(f"另有{others}种同样少的改法，请对照原始台账判断")
    return "；".join(clause for clause in clauses if clause) + "。"


def _clause(explanation: Explanation, system: System, subject: Subject) -> str:
    parts = []
    for cell, value in explanation.changes.items():
        was = "空白" if subject.form.cells[cell].value is None else figure(system.values[cell])
        parts.append(f"把“{_title(cell, subject)}”由{was}改为{_aim(cell, value, system)}")
    return f"{'，'.join(parts)}，则与之有关的勾稽关系全部成立"


def _aim(cell: str, value: Decimal, system: System) -> str:
    """The value; at least or at most it, where no equation says more about the cell."""
    concerned = [constraint for constraint in system.constraints if cell in constraint.coefficients]
    if any(constraint.comparator == "=" for constraint in concerned):
        return figure(value)
    return f"{figure(value)}（{'至少' if value > system.values[cell] else '至多'}）"


def _told(cell: str, explanation: Explanation, system: System, subject: Subject) -> str:
    slip: Slip = explanation.slips[cell]
    wrong, right = system.values[cell], explanation.changes[cell]
    template = slip_data()["told"].get(slip.kind)
    if template is None or (slip.kind == "mistyped" and len(figure(right)) < _TELLING_DIGITS):
        return ""
    taken = "" if slip.cell is None else _title(slip.cell, subject)
    sentence: str = template.format(
        wrong=figure(wrong), right=figure(right), cell=taken, part=figure(abs(right - wrong))
    )
    return sentence


def _state(cell: str, subject: Subject) -> str:
    return f"“{_title(cell, subject)}”由扫描件识别得到，请先对照原件" if subject.form.cells[cell].doubtful else ""


def _testimony(explanation: Explanation, subject: Subject) -> list[str]:
    facts = {fact.id: fact for fact in subject.facts}
    found = [(fact, "改后即与文字所述{}相符") for fact in explanation.testimony.supporting]
    found += [(fact, "但改后与文字所述{}不符") for fact in explanation.testimony.opposing]
    return [sentence.format(_stated(facts[fact], subject)) for fact, sentence in found]


def _stated(fact: Fact, subject: Subject) -> str:
    quote = quotation(subject.report.text, fact.evidence[0]) if fact.evidence else ""
    return f"“{quote}”" if quote else f"{catalogue()[fact.metric].zh}{figure(fact.value)}{fact.unit or ''}"


def fact_reason(fact: Fact, proposed: Decimal, reading: str, subject: Subject) -> str:
    """The reason of a figure of the narrative that disagrees with cells which agree among themselves."""
    return (
        f"表中与“{reading}”有关的勾稽关系全部成立，改动表格会使其不成立；"
        f"把文字所述{_stated(fact, subject)}的{figure(fact.value)}改为{figure(proposed)}，则与表格一致，"
        "可能是文字有误。"
    )


def _title(cell: str, subject: Subject) -> str:
    return title(subject.form.edition, cell).replace("“", "‘").replace("”", "’")
