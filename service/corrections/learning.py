"""Corrections → annotated samples: the paragraph with all that is stated in it, every correction of it applied."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from annotations.samples import QUALIFIER_LABELS, Sample, SampleFact, Span, problems, to_json
from service.corrections.keys import keyed
from service.corrections.marks import Marks, NotLearnable, marks_of
from service.corrections.paragraph import Claim, added_place, claims_of, stretch_of, with_headings
from service.facts.quantities import find_numbers
from service.facts.words import Range

BATCH = "corrections"
_UNNAMED_AGENCY = "未注明"


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a correction teaches: the sample as JSON, or why there is none."""

    sample: Mapping[str, Any] | None
    reason: str | None = None


@dataclass
class _Draft:
    """A sample as it is being put together: each stretch and label becomes one span."""

    spans: dict[tuple[str, int, int], Span] = field(default_factory=dict)

    def mark(self, label: str, where: Range) -> str:
        span = self.spans.setdefault((label, *where), Span(f"s{len(self.spans) + 1}", label, *where))
        return span.id


def learnt(body: Mapping[str, Any], corrections: Mapping[str, Mapping[str, Any]]) -> dict[str, Learnt]:
    """For every correction (by key) what it teaches.

    Corrections of one paragraph share one sample. Those of facts that this reading does not have are left out: they
    were learnt from as the text was read then.
    """
    facts, text = keyed(body["facts"]), body["text"]
    claims = claims_of(text, facts, corrections)
    found: dict[str, Learnt] = {}
    made: dict[Range, Learnt] = {}
    for key, correction in corrections.items():
        if correction.get("added"):
            where = added_place(text, correction)
        else:
            evidence = facts[key]["evidence"] if key in facts else []
            where = (evidence[0]["start"], evidence[0]["end"]) if evidence else None
            if key not in facts:
                continue
        if where is None:
            found[key] = Learnt(None, "原文里没有这些词语")
            continue
        stretch = stretch_of(text, where, claims)
        if stretch not in made:
            made[stretch] = _learnt(body, stretch, claims)
        found[key] = made[stretch]
    return found


def _learnt(body: Mapping[str, Any], stretch: Range, claims: Sequence[Claim]) -> Learnt:
    if body["report"]["year"] is None:
        return Learnt(None, "报告的年度未识别")
    reason = ""
    for one in dict.fromkeys((stretch, with_headings(body["text"], stretch))):
        try:
            sample = _sample(body, one, claims, _id(body, stretch))
        except NotLearnable as error:
            reason = reason or str(error)
        else:
            return Learnt(json.loads(to_json(sample)))
    return Learnt(None, reason)


def _id(body: Mapping[str, Any], stretch: Range) -> str:
    """The same for the same paragraph of the same report, however often it is corrected."""
    paragraph = f"{body['id']}|{body['text'][slice(*stretch)]}"
    return f"c-{hashlib.sha256(paragraph.encode()).hexdigest()[:16]}"


def _sample(body: Mapping[str, Any], stretch: Range, claims: Sequence[Claim], sample_id: str) -> Sample:
    """The sample of a stretch; NotLearnable where the words do not say what is claimed."""
    report, text = body["report"], body["text"][slice(*stretch)]
    numbers = find_numbers(text)
    inside = [claim for claim in claims if stretch[0] <= claim.anchor[0] and claim.anchor[1] <= stretch[1]]
    marked = [(claim, marks_of(claim, text, stretch[0], numbers, report["year"])) for claim in inside]
    marked.sort(key=lambda one: (one[1].anchor, one[1].indicator))
    draft = _Draft()
    facts = [_fact(f"f{n}", claim, marks, draft) for n, (claim, marks) in enumerate(marked, 1)]
    facts = [replace(fact, part_of=_total(n, marked)) for n, fact in enumerate(facts)]
    sample = Sample(
        id=sample_id,
        batch=BATCH,
        agency=report["agency"] or _UNNAMED_AGENCY,
        year=report["year"],
        constructs=(),
        note="",
        text=text,
        spans=tuple(draft.spans.values()),
        facts=tuple(facts),
    )
    for problem in problems(sample):
        raise NotLearnable(f"标注互相矛盾：{problem}")
    return sample


def _fact(fact_id: str, claim: Claim, marks: Marks, draft: _Draft) -> SampleFact:
    return SampleFact(
        id=fact_id,
        metric=claim.metric,
        kind=claim.kind,
        value=claim.value,
        unit=claim.unit,
        negated=claim.negated,
        approx=claim.approx,
        year=claim.year,
        anchor=draft.mark(marks.anchor_label, marks.anchor),
        indicator=draft.mark("INDICATOR", marks.indicator),
        qualifiers={name: draft.mark(QUALIFIER_LABELS[name], place) for name, place in marks.qualifiers.items()},
        change=None if marks.change is None else draft.mark("CHANGE", marks.change),
        period=None if marks.period is None else draft.mark("PERIOD", marks.period),
    )


def _total(at: int, marked: Sequence[tuple[Claim, Marks]]) -> str | None:
    """The fact of the paragraph that this one is a part of: of several statements of it the nearest."""
    claim, marks = marked[at]
    if claim.part_of is None:
        return None
    totals = [n for n, (other, _) in enumerate(marked) if other.key == claim.part_of and n != at]
    if not totals:
        if "part_of" in claim.said:
            raise NotLearnable("总数不在这一段里")
        return None
    return f"f{min(totals, key=lambda n: abs(marked[n][1].anchor[0] - marks.anchor[0])) + 1}"
