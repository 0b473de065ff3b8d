"""Rule files → rules, checked as they are read: all that is wrong is told with file, line and rule."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import ValidationError

from service.errors import ExpressionError, RuleError
from service.reconcile.expression import Logical
from service.reconcile.grammar import parse
from service.reconcile.rule import Origin, Record, Rule
from service.reconcile.rule_meaning import complaints_of_meaning
from service.reconcile.rule_place import Lines, Problem
from service.reconcile.rule_schema import Override, OverrideEntry, RecordEntry, RuleEntry, complaints

_NO_RULES = "规则文件应有[[rule]]条目或[override]表，不应有别的"


@dataclass(frozen=True, slots=True)
class RuleFile:
    """What a file says: usable rules, overrides of rules by id, where both stand, and what is wrong with the rest."""

    name: str
    rules: tuple[Rule, ...] = ()
    overrides: Mapping[str, Override] = field(default_factory=dict)
    lines: Mapping[str, int | None] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@cache
def builtin_rules() -> tuple[Rule, ...]:
    """The rules that come with the service, file by file."""
    folder = files("service.reconcile").joinpath("rules")
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)
    return tuple(rule for path in paths for rule in read_rules(path.read_text("utf-8"), file=path.name))


def read_rules(text: str, *, file: str) -> tuple[Rule, ...]:
    """The rules of one file; RuleError with every problem where one cannot be used."""
    found = read_rule_file(text, file=file)
    if found.problems:
        raise broken_rules(found.problems)
    return found.rules


def broken_rules(problems: tuple[Problem, ...]) -> RuleError:
    """The error that tells of all problems, one a line."""
    told = tuple(map(str, problems))
    return RuleError("\n".join(told) if len(told) == 1 else "\n".join([f"规则文件有{len(told)}处错误：", *told]), told)


def read_rule_file(text: str, *, file: str, origin: Origin = "builtin") -> RuleFile:
    """The rules and overrides of one file, as far as they can be used, and what is wrong with the others."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return RuleFile(file, problems=(Problem(file, None, None, f"不是有效的TOML：{error}"),))
    entries = content.get("rule", [])
    if not content or set(content) - {"rule", "override"} or not isinstance(entries, list):
        return RuleFile(file, problems=(Problem(file, None, None, _NO_RULES),))
    lines = Lines(text)
    read = [_read(entry, index, file, lines, origin) for index, entry in enumerate(entries)]
    rules = [rule for rule, _ in read if rule is not None]
    overrides, wrong = _overrides(content, file, lines)
    problems = [problem for _, found in read for problem in found] + wrong
    problems += _repeated([_id(entry) for entry in entries], file, lines)
    places = {rule.id: lines.of_rule(index) for index, (rule, _) in enumerate(read) if rule is not None}
    places |= {id: lines.of_override(id) for id in overrides}
    return RuleFile(file, tuple(rules), overrides, places, tuple(problems))


def _read(entry: Any, index: int, file: str, lines: Lines, origin: Origin) -> tuple[Rule | None, list[Problem]]:
    name = _id(entry)
    try:
        checked = RuleEntry.model_validate(entry)
        expression = parse(checked.expression)
    except ValidationError as error:
        found = complaints(error)
    except ExpressionError as error:
        found = [(f"表达式有误：{error.message}", ("expression",))]
    else:
        found = list(complaints_of_meaning(checked, expression))
        if not found:
            return _rule(checked, expression, origin), []
    return None, [Problem(file, lines.of_rule(index, key), name, reason) for reason, key in found]


def _id(entry: Any) -> str | None:
    name = entry.get("id") if isinstance(entry, dict) else None
    return name if isinstance(name, str) else None


def _overrides(content: Mapping[str, Any], file: str, lines: Lines) -> tuple[Mapping[str, Override], list[Problem]]:
    if "override" not in content:
        return {}, []
    try:
        return OverrideEntry.model_validate({"override": content["override"]}).override, []
    except ValidationError as error:
        found = [(reason, str(key[-1])) for reason, key in complaints(error)]
        return {}, [Problem(file, lines.of_override(name), None, reason) for reason, name in found]


def _repeated(ids: list[str | None], file: str, lines: Lines) -> Iterator[Problem]:
    for index, name in enumerate(ids):
        if name is not None and name in ids[:index]:
            yield Problem(file, lines.of_rule(index), name, "编号重复")


def _rule(entry: RuleEntry, expression: Logical, origin: Origin) -> Rule:
    return Rule(
        id=entry.id,
        title=entry.title,
        editions=tuple(entry.editions),
        severity=entry.severity,
        source=entry.source,
        basis=entry.basis,
        expression=expression,
        each=entry.each,
        when=entry.when,
        holds=entry.messages.holds,
        fails=entry.messages.fails,
        records={name: _record(getattr(entry.records, name)) for name in ("holds", "fails", "undecided")},
        origin=origin,
    )


def _record(entry: RecordEntry) -> Record:
    plain = entry.model_dump(exclude={"facts"})
    return Record(**plain, facts={name: tuple(values) for name, values in entry.facts.items()})
