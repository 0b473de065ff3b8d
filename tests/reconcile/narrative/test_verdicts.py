"""Every rule over the narrative on three tiny subjects: one where it holds, one where it fails, one where it cannot say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from service.facts.fact import Fact
from service.forms.cell import Form
from service.reconcile.narrative.checks import NARRATIVE_CHECKS
from service.reconcile.narrative.readings import compared_metrics

from ..builders import make_fact, make_form
from .checked import checked

_CELLS = {
    "requests.new@total": "19",
    "requests.new@natural_person": "15",
    "requests.carried_in@total": "1",
    "outcomes.granted@total": "9",
    "outcomes.total@total": "18",
    "requests.carried_out@total": "2",
}
_KNOWN = make_form(_CELLS)
_UNKNOWN = make_form({}, others=None)
_NONE = Form(None, {})
_RATE = {"kind": "rate", "unit": "%"}


@dataclass(frozen=True)
class Case:
    """The clauses of a tiny narrative with their facts, and the form beside it."""

    facts: Sequence[Fact]
    form: Form = _NONE
    text: str = ""


def _case(*said: tuple[str, str, str, Mapping[str, Any]], form: Form = _NONE) -> Case:
    """One sentence of clauses; every entry is metric, value, clause and what else is known of the fact."""
    text = f"2023年，{'，'.join(clause for _, _, clause, _ in said)}。"
    facts = [
        make_fact(metric, value, text=text, quote=clause, **({"id": f"f{k}", "label": clause} | dict(fields)))
        for k, (metric, value, clause, fields) in enumerate(said)
    ]
    return Case(facts, form, text)


def _doubtful(case: Case) -> Case:
    return replace(case, facts=[replace(fact, doubtful=True) for fact in case.facts])


def _inflow(value: str, word: str = "收到") -> tuple[str, str, str, Mapping[str, Any]]:
    return ("request.received", value, f"{word}申请{value}件", {})


def _channels(web: str, letters: str, form: Form) -> Case:
    return _case(
        ("request.received", web, f"网上申请{web}件", {"channel": "网上"}),
        ("request.received", letters, f"信函申请{letters}件", {"channel": "信函"}),
        form=form,
    )


def _share(value: str, form: Form) -> Case:
    return _case(("request.granted", value, f"公开占{value}%", _RATE), form=form)


def _own_share(value: str, **total: Any) -> Case:
    return _case(
        ("disclosure.items", "80", "发布信息80条", total),
        ("disclosure.items", "20", "公告20条", {"category": "公告", "part_of": "f0"}),
        ("disclosure.items", value, f"占{value}%", _RATE | {"category": "公告"}),
    )


def _completion(value: str, form: Form) -> Case:
    return _case(("request.on_time_rate", value, f"办结率{value}%", _RATE), form=form)


def _list(first: str, second: str, *, clause: str = "") -> Case:
    case = _case(
        ("disclosure.items", "90", f"发布信息90条{clause}", {}),
        ("disclosure.items", first, f"动态{first}条", {"category": "动态", "part_of": "f0"}),
        ("disclosure.items", second, f"公告{second}条", {"category": "公告", "part_of": "f0"}),
    )
    short = replace(case.facts[0], evidence=(replace(case.facts[0].evidence[0], end=case.text.index("90") + 3),))
    return replace(case, facts=[short, *case.facts[1:]])


def _twice(second: str, label: str) -> Case:
    return _case(
        ("request.received", "20", "群众申请20件", {"label": "群众申请"}),
        ("request.received", second, f"{label}{second}件", {"label": label}),
    )


def _flow(done: str, *, stock: bool = True, left: bool = True) -> Case:
    said = [_inflow("20"), ("request.concluded", done, f"办结{done}件", {})]
    said += [("request.carried_in", "1", "上年结转1件", {})] if stock else []
    said += [("request.carried_out", "2", "结转下年2件", {})] if left else []
    return _case(*said)


def _visits(visitors: str) -> Case:
    return _case(
        ("audience.visits", "900", "访问量900次", {"unit": "次"}),
        ("audience.visitors", visitors, f"独立用户{visitors}个", {"unit": "个"}),
    )


def _houses(cppcc: str) -> Case:
    return _case(
        ("proposal.total", "32", "建议提案32件", {}),
        ("proposal.npc", "13", "人大建议13件", {}),
        ("proposal.cppcc", cppcc, f"政协提案{cppcc}件", {}),
    )


def _hotline(done: str, rate: str | None = None, *, note: str = "", received: str = "200") -> Case:
    said: list[tuple[str, str, str, Mapping[str, Any]]] = [
        ("inquiry.handled", received, f"热线{note}收到诉求{received}件", {"label": "收到诉求"}),
        ("inquiry.handled", done, f"办结{done}件", {"label": "办结"}),
    ]
    said += [] if rate is None else [("inquiry.rate", rate, f"办结率{rate}%", _RATE | {"label": "办结率"})]
    return _case(*said)


def _shares(second: str, note: str = "") -> Case:
    return _case(
        ("request.received", "70", f"自然人占{note}70%", _RATE | {"party": "自然人"}),
        ("request.received", second, f"企业占{second}%", _RATE | {"party": "企业"}),
    )


def _change(value: str, before: str = "50") -> Case:
    return _case(
        ("request.received", before, f"上年收到{before}件", {"year": 2022}),
        ("request.received", "60", "今年收到60件", {}),
        ("request.received", value, f"增长{value}%", {"kind": "change", "unit": "%"}),
    )


def _metric(metric: str, value: str, form: Form) -> Case:
    return Case([make_fact(metric, value)], form)


def _no_disputes(form: Form) -> Case:
    return Case([make_fact(metric, "0", negated=True) for metric in ("review.total", "litigation.total")], form)


_DISPUTED = make_form({"review.total": "1", "litigation_direct.total": "1"})
_VERDICTS: dict[str, tuple[Case, Case, Case]] = {
    **{
        f"narrative.{metric}": (
            _metric(metric, "0", make_form({})),
            _metric(metric, "70000", make_form({})),
            _metric(metric, "7", _UNKNOWN),
        )
        for metric in compared_metrics()
    },
    "narrative.no_disputes": (_no_disputes(make_form({})), _no_disputes(_DISPUTED), _no_disputes(_UNKNOWN)),
    "narrative.channels": (_channels("14", "6", _KNOWN), _channels("14", "3", _KNOWN), _channels("14", "6", _UNKNOWN)),
    "narrative.share": (_share("50", _KNOWN), _share("61", _KNOWN), _share("50", _UNKNOWN)),
    "narrative.own_share": (_own_share("25"), _own_share("35"), _own_share("35", approx="about")),
    "narrative.completion_rate": (_completion("90", _KNOWN), _completion("95", _KNOWN), _completion("90", _UNKNOWN)),
    "narrative.breakdown": (_list("60", "30"), _list("60", "40"), _list("60", "20", clause="（含图解15条）")),
    "narrative.repetition": (_twice("20", "居民申请"), _twice("21", "群众申请"), _twice("21", "居民来件")),
    "narrative.flow": (_flow("19"), _flow("17"), _flow("30", stock=False)),
    "narrative.concluded_within": (
        _flow("20", left=False),
        _flow("25", left=False),
        _flow("25", stock=False, left=False),
    ),
    "narrative.within": (_visits("800"), _visits("950"), _doubtful(_visits("950"))),
    "narrative.identity": (_houses("19"), _houses("18"), _doubtful(_houses("18"))),
    "narrative.stages": (_hotline("190"), _hotline("210"), _hotline("210", note="含上年结转")),
    "narrative.rate_range": (_share("100", _NONE), _share("120", _NONE), _doubtful(_share("120", _NONE))),
    "narrative.own_rate": (_hotline("190", "95"), _hotline("190", "98"), _hotline("0", "98", received="0")),
    "narrative.share_sum": (_shares("30"), _shares("40"), _shares("40", "其中")),
    "narrative.own_change": (_change("20"), _change("25"), _change("20", "0")),
}
_EXPECTED = ("holds", "fails", "undecided")


def test_every_rule_has_its_three_subjects() -> None:
    assert set(_VERDICTS) == {info.id for check in NARRATIVE_CHECKS for info in check.rules}


@pytest.mark.parametrize("rule", sorted(_VERDICTS))
@pytest.mark.parametrize("nth", range(3), ids=_EXPECTED)
def test_rule_holds_fails_and_leaves_open(rule: str, nth: int) -> None:
    case = _VERDICTS[rule][nth]
    [finding] = checked(case.facts, form=case.form, text=case.text, rules=[rule])
    assert finding.verdict == _EXPECTED[nth]
    assert finding.message.endswith("。")
    assert finding.message.count("“") == finding.message.count("”")


@pytest.mark.parametrize("rule", sorted(_VERDICTS))
def test_failing_message_has_both_figures(rule: str) -> None:
    case = _VERDICTS[rule][1]
    [finding] = checked(case.facts, form=case.form, text=case.text, rules=[rule])
    assert finding.left is not None
    assert finding.right is not None
    assert finding.left in finding.message
    assert finding.right in finding.message or rule in ("narrative.share_sum", "narrative.no_disputes")


@pytest.mark.parametrize("rule", sorted(_VERDICTS))
def test_severity_is_never_more_than_the_rule_says(rule: str) -> None:
    ranks = ["information", "warning", "error"]
    most = {info.id: info.severity for check in NARRATIVE_CHECKS for info in check.rules}[rule]
    for case in _VERDICTS[rule]:
        [finding] = checked(case.facts, form=case.form, text=case.text, rules=[rule])
        assert ranks.index(finding.severity) <= ranks.index(most)
