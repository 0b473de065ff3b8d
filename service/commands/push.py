"""``nianbao push``: many reports to the service."""

from __future__ import annotations

from pathlib import Path

import typer

from service.commands.context import imported_from


def push(
    paths: list[Path] = typer.Argument(..., exists=True, help="报告文件、存放报告的文件夹或 ZIP 压缩包。"),
    url: str | None = typer.Option(None, help="服务地址，默认 http://127.0.0.1:8000（NIANBAO_URL）。"),
    key: str | None = typer.Option(None, help="密钥；写在命令里会留在历史记录中，最好用 NIANBAO_KEY。"),
    wait: bool = typer.Option(False, "--wait", help="等到全部读完，逐份列出结果。"),
) -> None:
    """把报告送到服务，由它读取。输出任务编号；--wait 时等待，每份报告输出一行 JSON。

    有报告未能读取时退出码为 1，不能报送时为 2。

    示例：nianbao push 各单位报送.zip --wait
    """
    with imported_from("client"):
        from service.commands.pushing import push_reports

    push_reports(paths, url=url, key=key, wait=wait)
