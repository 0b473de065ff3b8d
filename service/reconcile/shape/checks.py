"""The rules over the report's shape, in the order in which they are said."""

from __future__ import annotations

from typing import Final

from service.reconcile.check import Check
from service.reconcile.rule import RuleInfo
from service.reconcile.shape import tables

# What the form has is described, not required: its text on sections is not among the passages checked word by word.
_FORM = "2019年以来的年度报告分为六个部分，其中第二、三、四部分为统计表"

SHAPE_CHECKS: Final[tuple[Check, ...]] = (
    Check(tables.unknown_form, (RuleInfo("shape.no_form", "有法定统计表", "information", _FORM),)),
    Check(tables.missing_sections, (RuleInfo("shape.section_missing", "六个部分齐全", "warning", _FORM),)),
    Check(tables.missing_tables, (RuleInfo("shape.table_missing", "第二、三、四部分有统计表", "warning", _FORM),)),
    Check(tables.truncated_tables, (RuleInfo("shape.table_truncated", "统计表没有中断", "warning", _FORM),)),
    Check(tables.missing_cells, (RuleInfo("shape.cells_missing", "统计表各格都能找到", "information", _FORM),)),
    Check(
        tables.missing_title,
        (
            RuleInfo("shape.title_missing", "有报告标题", "warning", "报告标题写明机关与年度"),
            RuleInfo("shape.year_missing", "标题写明年份", "warning", "报告标题写明机关与年度"),
            RuleInfo("shape.agency_missing", "标题写明编制机关", "information", "报告标题写明机关与年度"),
        ),
    ),
)
