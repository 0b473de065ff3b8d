"""Totals and parts: what is summed, which lists are apart, and what the words between them promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from service.facts.fact import Fact
from service.reconcile.finding import Finding

from ..builders import make_fact
from .checked import checked


def _list(text: str, total: tuple[str, str], *parts: tuple[str, str], metric: str = "disclosure.items") -> list[Fact]:
    """A total and its parts, each a quote and its value; the words before the number are the part's category."""
    made = [make_fact(metric, total[1], text=text, quote=total[0], id="t", unit="条", label="公开信息")]
    for number, (quote, value) in enumerate(parts):
        name = quote.split(value)[0]
        fact = make_fact(metric, value, text=text, quote=quote, id=f"p{number}", unit="条", label=name, category=name)
        made.append(_with(fact, part_of="t"))
    return made


def _with(fact: Fact, **changes: Any) -> Fact:
    return replace(fact, **changes)


def _found(facts: list[Fact], text: str = "") -> list[Finding]:
    return checked(facts, text=text, rules=["narrative.breakdown"])


_THREE = (("动态60条", "60"), ("公告30条", "30"), ("解读10条", "10"))


@pytest.mark.parametrize(
    ("text", "total", "verdict", "severity"),
    [
        ("公开信息100条，其中动态60条、公告30条、解读10条。", "100", "holds", "warning"),
        ("公开信息120条，其中动态60条、公告30条、解读10条。", "120", "fails", "warning"),
        ("公开信息120条，其中动态60条、公告30条、解读10条等。", "120", "holds", "information"),
        ("公开信息120条，其中主要有动态60条、公告30条、解读10条。", "120", "holds", "information"),
        ("公开信息120条，包括动态60条、公告30条、解读10条。", "120", "holds", "information"),
        ("公开信息120条，分别为动态60条、公告30条、解读10条。", "120", "fails", "error"),
        ("公开信息90条，其中动态60条、公告30条、解读10条。", "90", "fails", "error"),
        ("公开信息90条，其中动态60条、公告30条、解读10条，部分信息同时发布。", "90", "holds", "information"),
        ("公开信息50条，其中动态60条、公告30条、解读10条，部分信息同时发布。", "50", "fails", "error"),
        ("公开信息210条，其中动态60条、公告30条、解读10条。", "210", "holds", "information"),
        ("公开信息90条，有的同时归入两类，其中动态60条、公告30条、解读10条。", "90", "holds", "information"),
        ("公开信息120条，其中动态60条、公告30条、会议20条、解读10条。", "120", "undecided", "information"),
        ("公开信息120条，其中2023年动态60条、公告30条、解读10条。", "120", "fails", "warning"),
        ("公开信息90条。\n其中动态60条、公告30条、解读10条。", "90", "fails", "warning"),
        ("动态60条、公告30条、解读10条，公开信息100条。", "100", "holds", "warning"),
        ("动态60条、公告30条、解读10条，公开信息120条。", "120", "fails", "warning"),
    ],
)
def test_list_is_judged_by_its_words(text: str, total: str, verdict: str, severity: str) -> None:
    [finding] = _found(_list(text, (f"公开信息{total}条", total), *_THREE), text)
    assert (finding.verdict, finding.severity) == (verdict, severity)
    assert (finding.left, finding.right) == (total, "100")
    assert finding.facts == ("t", "p0", "p1", "p2")


def test_last_part_named_other_completes_the_list() -> None:
    text = "公开信息120条，其中动态60条、其他30条。"
    [finding] = _found(_list(text, ("公开信息120条", "120"), ("动态60条", "60"), ("其他30条", "30")), text)
    assert (finding.verdict, finding.severity) == ("fails", "error")


