"""Facts and cells of all reports as tables, whatever their number."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.api.app import create_app
from service.settings import Settings
from service.store.reports import add_reading

from .texts import post, text

EXAMPLE = next((Path(__file__).parents[2] / "examples").glob("[0-9]*.docx"))
N_COPIES = 120
MISSED = {"quote": "60条", "label": "政府信息", "metric": "disclosure.interpretations"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=tmp_path_factory.mktemp("kept")))) as client:
        answer = client.post("/v1/reports", files={"file": (EXAMPLE.name, EXAMPLE.read_bytes())})
        assert answer.status_code == 200
        reading = post(client, text("己县财政局", 2021))
        fact = next(each for each in reading["facts"] if each["channel"] == "网站")
        where = f"/v1/reports/{reading['id']}/facts"
        client.patch(f"{where}/{fact['id']}", json={"label": "政府信息"})
        client.patch(f"{where}/{reading['facts'][0]['id']}", json={"wrong": True})
        assert client.post(where, json=MISSED).status_code == 201
        with client.app.state.running.store.database.writing() as connection:  # type: ignore[attr-defined]
            for n in range(N_COPIES):
                copy = {name: value for name, value in reading.items() if name != "version"} | {"id": f"{n:032x}"}
                copy["report"] = reading["report"] | {"agency": "=庚县财政局", "year": 2000}
                add_reading(connection, copy, size=1)
        yield client


def _csv(client: TestClient, path: str, **params: object) -> list[dict[str, str]]:
    answer = client.get(f"/v1/exports/{path}", params=params)  # type: ignore[arg-type]
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{path}"'
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_facts_come_with_report_quote_and_correction(client: TestClient) -> None:
    rows = _csv(client, "facts.csv", agency="己县财政局")
    site = next(row for row in rows if row["channel"] == "网站")
    assert (site["report_year"], site["value"], site["unit"], site["doubtful"]) == ("2021", "90", "条", "false")
    assert site["quote"].endswith("90条")
    assert json.loads(site["correction"]) == {"label": "政府信息"}


def test_what_people_removed_and_added_is_told_as_theirs(client: TestClient) -> None:
    rows = _csv(client, "facts.csv", agency="己县财政局")
    said = [row["said"] for row in rows]
    assert (said[0], said[-1], set(said)) == ("removed", "added", {"", "removed", "corrected", "added"})
    added = rows[-1]
    assert (added["value"], added["unit"], added["metric"]) == ("60", "条", "disclosure.interpretations")
    assert (added["id"], added["confidence"], added["quote"][-3:]) == (added["key"], "", "60条")
    assert json.loads(added["correction"])["added"] is True
    assert json.loads(rows[0]["correction"]) == {"wrong": True}


def test_what_is_taken_out_is_noted(client: TestClient) -> None:
    report = client.get("/v1/reports", params={"agency": "己县财政局"}).json()["items"][0]["id"]
    for path in (
        f"reports/{report}",
        f"reports/{report}/facts",
        f"reports/{report}/document",
        "findings.xlsx?year=1999",
    ):
        assert client.get(f"/v1/{path}").status_code == 200
    client.get("/v1/corrections/samples.jsonl")
    client.get("/v1/exports/facts.jsonl", params={"year": 1999})
    noted = [(item["action"], item["subject"]) for item in client.get("/v1/audit").json()["items"]]
    assert noted[:4] == [
        ("facts.export", "jsonl"),
        ("samples.export", "jsonl"),
        ("findings.export", "xlsx"),
        ("report.download", report),
    ]
    assert noted.count(("report.view", report)) == 1


def test_all_pages_of_reports_are_told(client: TestClient) -> None:
    rows = _csv(client, "facts.csv", year=2000)
    assert len({row["report"] for row in rows}) == N_COPIES
    assert {row["agency"] for row in rows} == {"'=庚县财政局"}


def test_same_rows_in_every_format(client: TestClient) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for what in ("facts", "cells"):
        lines = [json.loads(line) for line in client.get(f"/v1/exports/{what}.jsonl").text.splitlines()]
        table = parquet.read_table(io.BytesIO(client.get(f"/v1/exports/{what}.parquet").content))
        assert table.to_pylist() == lines != []
        told = _csv(client, f"{what}.csv")
        assert [row["value"] for row in told] == [line["value"] or "" for line in lines]


def test_cells_have_value_and_status(client: TestClient) -> None:
    rows = _csv(client, "cells.csv")
    reading = client.get("/v1/reports", params={"limit": 200}).json()["items"][-1]
    cells = client.get(f"/v1/reports/{reading['id']}/cells").json()
    assert {row["cell"]: row["value"] for row in rows} == {id_: cell["value"] or "" for id_, cell in cells.items()}


def test_parquet_without_its_library_is_a_problem(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    answer = client.get("/v1/exports/facts.parquet")
    assert (answer.status_code, answer.json()["code"]) == (501, "export.unavailable")


def test_nothing_is_a_table_without_rows(client: TestClient) -> None:
    assert _csv(client, "facts.csv", agency="无此机关") == []
