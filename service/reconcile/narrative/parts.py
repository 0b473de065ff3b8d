"""The parts of a stated total, sorted into independent breakdowns: each list that should add up by itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from service.facts.fact import Fact
from service.reconcile.narrative.agreement import possible, sum_of
from service.reconcile.narrative.statement import each_figure_once, position

# What sets one list apart from the next, and what opens a lone part inside the words of its total.
_APART = re.compile(r"[。；;（）()\n]|其中|按|从|另|此外|含|涉及")
# A sentence of its own tells of the total only where it says so.
_SENTENCE_END = re.compile(r"[。！？\n]")
_OF_THE_TOTAL = re.compile(r"其中|按|从|含|涉及|包括|分为")
_INSIDE = re.compile(r"[（(]|含|涉及")
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


def breakdowns(facts: Sequence[Fact], text: str = "") -> list[Breakdown]:
    """All breakdowns that the facts state in ``text``, in the order of their totals."""
    by_id = {fact.id: fact for fact in facts}
    parts: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        total = by_id.get(fact.part_of or "")
        if total is not None and total is not fact and _comparable(total, fact):
            parts[total.id].append(fact)
    found = []
    for id, own in parts.items():
        listed = _of_the_list(by_id[id], each_figure_once(sorted(own, key=position)), text)
        found += _independent(by_id[id], listed, text)
    return found


def _of_the_list(total: Fact, parts: Sequence[Fact], text: str) -> Sequence[Fact]:
    """The parts without figures of a later sentence behind a list that makes the total already: these are no parts.

    A later sentence that says that it is about the total (其中, 按), makes it once more or tells its parts apart by
    something else (channels after categories) is kept.
    """
    for end in range(2, len(parts)):
        listed, behind = parts[:end], parts[end:]
        if not sum_of(listed).meets(possible(total)) or not _begins_a_sentence(behind[0], listed[-1], text):
            continue
        kinds = [{_qualifier(total, part) for part in each} for each in (listed, behind)]
        again = len(behind) > 1 and (sum_of(behind).meets(possible(total)) or kinds[0] != kinds[1])
        return parts if again else listed
    return parts


def _begins_a_sentence(part: Fact, before: Fact, text: str) -> bool:
    """Whether a later sentence tells of the part than of the one before, one that does not speak of their total."""
    if not part.evidence or not before.evidence:
        return False
    between = text[before.evidence[0].quantity[1] : part.evidence[0].quantity[0]]
    ends = list(_SENTENCE_END.finditer(between))
    return bool(ends) and _OF_THE_TOTAL.search(between, ends[0].end()) is None


def _comparable(total: Fact, part: Fact) -> bool:
    same_year = part.year == total.year or None in (part.year, total.year)
    return total.kind == part.kind == "level" and same_year


def _independent(total: Fact, parts: Sequence[Fact], text: str) -> list[Breakdown]:
    """The lists: told by what qualifies the parts, unless stretches of the text add up more convincingly.

    Lists follow one another in the text, so a cut into stretches that each make the total exactly is taken before
    qualifiers that would mix them; then rows under a subtotal of the same list; then a stretch that makes the total
    beside parts that the text sets apart (a bracket, a sentence of its own).
    """
    groups: dict[str, list[Fact]] = defaultdict(list)
    kinds = [_qualifier(total, part) for part in parts]
    for at, part in enumerate(parts):
        groups[_list_of(at, kinds)].append(part)
    found = [Breakdown(total, tuple(group), by) for by, group in groups.items()]
    if all(len(breakdown.parts) == 1 or breakdown.adds_up for breakdown in found) and _settled(found):
        return found
    return _stretches(total, parts) or _nested(total, parts) or _set_apart(total, parts, text) or found


def _nested(total: Fact, parts: Sequence[Fact]) -> list[Breakdown]:
    """A list with the rows of its subtotals told at one level (不予公开5件、国家秘密2件、第三方3件): the lists apart.

    Empty unless the upper list makes the total and every subtotal with more than one row its rows.
    """
    upper: list[Fact] = []
    rows: dict[str, list[Fact]] = defaultdict(list)
    for part in parts:
        head = next((fact for fact in upper if fact.metric == part.metric and not fact.category), None)
        if part.category and head is not None and part.metric != total.metric:
            rows[head.id].append(part)
        else:
            upper.append(part)
    if not rows or sum(part.value for part in upper) != total.value:
        return []
    heads = {fact.id: fact for fact in upper}
    lower = [Breakdown(heads[id], tuple(found), "category") for id, found in rows.items()]
    return [Breakdown(total, tuple(upper), "category"), *lower]


def _set_apart(total: Fact, parts: Sequence[Fact], text: str) -> list[Breakdown]:
    """Stretches that make the total, and what stands around them as lists of their own; empty if none does."""
    for first in range(len(parts) - 1):
        for last in range(first + 2, len(parts) + 1):
            stretch, before, behind = parts[first:last], parts[:first], parts[last:]
            if last - first == len(parts) or sum(part.value for part in stretch) != total.value:
                continue
            if _is_apart(total, before, stretch, text) and _is_apart(total, stretch, behind, text):
                further = _set_apart(total, behind, text) or [_list(total, behind)]
                return [each for each in (_list(total, before), _list(total, stretch), *further) if each.parts]
    return []


def _list(total: Fact, parts: Sequence[Fact]) -> Breakdown:
    kinds = {_qualifier(total, part) for part in parts}
    return Breakdown(total, tuple(parts), kinds.pop() if len(kinds) == 1 else "order")


def _is_apart(total: Fact, one: Sequence[Fact], other: Sequence[Fact], text: str) -> bool:
    """Whether the text sets two stretches apart: by the end of a sentence or bracket, or a word that opens a list."""
    if not one or not other:
        return True
    end, begin = one[-1].evidence[:1], other[0].evidence[:1]
    if not end or not begin:
        return False
    between = text[end[0].quantity[1] : begin[0].quantity[0]]
    opening = text[position(total) : end[0].quantity[0]] if len(one) == 1 else ""
    return _APART.search(between) is not None or _INSIDE.search(opening) is not None


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
