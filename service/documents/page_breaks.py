"""Repair of running text that page breaks or line breaks cut: paragraphs joined, repeated words taken out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources

from service.documents.document import Paragraph, Run
from service.documents.form_words import form_sections
from service.documents.heading import begins_item, ends_sentence, is_heading, section_of, top_heading
from service.documents.signature import is_date_line, signing_agency
from service.documents.width import han_width

_LONGEST_REPEAT = 60
_LOOKED_BACK = 240
# After a finished sentence only a long repetition is one, or one to the end of the sentence; two items of a list may
# begin alike.
_REPEAT_AFTER_SENTENCE = 12
# So many characters in the middle of a sentence are said again by a page break only.
_TELLING_REPEAT = 3
_FEWEST_CUT = 20
_HAN = re.compile(r"[\u4e00-\u9fff]")
_INNER_MARKS = re.compile(r"[，。；,;：]")
_CLOSING = re.compile(r"[，,、；。：）)]")
_OPEN_ENDED = re.compile(r"[，,、（(《“‘〈【]$")
_PAIRS = (("《", "》"), ("（", "）"), ("(", ")"), ("“", "”"), ("〈", "〉"), ("【", "】"))
_WRAPPED_SHARE = 0.4
_FEWEST_WRAPPED = 6


def repair(paragraphs: Sequence[Paragraph], *, wrapped_width: float | None = None) -> list[Paragraph]:
    """Neighbouring paragraphs with cut ones joined; a joined paragraph keeps the source of its first part.

    ``wrapped_width`` is that of the whole document, where these are only some of its paragraphs.
    """
    wrapped_width = wrapped_width or find_wrapped_width(paragraphs)
    repaired: list[_Parts] = []
    for paragraph in paragraphs:
        before = repaired[-1].end if repaired else ""
        rest = _without_repeat(before, paragraph.text) if paragraph.after_gap else None
        n_repeated = 0 if rest is None else len(paragraph.text) - len(rest)
        repeats = n_repeated > 0 and (
            ends_sentence(before) or (n_repeated >= _TELLING_REPEAT and not is_heading(before))
        )
        if repaired and (repeats or _is_cut(before, paragraph, wrapped_width=wrapped_width)):
            repaired[-1].append(paragraph, n_repeated=n_repeated)
        else:
            repaired.append(_Parts(paragraph))
    return [parts.joined() for parts in repaired]


@dataclass(slots=True)
class _Parts:
    """The parts of one paragraph found so far; ``end`` is as much of its end as the next part depends on."""

    first: Paragraph
    texts: list[str] = field(init=False)
    runs: list[Run] = field(init=False)
    length: int = field(init=False)
    end: str = field(init=False)

    def __post_init__(self) -> None:
        text = self.first.text
        self.texts, self.runs, self.length, self.end = [text], [*self.first.runs], len(text), text[-_LOOKED_BACK:]

    def append(self, part: Paragraph, *, n_repeated: int) -> None:
        """Add a part without the characters that it repeats; only Latin words keep a space before it."""
        text = part.text[n_repeated:]
        latin = self.end[-1:].isascii() and self.end[-1:].isalpha() and text[:1].isascii() and text[:1].isalpha()
        self.texts.append(" " + text if latin else text)
        self.length += len(self.texts[-1])
        shift = self.length - len(part.text)
        self.runs += [run for run in (_shifted(run, shift, n_repeated) for run in part.runs) if run is not None]
        self.end = (self.end + self.texts[-1])[-_LOOKED_BACK:]

    def joined(self) -> Paragraph:
        """The paragraph of all parts, which has the source of the first."""
        return replace(self.first, text="".join(self.texts), runs=tuple(self.runs))


def _shifted(run: Run, shift: int, n_repeated: int) -> Run | None:
    """A run of a part where it stands in the whole, without the characters that were left out."""
    dropped = max(0, n_repeated - run.start)
    edges = run.edges[dropped:]
    return replace(run, start=run.start + dropped + shift, edges=edges) if len(edges) > 1 else None


def _is_cut(head: str, after: Paragraph, *, wrapped_width: float | None) -> bool:
    """Whether ``after`` goes on in the middle of the sentence that ``head`` leaves unfinished."""
    tail = after.text
    if _is_cut_heading(head, tail):
        return True
    if ends_sentence(head) or _stands_alone(tail) or section_of(head) is not None:
        return False
    if _OPEN_ENDED.search(head) or _opens(head):
        return len(head) >= _FEWEST_CUT // 2
    if begins_item(tail):
        return False
    if wrapped_width is not None and not after.after_gap and _fills_line(head, wrapped_width):
        return True
    if is_heading(head) or not _INNER_MARKS.search(head) or len(head) < _FEWEST_CUT:
        return False
    return after.after_gap or wrapped_width is not None


def _is_cut_heading(head: str, tail: str) -> bool:
    """Whether two lines are one heading of the form: 二、主动公开政府 / 信息情况."""
    whole = top_heading(head + tail) if top_heading(head) is not None else None
    return whole is not None and any(whole.title == section.title for section in form_sections())


def _stands_alone(text: str) -> bool:
    """A section's heading, a date or an agency: lines that never go on with the sentence before."""
    return section_of(text) is not None or is_date_line(text) or signing_agency(text) is not None


def _opens(text: str) -> bool:
    """Whether a bracket or quotation mark is left open."""
    return any(text.count(opening) > text.count(closing) for opening, closing in _PAIRS)


def _without_repeat(head: str, tail: str) -> str | None:
    """``tail`` without the words at its beginning that end ``head``; None where nothing is repeated."""
    between_sentences = ends_sentence(head) and not _CLOSING.match(tail)
    fewest = _TELLING_REPEAT if between_sentences else 1
    for length in range(min(_LONGEST_REPEAT, len(head), len(tail) - 1), fewest - 1, -1):
        repeated = tail[:length]
        if between_sentences and length < _REPEAT_AFTER_SENTENCE and not ends_sentence(repeated):
            continue
        words = _HAN.search(repeated) is not None or length >= _TELLING_REPEAT
        if head.endswith(repeated) and words and (length > 1 or not _begins_word(tail)):
            return tail[length:]
    return None


def _begins_word(tail: str) -> bool:
    return tail[1] in _word_beginnings().get(tail[0], "")


@cache
def _word_beginnings() -> dict[str, str]:
    lines = resources.files(__package__).joinpath("word_beginnings.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" ", 1) for line in lines if line and not line.startswith("#"))
    return {character: followers for character, followers in pairs}


def find_wrapped_width(paragraphs: Sequence[Paragraph]) -> float | None:
    """The width at which a text is broken into lines, where every line of it came as a paragraph of its own."""
    following = [
        before.text
        for before, after in zip(paragraphs, paragraphs[1:], strict=False)
        if not after.after_gap and len(before.text) >= _FEWEST_CUT
    ]
    if len(following) < _FEWEST_WRAPPED:
        return None
    widths = sorted(han_width(text) for text in following)
    width = widths[int(len(widths) * 0.8)]
    if widths[-1] > width + 6:
        return None
    cut = sum(not ends_sentence(text) and han_width(text) >= width - 3 for text in following)
    return width if cut >= len(following) * _WRAPPED_SHARE else None


def _fills_line(text: str, width: float) -> bool:
    """Whether the last line of a paragraph, which may already have been joined from several, reaches its end."""
    return han_width(text) >= width - 3
