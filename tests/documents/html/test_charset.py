from __future__ import annotations

import codecs

import pytest

from service.documents.html.charset import decode_page
from service.errors import UndecodableText

TEXT = "<html><body><p>本机关全年公开信息，收到申请七件。</p></body></html>"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (TEXT.encode(), TEXT),
        (codecs.BOM_UTF8 + TEXT.encode(), TEXT),
        (TEXT.encode("gb18030"), TEXT),
        (TEXT.encode("utf-16"), TEXT),
        (TEXT.encode("utf-16-le"), TEXT),
        (TEXT.encode("utf-16-be"), TEXT),
        (b"<meta charset=gb2312>" + TEXT.encode(), "<meta charset=gb2312>" + TEXT),
        (b"<meta charset=utf-8>" + TEXT.encode("gbk"), "<meta charset=utf-8>" + TEXT),
        (b"<meta charset='no-such'>" + TEXT.encode("gbk"), "<meta charset='no-such'>" + TEXT),
        (TEXT.encode().replace(b"<p>", b"<p>\0"), TEXT),
    ],
)
def test_decode_page(data: bytes, expected: str) -> None:
    assert decode_page(data).removeprefix("\ufeff") == expected


def test_a_character_cut_in_the_middle_costs_no_other() -> None:
    text = TEXT * 20
    assert decode_page(text.encode().replace("收".encode(), b"\xe6\x94", 1)).count("\ufffd") == 1


def test_noise_is_no_page() -> None:
    with pytest.raises(UndecodableText):
        decode_page(b"<html>" + bytes(range(128, 256)) * 30)
