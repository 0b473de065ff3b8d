"""The words of a report as messages quote them."""

from __future__ import annotations

import re

_INNER = str.maketrans("“”", "‘’")
_CLAUSE_END = re.compile(r"[。；;，,：:！？\n]")
_SENTENCE_END = re.compile(r"[。；;！？\n]")
_LONGEST = 40


def quoted(words: str, *, longest: int = _LONGEST) -> str:
    """Words between quotation marks, cut where they are long."""
    bare = " ".join(words.split()).translate(_INNER)
    return f"“{bare if len(bare) <= longest else bare[:longest] + '…'}”"


def clause_at(text: str, start: int, end: int) -> str:
    """The clause around the characters from ``start`` to ``end``."""
    first, last = _around(text, start, end, _CLAUSE_END)
    return text[first:last].strip()


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence around the characters from ``start`` to ``end``."""
    first, last = _around(text, start, end, _SENTENCE_END)
    return text[first:last].strip()


def _around(text: str, start: int, end: int, boundary: re.Pattern[str]) -> tuple[int, int]:
    first = start
    while first > 0 and not boundary.match(text, first - 1):
        first -= 1
    after = boundary.search(text, end)
    return first, after.start() if after else len(text)
