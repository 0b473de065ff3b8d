"""What the words of a fact say about how it is compared: which entries of ``comparison.toml`` apply to it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from service.facts.fact import Evidence, Fact
from service.reconcile.narrative.place_in_text import sentence_of
from service.reconcile.narrative.statement import quantity_words, said_words
from service.reconcile.subject import Subject

_FIGURE = re.compile(r"[0-9０-９〇零两二三四五六七八九十百千万]|一(?=[件宗起例份个])")


@cache
def comparison_data() -> Mapping[str, Any]:
    """How metrics are compared (``comparison.toml``)."""
    return tomllib.loads(files("service.reconcile.narrative").joinpath("comparison.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Words:
    """A fact with the words that state it.

    ``written`` are those of its number; ``referring`` tells that the figure is not its own: 均已答复 after 收到20件.
    """

    fact: Fact
    said: str
    written: str
    referring: bool
    agency: str | None
    text: str = ""
    total: Fact | None = None

    @property
    def sentence(self) -> str:
        """The sentence as far as the figure, with that of its total before it; empty where the text is not given."""
        places = [e for fact in (self.total, self.fact) if fact is not None for e in fact.evidence]
        return "".join(self.text[sentence_of(self.text, e.start)[0] : e.end] for e in places)

    def applying(self, kind: str) -> list[Mapping[str, Any]]:
        """The entries of this kind that apply."""
        metric = self.fact.metric
        return [entry for entry in comparison_data()[kind] if metric in entry["metrics"] and self._meets(entry)]

    def _meets(self, entry: Mapping[str, Any]) -> bool:
        if "bodies" in entry and not (self.agency or "").endswith(tuple(entry["bodies"])):
            return False
        if entry.get("negated", False) and not self.fact.negated:
            return False
        if entry.get("stated", False) and self.fact.negated:
            return False
        if entry.get("referring", False) and not self.referring:
            return False
        return _met(entry, self.sentence if entry.get("sentence", False) else self.said)


def words_of(some: Sequence[Fact], subject: Subject) -> dict[str, Words]:
    """The words of some facts of a report, by their ids."""
    text, agency = subject.report.text, subject.report.agency
    first = [evidence for fact in subject.facts for evidence in fact.evidence[:1]]
    anchors = Counter(evidence.quantity for evidence in first)
    named_before = Counter(evidence.quantity for evidence in first if _names_before(evidence))
    by_id = {fact.id: fact for fact in subject.facts}
    found = {}
    for fact in some:
        written = quantity_words(fact, text)
        # Of 收到申请8件，均已答复 the figure is the first fact's own; of 满意率、办复率均为100% it is nobody's.
        shared = any(
            anchors[evidence.quantity] > 1 and not (_names_before(evidence) and named_before[evidence.quantity] == 1)
            for evidence in fact.evidence[:1]
        )
        own = fact.negated or not written or (_FIGURE.search(written) is not None and not shared)
        found[fact.id] = Words(
            fact, said_words(fact, text), written, not own, agency, text, by_id.get(fact.part_of or "")
        )
    return found


def _names_before(evidence: Evidence) -> bool:
    """Whether the words for what is counted stand before the figure."""
    return evidence.label[1] <= evidence.quantity[0]


def _met(entry: Mapping[str, Any], said: str) -> bool:
    if _any(entry.get("unless", ()), said):
        return False
    if "pattern" in entry:
        return re.search(entry["pattern"], said) is not None
    if "all" in entry:
        return all(_any(words, said) for words in entry["all"])
    return _any(entry["any"], said) if "any" in entry else True


def _any(words: Sequence[str], said: str) -> bool:
    return any(word in said for word in words)
