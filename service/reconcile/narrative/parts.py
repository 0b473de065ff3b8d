"""The parts of a stated total, sorted into independent breakdowns: each list that should add up by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from service.facts.fact import Fact

# What was there at the year's beginning and what came in make one list, apart from how the requests came or ended.
_FLOW = ("request.new", "request.carried_in")


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A total with the parts of one list; ``by`` says what tells the parts apart."""

    total: Fact
    parts: tuple[Fact, ...]
    by: str

    @property
    def sum(self) -> Decimal:
        """What the parts add up to."""
        return sum((part.value for part in self.parts), start=Decimal(0))

    @property
    def adds_up(self) -> bool:
        """Whether the parts make the total exactly."""
        return self.sum == self.total.value


def breakdowns(facts: Sequence[Fact]) -> list[Breakdown]:
    """All breakdowns that the facts state, in the order of their totals."""
    by_id = {fact.id: fact for fact in facts}
    parts: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        total = by_id.get(fact.part_of or "")
        if total is not None and total is not fact and _comparable(total, fact):
            parts[total.id].append(fact)
    return [found for id, own in parts.items() for found in _independent(by_id[id], sorted(own, key=_position))]


def _comparable(total: Fact, part: Fact) -> bool:
    same_year = part.year == total.year or None in (part.year, total.year)
    return total.kind == part.kind == "level" and same_year


def _position(fact: Fact) -> int:
    return fact.evidence[0].quantity[0] if fact.evidence else 0


def _independent(total: Fact, parts: Sequence[Fact]) -> list[Breakdown]:
    """The lists: told by what qualifies the parts, unless stretches of the text add up more convincingly.

    Lists follow one another in the text, so a cut into stretches that each make the total exactly is taken before
    qualifiers that would mix them.
    """
    groups: dict[str, list[Fact]] = defaultdict(list)
    kinds = [_qualifier(total, part) for part in parts]
    for at, part in enumerate(parts):
        groups[_list_of(at, kinds)].append(part)
    found = [Breakdown(total, tuple(group), by) for by, group in groups.items()]
    if all(len(breakdown.parts) == 1 or breakdown.adds_up for breakdown in found) and _settled(found):
        return found
    stretches = _stretches(total, parts)
    return stretches or found


def _list_of(at: int, kinds: Sequence[str]) -> str:
    """What tells the list in which a part stands: its own qualifier, or where it bears none that of its neighbours."""
    before = next((kind for kind in reversed(kinds[:at]) if kind != "plain"), "plain")
    after = next((kind for kind in kinds[at + 1 :] if kind != "plain"), "plain")
    if kinds[at] != "plain" or (before != after and "plain" not in (before, after)):
        return kinds[at]
    return before if before != "plain" else after


def _settled(found: Sequence[Breakdown]) -> bool:
    """Whether no lone part waits for a list that it would complete."""
    return len(found) == 1 or any(breakdown.adds_up for breakdown in found)


def _qualifier(total: Fact, part: Fact) -> str:
    """What tells a part from the others of its list."""
    if part.role:
        return "role"
    if part.metric in _FLOW and part.metric != total.metric:
        return "flow"
    for name in ("channel", "party"):
        if getattr(part, name) and getattr(part, name) != getattr(total, name) and not part.category:
            return name
    if part.metric.startswith("proposal.") and part.metric != total.metric and not part.category:
        return "metric"
    return "category" if part.category or part.metric != total.metric else "plain"


def _stretches(total: Fact, parts: Sequence[Fact]) -> list[Breakdown]:
    """The parts cut, in text order, into stretches that each make the total; empty where that cannot be done."""
    found: list[Breakdown] = []
    current: list[Fact] = []
    for part in parts:
        current.append(part)
        if len(current) > 1 and sum(p.value for p in current) == total.value:
            found.append(Breakdown(total, tuple(current), "order"))
            current = []
    return found if found and not current else []
