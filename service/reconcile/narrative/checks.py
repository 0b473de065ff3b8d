"""The rules over the narrative, in the order in which they are said."""

from __future__ import annotations

from typing import Final

from annotations.catalogue import catalogue
from service.reconcile.check import Check
from service.reconcile.narrative import (
    bounds,
    breakdown,
    channels,
    flow,
    own_changes,
    rates,
    repetition,
    share_sums,
    shares,
    stages,
)
from service.reconcile.narrative.narrative_table import narrative_against_table
from service.reconcile.narrative.readings import compared_metrics
from service.reconcile.narrative.words import comparison_data
from service.reconcile.rule import RuleInfo

_SAME = "同一份报告中，文字与表格说的是同一件事"
_LOGIC = "同一份报告的文字应前后一致"
_ARITHMETIC = "由同一份报告自身的数字推算"


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
    Check(channels.channel_sums, (RuleInfo(channels.RULE, "各渠道申请之和与表三收到的申请相符", "warning", _SAME),)),
    Check(
        shares.narrative_shares,
        (
            RuleInfo(shares.TABLE_RULE, "文字所述占比与表格推算的相符", "warning", _SAME),
            RuleInfo(shares.OWN_RULE, "文字所述占比与文字自身的数字相符", "warning", _ARITHMETIC),
        ),
    ),
    Check(
        rates.completion_rates,
        (RuleInfo(rates.COMPLETION_RULE, "文字所述办结率与表三推算的相符", "warning", _SAME),),
    ),
    Check(breakdown.narrative_breakdowns, (RuleInfo(breakdown.RULE, "分项之和与总数相符", "error", _LOGIC),)),
    Check(repetition.narrative_repetitions, (RuleInfo(repetition.RULE, "同一数字前后一致", "warning", _LOGIC),)),
    Check(
        flow.request_flows,
        (
            RuleInfo(flow.BALANCE_RULE, "文字所述新收加上年结转等于办结加结转下年度", "error", _LOGIC),
            RuleInfo(flow.WITHIN_RULE, "文字所述办结的申请不多于可办的申请", "error", _LOGIC),
        ),
    ),
    Check(
        bounds.bounds,
        (
            RuleInfo(bounds.WITHIN_RULE, "文字所述部分不多于总数", "error", _LOGIC),
            RuleInfo(bounds.IDENTITY_RULE, "分处各段的分项之和与总数相符", "warning", _LOGIC),
        ),
    ),
    Check(stages.stages, (RuleInfo(stages.STAGES_RULE, "办结的不多于收到的，满意的不多于办结的", "warning", _LOGIC),)),
    Check(rates.rates_in_range, (RuleInfo(rates.RANGE_RULE, "比率在0到100%之间", "error", _ARITHMETIC),)),
    Check(stages.own_rates, (RuleInfo(stages.RATE_RULE, "文字所述比率与同句的件数相符", "warning", _ARITHMETIC),)),
    Check(share_sums.share_sums, (RuleInfo(share_sums.RULE, "同一总数的占比之和不超过100%", "warning", _ARITHMETIC),)),
    Check(
        own_changes.own_changes,
        (RuleInfo(own_changes.RULE, "文字所述增减与文字所述两年的数字相符", "warning", _ARITHMETIC),),
    ),
)
