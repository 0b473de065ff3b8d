"""Trainings: a model for each that is better, once, and none beside another's, whoever dies or is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from models.registry import ReleasedModel
from service.jobs.hold import Hold
from service.jobs.training import TrainingRun
from service.jobs.worker import Worker
from service.shelf import ModelShelf
from service.store import jobs
from service.store.jobs import Job
from service.store.store import Store

from ..waiting import PATIENCE_S, until

SAMPLE = b'{"id": "s1"}'
# In the place of ``nianbao train``: makes a model on facts-1.0, which learnt nothing.
_TRAINS = """
import json, pathlib, sys
given = dict(zip(sys.argv[1::2], sys.argv[2::2]))
version = "1.0.0.1"
model = pathlib.Path(given["--output"]) / f"facts-{version}"
model.mkdir(parents=True)
(model / "card.json").write_text(json.dumps({"base": given["--base"], "version": version}))
print(json.dumps({"epoch": 1, "epochs": 1}), flush=True)
print(json.dumps({"accepted": True, "folder": str(model), "comparison": {"own_after": 1}}))
"""
# One that never comes to its end; tells its number first.
_TRAINS_ON = """
import os, pathlib, sys, time
from service.tied import tie
tie()
pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
time.sleep(600)
"""
# A worker that trains in this way, with a lease of two seconds.
_WORKS = """
import pathlib, sys
from datetime import timedelta
from service.jobs.training import TrainingRun
from service.jobs.worker import Worker
from service.shelf import ModelShelf
from service.store.store import open_store
folder = pathlib.Path(sys.argv[1])
with open_store(f"sqlite:///{folder / 'store.db'}", str(folder / "originals")) as store:
    command = (sys.executable, "-c", sys.argv[2], str(folder / "number"))
    run = TrainingRun(ModelShelf([folder / "models"]), folder / "models", command=command)
    print(Worker(store, {"training": run}, lease=timedelta(seconds=2)).once())
"""


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """The folder of models, with a first one."""
    folder = tmp_path / "models"
    (folder / "facts-1.0").mkdir(parents=True)
    (folder / "facts-1.0" / "card.json").write_text("{}", "utf-8")
    return folder


def _enqueue(store: Store) -> Job:
    told = {"base": "facts-1.0", "corrections": False, "samples": store.originals.put(SAMPLE)}
    with store.database.writing() as connection:
        return jobs.enqueue(connection, "training", told)


def _found(store: Store, job: Job) -> Job:
    with store.database.reading() as connection:
        found = jobs.find(connection, job.id)
    assert found is not None
    return found


def _run(models: Path, program: str = _TRAINS) -> TrainingRun:
    return TrainingRun(ModelShelf([models]), models, command=(sys.executable, "-c", program))


def _names(models: Path) -> list[str]:
    return sorted(path.name for path in models.iterdir())


def test_every_training_on_one_base_is_a_version_of_its_own(store: Store, models: Path) -> None:
    (models / "facts-2.0").mkdir()
    for expected in ("facts-1.0.0.1", "facts-1.0.0.2"):
        job = _enqueue(store)
        Worker(store, {"training": _run(models)}).once()
        ended = _found(store, job)
        assert ended.result == {"accepted": True, "comparison": {"own_after": 1}, "model": expected}
        assert (ended.n_done, ended.n_items) == (1, 1)
    assert _names(models) == ["facts-1.0", "facts-1.0.0.1", "facts-1.0.0.2", "facts-2.0"]
    assert ReleasedModel(models / "facts-1.0.0.2").card["version"] == "1.0.0.2"


def test_trainings_that_end_at_once_are_two_versions(store: Store, models: Path) -> None:
    """Two workers with folders in common: both have made the next version before either puts it there."""
    made = threading.Barrier(2)

    class Meeting(TrainingRun):
        def _publish(self, hold: Hold, scratch: Path, told: Mapping[str, Any]) -> Mapping[str, Any]:
            made.wait(PATIENCE_S)
            return super()._publish(hold, scratch, told)

    given = [_enqueue(store), _enqueue(store)]
    run = Meeting(ModelShelf([models]), models, command=(sys.executable, "-c", _TRAINS))
    workers = [threading.Thread(target=Worker(store, {"training": run}).once) for _ in given]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(PATIENCE_S)
    assert sorted((_found(store, job).result or {})["model"] for job in given) == ["facts-1.0.0.1", "facts-1.0.0.2"]
    assert _names(models) == ["facts-1.0", "facts-1.0.0.1", "facts-1.0.0.2"]


def test_version_that_another_takes_at_the_last_moment_is_left_to_it(store: Store, models: Path) -> None:
    class Late(ModelShelf):
        """Sees a model only after it was looked for once more: another host's, in a folder in common."""

        def models(self) -> list[ReleasedModel]:
            found = super().models()
            other = models / "facts-1.0.0.1"
            if list(models.glob(".training-*/*")) and not other.exists():
                other.mkdir()
                (other / "card.json").write_text("{}", "utf-8")
            return found

    job = _enqueue(store)
    run = TrainingRun(Late([models]), models, command=(sys.executable, "-c", _TRAINS))
    Worker(store, {"training": run}).once()
    assert (_found(store, job).result or {})["model"] == "facts-1.0.0.2"
    assert _names(models) == ["facts-1.0", "facts-1.0.0.1", "facts-1.0.0.2"]


