"""How large a file may be: by its kind where that is known, else by its name."""

from __future__ import annotations

import pytest

from service.documents.formats import DOCX, IMAGE, Kind
from service.documents.limits import Limits
from service.documents.reader import read_document
from service.errors import DamagedDocument, DocumentTooLarge

LIMITS = Limits(max_bytes=100)


@pytest.mark.parametrize(
    ("name", "kind", "most"),
    [
        ("report.docx", None, 100),
        ("report.docx", DOCX, 100),
        ("scan.TIFF", None, 300),
        ("scan", IMAGE, 300),
        ("scan.png", DOCX, 100),
    ],
)
def test_pictures_may_have_three_times_as_many_bytes(name: str, kind: Kind | None, most: int) -> None:
    LIMITS.check_size(most, name, kind)
    with pytest.raises(DocumentTooLarge, match=f"上限 {most} 字节"):
        LIMITS.check_size(most + 1, name, kind)


def test_what_only_bears_the_name_of_a_picture_is_none() -> None:
    with pytest.raises(DocumentTooLarge, match="上限 100 字节"):
        read_document("全年共主动公开。".encode() * 10, "scan.png", limits=LIMITS)


def test_a_picture_within_its_own_limit_is_opened() -> None:
    with pytest.raises(DamagedDocument):
        read_document(b"\x89PNG\r\n\x1a\n" + bytes(200), "scan.png", limits=LIMITS)
