"""Reports: post one, list them, get what was read, forget it."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from service.api.access import Caller, Reading, Writing
from service.api.deps import RunningDep, StoreDep
from service.api.intake import found, kept, take_in
from service.api.problems import RESPONSES
from service.api.queries import AfterQuery, AgencyQuery, YearQuery, serial_of
from service.api.shapes import (
    CorrectedFactJson,
    JobJson,
    JudgedFindingJson,
    KeptReadingJson,
    ReportItem,
    ReportPage,
    VersionItem,
)
from service.api.uploads import one_document
from service.api.viewing import taken_out, viewed
from service.errors import NotFound
from service.store import audit, files, jobs
from service.store.jobs import NewItem
from service.store.leftovers import provisional
from service.store.reports import Filter, ReportVerdict, page, remove, versions_of
from service.wire import CellJson

router = APIRouter(prefix="/v1/reports", tags=["reports"])

_FILE_SCHEMA = {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}}}
_TEXT_SCHEMA = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string", "minLength": 1}, "name": {"type": "string"}},
    "example": {"text": "云泽县教育局2023年政府信息公开工作年度报告\n一、总体情况\n2023年共收到政府信息公开申请6件。"},
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {"schema": _FILE_SCHEMA},
            "application/json": {"schema": _TEXT_SCHEMA},
        },
    }
}
_ACCEPTED: dict[int | str, dict[str, Any]] = {202: {"model": JobJson, "description": "已接收，稍后读取"}}
_GONE: dict[int | str, dict[str, Any]] = {404: RESPONSES[404]}


@router.post(
    "", summary="读取一份报告", responses=RESPONSES | _ACCEPTED, openapi_extra=_BODY, response_model=KeptReadingJson
)
async def create_report(
    request: Request, state: RunningDep, caller: Writing, prefer: Annotated[str, Header()] = ""
) -> Response:
    """读取一份报告（`multipart/form-data` 的 `file`，或 JSON 的 `text`），返回事实、统计表各格与核对结果。

    同样的内容只读取一次。请求头 `Prefer: respond-async` 时不等待，返回 202 和一个任务。
    """
    data, name = await one_document(request)
    if "respond-async" in prefer:
        job = await run_in_threadpool(_later, state, data, name, caller.name)
        headers = {"Location": f"/v1/jobs/{job.id}", "Preference-Applied": "respond-async"}
        return JSONResponse(job.model_dump(mode="json"), status_code=202, headers=headers)
    return await take_in(request, state, data, name, caller)


def _later(state: RunningDep, data: bytes, name: str, who: str) -> JobJson:
    with provisional(state.store) as put:
        put.append(state.store.originals.put(data))
        with state.store.database.writing() as connection:
            files.keeping(connection)
            state.store.originals.put(data)  # once more: the same bytes may have been a report deleted meanwhile
            job = jobs.enqueue(connection, "batch", {"who": who}, items=[NewItem(name, *put)])
            audit.note(connection, who, "batch.create", job.id, {"files": 1})
    return JobJson.of(job)


@router.get("", summary="报告列表", responses={422: RESPONSES[422]})
def list_reports(
    store: StoreDep,
    _: Reading,
    agency: AgencyQuery = None,
    year: YearQuery = None,
    verdict: ReportVerdict | None = None,
    after: AfterQuery = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ReportPage:
    """报告列表，新收到的在前；可按机关、年度、核对结论筛选：

    `fails` 有错误或警告，`errors` 有错误，`warnings` 有警告，`undecided` 有待定，`holds` 没有错误和警告。"""
    before = serial_of(after)
    with store.database.reading() as connection:
        reports = page(connection, Filter(agency, year, verdict), before=before, limit=limit)
    following = str(reports[-1].serial) if len(reports) == limit else None
    return ReportPage(items=[ReportItem.of(report) for report in reports], next=following)


@router.get("/{id}", summary="一份报告的读取结果", responses=_GONE, response_model=KeptReadingJson)
def get_report(
    id: str, state: RunningDep, caller: Reading, version: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None
) -> Response:
    """最新的读取结果，连同人的核实结论与改正；`version` 取较早的一次。"""
    return JSONResponse(_shown(state, caller, id, version))


@router.get("/{id}/versions", summary="一份报告的各次读取", responses=_GONE)
def list_versions(id: str, store: StoreDep, _: Reading) -> list[VersionItem]:
    """各次读取所用的软件、模型、规则与指标目录的版本。"""
    with store.database.reading() as connection:
        listed = versions_of(connection, id)
    if not listed:
        raise NotFound("没有这份报告。")
    return [VersionItem(version=n, versions=dict(versions), read_at=at) for n, versions, at in listed]


@router.get("/{id}/facts", summary="叙述中的事实", responses=_GONE, response_model=list[CorrectedFactJson])
def list_facts(id: str, state: RunningDep, caller: Reading) -> Response:
    """叙述中的事实，连同人的改正，和人补充的事实（`said` 为 `added`）。"""
    return JSONResponse(_shown(state, caller, id)["facts"])


@router.get("/{id}/cells", summary="统计表各格", responses=_GONE, response_model=dict[str, CellJson])
def list_cells(id: str, state: RunningDep, caller: Reading) -> Response:
    """统计表各格，按格的编号。"""
    return JSONResponse(_shown(state, caller, id)["cells"])


@router.get("/{id}/findings", summary="核对结果", responses=_GONE, response_model=list[JudgedFindingJson])
def list_findings(id: str, state: RunningDep, caller: Reading) -> Response:
    """核对结果，连同人的核实结论。"""
    return JSONResponse(_shown(state, caller, id)["findings"])


@router.get("/{id}/document", summary="原件", responses=_GONE, response_class=Response)
def get_document(id: str, state: RunningDep, caller: Reading) -> Response:
    """原件，一律作为附件下载。"""
    report, _reading = found(state, id)
    data = state.store.originals.get(report.sha256)
    if data is None:
        raise NotFound("原件已经不在。")
    taken_out(state, caller, "report.download", id)
    disposition = f"attachment; filename*=UTF-8''{quote(report.name, errors='replace')}"
    return Response(data, media_type="application/octet-stream", headers={"Content-Disposition": disposition})


@router.delete("/{id}", summary="删除一份报告", responses=_GONE, status_code=204)
def delete_report(id: str, store: StoreDep, caller: Writing) -> None:
    """删除报告、各次读取结果、改正与原件；核实结论按机关与年度保留。"""
    with store.database.writing() as connection:
        files.letting_go(connection)
        removed = remove(connection, id)
        if removed is None:
            raise NotFound("没有这份报告。")
        audit.note(connection, caller.name, "report.delete", id, {"name": removed.name})
        # Before the transaction ends, so that whoever keeps the same bytes anew does so before or after both.
        files.let_go(connection, store.originals, [removed.sha256])


def _shown(state: RunningDep, caller: Caller, id_: str, version: int | None = None) -> dict[str, Any]:
    """The JSON of a kept reading, which the caller has seen by now."""
    body = kept(state, id_, version)
    viewed(state, caller, id_)
    return body
