"""``nianbao check``: the findings of one report or of many, each beside the same body's report of the year before."""

from __future__ import annotations

from pathlib import Path

import typer


def check(
    paths: list[Path] = typer.Argument(..., exists=True, help="报告文件、存放报告的文件夹或 ZIP 压缩包。"),
    last_year: Path | None = typer.Option(
        None, exists=True, dir_okay=False, help="同一机关上年的报告；核对文件夹时按机关和年度自动对应。"
    ),
    as_json: bool = typer.Option(False, "--json", help="输出 JSON，每份报告一行。"),
    all_findings: bool = typer.Option(False, "--all", help="连同相符的核对结果一并列出。"),
    output: Path | None = typer.Option(None, help="把问题清单写入文件：.html、.docx 或 .xlsx。"),
    verdicts: Path | None = typer.Option(
        None, exists=True, dir_okay=False, help="人工核实结论（.jsonl，或填好结论的 .xlsx 清单）。"
    ),
    model: Path | None = typer.Option(None, help="模型所在文件夹，默认为随软件发布的模型。"),
) -> None:
    """核对报告，列出不符之处。一份报告逐条列出；文件夹或压缩包逐份核对，按机关汇总，有上年报告的一并与上年核对。

    有错误时退出码为 1，文件不能读取时为 2。

    示例：nianbao check examples/01-education-2023.docx

    示例：nianbao check 本年.docx --last-year 上年.docx --output 整改清单.docx

    示例：nianbao check 各单位报送.zip --output 核对结果.xlsx
    """
    # Lists of findings take libraries that no other command needs.
    from service.commands.checking import check_reports

    check_reports(
        paths,
        last_year=last_year,
        as_json=as_json,
        all_findings=all_findings,
        output=output,
        verdicts=verdicts,
        model=model,
    )
