"""The lines of one cell → its text."""

from __future__ import annotations

import re
from collections.abc import Iterable

_HAN_EDGE = re.compile(r"[\u4e00-\u9fff（）()、：]")


def joined(texts: Iterable[str]) -> str:
    """Lines of one cell as one text: words broken for width are joined, figures stay apart."""
    pieces: list[str] = []
    for text in texts:
        text = text.replace("\t", " ").strip()
        if pieces and text and (_HAN_EDGE.match(pieces[-1][-1]) is None or text[0].isdigit()):
            pieces.append(" ")
        if text:
            pieces.append(text)
    return "".join(pieces)
