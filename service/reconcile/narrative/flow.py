"""The flow of requests as the narrative tells it: what came in and was there went out or was left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from service.facts.fact import Fact
from service.reconcile.finding import Finding
from service.reconcile.narrative.comparing import in_part
from service.reconcile.narrative.readings import Reading, reading
from service.reconcile.narrative.statement import Judgement, narrative_finding, stated
from service.reconcile.narrative.words import words_of
from service.reconcile.subject import Subject
from service.reconcile.values import FormLookup
from service.reconcile.wording import figure

BALANCE_RULE = "narrative.flow"
WITHIN_RULE = "narrative.concluded_within"
_INFLOW = ("request.new", "request.received")


@dataclass(frozen=True, slots=True)
class Flow:
    """What a narrative states of the flow; ``carried_in`` also from table three, None where neither tells."""

    inflow: tuple[Fact, ...]
    carried_in: tuple[Fact, ...]
    concluded: tuple[Fact, ...]
    carried_out: tuple[Fact, ...]
    beside: tuple[Fact, ...]
    from_table: Reading | None

    @property
    def stocks(self) -> tuple[Decimal, ...]:
        """What was there at the year's beginning, as far as it is known."""
        told = tuple(fact.value for fact in self.carried_in)
        if self.from_table is not None and self.from_table.amount is not None:
            return (*told, self.from_table.amount)
        return told

    @property
    def sources(self) -> list[Decimal]:
        """All that could be handled: the inflow with the stock; 收到, but not 新收, may hold it already."""
        found = []
        for fact in self.inflow:
            alone = fact.metric == "request.received" or not self.stocks
            found += [fact.value] if alone else []
            found += [fact.value + stock for stock in self.stocks]
        return found


def request_flows(subject: Subject) -> tuple[Finding, ...]:
    """新收 + 上年结转 = 办结 + 结转下年度 in the narrative, and never more concluded than there was.

    收到 may hold the stock or not. Where neither the narrative nor the table tells the stock, more that went out than
    came in is left open.
    """
    flow = _flow(subject)
    if not flow.inflow or not flow.concluded:
        return ()
    return (_balance(flow, subject) if flow.carried_out else _within(flow, subject),)


def _flow(subject: Subject) -> Flow:
    by_id = {fact.id: fact for fact in subject.facts}
    year = subject.report.year
    exact = [
        fact
        for fact in subject.facts
        if fact.metric.startswith("request.") and fact.kind == "level" and fact.year == year
        if not fact.approx and not fact.precision and not in_part(fact, by_id)
    ]
    words = words_of(exact, subject)
    plain = [fact for fact in exact if not words[fact.id].referring]

    def of(*metrics: str) -> tuple[Fact, ...]:
        return tuple(fact for fact in plain if fact.metric in metrics)

    concluded = of("request.concluded")
    ids = {fact.id for fact in concluded}
    beside = tuple(f for f in of("request.other_outcome", "request.not_processed") if f.part_of not in ids)
    table = None
    if subject.form.edition is not None:
        table = reading("requests.carried_in", FormLookup(subject.form, subject.zeros))
    return Flow(of(*_INFLOW), of("request.carried_in"), concluded, of("request.carried_out"), beside, table)


def _balance(flow: Flow, subject: Subject) -> Finding:
    """Whether one reading of what the narrative states balances."""
    ways = [done.value + left.value for done, left in product(flow.concluded, flow.carried_out)]
    apart = sum((fact.value for fact in flow.beside), start=Decimal(0))
    balanced = next((way for way in ways if way in flow.sources or way + apart in flow.sources), None)
    gone = f"办结{_values(flow.concluded)}加结转下年度{_values(flow.carried_out)}合计{figure(ways[0])}"
    message = f"文字{_quoted(flow, subject)}：{_inflow_shown(flow)}，{gone}"
    if balanced is not None:
        judgement, message = (
            Judgement("holds", "error", "", "新收加上年结转等于办结加结转下年度"),
            f"{message}，收支平衡。",
        )
    elif not flow.stocks and min(ways) > max(flow.sources):
        judgement = Judgement("undecided", "information", "")
        message = f"{message}，文字和表格都没有说明上年结转多少，无法断定。"
    else:
        judgement = Judgement("fails", "error" if flow.stocks else "warning", "")
        message = f"{message}，两边不相等。"
    return _finding(BALANCE_RULE, flow, subject, judgement, message, max(flow.sources), ways[0])


def _within(flow: Flow, subject: Subject) -> Finding:
    """Whether no more was concluded than came in and was there."""
    most, done = max(flow.sources), max(fact.value for fact in flow.concluded)
    message = f"文字{_quoted(flow, subject)}：{_inflow_shown(flow)}，办结{figure(done)}"
    if done <= most:
        judgement, message = Judgement("holds", "error", ""), f"{message}，办结不多于可办的申请。"
    elif flow.stocks:
        judgement, message = Judgement("fails", "error", ""), f"{message}，办结的比可办的申请还多。"
    else:
        judgement = Judgement("undecided", "information", "")
        message = f"{message}，文字和表格都没有说明上年结转多少，无法断定。"
    return _finding(WITHIN_RULE, flow, subject, judgement, message, most, done)


def _finding(
    rule: str, flow: Flow, subject: Subject, judgement: Judgement, message: str, source: Decimal, gone: Decimal
) -> Finding:
    told = (*flow.inflow, *flow.carried_in, *flow.concluded, *flow.carried_out)
    cells = flow.from_table.cells if flow.from_table is not None and not flow.carried_in else ()
    return narrative_finding(
        rule, subject, judgement, message=message, facts=told, left=figure(source), right=figure(gone), cells=cells
    )


def _inflow_shown(flow: Flow) -> str:
    told = f"收到{_values(flow.inflow)}"
    amount = flow.from_table.amount if flow.from_table is not None else None
    if flow.carried_in:
        told = f"{told}，上年结转{_values(flow.carried_in)}"
    elif amount is not None:
        told = f"{told}，表中上年结转{figure(amount)}"
    return f"{told}，可办的共{figure(max(flow.sources))}" if flow.stocks else told


def _values(facts: Sequence[Fact]) -> str:
    return "或".join(dict.fromkeys(figure(fact.value) for fact in facts))


def _quoted(flow: Flow, subject: Subject) -> str:
    told = (*flow.inflow[:1], *flow.carried_in[:1], *flow.concluded[:1], *flow.carried_out[:1])
    return "".join(stated(fact, subject.report.text) for fact in told)
