"""A decided instance → its finding, told in Chinese with its figures, also those of facts and of last year."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from annotations.catalogue import catalogue
from service.facts.fact import Fact
from service.forms.cell import Form
from service.reconcile.certainty import DOUBTFUL_CELLS
from service.reconcile.expression import Decision, Outside
from service.reconcile.finding import Finding, Verdict
from service.reconcile.instances import Instance
from service.reconcile.keys import finding_key
from service.reconcile.subject import Subject
from service.reconcile.wording import figure, quotation, title, titles

FIGURES = frozenset({"left", "right", "difference", "culprits", "values", "facts"})
"""What a message may name beside the variables of its rule."""
_NOTHING = Outside()
_LISTED = 6


def make_finding(instance: Instance, decision: Decision, subject: Subject) -> Finding:
    """The finding; one that fails on cells of last year which were read with doubt is undecided."""
    rule, outside = instance.rule, decision.outside or _NOTHING
    by_id = {fact.id: fact for fact in subject.facts} if outside.facts else {}
    facts = [by_id[fact] for fact in outside.facts]
    last = subject.last_year.form if subject.last_year else None
    verdict, message = decision.verdict, _message(instance, decision, subject, facts)
    if verdict == "fails" and last is not None and any(_is_doubtful(last, cell) for cell in outside.last):
        verdict, message = "undecided", message + DOUBTFUL_CELLS
    return Finding(
        rule=rule.id,
        verdict=verdict,
        severity=rule.severity,
        message=message,
        key=finding_key(
            *(rule.id, instance.label),
            form=subject.form,
            cells=decision.cells,
            facts=facts,
            last=last,
            last_cells=outside.last,
        ),
        left=None if decision.left is None else figure(decision.left),
        right=None if decision.right is None else figure(decision.right),
        facts=outside.facts,
        cells=decision.cells,
    )


def broken(rule: str, name: str, subject: Subject, error: Exception, *, label: str = "") -> Finding:
    """The finding that a rule could not be evaluated."""
    verdict: Verdict = "broken"
    where = f"（{label}）" if label else ""
    message = f"规则“{name}”{where}运行出错，没有结论：{type(error).__name__}。其他规则不受影响。"
    return Finding(rule, verdict, "information", message, finding_key(rule, f"{label}\n{verdict}", form=subject.form))


def _is_doubtful(form: Form, cell_id: str) -> bool:
    cell = form.cells.get(cell_id)
    return cell is not None and cell.doubtful


def _message(instance: Instance, decision: Decision, subject: Subject, facts: Sequence[Fact]) -> str:
    if decision.verdict == "undecided":
        return _undecided(instance, decision, subject)
    template = instance.rule.holds if decision.verdict == "holds" else instance.rule.fails
    left, right = decision.left, decision.right
    return template.format(
        **instance.names,
        left="" if left is None else figure(left),
        right="" if right is None else figure(right),
        difference="" if left is None or right is None else figure(abs(left - right)),
        culprits=titles(subject.form.edition, decision.culprits),
        values=_values(decision, subject) if "{values}" in template else "",
        facts=_told(facts, subject.report.text) if "{facts}" in template else "",
    )


def _undecided(instance: Instance, decision: Decision, subject: Subject) -> str:
    outside = decision.outside or _NOTHING
    reasons = [f"{titles(subject.form.edition, decision.missing)}没有可用的数值"] if decision.missing else []
    if outside.last_missing and subject.last_year is not None:
        cells = titles(subject.last_year.form.edition, outside.last_missing)
        reasons.append(f"上年报告的{cells}没有可用的数值")
    where = f"（{instance.label}）" if instance.label else ""
    return f"“{instance.rule.title}”{where}无法核对：{'；'.join([*reasons, *outside.reasons])}。"


def _values(decision: Decision, subject: Subject) -> str:
    """The cells with what stands in them, those of last year behind those of this."""
    outside = decision.outside or _NOTHING
    said = [_said(subject.form, cell) for cell in decision.cells]
    if subject.last_year is not None:
        said += [f"上年{_said(subject.last_year.form, cell)}" for cell in outside.last]
    return "、".join(said[:_LISTED]) + (f"等{len(said)}格" if len(said) > _LISTED else "")


def _said(form: Form, cell_id: str) -> str:
    value: Decimal | None = form.value(cell_id)
    return f"“{title(form.edition, cell_id)}”{'空白' if value is None else f'为{figure(value)}'}"


def _told(facts: Sequence[Fact], text: str) -> str:
    return "、".join(_fact(fact, text) for fact in facts)


def _fact(fact: Fact, text: str) -> str:
    quote = quotation(text, fact.evidence[0]) if fact.evidence else ""
    name = catalogue()[fact.metric].zh + (f"（{fact.category}）" if fact.category else "")
    return f"{f'“{quote}”所述' if quote else ''}{name}{figure(fact.value)}{fact.unit or ''}"
