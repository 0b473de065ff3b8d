"""Reports to post, no two the same: generated ones, each under the name of an office of its own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from benchmarks.documents import render_docx, render_text
from benchmarks.documents.cases import numbered
from benchmarks.documents.report import GeneratedReport

Kind = Literal["text", "docx"]
KINDS: tuple[Kind, ...] = ("text", "docx")
# Rendering takes longer than reading, so that some reports are written again and again under other names.
_N_RENDERED = 24
_TEXT_DESIGN, _DOCX_LAYOUT = "tabs", "plain"
_DOCUMENT = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Body:
    """A report as it is posted: the file's bytes, which are UTF-8 where it is text."""

    kind: Kind
    name: str
    data: bytes

    def request(self) -> dict[str, Any]:
        """The arguments of a POST with httpx."""
        if self.kind == "text":
            return {"json": {"text": self.data.decode(), "name": self.name}}
        return {"files": {"file": (self.name, self.data)}}


def bodies(kind: Kind, count: int, *, first: int) -> Iterator[Body]:
    """``count`` reports, each as no other number makes it."""
    for number in range(first, first + count):
        yield body(kind, number)


def body(kind: Kind, number: int) -> Body:
    """Report ``number``."""
    report, data = _rendered(kind, number % _N_RENDERED)
    old, new = report.agency.encode(), f"云泽县第{number}事务中心".encode()
    changed = data.replace(old, new) if kind == "text" else _in_document(data, lambda xml: xml.replace(old, new))
    return Body(kind, f"{number}.{'txt' if kind == 'text' else 'docx'}", changed)


@cache
def _rendered(kind: Kind, number: int) -> tuple[GeneratedReport, bytes]:
    report = numbered(number)
    render = render_text.VARIANTS[_TEXT_DESIGN] if kind == "text" else render_docx.VARIANTS[_DOCX_LAYOUT]
    return report, render(report)


def _in_document(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """A DOCX file whose text was changed."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            new.writestr(member, change(content) if member.filename == _DOCUMENT else content)
    return changed.getvalue()
