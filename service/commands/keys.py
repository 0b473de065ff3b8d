"""``nianbao keys``: who may use the service, and for what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from service.commands.context import failure, imported_from, settings_with

if TYPE_CHECKING:
    from service.store.store import Store

_SCOPES = ("read", "write", "train", "admin")
_WHO = "nianbao keys"

keys_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="管理服务的密钥：建立、列出、撤销。")


@keys_app.command()
def make(
    name: str = typer.Argument(..., help="谁用这个密钥，如“办公室李某”；操作记录里以此署名。"),
    scope: list[str] = typer.Option(
        ["read"], help="权限：read 查看，write 报送、核实和删除，train 训练，admin 全部。可重复给出。"
    ),
) -> None:
    """建立密钥。密钥只在标准输出显示这一次，服务只保存它的散列值。

    示例：nianbao keys make 办公室 --scope write --scope train
    """
    with imported_from("serve"):
        from service.store import audit, keys

    wrong = [each for each in scope if each not in _SCOPES]
    if wrong:
        raise failure(f"没有“{'、'.join(wrong)}”这种权限；可用：{'、'.join(_SCOPES)}。")
    if not name.strip() or not name.isprintable() or len(name) > 100:
        raise failure("名称应是一至一百个可见的字符。")
    with _store() as store, store.database.writing() as connection:
        key, secret = keys.make(connection, name.strip(), scope)  # type: ignore[arg-type]
        audit.note(connection, _WHO, "key.make", key.id, {"name": key.name, "scopes": sorted(key.scopes)})
    typer.echo(
        f"密钥 {key.id}（{key.name}）已建立，权限 {'、'.join(sorted(key.scopes))}。请妥善保存，不再显示：", err=True
    )
    typer.echo(secret)


@keys_app.command("list")
def list_keys() -> None:
    """列出密钥：编号、名称、权限、建立和最近使用的时间；密钥本身不保存，也不显示。

    示例：nianbao keys list
    """
    from rich.console import Console
    from rich.table import Table

    with imported_from("serve"):
        from service.store import keys

    with _store() as store, store.database.reading() as connection:
        known = keys.every(connection)
    table = Table(box=None, header_style="bold")
    for heading in ("编号", "名称", "权限", "建立", "最近使用", "状态"):
        table.add_column(heading, overflow="fold")
    for key in known:
        used = f"{key.last_used_at:%Y-%m-%d}" if key.last_used_at else "—"
        state = "已撤销" if key.revoked else "有效"
        table.add_row(key.id, key.name, "、".join(sorted(key.scopes)), f"{key.created_at:%Y-%m-%d}", used, state)
    Console().print(table)


@keys_app.command()
def revoke(key_id: str = typer.Argument(..., metavar="编号", help="密钥的编号，见 nianbao keys list。")) -> None:
    """撤销密钥：立即失效，不能恢复。

    示例：nianbao keys revoke 0f3a9c5d7e1b
    """
    with imported_from("serve"):
        from service.store import audit, keys

    with _store() as store, store.database.writing() as connection:
        if not keys.revoke(connection, key_id):
            raise failure(f"没有编号为“{key_id}”的有效密钥。")
        audit.note(connection, _WHO, "key.revoke", key_id)
    typer.echo(f"密钥 {key_id} 已撤销。", err=True)


@contextmanager
def _store() -> Iterator[Store]:
    """The store of the settings; stops the command where it cannot be used."""
    from service.errors import StoreError
    from service.store.store import make_folder, open_store

    settings = settings_with()
    try:
        make_folder(settings.data)
        with open_store(settings.database, settings.originals_place) as store:
            yield store
    except StoreError as error:
        raise failure(f"{error.message} [{error.code}]") from error
