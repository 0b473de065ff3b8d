"""The cells of a page: their digits, words and dashes; what is blank, what cannot be read."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from service.documents.scan import figures, labels
from service.documents.scan.cells import recognise_cells
from service.documents.scan.glyphs import CellInk, InkLine, cells_ink
from service.documents.scan.images import Pixels
from service.documents.scan.ink import cleared, is_ink
from service.documents.scan.rules import Area
from service.documents.scan.showing import Recognised, Size
from tests.documents.scan.drawing import DPI, Ruled, blank, grainy, with_table, with_texts

SQUARE = CellInk((InkLine(Area(10, 10, 34, 34), ((0, 24),)),), 20.0)
DIGITS = CellInk((InkLine(Area(10, 10, 34, 30), ((0, 10), (13, 24))),), 20.0)


def cells_of(table: Ruled) -> list[Area]:
    return [Area(table.xs[c], table.ys[r], table.xs[c + w], table.ys[r + h]) for r, c, h, w in table.spans()]


def recognised(page: Pixels, table: Ruled) -> list[Recognised]:
    return recognise_cells(cleared(page, DPI), cells_ink(is_ink(page), cells_of(table), DPI))


@pytest.mark.usefixtures("tesseract")
@pytest.mark.parametrize("sigma", [0, 10])
def test_texts_of_cells_are_recognised(sigma: float) -> None:
    texts = [
        ["规范性文件", "0", "17", "208", "-"],
        ["（一）予以公开", "3650", "0", "-12", ""],
        ["社会公益\n组织", "9", "零", "零", "1,204"],
        ["件", "45.67", "0", "8", "0"],
    ]
    table = Ruled((60, 360, 500, 640, 780, 920), tuple(range(100, 501, 100)))
    wanted = {(row, column): text for row, line in enumerate(texts) for column, text in enumerate(line)}
    page = grainy(with_texts(with_table(blank(), table), table, wanted), sigma)
    found = recognised(page, table)
    assert [read.text for read in found] == [text.replace("\n", "") for text in wanted.values()]
    assert min(read.confidence for read in found) > 0.5


def test_blank_cells_and_dashes_need_no_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    table = Ruled((60, 260, 460), (100, 200, 300))
    page = with_table(blank(), table)
    page[148:151, 150:180] = 0
    page[250:252, 350:352] = 0  # dirt
    assert recognised(page, table) == [Recognised("-", 1.0), *[Recognised("", 1.0)] * 3]


@pytest.mark.parametrize(
    ("looks", "expected", "is_sure"),
    [
        ({32: ("12", 0.95)}, "12", True),
        ({32: ("12", 0.6), 28: ("12", 0.9), 40: ("12", 0.9), 24: ("12", 0.9)}, "12", True),
        ({32: ("13", 0.6), 28: ("12", 0.9), 40: ("12", 0.9), 24: ("12", 0.9)}, "12", True),
        ({32: ("13", 0.3), 28: ("12", 0.3), 40: ("14", 0.3), 24: ("", 0.0)}, "13", False),
        ({32: ("112", 0.6), 28: ("12", 0.5), 40: ("", 0.0), 24: ("", 0.0)}, "12", False),
        ({32: ("+", 0.9), 28: ("+", 0.9), 40: ("+.", 0.9), 24: ("+", 0.9)}, "", False),
    ],
    ids=["sure", "surer later", "outvoted", "no two alike", "miscounted", "only signs"],
)
def test_looks_at_a_figure_are_put_to_the_vote(
    monkeypatch: pytest.MonkeyPatch, looks: Mapping[int, tuple[str, float]], expected: str, *, is_sure: bool
) -> None:
    monkeypatch.setattr(figures, "read", reader(looks))
    (found,) = figures.read_figures(blank((60, 60)), [DIGITS])
    assert found.text == expected
    assert (found.confidence >= 0.5) == is_sure


@pytest.mark.parametrize(("gap", "is_sure"), [(15, True), (120, False)])
def test_digits_far_apart_are_no_sure_number(monkeypatch: pytest.MonkeyPatch, gap: int, *, is_sure: bool) -> None:
    cell = CellInk((InkLine(Area(10, 10, 30 + gap, 30), ((0, 10), (10 + gap, 20 + gap))),), 20.0)
    monkeypatch.setattr(figures, "read", reader({32: ("66", 0.97)}))
    page = blank((60, 200))
    page[10:30:3, 10 : 30 + gap] = 0
    (found,) = figures.read_figures(page, [cell])
    assert found.text == "66"
    assert (found.confidence >= 0.5) == is_sure


def reader(looks: Mapping[int, tuple[str, float]]) -> object:
    def read(_: object, cells: list[CellInk], sizes: list[Size], *__: object, **___: object) -> object:
        return [[Recognised(*looks[size.digit]) for size in sizes] for _ in cells]

    return read


def test_a_word_not_seen_in_one_size_is_seen_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "read", reader({28: ("", 0.0), 32: ("规章", 0.97), 40: ("规草", 0.5)}))
    assert labels.read_labels(blank((60, 60)), [DIGITS]) == [Recognised("规章", 0.97)]


def test_a_square_character_is_what_those_like_it_are(monkeypatch: pytest.MonkeyPatch) -> None:
    page = blank((400, 60))
    drawn = np.random.default_rng(3).integers(0, 2, (6, 6)).repeat(4, 0).repeat(4, 1) * 255
    cells = []
    for left in (10, 110, 210):
        page[10:34, left : left + 24] = drawn
        cells.append(CellInk((InkLine(Area(left, 10, left + 24, 34), ((0, 24),)),), 20.0))
    page[10:34, 310:334] = 255 - drawn
    cells.append(CellInk((InkLine(Area(310, 10, 334, 34), ((0, 24),)),), 20.0))
    looks = [[("零", 0.9), ("", 0.0)], [("霍", 0.3), ("零", 0.2)], [("3a", 0.9), ("要", 0.4)], [("件", 0.9), ("", 0.0)]]
    monkeypatch.setattr(labels, "read", lambda *_, **__: [[Recognised(*look) for look in cell] for cell in looks])
    found = labels.read_squares(page, cells)
    assert [read.text for read in found] == ["零", "零", "零", "件"]
    assert min(read.confidence for read in found) > 0.5


@pytest.mark.parametrize(
    ("looks", "expected", "is_sure"),
    [
        ([("要", 0.7)] * 2 + [("零", 0.4)] * 3, "零", True),
        ([("要", 0.9)] * 9 + [("零", 0.1)], "要", True),
        ([("零", 0.2)], "零", False),
        ([("个", 0.5), ("件", 0.5)], "个", False),
        ([("零零", 0.9), ("", 0.0)], "", False),
    ],
    ids=["usual", "most by far", "hardly seen", "undecided", "none"],
)
def test_a_square_character_is_elected(
    monkeypatch: pytest.MonkeyPatch, looks: list[tuple[str, float]], expected: str, *, is_sure: bool
) -> None:
    monkeypatch.setattr(labels, "read", lambda *_, **__: [[Recognised(*look) for look in looks]])
    page = blank((60, 60))
    page[14:30:3, 12:32] = 0
    (found,) = labels.read_squares(page, [SQUARE])
    assert found.text == expected
    assert (found.confidence > 0.5) == is_sure


@pytest.mark.parametrize("thick", [1, 5, 8])
def test_a_thick_frame_is_no_ink_of_the_cell(thick: int) -> None:
    ink = np.zeros((100, 300), np.uint8)
    ink[: thick + 4] = ink[-thick - 4 :] = ink[:, : thick + 4] = 1
    ink[40:64, 100:124] = 1
    (cell,) = cells_ink(ink, [Area(0, 0, 300, 100)], DPI)
    assert [(line.area.top, line.area.bottom, line.area.left) for line in cell.lines] == [(40, 64, 100)]


@pytest.mark.parametrize(
    ("cell", "is_figure", "is_square"),
    [
        (SQUARE, False, True),
        (DIGITS, True, False),
        (CellInk((InkLine(Area(0, 0, 60, 24), ((0, 60),)),), 20.0), False, False),
        (CellInk(SQUARE.lines * 2, 20.0), False, False),
        (CellInk((), 20.0), False, False),
    ],
    ids=["one Han character", "two digits", "characters that touch", "two lines", "blank"],
)
def test_kinds_of_cells_are_told_by_their_ink(cell: CellInk, *, is_figure: bool, is_square: bool) -> None:
    assert (cell.is_figure and not cell.is_square, cell.is_square) == (is_figure, is_square)


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_lines_of_a_cell_are_told_apart(lines: int) -> None:
    page = np.zeros((220, 200), np.uint8)
    for line in range(lines):
        for left in range(30, 150, 34):
            page[30 + 50 * line : 56 + 50 * line, left : left + 24] = 1
    (cell,) = cells_ink(page, [Area(0, 0, 200, 220)], DPI)
    assert [(line.area.top, line.area.bottom) for line in cell.lines] == [
        (30 + 50 * n, 56 + 50 * n) for n in range(lines)
    ]
    assert all(len(line.stretches) == 4 for line in cell.lines)
