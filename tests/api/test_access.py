"""Keys, scopes and rates: who may do what, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.api.access import RateLimit
from service.api.app import create_app
from service.settings import Settings
from service.store import audit, keys
from service.store.keys import Scope
from service.store.store import Store

TEXT = "云泽县教育局2023年政府信息公开工作年度报告\n一、总体情况\n2023年，我局共收到政府信息公开申请6件。\n"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=tmp_path / "data", host="0.0.0.0", rate_per_minute=20))) as client:
        yield client


def _store(client: TestClient) -> Store:
    store: Store = client.app.state.running.store  # type: ignore[attr-defined]
    return store


def _key(client: TestClient, scope: Scope, name: str = "科员") -> dict[str, str]:
    with _store(client).database.writing() as connection:
        _, secret = keys.make(connection, name, [scope])
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "access.key_missing"),
        ({"Authorization": "Bearer nb_x_y"}, "access.key_invalid"),
        ({"X-API-Key": "nb_x_y"}, "access.key_invalid"),
        ({"Authorization": "Basic eA=="}, "access.key_missing"),
    ],
)
def test_without_a_key_nothing_is_told(client: TestClient, headers: dict[str, str], code: str) -> None:
    answer = client.get("/v1/reports", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_health_needs_no_key(client: TestClient) -> None:
    assert client.get("/healthz").status_code == client.get("/readyz").status_code == 200


def test_key_opens_what_its_scope_says(client: TestClient) -> None:
    reading, writing = _key(client, "read"), _key(client, "write")
    assert client.get("/v1/reports", headers=reading).status_code == 200
    refused = client.post("/v1/reports", json={"text": TEXT}, headers=reading)
    assert (refused.status_code, refused.json()["code"]) == (403, "access.scope_missing")
    assert client.post("/v1/reports", json={"text": TEXT}, headers=writing).status_code == 200
    assert client.get("/v1/reports", headers=writing).status_code == 200


def test_revoked_key_opens_nothing(client: TestClient) -> None:
    header = _key(client, "read")
    with _store(client).database.writing() as connection:
        [key] = keys.every(connection)
        keys.revoke(connection, key.id)
    assert client.get("/v1/reports", headers=header).status_code == 401


def test_audit_names_who_read_and_who_deleted(client: TestClient) -> None:
    header = _key(client, "write", "李科长")
    report = client.post("/v1/reports", json={"text": TEXT}, headers=header).json()["id"]
    client.delete(f"/v1/reports/{report}", headers=header)
    with _store(client).database.reading() as connection:
        noted = [(entry.who, entry.action, entry.subject) for entry in audit.entries(connection)]
    assert noted == [("李科长", "report.delete", report), ("李科长", "report.read", report)]


def test_caller_who_asks_too_often_is_told_when_to_come_again(client: TestClient) -> None:
    header = _key(client, "read")
    answers = [client.get("/v1/reports", headers=header) for _ in range(25)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert refused[0].json()["code"] == "access.rate"
    assert int(refused[0].headers["Retry-After"]) >= 1
    assert client.get("/v1/reports", headers=_key(client, "read", "另一人")).status_code == 200


def test_bucket_fills_again_and_each_caller_has_one() -> None:
    now = [0.0]
    limit = RateLimit(2, clock=lambda: now[0])
    assert [limit.take("a") for _ in range(2)] == [None, None]
    assert limit.take("a") == pytest.approx(30)
    assert limit.take("b") is None
    now[0] = 30
    assert limit.take("a") is None


@pytest.mark.parametrize(
    ("host", "setting", "required"),
    [
        ("127.0.0.1", "auto", False),
        ("localhost", "auto", False),
        ("::1", "auto", False),
        ("0.0.0.0", "auto", True),
        ("10.0.0.5", "auto", True),
        ("127.0.0.1", "required", True),
        ("0.0.0.0", "optional", False),
    ],
)
def test_keys_are_required_beyond_this_machine(host: str, setting: str, required: bool) -> None:
    assert Settings(host=host, keys=setting).keys_required == required  # type: ignore[arg-type]
