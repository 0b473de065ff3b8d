"""Lines of a text file, cleaned of debris, each with what it looks like: blank, cells, or running text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from service.documents.debris import clean
from service.documents.form_words import is_label
from service.documents.heading import is_sentence, section_of
from service.documents.text.labels import glued_labels

Look = Literal["blank", "cell", "tabbed", "piped", "loose", "plain"]

_PIPES = str.maketrans("｜│┃", "|||")
# A single dash between bars is a value: nothing to report.
_RULE = re.compile(r"^(?=.*(?:[=-]{2}|:-|-:|[─━┼├┤┬┴┌┐└┘]))[\s|+:=\-─━┼├┤┬┴┌┐└┘]+$")
_DRAWN = re.compile(r"[─━┼├┤┬┴┌┐└┘]")
# So many figures at the end of a line make it a row, whatever its label.
_TELLING_VALUES = 6
_FEWEST_FIGURES = 2
_MOST_PIECES = 8
_LONGEST_LOOSE = 80
_UNIT = r"(?:万元|亿元|元|件|项|条|次|篇|个|份|人次|人|%)"
_AMOUNT = rf"[+\-－—﹣]?\s?\d(?:[\d,，.．·]*\d)?\s?(?:{_UNIT}|[（(]{_UNIT}[）)])?"
_NOTE = r"\s?(?:[*＊※†‡①-⑳⑴-⑽]|[\[［]\d{1,2}[\]］]|[（(]?注\d{0,2}[）)]?)"
_VALUE = re.compile(rf"^(?:(?:{_AMOUNT}|无|零)(?:{_NOTE})?|[/／\\\-—－]+)$")
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
    pieces = bare.split()
    values: list[str] = []
    while pieces and is_value(pieces[-1]):
        values.insert(0, pieces.pop())
    # Digits behind a label are looked for first: a label is compared by its Han characters alone.
    glued = _GLUED_VALUES.match(" ".join(pieces))
    labels = _labels(glued["label"].split()) if glued else None
    if glued and labels is not None:
        return [*labels, glued["values"], *values]
    labels = _labels(pieces)
    if labels is None:
        labels = [" ".join(pieces)] if len(values) >= _TELLING_VALUES else None
    return [bare] if labels is None or not labels + values else labels + values


def split_row(text: str) -> list[str]:
    """The cells of a line that is known to be of such a table: there figures end a row whatever stands before them."""
    cells = split_loose(text)
    if len(cells) > 1:
        return cells
    pieces = _bare(text).split()
    first = len(pieces)
    while first > 1 and is_value(pieces[first - 1]):
        first -= 1
    return cells if len(pieces) - first < _FEWEST_FIGURES else [" ".join(pieces[:first]), *pieces[first:]]


def _bare(text: str) -> str:
    """``text`` with single spaces, none behind a decimal point."""
    return _DECIMAL_GAP.sub("", " ".join(text.split()))


def _labels(pieces: list[str]) -> list[str] | None:
    """``pieces`` put together to labels, the longest first, or taken apart; None where they are not all labels."""
    labels, at = [], 0
    while at < len(pieces):
        ends = range(min(len(pieces), at + _MOST_PIECES), at, -1)
        end = next((end for end in ends if is_label("".join(pieces[at:end]))), None)
        if end is None:
            return glued_labels("".join(pieces))
        labels.append("".join(pieces[at:end]))
        at = end
    return labels


def split_pipes(text: str, *, closed: bool = True) -> list[str]:
    """The cells of a line of cells separated by bars; in a ``closed`` one a bar at the end separates nothing."""
    cells = text.translate(_PIPES).strip().split("|")
    if closed and len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    return [cell.strip() for cell in cells]


def is_rule(text: str) -> bool:
    """Whether a line only draws a border."""
    return _RULE.match(text) is not None and len(text.strip()) > 2


def is_border(text: str) -> bool:
    """Whether a line is a border drawn with the characters made for that."""
    return is_rule(text) and _DRAWN.search(text) is not None


def _look(line: str) -> Look:
    if line.strip(" \u3000\r") == "":
        return "blank"
    if "|" in line.translate(_PIPES) or is_border(line):
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
