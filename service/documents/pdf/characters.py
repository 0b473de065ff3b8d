"""The characters of a page as pdfium finds them: spaces that it makes up and text at a slant left out."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from service.documents.debris import clean
from service.documents.pdf.frame import Frame
from service.documents.pdf.page import Character, Turn
from service.errors import DocumentTooComplex

MAX_CHARACTERS = 50_000
# The em square lies so far above and below the base line.
_ASCENT, _DESCENT = 0.88, 0.12
_MOST_SLANT = math.radians(3)
_INVISIBLE = 3
_TURNS: tuple[Turn, ...] = (0, 90, 180, 270)


@dataclass(frozen=True, slots=True)
class Found:
    """The characters in the order of the file, how many their fonts do not explain, and how many are not painted."""

    characters: tuple[Character, ...]
    unmapped: int
    hidden: int


def read_characters(page: pdfium.PdfPage, frame: Frame) -> Found:
    """The characters of a page; raises DocumentTooComplex where there are more than a page can show."""
    text_page = page.get_textpage()
    try:
        n = raw.FPDFText_CountChars(text_page)
        if n > MAX_CHARACTERS:
            raise DocumentTooComplex(f"PDF 文件有一页上有 {n:,} 个字符，超过上限 {MAX_CHARACTERS:,} 个。")
        return _found(text_page, n, frame)
    finally:
        text_page.close()


def _found(text_page: pdfium.PdfTextPage, n: int, frame: Frame) -> Found:
    characters: list[Character] = []
    unmapped = hidden = 0
    for index in range(n):
        if raw.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        code = raw.FPDFText_GetUnicode(text_page, index)
        if raw.FPDFText_HasUnicodeMapError(text_page, index) == 1 or _is_private(code):
            unmapped += 1
        if text := written(code):
            found = _placed(text_page, index, text, frame)
            if found is not None:
                characters.append(found)
    if characters:
        hidden = sum(_hidden(text_page, n))
    return Found(tuple(characters), unmapped, hidden)


def _placed(text_page: pdfium.PdfTextPage, index: int, text: str, frame: Frame) -> Character | None:
    """The character on the page, None where it is slanted as the words of a watermark are."""
    matrix, box = raw.FS_MATRIX(), raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    if not (
        raw.FPDFText_GetMatrix(text_page, index, matrix)
        and raw.FPDFText_GetLooseCharBox(text_page, index, box)
        and raw.FPDFText_GetCharOrigin(text_page, index, x, y)
    ):
        return None
    size = raw.FPDFText_GetFontSize(text_page, index) * math.hypot(matrix.c, matrix.d)
    turn = _turn(*frame.turned(matrix.a, matrix.b))
    corners = (box.left, box.bottom, box.right, box.top)
    if turn is None or not all(map(math.isfinite, (size, *corners))):
        return None
    left, top, right, bottom = frame.box(*corners)
    size = size if size > 0 else bottom - top
    if turn == 0:
        base = frame.point(x.value, y.value)[1]
        # Fonts tell their own height in many ways; the base line is where the line is.
        if top - size <= base <= bottom + size:
            top, bottom = base - _ASCENT * size, base + _DESCENT * size
    return Character(text, left, top, max(right, left), bottom, size, turn)


def _turn(along_x: float, along_y: float) -> Turn | None:
    """The quarter turn that a direction on the page (y downwards) is nearest to, None at a slant."""
    angle = math.atan2(along_y, along_x)
    quarter = round(angle / (math.pi / 2))
    return _TURNS[quarter % 4] if abs(angle - quarter * math.pi / 2) <= _MOST_SLANT else None


def _hidden(text_page: pdfium.PdfTextPage, n: int) -> Iterator[bool]:
    """For a few characters all over the page whether they are painted; there are as many as all, counted alike."""
    step = max(1, n // 20)
    for index in range(n):
        if index % step == 0:
            owner = raw.FPDFText_GetTextObject(text_page, index)
            invisible = bool(owner) and raw.FPDFTextObj_GetTextRenderMode(owner) == _INVISIBLE
        yield invisible


@lru_cache(maxsize=16384)
def written(code: int) -> str:
    """What the character ``code`` is in running text: radicals as the characters they stand for, debris dropped."""
    if not 0 < code <= 0x10FFFF or 0xD800 <= code < 0xE000:
        return ""
    character = chr(code)
    if 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB00 or 0xFB00 <= code < 0xFB07:
        character = _radicals().get(character) or unicodedata.normalize("NFKC", character)
    cleaned = clean(character)
    if not cleaned.strip():
        return " " if cleaned and cleaned not in "\r\n" else ""
    return "" if unicodedata.category(chr(code)) == "Cc" else cleaned


def _is_private(code: int) -> bool:
    return 0xE000 <= code < 0xF900 or code == 0xFFFD or code == 0


@cache
def _radicals() -> dict[str, str]:
    lines = resources.files(__package__).joinpath("radicals.txt").read_text(encoding="utf-8").splitlines()
    pairs = "".join(line for line in lines if not line.startswith("#"))
    return dict(zip(pairs[::2], pairs[1::2], strict=True))
