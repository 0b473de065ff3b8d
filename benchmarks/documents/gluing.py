"""Rows of figures whose borders are lost: which can be told apart again by the sums printed on the form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_SPARE = 8
# Table three: six kinds of applicants and their total. Table four: three times four results and their total.
_GROUPS = {7: (7,), 15: (5, 5, 5)}


def may_be_glued(values: Sequence[str]) -> bool:
    """Whether the digits of a row can be cut in one way only: by its sums, by their number, or being one figure."""
    if not values or not all(value.isascii() and value.isdigit() for value in values):
        return False
    if len(values) == 1 or (len(values) == 3 and all(len(value) == 1 for value in values)):
        return True
    groups = _GROUPS.get(len(values))
    digits = "".join(values)
    if groups is None or len(digits) > len(values) + _SPARE:
        return False
    return sum(1 for _ in zip(_cuts(digits, groups), range(2), strict=False)) == 1


def _cuts(digits: str, groups: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """All ways to cut the digits into groups of figures, the last of each group being the sum of the others."""
    if not groups:
        if not digits:
            yield ()
        return
    for figures, rest in _figures(digits, groups[0]):
        if sum(figures[:-1]) == figures[-1]:
            for others in _cuts(rest, groups[1:]):
                yield (*figures, *others)


def _figures(digits: str, count: int) -> Iterator[tuple[tuple[int, ...], str]]:
    """All ways to take so many figures off the digits, and what is left; no figure begins with a needless zero."""
    if count == 0:
        yield (), digits
        return
    longest = min(len(digits) - count + 1, 1 if digits.startswith("0") else len(digits))
    for length in range(1, longest + 1):
        for figures, rest in _figures(digits[length:], count - 1):
            yield (int(digits[:length]), *figures), rest