@pytest.mark.parametrize(
    ("metric", "fields", "verdict", "severity"),
    [
        ("disclosure.items", ({"category": "动态"}, {"category": "公告"}), "holds", "information"),
        ("disclosure.items", ({"party": "县直部门"}, {"party": "乡镇"}), "fails", "warning"),
        ("proposal.npc", ({"role": "主办"}, {"role": "协办"}), "fails", "warning"),
        ("request.received", ({"channel": "网上"}, {"channel": "信函"}), "fails", "warning"),
        ("disclosure.items", ({"channel": "网站"}, {"channel": "公众号"}), "holds", "information"),
    ],
)
def test_two_parts_below_the_total_tell_something_only_where_they_are_all(
    metric: str, fields: Sequence[dict[str, Any]], verdict: str, severity: str
) -> None:
    total = make_fact(metric, "100", id="t")
    parts = [make_fact(metric, v, id=v, part_of="t", **f) for v, f in zip(("60", "30"), fields, strict=True)]
    [finding] = _found([total, *parts])
    assert (finding.verdict, finding.severity) == (verdict, severity)


@pytest.mark.parametrize(("value", "verdict", "severity"), [("60", "holds", "information"), ("130", "fails", "error")])
def test_single_part_is_at_most_its_total(value: str, verdict: str, severity: str) -> None:
    text = f"公开信息120条，其中涉及民生的动态{value}条。"
    [finding] = _found(_list(text, ("公开信息120条", "120"), (f"动态{value}条", value)), text)
    assert (finding.verdict, finding.severity) == (verdict, severity)


def _proposals() -> list[Fact]:
    total = make_fact("proposal.total", "32", id="t")
    npc = make_fact("proposal.npc", "13", id="npc", part_of="t")
    cppcc = make_fact("proposal.cppcc", "19", id="cppcc", part_of="t")
    led = make_fact("proposal.total", "20", id="led", role="主办", part_of="t")
    shared = make_fact("proposal.total", "12", id="shared", role="会办", part_of="t")
    return [total, npc, cppcc, led, shared]


def test_independent_breakdowns_of_one_total_are_apart() -> None:
    assert [(f.facts, f.verdict) for f in _found(_proposals())] == [
        (("t", "npc", "cppcc"), "holds"),
        (("t", "led", "shared"), "holds"),
    ]


def test_both_houses_always_make_the_total() -> None:
    total, npc, cppcc, *_ = _proposals()
    [finding] = _found([_with(total, value=total.value + 1), npc, cppcc])
    assert (finding.verdict, finding.severity) == ("fails", "warning")


def test_channels_may_overlap() -> None:
    total = make_fact("disclosure.items", "100", id="t")
    web = make_fact("disclosure.items", "80", id="web", channel="网站", part_of="t")
    account = make_fact("disclosure.items", "40", id="account", channel="公众号", part_of="t")
    [finding] = _found([total, web, account])
    assert (finding.verdict, finding.severity) == ("fails", "warning")


@pytest.mark.parametrize(
    ("clause", "verdict"),
    [
        ("，同一信息在多个渠道同步发布", "holds"),
        ("，各渠道发布的有重复", "holds"),
        ("，信息发布更加及时", "fails"),
    ],
)
def test_words_between_the_shared_label_and_a_figure_tell_that_channels_overlap(clause: str, verdict: str) -> None:
    text = f"全年发布信息90条{clause}，其中网站80条、微信40条。"
    label = (text.index("发布信息"), text.index("90条"))
    facts = [make_fact("disclosure.items", "90", text=text, quote="发布信息90条", id="t", unit="条", label="发布信息")]
    for value, channel in (("80", "网站"), ("40", "微信")):
        part = make_fact(
            "disclosure.items", value, text=text, quote=f"{value}条", id=value, unit="条", label="发布信息"
        )
        evidence = replace(part.evidence[0], start=label[0], label=label)
        facts.append(_with(part, channel=channel, part_of="t", evidence=(evidence,)))
    [finding] = _found(facts, text)
    assert finding.verdict == verdict


