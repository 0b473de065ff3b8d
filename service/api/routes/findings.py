"""What people say of findings, and findings as files for people."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Response
from fastapi.responses import HTMLResponse
from pydantic import ConfigDict, Field

from service.api.access import Reading, Writing
from service.api.deps import RunningDep
from service.api.intake import found, judged
from service.api.judged import every_verdict, restored_readings, verdicts_on
from service.api.problems import RESPONSES
from service.api.queries import NO_NUL, AgencyQuery, YearQuery
from service.api.shapes import JudgedFindingJson, JudgementJson, Shape
from service.api.viewing import taken_out, viewed
from service.errors import NotFound
from service.findings.files import findings_docx, findings_html, findings_xlsx
from service.restoring import restored
from service.store import audit, judgements
from service.store.reports import Filter

router = APIRouter(tags=["findings"])

_GONE: dict[int | str, dict[str, Any]] = {404: RESPONSES[404]}
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The page bears the same policy; as a header it also holds for what a browser does before it reads the page.
_POLICY = "; ".join(
    (
        *("default-src 'none'", "style-src 'unsafe-inline'", "base-uri 'none'", "form-action 'none'"),
        *("frame-ancestors 'none'", "sandbox"),
    )
)


class VerdictChange(Shape):
    """A person's word on a finding; None takes it back."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"examples": [{"verdict": "dismissed", "comment": "两处口径不同，已核实。"}]},
    )

    verdict: Literal["confirmed", "dismissed"] | None
    comment: str = Field("", max_length=2000, pattern=NO_NUL)


@router.patch("/v1/reports/{id}/findings/{key}", summary="核实一条核对结果", responses=_GONE)
def judge_finding(
    id: str,
    key: Annotated[str, Path(description="核对结果的 `key`", examples=["0f3a9c5d7e1b2a48"])],
    change: VerdictChange,
    state: RunningDep,
    caller: Writing,
) -> JudgedFindingJson:
    """记下人的结论：属实（`confirmed`）、排除（`dismissed`）或撤回（`null`）。证据不变，结论在重新读取和下一稿中都保留。"""
    _, reading = found(state, id)
    finding = next((finding for finding in reading.body["findings"] if finding["key"] == key), None)
    if finding is None:
        raise NotFound("最新的读取结果里没有这条核对结果。")
    agency, year = judged(reading.body)
    said = None
    with state.store.database.writing() as connection:
        if change.verdict is None:
            judgements.retract(connection, agency, year, key)
        else:
            said = judgements.judge(
                connection, agency, year, key, change.verdict, comment=change.comment, who=caller.name
            )
        audit.note(connection, caller.name, "finding.judge", id, {"key": key, "verdict": change.verdict})
    judgement = None if said is None else JudgementJson.of(said)
    return JudgedFindingJson.model_validate(finding | {"judgement": judgement})


@router.get("/v1/reports/{id}/findings.html", summary="整改清单（网页）", responses=_GONE, response_class=HTMLResponse)
def findings_page(id: str, state: RunningDep, caller: Reading) -> HTMLResponse:
    """一份报告的整改清单，可以直接打印；不含任何脚本。"""
    body = found(state, id)[1].body
    reading = restored(dict(body))
    page = findings_html(reading, verdicts=verdicts_on(state, body), rules=state.rules)
    viewed(state, caller, id)
    data = page.encode("utf-8", "xmlcharrefreplace")
    return HTMLResponse(data, headers={"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff"})


@router.get(
    "/v1/reports/{id}/findings.docx",
    summary="整改清单（Word）",
    responses=_GONE | {200: {"content": {_DOCX: {}}, "description": "Word 文档"}},
    response_class=Response,
)
def findings_word(id: str, state: RunningDep, caller: Reading) -> Response:
    """一份报告的整改清单，Word 文档。"""
    body = found(state, id)[1].body
    reading = restored(dict(body))
    data = findings_docx(reading, verdicts=verdicts_on(state, body), rules=state.rules)
    viewed(state, caller, id)
    return _file(data, _DOCX, f"{_title(reading.report.agency, reading.report.year)}整改清单.docx")


@router.get(
    "/v1/reports/{id}/findings.xlsx",
    summary="整改清单（Excel）",
    responses=_GONE | {200: {"content": {_XLSX: {}}, "description": "Excel 工作簿"}},
    response_class=Response,
)
def findings_sheet(id: str, state: RunningDep, caller: Reading) -> Response:
    """一份报告的整改清单，Excel 工作簿。"""
    body = found(state, id)[1].body
    reading = restored(dict(body))
    data = findings_xlsx(reading, verdicts=verdicts_on(state, body), rules=state.rules)
    viewed(state, caller, id)
    return _file(data, _XLSX, f"{_title(reading.report.agency, reading.report.year)}整改清单.xlsx")


@router.get(
    "/v1/findings.xlsx",
    summary="多份报告的整改清单（Excel）",
    responses={200: {"content": {_XLSX: {}}, "description": "Excel 工作簿"}},
    response_class=Response,
)
def findings_of_many(
    state: RunningDep, caller: Reading, agency: AgencyQuery = None, year: YearQuery = None
) -> Response:
    """各份报告最新读取结果的整改清单，一个工作簿；可按机关、年度筛选。"""
    readings = restored_readings(state, Filter(agency, year))
    data = findings_xlsx(readings, verdicts=every_verdict(state), rules=state.rules)
    taken_out(state, caller, "findings.export", "xlsx", {"agency": agency, "year": year})
    return _file(data, _XLSX, f"{_title(agency, year)}整改清单.xlsx")


def _title(agency: str | None, year: int | None) -> str:
    return f"{agency or ''}{f'{year}年' if year else ''}"


def _file(data: bytes, media_type: str, name: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name, errors='replace')}"
    return Response(data, media_type=media_type, headers={"Content-Disposition": disposition})
