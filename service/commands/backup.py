"""``nianbao backup`` and ``nianbao restore``: the whole store in one file, and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from service.commands.context import failure, imported_from, settings_with

if TYPE_CHECKING:
    from service.backups.manifest import Manifest
    from service.settings import Settings
    from service.store.store import Store


def backup(
    file: Path = typer.Argument(..., dir_okay=False, metavar="文件.tar.gz", help="备份写入的文件，已有的会被取代。"),
) -> None:
    """备份全部数据：报告的各次读取结果、核实结论、改正、任务、密钥（散列值）、操作记录、原件和训练出的模型。不必停止服务。

    示例：nianbao backup nianbao-20260131.tar.gz
    """
    with imported_from("serve"):
        from service.backups.writing import write_backup

    told = _with_store(lambda store, settings: write_backup(store, settings.trained_models, file))
    typer.echo(f"已备份到 {file}：{_summary(told)}", err=True)
    if told.missing:
        typer.echo(f"有 {len(told.missing)} 份原件在备份之前就已经不在。", err=True)


def restore(
    file: Path = typer.Argument(
        ..., exists=True, dir_okay=False, metavar="文件.tar.gz", help="nianbao backup 写的文件。"
    ),
    force: bool = typer.Option(False, "--force", help="已有数据时，以备份取代它们。"),
) -> None:
    """从备份恢复。先核对备份是否完整，再写入；SQLite 和 PostgreSQL 的备份可以互相恢复。请先停止服务。

    示例：nianbao restore nianbao-20260131.tar.gz
    """
    with imported_from("serve"):
        from service.backups.restoring import restore_backup

    told = _with_store(lambda store, settings: restore_backup(store, settings.trained_models, file, force=force))
    typer.echo(f"已从 {file} 恢复：{_summary(told)}", err=True)


def _with_store(work: Callable[[Store, Settings], Manifest]) -> Manifest:
    """What ``work`` does with the store of the settings; stops the command where it cannot be done."""
    from service.errors import NianbaoError
    from service.store.store import open_store

    settings = settings_with()
    try:
        settings.trained_models.mkdir(parents=True, exist_ok=True)
        with open_store(settings.database, settings.originals_place) as store:
            return work(store, settings)
    except NianbaoError as error:
        raise failure(f"{error.message} [{error.code}]") from error
    except OSError as error:
        raise failure(f"不能读写“{error.filename or ''}”：{error.strerror or error}") from error


def _summary(told: Manifest) -> str:
    models = {path.split("/")[0] for path in told.models}
    return f"原件 {len(told.originals)} 份，模型 {len(models)} 个，{told.created_at:%Y-%m-%d %H:%M}（UTC）"
