"""How requests came in: no cell counts a channel, but all channels together are what came in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from service.facts.fact import Fact
from service.reconcile.finding import Finding
from service.reconcile.narrative.agreement import exactly
from service.reconcile.narrative.comparing import in_part
from service.reconcile.narrative.place_in_text import line_of
from service.reconcile.narrative.readings import Reading, reading
from service.reconcile.narrative.statement import Judgement, each_figure_once, narrative_finding, position, stated
from service.reconcile.subject import Subject
from service.reconcile.values import FormLookup
from service.reconcile.wording import figure, titles

RULE = "narrative.channels"
_METRICS = ("request.received", "request.new")
_READINGS = ("requests.new", "requests.new + requests.carried_in")
_OPEN = ("等", "主要", "多数", "部分")


def channel_sums(subject: Subject) -> tuple[Finding, ...]:
    """The channels of one list add up to the inflow of table three, with or without what was carried in.

    More than came in is wrong; less is wrong where two channels or more are named and no word leaves the list open.
    """
    if subject.form.edition is None:
        return ()
    lookup = FormLookup(subject.form, subject.zeros)
    found = [each for each in (reading(name, lookup) for name in _READINGS) if each.cells]
    return tuple(_finding(group, found, subject) for group in _lists(subject) if found)


def _lists(subject: Subject) -> list[list[Fact]]:
    """The channel splits of all requests: the parts of one total, or what stands in one paragraph without one."""
    by_id = {fact.id: fact for fact in subject.facts}
    lists: dict[tuple[str, int], list[Fact]] = defaultdict(list)
    for fact in subject.facts:
        if fact.metric not in _METRICS or fact.kind != "level" or not fact.channel:
            continue
        total = by_id.get(fact.part_of or "")
        alone = not (fact.party or fact.category or fact.role) and fact.year == subject.report.year
        if alone and (total is None or (total.metric in _METRICS and not in_part(total, by_id))):
            line = 0 if total else line_of(subject.report.text, position(fact))
            lists[fact.part_of or "", line].append(fact)
    return [each_figure_once(found) for found in lists.values()]


def _finding(group: Sequence[Fact], readings: Sequence[Reading], subject: Subject) -> Finding:
    together = sum((fact.value for fact in group), start=Decimal(0))
    judgement = _judged(group, together, readings, subject)
    listed = "、".join(stated(fact, subject.report.text) for fact in group)
    known = "，".join(f"{each.name}为{figure(each.amount)}" for each in readings if each.amount is not None)
    by = f"{' + '.join(figure(fact.value) for fact in group)} = {figure(together)}"
    message = f"文字按渠道列出的申请{listed}合计{by}，表中{known}：{judgement.reason}。"
    amounts = [each.amount for each in readings if each.amount is not None]
    fitting = next((each for each in readings if each.amount == together), None)
    used = (fitting,) if fitting else readings
    return narrative_finding(
        RULE,
        subject,
        judgement,
        message=message,
        facts=group,
        left=figure(together),
        right=figure(fitting.amount if fitting and fitting.amount is not None else amounts[0]) if amounts else None,
        cells=tuple(dict.fromkeys(cell for each in used for cell in each.cells)),
    )


def _judged(group: Sequence[Fact], together: Decimal, readings: Sequence[Reading], subject: Subject) -> Judgement:
    missing = tuple(dict.fromkeys(cell for each in readings for cell in each.missing))
    fitting = next((each for each in readings if each.amount == together), None)
    if fitting is not None:
        return Judgement("holds", "warning", "两者相符", f"各渠道之和等于{fitting.name}")
    if missing:
        named = titles(subject.form.edition, missing)
        return Judgement("undecided", "warning", f"{named}没有可用的数值，无法核对")
    if any(fact.approx or fact.precision for fact in group):
        return Judgement("undecided", "information", "其中有约数，无法断定")
    most = max(each.amount for each in readings if each.amount is not None)
    if together > exactly(most).high:
        return Judgement("fails", "warning", "各渠道之和超过收到的申请")
    if len(group) == 1 or _is_open(group, subject):
        return Judgement("holds", "information", "未列全部渠道，不超过收到的申请", "所列渠道不超过收到的申请")
    return Judgement("fails", "warning", "各渠道之和少于收到的申请")


def _is_open(group: Sequence[Fact], subject: Subject) -> bool:
    begin, end = position(group[0]), position(group[-1])
    said = subject.report.text[max(0, begin - 24) : end + 12]
    return any(word in said for word in _OPEN)
