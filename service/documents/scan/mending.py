"""Brackets and minus signs that recognition mistook or lost, made good in cells of tables; digits are never touched."""

from __future__ import annotations

import re

_OPENING, _CLOSING = "〈《【〔［｛[{<(", "〉》】〕］｝]}>)"
_AS_ROUND = str.maketrans({**dict.fromkeys(_OPENING, "（"), **dict.fromkeys(_CLOSING, "）")})
_DOUBLED = re.compile(r"（{2,}|）{2,}")
_RULE_REST = re.compile(r"^[|「『_\\]+|[|」』_\\]+$")
# （七）总计 without its first or second bracket.
_UNOPENED = re.compile(r"^([一二三四五六七八九十]{1,2})）")
_UNCLOSED = re.compile(r"^（([一二三四五六七八九十])(?=[^）一二三四五六七八九十]{2,6}$)")
# The minus of -2 looks like the numeral 一 to recognition.
_MINUS = re.compile(r"^[一—－–](?=\d[\d.,]*$)")


def mended(text: str) -> str:
    """The text of a cell with round brackets for all that look like them, its number in both, and - for a minus."""
    text = _RULE_REST.sub("", text) if len(text) > 1 else text
    text = _DOUBLED.sub(lambda found: found[0][0], text.translate(_AS_ROUND))
    text = _MINUS.sub("-", text)
    return _UNCLOSED.sub(r"（\1）", _UNOPENED.sub(r"（\1）", text))
