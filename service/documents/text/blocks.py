"""Plain text → blocks. Tables come one cell per line, with bars, with tabs, or with their borders lost."""

from __future__ import annotations

import re
from dataclasses import replace

from service.documents.debris import is_page_number
from service.documents.document import Block, Grid, GridCell, Paragraph, Source
from service.documents.form_words import is_label
from service.documents.heading import bracketed_heading, is_sentence, section_of, top_heading
from service.documents.text.labels import completes, is_cut
from service.documents.text.lines import (
    Line,
    Look,
    is_border,
    is_value,
    split_lines,
    split_loose,
    split_pipes,
    split_row,
)
from service.documents.text.old_tables import old_rows, old_table_end
from service.documents.text.rows import rows_of
from service.documents.text.wrapping import goes_on, wrapped_width
from service.errors import DocumentTooLarge

_TABLE_LOOKS: frozenset[Look] = frozenset({"cell", "tabbed", "piped", "loose"})
MAX_LINES = 200_000
_MAX_CELL = 40
_MAX_BRIDGE = 3
_FEWEST_LOOSE = 3
_LONGEST_PARAGRAPH = 20_000
_MARKUP = re.compile(r"^#{1,6}\s+|\*\*")


def read_text(text: str) -> tuple[Block, ...]:
    """The paragraphs and grids of ``text`` in order."""
    lines = split_lines(text)
    if len(lines) > MAX_LINES:
        raise DocumentTooLarge(f"文件有 {len(lines):,} 行，超过上限 {MAX_LINES:,} 行。")
    blocks: list[Block] = []
    at, prose_until, after_gap = 0, 0, True
    width = wrapped_width(lines)
    while at < len(lines):
        old_end = old_table_end(lines, at)
        if old_end is not None:
            blocks.append(_grid(old_rows(lines[at:old_end]), len(blocks)))
            at, after_gap = old_end, True
            continue
        if at >= prose_until and _may_begin(lines, at):
            end = _table_end(lines, at)
            rows = rows_of(lines[at:end]) if _is_table(lines[at:end]) else []
            if rows:
                blocks.append(_grid(rows, len(blocks)))
                at, after_gap = end, True
                continue
            # A part of lines that make no table makes none either.
            prose_until = end
        line = lines[at]
        if line.look == "blank" or is_border(line.text) or not line.text.strip("| \t\u3000"):
            after_gap = True
        elif width is not None and goes_on(lines, at, width) and _has_room(blocks[-1:]):
            blocks[-1] = _longer(blocks[-1], _running(line))
        elif not _is_lone_page_number(lines, at):
            blocks.append(Paragraph(_running(line), Source(len(blocks)), after_gap=after_gap))
            after_gap = False
        at += 1
    return tuple(blocks)


def _has_room(blocks: list[Block]) -> bool:
    """Whether a paragraph comes last that is short enough to be one."""
    return any(isinstance(block, Paragraph) and len(block.text) < _LONGEST_PARAGRAPH for block in blocks)


def _longer(block: Block, text: str) -> Block:
    """A paragraph with its next line; only Latin words keep a space between them."""
    if isinstance(block, Grid):
        return block
    latin = all(side.isascii() and side.isalpha() for side in (block.text[-1:], text[:1]))
    return replace(block, text=f"{block.text}{' ' if latin else ''}{text}")


def _running(line: Line) -> str:
    """The text of a line of prose without bars and tabs that closed empty cells, and without marks of Markdown."""
    if line.look == "plain":
        line = replace(line, text=line.text.strip("| \t\u3000"))
    return _MARKUP.sub("", " ".join(line.text.split("\t")).strip(" \u3000"))


def _grid(rows: list[list[str]], block: int) -> Grid:
    cells = (GridCell(row, column, text) for row, texts in enumerate(rows) for column, text in enumerate(texts))
    return Grid(tuple(cells), Source(block))


