from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.documents.document import Place
from service.documents.pdf.beside import Line, Rest, share_out
from service.documents.pdf.lines import Segment

SIZE = 10.0
Words = list[tuple[float, str]]
Figures = list[tuple[float, int, Rest]]


def segment(top: float, text: str) -> Segment:
    box = (72.0, top, 72 + SIZE * len(text), top + SIZE)
    return Segment(text, box[0], top, box[2], top + SIZE, SIZE, Place(1, box))


def rows(words: Words, figures: Figures) -> list[tuple[str, list[int]]]:
    """The label of each row and the numbers of its lines of figures."""
    lines = [Line(page, top, top + SIZE, rest) for top, page, rest in figures]
    shared = share_out([segment(*word) for word in words], lines)
    return [("".join(words[at][1] for at in one.words), list(one.figures)) for one in shared]


@pytest.mark.parametrize(
    ("words", "figures", "expected"),
    [
        pytest.param(
            [(0, "1.重复申请"), (16, "2.其他")],
            [(0, 1, "no"), (16, 1, "no")],
            [("1.重复申请", [0]), ("2.其他", [1])],
            id="each on a line of its own",
        ),
        pytest.param(
            [(0, "（二）部分公开（区分处理的，"), (16, "只计这一情况）"), (32, "1.属于国家秘密")],
            [(8, 1, "no"), (32, 1, "no")],
            [("（二）部分公开（区分处理的，只计这一情况）", [0]), ("1.属于国家秘密", [1])],
            id="figures beside the middle",
        ),
        pytest.param(
            [(0, "（二）部分公开（区分处理的，"), (16, "只计这一情况）"), (32, "1.属于国家秘密")],
            [(0, 1, "no"), (32, 1, "no")],
            [("（二）部分公开（区分处理的，只计这一情况）", [0]), ("1.属于国家秘密", [1])],
            id="figures beside the first line",
        ),
        pytest.param(
            [(0, "1.当面申请数"), (16, "二、回应解读情况"), (32, "1.新闻发布会")],
            [(0, 1, "no"), (32, 1, "no")],
            [("1.当面申请数", [0]), ("1.新闻发布会", [1])],
            id="a label without figures between",
        ),
        pytest.param(
            [(8, "1.重复申请"), (32, "2.其他")],
            [(0, 1, "no"), (16, 1, "likely"), (32, 1, "no")],
            [("1.重复申请", [0, 1]), ("2.其他", [2])],
            id="figures broken for width",
        ),
        pytest.param(
            [(0, "1.重复申请"), (16, "2.其他")],
            [(0, 1, "no"), (16, 1, "possible")],
            [("1.重复申请", [0]), ("2.其他", [1])],
            id="full figures that are not broken",
        ),
        pytest.param(
            [(0, "（一）予以公开，"), (16, "部分"), (40, "1.缴纳"), (56, "费用")],
            [(8, 1, "no"), (40, 1, "no"), (90, 2, "no")],
            [("（一）予以公开，部分", [0]), ("1.缴纳费用", [1]), ("", [2])],
            id="a row that the end of a page cuts",
        ),
        pytest.param([], [(0, 1, "no")], [("", [0])], id="figures alone"),
        pytest.param([(0, "其他")], [], [], id="words alone"),
    ],
)
def test_labels_are_found_by_where_the_figures_stand(
    words: Words, figures: Figures, expected: list[tuple[str, list[int]]]
) -> None:
    assert rows(words, figures) == expected


tops = st.lists(st.floats(0, 400), max_size=12).map(sorted)


@given(tops, tops)
def test_every_line_of_figures_is_in_one_row_in_order(words: list[float], figures: list[float]) -> None:
    shared = share_out(
        [segment(top, "其他") for top in words], [Line(1, top, top + SIZE, "possible") for top in figures]
    )
    assert [at for row in shared for at in row.figures] == list(range(len(figures)))
    used = [at for row in shared for at in row.words]
    assert used == sorted(set(used))
