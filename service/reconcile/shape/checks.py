"""The rules over the report's shape and text, in the order in which they are said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from service.reconcile.check import Check
from service.reconcile.finding import Finding, Severity
from service.reconcile.rule import BasisKind, RuleInfo
from service.reconcile.shape import (
    agencies,
    aspects,
    citations,
    copied,
    editions,
    fees,
    lists,
    regulation,
    repeats,
    sections,
    slips,
    tables,
    titles,
    years,
)
from service.reconcile.subject import Subject

# What the form has is described, not required: its text on sections is not among the passages checked word by word.
_FORM = "2019年以来的年度报告分为六个部分，其中第二、三、四部分为统计表"
_FORM_OF_YEAR = "2021年度起用国办公开办函〔2021〕30号所附的格式，2019、2020年度用国办公开办函〔2019〕60号所附的试行格式"
_TITLE = "报告标题写明机关与年度"
_YEAR = "年度报告反映的是标题所写年度1月1日至12月31日的情况"
_SIGNING = "年度报告在次年编制、发布"
_FEE = "国办函〔2020〕109号自2021年1月1日起施行，收取情况写入年度报告第六部分"
_ASPECTS = "国办公开办函〔2021〕30号：总体情况包括主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障"
_EVALUATION = "政府信息公开条例（2019年）第五十条"
_IN_FORCE = "修订后的政府信息公开条例（国务院令第711号）自2019年5月15日起施行"
_ARTICLES = "政府信息公开条例（2019年）第四十九条、第五十条规定年度报告"
_SPELLING = "文件的名称和文号以原件为准"
_TEXT = "报告的文字应当完整、没有笔误"
_NEW = "年度报告反映的是当年的情况"


def _rule(name: str, title: str, severity: Severity, basis: str, source: BasisKind = "practice") -> RuleInfo:
    return RuleInfo(f"shape.{name}", title, severity, basis, source=source)


def _check(run: Callable[[Subject], tuple[Finding, ...]], *rules: RuleInfo) -> Check:
    return Check(run, rules)


SHAPE_CHECKS: Final[tuple[Check, ...]] = (
    _check(tables.unknown_form, _rule("no_form", "有法定统计表", "information", _FORM)),
    _check(editions.other_years_form, _rule("form_of_year", "统计表是当年的格式", "warning", _FORM_OF_YEAR)),
    _check(tables.missing_sections, _rule("section_missing", "六个部分齐全", "warning", _FORM)),
    _check(sections.misplaced_sections, _rule("section_order", "六个部分依次排列", "information", _FORM)),
    _check(sections.renumbered_sections, _rule("section_number", "各部分的序号与格式一致", "information", _FORM)),
    _check(sections.repeated_sections, _rule("section_repeated", "各部分只出现一次", "information", _FORM)),
    _check(sections.empty_sections, _rule("section_empty", "各部分标题下有内容", "warning", _FORM)),
    _check(tables.missing_tables, _rule("table_missing", "第二、三、四部分有统计表", "warning", _FORM)),
    _check(tables.truncated_tables, _rule("table_truncated", "统计表没有中断", "warning", _FORM)),
    _check(tables.missing_cells, _rule("cells_missing", "统计表各格都能找到", "information", _FORM)),
    _check(
        titles.missing_title,
        _rule("title_missing", "有报告标题", "warning", _TITLE),
        _rule("year_missing", "标题写明年份", "warning", _TITLE),
        _rule("agency_missing", "标题写明编制机关", "information", _TITLE),
    ),
    _check(
        years.wrong_period,
        _rule("year_period", "统计期限与标题的年份相符", "warning", _YEAR, "form"),
        _rule("period", "统计期限为全年", "warning", _YEAR, "form"),
    ),
    _check(years.wrong_year_in_text, _rule("year_text", "开头所写年份与标题相符", "warning", _YEAR, "inferred")),
    _check(years.wrong_signing_year, _rule("year_signature", "落款日期在次年", "warning", _SIGNING, "inferred")),
    _check(agencies.other_signing_agency, _rule("signature_agency", "落款机关与标题相符", "information", _TITLE)),
    _check(
        fees.missing_fee_statement,
        _rule("fee_statement", "说明了收取信息处理费的情况", "warning", _FEE, "notice"),
        _rule("fee_statement_place", "收取信息处理费的情况写在第六部分", "information", _FEE, "notice"),
    ),
    _check(aspects.missing_aspects, _rule("aspects", "第一部分说到五个方面", "information", _ASPECTS, "form")),
    _check(
        aspects.missing_evaluation,
        _rule("evaluation", "人民政府的报告说到工作考核、社会评议和责任追究", "information", _EVALUATION, "law"),
    ),
    _check(
        citations.outdated_instrument,
        _rule("instrument_outdated", "编制依据是当年的格式文件", "information", _FORM_OF_YEAR),
    ),
    _check(
        regulation.outdated_regulation,
        _rule("regulation_outdated", "引用的条例是现行的", "warning", _IN_FORCE, "law"),
    ),
    _check(regulation.wrong_articles, _rule("article", "引用的条文序号正确", "information", _ARTICLES, "law")),
    _check(citations.mistyped_number, _rule("document_number", "文号书写正确", "information", _SPELLING)),
    _check(citations.mistyped_name, _rule("document_name", "文件名称书写正确", "information", _SPELLING)),
    _check(slips.placeholders, _rule("placeholder", "没有待填写的内容", "warning", _TEXT)),
    _check(slips.lost_numbers, _rule("number_missing", "单位前有数字", "warning", _TEXT)),
    _check(slips.lost_units, _rule("unit_missing", "数字后有单位", "information", _TEXT)),
    _check(slips.broken_dates, _rule("date_broken", "日期书写完整", "information", _TEXT)),
    _check(lists.wrong_list_marks, _rule("list_marks", "“一是、二是”依次排列", "information", _TEXT)),
    _check(
        repeats.repeated_text,
        _rule("paragraph_repeated", "没有重复的段落", "warning", _TEXT),
        _rule("sentence_repeated", "没有重复的句子", "information", _TEXT),
    ),
    _check(repeats.doubled_words, _rule("words_doubled", "没有连写两遍的词语", "information", _TEXT)),
    _check(copied.copied_text, _rule("text_copied", "文字不是上一年的", "warning", _NEW, "inferred")),
)