def test_different_units_are_only_warned() -> None:
    total = make_fact("disclosure.items", "100", id="t", unit="条")
    parts = [make_fact("disclosure.items", v, id=v, unit="篇", category=v, part_of="t") for v in ("80", "40")]
    [finding] = _found([total, *parts])
    assert finding.severity == "warning"


def test_carried_over_is_not_added_to_channels() -> None:
    total = make_fact("request.received", "20", id="t")
    web = make_fact("request.received", "14", id="web", channel="网上", part_of="t")
    letters = make_fact("request.received", "6", id="letters", channel="信函", part_of="t")
    carried = make_fact("request.carried_in", "1", id="carried", part_of="t")
    assert [(f.facts, f.verdict) for f in _found([total, web, letters, carried])] == [
        (("t", "web", "letters"), "holds"),
        (("t", "carried"), "holds"),
    ]


def test_outcomes_rows_and_carry_over_make_one_list() -> None:
    total = make_fact("request.received", "20", id="t")
    parts = [
        make_fact("request.granted", "9", part_of="t"),
        make_fact("request.denied", "3", category="国家秘密", part_of="t"),
        make_fact("request.unavailable", "6", part_of="t"),
        make_fact("request.carried_out", "2", part_of="t"),
    ]
    [finding] = _found([total, *parts])
    assert (finding.verdict, len(finding.facts)) == ("holds", 5)


def test_nested_list_hangs_on_the_nearest_total() -> None:
    text = "公开信息100条，其中动态60条、公告40条。"
    facts = _list(text, ("公开信息100条", "100"), ("动态60条", "60"), ("公告40条", "40"))
    inner = [make_fact("disclosure.items", v, id=f"i{v}", unit="条", category=v, part_of="p0") for v in ("45", "15")]
    assert [finding.facts for finding in _found(facts + inner, text)] == [("t", "p0", "p1"), ("p0", "i45", "i15")]


@pytest.mark.parametrize(
    ("change", "verdict"),
    [({"doubtful": True}, "undecided"), ({"approx": "at_least"}, "holds"), ({"approx": "about"}, "holds")],
)
def test_vague_or_doubtful_total(change: dict[str, Any], verdict: str) -> None:
    text = "公开信息90余条，其中动态60条、公告35条。"
    total, *parts = _list(text, ("公开信息90", "90"), ("动态60条", "60"), ("公告35条", "35"))
    [finding] = _found([_with(total, **change), *parts], text)
    assert finding.verdict == verdict


@pytest.mark.parametrize(
    ("total", "verdict"), [("115", "holds"), ("110", "holds"), ("90", "fails"), ("125", "holds"), ("300", "holds")]
)
def test_vague_part_stands_for_all_that_it_may_mean(total: str, verdict: str) -> None:
    text = f"公开信息{total}条，其中动态60余条、公告50条。"
    facts = _list(text, (f"公开信息{total}条", total), ("动态60", "60"), ("公告50条", "50"))
    [finding] = _found([facts[0], _with(facts[1], approx="at_least"), facts[2]], text)
    assert (finding.verdict, finding.severity != "error") == (verdict, True)


def test_rates_changes_and_other_years_are_no_parts() -> None:
    total = make_fact("disclosure.items", "100", id="t")
    others = [
        make_fact("disclosure.items", "60", kind="rate", part_of="t"),
        make_fact("disclosure.items", "5", kind="change", part_of="t"),
        make_fact("disclosure.items", "80", year=2022, part_of="t"),
        make_fact("disclosure.items", "80", part_of="nowhere"),
    ]
    assert _found([total, *others]) == []


def test_part_without_a_qualifier_belongs_to_the_list_in_which_it_stands() -> None:
    text = "公开信息100条，其中动态60条、公告30条、解读10条。"
    total, first, second, third = _list(text, ("公开信息100条", "100"), *_THREE)
    [finding] = _found([total, first, _with(second, category=None), third], text)
    assert (finding.verdict, finding.facts) == ("holds", ("t", "p0", "p1", "p2"))


