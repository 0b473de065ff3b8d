"""Figures of an office in one year and the next that fit together: E1–E12, E15 and E18 of FORM hold among them.

They are drawn as they come about: applications arrive, are decided or stay; documents are made and repealed. Nothing is
adjusted afterwards to make a sum come out.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from benchmarks.documents.printed import requests
from benchmarks.findings.offices import Office

NewEdition = Literal["V1", "V2"]
Figures = dict[str, Decimal]

APPLICANTS: Mapping[str, float] = {
    "natural_person": 84,
    "business": 11,
    "research": 0.4,
    "social": 0.6,
    "legal_service": 2.5,
    "other": 1.5,
}
COLUMNS = (*APPLICANTS, "total")
# How applications end, by rough experience: given, not held, and then a long tail of reasons.
_OUTCOMES: Mapping[str, float] = {
    "granted": 36,
    "partial": 7,
    "denied.state_secret": 0.3,
    "denied.law_forbidden": 0.8,
    "denied.security_stability": 0.2,
    "denied.third_party": 2,
    "denied.internal_affairs": 1.2,
    "denied.process_info": 2,
    "denied.enforcement_file": 1.5,
    "denied.admin_query": 1.5,
    "unavailable.not_held": 26,
    "unavailable.needs_creation": 2.5,
    "unavailable.still_unclear": 1.5,
    "not_processed.petition": 3,
    "not_processed.duplicate": 2,
    "not_processed.publication": 0.1,
    "not_processed.excessive": 0.4,
    "not_processed.reconfirm": 0.4,
    "other.no_correction": 4,
    "other.fee_unpaid": 0.1,
    "other.misc": 7,
    "other.all": 9,
}
_CASES: Mapping[str, float] = {"review": 0.06, "litigation_direct": 0.015, "litigation_after_review": 0.02}
_RESULTS: Mapping[str, float] = {"upheld": 58, "corrected": 12, "other": 24, "pending": 6}


def draw_figures(rng: random.Random, edition: NewEdition, office: Office, before: Figures | None) -> Figures:
    """Tables two, three and four of a year; ``before`` are those of the year before, which this one continues."""
    applications = _applications(rng, edition, office, before)
    received = int(applications["requests.new@total"])
    documents = _proactive_2021 if edition == "V2" else _proactive_2019
    return {**documents(rng, office, before), **applications, **_disputes(rng, received)}


def _applications(rng: random.Random, edition: NewEdition, office: Office, before: Figures | None) -> Figures:
    rows = [row.id for row in requests(edition)]
    outcomes = [row for row in rows if row.startswith("outcomes.") and row != "outcomes.total"]
    # Every office has reasons of its own that return: the weights are spread before they are used.
    weights = [_OUTCOMES[row.removeprefix("outcomes.")] * rng.gammavariate(0.7, 1) for row in outcomes]
    year = round(office.typical * rng.lognormvariate(0, 0.25)) if office.typical else 0
    came = Counter(rng.choices(list(APPLICANTS), list(APPLICANTS.values()), k=year))
    late = rng.choice((0.0, 0.02, 0.06, 0.12))
    figures: Figures = {}
    for column in APPLICANTS:
        carried = before[f"requests.carried_out@{column}"] if before is not None else Decimal(0)
        stock = came[column] + int(carried)
        left = sum(rng.random() < late for _ in range(stock))
        ended = Counter(rng.choices(outcomes, weights, k=stock - left))
        figures[f"requests.new@{column}"] = Decimal(came[column])
        figures[f"requests.carried_in@{column}"] = carried
        figures |= {f"{row}@{column}": Decimal(ended[row]) for row in outcomes}
        figures[f"outcomes.total@{column}"] = Decimal(stock - left)
        figures[f"requests.carried_out@{column}"] = Decimal(left)
    for row in rows:
        figures[f"{row}@total"] = sum((figures[f"{row}@{column}"] for column in APPLICANTS), Decimal(0))
    return figures


def _disputes(rng: random.Random, received: int) -> Figures:
    figures: Figures = {}
    for path, share in _CASES.items():
        n = sum(rng.random() < share * 2 for _ in range(received)) if rng.random() < 0.5 else 0
        parts = Counter(rng.choices(list(_RESULTS), list(_RESULTS.values()), k=n))
        figures |= {f"{path}.{result}": Decimal(parts[result]) for result in _RESULTS}
        figures[f"{path}.total"] = Decimal(n)
    return figures


def _proactive_2021(rng: random.Random, office: Office, before: Figures | None) -> Figures:
    figures: Figures = {}
    for kind in ("regulations", "normative"):
        most = office.documents if kind == "normative" else 12 if office.regulations else 0
        stock = before[f"proactive.{kind}.in_force"] if before is not None else _some(rng, most * 8)
        made = _some(rng, most)
        repealed = min(_some(rng, most), stock + made)
        figures[f"proactive.{kind}.issued"] = made
        figures[f"proactive.{kind}.repealed"] = repealed
        figures[f"proactive.{kind}.in_force"] = stock + made - repealed
    for kind in ("licensing", "penalty", "coercion"):
        last = None if before is None else before[f"proactive.{kind}.decisions"]
        figures[f"proactive.{kind}.decisions"] = _going_on(rng, last) or _some(rng, office.decisions)
    last = None if before is None else before["proactive.fees.amount_wan"]
    return figures | {"proactive.fees.amount_wan": _going_on(rng, last) or _money(rng, office.charges)}


def _proactive_2019(rng: random.Random, office: Office, before: Figures | None) -> Figures:
    figures: Figures = {}
    for kind in ("regulations", "normative"):
        most = office.documents if kind == "normative" else 12 if office.regulations else 0
        stock = before[f"p19.{kind}.public_total"] if before is not None else _some(rng, most * 8)
        made = _some(rng, most)
        published = made if rng.random() < 0.7 else Decimal(rng.randint(0, int(made)))
        figures[f"p19.{kind}.made"], figures[f"p19.{kind}.published"] = made, published
        figures[f"p19.{kind}.public_total"] = stock + published
    for kind in ("licensing", "other_services", "penalty", "coercion", "fees"):
        items = _some(rng, 300 if kind != "fees" else 30)
        if before is not None:
            items = before[f"p19.{kind}.items_prev"] + before[f"p19.{kind}.items_delta"]
        figures[f"p19.{kind}.items_prev"] = items
        figures[f"p19.{kind}.items_delta"] = Decimal(rng.choice((0, 0, 0, rng.randint(-int(items) // 6, 9))))
        if kind != "fees":
            figures[f"p19.{kind}.decisions"] = _some(rng, office.decisions)
    figures["p19.procurement.projects"] = projects = _some(rng, office.documents * 2)
    figures["p19.procurement.amount"] = _money(rng, office.charges) if projects else Decimal(0)
    return figures


def _some(rng: random.Random, most: int) -> Decimal:
    """Zero in two years of five, else evenly over the orders of magnitude."""
    return Decimal(0) if most <= 0 or rng.random() < 0.4 else Decimal(round(math.exp(rng.random() * math.log(most))))


def _going_on(rng: random.Random, last: Decimal | None) -> Decimal:
    """What was done last year is done about as often this year; 0 where nothing is known."""
    if not last:
        return Decimal(0)
    return (last * Decimal(rng.lognormvariate(0, 0.3))).quantize(last)


def _money(rng: random.Random, most: int) -> Decimal:
    """万元, mostly to two places."""
    if rng.random() < 0.55:
        return Decimal(0)
    places = rng.choice((0, 1, 2, 2, 2, 2, 4, 6))
    return Decimal(round(math.exp(rng.random() * math.log(most)) * 10**places)).scaleb(-places)
