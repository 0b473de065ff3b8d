"""Labels of the form in lines that lost the borders between cells: glued to each other, or cut in two."""

from __future__ import annotations

import re
from functools import cache

from service.documents.form_words import han_only, is_label, table_labels

# Not the number in 第二十条第（一）项 or 第二十条（一）项.
_LIST_NUMBER = re.compile(r"(?<![第条])[（(]\s*[一二三四五六七八九十]{1,2}\s*[)）]|[一二三四五六七八九十]、")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_CLOSING = re.compile(r"[\s)）”\"'，、。]*")
_FEWEST_OF_CUT = 3
_LONGEST = 120
_FEWEST_TELLING = 12


def glued_labels(text: str) -> list[str] | None:
    """The labels that ``text`` consists of, at least two; None where it is anything else."""
    # Most lines are prose; two characters tell.
    if len(text) > _LONGEST or han_only(text[:_FEWEST_TELLING])[:2] not in _first_characters():
        return None
    places = _han_places(text)
    ends = _label_ends("".join(text[at] for at in places))
    if len(ends) < 2 or ends[-1] != len(places):
        return None
    cuts = [0]
    for end in ends[:-1]:
        closing = _CLOSING.match(text, places[end - 1] + 1)
        cuts.append(closing.end() if closing else places[end - 1] + 1)
    return [text[start:end].strip() for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def is_cut(text: str) -> bool:
    """Whether ``text`` ends in the middle of a label, with nothing but labels before that."""
    if len(text) > _LONGEST:
        return False
    han = "".join(text[at] for at in _han_places(text))
    starts = [0, *_label_ends(han)]
    return any(len(han) - start >= _FEWEST_OF_CUT and han[start:] in _beginnings() for start in starts)


def completes(head: str, tail: str) -> bool:
    """Whether two texts, neither of them the label, are one label of the form."""
    return not is_label(tail) and is_label(head + tail) and not is_label(head)


def _han_places(text: str) -> list[int]:
    """Where the Han characters stand that are not part of a list number."""
    numbers = [range(*match.span()) for match in _LIST_NUMBER.finditer(text)]
    return [match.start() for match in _HAN.finditer(text) if not any(match.start() in number for number in numbers)]


def _label_ends(han: str) -> list[int]:
    """Where the labels end with which ``han`` begins, the longest label taken each time."""
    ends, at = [], 0
    while match := _any_label().match(han, at):
        at = match.end()
        ends.append(at)
    return ends


@cache
def _any_label() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(table_labels(), key=lambda label: (-len(label), label)))))


@cache
def _first_characters() -> frozenset[str]:
    return frozenset(label[:2] for label in table_labels())


@cache
def _beginnings() -> frozenset[str]:
    """Beginnings of labels that are no labels themselves."""
    cut = {label[:end] for label in table_labels() for end in range(_FEWEST_OF_CUT, len(label))}
    return frozenset(cut - table_labels())
