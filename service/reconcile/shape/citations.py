"""The instruments that a report cites: those in force, with their numbers and names spelt as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.reconcile.finding import Finding
from service.reconcile.shape.instruments import (
    Instrument,
    bare,
    instruments,
    issuing_office,
    known_names,
    n_differences,
    other_series,
)
from service.reconcile.shape.quoting import quoted
from service.reconcile.shape.verdicts import wording_finding
from service.reconcile.subject import Subject

_NUMBER = re.compile(
    r"(?P<issuer>国[\u4e00-\u9fff]{1,6}?)\s*(?P<open>[〔［\[（(【<〈﹝「]?)\s*(?P<year>20\d\d)\s*"
    r"(?P<close>[〕］\]）)】>〉﹞」]?)\s*(?:第\s*)?(?P<number>\d{0,3})\s*号"
)
_NAME = re.compile(r"[《〈<“]([^《》〈〉<>“”\n]{6,50})[》〉>”]")
_OFFICE = re.compile(r"国务院办公厅(?:政府|政务|信息)[\u4e00-\u9fff]{2,12}?公开办公室")
_SLIGHT, _SLIGHT_IN_LONG, _LONG = 1, 2, 14
_SERIES_SLIGHT = 2


def outdated_instrument(subject: Subject) -> tuple[Finding, ...]:
    """The form cited is the one in force for the year of the report and the one its tables follow."""
    year, text = subject.report.year, subject.report.text
    if year is None or subject.form.edition not in ("V1", "V2"):
        return ()
    cited = {id(instrument): (instrument, words) for instrument, words in _cited_forms(text)}
    in_force = any(_is_for(instrument, year) for instrument, _ in cited.values())
    follows_cited = subject.form.edition == "V1" and year > 2020
    if in_force or follows_cited or not cited:
        return ()
    instrument, words = next(iter(cited.values()))
    right = next((known for known in instruments() if known.about == instrument.about and _is_for(known, year)), None)
    if right is None:
        return ()
    message = f"编制依据写的是{quoted(words)}，{year}年度的报告使用的是{right.printed}所附的格式。"
    return (wording_finding("shape.instrument_outdated", subject, message, severity="information", instance=words),)


def mistyped_number(subject: Subject) -> tuple[Finding, ...]:
    """The number of a known document is spelt as it is: issuer, brackets, year and number."""
    text = subject.report.text
    found = {}
    for match in _NUMBER.finditer(text):
        right = _right_number(match, text)
        if right is not None:
            spelt = (match["issuer"], match["number"]) == (right.issuer, str(right.number))
            what = "的括号有误" if spelt and match["year"] == str(right.year) else "疑有误"
            found[match[0]] = f"文号{quoted(match[0])}{what}，应为“{right.printed}”。"
    return _findings("shape.document_number", found, subject)


def mistyped_name(subject: Subject) -> tuple[Finding, ...]:
    """The name of a known document, and of the office that issues the form, is spelt as it is."""
    text = subject.report.text
    found = {}
    for match in _NAME.finditer(text):
        right = _right_name(bare(match[1]))
        if right is not None:
            found[match[1]] = f"文件名称{quoted(match[0])}疑有误，应为《{right}》。"
    for match in _OFFICE.finditer(text):
        if match[0] != issuing_office() and n_differences(match[0], issuing_office()) <= _SLIGHT_IN_LONG:
            found[match[0]] = f"机构名称{quoted(match[0])}疑有误，应为“{issuing_office()}”。"
    return _findings("shape.document_name", found, subject)


def _findings(rule: str, found: dict[str, str], subject: Subject) -> tuple[Finding, ...]:
    """One finding for each spelling, however often it stands there."""
    return tuple(
        wording_finding(rule, subject, message, severity="information", instance=words)
        for words, message in found.items()
    )


def _cited_forms(text: str) -> Iterator[tuple[Instrument, str]]:
    """The forms of the report that are cited, with the words that cite them: by number, else by a name of their own."""
    forms = [instrument for instrument in instruments() if instrument.about == "年度报告"]
    numbered = [
        (form, match[0])
        for match in _NUMBER.finditer(text)
        for form in forms
        if (match["year"], match["number"]) == (str(form.year), str(form.number)) and _is_about(form, match, text)
    ]
    yield from numbered
    if not numbered:
        # The form of 2021 has no name of its own: that of the trial form is its name and 试行.
        trial = {bare(name): form for form in forms if form.last is not None for name in form.names}
        for match in _NAME.finditer(text):
            if bare(match[1]) in trial:
                yield trial[bare(match[1])], match[0]


def _is_for(instrument: Instrument, year: int) -> bool:
    return instrument.first <= year and (instrument.last is None or year <= instrument.last)


def _right_number(match: re.Match[str], text: str) -> Instrument | None:
    """The known document whose number was meant; None where it is right, or may be that of another document."""
    issuer, year, number = match["issuer"], match["year"], match["number"]
    is_series = issuer in other_series() or any(issuer == known.issuer for known in instruments())
    for known in instruments():
        same_number = (year, number) == (str(known.year), str(known.number))
        if same_number and issuer == known.issuer:
            return None if (match["open"], match["close"]) == ("〔", "〕") or _is_narrow(match, text) else known
        alike = is_series or n_differences(issuer, known.issuer) <= _SERIES_SLIGHT
        if same_number and alike and _is_about(known, match, text):
            return known
        if not number and issuer == known.issuer and year == str(known.year):
            return known
    return None


def _is_about(instrument: Instrument, match: re.Match[str], text: str) -> bool:
    """Whether the words around a number speak of what the document is about, or it is none but of this series."""
    if match["issuer"] == instrument.issuer and match["issuer"] not in other_series():
        return True
    return instrument.about in text[max(0, match.start() - 80) : match.end() + 20]


def _is_narrow(match: re.Match[str], text: str) -> bool:
    """Whether the brackets are the narrow ones of a text in which all are, as they are in many copies."""
    return match["open"] + match["close"] in ("[]", "()") and "（" not in text


def _right_name(name: str) -> str | None:
    """The known name that was meant; None where it is right, part of another, or a name of its own."""
    names = known_names()
    if any(name in known or known in name for known in names):
        return None
    for known, printed in names.items():
        if abs(len(name) - len(known)) > _SLIGHT_IN_LONG:
            continue
        allowed = _SLIGHT_IN_LONG if len(known) >= _LONG else _SLIGHT
        if n_differences(name, known) <= allowed:
            return printed
    return None
