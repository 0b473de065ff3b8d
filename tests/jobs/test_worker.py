"""Workers: every job comes to an end, whatever happens to it or to the worker."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from service.clock import now
from service.errors import RequestError, StoreError
from service.jobs.hold import Hold, Stopping, Term
from service.jobs.worker import Worker
from service.store import jobs, workers
from service.store.jobs import Job, LeaseLost
from service.store.store import Store

pytestmark = pytest.mark.filterwarnings("error")


def _enqueue(store: Store) -> Job:
    with store.database.writing() as connection:
        return jobs.enqueue(connection, "batch", {}, n_items=2)


def _found(store: Store, job: Job) -> Job:
    with store.database.reading() as connection:
        found = jobs.find(connection, job.id)
    assert found is not None
    return found


def test_result_of_a_job_is_kept(store: Store) -> None:
    job = _enqueue(store)
    worker = Worker(store, {"batch": lambda hold: {"kind": hold.job.kind}})
    assert worker.once()
    assert not worker.once()
    assert (_found(store, job).state, _found(store, job).result) == ("done", {"kind": "batch"})


@pytest.mark.parametrize(
    ("error", "code"),
    [(RequestError("缺少样本。"), "request.invalid"), (ZeroDivisionError(), "internal"), (MemoryError(), "internal")],
)
def test_failing_job_says_why_and_the_next_is_done(store: Store, error: Exception, code: str) -> None:
    job, other = _enqueue(store), _enqueue(store)
    outcomes: list[Exception | None] = [error, None]

    def handler(hold: Hold) -> Mapping[str, Any]:
        outcome = outcomes.pop(0)
        if outcome is not None:
            raise outcome
        return {}

    worker = Worker(store, {"batch": handler})
    assert worker.once()
    assert worker.once()
    assert (_found(store, job).state, _found(store, job).error_code) == ("failed", code)
    assert _found(store, other).state == "done"


def test_lease_is_renewed_while_the_work_goes_on(store: Store) -> None:
    job = _enqueue(store)
    entered, other_tried = threading.Event(), threading.Event()

    def slow(hold: Hold) -> Mapping[str, Any]:
        entered.set()
        assert other_tried.wait(20)
        hold.check()
        return {}

    worker = Worker(store, {"batch": slow}, lease=timedelta(seconds=2))
    thread = threading.Thread(target=worker.once)
    thread.start()
    assert entered.wait(20)
    threading.Event().wait(3)  # longer than a lease that nobody renews
    assert not Worker(store, {"batch": slow}).once()
    other_tried.set()
    thread.join()
    assert (_found(store, job).state, _found(store, job).attempts) == ("done", 1)


def test_worker_that_lost_its_job_keeps_nothing_of_it(store: Store) -> None:
    job = _enqueue(store)

    def robbed(hold: Hold) -> Mapping[str, Any]:
        with store.database.writing() as connection:
            jobs.cancel(connection, job.id)
        hold.lost.wait(20)
        hold.check()
        return {"never": True}

    assert Worker(store, {"batch": robbed}, lease=timedelta(seconds=0.3)).once()
    assert (_found(store, job).state, _found(store, job).result) == ("cancelled", None)


def test_stopped_worker_gives_its_job_back(store: Store) -> None:
    job = _enqueue(store)
    stop = threading.Event()

    def handler(hold: Hold) -> Mapping[str, Any]:
        stop.set()
        hold.check()
        return {}

    Worker(store, {"batch": handler}).run(stop)
    assert (_found(store, job).state, _found(store, job).attempts) == ("queued", 0)


def test_worker_tells_what_it_can_do_while_it_lives(store: Store) -> None:
    stop, seen = threading.Event(), threading.Event()

    def alive() -> frozenset[jobs.Kind]:
        with store.database.reading() as connection:
            return workers.kinds_done(connection)

    worker = Worker(store, {"batch": lambda hold: None, "training": lambda hold: None}, idle_s=0.01)
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    while not seen.wait(0.01):
        if alive() == {"batch", "training"}:
            seen.set()
    stop.set()
    thread.join()
    assert alive() == frozenset()


@pytest.mark.parametrize(("stop", "lost", "error"), [(True, False, Stopping), (True, True, LeaseLost)])
def test_hold_says_first_that_it_is_lost(store: Store, stop: bool, lost: bool, error: type[Exception]) -> None:
    hold = Hold(store, _enqueue(store), "w", ("batch",), threading.Event())
    (hold.stop.set if stop else hold.stop.clear)()
    (hold.lost.set if lost else hold.lost.clear)()
    with pytest.raises(error):
        hold.check()


def test_hold_on_a_job_is_lost_where_it_cannot_be_renewed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("UPDATE", {}, Exception("away"))

    monkeypatch.setattr("service.jobs.hold.jobs.renew", away)
    hold = Hold(store, _enqueue(store), "w", ("batch",), threading.Event(), term=Term(now() + 0.3))
    with hold.renewed(timedelta(seconds=0.3)):
        assert hold.lost.wait(20)
    assert hold.is_over


def test_stalled_worker_sees_by_the_clock_that_its_hold_is_lost_and_keeps_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = _enqueue(store)
    later = now() + 3600

    def stalled(hold: Hold) -> Mapping[str, Any]:
        assert not hold.is_over
        monkeypatch.setattr("service.jobs.hold.now", lambda: later)  # nothing was renewed meanwhile
        with pytest.raises(LeaseLost):
            hold.check()
        monkeypatch.undo()
        assert hold.is_over  # and so it stays
        hold.check()
        return {"never": True}

    assert Worker(store, {"batch": stalled}, lease=timedelta(minutes=5)).once()
    assert (_found(store, job).state, _found(store, job).result) == ("running", None)


def test_job_waits_for_a_store_that_cannot_be_used(store: Store) -> None:
    job = _enqueue(store)
    stop = threading.Event()
    outcomes: list[Exception | None] = [*[StoreError("存放原件的位置已满。")] * (2 * jobs.MOST_ATTEMPTS), None]

    def handler(hold: Hold) -> Mapping[str, Any]:
        outcome = outcomes.pop(0)
        if outcome is not None:
            raise outcome
        stop.set()
        return {}

    worker = Worker(store, {"batch": handler}, lease=timedelta(minutes=5), idle_s=0.01, away_s=0.01)
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    thread.join(60)
    assert (_found(store, job).state, _found(store, job).attempts, outcomes) == ("done", 1, [])
