"""Brackets that recognition mistook or lost, made good in the cells of tables; digits are never touched."""

from __future__ import annotations

import re

_OPENING, _CLOSING = "〈《【〔［｛[{<(", "〉》】〕］｝]}>)"
_AS_ROUND = str.maketrans({**dict.fromkeys(_OPENING, "（"), **dict.fromkeys(_CLOSING, "）")})
_DOUBLED = re.compile(r"（{2,}|）{2,}")
_RULE_REST = re.compile(r"^[|「『_\\]+|[|」』_\\]+$")
# （七）总计 without its first or second bracket.
_UNOPENED = re.compile(r"^([一二三四五六七八九十]{1,2})）")
_UNCLOSED = re.compile(r"^（([一二三四五六七八九十])(?=[^）一二三四五六七八九十]{2,6}$)")


def mended(text: str) -> str:
    """The text of a cell with round brackets for all that look like them, and its number in both of them."""
    text = _RULE_REST.sub("", text) if len(text) > 1 else text
    text = _DOUBLED.sub(lambda found: found[0][0], text.translate(_AS_ROUND))
    return _UNCLOSED.sub(r"（\1）", _UNOPENED.sub(r"（\1）", text))
