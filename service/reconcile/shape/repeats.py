"""Text that stands in a report twice: paragraphs, sentences, words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from service.reconcile.finding import Finding
from service.reconcile.shape.quoting import clause_at, quoted
from service.reconcile.shape.verdicts import wording_finding
from service.reconcile.subject import Subject

_SENTENCE_END = re.compile(r"(?<=[。！？；;])|\n")
_WHITE = re.compile(r"\s+")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
# What a report says in the same words wherever it says it.
_SET_PHRASES = re.compile(r"统计期限|本报告|本年度报告|信息处理费|复议|诉讼|其他需要报告")
_SHORTEST_PARAGRAPH, _SHORTEST_SENTENCE = 40, 26
_DOUBLED = range(4, 21)
_SHOWN = 3


def repeated_text(subject: Subject) -> tuple[Finding, ...]:
    """No paragraph and no sentence stands in the report twice, set phrases aside."""
    lines = _prose(subject)
    paragraphs = _repeated(lines, shortest=_SHORTEST_PARAGRAPH)
    found = []
    if paragraphs:
        message = f"整段文字重复出现：{_listed(paragraphs)}。"
        found.append(("shape.paragraph_repeated", message, "".join(paragraphs)))
    said = "".join(paragraphs)
    sentences = [part for line in lines for part in _SENTENCE_END.split(line)]
    repeated = [part for part in _repeated(sentences, shortest=_SHORTEST_SENTENCE) if part not in said]
    if repeated:
        found.append(("shape.sentence_repeated", f"同一句话重复出现：{_listed(repeated)}。", "".join(repeated)))
    return tuple(
        wording_finding(
            rule,
            subject,
            message,
            severity="warning" if rule == "shape.paragraph_repeated" else "information",
            instance=instance,
        )
        for rule, message, instance in found
    )


def doubled_words(subject: Subject) -> tuple[Finding, ...]:
    """No word of four characters or more is written twice running (政务公开政务公开)."""
    text = subject.report.text
    found = {}
    for start, length in _doubled(text):
        words = text[start : start + length]
        clause = clause_at(text, start, start + 2 * length)
        if clause not in found:
            found[clause] = f"{quoted(words)}连写了两遍：{quoted(clause)}。"
    return tuple(
        wording_finding("shape.words_doubled", subject, message, severity="information", instance=clause)
        for clause, message in found.items()
    )


def _prose(subject: Subject) -> list[str]:
    """The paragraphs below the headings, without white space."""
    bodies = (section.body for section in subject.report.sections if section.body is not None)
    text = "\n".join(subject.report.text[start:end] for start, end in sorted(set(bodies)))
    return [_WHITE.sub("", line) for line in text.split("\n")]


def _repeated(pieces: Sequence[str], *, shortest: int) -> list[str]:
    seen: set[str] = set()
    repeated: dict[str, None] = {}
    for piece in pieces:
        if len(piece) < shortest or _SET_PHRASES.search(piece):
            continue
        if piece in seen:
            repeated[piece] = None
        seen.add(piece)
    return list(repeated)


def _listed(pieces: Sequence[str]) -> str:
    more = f"等{len(pieces)}处" if len(pieces) > _SHOWN else ""
    return "、".join(quoted(piece, longest=24) for piece in pieces[:_SHOWN]) + more


def _doubled(text: str) -> Iterator[tuple[int, int]]:
    """Where a run of Han characters is followed by itself, and its length; the longest at each place."""
    characters = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    taken: list[range] = []
    for length in reversed(_DOUBLED):
        if len(characters) < 2 * length:
            continue
        same = (characters[:-length] == characters[length:]).tobytes()
        start = same.find(b"\1" * length)
        while start >= 0:
            run = range(start, start + 2 * length)
            if _HAN.fullmatch(text, run.start, run.stop) and not any(start in other for other in taken):
                taken.append(run)
                yield start, length
            start = same.find(b"\1" * length, start + length)
