"""Parameters that several routes know."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from service.errors import RequestError

# PostgreSQL keeps no text with this character, and nobody means it.
NO_NUL = r"^[^\x00]*$"
AgencyQuery = Annotated[
    str | None,
    Query(max_length=200, pattern=NO_NUL, description="机关名称，与报告中的一致", examples=["云泽县教育局"]),
]
YearQuery = Annotated[int | None, Query(ge=1900, le=2200, description="报告所属年度", examples=[2023])]
AfterQuery = Annotated[str | None, Query(max_length=20, description="上一页的 `next`")]


def serial_of(after: str | None) -> int | None:
    """The serial behind which a page begins; RequestError where no page gave it."""
    if after is None:
        return None
    if not (after.isascii() and after.isdigit() and len(after) <= 18):
        raise RequestError("after 应是上一页给出的 next。")
    return int(after)
