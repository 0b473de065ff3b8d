"""The command line: thin commands over plain functions. Results go to stdout, progress and errors to stderr."""

from __future__ import annotations

import json
from pathlib import Path

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from service import __version__
from service.batch.files import Outcome, read_files, report_files
from service.errors import DocumentError, ModelError
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
    paths: list[Path] = typer.Argument(..., exists=True, help="报告文件（.docx、.txt）或存放报告的文件夹。"),
    as_json: bool = typer.Option(False, "--json", help="输出 JSON（多份报告时每份一行）。"),
    all_findings: bool = typer.Option(False, "--all", help="连同相符的核对结果一并列出。"),
    model: Path | None = typer.Option(None, help="模型所在文件夹，默认为随软件发布的模型。"),
) -> None:
    """读取报告并核对。一个文件按人看的样子输出；多个文件或文件夹每份一行 JSON，进度显示在标准错误。

    示例：nianbao read examples/01-education-2023.docx

    示例：nianbao read 各单位报送/ > readings.jsonl
    """
    settings = _settings()
    files = report_files(paths)
    if not files:
        raise _failure("文件夹里没有可以读取的报告（.docx、.txt）。")
    reader = _reader(settings, model)
    if len(files) == 1 and not paths[0].is_dir():
        _read_one(files[0], reader, as_json=as_json, all_findings=all_findings)
    else:
        _read_many(files, reader)


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


def _reader(settings: Settings, model: Path | None) -> ReportReader:
    try:
        return ReportReader.load(
            model or settings.model, n_threads=settings.model_threads, max_bytes=settings.max_upload_bytes
        )
    except ModelError as error:
        raise _failure(f"{error.message} [{error.code}]") from error


def _read_one(path: Path, reader: ReportReader, *, as_json: bool, all_findings: bool) -> None:
    try:
        reading = reader.read(path.read_bytes(), path.name)
    except DocumentError as error:
        raise _failure(f"{path.name}：{error.message} [{error.code}]") from error
    if as_json:
        typer.echo(ReadingJson.of(reading).line())
    else:
        show(reading, Console(), all_findings=all_findings)


def _read_many(files: list[Path], reader: ReportReader) -> None:
    columns = (
        TextColumn("读取"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[name]}"),
    )
    n_failed = 0
    with Progress(*columns, console=progress_console, transient=True) as progress:
        task = progress.add_task("read", total=len(files), name="")
        for outcome in read_files(files, reader):
            typer.echo(_line(outcome))
            n_failed += outcome.error is not None
            progress.update(task, advance=1, name=outcome.path.name)
    progress_console.print(f"读取 {len(files) - n_failed} 份，未能读取 {n_failed} 份")
    if n_failed:
        raise typer.Exit(1)


def _line(outcome: Outcome) -> str:
    if outcome.reading is not None:
        return ReadingJson.of(outcome.reading).line()
    error = outcome.error
    problem = None if error is None else {"code": error.code, "message": error.message}
    return json.dumps({"document": {"name": outcome.path.name}, "error": problem}, ensure_ascii=False)


def _failure(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(2)
