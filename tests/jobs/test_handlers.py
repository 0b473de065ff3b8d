"""Batches and re-reading: every file once, one failure spoiling nothing, deaths in between."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from service.errors import EmptyDocument
from service.jobs.batch import BatchReading
from service.jobs.beside import is_read
from service.jobs.rereading import Rereading
from service.jobs.worker import Worker
from service.shelf import ActiveModel
from service.store import jobs
from service.store.jobs import Job, NewItem
from service.store.reports import Filter, add_reading, page, versions_of
from service.store.store import Store

from ..store.bodies import body


class Killed(BaseException):
    """The process dies here."""


def _read(data: bytes, name: str) -> dict[str, Any]:
    if data == b"empty":
        raise EmptyDocument("文件是空的。")
    if data == b"odd":
        raise ZeroDivisionError
    return body(data, model=f"facts-{name[0]}")


def _nothing(report_id: str) -> bool:
    """Nothing was read by the versions of now."""
    return False


def _batch(store: Store, *files: bytes) -> Job:
    items = [NewItem(f"{n}.txt", store.originals.put(data)) for n, data in enumerate(files)]
    with store.database.writing() as connection:
        return jobs.enqueue(connection, "batch", {}, items=items)


def _state(store: Store, job: Job) -> tuple[Job, list[jobs.JobItem]]:
    with store.database.reading() as connection:
        found = jobs.find(connection, job.id)
        assert found is not None
        return found, jobs.items_of(connection, job.id)


def test_one_bad_file_spoils_none_of_the_others(store: Store) -> None:
    job = _batch(store, b"a", b"empty", b"odd", b"b")
    Worker(store, {"batch": BatchReading(_read)}).once()
    done, items = _state(store, job)
    assert (done.state, done.result, done.n_done) == ("done", {"read": 2, "failed": 2}, 4)
    assert [item.error_code for item in items] == [None, "document.empty", "internal", None]


def test_file_that_is_gone_is_said_so(store: Store) -> None:
    job = _batch(store, b"a")
    _, [item] = _state(store, job)
    assert item.sha256 is not None
    store.originals.remove(item.sha256)
    Worker(store, {"batch": BatchReading(_read)}).once()
    assert _state(store, job)[1][0].error_code == "document.gone"


@pytest.mark.parametrize("killed_at", range(4))
def test_batch_goes_on_where_a_dead_worker_left_it(store: Store, killed_at: int) -> None:
    job = _batch(store, b"a", b"b", b"c", b"d")
    seen: list[bytes] = []

    def dies(data: bytes, name: str) -> dict[str, Any]:
        if len(seen) == killed_at:
            raise Killed
        seen.append(data)
        return _read(data, name)

    def lives(data: bytes, name: str) -> dict[str, Any]:
        seen.append(data)
        return _read(data, name)

    with pytest.raises(Killed):
        Worker(store, {"batch": BatchReading(dies)}).once()
    with store.database.writing() as connection:  # as if the lease had run out
        connection.exec_driver_sql("UPDATE jobs SET leased_until = '2000-01-01 00:00:00'")
    Worker(store, {"batch": BatchReading(lives)}).once()
    assert seen == [b"a", b"b", b"c", b"d"]
    done, _ = _state(store, job)
    assert (done.state, done.n_done) == ("done", 4)


def test_same_file_twice_in_a_batch_is_one_report(store: Store) -> None:
    job = _batch(store, b"a", b"a")
    Worker(store, {"batch": BatchReading(lambda data, name: body(data))}).once()
    _, items = _state(store, job)
    assert items[0].report_id == items[1].report_id
    with store.database.reading() as connection:
        assert len(page(connection, Filter())) == 1


def test_reading_again_keeps_what_was_read_before(store: Store) -> None:
    for data in (b"a", b"b"):
        store.originals.put(data)
        with store.database.writing() as connection:
            add_reading(connection, body(data, model="facts-old"), size=1)
    for _ in range(2):  # a second run finds everything read
        with store.database.writing() as connection:
            job = jobs.enqueue(connection, "rereading", {}, n_items=2)
        Worker(store, {"rereading": Rereading(lambda data, name: body(data, model="facts-new"), _nothing)}).once()
        done, _ = _state(store, job)
        assert (done.state, done.result) == ("done", {"read": 2, "failed": 0})
    with store.database.reading() as connection:
        for report in page(connection, Filter()):
            models = [versions["model"] for _, versions, _ in versions_of(connection, report.id)]
            assert models == ["facts-old", "facts-new"]


def test_reading_again_is_restricted_to_agency_and_year(store: Store) -> None:
    with store.database.writing() as connection:
        for data, year in ((b"a", 2022), (b"b", 2023)):
            store.originals.put(data)
            add_reading(connection, body(data, year=year, model="facts-old"), size=1)
        job = jobs.enqueue(connection, "rereading", {"year": 2022}, n_items=1)
    Worker(
        store, {"rereading": Rereading(lambda data, name: body(data, year=2022, model="facts-new"), _nothing)}
    ).once()
    assert _state(store, job)[0].result == {"read": 1, "failed": 0}


def test_rereading_passes_over_what_is_read_already(store: Store) -> None:
    seen: list[bytes] = []
    with store.database.writing() as connection:
        for data in (b"a", b"b"):
            store.originals.put(data)
            done = add_reading(connection, body(data), size=1).id
        job = jobs.enqueue(connection, "rereading", {}, n_items=2)

    def reads(data: bytes, name: str) -> dict[str, Any]:
        seen.append(data)
        return body(data, model="facts-new")

    Worker(store, {"rereading": Rereading(reads, lambda report_id: report_id == done)}).once()
    assert seen == [b"a"]
    assert _state(store, job)[0].result == {"read": 2, "failed": 0}


def test_report_is_read_where_these_versions_and_this_last_year_read_it(store: Store) -> None:
    active = SimpleNamespace(reader=lambda: SimpleNamespace(versions=body(b"a")["versions"]))

    def found(data: bytes, **said: Any) -> bool:
        with store.database.writing() as connection:
            report = add_reading(connection, body(data, **said), size=1)
        return is_read(store, cast(ActiveModel, active), report.id)

    assert found(b"a", year=2023)
    assert not found(b"b", year=2024)
    assert not found(b"c", year=2020, model="facts-old")
    assert not is_read(store, cast(ActiveModel, active), "0" * 32)
