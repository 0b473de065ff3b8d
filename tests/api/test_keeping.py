"""What was posted is kept, listed, handed out and forgotten; batches become jobs that read every file."""

from __future__ import annotations

import hashlib
import io
import re
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from service.api.app import create_app
from service.api.routes import batches
from service.api.routes import jobs as job_routes
from service.api.running import Running
from service.api.shapes import JobJson
from service.api.uploads import Upload
from service.settings import Settings
from service.store import audit, jobs, keys
from service.store.jobs import NewItem
from service.store.store import Store

EXAMPLES = Path(__file__).parents[2] / "examples"
TEXT = (
    "{agency}{year}年政府信息公开工作年度报告\n一、总体情况\n{year}年，我局共收到政府信息公开申请{n}件，均按期答复。\n"
)


def text(agency: str = "云泽县教育局", year: int = 2023, n: int = 6) -> str:
    return TEXT.format(agency=agency, year=year, n=n)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    settings = Settings(data=tmp_path / "data", max_upload_mb=1, max_batch_files=5, max_batch_mb=2)
    with TestClient(create_app(settings)) as client:
        yield client


def _post(client: TestClient, content: str) -> dict[str, Any]:
    answer = client.post("/v1/reports", json={"text": content})
    assert answer.status_code == 200
    reading: dict[str, Any] = answer.json()
    assert answer.headers["Location"] == f"/v1/reports/{reading['id']}"
    return reading


def _ended(client: TestClient, location: str) -> dict[str, Any]:
    for _ in range(600):
        job: dict[str, Any] = client.get(location).json()
        if job["state"] in ("done", "failed", "cancelled"):
            return job
        time.sleep(0.05)
    raise AssertionError(f"the job did not end: {job}")


def test_report_stays_as_it_was_read(client: TestClient) -> None:
    reading = _post(client, text())
    where = f"/v1/reports/{reading['id']}"
    assert client.get(where).json() == reading == _post(client, text())
    assert client.get(f"{where}/facts").json() == reading["facts"]
    assert client.get(f"{where}/cells").json() == reading["cells"]
    assert client.get(f"{where}/findings").json() == reading["findings"]
    [version] = client.get(f"{where}/versions").json()
    assert version["versions"] == reading["versions"]
    assert client.get(where, params={"version": 2}).status_code == 404


def test_posting_what_is_known_is_noted_as_looking_at_it(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path / "data", keys="required", jobs=False))
    with TestClient(app) as client:
        for who in ("一科", "二科"):
            with app.state.running.store.database.writing() as connection:
                _, secret = keys.make(connection, who, ["write"])
            client.headers["X-API-Key"] = secret
            report = _post(client, text())["id"]
        with app.state.running.store.database.reading() as connection:
            noted = [(each.who, each.action, each.subject) for each in audit.entries(connection)]
    assert noted == [("二科", "report.view", report), ("一科", "report.read", report)]


def test_original_comes_back_as_a_download(client: TestClient) -> None:
    reading = _post(client, text())
    answer = client.get(f"/v1/reports/{reading['id']}/document")
    assert answer.content.decode() == text()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_reports_are_listed_by_agency_and_year_page_by_page(client: TestClient) -> None:
    for year in (2021, 2022, 2023):
        _post(client, text(year=year))
    _post(client, text("甲县水务局"))
    years = [item["year"] for item in client.get("/v1/reports", params={"agency": "云泽县教育局"}).json()["items"]]
    assert years == [2023, 2022, 2021]
    first = client.get("/v1/reports", params={"limit": 3}).json()
    rest = client.get("/v1/reports", params={"limit": 3, "after": first["next"]}).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (3, 1, None)


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "９", "9" * 19])
def test_page_that_nobody_gave_is_refused(client: TestClient, after: str) -> None:
    assert client.get("/v1/reports", params={"after": after}).status_code == 422


def test_deleted_report_is_gone(client: TestClient) -> None:
    where = f"/v1/reports/{_post(client, text())['id']}"
    assert client.delete(where).status_code == 204
    for path in (where, f"{where}/document", f"{where}/facts", f"{where}/versions"):
        assert client.get(path).json()["code"] == "not_found"
    assert client.delete(where).status_code == 404


def test_file_that_a_batch_is_still_to_read_is_not_deleted_with_its_report(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=tmp_path / "data", jobs=False))) as client:
        originals = client.app.state.running.store.originals  # type: ignore[attr-defined]
        first, second = (_post(client, text(year=year)) for year in (2022, 2023))
        client.post("/v1/batches", files=[("files", ("又.txt", text(year=2023).encode()))])
        client.post("/v1/rereadings")
        for reading in (first, second):
            assert client.delete(f"/v1/reports/{reading['id']}").status_code == 204
        assert [originals.has(each["document"]["sha256"]) for each in (first, second)] == [False, True]


