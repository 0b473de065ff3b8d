"""Errors as problem details (RFC 9457) with a stable code."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from service.errors import NianbaoError

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger("nianbao.api")


class ProblemBody(BaseModel):
    """A problem detail: ``code`` is stable, ``detail`` is for people."""

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
        413: "文件超过大小限制",
        415: "不支持的文件格式",
        422: "文件无法读取或请求不完整",
        501: "读取这种格式所需的程序没有安装",
        503: "模型不可用",
    }.items()
}


def problem(status: int, code: str, detail: str) -> JSONResponse:
    """A problem detail as a response."""
    titles = {400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 413: "Content Too Large"}
    titles |= {
        415: "Unsupported Media Type",
        422: "Unprocessable Content",
        501: "Not Implemented",
        503: "Service Unavailable",
    }
    body = ProblemBody(title=titles.get(status, "Error"), status=status, code=code, detail=detail)
    headers = {"Retry-After": "5"} if status == 503 else None
    return JSONResponse(body.model_dump(), status_code=status, media_type=MEDIA_TYPE, headers=headers)


def install(app: FastAPI) -> None:
    """Answer every error of ``app`` with a problem detail."""

    @app.exception_handler(NianbaoError)
    async def known(_: Request, error: NianbaoError) -> JSONResponse:
        return problem(error.status, error.code, error.message)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        places = "；".join(f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors())
        return problem(422, "request.invalid", f"请求不符合接口说明：{places}")

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> JSONResponse:
        codes = {404: "request.not_found", 405: "request.method_not_allowed"}
        return problem(error.status_code, codes.get(error.status_code, "request.invalid"), str(error.detail))

    @app.exception_handler(Exception)
    async def unknown(_: Request, error: Exception) -> JSONResponse:
        _log.error("unexpected error", exc_info=error)
        return problem(500, "internal", "服务内部错误，请把时间和操作告知管理员。")