def _is_lone_page_number(lines: list[Line], at: int) -> bool:
    """A page number with a blank line or the file's end on at least one side."""
    if not is_page_number(lines[at].text):
        return False
    before = at == 0 or lines[at - 1].look == "blank"
    after = at + 1 == len(lines) or lines[at + 1].look == "blank"
    return before or after


def _table_end(lines: list[Line], at: int) -> int:
    """Where the lines that may be a table beginning at line ``at`` end."""
    last, bridge, position = at, 0, at
    while position + 1 < len(lines):
        position += 1
        line = lines[position]
        if line.look == "blank":
            continue
        if line.look in _TABLE_LOOKS:
            last, bridge = position, 0
        elif _may_bridge(lines, position) and bridge < _MAX_BRIDGE:
            bridge += 1
        else:
            break
    last = _without_trailing_page_number(lines, at, last)
    if last + 1 < len(lines) and (_continues_cell(lines[last], lines[last + 1]) or _completes_label(lines, last)):
        last += 1
    return last + 1


def _may_begin(lines: list[Line], at: int) -> bool:
    """A line of cells, or the label of a corner cell whose tab or bar was lost."""
    if lines[at].look == "loose":
        return not _is_lone_page_number(lines, at) or is_label(lines[at].text)
    return lines[at].look in _TABLE_LOOKS


def _may_bridge(lines: list[Line], at: int) -> bool:
    """Whether a line of prose between lines of cells is part of a cell: a cut label, or short and no sentence."""
    text = lines[at].text.strip()
    return lines[at - 1].look != "blank" and (is_cut(text) or not _is_prose(text))


def _is_prose(text: str) -> bool:
    """Whether a line without marks of cells stands in no cell: it is long, a sentence, or a heading."""
    if len(text) > _MAX_CELL or is_sentence(text):
        return True
    return any(heads(text) is not None for heads in (section_of, top_heading, bracketed_heading))


def _without_trailing_page_number(lines: list[Line], at: int, last: int) -> int:
    while last > at and lines[last].look in ("loose", "blank"):
        if lines[last].look == "loose" and not (is_page_number(lines[last].text) and lines[last - 1].look == "blank"):
            break
        last -= 1
    return last


def _continues_cell(line: Line, following: Line) -> bool:
    """Whether the words of the last cell go on in the next line."""
    if line.look != "cell" or following.look != "plain":
        return False
    cell, text = line.text.strip(), following.text.strip()
    return bool(cell) and not is_value(cell) and not _is_prose(text)


def _completes_label(lines: list[Line], last: int) -> bool:
    """Whether behind the last row of figures stands the rest of its label, which began before them."""
    if lines[last].look != "loose" or lines[last + 1].look != "plain":
        return False
    cells = split_row(lines[last].text)
    labels = [cell for cell in cells if not is_value(cell)] or [lines[last - 1].text.strip()]
    return completes(labels[-1], lines[last + 1].text.strip())


def _is_table(lines: list[Line]) -> bool:
    """Whether lines that look like cells hold what tables hold: labels of the form, or figures in rows."""
    marked = [line for line in lines if line.look in ("cell", "tabbed", "piped")]
    cells = [cell for line in lines for cell in _cells(line)]
    labels, values = sum(map(is_label, cells)), sum(map(is_value, cells))
    if not marked:
        loose = sum(line.look == "loose" for line in lines)
        return loose >= _FEWEST_LOOSE and labels >= 2 and (values >= 2 or labels >= 5)
    return len(cells) >= 2 and (labels >= 2 or values >= 2 or (labels >= 1 and values >= 1))


def _cells(line: Line) -> list[str]:
    if line.look == "piped":
        cells = split_pipes(line.text)
    elif line.look == "loose":
        cells = split_loose(line.text)
    else:
        cells = line.text.split("\t")
    return [cell.strip() for cell in cells if cell.strip()]
