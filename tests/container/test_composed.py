"""The services of ``compose.yaml`` as an office runs them: keys, reports, a batch, restarts, a training, a backup."""

from __future__ import annotations

import json
import time
import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.client import Client, ClientError, Job

from .composed import Composed
from .conftest import Office, script
from .figures import Figures
from .podman import Podman

pytestmark = pytest.mark.container
EXAMPLES = Path(__file__).parents[2] / "examples"
EXPECTED: list[dict[str, Any]] = tomllib.loads((EXAMPLES / "expected.toml").read_text("utf-8"))["report"]
FIRST = EXPECTED[0]
OWN_DATA = ["/data", "/tmp"]
RTF = "云泽县水务局2023年政府信息公开工作年度报告\n一、总体情况\n2023年，我局通过网站公开信息88条。\n"
_PATIENCE_S = 600


def done(office: Office, job: Job) -> dict[str, Any]:
    """The result of a job that went well."""
    ended = office.clerk.wait(job, poll_s=0.5, patience_s=_PATIENCE_S)
    assert ended.state == "done", ended
    return ended.result or {}


def seconds_to_ready(services: Composed) -> float:
    """From the start of the service's container to its first word that it can read."""
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{services.url}/readyz", timeout=30).status_code == 200:
                return (datetime.now(UTC) - services.started_at("service")).total_seconds()
        except httpx.TransportError:
            time.sleep(0.02)
    raise AssertionError(services.log("service"))


def seconds_to_work(services: Composed, worker: str) -> float:
    """From the last start of a worker's container to its word that it began."""
    deadline = time.monotonic() + _PATIENCE_S
    started = services.started_at(worker)
    while time.monotonic() < deadline:
        lines = [line for line in services.log(worker).splitlines() if line.startswith("{")]
        events = [event for event in map(json.loads, lines) if event["event"] == "worker started"]
        if events and (began := datetime.fromisoformat(events[-1]["timestamp"])) > started:
            return (began - started).total_seconds()
        time.sleep(0.5)
    raise AssertionError(services.log(worker))


def read_again(office: Office, report: str, model: str) -> None:
    """Have reports read again until this one was read with the model: workers take it within seconds, not at once."""
    deadline = time.monotonic() + _PATIENCE_S
    while office.clerk.report(report)["versions"]["model"] != model:
        assert time.monotonic() < deadline
        assert done(office, office.clerk.reread(year=FIRST["year"]))["failed"] == 0


def n_read(services: Composed, worker: str) -> int:
    """The reports that a worker's process has read."""
    code = "import urllib.request as r; print(r.urlopen('http://127.0.0.1:9101/metrics').read().decode())"
    told = services.inside(worker, "python", "-c", code)
    counts = [line for line in told.splitlines() if line.startswith('nianbao_reading_seconds_count{stage="read"}')]
    return sum(int(float(count.split()[-1])) for count in counts)  # there is none before the first


