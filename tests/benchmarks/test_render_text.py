"""Texts say what the report says: compared here by simple search, not by the service."""

from __future__ import annotations

import re
import unicodedata

import pytest

from benchmarks.documents.generate import generate
from benchmarks.documents.gluing import may_be_glued
from benchmarks.documents.render_text import AMBIGUOUS, VARIANTS
from benchmarks.documents.report import EDITIONS, Edition, GeneratedReport, Sheet
from benchmarks.documents.style import PLAIN
from benchmarks.documents.text_pages import wrapped

# Their paragraphs are cut, or their labels go around their figures.
OUT_OF_ORDER = {"tabs, form feeds, words repeated", "spaces, labels in two lines", "tabs, header words in two lines"}


def decoded(data: bytes) -> str:
    if data.startswith(b"\xff\xfe"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def bare(text: str) -> str:
    """Without white space, borders, bookmarks and Markdown; digits narrow."""
    text = re.sub(r"\[bookmark:[^\]]*\]|^#+ |^-+$", "", text, flags=re.MULTILINE)
    return re.sub(r"[\s|｜─-╿]|(?:-{3})+", "", unicodedata.normalize("NFKC", text))


def rows(report: GeneratedReport) -> list[str]:
    """The rows of all tables, each as one string."""
    return [bare("".join(cell.text for cell in row)) for sheet in report.sheets() for row in sheet.rows()]


@pytest.mark.parametrize("variant", sorted(VARIANTS.keys() - OUT_OF_ORDER))
@pytest.mark.parametrize("edition", EDITIONS)
def test_text_says_what_the_report_says(variant: str, edition: Edition) -> None:
    report = generate(6, edition, style=PLAIN)
    text = bare(decoded(VARIANTS[variant](report)))
    assert [line for line in report.paragraphs() if bare(line) not in text] == []
    assert [row for row in rows(report) if row not in text] == []


@pytest.mark.parametrize("variant", sorted(OUT_OF_ORDER))
def test_no_figure_is_lost(variant: str) -> None:
    report = generate(6, "V2", style=PLAIN)
    text = decoded(VARIANTS[variant](report))
    for sheet in report.sheets():
        for row in sheet.rows():
            values = [cell.text for cell in row if not cell.header]
            assert re.search(r"\s+".join(map(re.escape, values)), text)


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_same_report_gives_the_same_text(variant: str) -> None:
    assert VARIANTS[variant](generate(3, "V1")) == VARIANTS[variant](generate(3, "V1"))


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        ("a cell per line", "\t规章\n\t"),
        ("markdown", "| --- |"),
        ("bars between cells, gbk", "规章"),
        ("tabs, page numbers, headers repeated", "\n- 1 -\n"),
        ("tabs, form feeds, words repeated", "\f"),
        ("a cell per line, bookmarks, crlf", "[bookmark: "),
        ("bars around cells, page around", "备案号"),
    ],
)
def test_variants_are_what_their_names_say(variant: str, expected: str) -> None:
    assert expected in decoded(VARIANTS[variant](generate(6, "V2", style=PLAIN)))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["12"], True),
        (["0", "0", "3"], True),
        (["0", "12", "3"], False),
        (["0"] * 7, True),
        (["1", "0", "0", "0", "0", "0", "1"], True),
        (["111", "2", "0", "0", "0", "0", "113"], False),
        (["1", "2", "0", "0", "3"] * 3, True),
        (["/", "0", "0", "0", "0", "0", "0"], False),
        ([], False),
        (["99999"] * 7, False),
    ],
)
def test_only_rows_that_can_be_told_apart_are_glued(values: list[str], expected: bool) -> None:
    assert may_be_glued(values) is expected


def test_figures_are_glued_without_regard_where_a_reader_may_leave_them_open() -> None:
    report = generate(4, "V2", style=PLAIN)
    text = decoded(next(iter(AMBIGUOUS.values()))(report))
    tables = [piece for part in report.parts for piece in part.body if isinstance(piece, Sheet)]
    last = tables[-1].rows()[-1]
    assert "".join(cell.text for cell in last) in text.split("\n")


def test_wrapped_lines_are_as_wide_as_the_page() -> None:
    text = "全年公开2023年度信息1234条，其中网站信息800条。" * 6
    lines = wrapped(text, 20)
    assert "".join(lines) == text
    # A closing mark may hang over the edge; the end of a sentence is taken to the next line.
    assert all(17 < sum(0.5 if char.isascii() else 1 for char in line) <= 21 for line in lines[:-1])
    assert not any(line.endswith("。") for line in lines[:-1])
