"""The files of a drawing, and the command that writes them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageColor
from typer.testing import CliRunner

from service.cli import app
from service.documents.document import Block, Box, Grid, Place, Problem
from service.draw.appearance import appearance
from service.draw.drawing import draw
from service.draw.marks import marks
from service.draw.pictures.placed import placed
from service.reading import Reading
from tests.draw.builders import TEXT, make_blocks, make_fact, make_finding, make_pdf, make_reading
from tests.draw.pictures.fonts import need_font
from tests.draw.pictures.test_placed import page_blocks

EXAMPLE = Path(__file__).parents[2] / "examples" / "08-transport-2023.docx"
runner = CliRunner()


def paged_reading() -> Reading:
    facts = [
        make_fact(TEXT, "20件", "收到政府信息公开申请", id="f1"),
        make_fact(TEXT, "12件", "网上提交", id="f2", doubtful=True),
    ]
    findings = [
        make_finding("总计与各类之和不符。", cells=("requests.new@total",), facts=("f1",)),
        make_finding("还不能断定。", verdict="undecided", facts=("f2",)),
        make_finding("缺格。", verdict="undecided"),
    ]
    reading = make_reading(page_blocks(), facts=facts, findings=findings, name="report.pdf", format="pdf", pages=3)
    gone = replace(reading.form.cells["review.upheld"], status="missing", value=None, source=None)
    form = replace(reading.form, cells={**reading.form.cells, "review.upheld": gone})
    return replace(reading, form=form, problems=(Problem("document.recognised_text", "第1页为扫描识别。"),))


def test_a_document_without_pages_becomes_one_html_page(tmp_path: Path) -> None:
    files = list(draw(make_reading(make_blocks()), b"", tmp_path / "new" / "folder"))
    assert [file.relative_to(tmp_path).as_posix() for file in files] == ["new/folder/report.docx.drawn.html"]
    assert files[0].read_text("utf-8").startswith("<!DOCTYPE html>")


def test_a_document_with_pages_becomes_a_picture_of_each_and_one_that_sums_up(tmp_path: Path) -> None:
    need_font()
    files = list(draw(paged_reading(), make_pdf(3), tmp_path))
    assert [file.name for file in files] == [f"report.pdf.drawn-{part}.png" for part in ("summary", 1, 2, 3)]
    for file in files:
        with Image.open(file) as image:
            image.verify()


def test_cells_are_coloured_where_they_stand(tmp_path: Path) -> None:
    need_font()
    reading = paged_reading()
    page = list(draw(reading, make_pdf(3), tmp_path))[3]
    cell = next(one for one in placed(reading, marks(reading))[3].cells if one.written.state == "read")
    bare = next(one for one in placed(reading, marks(reading))[3].cells if not one.written.state)
    with Image.open(page) as image:
        assert _near(image, cell.box) != _near(image, bare.box) == ImageColor.getrgb("#ffffff")
        red, green, blue = _near(image, cell.box)
    assert green > red
    assert green > blue


def test_words_of_facts_are_coloured_and_what_fails_is_framed(tmp_path: Path) -> None:
    need_font()
    page = list(draw(paged_reading(), make_pdf(3), tmp_path))[1]
    with Image.open(page) as image:
        colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 20) or ()}
    for state in ("fact", "doubtful", "fails", "section"):
        assert ImageColor.getrgb(appearance().states[state].light.line) in colours


@pytest.mark.parametrize("box", [(900.0, 10.0, 950.0, 20.0), (10.0, 10.0, 10.0, 10.0), (-9.0, -9.0, -1.0, -1.0)])
def test_marks_outside_the_page_or_without_extent_do_no_harm(tmp_path: Path, box: Box) -> None:
    need_font()
    reading = paged_reading()
    blocks = [_moved(block, box) for block in reading.document.blocks]
    moved = make_reading(blocks, facts=reading.facts, findings=reading.findings, format="pdf", pages=3)
    assert len(list(draw(moved, make_pdf(3), tmp_path))) == 4


def test_a_name_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    (file,) = draw(make_reading(make_blocks(), name="../../report.docx"), b"", folder)
    assert file.parent == folder


def test_text_that_no_encoding_has_is_drawn(tmp_path: Path) -> None:
    (file,) = draw(make_reading(make_blocks(sentence="全年\ud800收到\u202e20件。")), b"", tmp_path)
    assert "⟨U+D800⟩收到⟨U+202E⟩" in file.read_text("utf-8")


def test_the_command_prints_the_files_that_it_wrote(tmp_path: Path) -> None:
    result = runner.invoke(app, ["draw", str(EXAMPLE), "--output", str(tmp_path)])
    assert result.exit_code == 0, result.stderr
    assert result.stdout.split() == [str(tmp_path / f"{EXAMPLE.name}.drawn.html")]
    assert "核对不符" in (tmp_path / f"{EXAMPLE.name}.drawn.html").read_text("utf-8")


def test_the_command_says_what_it_could_not_do(tmp_path: Path) -> None:
    empty, taken = tmp_path / "empty.txt", tmp_path / "taken"
    empty.write_bytes(b"")
    (taken / f"{EXAMPLE.name}.drawn.html").mkdir(parents=True)
    unreadable = runner.invoke(app, ["draw", str(empty), "--output", str(tmp_path)])
    unwritable = runner.invoke(app, ["draw", str(EXAMPLE), "--output", str(taken)])
    assert (unreadable.exit_code, unwritable.exit_code) == (2, 2)
    assert "document.empty" in unreadable.stderr
    assert "不能写入" in unwritable.stderr


@pytest.mark.parametrize("id", appearance().states)
def test_text_can_be_read_on_its_colour(id: str) -> None:
    """WCAG AA: 4.5 for text; 3 for borders."""
    for colours in (appearance().states[id].light, appearance().states[id].dark):
        assert _contrast(colours.ink, colours.fill) >= 4.5
        assert _contrast(colours.line, colours.fill) >= 3


def _moved(block: Block, box: Box) -> Block:
    if not isinstance(block, Grid):
        return block
    return replace(block, cells=tuple(replace(cell, place=Place(1, box)) for cell in block.cells))


def _near(image: Image.Image, box: Box) -> tuple[int, int, int]:
    """The colour near the lower end of a rectangle of the page, in the middle, where nothing is written."""
    x, y = 170 + 2.5 * (box[0] + box[2]) / 2, 150 + 2.5 * box[3] - 5
    pixel = image.convert("RGB").getpixel((round(x), round(y)))
    assert isinstance(pixel, tuple)
    return pixel[0], pixel[1], pixel[2]


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in ImageColor.getrgb(colour)[:3]]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
