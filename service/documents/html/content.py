"""Where the report stands on a page: its container and its title, without what the page puts around them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from service.documents.chrome import is_chrome
from service.documents.heading import is_sentence, section_of
from service.documents.html.flow import Line
from service.documents.html.items import PART_OF_LINK, Item, is_prose, tells
from service.documents.html.markup import attributes
from service.documents.html.page_title import find_page_title, head_title
from service.documents.html.tables import Table
from service.documents.html.tree import Element, Page
from service.documents.signature import is_date_line, signing_agency
from service.documents.title import find_title

_LINK = 0.9
_LONGEST_LINKED = 30
# A container that holds so much of the running text holds the report.
_MOST = 0.9
_SIGNATURE_LINES = 4
_CHROME_TAGS = frozenset({"nav", "aside", "footer"})
_WORD = re.compile(r"[a-z]+|[A-Z][a-z]*|[A-Z]+(?![a-z])")
_PUBLISHED = re.compile(
    r"^[\[(（]?\s*(?:20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?\s*[\])）]?$"
)


@dataclass(slots=True)
class _Weights:
    """What stands in an element: lines that only a report has, and characters of running text."""

    telling: int = 0
    prose: int = 0


def find_content(page: Page, items: Sequence[Item]) -> list[Item | str]:
    """The items of the report in order, its title first: as a str where it stands only in the head of the page."""
    title = find_page_title(page, items)
    after_title = items[title.stop :] if title is not None else items
    named = _chrome_elements(page, _weigh(page, after_title, set()))
    weights = _weigh(page, after_title, _with_inner(page, named))
    container = _container(page.root, weights)
    inside = _with_inner(page, {container})
    named = _with_inner(page, {element for element in named if not _is_most(element, container, weights)})
    found: list[Item | str] = list(items[title.start : title.stop]) if title is not None else []
    started = False
    ended_at = len(after_title)
    last_telling = max((at for at, item in enumerate(after_title) if tells(item)), default=-1)
    for at, item in enumerate(after_title):
        if item.owner in inside:
            sentence = at < last_telling and isinstance(item, Line) and is_sentence(item.text)
            if not _is_furniture(item, set() if sentence else named, started=started):
                found.append(item)
                started = started or _begins(item)
                ended_at = at + 1
        elif not started and title is not None and is_prose(item):
            found.append(item)
    found += _signature(found, after_title[ended_at:])
    return found if title is not None or _has_title(found) else [*head_title(page), *found]


def _weigh(page: Page, items: Sequence[Item], chrome: set[Element]) -> dict[Element, _Weights]:
    """What stands in every element that holds anything of a report."""
    weights: dict[Element, _Weights] = {}
    for item in items:
        weight = weights.setdefault(item.owner, _Weights())
        if tells(item):
            weight.telling += 1
        elif is_prose(item, chrome):
            weight.prose += len(item.text) if isinstance(item, Line) else 0
    for element in reversed(page.elements):
        own = weights.get(element)
        if own is not None and element.parent is not None:
            around = weights.setdefault(element.parent, _Weights())
            around.telling += own.telling
            around.prose += own.prose
    return weights


def _container(root: Element, weights: dict[Element, _Weights]) -> Element:
    """The innermost element that holds all headings and tables of the form and nearly all running text."""
    whole = weights.get(root, _Weights())
    element = root
    while True:
        for child in element.elements():
            inner = weights.get(child)
            if inner is not None and (inner.telling or inner.prose) and _holds(inner, whole):
                element = child
                break
        else:
            return element


def _holds(inner: _Weights, whole: _Weights) -> bool:
    return inner.telling == whole.telling and inner.prose >= whole.prose * _MOST


def _with_inner(page: Page, outer: set[Element]) -> set[Element]:
    """The elements and all that are inside them."""
    found = set(outer)
    for element in page.elements:
        if element.parent in found:
            found.add(element)
    return found


def _is_most(element: Element, container: Element, weights: dict[Element, _Weights]) -> bool:
    """Whether an element has much of the report's running text, whatever it is called."""
    prose = weights.get(container, _Weights()).prose
    return element in weights and weights[element].prose > prose * (1 - _MOST)


def _is_furniture(item: Item, named: set[Element], *, started: bool) -> bool:
    if isinstance(item, Table):
        return not item.tells and item.owner in named
    if item.linked >= _LINK and (len(item.text) <= _LONGEST_LINKED or not is_sentence(item.text)):
        return True
    if item.owner in named and not _signs(item):
        return True
    return is_chrome(item.text) or (not started and _PUBLISHED.match(item.text) is not None)


def _begins(item: Item) -> bool:
    """Whether the report has begun with this item."""
    return isinstance(item, Table) or is_sentence(item.text) or section_of(item.text) is not None


def _signature(found: Sequence[Item | str], after: Sequence[Item]) -> list[Item]:
    """The lines of a signature right behind the container, where it holds none."""
    tail = [item for item in found[-_SIGNATURE_LINES:] if isinstance(item, Line)]
    if any(_signs(line) for line in tail):
        return []
    lines = [item for item in after[:_SIGNATURE_LINES] if isinstance(item, Line)]
    last = max((at for at, line in enumerate(lines) if is_date_line(line.text)), default=-1)
    return [line for line in lines[: last + 1] if _signs(line)]


def _signs(line: Line) -> bool:
    return line.linked < PART_OF_LINK and (is_date_line(line.text) or signing_agency(line.text) is not None)


def _has_title(found: Sequence[Item | str]) -> bool:
    return find_title([item.text for item in found[:20] if isinstance(item, Line)]) is not None


def _chrome_elements(page: Page, weights: dict[Element, _Weights]) -> set[Element]:
    """The elements that by their name are not the article, and hold nothing that only a report has."""
    named = {element for element in page.elements if element.name in _CHROME_TAGS or _is_named_chrome(element.written)}
    return {element for element in named if not weights.get(element, _Weights()).telling}


@lru_cache(maxsize=2048)
def _is_named_chrome(written: str) -> bool:
    if "class" not in written and "id" not in written:
        return False
    given = attributes(written)
    names = f"{given.get('class', '')} {given.get('id', '')}"[:200]
    return any(word.lower() in _chrome_words() for word in (*_WORD.findall(names), *names.split()))


@cache
def _chrome_words() -> frozenset[str]:
    text = resources.files(__package__).joinpath("chrome_names.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["words"])
