"""The files as they came, each once, named by what is in it: in a folder, or in storage that speaks S3."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import PurePosixPath

import fsspec
from fsspec.implementations.local import LocalFileSystem

from service.errors import StoreError

_SHA256_LENGTH = 64


class Originals:
    """A content-addressed store of files; ``place`` is a folder or a URL (``s3://bucket/prefix``).

    Nothing a client says becomes part of a path: files are found by the hash of their bytes alone. Every method raises
    StoreError where the place cannot be used.
    """

    def __init__(self, place: str) -> None:
        try:
            self._files, root = fsspec.core.url_to_fs(place)
        except (ImportError, ValueError) as error:
            raise StoreError(f"存放原件的位置“{place}”无法使用：{error}") from error
        self._root = PurePosixPath(str(root))

    def put(self, data: bytes) -> str:
        """Keep the bytes; their SHA-256. Bytes that are there already are not written again."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._path(sha256)
        with _told():
            if not self._files.exists(path):
                self._write(path, data)
        return sha256

    def has(self, sha256: str) -> bool:
        """Whether there are bytes with this hash."""
        path = self._path(sha256)
        with _told():
            return bool(self._files.exists(path))

    def get(self, sha256: str) -> bytes | None:
        """The bytes with this hash, None where there are none."""
        path = self._path(sha256)
        with _told():
            try:
                data: bytes = self._files.cat_file(path)
            except FileNotFoundError:
                return None
        return data

    def remove(self, sha256: str) -> None:
        """Forget the bytes with this hash, if there are any."""
        path = self._path(sha256)
        with _told(), suppress(FileNotFoundError):  # somebody else may forget them at this moment
            if self._files.exists(path):
                self._files.rm_file(path)

    def check(self) -> None:
        """StoreError where nothing can be written."""
        self.remove(self.put(os.urandom(16)))  # bytes that nobody keeps

    def _write(self, path: str, data: bytes) -> None:
        """A file appears whole or not at all: in a folder it is written beside its place and moved there."""
        if not isinstance(self._files, LocalFileSystem):
            self._files.pipe_file(path, data)
            return
        self._files.makedirs(self._files._parent(path), exist_ok=True)
        scratch = f"{path}.{os.getpid()}.{os.urandom(4).hex()}"
        try:
            self._files.pipe_file(scratch, data)
            self._files.mv(scratch, path)
        except OSError:
            with suppress(OSError):  # what was written until the place was full
                self._files.rm_file(scratch)
            raise

    def _path(self, sha256: str) -> str:
        if len(sha256) != _SHA256_LENGTH or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError("no SHA-256")
        return str(self._root / sha256[:2] / sha256[2:])


@contextmanager
def _told() -> Iterator[None]:
    """StoreError for what the place of the files refuses."""
    try:
        yield
    except Exception as error:  # storage beyond this machine has errors of its own kinds
        reason = error.strerror or str(error) if isinstance(error, OSError) else None
        raise StoreError(f"存放原件的位置无法使用：{reason or type(error).__name__}") from error
