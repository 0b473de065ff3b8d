"""Narrative → facts: the pipeline reads every passage, statements get values, repeated ones become one fact."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from spacy.language import Language
from spacy.tokens import Doc

from annotations.catalogue import catalogue
from models.fact_reader.decode import Statement
from service.documents.report import Report
from service.facts.fact import QUALIFIERS, Evidence, Fact, Kind
from service.facts.parts import LIKELY, Candidate, choose_parts
from service.facts.pipeline import BATCH_DOCS
from service.facts.quantities import Number
from service.facts.valuing import NEGATED, Stated, stated_quantity, stated_unchanged, year_of

# Below this confidence a fact is shown as doubtful, and findings that rest on it are undecided.
DOUBTFUL_BELOW = 0.65
_QUALIFIER_LABELS = {"channel": "CHANNEL", "category": "CATEGORY", "party": "PARTY", "role": "ROLE"}
_UNSAID = re.compile(r"[\s“”\"'‘’《》〈〉（）()]|微信|官方|政务|账号|情况|方面|等$|类$")


@dataclass(frozen=True, slots=True)
class _Draft:
    """A fact before its id is known: ``totals`` are the anchors, in the report's text, of what it may be a part of."""

    fact: Fact
    anchor: tuple[int, int]
    totals: dict[tuple[int, int], float]
    passage: int


def extract_facts(report: Report, pipeline: Language) -> tuple[Fact, ...]:
    """The facts of a report's narrative, in the order of their first evidence."""
    texts = [report.text[passage.start : passage.end] for passage in report.passages]
    drafts: list[_Draft] = []
    for i, doc in enumerate(pipeline.pipe(texts, batch_size=BATCH_DOCS)):
        drafts += _drafts(doc, report, start=report.passages[i].start, passage=i)
    return _assembled(drafts)


def _drafts(doc: Doc, report: Report, *, start: int, passage: int) -> list[_Draft]:
    drafts = []
    for statement in doc._.statements:
        stated = _stated(statement, doc)
        if stated is None:
            continue
        drafts.append(
            _Draft(
                fact=_fact(statement, stated, doc.text, report, start),
                anchor=(start + statement.anchor[0], start + statement.anchor[1]),
                totals={(start + a, start + b): p for (a, b), p in statement.totals.items()},
                passage=passage,
            )
        )
    return [_with_unit_of_level(draft, drafts) for draft in drafts]


def _stated(statement: Statement, doc: Doc) -> Stated | None:
    if statement.anchor_label == "NEGATION":
        return NEGATED
    if statement.anchor_label == "CHANGE":
        return stated_unchanged(None)
    number: Number = next(n for n in doc._.numbers if (n.start, n.end) == statement.anchor)
    change = statement.qualifiers.get("CHANGE")
    words = None if change is None or statement.kind != "change" else doc.text[slice(*change)]
    return stated_quantity(number, words)


def _fact(statement: Statement, stated: Stated, text: str, report: Report, start: int) -> Fact:
    words = {
        name: text[slice(*statement.qualifiers[label])] if label in statement.qualifiers else None
        for name, label in _QUALIFIER_LABELS.items()
    }
    period = statement.qualifiers.get("PERIOD")
    carried = statement.metric == "request.carried_in"  # 上年结转 is a figure of this year's report
    year = year_of(None if period is None or carried else text[slice(*period)], report.year)
    places = [statement.anchor, statement.indicator]
    evidence = Evidence(
        start=start + min(a for a, _ in places),
        end=start + max(b for _, b in places),
        quantity=(start + statement.anchor[0], start + statement.anchor[1]),
        label=(start + statement.indicator[0], start + statement.indicator[1]),
        source=report.source_at(start + statement.anchor[0]),
    )
    confidence = round(statement.confidence, 3)
    return Fact(
        id="",
        metric=statement.metric,
        label=text[slice(*statement.indicator)],
        value=stated.value,
        unit=stated.unit,
        kind=_kind(statement, stated),
        negated=stated.negated,
        approx=stated.approx,
        year=year,
        confidence=confidence,
        evidence=(evidence,),
        key="",
        precision=stated.precision,
        doubtful=confidence < DOUBTFUL_BELOW,
        channel=words["channel"],
        category=words["category"],
        party=words["party"],
        role=words["role"],
    )


def _kind(statement: Statement, stated: Stated) -> Kind:
    """The model's kind, where unit and metric leave a choice."""
    if statement.anchor_label == "CHANGE":
        return "change"
    if stated.negated:
        return "level"
    rate = catalogue()[statement.metric].measure == "rate"
    if stated.unit == "%" and statement.kind == "level":
        return "rate"
    if rate and statement.kind == "level":
        return "rate"
    kinds: dict[str, Kind] = {"level": "level", "change": "change", "rate": "rate"}
    return kinds[statement.kind]


