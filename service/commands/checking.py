"""One report checked, or many, each beside the same body's report of the year before: what ``nianbao check`` does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer
from rich.console import Console

from service.batch.files import Outcome, report_files
from service.batch.names import may_be_archive
from service.commands.checked import Checked, checked, checked_line, unread_line
from service.commands.context import (
    NO_REPORTS,
    failure,
    progress_console,
    read_one,
    read_with_progress,
    report_reader,
    settings_with,
    told_unread,
)
from service.commands.entries import show_entries
from service.commands.summary import show_summary
from service.documents.limits import Limits
from service.errors import NianbaoError
from service.findings.files import check_suffix, write_findings
from service.findings.verdicts import NO_VERDICTS, Verdicts
from service.opening import limits_of
from service.reading import Reading, ReportReader
from service.reconcile.rule_set import RuleSet
from service.series.names import agency_key
from service.series.years import years_before

Named = tuple[str, Reading, Reading | None]


def check_reports(
    paths: list[Path],
    *,
    last_year: Path | None,
    as_json: bool,
    all_findings: bool,
    output: Path | None,
    verdicts: Path | None,
    model: Path | None,
) -> None:
    """Read, check, print and write; ends the command with 1 where errors fail and 2 on bad input."""
    files = report_files(paths)
    if not files:
        raise failure(NO_REPORTS)
    single = len(files) == 1 and not paths[0].is_dir() and not may_be_archive(files[0].name)
    if last_year is not None and not single:
        raise failure("--last-year 只用于核对一份报告；文件夹和压缩包里的上年报告会自动对应。")
    known = _verdicts(verdicts, output)
    settings = settings_with()
    unread: list[Outcome] = []
    with report_reader(settings, model) as reader:
        if single:
            read = [_read_one(files[0], last_year, reader)]
        else:
            read, unread = _read_many(files, reader, limits_of(settings))
        rules = reader.rules
    several = [checked(name, reading, last, known, rules) for name, reading, last in read]
    if as_json:
        _tell_json(several, unread, all_findings=all_findings)
    elif single:
        show_entries(several[0], Console(), all_findings=all_findings)
    else:
        show_summary(several, Console(), n_unread=len(unread))
        told_unread(unread)
    if output is not None:
        _write(several, output, known, unread, rules)
    if unread or any(one.counts["error"] for one in several):
        raise typer.Exit(1)


def _read_one(path: Path, last_path: Path | None, reader: ReportReader) -> Named:
    reading = read_one(path, reader)
    if last_path is None:
        return path.name, reading, None
    last = read_one(last_path, reader)
    _warn_of_other_body(reading, last)
    return path.name, reader.with_last_year(reading, last), last


def _warn_of_other_body(reading: Reading, last: Reading) -> None:
    """The file was named by a person: what looks wrong is told, and it is taken all the same."""
    one, other = reading.report, last.report
    if one.year is None or other.year != one.year - 1:
        shown = f"{other.year}年" if other.year else "年度未识别"
        typer.echo(f"{last.document.name}（{shown}）不是上一年度的报告，请核实。", err=True)
    if agency_key(one.agency or "") != agency_key(other.agency or ""):
        typer.echo(f"两份报告的机关名称不同：{one.agency or '未识别'}、{other.agency or '未识别'}。", err=True)


def _read_many(files: list[Path], reader: ReportReader, limits: Limits) -> tuple[list[Named], list[Outcome]]:
    outcomes = list(read_with_progress(files, reader, limits))
    read = [(outcome.name, outcome.reading) for outcome in outcomes if outcome.reading is not None]
    before = years_before([reading for _, reading in read])
    named: list[Named] = [
        (name, reading if last is None else reader.with_last_year(reading, last), last)
        for (name, reading), last in zip(read, before, strict=True)
    ]
    unread = [outcome for outcome in outcomes if outcome.error is not None]
    progress_console.print(f"核对 {len(named)} 份，未能读取 {len(unread)} 份")
    return named, unread


def _verdicts(path: Path | None, output: Path | None) -> Verdicts:
    """What people said, if there is such a file; stops the command where it, or the output's name, is no good."""
    try:
        if output is not None:
            check_suffix(output)
        if path is None:
            return NO_VERDICTS
        return Verdicts.from_xlsx(path) if path.suffix.lower() == ".xlsx" else Verdicts.load(path)
    except NianbaoError as error:
        raise failure(f"{error.message} [{error.code}]") from error
    except OSError as error:
        raise failure(f"不能读取“{path}”：{error.strerror or error}") from error


def _tell_json(several: Sequence[Checked], unread: Sequence[Outcome], *, all_findings: bool) -> None:
    for one in several:
        typer.echo(checked_line(one, all_findings=all_findings))
    for outcome in unread:
        typer.echo(unread_line(outcome))


def _write(
    several: Sequence[Checked],
    path: Path,
    verdicts: Verdicts,
    unread: Sequence[Outcome],
    rules: RuleSet,
) -> None:
    errors = [(outcome.name, outcome.error) for outcome in unread if outcome.error is not None]
    try:
        write_findings((one.reading for one in several), path, verdicts=verdicts, unread=errors, rules=rules)
    except OSError as error:
        raise failure(f"不能写入“{error.filename or path}”：{error.strerror or error}") from error
