"""The user's rule files beside the rules of the service: read and proved at the start, every error told at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from service.reconcile.records import complaints_of_records
from service.reconcile.rule import RuleInfo
from service.reconcile.rule_files import RuleFile, broken_rules, builtin_rules, read_rule_file
from service.reconcile.rule_place import Problem
from service.reconcile.rule_schema import Override
from service.reconcile.rule_set import RuleSet, builtin_rule_set

_MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class _Source:
    """A file as it was read, or why it could not be."""

    name: str
    data: bytes = b""
    reason: str | None = None

    def parsed(self) -> RuleFile:
        """Its rules and what is wrong with it."""
        if self.reason is not None:
            return RuleFile(self.name, problems=(Problem(self.name, None, None, self.reason),))
        try:
            text = self.data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return RuleFile(self.name, problems=(Problem(self.name, None, None, "不是UTF-8编码的文字"),))
        return read_rule_file(text, file=self.name, origin="user")


def read_rule_set(paths: Sequence[Path], *, code: Sequence[RuleInfo]) -> RuleSet:
    """The rules of the service with those of these files and folders; RuleError with every problem.

    ``code`` are the rules of the service that are functions: their ids are taken, and may be overridden.
    """
    if not paths:
        return builtin_rule_set()
    sources = [source for path in paths for source in _sources(path)]
    found = [source.parsed() for source in sources]
    taken = {*(rule.id for rule in builtin_rules()), *(info.id for info in code)}
    problems = [problem for file in found for problem in file.problems]
    problems += [problem for file in found for problem in _records(file)]
    problems += _collisions(found, taken)
    problems += _overrides(found, taken | {rule.id for file in found for rule in file.rules})
    if problems:
        raise broken_rules(tuple(problems))
    overrides: dict[str, Override] = {id: wanted for file in found for id, wanted in file.overrides.items()}
    rules = (*builtin_rules(), *(rule for file in found for rule in file.rules))
    files = tuple((source.name, source.data) for source in sources)
    return RuleSet(rules, MappingProxyType(overrides), files)


def _sources(path: Path) -> list[_Source]:
    if path.is_dir():
        names = sorted(name for name in path.glob("*.toml") if name.is_file())
        return [_source(name) for name in names] or [_Source(str(path), reason="文件夹里没有 .toml 文件")]
    return [_source(path)]


def _source(path: Path) -> _Source:
    try:
        if path.stat().st_size > _MAX_BYTES:
            return _Source(str(path), reason="文件过大，不会是规则文件")
        return _Source(str(path), path.read_bytes())
    except OSError as error:
        return _Source(str(path), reason=f"不能读取：{error.strerror or error}")


def _records(file: RuleFile) -> Iterator[Problem]:
    for rule in file.rules:
        for _, reason in complaints_of_records(rule):
            yield Problem(file.name, file.lines.get(rule.id), rule.id, reason)


def _collisions(files: Sequence[RuleFile], taken: set[str]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for file in files:
        for rule in file.rules:
            other = "软件自带的规则" if rule.id in taken else seen.get(rule.id)
            if other not in (None, file.name):
                yield Problem(file.name, file.lines.get(rule.id), rule.id, f"编号与{other}重复")
            seen.setdefault(rule.id, file.name)


def _overrides(files: Sequence[RuleFile], known: set[str]) -> Iterator[Problem]:
    seen: dict[str, tuple[str, Override]] = {}
    for file in files:
        for rule, wanted in file.overrides.items():
            line = file.lines.get(rule)
            if rule not in known:
                yield Problem(file.name, line, None, f"override中没有编号为“{rule}”的规则")
            elif rule in seen and seen[rule][1] != wanted:
                yield Problem(file.name, line, None, f"override对“{rule}”的要求与{seen[rule][0]}不同")
            seen.setdefault(rule, (file.name, wanted))
