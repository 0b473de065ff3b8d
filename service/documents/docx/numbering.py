"""Automatic numbers of Word paragraphs (一、, （二）, 3.), which stand in no text of the file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from service.documents.docx.package import Package, attribute, child, integer, local_name

_HAN = "〇一二三四五六七八九"
_MAX_LEVEL = 8
_STYLE_DEPTH = 20
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered: ``text`` is a pattern such as （%2）."""

    number_format: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has been counted."""

    levels: dict[tuple[int, int], Level]
    lists: dict[int, int]
    styles: dict[str, tuple[int, int]]
    _counts: dict[tuple[int, int], int] = field(default_factory=dict)

    def number(self, properties: etree._Element | None) -> str:
        """The number of the next paragraph with ``properties`` (w:pPr); empty where it has none."""
        place = self._place(properties)
        if place is None or place[0] not in self.lists:
            return ""
        abstract, depth = self.lists[place[0]], place[1]
        level = self.levels.get((abstract, depth))
        if level is None:
            return ""
        self._count(abstract, depth, level)
        return self._written(abstract, level)

    def _place(self, properties: etree._Element | None) -> tuple[int, int] | None:
        """List and level of a paragraph, its own or by its style."""
        if properties is None:
            return None
        style = child(properties, "pStyle")
        inherited = self.styles.get(attribute(style, "val") or "") if style is not None else None
        own = child(properties, "numPr")
        if own is None:
            return inherited
        list_id = integer(child(own, "numId"))
        depth = integer(child(own, "ilvl"))
        if list_id is None:
            list_id = inherited[0] if inherited else 0
        return list_id, min(max(depth or 0, 0), _MAX_LEVEL)

    def _count(self, abstract: int, depth: int, level: Level) -> None:
        self._counts[abstract, depth] = self._counts.get((abstract, depth), level.start - 1) + 1
        for deeper in range(depth + 1, _MAX_LEVEL + 1):
            self._counts.pop((abstract, deeper), None)

    def _written(self, abstract: int, level: Level) -> str:
        if level.number_format in ("bullet", "none"):
            return ""

        def value(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            other = self.levels.get((abstract, depth))
            if other is None:
                return ""
            return write_number(self._counts.get((abstract, depth), other.start), other.number_format)

        return _PLACE.sub(value, level.text)


def read_numbering(package: Package) -> Numbering:
    """The lists that numbering.xml defines and the styles that use them."""
    levels: dict[tuple[int, int], Level] = {}
    lists: dict[int, int] = {}
    for element in package.numbering if package.numbering is not None else ():
        if local_name(element) == "abstractNum":
            abstract = integer(element, "abstractNumId")
            levels |= {(abstract, depth): level for depth, level in _levels(element)} if abstract is not None else {}
        elif local_name(element) == "num":
            list_id, abstract = integer(element, "numId"), integer(child(element, "abstractNumId"))
            if list_id is not None and abstract is not None:
                lists[list_id] = abstract
    return Numbering(levels, lists, _styles(package.styles))


def write_number(value: int, number_format: str) -> str:
    """``value`` as a list writes it: 3, 三, ③, c; formats not known here are written in digits."""
    write = _FORMATS.get(number_format)
    return write(value) if write is not None and value > 0 else str(value)


def _levels(abstract: etree._Element) -> list[tuple[int, Level]]:
    levels = []
    for element in abstract:
        depth = integer(element, "ilvl")
        if local_name(element) != "lvl" or depth is None:
            continue
        number_format, text = child(element, "numFmt"), child(element, "lvlText")
        levels.append(
            (
                depth,
                Level(
                    (attribute(number_format, "val") if number_format is not None else None) or "decimal",
                    (attribute(text, "val") if text is not None else None) or "",
                    integer(child(element, "start")) or 1,
                ),
            )
        )
    return levels


def _styles(styles: etree._Element | None) -> dict[str, tuple[int, int]]:
    """Paragraph styles with a list of their own or of the style they are based on."""
    by_id = {
        attribute(style, "styleId") or "": style
        for style in (styles if styles is not None else ())
        if local_name(style) == "style"
    }
    numbered = {name: _list_of_style(by_id, style) for name, style in by_id.items()}
    return {name: place for name, place in numbered.items() if place is not None}


def _list_of_style(by_id: dict[str, etree._Element], style: etree._Element | None) -> tuple[int, int] | None:
    for _ in range(_STYLE_DEPTH):
        if style is None:
            return None
        properties = child(style, "pPr", "numPr")
        list_id = integer(child(properties, "numId")) if properties is not None else None
        if properties is not None and list_id is not None:
            return list_id, min(max(integer(child(properties, "ilvl")) or 0, 0), _MAX_LEVEL)
        base = child(style, "basedOn")
        style = by_id.get(attribute(base, "val") or "") if base is not None else None
    return None


def _han(value: int) -> str:
    """一 to 九十九 as headings count."""
    if value > 99:
        return "".join(_HAN[int(digit)] for digit in str(value))
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _HAN[tens] + "十") + (_HAN[ones] if ones else "")


def _letter(value: int) -> str:
    return chr(ord("a") + (value - 1) % 26) * min((value - 1) // 26 + 1, 9)


def _roman(value: int) -> str:
    written = ""
    for unit, numeral in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while value >= unit and len(written) < 40:
            written, value = written + numeral, value - unit
    return written


def _circled(value: int) -> str:
    return chr(0x2460 + value - 1) if value <= 20 else str(value)


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _han,
    "chineseCountingThousand": _han,
    "japaneseCounting": _han,
    "taiwaneseCountingThousand": _han,
    "ideographDigital": _han,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalFullWidth": lambda value: str(value).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)}),
    "lowerLetter": _letter,
    "upperLetter": lambda value: _letter(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
}
