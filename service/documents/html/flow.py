"""The tree of a page → its lines and tables in reading order."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from service.documents.debris import clean
from service.documents.docx.numbering import write_number
from service.documents.heading import begins_item
from service.documents.html.tree import Element, Linked

_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    "decimal": "decimal",
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "lower-alpha": "lowerLetter",
    "upper-alpha": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "none": "",
    "disc": "",
    "circle": "",
    "square": "",
}
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
# What ``clean`` would change; most lines have none of it.
_UNCLEAN = re.compile(r"[^\t -Z\\-~\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_NO_LIST: tuple[int, str] = (0, "")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in the block ``owner``; ``linked`` is the share of it that is links. Tabs only where they show."""

    text: str
    owner: Element
    linked: float


def flow(top: Element, tables: Container[Element]) -> Iterator[Line | Element]:
    """The lines inside ``top``, and those of its elements that are among ``tables`` as they are, in order."""
    writing = _Writing()
    path = [(top, iter(top.children), _list(top))]
    while path:
        element, rest, items = path[-1]
        child = next(rest, None)
        if child is None:
            path.pop()
            yield from writing.end(element)
        elif isinstance(child, str):
            for at, piece in enumerate(child.split("\n")):
                if at:
                    yield from writing.end(element)
                writing.write(piece, linked=isinstance(child, Linked))
        elif not child.hidden:
            yield from writing.end(element)
            if child in tables:
                yield child
                continue
            if child.name == "li" and items != _NO_LIST:
                writing.mark(items)
                items = (items[0] + 1, items[1])
                path[-1] = (element, rest, items)
            path.append((child, iter(child.children), _list(child)))


def lines(top: Element) -> list[Line]:
    """All lines inside ``top``."""
    return [line for line in flow(top, ()) if isinstance(line, Line)]


class _Writing:
    """The line that is being written."""

    __slots__ = ("_linked", "_mark", "_pieces")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._linked = 0
        self._mark: tuple[int, str] = _NO_LIST

    def write(self, piece: str, *, linked: bool) -> None:
        if piece:
            self._pieces.append(piece)
            self._linked += len(piece.strip()) if linked else 0

    def mark(self, number: tuple[int, str]) -> None:
        """The next line is the item of a list with this number."""
        self._mark = number

    def end(self, owner: Element) -> Iterator[Line]:
        """The line, if anything is written in it."""
        if not self._pieces:
            return
        text = "".join(self._pieces)
        if _UNCLEAN.search(text) is not None:
            text = clean(text)
        text = text.strip(" \u3000\n")
        self._pieces.clear()
        if text:
            linked, self._linked = self._linked / len(text), 0
            if self._mark != _NO_LIST and not begins_item(text):
                text = _numbered(self._mark) + text
            self._mark = _NO_LIST
            for part in text.split("\n"):
                if part.strip(" \u3000"):
                    yield Line(part.strip(" \u3000"), owner, linked)


def _numbered(mark: tuple[int, str]) -> str:
    number = write_number(*mark)
    return f"{number}、" if mark[1] == "chineseCounting" else f"{number}."


def _list(element: Element) -> tuple[int, str]:
    """The number of the first item and how it is written, where the element is a list that shows numbers."""
    if element.name != "ol":
        return _NO_LIST
    styled = _STYLE.search(element.attribute("style"))
    written = (
        _STYLES.get(styled[1].lower(), "decimal") if styled else _FORMATS.get(element.attribute("type"), "decimal")
    )
    start = element.attribute("start")
    return (int(start) if start.isdigit() and len(start) < 6 else 1, written) if written else _NO_LIST
