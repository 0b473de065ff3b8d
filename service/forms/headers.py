"""What a row of a grid says about the table it stands in: its header words and labels that no other table has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final

from service.forms.grid_row import GridRow
from service.forms.labels import Label, body, label, match
from service.forms.layout import tables
from service.forms.table import Kind, Table
from service.forms.value import clean, is_value

_ARTICLE = re.compile(r"第?二十条第?\(?[一二三四五六七八九十]+\)?项")
_CONTENT = "信息内容"
_APPLICANTS = frozenset({"申请人情况", "法人或其他组织", "商业企业", "科研机构", "社会公益组织", "法律服务机构"})
_APPLICATION_WORDS = _APPLICANTS | {"自然人"}
_DISPUTE_WORDS = frozenset(
    {"行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉", "结果维持", "结果纠正", "其他结果", "尚未审结"}
)
_DISPUTE_VALUES = 15
_CHECK = "勾稽关系"
_LETTERS = frozenset("甲乙丙丁戊")
# Columns of the tables before 2019 beside the indicator and its values.
_ASIDE = frozenset({"序号", "统计指标", "指标名称", "指标", "单位", "计量单位", "代码", "备注"})
_OLD: Final[tuple[Table, ...]] = (*tables("V0b"), *tables("V0a"))
_ENOUGH_LABELS = 3  # of an older table, where its header is lost


def announced(line: GridRow) -> Kind | None:
    """The table of V1 or V2 whose header a row is part of."""
    words = bodies(line)
    texts = [plain(text) for text in line.texts]
    if words & _APPLICANTS or any(_CHECK in text for text in texts):
        return "applications"
    if any(_ARTICLE.fullmatch(text) for text in texts):
        return "proactive"
    if any(match(text, _field_labels()) is not None for text in line.texts):
        return "proactive"
    return "disputes" if len(words & _DISPUTE_WORDS) > 1 else None


def is_application_row(line: GridRow) -> bool:
    """Whether a row has a label that only table three has."""
    return bool(bodies(line) & _application_labels())


def old_table_of(lines: Sequence[GridRow]) -> Kind | None:
    """The table of an edition before 2019 that a grid is, by its header; where that is lost, by its labels."""
    for line in lines:
        words = bodies(line)
        if not words & _ASIDE:
            continue
        fitting = [table.kind for table in _OLD if any(header <= words for header in table.headers)]
        if fitting:
            return _by_columns(words, fitting)
    present = frozenset[str]().union(*map(bodies, lines))
    counts = [(len(present & _own_labels(table)), table.kind) for table in _OLD]
    count, kind = max(counts, key=lambda counted: counted[0])
    return kind if count >= _ENOUGH_LABELS else None


def is_proactive_header(line: GridRow) -> bool:
    """Whether a row of table two is a block header or the row of column names."""
    if any(is_value(text) for text in line.texts):
        return False
    if any(_ARTICLE.search(plain(text)) for text in line.texts) or _CONTENT in bodies(line):
        return True
    return bool(line.texts) and all(match(text, _field_labels()) is not None for text in line.texts)


def is_application_header(line: GridRow) -> bool:
    """Whether a row of table three names columns; broken header words count where two or more stand together."""
    texts = line.texts
    if any(_CHECK in plain(text) for text in texts):
        return True
    words = [body(text) for text in texts if not is_value(text)]
    if any(word in _APPLICATION_WORDS for word in words) and len(words) > len(texts) - 2:
        return True
    return len(texts) > 1 and all(_is_header_fragment(text) for text in texts)


def is_old_header(line: GridRow, table: Table) -> bool:
    """Whether a row of an older table names columns (also by letters: 甲 乙 丙 1 2), or is its title or signature."""
    words = bodies(line)
    if any(header <= words for header in table.headers) or words & _LETTERS:
        return True
    columns = {body(text) for column in table.columns for text in column.labels}
    if words and words <= _ASIDE | columns:
        return True
    return any(word in text for text in map(plain, line.texts) for word in table.frame)


def is_dispute_row(line: GridRow) -> bool:
    """Whether a row is that of table four by its width alone, its header being lost or a picture."""
    return _holds_disputes([line])


def are_dispute_rows(lines: Sequence[GridRow]) -> bool:
    """Whether rows without any words are those of table four: fifteen values, in one row or one row for each path."""
    written = [line for line in lines if line.texts]
    return len(written) in (1, 3) and _holds_disputes(written)


def dispute_words(lines: Sequence[GridRow]) -> frozenset[str]:
    """The header words of table four that stand in a grid."""
    return frozenset[str]().union(*map(bodies, lines)) & _DISPUTE_WORDS


def plain(text: str) -> str:
    """A text for looking up words in it: narrow forms, no white space."""
    return "".join(unicodedata.normalize("NFKC", clean(text)).split())


def bodies(line: GridRow) -> frozenset[str]:
    """The words of a row, cell by cell."""
    return frozenset(body(text) for text in line.texts)


def _holds_disputes(lines: Sequence[GridRow]) -> bool:
    texts = [text for line in lines for text in line.texts]
    return len(texts) == _DISPUTE_VALUES and all(map(is_value, texts))


def _by_columns(words: frozenset[str], kinds: Sequence[Kind]) -> Kind:
    """Of several tables whose header fits the one most of whose columns are named."""
    named = {
        table.kind: sum(any(body(text) in words for text in column.labels) for column in table.columns)
        for table in _OLD
    }
    return max(kinds, key=lambda kind: named[kind])


def _is_header_fragment(text: str) -> bool:
    words = body(text)
    header = _APPLICATION_WORDS | {"其他", "总计", "合计"}
    return plain(text) == words and bool(words) and any(words in known for known in header)


@cache
def _application_labels() -> frozenset[str]:
    """Labels of table three that occur in no other table of V1 and V2."""
    rows = [row for edition in ("V1", "V2") for table in tables(edition) for row in table.rows]
    return frozenset(
        body(text)
        for row in rows
        if row.id.startswith(("requests.", "outcomes."))
        for text in row.labels
        if len(text) > 5
    )


@cache
def _own_labels(table: Table) -> frozenset[str]:
    """Labels long enough to tell an older table from any other."""
    words = frozenset(body(text) for row in table.rows for text in row.labels if len(text) > 5)
    return words - _application_labels()


@cache
def _field_labels() -> tuple[Label, ...]:
    """The column headers of table two in both editions."""
    return tuple(
        label(column.id, column.labels, whole=True)
        for edition in ("V1", "V2")
        for table in tables(edition)
        if table.kind == "proactive"
        for column in table.columns
    )
