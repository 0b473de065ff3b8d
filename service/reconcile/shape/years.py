"""The year of the title and the years that the report names elsewhere as its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.documents.signature import signing_agency
from service.documents.title import year_of
from service.reconcile.finding import Finding, Severity
from service.reconcile.shape.quoting import clause_at, quoted, sentence_at
from service.reconcile.shape.verdicts import wording_finding
from service.reconcile.subject import Subject

_DAY = r"(?P<month{0}>\d{{1,2}})\s*月\s*(?P<day{0}>\d{{1,2}})\s*日"
_RANGE = re.compile(
    rf"(?P<first>20\d\d)\s*年\s*{_DAY.format(1)}\s*[起始]?\s*[，,、]?\s*(?:截?[至止到]|[－—–~～-]+)\s*"
    rf"(?:(?P<last>20\d\d)\s*年\s*)?{_DAY.format(2)}"
)
# 数据截至2023年11月30日, in the preamble.
_UNTIL = re.compile(rf"截[至止]到?\s*(?P<last>20\d\d)\s*年\s*{_DAY.format(2)}")
_OF_THE_FIGURES = re.compile(r"统计|数据|期限|时限")
_OF_THE_REPORT = re.compile(r"期限|时限|报告|年报")
# A body set up, or a regulation that came into force, in the middle of the year reports from then on.
_SET_UP = re.compile(r"成立|组建|挂牌|设立|机构改革|转隶|合并")
_FIRST_YEAR = 2008
_NAMED_REPORT = re.compile(
    r"(20\d\d)\s*年(?:度)?(?:政府|政务)?信息公开(?:工作)?(?:年度)?报告(?!(?:的?编|的?报送|有关|格式|的?通知|\S{0,12}通知))"
)
_ASKED_FOR = re.compile(r"做好|编制好|报送$|关于\S{0,4}$|印发|上一?年|去年")
# 2022年以来, 2022年底, 2022年12月 tell of the time before; 2022年，… and 2022年我局… of the year of the report.
_OPENING = re.compile(
    r"\s*(?:在)?(20\d\d)\s*年(?!\s*(?:\d|以来|以前|之前|起|底|末|初|上半年|下半年|[一二三四]季度|的|报告))"
)
_SENTENCE = re.compile(r"[。；;！？]")
_HAN_DIGITS = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True))
_SIGNED = re.compile(
    r"(20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})\s*年\s*(\d{1,2}|[一二三四五六七八九十]{1,2})\s*月"
)
_LAST_MONTH = ("12", "十二")


def wrong_period(subject: Subject) -> tuple[Finding, ...]:
    """The period is the calendar year of the title: here another year, or a part of it."""
    year = _title_year(subject)
    if year is None:
        return ()
    for match, sentence in _periods(subject):
        years = {name for name in (match.groupdict().get("first"), match["last"]) if name is not None}
        if years != {str(year)}:
            message = f"标题写的是{year}年，统计期限却是{quoted(match[0])}。"
            return (wording_finding("shape.year_period", subject, message, severity="warning", instance=match[0]),)
        if not _is_whole_year(match) and year != _FIRST_YEAR and not _SET_UP.search(sentence):
            message = f"统计期限写作{quoted(match[0])}，年度报告统计的是1月1日至12月31日的情况。"
            return (wording_finding("shape.period", subject, message, severity="warning", instance=match[0]),)
    return ()


def _periods(subject: Subject) -> Iterator[tuple[re.Match[str], str]]:
    """The periods that the figures of the report are said to cover, and the sentences that say so."""
    text, preamble = subject.report.text, _preamble(subject)
    for match in (*_RANGE.finditer(text), *_UNTIL.finditer(preamble)):
        sentence = sentence_at(text, match.start(), match.end())
        if _OF_THE_FIGURES.search(sentence) and _OF_THE_REPORT.search(sentence):
            yield match, sentence


def wrong_year_in_text(subject: Subject) -> tuple[Finding, ...]:
    """The preamble and the first sentence of 一 name the year of the title: here they name another one."""
    year = _title_year(subject)
    if year is None:
        return ()
    return tuple(
        wording_finding(
            "shape.year_text",
            subject,
            f"标题写的是{year}年，{place}写的却是另一年：{quoted(words)}。",
            severity="warning",
            instance=words,
        )
        for place, words in (*_in_preamble(subject, year), *_in_opening(subject, year))
    )


def wrong_signing_year(subject: Subject) -> tuple[Finding, ...]:
    """A report is signed in the year after the one it is about: here before that year was over, or long after."""
    year, report = _title_year(subject), subject.report
    if year is None or report.signature is None:
        return ()
    signature = report.text[slice(*report.signature)]
    match = _SIGNED.search(signature)
    if match is None:
        return ()
    signed = int("".join(_HAN_DIGITS.get(digit, digit) for digit in match[1]))
    severity = _of_signing(signed - year, month=match[2], signature=signature)
    if severity is None:
        return ()
    message = f"报告是{year}年的，一般在{year + 1}年编制发布，落款日期却是{quoted(match[0])}。"
    return (wording_finding("shape.year_signature", subject, message, severity=severity, instance=match[0]),)


def _title_year(subject: Subject) -> int | None:
    title = subject.report.title
    return None if title is None else year_of(title)


def _is_whole_year(match: re.Match[str]) -> bool:
    begins = match.groupdict()
    first = (int(begins.get("month1", "1")), int(begins.get("day1", "1")))
    return first == (1, 1) and (int(match["month2"]), int(match["day2"])) == (12, 31)


def _preamble(subject: Subject) -> str:
    """What stands above the first section."""
    bodies = [section.body[0] for section in subject.report.sections if section.body is not None]
    return subject.report.text[: min(bodies, default=0)]


def _in_preamble(subject: Subject, year: int) -> Iterator[tuple[str, str]]:
    """What the preamble calls the report of another year; notices that asked for reports are no such thing."""
    preamble = _preamble(subject)
    for match in _NAMED_REPORT.finditer(preamble):
        clause = clause_at(preamble, match.start(), match.end())
        if int(match[1]) != year and not _ASKED_FOR.search(clause.partition(match[0])[0]):
            yield "开头的说明", clause
            return


def _in_opening(subject: Subject, year: int) -> Iterator[tuple[str, str]]:
    """The first sentence of 一, where it begins with another year and does not name the right one."""
    body = subject.report.section_text("一") or ""
    lines = (line for line in body.split("\n") if _SENTENCE.search(line))
    opening = next(lines, "")
    sentence = _SENTENCE.split(opening, maxsplit=1)[0]
    match = _OPENING.match(sentence)
    if match and int(match[1]) != year and str(year) not in sentence:
        yield "第一部分开头", clause_at(sentence, match.start(), match.end())


def _of_signing(years_later: int, *, month: str, signature: str) -> Severity | None:
    """How much it matters that the report was signed so many years after the year that it is about."""
    if years_later < 0 or (years_later == 0 and month not in _LAST_MONTH):
        return "warning"
    signed = any(signing_agency(line) is not None for line in signature.split("\n"))
    # A lone date years later is the day on which a page was put up.
    return "information" if years_later == 0 or (years_later > 1 and signed) else None
