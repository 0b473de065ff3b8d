"""How figures, cells and quotations are written in messages."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from service.facts.fact import Evidence
from service.forms.cell import Edition
from service.forms.layout import cell_title
from service.reconcile.names import reference_name

_LISTED = 4
_QUOTED = 48
_INNER = str.maketrans("“”", "‘’")


def figure(value: Decimal) -> str:
    """A number as people write it: no exponent, no zeros that say nothing."""
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") or "0" if "." in plain else plain


@lru_cache(maxsize=4096)
def title(edition: Edition | None, cell_id: str) -> str:
    """The Chinese name of a cell; the short name, or the id, where no edition has such a cell."""
    if edition is None:
        return reference_name(cell_id)
    try:
        return cell_title(edition, cell_id)
    except KeyError:
        return reference_name(cell_id)


def titles(edition: Edition | None, cell_ids: Sequence[str]) -> str:
    """The names of several cells, the first few where there are many."""
    named = "、".join(f"“{title(edition, cell_id)}”" for cell_id in cell_ids[:_LISTED])
    return named if len(cell_ids) <= _LISTED else f"{named}等{len(cell_ids)}格"


def quotation(text: str, evidence: Evidence) -> str:
    """The clause that states a fact, cut where it is long; empty where the offsets hit nothing."""
    clause = " ".join(text[evidence.start : evidence.end].split()).translate(_INNER)
    return clause if len(clause) <= _QUOTED else f"{clause[:_QUOTED]}…"
