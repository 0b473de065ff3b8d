"""A report beside the one of the year before: text that was taken over as it stood."""

from __future__ import annotations

import re

from service.reconcile.finding import Finding, Severity
from service.reconcile.shape.quoting import quoted
from service.reconcile.shape.verdicts import wording_finding
from service.reconcile.subject import Subject

_SENTENCE_END = re.compile(r"(?<=[。！？；;])|\n")
# The year that a sentence names is what an office changes when it takes last year's text.
_OWN_YEARS = re.compile(r"20\d\d年度?|\s")
_SHORTEST_SENTENCE, _SHORTEST_BODY = 12, 120
_PIECE = 6
_NEARLY = 0.9
_MUCH, _ALMOST_ALL = 0.6, 0.9


def copied_text(subject: Subject) -> tuple[Finding, ...]:
    """Sections 一 and 五 tell of this year: here most of their sentences stand in last year's report."""
    if subject.last_year is None:
        return ()
    findings = []
    for number in "一五":
        body, last = (one.report.section_text(number) or "" for one in (subject, subject.last_year))
        if min(len(body), len(last)) < _SHORTEST_BODY:
            continue
        share, example = _copied_share(body, last)
        severity: Severity = "warning" if share >= _ALMOST_ALL else "information"
        if share >= _MUCH:
            message = f"第{number}部分有{share:.0%}的文字与上一年报告相同或几乎相同，如{quoted(example)}。"
            instance = f"{number} {example}"
            findings.append(
                wording_finding("shape.text_copied", subject, message, severity=severity, instance=instance)
            )
    return tuple(findings)


def _copied_share(body: str, last: str) -> tuple[float, str]:
    """How much of the text, by length, are sentences of last year's, the years they name aside; the longest of them."""
    sentences = _sentences(body)
    before = set(_sentences(last))
    pieces = _pieces("".join(_sentences(last)))
    copied = [sentence for sentence in sentences if sentence in before or _is_nearly_in(sentence, pieces)]
    total = sum(map(len, sentences))
    return (sum(map(len, copied)) / total if total else 0.0), max(copied, key=len, default="")


def _sentences(text: str) -> list[str]:
    bare = (_OWN_YEARS.sub("", sentence) for sentence in _SENTENCE_END.split(text))
    return [sentence for sentence in bare if len(sentence) >= _SHORTEST_SENTENCE]


def _pieces(text: str) -> set[str]:
    """All runs of a few characters."""
    return {text[at : at + _PIECE] for at in range(len(text) - _PIECE + 1)}


def _is_nearly_in(sentence: str, pieces: set[str]) -> bool:
    own = _pieces(sentence)
    return len(own & pieces) >= _NEARLY * len(own)
