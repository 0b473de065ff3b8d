"""Tables of the years before 2019 on a page: told by their header, and parts that have none by their shape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from service.documents.form_words import is_label
from service.documents.heading import is_sentence
from service.documents.text.lines import is_value, split_lines
from service.documents.text.old_tables import old_table_end

# A caption, an agency and a date may stand in rows above the header.
_MOST_ABOVE = 6
_MOST_CELLS = 5
_MOST_VALUES = 3  # with the code of the indicator
_FEWEST_ROWS = 2
_LONGEST_HEADER = 40
_ANY_ROW = ("合计", "0")


def is_old_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether these rows are such a table or a part of one, in which headings name groups of indicators."""
    if has_old_header(rows):
        return True
    return is_old_part(rows) and not any(is_sentence(text) for row in rows for text in row)


def has_old_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether one of the first rows is the header of such a table."""
    return any(_is_header(row) for row in rows[: _MOST_ABOVE + 1])


def is_old_part(rows: Iterable[Sequence[str]]) -> bool:
    """Whether all rows with figures are an indicator that the form of today does not have, and one figure or two."""
    with_values = [[text for text in row if text] for row in rows if any(map(is_value, row))]
    return len(with_values) >= _FEWEST_ROWS and all(map(_is_old_row, with_values))


def _is_header(row: Sequence[str]) -> bool:
    words = [text for text in row if text]
    if not 1 < len(words) <= _MOST_CELLS or sum(map(len, words)) > _LONGEST_HEADER:
        return False
    return old_table_end(split_lines("\n".join((*words, *_ANY_ROW))), 0) is not None


def _is_old_row(texts: Sequence[str]) -> bool:
    label, *rest = texts
    values = sum(map(is_value, rest))
    return len(texts) <= _MOST_CELLS and not is_value(label) and not is_label(label) and 0 < values <= _MOST_VALUES
