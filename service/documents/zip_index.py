"""The names in a ZIP file, read so that neither a broken nor a hostile directory does harm."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from service.errors import DamagedDocument, DocumentTooLarge

MAX_MEMBERS = 5_000
_MAX_DIRECTORY = 2 * 1024 * 1024
_END = struct.Struct("<4s4H2LH")
_END_MAGIC = b"PK\x05\x06"
_LOCATOR_MAGIC = b"PK\x06\x07"
_LOCATOR_BYTES = 20
_LONGEST_COMMENT = 65_535
# Local headers, for files whose directory at the end is cut off: signature, 22 bytes, two lengths, the name.
_LOCAL = re.compile(rb"PK\x03\x04.{22}(..)(..)", re.DOTALL)
_MEDIA_TYPE_BYTES = 100
UNREADABLE_ZIP = (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, RuntimeError, ValueError, struct.error)


@dataclass(frozen=True, slots=True)
class ZipIndex:
    """The names of the members and what the member ``mimetype`` holds, as far as they can be found."""

    names: frozenset[str]
    media_type: bytes = b""


def zip_index(data: bytes) -> ZipIndex:
    """The names in the ZIP file ``data``, also where its end is missing; raises DocumentTooLarge for too many."""
    try:
        with open_zip(io.BytesIO(data)) as archive:
            return ZipIndex(frozenset(archive.namelist()), _media_type(data))
    except DamagedDocument:
        return ZipIndex(_local_names(data), _media_type(data))


def open_zip(file: BinaryIO) -> zipfile.ZipFile:
    """Open a ZIP file whose directory is small enough to hold; raises DamagedDocument or DocumentTooLarge."""
    if _directory_bytes(file) > _MAX_DIRECTORY:
        raise _too_many()
    try:
        archive = zipfile.ZipFile(file)
    except UNREADABLE_ZIP as error:
        raise DamagedDocument(f"压缩文件已损坏，无法打开：{error}") from error
    if len(archive.infolist()) > MAX_MEMBERS:
        archive.close()
        raise _too_many()
    return archive


def _too_many() -> DocumentTooLarge:
    return DocumentTooLarge(f"压缩文件里的文件超过上限 {MAX_MEMBERS:,} 个。")


def _directory_bytes(file: BinaryIO) -> int:
    """How long the directory is that will be held in memory, as the end of the file announces it.

    The large form of the directory (ZIP64) is for more members and bytes than are read here: it counts as too long.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _END.size - _LONGEST_COMMENT - _LOCATOR_BYTES))
    tail = file.read()
    if _LOCATOR_MAGIC in tail:
        return _MAX_DIRECTORY + 1
    # Several places may look like the end: whichever is taken, it announces no more than the most of them.
    ends = (match.start() for match in re.finditer(re.escape(_END_MAGIC), tail))
    return max((_END.unpack_from(tail, at)[5] for at in ends if at + _END.size <= len(tail)), default=0)


def _local_names(data: bytes) -> frozenset[str]:
    found: set[str] = set()
    for match in _LOCAL.finditer(data):
        name = data[match.end() : match.end() + int.from_bytes(match[1], "little")]
        found.add(name.decode("utf-8", errors="replace"))
        if len(found) >= MAX_MEMBERS:
            break
    return frozenset(found)


def _media_type(data: bytes) -> bytes:
    """What the member ``mimetype`` says: it stands first and is stored as it is."""
    match = _LOCAL.match(data)
    if match is None:
        return b""
    n_name, n_extra = (int.from_bytes(length, "little") for length in match.groups())
    start = match.end() + n_name + n_extra
    if data[match.end() : match.end() + n_name] != b"mimetype":
        return b""
    n_bytes = int.from_bytes(data[18:22], "little")
    return data[start : start + n_bytes] if n_bytes <= _MEDIA_TYPE_BYTES else b""
