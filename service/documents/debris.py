"""What typesetting, word processors and pages leave in a text and nobody wrote: taken out of every format alike."""

from __future__ import annotations

import re

_BOOKMARK = re.compile(r"\[bookmark:[^\]\n]{0,80}\]")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
_ODD_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009\u202f\u2007\u205f"), " ")
_LINE_ENDS = re.compile(r"\r\n|\r|\u2028|\u2029|\x85")
_PAGE_ENDS = re.compile(r"[\f\v\x1c\x1d\x1e]")
_PAGE_NUMBER = re.compile(
    r"^(?:[-—–－~·]*\s*\d{1,3}\s*[-—–－~·]*|第\s*\d{1,3}\s*页(?:[\s,，/]*共\s*\d{1,3}\s*页)?|\d{1,3}\s*/\s*\d{1,3})$"
)
_LONGEST_PAGE_NUMBER = 20


def clean(text: str) -> str:
    """``text`` without bookmarks, invisible characters and odd spaces; lines end with \\n, pages with a blank line."""
    text = _LINE_ENDS.sub("\n", text)
    text = _PAGE_ENDS.sub("\n\n", text)
    text = _BOOKMARK.sub("", text)
    return text.translate(_INVISIBLE).translate(_ODD_SPACES)


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but the number of its page."""
    bare = text.strip()
    return len(bare) <= _LONGEST_PAGE_NUMBER and _PAGE_NUMBER.match(bare) is not None
