"""Lists of findings → a workbook: one row a finding, one row a body, one row a file that could not be read.

Rows go to disk as they come, so that a batch of any size takes the memory of one reading.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook

from service.draw.appearance import appearance
from service.errors import NianbaoError
from service.findings.columns import (
    COLUMNS,
    SHEET,
    SUMMARY_COLUMNS,
    SUMMARY_SHEET,
    UNREAD_COLUMNS,
    UNREAD_SHEET,
)
from service.findings.entry import Entry
from service.findings.listing import Listing
from service.findings.sheet import Sheet, Value, add_styles, number
from service.findings.verdicts import body
from service.findings.words import words

Unread = Sequence[tuple[str, NianbaoError]]
"""Files that could not be read, by name, with the reason."""


def findings_workbook(listings: Iterable[Listing], *, unread: Unread = ()) -> bytes:
    """The workbook of these lists, each looked at once."""
    book = Workbook(write_only=True)
    book.properties.creator = "nianbao"
    add_styles(book)
    rows = Sheet(book, SHEET, COLUMNS)
    summary = Sheet(book, SUMMARY_SHEET, SUMMARY_COLUMNS)
    sums: dict[str, _Sums] = {}
    for listing in listings:
        for entry in listing.entries:
            rows.add(_row(listing, entry), tone=entry.group)
        sums.setdefault(body(listing.reading), _Sums()).add(listing)
    for agency, counted in sums.items():
        summary.add([agency, *counted.row()])
    rows.close()
    total = sum((counted.counts for counted in sums.values()), Counter[str]())
    summary.close(total=["合计", *_Sums(total).row()] if len(sums) > 1 else None)
    if unread:
        missed = Sheet(book, UNREAD_SHEET, UNREAD_COLUMNS)
        for name, error in unread:
            missed.add([name, error.message, error.code])
        missed.close()
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@dataclass(slots=True)
class _Sums:
    """What is counted over the reports of one body."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, listing: Listing) -> None:
        """Count one more report."""
        self.counts.update(listing.counts)
        self.counts.update(
            reports=1,
            confirmed=listing.n_confirmed,
            holds=listing.n_holds,
            facts=len(listing.reading.facts),
            cells=listing.n_cells,
            problems=len(listing.reading.problems),
        )

    def row(self) -> list[int]:
        """The counts in the order of the columns."""
        names = ("reports", "error", "warning", "information", "undecided", "broken")
        return [self.counts[name] for name in (*names, "confirmed", "dismissed", "holds", "facts", "cells", "problems")]


def _row(listing: Listing, entry: Entry) -> list[Value]:
    """A finding in the order of the columns."""
    finding, verdict = entry.finding, entry.verdict
    judged = ["", "", "", ""]
    if verdict is not None:
        when = verdict.when.isoformat(sep=" ", timespec="seconds") if verdict.when else ""
        judged = [words().judgements[verdict.verdict][0], verdict.comment, verdict.who, when]
    return [
        body(listing.reading),
        listing.reading.report.year,
        listing.reading.document.name,
        entry.number,
        appearance().verdicts[finding.verdict],
        entry.grade,
        entry.rule,
        "\n".join(entry.places),
        "\n".join(quoted.text for quoted in entry.quoted),
        finding.message,
        number(finding.left),
        number(finding.right),
        "\n".join(entry.suggestions),
        entry.basis,
        *judged,
        finding.key,
    ]
