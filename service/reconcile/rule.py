"""A rule as data: what it says, why, for which editions, and the tiny records that prove it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from service.forms.cell import Edition
from service.reconcile.expression import Logical
from service.reconcile.finding import Severity

BasisKind = Literal["form", "law", "notice", "inferred", "practice"]
Origin = Literal["builtin", "user"]


@dataclass(frozen=True, slots=True)
class Record:
    """A tiny report: the cells it has, the value of all ``others`` of the edition (None: missing), its agency.

    ``facts`` maps a metric, with a category behind a colon where it has one, to the values stated. ``last`` are cells
    of the report of the year before, ``last_others`` the value of all others there, ``last_edition`` its edition;
    ``last`` None: there is no such report.
    """

    edition: Edition
    cells: Mapping[str, str]
    others: str | None = None
    agency: str | None = None
    year: int = 2023
    facts: Mapping[str, tuple[str, ...]] | None = None
    last: Mapping[str, str] | None = None
    last_others: str | None = None
    last_edition: Edition | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule over the cells.

    ``each`` maps the variables of the expression to the domains of ``names.toml`` they range over; ``when`` names a
    condition on the agency; ``source`` says what sort of basis it has: only ``form`` is printed on the form itself.
    """

    id: str
    title: str
    editions: tuple[Edition, ...]
    severity: Severity
    source: BasisKind
    basis: str
    expression: Logical
    each: Mapping[str, str]
    when: str | None
    holds: str
    fails: str
    records: Mapping[str, Record]
    origin: Origin = "builtin"


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What people are shown of a rule, be it data or code; ``active`` is false where it was switched off."""

    id: str
    title: str
    severity: Severity
    basis: str
    editions: tuple[Edition, ...] = ()
    source: BasisKind = "inferred"
    origin: Origin = "builtin"
    active: bool = True
