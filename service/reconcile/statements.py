"""What the narrative states of a metric, as expressions ask for it: one value, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from annotations.catalogue import catalogue
from service.facts.fact import QUALIFIERS, Fact
from service.reconcile.expression import Statement
from service.reconcile.wording import figure


class Statements:
    """The level facts of one year; what is asked for twice is worked out once."""

    def __init__(self, facts: Sequence[Fact], year: int | None) -> None:
        self._by_metric: dict[str, list[Fact]] = {}
        self._known: dict[tuple[str, str], Statement | None] = {}
        for fact in facts:
            if fact.kind == "level" and fact.year == year:
                self._by_metric.setdefault(fact.metric, []).append(fact)

    def of(self, metric: str, words: str) -> Statement | None:
        """What is stated of a metric as a whole, or of a category in which ``words`` stand; None where nothing is."""
        if (metric, words) not in self._known:
            kin = self._by_metric.get(metric, [])
            self._known[metric, words] = _statement([fact for fact in kin if _is_meant(fact, words, kin)])
        return self._known[metric, words]


def _is_meant(fact: Fact, words: str, kin: Sequence[Fact]) -> bool:
    if any(other.id == fact.part_of for other in kin):
        return False
    qualifiers: Mapping[str, str | None] = {name: getattr(fact, name) for name in QUALIFIERS}
    if not words:
        return not any(qualifiers.values())
    category = qualifiers["category"] or ""
    return words in category and not any(value for name, value in qualifiers.items() if name != "category")


def _statement(facts: Sequence[Fact]) -> Statement | None:
    if not facts:
        return None
    ids = tuple(fact.id for fact in facts)
    name = catalogue()[facts[0].metric].zh
    values = tuple(dict.fromkeys(fact.value for fact in facts))
    if any(fact.doubtful for fact in facts):
        return Statement(ids, None, f"文字中的“{name}”识别的把握不大")
    if len(values) > 1:
        return Statement(ids, None, f"文字中的“{name}”有几种说法（{'、'.join(map(figure, values))}）")
    if any(fact.approx is not None or (fact.precision or Decimal(0)) > 1 for fact in facts):
        return Statement(ids, None, f"文字中的“{name}”是约数")
    return Statement(ids, values[0])
