"""Jobs: taken by one worker at a time, taken over from the dead, every file done once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from service.store import jobs
from service.store.jobs import Job, LeaseLost, NewItem
from service.store.store import Store

LONG, OVER = timedelta(minutes=5), timedelta(seconds=-1)


def _enqueue(store: Store, n_items: int = 0, kind: jobs.Kind = "batch") -> Job:
    with store.database.writing() as connection:
        return jobs.enqueue(connection, kind, {}, items=[NewItem(f"{n}.docx", "0" * 64) for n in range(n_items)])


def _claim(store: Store, worker: str, lease: timedelta = LONG) -> Job | None:
    with store.database.writing() as connection:
        return jobs.claim(connection, worker, ["batch", "training"], lease=lease)


def test_oldest_job_first_and_each_to_one_worker(store: Store) -> None:
    first, second = _enqueue(store), _enqueue(store)
    taken = [_claim(store, name) for name in ("a", "b", "c")]
    assert [job.id if job else None for job in taken] == [first.id, second.id, None]


def test_many_workers_at_once_take_every_job_once(store: Store) -> None:
    expected = {_enqueue(store).id for _ in range(12)}
    taken: list[str] = []

    def work(name: str) -> None:
        while (job := _claim(store, name)) is not None:
            taken.append(job.id)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(expected)


def test_worker_takes_only_kinds_it_can_do(store: Store) -> None:
    _enqueue(store, kind="training")
    with store.database.writing() as connection:
        assert jobs.claim(connection, "a", ["batch"], lease=LONG) is None


def test_job_of_a_dead_worker_is_taken_over_and_the_dead_can_do_no_more(store: Store) -> None:
    job = _enqueue(store, n_items=2)
    assert _claim(store, "dead", OVER) is not None
    with store.database.writing() as connection:
        jobs.finish_item(connection, job.id, "dead", 0, report_id="r0")
    taken = _claim(store, "living")
    assert taken is not None
    assert (taken.attempts, taken.n_done) == (2, 1)
    with store.database.reading() as connection:
        assert [item.position for item in jobs.waiting_items(connection, job.id)] == [1]
    with pytest.raises(LeaseLost), store.database.writing() as connection:
        jobs.finish_item(connection, job.id, "dead", 1, report_id="r1")
    with pytest.raises(LeaseLost), store.database.writing() as connection:
        jobs.renew(connection, job.id, "dead", lease=LONG)


def test_file_is_counted_once(store: Store) -> None:
    job = _enqueue(store, n_items=1)
    _claim(store, "a")
    for _ in range(2):
        with store.database.writing() as connection:
            jobs.finish_item(connection, job.id, "a", 0, error=("document.empty", "文件为空。"))
    with store.database.reading() as connection:
        found = jobs.find(connection, job.id)
        [item] = jobs.items_of(connection, job.id)
    assert found is not None
    assert found.n_done == 1
    assert (item.state, item.error_code) == ("failed", "document.empty")


def test_files_that_could_not_be_kept_are_done_from_the_start(store: Store) -> None:
    with store.database.writing() as connection:
        items = [NewItem("a.docx", "0" * 64), NewItem("b.exe", None, "document.format", "不支持。")]
        job = jobs.enqueue(connection, "batch", {}, items=items)
    assert (job.n_done, job.n_items) == (1, 2)


def test_job_that_takes_every_worker_down_is_given_up(store: Store) -> None:
    job, other = _enqueue(store), _enqueue(store)
    for _ in range(jobs.MOST_ATTEMPTS):
        taken = _claim(store, "dies", OVER)
        assert taken is not None
        assert taken.id == job.id
    taken = _claim(store, "lives")
    assert taken is not None
    assert taken.id == other.id
    with store.database.reading() as connection:
        found = jobs.find(connection, job.id)
    assert found is not None
    assert (found.state, found.error_code) == ("failed", "job.given_up")


def test_job_that_gets_on_is_not_given_up_however_many_die(store: Store) -> None:
    n_deaths = 2 * jobs.MOST_ATTEMPTS
    job = _enqueue(store, n_items=n_deaths)
    for n in range(n_deaths):
        taken = _claim(store, "dies", OVER)
        assert taken is not None
        with store.database.writing() as connection:
            jobs.finish_item(connection, job.id, "dies", n, report_id=f"r{n}")
    taken = _claim(store, "lives")
    assert taken is not None
    assert taken.n_done == n_deaths


def test_steps_of_a_job_that_begins_anew_are_no_reason_to_go_on_for_ever(store: Store) -> None:
    job = _enqueue(store)
    found = []
    _claim(store, "dies", OVER)
    for n_done in (1, 1, 2):
        with store.database.writing() as connection:
            jobs.progress(connection, job.id, "dies", n_done=n_done, n_items=3)
        taken = _claim(store, "dies", OVER)
        assert taken is not None
        found.append(taken.attempts)
    assert found == [2, 3, 4]


def test_job_given_back_waits_again_and_costs_no_attempt(store: Store) -> None:
    job = _enqueue(store)
    _claim(store, "a")
    with store.database.writing() as connection:
        jobs.release(connection, job.id, "a")
    taken = _claim(store, "b")
    assert taken is not None
    assert taken.attempts == 1


@pytest.mark.parametrize("error", [None, ("training.failed", "训练失败。")])
def test_ended_job_cannot_be_cancelled(store: Store, error: tuple[str, str] | None) -> None:
    job = _enqueue(store)
    _claim(store, "a")
    with store.database.writing() as connection:
        jobs.finish(connection, job.id, "a", result={"n": 1}, error=error)
        assert not jobs.cancel(connection, job.id)
        found = jobs.find(connection, job.id)
    assert found is not None
    assert found.state == ("failed" if error else "done")


def test_cancelled_job_is_taken_from_its_worker(store: Store) -> None:
    job = _enqueue(store)
    _claim(store, "a")
    with store.database.writing() as connection:
        assert jobs.cancel(connection, job.id)
    with pytest.raises(LeaseLost), store.database.writing() as connection:
        jobs.finish(connection, job.id, "a")


def test_what_a_lost_lease_undoes_is_undone_whole(store: Store) -> None:
    job = _enqueue(store)

    def enqueue_and_fail() -> None:
        with store.database.writing() as connection:
            jobs.enqueue(connection, "batch", {"never": True})
            jobs.finish(connection, job.id, "nobody")

    with pytest.raises(LeaseLost):
        enqueue_and_fail()
    with store.database.reading() as connection:
        assert jobs.n_in_state(connection) == {"queued": 1}
