"""Own rule files: read and proved at the start, every error told, rules of the service changed or switched off."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from service.errors import RuleError
from service.reconcile.engine import all_rules, load_rules, reconcile
from service.versions import rules_version

from .builders import make_form, make_report

_PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
_RULE = """
[[rule]]
id = "house.reviews"
title = "没有复议"
editions = ["V2"]
severity = "warning"
source = "notice"
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


def _file(folder: Path, text: str, name: str = "house.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def _problems(*paths: Path) -> list[str]:
    with pytest.raises(RuleError) as caught:
        load_rules(paths)
    return list(caught.value.problems)


def test_own_rule_is_run_and_listed(tmp_path: Path) -> None:
    rules = load_rules([_file(tmp_path, _RULE)])
    found = reconcile(make_report(), make_form({"review.total": "2", "review.upheld": "2"}), (), rules=rules)
    assert [(f.verdict, f.message) for f in found if f.rule == "house.reviews"] == [("fails", "复议2件，应为0件。")]
    [info] = [info for info in all_rules(rules) if info.id == "house.reviews"]
    assert (info.origin, info.source, info.active, info.editions) == ("user", "notice", True, ("V2",))
    assert "house.reviews" not in {info.id for info in all_rules()}


def test_rules_come_from_several_files_and_folders(tmp_path: Path) -> None:
    folder = tmp_path / "province"
    folder.mkdir()
    _file(folder, _RULE.replace("house.reviews", "province.one"), "one.toml")
    _file(folder, _RULE.replace("house.reviews", "province.two"), "two.toml")
    _file(folder, "not a rule", "notes.txt")
    rules = load_rules([folder, _file(tmp_path, "\ufeff" + _RULE)])
    assert [rule.id for rule in rules.rules if rule.origin == "user"] == [
        "province.one",
        "province.two",
        "house.reviews",
    ]


def test_example_of_the_page_is_a_rule_file(tmp_path: Path) -> None:
    [example] = re.findall(r"```toml\n(.*?)```", _PAGE.read_text("utf-8"), flags=re.DOTALL)
    rules = load_rules([_file(tmp_path, example)])
    assert [rule.origin for rule in rules.rules].count("user") == 1
    assert len(rules.overrides) == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            _RULE.replace("house.reviews", "form.row_total"),
            "house.toml第3行，规则“form.row_total”：编号与软件自带的规则重复",
        ),
        (_RULE.replace("house.reviews", "shape.no_form"), "编号与软件自带的规则重复"),
        (_RULE + _RULE, "house.toml第19行，规则“house.reviews”：编号重复"),
        (
            _RULE.replace('"review.total" = "1"', '"review.total" = "0"'),
            "第3行，规则“house.reviews”：样例fails的结论为holds",
        ),
        (_RULE.replace("undecided = {", 'undecided = { others = "0",'), "样例undecided的结论为holds"),
        (
            _RULE.replace("review.total = 0", "fact(fee.amount) = review.total"),
            "规则“house.reviews”：样例holds的结论为没有结论",
        ),
        (_RULE.replace("review.total = 0", "1 mod review.total = 0"), "样例holds的结论为broken"),
        ('[override]\n"form.no_such" = "off"', "house.toml第2行：override中没有编号为“form.no_such”的规则"),
        (
            '[override]\n"form.row_total" = "fatal"',
            "house.toml第2行：override.form.row_total应为error、warning、information、off",
        ),
        ("override = 3", "override应为一个表"),
        ("[[rule]", "house.toml：不是有效的TOML"),
        ("", "应有[[rule]]条目或[override]表"),
    ],
)
def test_broken_file_is_told(tmp_path: Path, text: str, told: str) -> None:
    assert [problem for problem in _problems(_file(tmp_path, text)) if told in problem]


