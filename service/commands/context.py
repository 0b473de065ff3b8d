"""What every command needs: the settings, a report reader, progress on stderr, and a way to stop with a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from service.batch.files import Outcome, n_reports, read_files
from service.documents.limits import Limits
from service.errors import DocumentError, ModelError, RuleError
from service.opening import open_reader
from service.reading import Reading, ReportReader
from service.settings import Settings

progress_console = Console(stderr=True)
NO_REPORTS = "文件夹里没有可以读取的报告（Word、WPS、PDF、网页、图片、文本，或它们的 ZIP 压缩包）。"


def settings_with(**given: object) -> Settings:
    """The settings of the environment, ``given`` ones instead; stops the command where one is wrong."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = "；".join(f"NIANBAO_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise failure(f"设置有误：{wrong}") from error


@contextmanager
def report_reader(settings: Settings, model: Path | None) -> Iterator[ReportReader]:
    """The report reader until the end of the context; stops the command where model or rules cannot be used."""
    with ExitStack() as stack:
        try:
            reader = stack.enter_context(open_reader(settings, model=model))
        except (ModelError, RuleError) as error:
            raise failure(f"{error.message} [{error.code}]") from error
        yield reader


def read_one(path: Path, reader: ReportReader) -> Reading:
    """The reading of a file that was named by itself; stops the command where it cannot be read."""
    try:
        return reader.read(path.read_bytes(), path.name)
    except DocumentError as error:
        raise failure(f"{path.name}：{error.message} [{error.code}]") from error


def read_with_progress(files: Sequence[Path], reader: ReportReader, limits: Limits) -> Iterator[Outcome]:
    """Every report of the files, one after the other, with a progress bar on stderr."""
    columns = (
        TextColumn("读取"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[name]}"),
    )
    with Progress(*columns, console=progress_console, transient=True) as progress:
        task = progress.add_task("read", total=n_reports(files), name="")
        for outcome in read_files(files, reader, limits=limits):
            yield outcome
            progress.update(task, advance=1, name=escape(outcome.name))


def told_unread(outcomes: Iterable[Outcome]) -> None:
    """Name on stderr every report that could not be read, with the reason."""
    for outcome in outcomes:
        if outcome.error is not None:
            typer.echo(f"未能读取 {outcome.name}：{outcome.error.message} [{outcome.error.code}]", err=True)


@contextmanager
def imported_from(extra: str) -> Iterator[None]:
    """For imports that need an extra of this distribution; stops the command where it is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("service"):
            raise
        raise failure(f"这个命令需要的组件没有安装（{error.name}）：pip install 'nianbao[{extra}]'") from error


def failure(message: str) -> typer.Exit:
    """The end of a command on bad input: the message on stderr, exit status 2."""
    typer.echo(message, err=True)
    return typer.Exit(2)
