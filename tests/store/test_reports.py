"""Reports: read once, kept in every version, listed page by page, forgotten when asked."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.store.reports import (
    Filter,
    add_reading,
    find,
    packed,
    page,
    reading_of,
    remove,
    unpacked,
    versions_of,
)
from service.store.store import Store

from .bodies import body


def test_same_bytes_are_one_report_with_one_reading(store: Store) -> None:
    for _ in range(2):
        with store.database.writing() as connection:
            stored = add_reading(connection, body(), size=6)
    with store.database.reading() as connection:
        assert [report.id for report in page(connection, Filter())] == [stored.id]
        assert len(versions_of(connection, stored.id)) == 1
        kept = reading_of(connection, stored.id)
    assert kept is not None
    assert kept.body == body()


def test_another_model_makes_another_version_and_the_first_stays(store: Store) -> None:
    with store.database.writing() as connection:
        first = add_reading(connection, body(), size=6)
        second = add_reading(connection, body(model="facts-2", failing=("error",)), size=6)
    assert (first.newest, second.newest, second.n_errors) == (1, 2, 1)
    with store.database.reading() as connection:
        old, new = reading_of(connection, first.id, 1), reading_of(connection, first.id)
    assert old is not None
    assert new is not None
    assert (old.versions["model"], new.versions["model"]) == ("facts-1", "facts-2")


def test_same_bytes_at_the_same_time_are_one_report(store: Store) -> None:
    ready, failures = threading.Barrier(4), []

    def keep() -> None:
        try:
            ready.wait()
            with store.database.writing() as connection:
                add_reading(connection, body(), size=6)
        except Exception as error:  # told by the assertion below
            failures.append(error)

    threads = [threading.Thread(target=keep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with store.database.reading() as connection:
        [report] = page(connection, Filter())
    assert report.newest == 1


@pytest.mark.parametrize(
    ("wanted", "years"),
    [
        (Filter(), [2021, 2023, 2022]),
        (Filter(agency="乙县水务局"), [2023]),
        (Filter(year=2022), [2022]),
        (Filter(verdict="fails"), [2023, 2022]),
        (Filter(verdict="errors"), [2022]),
        (Filter(verdict="warnings"), [2023]),
        (Filter(verdict="undecided"), []),
        (Filter(verdict="holds"), [2021]),
        (Filter(agency="甲县水务局", verdict="errors"), [2022]),
        (Filter(year=1999), []),
    ],
)
def test_lists_hold_what_is_asked_for_the_newest_first(store: Store, wanted: Filter, years: list[int]) -> None:
    with store.database.writing() as connection:
        add_reading(connection, body(b"1", year=2022, failing=("error", "information")), size=1)
        add_reading(connection, body(b"2", agency="乙县水务局", failing=("warning",)), size=1)
        add_reading(connection, body(b"3", year=2021), size=1)
    with store.database.reading() as connection:
        assert [report.year for report in page(connection, wanted)] == years


def test_pages_neither_miss_nor_repeat_while_reports_come_in(store: Store) -> None:
    with store.database.writing() as connection:
        for number in range(7):
            add_reading(connection, body(bytes([number])), size=1)
    seen: list[str] = []
    before = None
    while True:
        with store.database.writing() as connection:
            shown = page(connection, Filter(), before=before, limit=3)
            add_reading(connection, body(b"late" + bytes([len(seen)])), size=1)
        if not shown:
            break
        seen += [report.id for report in shown]
        before = shown[-1].serial
    assert len(seen) == len(set(seen)) == 7


def test_a_forgotten_report_is_gone_with_its_readings(store: Store) -> None:
    with store.database.writing() as connection:
        stored = add_reading(connection, body(), size=6)
        assert remove(connection, stored.id) == stored
        assert remove(connection, stored.id) is None
        assert find(connection, stored.id) is None
        assert reading_of(connection, stored.id) is None


@given(st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.none(), st.lists(st.text()))))
def test_packing_loses_nothing(value: dict[str, object]) -> None:
    assert unpacked(packed(value)) == value


def test_report_that_is_deleted_and_read_at_once_is_there_or_not_but_whole(store: Store) -> None:
    failures: list[Exception] = []
    over = threading.Event()

    def read() -> None:
        try:
            for n in range(40):
                with store.database.writing() as connection:
                    add_reading(connection, body(model=f"facts-{n}"), size=6)
        except Exception as error:  # told by the thread that waits for this one
            failures.append(error)
        over.set()

    thread = threading.Thread(target=read)
    thread.start()
    report_id = body()["id"]
    while not over.is_set():
        with store.database.writing() as connection:
            remove(connection, report_id)
    thread.join()
    assert failures == []
    with store.database.reading() as connection:
        report, reading = find(connection, report_id), reading_of(connection, report_id)
    assert (report is None) == (reading is None)
    assert report is None or (reading is not None and report.newest == reading.version)
