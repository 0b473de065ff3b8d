"""What is measured of the service, for Prometheus."""

from __future__ import annotations

from collections import Counter as Counts
from collections.abc import Iterator, Mapping
from typing import Any, Final

from prometheus_client import Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

_STATES = ("queued", "running", "done", "failed", "cancelled")
_STAGES = {"read": "read_ms", "extract": "extract_ms", "reconcile": "reconcile_ms"}

REQUEST_SECONDS: Final = Histogram(
    "nianbao_request_seconds",
    "Time to answer a request, by route and status.",
    ["method", "route", "status"],
    buckets=(0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 180),
)
READING_SECONDS: Final = Histogram(
    "nianbao_reading_seconds",
    "Time to read one report, by stage: read (the document), extract (the facts), reconcile (the rules).",
    ["stage"],
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 120),
)
FINDINGS: Final = Counter("nianbao_findings", "Findings of reports as they were read.", ["verdict", "severity"])


def measured(body: Mapping[str, Any]) -> None:
    """Count a report that was read; ``body`` is its reading as JSON."""
    for stage, name in _STAGES.items():
        READING_SECONDS.labels(stage).observe(body["timings"][name] / 1000)
    found = Counts((finding["verdict"], finding["severity"]) for finding in body["findings"])
    for (verdict, severity), number in found.items():
        FINDINGS.labels(verdict, severity).inc(number)


class State(Collector):
    """How the service stands at this moment: the queue of the store, and what it reads with (None: no model)."""

    def __init__(self, n_jobs: Mapping[str, int], versions: Mapping[str, str] | None) -> None:
        self._n_jobs = n_jobs
        self._versions = versions

    def collect(self) -> Iterator[Metric]:
        """The gauges."""
        jobs = GaugeMetricFamily("nianbao_jobs", "Jobs of the store, by state.", labels=["state"])
        for state in _STATES:
            jobs.add_metric([state], self._n_jobs.get(state, 0))
        yield jobs
        versions = self._versions or {}
        model = GaugeMetricFamily("nianbao_model_info", "What reports are read with.", labels=list(versions))
        if versions:
            model.add_metric(list(versions.values()), 1)
        yield model
