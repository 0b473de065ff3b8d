"""The catalogue of metrics: what a fact may be about."""

from __future__ import annotations

from dataclasses import asdict
from typing import Literal

from fastapi import APIRouter

from annotations.catalogue import catalogue
from service.api.access import Reading
from service.api.shapes import Shape
from service.versions import catalogue_version

router = APIRouter(prefix="/v1/metrics", tags=["metrics"])


class MetricJson(Shape):
    """A metric; ``cells`` are the cells of the statutory tables that say the same."""

    id: str
    zh: str
    group: str
    measure: Literal["count", "amount", "rate", "any"]
    units: list[str]
    cells: list[str]
    cells_v1: list[str]
    definition: str
    covers: list[str]


class Metrics(Shape):
    """All metrics with the version of the catalogue, which readings bear."""

    version: str
    metrics: list[MetricJson]


@router.get("", summary="指标目录")
def list_metrics(_: Reading) -> Metrics:
    """事实可能讲的全部指标：名称、单位、定义，以及统计表中说同一件事的格。"""
    metrics = [MetricJson.model_validate(asdict(metric)) for metric in catalogue().values()]
    return Metrics(version=catalogue_version(), metrics=metrics)
