"""Corrections stand beside what was read, are checked, and become samples that training understands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from annotations.samples import from_json, read_samples
from service.api.app import create_app
from service.settings import Settings
from service.store import audit
from service.store.reports import add_reading

from .texts import post, text


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=tmp_path_factory.mktemp("kept")))) as client:
        yield client


@pytest.fixture
def reading(client: TestClient, request: pytest.FixtureRequest) -> dict[str, Any]:
    """A report of each test's own."""
    return post(client, text(more=f"{request.node.name}。\n"))


def _fact(reading: dict[str, Any], metric: str, value: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = next(
        each for each in reading["facts"] if each["metric"] == metric and value in (None, each["value"])
    )
    return found


def _correct(client: TestClient, reading: dict[str, Any], fact: dict[str, Any], **said: Any) -> dict[str, Any]:
    answer = client.patch(f"/v1/reports/{reading['id']}/facts/{fact['id']}", json=said)
    assert answer.status_code == 200, answer.text
    item: dict[str, Any] = answer.json()
    return item


def test_correction_stands_beside_the_fact_and_teaches(client: TestClient, reading: dict[str, Any]) -> None:
    fact = _fact(reading, "request.concluded")
    item = _correct(client, reading, fact, metric="request.received")
    assert (item["fact"], item["correction"], item["learnable"]) == (fact["id"], {"metric": "request.received"}, True)
    sample = from_json(json.dumps(item["sample"]))
    assert sample.text.startswith("全年收到")
    assert {each.metric for each in sample.facts} == {"request.received", "request.on_time_rate"}
    now = client.get(f"/v1/reports/{reading['id']}/facts").json()
    told = next(each for each in now if each["id"] == fact["id"])
    assert (told["metric"], told["correction"]["correction"]) == ("request.concluded", {"metric": "request.received"})
    assert told["correction"]["learnable"]


def test_correction_that_the_words_do_not_bear_out_is_kept_all_the_same(
    client: TestClient, reading: dict[str, Any]
) -> None:
    fact = _fact(reading, "disclosure.items", "150")
    item = _correct(client, reading, fact, value="160")
    assert (item["learnable"], item["sample"]) == (False, None)
    assert "与原文所写不符" in item["reason"]
    [kept] = client.get(f"/v1/reports/{reading['id']}/corrections").json()
    assert (kept["correction"], kept["reason"]) == ({"value": "160"}, item["reason"])


def test_one_doubtful_correction_holds_its_paragraph_back_until_it_is_taken_back(
    client: TestClient, reading: dict[str, Any]
) -> None:
    where = f"/v1/reports/{reading['id']}/corrections"
    _correct(client, reading, _fact(reading, "disclosure.items", "90"), category="网站")
    doubtful = _correct(client, reading, _fact(reading, "disclosure.items", "60"), value="61")
    assert [item["learnable"] for item in client.get(where).json()] == [False, False]
    assert client.delete(f"{where}/{doubtful['key']}").status_code == 204
    assert [item["learnable"] for item in client.get(where).json()] == [True]
    assert client.delete(f"{where}/{doubtful['key']}").status_code == 404


def test_total_is_named_by_its_id(client: TestClient, reading: dict[str, Any]) -> None:
    total, part = _fact(reading, "disclosure.items", "150"), _fact(reading, "disclosure.items", "60")
    item = _correct(client, reading, part, part_of=None)
    assert item["correction"] == {"part_of": None}
    item = _correct(client, reading, part, part_of=total["id"])
    assert item["correction"] == {"part_of": total["id"]}
    sample = from_json(json.dumps(item["sample"]))
    assert sum(each.part_of is not None for each in sample.facts) == 2
    for name, reason in ((total["id"], "自己的一部分"), ("f99", "不存在")):
        answer = client.patch(f"/v1/reports/{reading['id']}/facts/{total['id']}", json={"part_of": name})
        assert (answer.status_code, reason in answer.json()["detail"]) == (422, True)
    answer = client.patch(f"/v1/reports/{reading['id']}/facts/{total['id']}", json={"part_of": part["id"]})
    assert answer.status_code == 422


def test_missed_fact_is_added(client: TestClient, reading: dict[str, Any]) -> None:
    new = {"quote": "90条", "label": "政府信息", "metric": "disclosure.interpretations"}
    answer = client.post(f"/v1/reports/{reading['id']}/facts", json=new)
    assert answer.status_code == 201
    item = answer.json()
    assert (item["fact"], item["learnable"], item["correction"]["value"]) == (None, True, "90")
    assert client.post(f"/v1/reports/{reading['id']}/facts", json=new).json()["key"] == item["key"]
    absent = client.post(f"/v1/reports/{reading['id']}/facts", json=new | {"quote": "77条"}).json()
    assert (absent["learnable"], absent["reason"]) == (False, "原文里没有这些词语")
    assert len(client.get(f"/v1/reports/{reading['id']}/corrections").json()) == 2


def test_facts_that_people_removed_or_added_are_told_as_theirs(client: TestClient, reading: dict[str, Any]) -> None:
    where = f"/v1/reports/{reading['id']}"
    gone = _fact(reading, "request.on_time_rate")
    _correct(client, reading, gone, wrong=True)
    new = {"quote": "90条", "label": "政府信息", "metric": "disclosure.interpretations"}
    item = client.post(f"{where}/facts", json=new).json()
    facts = client.get(f"{where}/facts").json()
    assert {each["id"]: each["said"] for each in facts if "said" in each} == {
        gone["id"]: "removed",
        item["key"]: "added",
    }
    added = facts[-1]
    assert (added["value"], added["unit"], added["confidence"]) == ("90", "条", None)
    assert added["correction"]["who"] == "anonymous"
    changed = client.patch(f"{where}/facts/{added['id']}", json={"category": "政策解读"}).json()
    assert (changed["key"], changed["correction"]["category"]) == (item["key"], "政策解读")
    assert client.patch(f"{where}/facts/{added['id']}", json={"wrong": True}).status_code == 422
    assert client.get(where).json()["facts"][-1]["category"] == "政策解读"
    assert client.delete(f"{where}/corrections/{item['key']}").status_code == 204
    assert len(client.get(f"{where}/facts").json()) == len(reading["facts"])


def test_two_people_who_correct_one_fact_both_have_their_say(client: TestClient, reading: dict[str, Any]) -> None:
    fact = _fact(reading, "disclosure.items", "150")
    for said in ({"label": "信息"}, {"category": "主动公开"}, {"label": "政府信息"}):
        item = _correct(client, reading, fact, **said)
    assert item["correction"] == {"label": "政府信息", "category": "主动公开"}
    with client.app.state.running.store.database.reading() as connection:  # type: ignore[attr-defined]
        noted = [each.detail["correction"] for each in audit.entries(connection, limit=3)]
    assert noted == [
        {"label": "政府信息", "category": "主动公开"},
        {"label": "信息", "category": "主动公开"},
        {"label": "信息"},
    ]


@pytest.mark.parametrize(
    ("said", "status", "reason"),
    [
        ({}, 422, "没有给出任何改正"),
        ({"label": "申请\0"}, 422, "label"),
        ({"part_of": "f1\0"}, 422, "part_of"),
        ({"metric": "no.such"}, 422, "no.such"),
        ({"kind": "much"}, 422, "kind"),
        ({"unknown": 1}, 422, "unknown"),
        ({"value": 6}, 422, "value"),
        ({"wrong": True, "value": "6"}, 422, "wrong"),
    ],
)
def test_corrections_that_make_no_fact_are_refused(
    client: TestClient, reading: dict[str, Any], said: dict[str, Any], status: int, reason: str
) -> None:
    answer = client.patch(f"/v1/reports/{reading['id']}/facts/f1", json=said)
    assert (answer.status_code, reason in answer.json()["detail"]) == (status, True)


def test_unknown_facts_and_reports_are_problems(client: TestClient, reading: dict[str, Any]) -> None:
    nowhere = f"/v1/reports/{'0' * 32}"
    new = {"quote": "6件", "label": "申请", "metric": "request.received"}
    answers = [
        client.patch(f"/v1/reports/{reading['id']}/facts/f99", json={"wrong": True}),
        client.patch(f"{nowhere}/facts/f1", json={"wrong": True}),
        client.post(f"{nowhere}/facts", json=new),
        client.get(f"{nowhere}/corrections"),
        client.delete(f"{nowhere}/corrections/x"),
    ]
    assert [answer.json()["code"] for answer in answers] == ["not_found"] * 5


def test_corrections_survive_another_reading(client: TestClient, reading: dict[str, Any]) -> None:
    kept, gone = _fact(reading, "disclosure.items", "150"), _fact(reading, "request.on_time_rate")
    _correct(client, reading, kept, label="政府信息")
    _correct(client, reading, gone, label="答复")
    newer = {name: value for name, value in reading.items() if name != "version"}
    newer |= {"facts": [each for each in reading["facts"] if each["id"] != gone["id"]]}
    newer |= {"versions": reading["versions"] | {"model": "facts-9.9"}}
    with client.app.state.running.store.database.writing() as connection:  # type: ignore[attr-defined]
        add_reading(connection, newer, size=1)
    items = client.get(f"/v1/reports/{reading['id']}/corrections").json()
    assert [(item["fact"], item["learnable"]) for item in items] == [(kept["id"], True), (None, True)]


def test_samples_of_all_corrections_are_handed_out_once_each(client: TestClient, tmp_path: Path) -> None:
    reading = post(client, text("戊县司法局"))
    for value in ("90", "60"):
        _correct(client, reading, _fact(reading, "disclosure.items", value), category="主动公开")
    answer = client.get("/v1/corrections/samples.jsonl")
    path = tmp_path / "samples.jsonl"
    path.write_bytes(answer.content)
    own = [sample for sample in read_samples(path) if sample.agency == "戊县司法局"]
    assert len(own) == 1
    assert sum("category" in fact.qualifiers for fact in own[0].facts) == 2
