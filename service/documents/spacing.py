"""Spaces that typesetting left inside Chinese words and around numbers, taken out of running text."""

from __future__ import annotations

import re

_WIDE = "\u2e80-\u303e\u3040-\u9fff\uf900-\ufaff\uff00-\uffef\u2014\u2018-\u201d\u2026"
_SPACES = " \\t\\u3000\\u00a0"
# A gap this wide separates two things (agency and date of a signature); it is kept as one space.
_SEPARATING_GAP = re.compile(rf"[{_SPACES}]{{4,}}")
_AROUND_WIDE = re.compile(rf"(?<=[{_WIDE}])[{_SPACES}]{{1,3}}(?=\S)|(?<=\S)[{_SPACES}]{{1,3}}(?=[{_WIDE}])")
_BEFORE_SIGN = re.compile(rf"(?<=\d)[{_SPACES}]{{1,3}}(?=[%‰％])")
_SPACED_DIGITS = re.compile(rf"(?<![\d.])\d(?:[{_SPACES}]\d){{2,}}(?!\d)")
_GROUPED_DIGITS = re.compile(
    rf"(?<![\d.])(?<!\d[{_SPACES}])\d{{1,3}}(?:[{_SPACES}]\d{{3}})++(?=[{_SPACES}]?[\u4e00-\u9fff])"
)
_SPACE = re.compile(rf"[{_SPACES}]")
_RUN = re.compile(rf"[{_SPACES}]+")


def close_spaces(text: str) -> str:
    """``text`` without spaces inside Chinese words and inside or around numbers; Latin words stay apart."""
    pieces = _SEPARATING_GAP.split(text.strip())
    return " ".join(_closed(piece) for piece in pieces if piece)


def _closed(text: str) -> str:
    for digits in (_SPACED_DIGITS, _GROUPED_DIGITS):
        text = digits.sub(lambda match: _SPACE.sub("", match[0]), text)
    text = _AROUND_WIDE.sub("", text)
    text = _BEFORE_SIGN.sub("", text)
    return _RUN.sub(" ", text)
