"""Spaces that typesetting left inside Chinese words and around numbers, taken out of running text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from service.documents.document import Run

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


def close_runs(text: str, closed: str, runs: Sequence[Run]) -> tuple[Run, ...]:
    """``runs`` of ``text`` as runs of ``closed``, which ``close_spaces`` made of it: only white space differs."""
    if not runs:
        return ()
    written = [at for at, character in enumerate(text) if not character.isspace()]
    kept = [at for at, character in enumerate(closed) if not character.isspace()]
    moved = dict(zip(written, kept, strict=True))
    return tuple(run for run in (_moved(run, moved) for run in runs) if run is not None)


def _moved(run: Run, moved: dict[int, int]) -> Run | None:
    """A run at its new place; a space that stays between two of its characters takes the room up to the second."""
    members = [at for at in range(run.start, run.end) if at in moved]
    if not members:
        return None
    left = {moved[at]: run.edges[at - run.start] for at in members}
    first, last = moved[members[0]], moved[members[-1]]
    edges = [left.get(at, left.get(at + 1, 0.0)) for at in range(first, last + 1)]
    return replace(run, start=first, edges=(*edges, run.edges[members[-1] - run.start + 1]))


def _closed(text: str) -> str:
    for digits in (_SPACED_DIGITS, _GROUPED_DIGITS):
        text = digits.sub(lambda match: _SPACE.sub("", match[0]), text)
    text = _AROUND_WIDE.sub("", text)
    text = _BEFORE_SIGN.sub("", text)
    return _RUN.sub(" ", text)
