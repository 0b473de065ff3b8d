"""Every rule that is data keeps what its records promise; broken rule files are told with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.errors import RuleError
from service.forms.layout import layout
from service.reconcile.engine import all_rules
from service.reconcile.equations import Equations
from service.reconcile.names import domains
from service.reconcile.rule import Record, Rule
from service.reconcile.rule_files import builtin_rules, check_unique, read_rules

from .builders import make_form

_CASES = [pytest.param(rule, name, id=f"{rule.id}-{name}") for rule in builtin_rules() for name in rule.records]


def _verdicts(rule: Rule, record: Record) -> set[str]:
    form = make_form(dict(record.cells), edition=record.edition, others=record.others)
    return {finding.verdict for finding in Equations((rule,), form, agency=record.agency).findings()}


@pytest.mark.parametrize(("rule", "name"), _CASES)
def test_record_has_its_verdict(rule: Rule, name: str) -> None:
    verdicts = _verdicts(rule, rule.records[name])
    if name == "holds":
        assert verdicts == {"holds"}
    else:
        assert name in verdicts
        assert ("fails" in verdicts) == (name == "fails")


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


def test_own_rule_is_read_and_decides() -> None:
    [rule] = read_rules(_RULE, file="house.toml")
    [finding] = Equations((rule,), make_form({"review.total": "2"}), agency=None).findings()
    assert (finding.verdict, finding.message) == ("fails", "复议2件，应为0件。")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('expression = "review.total = 0"', 'expression = "review.total = "', "第15个字符"),
        ('expression = "review.total = 0"', 'expression = "{q}.total = 0"', "“q”既不是变量也不是范围"),
        ('severity = "warning"', 'severity = "fatal"', "severity"),
        ('source = "practice"', 'source = "rumour"', "source"),
        ('editions = ["V2"]', 'editions = ["V9"]', "V9"),
        ('editions = ["V2"]', "editions = []", "editions"),
        ('basis = "本地要求"', 'basis = ""', "basis"),
        ('basis = "本地要求"', 'basis = "本地要求"\nwhen = "full_moon"', "full_moon"),
        ('basis = "本地要求"', 'basis = "本地要求"\nwhy = "?"', "why"),
        ('basis = "本地要求"', 'basis = "本地要求"\neach = { c = "moons" }', "moons"),
        ('basis = "本地要求"', 'basis = "本地要求"\neach = { rows = "rows" }', "同名"),
        ('basis = "本地要求"', 'basis = "本地要求"\neach = { left = "rows" }', "同名"),
        ('basis = "本地要求"', 'basis = "本地要求"\neach = { c = ["rows"] }', "范围"),
        ('basis = "本地要求"', 'basis = "本地要求"\neach = "c"', "each"),
        ('basis = "本地要求"', 'basis = "本地要求"\nwhen = ["a"]', "条件"),
        ('holds = "复议{left}件。"', 'holds = "复议{left:d}件。"', "只能写名称"),
        ('cells = { "review.total" = "0" }', 'cells = { "review.total" = 0 }', "带引号"),
        ('holds = "复议{left}件。"', 'holds = "复议{middle}件。"', "middle"),
        ('holds = "复议{left}件。"', 'holds = "复议{left件。"', "花括号"),
        ('holds = "复议{left}件。"', "", "holds"),
        ('undecided = { edition = "V2", cells = {} }', "", "undecided"),
        ('undecided = { edition = "V2", cells = {} }', "undecided = {}", "edition"),
        ('title = "没有复议"\n', "", "title"),
    ],
)
def test_broken_rule_is_told_with_file_line_and_id(old: str, new: str, told: str) -> None:
    assert old in _RULE
    with pytest.raises(RuleError) as caught:
        read_rules(_RULE.replace(old, new), file="house.toml")
    assert "house.toml第3行" in caught.value.message
    assert "house.reviews" in caught.value.message
    assert told in caught.value.message


@pytest.mark.parametrize("text", ["[[rule]", "", "rule = 3", "[[rule]]\n", "[other]\n", "rule = [3]"])
def test_file_without_rules_is_told(text: str) -> None:
    with pytest.raises(RuleError, match=r"house\.toml"):
        read_rules(text, file="house.toml")


def test_two_rules_of_one_id_are_refused() -> None:
    rules = read_rules(_RULE, file="house.toml")
    with pytest.raises(RuleError, match=r"house\.reviews"):
        check_unique([*rules, *rules])