def test_number_at_the_head_of_a_name_is_no_unread_figure() -> None:
    text = "公开信息120条，其中动态60条、公告30条、26个领域目录10条。"
    parts = (*_THREE[:2], ("领域目录10条", "10"))
    [finding] = _found(_list(text, ("公开信息120条", "120"), *parts), text)
    assert (finding.verdict, finding.severity) == ("fails", "warning")


@pytest.mark.parametrize(
    ("total", "verdict"), [("120", "fails"), ("100", "undecided"), ("95", "undecided"), ("80", "fails")]
)
def test_doubtful_part_leaves_open_only_what_rests_on_it(total: str, verdict: str) -> None:
    text = f"公开信息{total}条，其中动态60条、公告30条、解读10条。"
    whole, first, second, third = _list(text, (f"公开信息{total}条", total), *_THREE)
    [finding] = _found([whole, first, second, _with(third, doubtful=True)], text)
    assert finding.verdict == verdict


def _apart(text: str, total: str, *parts: tuple[str, str]) -> list[Finding]:
    return _found(_list(text, (f"公开信息{total}条", total), *parts), text)


@pytest.mark.parametrize(
    ("text", "total", "parts", "sums"),
    [
        (
            "公开信息90条。按内容分，动态60条、公告30条。其中涉及民生25条。",
            "90",
            (("动态60条", "60"), ("公告30条", "30"), ("民生25条", "25")),
            ["90", "25"],
        ),
        (
            "公开信息90条（含图解15条），动态60条、公告30条。",
            "90",
            (("图解15条", "15"), ("动态60条", "60"), ("公告30条", "30")),
            ["15", "90"],
        ),
        (
            "公开信息90条，动态60条、公告30条；按月份，上半年50条、下半年40条；涉及民生25条。",
            "90",
            (("动态60条", "60"), ("公告30条", "30"), ("上半年50条", "50"), ("下半年40条", "40"), ("民生25条", "25")),
            ["90", "90", "25"],
        ),
    ],
)
def test_subset_that_the_text_sets_apart_is_no_item_of_the_list(
    text: str, total: str, parts: Sequence[tuple[str, str]], sums: Sequence[str]
) -> None:
    found = _apart(text, total, *parts)
    assert [(finding.verdict, finding.right) for finding in found] == [("holds", value) for value in sums]


@pytest.mark.parametrize(
    ("listed", "further", "verdicts"),
    [
        ("动态60条、公告30条", "。门户网站公开通知751条", ["holds"]),
        ("动态60条、公告30条", "。门户网站公开文件200条、通知751条", ["holds"]),
        ("动态60条、公告30条", "。公开通知50条、图解40条", ["holds", "holds"]),
        ("动态60条、公告30条", "、通知751条", ["fails"]),
        ("动态60条、公告30条", "；通知751条", ["holds", "fails"]),
        ("动态60条、公告30条", "。其中涉及民生的通知751条", ["holds", "fails"]),
        ("动态60条、公告20条", "。门户网站公开通知751条", ["fails"]),
    ],
)
@pytest.mark.parametrize("approx", [None, "at_least"])
def test_figure_of_another_sentence_behind_a_whole_list_is_no_part(
    listed: str, further: str, verdicts: Sequence[str], approx: str | None
) -> None:
    text = f"公开信息90条，其中{listed}{further}。"
    names = ("动态", "公告", "文件", "通知", "图解")
    quotes = [(name, rest.split("条")[0]) for name, _, rest in (text.partition(name) for name in names) if rest]
    total, *parts = _list(text, ("公开信息90条", "90"), *((f"{name}{value}条", value) for name, value in quotes))
    found = _found([_with(total, approx=approx), *parts], text)
    assert [finding.verdict for finding in found] == verdicts


