"""How a right value may have become the wrong one: the kinds of slip, each with its share (``slips.toml``)."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

SlipKind = Literal[
    "forgotten",
    "forgotten_total",
    "swapped",
    "dropped",
    "doubled",
    "added",
    "mistyped",
    "near",
    "neighbour",
    "short",
    "elsewhere",
    "arbitrary",
]


@dataclass(frozen=True, slots=True)
class Slip:
    """One way in which a right value may have become the reported one; ``cell`` is the cell whose value was taken."""

    kind: SlipKind
    share: float
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a cell: the values beside, above and below it, of its parts if it is a total, and all others.

    ``elsewhere`` counts every value of the tables but zero.
    """

    neighbours: Mapping[str, Decimal]
    parts: Mapping[str, Decimal]
    elsewhere: Collection[Decimal]
    is_total: bool


@cache
def slip_data() -> Mapping[str, Any]:
    """The shares and rates of ``slips.toml``."""
    return tomllib.loads(files("service.reconcile.localise").joinpath("slips.toml").read_text("utf-8"))


def slips(right: Decimal, wrong: Decimal, around: Surroundings) -> tuple[Slip, ...]:
    """All ways from a right value to the wrong one, the likeliest first; there is always one."""
    shares: Mapping[str, float] = slip_data()["shares" if right else "shares_of_zero"]
    found = [*_typed(right, wrong, shares), *_taken(right, wrong, around, shares)]
    if wrong == 0 and around.is_total:
        found.append(Slip("forgotten_total", shares["forgotten_total"]))
    found.append(Slip("arbitrary", shares["arbitrary"] * _rarity(wrong)))
    return tuple(sorted(found, key=lambda slip: -slip.share))


def log_likelihood(found: Sequence[Slip]) -> float:
    """The logarithm of the share of all ways together."""
    return math.log(sum(slip.share for slip in found))


def log_frequency(cell_id: str, value: Decimal, *, in_company: bool) -> float:
    """How often a cell has the value, as a logarithm: mostly zero, and small numbers more often than great ones.

    ``in_company``: other cells of its sums are not zero.
    """
    filled = slip_data()["filled"]
    rate = filled.get(cell_id.rpartition("@")[2].rpartition(".")[2], filled["otherwise"])
    rate = min(filled["most"], rate * filled["company"]) if in_company else rate
    return math.log(rate * _rarity(value)) if value else math.log(1 - rate)


def _rarity(value: Decimal) -> float:
    size = float(abs(value))
    return 1 / ((size + 1) * (size + 2)) if value == 0 else 1 / (size * (size + 1))


def _typed(right: Decimal, wrong: Decimal, shares: Mapping[str, float]) -> Iterator[Slip]:
    """Slips of the fingers."""
    if abs(right - wrong) == 1:
        yield Slip("near", shares["near"] / 2)
    if not right:
        return
    if wrong == 0:
        yield Slip("forgotten", shares["forgotten"])
    before, after = str(abs(right)), str(abs(wrong))
    for kind, results in (("swapped", _swaps(before)), ("dropped", _drops(before)), ("doubled", _doubles(before))):
        ways = sum(result == after for result in results)
        if ways:
            yield Slip(kind, shares[kind] * ways / len(results))  # type: ignore[arg-type]
    if after in _doubles(before):
        return
    if before in _drops(after):
        yield Slip("added", shares["added"] / (10 * len(after)))
    differing = sum(a != b for a, b in zip(before, after, strict=False))
    if len(before) == len(after) and differing == 1:
        yield Slip("mistyped", shares["mistyped"] / (9 * len(before)))


def _swaps(digits: str) -> list[str]:
    """Two neighbouring digits in the other order; a leading zero is not written."""
    pairs = [i for i in range(len(digits) - 1) if digits[i] != digits[i + 1]]
    return [_trimmed(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]) for i in pairs]


def _drops(digits: str) -> list[str]:
    return [_trimmed(digits[:i] + digits[i + 1 :]) for i in range(len(digits))] if len(digits) > 1 else []


def _doubles(digits: str) -> list[str]:
    return [*(digits[: i + 1] + digits[i:] for i in range(len(digits))), digits + "0"]


def _trimmed(digits: str) -> str:
    return digits.lstrip("0") or "0"


def _taken(right: Decimal, wrong: Decimal, around: Surroundings, shares: Mapping[str, float]) -> Iterator[Slip]:
    """Values of other cells, and totals that leave one out or have one twice."""
    same = [cell for cell, value in around.neighbours.items() if value == wrong]
    if same:
        yield Slip("neighbour", shares["neighbour"] * len(same) / len(around.neighbours), same[0])
    elif wrong in around.elsewhere:
        yield Slip("elsewhere", shares["elsewhere"] / len(around.elsewhere))
    parts = {cell: value for cell, value in around.parts.items() if value}
    left_out = [cell for cell, value in parts.items() if abs(right - wrong) == value]
    if left_out and len(parts) > 1 and "short" in shares:
        yield Slip("short", shares["short"] / len(parts), left_out[0])
