from __future__ import annotations

import pytest

from service.documents.joining import joined


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], ""),
        (["规", "章"], "规章"),
        (["（一）", "予以公开"], "（一）予以公开"),
        (["行政处罚", "12"], "行政处罚 12"),
        (["12", "34"], "12 34"),
        (["  规\t章 ", "", "\u3000", "数"], "规 章数"),
        (["annual", "report"], "annual report"),
    ],
)
def test_lines_of_a_cell(lines: list[str], expected: str) -> None:
    assert joined(lines) == expected


def test_a_cell_may_grow_line_by_line() -> None:
    lines = ["", "结果", "维持", "3", "4"]
    grown = ""
    for line in lines:
        grown = joined((grown, line))
    assert grown == joined(lines)
