"""Training and re-reading are jobs; what cannot be learnt from is told before anything begins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from annotations.samples import read_samples, to_json
from models.registry import RELEASED, newest
from service.api.app import create_app
from service.settings import Settings
from service.store import jobs, workers
from service.store.store import Store

from .texts import post, text

SAMPLES = sorted((Path(__file__).parents[2] / "annotations" / "samples").glob("*.jsonl"))[0]
LINES = [to_json(sample) for sample in read_samples(SAMPLES)[:2]]
LABEL = newest(RELEASED).label


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """A service that leaves its jobs to others."""
    with TestClient(create_app(Settings(data=tmp_path / "data", jobs=False))) as client:
        yield client


def _store(client: TestClient) -> Store:
    store: Store = client.app.state.running.store  # type: ignore[attr-defined]
    return store


def _have_trainer(client: TestClient) -> None:
    with _store(client).database.writing() as connection:
        workers.seen(connection, "trainer", ["training"])


def _job(client: TestClient, answer: Any) -> jobs.Job:
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"] == f"/v1/jobs/{answer.json()['id']}"
    with _store(client).database.reading() as connection:
        job = jobs.find(connection, answer.json()["id"])
    assert job is not None
    return job


def _upload(client: TestClient, content: str, **fields: str) -> Any:
    return client.post("/v1/trainings", files={"samples": ("own.jsonl", content.encode())}, data=fields)


def test_samples_are_learnt_from_on_the_active_model(client: TestClient) -> None:
    _have_trainer(client)
    job = _job(client, _upload(client, "\ufeff" + "\n".join(LINES), epochs="2", corrections="false"))
    assert job.kind == "training"
    assert (job.payload["base"], job.payload["epochs"], job.payload["corrections"]) == (LABEL, 2, False)
    assert _store(client).originals.get(job.payload["samples"]) == "\n".join(LINES).encode()


def test_corrections_are_learnt_from(client: TestClient) -> None:
    _have_trainer(client)
    nothing = client.post("/v1/trainings", json={"corrections": True})
    assert (nothing.status_code, nothing.json()["code"]) == (422, "request.invalid")
    report = post(client, text())["id"]
    client.patch(f"/v1/reports/{report}/facts/f1", json={"label": "政府信息"})
    job = _job(client, client.post("/v1/trainings", json={"corrections": True, "base": LABEL}))
    assert (job.payload["samples"], job.payload["corrections"]) == (None, True)


def test_without_a_worker_that_trains_the_request_says_so(client: TestClient) -> None:
    answer = _upload(client, LINES[0])
    assert (answer.status_code, answer.json()["code"]) == (501, "training.unavailable")


def test_every_broken_line_is_told(client: TestClient) -> None:
    _have_trainer(client)
    lines = [LINES[0], "{", "", LINES[1].replace('"QUANTITY"', '"AMOUNT"'), LINES[0]]
    answer = _upload(client, "\n".join(lines))
    assert (answer.status_code, answer.json()["code"]) == (422, "samples.broken")
    detail = answer.json()["detail"]
    assert [f"第{n}行" in detail for n in range(1, 6)] == [False, True, False, True, True]
    assert "有3处错误" in detail


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        ({"json": {"epochs": 0}}, 422, "request.invalid"),
        ({"json": {"epochs": 3, "speed": 1}}, 422, "request.invalid"),
        ({"json": [1]}, 422, "request.invalid"),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 422, "request.invalid"),
        ({"content": b"x"}, 422, "request.invalid"),
        ({"json": {"base": "facts-7"}}, 404, "not_found"),
        ({"files": {"samples": ("a.jsonl", b"")}}, 422, "samples.broken"),
        ({"files": {"samples": ("a.jsonl", b"\xff\xfe")}}, 422, "samples.broken"),
        ({"data": {"samples": "x"}, "files": {"other": ("a", b"x")}}, 422, "request.invalid"),
    ],
)
def test_requests_that_ask_for_no_training_are_refused(
    client: TestClient, request_: dict[str, Any], status: int, code: str
) -> None:
    _have_trainer(client)
    answer = client.post("/v1/trainings", **request_)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    ("body", "n_reports"), [(None, 3), ({}, 3), ({"year": 2023}, 2), ({"agency": "甲县水务局", "year": 2023}, 1)]
)
def test_rereading_counts_what_it_is_asked_for(client: TestClient, body: Any, n_reports: int) -> None:
    for agency, year in (("甲县水务局", 2023), ("乙县水务局", 2023), ("乙县水务局", 2022)):
        post(client, text(agency, year))
    job = _job(client, client.post("/v1/rereadings", json=body))
    assert (job.kind, job.n_items) == ("rereading", n_reports)


def test_rereading_of_what_is_no_year_is_refused(client: TestClient) -> None:
    assert client.post("/v1/rereadings", json={"year": "all"}).status_code == 422
