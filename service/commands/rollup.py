"""``nianbao rollup``: a parent's tables beside the sum of its children's."""

from __future__ import annotations

import json
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from service.batch.files import Outcome, report_files
from service.commands.context import (
    NO_REPORTS,
    failure,
    progress_console,
    read_one,
    read_with_progress,
    report_reader,
    settings_with,
)
from service.opening import limits_of
from service.reading import Reading
from service.reconcile.engine import subject_of
from service.reconcile.rollup.scope import LeftOut, Member, has_tables
from service.reconcile.rollup.sums import CellSum, RollUp, roll_up
from service.reconcile.wording import figure


def rollup(
    parent: Path = typer.Argument(..., exists=True, dir_okay=False, help="上级的年度报告（汇总）。"),
    children: list[Path] = typer.Argument(..., exists=True, help="下级单位的报告：文件、文件夹或 ZIP 压缩包。"),
    own: Path | None = typer.Option(None, exists=True, dir_okay=False, help="上级机关本身的报告，一并计入合计。"),
    as_json: bool = typer.Option(False, "--json", help="输出 JSON。"),
    all_cells: bool = typer.Option(False, "--all", help="连同相等的栏目一并列出。"),
    model: Path | None = typer.Option(None, help="模型所在文件夹，默认为随软件发布的模型。"),
) -> None:
    """上级报告的统计表与下级之和对照：列出不等的栏目。只作提示，不作错误；规章不汇总，垂直领导的单位不计入。

    示例：nianbao rollup 甲县人民政府.docx 各部门/ --own 县政府办公室.docx
    """
    files = report_files(children)
    if not files:
        raise failure(NO_REPORTS)
    settings = settings_with()
    with report_reader(settings, model) as reader:
        above = _member(parent.name, read_one(parent, reader))
        office = None if own is None else _member(own.name, read_one(own, reader))
        outcomes = list(read_with_progress(files, reader, limits_of(settings)))
    for member in (above, office):
        if member is not None and not has_tables(member.subject):
            raise failure(f"{member.name}：没有2019年以后格式的统计表，无法对照。")
    members = [_member(outcome.name, outcome.reading) for outcome in outcomes if outcome.reading is not None]
    unread = [_unread(outcome) for outcome in outcomes if outcome.reading is None]
    result = roll_up(above, members, own=office)
    progress_console.print(f"计入 {len(result.included)} 份，未计入 {len(result.left_out) + len(unread)} 份")
    if as_json:
        typer.echo(_json(result, unread, all_cells=all_cells))
    else:
        _show(result, unread, Console(), all_cells=all_cells)


def _member(name: str, reading: Reading) -> Member:
    return Member(name, subject_of(reading.report, reading.form, reading.facts))


def _unread(outcome: Outcome) -> LeftOut:
    reason = "" if outcome.error is None else f"未能读取：{outcome.error.message} [{outcome.error.code}]"
    return LeftOut(outcome.name, "", reason)


def _shown(result: RollUp, *, all_cells: bool) -> tuple[CellSum, ...]:
    return result.cells if all_cells else (*result.differing, *result.undecided)


def _json(result: RollUp, unread: list[LeftOut], *, all_cells: bool) -> str:
    report = result.parent.subject.report
    value = {
        "parent": {"name": result.parent.name, "agency": report.agency, "year": report.year},
        "included": [{"name": member.name, "agency": member.subject.report.agency} for member in result.included],
        "left_out": [
            {"name": left.name, "agency": left.agency or None, "reason": left.reason}
            for left in (*result.left_out, *unread)
        ],
        "n_cells": len(result.cells),
        "cells": [_cell(cell) for cell in _shown(result, all_cells=all_cells)],
        "notes": list(result.notes),
    }
    return json.dumps(value, ensure_ascii=False)


def _cell(cell: CellSum) -> dict[str, object]:
    figures = {"parent": cell.parent, "sum": cell.sum, "difference": cell.difference}
    told = {name: figure(value) for name, value in figures.items()}
    return {"cell": cell.cell, "title": cell.title, **told, "differs": cell.differs, "missing": list(cell.missing)}


def _show(result: RollUp, unread: list[LeftOut], console: Console, *, all_cells: bool) -> None:
    report = result.parent.subject.report
    console.print(Text(f"{report.agency or '机关名称未识别'}  {report.year or '年度未识别'}", style="bold"))
    console.print(_table(_shown(result, all_cells=all_cells)))
    differing, undecided = len(result.differing), len(result.undecided)
    told = f"共对照 {len(result.cells)} 格，不等 {differing} 格，缺数无法断定 {undecided} 格"
    console.print(Text(told if result.included else "没有可以计入的报告", style="bold"))
    for left in (*result.left_out, *unread):
        console.print(Text(f"未计入 {left.agency or left.name}：{left.reason}", style="dim"))
    for note in result.notes:
        console.print(Text(f"提示：{note}", style="cyan"))


def _table(cells: tuple[CellSum, ...]) -> Table:
    table = Table(box=None, header_style="bold")
    table.add_column("栏目", overflow="fold")
    for heading in ("上级", "各单位之和", "差额"):
        table.add_column(heading, justify="right")
    table.add_column("没有数值的单位", overflow="fold", style="dim")
    for cell in cells:
        style = "yellow" if cell.differs else "dim" if cell.differs is None else ""
        figures = (figure(value) for value in (cell.parent, cell.sum, cell.difference))
        table.add_row(cell.title, *figures, "、".join(cell.missing), style=style)
    return table
