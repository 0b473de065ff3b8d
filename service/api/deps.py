"""What handlers need, by name."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request

from service.api.running import Running
from service.reconcile.rule_set import RuleSet
from service.store.store import Store


def held(request: Request) -> Running:
    """All that the service holds."""
    return cast(Running, request.app.state.running)


def rule_set(state: Annotated[Running, Depends(held)]) -> RuleSet:
    """The rules of the service and its user, as read at the start."""
    return state.rules


def open_store(state: Annotated[Running, Depends(held)]) -> Store:
    """The store."""
    return state.store


RunningDep = Annotated[Running, Depends(held)]
RulesDep = Annotated[RuleSet, Depends(rule_set)]
StoreDep = Annotated[Store, Depends(open_store)]
