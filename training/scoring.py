"""Scores of facts against gold facts (guidelines, section 5): true and false positives that add up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

_IGNORED = re.compile(r"[\s“”\"'‘’]|情况|方面|类|等")


@dataclass(frozen=True)
class Score:
    """Counts of right, wrong and missed facts; scores of parts add up to the score of the whole."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float | None:
        """Share of what was found that is right; None where nothing was found."""
        found = self.right + self.wrong
        return self.right / found if found else None

    @property
    def recall(self) -> float | None:
        """Share of what is there that was found; None where nothing is there."""
        there = self.right + self.missed
        return self.right / there if there else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None where there was nothing to score."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else None


def score(found: Iterable[Hashable], gold: Iterable[Hashable]) -> Score:
    """Compare two multisets."""
    have, want = Counter(found), Counter(gold)
    right = sum((have & want).values())
    return Score(right, sum(have.values()) - right, sum(want.values()) - right)


def plain_qualifier(words: str | None) -> str | None:
    """A qualifier as it is compared: without white space, quotes and the words that mean nothing."""
    return None if words is None else _IGNORED.sub("", words)
