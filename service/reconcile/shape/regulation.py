"""The regulation that a report cites (政府信息公开条例): the version in force, and articles that it has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.facts.numerals import numeral_value
from service.reconcile.finding import Finding
from service.reconcile.shape.instruments import regulation
from service.reconcile.shape.quoting import quoted, sentence_at
from service.reconcile.shape.verdicts import wording_finding
from service.reconcile.subject import Subject

_OLD_ORDER = re.compile(r"国务院(?:令)?[（(〔\[]?第?\s*492\s*号?\s*令?")
# The order of 2007 is part of the history of the regulation, which some quote whole.
_HISTORY = re.compile(r"711|修订|修改|修正|废止")
_CITED = re.compile(
    r"(?:《(?:中华人民共和国)?政府信息公开条例》|《条例》|中华人民共和国政府信息公开条例)"
    r"(?:[（(][^（）()]{0,30}[)）])?(?P<articles>(?:[、，,和及与]?\s*第\s*[〇零一二三四五六七八九十\d]{1,4}\s*条(?:[之的]?规定)?)+)"
)
_ARTICLE = re.compile(r"第\s*([〇零一二三四五六七八九十\d]{1,4})\s*条")
_OF_REPORTS = re.compile(r"年度报告|年报|本报告|编制")
_SINCE = 2019


def outdated_regulation(subject: Subject) -> tuple[Finding, ...]:
    """From 2019 on the regulation is that of order 711: here the order of 2007 is cited alone."""
    year, text = subject.report.year, subject.report.text
    if year is None or year < _SINCE:
        return ()
    for match in _OLD_ORDER.finditer(text):
        if not _HISTORY.search(sentence_at(text, match.start(), match.end())):
            message = f"引用了2007年的条例（{quoted(match[0])}），2019年5月15日起施行的是国务院令第711号。"
            return (
                wording_finding("shape.regulation_outdated", subject, message, severity="warning", instance=match[0]),
            )
    return ()


def wrong_articles(subject: Subject) -> tuple[Finding, ...]:
    """The articles cited exist, and those cited for the annual report are the ones that speak of it."""
    year = subject.report.year
    if year is None:
        return ()
    found = dict(_wrong_articles(subject.report.text, year))
    return tuple(
        wording_finding("shape.article", subject, message, severity="information", instance=words)
        for words, message in found.items()
    )


def _wrong_articles(text: str, year: int) -> Iterator[tuple[str, str]]:
    current, other = regulation(year), regulation(_SINCE - 1 if year >= _SINCE else _SINCE)
    short_is_ours = "政府信息公开条例" in text
    for match in _CITED.finditer(text):
        if match[0].startswith("《条例》") and not short_is_ours:
            continue
        numbers = [_number(article[1]) for article in _ARTICLE.finditer(match["articles"])]
        if any(number is not None and number > current.articles for number in numbers):
            yield match[0], f"{quoted(match[0])}：条例只有{current.articles}条，请核实条文序号。"
        elif set(numbers) <= set(other.report_articles) and _OF_REPORTS.search(
            sentence_at(text, match.start(), match.end())
        ):
            right = "、".join(f"第{number}条" for number in current.report_articles)
            yield match[0], f"{quoted(match[0])}：当年施行的条例中关于年度报告的是{right}。"


def _number(written: str) -> int | None:
    if written.isdigit():
        return int(written)
    value = numeral_value(written)
    return None if value is None else int(value)
