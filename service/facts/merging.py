"""Drafts → facts: a figure stated in two places becomes one fact, parts find their totals, every fact its key."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from annotations.catalogue import catalogue
from models.fact_reader.decode import DOUBT_LEFT, LIKELY
from service.facts.drafting import DOUBTFUL_BELOW, Draft
from service.facts.fact import QUALIFIERS, Fact
from service.facts.parts import Candidate, choose_parts

_UNSAID = re.compile(r"[\s“”\"'‘’《》〈〉（）()]|微信|官方|政务|账号|情况|方面|等$|类$")

# A figure that is not found twice by chance.
TELLING_FROM = 10


def merged_facts(drafts: Sequence[Draft]) -> tuple[Fact, ...]:
    """Facts with ids, keys and totals; a figure stated in two places is one fact with two evidences."""
    kept: list[Draft] = []
    index_of: list[int] = []
    taken: set[tuple[int, int]] = set()
    for draft in drafts:
        # Of two equal figures of one passage only one repeats a figure of an earlier passage.
        same = next(
            (
                k
                for k, other in enumerate(kept)
                if _same(draft, other) and (other.passage == draft.passage or (k, draft.passage) not in taken)
            ),
            None,
        )
        taken.add((len(kept) if same is None else same, draft.passage))
        if same is None:
            index_of.append(len(kept))
            kept.append(draft)
        else:
            index_of.append(same)
            fact = kept[same].fact
            evidence = fact.evidence + draft.fact.evidence
            surest = max(fact.confidence, draft.fact.confidence)
            merged = replace(fact, evidence=evidence, confidence=surest, doubtful=surest < DOUBTFUL_BELOW)
            kept[same] = replace(kept[same], fact=merged)
    anchors: dict[tuple[int, int], list[int]] = {}
    for draft, k in zip(drafts, index_of, strict=True):
        anchors.setdefault(draft.anchor, []).append(k)
    total_of, doubtful, borne_out = _totals(kept, anchors)
    facts = [
        _within(d.fact, kept[total_of[k]].fact, exact=k in borne_out) if k in total_of else d.fact
        for k, d in enumerate(kept)
    ]
    facts = [_borne_out(fact) if k in borne_out else fact for k, fact in enumerate(facts)]
    return tuple(
        replace(
            fact,
            id=f"f{k + 1}",
            key=_key(fact),
            part_of=f"f{total_of[k] + 1}" if k in total_of else None,
            parts_doubtful=k in doubtful,
        )
        for k, fact in enumerate(facts)
    )


def _borne_out(part: Fact) -> Fact:
    """A part of those that make their total exactly: they bear each other out."""
    confidence = round(1 - (1 - part.confidence) * DOUBT_LEFT, 3)
    return replace(part, confidence=confidence, doubtful=confidence < DOUBTFUL_BELOW)


def _within(part: Fact, total: Fact, *, exact: bool) -> Fact:
    """A part of 人大建议 is 人大建议: where the total is the narrower metric, the part cannot be the wider one.

    Nor can it be 政协提案, the other half of the wider one; but that is only said of parts that make the total exactly.
    """
    wider = total.metric in catalogue()[part.metric].covers
    beside = any({part.metric, total.metric} <= set(metric.covers) for metric in catalogue().values())
    return replace(part, metric=total.metric) if wider or (beside and exact) else part


def _totals(
    kept: Sequence[Draft], anchors: dict[tuple[int, int], list[int]]
) -> tuple[dict[int, int], set[int], set[int]]:
    """For every part its total, the totals whose parts are not certain, and the parts that make their total exactly.

    All are indices into ``kept``.
    """
    candidates: dict[int, list[Candidate]] = {}
    for k, draft in enumerate(kept):
        for anchor, probability in list(draft.totals.items())[:1]:
            total = _total_at(anchors.get(anchor, []), k, kept)
            if total is not None:
                candidates.setdefault(total, []).append(Candidate(k, draft.fact.value, probability))
    total_of: dict[int, int] = {}
    doubtful: set[int] = set()
    borne_out: set[int] = set()
    for total, of_total in candidates.items():
        levels = [c for c in of_total if kept[c.index].fact.kind == kept[total].fact.kind == "level"]
        choice = choose_parts(kept[total].fact.value, levels)
        others = {c.index for c in of_total if c not in levels and c.probability >= LIKELY}
        total_of |= dict.fromkeys(choice.parts | others, total)
        if choice.doubtful:
            doubtful.add(total)
        if choice.exact:
            borne_out |= choice.parts
    return {part: total for part, total in total_of.items() if not _returns(part, total_of)}, doubtful, borne_out


def _returns(part: int, total_of: dict[int, int]) -> bool:
    """Whether following the totals from a part leads back to it."""
    total, seen = total_of.get(part), set[int]()
    while total is not None and total not in seen:
        if total == part:
            return True
        seen.add(total)
        total = total_of.get(total)
    return False


def _total_at(indices: Sequence[int], part: int, kept: Sequence[Draft]) -> int | None:
    """Of the facts on a total's anchor the one nearest to the part in metric."""
    group = kept[part].fact.metric.split(".")[0]
    order = sorted((j for j in indices if j != part), key=lambda j: (kept[j].fact.metric.split(".")[0] != group, j))
    return order[0] if order else None


def _same(draft: Draft, other: Draft) -> bool:
    """Whether two statements are one fact (guidelines, section 1).

    Rates are never put together: 100 % is said of many things in the same words.
    """
    a, b = draft.fact, other.fact
    if a.kind == "rate":
        return False
    if (a.metric, a.value, a.kind, a.year) != (b.metric, b.value, b.kind, b.year):
        return False
    telling = abs(a.value) >= TELLING_FROM
    if draft.passage == other.passage:
        # Inside one paragraph equal figures are mostly two …
        if any(probability >= LIKELY for one in (draft, other) for probability in one.totals.values()):
            return False
        qualifiers = {(getattr(a, name), getattr(b, name)) for name in QUALIFIERS}
        # … but not what a report has once: 收到申请2件，已答复2件，均在法定期限内答复
        if catalogue()[a.metric].once and qualifiers == {(None, None)}:
            return True
        # … nor a telling one in the same words: 已办结33件。33件办结的申请中
        alike = (a.label in b.label or b.label in a.label) and all(one == another for one, another in qualifiers)
        return telling and alike and draft.anchor != other.anchor
    return all(_agree(getattr(a, name), getattr(b, name), telling=telling) for name in QUALIFIERS)


def _agree(one: str | None, other: str | None, *, telling: bool) -> bool:
    """Whether two qualifiers name the same thing: 微信公众号 and 公众号 of one account do.

    Where only one place names it, a telling figure is the same all the same; a 1 or 2 may be another.
    """
    if one is None or other is None:
        return telling or one == other
    a, b = _UNSAID.sub("", one), _UNSAID.sub("", other)
    return a == b or (min(len(a), len(b)) > 2 and (a in b or b in a))


def _key(fact: Fact) -> str:
    """Stable over re-reading: what is stated, not where or how surely."""
    parts = [fact.metric, _plain(fact.value), fact.kind, fact.year, *(getattr(fact, name) for name in QUALIFIERS)]
    return hashlib.sha256("|".join("" if part is None else str(part) for part in parts).encode()).hexdigest()[:16]


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
