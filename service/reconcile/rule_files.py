"""Rule files → rules, checked as they are read: what is wrong is told with file, line and rule."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from service.errors import ExpressionError, RuleError
from service.forms.cell import Edition
from service.reconcile.agency import CONDITIONS
from service.reconcile.expression import Logical
from service.reconcile.finding import Severity
from service.reconcile.grammar import parse
from service.reconcile.names import domains
from service.reconcile.rule import BasisKind, Record, Rule

_TEXTS = ("id", "title", "severity", "source", "basis", "expression")
_KEYS = frozenset({*_TEXTS, "editions", "each", "when", "messages", "records"})
_RECORDS = frozenset({"holds", "fails", "undecided"})
_FIGURES = frozenset({"left", "right", "difference", "culprits"})


@cache
def builtin_rules() -> tuple[Rule, ...]:
    """The rules that come with the service, file by file."""
    folder = files("service.reconcile").joinpath("rules")
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)
    return check_unique([rule for path in paths for rule in read_rules(path.read_text("utf-8"), file=path.name)])


def check_unique(rules: list[Rule]) -> tuple[Rule, ...]:
    """The rules, RuleError where two bear one id."""
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise RuleError(f"规则编号“{rule.id}”重复")
        seen.add(rule.id)
    return tuple(rules)


def read_rules(text: str, *, file: str) -> tuple[Rule, ...]:
    """The rules of one file; RuleError with file, line and rule where one cannot be used."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"规则文件{file}不是有效的TOML：{error}") from error
    entries = content.get("rule")
    if not isinstance(entries, list) or set(content) != {"rule"}:
        raise RuleError(f"规则文件{file}应只含[[rule]]条目")
    return tuple(_rule(entry, _Place(file, text, entry)) for entry in entries)


class _Place:
    """Where a rule stands, for messages."""

    def __init__(self, file: str, text: str, entry: Any) -> None:
        name = entry.get("id") if isinstance(entry, dict) else None
        self.name = name if isinstance(name, str) else "（无编号）"
        lines = [number for number, line in enumerate(text.splitlines(), 1) if f'"{self.name}"' in line]
        self._where = f"{file}第{lines[0]}行" if lines else file

    def error(self, message: str) -> RuleError:
        """The error of this rule."""
        return RuleError(f"{self._where}，规则“{self.name}”：{message}")


def _rule(entry: Any, place: _Place) -> Rule:
    if not isinstance(entry, dict):
        raise place.error("应为一个表")
    _check_keys(entry, place)
    each = _each(entry.get("each", {}), place)
    messages = _messages(entry["messages"], frozenset(each), place)
    when = entry.get("when")
    if when is not None and (not isinstance(when, str) or when not in CONDITIONS):
        raise place.error(f"没有名为“{when}”的条件，可用：{'、'.join(CONDITIONS)}")
    return Rule(
        id=entry["id"],
        title=entry["title"],
        editions=_editions(entry["editions"], place),
        severity=_chosen(entry["severity"], get_args(Severity), "severity", place),
        source=_chosen(entry["source"], get_args(BasisKind), "source", place),
        basis=entry["basis"],
        expression=_expression(entry["expression"], each, place),
        each=each,
        when=when,
        holds=messages["holds"],
        fails=messages["fails"],
        records={name: _record(record, place) for name, record in entry["records"].items()},
    )


def _check_keys(entry: Mapping[str, Any], place: _Place) -> None:
    if unknown := set(entry) - _KEYS:
        raise place.error(f"不认识的键：{'、'.join(sorted(unknown))}")
    if absent := _KEYS - {"each", "when"} - set(entry):
        raise place.error(f"缺少：{'、'.join(sorted(absent))}")
    for key in _TEXTS:
        if not isinstance(entry[key], str) or not entry[key].strip():
            raise place.error(f"{key}应为非空文字")
    for key in ("messages", "records"):
        if not isinstance(entry[key], dict):
            raise place.error(f"{key}应为一个表")
    if set(entry["records"]) != _RECORDS:
        raise place.error("records应有holds、fails、undecided三例")


def _chosen(value: Any, allowed: tuple[Any, ...], key: str, place: _Place) -> Any:
    if value not in allowed:
        raise place.error(f"{key}应为{'、'.join(allowed)}之一，实为“{value}”")
    return value


def _editions(value: Any, place: _Place) -> tuple[Edition, ...]:
    if not isinstance(value, list) or not value:
        raise place.error("editions应列出至少一种格式")
    return tuple(_chosen(edition, get_args(Edition), "editions", place) for edition in value)


def _each(value: Any, place: _Place) -> dict[str, str]:
    if not isinstance(value, dict):
        raise place.error("each应为“变量 = 范围”的表")
    for variable, domain in value.items():
        if variable in domains() or variable in _FIGURES:
            raise place.error(f"变量“{variable}”与范围或数值同名")
        if not isinstance(domain, str) or domain not in domains():
            raise place.error(f"没有名为“{domain}”的范围，可用：{'、'.join(domains())}")
    return value


def _messages(value: Mapping[str, Any], variables: frozenset[str], place: _Place) -> Mapping[str, str]:
    for key in ("holds", "fails"):
        if not isinstance(value.get(key), str):
            raise place.error(f"messages缺少{key}")
        if unknown := set(_placeholders(value[key], place)) - variables - _FIGURES:
            raise place.error(f"messages.{key}中没有可填的“{'、'.join(sorted(unknown))}”")
    return value


def _placeholders(template: str, place: _Place) -> Iterator[str]:
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError as error:
        raise place.error(f"消息模板的花括号不配对：{template}") from error
    if any(spec or conversion for _, _, spec, conversion in parts):
        raise place.error(f"花括号内只能写名称：{template}")
    return (name for _, name, _, _ in parts if name is not None)


def _expression(text: str, each: Mapping[str, str], place: _Place) -> Logical:
    try:
        expression = parse(text)
    except ExpressionError as error:
        raise place.error(f"表达式有误：{error.message}") from error
    marks = {name for pattern in expression.patterns() for name in _placeholders(pattern, place)}
    if unknown := marks - set(each) - set(domains()):
        raise place.error(f"表达式中的“{'、'.join(sorted(unknown))}”既不是变量也不是范围")
    return expression


def _record(value: Any, place: _Place) -> Record:
    cells = value.get("cells") if isinstance(value, dict) else None
    if not isinstance(cells, dict) or not set(value) <= {"edition", "cells", "others", "agency"}:
        raise place.error("records的每一例应有edition和cells")
    _chosen(value.get("edition"), get_args(Edition), "records.edition", place)
    if not all(isinstance(text, str) for text in (*cells.values(), value.get("others", ""), value.get("agency", ""))):
        raise place.error("records中的数值应写作带引号的文字")
    return Record(value["edition"], cells, value.get("others"), value.get("agency"))
