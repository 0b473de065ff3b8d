"""The rules that a service works with: those that come with it and its user's, who may also change the former."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Final

from service.reconcile.finding import Finding, Severity
from service.reconcile.rule import Rule, RuleInfo
from service.reconcile.rule_files import builtin_rules
from service.reconcile.rule_schema import Override

_RANKS: Final[Mapping[Severity, int]] = {"information": 0, "warning": 1, "error": 2}


@dataclass(frozen=True, slots=True, eq=False)
class RuleSet:
    """Rules over cells, built in and the user's, with ``overrides`` of any rules by their ids.

    ``files`` are the user's rule files as they were read: name and content.
    """

    rules: tuple[Rule, ...]
    overrides: Mapping[str, Override]
    files: tuple[tuple[str, bytes], ...] = ()

    def infos(self, code: Sequence[RuleInfo]) -> tuple[RuleInfo, ...]:
        """What people are shown of every rule, those of ``code`` after those of data."""
        data = [
            RuleInfo(r.id, r.title, r.severity, r.basis, r.editions, source=r.source, origin=r.origin)
            for r in self.rules
        ]
        return tuple(self._overridden(info) for info in (*data, *code))

    def applied(self, findings: Sequence[Finding], severities: Mapping[str, Severity]) -> list[Finding]:
        """The findings without those of rules that are off, with the severities that the user wants.

        ``severities`` are those that the rules have by themselves. A finding that is as grave as its rule gets the
        severity wanted; one that is less grave, because its evidence is, never becomes graver than that.
        """
        if not self.overrides:
            return list(findings)
        kept = [finding for finding in findings if self.overrides.get(finding.rule) != "off"]
        return [self._graded(finding, severities.get(finding.rule, finding.severity)) for finding in kept]

    def _graded(self, finding: Finding, own: Severity) -> Finding:
        wanted = self.overrides.get(finding.rule)
        if wanted is None or wanted == "off" or finding.verdict == "broken":
            return finding
        lighter = _RANKS[finding.severity] < _RANKS[own]
        return replace(finding, severity=min(finding.severity, wanted, key=_RANKS.__getitem__) if lighter else wanted)

    def _overridden(self, info: RuleInfo) -> RuleInfo:
        wanted = self.overrides.get(info.id)
        if wanted is None:
            return info
        return replace(info, active=False) if wanted == "off" else replace(info, severity=wanted)


@cache
def builtin_rule_set() -> RuleSet:
    """The rules that come with the service, as they are."""
    return RuleSet(builtin_rules(), MappingProxyType({}))
