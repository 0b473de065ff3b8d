"""What was carried in from the year before, as far as the narrative or table three tells it."""

from __future__ import annotations

from decimal import Decimal

from service.reconcile.subject import Subject
from service.reconcile.values import FormLookup


def known_stocks(subject: Subject, *, year: int | None = None) -> list[Decimal]:
    """Every figure of 上年结转: of the narrative (of one ``year`` only, where it is given), then that of the table."""
    facts = [fact for fact in subject.facts if fact.metric == "request.carried_in"]
    told = [fact.value for fact in facts if year is None or fact.year == year]
    if subject.form.edition is not None:
        known = FormLookup(subject.form, subject.zeros).value("requests.carried_in@total")
        told += [] if known is None else [known]
    return told
