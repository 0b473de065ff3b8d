"""Measurements for Prometheus."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest

from service.api.access import Reading
from service.api.deps import RunningDep
from service.api.problems import RESPONSES
from service.operation.measures import State
from service.store import jobs

router = APIRouter(tags=["health"])

_MAY_FAIL: dict[int | str, dict[str, Any]] = {status: RESPONSES[status] for status in (401, 403, 429, 503)}


@router.get("/metrics", summary="运行指标（Prometheus）", response_class=PlainTextResponse, responses=_MAY_FAIL)
def metrics(state: RunningDep, _: Reading) -> PlainTextResponse:
    """请求、读取用时、任务队列、模型版本与核对结果的计数；不含任何报告的内容。"""
    with state.store.database.reading() as connection:
        n_jobs = jobs.n_in_state(connection)
    now = CollectorRegistry()
    now.register(State(n_jobs, state.active.reader().versions if state.active.label else None))
    return PlainTextResponse(generate_latest(REGISTRY) + generate_latest(now), media_type=CONTENT_TYPE_LATEST)
