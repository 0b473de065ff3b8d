"""``nianbao pull``: what the service has read, as files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import typer

from service.commands.context import imported_from


class What(StrEnum):
    """What is fetched."""

    READINGS = "readings"
    FACTS = "facts"
    CELLS = "cells"
    FINDINGS = "findings"


def pull(
    what: What = typer.Argument(
        What.READINGS, help="readings 读取结果，facts 事实，cells 统计表各格，findings 整改清单。"
    ),
    agency: str | None = typer.Option(None, help="只取这个机关的报告。"),
    year: int | None = typer.Option(None, min=1900, max=2200, help="只取这一年度的报告。"),
    output: Path | None = typer.Option(
        None,
        dir_okay=False,
        help="写入文件，按扩展名：readings 用 .jsonl，facts 和 cells 用 .csv、.jsonl 或 .parquet，findings 用 .xlsx。",
    ),
    url: str | None = typer.Option(None, help="服务地址，默认 http://127.0.0.1:8000（NIANBAO_URL）。"),
    key: str | None = typer.Option(None, help="密钥；写在命令里会留在历史记录中，最好用 NIANBAO_KEY。"),
) -> None:
    """从服务取回结果。不写 --output 时输出到标准输出：读取结果每份一行 JSON，事实和各格为 CSV。

    示例：nianbao pull --year 2023 > readings.jsonl

    示例：nianbao pull findings --year 2023 --output 整改清单.xlsx

    示例：nianbao pull facts --output facts.parquet
    """
    with imported_from("client"):
        from service.commands.pulling import pull_results

    pull_results(what.value, agency=agency, year=year, output=output, url=url, key=key)
