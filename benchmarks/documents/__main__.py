"""``make bench-documents``: how exactly and how fast generated reports are read, by format and variant."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from statistics import median, quantiles

from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.documents.cases import EXACT_FORMATS, FORMATS, Case, cases
from benchmarks.documents.comparing import Outcome, compare

DEFAULT_COUNT = 320
# What one start of another program makes of one file takes seconds.
_SLOW = {"doc": 16, "rtf": 16, "odt": 16, "scan": 10}
_WIDTH = 150
_KEPT_FILES, _SHOWN_CELLS, _AT_ONCE = 10, 4, 40
_HEADS = ("documents", "cells", "exact cells", "exact %", "exact documents", "exact narratives", "ms median", "ms p95")

Read = tuple[Case, Outcome]


def main() -> int:
    """Read the files, print the tables; 1 where a cell of an exact format was read wrongly."""
    options = _options()
    console, kept = Console(), Path(options.keep)
    console.width = max(console.width, _WIDTH)  # a table cut to the width of a log is of no use
    read = {format_: list(_read(format_, options)) for format_ in options.formats}
    console.print(_table(read, "variant", lambda case: case.variant))
    console.print(_table(read, "edition", lambda case: case.report.edition))
    console.print(_format_table(read))
    for found in read.values():
        _show_wrong(console, found, kept)
    wrong = [
        format_ for format_ in read if format_ in EXACT_FORMATS and any(outcome.wrong for _, outcome in read[format_])
    ]
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.documents", description=__doc__)
    parser.add_argument("--count", type=int, default=DEFAULT_COUNT, help="files of each format")
    parser.add_argument("--first", type=int, default=0, help="number of the first report; others than before are fresh")
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=list(FORMATS))
    parser.add_argument("--jobs", type=int, default=1, help="files read at the same time; 1 gives honest times")
    parser.add_argument(
        "--keep", default=f"{tempfile.gettempdir()}/nianbao-documents", help="folder for files read wrongly"
    )
    return parser.parse_args()


def _read(format_: str, options: argparse.Namespace) -> Iterator[Read]:
    """Every file of a format, read in processes of their own so that their memory is the reader's alone."""
    count = max(1, options.count // _SLOW.get(format_, 1))
    made = iter(track(cases(format_, count, options.first), f"{format_:5}", total=count, console=Console(stderr=True)))
    context = multiprocessing.get_context("spawn")
    first = next(made)
    with ProcessPoolExecutor(options.jobs, mp_context=context, initializer=compare, initargs=(first,)) as pool:
        yield first, pool.submit(compare, first).result()
        while chunk := list(islice(made, _AT_ONCE)):
            yield from zip(chunk, pool.map(compare, chunk), strict=True)


def _table(read: dict[str, list[Read]], title: str, kind: Callable[[Case], str]) -> Table:
    """A row for every kind of file in every format."""
    table = Table("format", title, *_HEADS, box=None)
    for column in table.columns[2:]:
        column.justify = "right"
    for format_, found in read.items():
        kinds: dict[str, list[Outcome]] = defaultdict(list)
        for case, outcome in found:
            kinds[kind(case)].append(outcome)
        for name, outcomes in sorted(kinds.items()):
            table.add_row(format_, name, *_row(outcomes))
    return table


def _format_table(read: dict[str, list[Read]]) -> Table:
    """A row for every format; ``wrong unseen`` are wrong cells on which the service casts no doubt."""
    table = Table("format", *_HEADS, "ms a page", "p95", "peak MiB", "wrong unseen", box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    for format_, found in read.items():
        outcomes = [outcome for _, outcome in found]
        pages = [outcome.milliseconds / outcome.pages for outcome in outcomes if outcome.pages]
        peak = max(outcome.peak_mib for outcome in outcomes)
        unseen = sum(not cell.doubtful for outcome in outcomes for cell in outcome.wrong)
        table.add_row(format_, *_row(outcomes), *_times(pages), f"{peak:.0f}", str(unseen))
    return table


def _row(outcomes: Sequence[Outcome]) -> list[str]:
    n_cells = sum(outcome.n_cells for outcome in outcomes)
    n_exact = n_cells - sum(len(outcome.wrong) for outcome in outcomes)
    return [
        str(len(outcomes)),
        str(n_cells),
        str(n_exact),
        f"{100 * n_exact / n_cells:.2f}",
        str(sum(not outcome.wrong for outcome in outcomes)),
        str(sum(not outcome.narrative for outcome in outcomes)),
        *_times([outcome.milliseconds for outcome in outcomes if outcome.failure is None]),
    ]


def _times(values: Sequence[float]) -> tuple[str, str]:
    """Median and 95th percentile."""
    if not values:
        return "–", "–"
    return f"{median(values):.1f}", f"{quantiles([*values, values[-1]], n=20)[-1]:.1f}"


def _show_wrong(console: Console, found: Iterable[Read], folder: Path) -> None:
    """The first file of every variant that was not read as it stands, kept for a developer to open."""
    wrong = sorted((read for read in found if read[1].wrong or read[1].narrative), key=lambda read: not read[1].wrong)
    first_of_variant = {case.variant: (case, outcome) for case, outcome in reversed(wrong)}
    for case, outcome in sorted(first_of_variant.values(), key=lambda read: not read[1].wrong)[:_KEPT_FILES]:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{case.format}-{case.name}"
        path.write_bytes(case.data)
        console.print(
            f"\n{path}  ({case.report.edition}, {case.variant}): {len(outcome.wrong)} cells wrong", markup=False
        )
        for cell in outcome.wrong[:_SHOWN_CELLS]:
            console.print(
                f"  {cell.cell_id}: {cell.expected} stands there, found: {cell.found}", markup=False, soft_wrap=True
            )
        for line in outcome.narrative[:_SHOWN_CELLS]:
            console.print(f"  {line}", markup=False, soft_wrap=True)


if __name__ == "__main__":
    sys.exit(main())
