"""Slips in single words: what was left to be filled in, lost digits, lost numbers, lost units (``slips.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from service.reconcile.finding import Finding, Severity
from service.reconcile.shape.quoting import clause_at, quoted
from service.reconcile.shape.verdicts import wording_finding
from service.reconcile.subject import Subject

# A date that has lost a character: 20251231日, 2025年1231日, 202512月31日; or that is none: 2025年13月, 2025年12月32日.
_BROKEN_DATE = re.compile(
    r"20\d\d(?:(?:0[1-9]|1[0-2])[0-3]\d日|年(?:\d{3,4}日|(?:1[3-9]|[2-9]\d|00?)月|\d{1,2}月(?:3[2-9]|[4-9]\d)日)"
    r"|(?:1[0-2]|[1-9])月\d{1,2}日)"
)
_CLAUSE_BEGINS = re.compile(r"[，。；、：,;:）)\n]")
_LONGEST = 24
_MOST = 5


def placeholders(subject: Subject) -> tuple[Finding, ...]:
    """Nothing is left to be filled in: here are gaps, crosses, empty brackets, remarks of a draft."""
    return _each(
        "shape.placeholder", subject, _placeholder(), "{quote}中的{found}像是尚未填写的内容。", severity="warning"
    )


def lost_numbers(subject: Subject) -> tuple[Finding, ...]:
    """A unit has a number before it: here the number is gone (共公开条)."""
    return _each("shape.number_missing", subject, _lost_number(), "{quote}缺少数字。", severity="warning")


def lost_units(subject: Subject) -> tuple[Finding, ...]:
    """A number at the end of a sentence has a unit behind it: here it is gone (公开信息12。)."""
    return _each("shape.unit_missing", subject, _lost_unit(), "{quote}的数字后面缺少单位。", severity="information")


def broken_dates(subject: Subject) -> tuple[Finding, ...]:
    """A date has year, month and day with their words: here a word or a digit is gone (20251231日, 2025通过)."""
    rule, year = "shape.date_broken", subject.report.year
    said = "{found}疑有缺漏，请核实日期。"
    found = _each(rule, subject, _BROKEN_DATE, said, severity="information", begins=_no_digit_before)
    if year is None:
        return found
    said = "{quote}的年份后面缺少“年”字。"
    return (*found, *_each(rule, subject, _lost_year_word(year), said, severity="information", begins=_begins_clause))


def _no_digit_before(text: str, start: int) -> bool:
    return start == 0 or not text[start - 1].isdigit()


def _begins_clause(text: str, start: int) -> bool:
    return start == 0 or _CLAUSE_BEGINS.match(text, start - 1) is not None


def _each(
    rule: str,
    subject: Subject,
    pattern: re.Pattern[str],
    message: str,
    *,
    severity: Severity,
    begins: Callable[[str, int], bool] = lambda text, start: True,
) -> tuple[Finding, ...]:
    """One finding for each place, the first few of many; {quote} is the clause, {found} the words themselves."""
    text = subject.report.text
    findings = []
    for match in pattern.finditer(text):
        if not begins(text, match.start()):
            continue
        clause = clause_at(text, match.start(), match.end())
        said = message.format(quote=quoted(_near(clause, match[0])), found=quoted(match[0]))
        findings.append(wording_finding(rule, subject, said, severity=severity, instance=clause))
        if len(findings) == _MOST:
            break
    return tuple(findings)


def _near(clause: str, words: str) -> str:
    """As much of a long clause as stands right around the words."""
    at = clause.find(words)
    first = max(0, at - (_LONGEST - len(words)))
    return clause if len(clause) <= _LONGEST else clause[first : first + _LONGEST + len(words)]


@cache
def _placeholder() -> re.Pattern[str]:
    words = _words()["placeholder"]
    # One look at the first character spares trying every pattern at every place.
    return re.compile(f"(?={words['first']})(?:{'|'.join(words['patterns'])})", re.MULTILINE)


@cache
def _lost_number() -> re.Pattern[str]:
    words = _words()["number"]
    items = f"(?:{_either(words['before_items'])})(?:{_either(words['items'])})"
    cases = f"(?:{_either(words['before_cases'])})(?:{_either(words['cases'])})"
    return re.compile(
        f"(?:{_either(words['cues'])}){words['between']}(?:{items}|{cases})(?=[，。；,;、（(]|其中|$)", re.MULTILINE
    )


@cache
def _lost_unit() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{_either(_words()['unit']['counted'])})(?:共|共计|总数|数)?\d{{1,7}}(?=[。；;]|$)", re.MULTILINE
    )


@cache
def _lost_year_word(year: int) -> re.Pattern[str]:
    return re.compile(rf"(?:{year - 1}|{year})(?={_either(_words()['year']['followers'])})")


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files("service.reconcile.shape").joinpath("slips.toml").read_text("utf-8"))