def test_batch_cancelled_after_its_report_was_deleted_leaves_no_file(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=tmp_path / "data", jobs=False))) as client:
        reading = _post(client, text())
        files = [("files", (f"{year}.txt", text(year=year).encode())) for year in (2022, 2023)]
        location = client.post("/v1/batches", files=files).headers["Location"]
        assert client.delete(f"/v1/reports/{reading['id']}").status_code == 204
        kept = _post(client, text(year=2022))
        assert len(_originals(tmp_path)) == 2
        assert client.delete(location).json()["state"] == "cancelled"
        assert _originals(tmp_path) == [kept["document"]["sha256"]]
        assert client.get(f"/v1/reports/{kept['id']}/document").content.decode() == text(year=2022)


def _originals(folder: Path) -> list[str]:
    """The hashes of all files that are kept."""
    files = (path for path in (folder / "data" / "originals").rglob("*") if path.is_file())
    return sorted(path.parent.name + path.name for path in files)


def test_files_that_could_not_be_read_are_not_kept(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=tmp_path / "data"))) as client:
        files = [("files", ("一.txt", text().encode())), ("files", ("二.txt", b" \n "))]
        location = client.post("/v1/batches", files=files).headers["Location"]
        assert _ended(client, location)["result"] == {"read": 1, "failed": 1}
        [item, _] = client.get(f"{location}/items").json()
        for _ in range(600):
            if len(_originals(tmp_path)) == 1:
                break
            time.sleep(0.05)
        assert [name[:32] for name in _originals(tmp_path)] == [item["report"]]


@pytest.mark.parametrize("n_files", [6, 7])
def test_batch_that_is_refused_leaves_no_file(tmp_path: Path, n_files: int) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        for n in range(n_files):
            packed.writestr(f"{n}.txt", text(n=n))
    with TestClient(create_app(Settings(data=tmp_path / "data", max_batch_files=5, jobs=False))) as client:
        kept = _post(client, text(n=3))
        answer = client.post("/v1/batches", files=[("files", ("各单位.zip", archive.getvalue()))])
        assert (answer.status_code, answer.json()["code"]) == (422, "request.invalid")
        assert _originals(tmp_path) == [kept["document"]["sha256"]]


def test_report_of_a_batch_that_is_deleted_while_the_batch_comes_in_is_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TestClient(create_app(Settings(data=tmp_path / "data", jobs=False))) as client:
        reading = _post(client, text())
        unpacked = batches._items

        def meanwhile(state: Running, given: Sequence[Upload]) -> Iterator[NewItem]:
            yield from unpacked(state, given)
            client.delete(f"/v1/reports/{reading['id']}")

        monkeypatch.setattr(batches, "_items", meanwhile)
        answer = client.post("/v1/batches", files=[("files", ("又.txt", text().encode()))])
        assert answer.status_code == 202
        assert _originals(tmp_path) == [reading["document"]["sha256"]]


def test_report_can_be_read_later(client: TestClient) -> None:
    answer = client.post("/v1/reports", json={"text": text()}, headers={"Prefer": "respond-async"})
    assert (answer.status_code, answer.headers["Preference-Applied"]) == (202, "respond-async")
    job = _ended(client, answer.headers["Location"])
    assert (job["state"], job["result"]) == ("done", {"read": 1, "failed": 0})
    [item] = client.get(f"{answer.headers['Location']}/items").json()
    assert client.get(f"/v1/reports/{item['report']}").json()["report"]["year"] == 2023


def test_batch_reads_files_and_archives_and_tells_of_each(client: TestClient) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("a/一.txt", text(year=2021))
        packed.writestr("b/二.txt", "")
    files = [("files", ("三.txt", text(year=2022).encode())), ("files", ("各单位.zip", archive.getvalue()))]
    answer = client.post("/v1/batches", files=files)
    assert answer.status_code == 202
    job = _ended(client, answer.headers["Location"])
    assert (job["n_done"], job["n_items"], job["result"]) == (3, 3, {"read": 2, "failed": 1})
    items = client.get(f"{answer.headers['Location']}/items").json()
    assert [(item["name"], item["code"]) for item in items] == [
        ("三.txt", None),
        ("a/一.txt", None),
        ("b/二.txt", "document.empty"),
    ]


def test_files_of_a_batch_may_be_as_large_as_when_they_come_alone(tmp_path: Path) -> None:
    """A picture may be three times as large as another file; what is larger is not read, and spoils nothing."""
    large = b"\x89PNG\r\n\x1a\n" + bytes(2 << 20)
    with TestClient(create_app(Settings(data=tmp_path / "data", max_upload_mb=1, jobs=False))) as client:
        files = [("files", (name, large)) for name in ("扫描件.png", "报告.pdf")]
        answer = client.post("/v1/batches", files=files)
        items = client.get(f"{answer.headers['Location']}/items").json()
        assert [(item["state"], item["code"]) for item in items] == [
            ("waiting", None),
            ("failed", "document.too_large"),
        ]
        assert _originals(tmp_path) == [hashlib.sha256(large).hexdigest()]


