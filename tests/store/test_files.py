"""Files among the originals: none stays that nobody wants, none goes that somebody wants, also at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from service.errors import StoreError
from service.store import files, jobs
from service.store.jobs import Job, NewItem
from service.store.leftovers import clear, provisional, release
from service.store.reports import add_reading
from service.store.store import Store

from .bodies import body

LONG = timedelta(minutes=5)
ERROR = ("document.empty", "文件为空。")


def _batch(store: Store, *contents: bytes, kind: jobs.Kind = "batch") -> Job:
    items = [NewItem(f"{n}.txt", store.originals.put(data)) for n, data in enumerate(contents)]
    with store.database.writing() as connection:
        return jobs.enqueue(connection, kind, {}, items=items)


def _changed(store: Store, change: Callable[..., Any], *given: Any, **named: Any) -> None:
    with store.database.writing() as connection:
        change(connection, *given, **named)


def _kept(store: Store, *contents: bytes) -> list[bytes]:
    """Those of some files that are kept."""
    return [data for data in contents if store.originals.has(body(data)["document"]["sha256"])]


def _hash(data: bytes) -> str:
    found: str = body(data)["document"]["sha256"]
    return found


def test_file_is_wanted_for_a_report_a_batch_and_a_training(store: Store) -> None:
    _batch(store, b"queued")
    _changed(store, jobs.cancel, _batch(store, b"cancelled").id)
    _batch(store, b"read again", kind="rereading")
    done = _batch(store, b"failed", b"waiting")
    told = {"samples": store.originals.put(b"learnt")}
    _changed(store, jobs.enqueue, "training", told)
    _changed(store, jobs.enqueue, "training", {"samples": None})
    with store.database.writing() as connection:
        add_reading(connection, body(b"report"), size=1)
        connection.exec_driver_sql(f"UPDATE jobs SET state = 'running', owner = 'w' WHERE id = '{done.id}'")
        jobs.finish_item(connection, done.id, "w", 0, error=ERROR)
        names = (b"queued", b"cancelled", b"read again", b"failed", b"waiting", b"learnt", b"report", b"nobody")
        found = files.wanted(connection, [_hash(each) for each in names])
    assert found == {_hash(each) for each in (b"queued", b"waiting", b"learnt", b"report")}


def test_more_files_than_a_query_holds_are_let_go(store: Store) -> None:
    contents = [b"%d" % n for n in range(1100)]
    put = [store.originals.put(data) for data in contents]
    _changed(store, add_reading, body(b"7"), size=1)
    release(store, put)
    assert _kept(store, *contents) == [b"7"]


def test_cancelled_batch_leaves_only_what_others_want(store: Store) -> None:
    job = _batch(store, b"only here", b"also a report", b"also of another batch")
    other = _batch(store, b"also of another batch")
    _changed(store, add_reading, body(b"also a report"), size=1)
    _changed(store, jobs.cancel, job.id)
    clear(store)
    everything = (b"only here", b"also a report", b"also of another batch")
    assert _kept(store, *everything) == [b"also a report", b"also of another batch"]
    _changed(store, jobs.cancel, other.id)
    clear(store)
    assert _kept(store, *everything) == [b"also a report"]


def test_one_batch_is_cleared_where_it_is_named(store: Store) -> None:
    first, second = _batch(store, b"of the first"), _batch(store, b"of the second")
    for job in (first, second):
        _changed(store, jobs.cancel, job.id)
    clear(store, second.id)
    assert _kept(store, b"of the first", b"of the second") == [b"of the first"]


@pytest.mark.parametrize("state", ["queued", "running"])
def test_batch_that_goes_on_keeps_its_files(store: Store, state: str) -> None:
    job = _batch(store, b"first", b"second")
    if state == "running":
        _changed(store, jobs.claim, "w", ["batch"], lease=LONG)
        _changed(store, jobs.finish_item, job.id, "w", 0, error=ERROR)
    clear(store)
    assert _kept(store, b"first", b"second") == [b"first", b"second"]


@pytest.mark.parametrize("error", [None, ("model.missing", "没有可用的模型。")])
def test_batch_that_ends_leaves_what_it_could_not_read(store: Store, error: tuple[str, str] | None) -> None:
    job = _batch(store, b"failed", b"read")
    _changed(store, jobs.claim, "w", ["batch"], lease=LONG)
    _changed(store, jobs.finish_item, job.id, "w", 0, error=ERROR)
    with store.database.writing() as connection:
        report = add_reading(connection, body(b"read"), size=1)
        jobs.finish_item(connection, job.id, "w", 1, report_id=report.id)
        jobs.finish(connection, job.id, "w", error=error)
    for _ in range(2):  # the second time finds nothing to do
        clear(store)
        assert _kept(store, b"failed", b"read") == [b"read"]


def test_batch_that_is_given_up_leaves_no_file(store: Store) -> None:
    _batch(store, b"takes everyone down")
    for _ in range(jobs.MOST_ATTEMPTS + 1):
        _changed(store, jobs.claim, "dies", ["batch"], lease=timedelta(seconds=-1))
    clear(store)
    assert _kept(store, b"takes everyone down") == []


def test_place_that_cannot_be_used_is_cleared_later(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(sha256: str) -> None:
        raise StoreError("存放原件的位置无法使用。")

    _changed(store, jobs.cancel, _batch(store, b"a", b"b").id)
    with monkeypatch.context() as patch:
        patch.setattr(type(store.originals), "remove", lambda self, sha256: refuses(sha256))
        with pytest.raises(StoreError):
            clear(store)
    clear(store)
    assert _kept(store, b"a", b"b") == []


def test_files_of_what_does_not_come_about_are_let_go(store: Store) -> None:
    _changed(store, add_reading, body(b"a report"), size=1)

    def fails() -> None:
        with provisional(store) as put:
            put += [store.originals.put(data) for data in (b"a report", b"new")]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    with provisional(store) as put:
        put.append(store.originals.put(b"comes about"))
    assert _kept(store, b"a report", b"new", b"comes about") == [b"a report", b"comes about"]


def test_file_that_somebody_begins_to_want_while_it_is_let_go_is_there_in_the_end(store: Store) -> None:
    data, n_rounds = b"both", 40
    together = threading.Barrier(2)
    failures: list[Exception] = []

    def keep() -> None:
        for _ in range(n_rounds):
            together.wait(60)
            with store.database.writing() as connection:
                files.keeping(connection)
                items = [NewItem("a.txt", store.originals.put(data))]
                job = jobs.enqueue(connection, "batch", {}, items=items)
            together.wait(60)
            if _kept(store, data) != [data]:
                failures.append(AssertionError("a file is gone that a batch waits for"))
            _changed(store, jobs.cancel, job.id)

    def let_go() -> None:
        for _ in range(n_rounds):
            together.wait(60)
            clear(store)
            release(store, [_hash(data)])
            together.wait(60)

    def told(work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # told by the thread that waits for this one
            failures.append(error)
            together.abort()

    threads = [threading.Thread(target=told, args=(work,)) for work in (keep, let_go)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    clear(store)
    assert _kept(store, data) == []
