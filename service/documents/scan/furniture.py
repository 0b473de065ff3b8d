"""What stands on every page of a scan and belongs to none: running heads, page numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from service.documents.debris import is_page_number
from service.documents.document import Block, Paragraph

_LONGEST = 40
_ALIKE = 0.75  # of the characters of two heads are the same, however recognition took the others
_FEWEST, _SHARE = 2, 0.5
_SENTENCE = re.compile(r"[，。；！？]")
# The dashes around a page number look like the numeral 一 to recognition.
_NUMBER = re.compile(r"^[一\-—–－_~·.。\s]*\d{1,3}[一\-—–－_~·.。\s]*$")
_TITLE = re.compile(r"报\s*告")


def without_furniture(pages: Sequence[Sequence[Block]]) -> list[Block]:
    """The blocks of all pages, numbered anew, without page numbers and the heads that most pages have."""
    bare = [_without_number(blocks) for blocks in pages]
    heads = [_head(blocks) for blocks in bare]
    kept: list[Block] = []
    for index, (blocks, head) in enumerate(zip(bare, heads, strict=True)):
        n_alike = sum(head is not None and other is not None and _is_alike(head, other) for other in heads)
        repeated = n_alike >= max(_FEWEST, len(pages) * _SHARE)
        if repeated and (index > 0 or _has_title(blocks[1:])):
            kept += _again_after_gap(blocks[1:])
        else:
            kept += blocks
    return [replace(block, source=replace(block.source, block=number)) for number, block in enumerate(kept)]


def _without_number(blocks: Sequence[Block]) -> list[Block]:
    """Without a first and a last line that is only the number of the page."""
    kept = list(blocks)
    for end in (-1, 0):
        if kept and isinstance(last := kept[end], Paragraph) and _is_number(last.text):
            del kept[end]
    return kept


def _is_number(text: str) -> bool:
    return is_page_number(text) or _NUMBER.match(text.strip()) is not None


def _head(blocks: Sequence[Block]) -> str | None:
    """The first line of a page, if it may be a running head."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Paragraph) or len(first.text) > _LONGEST or _SENTENCE.search(first.text):
        return None
    return first.text


def _is_alike(text: str, other: str) -> bool:
    return SequenceMatcher(None, text, other, autojunk=False).ratio() >= _ALIKE


def _has_title(blocks: Sequence[Block]) -> bool:
    """Whether the first page has a title below its running head, which else may be the title itself."""
    return any(isinstance(block, Paragraph) and _TITLE.search(block.text) for block in blocks[:3])


def _again_after_gap(blocks: Sequence[Block]) -> list[Block]:
    """What follows a running head begins its page."""
    first = blocks[0] if blocks else None
    return [replace(first, after_gap=True), *blocks[1:]] if isinstance(first, Paragraph) else list(blocks)
