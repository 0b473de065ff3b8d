"""What is measured of readings, and how the service stands."""

from __future__ import annotations

import pytest
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest

from service.operation.measures import State, measured


def _value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_reading_is_counted_by_stage_and_finding() -> None:
    stages = {"read": 0.5, "extract": 0.25, "reconcile": 0.125}
    before = {stage: _value("nianbao_reading_seconds_sum", stage=stage) for stage in stages}
    fails = {"verdict": "fails", "severity": "error"}
    n_failing = _value("nianbao_findings_total", **fails)
    timings = {f"{stage}_ms": seconds * 1000 for stage, seconds in stages.items()}
    measured({"timings": timings, "findings": [fails, fails, {"verdict": "holds", "severity": "error"}]})
    for stage, seconds in stages.items():
        assert _value("nianbao_reading_seconds_sum", stage=stage) - before[stage] == pytest.approx(seconds)
    assert _value("nianbao_findings_total", **fails) - n_failing == 2


def test_state_tells_of_every_state_and_of_the_model() -> None:
    registry = CollectorRegistry()
    registry.register(State({"queued": 3}, {"model": "facts-1", "rules": "r"}))
    told = generate_latest(registry).decode()
    assert 'nianbao_jobs{state="queued"} 3.0' in told
    assert 'nianbao_jobs{state="running"} 0.0' in told
    assert 'nianbao_model_info{model="facts-1",rules="r"} 1.0' in told


def test_without_a_model_there_is_no_model_info() -> None:
    registry = CollectorRegistry()
    registry.register(State({}, None))
    assert "nianbao_model_info{" not in generate_latest(registry).decode()
