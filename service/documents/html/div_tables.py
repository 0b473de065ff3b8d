"""Tables that a page lays out with other elements than those of tables: rows and cells of div, lists or spans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from service.documents.document import GridCell
from service.documents.form_words import is_label
from service.documents.heading import is_sentence, section_of
from service.documents.html.flow import lines
from service.documents.html.old_tables import has_old_header, is_old_part
from service.documents.html.placing import MOST_COLUMNS, Spanning, place, span, wrap
from service.documents.html.style import display
from service.documents.html.tree import Element, Page
from service.documents.joining import joined
from service.documents.text.lines import is_value

Shape = Literal["leaf", "row", "rows", "other"]
"""What an element may be: a cell, a row of cells, several rows (or a cell beside rows), or no part of a table."""

_LONGEST_CELL = 60
_LONGEST_NOTE = 300
_LONGEST_ROW = 40
_TELLING_LABELS = 3
_TELLING_VALUES = 3
_MOST = 0.75
_LINKED = 0.5
_MOST_WRAPPERS = 3
_MOST_LEVELS = 12
_TEMPLATE = re.compile(r"grid-template-columns\s*:\s*([^;]+)", re.IGNORECASE)
_REPEAT = re.compile(r"repeat\(\s*(\d{1,3})\s*,[^()]*(?:\([^()]*\)[^()]*)*\)", re.IGNORECASE)
_FUNCTION = re.compile(r"[a-z-]+\([^()]*\)", re.IGNORECASE)
_GRID_SPAN = re.compile(r"grid-(row|column)\s*:\s*([^;]+)", re.IGNORECASE)


def find_div_tables(page: Page) -> dict[Element, tuple[GridCell, ...]]:
    """The elements that are tables without being called so, and their cells: those with labels of the form."""
    shapes: dict[Element, Shape] = {}
    for element in reversed(page.elements):
        shapes[element] = _shape(element, shapes)
    found = {}
    for element in page.elements:
        around = element.parent
        if around is not None and _is_table(element, shapes) and not _is_table(around, shapes):
            rows, called = list(_rows(element, shapes)), _has_called_cells(element)
            if len(rows) > (0 if called else 1) and _tells(rows, called=called) and not _is_menu(element):
                found[element] = tuple(place(rows))
    return found


def _shape(element: Element, shapes: dict[Element, Shape]) -> Shape:
    if element.name in ("table", "tr", "td", "th", "caption", "pre"):
        return "other"
    kids = element.elements()
    own_text = any(isinstance(child, str) and child.strip() for child in element.children)
    if len(kids) == 1 and not own_text:
        return shapes[kids[0]]
    inner = {shapes[kid] for kid in kids}
    if "other" in inner or (own_text and inner & {"row", "rows"}):
        return "other"
    if not kids or own_text or display(element.written) == "cell" or (inner == {"leaf"} and _is_cell(element)):
        return "leaf" if _fits_cell(element) else "other"
    return "row" if inner == {"leaf"} else "rows"


def _is_cell(element: Element) -> bool:
    """Whether blocks of text are the lines of one cell: it is called one, or together they make a label."""
    if _is_called_cell(element):
        return True
    kids = element.elements()
    if display(element.written) == "row" or any(display(kid.written) == "cell" for kid in kids):
        return False
    texts = [joined(line.text for line in lines(kid)) for kid in kids]
    return all(texts) and not any(map(is_value, texts)) and is_label(joined(texts))


def _is_called_cell(element: Element) -> bool:
    """Whether an element, or one not far around it, is a cell by its style, class or role or by its row's."""
    for _ in range(_MOST_WRAPPERS):
        around = element.parent
        in_row = around is not None and (display(around.written) == "row" or _n_columns(around) > 1)
        if in_row or display(element.written) == "cell":
            return True
        if around is None:
            return False
        element = around
    return False


def _is_menu(element: Element) -> bool:
    """Whether most of the lines are links; what a menu leads to is often called as in the form."""
    found = lines(element)
    return sum(line.linked > _LINKED for line in found) > len(found) * _LINKED


def _has_called_cells(table: Element) -> bool:
    """Whether the first cell of a table is called one."""
    element = table
    for _ in range(_MOST_LEVELS):
        kids = element.elements()
        if not kids:
            break
        element = kids[0]
    return _is_called_cell(element)


