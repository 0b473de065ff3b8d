"""Server and workers killed at any moment: every report is read once, and nothing that was answered is lost."""

from __future__ import annotations

import hashlib
import random
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from service.store import jobs
from service.store.jobs import Job, JobItem
from service.store.schema import readings, reports
from service.store.store import Store, open_store

from .fleet import Fleet, fleet

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are looked up in /proc"),
]
_PATIENCE_S = 900
_REPORT = (
    "云泽县第{n}事务中心2023年政府信息公开工作年度报告\n一、总体情况\n"
    "2023年，我中心主动公开政府信息150条，其中网站90条、微信公众号{other}条。\n"
    "全年共收到政府信息公开申请{n}件，均按期答复。\n"
)


class Clerk(threading.Thread):
    """Gives verdicts all the time, on reports that were read by then; ``given`` are those that the service took."""

    def __init__(self, running: Fleet, job_id: str, chance: random.Random) -> None:
        super().__init__(daemon=True)
        self.given: dict[tuple[str, str], str] = {}
        self.failure: Exception | None = None
        self.done = threading.Event()
        self._running, self._job_id, self._chance = running, job_id, chance

    def run(self) -> None:
        try:
            while not self.done.wait(0.1):
                self._judge()
        except Exception as error:  # told by the thread that waits for this one
            self.failure = error

    def _judge(self) -> None:
        items = self._running.insist("GET", f"/v1/jobs/{self._job_id}/items").json()
        read = [item["report"] for item in items if item["state"] == "read"]
        if not read:
            return
        report = self._chance.choice(read)
        findings = self._running.insist("GET", f"/v1/reports/{report}/findings").json()
        key, verdict = self._chance.choice(findings)["key"], self._chance.choice(("confirmed", "dismissed"))
        answer = self._running.insist("PATCH", f"/v1/reports/{report}/findings/{key}", json={"verdict": verdict})
        assert answer.status_code == 200, answer.text
        self.given[report, key] = verdict


def _posted(running: Fleet, n_reports: int) -> tuple[str, set[str]]:
    """The batch, and the ids that its reports will have."""
    files = [_REPORT.format(n=n, other=60 if n % 2 else 70).encode() for n in range(1, n_reports + 1)]
    form = [("files", (f"{n}.txt", data)) for n, data in enumerate(files)]
    answer = running.insist("POST", "/v1/batches", files=form)
    assert answer.status_code == 202, answer.text
    return answer.json()["id"], {hashlib.sha256(data).hexdigest()[:32] for data in files}


def _state(store: Store, job_id: str) -> Job:
    with store.database.reading() as connection:
        job = jobs.find(connection, job_id)
    assert job is not None
    return job


def _until(store: Store, running: Fleet, job_id: str, n_done: int) -> Job:
    """The job when so many files are done, or it ended."""
    for _ in range(_PATIENCE_S * 50):
        job = _state(store, job_id)
        if job.n_done >= n_done or job.state not in ("queued", "running"):
            return job
        running.check()
        time.sleep(0.02)
    raise AssertionError(f"the job does not get on: {job}")


def _left_running(folder: Path) -> list[str]:
    """What still runs with the settings of the fleet."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder).encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue  # it ended meanwhile, or is another user's
    return found


@pytest.mark.parametrize(("n_reports", "n_strikes"), [(20, 2), (200, 10)])
def test_every_report_is_read_once_whoever_is_killed(
    database_url: str, tmp_path: Path, n_reports: int, n_strikes: int
) -> None:
    chance = random.Random(f"{database_url[:6]} {n_reports}")
    data = tmp_path / "data"
    settings = {"NIANBAO_DATA": str(data), "NIANBAO_DATABASE_URL": database_url, "NIANBAO_LEASE_S": "1"}
    with fleet(tmp_path, settings, n_workers=2) as running:
        job_id, expected = _posted(running, n_reports)
        clerk = Clerk(running, job_id, random.Random(n_reports))
        with open_store(database_url, str(data / "originals")) as store:
            clerk.start()
            for n_done in sorted(chance.sample(range(1, n_reports * 3 // 4), n_strikes)):
                _until(store, running, job_id, n_done)
                time.sleep(chance.uniform(0, 0.2))
                job = _state(store, job_id)
                assert job.state in ("queued", "running")
                running.strike(job.owner, chance)
            ended = _until(store, running, job_id, n_reports + 1)
            clerk.done.set()
            clerk.join(_PATIENCE_S)
            assert clerk.failure is None
            assert clerk.given
            assert (ended.state, ended.n_done) == ("done", n_reports)
            assert ended.result == {"read": n_reports, "failed": 0}
            _check_kept(store, job_id, expected)
            for (report, key), verdict in clerk.given.items():
                findings = running.insist("GET", f"/v1/reports/{report}/findings").json()
                [said] = [finding["judgement"] for finding in findings if finding["key"] == key]
                assert said["verdict"] == verdict
    _check_nothing_left_running(tmp_path)


def _check_kept(store: Store, job_id: str, expected: set[str]) -> None:
    """One report and one reading for each file, and each file noted as read; the database sound."""
    with store.database.reading() as connection:
        items: list[JobItem] = jobs.items_of(connection, job_id)
        kept = [row.id for row in connection.execute(select(reports.c.id))]
        read = Counter(row.report_id for row in connection.execute(select(readings.c.report_id)))
        if store.database.is_sqlite:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    assert sorted(kept) == sorted(expected)
    assert read == dict.fromkeys(expected, 1)
    assert {item.state for item in items} == {"read"}
    assert sorted(str(item.report_id) for item in items) == sorted(expected)


def _check_nothing_left_running(folder: Path) -> None:
    for _ in range(600):
        if not (left := _left_running(folder)):
            return
        time.sleep(0.05)
    raise AssertionError(f"processes outlive those that were killed: {left}")
