"""A rule that needs code: one function, and what people are shown of the rules that it decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from service.reconcile.finding import Finding
from service.reconcile.rule import RuleInfo
from service.reconcile.subject import Subject


@dataclass(frozen=True, slots=True)
class Check:
    """A function over a subject, with the rules it decides."""

    run: Callable[[Subject], tuple[Finding, ...]]
    rules: tuple[RuleInfo, ...]
