"""Which lines belong to which statutory table, and which edition the tables are of, by their headers alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from types import MappingProxyType
from typing import Literal

from service.forms.cell import Edition
from service.forms.labels import Label, body, label, match
from service.forms.layout import layout
from service.forms.line import Line
from service.forms.value import clean, is_value

Table = Literal["proactive", "applications", "disputes", "old"]

_ARTICLE = re.compile(r"第?二十条第?\(?[一二三四五六七八九十]+\)?项")
_CONTENT = "信息内容"
_APPLICANTS = frozenset({"申请人情况", "法人或其他组织", "商业企业", "科研机构", "社会公益组织", "法律服务机构"})
_APPLICATION_WORDS = _APPLICANTS | {"自然人"}
_DISPUTE_WORDS = frozenset(
    {"行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉", "结果维持", "结果纠正", "其他结果", "尚未审结"}
)
_CHECK = "勾稽关系"
# Headers of the tables before 2019: all words of one set in one row.
_OLD_HEADERS: Mapping[Edition, tuple[frozenset[str], ...]] = MappingProxyType(
    {
        "V0b": (frozenset({"统计指标", "统计数"}),),
        "V0a": (
            frozenset({"指标名称", "计量单位"}),
            frozenset({"指标名称", "本年度"}),
            frozenset({"指标", "单位", "代码"}),
            frozenset({"指标", "单位", "本期"}),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Regions:
    """The lines of each table in reading order; ``anchored`` are the grids with a header or a row of their own."""

    edition: Edition | None
    lines: Mapping[Table, Sequence[Line]]
    anchored: frozenset[int]


def divide(lines: Iterable[Line]) -> Regions:
    """Assign the lines to the tables; lines of grids that belong to none are left out.

    A grid without a header of its own goes on with the table before it, as after a page break.
    """
    tables: dict[Table, list[Line]] = {"proactive": [], "applications": [], "disputes": [], "old": []}
    anchored = set()
    old: Edition | None = None
    current: Table | None = None
    for index, grid in groupby(lines, key=lambda line: line.grid):
        rows = list(grid)
        found = _old_edition(rows)
        if found is not None:
            old, current = old or found, "old"
            tables["old"].extend(rows)
            continue
        kinds = [_kind(line) for line in rows]
        if any(kinds):
            anchored.add(index)
        elif not _goes_on(current, rows):
            continue
        for line, kind in zip(rows, kinds, strict=True):
            current = kind or ("disputes" if current == "applications" and _is_dispute_row(line) else current)
            if current is not None:
                tables[current].append(line)
    return Regions(_edition(tables, old), MappingProxyType(tables), frozenset(anchored))


def is_proactive_header(line: Line) -> bool:
    """Whether a line of table two is a block header or the line of column names."""
    if any(is_value(text) for text in line.texts):
        return False
    if any(_ARTICLE.search(plain(text)) for text in line.texts) or _CONTENT in _bodies(line):
        return True
    return bool(line.texts) and all(match(text, _field_labels()) is not None for text in line.texts)


def is_application_header(line: Line) -> bool:
    """Whether a line of table three names columns; broken header words count where two or more stand together."""
    texts = line.texts
    if any(_CHECK in plain(text) for text in texts):
        return True
    bodies = [body(text) for text in texts if not is_value(text)]
    if any(words in _APPLICATION_WORDS for words in bodies) and len(bodies) > len(texts) - 2:
        return True
    return len(texts) > 1 and all(_is_header_fragment(text) for text in texts)


def plain(text: str) -> str:
    """A text for looking up words in it: narrow forms, no white space."""
    return "".join(unicodedata.normalize("NFKC", clean(text)).split())


def _kind(line: Line) -> Table | None:
    bodies = _bodies(line)
    texts = [plain(text) for text in line.texts]
    if bodies & _APPLICANTS or any(_CHECK in text for text in texts):
        return "applications"
    if any(_ARTICLE.fullmatch(text) for text in texts):
        return "proactive"
    if any(match(text, _field_labels()) is not None for text in line.texts):
        return "proactive"
    if len(bodies & _DISPUTE_WORDS) > 1:
        return "disputes"
    return "applications" if bodies & _row_labels() else None


def _is_dispute_row(line: Line) -> bool:
    """Whether a line is the row of table four by its width alone, its header being lost or a picture."""
    form = layout("V2")
    filled = [piece for piece in line.pieces if not piece.blank]
    return len(filled) == len(form.paths) * len(form.results) and all(is_value(piece.text) for piece in filled)


def _goes_on(current: Table | None, rows: Iterable[Line]) -> bool:
    """Whether a grid without anchors can be the rest of the table before it: rows of as many values as that has."""
    enough = {"proactive": 1, "applications": 7, "disputes": 5, "old": 2, None: 0}[current]
    return current is not None and any(sum(is_value(p.text) for p in line.pieces) >= enough for line in rows)


def _bodies(line: Line) -> frozenset[str]:
    return frozenset(body(text) for text in line.texts)


def _is_header_fragment(text: str) -> bool:
    words = body(text)
    header = _APPLICATION_WORDS | {"其他", "总计", "合计"}
    return plain(text) == words and bool(words) and any(words in known for known in header)


@cache
def _row_labels() -> frozenset[str]:
    """Labels of table three that occur in no other table."""
    rows = [row for edition in ("V1", "V2") for row in layout(edition).rows]
    return frozenset(body(text) for row in rows for text in row.labels if len(text) > 5)


@cache
def _field_labels() -> tuple[Label, ...]:
    return tuple(
        label(field.id, field.labels, whole=True)
        for edition in ("V1", "V2")
        for field in {field.id: field for row in layout(edition).proactive for field in row.fields}.values()
    )


@cache
def _marks(edition: Literal["V1", "V2"], other: Literal["V1", "V2"]) -> tuple[Label, ...]:
    """The labels that one edition has and the other has not."""
    foreign = {body(text) for id, texts in _printed(other) for text in texts}
    kept = [(id, [text for text in texts if body(text) not in foreign]) for id, texts in _printed(edition)]
    return tuple(label(id, texts, whole=True) for id, texts in kept if texts)


def _printed(edition: Literal["V1", "V2"]) -> list[tuple[str, tuple[str, ...]]]:
    form = layout(edition)
    printed = [(row.id, row.labels) for row in form.proactive]
    printed += [(field.id, field.labels) for row in form.proactive for field in row.fields]
    printed += [(row.id, row.labels) for row in form.rows]
    printed += [(column.id, column.labels) for column in form.columns]
    return list(dict(printed + [(group.id or "", group.labels) for group in form.groups]).items())


def _edition(tables: Mapping[Table, Sequence[Line]], old: Edition | None) -> Edition | None:
    """V1 or V2 by the labels that only one of them has; V2, which is in force, where none of these is left."""
    new = [line for table in ("proactive", "applications", "disputes") for line in tables[table]]
    if not any(tables[table] for table in ("proactive", "applications")) and old is not None:
        return old
    if not new:
        return old
    v1 = sum(_counts(line, _marks("V1", "V2")) for line in new) + sum(map(_is_other_row, tables["applications"]))
    v2 = sum(_counts(line, _marks("V2", "V1")) for line in new)
    return "V1" if v1 > v2 else "V2"


def _counts(line: Line, marks: tuple[Label, ...]) -> int:
    return sum(match(text, marks) is not None for text in line.texts)


def _is_other_row(line: Line) -> bool:
    """（六）其他处理 as a row with values of its own, as only V1 has it."""
    words = [text for text in line.texts if not is_value(text)]
    return bool(words) and body(words[-1]) == "其他处理" and len(line.texts) - len(words) >= 2


def _old_edition(lines: Iterable[Line]) -> Edition | None:
    for line in lines:
        bodies = _bodies(line)
        for edition, headers in _OLD_HEADERS.items():
            if any(header <= bodies for header in headers):
                return edition
    return None
