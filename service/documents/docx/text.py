"""The text of a Word paragraph as it reads once tracked changes are accepted."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from service.documents.docx.package import attribute, child, local_name

# What a reader does not see: deleted or moved text, field codes, properties, phonetic guides, fallback drawings.
_LEFT_OUT = frozenset(
    {
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "delInstrText",
        "pPr",
        "rPr",
        "sdtPr",
        "rt",
        "rubyPr",
        "Fallback",
        "p",
        "tbl",
    }
)
_WRITTEN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_FALSE = frozenset({"0", "false", "off"})


def paragraph_text(paragraph: etree._Element) -> str:
    """The text of ``paragraph`` (w:p) with breaks as newlines; text boxes in it are not part of it."""
    return "".join(_pieces(paragraph))


def is_mark_deleted(paragraph: etree._Element) -> bool:
    """Whether the paragraph's end is deleted as a tracked change, so that it goes on in the next one."""
    return child(paragraph, "pPr", "rPr", "del") is not None


def text_boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The contents of the text boxes that hang on ``paragraph``, each once."""
    for content in paragraph.iter("{*}txbxContent"):
        if not any(local_name(above) in ("Fallback", "txbxContent", "del") for above in _above(content, paragraph)):
            yield content


def _above(element: etree._Element, top: etree._Element) -> Iterator[etree._Element]:
    for ancestor in element.iterancestors():
        if ancestor is top:
            return
        yield ancestor


def _pieces(element: etree._Element) -> Iterator[str]:
    for below in element:
        name = local_name(below)
        if name == "t":
            yield below.text or ""
        elif name in _WRITTEN:
            yield _WRITTEN[name]
        elif name in _LEFT_OUT or name == "txbxContent" or (name == "r" and _is_hidden(below)):
            continue
        else:
            yield from _pieces(below)


def _is_hidden(run: etree._Element) -> bool:
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and attribute(vanish, "val") not in _FALSE
