"""What a person may say of a fact, checked against the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from annotations.catalogue import catalogue
from service.errors import RequestError
from service.facts.quantities import find_numbers
from service.wire import decimal_text

# Some words, and no NUL: PostgreSQL keeps none, and nobody means it.
_Words = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")]
_Name = Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[^\x00]+$", description="Id or key of the total.")]
_Value = Annotated[
    str, Field(pattern=r"^-?[0-9]{1,20}(\.[0-9]{1,8})?$", description="A decimal figure in the base unit.")
]
_Metric = Annotated[str, Field(max_length=60, json_schema_extra={"enum": list(catalogue())})]
_Kind = Literal["level", "change", "rate"]
_Approximation = Literal["about", "at_least", "at_most"]


class FactChange(BaseModel):
    """What a fact should have been; what is not given stays as it was read. ``wrong``: there is no such fact."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"examples": [{"metric": "request.received", "party": "自然人"}, {"wrong": True}]},
    )

    wrong: bool = False
    metric: _Metric | None = None
    label: _Words | None = None
    value: _Value | None = None
    kind: _Kind | None = None
    unit: _Words | None = None
    negated: bool | None = None
    approx: _Approximation | None = None
    year: int | None = Field(None, ge=1900, le=2200)
    channel: _Words | None = None
    category: _Words | None = None
    party: _Words | None = None
    role: _Words | None = None
    part_of: _Name | None = None


class NewFact(BaseModel):
    """A fact that was not read: the words of its quantity and of its label as they stand in the text.

    Value, unit, sign and approximation follow from the quantity unless they are given. ``start`` says which place is
    meant (an offset of ``text``) where the quantity stands in several.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"examples": [{"quote": "6件", "label": "政府信息公开申请", "metric": "request.received"}]},
    )

    quote: _Words
    label: _Words
    metric: _Metric
    start: int | None = Field(None, ge=0, le=10_000_000)
    value: _Value | None = None
    kind: _Kind | None = None
    unit: _Words | None = None
    negated: bool = False
    approx: _Approximation | None = None
    year: int | None = Field(None, ge=1900, le=2200)
    channel: _Words | None = None
    category: _Words | None = None
    party: _Words | None = None
    role: _Words | None = None
    part_of: _Name | None = None


# These are always something: a correction that takes them away says nothing.
_NEVER_NONE = ("metric", "label", "value", "kind", "negated")


def correction_of(change: FactChange, fact: Mapping[str, Any], earlier: Mapping[str, Any]) -> dict[str, Any]:
    """The correction of a fact: what was said before and what is said now; RequestError where it makes no fact."""
    if change.wrong:
        if len(change.model_fields_set) > 1:
            raise RequestError("“wrong”表示没有这一事实，不能与其他改正一起给出。")
        return {"wrong": True}
    given = _given(change)
    corrected = {name: value for name, value in earlier.items() if name != "wrong"} | given
    if fact["negated"] and corrected.get("negated") is False and "value" not in corrected:
        raise RequestError("原来读作“没有”，改为有数量时请同时给出 value。")
    _check(dict(fact) | corrected)
    return corrected


def addition_of(new: NewFact, report_year: int | None) -> dict[str, Any]:
    """The correction that says that a fact is missing; RequestError where it makes no fact."""
    given = new.model_dump()
    stated = next((number for number in find_numbers(new.quote) if number.kind == "quantity"), None)
    if new.negated:
        given |= {"value": new.value or "0"}
    elif stated is None and new.value is None:
        raise RequestError("quote 里没有数量：请给出 value；原文表示“没有”的，请给出 negated。")
    elif stated is not None and stated.value is not None:
        given["value"] = new.value or decimal_text(stated.value)
        given["unit"] = new.unit or stated.unit
        given["approx"] = new.approx or stated.approx
    if "year" not in new.model_fields_set:
        given["year"] = report_year
    if new.kind is None:
        metric = catalogue().get(new.metric)
        rate = given["unit"] == "%" or (metric is not None and metric.measure == "rate" and not new.negated)
        given["kind"] = "rate" if rate else "level"
    _check(given)
    return {"added": True} | given


def changed_addition(change: FactChange, earlier: Mapping[str, Any]) -> dict[str, Any]:
    """An addition told otherwise; RequestError where it makes no fact."""
    if change.wrong:
        raise RequestError("这一事实是人补充的：请撤回（DELETE …/corrections/{key}），不用“wrong”。")
    changed = dict(earlier) | _given(change)
    _check(changed)
    return changed


def _given(change: FactChange) -> dict[str, Any]:
    """What a person said; RequestError where that is nothing, or takes away what is always something."""
    given = change.model_dump(exclude_unset=True, exclude={"wrong"})
    if not given:
        raise RequestError("没有给出任何改正。")
    if empty := [name for name in _NEVER_NONE if name in given and given[name] is None]:
        raise RequestError(f"{'、'.join(empty)} 不能为 null。")
    if given.get("negated") is True:
        given = {"value": "0", "unit": None, "approx": None, "kind": "level"} | given
    return given


def _check(fact: Mapping[str, Any]) -> None:
    """RequestError with everything that keeps this from being a fact."""
    if wrong := list(_problems(fact)):
        raise RequestError("；".join(wrong) + "。")


def _problems(fact: Mapping[str, Any]) -> Iterator[str]:
    metric = catalogue().get(fact["metric"])
    if metric is None:
        yield f"指标目录里没有“{fact['metric']}”（全部指标见 /v1/metrics）"
        return
    value, kind = Decimal(fact["value"]), fact["kind"]
    if fact["negated"]:
        if value != 0:
            yield f"negated 表示没有，value 应为 0，不能是 {fact['value']}"
        if fact["approx"] is not None:
            yield "negated 表示没有，不能同时是约数"
        return
    if metric.measure == "rate" and kind == "level" and fact["unit"] is not None:
        yield f"{metric.id}（{metric.zh}）是比率，kind 应为 rate 或 change"
    if kind == "level" and fact["unit"] == "%":
        yield "单位是 %，kind 应为 rate 或 change"
    if kind == "level" and value < 0:
        yield "kind 为 level 时 value 不能为负"
    if metric.measure == "count" and kind == "level" and value != value.to_integral_value():
        yield f"{metric.id}（{metric.zh}）是计数，value 应为整数"
