"""The parts of a DOCX file, read so that neither a zip bomb nor an XML entity does harm."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from service.errors import DamagedDocument, DocumentTooLarge

MAX_UNPACKED = 256 * 1024 * 1024
MAX_PART = 32 * 1024 * 1024
_MAX_PARTS = 20_000
_MAIN = "word/document.xml"
_RELATIONS = "_rels/.rels"
_UNREADABLE = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class Package:
    """The trees of the parts that are read; numbering and styles may be missing."""

    document: etree._Element
    numbering: etree._Element | None
    styles: etree._Element | None


def open_package(data: bytes) -> Package:
    """The parts of the DOCX file ``data``; raises DamagedDocument or DocumentTooLarge."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(archive)
            main = _main_part(archive)
            folder = posixpath.dirname(main)
            return Package(
                document=_required(_tree(archive, main)),
                numbering=_tree(archive, posixpath.join(folder, "numbering.xml")),
                styles=_tree(archive, posixpath.join(folder, "styles.xml")),
            )
    except _UNREADABLE as error:
        raise DamagedDocument(f"Word 文档已损坏，无法打开：{error}") from error


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """The attribute ``name`` whatever its namespace: transitional and strict files differ in it."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: etree._Element, *names: str) -> etree._Element | None:
    """The element found by going down ``names`` step by step."""
    found: etree._Element | None = element
    for name in names:
        found = next((below for below in found if local_name(below) == name), None) if found is not None else None
    return found


def integer(element: etree._Element | None, name: str = "val") -> int | None:
    """The attribute ``name`` as a number; None where there is none."""
    value = attribute(element, name) if element is not None else None
    return (
        int(value)
        if value is not None and value.isascii() and value.lstrip("-").isdigit() and len(value) < 10
        else None
    )


def _check_size(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise DocumentTooLarge(f"Word 文档解压后超过上限（{MAX_UNPACKED // 1024 // 1024} MB 或 {_MAX_PARTS} 个部件）。")


def _main_part(archive: zipfile.ZipFile) -> str:
    """The part with the text; its name may differ from the usual one."""
    relations = _tree(archive, _RELATIONS)
    for relation in relations if relations is not None else ():
        if (attribute(relation, "Type") or "").endswith("/officeDocument"):
            target = (attribute(relation, "Target") or "").lstrip("/")
            if target in archive.namelist():
                return target
    return _MAIN


def _tree(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    """The root of a part; None where the part is missing."""
    if name not in archive.namelist():
        return None
    with archive.open(name) as part:
        data = part.read(MAX_PART + 1)
    if len(data) > MAX_PART:
        raise DocumentTooLarge(f"Word 文档的部件 {name} 解压后超过 {MAX_PART // 1024 // 1024} MB。")
    # Word writes no document type; with one come entities, so a part that has one is refused.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DamagedDocument(f"Word 文档已损坏，部件 {name} 不是有效的 XML：{error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DamagedDocument(f"Word 文档的部件 {name} 含有文档类型声明，不予读取。")
    return root


def _required(document: etree._Element | None) -> etree._Element:
    if document is None:
        raise DamagedDocument(f"Word 文档已损坏：缺少正文部件 {_MAIN}。")
    return document
