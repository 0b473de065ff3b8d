"""The characters of one cell → its text: lines joined, upright and turned columns read from right to left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from service.documents.pdf.lines import VisualLine, visual_lines
from service.documents.pdf.page import Character, Turn

# Room that a cell keeps free at its sides, on both together, in points.
_PADDING = 13.0
_NEXT_CHARACTER = 2.5


@dataclass(frozen=True, slots=True)
class CellText:
    """What is written in a cell; ``is_full`` where its last line leaves no room for another figure."""

    text: str = ""
    is_full: bool = False


def cell_text(characters: Sequence[Character], *, width: float, height: float) -> CellText:
    """The text of a cell of this size, its characters given in the order of the file."""
    turn = _turn(characters)
    if turn == 0 and _is_stacked(characters):
        turn = 90
    lines = visual_lines(_upright(characters, turn), 0)
    room = height if turn in (90, 270) else width
    text = ""
    for before, line in zip([None, *lines], lines, strict=False):
        text += ("" if before is None else _joint(before, line, room)) + line.text
    is_full = bool(lines) and not _has_room(lines[-1], room, lines[-1].edges[-1] - lines[-1].edges[-2])
    return CellText(" ".join(text.split()), is_full)


def _turn(characters: Sequence[Character]) -> Turn:
    """How most of the characters are turned."""
    turns = [character.turn for character in characters if character.text != " "]
    return max(set(turns), key=turns.count, default=0)


def _is_stacked(characters: Sequence[Character]) -> bool:
    """Whether upright characters are set from top to bottom in several columns from right to left."""
    written = [character for character in characters if character.text != " "]
    down = along = back = 0
    for before, after in pairwise(written):
        aside, below = after.across - before.across, after.down - before.down
        size = max(before.size, after.size)
        if abs(aside) < size / 2 and 0 < below < _NEXT_CHARACTER * size:
            down += 1
        elif abs(below) < size / 2 and aside > 0:
            along += 1
        elif below < size / 2 and aside < 0:
            back += 1
    return back > 0 and down + back > along


def _upright(characters: Sequence[Character], turn: Turn) -> list[Character]:
    """The characters as if the text ran from left to right and its lines from top to bottom."""
    if turn == 0:
        return list(characters)
    upright = []
    for one in characters:
        left, top, right, bottom = _box(one, turn)
        upright.append(replace(one, left=left, top=top, right=right, bottom=bottom))
    return upright


def _box(one: Character, turn: Turn) -> tuple[float, float, float, float]:
    if turn == 90:
        return one.top, -one.right, one.bottom, -one.left
    if turn == 270:
        return -one.bottom, one.left, -one.top, one.right
    return -one.right, -one.bottom, -one.left, -one.top


def _joint(before: VisualLine, line: VisualLine, room: float) -> str:
    """What stands between two lines of a cell: nothing where a word or a figure was broken for width."""
    head, tail = before.text[-1], line.text[0]
    if _is_han(head) and _is_han(tail):
        return ""
    if head.isascii() and head.isalpha() and tail.isascii() and tail.isalpha():
        return " "
    return " " if _has_room(before, room, line.edges[1] - line.edges[0]) else ""


def _has_room(line: VisualLine, room: float, following: float) -> bool:
    """Whether a line of a cell leaves room for another character of a width."""
    return room - (line.right - line.left) >= following + _PADDING


def _is_han(character: str) -> bool:
    """A character of Chinese text: no figure, no letter of another script."""
    return not character.isascii() and not character.isdigit()
