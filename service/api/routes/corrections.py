"""Corrections of facts: they stand beside what was read, and teach where the words say it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import StreamingResponse

from service.api.access import Reading, Writing
from service.api.correcting import CorrectionItem, add_fact, correct_fact, corrections_on, withdraw
from service.api.deps import RunningDep
from service.api.problems import RESPONSES
from service.api.viewing import taken_out, viewed
from service.corrections.changes import FactChange, NewFact
from service.store import judgements

router = APIRouter(tags=["corrections"])

_GONE: dict[int | str, dict[str, Any]] = {404: RESPONSES[404]}
_SAMPLES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/jsonl": {}}, "description": "标注样本，每行一个"}
}


@router.patch("/v1/reports/{id}/facts/{fact_id}", summary="改正一个事实", responses=_GONE)
def change_fact(
    id: str,
    fact_id: Annotated[str, Path(description="事实的 `id` 或 `key`", examples=["f3"])],
    change: FactChange,
    state: RunningDep,
    caller: Writing,
) -> CorrectionItem:
    """记下事实应是什么；读取结果本身不变。原文确是这样写的，改正同时成为训练样本（`learnable`），否则说明原因。"""
    return correct_fact(state, id, fact_id, change, caller.name)


@router.post("/v1/reports/{id}/facts", summary="补充漏读的事实", status_code=201, responses=_GONE)
def create_fact(id: str, new: NewFact, state: RunningDep, caller: Writing) -> CorrectionItem:
    """记下漏读的事实：数量和名称照原文抄录。"""
    return add_fact(state, id, new, caller.name)


@router.get("/v1/reports/{id}/corrections", summary="一份报告的改正", responses=_GONE)
def list_corrections(id: str, state: RunningDep, caller: Reading) -> list[CorrectionItem]:
    """全部改正，包括补充的事实，以及最新的读取结果里已经没有的事实的改正。"""
    items = corrections_on(state, id)
    viewed(state, caller, id)
    return items


@router.delete("/v1/reports/{id}/corrections/{key}", summary="撤回一条改正", responses=_GONE, status_code=204)
def delete_correction(id: str, key: str, state: RunningDep, caller: Writing) -> None:
    """撤回改正；由它得来的样本随之更新。"""
    withdraw(state, id, key, caller.name)


@router.get(
    "/v1/corrections/samples.jsonl",
    summary="由改正得来的标注样本",
    responses=_SAMPLES,
    response_class=StreamingResponse,
)
def correction_samples(state: RunningDep, caller: Reading) -> StreamingResponse:
    """每段一个样本，可供 `nianbao samples check` 检查、`nianbao train` 训练。"""
    with state.store.database.reading() as connection:
        samples = judgements.samples(connection)
    taken_out(state, caller, "samples.export", "jsonl")
    headers = {"Content-Disposition": 'attachment; filename="samples.jsonl"'}
    return StreamingResponse(_lines(samples), media_type="application/jsonl", headers=headers)


def _lines(samples: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    return (json.dumps(sample, ensure_ascii=False) + "\n" for sample in samples)
