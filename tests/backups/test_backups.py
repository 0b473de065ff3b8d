"""A backup holds everything, goes into either database, and is checked before anything is changed."""

from __future__ import annotations

import gzip
import io
import json
import os
import stat
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from service.backups import rows
from service.backups.restoring import restore_backup
from service.backups.writing import write_backup
from service.errors import BackupError, StoreNotEmpty
from service.store import audit, jobs, judgements, keys, settled, workers
from service.store.jobs import NewItem
from service.store.reports import Filter, add_reading, find, page, reading_of
from service.store.store import Store
from tests.backups.conftest import Kind, MakeStore
from tests.store.bodies import body

Members = dict[str, bytes]


def fill(store: Store, models: Path) -> str:
    """Something of everything; the secret of a key."""
    with store.database.writing() as connection:
        for data, year in ((b"one", 2022), (b"two", 2023)):
            store.originals.put(data)
            add_reading(connection, body(data, year=year), size=len(data))
        add_reading(connection, body(b"two", model="facts-2", failing=("error",)), size=3)
        judgements.judge(connection, "甲县水务局", 2023, "k" * 16, "dismissed", comment="口径不同", who="李")
        report = body(b"two")["id"]
        judgements.correct(connection, report, "f1", {"value": "6"}, sample={"id": "s1"}, who="李")
        waiting = NewItem("三.txt", store.originals.put(b"three"))
        jobs.enqueue(connection, "batch", {"who": "李"}, items=[waiting])
        jobs.enqueue(connection, "training", {"samples": store.originals.put(b"samples")})
        _, secret = keys.make(connection, "李", ["write"])
        audit.note(connection, "李", "report.read", report, {"name": "二.txt"})
        settled.settle(connection, "active_model", "facts-9")
        workers.seen(connection, "worker-1", ["batch"])
    (models / "facts-9" / "encoder").mkdir(parents=True)
    (models / "facts-9" / "card.json").write_text("{}", "utf-8")
    (models / "facts-9" / "encoder" / "config.json").write_bytes(b"{}")
    (models / ".training-x").mkdir()
    (models / ".training-x" / "half").write_bytes(b"half")
    return secret


def everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    """All rows but those that tell of backups and restorations themselves."""
    found = {}
    with store.database.reading() as connection:
        for table in rows.TABLES:
            query = select(table).order_by(*table.primary_key.columns)
            told = [dict(row._mapping) for row in connection.execute(query)]
            found[table.name] = [row for row in told if not str(row.get("action", "")).startswith("store.")]
    return found


@pytest.fixture
def models(tmp_path: Path) -> tuple[Path, Path]:
    folders = tmp_path / "models-0", tmp_path / "models-1"
    for folder in folders:
        folder.mkdir()
    return folders


@pytest.mark.parametrize("source", ["sqlite", "postgresql"])
@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_backup_of_either_database_goes_into_either(
    make_store: MakeStore, models: tuple[Path, Path], tmp_path: Path, source: Kind, target: Kind
) -> None:
    one, other = make_store(source), make_store(target)
    secret = fill(one, models[0])
    told = write_backup(one, models[0], tmp_path / "b.tar.gz")
    assert (len(told.originals), told.missing) == (4, [])
    restore_backup(other, models[1], tmp_path / "b.tar.gz", force=False)
    assert everything(other) == everything(one)
    assert all(other.originals.get(sha256) == one.originals.get(sha256) for sha256 in told.originals)
    files = {path.relative_to(models[1]).as_posix() for path in models[1].rglob("*") if path.is_file()}
    assert files == {"facts-9/card.json", "facts-9/encoder/config.json"}
    with other.database.writing() as connection:
        assert keys.find(connection, secret) is not None
        assert workers.kinds_done(connection) == frozenset()
        # What comes in afterwards is numbered behind what was there.
        add_reading(connection, body(b"four", year=2021), size=4)
        jobs.enqueue(connection, "batch", {})
        audit.note(connection, "李", "report.read", "x")
        newest = page(connection, Filter())[0]
        assert newest.id == body(b"four")["id"]
        assert reading_of(connection, body(b"two")["id"]).version == 2  # type: ignore[union-attr]


def test_only_the_owner_may_read_a_backup(make_store: MakeStore, models: tuple[Path, Path], tmp_path: Path) -> None:
    write_backup(make_store("sqlite"), models[0], tmp_path / "b.tar.gz")
    assert stat.S_IMODE((tmp_path / "b.tar.gz").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob(".b.tar*")] == []


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_backup_is_of_one_moment_while_others_write(
    make_store: MakeStore, models: tuple[Path, Path], tmp_path: Path, kind: Kind
) -> None:
    store, other = make_store(kind), make_store("sqlite")
    over = threading.Event()

    def write() -> None:
        n_written = 0
        while not over.is_set():
            n_written += 1
            data = str(n_written).encode()
            store.originals.put(data)
            with store.database.writing() as connection:
                add_reading(connection, body(data), size=len(data))
                audit.note(connection, "李", "report.read", body(data)["id"])

    thread = threading.Thread(target=write)
    thread.start()
    try:
        write_backup(store, models[0], tmp_path / "b.tar.gz")
    finally:
        over.set()
        thread.join()
    restore_backup(other, models[1], tmp_path / "b.tar.gz", force=False)
    told = everything(other)
    assert [row["id"] for row in told["reports"]] == [row["subject"] for row in told["audit"]]
    assert len(told["readings"]) == len(told["reports"])


