"""The report's shape: what should be there and is not. Said before any arithmetic over what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from service.documents.report import Section
from service.forms.cell import Form
from service.forms.layout import tables_in
from service.reconcile.finding import Finding
from service.reconcile.shape.verdicts import shape_finding
from service.reconcile.subject import Subject
from service.reconcile.wording import title, titles

# The numbers under which the six-part editions print their tables, with the name people give them.
TABLES: Final[Mapping[str, str]] = {"二": "表二", "三": "表三", "四": "表四"}


def missing_sections(subject: Subject) -> tuple[Finding, ...]:
    """The six sections of the form are all there. A missing section takes its table with it: one finding for both."""
    report, form = subject.report, subject.form
    if not report.sections or form.edition in ("V0a", "V0b"):
        return ()
    missing = [section for section in report.sections if not section.present]
    if len(missing) == len(report.sections):
        message = "未找到年度报告六个部分的任何一个标题，请核实文件是否为政府信息公开工作年度报告。"
        return (shape_finding("shape.section_missing", subject, message, severity="warning", instance="all"),)
    return tuple(_missing_section(section, subject) for section in missing)


def _missing_section(section: Section, subject: Subject) -> Finding:
    number, form = section.number, subject.form
    cells = _missing(form, number) if _is_gone(form, number) else []
    message = f"缺少第{section.number}部分“{section.title}”{'，其中的统计表也未找到' if cells else ''}。"
    return shape_finding("shape.section_missing", subject, message, severity="warning", instance=number, cells=cells)


def missing_tables(subject: Subject) -> tuple[Finding, ...]:
    """Sections 二, 三 and 四 hold their tables: here the section is there and its table is not."""
    report, form = subject.report, subject.form
    absent = {section.number for section in report.sections if not section.present}
    found = []
    for number, name in TABLES.items():
        if number not in absent and _is_gone(form, number):
            message = f"第{number}部分没有找到统计表（{name}），可能是图片、附件或者漏填。"
            cells = _missing(form, number)
            found.append(
                shape_finding("shape.table_missing", subject, message, severity="warning", instance=number, cells=cells)
            )
    return tuple(found)


def truncated_tables(subject: Subject) -> tuple[Finding, ...]:
    """A table goes on to its last row: here some rows were read and all from a certain one on are missing."""
    form = subject.form
    found = []
    for number, name in TABLES.items():
        tail = _missing_tail(form, number)
        if tail:
            message = f"{name}不完整：从“{title(form.edition, tail[0])}”起共{len(tail)}格没有找到。"
            found.append(
                shape_finding(
                    "shape.table_truncated", subject, message, severity="warning", instance=number, cells=tail
                )
            )
    return tuple(found)


def missing_cells(subject: Subject) -> tuple[Finding, ...]:
    """Every cell of a table is found: here single cells are missing amid others that are there."""
    form = subject.form
    found = []
    for number, name in TABLES.items():
        tail = set(_missing_tail(form, number))
        cells = tuple(cell for cell in _missing(form, number) if cell not in tail)
        if cells and not _is_gone(form, number):
            message = f"{name}中{titles(form.edition, cells)}没有找到。"
            found.append(
                shape_finding(
                    "shape.cells_missing", subject, message, severity="information", instance=number, cells=cells
                )
            )
    return tuple(found)


def unknown_form(subject: Subject) -> tuple[Finding, ...]:
    """The statutory tables are there: here none was recognised, so that no figure could be checked against them."""
    if subject.form.edition is not None:
        return ()
    message = "没有找到年度报告的统计表，文字中的数字无法与表格核对。"
    return (shape_finding("shape.no_form", subject, message, severity="information"),)


def table_cells(form: Form, number: str) -> tuple[str, ...]:
    """The cells of table 二, 三 or 四 in the order of the form; none for editions without these tables."""
    name = TABLES.get(number)
    table = next((table for table in tables_in(form.edition, form.cells) if table.name == name), None)
    return () if table is None else tuple(table.cells)


def _missing(form: Form, number: str) -> list[str]:
    absent = []
    for cell_id in table_cells(form, number):
        cell = form.cells.get(cell_id)
        if cell is None or cell.status == "missing":
            absent.append(cell_id)
    return absent


def _is_gone(form: Form, number: str) -> bool:
    cells = table_cells(form, number)
    return bool(cells) and len(_missing(form, number)) == len(cells)


def _missing_tail(form: Form, number: str) -> tuple[str, ...]:
    """The missing cells at the end of a table of which something was read: whole rows in table three."""
    cells = table_cells(form, number)
    absent = set(_missing(form, number))
    if not absent or len(absent) == len(cells):
        return ()
    last_there = max(index for index, cell in enumerate(cells) if cell not in absent)
    return cells[last_there + 1 :]
