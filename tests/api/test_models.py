"""Models: listed, activated while requests go on, rolled back; metrics and the audit log."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from annotations.catalogue import catalogue
from models.registry import RELEASED, newest
from service.api.app import create_app
from service.api.running import running
from service.reconcile.engine import load_rules
from service.settings import Settings
from service.store import keys, settled
from service.store.keys import Scope

from .texts import post, text

FIRST = newest(RELEASED)
SECOND = "facts-99.0"
FOUND_NOTHING = {"precision": None, "recall": 0.0, "f1": None, "facts": 3}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    trained = tmp_path / "data" / "models"
    trained.mkdir(parents=True)
    (trained / SECOND).symlink_to(FIRST.folder)
    (trained / "facts-98.0").mkdir()
    (trained / "facts-98.0" / "card.json").write_text("{}", "utf-8")
    (trained / "facts-97.0").mkdir()
    (trained / "facts-97.0" / "card.json").write_text(
        json.dumps({"scores_heldout": {"primary": FOUND_NOTHING}}), "utf-8"
    )
    with TestClient(create_app(Settings(data=tmp_path / "data"))) as client:
        yield client


def _active(client: TestClient) -> list[str]:
    return [model["label"] for model in client.get("/v1/models").json() if model["active"]]


def test_models_are_listed_with_their_scores(client: TestClient) -> None:
    models = {model["label"]: model for model in client.get("/v1/models").json()}
    assert list(models) == [FIRST.label, "facts-97.0", "facts-98.0", SECOND]
    assert _active(client) == [FIRST.label]
    assert models[FIRST.label]["scores"] == FIRST.card["scores_heldout"]["primary"]
    assert models["facts-98.0"]["scores"] is None
    assert models["facts-97.0"]["scores"] == FOUND_NOTHING


def test_activating_and_rolling_back(client: TestClient) -> None:
    before = post(client, text())
    assert client.post("/v1/models/rollback").status_code == 404
    answer = client.post(f"/v1/models/{SECOND}/activate")
    assert (answer.status_code, answer.json()["active"]) == (200, True)
    assert _active(client) == [SECOND]
    again = post(client, text())
    assert (again["version"], again["versions"]["model"]) == (2, SECOND)
    assert client.post("/v1/models/rollback").json()["label"] == FIRST.label
    assert post(client, text())["versions"]["model"] == before["versions"]["model"] == FIRST.label
    assert client.post("/v1/models/rollback").json()["label"] == SECOND
    actions = [(item["action"], item["subject"]) for item in client.get("/v1/audit").json()["items"]]
    assert actions.count(("model.rollback", SECOND)) == actions.count(("model.activate", SECOND)) == 1


@pytest.mark.parametrize(
    ("label", "status", "code"), [("facts-7", 404, "not_found"), ("facts-98.0", 503, "model.damaged")]
)
def test_model_that_cannot_be_used_changes_nothing(client: TestClient, label: str, status: int, code: str) -> None:
    answer = client.post(f"/v1/models/{label}/activate")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert _active(client) == [FIRST.label]
    with client.app.state.running.store.database.reading() as connection:  # type: ignore[attr-defined]
        assert settled.value(connection, "active_model") is None


def test_no_request_is_dropped_while_models_change(client: TestClient) -> None:
    told: list[tuple[int, str]] = []
    over = threading.Event()

    def ask(worker: int) -> None:
        n = 0
        while not over.is_set():
            n += 1
            answer = client.post("/v1/reports", json={"text": text(f"{worker}县税务局", n=n)})
            told.append((answer.status_code, answer.json().get("versions", {}).get("model")))

    threads = [threading.Thread(target=ask, args=(worker,)) for worker in range(3)]
    for thread in threads:
        thread.start()
    for n in range(4):
        label = (SECOND, FIRST.label)[n % 2]
        assert client.post(f"/v1/models/{label}/activate").status_code == 200
        assert post(client, text(n=1000 + n))["versions"]["model"] == label
    over.set()
    for thread in threads:
        thread.join()
    assert {status for status, _ in told} == {200}
    assert {model for _, model in told} <= {FIRST.label, SECOND}
    assert len(told) >= 3


def test_other_process_follows(client: TestClient, tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=tmp_path / "data", jobs=False))) as other:
        client.post(f"/v1/models/{SECOND}/activate")
        for _ in range(600):
            if _active(other) == [SECOND]:
                break
            threading.Event().wait(0.1)
        assert post(other, text(n=77))["versions"]["model"] == SECOND


def test_job_is_done_with_the_model_that_was_activated_before_it_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.api.running._FOLLOW_EVERY_S", 3600.0)
    data = tmp_path / "data"
    (data / "models").mkdir(parents=True)
    (data / "models" / SECOND).symlink_to(FIRST.folder)
    with (
        TestClient(create_app(Settings(data=data, jobs=False))) as server,
        running(Settings(data=data), load_rules(())) as worker,
    ):
        report = post(server, text())["id"]
        assert worker.active.label == FIRST.label
        assert server.post(f"/v1/models/{SECOND}/activate").status_code == 200
        job = server.post("/v1/rereadings").headers["Location"]
        for _ in range(600):
            if server.get(job).json()["state"] == "done":
                break
            threading.Event().wait(0.1)
        reading = server.get(f"/v1/reports/{report}").json()
    assert (reading["version"], reading["versions"]["model"]) == (2, SECOND)


def test_metrics_are_those_of_the_catalogue(client: TestClient) -> None:
    answer = client.get("/v1/metrics").json()
    assert [metric["id"] for metric in answer["metrics"]] == list(catalogue())
    assert answer["version"] == client.get("/readyz").json()["versions"]["catalogue"]


def test_audit_is_paged_and_for_administrators(tmp_path: Path) -> None:
    def header(scope: Scope) -> dict[str, str]:
        with client.app.state.running.store.database.writing() as connection:  # type: ignore[attr-defined]
            return {"X-API-Key": keys.make(connection, scope, [scope])[1]}

    with TestClient(create_app(Settings(data=tmp_path, keys="required"))) as client:
        admin, writer = header("admin"), header("write")
        for n in range(3):
            client.post("/v1/reports", json={"text": text(n=n)}, headers=writer)
        refused = [
            client.get("/v1/audit", headers=writer),
            client.post(f"/v1/models/{FIRST.label}/activate", headers=header("train")),
            client.post("/v1/trainings", json={}, headers=writer),
        ]
        assert [answer.json()["code"] for answer in refused] == ["access.scope_missing"] * 3
        first = client.get("/v1/audit", params={"limit": 2}, headers=admin).json()
        rest = client.get("/v1/audit", params={"limit": 2, "after": first["next"]}, headers=admin).json()
        assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
        assert {item["who"] for item in (*first["items"], *rest["items"])} == {"write"}
