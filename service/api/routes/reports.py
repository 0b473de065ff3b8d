"""POST a report, get its reading."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from service.api.deps import ReportReaderDep
from service.api.problems import RESPONSES
from service.errors import EmptyDocument, RequestError
from service.wire import ReadingJson

router = APIRouter(prefix="/v1/reports", tags=["reports"])

_FILE_SCHEMA = {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}}}
_TEXT_SCHEMA = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string", "minLength": 1}, "name": {"type": "string"}},
    "example": {"text": "云泽县教育局2023年政府信息公开工作年度报告\n一、总体情况\n2023年共收到政府信息公开申请6件。"},
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {"schema": _FILE_SCHEMA},
            "application/json": {"schema": _TEXT_SCHEMA},
        },
    }
}


@router.post("", summary="读取一份报告", responses=RESPONSES, openapi_extra=_BODY)
async def create_report(request: Request, reader: ReportReaderDep) -> ReadingJson:
    """读取一份报告（`multipart/form-data` 的 `file`，或 JSON 的 `text`），返回事实、统计表各格与核对结果。"""
    data, name = await _document(request)
    if not data:
        raise EmptyDocument("没有收到内容：文件或文本是空的。")
    reading = await run_in_threadpool(reader.read, data, name)
    return ReadingJson.of(reading)


async def _document(request: Request) -> tuple[bytes, str]:
    """The bytes of the request's document and its name."""
    media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type == "multipart/form-data":
        async with request.form(max_files=1, max_fields=8) as form:
            upload = form.get("file")
            if not isinstance(upload, UploadFile):
                raise RequestError("表单里缺少名为 file 的文件。")
            return await upload.read(), _base_name(upload.filename)
    body = await request.body()
    if not body:
        raise EmptyDocument("没有收到内容：请求是空的。")
    if media_type != "application/json":
        raise RequestError('请用 multipart/form-data 上传文件（字段 file），或用 application/json 提交 {"text": …}。')
    return _text(body)


def _text(body: bytes) -> tuple[bytes, str]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RequestError("请求不是有效的 JSON。") from error
    if not isinstance(content, dict) or not isinstance(content.get("text"), str):
        raise RequestError('JSON 里应有字符串 "text"。')
    name = content.get("name")
    try:
        return content["text"].encode(), _base_name(name if isinstance(name, str) else None)
    except UnicodeEncodeError as error:
        raise RequestError("文本含有无法编码的字符。") from error


def _base_name(name: str | None) -> str:
    """The last part of a client's file name; it is shown, never opened."""
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(character for character in last if character.isprintable())[-255:] or "report.txt"
