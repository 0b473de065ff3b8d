"""Kept readings and people's verdicts as the lists of findings want them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from service.api.intake import judged
from service.api.running import Running
from service.exports.kept import newest_readings
from service.findings.verdicts import PersonVerdict, VerdictKey, Verdicts
from service.reading import Reading
from service.restoring import restored
from service.store import judgements
from service.store.judgements import StoredVerdict
from service.store.reports import Filter, ReadingBody


def verdicts_on(state: Running, body: ReadingBody) -> Verdicts:
    """What people said of the findings of one reading."""
    with state.store.database.reading() as connection:
        return _verdicts(judgements.verdicts_on(connection, *judged(body)).values())


def every_verdict(state: Running) -> Verdicts:
    """Everything that people said of findings."""
    with state.store.database.reading() as connection:
        return _verdicts(judgements.every_verdict(connection))


def restored_readings(state: Running, wanted: Filter) -> Iterator[Reading]:
    """The newest reading of each report, one after the other."""
    return (restored(dict(kept.body)) for kept in newest_readings(state.store, wanted))


def _verdicts(given: Iterable[StoredVerdict]) -> Verdicts:
    return Verdicts(
        {
            VerdictKey(each.agency, each.year or None, each.finding_key).plain: PersonVerdict(
                each.verdict, each.comment, each.who, each.at
            )
            for each in given
        }
    )
