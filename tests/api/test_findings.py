"""People's verdicts survive another reading and the next draft; lists of findings come as files for people."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import docx
import openpyxl
import pytest
from fastapi.testclient import TestClient

from service.api.app import create_app
from service.settings import Settings
from service.store import audit

from .texts import post, text


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=tmp_path_factory.mktemp("kept")))) as client:
        yield client


@pytest.fixture(scope="module")
def reading(client: TestClient) -> dict[str, Any]:
    return post(client, text())


def _failing(reading: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in reading["findings"] if each["rule"] == "shape.no_form")
    return found


def _judge(client: TestClient, reading: dict[str, Any], said: dict[str, Any], key: str | None = None) -> Any:
    return client.patch(f"/v1/reports/{reading['id']}/findings/{key or _failing(reading)['key']}", json=said)


def _judgement(client: TestClient, reading: dict[str, Any]) -> dict[str, Any] | None:
    found: dict[str, Any] = _failing(client.get(f"/v1/reports/{reading['id']}").json())
    judgement: dict[str, Any] | None = found.get("judgement")
    return judgement


def test_verdict_holds_for_the_next_draft_and_no_other_body(client: TestClient, reading: dict[str, Any]) -> None:
    answer = _judge(client, reading, {"verdict": "dismissed", "comment": "只报送文字。"})
    assert answer.status_code == 200
    assert answer.json()["key"] == _failing(reading)["key"]
    assert (answer.json()["judgement"]["verdict"], answer.json()["judgement"]["comment"]) == (
        "dismissed",
        "只报送文字。",
    )
    draft, wide = post(client, text(more="第二稿。\n")), post(client, text("云泽县 教育局", more="第三稿。\n"))
    other, unnamed = post(client, text("甲县水务局")), post(client, text(""))
    for same in (reading, draft, wide):
        assert (_judgement(client, same) or {}).get("comment") == "只报送文字。"
    for different in (other, unnamed):
        assert _judgement(client, different) is None


def test_verdict_on_a_report_without_agency_holds_for_that_report_alone(client: TestClient) -> None:
    one, other = post(client, text("", more="甲。\n")), post(client, text("", more="乙。\n"))
    assert one["report"]["agency"] is other["report"]["agency"] is None
    assert _judge(client, one, {"verdict": "confirmed"}).status_code == 200
    assert (_judgement(client, one) is None, _judgement(client, other) is None) == (False, True)


def test_verdict_can_be_changed_and_taken_back(client: TestClient, reading: dict[str, Any]) -> None:
    _judge(client, reading, {"verdict": "confirmed"})
    assert (_judgement(client, reading) or {})["verdict"] == "confirmed"
    assert _judge(client, reading, {"verdict": None}).json()["judgement"] is None
    assert _judgement(client, reading) is None
    with client.app.state.running.store.database.reading() as connection:  # type: ignore[attr-defined]
        noted = [entry.detail["verdict"] for entry in audit.entries(connection) if entry.action == "finding.judge"]
    assert noted[:2] == [None, "confirmed"]


@pytest.mark.parametrize(
    ("said", "key", "status"),
    [
        ({"verdict": "confirmed"}, "0" * 16, 404),
        ({"verdict": "perhaps"}, None, 422),
        ({}, None, 422),
        ({"verdict": "confirmed", "note": "x"}, None, 422),
        ({"verdict": "confirmed", "comment": "长" * 2001}, None, 422),
    ],
)
def test_verdicts_that_are_none_are_refused(
    client: TestClient, reading: dict[str, Any], said: dict[str, Any], key: str | None, status: int
) -> None:
    answer = _judge(client, reading, said, key)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_page_bears_a_strict_policy_and_what_people_said(client: TestClient, reading: dict[str, Any]) -> None:
    _judge(client, reading, {"verdict": "confirmed", "comment": "<script>alert(1)</script>"})
    answer = client.get(f"/v1/reports/{reading['id']}/findings.html")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    policy = answer.headers["Content-Security-Policy"]
    assert {"default-src 'none'", "base-uri 'none'", "form-action 'none'", "sandbox"} <= set(policy.split("; "))
    assert "&lt;script&gt;" in answer.text
    assert "<script" not in answer.text


def test_word_and_excel_have_the_findings(client: TestClient, reading: dict[str, Any]) -> None:
    message = _failing(reading)["message"]
    word = client.get(f"/v1/reports/{reading['id']}/findings.docx")
    assert "attachment" in word.headers["Content-Disposition"]
    document = docx.Document(io.BytesIO(word.content))
    words = [p.text for p in document.paragraphs] + [c.text for t in document.tables for r in t.rows for c in r.cells]
    assert any(message in each for each in words)
    sheet = client.get(f"/v1/reports/{reading['id']}/findings.xlsx")
    assert message in _values(sheet.content)


def test_workbook_of_many_is_restricted_to_agency_and_year(client: TestClient) -> None:
    for year in (2020, 2021):
        post(client, text("丙县民政局", year))
    post(client, text("丁县民政局", 2021))
    told = [
        (agency in values, year in values)
        for params in ({"agency": "丙县民政局", "year": 2021}, {"year": 2021}, {"agency": "丙县民政局"})
        for values in [_values(client.get("/v1/findings.xlsx", params=params).content)]
        for agency, year in [("丁县民政局", 2020)]
    ]
    assert told == [(False, False), (True, False), (False, True)]


@pytest.mark.parametrize("name", ["findings.html", "findings.docx", "findings.xlsx"])
def test_lists_of_unknown_reports_are_problems(client: TestClient, name: str) -> None:
    assert client.get(f"/v1/reports/{'0' * 32}/{name}").json()["code"] == "not_found"


def _values(data: bytes) -> set[object]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row}
