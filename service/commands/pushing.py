"""Files sent in portions, each a job of the service, and waited for where that is wished."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from service.batch.files import report_files
from service.client import Client, Job
from service.commands.context import NO_REPORTS, failure, progress_console
from service.commands.remote import remote

# One request holds so much at most: it is kept in memory here.
_MOST_BYTES = 64 * 1024 * 1024
_MOST_FILES = 200


def push_reports(paths: list[Path], *, url: str | None, key: str | None, wait: bool) -> None:
    """Send all reports; ends the command with 1 where one could not be read and 2 where they could not be sent."""
    files = report_files(paths)
    if not files:
        raise failure(NO_REPORTS)
    with remote(url, key) as client:
        jobs = _sent(client, files)
        if not wait:
            for job in jobs:
                typer.echo(job.id)
            return
        n_read, n_failed = _followed(client, jobs)
    progress_console.print(f"读取 {n_read} 份，未能读取 {n_failed} 份")
    if n_failed:
        raise typer.Exit(1)


def _sent(client: Client, files: Sequence[Path]) -> list[Job]:
    jobs: list[Job] = []
    columns = (TextColumn("报送"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=progress_console, transient=True) as progress:
        task = progress.add_task("send", total=len(files))
        for portion in _portions(files):
            try:
                jobs.append(client.batch(portion))
            except OSError as error:
                raise failure(f"不能读取“{error.filename}”：{error.strerror}") from error
            progress.update(task, advance=len(portion))
    return jobs


def _portions(files: Sequence[Path]) -> Iterator[list[Path]]:
    """The files in order, so many at a time as one request may hold, at least one."""
    portion: list[Path] = []
    n_bytes = 0
    for file in files:
        size = file.stat().st_size
        if portion and (len(portion) == _MOST_FILES or n_bytes + size > _MOST_BYTES):
            yield portion
            portion, n_bytes = [], 0
        portion.append(file)
        n_bytes += size
    if portion:
        yield portion


def _followed(client: Client, jobs: Sequence[Job]) -> tuple[int, int]:
    """Wait for every job and print what became of its files; how many were read, and how many not."""
    n_read = n_failed = 0
    columns = (TextColumn("读取"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=progress_console, transient=True) as progress:
        for job in jobs:
            task = progress.add_task("read", total=job.n_items)
            ended = client.wait(job, progress=lambda now, task=task: progress.update(task, completed=now.n_done))  # type: ignore[misc]
            for item in client.items(ended):
                typer.echo(json.dumps({"job": job.id, **asdict(item)}, ensure_ascii=False))
                n_read += item.state == "read"
                n_failed += item.state != "read"
            if ended.state != "done":
                typer.echo(f"任务 {job.id} 没有完成：{ended.message or ended.state}", err=True)
    return n_read, n_failed