def _fits_cell(element: Element) -> bool:
    """Whether the text is as in a cell; only what is called one may hold a heading, or a note that is a sentence."""
    found = lines(element)
    text = joined(line.text for line in found)
    if len(text) > _LONGEST_CELL or is_sentence(text):
        return len(found) == 1 and len(text) <= _LONGEST_NOTE and _is_called_cell(element)
    return section_of(text) is None or _is_called_cell(element)


def _is_table(element: Element, shapes: dict[Element, Shape]) -> bool:
    if element.parent is None or shapes[element] not in ("row", "rows"):
        return False
    return shapes[element] == "rows" or _n_columns(element) > 0 or _has_called_cells(element)


def _rows(top: Element, shapes: dict[Element, Shape]) -> Iterator[list[Spanning]]:
    """The rows inside ``top``; a cell that stands beside rows begins the first of them."""
    before: list[Spanning] = []
    open_elements = [top]
    while open_elements:
        element = open_elements.pop()
        if shapes[element] == "leaf" and _is_row_of_one(element):
            yield [*before, _spanning(element.elements()[0])]
            before = []
        elif shapes[element] == "leaf":
            before.append(_spanning(element))
        elif shapes[element] == "rows" or len(element.elements()) == 1:
            open_elements += reversed(element.elements())
        else:
            for row in _laid_out(element):
                if before or len(row) <= _LONGEST_ROW:
                    yield before + row
                before = []
    if before:
        yield before


def _is_row_of_one(element: Element) -> bool:
    """Whether what holds no more than a cell does is the row around it."""
    kids = element.elements()
    return len(kids) == 1 and display(element.written) != "cell" and _is_called_cell(kids[0])


def _laid_out(element: Element) -> list[list[Spanning]]:
    """The cells of a row, or of a grid whose columns its style tells."""
    cells = [_spanning(cell) for cell in element.elements()]
    n = _n_columns(element)
    return wrap(cells, n) if n else [cells]


def _n_columns(element: Element) -> int:
    template = _TEMPLATE.search(element.attribute("style")) if "grid-template" in element.written else None
    if template is None:
        return 0
    written = _REPEAT.sub(lambda match: " x" * min(int(match[1]), MOST_COLUMNS) + " ", template[1])
    return min(len(_FUNCTION.sub("x", written).split()), MOST_COLUMNS)


def _spanning(element: Element) -> Spanning:
    text = joined(line.text for line in lines(element))
    covered = {
        direction: span(element.attribute(f"aria-{direction}span")) if "aria-" in element.written else 1
        for direction in ("row", "column", "col")
    }
    for direction, value in _GRID_SPAN.findall(element.attribute("style")) if "grid-" in element.written else ():
        covered[direction.lower()] = _covered(value)
    return Spanning(text, covered["row"], max(covered["column"], covered["col"]))


def _covered(value: str) -> int:
    """``span 3``, ``1 / 4``, ``1 / span 3``: how many tracks a cell of a grid covers."""
    start, _, end = value.partition("/")
    if "span" in value:
        return max(span(end if "span" in end else start), 1)
    if end.strip() == "-1":
        return MOST_COLUMNS
    return max(span(end) - span(start), 1) if end else 1


def _tells(rows: Sequence[Sequence[Spanning]], *, called: bool) -> bool:
    """Whether rows are of the form: under the header of an earlier one, or labels with figures.

    What is ``called`` a table by its cells needs to show less of that.
    """
    cells = [[cell.text for cell in row] for row in rows]
    texts = [text for row in cells for text in row if text]
    labels, values = sum(map(is_label, texts)), sum(map(is_value, texts))
    if labels >= _TELLING_LABELS and values >= _TELLING_VALUES:
        return True
    # A small table, as for one item of the law, has little else in it; its figures may stand blank.
    filled = values > 0 or any("" in row for row in cells) or (called and len(rows) > 1)
    alone = filled and labels + values >= len(texts) * _MOST
    if alone and labels >= (1 if called else _TELLING_LABELS):
        return True
    return (values > 0 and has_old_header(cells)) or (called and is_old_part(cells))