def _with_unit_of_level(draft: _Draft, drafts: Sequence[_Draft]) -> _Draft:
    """与上年持平 has the unit of the figure that did not change."""
    fact = draft.fact
    if fact.kind != "change" or fact.unit is not None or fact.value != 0:
        return draft
    level = next((d.fact for d in drafts if d.fact.metric == fact.metric and d.fact.kind == "level"), None)
    return draft if level is None else replace(draft, fact=replace(fact, unit=level.unit))


def _assembled(drafts: Sequence[_Draft]) -> tuple[Fact, ...]:
    """Facts with ids, keys and totals; a figure stated in two places is one fact with two evidences."""
    kept: list[_Draft] = []
    index_of: list[int] = []
    taken: set[tuple[int, int]] = set()
    for draft in drafts:
        # Of two equal figures of one passage only one repeats an earlier figure.
        same = next(
            (k for k, other in enumerate(kept) if _same(draft, other) and (k, draft.passage) not in taken), None
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
    total_of, doubtful = _totals(kept, anchors)
    return tuple(
        replace(
            draft.fact,
            id=f"f{k + 1}",
            key=_key(draft.fact),
            part_of=f"f{total_of[k] + 1}" if k in total_of else None,
            parts_doubtful=k in doubtful,
        )
        for k, draft in enumerate(kept)
    )


def _totals(kept: Sequence[_Draft], anchors: dict[tuple[int, int], list[int]]) -> tuple[dict[int, int], set[int]]:
    """For every part its total, and the totals whose parts are not certain; all as indices into ``kept``."""
    candidates: dict[int, list[Candidate]] = {}
    for k, draft in enumerate(kept):
        for anchor, probability in list(draft.totals.items())[:1]:
            total = _total_at(anchors.get(anchor, []), k, kept)
            if total is not None:
                candidates.setdefault(total, []).append(Candidate(k, draft.fact.value, probability))
    total_of: dict[int, int] = {}
    doubtful: set[int] = set()
    for total, of_total in candidates.items():
        levels = [c for c in of_total if kept[c.index].fact.kind == kept[total].fact.kind == "level"]
        choice = choose_parts(kept[total].fact.value, levels)
        others = {c.index for c in of_total if c not in levels and c.probability >= LIKELY}
        total_of |= dict.fromkeys(choice.parts | others, total)
        if choice.doubtful:
            doubtful.add(total)
    return {part: total for part, total in total_of.items() if not _returns(part, total_of)}, doubtful


def _returns(part: int, total_of: dict[int, int]) -> bool:
    """Whether following the totals from a part leads back to it."""
    total, seen = total_of.get(part), set[int]()
    while total is not None and total not in seen:
        if total == part:
            return True
        seen.add(total)
        total = total_of.get(total)
    return False


def _total_at(indices: Sequence[int], part: int, kept: Sequence[_Draft]) -> int | None:
    """Of the facts on a total's anchor the one nearest to the part in metric."""
    group = kept[part].fact.metric.split(".")[0]
    order = sorted((j for j in indices if j != part), key=lambda j: (kept[j].fact.metric.split(".")[0] != group, j))
    return order[0] if order else None


def _same(draft: _Draft, other: _Draft) -> bool:
    """Whether two statements of different passages are one fact (guidelines, section 1).

    Rates are never put together: 100 % is said of many things in the same words.
    """
    a, b = draft.fact, other.fact
    if draft.passage == other.passage or a.kind == "rate":
        return False
    if (a.metric, a.value, a.kind, a.year, a.negated) != (b.metric, b.value, b.kind, b.year, b.negated):
        return False
    return all(_agree(getattr(a, name), getattr(b, name)) for name in QUALIFIERS)


def _agree(one: str | None, other: str | None) -> bool:
    """Whether two qualifiers name the same thing: 微信公众号 and 公众号 of one account do."""
    if one is None or other is None:
        return one == other
    a, b = _UNSAID.sub("", one), _UNSAID.sub("", other)
    return a == b or (min(len(a), len(b)) > 2 and (a in b or b in a))


def _key(fact: Fact) -> str:
    """Stable over re-reading: what is stated, not where or how surely."""
    parts = [fact.metric, _plain(fact.value), fact.kind, fact.year, *(getattr(fact, name) for name in QUALIFIERS)]
    return hashlib.sha256("|".join("" if part is None else str(part) for part in parts).encode()).hexdigest()[:16]


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
