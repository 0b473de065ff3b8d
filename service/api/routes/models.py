"""The models on the shelf, which of them is read with, and changing it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from models.registry import DamagedModel, ReleasedModel
from service.api.access import Administering, Reading
from service.api.deps import RunningDep
from service.api.problems import RESPONSES
from service.api.running import Running
from service.api.shapes import Shape
from service.errors import ModelMissing, NotFound
from service.store import audit, settled

router = APIRouter(prefix="/v1/models", tags=["models"])

_MAY_FAIL: dict[int | str, dict[str, Any]] = {404: RESPONSES[404], 503: RESPONSES[503]}
_SCORES = ("precision", "recall", "f1", "facts")


class ModelJson(Shape):
    """A model; ``scores`` are its card's, measured on the held-out samples, and None where it has no such card.

    A score is None where there was nothing to score: the precision of a model that finds no fact.
    """

    label: str
    active: bool
    previous: bool
    date: str | None
    base: str | None
    scores: dict[str, float | None] | None


@router.get("", summary="全部模型")
def list_models(state: RunningDep, _: Reading) -> list[ModelJson]:
    """可用的模型及其评测成绩，版本旧的在前；`active` 是正在使用的，`previous` 是可以退回的。"""
    with state.store.database.reading() as connection:
        previous = settled.value(connection, "previous_model")
    return [_model(model, state.active.label, previous) for model in state.shelf.models()]


@router.post("/{label}/activate", summary="启用一个模型", responses=_MAY_FAIL)
def activate_model(label: str, state: RunningDep, caller: Administering) -> ModelJson:
    """启用这个模型。正在进行的读取不受影响，此后的读取用新模型；其他进程几秒内跟上。已有的读取结果不变。"""
    return _switch(state, label, caller.name, "model.activate")


@router.post("/rollback", summary="退回上一个模型", responses=_MAY_FAIL)
def roll_back_model(state: RunningDep, caller: Administering) -> ModelJson:
    """退回启用现有模型之前所用的模型。"""
    with state.store.database.reading() as connection:
        previous = settled.value(connection, "previous_model")
    if previous is None:
        raise NotFound("此前没有启用过别的模型。")
    return _switch(state, previous, caller.name, "model.rollback")


def _switch(state: Running, label: str, who: str, action: str) -> ModelJson:
    """Load the model, then settle that it is wanted, so that a model that cannot be used is never settled."""
    model = _found(state, label)
    with state.switching:
        before = state.active.label
        state.active.activate(label)
        with state.store.database.writing() as connection:
            if before is not None and before != label:
                settled.settle(connection, "previous_model", before)
            settled.settle(connection, "active_model", label)
            previous = settled.value(connection, "previous_model")
            audit.note(connection, who, action, label, {"before": before})
    return _model(model, label, previous)


def _found(state: Running, label: str) -> ReleasedModel:
    try:
        return state.shelf.find(label)
    except ModelMissing as error:
        raise NotFound(error.message) from error


def _model(model: ReleasedModel, active: str | None, previous: str | None) -> ModelJson:
    try:
        card = model.card
    except DamagedModel:
        card = {}
    # A model that was trained further was measured beside its base, on the same samples.
    primary = card.get("scores_heldout", {}).get("primary") or card.get("comparison", {}).get("common_after")
    return ModelJson(
        label=model.label,
        active=model.label == active,
        previous=model.label == previous,
        date=card.get("date"),
        base=card.get("base"),
        scores=None if primary is None else {name: primary[name] for name in _SCORES if name in primary},
    )
