"""Lines that head something: 一、…, （一）…, 1. …, 一是…, and the titles of the form's sections."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from service.documents.form_words import FormSection, form_sections, han_only, numbered_labels

_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_TOP = re.compile(rf"^[#*\s]*(?P<number>{_HAN_NUMBER})\s*[、.．,，:：]\s*(?P<title>\S.*)$")
_TOP_OTHER = re.compile(
    rf"^[#*\s]*(?:第(?P<han>{_HAN_NUMBER})(?:部分|章)\s*[、:：]?|(?P<digit>[1-9１-９])\s*[、.．])\s*(?P<title>\S.*)$"
)
_BRACKETED = re.compile(r"^[（(](?P<number>[一二三四五六])[)）]\s*(?P<title>\S.*)$")
_RUN_IN = re.compile(rf"^\s*{_HAN_NUMBER}\s*[、.．]\s*[^。：:，,；\s]{{2,36}}[。：:\s]")
_ITEM = re.compile(
    rf"^\s*(?:[#*]+\s|{_HAN_NUMBER}\s*[、.．]|[（(]\s*(?:{_HAN_NUMBER}|\d{{1,2}})\s*[)）]|\d{{1,2}}\s*(?:[、)）]|[.．](?!\d))"
    rf"|[①-⑳㈠-㈩⑴-⒇]|第{_HAN_NUMBER}(?:[，,、:：]|部分|章)|{_HAN_NUMBER}是|[●•◆■▪·]\s*)"
)
_SENTENCE_MARKS = re.compile(r"[。！？；;!?]")
_FULL_STOP = re.compile(r"[。！？]")
_TERMINAL = re.compile(r"[。！？!?；;：:…][”’\"'）)】》]*$")
_STOPPED_HEADING = re.compile(r"^[^。！？；;，,]{2,24}(?:情况|问题|措施|方面|工作|建设|保障|管理|事项)。$")
_STATES = re.compile(r"[无未没零]|\d+\s*[件条次份项个篇期场]")
# 六、其他需要报告的事项：无 – the answer stands in the line of its heading.
_ANSWER = re.compile(r"(?:[：:。，,]|\s)\s*(?=\S*(?:[无未没零]|\d))|(?=无$)")
_SHORTEST_TITLE = 6
_MAX_HEADING = 40
_DIGITS = dict(zip("123456789１２３４５６７８９", "一二三四五六七八九" * 2, strict=True))


@dataclass(frozen=True, slots=True)
class TopHeading:
    """A heading of the first level: its number as 一, 二, …, and its title without the number."""

    number: str
    title: str
    style: Literal["han", "part", "digit"]


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends with a mark after which a new paragraph may begin."""
    return _TERMINAL.search(text.rstrip()) is not None


def is_sentence(text: str) -> bool:
    """Whether ``text`` is running text, which never stands in a cell of the form."""
    bare = text.strip()
    return len(bare) > 12 and _FULL_STOP.search(bare) is not None


def begins_item(text: str) -> bool:
    """Whether ``text`` begins like a heading or an item of a list."""
    return _ITEM.match(text) is not None


def is_heading(text: str) -> bool:
    """A short line without the marks of a sentence: 一、总体情况, （一）主动公开：, （三）改进措施。"""
    bare = text.strip()
    if not bare or len(bare) > _MAX_HEADING:
        return False
    if begins_item(bare) and _STOPPED_HEADING.match(bare) and not _STATES.search(bare):
        return True
    if _SENTENCE_MARKS.search(bare):
        return False
    return len(bare) <= 15 or begins_item(bare) or _TOP.match(bare) is not None or not re.search(r"[，,]", bare)


def top_heading(text: str) -> TopHeading | None:
    """The heading of first level that the line ``text`` is, if it is one by its number."""
    bare = text.strip()
    if not is_heading(bare) or han_only(bare) in numbered_labels():
        return None
    match = _TOP.match(bare)
    if match:
        return TopHeading(match["number"], _title(match["title"]), "han")
    match = _TOP_OTHER.match(bare)
    if match and match["han"]:
        return TopHeading(match["han"], _title(match["title"]), "part")
    return TopHeading(_DIGITS[match["digit"]], _title(match["title"]), "digit") if match else None


def run_in_heading(text: str) -> TopHeading | None:
    """The heading of first level with which a paragraph begins: 一、总体情况。…, where it names a section."""
    match = _RUN_IN.match(text)
    heading = top_heading(match[0].strip(" \u3000。：:")) if match else None
    if heading is None or not any(section.pattern.search(heading.title) for section in form_sections()):
        return None
    return heading


def heading_end(text: str) -> int:
    """Behind the heading with which a line begins: its length, unless a paragraph or a short answer follows in it."""
    found = _RUN_IN.match(text) if top_heading(text) is None else _ANSWER.search(text.rstrip(), _SHORTEST_TITLE)
    return len(text) if found is None else found.end()


def bracketed_heading(text: str) -> TopHeading | None:
    """The heading of a section written as （三）收到和处理…, where it has the number that the form gives it."""
    match = _BRACKETED.match(text)
    heading = top_heading(f"{match['number']}、{match['title']}") if match else None
    if heading is None:
        return None
    named = (section.number for section in form_sections() if section.pattern.search(heading.title))
    return heading if heading.number == next(named, None) else None


def section_of(text: str) -> FormSection | None:
    """The section of the form whose heading the line ``text`` is."""
    heading = top_heading(text)
    if heading is None:
        bare = _title(text)
        return next((section for section in form_sections() if bare == section.title), None)
    title = re.sub(r"\s", "", heading.title)
    return next((section for section in form_sections() if section.pattern.search(title)), None)


def _title(text: str) -> str:
    return re.sub(r"\s", "", text).strip("#*。：:")