def test_second_list_that_tells_its_parts_apart_otherwise_is_judged() -> None:
    text = "公开信息90条，其中动态60条、公告30条。网站发布80条、公众号发布40条。"
    facts = _list(
        text, ("公开信息90条", "90"), ("动态60条", "60"), ("公告30条", "30"), ("发布80条", "80"), ("发布40条", "40")
    )
    channels = [_with(f, category=None, channel=c) for f, c in zip(facts[3:], ("网站", "公众号"), strict=True)]
    assert [finding.verdict for finding in _found([*facts[:3], *channels], text)] == ["holds", "fails"]


def test_surplus_item_inside_the_list_is_no_subset() -> None:
    text = "公开信息90条，动态60条、公告30条、图解25条。"
    [finding] = _apart(text, "90", ("动态60条", "60"), ("公告30条", "30"), ("图解25条", "25"))
    assert (finding.verdict, finding.severity) == ("fails", "error")


@pytest.mark.parametrize(("rows", "verdicts"), [(("2", "3"), ["holds", "holds"]), (("2", "4"), ["holds", "fails"])])
def test_rows_told_beside_their_subtotal_are_a_list_of_their_own(rows: Sequence[str], verdicts: Sequence[str]) -> None:
    total = make_fact("request.concluded", "14", id="t")
    parts = [
        make_fact("request.denied", "5", id="denied", part_of="t"),
        make_fact("request.denied", rows[0], id="secret", category="国家秘密", part_of="t"),
        make_fact("request.denied", rows[1], id="third", category="第三方合法权益", part_of="t"),
        make_fact("request.unavailable", "9", id="none", part_of="t"),
    ]
    assert [finding.verdict for finding in _found([total, *parts])] == verdicts


@pytest.mark.parametrize(
    ("total", "value", "stock", "verdict"),
    [
        ("request.concluded", "18", None, "holds"),
        ("request.received", "19", "1", "holds"),
        ("request.received", "19", None, "fails"),
        ("request.received", "18", "1", "fails"),
        ("request.concluded", "17", None, "fails"),
    ],
)
def test_list_may_count_what_was_carried_over(total: str, value: str, stock: str | None, verdict: str) -> None:
    facts = [
        make_fact(total, value, id="t"),
        make_fact("request.granted", "15", part_of="t"),
        make_fact("request.unavailable", "3", part_of="t"),
        make_fact("request.carried_out", "2", part_of="t"),
    ]
    found = _found([*facts, make_fact("request.carried_in", stock)] if stock else facts)
    assert [finding.verdict for finding in found] == [verdict]


@pytest.mark.parametrize(("parts", "verdict"), [(("5", "8"), "holds"), (("5", "9"), "fails")])
def test_several_may_have_attended_one_meeting(parts: Sequence[str], verdict: str) -> None:
    total = make_fact("disclosure.conferences", "8", id="t", unit="场")
    both = [make_fact(total.metric, v, id=v, unit="场", category=f"{v}号领导出席", part_of="t") for v in parts]
    [finding] = _found([total, *both])
    assert finding.verdict == verdict


def test_message_names_total_parts_sum_and_difference() -> None:
    text = "公开信息120条，分别为动态60条、公告30条。"
    [finding] = _apart(text, "120", ("动态60条", "60"), ("公告30条", "30"))
    assert finding.message == (
        "文字“公开信息120条”总数为120条，所列2项之和动态60 + 公告30 = 90，与总数相差30：列举已写明完整，各项之和却少于总数。"
    )


def test_figure_that_was_read_twice_is_counted_once() -> None:
    text = "公开信息100条，其中动态60条、公告40条。"
    total, first, second = _list(text, ("公开信息100条", "100"), ("动态60条", "60"), ("公告40条", "40"))
    again = _with(first, id="again", metric="disclosure.interpretations", confidence=0.4)
    [finding] = _found([total, again, first, second], text)
    assert (finding.verdict, finding.facts) == ("holds", ("t", "p0", "p1"))
