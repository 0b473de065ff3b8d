"""Lists of findings → one HTML page that needs nothing but itself and prints on A4.

Everything that comes from a report or from a person is escaped, and the page forbids itself scripts and whatever
lies outside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from service.draw.appearance import appearance
from service.findings.listing import Listing
from service.findings.words import shown, words


def findings_page(listings: Sequence[Listing]) -> str:
    """The page of these lists, one after the other."""
    template = _environment().get_template("findings.html")
    return template.render(listings=listings, words=words(), appearance=appearance())


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("service.findings"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )


def _finalized(value: object) -> object:
    """What an expression of a template puts on the page; what is markup already stays as it is."""
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value