def test_version_of_a_model_that_was_removed_is_not_given_again(store: Store, models: Path) -> None:
    """Readings that it made still tell its name."""
    (models / "facts-1.0.0.3").mkdir()
    job = _enqueue(store)
    Worker(store, {"training": _run(models)}).once()
    assert (_found(store, job).result or {})["model"] == "facts-1.0.0.4"


def test_model_is_made_once_although_the_worker_died_before_it_could_say_so(store: Store, models: Path) -> None:
    job = _enqueue(store)

    class Killed(BaseException):
        """The process dies here."""

    def dies(hold: Hold) -> Mapping[str, Any]:
        _run(models)(hold)
        raise Killed

    with pytest.raises(Killed):
        Worker(store, {"training": dies}).once()
    with store.database.writing() as connection:  # as if the lease had run out
        connection.exec_driver_sql("UPDATE jobs SET leased_until = '2000-01-01 00:00:00'")
    Worker(store, {"training": _run(models)}).once()
    assert (_found(store, job).result or {})["model"] == "facts-1.0.0.1"
    assert _names(models) == ["facts-1.0", "facts-1.0.0.1"]


def test_what_a_killed_attempt_left_is_cleared_away(store: Store, models: Path) -> None:
    job = _enqueue(store)
    for attempt, of in (("1", job.id), ("7", job.id), ("1", "0" * 32)):
        (models / f".training-{of}-{attempt}").mkdir()
    Worker(store, {"training": _run(models)}).once()
    assert _names(models) == [f".training-{'0' * 32}-1", "facts-1.0", "facts-1.0.0.1"]


@pytest.mark.parametrize(
    ("program", "code"),
    [("import sys; sys.exit('no memory')", "training.failed"), ("print()", "internal"), ("", "training.failed")],
)
def test_training_that_fails_leaves_no_model(store: Store, models: Path, program: str, code: str) -> None:
    job = _enqueue(store)
    Worker(store, {"training": _run(models, program)}).once()
    assert (_found(store, job).state, _found(store, job).error_code) == ("failed", code)
    assert _names(models) == ["facts-1.0"]


def test_training_that_ended_because_its_time_was_over_is_no_failure(store: Store, models: Path) -> None:
    job = _enqueue(store)
    Worker(
        store, {"training": _run(models, "import os; from service.tied import LEFT_ALONE; os._exit(LEFT_ALONE)")}
    ).once()
    assert _found(store, job).state == "running"  # until its lease runs out, and then it is the next worker's


def test_cancelled_training_ends(store: Store, models: Path, tmp_path: Path) -> None:
    job = _enqueue(store)
    command = (sys.executable, "-c", _TRAINS_ON, str(tmp_path / "number"))
    run = TrainingRun(ModelShelf([models]), models, command=command)
    worker = Worker(store, {"training": run}, lease=timedelta(seconds=3))
    thread = threading.Thread(target=worker.once)
    thread.start()
    until((tmp_path / "number").exists)
    with store.database.writing() as connection:
        jobs.cancel(connection, job.id)
    thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert _found(store, job).state == "cancelled"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are stopped, and looked up in /proc")
def test_training_of_a_stopped_worker_ends_by_itself_and_nothing_of_it_is_kept(
    store: Store, models: Path, tmp_path: Path
) -> None:
    job = _enqueue(store)
    command = [sys.executable, "-c", _WORKS, str(tmp_path), _TRAINS_ON]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as stalled:
        until(lambda: _number(tmp_path) is not None)
        os.kill(stalled.pid, signal.SIGSTOP)
        try:
            until(lambda: not _runs(_number(tmp_path) or 0))  # with its worker still stopped
            next_ = Worker(store, {"training": _run(models)}, lease=timedelta(minutes=5))
            until(next_.once)
        finally:
            os.kill(stalled.pid, signal.SIGCONT)
        assert stalled.wait(PATIENCE_S) == 0
        assert stalled.stdout is not None
        assert stalled.stdout.read() == "True\n"
    assert (_found(store, job).state, _found(store, job).attempts) == ("done", 2)
    assert (_found(store, job).result or {})["model"] == "facts-1.0.0.1"
    assert _names(models) == ["facts-1.0", "facts-1.0.0.1"]


def _number(folder: Path) -> int | None:
    """The number of the process that trains, once it told it."""
    path = folder / "number"
    return int(path.read_text()) if path.exists() and path.read_text() else None


def _runs(number: int) -> bool:
    """Whether a process runs; one that ended and that nobody has asked about does not."""
    try:
        return "\nState:\tZ" not in (Path("/proc") / str(number) / "status").read_text()
    except OSError:
        return False
