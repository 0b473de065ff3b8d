"""Lines of one table of a text file → its rows of cells."""

from __future__ import annotations

from service.documents.debris import is_page_number
from service.documents.form_words import han_only, is_label, numbered_labels, row_labels, table_labels
from service.documents.text.labels import glued_labels, is_cut
from service.documents.text.lines import Line, is_rule, is_value, split_loose, split_pipes, split_row

_WIDEST_VALUE_ROW = 8
_MOST_ROW_LABELS = 3
_BARS = "|｜│┃"
Row = list[str]


def rows_of(lines: list[Line]) -> list[Row]:
    """The rows of a table: a line each, or a group of lines between blank ones where every line is a cell."""
    lines = _without_page_numbers(lines)
    if _cell_per_line(lines):
        rows = _grouped_rows(lines)
    elif any(line.look in ("tabbed", "piped", "cell") for line in lines):
        rows = _line_rows(lines)
    else:
        rows = _loose_rows(lines)
    # Table four may be left blank as a whole; its row is wider than any label's.
    return [row for row in rows if any(row) or len(row) > _WIDEST_VALUE_ROW]


def _without_page_numbers(lines: list[Line]) -> list[Line]:
    """Without numbers that stand alone between blank lines; they may be cells only where no line is marked."""
    if not any(line.look in ("tabbed", "piped", "cell") for line in lines):
        return lines
    kept = []
    for at, line in enumerate(lines):
        alone = at > 0 and lines[at - 1].look == "blank" and at + 1 < len(lines) and lines[at + 1].look == "blank"
        if not (alone and line.look in ("loose", "plain") and is_page_number(line.text)):
            kept.append(line)
    return kept


def _cell_per_line(lines: list[Line]) -> bool:
    single = sum(line.look == "cell" for line in lines)
    return single > sum(line.look in ("tabbed", "piped") for line in lines)


def _grouped_rows(lines: list[Line]) -> list[Row]:
    """One cell per line: a row is what stands between blank lines; an unmarked line goes on with the cell above."""
    rows: list[Row] = [[]]
    for line in lines:
        text = line.text.strip()
        if line.look == "blank":
            if rows[-1]:
                rows.append([])
        elif line.look in ("cell", "tabbed", "piped"):
            rows[-1].extend(piece.strip() for piece in line.text.removeprefix("\t").split("\t"))
        elif rows[-1] and rows[-1][-1] and not is_value(rows[-1][-1]) and not is_value(text):
            rows[-1][-1] += text
        else:
            rows[-1].append(text)
    if len([row for row in rows if row]) <= 1 or all(len(row) <= 1 for row in rows):
        return _rows_by_labels([cell for row in rows for cell in row if cell])
    return rows


def _line_rows(lines: list[Line]) -> list[Row]:
    """Cells marked by bars or tabs: a row per line; what was broken over two lines is put together again."""
    piped = [line.text.strip() for line in lines if line.look == "piped" and not is_rule(line.text)]
    led_by_bar = all(text[0] in _BARS for text in piped)
    closed_by_bar = all(text[-1] in _BARS for text in piped)
    rows: list[Row] = []
    for line in lines:
        if line.look == "blank" or (line.look == "piped" and is_rule(line.text)):
            continue
        row = _cells(line, led_by_bar=led_by_bar, closed_by_bar=closed_by_bar)
        if rows and (joined := _joined(rows[-1], row)) is not None:
            rows[-1] = joined
        else:
            rows.append(row)
    return rows


def _cells(line: Line, *, led_by_bar: bool, closed_by_bar: bool) -> Row:
    if line.look == "piped":
        return split_pipes(line.text, closed=closed_by_bar)[1 if led_by_bar else 0 :]
    if line.look in ("tabbed", "cell"):
        return [piece.strip() for piece in line.text.split("\t")]
    if line.look == "loose":
        return split_loose(line.text)
    return [line.text.strip("|｜│ \t\u3000")]


def _joined(row: Row, following: Row) -> Row | None:
    """One row of two lines: a label broken in two, or a label with its figures in the line below."""
    words = [cell for cell in row if cell]
    if len(words) != 1 or is_value(words[0]):
        return None
    values = [cell for cell in following if cell]
    if not values:
        return None
    if all(map(is_value, values)):
        return [*row[: row.index(words[0]) + 1], *values] if len(values) <= _WIDEST_VALUE_ROW else None
    at = following.index(values[0])
    if han_only(words[0] + values[0]) in table_labels() and not is_value(values[0]):
        return [*following[:at], words[0] + values[0], *following[at + 1 :]]
    return None


def _loose_rows(lines: list[Line]) -> list[Row]:
    """Without bars and tabs: what stands in a line stays together, single cells are put into rows."""
    rows: list[Row] = []
    singles: list[str] = []
    for line in lines:
        if line.look == "blank":
            continue
        cells = split_row(line.text)
        if len(cells) == 1 and not singles and rows and _completes_row(rows[-1], cells[0]):
            continue
        if len(cells) == 1:
            singles.append(cells[0])
            continue
        rows.extend(_rows_by_labels(singles))
        if singles:
            cells = _with_label_above(rows, cells)
        rows.append(cells)
        singles = []
    return rows + _rows_by_labels(singles)


def _completes_row(row: Row, text: str) -> bool:
    """Put the rest of a label to the row whose figures stand in the line before or between the label's lines."""
    at = next((at for at, cell in enumerate(row) if is_value(cell)), 0)
    if not at:
        return False
    *front, last = row[:at]
    whole = next(
        (pieces for pieces in (glued_labels(last + text), [last + text]) if pieces and all(map(is_label, pieces))), None
    )
    if whole is None or is_label(text):
        return False
    row[:at] = [*front, *whole]
    return True


def _with_label_above(rows: list[Row], cells: Row) -> Row:
    """The cells of a line with the label, or its beginning, that stands in the line above; that row is taken away."""
    above = rows[-1]
    if len(above) == 1 and is_label(above[0] + cells[0]):
        return [rows.pop()[0] + cells[0], *cells[1:]]
    if all(map(is_value, cells)) and len(above) <= _MOST_ROW_LABELS and is_cut(above[-1]):
        return [*rows.pop(), *cells]
    return cells


def _rows_by_labels(cells: list[str]) -> list[Row]:
    """Cells one after the other → rows: a new one at a label after figures, at a label that always comes first,
    and at the figures below a header."""
    rows: list[Row] = []
    for cell in cells:
        if rows and _goes_on(rows[-1][-1], cell):
            rows[-1][-1] += cell
        elif not rows or _begins_row(cell) or _ends_before(rows[-1], cell):
            rows.append([cell])
        else:
            rows[-1].append(cell)
    return rows


def _goes_on(last: str, cell: str) -> bool:
    """Whether two lines are one label broken in two."""
    return not is_value(last) and not is_value(cell) and is_label(last + cell) and not _begins_row(cell)


def _ends_before(row: Row, cell: str) -> bool:
    """Whether a row is complete before ``cell``: a label after figures or a block's header, figures after a header."""
    return _is_header(row) if is_value(cell) else is_value(row[-1]) or _is_group(row)


def _begins_row(cell: str) -> bool:
    return han_only(cell) in row_labels() or han_only(cell) in numbered_labels()


def _is_header(row: Row) -> bool:
    """Whether a row so far has more labels than any row of figures."""
    return len(row) > _MOST_ROW_LABELS and not any(map(is_value, row))


def _is_group(row: Row) -> bool:
    """Whether a row so far is only the header of a block, after which the next line begins a row."""
    return len(row) == 1 and han_only(row[0]).startswith("第二十条")
