"""The text of one cell → its value (FORM §9). Reads what stands there and never corrects it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

ValueStatus = Literal["read", "blank", "not_applicable", "unreadable", "ambiguous"]

_DEBRIS = re.compile(
    r"\[bookmark:[^\[\]]{0,80}\]"  # Word bookmarks as converters print them
    r"|\b_?(?:GoBack|Hlk\d+|OLE_LINK\d+|Toc\d+)\b"
    r"|[\u200b-\u200f\u2060\ufeff\u00ad]"
)
# Before NFKC, which would turn ① and ² into digits of the value.
_FOOTNOTE = re.compile(
    r"(?<=[^\s])\s*(?:[*＊※†‡①-⑳⑴-⑽¹²³⁰-⁹]+|\[\d{1,2}\]|［\d{1,2}］|[（(]?注(?:释)?\s*\d{0,2}[）)]?)$"
)
_NOT_APPLICABLE = frozenset(
    {"/", "//", "\\", "-", "--", "---", "----", "_", "无", "无。", "n/a", "na", "不适用", "不涉及"}
)
_ZERO = frozenset({"零", "〇"})
_DASHES = str.maketrans({"－": "-", "−": "-", "–": "-", "—": "-", "―": "-", "‐": "-", "‑": "-", "﹣": "-", "➖": "-"})
_UNIT = r"亿元|万元|元|件|项|个|条|份|篇|次|宗|起|场|期|人次|人"
_NUMBER = re.compile(
    r"(?P<sign>[+-]|增加?|减少?)?[¥]?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>[.·。]\d+)?"
    rf"(?:\(?(?:单位:)?(?P<unit>{_UNIT})\)?)?"
)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:\.\d+)?")
_MAX_LENGTH = 200  # characters of a cell that may hold a value
_MAX_DIGITS = 28  # what Decimal adds exactly; a longer run of digits is no count


@dataclass(frozen=True, slots=True)
class Value:
    """What one cell says. ``unit`` is the unit printed in the cell; ``candidates`` only where it is ambiguous."""

    status: ValueStatus
    value: Decimal | None = None
    unit: str | None = None
    candidates: tuple[Decimal, ...] = ()


def clean(text: str) -> str:
    """The text without word processor's debris, all white space single, trimmed; widths as they were."""
    return _clean_short(text) if len(text) <= _MAX_LENGTH else _clean(text)


def pieces(text: str) -> list[str]:
    """The parts of a cell's text between white space: several where cells ran together ("0 0 0")."""
    return clean(text).split()


def is_grouped(text: str) -> bool:
    """Whether the white space in a text separates thousands ("16 962")."""
    return _GROUPED.fullmatch(clean(text)) is not None


def is_value(text: str) -> bool:
    """Whether a text may stand in a value cell: a number, a mark for none, or nothing."""
    return parse(text).status != "unreadable"


def parse(text: str) -> Value:
    """The value of a cell's text: ``379460.00元`` is read as 379460.00 with the unit 元."""
    cleaned = clean(text)
    return _parse(cleaned) if len(cleaned) <= _MAX_LENGTH else Value("unreadable")


def _clean(text: str) -> str:
    return " ".join(_DEBRIS.sub("", text).split())


# Most cells of a form are "0"; long texts are kept out of the caches.
_clean_short = lru_cache(maxsize=4096)(_clean)


@lru_cache(maxsize=4096)
def _parse(cleaned: str) -> Value:
    if not cleaned:
        return Value("blank")
    if _plain(cleaned) in _NOT_APPLICABLE:
        return Value("not_applicable")
    spaced = unicodedata.normalize("NFKC", _FOOTNOTE.sub("", cleaned).translate(_DASHES)).strip()
    parts = spaced.split()
    if len(parts) > 1 and not _GROUPED.fullmatch(spaced):
        return _parts(parts)
    return _number("".join(parts))


def _parts(parts: list[str]) -> Value:
    """Several parts: a number written digit by digit, or the values of cells that ran together."""
    joined = _number("".join(parts))
    values = [value.value for value in map(_number, parts) if value.value is not None]
    if len(values) < len(parts):
        return joined
    distinct = tuple(dict.fromkeys(values))
    if parts[0].startswith("0"):  # no number begins so
        return Value("read", values[0]) if len(distinct) == 1 else Value("ambiguous", candidates=distinct)
    if len(distinct) > 1 and all(len(part) == 1 for part in parts):
        return joined
    return Value("ambiguous", candidates=distinct if joined.value is None else (*distinct, joined.value))


def _number(text: str) -> Value:
    if _plain(text) in _ZERO:
        return Value("read", Decimal(0))
    match = _NUMBER.fullmatch(text)
    if match is None or len(match["digits"]) + len(match["fraction"] or "") > _MAX_DIGITS:
        return Value("unreadable")
    digits = match["digits"].replace(",", "")
    fraction = re.sub(r"^[·。]", ".", match["fraction"] or "")
    sign = "-" if match["sign"] in {"-", "减", "减少"} else ""
    return Value("read", Decimal(sign + digits + fraction), match["unit"])


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", "".join(text.translate(_DASHES).split())).lower()
