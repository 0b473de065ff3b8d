"""POST /v1/reports: documents in, readings or problems out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.api.app import create_app
from service.settings import Settings
from tests.hostile.packages import ole, zip_of

EXAMPLES = Path(__file__).parents[2] / "examples"
TEXT = "云泽县教育局2023年政府信息公开工作年度报告\n一、总体情况\n2023年，我局共收到政府信息公开申请6件，均按期答复。\n"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(max_upload_mb=1, max_characters=100_000))) as client:
        yield client


def test_file_becomes_a_reading(client: TestClient) -> None:
    path = next(EXAMPLES.glob("*.docx"))
    answer = client.post("/v1/reports", files={"file": (path.name, path.read_bytes())})
    assert answer.status_code == 200
    reading = answer.json()
    assert reading["schema"] == "1"
    assert reading["document"]["name"] == path.name
    assert reading["cells"]["requests.new@total"]["status"] == "read"
    assert reading["summary"]["facts"] == len(reading["facts"]) > 0


def test_text_becomes_a_reading(client: TestClient) -> None:
    answer = client.post("/v1/reports", json={"text": TEXT})
    assert answer.status_code == 200
    assert answer.json()["report"]["agency"] == "云泽县教育局"
    assert "6" in {fact["value"] for fact in answer.json()["facts"]}


def test_same_bytes_have_the_same_id(client: TestClient) -> None:
    ids = {client.post("/v1/reports", json={"text": TEXT}).json()["id"] for _ in range(2)}
    assert len(ids) == 1


def test_gbk_is_decoded(client: TestClient) -> None:
    answer = client.post("/v1/reports", files={"file": ("报告.txt", TEXT.encode("gb18030"))})
    assert answer.status_code == 200
    assert answer.json()["report"]["year"] == 2023


def test_document_without_a_report_is_a_reading_with_a_problem(client: TestClient) -> None:
    answer = client.post(
        "/v1/reports", json={"text": "关于召开春季运动会的通知\n各科室：定于周五下午召开运动会，请准时参加。"}
    )
    assert answer.status_code == 200
    document = answer.json()["document"]
    assert document["status"] == "partly_read"
    assert "report.not_found" in {problem["code"] for problem in document["problems"]}


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        pytest.param({"content": b""}, 422, "document.empty", id="no body"),
        pytest.param({"json": {"text": ""}}, 422, "document.empty", id="empty text"),
        pytest.param({"json": {"text": " \n\t "}}, 422, "document.empty", id="white space"),
        pytest.param({"files": {"file": ("a.txt", b"")}}, 422, "document.empty", id="empty file"),
        pytest.param({"json": {"words": "a"}}, 422, "request.invalid", id="json without text"),
        pytest.param({"json": [1]}, 422, "request.invalid", id="json that is no object"),
        pytest.param(
            {"content": b"{", "headers": {"content-type": "application/json"}}, 422, "request.invalid", id="broken json"
        ),
        pytest.param(
            {"content": b"[" * 200_000, "headers": {"content-type": "application/json"}},
            *(422, "request.invalid"),
            id="deep json",
        ),
        pytest.param(
            {"content": b'{"text": "\\ud800 report"}', "headers": {"content-type": "application/json"}},
            *(422, "request.invalid"),
            id="lone surrogate",
        ),
        pytest.param({"content": b"hello"}, 422, "request.invalid", id="no content type"),
        pytest.param({"files": {"other": ("a.txt", b"abc")}}, 422, "request.invalid", id="form without file"),
        pytest.param({"files": {"file": ("a.pdf", b"%PDF-1.7\n")}}, 422, "document.damaged", id="cut pdf"),
        pytest.param({"files": {"file": ("a.xls", ole("Workbook"))}}, 415, "document.unsupported", id="sheets"),
        pytest.param({"files": {"file": ("a.doc", ole("EncryptedPackage"))}}, 422, "document.encrypted", id="locked"),
        pytest.param({"files": {"file": ("a.zip", zip_of({"a.txt": TEXT}))}}, 415, "document.archive", id="archive"),
        pytest.param({"json": {"text": "公开。" * 100_000}}, 422, "document.too_complex", id="endless text"),
        pytest.param(
            {"files": {"file": ("a.txt", bytes(range(128, 256)) * 40)}}, 422, "document.undecodable", id="no text"
        ),
        pytest.param({"files": {"file": ("a.docx", b"PK\x03\x04 cut")}}, 422, "document.damaged", id="cut docx"),
        pytest.param({"json": {"text": "公开" * 700_000}}, 413, "document.too_large", id="too large"),
    ],
)
def test_bad_input_is_a_problem_with_a_stable_code(
    client: TestClient, request_: dict[str, object], status: int, code: str
) -> None:
    answer = client.post("/v1/reports", **request_)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json().get("code")) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/报告.txt", "报告.txt"),
        ("C:\\年报\\报告.txt", "报告.txt"),
        ("..", ".."),
        ("长" * 300 + ".txt", "长" * 251 + ".txt"),
    ],
)
def test_names_are_shown_without_the_way_to_them(client: TestClient, given: str, name: str) -> None:
    data = f"{TEXT}{given}".encode()  # the same bytes would keep the name under which they came first
    answer = client.post("/v1/reports", files={"file": (given, data)})
    assert (answer.status_code, answer.json()["document"]["name"]) == (200, name)


def test_a_file_that_takes_too_long_stops_no_other() -> None:
    with TestClient(create_app(Settings(read_timeout_s=0.001, read_workers=1))) as client:
        answer = client.post("/v1/reports", files={"file": ("a.txt", TEXT.encode() * 500)})
        assert (answer.status_code, answer.json()["code"]) == (422, "document.timeout")
        assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize(("path", "status"), [("/v1/nothing", 404), ("/v1/rules", 405)])
def test_unknown_routes_are_problems_too(client: TestClient, path: str, status: int) -> None:
    answer = client.put(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"].startswith("request.")


def test_ready_with_versions(client: TestClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert set(answer.json()["versions"]) == {"service", "model", "rules", "catalogue"}


def test_openapi_names_every_form_of_the_request(client: TestClient) -> None:
    operation = client.get("/openapi.json").json()["paths"]["/v1/reports"]["post"]
    assert set(operation["requestBody"]["content"]) == {"multipart/form-data", "application/json"}
    assert {"200", "413", "415", "422", "503"} <= set(operation["responses"])
    assert client.get("/docs").status_code == 200


def test_without_a_model_the_service_answers_and_is_not_ready(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(model=tmp_path))) as client:
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").json()["code"] == "model.missing"
        answer = client.post("/v1/reports", json={"text": TEXT})
        assert (answer.status_code, answer.json()["code"]) == (503, "model.missing")
        assert answer.headers["retry-after"]
