"""Web pages saved whole (.mht): a mail message whose parts are the page and its pictures."""

from __future__ import annotations

import codecs
import email
import re
from email.message import Message

from service.errors import DamagedDocument, DocumentTooComplex

_HEADERS = re.compile(
    rb"\A(?:\xef\xbb\xbf)?[\r\n\t ]*"
    rb"(?:From|MIME-Version|Content-Type|Content-Location|Subject|Date|Snapshot-Content-Location)\s*:",
    re.IGNORECASE,
)
_HEAD = 4096
# What opens a level; the parser goes down by levels.
_LEVELS = re.compile(rb"^Content-Type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_MOST_LEVELS = 40


def is_archive(data: bytes) -> bool:
    """Whether the bytes are a page saved whole."""
    return _HEADERS.match(data) is not None and b"mime-version:" in data[:_HEAD].lower()


def main_part(data: bytes) -> tuple[bytes, str | None]:
    """The bytes of the page in an archive, and the encoding that the archive says it has."""
    if len(_LEVELS.findall(data)) > _MOST_LEVELS:
        raise DocumentTooComplex("网页归档文件的层次过多，不像一份年度报告。")
    message = email.message_from_bytes(data.removeprefix(codecs.BOM_UTF8).lstrip())
    pages = [
        _page(part) for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")
    ]
    if not pages:
        raise DamagedDocument("网页归档文件里没有网页。")
    # A page in frames is saved with one part for each of them; the report is in the longest.
    return max(pages, key=lambda page: len(page[0]))


def _page(part: Message) -> tuple[bytes, str | None]:
    payload = part.get_payload(decode=True)
    return (payload if isinstance(payload, bytes) else b""), part.get_content_charset()
