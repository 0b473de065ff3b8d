"""Reading kept reports again with the model and the rules of now."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from pydantic import ConfigDict, Field

from service.api.access import Writing
from service.api.deps import StoreDep
from service.api.problems import RESPONSES
from service.api.queries import NO_NUL
from service.api.shapes import JobJson, Shape
from service.jobs.rereading import items_to_reread
from service.store import audit, jobs
from service.store.reports import Filter

router = APIRouter(prefix="/v1/rereadings", tags=["rereadings"])


class RereadingRequest(Shape):
    """Which reports are to be read again; all where neither is given."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [{"year": 2023}]})

    agency: str | None = Field(None, max_length=200, pattern=NO_NUL)
    year: int | None = Field(None, ge=1900, le=2200)


_ACCEPTED: dict[int | str, dict[str, Any]] = {413: RESPONSES[413]}


@router.post("", summary="重新读取", status_code=202, responses=_ACCEPTED)
def create_rereading(
    store: StoreDep, caller: Writing, response: Response, wanted: RereadingRequest | None = None
) -> JobJson:
    """用现在的模型、规则和上年报告重新读取已有的报告；原来的读取结果、核实结论和改正都保留。

    要读的是提出时已有的报告，每份读一次，年度早的在前；返回一个任务。
    """
    chosen = wanted or RereadingRequest(agency=None, year=None)
    payload = chosen.model_dump()
    with store.database.writing() as connection:
        items = items_to_reread(connection, Filter(chosen.agency, chosen.year))
        job = jobs.enqueue(connection, "rereading", payload | {"who": caller.name}, items=items)
        audit.note(connection, caller.name, "rereading.create", job.id, payload)
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    return JobJson.of(job)
