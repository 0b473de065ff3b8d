"""The command line: thin commands over plain functions. Results go to stdout, progress and errors to stderr."""

from __future__ import annotations

import json
from importlib.metadata import entry_points
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from service import __version__
from service.batch.files import Outcome, report_files
from service.batch.names import may_be_archive
from service.commands.backup import backup, restore
from service.commands.check import check
from service.commands.context import (
    NO_REPORTS,
    failure,
    imported_from,
    progress_console,
    read_one,
    read_with_progress,
    report_reader,
    settings_with,
)
from service.commands.keys import keys_app
from service.commands.pull import pull
from service.commands.push import push
from service.commands.rollup import rollup
from service.commands.worker import worker
from service.documents.limits import Limits
from service.errors import DocumentError, RuleError
from service.opening import limits_of
from service.reading import ReportReader
from service.reconcile.engine import all_rules, load_rules
from service.rule_list import RuleJson
from service.show import show
from service.wire import ReadingJson

app = typer.Typer(
    name="nianbao",
    help="读取政府信息公开工作年度报告：统计表、叙述中的事实，以及二者是否相符。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


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
    settings = settings_with()
    files = report_files(paths)
    if not files:
        raise failure(NO_REPORTS)
    with report_reader(settings, model) as reader:
        if len(files) == 1 and not paths[0].is_dir() and not may_be_archive(files[0].name):
            _read_one(files[0], reader, as_json=as_json, all_findings=all_findings)
        else:
            _read_many(files, reader, limits_of(settings))


app.command()(check)
app.command()(rollup)


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

    with report_reader(settings_with(), model) as reader:
        try:
            data = path.read_bytes()
            for drawn in write_drawing(reader.read(data, path.name), data, output):
                typer.echo(drawn)
        except DocumentError as error:
            raise failure(f"{path.name}：{error.message} [{error.code}]") from error
        except OSError as error:
            raise failure(f"不能写入“{error.filename or output}”：{error.strerror or error}") from error


@app.command()
def serve(
    host: str | None = typer.Option(None, help="监听地址，默认 127.0.0.1（NIANBAO_HOST）。"),
    port: int | None = typer.Option(None, help="监听端口，默认 8000（NIANBAO_PORT）。"),
) -> None:
    """启动 HTTP 服务：POST /v1/reports 读取一份报告，接口说明见 /docs。对其他机器开放须先有密钥（nianbao keys make）。

    示例：nianbao serve --port 8000
    """
    with imported_from("serve"):
        from service.commands.serving import serve_until_told

    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    serve_until_told(settings_with(**given))


for _command in (worker, push, pull, backup, restore):
    app.command()(_command)
app.add_typer(keys_app, name="keys")


@app.command()
def rules(
    files: list[Path] | None = typer.Argument(None, help="自定规则文件或其文件夹，与 --check 同用。"),
    as_json: bool = typer.Option(False, "--json", help="输出 JSON，每条规则一行。"),
    check_files: bool = typer.Option(False, "--check", help="检查所给的规则文件，列出全部错误，不列规则。"),
) -> None:
    """列出全部核对规则及其依据，包括 NIANBAO_RULES 所指的自定规则；或用 --check 检查规则文件。

    示例：nianbao rules

    示例：nianbao rules --check 本省规则.toml
    """
    if check_files != bool(files):
        raise failure("检查规则文件请写：nianbao rules --check 文件……")
    if files:
        _check_rule_files(files)
        return
    try:
        infos = all_rules(load_rules(settings_with().rules))
    except RuleError as error:
        raise failure(f"{error.message} [{error.code}]") from error
    if as_json:
        for info in infos:
            typer.echo(RuleJson.of(info).model_dump_json())
        return
    table = Table(box=None, header_style="bold")
    for heading in ("编号", "规则", "程度", "格式", "依据"):
        table.add_column(heading, overflow="fold")
    for info in infos:
        table.add_row(
            info.id, info.title, info.severity if info.active else "off", "、".join(info.editions), info.basis
        )
    Console().print(table)


def _check_rule_files(files: list[Path]) -> None:
    """Every problem on a line of stdout, and exit status 1; how many rules there are where there is none."""
    try:
        found = load_rules(files)
    except RuleError as error:
        for problem in error.problems:
            typer.echo(problem)
        raise typer.Exit(1) from error
    n_own = sum(rule.origin == "user" for rule in found.rules)
    typer.echo(f"没有错误：自定规则 {n_own} 条，改动自带规则 {len(found.overrides)} 条。")


@app.command()
def version() -> None:
    """显示版本。

    示例：nianbao version
    """
    typer.echo(__version__)


def _read_one(path: Path, reader: ReportReader, *, as_json: bool, all_findings: bool) -> None:
    reading = read_one(path, reader)
    if as_json:
        typer.echo(ReadingJson.of(reading).line())
    else:
        show(reading, Console(), all_findings=all_findings)


def _read_many(files: list[Path], reader: ReportReader, limits: Limits) -> None:
    n_read = n_failed = 0
    for outcome in read_with_progress(files, reader, limits):
        typer.echo(_line(outcome))
        n_read += outcome.error is None
        n_failed += outcome.error is not None
    progress_console.print(f"读取 {n_read} 份，未能读取 {n_failed} 份")
    if n_failed:
        raise typer.Exit(1)


def _line(outcome: Outcome) -> str:
    if outcome.reading is not None:
        return ReadingJson.of(outcome.reading).line()
    error = outcome.error
    problem = None if error is None else {"code": error.code, "message": error.message}
    return json.dumps({"document": {"name": outcome.name}, "error": problem}, ensure_ascii=False)


def _add_commands_of_training() -> None:
    """Commands that this distribution declares for the training part, which nothing here may import."""
    for entry in sorted(entry_points(group="nianbao.commands"), key=lambda entry: entry.name):
        command = entry.load()
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=entry.name)
        else:
            app.command(entry.name)(command)


_add_commands_of_training()
