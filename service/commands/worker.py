"""``nianbao worker``: does jobs beside the service."""

from __future__ import annotations

import typer

from service.commands.context import imported_from


def worker(
    metrics_port: int | None = typer.Option(
        None, min=1, max=65535, help="在本机这个端口提供 Prometheus 指标，默认不提供。"
    ),
) -> None:
    """在服务之外执行任务：批量读取、重新读取、训练（装有训练组件时）。与服务共用同一数据库和原件存放处，可同时运行多个。

    收到 SIGTERM 时读完手上的一份报告，把任务放回队列后退出。

    示例：nianbao worker --metrics-port 9101
    """
    with imported_from("serve"):
        from service.commands.working import work_until_told

    work_until_told(metrics_port)
