"""What narrative and tables may say differently without either being wrong, each beside a twin that is wrong.

The form of every case: new 19, carried in 1, outcomes 18 (granted 8, partial 2, state secret 1, third party 2, not held 3,
no correction 1, other 1), carried out 2; natural persons 15 + 1, businesses 3, legal services 1; reviews 3 (2 upheld, 1 pending), suits
1 + 2; four normative documents issued and 40 in force; charges of 1154.95 万元.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pytest

from service.facts.fact import Evidence, Fact
from service.facts.quantities import find_numbers
from service.forms.cell import Form

from ..builders import make_fact, make_form
from .checked import checked

_CELLS = {
    "requests.new@natural_person": "15",
    "requests.new@business": "3",
    "requests.new@legal_service": "1",
    "requests.new@total": "19",
    "requests.carried_in@natural_person": "1",
    "requests.carried_in@total": "1",
    "outcomes.granted@total": "8",
    "outcomes.partial@total": "2",
    "outcomes.denied.state_secret@total": "1",
    "outcomes.denied.third_party@total": "2",
    "outcomes.unavailable.not_held@total": "3",
    "outcomes.other.no_correction@total": "1",
    "outcomes.other.misc@total": "1",
    "outcomes.total@total": "18",
    "requests.carried_out@total": "2",
    "review.total": "3",
    "review.upheld": "2",
    "review.pending": "1",
    "litigation_direct.total": "1",
    "litigation_direct.pending": "1",
    "litigation_after_review.total": "2",
    "litigation_after_review.upheld": "2",
    "proactive.normative.issued": "4",
    "proactive.normative.in_force": "40",
    "proactive.regulations.issued": "0",
    "proactive.penalty.decisions": "12",
    "proactive.fees.amount_wan": "1154.95",
}


@dataclass(frozen=True)
class Said:
    """A fact of a case: what it counts and the clause that states it."""

    metric: str
    value: str
    clause: str
    fields: dict[str, Any] = field(default_factory=dict)


def _said(metric: str, value: str, clause: str, **fields: Any) -> Said:
    return Said(metric, value, clause, fields)


def _facts(said: Sequence[Said], text: str) -> list[Fact]:
    given = {"label": "", "unit": "件"}
    made = []
    for k, one in enumerate(said):
        fields = given | {"id": f"f{k}", "label": one.clause} | one.fields
        fact = make_fact(one.metric, one.value, text=text, quote=one.clause, **fields)
        made.append(replace(fact, evidence=tuple(_with_number(evidence, text) for evidence in fact.evidence)))
    return made


def _with_number(evidence: Evidence, text: str) -> Evidence:
    """The evidence with the number as it is written in the clause, 余 and 以上 with it."""
    numbers = [
        n for n in find_numbers(text) if evidence.start <= n.start and n.end <= evidence.end and n.kind != "other"
    ]
    return replace(evidence, quantity=(numbers[0].start, numbers[0].end)) if numbers else evidence


_FLOW = (_said("request.received", "19", "收到申请19件"), _said("request.carried_in", "1", "上年结转1件"))

# (what may differ, the statement that is right, the twin that is wrong, the rule that says so, the agency)
_CASES: list[tuple[str, Sequence[Said], Sequence[Said], str, str]] = [
    (
        "7.1 收到 without what was carried in",
        [_said("request.received", "19", "收到申请19件")],
        [_said("request.received", "18", "收到申请18件")],
        "narrative.request.received",
        "甲县水务局",
    ),
    (
        "7.1 收到 with what was carried in",
        [_said("request.received", "20", "受理申请20件")],
        [_said("request.received", "21", "受理申请21件")],
        "narrative.request.received",
        "甲县水务局",
    ),
    (
        "7.1 applicants counted with what was carried in",
        [_said("request.received", "16", "自然人16件", party="自然人")],
        [_said("request.received", "17", "自然人17件", party="自然人")],
        "narrative.request.received",
        "甲县水务局",
    ),
    (
        "7.1 channels counted with what was carried in",
        [
            _said("request.received", "14", "网上申请14件", channel="网上"),
            _said("request.received", "6", "信函申请6件", channel="信函"),
        ],
        [
            _said("request.received", "14", "网上申请14件", channel="网上"),
            _said("request.received", "4", "信函申请4件", channel="信函"),
        ],
        "narrative.channels",
        "甲县水务局",
    ),
    (
        "7.1 channels counted without",
        [
            _said("request.received", "13", "网上申请13件", channel="网上"),
            _said("request.received", "6", "信函申请6件", channel="信函"),
        ],
        [
            _said("request.received", "15", "网上申请15件", channel="网上"),
            _said("request.received", "6", "信函申请6件", channel="信函"),
        ],
        "narrative.channels",
        "甲县水务局",
    ),
    (
        "7.1 what was carried in stands inside one channel",
        [
            _said("request.received", "14", "网上14件", channel="网上"),
            _said("request.carried_in", "1", "含上年结转1件", part_of="f0"),
        ],
        [
            _said("request.received", "14", "网上14件", channel="网上"),
            _said("request.carried_in", "2", "含上年结转2件", part_of="f0"),
        ],
        "narrative.request.carried_in",
        "甲县水务局",
    ),
    (
        "7.2 办理 counts all outcomes",
        [_said("request.received", "18", "办理申请18件")],
        [_said("request.received", "17", "办理申请17件")],
        "narrative.request.received",
        "甲县水务局",
    ),
    (
        "7.2 办理 counts what there was to handle",
        [_said("request.concluded", "20", "共办理申请20件")],
        [_said("request.concluded", "20", "共办结申请20件")],
        "narrative.request.concluded",
        "甲县水务局",
    ),
    (
        "7.2 答复 includes what was withdrawn",
        [_said("request.concluded", "18", "答复申请18件")],
        [_said("request.concluded", "16", "答复申请16件")],
        "narrative.request.concluded",
        "甲县水务局",
    ),
    (
        "7.3 no fee taken beside large administrative charges",
        [
            _said("fee.amount", "0", "未收取信息处理费", negated=True, unit=None),
            _said("charge.amount", "11549500", "行政事业性收费1154.95万元", unit="元"),
        ],
        [
            _said("fee.amount", "0", "未收取信息处理费", negated=True, unit=None),
            _said("charge.amount", "0", "未收取行政事业性收费", negated=True, unit=None),
        ],
        "narrative.charge.amount",
        "甲县水务局",
    ),
    (
        "7.4 the whole region in the report of one office",
        [_said("request.received", "500", "全县共收到申请500件")],
        [_said("request.received", "500", "我局共收到申请500件")],
        "narrative.request.received",
        "甲县水务局",
    ),
    (
        "7.4 the office itself in the report of the region",
        [_said("request.received", "2", "县本级收到申请2件")],
        [_said("request.received", "2", "全县收到申请2件")],
        "narrative.request.received",
        "甲县人民政府",
    ),
    (
        "7.5 rows under another word",
        [_said("request.unavailable", "3", "信息不存在、不属于本机关3件", category="信息不存在、不属于本机关")],
        [_said("request.unavailable", "4", "信息不存在、不属于本机关4件", category="信息不存在、不属于本机关")],
        "narrative.request.unavailable",
        "甲县水务局",
    ),
    (
        "7.5 a part of a row",
        [_said("request.unavailable", "2", "信息不存在2件", category="信息不存在")],
        [
            _said("request.unavailable", "2", "信息不存在2件", category="信息不存在"),
            _said("request.unavailable", "2", "不属于本机关2件", category="不属于本机关"),
        ],
        "narrative.request.unavailable",
        "甲县水务局",
    ),
    (
        "7.5 a subtotal for all its rows",
        [_said("request.denied", "3", "不予公开3件")],
        [_said("request.denied", "1", "不予公开1件")],
        "narrative.request.denied",
        "甲县水务局",
    ),
    (
        "7.5 two outcomes in one figure",
        [_said("request.granted_or_partial", "10", "予以公开和部分公开10件")],
        [_said("request.granted_or_partial", "8", "予以公开和部分公开8件")],
        "narrative.request.granted_or_partial",
        "甲县水务局",
    ),
    (
        "7.5 two refusals in one figure",
        [_said("request.denied", "6", "不予公开、无法提供6件", label="不予公开、无法提供")],
        [_said("request.denied", "5", "不予公开、无法提供5件", label="不予公开、无法提供")],
        "narrative.request.denied",
        "甲县水务局",
    ),
    (
        "7.5 等 hides other rows",
        [_said("request.unavailable", "4", "不掌握等4件", category="不掌握等")],
        [_said("request.unavailable", "2", "不掌握等2件", category="不掌握等")],
        "narrative.request.unavailable",
        "甲县水务局",
    ),
    (
        "7.5 其他 is the last row",
        [_said("request.other_outcome", "1", "其他1件", category="其他")],
        [_said("request.other_outcome", "5", "其他5件", category="其他")],
        "narrative.request.other_outcome",
        "甲县水务局",
    ),
    (
        "7.5 其他 is all that was not told apart",
        [
            _said("request.concluded", "18", "办结18件"),
            _said("request.granted", "8", "公开8件", part_of="f0"),
            _said("request.other_outcome", "10", "其余10件", label="其余", part_of="f0"),
        ],
        [
            _said("request.concluded", "18", "办结18件"),
            _said("request.granted", "8", "公开8件", part_of="f0"),
            _said("request.other_outcome", "9", "其余9件", label="其余", part_of="f0"),
        ],
        "narrative.request.other_outcome",
        "甲县水务局",
    ),
    (
        "7.5 撤回 is in the last row",
        [_said("request.other_outcome", "1", "撤回1件", category="申请人撤回")],
        [_said("request.other_outcome", "2", "撤回2件", category="申请人撤回")],
        "narrative.request.other_outcome",
        "甲县水务局",
    ),
    (
        "7.5 告知已公开 is granted",
        [_said("request.granted", "6", "告知已公开6件", category="告知已公开")],
        [_said("request.granted", "9", "告知已公开9件", category="告知已公开")],
        "narrative.request.granted",
        "甲县水务局",
    ),
    (
        "7.6 documents published are not documents made",
        [_said("normative.issued", "9", "公开规范性文件9件")],
        [_said("normative.issued", "9", "制发规范性文件9件")],
        "narrative.normative.issued",
        "甲县水务局",
    ),
    (
        "7.6 decisions published are not decisions made",
        [_said("penalty.decisions", "5", "公示行政处罚信息5条", unit="条")],
        [_said("penalty.decisions", "5", "作出行政处罚决定5件")],
        "narrative.penalty.decisions",
        "甲县水务局",
    ),
    (
        "7.7 stock before a clean-up",
        [_said("normative.in_force", "55", "清理前有效的规范性文件55件")],
        [_said("normative.in_force", "55", "现行有效规范性文件55件")],
        "narrative.normative.in_force",
        "甲县水务局",
    ),
    (
        "7.7 stock at another date",
        [_said("normative.in_force", "55", "截至6月底有效规范性文件55件")],
        [_said("normative.in_force", "55", "截至12月底有效规范性文件55件")],
        "narrative.normative.in_force",
        "甲县水务局",
    ),
    (
        "7.8 reviews that the body decided",
        [_said("review.total", "77", "审结行政复议案件77件")],
        [_said("review.total", "77", "被申请行政复议77件")],
        "narrative.review.total",
        "甲县司法局",
    ),
    (
        "7.8 a bureau that decides none",
        [_said("review.total", "3", "发生行政复议3件")],
        [_said("review.total", "77", "审结行政复议案件77件")],
        "narrative.review.total",
        "甲县水务局",
    ),
    (
        "7.9 letters and hotline cases are no requests",
        [_said("inquiry.handled", "900", "受理热线900件")],
        [_said("request.received", "900", "受理申请900件")],
        "narrative.request.received",
        "甲县水务局",
    ),
    (
        "7.10 last year's figure",
        [_said("request.received", "44", "上年收到申请44件", year=2022)],
        [_said("request.received", "44", "收到申请44件")],
        "narrative.request.received",
        "甲县水务局",
    ),
    (
        "7.11 a draft of what others make",
        [_said("regulation.issued", "1", "牵头起草规章1件")],
        [_said("regulation.issued", "1", "制定规章1件")],
        "narrative.regulation.issued",
        "甲县水务局",
    ),
    (
        "7.11 documents made jointly",
        [_said("normative.issued", "6", "联合印发规范性文件6件")],
        [_said("normative.issued", "6", "印发规范性文件6件")],
        "narrative.normative.issued",
        "甲县水务局",
    ),
    (
        "7.11 documents of an office counted by its government",
        [_said("normative.issued", "9", "以县政府文件制发规范性文件9件")],
        [_said("normative.issued", "9", "本办制发规范性文件9件")],
        "narrative.normative.issued",
        "甲县人民政府办公室",
    ),
    (
        "7.12 figures of the towns",
        [_said("request.received", "300", "各乡镇收到申请300件", party="各乡镇")],
        [_said("request.received", "300", "收到申请300件")],
        "narrative.request.received",
        "甲县人民政府",
    ),
    (
        "3 no review was corrected",
        [_said("review.total", "0", "未发生被纠错的行政复议", negated=True, unit=None)],
        [_said("review.total", "0", "未发生行政复议", negated=True, unit=None)],
        "narrative.review.total",
        "甲县水务局",
    ),
    (
        "3 no suit was lost",
        [_said("litigation.total", "0", "没有败诉的行政诉讼", negated=True, unit=None)],
        [_said("litigation.total", "0", "没有行政诉讼", negated=True, unit=None)],
        "narrative.litigation.total",
        "甲县水务局",
    ),
    (
        "3 no request of research bodies",
        [_said("request.received", "0", "未收到科研机构的申请", negated=True, unit=None)],
        [_said("request.received", "0", "未收到申请", negated=True, unit=None)],
        "narrative.request.received",
        "甲县水务局",
    ),
    (
        "3 nothing overdue",
        [_said("request.concluded", "0", "没有逾期答复的申请", negated=True, unit=None)],
        [_said("request.concluded", "0", "没有答复申请", negated=True, unit=None)],
        "narrative.request.concluded",
        "甲县水务局",
    ),
    (
        "3 all answered in time does not say that nothing was left",
        [
            _said("request.received", "20", "受理申请20件"),
            _said("request.concluded", "20", "均按期答复"),
        ],
        [
            _said("request.received", "20", "受理申请20件"),
            _said("request.concluded", "20", "已答复20件"),
        ],
        "narrative.request.concluded",
        "甲县水务局",
    ),
    (
        "3 one figure for reviews and suits",
        [_said("review.total", "6", "行政复议、行政诉讼共6件")],
        [_said("review.total", "6", "行政复议6件")],
        "narrative.review.total",
        "甲县水务局",
    ),
    (
        "1 suits after review",
        [_said("litigation.total", "2", "复议后起诉2件")],
        [_said("litigation.total", "2", "行政诉讼2件")],
        "narrative.litigation.total",
        "甲县水务局",
    ),
    (
        "3 all upheld beside a pending case",
        [_said("review.upheld", "2", "复议机关维持2件")],
        [_said("review.upheld", "3", "复议机关均维持3件")],
        "narrative.review.upheld",
        "甲县水务局",
    ),
    (
        "4 余 beyond the figure",
        [_said("request.concluded", "10", "办结10余件", approx="at_least")],
        [_said("request.concluded", "30", "办结30余件", approx="at_least")],
        "narrative.request.concluded",
        "甲县水务局",
    ),
    (
        "4 以上 has no upper end, 余 has the next step",
        [_said("normative.in_force", "30", "现行有效30件以上", approx="at_least")],
        [_said("normative.in_force", "20", "现行有效20余件", approx="at_least")],
        "narrative.normative.in_force",
        "甲县水务局",
    ),
    (
        "4 不足 below the figure",
        [_said("normative.in_force", "50", "现行有效不足50件", approx="at_most")],
        [_said("normative.in_force", "30", "现行有效不足30件", approx="at_most")],
        "narrative.normative.in_force",
        "甲县水务局",
    ),
    (
        "4 约 near the figure",
        [_said("normative.in_force", "38", "现行有效约38件", approx="about")],
        [_said("normative.in_force", "80", "现行有效约80件", approx="about")],
        "narrative.normative.in_force",
        "甲县水务局",
    ),
    (
        "2 万元 rounded by the table",
        [_said("charge.amount", "11549486", "收费11549486元", unit="元")],
        [_said("charge.amount", "11559486", "收费11559486元", unit="元")],
        "narrative.charge.amount",
        "甲县水务局",
    ),
    (
        "2 亿元 rounded by the text",
        [_said("charge.amount", "12000000", "收费0.12亿元", unit="元", precision=Decimal(1000000))],
        [_said("charge.amount", "15000000", "收费0.15亿元", unit="元", precision=Decimal(1000000))],
        "narrative.charge.amount",
        "甲县水务局",
    ),
    (
        "6 a share of all outcomes",
        [_said("request.granted", "44.4", "予以公开占44.4%", unit="%", kind="rate")],
        [_said("request.granted", "48.4", "予以公开占48.4%", unit="%", kind="rate")],
        "narrative.share",
        "甲县水务局",
    ),
    (
        "6 a share of the inflow",
        [_said("request.granted", "40.0", "予以公开占40.0%", unit="%", kind="rate")],
        [_said("request.granted", "43.0", "予以公开占43.0%", unit="%", kind="rate")],
        "narrative.share",
        "甲县水务局",
    ),
    (
        "6 a whole per cent cut off",
        [_said("request.denied", "16", "不予公开占16%", unit="%", kind="rate")],
        [_said("request.denied", "18", "不予公开占18%", unit="%", kind="rate")],
        "narrative.share",
        "甲县水务局",
    ),
    (
        "6 a share nudged by one unit",
        [_said("request.partial", "11.2", "部分公开占11.2%", unit="%", kind="rate")],
        [_said("request.partial", "11.4", "部分公开占11.4%", unit="%", kind="rate")],
        "narrative.share",
        "甲县水务局",
    ),
    (
        "6 a share of applicants",
        [_said("request.received", "80", "自然人占八成", unit="%", kind="rate", party="自然人")],
        [_said("request.received", "60", "自然人占六成", unit="%", kind="rate", party="自然人")],
        "narrative.share",
        "甲县水务局",
    ),
    (
        "1 办结率 of what came in and was there",
        [_said("request.on_time_rate", "90", "办结率90%", unit="%", kind="rate", label="办结率")],
        [_said("request.on_time_rate", "95", "办结率95%", unit="%", kind="rate", label="办结率")],
        "narrative.completion_rate",
        "甲县水务局",
    ),
    (
        "1 答复率 of what was due",
        [_said("request.on_time_rate", "100", "答复率100%", unit="%", kind="rate", label="答复率")],
        [_said("request.on_time_rate", "100", "办结率100%", unit="%", kind="rate", label="办结率")],
        "narrative.completion_rate",
        "甲县水务局",
    ),
    (
        "1 按时办结率 says nothing of what was left",
        [_said("request.on_time_rate", "100", "按时办结率100%", unit="%", kind="rate", label="按时办结率")],
        [_said("request.on_time_rate", "100", "办结率100%", unit="%", kind="rate", label="办结率")],
        "narrative.completion_rate",
        "甲县水务局",
    ),
    (
        "9 the flow balances with what was carried in",
        [*_FLOW, _said("request.concluded", "18", "办结18件"), _said("request.carried_out", "2", "结转下年2件")],
        [*_FLOW, _said("request.concluded", "16", "办结16件"), _said("request.carried_out", "2", "结转下年2件")],
        "narrative.flow",
        "甲县水务局",
    ),
]


def _form() -> Form:
    return make_form(_CELLS)


def _verdicts(said: Sequence[Said], rule: str, agency: str) -> list[str]:
    text = f"2023年，{'，'.join(one.clause for one in said)}。"
    found = checked(_facts(said, text), form=_form(), text=text, agency=agency)
    assert all(finding.verdict != "fails" or finding.message for finding in found)
    return [finding.verdict for finding in found if finding.rule == rule]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case[0])
def test_legitimate_difference_does_not_fail(case: tuple[str, Sequence[Said], Sequence[Said], str, str]) -> None:
    _, right, _, rule, agency = case
    text = f"2023年，{'，'.join(one.clause for one in right)}。"
    found = checked(_facts(right, text), form=_form(), text=text, agency=agency)
    assert [finding.message for finding in found if finding.verdict == "fails"] == []
    assert "fails" not in _verdicts(right, rule, agency)


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case[0])
def test_twin_of_a_legitimate_difference_fails(case: tuple[str, Sequence[Said], Sequence[Said], str, str]) -> None:
    _, _, wrong, rule, agency = case
    assert "fails" in _verdicts(wrong, rule, agency)


def test_figures_ten_thousandfold_apart_are_said_to_differ_in_unit() -> None:
    said = [_said("charge.amount", "1154.95", "收费1154.95元", unit="元")]
    text = "收费1154.95元。"
    [finding] = checked(_facts(said, text), form=_form(), text=text, rules=["narrative.charge.amount"])
    assert finding.verdict == "fails"
    assert "一万倍" in finding.message
