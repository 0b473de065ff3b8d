"""Tables of a page: which of them hold data, which only frame the page or the article, and the grids of the former."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from service.documents.document import GridCell
from service.documents.form_words import is_label
from service.documents.heading import is_sentence, section_of
from service.documents.html.flow import Line, flow, lines
from service.documents.html.old_tables import has_old_header, is_old_table
from service.documents.html.placing import Spanning, place, span
from service.documents.html.tree import Element, Page
from service.documents.joining import joined
from service.documents.text.lines import is_value
from service.documents.title import find_title

Verdict = Literal["data", "frame", "furniture"]

# So many labels of the form, or figures, and a table is one of data whatever else is in it.
_TELLING_LABELS = 3
_TELLING_VALUES = 5
_LONGEST_ROW_OF_PROSE = 40
_LONGEST_TITLE = 80
_LINKED = 0.5
_FEWEST_FURNITURE = 3
_MUCH = 20  # lines, more than stand in a cell of data
_FURNITURE = re.compile(
    r"^[\s【\[]*(?:索\s*引\s*号|主题(?:分类|词)|发(?:布|文)(?:机构|机关|单位|日期|时间|字号)|公开(?:日期|方式|范围|类别|时限|形式|主体|责任部门)"
    r"|(?:成文|生成|生效|废止)(?:日期|时间)|信息(?:来源|分类|名称|类别|索引)|(?:公文)?(?:标\s*题|名\s*称|文\s*号|内容概述|体裁分类|组配分类)|有\s*效\s*性|责任编辑|服务对象)"
    r"\s*[】\]]?\s*(?:[:：].*)?$"
)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table of data: its cells, and the element that it stands in.

    ``tells`` says whether labels of the form stand in it, or the header of the form of earlier years.
    """

    owner: Element
    cells: tuple[GridCell, ...]
    tells: bool = field(init=False)

    def __post_init__(self) -> None:
        tells = sum(is_label(cell.text) for cell in self.cells) > 1 or has_old_header(self._rows())
        object.__setattr__(self, "tells", tells)

    def _rows(self) -> list[list[str]]:
        return [[cell.text for cell in row] for _, row in groupby(self.cells, key=lambda cell: cell.row)]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, and its cells that are shown."""

    element: Element
    cells: tuple[Element, ...]


def judge(page: Page) -> dict[Element, Verdict]:
    """What each table of the page is; the inner ones are judged before those around them."""
    verdicts: dict[Element, Verdict] = {}
    inside: set[Element] = set()  # cells and tables with a table of data in them, or one that frames much text
    for element in reversed(page.elements):
        if element.name == "table":
            verdicts[element], n_lines = _judge(element, inside)
            if verdicts[element] == "data" or n_lines > _MUCH:
                inside.add(element)
        if element.parent is not None and element in inside:
            inside.add(element.parent)
    return verdicts


def rows_of(table: Element) -> list[Row]:
    """The rows of a table that are shown."""
    rows = (child for child in table.elements() if child.name == "tr")
    return [Row(row, tuple(cell for cell in row.elements() if cell.name in ("td", "th"))) for row in rows]


def parts(table: Element, known: Mapping[Element, Verdict]) -> Iterator[Line | Table]:
    """What stands in a table of data: its caption, its grids, and as lines the rows of running text between them.

    Tables of data inside its cells follow it.
    """
    for child in table.elements():
        if child.name == "caption":
            yield from lines(child)
    rows = rows_of(table)
    for part in _cut(rows, known):
        if isinstance(part, Line):
            yield part
        else:
            cells = tuple(place([[_spanning(cell, known) for cell in row.cells] for row in part]))
            if any(cell.text for cell in cells):
                yield Table(table, cells)
    for inner in (item for row in rows for cell in row.cells for item in flow(cell, known)):
        if isinstance(inner, Element) and known[inner] == "data":
            yield from parts(inner, known)


def _judge(table: Element, inside: set[Element]) -> tuple[Verdict, int]:
    """What a table is, and how many lines stand in its cells, those with tables of data in them aside."""
    rows = rows_of(table)
    cells = [lines(cell) for row in rows for cell in row.cells if cell not in inside]
    n_lines = sum(map(len, cells))
    texts = [joined(line.text for line in cell) for cell in cells if cell]
    labels, values = sum(map(is_label, texts)), sum(map(is_value, texts))
    if labels >= _TELLING_LABELS:
        return "data", n_lines
    if table in inside or _linked(cells) > _LINKED:
        return "frame", n_lines
    if values >= _TELLING_VALUES:
        return "data", n_lines
    if sum(_FURNITURE.match(text) is not None for text in texts) >= _FEWEST_FURNITURE:
        return ("frame" if any(map(is_sentence, texts)) else "furniture"), n_lines
    widest = max((len(row.cells) for row in rows), default=0)
    lone = widest < 2 or len(texts) < 2 or (len(rows) == 1 and labels + values < 2)
    return ("frame" if lone or (_holds_text(cells) and not _is_old(rows, {})) else "data"), n_lines


def _is_old(rows: Sequence[Row], known: Mapping[Element, Verdict]) -> bool:
    return is_old_table([[_text(cell, known) for cell in row.cells] for row in rows])


def _holds_text(cells: Sequence[Sequence[Line]]) -> bool:
    """Whether a cell holds what no cell of data does: headings, or sentences in several lines."""
    for cell in cells:
        if any(section_of(line.text) is not None for line in cell):
            return True
        if len(cell) > 1 and any(is_sentence(line.text) for line in cell):
            return True
    return False


def _linked(cells: Sequence[Sequence[Line]]) -> float:
    whole = sum(len(line.text) for cell in cells for line in cell)
    return sum(len(line.text) * line.linked for cell in cells for line in cell) / max(whole, 1)


def _cut(rows: Sequence[Row], known: Mapping[Element, Verdict]) -> Iterator[Line | list[Row]]:
    """The rows in runs, and between them the lines of those that hold running text or the heading of a section."""
    is_old = _is_old(rows, known)
    run: list[Row] = []
    covered = 0  # rows that a cell above still covers
    follows = False  # whether the row above was running text
    for row in rows:
        prose = _prose(row, known, follows=follows, is_old=is_old) if covered <= 0 else []
        follows = bool(prose)
        if prose:
            if run:
                yield run
            yield from prose
            run = []
            continue
        run.append(row)
        tallest = max((span(cell.attribute("rowspan")) for cell in row.cells if cell.written), default=1)
        covered = max(covered, tallest) - 1
    if run:
        yield run


def _prose(row: Row, known: Mapping[Element, Verdict], *, follows: bool, is_old: bool) -> list[Line]:
    """The lines of a row that is one cell of running text, of a heading or of the title, or ``follows`` such a row.

    What looks like a heading in a table of the years before 2019 (``is_old``) names a group of its rows.
    """
    if len(row.cells) != 1:
        return []
    found = [line for line in flow(row.cells[0], known) if isinstance(line, Line)]
    whole = joined(line.text for line in found)
    sentence = is_sentence(whole) and len(whole) > _LONGEST_ROW_OF_PROSE
    heads = section_of(whole) is not None or (len(whole) <= _LONGEST_TITLE and find_title([whole]) is not None)
    goes_on = follows and not is_label(whole)
    return found if sentence or (heads and not is_old) or goes_on else []


def _text(cell: Element, known: Mapping[Element, Verdict]) -> str:
    return joined(line.text for line in flow(cell, known) if isinstance(line, Line))


def _spanning(cell: Element, known: Mapping[Element, Verdict]) -> Spanning:
    text = _text(cell, known)
    if not cell.written:
        return Spanning(text)
    return Spanning(text, span(cell.attribute("rowspan")), span(cell.attribute("colspan")))
