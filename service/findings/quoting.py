"""The clause of the narrative that states a fact, with its number and its words told apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from service.facts.fact import Evidence

_ENDS = "，。；\n"
_BEFORE, _AFTER = 60, 30  # characters shown at most where no mark ends the clause


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a clause: the number of the fact, the words that say what it counts, or what stands around them."""

    text: str
    role: Literal["quantity", "label", ""] = ""


def clause(text: str, evidence: Evidence) -> tuple[Segment, ...]:
    """The clause of one evidence; line ends become blanks, so that offsets stay."""
    first = max(0, evidence.start - _BEFORE)
    start = max(text.rfind(mark, first, evidence.start) for mark in _ENDS) + 1 or first
    ends = [at for mark in _ENDS if (at := text.find(mark, evidence.end)) >= 0]
    end = min([*ends, len(text), evidence.end + _AFTER])
    cuts = sorted({start, end, *(min(max(at, start), end) for at in (*evidence.quantity, *evidence.label))})
    return tuple(_segment(text, one, other, evidence) for one, other in zip(cuts, cuts[1:], strict=False))


def _segment(text: str, start: int, end: int, evidence: Evidence) -> Segment:
    written = text[start:end].replace("\n", " ")
    if evidence.quantity[0] <= start < evidence.quantity[1]:
        return Segment(written, "quantity")
    return Segment(written, "label" if evidence.label[0] <= start < evidence.label[1] else "")
