"""Which line of a page is the title of the report: menus, columns and the site have similar names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.documents.chrome import is_chrome
from service.documents.html.flow import Line
from service.documents.html.items import PART_OF_LINK, Item, is_prose, tells
from service.documents.html.tree import Element, Page
from service.documents.signature import signing_agency
from service.documents.title import find_title, join_title, year_of

_TITLE_LINES = 4
_MOST_TITLES = 200
_HEADINGS = frozenset({"h1", "h2", "h3"})
_PARTS = frozenset({"nav", "aside", "footer", "header", "li", "dd", "dt", "td", "th"})
_TITLE_END = re.compile(r"(?:报告|年报|总结|情况|公告|公示)\s*[》#*]*\s*(?:[（(][^）)]{1,20}[）)])?\s*$")
_SITE = re.compile(r"\s*(?:[_|｜]|\s[-–—]+\s|--+|[-–—]+(?=[\u4e00-\u9fff]+(?:政府|网|门户|局|厅|委))).*$")


@dataclass(frozen=True, slots=True)
class _Standing:
    """What speaks for a title: menus and columns have names such as 政府信息公开年报, without a year."""

    text: str
    has_year: bool
    in_head: bool
    is_heading: bool

    @property
    def rank(self) -> tuple[bool, bool, bool]:
        """Titles with a higher one come first."""
        return self.has_year, self.in_head, self.is_heading


def find_page_title(page: Page, items: Sequence[Item]) -> range | None:
    """The title that stands best, the last of several: those further up name the page."""
    heads = [join_title([title]) for title in page.titles]
    best: tuple[_Standing, range] | None = None
    tried = 0
    for at, item in enumerate(items):
        if best is not None and (tells(item) or (best[0].has_year and is_prose(item))):
            break
        if _may_end_title(item):
            tried += 1
            if tried > _MOST_TITLES:
                break
            title = _title_ending(items, at)
            if title is not None:
                standing = _standing(items[title.start : title.stop], heads)
                if best is None or standing.text == best[0].text or standing.rank >= best[0].rank:
                    best = standing, title
    return best[1] if best is not None else None


def _standing(title: Sequence[Item], heads: Sequence[str]) -> _Standing:
    texts = [line for line in title if isinstance(line, Line)]
    text = join_title([line.text for line in texts])
    in_head = any(text in head for head in heads)
    return _Standing(text, year_of(text) is not None, in_head, any(line.owner.name in _HEADINGS for line in texts))


def _may_end_title(item: Item) -> bool:
    return isinstance(item, Line) and item.linked < PART_OF_LINK and _TITLE_END.search(item.text) is not None


def _title_ending(items: Sequence[Item], at: int) -> range | None:
    """The title whose last line, but for a year in brackets, is item ``at``."""
    firsts = range(at, max(at - _TITLE_LINES, -1), -1)
    title = next((found for first in firsts if (found := _title_from(items, first, at)) is not None), None)
    if title is None or title.start == 0:
        return title
    wider = _title_from(items, title.start - 1, at)
    return wider if wider is not None and not _is_apart(items[wider.start], items[wider.start + 1]) else title


def _title_from(items: Sequence[Item], first: int, at: int) -> range | None:
    """The title from item ``first`` to item ``at`` or the one behind it; tables and links are in none."""
    window = items[first : at + 2]
    texts = [item.text if isinstance(item, Line) and item.linked < PART_OF_LINK else "。" for item in window]
    title = find_title(texts)
    holds = title is not None and title.start == 0 and title.stop > at - first
    return range(first, first + title.stop) if title is not None and holds else None


def _is_apart(above: Item, title: Item) -> bool:
    """Whether a line above a title belongs to another part of the page: to a menu, and no agency's name."""
    if not isinstance(above, Line) or is_chrome(above.text):
        return True
    return signing_agency(above.text) is None and _part(above.owner) is not _part(title.owner)


def _part(element: Element) -> Element:
    """The element around it, or itself, that keeps its text apart from what stands beside."""
    while element.name not in _PARTS and element.parent is not None:
        element = element.parent
    return element


def head_title(page: Page) -> list[str]:
    """The title that the head of the page gives, without the site's name; none where it is no report's."""
    for title in page.titles:
        bare = " ".join(title.split())
        for candidate in (bare, _SITE.sub("", bare)):
            if find_title([candidate]) is not None:
                return [candidate]
    return []
