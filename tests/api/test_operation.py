"""What those who run the service see of requests: ids, logs, measurements, headers; and what browsers are told."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from prometheus_client import REGISTRY
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from service.api.app import create_app
from service.settings import Settings
from service.store import keys
from tests.serving import text


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(Settings(data=tmp_path_factory.mktemp("data")))

    @app.get("/broken/{thing}", include_in_schema=False)
    def broken(thing: str) -> None:
        raise ValueError(thing)

    with TestClient(app) as client:
        yield client


@pytest.mark.parametrize("given", ["a", "5f0c-1.x_Y", "9" * 64])
def test_request_keeps_the_id_it_came_with(client: TestClient, given: str) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, '"}', "a;b"])
def test_request_gets_an_id_in_the_place_of_a_strange_one(client: TestClient, given: str) -> None:
    ids = {client.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"] for _ in range(2)}
    assert len(ids) == 2
    assert given not in ids


def test_defect_of_ours_is_a_problem_with_id_and_headers(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    answer = client.get("/broken/secret", headers={"X-Request-ID": "r-7"})
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "secret" not in answer.text
    assert answer.headers["X-Request-ID"] == "r-7"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert [record.message for record in caplog.records if record.levelno == logging.ERROR] == ["unexpected error"]


def test_request_is_a_line_by_route_without_its_query(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "nianbao.requests"):
        client.get("/v1/reports/abc", params={"version": 3}, headers={"Authorization": "Bearer nb_secret"})
        client.get("/healthz")
    [record] = [record for record in caplog.records if record.name == "nianbao.requests"]
    told = vars(record)
    assert (told["route"], told["path"], told["status"]) == ("/v1/reports/{id}", "/v1/reports/abc", 401)
    assert "nb_secret" not in str(told)
    assert "version" not in str(told["path"])


def test_requests_are_measured_by_route_and_status(client: TestClient) -> None:
    def counted(route: str, method: str, status: str) -> float:
        labels = {"route": route, "method": method, "status": status}
        return REGISTRY.get_sample_value("nianbao_request_seconds_count", labels) or 0.0

    before = counted("/v1/reports/{id}", "GET", "404"), counted("unmatched", "any", "404")
    for path in ("/v1/reports/a", "/v1/reports/b", "/nowhere"):
        client.get(path)
    assert counted("/v1/reports/{id}", "GET", "404") == before[0] + 2
    assert counted("unmatched", "any", "404") == before[1] + 1


def test_metrics_tell_of_readings_findings_queue_and_model(client: TestClient) -> None:
    client.post("/v1/reports", json={"text": text(n=31)})
    answer = client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    for expected in (
        'nianbao_reading_seconds_count{stage="read"}',
        'nianbao_reading_seconds_count{stage="extract"}',
        'nianbao_reading_seconds_count{stage="reconcile"}',
        "nianbao_findings_total{",
        'nianbao_jobs{state="queued"}',
        "nianbao_model_info{",
        "process_resident_memory_bytes",
    ):
        assert expected in answer.text
    assert "云泽县" not in answer.text


def test_metrics_need_a_key_where_all_else_does(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path, keys="required"))
    with TestClient(app) as client:
        assert client.get("/metrics").status_code == 401
        with app.state.running.store.database.writing() as connection:
            _, secret = keys.make(connection, "prometheus", ["read"])
        assert client.get("/metrics", headers={"Authorization": f"Bearer {secret}"}).status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/v1/rules", "/v1/reports/x", "/nowhere", "/openapi.json"])
def test_answers_let_browsers_run_nothing(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none';")
    assert "script-src" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_pages_about_the_api_run_their_own_scripts_alone(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert "script-src 'self' 'unsafe-inline'" in answer.headers["Content-Security-Policy"]
    assert "http://" not in answer.text
    assert "https://" not in answer.text


def test_answers_are_kept_by_nobody_on_the_way(client: TestClient) -> None:
    assert client.get("/v1/reports").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/v1/reports/", "/v1/rules/", "//evil.example/v1/rules"])
def test_nobody_is_sent_elsewhere(client: TestClient, path: str) -> None:
    answer = client.get(f"http://testserver{path}", headers={"Host": "localhost"}, follow_redirects=False)
    assert (answer.status_code, answer.json()["code"]) == (404, "request.not_found")


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Host": "evil.example"}]
)
def test_pages_of_other_sites_get_nothing_where_no_key_is_needed(client: TestClient, headers: dict[str, str]) -> None:
    for answer in (client.get("/v1/reports", headers=headers), client.post("/v1/models/rollback", headers=headers)):
        assert (answer.status_code, answer.json()["code"]) == (403, "access.denied")


@pytest.mark.parametrize(
    "error", [OperationalError("SELECT", {}, Exception("nb_secret")), PoolTimeout("no connection is free")]
)
def test_database_that_is_away_is_a_problem_to_wait_for(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def away(*_: object) -> object:
        raise error

    monkeypatch.setattr("service.api.routes.reports.versions_of", away)
    answer = client.get("/v1/reports/x/versions")
    assert (answer.status_code, answer.json()["code"]) == (503, "store.unusable")
    assert int(answer.headers["Retry-After"]) >= 1
    assert "nb_secret" not in answer.text


def test_request_that_brings_no_file_may_not_be_long(client: TestClient) -> None:
    answer = client.post("/v1/rereadings", content=b" " * (2 << 20), headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "document.too_large")


def test_log_tells_who_asked(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(Settings(data=tmp_path, keys="required", jobs=False))
    with TestClient(app) as client:
        with app.state.running.store.database.writing() as connection:
            _, secret = keys.make(connection, "李科长", ["read"])
        with caplog.at_level(logging.INFO, "nianbao.requests"):
            client.get("/v1/reports", headers={"Authorization": f"Bearer {secret}"})
            client.get("/v1/reports", headers={"Authorization": "Bearer nb_no_such"})
    told = [vars(record) for record in caplog.records if record.name == "nianbao.requests"]
    assert [each.get("who") for each in told] == ["李科长", None]
    assert secret not in str(told)
    assert "nb_no_such" not in str(told)


def test_header_that_a_route_sets_itself_stays(client: TestClient) -> None:
    report = client.post("/v1/reports", json={"text": text(n=32)}).json()["id"]
    answer = client.get(f"/v1/reports/{report}/findings.html")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"].count("default-src") == 1


def test_too_large_body_is_answered_with_id_and_headers(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=tmp_path, max_upload_mb=1))) as client:
        answer = client.post("/v1/reports", content=b"x" * (9 << 20))
    assert answer.status_code == 413
    assert answer.headers["X-Request-ID"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
