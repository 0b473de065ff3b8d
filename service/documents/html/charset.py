"""Bytes of a web page → str. What a page declares is often wrong: what decodes and reads like Chinese comes first."""

from __future__ import annotations

import codecs
import re

from service.documents.text.encoding import decode
from service.errors import UndecodableText

_HEAD = 8192
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.IGNORECASE)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WIDE = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
# Pages cut texts in the middle of a character; more than so many broken ones and the encoding is another.
_MOST_BROKEN = 0.01
_BROKEN = "\ufffd"


def decode_page(data: bytes, *, declared: str | None = None) -> str:
    """The text of a page without NUL; ``declared`` is what the message around it says of its encoding.

    Raises UndecodableText where no encoding known here makes text of it.
    """
    return _text(data, declared).replace("\x00", "")


def _text(data: bytes, declared: str | None) -> str:
    if data.startswith(_MARKS):
        return decode(data)
    for start, encoding in _WIDE:
        if data.lstrip(b"\r\n\t ").startswith(start):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    data = data.replace(b"\x00", b"")
    try:
        return decode(data)
    except UndecodableText:
        return _damaged(data, [*_encodings(data, declared), "utf-8", "gb18030"])


def _encodings(data: bytes, declared: str | None) -> list[str]:
    """The encodings that the page and the message around it name, as far as Python knows them."""
    names = [declared] if declared else []
    names += [match[1].decode("ascii") for match in _DECLARED.finditer(data[:_HEAD])]
    return [_widest(name) for name in names if _is_known(name)]


def _widest(name: str) -> str:
    """GB18030 for what it contains."""
    return "gb18030" if codecs.lookup(name).name in ("gb2312", "gbk", "hz") else name


def _is_known(name: str) -> bool:
    try:
        return codecs.lookup(name).name not in ("utf-7", "idna", "punycode") and bool("".encode(name)) is not None
    except (LookupError, UnicodeError, TypeError):
        return False


def _damaged(data: bytes, encodings: list[str]) -> str:
    """The text in the encoding that leaves the fewest characters broken; the one declared wins among equals."""
    best: tuple[float, str] = (_MOST_BROKEN, "")
    for encoding in dict.fromkeys(encodings):
        text = data.decode(encoding, errors="replace")
        foreign = sum(not character.isascii() for character in text)
        broken = text.count(_BROKEN) / max(foreign, 1)
        if broken < best[0]:
            best = (broken, text)
    if not best[1]:
        raise UndecodableText("无法识别网页的文字编码；可读取 UTF-8、UTF-16 和 GB18030（GBK、GB2312）编码的网页。")
    return best[1]
