"""Tags → the tree of a page as a browser would show it: blocks, lists, tables; formatting leaves no element.

End tags that HTML lets one leave out are supplied, misplaced ones ignored, and text between the cells of a table
goes in front of it, by the rules of HTML's parsing. Every tag costs the same however deep it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from service.documents.html.markup import Token, attributes, tokens
from service.documents.html.style import display, is_hidden
from service.errors import DocumentTooComplex

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "header", "hgroup", "li", "main", "menu", "nav", "ol", "p"),
        *("pre", "section", "summary", "ul", *_HEADINGS),
    }
)
_ITEMS = {"li": frozenset({"li"}), "dd": frozenset({"dd", "dt"}), "dt": frozenset({"dd", "dt"})}
_OPEN_TO_ITEMS = frozenset({"p", "div", "address"})
_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_CELLS = frozenset({"td", "th", "caption"})
_TABLE_PARTS = frozenset({"table", "tr"}) | _CELLS | _SECTIONS
_DROPPED = frozenset(
    {
        *("svg", "math", "select", "button", "object", "applet", "noscript", "template", "canvas", "video", "audio"),
        "datalist",
    }
)
_VOID = frozenset(
    {
        *("area", "base", "basefont", "bgsound", "col", "colgroup", "embed", "frame", "img", "input", "keygen", "link"),
        *("param", "source", "track", "wbr"),
    }
)
_PAGE = frozenset({"html", "head", "body", "frameset"})
_LAID_OUT = frozenset({"span", "label", "em", "strong", "b", "i", "font"})
_BREAKS = frozenset({"br", "hr"})
_SPACES = re.compile(r"[ \t\n\r\f]+")
_MOST_LEVELS = 2000
_MOST_LINES = 50_000
_MOST_TABLE_LEVELS = 30
_LONGEST_LOOK_BACK = 64


class Linked(str):
    """Text of a link."""

    __slots__ = ()


@dataclass(slots=True, eq=False)
class Element:
    """An element that makes a block, a list, or part of a table. Line breaks in its texts are those that show."""

    name: str
    written: str = ""
    parent: Element | None = None
    hidden: bool = False
    children: list[Element | str] = field(default_factory=list)

    def elements(self) -> list[Element]:
        """The elements in it that are shown."""
        return [child for child in self.children if isinstance(child, Element) and not child.hidden]

    def attribute(self, name: str) -> str:
        """The value of an attribute, empty where it is missing."""
        return attributes(self.written).get(name, "")


@dataclass(frozen=True, slots=True)
class Page:
    """The tree of a page; ``elements`` are all of its elements, those around others before them."""

    root: Element
    elements: tuple[Element, ...]
    titles: tuple[str, ...]

    def has_hidden(self) -> bool:
        """Whether elements of it are not shown."""
        return any(element.hidden for element in self.elements)

    def show(self) -> None:
        """Show all its elements."""
        for element in self.elements:
            element.hidden = False


@dataclass(slots=True)
class _Frame:
    """The elements open inside a table or a cell: end tags reach no further."""

    kind: Literal["flow", "table"]
    base: int
    counts: Counter[str] = field(default_factory=Counter)


def parse(html: str) -> Page:
    """The tree of the page ``html``; raises DocumentTooComplex where it is deeper than any page of a report."""
    builder = _Builder()
    for token in tokens(html):
        builder.take(token)
    return Page(builder.root, tuple(builder.made), tuple(builder.titles))


class _Builder:
    """Takes the tokens of a page one by one."""

    __slots__ = ("_frames", "_inner", "_lines", "_link", "_skipped", "_stack", "made", "root", "titles")

    def __init__(self) -> None:
        self.root = Element("body")
        self.made = [self.root]
        self.titles: list[str] = []
        self._stack = [self.root]
        self._frames = [_Frame("flow", 1)]
        self._skipped: list[str | int] | None = None  # what is being left out, and how often it is open
        self._link: int | None = None  # how many elements were open where the link began
        self._lines = 0  # of preformatted text
        self._inner = 0  # inline elements open inside one that is laid out as a block

    def take(self, token: Token) -> None:
        """Take the next token."""
        name, content = token
        if self._skipped is not None and self._goes_on_skipping(name):
            return
        if not name:
            self._text(content)
        elif name.startswith("/"):
            self._end(name[1:])
        else:
            self._start(name, content)

    def _goes_on_skipping(self, name: str) -> bool:
        """Whether a token is inside an element that is left out; parts of the table around it end it."""
        assert self._skipped is not None
        skipped, depth = str(self._skipped[0]), int(self._skipped[1])
        if name == skipped:
            self._skipped[1] = depth + 1
        elif name == "/" + skipped:
            self._skipped = None if depth == 1 else [skipped, depth - 1]
        elif name in ("/td", "/th", "/tr", "/table") and skipped not in _DROPPED:
            self._skipped = None
            return False
        return True

    def _text(self, text: str) -> None:
        parent = self._stack[-1]
        if self._frames[-1].counts["pre"]:
            self._check_lines(text.count("\n"))
        else:
            text = _SPACES.sub(" ", text)
        if self._fosters() and not text.strip():
            return
        self._append(Linked(text) if self._in_link() else text, parent)

    def _check_lines(self, more: int) -> None:
        self._lines += more
        if self._lines > _MOST_LINES:
            raise DocumentTooComplex(f"网页的文字超过 {_MOST_LINES:,} 行，不像一份年度报告。")

    def _in_link(self) -> bool:
        if self._link is not None and len(self._stack) < self._link:
            self._link = None
        return self._link is not None

    def _fosters(self) -> bool:
        """Whether what comes next stands in a table and in no cell of it."""
        return self._frames[-1].kind == "table" and self._stack[-1].name in ("table", "tr")

    def _append(self, node: Element | str, parent: Element) -> None:
        if self._fosters():
            table = self._stack[self._frames[-1].base - 1]
            around = table.parent
            assert around is not None
            around.children.insert(len(around.children) - 1, node)
            parent = around
        else:
            parent.children.append(node)
        if isinstance(node, Element):
            node.parent = parent

    def _start(self, name: str, written: str) -> None:
        if name in _TABLE_PARTS:
            self._start_table_part(name, written)
        elif name in _BLOCKS:
            self._start_block(name, written)
        elif name in _BREAKS:
            self._append("\n", self._stack[-1])
        elif name in _DROPPED:
            if not written.endswith("/"):
                self._skipped = [name, 1]
        elif name == "title":
            self.titles.append(written)
        elif name == "meta":
            self._meta(written)
        elif name in _VOID or name in _PAGE:
            pass
        elif written:
            self._start_inline(name, written)
        elif self._frames[-1].counts[name]:
            self._inner += 1

    def _meta(self, written: str) -> None:
        given = attributes(written)
        if given.get("name", given.get("property", "")).lower() in ("articletitle", "title", "og:title"):
            self.titles.insert(0, given.get("content", ""))

    def _start_inline(self, name: str, written: str) -> None:
        """Take an inline element: left out where hidden, a block where it is laid out as one."""
        layout = display(written)
        if layout == "none" and not written.endswith("/"):
            self._skipped = [name, 1]
        elif name == "a":
            self._link = len(self._stack) if "href" in attributes(written) else None
        elif layout and name in _LAID_OUT:
            self._push(Element(name, written))
            self._inner = 0
        elif self._frames[-1].counts[name]:
            self._inner += 1

    def _start_block(self, name: str, written: str) -> None:
        if self._frames[-1].counts["p"]:
            self._close("p")
        if name in _ITEMS:
            self._close_item(_ITEMS[name])
        elif name in _HEADINGS and self._stack[-1].name in _HEADINGS:
            self._pop()
        self._push(Element(name, written, hidden=is_hidden(written)))

    def _start_table_part(self, name: str, written: str) -> None:
        if name == "table":
            if self._frames[-1].kind == "table":
                self._end_table()
            elif self._frames[-1].counts["p"]:
                self._close("p")
            self._push(Element(name, written, hidden=is_hidden(written)))
            self._open_frame("table")
            return
        if len(self._frames) == 1:  # no table is open
            self._append("\n", self._stack[-1])
            return
        self._end_cell()
        if name in ("td", "th") and len(self._stack) > self._frames[-1].base:
            row = self._stack[self._frames[-1].base]
            self._pop_to(self._frames[-1].base + (row.name == "tr"))
        else:
            self._pop_to(self._frames[-1].base)
        if name in ("td", "th") and self._stack[-1].name != "tr":
            self._push_part(Element("tr"))
        if name not in _SECTIONS:
            self._push_part(Element(name, written, hidden=is_hidden(written)))
        if name in _CELLS:
            self._open_frame("flow")

    def _end(self, name: str) -> None:
        if name in _TABLE_PARTS:
            self._end_table_part(name)
        elif name == "a":
            self._link = None
        elif name in _BREAKS or (name == "p" and not self._frames[-1].counts["p"]):
            self._append("\n", self._stack[-1])
        elif name in _HEADINGS:
            self._close(next((open for open in _HEADINGS if self._frames[-1].counts[open]), name))
        elif name in _BLOCKS:
            self._close(name)
        elif self._frames[-1].counts[name]:
            if self._inner:
                self._inner -= 1
            else:
                self._close(name)

    def _end_table_part(self, name: str) -> None:
        if len(self._frames) == 1:
            return
        if name == "table":
            self._end_table()
        elif name in _CELLS:
            if self._stack[self._frames[-1].base - 1].name == name:
                self._end_cell()
        else:
            self._end_cell()
            self._pop_to(self._frames[-1].base)

    def _end_table(self) -> None:
        """Close the innermost table with everything in it."""
        self._end_cell()
        frame = self._frames.pop()
        del self._stack[frame.base - 1 :]

    def _end_cell(self) -> None:
        """Close the cell that is open, if one is."""
        if self._frames[-1].kind == "flow":
            frame = self._frames.pop()
            del self._stack[frame.base - 1 :]

    def _open_frame(self, kind: Literal["flow", "table"]) -> None:
        self._frames.append(_Frame(kind, len(self._stack)))
        if len(self._frames) > 2 * _MOST_TABLE_LEVELS:
            raise DocumentTooComplex(f"网页的表格嵌套超过 {_MOST_TABLE_LEVELS} 层，不像一份年度报告。")

    def _push(self, element: Element) -> None:
        """Open an element of the flow; one that stands between cells goes in front of the table."""
        self._append(element, self._stack[-1])
        self._opened(element)
        self._frames[-1].counts[element.name] += 1

    def _push_part(self, element: Element) -> None:
        element.parent = self._stack[-1]
        self._stack[-1].children.append(element)
        self._opened(element)

    def _opened(self, element: Element) -> None:
        self.made.append(element)
        self._stack.append(element)
        if len(self._stack) > _MOST_LEVELS:
            raise DocumentTooComplex(f"网页的标签嵌套超过 {_MOST_LEVELS:,} 层，不像一份年度报告。")

    def _pop(self) -> Element:
        element = self._stack.pop()
        self._frames[-1].counts[element.name] -= 1
        return element

    def _pop_to(self, length: int) -> None:
        while len(self._stack) > length:
            self._pop()

    def _close(self, name: str) -> None:
        """Close the innermost element of a name with all in it, if one is open in this cell."""
        if self._frames[-1].counts[name] > 0:
            while self._pop().name != name:
                pass

    def _close_item(self, names: frozenset[str]) -> None:
        """Close the item of the same list that is still open."""
        base = self._frames[-1].base
        for at in range(len(self._stack) - 1, max(base, len(self._stack) - _LONGEST_LOOK_BACK) - 1, -1):
            if self._stack[at].name in names:
                self._pop_to(at)
                return
            if self._stack[at].name not in _OPEN_TO_ITEMS:
                return
