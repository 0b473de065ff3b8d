"""The rules that need code, each one function with the rule as its docstring, in one table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotations.catalogue import catalogue
from service.documents.report import Report
from service.facts.fact import Fact
from service.forms.cell import Form
from service.reconcile import breakdown, repetition, shape
from service.reconcile.finding import Finding
from service.reconcile.narrative_table import narrative_against_table
from service.reconcile.readings import compared_metrics, comparison_data
from service.reconcile.rule import RuleInfo

Run = Callable[[Report, Form, Sequence[Fact], frozenset[str]], tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Check:
    """A function over report, form, facts and the blanks that count as zero, with the rules it decides."""

    run: Run
    rules: tuple[RuleInfo, ...]


# What the form has is described, not required: its text on sections is not among the passages checked word by word.
_FORM = "2019年以来的年度报告分为六个部分，其中第二、三、四部分为统计表"
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


SHAPE_CHECKS: tuple[Check, ...] = (
    Check(shape.unknown_form, (RuleInfo("shape.no_form", "有法定统计表", "information", _FORM),)),
    Check(shape.missing_sections, (RuleInfo("shape.section_missing", "六个部分齐全", "warning", _FORM),)),
    Check(shape.missing_tables, (RuleInfo("shape.table_missing", "第二、三、四部分有统计表", "warning", _FORM),)),
    Check(shape.truncated_tables, (RuleInfo("shape.table_truncated", "统计表没有中断", "warning", _FORM),)),
    Check(shape.missing_cells, (RuleInfo("shape.cells_missing", "统计表各格都能找到", "information", _FORM),)),
    Check(
        shape.missing_title,
        (
            RuleInfo("shape.title_missing", "有报告标题", "warning", "报告标题写明机关与年度"),
            RuleInfo("shape.year_missing", "标题写明年份", "warning", "报告标题写明机关与年度"),
            RuleInfo("shape.agency_missing", "标题写明编制机关", "information", "报告标题写明机关与年度"),
        ),
    ),
)
NARRATIVE_CHECKS: tuple[Check, ...] = (
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
