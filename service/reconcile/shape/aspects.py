"""What section 一 tells of: the five aspects of the form, and what governments report besides (``aspects.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from service.reconcile.finding import Finding
from service.reconcile.shape.verdicts import absence_finding
from service.reconcile.subject import Subject

_FIRST_YEAR_OF_ASPECTS, _FIRST_YEAR_OF_EVALUATION = 2021, 2019
_GOVERNMENT = re.compile(r"人民政府$")
_SECTION = "一"


def missing_aspects(subject: Subject) -> tuple[Finding, ...]:
    """Section 一 speaks of all five aspects: here not a word of one of them occurs."""
    body = subject.report.section_text(_SECTION)
    if not body or (subject.report.year or 0) < _FIRST_YEAR_OF_ASPECTS or subject.form.edition != "V2":
        return ()
    missing = [name for name, pattern in _patterns("aspect").items() if not pattern.search(body)]
    if not missing:
        return ()
    message = f"第一部分没有提到{'、'.join(missing)}的情况。"
    return (absence_finding("shape.aspects", subject, message, severity="information", instance=" ".join(missing)),)


def missing_evaluation(subject: Subject) -> tuple[Finding, ...]:
    """A government also reports how the work was evaluated and who was held to account: here one is not mentioned."""
    report = subject.report
    governs = report.agency is not None and _GOVERNMENT.search(report.agency) is not None
    if not governs or not report.section_text(_SECTION) or (report.year or 0) < _FIRST_YEAR_OF_EVALUATION:
        return ()
    missing = [name for name, pattern in _patterns("evaluation").items() if not pattern.search(report.text)]
    if not missing:
        return ()
    message = (
        f"报告没有提到{'、'.join(missing)}的结果，人民政府的年度报告应当包括工作考核、社会评议和责任追究结果情况。"
    )
    return (absence_finding("shape.evaluation", subject, message, severity="information", instance=" ".join(missing)),)


@cache
def _patterns(kind: str) -> Mapping[str, re.Pattern[str]]:
    """Names → a pattern that finds any of their words."""
    table = tomllib.loads(files("service.reconcile.shape").joinpath("aspects.toml").read_text("utf-8"))
    return {entry["name"]: re.compile("|".join(map(re.escape, entry["words"]))) for entry in table[kind]}
