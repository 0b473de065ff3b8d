"""The audit log, for those who administer the service."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query

from service.api.access import Administering
from service.api.deps import StoreDep
from service.api.queries import AfterQuery, serial_of
from service.api.shapes import Shape
from service.store import audit

router = APIRouter(prefix="/v1/audit", tags=["audit"])


class AuditItem(Shape):
    """One thing that somebody did: the name of the key, what was done, to what."""

    at: datetime
    who: str
    action: str
    subject: str
    detail: dict[str, Any]


class AuditPage(Shape):
    """Some entries, the newest first; ``next`` leads to those before them."""

    items: list[AuditItem]
    next: str | None


@router.get("", summary="操作记录")
def list_audit(
    store: StoreDep,
    _: Administering,
    after: AfterQuery = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> AuditPage:
    """谁读取、改动、训练、启用了什么，新的在前。"""
    with store.database.reading() as connection:
        found = audit.entries(connection, before=serial_of(after), limit=limit)
    items = [
        AuditItem(at=entry.at, who=entry.who, action=entry.action, subject=entry.subject, detail=dict(entry.detail))
        for entry in found
    ]
    return AuditPage(items=items, next=str(found[-1].serial) if len(found) == limit else None)
