"""When two names of agencies are one: blanks, brackets and the width of characters tell no bodies apart."""

from __future__ import annotations

import unicodedata


def agency_key(name: str) -> str:
    """The name without blanks, brackets and punctuation, in one width. A body that was renamed has another one."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in plain if unicodedata.category(character)[0] in "LN")
