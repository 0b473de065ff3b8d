"""Many reports at once: files or ZIP archives in, a job out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from service.api.access import Writing
from service.api.deps import RunningDep
from service.api.problems import RESPONSES
from service.api.running import Running
from service.api.shapes import JobJson
from service.api.uploads import Upload, many_documents
from service.batch.archives import reports_in
from service.batch.files import holds_reports
from service.errors import DocumentError, DocumentTooLarge, RequestError, StoreError
from service.opening import limits_of
from service.settings import Settings
from service.store import audit, files, jobs
from service.store.jobs import NewItem
from service.store.leftovers import provisional

router = APIRouter(prefix="/v1/batches", tags=["batches"])

_MOST_TRIES = 3
_FILES = {"type": "array", "items": {"type": "string", "format": "binary"}, "minItems": 1}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {"type": "object", "required": ["files"], "properties": {"files": _FILES}}
            }
        },
    }
}


@router.post("", summary="批量读取报告", status_code=202, responses=RESPONSES, openapi_extra=_BODY)
async def create_batch(request: Request, state: RunningDep, caller: Writing, response: Response) -> JobJson:
    """读取多份报告：`multipart/form-data` 的多个 `files`，ZIP 压缩包自动展开；返回一个任务，进度见 `/v1/jobs/{id}`。"""
    async with many_documents(request, most=state.settings.max_batch_files) as given:
        job = await run_in_threadpool(_enqueue, state, given, caller.name)
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    return job


def _enqueue(state: Running, given: Sequence[Upload], who: str) -> JobJson:
    with provisional(state.store) as put:
        for _ in range(_MOST_TRIES):
            items = _all_kept(state, given, put)
            with state.store.database.writing() as connection:
                files.keeping(connection)
                # Others may have deleted reports of the same bytes since these were put.
                if all(item.sha256 is None or state.store.originals.has(item.sha256) for item in items):
                    job = jobs.enqueue(connection, "batch", {"who": who}, items=items)
                    audit.note(connection, who, "batch.create", job.id, {"files": len(items)})
                    return JobJson.of(job)
        raise StoreError("存放原件的位置没有留住文件，请稍后再试。")


def _all_kept(state: Running, given: Sequence[Upload], put: list[str]) -> list[NewItem]:
    """The files for the job; ``put`` gets the hashes of those that are kept by then, also where there are too many."""
    items = []
    for item in _items(state, given):
        items.append(item)
        put += [] if item.sha256 is None else [item.sha256]
        if len(items) > state.settings.max_batch_files:
            raise RequestError(f"一批最多 {state.settings.max_batch_files} 份报告。")
    if not items:
        raise RequestError("压缩包里没有报告。")
    return items


def _items(state: Running, given: Sequence[Upload]) -> Iterator[NewItem]:
    limits = limits_of(state.settings)
    for upload in given:
        if not holds_reports(upload.name, upload.size, upload.read, limits):
            yield _kept(state, upload.name, _content(upload, state.settings))
            continue
        try:
            for member in reports_in(upload.file, max_bytes=limits.max_bytes):
                yield _kept(state, member.name, member.content)
        except DocumentError as error:
            yield _kept(state, upload.name, error)


def _content(upload: Upload, settings: Settings) -> bytes | DocumentError:
    """What is in a file, unless it is larger than a report may be: then it is not held in memory either."""
    try:
        limits_of(settings).check_size(upload.size, upload.name)
    except DocumentTooLarge as error:
        return error
    return upload.read()


def _kept(state: Running, name: str, content: bytes | DocumentError) -> NewItem:
    """A file for the job; what cannot be read is known from the start."""
    if isinstance(content, DocumentError):
        return NewItem(name, None, content.code, content.message)
    return NewItem(name, state.store.originals.put(content))
