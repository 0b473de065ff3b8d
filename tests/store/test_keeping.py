"""Verdicts, corrections, keys, the audit log, originals, and the database itself."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from service.errors import StoreError
from service.store import audit, judgements, keys, settled
from service.store.database import open_database
from service.store.migrate import upgrade
from service.store.originals import Originals
from service.store.reports import add_reading, remove
from service.store.schema import metadata
from service.store.store import Store, open_store

from .bodies import body


def test_verdict_holds_for_agency_and_year_and_outlives_the_file(store: Store) -> None:
    with store.database.writing() as connection:
        report = add_reading(connection, body(), size=6)
        judgements.judge(connection, "甲县水务局", 2023, "k1", "dismissed", comment="口径不同", who="张")
        remove(connection, report.id)
        judgements.judge(connection, "甲县水务局", 2023, "k1", "confirmed", comment="", who="李")
        judgements.judge(connection, None, None, "k1", "dismissed", comment="", who="李")
    with store.database.reading() as connection:
        [verdict] = judgements.verdicts_on(connection, "甲县水务局", 2023).values()
        assert (verdict.verdict, verdict.who) == ("confirmed", "李")
        assert judgements.verdicts_on(connection, "乙县水务局", 2023) == {}
        assert set(judgements.verdicts_on(connection, None, None)) == {"k1"}


def test_of_many_who_judge_at_once_all_are_heard_and_one_comes_last(store: Store) -> None:
    together = threading.Barrier(4)
    failures: list[Exception] = []

    def judge(who: str) -> None:
        try:
            for n in range(10):
                together.wait(60)
                with store.database.writing() as connection:
                    judgements.judge(connection, "甲", 2023, f"k{n}", "confirmed", comment="", who=who)
                    settled.settle(connection, "previous_model", who)
        except Exception as error:  # told by the thread that waits for this one
            failures.append(error)
            together.abort()

    threads = [threading.Thread(target=judge, args=(who,)) for who in "甲乙丙丁"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with store.database.reading() as connection:
        assert set(judgements.verdicts_on(connection, "甲", 2023)) == {f"k{n}" for n in range(10)}


def test_verdict_can_be_taken_back(store: Store) -> None:
    with store.database.writing() as connection:
        judgements.judge(connection, "甲", 2023, "k", "confirmed", comment="", who="张")
        assert judgements.retract(connection, "甲", 2023, "k")
        assert not judgements.retract(connection, "甲", 2023, "k")


def test_correction_replaces_the_one_before_and_goes_with_its_report(store: Store) -> None:
    with store.database.writing() as connection:
        report = add_reading(connection, body(), size=6)
        for value in ("20", "21"):
            judgements.correct(connection, report.id, "f", {"value": value}, sample={"id": "s"}, who="张")
        [kept] = judgements.corrections_of(connection, report.id)
        assert (kept.correction, kept.sample) == ({"value": "21"}, {"id": "s"})
        remove(connection, report.id)
        assert judgements.corrections_of(connection) == []


def test_key_is_found_by_its_secret_until_it_is_revoked(store: Store) -> None:
    with store.database.writing() as connection:
        key, secret = keys.make(connection, "科员", ["read"])
        found = keys.find(connection, secret)
        assert found is not None
        assert (found.id, found.name, found.scopes) == (key.id, "科员", frozenset({"read"}))
        assert keys.find(connection, secret + "x") is None
        assert keys.revoke(connection, key.id)
        assert keys.find(connection, secret) is None
        assert not keys.revoke(connection, key.id)


def test_secret_is_kept_nowhere(store: Store, database_url: str, tmp_path: Path) -> None:
    with store.database.writing() as connection:
        _, secret = keys.make(connection, "科员", ["admin"])
        rows = connection.execute(text("SELECT * FROM keys")).all()
    assert secret not in str(rows)


@pytest.mark.parametrize(
    ("has", "may"),
    [("read", {"read"}), ("write", {"read", "write"}), ("train", {"train"}), ("admin", set(keys.SCOPES))],
)
def test_scopes(store: Store, has: keys.Scope, may: set[keys.Scope]) -> None:
    with store.database.writing() as connection:
        key, _ = keys.make(connection, "k", [has])
    assert {scope for scope in keys.SCOPES if key.may(scope)} == may


def test_use_of_a_key_is_noted_now_and_then(store: Store) -> None:
    with store.database.writing() as connection:
        key, secret = keys.make(connection, "k", ["read"])
        assert keys.is_stale(key)
        keys.used(connection, key)
        again = keys.find(connection, secret)
    assert again is not None
    assert not keys.is_stale(again)


def test_audit_tells_the_newest_first_in_pages(store: Store) -> None:
    with store.database.writing() as connection:
        for number in range(3):
            audit.note(connection, "张", "report.read", f"r{number}", {"n": number})
        first = audit.entries(connection, limit=2)
        rest = audit.entries(connection, before=first[-1].serial)
    assert [entry.subject for entry in (*first, *rest)] == ["r2", "r1", "r0"]


def test_settled_value_is_replaced_and_taken_back(store: Store) -> None:
    with store.database.writing() as connection:
        for text_ in ("facts-1", "facts-2"):
            settled.settle(connection, "active_model", text_)
        assert settled.value(connection, "active_model") == "facts-2"
        settled.settle(connection, "active_model", None)
        assert settled.value(connection, "active_model") is None


def test_originals_are_kept_once_and_forgotten(tmp_path: Path) -> None:
    originals = Originals(str(tmp_path / "files"))
    first, second = originals.put(b"report"), originals.put(b"report")
    assert first == second
    assert originals.get(first) == b"report"
    assert len([path for path in (tmp_path / "files").rglob("*") if path.is_file()]) == 1
    originals.remove(first)
    originals.remove(first)
    assert originals.get(first) is None


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "0" * 63 + "/", "A" * 64])
def test_no_name_but_a_hash_reaches_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        Originals(str(tmp_path)).get(name)


def test_migrations_make_the_schema_of_this_version(store: Store) -> None:
    with store.database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_store_opens_again_with_what_it_holds(database_url: str, tmp_path: Path) -> None:
    for _ in range(2):
        with open_store(database_url, str(tmp_path / "originals")) as store:
            store.check()
            with store.database.writing() as connection:
                stored = add_reading(connection, body(), size=6)
    assert stored.newest == 1


def test_database_of_a_newer_version_is_refused(database_url: str) -> None:
    database = open_database(database_url)
    upgrade(database)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="更新版本"):
        upgrade(database)
    database.close()


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://host/base", "sqlite:////nonexistent/folder/x.db"])
def test_unusable_database_is_said_so(url: str) -> None:
    with pytest.raises(StoreError), open_store(url, "unused"):
        pass


def test_place_for_originals_that_cannot_be_used_is_a_problem_of_the_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    originals = Originals(str(tmp_path / "file"))
    for use in (lambda: originals.put(b"x"), lambda: originals.get("0" * 64), originals.check):
        with pytest.raises(StoreError, match="原件"):
            use()


def test_errors_of_a_foreign_kind_are_problems_of_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Away(Exception):
        """As libraries for storage elsewhere have them."""

    def away(*_: object, **__: object) -> None:
        raise Away("https://host/secret")

    originals = Originals(str(tmp_path))
    for name in ("exists", "cat_file"):
        monkeypatch.setattr(type(originals._files), name, away)
    uses: list[Callable[[], object]] = [
        lambda: originals.put(b"x"),
        lambda: originals.get("0" * 64),
        lambda: originals.has("0" * 64),
        originals.check,
    ]
    for use in uses:
        with pytest.raises(StoreError, match="Away$"):
            use()


def test_file_that_could_not_be_written_whole_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    originals = Originals(str(tmp_path))
    with monkeypatch.context() as patch:
        patch.setattr(type(originals._files), "mv", full)
        with pytest.raises(StoreError, match="No space"):
            originals.put(b"x")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_checking_touches_nothing_that_is_kept(tmp_path: Path) -> None:
    originals = Originals(str(tmp_path))
    kept = originals.put(b"nianbao")
    threads = [threading.Thread(target=originals.check) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert originals.get(kept) == b"nianbao"
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("query", "expected"), [("", "10"), ("?connect_timeout=3", "3")], ids=["by itself", "as the URL says"]
)
def test_server_that_does_not_answer_is_not_waited_for_long(
    monkeypatch: pytest.MonkeyPatch, query: str, expected: str
) -> None:
    psycopg = pytest.importorskip("psycopg")
    asked: list[dict[str, object]] = []

    def connect(*_: object, **given: object) -> None:
        asked.append(given)
        raise psycopg.OperationalError("away")

    monkeypatch.setattr(psycopg, "connect", connect)
    database = open_database(f"postgresql://host/base{query}")
    with pytest.raises(StoreError):
        upgrade(database)
    database.close()
    assert str(asked[0]["connect_timeout"]) == expected


def test_errors_of_the_database_tell_nothing_that_is_kept(store: Store) -> None:
    with pytest.raises(SQLAlchemyError) as caught, store.database.writing() as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (:hash)"), {"hash": "secret-hash"})
    assert "secret-hash" not in str(caught.value)
