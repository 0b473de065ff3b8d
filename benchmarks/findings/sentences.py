"""Sentences about figures (``sentences.toml``), filled in, with the marks of what they state."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from benchmarks.findings.expressions import Unknown, evaluate, written
from benchmarks.findings.figures import Figures
from benchmarks.findings.offices import load

_FIELD = re.compile(r"\{\{(?P<word>\w+)\}\}|\{(?P<expression>[^{}]+?)(?: (?P<form>[%万约余近汉]\d?))?\}")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Year:
    """What sentences of a report may speak of."""

    edition: str
    kind: str
    figures: Figures
    before: Figures | None
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Mark:
    """One stated fact: where its quantity and its label stand, and what it is; ``of`` is the quantity of its total."""

    quantity: Span
    label: Span
    negated: bool
    fields: Mapping[str, Any]
    of: Span | None

    def moved(self, by: int) -> Mark:
        """The mark in a text with ``by`` characters before."""
        quantity, label = ((a + by, b + by) for a, b in (self.quantity, self.label))
        of = None if self.of is None else (self.of[0] + by, self.of[1] + by)
        return Mark(quantity, label, self.negated, self.fields, of)


@dataclass(frozen=True, slots=True)
class Told:
    """A piece of narrative and the facts it states."""

    text: str
    marks: tuple[Mark, ...] = ()

    def __add__(self, other: Told) -> Told:
        return Told(self.text + other.text, (*self.marks, *(mark.moved(len(self.text)) for mark in other.marks)))


def tell(rng: random.Random, topic: str, year: Year) -> Told:
    """A sentence of a topic that is true of the year; empty where none is."""
    entries = [entry for entry in load("sentences.toml")["sentence"] if entry["topic"] == topic]
    for entry in rng.sample(entries, len(entries)):
        if year.edition in entry.get("editions", (year.edition,)) and year.kind in entry.get("kinds", (year.kind,)):
            told = _told(rng, entry, year)
            if told is not None:
                return told
    return Told("")


def _told(rng: random.Random, entry: Mapping[str, Any], year: Year) -> Told | None:
    """The sentence filled in; None where its figures make it untrue or odd."""
    figures = year.figures | {name: Decimal(rng.randint(*limits)) for name, limits in entry.get("draw", {}).items()}
    try:
        split = entry.get("split")
        if split is not None:
            figures |= _cut(rng, evaluate(split["of"], figures, year.before), split["into"])
        positive = [*entry.get("positive", ()), *(() if entry.get("zeros") else _expressions(entry["text"]))]
        if any(evaluate(expression, figures, year.before) <= 0 for expression in positive):
            return None
        if any(evaluate(expression, figures, year.before) < 0 for expression in _expressions(entry["text"])):
            return None
        if any(evaluate(expression, figures, year.before) for expression in entry.get("zero", ())):
            return None
        text, quantities = _filled(entry["text"], figures, year)
    except (Unknown, ZeroDivisionError):
        return None
    return Told(text, tuple(_marks(entry["facts"], text, quantities)))


def _cut(rng: random.Random, total: Decimal, names: Sequence[str]) -> Figures:
    """The total cut at random into figures of which none is zero; Unknown where it is too small."""
    if total < len(names):
        raise Unknown("split")
    cuts = [0, *sorted(rng.sample(range(1, int(total)), len(names) - 1)), int(total)]
    return {name: Decimal(b - a) for name, a, b in zip(names, cuts, cuts[1:], strict=False)}


@cache
def _expressions(text: str) -> tuple[str, ...]:
    return tuple(match["expression"] for match in _FIELD.finditer(text) if match["expression"])


def _filled(text: str, figures: Figures, year: Year) -> tuple[str, list[Span]]:
    """The text and where its figures stand (digits only)."""
    pieces, spans, length, at = [], list[Span](), 0, 0
    for match in _FIELD.finditer(text):
        if match["word"]:
            piece = year.words[match["word"]]
        else:
            piece = written(evaluate(match["expression"], figures, year.before), match["form"] or "")
        length += match.start() - at
        if match["expression"]:
            spans.append((length, length + len(piece)))
        pieces += [text[at : match.start()], piece]
        length, at = length + len(piece), match.end()
    return "".join([*pieces, text[at:]]), spans


def _marks(facts: Sequence[Mapping[str, Any]], text: str, quantities: Sequence[Span]) -> Iterator[Mark]:
    for fact in facts:
        denial = fact.get("not")
        quantity = _found(text, denial, 0) if denial else quantities[fact["n"] - 1]
        of = quantities[fact["of"] - 1] if "of" in fact else None
        fields = {name: value for name, value in fact.items() if name not in ("n", "not", "of", "label")}
        yield Mark(quantity, _found(text, fact["label"], quantity[0]), denial is not None, fields, of)


def _found(text: str, words: str, near: int) -> Span:
    """The last place of the words before ``near``, else the next behind it."""
    at = text.rfind(words, 0, near)
    at = text.index(words, near) if at < 0 else at
    return at, at + len(words)
