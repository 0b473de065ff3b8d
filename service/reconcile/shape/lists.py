"""Enumerations in the text: 一是…二是…三是…."""

from __future__ import annotations

import re

from service.reconcile.finding import Finding
from service.reconcile.shape.quoting import quoted
from service.reconcile.shape.verdicts import wording_finding
from service.reconcile.subject import Subject

_NUMBERS = "一二三四五六七八九十"
_MARKER = re.compile(r"(?:^|(?<=[。；;：:，,、\s（(）)！]))([一二三四五六七八九十])是(?!否)", re.MULTILINE)
# Other ways to count that stand in for a marker: 第二, 其二, 二要, 二、, （二）, 2.
_OTHER_MARKS = "其次|再次|另外|此外|同时|第{0}|其{0}|{0}要|{0}则|{0}[、,，.．]|[（(]{0}[）)]|{1}[.．、]"
_QUOTED = 6


def wrong_list_marks(subject: Subject) -> tuple[Finding, ...]:
    """The marks of an enumeration go on by one, or begin again: here one is doubled or left out."""
    findings = []
    for number in _numbers(subject):
        body = subject.report.section_text(number) or ""
        for at, expected in _wrong_marks(body):
            words = body[at : at + _QUOTED + 2].split("\n")[0]
            message = f"第{number}部分的{quoted(words)}处，序号应为“{expected}是”。"
            findings.append(
                wording_finding("shape.list_marks", subject, message, severity="information", instance=words)
            )
    return tuple(findings)


def _numbers(subject: Subject) -> list[str]:
    return [section.number for section in subject.report.sections if section.body is not None]


def _wrong_marks(body: str) -> list[tuple[int, str]]:
    """Where a mark stands that continues no list begun so far, and the one that was due; lists may be nested."""
    wrong = []
    open_lists: list[int] = []
    last = 0
    for match in _MARKER.finditer(body):
        at = _NUMBERS.index(match[1])
        while open_lists and at and open_lists[-1] + 1 != at and any(top + 1 == at for top in open_lists[:-1]):
            open_lists.pop()
        if at == 0:
            open_lists.append(0)
        elif open_lists and open_lists[-1] + 1 != at:
            due = open_lists[-1] + 1
            if not _is_marked_otherwise(body[last : match.start()], due, at):
                wrong.append((match.start(), _NUMBERS[due]))
            open_lists[-1] = at
        elif open_lists:
            open_lists[-1] = at
        last = match.end()
    return wrong


def _is_marked_otherwise(between: str, due: int, found: int) -> bool:
    """Whether what was due is there under another mark, where marks were left out."""
    marks = _OTHER_MARKS.format(_NUMBERS[due], due + 1)
    return due < found and re.search(marks, between) is not None
