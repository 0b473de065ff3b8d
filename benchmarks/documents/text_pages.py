"""What happens to lines of text on the way through pages and web sites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from random import Random

from benchmarks.documents.report import GeneratedReport, Sheet

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class TextUnit:
    """Lines that no page break parts: a paragraph, or a row of a table, whose header may be repeated."""

    lines: tuple[str, ...]
    is_row: bool = False
    header: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pages:
    """Page breaks. ``number`` is a format for page numbers, ``feed`` what stands at the break itself."""

    number: str = ""
    feed: str = ""
    repeat_header: bool = False
    repeat_words: bool = False
    length: int = 34


def with_bookmarks(sheet: Sheet, random: Random) -> Sheet:
    """Names of Word bookmarks before some of the cells' texts."""

    def marked(text: str) -> str:
        mark = random.choice(("_GoBack", f"_Hlk{random.randint(10**7, 10**8)}", "OLE_LINK3"))
        return f"[bookmark: {mark}]{text}" if text and random.random() < 0.15 else text

    return replace(sheet, cells=tuple(replace(cell, text=marked(cell.text)) for cell in sheet.cells))


def with_wide_digits(sheet: Sheet) -> Sheet:
    """Full-width digits in the value cells."""
    cells = (cell if cell.header else replace(cell, text=cell.text.translate(_FULL_WIDTH)) for cell in sheet.cells)
    return replace(sheet, cells=tuple(cells))


def wrapped(line: str, width: int) -> list[str]:
    """The line in pieces of ``width`` full-width characters, of which ASCII takes half.

    No piece but the last ends with a sentence: nobody could tell whether a new paragraph begins behind it.
    """
    pieces, room = [""], width * 2
    for char in line:
        # A mark that closes something hangs over rather than begin a line.
        if _size(char) > room and char not in "，。；：、）》”！？":
            rest = pieces[-1][-2:] if pieces[-1][-1] in "。；：！？" else ""
            pieces[-1] = pieces[-1].removesuffix(rest)
            pieces.append(rest)
            room = width * 2 - sum(map(_size, rest))
        pieces[-1] += char
        room -= _size(char)
    return pieces


def _size(char: str) -> int:
    return 1 if char.isascii() else 2


def paged(units: Iterable[TextUnit], pages: Pages, random: Random) -> Iterator[str]:
    """The lines of all units with the marks of page breaks between them."""
    filled, page = 0, 1
    limit = pages.length + random.randint(-6, 6)
    for unit in units:
        yield from unit.lines
        filled += len(unit.lines)
        if filled < limit:
            continue
        yield from _break(unit, page, pages, random)
        filled, page = 0, page + 1


def _break(unit: TextUnit, page: int, pages: Pages, random: Random) -> Iterator[str]:
    if pages.number:
        yield from ("", pages.number.format(page), "")
    if pages.feed:
        yield pages.feed
    if unit.is_row and pages.repeat_header:
        yield from unit.header


def chrome(report: GeneratedReport, random: Random) -> tuple[list[str], list[str]]:
    """The lines of a portal's page before and behind a report that was copied with all around it."""
    published = f"{report.year + 1}-01-{random.randint(10, 31)}"
    before = [
        "首页 > 政务公开 > 政府信息公开年报 > 正文",
        f"索引号：{random.randint(10**8, 10**9)}/{report.year + 1}-00{random.randint(100, 999)}",
        f"发布机构：{report.agency}",
        f"发布日期：{published}",
    ]
    below = [
        f"发布时间：{published} 15:2{random.randint(0, 9)}　来源：{report.agency}　浏览次数：{random.randint(20, 999)}",
        "字体：[ 大 中 小 ]",
        "分享到：微信 微博 QQ空间",
    ]
    behind = [
        "【打印本页】 【关闭窗口】",
        "上一篇：关于公布年度部门决算的通知",
        "下一篇：没有了",
        "扫一扫在手机打开当前页",
        f"主办单位：{report.agency}",
        f"备案号：鲁ICP备0500{random.randint(1000, 9999)}号　网站标识码：370000{random.randint(1000, 9999)}",
    ]
    return before + ["", report.title] * (random.random() < 0.5) + ["", report.title, *below, ""], ["", *behind]
