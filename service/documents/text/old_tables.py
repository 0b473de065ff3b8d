"""Tables of the years before 2019 in text: a row is an indicator, often its unit, and one figure or two.

Their rows are many and differ from place to place, so they are told by their header and their shape, not by labels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from service.documents.debris import is_page_number
from service.documents.heading import begins_item, is_sentence
from service.documents.signature import is_date_line, signing_agency
from service.documents.text.lines import Line, is_value
from service.documents.text.rows import rows_of

_NAMES = "统计指标|指标名称|指标"
_UNITS = "计量单位|单位"
_COLUMNS = "代码|统计数|本年度|历年累计|本期实际|本期|本年累计|累计"
_HEADER = re.compile(rf"(?:{_NAMES})(?:{_UNITS})?(?:代码)?(?:统计数|本年度|本期)(?:实际)?(?:{_COLUMNS})*")
_HEADER_WORD = re.compile(f"{_NAMES}|{_UNITS}|{_COLUMNS}")
_UNIT = re.compile(r"(?:人次|万元|亿元|[条件次篇个人元份期场])")
_SPACED_UNIT = re.compile(r"(?<=[人万亿])\s+(?=[次元](?:[\s\d]|$))")
_ENDS_WITH_UNIT = re.compile(rf"(?P<label>.*?\S)\s*(?P<unit>{_UNIT.pattern})$")
_ENDS_WITH_FIGURE = re.compile(
    rf"(?P<label>(?:.*?[）)”\"\u4e00-\u9fff])??)(?P<unit>{_UNIT.pattern})?(?P<value>\d[\d,，.．]*)$"
)
_OPEN = re.compile(r"[（(][^）)]*$")
_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]+")
_MOST_HEADER_LINES = 5
_LONGEST_LABEL = 80
_LOOKED_AHEAD = 4
_LONGEST_REST = 8
_LABEL_END = re.compile(r"[数量额费用）)”]$")
Row = list[str]


def old_table_end(lines: list[Line], at: int) -> int | None:
    """Where the table ends whose header begins at line ``at``; None where there is no such header."""
    n_header_lines = _header_lines(lines, at)
    if n_header_lines is None:
        return None
    end = position = at + n_header_lines
    while position < len(lines):
        if _is_row(lines[position]):
            end = position + 1
        elif not _may_belong(lines, position):
            break
        position += 1
    if end < len(lines) and _completes_label(lines[end].text):
        end += 1
    return end if end > at + n_header_lines else None


def old_rows(lines: list[Line]) -> list[Row]:
    """The rows of the table that is ``lines``."""
    marked = sum(line.look in ("cell", "tabbed", "piped") for line in lines)
    if marked > len([line for line in lines if line.look != "blank"]) // 2:
        return rows_of(lines)
    n_header_lines = _header_lines(lines, 0) or 1
    header = _HEADER_WORD.findall("".join(_han(line) for line in lines[:n_header_lines]))
    rows = _Rows(has_units=any(re.fullmatch(_UNITS, word) for word in header))
    kept = (at for at in range(n_header_lines, len(lines)) if not _is_page_number(lines, at))
    texts = [lines[at].text for at in kept if lines[at].look != "blank"]
    for text, following in zip(texts, [*texts[1:], ""], strict=True):
        rows.add(text, following)
    return [header, *rows.rows]


@dataclass(slots=True)
class _Rows:
    """Rows as they are found in lines without marks, where a row may go over several lines."""

    has_units: bool
    rows: list[Row] = field(default_factory=list)

    def add(self, text: str, following: str) -> None:
        """Take a line, the next one being ``following``."""
        label, unit, values = self._parted(text)
        last = self.rows[-1] if self.rows else None
        if last is not None and not label:
            last.extend([unit, *values] if unit else values)
        elif last is not None and not values and self._goes_on(last, label, following):
            last[0] += label
            last[1:1] = [unit] if unit else []
        else:
            self.rows.append([label, *([unit] if unit else []), *values])

    def _parted(self, text: str) -> tuple[str, str, Row]:
        """The label, the unit and the figures of a line."""
        pieces = _SPACED_UNIT.sub("", text).split()
        values: Row = []
        while pieces and is_value(pieces[-1]):
            values.insert(0, pieces.pop())
        may_be_glued = bool(pieces) and not values and len(pieces[-1]) <= _LONGEST_LABEL
        glued = _ENDS_WITH_FIGURE.fullmatch(pieces[-1]) if may_be_glued else None
        if glued and _OPEN.search(glued["label"]) is None and (glued["unit"] or not self.has_units):
            pieces[-1:], values = [part for part in (glued["label"], glued["unit"]) if part], [glued["value"]]
        unit = pieces.pop() if pieces and _UNIT.fullmatch(pieces[-1]) else ""
        label = " ".join(pieces)
        lacks_unit = self.has_units and values and not unit and len(label) <= _LONGEST_LABEL
        apart = _ENDS_WITH_UNIT.fullmatch(label) if lacks_unit else None
        return (apart["label"], apart["unit"], values) if apart else (label, unit, values)

    def _goes_on(self, row: Row, label: str, following: str) -> bool:
        """Whether a line without figures is the rest of the label of a row that has figures already.

        Where mere figures follow, they are those of a new row.
        """
        complete = any(map(is_value, row[1:])) and len(row[0]) <= _LONGEST_LABEL
        begins = begins_item(label) or label.startswith("其中")
        return complete and not begins and not (following and not self._parted(following)[0])


def _header_lines(lines: list[Line], at: int) -> int | None:
    """How many lines the header takes that begins at line ``at``."""
    if not _HEADER_WORD.match(_han(lines[at])):
        return None
    words = ""
    for n, line in enumerate(lines[at : at + 2 * _MOST_HEADER_LINES], 1):
        if line.look == "blank":
            continue
        han = _han(line)
        if _HEADER_WORD.sub("", han):
            return n - 1 if _HEADER.fullmatch(words) else None
        words += han
    return None


def _is_row(line: Line) -> bool:
    """Whether a line has cells, ends with a figure or is a unit."""
    if line.look in ("cell", "tabbed", "piped"):
        return True
    pieces = line.text.split()
    if not pieces or is_date_line(line.text) or len(line.text) > _LONGEST_LABEL:
        return False
    return any(fits(pieces[-1]) for fits in (is_value, _ENDS_WITH_FIGURE.fullmatch, _UNIT.fullmatch))


def _may_belong(lines: list[Line], at: int) -> bool:
    """Whether a line that is no row on its own, as the head of a block, has rows of the table soon behind it."""
    near = range(at, min(at + 2 * _LOOKED_AHEAD, len(lines)))
    written = [
        lines[near_at] for near_at in near if lines[near_at].look != "blank" and not _is_page_number(lines, near_at)
    ]
    written = written[:_LOOKED_AHEAD]
    for position, line in enumerate(written):
        if _is_row(line):
            return True
        following = written[position + 1].text if position + 1 < len(written) else ""
        if _ends_table(line.text.strip(), following):
            return False
    return False


def _ends_table(text: str, following: str) -> bool:
    """Whether a line is prose, a date, or the agency above the date; labels may end like the name of an agency."""
    signs = signing_agency(text) is not None and (not following or is_date_line(following))
    return signs or is_date_line(text) or is_sentence(text) or len(text) > _LONGEST_LABEL


def _completes_label(text: str) -> bool:
    """Whether the line right behind the last figures is the rest of their label."""
    bare = text.strip()
    if not 0 < len(bare) <= _LONGEST_REST or begins_item(bare) or _ends_table(bare, ""):
        return False
    return _LABEL_END.search(bare) is not None


def _is_page_number(lines: list[Line], at: int) -> bool:
    """Whether a number stands between blank lines, as figures of the table do not."""
    alone = lines[at - 1].look == "blank" and (at + 1 == len(lines) or lines[at + 1].look == "blank")
    return alone and is_page_number(lines[at].text)


def _han(line: Line) -> str:
    return _NOT_HAN.sub("", line.text)
