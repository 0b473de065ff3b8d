"""A report that was checked: its list of findings, and the same as one line of JSON."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from service.batch.files import Outcome
from service.findings.entry import Entry
from service.findings.listing import Listing, listing
from service.findings.verdicts import Verdicts
from service.findings.words import Group
from service.reading import Reading
from service.reconcile.rule_set import RuleSet
from service.wire import FindingJson


@dataclass(frozen=True, slots=True)
class Checked:
    """A report under the name it was given by, checked beside last year's where there is one."""

    name: str
    listing: Listing
    last_year: Reading | None

    @property
    def reading(self) -> Reading:
        """The reading with all its findings."""
        return self.listing.reading

    @property
    def counts(self) -> Counter[Group]:
        """How many findings of each group there are; what a person dismissed is a group of its own."""
        return self.listing.counts


def checked(name: str, reading: Reading, last_year: Reading | None, verdicts: Verdicts, rules: RuleSet) -> Checked:
    """The report with its findings put in order, and with what people said of them."""
    return Checked(name, listing(reading, verdicts, rules=rules), last_year)


def checked_line(one: Checked, *, all_findings: bool) -> str:
    """One line of JSON: who and what year, how many findings of each sort, and every finding that is to be seen."""
    reading, last = one.reading, one.last_year
    holding = [finding for finding in reading.findings if finding.verdict == "holds"] if all_findings else []
    value = {
        "document": {"name": one.name, "id": reading.id},
        "report": {"agency": reading.report.agency, "year": reading.report.year, "edition": reading.form.edition},
        "last_year": None if last is None else {"name": last.document.name, "id": last.id, "year": last.report.year},
        "summary": {**{str(group): n for group, n in one.counts.items()}, "holds": reading.verdicts["holds"]},
        "findings": [
            *(_entry(entry) for entry in one.listing.entries),
            *(FindingJson.of(finding).model_dump(mode="json") for finding in holding),
        ],
    }
    return json.dumps(value, ensure_ascii=False)


def _entry(entry: Entry) -> dict[str, Any]:
    told = {
        "group": entry.group,
        "title": entry.rule,
        "places": list(entry.places),
        "quotes": [{"place": quoted.place, "text": quoted.text} for quoted in entry.quoted],
        "suggestions": list(entry.suggestions),
        "judged": entry.judged or None,
    }
    return FindingJson.of(entry.finding).model_dump(mode="json") | told


def unread_line(outcome: Outcome) -> str:
    """One line of JSON for a report that could not be read."""
    error = outcome.error
    problem = None if error is None else {"code": error.code, "message": error.message}
    return json.dumps({"document": {"name": outcome.name}, "error": problem}, ensure_ascii=False)
