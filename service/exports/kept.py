"""The newest readings of all reports of a kind, one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from service.exports.rows import Kept
from service.store import judgements
from service.store.reports import Filter, page, reading_of
from service.store.store import Store

_PAGE = 50


def newest_readings(store: Store, wanted: Filter) -> Iterator[Kept]:
    """The newest reading of each report, the newest report first; one at a time is held."""
    before = None
    while True:
        with store.database.reading() as connection:
            reports = page(connection, wanted, before=before, limit=_PAGE)
        for report in reports:
            with store.database.reading() as connection:
                reading = reading_of(connection, report.id)
                corrections = judgements.corrections_of(connection, report.id)
            if reading is not None:
                yield Kept(reading.body, {each.fact_key: each.correction for each in corrections})
        if len(reports) < _PAGE:
            return
        before = reports[-1].serial
