"""Web pages → blocks in reading order: the paragraphs and tables of the report on a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from service.documents.document import Block, Content, Grid, GridCell, Paragraph, Source
from service.documents.form_words import is_label
from service.documents.html.archive import is_archive, main_part
from service.documents.html.charset import decode_page
from service.documents.html.content import find_content
from service.documents.html.div_tables import find_div_tables
from service.documents.html.flow import Line, flow
from service.documents.html.items import Item, tells
from service.documents.html.tables import Table, Verdict, judge, parts
from service.documents.html.tree import Element, Page, parse
from service.documents.text.blocks import read_text
from service.documents.text.lines import is_value
from service.errors import DocumentTooComplex

MOST_ITEMS = 30_000
_FEWEST_LABELS = 3
# Labels and figures that stand alone in a line, where tables are sought that are not called so.
_FEWEST_OF_CELLS = 2


def read_html(data: bytes) -> Content:
    """The report on the web page ``data``, which may be saved with its pictures (.mht).

    Raises UndecodableText, DamagedDocument (an archive without a page) or DocumentTooComplex.
    """
    declared = None
    if is_archive(data):
        data, declared = main_part(data)
    page = parse(decode_page(data, declared=declared))
    items = _items(page)
    if not any(map(tells, items)) and page.has_hidden():
        # Some pages hide their article until a script shows it.
        page.show()
        shown = _items(page)
        items = shown if any(map(tells, shown)) else items
    return Content(_blocks(find_content(page, items)))


def _items(page: Page) -> list[Item]:
    """Everything that the page shows, in order; tables of other elements are sought where labels stand in lines."""
    verdicts = {table: verdict for table, verdict in judge(page).items() if verdict != "frame"}
    items = list(_flow(page, verdicts, {}))
    if len(items) > MOST_ITEMS:
        raise DocumentTooComplex(f"网页有 {len(items):,} 行文字，超过上限 {MOST_ITEMS:,}，不像一份年度报告。")
    if _labels(items) + sum(isinstance(item, Line) and is_value(item.text) for item in items) < _FEWEST_OF_CELLS:
        return items
    div_tables = find_div_tables(page)
    return list(_flow(page, verdicts, div_tables)) if div_tables else items


def _flow(
    page: Page, verdicts: Mapping[Element, Verdict], div_tables: Mapping[Element, tuple[GridCell, ...]]
) -> Iterator[Item]:
    for item in flow(page.root, {*verdicts, *div_tables}):
        if isinstance(item, Line):
            yield item
        elif item in div_tables:
            yield Table(item, div_tables[item])
        elif verdicts[item] == "data":
            yield from parts(item, verdicts)


def _labels(items: Sequence[Item | str]) -> int:
    """How many lines are labels of the form, which in a table would stand in cells."""
    return sum(isinstance(item, Line) and is_label(item.text) for item in items)


def _blocks(items: Sequence[Item | str]) -> tuple[Block, ...]:
    """The blocks of a report; where its tables are written as text they are found by how their lines look."""
    if _labels(items) >= _FEWEST_LABELS and not any(isinstance(item, Table) and item.tells for item in items):
        return _from_text(items)
    return tuple(_block(item, at) for at, item in enumerate(items))


def _from_text(items: Sequence[Item | str]) -> tuple[Block, ...]:
    """The blocks as a text file with these lines has them."""
    blocks: list[Block] = []
    for block in read_text("\n".join(_line(item) for item in items if not isinstance(item, Table))):
        moved = replace(block, source=Source(len(blocks)))
        blocks.append(replace(moved, after_gap=False) if isinstance(moved, Paragraph) else moved)
    return tuple(blocks)


def _line(item: Line | str) -> str:
    return item if isinstance(item, str) else item.text


def _block(item: Item | str, at: int) -> Block:
    if isinstance(item, Table):
        return Grid(item.cells, Source(at))
    return Paragraph(_line(item).replace("\t", " ").strip(), Source(at))
