"""Readings, facts, cells and findings of the service, written as they come."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Literal, cast

from service.client import Client
from service.commands.context import failure, progress_console
from service.commands.remote import remote

What = Literal["readings", "facts", "cells", "findings"]
# The formats of each, the first where there is no file to name one.
_FORMATS: Final[Mapping[str, tuple[str, ...]]] = {
    "readings": ("jsonl",),
    "facts": ("csv", "jsonl", "parquet"),
    "cells": ("csv", "jsonl", "parquet"),
    "findings": ("xlsx",),
}


def pull_results(
    what: What, *, agency: str | None, year: int | None, output: Path | None, url: str | None, key: str | None
) -> None:
    """Fetch and write; ends the command with 2 where that cannot be."""
    format_ = _format(what, output)
    with remote(url, key) as client:
        pieces = _pieces(client, what, format_, agency, year)
        try:
            if output is None:
                for piece in pieces:
                    sys.stdout.buffer.write(piece)
                sys.stdout.buffer.flush()
            else:
                _write(pieces, output)
        except OSError as error:
            raise failure(f"不能写入“{error.filename or output}”：{error.strerror or error}") from error
    if output is not None:
        progress_console.print(f"已写入 {output}", markup=False)


def _format(what: What, output: Path | None) -> str:
    formats = _FORMATS[what]
    if output is None:
        if what == "findings":
            raise failure("整改清单是 Excel 文件，请用 --output 给出文件名，如 --output 整改清单.xlsx。")
        return formats[0]
    wanted = output.suffix.lower().removeprefix(".")
    if wanted not in formats:
        raise failure(f"{what} 可以写成 {'、'.join('.' + each for each in formats)}，不能写成“{output.name}”。")
    return wanted


def _pieces(client: Client, what: What, format_: str, agency: str | None, year: int | None) -> Iterator[bytes]:
    if what == "readings":
        for report in client.reports(agency=agency, year=year):
            yield json.dumps(client.report(report.id), ensure_ascii=False).encode() + b"\n"
    elif what == "findings":
        yield client.all_findings(agency=agency, year=year)
    else:
        wanted = cast(Literal["csv", "jsonl", "parquet"], format_)
        yield from client.export(what, wanted, agency=agency, year=year)


def _write(pieces: Iterator[bytes], output: Path) -> None:
    """The file appears whole or not at all."""
    scratch = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with scratch.open("wb") as file:
            for piece in pieces:
                file.write(piece)
        scratch.replace(output)
    finally:
        scratch.unlink(missing_ok=True)