def test_store_with_something_in_it_is_left_alone_unless_forced(
    make_store: MakeStore, models: tuple[Path, Path], tmp_path: Path
) -> None:
    one, other = make_store("sqlite"), make_store("sqlite")
    fill(one, models[0])
    write_backup(one, models[0], tmp_path / "b.tar.gz")
    with other.database.writing() as connection:
        add_reading(connection, body(b"other"), size=5)
    before = everything(other)
    with pytest.raises(StoreNotEmpty):
        restore_backup(other, models[1], tmp_path / "b.tar.gz", force=False)
    assert everything(other) == before
    restore_backup(other, models[1], tmp_path / "b.tar.gz", force=True)
    assert everything(other) == everything(one)
    with other.database.reading() as connection:
        assert find(connection, body(b"other")["id"]) is None


def test_original_that_is_gone_is_told(make_store: MakeStore, models: tuple[Path, Path], tmp_path: Path) -> None:
    one, other = make_store("sqlite"), make_store("sqlite")
    fill(one, models[0])
    gone = body(b"one")["document"]["sha256"]
    one.originals.remove(gone)
    assert write_backup(one, models[0], tmp_path / "b.tar.gz").missing == [gone]
    restore_backup(other, models[1], tmp_path / "b.tar.gz", force=False)
    assert everything(other) == everything(one)


def members(path: Path) -> Members:
    with tarfile.open(path) as archive:
        return {info.name: archive.extractfile(info).read() for info in archive}  # type: ignore[union-attr]


def packed(path: Path, parts: Members) -> None:
    with tarfile.open(path, "w:gz") as archive:
        for name, data in parts.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))


def manifest_with(parts: Members, **changed: Any) -> Members:
    return parts | {"manifest.json": json.dumps(json.loads(parts["manifest.json"]) | changed).encode()}


def without(parts: Members, name: str) -> Members:
    return {each: data for each, data in parts.items() if each != name}


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda p: p | {"tables/reports.jsonl": p["tables/reports.jsonl"] + b"{}\n"}, "校验值不符"),
        (lambda p: without(p, "tables/reports.jsonl"), "不完整"),
        (lambda p: without(p, "models/facts-9/card.json"), "不完整"),
        (lambda p: p | {"models/../../x": b""}, "多余"),
        (lambda p: without(p, "manifest.json"), "不是 nianbao backup"),
        (lambda p: manifest_with(p, revision="other"), "数据库结构"),
        (lambda p: manifest_with(p, format=2), "清单"),
        (lambda p: manifest_with(p, models={"../x/y": "0" * 64}), "清单"),
        (lambda p: manifest_with(p, models={"/x/y": "0" * 64}), "清单"),
        (lambda p: manifest_with(p, tables={}), "数据表"),
    ],
)
def test_spoilt_backup_changes_nothing(
    make_store: MakeStore,
    models: tuple[Path, Path],
    tmp_path: Path,
    spoil: Callable[[Members], Members],
    told: str,
) -> None:
    one, other = make_store("sqlite"), make_store("sqlite")
    fill(one, models[0])
    path = tmp_path / "b.tar.gz"
    write_backup(one, models[0], path)
    packed(path, spoil(members(path)))
    with pytest.raises(BackupError, match=told):
        restore_backup(other, models[1], path, force=True)
    with other.database.reading() as connection:
        assert rows.is_empty(connection)
        assert not page(connection, Filter())
    assert list(models[1].iterdir()) == []


@pytest.mark.parametrize(
    "data", [b"", b"no archive", os.urandom(300), gzip.compress(b"x" * 2000), b"\x1f\x8b\x08\x00"], ids=range(5)
)
def test_file_that_is_no_backup(make_store: MakeStore, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "b.tar.gz"
    path.write_bytes(data)
    with pytest.raises(BackupError):
        restore_backup(make_store("sqlite"), tmp_path, path, force=False)


def test_cut_backup_changes_nothing(make_store: MakeStore, models: tuple[Path, Path], tmp_path: Path) -> None:
    one, other = make_store("sqlite"), make_store("sqlite")
    fill(one, models[0])
    path = tmp_path / "b.tar.gz"
    write_backup(one, models[0], path)
    whole = path.read_bytes()
    # The last bytes are the padding of the archive: cut there, all that was kept is still in it.
    for length in range(0, len(whole) - 100, max(1, len(whole) // 12)):
        path.write_bytes(whole[:length])
        with pytest.raises(BackupError):
            restore_backup(other, models[1], path, force=False)
    with other.database.reading() as connection:
        assert rows.is_empty(connection)


def test_every_part_of_a_backup_is_checked_by_its_own_hash(
    make_store: MakeStore, models: tuple[Path, Path], tmp_path: Path
) -> None:
    one, other = make_store("sqlite"), make_store("sqlite")
    fill(one, models[0])
    path = tmp_path / "b.tar.gz"
    write_backup(one, models[0], path)
    parts = members(path)
    for name in parts.keys() - {"manifest.json"}:
        packed(path, parts | {name: parts[name] + b" "})
        with pytest.raises(BackupError, match=r"校验值不符"):
            restore_backup(other, models[1], path, force=False)
