"""The rules over two years of one body that need code, in the order in which they are said."""

from __future__ import annotations

from typing import Final

from service.reconcile.check import Check
from service.reconcile.rule import RuleInfo
from service.reconcile.years import changes, stated

_TWO_YEARS = "同一机关相邻两年的报告应前后衔接"

YEAR_CHECKS: Final[tuple[Check, ...]] = (
    Check(stated.stated_last_year, (RuleInfo(stated.RULE, "文字所述上年数字与上年报告相符", "warning", _TWO_YEARS),)),
    Check(changes.stated_changes, (RuleInfo(changes.RULE, "文字所述同比增减与两年数字相符", "warning", _TWO_YEARS),)),
)
