"""``make bench``: time of each stage and peak memory of reading the examples and, where they are, the real reports."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from rich.console import Console
from rich.table import Table

from models.registry import RELEASED, newest
from service.reading import ReportReader

REPOSITORY = Path(__file__).parents[1]
N_RUNS = 5


def reports() -> list[Path]:
    """The examples, and the real reports where they lie beside the checkout."""
    examples = sorted([*(REPOSITORY / "examples").glob("[0-9]*.docx"), *(REPOSITORY / "examples").glob("[0-9]*.txt")])
    return examples + sorted((REPOSITORY.parent / "shared" / "seeds").glob("*.txt"))


def peak_mib() -> float:
    """Largest resident memory of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(console: Console) -> None:
    """Read every report several times, one thread, and print the best time of each stage."""
    began = time.perf_counter()
    reader = ReportReader.load(RELEASED)
    console.print(f"model {newest().label} loaded in {time.perf_counter() - began:.2f} s, {peak_mib():.0f} MiB")
    table = Table("report", "characters", "read ms", "extract ms", "reconcile ms", "all ms", "peak MiB", box=None)
    for path in reports():
        data = path.read_bytes()
        runs = [reader.read(data, path.name) for _ in range(N_RUNS)]
        times = [(r.timings.read_ms, r.timings.extract_ms, r.timings.reconcile_ms) for r in runs]
        best = min(times, key=sum)
        row = (*(f"{ms:.1f}" for ms in best), f"{sum(best):.1f}", f"{peak_mib():.0f}")
        table.add_row(path.name, str(len(runs[0].report.text)), *row)
    console.print(table)


def measure_start(console: Console) -> None:
    """Start the service with the interpreter at hand and say when it is ready."""
    port = 8643
    command = [sys.executable, "-m", "service", "serve", "--port", str(port)]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=REPOSITORY)
    try:
        while time.perf_counter() - began < 60:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1):
                    break
            except OSError:
                time.sleep(0.02)
        console.print(f"service ready {time.perf_counter() - began:.2f} s after its start (this environment)")
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    shown = Console()
    measure(shown)
    measure_start(shown)
