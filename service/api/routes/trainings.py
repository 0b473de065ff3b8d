"""Learning from corrections and samples: a job that makes another model where it is better."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import UploadFile

from service.api.access import Training
from service.api.deps import RunningDep
from service.api.problems import RESPONSES
from service.api.running import Running
from service.api.samples import checked_samples
from service.api.shapes import JobJson
from service.api.uploads import media_type
from service.errors import ModelMissing, NotFound, RequestError, TrainingUnavailable
from service.store import audit, files, jobs, judgements, workers
from service.store.leftovers import provisional

router = APIRouter(prefix="/v1/trainings", tags=["trainings"])

_MOST_FIELDS = 8


class TrainingRequest(BaseModel):
    """What is learnt from, and on which model; the active one where none is named."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_extra={"examples": [{"corrections": True, "epochs": 3}]}
    )

    corrections: bool = Field(True, description="Whether people's corrections are learnt from.")
    base: str | None = Field(None, max_length=100, description="Name of the model that learns.")
    epochs: int | None = Field(None, ge=1, le=100)


_PROPERTIES: dict[str, Any] = TrainingRequest.model_json_schema()["properties"]
_FORM_SCHEMA = {
    "type": "object",
    "properties": {
        "samples": {"type": "string", "format": "binary", "description": "Annotated samples, JSON Lines."},
        "corrections": {"type": "boolean"},
        "base": {"type": "string", "maxLength": 100},
        "epochs": {"type": "integer", "minimum": 1, "maximum": 100},
    },
}
_JSON_SCHEMA = {
    "type": "object",
    "properties": _PROPERTIES,
    "additionalProperties": False,
    "example": {"corrections": True, "epochs": 3},
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": _JSON_SCHEMA},
            "multipart/form-data": {"schema": _FORM_SCHEMA},
        },
    }
}
_MAY_FAIL: dict[int | str, dict[str, Any]] = {code: RESPONSES[code] for code in (400, 404, 413, 501)}


@router.post("", summary="训练新模型", status_code=202, responses=_MAY_FAIL, openapi_extra=_BODY)
async def create_training(request: Request, state: RunningDep, caller: Training, response: Response) -> JobJson:
    """用人的改正和（可选的）标注样本继续训练，返回一个任务；新模型更好才留下，启用另行决定。

    没有能训练的工作进程时返回 501（`training.unavailable`）；样本有错时返回 422，列出全部错误。
    """
    wanted, samples = await _request(request)
    job = await run_in_threadpool(_enqueue, state, wanted, samples, caller.name)
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    return job


async def _request(request: Request) -> tuple[TrainingRequest, bytes | None]:
    kind = media_type(request)
    if kind == "multipart/form-data":
        async with request.form(max_files=1, max_fields=_MOST_FIELDS) as form:
            upload = form.get("samples")
            if upload is not None and not isinstance(upload, UploadFile):
                raise RequestError("表单里的 samples 应是文件。")
            given = {name: value for name, value in form.items() if name != "samples"}
            return _valid(given), None if upload is None else await upload.read()
    if kind != "application/json":
        raise RequestError('请用 multipart/form-data（文件字段 samples）或 application/json（{"corrections": true}）。')
    try:
        given = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise RequestError("请求不是有效的 JSON。") from error
    return _valid(given), None


def _valid(given: Any) -> TrainingRequest:
    try:
        return TrainingRequest.model_validate(given)
    except ValidationError as error:
        places = "；".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise RequestError(f"请求不符合接口说明：{places}") from error


def _enqueue(state: Running, wanted: TrainingRequest, samples: bytes | None, who: str) -> JobJson:
    base = _base(state, wanted.base)
    checked = None if samples is None else checked_samples(samples)
    with state.store.database.reading() as connection:
        able = "training" in workers.kinds_done(connection)
        learnable = wanted.corrections and bool(judgements.samples(connection))
    if not able:
        raise TrainingUnavailable(
            "没有能训练的工作进程。请在装有训练组件（pip install 'nianbao[train]'）的机器上运行 nianbao worker。"
        )
    if checked is None and not learnable:
        raise RequestError("没有可用于训练的样本：既没有能学习的改正，也没有上传标注样本。")
    told = {"base": base, "corrections": wanted.corrections, "epochs": wanted.epochs}
    samples, n_samples = checked or (None, 0)
    with provisional(state.store) as put, state.store.database.writing() as connection:
        files.keeping(connection)
        sha256 = None if samples is None else state.store.originals.put(samples)
        put += [] if sha256 is None else [sha256]
        job = jobs.enqueue(connection, "training", told | {"samples": sha256, "who": who}, n_items=wanted.epochs or 0)
        audit.note(connection, who, "training.create", job.id, told | {"samples": n_samples})
    return JobJson.of(job)


def _base(state: Running, named: str | None) -> str:
    if named is None:
        return state.active.label or state.shelf.first_choice().label
    try:
        return state.shelf.find(named).label
    except ModelMissing as error:
        raise NotFound(error.message) from error
