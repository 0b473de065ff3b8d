"""The words of the statutory form that tell tables from prose, and its six sections (form_words.toml)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from service.documents.report import SectionKind

_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]+")
_LIST_NUMBER = re.compile(r"^(?:[（(]\s*[一二三四五六七八九十]+\s*[)）]|[一二三四五六七八九十]+\s*[、.．])\s*")
_YEAR = re.compile(r"20\d\d年")


@dataclass(frozen=True, slots=True)
class FormSection:
    """A section as the form has it, and the pattern its titles follow in practice."""

    number: str
    title: str
    kind: SectionKind
    pattern: re.Pattern[str]


def han_only(text: str) -> str:
    """The Han characters of ``text``, without a leading list number such as 一、 or （二）; 2023年 as 本年."""
    return _NOT_HAN.sub("", _YEAR.sub("本年", _LIST_NUMBER.sub("", text.strip())))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("form_words.toml").read_text(encoding="utf-8"))


@cache
def table_labels() -> frozenset[str]:
    """Labels of the tables, Han characters only."""
    return frozenset(_table()["labels"])


@cache
def row_labels() -> frozenset[str]:
    """Labels that stand first in their row."""
    return frozenset(_table()["row_labels"])


@cache
def numbered_labels() -> frozenset[str]:
    """Labels numbered 一、 to 四、 inside the third table, which are no headings."""
    return frozenset(_table()["numbered_labels"])


@cache
def form_sections() -> tuple[FormSection, ...]:
    """The six sections in the order of the form."""
    return tuple(
        FormSection(entry["number"], entry["title"], entry["kind"], re.compile(entry["pattern"]))
        for entry in _table()["sections"]
    )


def is_label(text: str) -> bool:
    """Whether ``text`` is nothing but a label of the tables."""
    return han_only(text) in table_labels()
