"""A fair set of expressions: the grammar of numbers, and the words of each metric (``expressions.toml``).

Every quantity takes the metric whose word stands nearest before it in its sentence, else nearest behind it in its
clause; words of change make it a change; words of denial make noughts. It is what a diligent programmer would write
in a week, with the same grammar of numbers that the network has.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from annotations.catalogue import catalogue
from annotations.samples import Sample
from service.facts.fact import Fact, Kind
from service.facts.quantities import Number, find_numbers
from service.facts.valuing import NEGATED, stated_quantity, year_of
from training.baselines.stated import plain_fact

_SENTENCE = re.compile(r"[^。；！？\n]+")
_CLAUSE_END = re.compile(r"[，、,：:]")
_CHANGE = re.compile(
    r"(?:同比|环比|较上年|比上年|较去年|比去年)\S{0,6}?(?:增长|增加|上升|提高|减少|下降|降低)?|(?:增长|下降|减少了|增加了)$"
)
_PERIOD = re.compile(r"(?:20\d{2}年度?|上年度?|去年)(?=[^，。；]{0,12}$)")
_DENIAL = re.compile(r"(?:未|没有|无|零)(?:发生|收到|收取|产生|出现|接到|受理|收|有)?")
_FARTHEST = 40


def read_expressions(sample: Sample) -> list[Fact]:
    """The facts that words and numbers tell in a sample."""
    numbers = [number for number in find_numbers(sample.text) if number.kind == "quantity"]
    facts = []
    for sentence in _SENTENCE.finditer(sample.text):
        inside = [n for n in numbers if sentence.start() <= n.start and n.end <= sentence.end()]
        facts += [fact for number in inside if (fact := _fact(sample, sentence, number)) is not None]
        facts += _denied(sample, sentence)
    return sorted(facts, key=lambda fact: fact.evidence[0].start)


def _fact(sample: Sample, sentence: re.Match[str], number: Number) -> Fact | None:
    before = sample.text[max(sentence.start(), number.start - _FARTHEST) : number.start]
    behind = _CLAUSE_END.split(sample.text[number.end : min(sentence.end(), number.end + _FARTHEST)])[0]
    metric = _nearest_before(before, number.unit) or _first_in(behind, number.unit)
    if metric is None:
        return None
    change = _CHANGE.search(_CLAUSE_END.split(before[-14:])[-1])
    period = _PERIOD.search(before)
    stated = stated_quantity(number, None if change is None else change[0])
    kind: Kind = "level" if change is None else "change"
    if change is None and stated.unit in ("%", "‰"):
        kind = "rate"
    year = year_of(None if period is None else period[0], sample.year) or sample.year
    return plain_fact(metric, stated.value, (number.start, number.end), year=year, kind=kind)


def _denied(sample: Sample, sentence: re.Match[str]) -> Iterator[Fact]:
    """A nought for each metric whose word follows words of denial in the same clause."""
    for denial in _DENIAL.finditer(sample.text, sentence.start(), sentence.end()):
        clause = re.split(r"[，,；]", sample.text[denial.end() : sentence.end()])[0][:_FARTHEST]
        if any(number.kind == "quantity" for number in find_numbers(clause)):
            continue
        for metric in dict.fromkeys(metric for _, metric in _words_in(clause)):
            if catalogue()[metric].measure != "rate":
                yield plain_fact(metric, NEGATED.value, denial.span(), year=sample.year, negated=True)


def _nearest_before(text: str, unit: str | None) -> str | None:
    return next((metric for _, metric in reversed(_words_in(text)) if _may_count(metric, unit)), None)


def _first_in(text: str, unit: str | None) -> str | None:
    return next((metric for _, metric in _words_in(text) if _may_count(metric, unit)), None)


def _may_count(metric: str, unit: str | None) -> bool:
    """Whether a figure with this unit can be of the metric; a share can be of any."""
    entry = catalogue()[metric]
    rate = unit in ("%", "‰")
    return rate if entry.measure == "rate" else (rate or unit is None or unit in entry.units)


def _words_in(text: str) -> list[tuple[int, str]]:
    """Where metrics are named, by where the words end; of overlapping words the longest."""
    words = _words()
    pattern = _pattern()
    return [(match.end(), words[match[0]]) for match in pattern.finditer(text)]


@cache
def _words() -> dict[str, str]:
    entries = tomllib.loads(files("training.baselines").joinpath("expressions.toml").read_text("utf-8"))
    return {word: metric for metric, words in entries["words"].items() for word in words}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_words(), key=len, reverse=True))))
