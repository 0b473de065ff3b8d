"""The list of all rules as JSON: one shape for the API and the command line (docs/api.md)."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from service.reconcile.rule import RuleInfo


class RuleJson(BaseModel):
    """What people are shown of a rule; ``active`` is false where the user's rule files switch it off."""

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    severity: Literal["error", "warning", "information"]
    editions: list[str]
    basis: str
    source: Literal["form", "law", "notice", "inferred", "practice"]
    origin: Literal["builtin", "user"]
    active: bool

    @classmethod
    def of(cls, info: RuleInfo) -> RuleJson:
        """From the value."""
        return cls(
            id=info.id,
            title=info.title,
            severity=info.severity,
            editions=list(info.editions),
            basis=info.basis,
            source=info.source,
            origin=info.origin,
            active=info.active,
        )
