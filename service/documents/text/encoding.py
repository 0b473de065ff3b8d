"""Bytes of a text file → str: byte order marks, UTF-8, then GB18030 where the result reads like Chinese."""

from __future__ import annotations

import codecs
import unicodedata
from collections import Counter

from service.errors import UndecodableText

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_REFUSED_CATEGORIES = frozenset({"Cc", "Cn", "Co", "Cs"})
_LAYOUT_CONTROLS = frozenset("\t\n\r\f\v\x85\x1c\x1d\x1e\x1f")
# GB18030 maps nearly every byte string to something. Its first level (3755 characters by pronunciation, lead bytes
# B0-D7) holds what Chinese prose is written with, so noise shows by the share of Han characters beyond it.
_MIN_COMMON_HAN = 0.9
_MAX_UNPRINTABLE = 0.01


def decode(data: bytes) -> str:
    """The text of ``data``; raises UndecodableText for bytes that are no text in an encoding known here."""
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    if marked is not None:
        text = _decoded(data, marked)
    else:
        text = _decoded(data, "utf-8")
        if text is None:
            text = _decoded(data, "gb18030")
            if text is not None and not _reads_like_chinese(text):
                text = None
    if text is None or not _is_printable(text):
        raise UndecodableText(
            "无法识别文件的文字编码；可读取 UTF-8、UTF-16（带 BOM）和 GB18030（GBK、GB2312）编码的文本。"
        )
    return text


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_printable(text: str) -> bool:
    """Whether control, unassigned and private characters are rare, and NUL is absent."""
    if "\x00" in text:
        return False
    refused = sum(
        n
        for character, n in Counter(text).items()
        if unicodedata.category(character) in _REFUSED_CATEGORIES and character not in _LAYOUT_CONTROLS
    )
    return refused <= len(text) * _MAX_UNPRINTABLE


def _reads_like_chinese(text: str) -> bool:
    """Whether the characters beyond ASCII are what Chinese is written with: common Han and punctuation."""
    foreign = {character: n for character, n in Counter(text).items() if ord(character) > 0x7F}
    common = sum(n for character, n in foreign.items() if _is_common(character))
    has_han = any("\u4e00" <= character <= "\u9fff" for character in foreign)
    return has_han and common >= sum(foreign.values()) * _MIN_COMMON_HAN


def _is_common(character: str) -> bool:
    """First-level Han of GB2312, its marks, full-width forms and table borders, or white space."""
    if character.isspace():
        return True
    encoded = character.encode("gb18030")
    return (
        len(encoded) == 2
        and (0xA1 <= encoded[0] <= 0xA3 or encoded[0] == 0xA9 or 0xB0 <= encoded[0] <= 0xD7)
        and encoded[1] >= 0xA1
    )
