"""What a running service does is what its description says, whatever it is asked, on either database.

No answer is a defect of ours, none is undeclared or out of its schema, and nothing is answered without a key.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from benchmarks.service.process import command
from service.store import keys
from service.store.store import open_store
from tests.serving import text
from tests.store.conftest import KINDS, empty_database

pytest.importorskip("schemathesis")
pytestmark = pytest.mark.slow
N_EXAMPLES = 4
# A defect of ours is a status that is declared nowhere; 501, of a training where no worker trains, is declared.
_CHECKS = (
    *("status_code_conformance", "content_type_conformance", "response_headers_conformance"),
    *("response_schema_conformance", "unsupported_method", "use_after_free"),
)
# Nobody does the jobs here, so their events would not end.
_CONFIG = "max-stream-events = 1\n"
# Of the report that is there.
_THERE = """
[parameters]
"path.id" = "{id}"
"path.key" = "{key}"
"path.fact_id" = "f1"
"""


@dataclass(frozen=True, slots=True)
class Served:
    """A service with one report, and a client with a key that opens everything."""

    url: str
    key: str
    report: str
    finding: str
    client: httpx.Client


@pytest.fixture(scope="module", params=KINDS)
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp(request.param)
    url = empty_database(request.param, folder)
    with open_store(url, str(folder / "originals")) as store, store.database.writing() as connection:
        _, key = keys.make(connection, "管理员", ["admin"])
    settings = {"NIANBAO_DATA": str(folder), "NIANBAO_DATABASE_URL": url, "NIANBAO_KEYS": "required"}
    settings |= {"NIANBAO_RATE_PER_MINUTE": "1000000", "NIANBAO_JOBS": "false", "NIANBAO_READ_WORKERS": "1"}
    with command(folder / "log", "serve", "--port", "0", settings=settings) as server:
        at = server.address()
        with httpx.Client(base_url=at, headers={"X-API-Key": key}, timeout=120) as client:
            reading = client.post("/v1/reports", json={"text": text()}).json()
            yield Served(at, key, reading["id"], reading["findings"][0]["key"], client)


def _schemathesis(served: Served, folder: Path, config: str, *arguments: str) -> None:
    (folder / "schemathesis.toml").write_text(config, "utf-8")
    told = ["--checks", ",".join(_CHECKS), "-n", str(N_EXAMPLES), "--seed", "7", "--suppress-health-check", "all"]
    told += ["--continue-on-failure", "--no-color", "--request-timeout", "60", "-H", f"X-API-Key: {served.key}"]
    program = [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"]
    done = subprocess.run(
        [*program, "--config-file", "schemathesis.toml", "run", f"{served.url}/openapi.json", *told, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert "found" not in done.stdout.split("Test cases:")[-1], done.stdout[-2000:]


def test_no_answer_is_undeclared(served: Served, tmp_path: Path) -> None:
    paths = served.client.get("/openapi.json").json()["paths"]
    assert not any("500" in told["responses"] for operations in paths.values() for told in operations.values())
    _schemathesis(served, tmp_path, _CONFIG, "--phases", "examples,coverage,fuzzing,stateful")


def test_no_answer_about_a_report_that_is_there_is_undeclared(served: Served, tmp_path: Path) -> None:
    config = _CONFIG + _THERE.format(id=served.report, key=served.finding)
    chosen = ("--include-path-regex", r"^/v1/reports/\{id\}", "--exclude-method", "DELETE")
    _schemathesis(served, tmp_path, config, "--phases", "coverage,fuzzing", *chosen)
    assert served.client.get(f"/v1/reports/{served.report}").status_code == 200


_JSON = {"Content-Type": "application/json"}
_BODIES = {
    "nothing": b"",
    "cut off": b"{",
    "null": b"null",
    "list": b"[]",
    "no UTF-8": b"\xff\xfe",
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "deep list": b"[" * 100_000,
    "deep object": b'{"a":' * 50_000,
    "not a number": b'{"verdict": NaN}',
    "long number": b'{"year": ' + b"9" * 5_000 + b"}",
    "infinite": b'{"year": 1e999}',
    "lone surrogate": b'{"text": "\\ud800", "agency": "\\ud800", "label": "\\ud800", "comment": "\\ud800"}',
    "surrogate as a name": b'{"\\ud800": 1}',
    "NUL": b'{"text": "\\u0000", "agency": "\\u0000", "label": "\\u0000"}',
}


@pytest.mark.parametrize("body", _BODIES.values(), ids=_BODIES)
def test_bodies_that_say_nothing_are_refused(served: Served, body: bytes) -> None:
    about = f"/v1/reports/{served.report}"
    wanted = [
        *(("PATCH", f"{about}/findings/{served.finding}"), ("PATCH", f"{about}/facts/f1"), ("POST", f"{about}/facts")),
        *(("POST", "/v1/reports"), ("POST", "/v1/batches"), ("POST", "/v1/trainings"), ("POST", "/v1/rereadings")),
    ]
    for method, path in wanted:
        answer = served.client.request(method, path, content=body, headers=_JSON)
        if path == "/v1/rereadings" and body in (b"", b"null"):
            assert answer.status_code == 202
            continue
        _check_refused(answer, 400, 422)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/facts", '{"quote": "6\\u0000件", "label": "申请", "metric": "request.received"}'),
        ("/facts", '{"quote": "6件", "label": "申请", "metric": "request.received", "part_of": "a\\u0000"}'),
        ("/facts", '{"quote": "6件", "label": "申请", "metric": "\\u0000"}'),
        ("/facts", '{"quote": "6件", "label": "申请", "metric": "request.received", "start": 99999999999999999999}'),
        ("/facts/f1", '{"party": "\\udfff"}'),
        ("/facts/f1", '{"unit": "件\\u0000"}'),
        ("/findings/{key}", '{"verdict": "confirmed", "comment": "a\\u0000b"}'),
        ("/findings/{key}", '{"verdict": "confirmed", "comment": "\\ud800"}'),
    ],
)
def test_words_that_no_database_keeps_are_refused(served: Served, path: str, said: str) -> None:
    method = "POST" if path == "/facts" else "PATCH"
    where = f"/v1/reports/{served.report}{path.format(key=served.finding)}"
    _check_refused(served.client.request(method, where, content=said.encode(), headers=_JSON), 422)


@pytest.mark.parametrize(
    "kind",
    [
        *("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary="),
        *("multipart/form-data; boundary=x; charset=nope", "application/json; charset=utf-16", ";", ""),
    ],
)
def test_bodies_of_another_kind_are_refused(served: Served, kind: str) -> None:
    for path in ("/v1/reports", "/v1/batches", "/v1/trainings", f"/v1/reports/{served.report}/facts"):
        answer = served.client.post(path, content=b"--x\r\n", headers={"Content-Type": kind})
        _check_refused(answer, 400, 422, *((501,) if path == "/v1/trainings" else ()))


@pytest.mark.parametrize("id_", ["%00", "%ED%A0%80", "%FF", "%2e%2e", "%2e%2e%2fetc", "%0d%0aX:y", "a" * 5_000, "😀"])
def test_nothing_has_an_id_that_none_was_given(served: Served, id_: str) -> None:
    for path in ("", "/facts", "/findings", "/document", "/versions", "/findings.html", "/corrections"):
        _check_refused(served.client.get(f"/v1/reports/{id_}{path}"), 404, 422)
    for path in ("", "/items", "/events"):
        _check_refused(served.client.get(f"/v1/jobs/{id_}{path}"), 404, 422)
    _check_refused(served.client.post(f"/v1/models/{id_}/activate"), 404)
    _check_refused(served.client.patch(f"/v1/reports/{served.report}/facts/{id_}", json={"wrong": True}), 404, 405)
    _check_refused(served.client.delete(f"/v1/reports/{served.report}/corrections/{id_}"), 404, 422)


@pytest.mark.parametrize(
    "query",
    [
        *("year=99999999999999999999", "year=-1", "year=x", "agency=%00", "agency=a%00b", f"agency={'x' * 300}"),
        *("limit=0", "limit=-5", "limit=1e9", "after=-1", "after=9999999999999999999", "after=%00", "verdict=x"),
    ],
)
def test_queries_that_restrict_to_nothing_are_refused(served: Served, query: str) -> None:
    _check_refused(served.client.get(f"/v1/reports?{query}"), 422)
    if query.startswith(("year", "agency")):
        for path in ("findings.xlsx", "exports/facts.csv", "exports/cells.jsonl", "exports/facts.parquet"):
            _check_refused(served.client.get(f"/v1/{path}?{query}"), 422)


@pytest.mark.parametrize(
    "headers",
    [
        {"If-None-Match": '"'},
        {"If-Match": "garbage, W/"},
        {"Range": "bytes=9-1"},
        {"If-Modified-Since": "x"},
        {"Accept": "\xff"},
        {"Accept-Encoding": "x;q=9"},
        {"Cookie": "\xff"},
        {"X-Request-ID": "\xff\xfe"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_headers_that_mean_nothing_change_nothing(served: Served, headers: dict[str, str]) -> None:
    plain = {name.encode(): value.encode("latin-1") for name, value in headers.items()}
    for path in ("", "/document", "/findings.html"):
        assert served.client.get(f"/v1/reports/{served.report}{path}", headers=plain).status_code == 200


def test_no_answer_is_had_without_a_key(served: Served) -> None:
    for given in ({}, {"Authorization": "Bearer \xff"}, {"X-API-Key": ""}, {"Authorization": f"Bearer {'x' * 60_000}"}):
        headers: Any = {name.encode(): value.encode("latin-1") for name, value in given.items()}
        for path in ("/v1/reports", "/v1/audit", "/v1/exports/facts.csv", "/metrics", f"/v1/reports/{served.report}"):
            _check_refused(httpx.get(served.url + path, headers=headers, timeout=120), 401)


def _check_refused(answer: httpx.Response, *statuses: int) -> None:
    assert answer.status_code in statuses, (answer.request.url, answer.text[:500])
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
