"""The reports in a ZIP file, hostile until proven otherwise: nothing is unpacked to disk, or beyond what it said."""

from __future__ import annotations

import io
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from service.batch.names import is_report, may_be_archive
from service.documents.formats import ARCHIVE
from service.documents.zip_index import MAX_MEMBERS, UNREADABLE_ZIP, open_zip
from service.errors import (
    DamagedDocument,
    DocumentError,
    DocumentTooLarge,
    EncryptedDocument,
    UnsupportedFormat,
)

MAX_UNPACKED = 2 * 1024 * 1024 * 1024
# Text with long rules of dashes gets to 50 or so; what is beyond, and more than a trifle, was made to be.
_MAX_RATIO = 200
_TRIFLE = 1024 * 1024
_MAX_NESTED = 256 * 1024 * 1024
_NAME_IS_UTF8, _IS_ENCRYPTED = 0x800, 0x1
_UNREADABLE = (*UNREADABLE_ZIP, zlib.error)


@dataclass(frozen=True, slots=True)
class Member:
    """A report in an archive: its name there, made harmless, and its bytes or why there are none."""

    name: str
    content: bytes | DocumentError


@dataclass(slots=True)
class _Budget:
    """What an archive and those in it may still hold. The sizes bind: of no member more is unpacked than it says."""

    n_members: int = MAX_MEMBERS
    n_bytes: int = MAX_UNPACKED

    def take(self, wanted: list[zipfile.ZipInfo]) -> None:
        """Count an archive's reports; raises DocumentTooLarge where that is more than is left."""
        n_bytes = sum(info.file_size for info in wanted)
        if len(wanted) > self.n_members or n_bytes > self.n_bytes:
            raise DocumentTooLarge(
                f"压缩包里的报告太多或解压后太大：超过 {MAX_MEMBERS:,} 份或 {MAX_UNPACKED // 1024**3} GB。"
            )
        self.n_members -= len(wanted)
        self.n_bytes -= n_bytes


def reports_in(source: Path | BinaryIO | bytes, *, max_bytes: int) -> Iterator[Member]:
    """The reports in a ZIP file, each read when its turn comes, also those of ZIP files directly in it.

    Raises DamagedDocument where it cannot be opened and DocumentTooLarge where it holds too much in all. What is
    wrong with one report (encrypted, damaged, over ``max_bytes``) is that member's content and spoils no other.
    """
    with _opened(source) as file:
        yield from _members(file, _Budget(), max_bytes=max_bytes, nested=True)


def n_reports_in(source: Path) -> int:
    """How many entries look like reports; 1 for an archive that cannot be opened: that is one thing to tell."""
    try:
        with _opened(source) as file, open_zip(file) as archive:
            return sum(_is_wanted(info) for info in archive.infolist())
    except DocumentError:
        return 1


@contextmanager
def _opened(source: Path | BinaryIO | bytes) -> Iterator[BinaryIO]:
    """The file of a path or of bytes, closed in the end; one that is open stays so, wherever it is read."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield file
    else:
        yield io.BytesIO(source) if isinstance(source, bytes) else source


def _members(file: BinaryIO, budget: _Budget, *, max_bytes: int, nested: bool) -> Iterator[Member]:
    with open_zip(file) as archive:
        wanted = [info for info in archive.infolist() if _is_wanted(info)]
        budget.take(wanted)
        seen: dict[str, int] = {}
        for info in wanted:
            name = _distinct(_harmless(_name(info)), seen)
            content = _content(archive, info, name, max_bytes=max_bytes)
            if isinstance(content, bytes) and may_be_archive(name):
                yield from _inside(content, name, budget, max_bytes=max_bytes) if nested else _refused(name)
            else:
                yield Member(name, content)


def _inside(data: bytes, name: str, budget: _Budget, *, max_bytes: int) -> Iterator[Member]:
    """The reports of an archive in the archive; what they take is taken from what is left for all."""
    try:
        for member in _members(io.BytesIO(data), budget, max_bytes=max_bytes, nested=False):
            yield Member(f"{name}/{member.name}", member.content)
    except DocumentError as error:
        yield Member(name, error)


def _refused(name: str) -> Iterator[Member]:
    yield Member(name, ARCHIVE.refusal(name))


def _is_wanted(info: zipfile.ZipInfo) -> bool:
    """Whether an entry is a file that may be a report, no folder or link."""
    is_file = not info.is_dir() and not stat.S_ISLNK(info.external_attr >> 16)
    return is_file and is_report(PurePosixPath(_harmless(_name(info))))


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, *, max_bytes: int) -> bytes | DocumentError:
    if info.flag_bits & _IS_ENCRYPTED:
        return EncryptedDocument(f"压缩包里的“{name}”已加密；请取消密码后重新压缩。")
    most = _MAX_NESTED if may_be_archive(name) else max_bytes
    if info.file_size > most:
        return DocumentTooLarge(f"压缩包里的“{name}”有 {info.file_size:,} 字节，超过上限 {most:,} 字节。")
    if info.file_size > max(_TRIFLE, info.compress_size * _MAX_RATIO):
        return DocumentTooLarge(f"压缩包里的“{name}”压缩比异常（{info.file_size:,} 字节），不予解压。")
    try:
        with archive.open(info) as member:
            return member.read()
    except NotImplementedError:
        return UnsupportedFormat(f"压缩包里的“{name}”用了无法解压的压缩方式；请改用普通 ZIP 重新压缩。")
    except _UNREADABLE as error:
        if archive.fp is None or archive.fp.closed:  # by whoever opened the archive: that says nothing of the report
            raise
        return DamagedDocument(f"压缩包里的“{name}”已损坏：{error}")


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was written: Windows in Chinese writes GBK and does not say so, older Macs UTF-8."""
    if info.flag_bits & _NAME_IS_UTF8:
        return info.orig_filename
    try:
        written = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.orig_filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def _harmless(name: str) -> str:
    """A name that only goes down, whoever may use it: no root, no drive, no parent, nothing that cannot be seen."""
    shown = "".join(character for character in name if not unicodedata.category(character).startswith("C"))
    parts = shown.replace("\\", "/").split("/")
    return "/".join(part for part in parts if part.strip(". ") and not part.endswith(":")) or "无名文件"


def _distinct(name: str, seen: dict[str, int]) -> str:
    """The name, with a number where the archive had it before."""
    seen[name] = n = seen.get(name, 0) + 1
    if n == 1:
        return name
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem} ({n}){path.suffix}"))
