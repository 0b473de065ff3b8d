"""Tables of the years before 2019 on a page: told by their header, and parts that have none by their shape."""

from __future__ import annotations

from collections.abc import Sequence

from service.documents.form_words import is_label
from service.documents.heading import is_sentence
from service.documents.text.lines import is_value, split_lines
from service.documents.text.old_tables import old_table_end

# A caption, an agency and a date may stand in cells above the header.
_MOST_ABOVE = 8
_MOST_LOOKED_AT = 60
_MOST_CELLS = 5
_MOST_VALUES = 3  # with the code of the indicator
_FEWEST_ROWS = 2


def has_old_header(texts: Sequence[str]) -> bool:
    """Whether these cells, in order, begin with the header of such a table and have figures below it."""
    written = [text for text in texts[:_MOST_LOOKED_AT] if text]
    lines = split_lines("\n".join(written))
    return any(old_table_end(lines[at:], 0) is not None for at in range(min(len(lines), _MOST_ABOVE)))


def is_old_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether these rows are such a table or a part of one, in which headings name groups of indicators."""
    texts = [text for row in rows for text in row]
    return has_old_header(texts) or (_is_old_part(rows) and not any(map(is_sentence, texts)))


def _is_old_part(rows: Sequence[Sequence[str]]) -> bool:
    """Whether all rows with figures are an indicator that the form of today does not have, and one figure or two."""
    with_values = [[text for text in row if text] for row in rows if any(map(is_value, row))]
    return len(with_values) >= _FEWEST_ROWS and all(map(_is_old_row, with_values))


def _is_old_row(texts: Sequence[str]) -> bool:
    label, *rest = texts
    values = sum(map(is_value, rest))
    return len(texts) <= _MOST_CELLS and not is_value(label) and not is_label(label) and 0 < values <= _MOST_VALUES
