"""The rules over the narrative, in the order in which they are said."""

from __future__ import annotations

from typing import Final

from annotations.catalogue import catalogue
from service.reconcile.check import Check
from service.reconcile.narrative import breakdown, repetition
from service.reconcile.narrative.narrative_table import narrative_against_table
from service.reconcile.narrative.readings import compared_metrics, comparison_data
from service.reconcile.rule import RuleInfo

_SAME = "同一份报告中，文字与表格说的是同一件事"
_LOGIC = "同一份报告的文字应前后一致"


def _comparisons() -> tuple[RuleInfo, ...]:
    errors = comparison_data()["errors"]
    return tuple(
        RuleInfo(
            id=f"narrative.{metric}",
            title=f"文字所述{catalogue()[metric].zh}与表格相符",
            severity="error" if metric in errors else "warning",
            basis=_SAME,
        )
        for metric in compared_metrics()
    )


NARRATIVE_CHECKS: Final[tuple[Check, ...]] = (
    Check(
        narrative_against_table,
        (
            *_comparisons(),
            RuleInfo("narrative.no_disputes", "文字称没有复议、诉讼的，表四相应为零", "error", _SAME),
        ),
    ),
    Check(breakdown.narrative_breakdowns, (RuleInfo(breakdown.RULE, "分项之和与总数相符", "error", _LOGIC),)),
    Check(repetition.narrative_repetitions, (RuleInfo(repetition.RULE, "同一数字前后一致", "warning", _LOGIC),)),
)
