"""Putting a backup back: everything is checked before anything is changed."""

from __future__ import annotations

import hashlib
import os
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from service.backups import manifest, rows
from service.backups.manifest import Manifest
from service.errors import BackupError, StoreNotEmpty
from service.store import audit
from service.store.migrate import revision
from service.store.store import Store

_WHO = "nianbao restore"
_PIECE = 1 << 20
_MOST_TOLD = 64 << 20
_DAMAGED = (tarfile.TarError, EOFError, zlib.error, OSError)


def restore_backup(store: Store, trained_models: Path, source: Path, *, force: bool) -> Manifest:
    """Put all of a backup into the store; with ``force`` in the place of all rows that are there.

    Raises BackupError where the file is damaged or of another schema, StoreNotEmpty without ``force``.
    """
    with tempfile.TemporaryDirectory(prefix="nianbao-restore-") as scratch:
        told = _checked(source, Path(scratch))
        with store.database.reading() as connection:
            if told.revision != revision(connection):
                raise BackupError(f"备份由 {told.service} 版建立，数据库结构与本版本不同；请用该版本恢复，再升级。")
            if not (force or rows.is_empty(connection)):
                raise StoreNotEmpty("已有数据，没有恢复；确要以备份取代现有数据，请加 --force。")
        # Files first: they disturb nobody, and rows that point to them come last and all at once.
        _put_files(store, trained_models, source)
        with store.database.writing() as connection:
            if not (force or rows.is_empty(connection)):
                raise StoreNotEmpty("恢复期间有新的数据写入，没有恢复。请先停止服务。")
            rows.clear(connection)
            for table in rows.TABLES:
                with (Path(scratch) / table.name).open("rb") as lines:
                    rows.put_rows(connection, table, lines)
            audit.note(connection, _WHO, "store.restore", source.name, {"made": told.created_at.isoformat()})
    return told


def _checked(source: Path, folder: Path) -> Manifest:
    """The manifest, when every part is there and is what it says; tables are laid out in ``folder``."""
    with _opened(source) as archive:
        told = _manifest(archive)
        if set(told.tables) != {table.name for table in rows.TABLES}:
            raise BackupError("备份里的数据表与本版本不同。")
        wanted = told.members()
        for info in iter(archive.next, None):
            sha256 = wanted.pop(info.name, None)
            if sha256 is None or not info.isfile():
                raise BackupError(f"备份里有多余的内容：{info.name}")
            kind, _, name = info.name.partition("/")
            target = folder / name.removesuffix(".jsonl") if kind == manifest.TABLES else None
            if _copied(archive, info, target) != sha256:
                raise BackupError(f"备份已损坏：{info.name} 与其校验值不符。")
    if wanted:
        raise BackupError(f"备份不完整：缺少 {len(wanted)} 项，如 {next(iter(wanted))}。")
    return told


def _put_files(store: Store, trained_models: Path, source: Path) -> None:
    with _opened(source) as archive:
        _manifest(archive)
        for info in iter(archive.next, None):
            kind, _, path = info.name.partition("/")
            if kind == manifest.ORIGINALS:
                store.originals.put(_content(archive, info))
            elif kind == manifest.MODELS:
                target = trained_models / path
                target.parent.mkdir(parents=True, exist_ok=True)
                scratch = target.with_name(f".{target.name}.{os.getpid()}")
                _copied(archive, info, scratch)
                scratch.replace(target)


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    """The archive from its beginning; BackupError where it cannot be unpacked."""
    try:
        with source.open("rb") as file, tarfile.open(fileobj=file, mode="r|gz") as archive:
            yield archive
    except _DAMAGED as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the system, not the file
        raise BackupError("备份文件已损坏，或不是备份文件。") from error


def _manifest(archive: tarfile.TarFile) -> Manifest:
    info = archive.next()
    if info is None or info.name != manifest.NAME or not info.isfile() or info.size > _MOST_TOLD:
        raise BackupError("这不是 nianbao backup 写的文件。")
    try:
        return Manifest.model_validate_json(_content(archive, info))
    except ValidationError as error:
        raise BackupError("备份的清单无法理解；它可能由更新的版本建立。") from error


def _content(archive: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(info)
    assert file is not None  # of what is a file there is one
    return file.read()


def _copied(archive: tarfile.TarFile, info: tarfile.TarInfo, target: Path | None) -> str:
    """The hash of a part, which is copied to ``target`` on the way."""
    digest = hashlib.sha256()
    file = archive.extractfile(info)
    assert file is not None
    with open(os.devnull if target is None else target, "wb") as copy:
        while piece := file.read(_PIECE):
            digest.update(piece)
            copy.write(piece)
    return digest.hexdigest()
