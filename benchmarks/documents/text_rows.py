"""Sheets → lines of plain text, in the shapes that copies of tables come in. A row may be several lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

from benchmarks.documents.gluing import may_be_glued
from benchmarks.documents.report import Sheet, SheetCell

TextRow = list[str]
"""The lines of one row."""
RowWriter = Callable[[Sheet, Random], list[TextRow]]

_FEWEST_BROKEN = 12
_FEWEST_NARROW = 6


def cell_lines(sheet: Sheet, _: Random) -> list[TextRow]:
    """A line for each cell behind a tab, a blank line behind each row; a cell merged downwards is empty below."""
    covering = sheet.covering()
    rows = []
    for at in range(sheet.n_rows):
        cells = list(dict.fromkeys(covering[at, column] for column in range(sheet.n_columns)))
        texts = [cell.text if cell.row == at else "" for cell in cells]
        rows.append([*"\n".join(f"\t{text}" for text in texts).split("\n"), ""])
    return rows


def bare_cell_lines(sheet: Sheet, _: Random) -> list[TextRow]:
    """A line for each cell, and nothing that tells where a row ends."""
    return [labels + values for labels, values in _parted_rows(sheet)]


def closed_bars(sheet: Sheet, _: Random) -> list[TextRow]:
    """A bar behind each cell; what was merged is missing from its row, which is filled up at the end."""
    rows = []
    for row in sheet.rows():
        filled = [_one_line(cell) for cell in row] + [""] * (sheet.n_columns - len(row))
        rows.append(["".join(f"{text} | " for text in filled).rstrip()])
    return rows


def outer_bars(sheet: Sheet, _: Random) -> list[TextRow]:
    """Bars around every position, empty where a cell is covered by another."""
    return [["|" + "|".join(texts) + "|"] for texts in _positions(sheet)]


def inner_bars(sheet: Sheet, random: Random) -> list[TextRow]:
    """Bars between the positions, none at the ends."""
    bar = random.choice(("|", " | ", "｜", "│"))
    return [[bar.join(texts)] for texts in _positions(sheet)]


def markdown(sheet: Sheet, _: Random) -> list[TextRow]:
    """A Markdown table with its rule below the first row."""
    first, *rest = [[f"| {' | '.join(texts)} |"] for texts in _positions(sheet)]
    return [[*first, "|" + " --- |" * sheet.n_columns], *rest]


def drawn_borders(sheet: Sheet, _: Random) -> list[TextRow]:
    """Borders drawn with characters of their own."""
    rule = "─" * 6
    rows = [
        ["│" + "│".join(texts) + "│", "├" + "┼".join([rule] * sheet.n_columns) + "┤"] for texts in _positions(sheet)
    ]
    rows[0].insert(0, "┌" + "┬".join([rule] * sheet.n_columns) + "┐")
    rows[-1][-1] = "└" + "┴".join([rule] * sheet.n_columns) + "┘"
    return rows


def tabs(sheet: Sheet, _: Random) -> list[TextRow]:
    """Tabs between all positions, as converters of PDF files write them."""
    return [["\t".join(texts)] for texts in _positions(sheet)]


def copied_tabs(sheet: Sheet, _: Random) -> list[TextRow]:
    """Tabs between the cells that begin in a row, as a table is copied from a browser."""
    return [["\t".join(map(_one_line, row))] for row in sheet.rows()]


def tabs_with_broken_headers(sheet: Sheet, random: Random) -> list[TextRow]:
    """Tabs, and headers of four characters in two lines where columns are narrow."""
    rows = []
    for at, texts in enumerate(_positions(sheet)):
        narrow = sheet.n_columns >= _FEWEST_NARROW and at < sheet.n_header_rows
        if narrow and any(len(text) == 4 for text in texts):
            halves = [(text[:2], text[2:]) if len(text) == 4 else (text, "") for text in texts]
            rows.append(["\t".join(first for first, _ in halves), "\t".join(second for _, second in halves)])
        else:
            rows.append(["\t".join(texts)])
    return rows


def spaces(sheet: Sheet, random: Random) -> list[TextRow]:
    """One to four spaces between the cells."""
    return [[(" " * random.randint(1, 4)).join(labels + values)] for labels, values in _parted_rows(sheet)]


def aligned_spaces(sheet: Sheet, _: Random) -> list[TextRow]:
    """Columns set below each other with spaces, full-width characters counting two."""
    rows = []
    for labels, values in _parted_rows(sheet):
        rows.append(["".join(text + " " * max(2, 14 - 2 * len(text)) for text in labels + values).rstrip()])
    return rows


def broken_labels(sheet: Sheet, random: Random) -> list[TextRow]:
    """Spaces; a long label stands in two lines, its figures behind the first of them or on a line between."""
    rows = []
    for labels, values in _parted_rows(sheet):
        long = max(range(len(labels)), key=lambda at: len(labels[at]), default=0)
        if not values or not labels or len(labels[long]) < _FEWEST_BROKEN:
            rows.append([" ".join(labels + values)])
            continue
        cut = len(labels[long]) - random.randint(3, 6)
        head = " ".join([*labels[:long], labels[long][:cut]])
        figures = " ".join(labels[long + 1 :] + values)
        tail = labels[long][cut:]
        rows.append([head, figures, tail] if random.random() < 0.5 else [f"{head} {figures}", tail])
    return rows


def glued(sheet: Sheet, random: Random) -> list[TextRow]:
    """Nothing between figures that can be told apart again, nor always between them and the label before."""
    rows = []
    for labels, values in _parted_rows(sheet):
        space = random.choice(("", " ")) if may_be_glued(values) else " "
        rows.append([f"{' '.join(labels)}{space}{_figures(values)}".strip()])
    return rows


def all_glued(sheet: Sheet, _: Random) -> list[TextRow]:
    """Nothing between labels either."""
    rows = []
    for labels, values in _parted_rows(sheet):
        space = "" if may_be_glued(values) else " "
        rows.append([f"{_joined(labels, values)}{space}{_figures(values)}".strip()])
    return rows


def recklessly_glued(sheet: Sheet, _: Random) -> list[TextRow]:
    """Nothing between any figures, so that some rows can be read in several ways."""
    rows = []
    for labels, values in _parted_rows(sheet):
        space = "" if all(value.isascii() and value.isdigit() for value in values) else " "
        rows.append([_joined(labels, values) + space + space.join(values)])
    return rows


def _figures(values: Sequence[str]) -> str:
    return ("" if may_be_glued(values) else " ").join(values)


def _joined(labels: Sequence[str], values: Sequence[str]) -> str:
    """The labels of a row as one; a unit or a code stays apart, it is none where it is glued to a label."""
    has_unit = bool(values) and len(labels) > 1 and len(labels[-1]) <= 2
    return (" " if has_unit else "").join(labels)


def _parted_rows(sheet: Sheet) -> Iterator[tuple[list[str], list[str]]]:
    """The labels and the values of each row, where an empty place leaves no trace: blank values get a stroke.

    A value that stands in several cells below one head is said once.
    """
    covering = sheet.covering()
    for row in sheet.rows():
        labels = [_one_line(cell) for cell in row if cell.header and cell.text]
        values = [cell for cell in row if not cell.header and _begins_below_head(cell, sheet, covering)]
        yield labels, [_one_line(cell) or "/" for cell in values]


def _begins_below_head(cell: SheetCell, sheet: Sheet, covering: Mapping[tuple[int, int], SheetCell]) -> bool:
    """Whether a cell stands where the head of its column begins; those to its right say the same or nothing."""
    above = (covering[row, cell.column] for row in range(cell.row - 1, -1, -1))
    head = next((other for other in above if other.header and other.text and other.column_span < sheet.n_columns), None)
    return head is None or head.column == cell.column


def _positions(sheet: Sheet) -> Iterator[list[str]]:
    """The texts of all positions row by row, empty where a cell is covered."""
    covering = sheet.covering()
    for row in range(sheet.n_rows):
        cells = [covering[row, column] for column in range(sheet.n_columns)]
        yield [_one_line(cell) if (cell.row, cell.column) == (row, at) else "" for at, cell in enumerate(cells)]


def _one_line(cell: SheetCell) -> str:
    return cell.text.replace("\n", "")
