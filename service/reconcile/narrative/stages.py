"""Cases and their handling in one paragraph: received, concluded, satisfied, and the rates stated beside them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from service.facts.fact import Fact
from service.reconcile.finding import Finding
from service.reconcile.narrative.agreement import exactly, rate_agreement, share_of
from service.reconcile.narrative.bounds import logic_data
from service.reconcile.narrative.place_in_text import sentence_of
from service.reconcile.narrative.statement import (
    Judgement,
    narrative_finding,
    percentage,
    position,
    quantity_words,
    stated,
)
from service.reconcile.subject import Subject
from service.reconcile.wording import figure

STAGES_RULE = "narrative.stages"
RATE_RULE = "narrative.own_rate"
_ORDER = ("received", "done", "satisfied")
_NOISE = re.compile(r"[\s“”\"'‘’]")


@dataclass(frozen=True, slots=True)
class Handling:
    """The stages of one kind of case in one sentence, each stated once."""

    stages: Mapping[str, Fact]
    carries: bool

    def ordered(self) -> list[tuple[str, Fact]]:
        """The stages that are stated, from the first to the last."""
        return [(name, self.stages[name]) for name in _ORDER if name in self.stages]


def stages(subject: Subject) -> tuple[Finding, ...]:
    """No more concluded than received, no more satisfied than concluded, within one sentence."""
    return tuple(_order(each, subject) for each in _handlings(subject, logic_data()["stages"]["metrics"]))


def own_rates(subject: Subject) -> tuple[Finding, ...]:
    """A rate of conclusion or satisfaction is the quotient of the counts that stand in the same sentence.

    Rates that say something of time (按时办结率) or of other groups (回访满意率) are not compared.
    """
    metrics = [*logic_data()["stages"]["metrics"], "request.received", "request.concluded"]
    by_sentence = {}
    for each in _handlings(subject, metrics):
        first = each.ordered()[0][1]
        by_sentence[sentence_of(subject.report.text, position(first)), first.metric.partition(".")[0]] = each
    found = []
    for fact in subject.facts:
        places = by_sentence.get((sentence_of(subject.report.text, position(fact)), fact.metric.partition(".")[0]))
        pair = None if places is None else _divided(fact, places)
        if pair is not None and _same_qualifiers(fact, pair[1]):
            found.append(_own_rate(fact, *pair, subject))
    return tuple(found)


def _handlings(subject: Subject, metrics: Sequence[str]) -> list[Handling]:
    groups: dict[tuple[object, ...], dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in subject.facts:
        stage = _stage(fact, subject.report.text)
        plain = fact.kind == "level" and not fact.approx and not fact.precision and not fact.role
        if fact.metric in metrics and plain and stage is not None and fact.evidence:
            groups[_kind(fact, subject)][stage].append(fact)
    found = []
    for members in groups.values():
        single = {stage: facts[0] for stage, facts in members.items() if len(facts) == 1}
        if len(single) == len(members) > 1:
            begin, end = sentence_of(subject.report.text, position(next(iter(single.values()))))
            carried = any(word in subject.report.text[begin:end] for word in logic_data()["stages"]["carried"])
            found.append(Handling(single, carried))
    return found


def _kind(fact: Fact, subject: Subject) -> tuple[object, ...]:
    sentence = sentence_of(subject.report.text, position(fact))
    metric = fact.metric.partition(".")[0] if fact.metric.startswith("request.") else fact.metric
    return (metric, fact.year, sentence, *(_bare(value) for value in (fact.channel, fact.party)))


def _bare(words: str | None) -> str:
    return _NOISE.sub("", words or "")


def _stage(fact: Fact, text: str) -> str | None:
    """Which stage the fact's own words name; the later one where they name two (收到并办结)."""
    data = logic_data()["stages"]
    label = "".join(text[slice(*evidence.label)] for evidence in fact.evidence[:1])
    said = f"{fact.label}{fact.category or ''}{label}"
    for name in reversed(_ORDER):
        entry = data[name]
        if any(word in said for word in entry["words"]) and not any(w in said for w in entry.get("unless", ())):
            return name
    return None


def _order(handling: Handling, subject: Subject) -> Finding:
    data, text = logic_data()["stages"], subject.report.text
    ordered = handling.ordered()
    pairs = list(zip(ordered, ordered[1:], strict=False))
    broken = next(((a, b) for a, b in pairs if b[1].value > a[1].value), None)
    first, second = broken or pairs[-1]
    shown = f"文字{stated(first[1], text)}、{stated(second[1], text)}"
    names = data[first[0]]["name"], data[second[0]]["name"]
    if broken is None:
        judgement, message = Judgement("holds", "warning", ""), f"{shown}：{names[1]}的不多于{names[0]}的。"
    elif handling.carries and first[0] == "received":
        judgement = Judgement("undecided", "information", "")
        message = f"{shown}：{names[1]}的多于{names[0]}的，但可能含上年转来的，无法断定。"
    else:
        judgement = Judgement("fails", "warning", "")
        message = f"{shown}：{names[1]}的多于{names[0]}的，请核实。"
    taken = [first[1], second[1]] if broken else [fact for _, fact in ordered]
    return narrative_finding(
        STAGES_RULE,
        subject,
        judgement,
        message=message,
        facts=taken,
        left=figure(second[1].value),
        right=figure(first[1].value),
    )


def _divided(rate: Fact, handling: Handling) -> tuple[Fact, Fact] | None:
    """The counts that a named rate divides: concluded by received, satisfied by concluded."""
    data = logic_data()["rates"]
    said = f"{rate.label}{rate.category or ''}"
    if rate.kind != "rate" or rate.metric not in data["metrics"]:
        return None
    if any(word in said for word in (*data["timed"], *data["other"])):
        return None
    held = handling.stages
    if any(word in said for word in data["done"]) and {"done", "received"} <= set(held):
        return held["done"], held["received"]
    if any(word in said for word in data["satisfied"]) and "satisfied" in held and len(held) > 1:
        return held["satisfied"], held.get("done", held.get("received", held["satisfied"]))
    return None


def _same_qualifiers(rate: Fact, count: Fact) -> bool:
    return all(not own or _bare(own) == _bare(other) for own, other in ((rate.channel, count.channel),))


def _own_rate(rate: Fact, part: Fact, whole: Fact, subject: Subject) -> Finding:
    text = subject.report.text
    computed = share_of(exactly(part.value), exactly(whole.value))
    shown = f"{stated(part, text)}÷{stated(whole, text)}"
    right = None
    if computed is None:
        judgement = Judgement("undecided", "information", "")
        message = f"文字{stated(rate, text)}：{shown}的分母为零，无从计算。"
    else:
        right = figure(computed.low.quantize(Decimal("0.01")))
        agrees = rate_agreement(rate, computed, words=quantity_words(rate, text))
        by = f"{shown} = {percentage(part.value, whole.value)}"
        if agrees == "agrees":
            judgement, message = Judgement("holds", "warning", ""), f"文字{stated(rate, text)}与{by}相符。"
        elif agrees == "open":
            judgement = Judgement("undecided", "information", "")
            message = f"文字{stated(rate, text)}是约数，{by}，无法断定。"
        else:
            judgement, message = Judgement("fails", "warning", ""), f"文字{stated(rate, text)}与{by}不符。"
    return narrative_finding(
        RATE_RULE, subject, judgement, message=message, facts=(rate, part, whole), left=figure(rate.value), right=right
    )
