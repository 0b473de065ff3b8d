"""Narrative → facts: the pipeline reads every passage, statements become drafts, drafts become facts."""

from __future__ import annotations

from spacy.language import Language

from service.documents.report import Report
from service.facts.drafting import Draft, drafts_of
from service.facts.fact import Fact
from service.facts.merging import merged_facts
from service.facts.pipeline import BATCH_DOCS


def extract_facts(report: Report, pipeline: Language) -> tuple[Fact, ...]:
    """The facts of a report's narrative, in the order of their first evidence."""
    texts = [report.text[passage.start : passage.end] for passage in report.passages]
    drafts: list[Draft] = []
    for i, doc in enumerate(pipeline.pipe(texts, batch_size=BATCH_DOCS)):
        drafts += drafts_of(doc, report, start=report.passages[i].start, passage=i)
    return merged_facts(drafts)
