"""ZIP files with many reports: each on its own, hostile ones without harm."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from service.batch.archives import MAX_UNPACKED, Member, n_reports_in, reports_in
from service.errors import DocumentError
from tests.hostile.packages import TEXT, docx, zip_of

GOOD = TEXT.encode()
MIB = 1024 * 1024


def read(data: bytes, *, max_bytes: int = MIB) -> dict[str, str]:
    """The members by name: ``read``, or the code of the error in their place."""
    return {member.name: what(member) for member in reports_in(data, max_bytes=max_bytes)}


def what(member: Member) -> str:
    return "read" if isinstance(member.content, bytes) else member.content.code


def whole(data: bytes) -> str:
    """The code with which an archive is refused as a whole."""
    with pytest.raises(DocumentError) as refused:
        read(data)
    return refused.value.code


def zip_with(*entries: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, data in entries:
            archive.writestr(entry, data)
    return stream.getvalue()


def renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    """A ZIP file with the bytes of a name replaced by others of the same length, and nothing said of their encoding."""
    assert len(old) == len(new)
    return data.replace(old, new)


def entry(name: str, **attributes: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    for attribute, value in attributes.items():
        setattr(info, attribute, value)
    return info


def test_reports_of_an_archive_are_given_with_their_bytes() -> None:
    data = zip_of({"甲局.txt": GOOD, "乡镇/乙镇.docx": docx()})
    assert list(reports_in(data, max_bytes=MIB)) == [Member("甲局.txt", GOOD), Member("乡镇/乙镇.docx", docx())]


def test_archive_that_is_closed_while_it_is_read_says_nothing_of_its_reports() -> None:
    file = io.BytesIO(zip_of({"甲局.txt": GOOD, "乙局.txt": GOOD}))
    members = reports_in(file, max_bytes=MIB)
    assert next(members) == Member("甲局.txt", GOOD)
    file.close()
    with pytest.raises(ValueError, match="closed"):
        next(members)


def test_an_archive_may_be_a_file(tmp_path: Path) -> None:
    path = tmp_path / "各单位.zip"
    path.write_bytes(zip_of({"甲局.txt": GOOD, "说明.xlsx": b"-"}))
    assert [member.name for member in reports_in(path, max_bytes=MIB)] == ["甲局.txt"]
    assert n_reports_in(path) == 1


@pytest.mark.parametrize(
    "name",
    [
        "__MACOSX/._甲.txt",
        ".DS_Store",
        ".hidden.txt",
        "~$甲.docx",
        "folder.txt/",
        "table.xlsx",
        "readme",
        ".git/a.txt",
        "页_files/a.png",
        "页.files/b.jpg",
    ],
)
def test_what_is_no_report_is_left_out(name: str) -> None:
    assert read(zip_of({name: b"", "甲.txt": GOOD})) == {"甲.txt": "read"}


def test_links_are_left_out() -> None:
    link = entry("link.txt", create_system=3, external_attr=(stat.S_IFLNK | 0o777) << 16)
    assert read(zip_with((link, b"/etc/passwd"), ("甲.txt", GOOD))) == {"甲.txt": "read"}


@pytest.mark.parametrize(
    ("name", "harmless"),
    [
        ("../../../etc/passwd.txt", "etc/passwd.txt"),
        ("/etc/passwd.txt", "etc/passwd.txt"),
        ("C:\\年报\\甲.txt", "年报/甲.txt"),
        ("..\\..\\甲.txt", "甲.txt"),
        ("a/./../甲.txt", "a/甲.txt"),
        ("a/.. /甲.txt", "a/甲.txt"),
        ("\u202e甲\u0007.txt", "甲.txt"),
    ],
)
def test_names_only_go_down(name: str, harmless: str) -> None:
    assert read(zip_of({name: GOOD})) == {harmless: "read"}


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_are_decoded_as_they_were_written(encoding: str) -> None:
    written = "年度报告.txt".encode(encoding)
    plain = "x" * (len(written) - 4) + ".txt"
    assert read(renamed(zip_of({plain: GOOD}), plain.encode(), written)) == {"年度报告.txt": "read"}


def test_names_that_stand_twice_are_told_apart() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zip_with(("甲.txt", GOOD), ("甲.txt", b"second"), ("../甲.txt", b"third"))
    found = list(reports_in(data, max_bytes=MIB))
    assert [member.name for member in found] == ["甲.txt", "甲 (2).txt", "甲 (3).txt"]
    assert [member.content for member in found] == [GOOD, b"second", b"third"]


def damaged() -> bytes:
    """Two reports, the bytes of the first changed."""
    data = zip_of({"a.txt": b"0123456789" * 20, "b.txt": GOOD}, method=zipfile.ZIP_STORED)
    return data.replace(b"0123456789", b"9876543210", 1)


def encrypted() -> bytes:
    """Two reports, the first of which says that it is encrypted."""
    data = bytearray(zip_of({"a.txt": GOOD, "b.txt": GOOD}))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + offset] |= 1
    return bytes(data)


def other_method() -> bytes:
    data = bytearray(zip_of({"a.txt": GOOD, "b.txt": GOOD}))
    for magic, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", data, data.index(magic) + offset, 97)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (damaged(), "document.damaged"),
        (encrypted(), "document.encrypted"),
        (other_method(), "document.unsupported"),
        (zip_of({"a.txt": bytes(300) * 5000, "b.txt": GOOD}), "document.too_large"),
        (zip_of({"a.txt": GOOD * 20_000, "b.txt": GOOD}), "document.too_large"),
    ],
    ids=["damaged", "encrypted", "other method", "bomb", "large"],
)
def test_one_bad_report_spoils_no_other(data: bytes, code: str) -> None:
    assert read(data) == {"a.txt": code, "b.txt": "read"}


def test_archives_in_an_archive_are_opened_one_deep() -> None:
    inner = zip_of({"乙.txt": GOOD, "deeper.zip": zip_of({"丙.txt": GOOD})})
    data = zip_of({"甲.txt": GOOD, "inner.zip": inner, "broken.zip": b"PK\x03\x04", "丁.txt": GOOD})
    assert read(data) == {
        "甲.txt": "read",
        "inner.zip/乙.txt": "read",
        "inner.zip/deeper.zip": "document.archive",
        "broken.zip": "document.damaged",
        "丁.txt": "read",
    }


def test_archives_in_an_archive_have_one_total() -> None:
    inner = zip_of({f"{n}.txt": b"" for n in range(2400)})
    found = read(zip_of({"a.zip": inner, "b.zip": inner, "c.zip": inner, "甲.txt": GOOD}))
    assert found["c.zip"] == "document.too_large"
    assert (len(found), found["甲.txt"]) == (2 * 2400 + 2, "read")


def announcing_too_much() -> bytes:
    """An entry that says that it unpacks to more than all may."""
    data = bytearray(zip_of({"a.txt": GOOD}))
    struct.pack_into("<L", data, data.index(b"PK\x01\x02") + 24, MAX_UNPACKED + 1)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 cut", "document.damaged"),
        (zip_of({"a.txt": GOOD})[:-10], "document.damaged"),
        (zip_of({f"{n}.txt": b"" for n in range(5001)}), "document.too_large"),
        (zip_of({f"{n}.txt": b"" for n in range(40_000)}), "document.too_large"),
        (announcing_too_much(), "document.too_large"),
    ],
    ids=["no directory", "cut", "many", "very many", "all too much"],
)
def test_an_archive_as_a_whole_is_refused(data: bytes, code: str) -> None:
    assert whole(data) == code


def test_an_archive_that_cannot_be_opened_counts_as_one(tmp_path: Path) -> None:
    path = tmp_path / "broken.zip"
    path.write_bytes(b"PK\x03\x04")
    assert n_reports_in(path) == 1
