"""The title of a report, and the year and the agency it names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from service.documents.heading import section_of, top_heading

_LAST_TITLE_LINE = 20
_MOST_TITLE_LINES = 4
_LONGEST_TITLE = 80
_LONGEST_LINE = 200
_TITLE = re.compile(
    r"(?:信息|政务|政府信息)公开.{0,20}(?:报告|年报|总结|工作情况)(?:[（(][^）)]{1,20}[）)])?(?:的公[告示])?$"
)
_NO_TITLE = re.compile(r"[。；;！？>＞»]|如下|通知|按照|根据")
_YEAR_LINE = re.compile(r"^[（(]?\s*\d{4}\s*年?度?\s*[）)]?$")
_NAME_LINE = re.compile(r"^[\u4e00-\u9fff（）()·\s]{3,40}$")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=\s*(?:年|[-—–]|）|\)|$))")
_HAN_YEAR = re.compile(r"([二][〇○零0Ｏ][〇○零一二三四五六七八九]{2})年")
_HAN_DIGITS = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True)) | {"0": "0", "Ｏ": "0"}
_NARROW = {0xFF10 + digit: ord("0") + digit for digit in range(10)}
_PERIOD = re.compile(r"((?:19|20)\d{2})\s*年\s*1\s*月\s*1\s*日")
_ANY_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年")
_SUBJECT = re.compile(r"(?:关于|政府信息公开|政务信息公开|政务公开|信息公开|本?年度)")
_YEAR_WORDS = re.compile(r"(?:(?:19|20)\d{2}|二[〇○零0Ｏ][〇○零一二三四五六七八九]{2})\s*年?\s*度?")


def find_title(lines: Sequence[str]) -> range | None:
    """The lines at the beginning that make up the title, which may be broken over several."""
    for last in range(min(len(lines), _LAST_TITLE_LINE)):
        for first in range(last, max(last - _MOST_TITLE_LINES, -1), -1):
            if len(lines[first]) > _LONGEST_LINE:
                break
            if _is_title(join_title(lines[first : last + 1])):
                return _widened(lines, first, last)
    return None


def join_title(lines: Sequence[str]) -> str:
    """The lines of a title as one, without white space, marks of Markdown, and 《》 around the whole."""
    title = re.sub(r"\s", "", "".join(lines)).strip("#*")
    return title[1:-1] if title.startswith("《") and title.find("》") == len(title) - 1 else title


def year_of(title: str) -> int | None:
    """The year in a title, in digits of either width or Chinese numerals."""
    title = title.translate(_NARROW)
    match = _YEAR.search(title) or re.search(r"(?<!\d)((?:19|20)\d{2})(?!\d)", title)
    if match:
        return int(match[1])
    match = _HAN_YEAR.search(title)
    return int("".join(_HAN_DIGITS[digit] for digit in match[1])) if match else None


def year_of_text(text: str) -> int | None:
    """The year of the reporting period, else the one most often named; None where no year is."""
    years = Counter(_PERIOD.findall(text)) or Counter(_ANY_YEAR.findall(text))
    return int(years.most_common(1)[0][0]) if years else None


def agency_in(title: str) -> str | None:
    """The agency as the title names it; None where it names none."""
    title = title.translate(_NARROW).removeprefix("关于")
    bare = _YEAR_WORDS.sub("", title, count=1) if _YEAR_WORDS.match(title) else title
    bare = _YEAR_WORDS.split(bare, maxsplit=1)[0] if not _YEAR_WORDS.match(bare) else bare
    name = _SUBJECT.split(bare, maxsplit=1)[0].strip("、·-—:： ")
    name = _without_lone_brackets(name)
    if name.endswith("人民"):
        name += "政府"
    return name if len(name) >= 2 else None


def _without_lone_brackets(name: str) -> str:
    """Without what is left of brackets around the year; a note that belongs to the name stays whole."""
    if len(re.findall("[（(]", name)) != len(re.findall("[）)]", name)):
        return name.strip("（()）")
    return name


def _is_title(text: str) -> bool:
    if len(text) > _LONGEST_TITLE or _NO_TITLE.search(text) or not _TITLE.search(text):
        return False
    return section_of(text) is None and top_heading(text) is None


def _widened(lines: Sequence[str], first: int, last: int) -> range:
    """With the agency's name in the line above, and a year in brackets in the line below."""
    title = join_title(lines[first : last + 1])
    if first > 0 and agency_in(title) is None and _NAME_LINE.match(lines[first - 1].strip()):
        first -= 1
    if last + 1 < len(lines) and year_of(title) is None and _YEAR_LINE.match(lines[last + 1].strip()):
        last += 1
    return range(first, last + 1)
