"""Printed labels as reports write them: numbered or not, cut short, mistyped, with notes in brackets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from service.forms.value import clean

_CHINESE = "一二三四五六七八九十"
_NUMBER = re.compile(
    rf"[(]\s*(?P<bracketed>[{_CHINESE}]+)\s*[)][、.,:]?"
    rf"|(?P<chinese>[{_CHINESE}]+)\s*[、.,:]"
    r"|[(]?(?P<arabic>\d{1,2})(?!\d|年)\s*[)]?[、.,:]?(?=\s*\D)"
)
_AMONG = re.compile(r"^[#*·•-]?(?:其中[:,、]?)?")
_INNER = re.compile(rf"(?<=.)(?:[(（]\s*[{_CHINESE}]+\s*[)）]|(?<!\d)\d{{1,2}}\s*[.．、])", re.DOTALL)
_NOTE = re.compile(r"[(\[][^()\[\]]*[)\]]?")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NO_LETTER = re.compile(r"[\W_]+")
_YEAR = re.compile(r"20\d\d年")
_MAX_LENGTH = 120  # no label is longer; a paragraph in a cell is not worth comparing
_OTHER_NUMBER = 0.3  # what a wrong printed number costs, against 0 for the exact label
_CUT_SHORT = 0.2


# Compared by identity: tuples of labels are keys of the cache of comparisons.
@dataclass(frozen=True, slots=True, eq=False)
class Label:
    """A label to look for. ``texts`` are its bodies (see ``body``), ``numbered`` those valid only after its number.

    ``whole`` labels match only when written to the end.
    """

    id: str
    texts: tuple[str, ...]
    number: str | None = None
    numbered: tuple[str, ...] = ()
    is_row: bool = True
    whole: bool = False


def body(text: str) -> str:
    """The words of a label: without bullet, 其中, number, notes in brackets, punctuation and spaces; 2023年 as 本年."""
    return _short_body(text) if len(text) <= _MAX_LENGTH else _body(_split(text)[1])


def number(text: str) -> str | None:
    """The number before a label in the form of the layouts: 一, （一） or 1."""
    return _split(text)[0]


def label(
    id: str,
    texts: Sequence[str],
    *,
    number: str | None = None,
    numbered: Sequence[str] = (),
    is_row: bool = True,
    whole: bool = False,
) -> Label:
    """A label from its texts as the layouts write them."""
    return Label(id, tuple(map(body, texts)), number, tuple(map(body, numbered)), is_row, whole)


def match(text: str, labels: tuple[Label, ...], *, after: int = -1) -> int | None:
    """The index of the label that a text is, None where none is near or two are equally near.

    Among equals the first one behind index ``after`` is taken, since rows come in the form's order.
    """
    if len(text) > 4 * _MAX_LENGTH or _HAN.search(text) is None:
        return None
    costs = _costs(text, labels)
    if not costs:
        return None
    least = min(cost for cost, _ in costs)
    nearest = [index for cost, index in costs if cost == least]
    if len(nearest) == 1:
        return nearest[0]
    return next((index for index in nearest if index > after), None)


def inner(text: str) -> list[str]:
    """The texts that begin at the second and later numbers in a text: labels that stand behind another in one cell."""
    return [text[found.start() :] for found in _INNER.finditer(text)] if len(text) <= _MAX_LENGTH else []


def resembles(text: str, label: Label) -> bool:
    """Whether a text with the label's own number is a badly damaged form of it."""
    found, words = number(text), body(text)
    if found is None or found != label.number or not words:
        return False
    return any(_distance(words, known, len(known) // 2) is not None for known in label.texts)


def is_fragment(text: str, label: Label) -> bool:
    """Whether a text is a stretch of the label (of two characters or more), as broken lines leave it."""
    words = body(text)
    return len(words) > 1 and any(words in known for known in label.texts)


@lru_cache(maxsize=8192)
def _costs(text: str, labels: tuple[Label, ...]) -> tuple[tuple[float, int], ...]:
    found, words = _split(text)
    words = _body(words)
    if not words or len(words) > _MAX_LENGTH:
        return ()
    costs = []
    for index, known in enumerate(labels):
        cost = _cost(words, known, found)
        if cost is not None:
            costs.append((cost, index))
    return tuple(costs)


def _cost(words: str, known: Label, found: str | None) -> float | None:
    same_number = found is not None and found == known.number
    if same_number and words in known.numbered:
        return 0.0
    costs = [_text_cost(words, text, same_number=same_number, whole=known.whole) for text in known.texts]
    least = min((cost for cost in costs if cost is not None), default=None)
    if least is None:
        return None
    contradicted = found is not None and known.number is not None and not same_number
    # A label of two characters is too short to stand against another number.
    if contradicted and (least > 0 or len(words) < 3):
        return None
    return least + _OTHER_NUMBER if contradicted else least


def _text_cost(words: str, known: str, *, same_number: bool, whole: bool) -> float | None:
    if words == known:
        return 0.0
    enough = 3 if same_number else 5
    if not whole and len(words) >= enough and known.startswith(words):
        return _CUT_SHORT
    if not whole and len(known) >= 6 and words.startswith(known):
        return _CUT_SHORT
    limit = _typos(known)
    if abs(len(words) - len(known)) > limit:  # most labels differ in length
        return None
    distance = _distance(words, known, limit)
    return None if distance is None else distance / len(known)


def _typos(known: str) -> int:
    """How many wrong, lost or doubled characters a label may have: short ones differ too little among themselves."""
    return 0 if len(known) < 4 else max(1, len(known) // 5)


def _distance(left: str, right: str, limit: int) -> int | None:
    """The edit distance, None beyond ``limit``."""
    if limit == 0 or len(_characters(left) - _characters(right)) > limit:
        return 0 if left == right else None
    previous = list(range(len(right) + 1))
    for row, char in enumerate(left, 1):
        current = [row]
        for column, other in enumerate(right, 1):
            current.append(min(previous[column] + 1, current[-1] + 1, previous[column - 1] + (char != other)))
        if min(current) > limit:
            return None
        previous = current
    return previous[-1] if previous[-1] <= limit else None


@lru_cache(maxsize=4096)
def _characters(text: str) -> frozenset[str]:
    return frozenset(text)


def _split(text: str) -> tuple[str | None, str]:
    plain = _AMONG.sub("", "".join(unicodedata.normalize("NFKC", clean(text)).split()))
    found = _NUMBER.match(plain)
    if found is None:
        return None, plain
    rest = plain[found.end() :]
    if found["bracketed"]:
        return f"（{found['bracketed']}）", rest
    return found["chinese"] or found["arabic"], rest


def _body(text: str) -> str:
    without_notes = _NOTE.sub("", _YEAR.sub("本年", text))
    return _NO_LETTER.sub("", without_notes)


@lru_cache(maxsize=4096)
def _short_body(text: str) -> str:
    return _body(_split(text)[1])
