"""Errors as problem details (RFC 9457) with a stable code."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from sqlalchemy.exc import DataError, InterfaceError, OperationalError, SQLAlchemyError, TimeoutError
from starlette.exceptions import HTTPException

from service.errors import NianbaoError, StoreError

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger("nianbao.requests")


class ProblemBody(BaseModel):
    """A problem detail: ``code`` is stable, ``detail`` is for people."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Not Found",
                    "status": 404,
                    "code": "not_found",
                    "detail": "没有这份报告。",
                }
            ]
        }
    )

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str


# The problems that any route may answer with, for the OpenAPI pages.
RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemBody, "description": description}
    for status, description in {
        400: "请求无法理解",
        401: "缺少密钥或密钥无效",
        403: "密钥没有所需的权限",
        404: "没有这一项",
        413: "文件超过大小限制",
        415: "不支持的文件格式",
        422: "文件无法读取或请求不完整",
        429: "请求过于频繁",
        501: "读取这种格式所需的程序没有安装",
        503: "服务暂时不可用",
    }.items()
}


def problem(
    status: int, code: str, detail: str, *, retry_after: float | None = None, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """A problem detail as a response, with ``headers`` and those that its status asks for."""
    title = HTTPStatus(status).phrase
    body = ProblemBody(title=title, status=status, code=code, detail=detail)
    wait = 5.0 if retry_after is None and status == 503 else retry_after
    used = dict(headers or {}) | ({} if wait is None else {"Retry-After": str(max(1, math.ceil(wait)))})
    if status == 401:
        used["WWW-Authenticate"] = "Bearer"
    return JSONResponse(body.model_dump(), status_code=status, media_type=MEDIA_TYPE, headers=used)


def internal() -> JSONResponse:
    """What a defect of ours is answered with (``service.api.tracing``)."""
    return problem(500, NianbaoError.code, "服务内部错误，请把时间和操作告知管理员。")


def install(app: FastAPI) -> None:
    """Answer every error that is expected of ``app`` with a problem detail."""

    @app.exception_handler(NianbaoError)
    async def known(_: Request, error: NianbaoError) -> JSONResponse:
        return problem(error.status, error.code, error.message, retry_after=getattr(error, "retry_after", None))

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        places = "；".join(f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors())
        return problem(422, "request.invalid", f"请求不符合接口说明：{places}")

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> JSONResponse:
        codes = {404: "request.not_found", 405: "request.method_not_allowed"}
        code = codes.get(error.status_code, "request.invalid")
        return problem(error.status_code, code, str(error.detail), headers=error.headers)

    @app.exception_handler(OperationalError)
    @app.exception_handler(InterfaceError)
    @app.exception_handler(TimeoutError)
    async def away(_: Request, error: SQLAlchemyError) -> JSONResponse:
        _log.error("the database cannot be used", exc_info=error)
        return problem(StoreError.status, StoreError.code, "数据库暂时无法使用，请稍后再试。")

    @app.exception_handler(DataError)
    async def unfit(_: Request, error: DataError) -> JSONResponse:
        return problem(422, "request.invalid", "请求中有数据库无法保存的字符或数值。")
