"""A training ends with the worker that began it, even when that is killed, and with the worker's hold on the job."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotations.samples import read_samples, to_json
from benchmarks.service.process import Command
from models.registry import newest
from service.clock import now
from service.store import jobs
from service.store.jobs import Job
from service.store.store import Store, open_store
from service.tied import LEFT_ALONE, term

from .waiting import PATIENCE_S, until

SAMPLES = sorted((Path(__file__).parents[1] / "annotations" / "samples").glob("*.jsonl"))[0]
_TIED = "import time; from service.tied import tie; tie(); print('up', flush=True); time.sleep(600)"
# Starts such a program, tells its number, and does nothing more.
_STARTS = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
assert child.stdout.readline() == b"up\\n"
print(child.pid, flush=True)
time.sleep(600)
"""


def test_program_ends_when_its_tie_is_let_go() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _TIED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as tied:
        assert tied.stdin is not None
        assert tied.stdout is not None
        assert tied.stdout.readline() == "up\n"
        assert tied.poll() is None
        tied.stdin.close()
        assert tied.wait(PATIENCE_S) == LEFT_ALONE


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are not waited for there")
def test_program_ends_when_the_time_it_was_told_is_over() -> None:
    with subprocess.Popen([sys.executable, "-c", _TIED], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as tied:
        assert tied.stdin is not None
        assert tied.stdout is not None
        assert tied.stdout.readline() == b"up\n"
        for ends_at in (now() + 600, now() + 900):
            os.write(tied.stdin.fileno(), term(ends_at))
        with pytest.raises(subprocess.TimeoutExpired):
            tied.wait(0.5)
        os.write(tied.stdin.fileno(), term(now() + 0.2))
        assert tied.wait(PATIENCE_S) == LEFT_ALONE


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are looked up in /proc")
def test_program_ends_when_the_process_that_started_it_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", _STARTS, _TIED], stdout=subprocess.PIPE, text=True) as starts:
        assert starts.stdout is not None
        number = int(starts.stdout.readline())
        assert _runs(number)
        starts.kill()
    until(lambda: not _runs(number))


def _runs(number: int) -> bool:
    """Whether a process runs; one that ended and that nobody has asked about does not."""
    try:
        return "\nState:\tZ" not in (Path("/proc") / str(number) / "status").read_text()
    except OSError:
        return False


def _trainings(folder: Path) -> list[int]:
    """The processes that train with the settings of ``folder``."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            theirs = os.fsencode(folder) in (process / "environ").read_bytes()
            if theirs and b"service.tied" in (process / "cmdline").read_bytes():
                found.append(int(process.name))
        except OSError:
            continue  # it ended meanwhile, or is another user's
    return found


def _enqueued(store: Store) -> Job:
    lines = "".join(to_json(sample) + "\n" for sample in read_samples(SAMPLES)[:4])
    told = {"base": newest().label, "corrections": False, "samples": store.originals.put(lines.encode())}
    with store.database.writing() as connection:
        return jobs.enqueue(connection, "training", told)


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are looked up in /proc")
def test_no_training_outlives_its_worker_or_runs_beside_the_next(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="the training extra is not installed")
    data = tmp_path / "data"
    data.mkdir()
    settings = {"NIANBAO_DATA": str(data), "NIANBAO_LEASE_S": "5"}
    with open_store(f"sqlite:///{data / 'nianbao.db'}", str(data / "originals")) as store:
        job = _enqueued(store)
        workers: list[Command] = []
        try:
            for attempt in (1, 2):
                workers.append(Command(tmp_path / f"{attempt}.log", "worker", settings=settings))
                until(lambda: _trainings(tmp_path))
                assert len(_trainings(tmp_path)) == 1
                if attempt == 1:
                    workers[0].kill()
                    until(lambda: not _trainings(tmp_path))
            with store.database.writing() as connection:
                assert jobs.cancel(connection, job.id)
            until(lambda: not _trainings(tmp_path))
            workers[-1].check()  # the worker lives
        finally:
            for worker in workers:
                worker.kill()
