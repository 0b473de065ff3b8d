"""The command line: thin commands over plain functions. Results go to stdout, progress and errors to stderr."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import entry_points
from pathlib import Path

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from service import __version__
from service.batch.files import Outcome, n_reports, read_files, report_files
from service.batch.names import may_be_archive
from service.documents.limits import Limits
from service.errors import DocumentError, ModelError
from service.opening import limits_of, open_reader
from service.reading import ReportReader
from service.reconcile.engine import all_rules
from service.settings import Settings
from service.show import show
from service.wire import ReadingJson

app = typer.Typer(
    name="nianbao",
    help="读取政府信息公开工作年度报告：统计表、叙述中的事实，以及二者是否相符。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
progress_console = Console(stderr=True)


@app.callback()
def _main() -> None:
    """读取政府信息公开工作年度报告。"""


@app.command()
def read(
    paths: list[Path] = typer.Argument(..., exists=True, help="报告文件、存放报告的文件夹或 ZIP 压缩包。"),
    as_json: bool = typer.Option(False, "--json", help="输出 JSON（多份报告时每份一行）。"),
    all_findings: bool = typer.Option(False, "--all", help="连同相符的核对结果一并列出。"),
    model: Path | None = typer.Option(None, help="模型所在文件夹，默认为随软件发布的模型。"),
) -> None:
    """读取报告并核对。一个文件按人看的样子输出；多个文件、文件夹或压缩包每份一行 JSON，进度显示在标准错误。

    示例：nianbao read examples/01-education-2023.docx

    示例：nianbao read 各单位报送.zip > readings.jsonl
    """
    settings = _settings()
    files = report_files(paths)
    if not files:
        raise _failure("文件夹里没有可以读取的报告（Word、WPS、PDF、网页、图片、文本，或它们的 ZIP 压缩包）。")
    with _reader(settings, model) as reader:
        if len(files) == 1 and not paths[0].is_dir() and not may_be_archive(files[0].name):
            _read_one(files[0], reader, as_json=as_json, all_findings=all_findings)
        else:
            _read_many(files, reader, limits_of(settings))


@app.command()
def draw(
    path: Path = typer.Argument(..., exists=True, dir_okay=False, help="一份报告文件。"),
    output: Path = typer.Option(Path("."), file_okay=False, help="存放图片或网页的文件夹，默认为当前文件夹。"),
    model: Path | None = typer.Option(None, help="模型所在文件夹，默认为随软件发布的模型。"),
) -> None:
    """画出从报告中读到了什么：PDF 和扫描件每页一张图片，其他文件一个网页。输出写成的文件名，每行一个。

    示例：nianbao draw examples/08-transport-2023.docx --output drawings/
    """
    from service.draw.drawing import draw as write_drawing

    with _reader(_settings(), model) as reader:
        try:
            data = path.read_bytes()
            for drawn in write_drawing(reader.read(data, path.name), data, output):
                typer.echo(drawn)
        except DocumentError as error:
            raise _failure(f"{path.name}：{error.message} [{error.code}]") from error
        except OSError as error:
            raise _failure(f"不能写入“{error.filename or output}”：{error.strerror or error}") from error


@app.command()
def serve(
    host: str | None = typer.Option(None, help="监听地址，默认 127.0.0.1（NIANBAO_HOST）。"),
    port: int | None = typer.Option(None, help="监听端口，默认 8000（NIANBAO_PORT）。"),
) -> None:
    """启动 HTTP 服务：POST /v1/reports 读取一份报告，接口说明见 /docs。

    示例：nianbao serve --port 8000
    """
    import uvicorn

    from service.api.app import create_app

    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = _settings(**given)
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, log_level="info")


@app.command()
def rules(as_json: bool = typer.Option(False, "--json", help="输出 JSON，每条规则一行。")) -> None:
    """列出全部核对规则及其依据。

    示例：nianbao rules
    """
    if as_json:
        for rule in all_rules():
            entry = {"id": rule.id, "title": rule.title, "severity": rule.severity, "basis": rule.basis}
            typer.echo(json.dumps(entry | {"editions": list(rule.editions)}, ensure_ascii=False))
        return
    table = Table(box=None, header_style="bold")
    for heading in ("编号", "规则", "程度", "依据"):
        table.add_column(heading, overflow="fold")
    for rule in all_rules():
        table.add_row(rule.id, rule.title, rule.severity, rule.basis)
    Console().print(table)


@app.command()
def version() -> None:
    """显示版本。

    示例：nianbao version
    """
    typer.echo(__version__)


def _settings(**given: object) -> Settings:
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = "；".join(f"NIANBAO_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise _failure(f"设置有误：{wrong}") from error


@contextmanager
def _reader(settings: Settings, model: Path | None) -> Iterator[ReportReader]:
    with ExitStack() as stack:
        try:
            reader = stack.enter_context(open_reader(settings, model=model))
        except ModelError as error:
            raise _failure(f"{error.message} [{error.code}]") from error
        yield reader


def _read_one(path: Path, reader: ReportReader, *, as_json: bool, all_findings: bool) -> None:
    try:
        reading = reader.read(path.read_bytes(), path.name)
    except DocumentError as error:
        raise _failure(f"{path.name}：{error.message} [{error.code}]") from error
    if as_json:
        typer.echo(ReadingJson.of(reading).line())
    else:
        show(reading, Console(), all_findings=all_findings)


def _read_many(files: list[Path], reader: ReportReader, limits: Limits) -> None:
    columns = (
        TextColumn("读取"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[name]}"),
    )
    n_read = n_failed = 0
    with Progress(*columns, console=progress_console, transient=True) as progress:
        task = progress.add_task("read", total=n_reports(files), name="")
        for outcome in read_files(files, reader, limits=limits):
            typer.echo(_line(outcome))
            n_read += outcome.error is None
            n_failed += outcome.error is not None
            progress.update(task, advance=1, name=escape(outcome.name))
    progress_console.print(f"读取 {n_read} 份，未能读取 {n_failed} 份")
    if n_failed:
        raise typer.Exit(1)


def _line(outcome: Outcome) -> str:
    if outcome.reading is not None:
        return ReadingJson.of(outcome.reading).line()
    error = outcome.error
    problem = None if error is None else {"code": error.code, "message": error.message}
    return json.dumps({"document": {"name": outcome.name}, "error": problem}, ensure_ascii=False)


def _failure(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(2)


def _add_commands_of_training() -> None:
    """Commands that this distribution declares for the training part, which nothing here may import."""
    for entry in sorted(entry_points(group="nianbao.commands"), key=lambda entry: entry.name):
        command = entry.load()
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=entry.name)
        else:
            app.command(entry.name)(command)


_add_commands_of_training()
