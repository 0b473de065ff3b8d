"""Batches and re-reading: every file once, one failure spoiling nothing, deaths in between."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DataError

from service.errors import EmptyDocument
from service.jobs.batch import BatchReading
from service.jobs.beside import is_read
from service.jobs.rereading import Rereading, items_to_reread
from service.jobs.worker import Worker
from service.shelf import ActiveModel
from service.store import jobs
from service.store.jobs import Job, NewItem
from service.store.reports import Filter, ReadingBody, StoredReport, add_reading, page, remove, versions_of
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


@pytest.mark.parametrize("error", [ValueError("odd"), DataError("INSERT", {}, ValueError("NUL"))])
def test_reading_that_cannot_be_kept_spoils_none_of_the_others(
    store: Store, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def keeps(connection: Connection, told: ReadingBody, *, size: int) -> StoredReport:
        if told["id"] == body(b"b")["id"]:
            raise error
        return add_reading(connection, told, size=size)

    monkeypatch.setattr("service.jobs.batch.add_reading", keeps)
    job = _batch(store, b"a", b"b", b"c")
    Worker(store, {"batch": BatchReading(_read)}).once()
    done, items = _state(store, job)
    assert (done.state, done.result) == ("done", {"read": 2, "failed": 1})
    assert [item.error_code for item in items] == [None, "internal", None]


def test_report_deleted_while_a_batch_reads_it_again_comes_back_whole(store: Store) -> None:
    [sha256] = _kept(store, (b"a", 2023))
    job = _batch(store, b"a")

    def reads(data: bytes, name: str) -> dict[str, Any]:
        with store.database.writing() as connection:
            remove(connection, body(data)["id"])
            store.originals.remove(sha256)
        return body(data, model="facts-new")

    Worker(store, {"batch": BatchReading(reads)}).once()
    _, [item] = _state(store, job)
    assert (item.state, store.originals.get(sha256)) == ("read", b"a")
    assert _models(store, b"a") == ["facts-new"]


def _kept(store: Store, *reports: tuple[bytes, int]) -> list[str]:
    """Reports of these bytes and years, read by an old model; the hashes of their originals."""
    hashes = [store.originals.put(data) for data, _ in reports]
    with store.database.writing() as connection:
        for data, year in reports:
            add_reading(connection, body(data, year=year, model="facts-old"), size=1)
    return hashes


def _models(store: Store, data: bytes) -> list[str]:
    """What read a report, the first reading first."""
    with store.database.reading() as connection:
        return [versions["model"] for _, versions, _ in versions_of(connection, body(data)["id"])]


def _reread(store: Store, **wanted: Any) -> Job:
    """A job as a request makes it."""
    with store.database.writing() as connection:
        return jobs.enqueue(connection, "rereading", wanted, items=items_to_reread(connection, Filter(**wanted)))


def _worker(store: Store, read: Callable[[bytes], None], is_read: Callable[[str], bool] = _nothing) -> Worker:
    """A worker that reads again with a new model; ``read`` is called each time."""

    def reads(data: bytes, name: str) -> dict[str, Any]:
        read(data)
        return body(data, model="facts-new")

    return Worker(store, {"rereading": Rereading(reads, is_read)})


def test_reading_again_keeps_what_was_read_before(store: Store) -> None:
    _kept(store, (b"a", 2023), (b"b", 2023))
    for _ in range(2):  # a second run finds everything read
        job = _reread(store)
        _worker(store, lambda data: None).once()
        done, _ = _state(store, job)
        assert (done.state, done.result) == ("done", {"read": 2, "failed": 0})
    assert [_models(store, data) for data in (b"a", b"b")] == [["facts-old", "facts-new"]] * 2


def test_reading_again_is_restricted_to_agency_and_year(store: Store) -> None:
    _kept(store, (b"a", 2022), (b"b", 2023))
    job = _reread(store, year=2022)
    _worker(store, lambda data: None).once()
    assert _state(store, job)[0].result == {"read": 1, "failed": 0}
    assert (_models(store, b"a"), _models(store, b"b")) == (["facts-old", "facts-new"], ["facts-old"])


def test_every_report_is_read_again_once_last_years_before_this_years_whatever_comes_in(store: Store) -> None:
    _kept(store, (b"c", 2023), (b"a", 2021), (b"d", 2023), (b"b", 2022))
    job = _reread(store)
    seen: list[bytes] = []

    def reads(data: bytes) -> None:
        seen.append(data)
        _kept(store, (b"new %d" % len(seen), 2019 + len(seen)))

    _worker(store, reads).once()
    assert seen == [b"a", b"b", b"c", b"d"]
    done, items = _state(store, job)
    assert (done.state, done.n_done, done.n_items) == ("done", 4, 4)
    assert [item.report_id for item in items] == [body(data)["id"] for data in seen]


@pytest.mark.parametrize("killed_at", range(4))
def test_reading_again_goes_on_where_a_dead_worker_left_it(store: Store, killed_at: int) -> None:
    _kept(store, *((data, 2023) for data in (b"a", b"b", b"c", b"d")))
    job = _reread(store)
    seen: list[bytes] = []

    def dies(data: bytes) -> None:
        if len(seen) == killed_at:
            raise Killed
        seen.append(data)

    with pytest.raises(Killed):
        _worker(store, dies).once()
    with store.database.writing() as connection:  # as if the lease had run out
        connection.exec_driver_sql("UPDATE jobs SET leased_until = '2000-01-01 00:00:00'")
    _worker(store, seen.append).once()
    assert seen == [b"a", b"b", b"c", b"d"]
    assert _state(store, job)[0].result == {"read": 4, "failed": 0}


def test_rereading_passes_over_what_is_read_already(store: Store) -> None:
    seen: list[bytes] = []
    _kept(store, (b"a", 2023), (b"b", 2023))
    job = _reread(store)
    _worker(store, seen.append, lambda report_id: report_id == body(b"b")["id"]).once()
    assert seen == [b"a"]
    assert _state(store, job)[0].result == {"read": 2, "failed": 0}


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_report_that_is_deleted_is_not_brought_back_by_reading_it_again(store: Store, when: str) -> None:
    [sha256, _] = _kept(store, (b"a", 2022), (b"b", 2023))
    job = _reread(store)

    def delete() -> None:
        with store.database.writing() as connection:
            remove(connection, body(b"a")["id"])
        store.originals.remove(sha256)

    if when == "before":
        delete()
    _worker(store, lambda data: delete() if when == "meanwhile" else None).once()
    done, items = _state(store, job)
    assert (done.state, done.result) == ("done", {"read": 1, "failed": 1})
    assert [item.error_code for item in items] == ["document.gone", None]
    assert _models(store, b"a") == []


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
