"""When two names of agencies are one."""

from __future__ import annotations

import pytest

from service.series.names import agency_key


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("甲县水务局", "甲县 水务局", True),
        ("甲县文化和旅游局（文物局）", "甲县文化和旅游局(文物局)", True),
        ("甲县文化和旅游局（文物局）", "甲县文化和旅游局文物局", True),
        ("甲县水务局", "甲县水利局", False),
        ("甲县水务局", "乙县水务局", False),
        ("甲县水务局", "丙市甲县水务局", False),
    ],
)
def test_names(one: str, other: str, same: bool) -> None:
    assert (agency_key(one) == agency_key(other)) is same
