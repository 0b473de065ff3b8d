"""Lines of a text file, cleaned of debris, each with what it looks like: blank, cells, or running text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from service.documents.debris import clean
from service.documents.form_words import is_label
from service.documents.heading import is_sentence, section_of

Look = Literal["blank", "cell", "tabbed", "piped", "loose", "plain"]

_PIPES = str.maketrans("｜│┃", "|||")
# A single dash between bars is a value: nothing to report.
_RULE = re.compile(r"^(?=.*(?:[=-]{2}|:-|-:|[─━┼├┤┬┴┌┐└┘]))[\s|+:=\-─━┼├┤┬┴┌┐└┘]+$")
# So many figures at the end of a line make it a row, whatever its label.
_TELLING_VALUES = 6
_MOST_PIECES = 8
_LONGEST_LOOSE = 80
_AMOUNT = r"[+\-－—﹣]?\s?\d(?:[\d,，.．]*\d)?\s?(?:万元|元|件|项|条|%)?"
_VALUE = re.compile(rf"^(?:{_AMOUNT}|[/／\\\-—－]+|无|零)$")
_GLUED_VALUES = re.compile(r"^(?P<label>.*[\u4e00-\u9fff）)”\"])\s*(?P<values>\d+)$")
_DECIMAL_GAP = re.compile(r"(?<=\d[.．]) (?=\d)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text without debris, and what it looks like on its own."""

    text: str
    look: Look


def is_value(text: str) -> bool:
    """Whether ``text`` is what stands in a cell of figures: a number, or a mark for none."""
    return _VALUE.match(text.strip()) is not None


def split_lines(text: str) -> list[Line]:
    """The lines of ``text`` after cleaning."""
    return [Line(line.rstrip(" \u3000"), _look(line)) for line in clean(text).split("\n")]


def split_loose(text: str) -> list[str]:
    """The cells of a line of a table whose borders are lost: labels and then values; one cell where it is none."""
    bare = _bare(text)
    glued = _GLUED_VALUES.match(bare)
    if glued and is_label(glued["label"]):
        return [glued["label"].strip(), glued["values"]]
    pieces = bare.split()
    values: list[str] = []
    while pieces and is_value(pieces[-1]):
        values.insert(0, pieces.pop())
    labels = _labels(pieces)
    if labels is None:
        labels = [" ".join(pieces)] if len(values) >= _TELLING_VALUES else None
    return [bare] if labels is None or not labels + values else labels + values


def _bare(text: str) -> str:
    """``text`` with single spaces, none behind a decimal point."""
    return _DECIMAL_GAP.sub("", " ".join(text.split()))


def _labels(pieces: list[str]) -> list[str] | None:
    """``pieces`` put together to labels, the longest first; None where they are not all labels."""
    labels, at = [], 0
    while at < len(pieces):
        ends = range(min(len(pieces), at + _MOST_PIECES), at, -1)
        end = next((end for end in ends if is_label("".join(pieces[at:end]))), None)
        if end is None:
            return None
        labels.append("".join(pieces[at:end]))
        at = end
    return labels


def split_pipes(text: str) -> list[str]:
    """The cells of a line of cells separated by bars; a bar at an end of the line closes it."""
    cells = text.translate(_PIPES).strip().split("|")
    if len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    return [cell.strip() for cell in cells]


def is_rule(text: str) -> bool:
    """Whether a line only draws a border."""
    return _RULE.match(text) is not None and len(text.strip()) > 2


def _look(line: str) -> Look:
    if line.strip(" \u3000\r") == "":
        return "blank"
    if "|" in line.translate(_PIPES):
        pieces = [piece for piece in split_pipes(line) if piece]
        return "plain" if len(pieces) == 1 and section_of(pieces[0]) else "piped"
    if "\t" in line:
        return _look_of_tabs(line)
    return "loose" if _is_loose(line) else "plain"


def _look_of_tabs(line: str) -> Look:
    pieces = [piece for piece in line.split("\t") if piece.strip()]
    if len(pieces) == 1 and (is_sentence(pieces[0]) or section_of(pieces[0])):
        return "plain"
    if len(pieces) > 1 and not any(map(is_value, pieces)) and any(map(is_sentence, pieces)):
        return "plain"
    return "cell" if line.startswith("\t") and "\t" not in line[1:] else "tabbed"


def _is_loose(line: str) -> bool:
    bare = _bare(line)
    if len(bare) > _LONGEST_LOOSE:
        return False
    return is_label(bare) or is_value(bare) or len(split_loose(bare)) > 1
