"""Brackets, numbers of labels and minus signs that recognition takes for others; digits stay as they were read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.documents.scan.mending import mended

CASES = {
    "（三)不予公开": "（三）不予公开",
    "〈三〉不予公开": "（三）不予公开",
    "三）不予公开": "（三）不予公开",
    "（七总计": "（七）总计",
    "（（一））予以公开": "（一）予以公开",
    "|规章|": "规章",
    "一2": "-2",
    "—2": "-2",
    "一、本年新收": "一、本年新收",
    "第一2项": "第一2项",
    "一": "一",
    "123": "123",
    "": "",
}


@pytest.mark.parametrize(("read", "expected"), CASES.items(), ids=[*CASES])
def test_texts_of_cells_are_mended(read: str, expected: str) -> None:
    assert mended(read) == expected


@given(st.text(alphabet="0123456789一三七（）()〈〉|、总计公开-—.", max_size=12))
def test_digits_stay_and_mending_twice_is_mending_once(text: str) -> None:
    assert re.findall(r"\d", mended(text)) == re.findall(r"\d", text)
    assert mended(mended(text)) == mended(text)
