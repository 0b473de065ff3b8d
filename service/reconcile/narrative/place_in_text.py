"""Where in the narrative something stands: its line (a paragraph), its sentence."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[。；;！？\n]")


def line_of(text: str, at: int) -> int:
    """Where the paragraph of a position begins."""
    return text.rfind("\n", 0, at) + 1


def sentence_of(text: str, at: int) -> tuple[int, int]:
    """The sentence, or the clause between semicolons, in which a position lies."""
    line = line_of(text, at)
    begin = max((match.end() for match in _SENTENCE_END.finditer(text, line, at)), default=line)
    end = _SENTENCE_END.search(text, at)
    return begin, end.start() if end else len(text)
