"""Tables of the years before 2019 that no rule parts: their header says where the columns stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from service.documents.pdf.beside import begins_label, share_out
from service.documents.pdf.columns import Columns, measured
from service.documents.pdf.lines import Segment, VisualLine, stacked
from service.documents.text.lines import split_lines
from service.documents.text.old_tables import old_table_end

MAX_LINES = 1_000
# In heights of a character.
_LARGEST_PITCH = 0.9
_FEWEST_COLUMNS = 2


def find_indicators(lines: Sequence[VisualLine]) -> list[range]:
    """The lines of each of these tables, the header first."""
    texts = split_lines("\n".join(line.text for line in lines))
    found: list[range] = []
    at = 0
    while at < len(lines):
        end = old_table_end(texts, at) if len(lines[at].segments()) >= _FEWEST_COLUMNS else None
        if end is not None and end - at <= MAX_LINES:
            found.append(range(at, end))
        at = end or at + 1
    return found


def indicator_rows(lines: Sequence[VisualLine], shifts: Mapping[int, float]) -> list[list[Segment]]:
    """The rows of such a table: label, and a cell for each other column; a header said again is left out."""
    heads = lines[0].segments(shifts[lines[0].page])
    by_line = [line.segments(shifts[line.page]) for line in lines[1:] if line.text != lines[0].text]
    segments = [segment for line in by_line for segment in line]
    words = sorted((one for one in segments if not _is_aside(one, heads)), key=lambda segment: segment.down)
    columns = Columns(tuple((head.left, head.right) for head in heads[1:]))
    figures = columns.lines(segment for segment in segments if _is_aside(segment, heads))
    rows, used = [heads], set[int]()
    for shared in share_out(words, measured(figures, columns)):
        values = [value for at in shared.figures for value in figures[at]]
        label = _label([words[at] for at in shared.words]) if shared.words else None
        used.update(shared.words)
        rows.append([*([label] if label else []), *columns.filled(values, label or values[0])])
    groups = _groups([word for at, word in enumerate(words) if at not in used])
    return sorted([*rows, *([group] for group in groups)], key=lambda row: row[0].down)


def _is_aside(segment: Segment, heads: Sequence[Segment]) -> bool:
    """Whether something stands under one of the heads but the first, which is that of the labels."""
    label, *columns = (head.across for head in heads)
    nearest = min(columns, key=lambda across: abs(across - segment.across))
    apart = min([after - before for before, after in pairwise(columns)], default=(columns[0] - label) / 2)
    return segment.left > label and abs(nearest - segment.across) <= apart / 2


def _groups(words: Sequence[Segment]) -> list[Segment]:
    """Labels without figures, those of several lines put together."""
    groups: list[list[Segment]] = []
    for word in words:
        above = groups[-1][-1] if groups else None
        if above is None or begins_label(word.text) or word.top - above.bottom > _LARGEST_PITCH * word.size:
            groups.append([word])
        else:
            groups[-1].append(word)
    return [_label(lines) for lines in groups]


def _label(lines: Sequence[Segment]) -> Segment:
    return stacked(lines, "".join(line.text for line in lines))
