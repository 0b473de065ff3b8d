"""The pages of a document as one flow: furniture left out, what page ends cut put together, blocks numbered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from service.documents.document import Block, Grid, Paragraph, Place, Source
from service.documents.heading import ends_sentence
from service.documents.pdf.continuation import is_continued, stitched
from service.documents.pdf.furniture import without_furniture
from service.documents.pdf.lines import VisualLine
from service.documents.pdf.loose import Region, find_loose_tables
from service.documents.pdf.margins import Margins, margins_of
from service.documents.pdf.paragraphs import Gathered, begins, gather, has_room, is_indented
from service.documents.pdf.reading import State
from service.documents.pdf.tables import Table

_SAME_WIDTH = 10.0
_LONGEST_REPEAT = 60


@dataclass(slots=True)
class Sheet:
    """One page: its lines outside tables and its tables, from top to bottom, or the blocks recognised on it.

    ``between`` are the heights of lines drawn along the page.
    """

    number: int
    state: State
    width: float
    height: float
    lines: tuple[VisualLine, ...] = ()
    tables: tuple[Table, ...] = ()
    between: tuple[float, ...] = ()
    recognised: tuple[Block, ...] = field(default=())


Item = Gathered | Table | Block


def flow_of(sheets: Sequence[Sheet]) -> Iterator[Block]:
    """The blocks of all pages."""
    texts = without_furniture(sheets)
    texts = _without_loose_tables(sheets, texts)
    margins = _margins(sheets, texts)
    flow: list[Item] = []
    for sheet, lines in zip(sheets, texts, strict=True):
        on_page = margins[_width_key(sheet)]
        items: list[Item] = [*_items(lines, sheet.tables, on_page), *sheet.recognised]
        if items and isinstance(items[0], Gathered):
            items[0].after_gap = True
        if flow and items and _is_joined(flow, items[0], on_page):
            items = items[1:]
        flow.extend(item for item in items if not (isinstance(item, Table) and item.is_blank))
    for number, item in enumerate(flow):
        yield _block(item, number)


def _without_loose_tables(sheets: Sequence[Sheet], texts: Sequence[list[VisualLine]]) -> list[list[VisualLine]]:
    """The lines of each page that stand in no table; tables without rules are added to the page they begin on."""
    kept: dict[int, list[VisualLine]] = {sheet.number: [] for sheet in sheets}
    found: dict[int, list[Table]] = defaultdict(list)
    for region in _regions(sheets, texts):
        rest, tables = find_loose_tables(region)
        for line in rest:
            kept[line.page].append(line)
        for table in tables:
            found[table.page].append(table)
    for sheet in sheets:
        sheet.tables = tuple(sorted((*sheet.tables, *found[sheet.number]), key=lambda table: table.box[1]))
    return [kept[sheet.number] for sheet in sheets]


def _regions(sheets: Sequence[Sheet], texts: Sequence[list[VisualLine]]) -> Iterator[Region]:
    """The lines between two tables with rules, over the ends of pages."""
    lines: list[VisualLine] = []
    shifts: dict[int, float] = {}
    between: list[float] = []
    for sheet, text in zip(sheets, texts, strict=True):
        # As far below the page before as rows are apart.
        shift = lines[-1].bottom + shifts[lines[-1].page] + text[0].size - text[0].top if lines and text else 0.0
        ends = [table.box[1] for table in sheet.tables]
        for index, line in enumerate(text):
            if lines and (sheet.state != "text" or any(_lies_between(end, text, index) for end in ends)):
                yield Region(tuple(lines), shifts, tuple(between))
                lines, shifts, between, shift = [], {}, [], 0.0
            if sheet.number not in shifts:
                shifts[sheet.number] = shift
                # A line at a page's end may stand in the middle of a row.
                between += [at + shift for at in sheet.between if text[0].top < at < text[-1].bottom]
            lines.append(line)
        if any(not text or end > text[-1].top for end in ends) and lines:
            yield Region(tuple(lines), shifts, tuple(between))
            lines, shifts, between = [], {}, []
    if lines:
        yield Region(tuple(lines), shifts, tuple(between))


def _lies_between(height: float, lines: Sequence[VisualLine], at: int) -> bool:
    """Whether something stands above a line and below the one before it."""
    return height <= lines[at].top and (at == 0 or height > lines[at - 1].top)


def _margins(sheets: Sequence[Sheet], texts: Sequence[list[VisualLine]]) -> Mapping[int, Margins]:
    """The margins of the pages of each width."""
    pages: dict[int, list[list[VisualLine]]] = defaultdict(list)
    ends: dict[int, float] = defaultdict(float)
    for sheet, lines in zip(sheets, texts, strict=True):
        key = _width_key(sheet)
        pages[key].append(lines)
        ends[key] = max([ends[key], *(table.box[2] for table in sheet.tables)])
    return {key: margins_of(group, ends[key]) for key, group in pages.items()}


def _width_key(sheet: Sheet) -> int:
    return round(sheet.width / _SAME_WIDTH)


def _items(lines: Sequence[VisualLine], tables: Sequence[Table], margins: Margins) -> Iterator[Item]:
    """Paragraphs and tables of a page in reading order."""
    start = 0
    for table in tables:
        end = next((at for at in range(start, len(lines)) if lines[at].top > table.box[1]), len(lines))
        yield from gather(lines[start:end], margins)
        yield table
        start = end
    yield from gather(lines[start:], margins)


def _is_joined(flow: list[Item], item: Item, margins: Margins) -> bool:
    """Join the first item of a page with the last one before it, where that goes on; else only say whether it may."""
    last = flow[-1]
    if isinstance(last, Table) and isinstance(item, Table) and is_continued(last, item):
        flow[-1] = stitched(last, item)
        return True
    if not isinstance(last, Gathered) or not isinstance(item, Gathered):
        return False
    line = item.lines[0]
    if begins(last.lines, line, margins):
        item.after_gap = not (is_indented(line, margins) and has_room(last.lines[-1], line, margins))
        return False
    # Without indents, a full line that ends a sentence may end its paragraph too.
    if _may_repeat(last.lines[-1].text, line.text) or (ends_sentence(last.lines[-1].text) and not margins.indented):
        return False
    last.lines.extend(item.lines)
    return True


def _may_repeat(head: str, tail: str) -> bool:
    """Whether the words before a page's end may stand again after it; which they are is settled with the language."""
    return any(head.endswith(tail[:length]) for length in range(1, min(_LONGEST_REPEAT, len(head), len(tail)) + 1))


def _block(item: Item, number: int) -> Block:
    if isinstance(item, Gathered):
        return item.paragraph(number)
    if isinstance(item, Table):
        return Grid(tuple(cell.as_grid_cell() for cell in item.cells), Source(number, place=Place(item.page, item.box)))
    return _renumbered(item, number)


def _renumbered(block: Block, number: int) -> Block:
    source = replace(block.source, block=number)
    return replace(block, source=source) if isinstance(block, Paragraph) else Grid(block.cells, source)
