"""Whether a figure of the narrative may be about more, or less, than the tables: the whole region, or one office."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from service.documents.report import Report
from service.facts.fact import Fact
from service.reconcile.narrative.words import comparison_data

_SENTENCE_END = re.compile(r"[。；;！？\n]")
_FAR = Decimal("0.2")
_LONGEST = 400


def sentence_before(text: str, end: int) -> str:
    """The sentence as far as ``end``."""
    begin = max((match.end() for match in _SENTENCE_END.finditer(text, max(0, end - _LONGEST), end)), default=None)
    return text[max(0, end - _LONGEST) if begin is None else begin : end]


def may_differ_in_scope(fact: Fact, report: Report, amounts: Sequence[Decimal]) -> bool:
    """True where the sentence names another scope than the report's and the figures are far apart.

    In the report of a government the whole region is what the tables are about; there 本级 is the other scope.
    """
    far = all(abs(fact.value - amount) > _FAR * max(abs(fact.value), abs(amount)) for amount in amounts)
    if not far:
        return False
    agency = report.agency or ""
    words = comparison_data()["scope"]["own" if agency.endswith("人民政府") else "region"]
    said = "".join(sentence_before(report.text, evidence.end) for evidence in fact.evidence)
    for name in (agency, agency.removesuffix("人民政府")):
        # The name of the body itself names no other scope: 甲市乡镇企业局.
        said = said.replace(name, "") if name else said
    return any(word in said for word in words)
