"""Markup → tags and texts in one pass, in time that grows with its length whatever stands in it.

Browsers' parsers (measured: Lexbor, libxml2) need seconds to hours for tags with thousands of attributes or levels, and
multiply formatting elements that are left open; a report needs none of what costs them that. Tags end where
HTML says that they end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from types import MappingProxyType

from service.errors import DocumentTooComplex

Token = tuple[str, str]
"""A start tag and its attributes as written, ``/name`` for an end tag, or an empty name and a text."""

MOST_TOKENS = 100_000
_ATTRIBUTE = r"""[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
_TAG = re.compile(rf"<(/?[A-Za-z][^\s/>]*+)((?:[\s/=]++|{_ATTRIBUTE})*+)>")
_NAMED = re.compile(r"""([^\s/>=]++)\s*+(?:=\s*+("[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+))?""")
_NAME_START = re.compile(r"/?[A-Za-z]")
# Their content is text, and none that a reader of the page sees as such.
_RAW = frozenset({"script", "style", "textarea", "xmp", "iframe", "noembed", "noframes", "title"})
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}
# What a report needs of a tag stands at its beginning.
_KEPT = 4000


def tokens(html: str) -> Iterator[Token]:
    """The tags and texts of ``html`` in order; the content of a ``title`` is the attributes of its tag.

    Raises DocumentTooComplex for more of them than a page with a report can have.
    """
    at, n = 0, 0
    while (start := html.find("<", at)) >= 0:
        if start > at:
            yield "", _text(html[at:start])
        n += 1
        if n > MOST_TOKENS:
            raise DocumentTooComplex(f"网页的标签超过 {MOST_TOKENS:,} 个，不像一份年度报告。")
        tag = _TAG.match(html, start)
        if tag is None:
            text, at = _no_tag(html, start)
            if text:
                yield "", text
            continue
        name, at = tag[1].lower(), tag.end()
        if name not in _RAW:
            yield name, tag[2]
            continue
        end = _RAW_END[name].search(html, at)
        content, at = html[at : end.start() if end else len(html)], end.start() if end else len(html)
        if name == "title":
            yield name, _text(content[:_KEPT])
    if at < len(html):
        yield "", _text(html[at:])


def attributes(written: str) -> MappingProxyType[str, str]:
    """The attributes of a tag by name in lower case; the first of a name counts."""
    return _attributes(written[:_KEPT])


@lru_cache(maxsize=1024)
def _attributes(written: str) -> MappingProxyType[str, str]:
    found: dict[str, str] = {}
    for match in _NAMED.finditer(written):
        found.setdefault(match[1].lower(), _text((match[2] or "").strip("\"'")))
    return MappingProxyType(found)


def _no_tag(html: str, start: int) -> tuple[str, int]:
    """The text that the ``<`` at ``start`` is, empty where a comment or the like begins with it, and where it ends."""
    if html.startswith("<!--", start):
        return "", _behind(html, "-->", start + 2)
    if html.startswith(("<!", "<?"), start):
        return "", _behind(html, ">", start)
    if _NAME_START.match(html, start + 1) is not None:  # a tag that never ends
        return "", len(html)
    return ("", _behind(html, ">", start)) if html.startswith("</", start) else ("<", start + 1)


def _behind(html: str, mark: str, start: int) -> int:
    found = html.find(mark, start)
    return len(html) if found < 0 else found + len(mark)


def _text(text: str) -> str:
    return unescape(text) if "&" in text else text
