"""How facts are quoted and findings of the narrative are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from service.facts.fact import Fact
from service.reconcile.finding import Finding, Severity, Verdict
from service.reconcile.keys import finding_key
from service.reconcile.subject import Subject
from service.reconcile.wording import figure, quotation

_TWO_PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said of one instance of a rule, and why in Chinese; ``reading`` names what made it hold."""

    verdict: Verdict
    severity: Severity
    reason: str
    reading: str | None = None


def quantity_words(fact: Fact, text: str) -> str:
    """The number as it is written, in the place where the fact is stated first; empty where it stands nowhere."""
    return text[slice(*fact.evidence[0].quantity)] if fact.evidence else ""


def said_words(fact: Fact, text: str) -> str:
    """Everything that states the fact: its label, its qualifiers, its clauses."""
    own = (fact.label, fact.category or "", fact.party or "")
    return "".join((*own, *(text[evidence.start : evidence.end] for evidence in fact.evidence)))


def stated(fact: Fact, text: str) -> str:
    """The clause of a fact with its figure: “收到申请20件”（20件）; the label where no clause is known."""
    quote = quotation(text, fact.evidence[0]) if fact.evidence else ""
    return f"“{quote or fact.label}”（{figure(fact.value)}{fact.unit or ''}）"


def position(fact: Fact) -> int:
    """Where the fact is stated first."""
    return fact.evidence[0].quantity[0] if fact.evidence else 0


def each_figure_once(facts: Sequence[Fact]) -> list[Fact]:
    """The facts, one for every figure of the text: where one figure was read as two facts, the surer one."""
    kept: dict[object, Fact] = {}
    for fact in facts:
        figure_of = fact.evidence[0].quantity if fact.evidence else fact.id
        other = kept.get(figure_of)
        if other is None or other.confidence < fact.confidence:
            kept[figure_of] = fact
    return list(kept.values())


def percentage(part: Decimal, whole: Decimal) -> str:
    """A share as people write it, with two places."""
    return f"{figure((part / whole * 100).quantize(_TWO_PLACES))}%"


def narrative_finding(
    rule: str,
    subject: Subject,
    judgement: Judgement,
    *,
    message: str,
    facts: Sequence[Fact],
    left: str,
    right: str | None,
    cells: Sequence[str] = (),
    instance: str = "",
) -> Finding:
    """A finding over facts, and over cells where they took part; undecided where a fact is doubtful (READING)."""
    verdict, severity = judgement.verdict, judgement.severity
    if verdict != "undecided" and any(fact.doubtful for fact in facts):
        verdict, message = "undecided", f"{message.removesuffix('。')}；其中有数字识别的把握不大，无法断定。"
    return Finding(
        rule=rule,
        verdict=verdict,
        severity=severity,
        message=message,
        key=finding_key(rule, instance, form=subject.form, cells=cells, facts=facts),
        left=left,
        right=right,
        reading=judgement.reading if verdict == "holds" else None,
        facts=tuple(fact.id for fact in facts),
        cells=tuple(cells),
    )
