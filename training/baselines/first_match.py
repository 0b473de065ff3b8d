"""Seven expressions, the first match of each: how the flow of requests is otherwise read from narratives.

Arabic digits and the unit 件 only, as it is done there; nothing is said of published items, fees or proposals.
"""

from __future__ import annotations

import re
from decimal import Decimal

from annotations.samples import Sample
from service.facts.fact import Fact
from training.baselines.stated import plain_fact

_EXPRESSIONS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (metric, re.compile(expression))
    for metric, expression in (
        ("request.new", r"新收[^，。；\d]{0,20}(\d+)\s*件"),
        ("request.carried_in", r"上年(?:度)?结转[^，。；\d]{0,20}(\d+)\s*件"),
        ("request.received", r"收到[^，。；\d]{0,20}申请[^，。；\d]{0,10}(\d+)\s*件"),
        ("request.concluded", r"(?:答复|办结)[^，。；\d]{0,10}(\d+)\s*件"),
        ("request.carried_out", r"结转下(?:一)?年度?[^，。；\d]{0,20}(\d+)\s*件"),
        ("review.total", r"行政复议[^，。；\d]{0,20}(\d+)\s*件"),
        ("litigation.total", r"行政诉讼[^，。；\d]{0,20}(\d+)\s*件"),
    )
)


def read_first_matches(sample: Sample) -> list[Fact]:
    """The facts that the seven expressions find in a sample."""
    found = ((metric, expression.search(sample.text)) for metric, expression in _EXPRESSIONS)
    return [plain_fact(metric, Decimal(m[1]), m.span(1), year=sample.year) for metric, m in found if m is not None]
