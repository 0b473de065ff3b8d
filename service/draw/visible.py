"""Text of a document as it may be shown: characters that hide or reorder others are written out."""

from __future__ import annotations

import unicodedata

# Control characters, surrogates, private ones; of the format characters those that turn the direction of writing.
_HIDDEN = frozenset({"Cc", "Cs"})
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def visible(text: str) -> str:
    """``text`` with every such character as its code: ``⟨U+202E⟩``; line ends and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"⟨U+{ord(sign):04X}⟩" if _is_hidden(sign) else sign for sign in text)


def _is_hidden(sign: str) -> bool:
    return sign not in "\n\t" and (sign in _TURNING or unicodedata.category(sign) in _HIDDEN)
