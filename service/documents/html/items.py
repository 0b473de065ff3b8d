"""What a page shows, in order: lines and tables of data, and which of them only a report has."""

from __future__ import annotations

from collections.abc import Container

from service.documents.chrome import is_chrome
from service.documents.heading import is_sentence, section_of
from service.documents.html.flow import Line
from service.documents.html.tables import Table
from service.documents.html.tree import Element

Item = Line | Table
"""A line of the page, or a table of data."""

PART_OF_LINK = 0.5
"""A line with so much of it in links is none of the report's headings, titles or sentences."""


def tells(item: Item) -> bool:
    """Whether only a report has this: a section's heading, a table with labels of the form."""
    if isinstance(item, Table):
        return item.tells
    return item.linked < PART_OF_LINK and len(item.text) <= 60 and section_of(item.text) is not None


def is_prose(item: Item, chrome: Container[Element] = ()) -> bool:
    """Whether an item is running text outside of the elements ``chrome``."""
    if not isinstance(item, Line) or item.linked >= PART_OF_LINK or item.owner in chrome:
        return False
    return is_sentence(item.text) and not is_chrome(item.text)