def meets(finding: Mapping[str, Any], wanted: Mapping[str, Any], facts: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether a finding is the one expected: the rule, the verdict, and at least the cells and facts named."""
    said = {(facts[id_]["metric"], Decimal(facts[id_]["value"])) for id_ in finding["facts"]}
    return (
        finding["rule"].startswith(wanted["rule"])
        and finding["verdict"] == wanted["verdict"]
        and set(wanted.get("cells", ())) <= set(finding["cells"])
        and {(metric, Decimal(value)) for metric, value in wanted.get("facts", ())} <= said
    )


READY: dict[str, Callable[[Composed], float]] = {
    "service": seconds_to_ready,
    "worker": lambda services: seconds_to_work(services, "worker"),
}


@pytest.mark.parametrize("name", ["service", "worker"])
def test_a_process_may_do_nothing_but_its_work(office: Office, name: str) -> None:
    told = json.loads(office.services.inside(name, "python", "-", given=script("probe.py")))
    assert told == {
        "user": 10001,
        "capabilities": 0,
        "may_gain_privileges": False,
        "leads_out": name == "service",
        "writable": OWN_DATA,
    }


def test_strangers_are_refused(office: Office) -> None:
    with Client(office.services.url) as stranger, pytest.raises(ClientError) as refused:
        list(stranger.reports())
    assert refused.value.status == 401


def test_a_report_is_read_as_it_should_be(office: Office) -> None:
    reading = office.clerk.read(EXAMPLES / FIRST["file"])
    report, cells = reading["report"], reading["cells"]
    assert (report["agency"], report["year"]) == (FIRST["agency"], FIRST["year"])
    wanted = {cell: Decimal(value) for cell, value in FIRST["cells"].items()}
    assert {cell: Decimal(cells[cell]["value"]) for cell in wanted} == wanted
    facts = {fact["id"]: fact for fact in reading["facts"]}
    expected = [*FIRST["findings"], *FIRST["narrative"]]
    assert [each for each in expected if not any(meets(found, each, facts) for found in reading["findings"])] == []


def test_programs_for_old_formats_and_scans_work_in_the_container(office: Office) -> None:
    text = "".join(f"\\u{ord(sign)}?" if ord(sign) > 127 else sign for sign in RTF).replace("\n", "\\par\n")
    reading = office.clerk.read(("{\\rtf1\\ansi\\uc1 " + text + "}").encode(), name="report.rtf")
    assert reading["report"]["agency"] == "云泽县水务局"
    assert "chi_sim" in office.services.inside("service", "tesseract", "--list-langs").split()


def test_a_batch_is_read_by_the_worker(office: Office, podman: Podman, figures: Figures) -> None:
    before = n_read(office.services, "worker")
    others = EXPECTED[1:]
    paths = [EXAMPLES / entry["file"] for entry in others]
    assert done(office, office.clerk.batch(paths)) == {"read": len(paths), "failed": 0}
    assert n_read(office.services, "worker") - before == len(paths)
    assert {entry["agency"] for entry in others} <= {report.agency for report in office.clerk.reports()}
    for name in ("database", "service", "worker"):
        figures.memory_mib[name] = podman.memory_mib(office.services.container(name))


@pytest.mark.parametrize("name", ["service", "database", "worker"])
def test_a_restart_loses_nothing(office: Office, figures: Figures, name: str) -> None:
    before = {report.id: office.clerk.report(report.id) for report in office.clerk.reports()}
    assert before
    office.services.restart(name)
    if name in READY:
        figures.ready_s[name] = READY[name](office.services)
    office.services.until_healthy(name)
    assert {report.id: office.clerk.report(report.id) for report in office.clerk.reports()} == before


def test_a_model_learns_in_the_training_container_and_reads_in_the_others(
    office: Office, podman: Podman, figures: Figures
) -> None:
    [report] = [each.id for each in office.clerk.reports(agency=FIRST["agency"], year=FIRST["year"])]
    first = office.clerk.facts(report)[0]
    assert office.clerk.correct(report, first["id"], wrong=True)["learnable"]
    with pytest.raises(ClientError) as refused:
        office.clerk.train(epochs=1)
    assert refused.value.code == "training.unavailable"

    office.services.up("trainer")
    figures.ready_s["trainer"] = seconds_to_work(office.services, "trainer")
    told = json.loads(office.services.inside("trainer", "python", "-", given=script("probe.py")))
    assert (told["user"], told["capabilities"], told["writable"]) == (10001, 0, OWN_DATA)
    tiny = office.services.inside("trainer", "python", "-", given=script("tiny_model.py"), timeout_s=_PATIENCE_S)
    learnt = done(office, office.clerk.train(base=tiny.strip(), epochs=1))
    assert learnt["accepted"]
    figures.memory_mib["trainer"] = podman.memory_mib(office.services.container("trainer"))

    assert office.admin.activate(learnt["model"]).active
    read_again(office, report, learnt["model"])
    assert office.admin.roll_back().label != learnt["model"]


def test_a_backup_is_made_in_the_container(office: Office) -> None:
    office.services.inside("service", "nianbao", "backup", "/data/backup.tar.gz", timeout_s=_PATIENCE_S)
    listed = office.services.inside("service", "python", "-m", "tarfile", "--list", "/data/backup.tar.gz")
    assert "manifest.json" in listed.split()
