"""Lines of a page become paragraphs by their indents, short last lines and gaps; words stand where they stood."""

from __future__ import annotations

import pytest

from service.documents.scan import percentages, prose
from service.documents.scan.percentages import with_percentages
from service.documents.scan.prose import Glyph, TextLine, paragraphs, read_lines
from service.documents.scan.rules import Area
from service.documents.scan.tesseract import Word
from tests.documents.scan.drawing import blank

LEFT, RIGHT, HEIGHT, STEP = 100, 1100, 30, 50


def line(number: int, text: str = "文", *, left: int = LEFT, right: int = RIGHT, gap: int = 0) -> TextLine:
    top = 100 + number * STEP + gap
    width = (right - left) / len(text)
    glyphs = tuple(Glyph(char, left + at * width, left + (at + 1) * width) for at, char in enumerate(text))
    return TextLine(glyphs, Area(left, top, right, top + HEIGHT), 0.9)


def word(text: str, left: int, *, of: int, top: int = 100, confidence: float = 0.9) -> Word:
    return Word(0, (of, 1, 1), text, Area(left, top, left + 30 * len(text), top + 30), confidence)


INDENTED = LEFT + 2 * HEIGHT
LAYOUTS = {
    "one": ([line(0, left=INDENTED), line(1), line(2, right=400)], [3]),
    "indent begins another": ([line(0, left=INDENTED), line(1), line(2, left=INDENTED), line(3)], [2, 2]),
    "a short line ends one": ([line(0), line(1, right=700), line(2), line(3)], [2, 2]),
    "a gap parts two": ([line(0), line(1), line(2, gap=60), line(3, gap=60)], [2, 2]),
    "a page number is alone": ([line(0), line(1), line(2, "— 3 —")], [2, 1]),
    "none": ([], []),
}


@pytest.mark.parametrize(("lines", "expected"), LAYOUTS.values(), ids=LAYOUTS)
def test_lines_make_paragraphs(lines: list[TextLine], expected: list[int]) -> None:
    assert [len(group) for group in paragraphs(lines)] == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([word("公开", 100, of=1), word("12", 170, of=1), word("件", 240, of=1)], ["公开12件"]),
        ([word("12", 100, of=1), word("34", 200, of=1)], ["12 34"]),
        ([word("右边", 600, of=1), word("左边", 100, of=2)], ["左边右边"]),
        ([word("下行", 100, of=1, top=200), word("上行", 100, of=2)], ["上行", "下行"]),
        ([word("一", 100, of=1, confidence=0.1), word("公开", 100, of=2, top=200)], ["公开"]),
        ([word("—.,", 100, of=1)], []),
    ],
    ids=["words", "numbers apart", "one line in two parts", "order", "dirt", "strokes"],
)
def test_words_make_lines(monkeypatch: pytest.MonkeyPatch, found: list[Word], expected: list[str]) -> None:
    monkeypatch.setattr(prose, "words", lambda *_, **__: found)
    assert [line.text for line in read_lines(blank(), [], 200)] == expected


@pytest.mark.parametrize(
    ("text", "looks", "expected"),
    [
        ("占959。", ["95%", "95%"], "占95%。"),
        ("占9596。", ["", "95%"], "占95%。"),
        ("占95%6。", ["95%", ""], "占95%。"),
        ("共959件", ["959", "959"], "共959件"),
        ("占959。", ["85%", "%"], "占959。"),
        ("共1958件", [], "共1958件"),
    ],
)
def test_a_percent_sign_needs_the_digits_read_before(
    monkeypatch: pytest.MonkeyPatch, text: str, looks: list[str], expected: str
) -> None:
    found = [Word(at, (1, 1, 1), look, Area(0, 0, 9, 9), 0.9) for at, look in enumerate(looks) if look]
    monkeypatch.setattr(percentages, "words", lambda *_, **__: found)
    (seen,) = with_percentages(blank(), [line(0, text)])
    assert seen.text == expected
    assert seen.glyphs[-1].right == pytest.approx(RIGHT)
