"""Whose figures are in a parent's total, by names and years (FORM §7.1)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from service.documents.report import Report
from service.reconcile.subject import Subject

_BLANKS = re.compile(r"\s")
# What a report says of whom its figures are: 本报告数据包括…, 所列数据为…汇总, 统计范围为….
_SCOPE_SENTENCE = re.compile(
    r"[^。；;\n]*(?:(?:报告|数据|统计|表格|附表)[^。；;\n]{0,24}(?:汇总|涵盖|包含|包括|不含|不包括|仅为|仅指|仅含)|统计范围|统计口径)[^。；;\n]*"
)
_MOST_SENTENCES = 3
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Member:
    """A report that may be part of a total, under the name of its file."""

    name: str
    subject: Subject

    @property
    def agency(self) -> str:
        """The body's name without blanks; empty where it is not known."""
        return _BLANKS.sub("", self.subject.report.agency or "")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A child that is not summed, with the reason in Chinese."""

    name: str
    agency: str
    reason: str


@cache
def scope_data() -> Mapping[str, Any]:
    """Names and cells (``scope.toml``)."""
    return tomllib.loads(files("service.reconcile.rollup").joinpath("scope.toml").read_text("utf-8"))


def sorted_out(
    parent: Member, children: Sequence[Member], *, own: Member | None = None
) -> tuple[list[Member], list[LeftOut]]:
    """The parent's ``own`` report with the children that are in the parent's total, and the children that are not."""
    included = [] if own is None else [own]
    left_out: list[LeftOut] = []
    for child in children:
        reason = _reason(parent, child, included, children)
        if reason:
            left_out.append(LeftOut(child.name, child.subject.report.agency or "", reason))
        else:
            included.append(child)
    return included, left_out


def has_tables(subject: Subject) -> bool:
    """Whether there are tables of the forms from 2019 on, which can be summed."""
    return subject.form.edition in ("V1", "V2")


def scope_notes(report: Report) -> list[str]:
    """What the parent's name and words tell of whom its figures are."""
    agency = _BLANKS.sub("", report.agency or "")
    notes = []
    if agency.endswith(tuple(scope_data()["offices"])):
        notes.append(f"上级报告的机关是“{report.agency}”，这类报告通常只反映该机关本身，不是汇总。")
    sentences = [match[0].strip() for match in _SCOPE_SENTENCE.finditer(report.text)]
    notes += [f"上级报告写明：“{sentence[:_LONGEST]}”。" for sentence in sentences[:_MOST_SENTENCES]]
    return notes


def _reason(parent: Member, child: Member, included: Sequence[Member], all_children: Sequence[Member]) -> str:
    """Why a child is not summed; empty where it is."""
    if not has_tables(child.subject):
        return "没有2019年以后格式的统计表"
    year, own_year = parent.subject.report.year, child.subject.report.year
    if year is not None and own_year != year:
        return f"是{own_year}年的报告" if own_year else "年度未识别"
    if not child.agency:
        return "机关名称未识别，无法断定是否计入"
    if child.agency == parent.agency:
        return "与上级是同一机关"
    if any(child.agency == other.agency for other in included):
        return "同一机关已有一份报告计入"
    if is_vertical(child.agency):
        return "垂直领导的单位，不计入地方汇总"
    above = _summed_in(child, parent, all_children)
    return f"已汇总在{above}的报告中" if above else ""


def is_vertical(agency: str) -> bool:
    """Whether the name is one of a body under 垂直领导."""
    data = scope_data()
    return any(word in agency for word in data["vertical"]) and not any(word in agency for word in data["local"])


def _summed_in(child: Member, parent: Member, children: Sequence[Member]) -> str:
    """The lower government among the children whose total has the child in it already (甲县水务局 in that of 甲县)."""
    for other in children:
        place = _place(other.agency)
        governs = place and other is not child and place != _place(parent.agency) and place not in parent.agency
        same_year = other.subject.report.year == child.subject.report.year
        if governs and same_year and has_tables(other.subject) and place in child.agency:
            return other.agency
    return ""


def _place(agency: str) -> str:
    """The place of a government; empty for any other body."""
    for ending in scope_data()["governments"]:
        if agency.endswith(ending):
            return agency.removesuffix(ending)
    return ""
