"""What a rule file may hold: keys and types. What the values mean is checked in ``rule_files``."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from service.forms.cell import Edition
from service.reconcile.finding import Severity
from service.reconcile.rule import BasisKind

Override = Literal["error", "warning", "information", "off"]
_Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
_Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$")]
_Figure = Annotated[str, StringConstraints(pattern=r"^-?[0-9]+(\.[0-9]+)?$")]
_Key = tuple[str | int, ...]

_REASONS = {
    "missing": "缺少{key}",
    "extra_forbidden": "不认识的键：{key}",
    "literal_error": "{key}应为{expected}之一，实为“{input}”",
    "string_type": "{key}应写作带引号的文字",
    "string_too_short": "{key}不能为空",
    "string_pattern_mismatch": "{key}的写法不对：“{input}”",
    "int_type": "{key}应为整数",
    "list_type": "{key}应为列表",
    "too_short": "{key}至少应有一项",
    "dict_type": "{key}应为一个表",
    "model_type": "{key}应为一个表",
}


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class RecordEntry(_Entry):
    """A tiny report; see ``rule.Record``."""

    edition: Edition
    cells: dict[str, _Figure]
    others: _Figure | None = None
    agency: str | None = None
    year: int = 2023
    facts: dict[str, list[_Figure]] = {}
    last: dict[str, _Figure] | None = None
    last_others: _Figure | None = None
    last_edition: Edition | None = None


class RecordsEntry(_Entry):
    """The three records of a rule."""

    holds: RecordEntry
    fails: RecordEntry
    undecided: RecordEntry


class MessagesEntry(_Entry):
    """The two messages of a rule; the third, why it cannot be decided, is made by the service."""

    holds: _Text
    fails: _Text


class RuleEntry(_Entry):
    """One ``[[rule]]``."""

    id: _Id
    title: _Text
    editions: Annotated[list[Edition], Field(min_length=1)]
    severity: Severity
    source: BasisKind
    basis: _Text
    expression: _Text
    each: dict[str, str] = {}
    when: str | None = None
    messages: MessagesEntry
    records: RecordsEntry


class OverrideEntry(_Entry):
    """The table ``[override]``."""

    override: dict[str, Override]


def complaints(error: ValidationError) -> list[tuple[str, _Key]]:
    """What is wrong, in Chinese, each with the way to the key."""
    return [(_complaint(detail), detail["loc"]) for detail in error.errors(include_url=False)]


def _complaint(detail: ErrorDetails) -> str:
    key = ".".join(map(str, detail["loc"])) or "规则"
    template = _REASONS.get(detail["type"], "{key}的写法不对：“{input}”")
    expected = "、".join(re.findall(r"'([^']*)'", str(_context(detail).get("expected", ""))))
    return template.format(key=key, expected=expected, input=str(detail["input"])[:60])


def _context(detail: ErrorDetails) -> dict[str, Any]:
    return detail.get("ctx") or {}
