"""The small arithmetic of ``sentences.toml``: figures of the tables by their ids, and how they are written."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_UP, Decimal

_TERM = re.compile(r"(?P<before>before:)?(?P<name>[a-z][a-z0-9_.]*(?:@[a-z_]+)?)|(?P<number>\d+)")
_TOKEN = re.compile(r"[-+*]|[^-+*\s]+")
_OPERATIONS: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
_NUMERALS = "零一两三四五六七八九十"


class Unknown(LookupError):
    """A name for which there is no figure, as there is none of the year before in the first."""


def evaluate(expression: str, figures: Mapping[str, Decimal], before: Mapping[str, Decimal] | None) -> Decimal:
    """The value, worked out from left to right; a stroke divides all before it by all behind it.

    Raises Unknown, or ZeroDivisionError.

    >>> evaluate("a + b / 4", {"a": Decimal(1), "b": Decimal(5)}, None)
    Decimal('1.5')
    """
    above, _, below = expression.partition("/")
    value = _sum(above, figures, before)
    if not below:
        return value
    divisor = _sum(below, figures, before)
    if not divisor:
        raise ZeroDivisionError(expression)
    return value / divisor


def _sum(expression: str, figures: Mapping[str, Decimal], before: Mapping[str, Decimal] | None) -> Decimal:
    operation, value = _OPERATIONS["+"], Decimal(0)
    for token in _TOKEN.findall(expression):
        if token in _OPERATIONS:
            operation = _OPERATIONS[token]
        else:
            value = operation(value, _term(token, figures, before))
    return value


def _term(token: str, figures: Mapping[str, Decimal], before: Mapping[str, Decimal] | None) -> Decimal:
    match = _TERM.fullmatch(token)
    if match is None:
        raise ValueError(f"not an expression: {token}")
    if match["number"]:
        return Decimal(match["number"])
    known = before if match["before"] else figures
    if known is None:
        raise Unknown(token)
    return _figure(match["name"], known)


def _figure(name: str, figures: Mapping[str, Decimal]) -> Decimal:
    """A cell, a row in column total, a drawn figure, or the sum of the rows below a heading."""
    for known in (name, f"{name}@total"):
        if known in figures:
            return figures[known]
    row, _, column = name.partition("@")
    below = [
        value
        for id, value in figures.items()
        if id.startswith(f"{row}.") and id.partition("@")[2] == (column or "total")
    ]
    if not below:
        raise Unknown(name)
    return sum(below, Decimal(0))


def written(value: Decimal, form: str) -> str:
    """The value as the form wants it; ValueError where it cannot be written so."""
    match form[:1]:
        case "":
            return str(value)
        case "%":
            return str(_rounded(value * 100, int(form[1:])))
        case "万":
            return str(_cut(value, Decimal(10000).scaleb(-int(form[1:]))) / 10000)
        case "约":
            return format(_rounded(value, int(form[1:])).normalize(), "f")
        case "余":
            return str(_cut(value, _step(value)))
        case "近":
            return str((value / _step(value)).to_integral_value(ROUND_CEILING) * _step(value))
        case "汉":
            return _NUMERALS[int(value)] if value > 1 else "一"
        case _:
            raise ValueError(f"no such form: {form}")


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _cut(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).to_integral_value(ROUND_DOWN) * step


def _step(value: Decimal) -> Decimal:
    """One unit of the second digit: 1234 → 100."""
    return Decimal(10) ** (len(str(int(value))) - 2)
