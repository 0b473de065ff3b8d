"""The client, against a service that really listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.client import Client, ClientError, Job
from service.settings import Settings
from tests.serving import listening, text


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    settings = Settings(data=tmp_path_factory.mktemp("data"), max_upload_mb=1)
    with listening(settings) as url, Client(url) as client:
        yield client


def test_text_bytes_and_file_are_read_alike(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(text(), "utf-8")
    readings = [client.read(text()), client.read(text().encode()), client.read(path)]
    assert {reading["id"] for reading in readings} == {readings[0]["id"]}
    assert readings[0]["report"]["agency"] == "云泽县教育局"


def test_parts_of_a_report_are_those_of_its_reading(client: Client) -> None:
    reading = client.read(text(), name="甲.txt")
    report = reading["id"]
    assert client.report(report) == client.report(report, version=1) == reading
    assert client.facts(report) == reading["facts"]
    assert client.cells(report) == reading["cells"]
    assert client.findings(report) == reading["findings"]
    assert client.document(report).decode() == text()


@pytest.mark.parametrize(("kind", "beginning"), [("html", b"<!"), ("docx", b"PK"), ("xlsx", b"PK")])
def test_findings_come_as_files(client: Client, kind: str, beginning: bytes) -> None:
    report = client.read(text())["id"]
    assert client.findings_file(report, kind).lstrip()[:2].lower() == beginning.lower()  # type: ignore[arg-type]
    assert client.all_findings(year=2023)[:2] == b"PK"


def test_verdict_stays_with_the_finding(client: Client) -> None:
    report = client.read(text(n=7))["id"]
    key = client.findings(report)[0]["key"]
    assert client.judge(report, key, "dismissed", "已核实")["judgement"]["comment"] == "已核实"
    assert client.findings(report)[0]["judgement"]["verdict"] == "dismissed"
    assert client.judge(report, key, None)["judgement"] is None


def test_correction_stays_with_the_fact(client: Client) -> None:
    report = client.read(text(n=8))["id"]
    fact = next(fact for fact in client.facts(report) if fact["value"] == "8")
    client.correct(report, fact["id"], wrong=True)
    corrected = next(each for each in client.facts(report) if each["id"] == fact["id"])
    assert corrected["correction"]["correction"] == {"wrong": True}
    client.add_fact(report, quote="8件", label="申请", metric="request.received")
    assert len(client.corrections(report)) == 2


def test_reports_are_listed_page_by_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.client.client._PAGE", 2)
    for year in (2019, 2020, 2021, 2022):
        client.read(text("甲县水务局", year))
    assert [item.year for item in client.reports(agency="甲县水务局")] == [2022, 2021, 2020, 2019]
    assert [item.year for item in client.reports(agency="甲县水务局", year=2020)] == [2020]


def test_deleted_report_is_gone(client: Client) -> None:
    report = client.read(text(n=9))["id"]
    client.delete(report)
    with pytest.raises(ClientError) as caught:
        client.report(report)
    assert (caught.value.code, caught.value.status) == ("not_found", 404)


def test_batch_is_followed_to_its_end(client: Client, tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.txt" for n in range(3)]
    for n, path in enumerate(paths):
        path.write_text(text("乙县林业局", n=n + 1) if n else "", "utf-8")
    seen: list[Job] = []
    ended = client.wait(client.batch(paths), progress=seen.append)
    assert (ended.state, ended.result, ended.ended) == ("done", {"read": 2, "failed": 1}, True)
    assert seen[-1] == ended
    assert [job.n_done for job in seen] == sorted(job.n_done for job in seen)
    assert [(item.name, item.code) for item in client.items(ended)] == [
        ("0.txt", "document.empty"),
        ("1.txt", None),
        ("2.txt", None),
    ]


def test_job_is_asked_for_where_there_are_no_events(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = client._transport.stream

    def broken(method: str, path: str, **given: object) -> object:
        return stream(method, "/healthz" if path.endswith("/events") else path, **given)

    monkeypatch.setattr(client._transport, "stream", broken)
    ended = client.wait(client.read_later(text(n=11)), poll_s=0.05)
    assert (ended.state, ended.n_done) == ("done", 1)


def test_tables_come_in_pieces(client: Client) -> None:
    client.read(text("丙县农业农村局"))
    assert "丙县农业农村局" in b"".join(client.export("facts", "csv", agency="丙县农业农村局")).decode("utf-8-sig")
    assert b"".join(client.export("cells", "jsonl", year=1999)) == b""


def test_models_and_readiness(client: Client) -> None:
    [active] = [model for model in client.models() if model.active]
    assert client.ready()["model"] == active.label
    assert client.activate(active.label) == active


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda c: c.read(""), "document.empty"),
        (lambda c: c.read(b"%PDF-1.7\n", name="a.pdf"), "document.damaged"),
        (lambda c: c.read(b"x" * (2 << 20), name="a.txt"), "document.too_large"),
        (lambda c: c.report("../../healthz"), "request.not_found"),
        (lambda c: c.report(".."), "not_found"),
        (lambda c: c.job("0" * 32), "not_found"),
        (lambda c: c.activate("facts-99.0.0"), "not_found"),
        (lambda c: c.roll_back(), "not_found"),
        (lambda c: c.train(corrections=False), "request.invalid"),
        (lambda c: c.train(samples=b"{"), "samples.broken"),
        (lambda c: list(c.export("facts", "xls")), "request.not_found"),
    ],
)
def test_refusals_are_errors_with_the_code_of_the_service(
    client: Client, call: Callable[[Client], object], code: str
) -> None:
    with pytest.raises(ClientError) as caught:
        call(client)
    assert caught.value.code == code
    assert caught.value.message


def test_service_that_is_not_there() -> None:
    with Client("http://127.0.0.1:9", n_retries=0) as client, pytest.raises(ClientError) as caught:
        client.ready()
    assert (caught.value.code, caught.value.status) == ("client.unreachable", None)
