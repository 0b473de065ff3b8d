"""A report is read beside the same body's report of the year before, where the store has one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.api.app import create_app
from service.settings import Settings

from .texts import post, text


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=tmp_path_factory.mktemp("kept")))) as client:
        yield client


def _years(reading: dict[str, Any]) -> list[str]:
    return [each["verdict"] for each in reading["findings"] if each["rule"] == "years.change"]


@pytest.mark.parametrize(("before", "verdict"), [(9, "fails"), (8, "holds")])
def test_figures_are_compared_with_those_of_the_year_before(client: TestClient, before: int, verdict: str) -> None:
    agency = f"甲县第{before}小学"
    last = post(client, text(agency, 2022, n=before))
    reading = post(client, text(agency, 2023, n=6))
    assert verdict in _years(reading)
    assert reading["versions"]["last_year"] == f"{last['id']}/1"
    assert "last_year" not in last["versions"]
    assert post(client, text(agency, 2023, n=6)) == reading


def test_other_bodies_and_years_are_not_compared_with(client: TestClient) -> None:
    post(client, text("乙县教育局", 2022))
    post(client, text("丙县教育局", 2021))
    for agency, year in (("丙县教育局", 2023), ("乙县财政局", 2023), ("乙县教育局", 2022)):
        assert "last_year" not in post(client, text(agency, year))["versions"]


def test_name_is_the_same_whatever_its_width(client: TestClient) -> None:
    last = post(client, text("丁县（新区）教育局", 2022))
    assert post(client, text("丁县(新区)教育局", 2023))["versions"]["last_year"] == f"{last['id']}/1"


def test_two_drafts_that_differ_are_no_year_before(client: TestClient) -> None:
    for n in (8, 9):
        post(client, text("戊县教育局", 2022, n=n))
    assert "last_year" not in post(client, text("戊县教育局", 2023))["versions"]


def test_report_that_came_too_early_is_read_again_when_last_years_is_there(client: TestClient) -> None:
    early = post(client, text("己县教育局", 2023))
    assert not _years(early)
    last = post(client, text("己县教育局", 2022, n=8))
    job = client.post("/v1/rereadings", json={"agency": "己县教育局", "year": 2023}).headers["Location"]
    for _ in range(600):
        if client.get(job).json()["state"] == "done":
            break
        time.sleep(0.05)
    again = client.get(f"/v1/reports/{early['id']}").json()
    assert (again["version"], again["versions"]["last_year"]) == (2, f"{last['id']}/1")
    assert "holds" in _years(again)


def test_batch_compares_too(client: TestClient) -> None:
    last = post(client, text("庚县教育局", 2022, n=9))
    files = [("files", ("今年.txt", text("庚县教育局", 2023).encode()))]
    location = client.post("/v1/batches", files=files).headers["Location"]
    for _ in range(600):
        if client.get(location).json()["state"] == "done":
            break
        time.sleep(0.05)
    [item] = client.get(f"{location}/items").json()
    reading = client.get(f"/v1/reports/{item['report']}").json()
    assert reading["versions"]["last_year"] == f"{last['id']}/1"
    assert "fails" in _years(reading)
