"""A claim → the words that state it: what a sample marks. Where the words do not say it, nothing can be learnt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from service.corrections.paragraph import Claim
from service.facts.quantities import Number
from service.facts.valuing import Stated, stated_quantity, year_of
from service.facts.words import Range, nearest, nearest_of

_BESIDE = r"(?:同比|环比|[比较与和同](?:上年度?|上一年度?|去年|年初|\d{4}年度?)(?:年?[底末初]|同期)?)"
_CHANGES = re.compile(
    rf"是(?:上年|上一年度?|去年|\d{{4}}年度?)的|{_BESIDE}(?:分别|略微?|微|净|基本|共)?(?:多出|[多少]了?)"
    rf"|{_BESIDE}?(?:分别|略微?|微|净|基本|共)?"
    r"(?:增长|增加|增多|减少|下降|降低|上升|提高|提升|回落|持平|一样|相当|净增|多出|增幅|降幅)"
)
_DENIALS = re.compile(
    r"(?:均?未|没有?|均?无)(?:收到|收取|发生|产生|接到|承办|出现|受理|制发|开展)?|均?为零|零|不存在|不涉及"
)
_PERIODS = re.compile(
    r"自[^，。；\n]{2,24}?(?:以来|至今)(?:累计)?|历年(?:累计)?|累计|至今"
    r"|(?:19|20)\d{2}年(?:度|[底末初])?|上一?年(?:度|同期|[底末])?|去年(?:同期|年?[底末])?|前一?年"
)
_CARRIED_IN = "request.carried_in"


class NotLearnable(Exception):
    """No valid sample follows; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Where a claim is stated, as characters of the paragraph."""

    anchor: Range
    anchor_label: str
    indicator: Range
    change: Range | None = None
    period: Range | None = None
    qualifiers: dict[str, Range] = field(default_factory=dict)


def marks_of(claim: Claim, text: str, start: int, numbers: Sequence[Number], report_year: int) -> Marks:
    """The marks of a claim in the paragraph ``text``, which begins at ``start``; NotLearnable where there are none."""
    read = (claim.anchor[0] - start, claim.anchor[1] - start)
    anchor, label, change = _anchor(claim, text, read, numbers)
    indicator = None if claim.indicator is None else (claim.indicator[0] - start, claim.indicator[1] - start)
    if indicator is None or indicator[0] < 0 or indicator[1] > len(text):
        indicator = _words(text, claim.label, anchor)
    return Marks(
        anchor=anchor,
        anchor_label=label,
        indicator=indicator,
        change=change,
        period=_period(claim, text, anchor, report_year),
        qualifiers={name: _words(text, words, anchor) for name, words in claim.qualifiers.items()},
    )


def _anchor(claim: Claim, text: str, read: Range, numbers: Sequence[Number]) -> tuple[Range, str, Range | None]:
    """Where the claim rests, the label of that span, and the words of change beside it."""
    if claim.negated:
        place = nearest_of([match.span() for match in _DENIALS.finditer(text)], read) if _moved(claim) else read
        if place is None:
            raise NotLearnable("这一段里没有表示“没有”的词语")
        return place, "NEGATION", None
    quantities = [number for number in numbers if number.kind == "quantity"]
    here = next((n for n in quantities if n.start < read[1] and read[0] < n.end), None)
    if here is None and claim.kind == "change" and claim.value == 0:
        return read, "CHANGE", None
    candidates = [here] if here is not None and not _moved(claim) else sorted(quantities, key=lambda n: _far(n, read))
    for number in candidates:
        change = _change(claim, text, (number.start, number.end))
        stated = stated_quantity(number, None if change is None else text[slice(*change)])
        if _says(stated, claim):
            return (number.start, number.end), "QUANTITY", change
    raise NotLearnable(f"数量 {claim.value:f}{claim.unit or ''} 与原文所写不符")


def _moved(claim: Claim) -> bool:
    """Whether the quantity need not stand where it was read."""
    return bool(claim.said & {"value", "negated"})


def _far(number: Number, where: Range) -> int:
    return max(where[0] - number.end, number.start - where[1], 0)


def _says(stated: Stated, claim: Claim) -> bool:
    return (stated.value, stated.unit, stated.approx) == (claim.value, claim.unit, claim.approx)


def _change(claim: Claim, text: str, anchor: Range) -> Range | None:
    """The words of change of a quantity, in its own sentence."""
    if claim.kind != "change":
        return None
    begins = max(text.rfind(mark, 0, anchor[0]) for mark in "。；\n") + 1
    found = [match.span() for match in _CHANGES.finditer(text, begins, anchor[0])]
    found += [match.span() for match in _CHANGES.finditer(text, anchor[1], anchor[1] + 8)]
    place = nearest_of(found, anchor)
    if place is None:
        raise NotLearnable("这一句里没有表示增减的词语")
    return place


def _period(claim: Claim, text: str, anchor: Range, report_year: int) -> Range | None:
    """The words that say that a figure is of another year than the report's."""
    if claim.year == report_year or claim.metric == _CARRIED_IN:
        return None
    places = [match.span() for match in _PERIODS.finditer(text)]
    meant = [place for place in places if year_of(text[slice(*place)], report_year) == claim.year]
    place = nearest_of(meant, anchor)
    if place is None:
        raise NotLearnable("这一段里没有说明年度的词语")
    return place


def _words(text: str, words: str, anchor: Range) -> Range:
    place = nearest(text, words, anchor)
    if place is None:
        raise NotLearnable(f"这一段里没有“{words}”")
    return place
