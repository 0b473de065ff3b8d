"""From when, and over whom, a sentence measures a change: words that make last year's report no base for it."""

from __future__ import annotations

import re

from service.documents.report import Report
from service.reconcile.narrative.words import comparison_data
from service.reconcile.years.figures import year_data

_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?=\s*年)")


def is_other_base(sentence: str, year: int) -> bool:
    """Whether the sentence names another year than this and the last, or another time from which it counts."""
    years = {int(match[0]) for match in _YEAR.finditer(sentence)}
    words = year_data()["words"]["other_base"]
    return not years <= {year, year - 1} or any(word in sentence for word in words)


def may_be_other_scope(sentence: str, report: Report) -> bool:
    """Whether the sentence is about a whole region in one office's report, or about one office in a government's."""
    agency = report.agency or ""
    words = comparison_data()["scope"]["own" if agency.endswith("人民政府") else "region"]
    # The name of the body itself names no other scope.
    said = sentence.replace(agency, "") if agency else sentence
    return any(word in said for word in words)
