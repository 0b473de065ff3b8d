"""Pictures and scanned PDFs are read whole: tables, prose, places and doubts; without Tesseract the error says so."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from service.documents.document import Content, Grid, Paragraph
from service.documents.reader import read_document
from service.documents.scan.images import Pixels
from service.documents.scan.reading import read_image, read_scanned_pdf
from service.errors import DamagedDocument, EmptyDocument, ProgramMissing
from service.forms.doubt import mark_doubts
from service.forms.recognise import recognise_grids
from tests.documents.scan.drawing import DPI, Ruled, blank, grainy, png, tilted, with_line, with_table, with_texts

TABLE = Ruled((100, 500, 700, 900), (300, 370, 440, 510))
TEXTS = {(0, 0): "规范性文件", (0, 1): "12", (0, 2): "0", (1, 0): "行政许可", (1, 1): "345", (1, 2): "7"}
TEXTS |= {(2, 0): "行政处罚", (2, 1): "0", (2, 2): "68"}
RESULTS = ("结果\n维持", "结果\n纠正", "其他\n结果", "尚未\n审结", "总计")
DISPUTES = Ruled(
    tuple(range(80, 1581, 100)),
    (200, 270, 380, 490, 560),
    [(0, 0, 1, 5), (0, 5, 1, 10), *((1, at, 2, 1) for at in range(5)), (1, 5, 1, 5), (1, 10, 1, 5)],
)
HEADS = {(0, 0): "行政复议", (0, 5): "行政诉讼", (1, 5): "未经复议直接起诉", (1, 10): "复议后起诉"}
HEADS |= {(1, at): text for at, text in enumerate(RESULTS)}
HEADS |= {(2, 5 + at): text for at, text in enumerate(RESULTS * 2)}


def page_with_table() -> Pixels:
    page = with_texts(with_table(blank(), TABLE), TABLE, TEXTS)
    return with_line(page, "二、主动公开政府信息情况", (100, 200))


def grids(content: Content) -> list[list[str]]:
    return [[cell.text for cell in block.cells] for block in content.blocks if isinstance(block, Grid)]


@pytest.mark.usefixtures("tesseract")
@pytest.mark.parametrize(("tilt", "sigma"), [(0.0, 0.0), (1.2, 8.0)], ids=["clean", "crooked and grainy"])
def test_a_page_is_read_with_the_places_of_its_cells(tilt: float, sigma: float) -> None:
    content = read_image(png(grainy(tilted(page_with_table(), tilt), sigma)))
    heading, table = content.blocks
    assert isinstance(heading, Paragraph)
    assert isinstance(table, Grid)
    assert heading.text.endswith("主动公开政府信息情况")
    assert [cell.text for cell in table.cells] == list(TEXTS.values())
    assert [problem.code for problem in content.problems] == ["document.recognised"]
    for cell in table.cells:
        assert cell.place is not None
        left, top, right, bottom = (value * DPI / 72 for value in cell.place.box)
        assert cell.place.page == 1
        assert (left + right) / 2 == pytest.approx((TABLE.xs[cell.column] + TABLE.xs[cell.column + 1]) / 2, abs=25)
        assert (top + bottom) / 2 == pytest.approx((TABLE.ys[cell.row] + TABLE.ys[cell.row + 1]) / 2, abs=25)
        assert cell.confidence is not None
        assert cell.confidence > 0.5


@pytest.mark.usefixtures("tesseract")
def test_stacked_pages_are_read_one_upside_down_among_them() -> None:
    page = page_with_table()
    stacked = np.vstack([page, np.rot90(page, 2)])
    assert grids(read_image(png(stacked))) == [list(TEXTS.values())] * 2


@pytest.mark.usefixtures("tesseract")
@pytest.mark.parametrize(("total", "is_doubted"), [("7", False), ("9", True)])
def test_cells_whose_sum_is_wrong_are_doubted_and_not_changed(total: str, *, is_doubted: bool) -> None:
    values = ["1", "2", "0", "4", total, "0", "1", "0", "0", "1", "0", "0", "3", "0", "3"]
    texts = HEADS | {(3, at): text for at, text in enumerate(values)}
    page = with_texts(with_table(blank((1660, 1165)), DISPUTES), DISPUTES, texts, size=28)
    content = read_image(png(page))
    form = mark_doubts(recognise_grids(block for block in content.blocks if isinstance(block, Grid)))
    review = {id: cell for id, cell in form.cells.items() if id.startswith("review.")}
    assert str(review["review.total"].value) == total
    assert {cell.doubtful for cell in review.values()} == {is_doubted}
    assert not any(cell.doubtful for id, cell in form.cells.items() if id.startswith("litigation"))


@pytest.mark.usefixtures("tesseract")
def test_an_empty_page_is_an_empty_document() -> None:
    with pytest.raises(EmptyDocument):
        read_document(png(blank()), "scan.png")


@pytest.mark.usefixtures("tesseract")
def test_pictures_of_pages_in_a_pdf_are_read() -> None:
    data = io.BytesIO()
    Image.fromarray(page_with_table()).save(data, "PDF", resolution=DPI)
    content = read_scanned_pdf(data.getvalue())
    assert (content.pages, grids(content)) == (1, [list(TEXTS.values())])


def test_without_tesseract_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ProgramMissing, match="apt install tesseract-ocr"):
        read_document(png(blank()), "scan.png")


@pytest.mark.parametrize("read", [read_image, read_scanned_pdf])
def test_what_is_neither_is_damaged(read: object) -> None:
    assert callable(read)
    with pytest.raises(DamagedDocument):
        read(b"%PDF-1.7 no more")
