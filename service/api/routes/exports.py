"""Facts and cells of all reports as tables, for other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from service.api.access import Reading
from service.api.deps import RunningDep
from service.api.problems import RESPONSES
from service.api.queries import AgencyQuery, YearQuery
from service.api.viewing import taken_out
from service.exports.formats import csv_pieces, json_pieces, parquet_pieces
from service.exports.kept import newest_readings
from service.exports.rows import COLUMNS, Kind, Row, What, rows_of
from service.store.reports import Filter
from service.store.store import Store

router = APIRouter(prefix="/v1/exports", tags=["exports"])

Format = Literal["csv", "jsonl", "parquet"]
Pieces = Callable[[Iterable[Row], Mapping[str, Kind]], Iterator[bytes]]
_FORMATS: Mapping[Format, tuple[Pieces, str]] = {
    "csv": (csv_pieces, "text/csv; charset=utf-8"),
    "jsonl": (json_pieces, "application/jsonl"),
    "parquet": (parquet_pieces, "application/vnd.apache.parquet"),
}


def _add(what: What, format: Format, summary: str) -> None:
    pieces, media_type = _FORMATS[format]
    found: dict[str, Any] = {"content": {media_type.split(";")[0]: {}}, "description": "表格，逐段发送"}
    missing: dict[int | str, dict[str, Any]] = {501: RESPONSES[501]} if format == "parquet" else {}

    def export(
        state: RunningDep, caller: Reading, agency: AgencyQuery = None, year: YearQuery = None
    ) -> StreamingResponse:
        headers = {"Content-Disposition": f'attachment; filename="{what}.{format}"'}
        told = pieces(_rows(state.store, what, Filter(agency, year)), COLUMNS[what])
        taken_out(state, caller, f"{what}.export", format, {"agency": agency, "year": year})
        return StreamingResponse(told, media_type=media_type, headers=headers)

    router.add_api_route(
        f"/{what}.{format}",
        export,
        name=f"export_{what}_{format}",
        summary=summary,
        description="各份报告最新一次读取的结果，每行一项；数值照原样，人的改正另列一栏；人补充的事实也在其中（`said`）。可按机关、年度筛选。",
        response_class=StreamingResponse,
        responses={200: found, **missing},
    )


def _rows(store: Store, what: What, wanted: Filter) -> Iterator[Row]:
    for kept in newest_readings(store, wanted):
        yield from rows_of(what, kept)


for _format in _FORMATS:
    _add("facts", _format, f"全部事实（{_format}）")
    _add("cells", _format, f"全部统计表格（{_format}）")
