"""Writing a backup while the service runs."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, select

from service import __version__
from service.backups import manifest, rows
from service.backups.manifest import Manifest
from service.backups.snapshot import snapshot
from service.shelf import ModelShelf
from service.store import audit
from service.store.migrate import revision
from service.store.originals import Originals
from service.store.schema import job_items, jobs, reports
from service.store.store import Store

_WHO = "nianbao backup"


def write_backup(store: Store, trained_models: Path, target: Path) -> Manifest:
    """Write all that the store holds to ``target``, and return what was written; OSError where it cannot be.

    The file appears whole or not at all, and only its owner may read it: it has every report.
    """
    with tempfile.TemporaryDirectory(prefix="nianbao-backup-") as scratch:
        folder = Path(scratch)
        with snapshot(store.database) as connection:
            hashes = {table.name: _dump(connection, table.name, folder) for table in rows.TABLES}
            wanted = _originals(connection)
            schema = revision(connection)
        files = _model_files(trained_models)
        kept = [sha256 for sha256 in wanted if store.originals.has(sha256)]
        told = Manifest(
            service=__version__,
            revision=schema,
            created_at=datetime.now(UTC),
            tables=hashes,
            originals=kept,
            missing=sorted(set(wanted) - set(kept)),
            models={path: _file_hash(file) for path, file in files.items()},
        )
        with _archive(target) as archive:
            _add(archive, manifest.NAME, told.model_dump_json().encode())
            for name in hashes:
                archive.add(folder / name, f"{manifest.TABLES}/{name}.jsonl", filter=_plain)
            _add_originals(archive, store.originals, kept)
            for path, file in files.items():
                archive.add(file, f"{manifest.MODELS}/{path}", filter=_plain)
    with store.database.writing() as connection:
        audit.note(connection, _WHO, "store.backup", target.name, {"originals": len(kept)})
    return told


def _dump(connection: Connection, name: str, folder: Path) -> str:
    """Write a table to a file of its name; the file's hash."""
    digest = hashlib.sha256()
    [table] = (table for table in rows.TABLES if table.name == name)
    with (folder / name).open("wb") as file:
        for line in rows.lines_of(connection, table):
            digest.update(line)
            file.write(line)
    return digest.hexdigest()


def _originals(connection: Connection) -> list[str]:
    """The files that any row speaks of: of reports, of what jobs are to read, samples to train on."""
    found = set(connection.execute(select(reports.c.sha256)).scalars())
    found |= set(connection.execute(select(job_items.c.sha256)).scalars())
    trainings = connection.execute(select(jobs.c.payload).where(jobs.c.kind == "training")).scalars()
    found |= {payload.get("samples") for payload in trainings}
    return sorted(found - {None})


def _add_originals(archive: tarfile.TarFile, originals: Originals, wanted: list[str]) -> None:
    for sha256 in wanted:
        data = originals.get(sha256)
        if data is None:
            raise FileNotFoundError(2, "a file was deleted during the backup", sha256)
        _add(archive, f"{manifest.ORIGINALS}/{sha256}", data)


def _model_files(folder: Path) -> dict[str, Path]:
    """The files of all trained models, by their path below the folder."""
    models = (model.folder for model in ModelShelf([folder]).models()) if folder.is_dir() else ()
    files = sorted(file for model in models for file in model.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file for file in files if not file.name.startswith(".")}


def _file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _archive(target: Path) -> Iterator[tarfile.TarFile]:
    scratch = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
            yield archive
        scratch.replace(target)
    finally:
        scratch.unlink(missing_ok=True)


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(data), 0o600
    archive.addfile(info, io.BytesIO(data))


def _plain(info: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the names and rights of this machine."""
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mode = 0o600
    return info
