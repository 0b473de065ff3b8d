"""The six sections in their order, each under its number, each once, none empty."""

from __future__ import annotations

from service.documents.document import Grid
from service.documents.report import Section
from service.reconcile.finding import Finding
from service.reconcile.shape.quoting import quoted
from service.reconcile.shape.verdicts import absence_finding, shape_finding
from service.reconcile.subject import Subject

FORM_NUMBERS = "一二三四五六"


def misplaced_sections(subject: Subject) -> tuple[Finding, ...]:
    """The sections stand in the order of the form: here one stands above the one that comes before it."""
    placed = [section for section in _of_the_form(subject) if section.source is not None]
    for before, after in zip(placed, placed[1:], strict=False):
        if _place(after) < _place(before):
            message = f"各部分的顺序有误：{_named(after)}排在了{_named(before)}的前面。"
            instance = "".join(section.number for section in sorted(placed, key=_place))
            return (shape_finding("shape.section_order", subject, message, severity="information", instance=instance),)
    return ()


def renumbered_sections(subject: Subject) -> tuple[Finding, ...]:
    """Every section bears its number of the form: here some bear another, as they do where one was left out."""
    wrong = [section for section in _of_the_form(subject) if section.printed not in (None, section.number)]
    if not wrong:
        return ()
    listed = "，".join(f"{_named(section)}的序号写作“{section.printed}”" for section in wrong)
    instance = " ".join(f"{section.number}{section.printed}" for section in wrong)
    message = f"各部分的序号与格式不一致：{listed}。"
    return (shape_finding("shape.section_number", subject, message, severity="information", instance=instance),)


def repeated_sections(subject: Subject) -> tuple[Finding, ...]:
    """Every section is headed once: here the same heading, number and all, stands over two places."""
    return tuple(
        shape_finding(
            "shape.section_repeated",
            subject,
            f"{_named(section)}的标题出现了{len(section.again) + 1}次，请核实是否重复。",
            severity="information",
            instance=section.number,
        )
        for section in subject.report.sections
        if section.again
    )


def empty_sections(subject: Subject) -> tuple[Finding, ...]:
    """A section of prose says something: here nothing stands below its heading, not even 无."""
    return tuple(
        absence_finding(
            "shape.section_empty",
            subject,
            f"{_named(section)}只有标题，标题下没有内容。",
            severity="warning",
            instance=section.number,
        )
        for section in _of_the_form(subject)
        if section.kind == "prose" and _is_empty(section, subject)
    )


def _of_the_form(subject: Subject) -> list[Section]:
    """The sections where they are those of the form; the chapters of older reports have an order of their own."""
    sections = subject.report.sections
    if "".join(section.number for section in sections) != FORM_NUMBERS or subject.form.edition in ("V0a", "V0b"):
        return []
    return [section for section in sections if section.present]


def _is_empty(section: Section, subject: Subject) -> bool:
    if section.body is None or section.source is None or subject.report.section_text(section.number):
        return False
    following = [other.source.block for other in subject.report.sections if other.source is not None]
    end = min((block for block in following if block > section.source.block), default=None)
    if end is None and subject.report.signature is None:
        end = len(subject.report.document.blocks)
    return not any(isinstance(block, Grid) for block in subject.report.document.blocks[section.source.block : end])


def _place(section: Section) -> tuple[int, int]:
    if section.source is None:
        return -1, -1
    return section.source.block, -1 if section.source.row is None else section.source.row


def _named(section: Section) -> str:
    return f"第{section.number}部分{quoted(section.title)}"