def test_document_under_the_name_of_an_archive_is_a_report(client: TestClient) -> None:
    document = (EXAMPLES / "01-education-2023.docx").read_bytes()
    location = client.post("/v1/batches", files=[("files", ("报告.zip", document))]).headers["Location"]
    assert _ended(client, location)["result"] == {"read": 1, "failed": 0}


def test_events_of_a_job_end_with_it(client: TestClient) -> None:
    location = client.post("/v1/batches", files=[("files", ("一.txt", text().encode()))]).headers["Location"]
    with client.stream("GET", f"{location}/events") as answer:
        lines = [line for line in answer.iter_lines() if line.startswith("event: ")]
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    assert lines[-1] == "event: done"


def test_events_outlive_a_database_that_is_away_and_proxies_that_see_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TestClient(create_app(Settings(data=tmp_path / "data", jobs=False))) as client:
        location = client.post("/v1/batches", files=[("files", ("一.txt", text().encode()))]).headers["Location"]
        looked, n_away = job_routes._found, iter(range(3))

        def away(store: Store, job_id: str) -> JobJson:
            match next(n_away, None):
                case None:
                    with store.database.writing() as connection:
                        jobs.cancel(connection, job_id)
                case n if n > 0:
                    raise OperationalError("SELECT", {}, Exception("away"))
            return looked(store, job_id)

        monkeypatch.setattr(job_routes, "_found", away)
        monkeypatch.setattr(job_routes, "_LOOK_EVERY_S", 0.01)
        monkeypatch.setattr(job_routes, "_QUIET_S", 0.0)
        with client.stream("GET", f"{location}/events") as answer:
            lines = [line.split(":")[0] + ":" + line.split(":")[1][:10] for line in answer.iter_lines() if line]
    assert [line for line in lines if not line.startswith("data")] == ["event: queued", ": ", ": ", "event: cancelled"]


@pytest.mark.parametrize(
    ("files", "status", "code"),
    [
        ([], 422, "request.invalid"),
        ([("file", ("一.txt", b"x"))], 422, "request.invalid"),
        ([("files", (f"{n}.txt", b"x")) for n in range(6)], 400, "request.invalid"),
        ([("files", ("一.txt", b"x" * (3 << 20)))], 413, "document.too_large"),
    ],
)
def test_batches_that_are_none_are_refused(client: TestClient, files: Any, status: int, code: str) -> None:
    answer = client.post("/v1/batches", files=files)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_archive_without_a_report_is_refused(client: TestClient) -> None:
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    answer = client.post("/v1/batches", files=[("files", ("空.zip", empty.getvalue()))])
    assert (answer.status_code, answer.json()["detail"]) == (422, "压缩包里没有报告。")


def test_one_file_twice_in_a_batch_is_one_report_and_pages_of_one_tell_each_once(client: TestClient) -> None:
    contents = [text(), text(), text(year=2022), text("甲县水务局")]
    files = [("files", ("同名.txt", content.encode())) for content in contents]
    location = client.post("/v1/batches", files=files).headers["Location"]
    assert _ended(client, location)["result"] == {"read": 4, "failed": 0}
    items = client.get(f"{location}/items").json()
    assert items[0]["report"] == items[1]["report"]
    seen, after = [], None
    while True:
        page = client.get("/v1/reports", params={"limit": 1} | ({} if after is None else {"after": after})).json()
        seen += [item["id"] for item in page["items"]]
        if (after := page["next"]) is None:
            break
    assert len(seen) == 3
    assert set(seen) == {item["report"] for item in items}
    with client.stream("GET", f"{location}/events") as answer:  # of a job that has ended long ago
        assert [line for line in answer.iter_lines() if line.startswith("event: ")] == ["event: done"]


@pytest.mark.parametrize(
    "name", ['a".txt', "a\r\nX-Evil: 1.txt", "../../etc/passwd", "\u202etxt.exe", "", "年报 ;.txt"]
)
def test_name_of_a_file_makes_no_header_and_no_path(client: TestClient, name: str) -> None:
    id_ = client.post("/v1/reports", json={"text": text(), "name": name}).json()["id"]
    answer = client.get(f"/v1/reports/{id_}/document")
    assert re.fullmatch(r"attachment; filename\*=UTF-8''[A-Za-z0-9._%~-]+", answer.headers["Content-Disposition"])
    assert "X-Evil" not in answer.headers
    assert "%2F" not in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("path", ["", "/items", "/events"])
def test_unknown_jobs_are_problems(client: TestClient, path: str) -> None:
    assert client.get(f"/v1/jobs/{'0' * 32}{path}").json()["code"] == "not_found"


def test_ended_job_stays_ended_when_it_is_cancelled(client: TestClient) -> None:
    location = client.post("/v1/batches", files=[("files", ("一.txt", text().encode()))]).headers["Location"]
    _ended(client, location)
    assert client.delete(location).json()["state"] == "done"
