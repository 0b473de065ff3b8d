"""Which constructs a fact is put in, read off the fact itself: negation, parts, changes, coordination …

The same questions are asked of an annotated fact and of one that was read, so that a construct has a precision and a
recall.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotations.samples import QUALIFIER_LABELS, Sample
from service.facts.fact import QUALIFIERS, Fact

_SEVERAL = re.compile(r"[、和及与]|以及")
_HAN_NUMERAL = re.compile(r"[一二两三四五六七八九十百千]")


@dataclass(frozen=True, slots=True)
class Put:
    """How one fact is put: what its constructs follow from."""

    kind: str
    negated: bool
    approx: str | None
    is_part: bool
    is_other_year: bool
    qualifiers: dict[str, str]
    anchor: tuple[int, int]
    words: str

    @property
    def constructs(self) -> frozenset[str]:
        """The names of the constructs, coordination aside."""
        found = {
            "negation": self.negated,
            "change": self.kind == "change",
            "rate": self.kind == "rate",
            "part": self.is_part,
            "approximation": self.approx is not None,
            "another year": self.is_other_year,
            "several channels": bool(_SEVERAL.search(self.qualifiers.get("channel", ""))),
            "ten thousands": "万" in self.words or "亿" in self.words,
            "Chinese numeral": not self.negated and bool(_HAN_NUMERAL.search(self.words)) and not _digits(self.words),
            "bare figure": self.words.replace(",", "").isdigit(),
        }
        found |= {name: name in self.qualifiers for name in QUALIFIER_LABELS}
        return frozenset(name for name, is_so in found.items() if is_so)


def _digits(words: str) -> bool:
    return any(character.isdigit() and character.isascii() for character in words)


def annotated(sample: Sample) -> list[Put]:
    """How the facts of a sample are put, in their order."""
    spans = {span.id: (span.start, span.end) for span in sample.spans}
    return [
        Put(
            kind=fact.kind,
            negated=fact.negated,
            approx=fact.approx,
            is_part=fact.part_of is not None,
            is_other_year=fact.year != sample.year,
            qualifiers={name: sample.words(span_id) for name, span_id in fact.qualifiers.items()},
            anchor=spans[fact.anchor],
            words=sample.words(fact.anchor),
        )
        for fact in sample.facts
    ]


def read(facts: Iterable[Fact], sample: Sample) -> list[Put]:
    """How the facts that were read in a sample are put, in their order."""
    return [
        Put(
            kind=fact.kind,
            negated=fact.negated,
            approx=fact.approx,
            is_part=fact.part_of is not None,
            is_other_year=fact.year != sample.year,
            qualifiers={name: value for name in QUALIFIERS if (value := getattr(fact, name)) is not None},
            anchor=fact.evidence[0].quantity,
            words=sample.text[slice(*fact.evidence[0].quantity)],
        )
        for fact in facts
    ]


def constructs(put: Sequence[Put]) -> list[frozenset[str]]:
    """The constructs of each fact; one that shares its figure or its denial with another is coordinated."""
    shared = Counter(entry.anchor for entry in put)
    named = []
    for entry in put:
        beside = {"coordination"} if shared[entry.anchor] > 1 else set()
        named.append(entry.constructs | beside or frozenset({"plain"}))
    return named
