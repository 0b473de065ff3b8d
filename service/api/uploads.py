"""Files and texts out of requests. Names that clients give are shown, never opened."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import BinaryIO

from fastapi import Request
from starlette.datastructures import UploadFile

from service.errors import EmptyDocument, RequestError

_MOST_FIELDS = 8


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a request, its name, which is shown and never opened, and its bytes' number."""

    file: BinaryIO
    name: str
    size: int

    def read(self) -> bytes:
        """All of it, however often it is asked for."""
        self.file.seek(0)
        return self.file.read()


async def one_document(request: Request) -> tuple[bytes, str]:
    """The bytes of the request's document and its name: a form with ``file``, or JSON with ``text``."""
    kind = media_type(request)
    if kind == "multipart/form-data":
        async with request.form(max_files=1, max_fields=_MOST_FIELDS) as form:
            upload = form.get("file")
            if not isinstance(upload, UploadFile):
                raise RequestError("表单里缺少名为 file 的文件。")
            data, name = await upload.read(), base_name(upload.filename)
    else:
        body = await request.body()
        if not body:
            raise EmptyDocument("没有收到内容：请求是空的。")
        if kind != "application/json":
            raise RequestError(
                '请用 multipart/form-data 上传文件（字段 file），或用 application/json 提交 {"text": …}。'
            )
        data, name = _text(body)
    if not data:
        raise EmptyDocument("没有收到内容：文件或文本是空的。")
    return data, name


@asynccontextmanager
async def many_documents(request: Request, *, most: int) -> AsyncIterator[list[Upload]]:
    """The files of a form, all under the field ``files``; RequestError where there are none or too many.

    They are open in the context and lie on disk where they are large: together they may be more than memory holds.
    """
    if media_type(request) != "multipart/form-data":
        raise RequestError("请用 multipart/form-data 上传文件，字段名为 files。")
    async with request.form(max_files=most, max_fields=_MOST_FIELDS) as form:
        uploads = [upload for upload in form.getlist("files") if isinstance(upload, UploadFile)]
        if not uploads:
            raise RequestError("表单里缺少名为 files 的文件。")
        yield [Upload(upload.file, base_name(upload.filename), upload.size or 0) for upload in uploads]


def media_type(request: Request) -> str:
    """The media type of the body, without parameters."""
    return request.headers.get("content-type", "").split(";")[0].strip().lower()


def base_name(name: str | None) -> str:
    """The last part of a client's file name."""
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(character for character in last if character.isprintable())[-255:] or "report.txt"


def _text(body: bytes) -> tuple[bytes, str]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RequestError("请求不是有效的 JSON。") from error
    if not isinstance(content, dict) or not isinstance(content.get("text"), str):
        raise RequestError('JSON 里应有字符串 "text"。')
    name = content.get("name")
    try:
        return content["text"].encode(), base_name(name if isinstance(name, str) else None)
    except UnicodeEncodeError as error:
        raise RequestError("文本含有无法编码的字符。") from error
