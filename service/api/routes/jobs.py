"""Work that goes on behind the requests: how far it is, and what became of each file."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from sqlalchemy.exc import SQLAlchemyError

from service.api.access import Reading, Writing
from service.api.deps import RunningDep, StoreDep
from service.api.problems import RESPONSES
from service.api.running import Running
from service.api.shapes import JobItemJson, JobJson
from service.errors import NotFound
from service.store import audit, jobs
from service.store.leftovers import clear
from service.store.store import Store

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])

_GONE: dict[int | str, dict[str, Any]] = {404: RESPONSES[404]}
_LOOK_EVERY_S = 0.5
_QUIET_S = 15.0
_QUIET = ": \n\n"
_ENDED = ("done", "failed", "cancelled")


@router.get("/{id}", summary="一个任务", responses=_GONE)
def get_job(id: str, store: StoreDep, _: Reading) -> JobJson:
    """任务的状态与进度。"""
    return _found(store, id)


@router.get("/{id}/items", summary="任务中的各份文件", responses=_GONE)
def list_items(
    id: str,
    store: StoreDep,
    _: Reading,
    after: Annotated[int, Query(ge=-1, le=2**31 - 1, description="上一页最后一份的 position")] = -1,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> list[JobItemJson]:
    """每份文件读成了哪份报告，或为何未能读取。"""
    _found(store, id)
    with store.database.reading() as connection:
        return [JobItemJson.of(item) for item in jobs.items_of(connection, id, after=after, limit=limit)]


@router.get(
    "/{id}/events",
    summary="任务进度的事件流",
    responses=_GONE | {200: {"content": {"text/event-stream": {}}, "description": "每次变化一个事件，任务结束时关闭"}},
    response_class=StreamingResponse,
)
async def follow_job(id: str, request: Request, state: RunningDep, _: Reading) -> StreamingResponse:
    """任务每有进展发送一个事件（`text/event-stream`，数据同 `/v1/jobs/{id}`），任务结束时关闭。"""
    first = await run_in_threadpool(_found, state.store, id)
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    return StreamingResponse(_events(request, state, first), media_type="text/event-stream", headers=headers)


@router.delete("/{id}", summary="取消一个任务", responses=_GONE)
def cancel_job(id: str, store: StoreDep, caller: Writing) -> JobJson:
    """取消尚未结束的任务；已经读取的报告保留，还没有读取的文件不再保留。"""
    _found(store, id)
    with store.database.writing() as connection:
        if jobs.cancel(connection, id):
            audit.note(connection, caller.name, "job.cancel", id)
    clear(store, id)
    return _found(store, id)


def _found(store: Store, job_id: str) -> JobJson:
    with store.database.reading() as connection:
        job = jobs.find(connection, job_id)
    if job is None:
        raise NotFound("没有这个任务。")
    return JobJson.of(job)


async def _events(request: Request, state: Running, job: JobJson) -> AsyncIterator[str]:
    """Every change of a job; a comment where there was none for long, or a proxy would take the stream for dead."""
    yield _event(job)
    told_at = time.monotonic()
    while job.state not in _ENDED and not state.stop.is_set() and not await request.is_disconnected():
        await asyncio.sleep(_LOOK_EVERY_S)
        try:
            now = await run_in_threadpool(_found, state.store, job.id)
        except NotFound:
            return
        except SQLAlchemyError:  # whoever listens hears of the job when the database is back
            now = job
        if now != job or time.monotonic() - told_at > _QUIET_S:
            yield _QUIET if now == job else _event(now)
            job, told_at = now, time.monotonic()


def _event(job: JobJson) -> str:
    return f"event: {job.state}\ndata: {job.model_dump_json()}\n\n"
