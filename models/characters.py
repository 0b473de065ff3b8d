"""One canonical way to write a character, so that the networks never see typing noise.

Reports mix half- and full-width punctuation, put spaces inside words and numbers and use five kinds of
brackets (the same clause may be typed ``申请20件，`` or ``申请 ２０ 件,``). Before text reaches a network every
character is mapped to one form, white space is dropped, and each kept character remembers where it stood.
Digits all become ``0``: what a number *is* the grammar of numbers knows; the network decides what it *counts*.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

DIGIT = "0"

_PUNCTUATION = {
    **dict.fromkeys(",﹐", "，"),
    **dict.fromkeys(":∶﹕", "："),
    **dict.fromkeys(";﹔", "；"),
    **dict.fromkeys("(﹙", "（"),
    **dict.fromkeys(")﹚", "）"),
    "?": "？",
    "!": "！",
    **dict.fromkeys("“”„‟＂「」『』", '"'),
    **dict.fromkeys("‘’‚‛＇`´", "'"),
    **dict.fromkeys("[［【〔﹝", "〔"),
    **dict.fromkeys("]］】〕﹞", "〕"),
    **dict.fromkeys("<＜〈‹", "〈"),
    **dict.fromkeys(">＞〉›", "〉"),
    **dict.fromkeys("-－—–―‐‑−~～〜", "-"),
    **dict.fromkeys("•·・‧∙", "·"),
    "％": "%",
    "﹪": "%",
}
_INVISIBLE = {"Cf", "Cc", "Zs", "Zl", "Zp", "Co", "Mn"}


@dataclass(frozen=True, slots=True)
class Characters:
    """Canonical characters of a text.

    ``symbols[i]`` is the canonical form of ``text[offsets[i]]``; characters that carry nothing (white space,
    control characters) have no symbol.
    """

    symbols: str
    offsets: tuple[int, ...]


def canonical(character: str) -> str:
    """The one form of ``character`` that networks see; ``""`` if they do not see it at all.

    >>> canonical("７"), canonical("（"), canonical("("), canonical(" ")
    ('0', '（', '（', '')
    """
    if character == "\n":
        return "\n"
    if character in _PUNCTUATION:
        return _PUNCTUATION[character]
    if unicodedata.category(character) in _INVISIBLE:
        return ""
    folded = unicodedata.normalize("NFKC", character)
    if len(folded) != 1 or unicodedata.category(folded) in _INVISIBLE:
        folded = folded[:1] if folded.isascii() and folded else character
    if folded.isascii() and folded.isdigit():
        return DIGIT
    folded = _PUNCTUATION.get(folded, folded)
    return folded.lower() if folded.isascii() else folded


def canonical_characters(text: str) -> Characters:
    """Map ``text`` to its canonical characters, remembering the offset of each."""
    symbols: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        symbol = canonical(character)
        if symbol:
            symbols.append(symbol)
            offsets.append(offset)
    return Characters(symbols="".join(symbols), offsets=tuple(offsets))