def test_all_errors_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    one = _file(
        tmp_path, _RULE.replace('"warning"', '"fatal"') + _RULE.replace("review.total = 0", "review.total ="), "a.toml"
    )
    two = _file(tmp_path, _RULE.replace("house.reviews", "form.row_total"), "b.toml")
    three = tmp_path / "c.toml"
    three.write_bytes(b"\xff\xfe\x00")
    empty = tmp_path / "empty"
    empty.mkdir()
    told = _problems(one, two, three, empty, tmp_path / "absent.toml")
    reasons = ("severity", "表达式有误", "编号重复", "编号与软件自带的规则重复", "UTF-8", "没有 .toml 文件", "不能读取")
    assert [len([problem for problem in told if reason in problem]) for reason in reasons] == [1] * len(reasons)
    assert all(str(tmp_path) in problem for problem in told)


def test_rule_twice_in_one_file_is_told_once(tmp_path: Path) -> None:
    assert len(_problems(_file(tmp_path, _RULE + _RULE))) == 1


def test_same_rule_in_two_files_is_told(tmp_path: Path) -> None:
    [told] = _problems(_file(tmp_path, _RULE), _file(tmp_path, _RULE, "more.toml"))
    assert "more.toml" in told
    assert "house.toml重复" in told


def test_files_that_want_different_things_of_a_rule_are_told(tmp_path: Path) -> None:
    one = _file(tmp_path, '[override]\n"form.row_total" = "off"')
    two = _file(tmp_path, '[override]\n"form.row_total" = "warning"\n"form.outcomes_total" = "off"', "more.toml")
    [told] = _problems(one, two)
    assert "more.toml第2行" in told


def test_rules_of_data_and_code_are_switched_off_and_changed(tmp_path: Path) -> None:
    text = """[override]
"form.row_total" = "off"
"shape.section_missing" = "off"
"form.requests_balance" = "information"
"last_year.in_force" = "error"
"""
    rules = load_rules([_file(tmp_path, text)])
    form, report = make_form({"requests.new@total": "3"}), make_report(absent=["六"])
    plain = {(f.rule, f.verdict): f.severity for f in reconcile(report, form, ())}
    found = {(f.rule, f.verdict): f.severity for f in reconcile(report, form, (), rules=rules)}
    assert {("form.row_total", "fails"), ("shape.section_missing", "fails")} <= set(plain)
    assert not {"form.row_total", "shape.section_missing"} & {rule for rule, _ in found}
    assert (plain["form.requests_balance", "fails"], found["form.requests_balance", "fails"]) == (
        "error",
        "information",
    )
    infos = {info.id: info for info in all_rules(rules)}
    assert not infos["form.row_total"].active
    assert infos["last_year.in_force"].severity == "error"


@pytest.mark.parametrize(
    ("wanted", "plain", "lighter"), [("warning", "warning", "information"), ("error", "error", "information")]
)
def test_milder_finding_of_a_rule_is_never_made_graver(tmp_path: Path, wanted: str, plain: str, lighter: str) -> None:
    rules = load_rules([_file(tmp_path, f'[override]\n"form.row_total" = "{wanted}"')])
    form = make_form({"requests.new@total": "3"})
    finding = next(f for f in reconcile(make_report(), form, ()) if f.rule == "form.row_total" and f.verdict == "fails")
    mild = replace(finding, severity="information")
    assert [f.severity for f in rules.applied([finding, mild], {"form.row_total": "error"})] == [plain, lighter]


def test_version_of_the_rules_tells_of_own_files(tmp_path: Path) -> None:
    one, two = _file(tmp_path, _RULE, "a.toml"), _file(tmp_path, _RULE.replace("没有复议", "无复议"), "b.toml")
    versions = [rules_version(load_rules(paths).files) for paths in ([], [one], [two])]
    assert len(set(versions)) == 3
    assert versions[0] == rules_version()
    moved = _file(tmp_path, _RULE, "moved.toml")
    assert rules_version(load_rules([moved]).files) == versions[1]
