"""Every rule that is data keeps what its records promise; broken rule files are told with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.errors import RuleError
from service.forms.layout import layout
from service.reconcile.engine import all_rules
from service.reconcile.equations import Equations
from service.reconcile.names import domains
from service.reconcile.records import complaints_of_records, decided
from service.reconcile.rule import Rule
from service.reconcile.rule_files import builtin_rules, read_rules
from service.reconcile.subject import Subject

from .builders import make_form, make_report

_SOURCES = {"form": "格式注明", "law": "法律", "notice": "通知", "inferred": "推得", "practice": "经验"}
_SEVERITIES = {"error": "错误", "warning": "提醒", "information": "提示"}
# What the form reference calls hard is an error, what it calls strong a warning, weak information.
_WEIGHTS = {
    "error": ["form.requests_balance", "form.row_total", "form.outcomes_total", "form.disputes_total"],
    "warning": [
        *("form.documents_in_force", "form.documents_published", "form.regulation_power", "last_year.carried_in"),
        *("fee.notices", "fee.tariff", "fee.with_requests"),
    ],
    "information": [
        *("last_year.in_force", "last_year.items", "last_year.public_total", "fee.within_charges"),
        *("last_year.charges_unit", "last_year.requests_reused", "slip.items_money"),
    ],
}


@pytest.mark.parametrize("rule", builtin_rules(), ids=lambda rule: rule.id)
def test_records_have_their_verdicts(rule: Rule) -> None:
    assert complaints_of_records(rule) == []


@pytest.mark.parametrize("rule", builtin_rules(), ids=lambda rule: rule.id)
def test_failing_record_is_told_in_full(rule: Rule) -> None:
    told = [f.message for f in decided(rule, rule.records["fails"]) if f.verdict == "fails"]
    assert told
    assert all(message.endswith("。") and "None" not in message and "“”" not in message for message in told)


@pytest.mark.parametrize(("severity", "rule"), [(weight, rule) for weight, ids in _WEIGHTS.items() for rule in ids])
def test_severity_follows_the_weight_of_the_equation(severity: str, rule: str) -> None:
    assert next(info.severity for info in all_rules() if info.id == rule) == severity


@pytest.mark.parametrize("rule", builtin_rules(), ids=lambda rule: rule.id)
def test_rule_speaks_of_cells_of_its_editions(rule: Rule) -> None:
    for record in rule.records.values():
        assert set(record.cells) <= set(layout(record.edition).ids)
        assert record.edition in rule.editions


@pytest.mark.parametrize("rule", builtin_rules(), ids=lambda rule: rule.id)
def test_only_the_printed_equation_is_called_a_requirement_of_the_form(rule: Rule) -> None:
    assert (rule.source == "form") == (rule.id == "form.requests_balance")


def test_rule_ids_are_unique() -> None:
    ids = [info.id for info in all_rules()]
    assert len(ids) == len(set(ids))


def test_docs_name_every_rule() -> None:
    page = (Path(__file__).parents[2] / "docs" / "rules.md").read_text("utf-8")
    absent = [info.id for info in all_rules() if f"`{info.id}`" not in page or info.title not in page]
    assert absent == []
    kinds = {
        rule: (_SOURCES[rule.source], _SEVERITIES[rule.severity], "、".join(rule.editions)) for rule in builtin_rules()
    }
    rows = [f"| `{rule.id}` | {rule.title} | {rule.basis} | {' | '.join(kinds[rule])} |" for rule in builtin_rules()]
    assert [row for row in rows if row not in page.splitlines()] == []


def test_rows_and_columns_are_those_of_the_layouts() -> None:
    rows = {row.id for edition in ("V1", "V2") for row in layout(edition).table("applications").rows}
    assert set(domains()["rows"]) == rows
    assert tuple(domains()["columns"]) == tuple(column.id for column in layout("V2").table("applications").columns)
    assert (*domains()["applicants"], "total") == tuple(domains()["columns"])


_RULE = """
[[rule]]
id = "house.reviews"
title = "没有复议"
editions = ["V2"]
severity = "warning"
source = "practice"
basis = "本地要求"
expression = "review.total = 0"
[rule.messages]
holds = "复议{left}件。"
fails = "复议{left}件，应为{right}件。"
[rule.records]
holds = { edition = "V2", cells = { "review.total" = "0" } }
fails = { edition = "V2", cells = { "review.total" = "1" } }
undecided = { edition = "V2", cells = {} }
"""


def test_rows_of_the_old_tables_are_those_of_the_layouts() -> None:
    for kind in ("annual", "coded"):
        table = layout("V0a").table(kind)
        assert tuple(domains()[f"{kind}_columns"]) == tuple(column.id for column in table.columns)
        counted = {row.id for row in table.rows if not row.decimal and not row.id.startswith("v0a.replies.denied.")}
        assert set(domains()[f"{kind}_rows"]) == counted


def test_own_rule_is_read_and_decides() -> None:
    [rule] = read_rules(_RULE, file="house.toml")
    [finding] = Equations((rule,), Subject(make_report(), make_form({"review.total": "2"}), ())).findings()
    assert (finding.verdict, finding.message) == ("fails", "复议2件，应为0件。")


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ('expression = "review.total = 0"', 'expression = "review.total = "', 9, "第15个字符"),
        ('expression = "review.total = 0"', 'expression = "{q}.total = 0"', 9, "“q”既不是变量也不是范围"),
        ('expression = "review.total = 0"', 'expression = "review.totals = 0"', 9, "“review.totals”"),
        ('expression = "review.total = 0"', 'expression = "sum(review.*.x) = 0"', 9, "“review.*.x”"),
        ('expression = "review.total = 0"', 'expression = "p19.fees.items_prev = 0"', 9, "V2格式中没有单元格"),
        ('expression = "review.total = 0"', 'expression = "fact(fee.amounts) = 0"', 9, "没有指标“fee.amounts”"),
        ('expression = "review.total = 0"', 'expression = "review.total = last(fact(a.b))"', 9, "没有指标“a.b”"),
        ('expression = "review.total = 0"', 'expression = "review.total = last(reviews.total)"', 9, "“reviews.total”"),
        ('expression = "review.total = 0"', 'expression = "unchanged(reviews.*)"', 9, "“reviews.*”"),
        ('severity = "warning"', 'severity = "fatal"', 6, "severity应为error、warning、information之一，实为“fatal”"),
        ('source = "practice"', 'source = "rumour"', 7, "source"),
        ('editions = ["V2"]', 'editions = ["V9"]', 5, "V9"),
        ('editions = ["V2"]', "editions = []", 5, "至少应有一项"),
        ('editions = ["V2"]', 'editions = ["V0b"]', 9, "V0b格式中没有单元格“review.total”"),
        ('basis = "本地要求"', 'basis = ""', 8, "basis不能为空"),
        ('basis = "本地要求"', 'basis = " "', 8, "basis的写法不对"),
        ('basis = "本地要求"', 'basis = "本地要求"\nwhen = "full_moon"', 9, "full_moon"),
        ('basis = "本地要求"', 'basis = "本地要求"\nwhy = "?"', 9, "不认识的键：why"),
        ('basis = "本地要求"', 'basis = "本地要求"\neach = { c = "moons" }', 9, "moons"),
        ('basis = "本地要求"', 'basis = "本地要求"\neach = { rows = "rows" }', 9, "同名"),
        ('basis = "本地要求"', 'basis = "本地要求"\neach = { left = "rows" }', 9, "同名"),
        ('basis = "本地要求"', 'basis = "本地要求"\neach = { c = ["rows"] }', 9, "each.c"),
        ('basis = "本地要求"', 'basis = "本地要求"\neach = "c"', 9, "each应为一个表"),
        ('basis = "本地要求"', 'basis = "本地要求"\nwhen = ["a"]', 9, "when"),
        ('holds = "复议{left}件。"', 'holds = "复议{left:d}件。"', 11, "只能写名称"),
        ('holds = "复议{left}件。"', 'holds = "复议{middle}件。"', 11, "middle"),
        ('holds = "复议{left}件。"', 'holds = "复议{left件。"', 11, "花括号"),
        ('holds = "复议{left}件。"', "", 10, "缺少messages.holds"),
        ('cells = { "review.total" = "0" }', 'cells = { "review.total" = 0 }', 14, "带引号"),
        ('cells = { "review.total" = "0" }', 'cells = { "review.total" = "零" }', 14, "零"),
        ('cells = { "review.total" = "0" }', 'cells = { "reviews" = "0" }', 14, "没有这样的单元格：reviews"),
        ('cells = { "review.total" = "0" }', 'cells = {}, facts = { "fee" = ["1"] }', 14, "没有这样的指标：fee"),
        ('cells = { "review.total" = "0" }', 'cells = {}, facts = { "fee" = "1" }', 14, "应为列表"),
        ('cells = { "review.total" = "0" }', 'cells = {}, last = { "x" = "1" }', 14, "没有这样的单元格：x"),
        ('holds = { edition = "V2"', 'holds = { edition = "V1"', 14, "“V1”不在editions之中"),
        ('undecided = { edition = "V2", cells = {} }', "", 13, "缺少records.undecided"),
        ('undecided = { edition = "V2", cells = {} }', "undecided = {}", 16, "edition"),
        ('title = "没有复议"\n', "", 3, "缺少title"),
        ('id = "house.reviews"', 'id = "house reviews"', 3, "id的写法不对"),
    ],
)
def test_broken_rule_is_told_with_file_line_and_id(old: str, new: str, line: int, told: str) -> None:
    assert old in _RULE
    with pytest.raises(RuleError) as caught:
        read_rules(_RULE.replace(old, new), file="house.toml")
    problem = next(problem for problem in caught.value.problems if told in problem)
    assert problem.startswith(f"house.toml第{line}行，规则“house")


def test_all_that_is_wrong_with_a_file_is_told_at_once() -> None:
    one = _RULE.replace('severity = "warning"', 'severity = "fatal"').replace('title = "没有复议"', "title = 3")
    two = _RULE.replace("house.reviews", "house.more").replace("review.total = 0", "review.totals = oddly")
    with pytest.raises(RuleError) as caught:
        read_rules(one + two + _RULE, file="house.toml")
    assert len(caught.value.problems) == 5
    assert all(problem in caught.value.message for problem in caught.value.problems)
    lines = [problem.partition("，")[0] for problem in caught.value.problems]
    assert lines == [f"house.toml第{line}行" for line in (4, 6, 25, 25, 35)]


@pytest.mark.parametrize(
    "text", ["[[rule]", "", "rule = 3", "[[rule]]\n", "[other]\n", "rule = [3]", "[override]\na = 3"]
)
def test_file_without_rules_is_told(text: str) -> None:
    with pytest.raises(RuleError, match=r"house\.toml"):
        read_rules(text, file="house.toml")
