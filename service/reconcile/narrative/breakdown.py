"""Totals and their parts in the narrative: what a list promises, and whether its figures keep it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from service.documents.report import Report
from service.facts.fact import Fact
from service.reconcile.finding import Finding
from service.reconcile.keys import finding_key
from service.reconcile.narrative.agreement import possible, sum_of
from service.reconcile.narrative.parts import Breakdown, breakdowns
from service.reconcile.narrative.statement import Judgement
from service.reconcile.narrative.stock import known_stocks
from service.reconcile.subject import Subject
from service.reconcile.wording import figure, quotation

RULE = "narrative.breakdown"
# Dates and shares are no parts, nor is a number in the name of a part (26个试点领域公开目录5条): there no mark stands
# between it and the part's figure, which is blanked.
_NUMBER = re.compile(r"[0-9０-９]+(?![0-9０-９.]|\s*[年月日%％]|[^0-9０-９，、；。：,;:（）()\n ]* )")
_REQUEST_TOTALS = ("request.received", "request.new", "request.concluded")
_AFTER = 12
_NAMED = 12
_INNER = str.maketrans("“”", "‘’")
_COMPLETE_FROM = 3
_SENTENCE_END = re.compile(r"[。；;\n]")


@dataclass(frozen=True, slots=True)
class ListText:
    """The words around the parts of a list, names of facts taken out; ``unread`` numbers belong to no fact."""

    words: str
    unread: tuple[str, ...]

    def has(self, kind: str) -> bool:
        """Whether one of the words of this kind (``breakdown_words.toml``) occurs."""
        return any(word in self.words for word in _words()[kind])


@cache
def _words() -> Mapping[str, list[str]]:
    return tomllib.loads(files("service.reconcile.narrative").joinpath("breakdown_words.toml").read_text("utf-8"))


def narrative_breakdowns(subject: Subject) -> tuple[Finding, ...]:
    """The parts of a stated total add up to it.

    Parts above the total are an error, a warning where channels or units may overlap or the parts stand in another
    paragraph. Parts below it are an error where the list says that it is complete (分别为, 其他N条), a warning where it
    reads so (three parts or more), and nothing wrong where a word (等, 主要, 包括) leaves it open or the parts are less
    than half. A number between them that was not read as a fact leaves the whole undecided.
    """
    found = breakdowns(subject.facts, subject.report.text)
    return tuple(_finding(breakdown, subject) for breakdown in found)


def _finding(breakdown: Breakdown, subject: Subject) -> Finding:
    judgement = _judged(breakdown, subject)
    members = (breakdown.total, *breakdown.parts)
    return Finding(
        rule=RULE,
        verdict=judgement.verdict,
        severity=judgement.severity,
        message=_message(breakdown, judgement, subject.report),
        key=finding_key(RULE, breakdown.by, form=subject.form, facts=members),
        left=figure(breakdown.total.value),
        right=figure(breakdown.sum),
        reading=judgement.reading if judgement.verdict == "holds" else None,
        facts=tuple(fact.id for fact in members),
    )


def _judged(breakdown: Breakdown, subject: Subject) -> Judgement:
    total = breakdown.total
    if total.doubtful or not _stands_without_doubtful_parts(breakdown):
        return Judgement("undecided", "warning", "其中有数字识别的把握不大")
    if breakdown.adds_up:
        return Judgement("holds", "warning", "两者相等")
    together, whole = sum_of(breakdown.parts), possible(total)
    if together.meets(whole):
        return Judgement("holds", "warning", "其中有约数，各项之和与总数不矛盾", "按约数相符")
    stock = _with_stock(breakdown, subject)
    if stock is not None:
        return stock
    if total.parts_doubtful:
        return Judgement("undecided", "information", "哪些数字属于这一总数没有把握，无法断定")
    text = list_text(breakdown, subject.report, subject.facts)
    return _above(breakdown, text) if together.low > whole.high else _below(breakdown, text)


def _with_stock(breakdown: Breakdown, subject: Subject) -> Judgement | None:
    """A list of outcomes may count what was carried in or out while its total does not.

    收到19件 may be followed by the outcomes of 20 where one was carried in, 办结18件 by a list that ends with 结转2件.
    """
    if breakdown.total.metric not in _REQUEST_TOTALS or len(breakdown.parts) < 2:
        return None
    apart = breakdown.sum - breakdown.total.value
    left = next((part.value for part in breakdown.parts if part.metric == "request.carried_out"), None)
    if left is not None and breakdown.total.metric == "request.concluded" and apart == left:
        return Judgement("holds", "warning", f"其中结转下年度{figure(left)}件不在总数之内", "办结总数加结转下年度")
    stocks = known_stocks(subject, year=breakdown.total.year)
    if apart > 0 and apart in stocks and breakdown.by == "category" and breakdown.total.metric != "request.concluded":
        return Judgement("holds", "warning", f"各项含上年结转的{figure(apart)}件", "收到总数加上年结转")
    return None


def _stands_without_doubtful_parts(breakdown: Breakdown) -> bool:
    """Whether the parts miss the total alike with the doubtful ones and without: then nothing rests on these."""
    sure = [part.value for part in breakdown.parts if not part.doubtful]
    if len(sure) == len(breakdown.parts):
        return True
    return breakdown.sum < breakdown.total.value or sum(sure) > breakdown.total.value


def _above(breakdown: Breakdown, text: ListText) -> Judgement:
    most = possible(breakdown.total).high
    if (text.has("overlap") or _is_attendance(breakdown)) and all(
        possible(part).low <= most for part in breakdown.parts
    ):
        return Judgement("holds", "information", "文字表明各项可以重复计算，每一项都不超过总数", "各项可以重复计算")
    if any(part.approx or part.precision for part in breakdown.parts):
        return Judgement("fails", "warning", "其中有约数，各项之和仍超过总数")
    if len(breakdown.parts) > 1 and (breakdown.by == "channel" or not _one_unit(breakdown)):
        return Judgement("fails", "warning", "各项之和超过总数，请核实渠道之间是否重复计算、单位是否一致")
    if "\n" in text.words:
        return Judgement("fails", "warning", "各项之和超过总数，但不在同一段，请核实是否为同一口径")
    lone = len(breakdown.parts) == 1
    return Judgement("fails", "error", "部分超过总数，不可能成立" if lone else "各项之和超过总数")


def _below(breakdown: Breakdown, text: ListText) -> Judgement:
    if len(breakdown.parts) == 1:
        return Judgement("holds", "information", "部分不超过总数", "部分不超过总数")
    if text.unread:
        return Judgement("undecided", "information", f"其间的数字{'、'.join(text.unread)}未能识别为事实，无法断定")
    last = breakdown.parts[-1]
    if (last.category or last.label).startswith(tuple(_words()["rest"])) or text.has("closed"):
        return Judgement("fails", "error", "列举已写明完整，各项之和却少于总数")
    exhaustive = breakdown.by in _words()["exhaustive"] or _is_channel_split(breakdown)
    few = not exhaustive and sum_of(breakdown.parts).high * 2 < breakdown.total.value
    if few or text.has("open"):
        return Judgement("holds", "information", "列举未必完整，各项之和不超过总数", "未列全，不超过总数")
    if exhaustive or len(breakdown.parts) >= _COMPLETE_FROM:
        vague = any(part.approx or part.precision for part in breakdown.parts)
        return Judgement("fails", "information" if vague else "warning", "列举读来完整，各项之和却少于总数")
    return Judgement("holds", "information", "只列举了两项，未必完整，其和不超过总数", "未列全，不超过总数")


def _is_attendance(breakdown: Breakdown) -> bool:
    """Whether the parts say who attended: several may have attended one and the same."""
    names = [f"{part.label}{part.category or ''}" for part in breakdown.parts]
    return any(word in name for word in _words()["attendance"] for name in names)


def _is_channel_split(breakdown: Breakdown) -> bool:
    """How requests came in: two ways are mostly all."""
    return breakdown.by == "channel" and breakdown.total.metric in _REQUEST_TOTALS


def _one_unit(breakdown: Breakdown) -> bool:
    """Whether no two different units are added; a part without a unit has that of its total."""
    return len({fact.unit for fact in (breakdown.total, *breakdown.parts)} - {None}) <= 1


def list_text(breakdown: Breakdown, report: Report, facts: Sequence[Fact]) -> ListText:
    """The text from the total to a little behind the last part (or from the first part to a total behind them).

    Labels and quantities are blanked, not what stands between them: parts by channel share the label of their total,
    and what is said in between is said of the list.
    """
    starts, ends = _extent(breakdown)
    if starts is None or ends is None:
        return ListText("", ())
    rest = report.text[ends : ends + _AFTER]
    ends += len(_SENTENCE_END.split(rest)[0])
    stretch = list(report.text[starts:ends])
    for fact in facts:
        for begin, end in (span for evidence in fact.evidence for span in (evidence.label, evidence.quantity)):
            for at in range(max(begin, starts), min(end, ends)):
                stretch[at - starts] = " "
    words = "".join(stretch)
    for fact in breakdown.parts:
        for phrase in (fact.channel, fact.category, fact.party, fact.label):
            words = words.replace(phrase, " ") if phrase else words
    return ListText(words, tuple(_NUMBER.findall(words)))


def _extent(breakdown: Breakdown) -> tuple[int | None, int | None]:
    """Where the list begins and ends in the text, from the statement of the total that stands nearest."""
    places = [evidence.quantity for part in breakdown.parts for evidence in part.evidence[:1]]
    totals = [evidence.quantity for evidence in breakdown.total.evidence]
    if not places or not totals:
        return None, None
    first, last = min(place[0] for place in places), max(place[1] for place in places)
    nearest = min(totals, key=lambda place: abs(place[0] - first))
    return min(nearest[1], first), max(nearest[0], last) if nearest[0] > last else last


def _message(breakdown: Breakdown, judgement: Judgement, report: Report) -> str:
    total = breakdown.total
    quote = quotation(report.text, total.evidence[0]) if total.evidence else total.label
    unit = total.unit or ""
    listed = " + ".join(f"{_name(part)}{figure(part.value)}" for part in breakdown.parts)
    if len(breakdown.parts) == 1:
        return f"文字“{quote}”总数为{figure(total.value)}{unit}，其中一部分为{listed}：{judgement.reason}。"
    difference = figure(abs(total.value - breakdown.sum))
    apart = "" if breakdown.adds_up else f"，与总数相差{difference}"
    return (
        f"文字“{quote}”总数为{figure(total.value)}{unit}，所列{len(breakdown.parts)}项之和"
        f"{listed} = {figure(breakdown.sum)}{apart}：{judgement.reason}。"
    )


def _name(part: Fact) -> str:
    """What tells the part from the others, in a few characters; figures inside it would read as the part's own."""
    name = part.category or part.role or part.party or part.channel or part.label
    name = "".join(name.split()).translate(_INNER)
    name = name if len(name) <= _NAMED else f"{name[:_NAMED]}…"
    return f"{name}：" if name[-1:].isdigit() else name
