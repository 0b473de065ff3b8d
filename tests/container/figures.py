"""What is measured of images and containers, and the tables that tell it."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table


@dataclass(slots=True)
class Figures:
    """Measurements by name of image or service; what was not measured is not there."""

    composer: str = ""
    image_mb: dict[str, float] = field(default_factory=dict)
    build_s: dict[str, float] = field(default_factory=dict)
    ready_s: dict[str, float] = field(default_factory=dict)
    memory_mib: dict[str, float] = field(default_factory=dict)

    def told(self) -> str:
        """The tables as text."""
        out = io.StringIO()
        console = Console(file=out, width=100)
        console.print(_table("image", {"MB": self.image_mb, "built in s": self.build_s}))
        console.print(_table("container", {"ready after s": self.ready_s, "MiB": self.memory_mib}))
        console.print(f"composed by {self.composer}")
        return out.getvalue()


def _table(first: str, columns: dict[str, dict[str, float]]) -> Table:
    table = Table(box=None, header_style="bold")
    table.add_column(first)
    for heading in columns:
        table.add_column(heading, justify="right")
    for name in dict.fromkeys(name for column in columns.values() for name in column):
        table.add_row(name, *(f"{column[name]:,.1f}" if name in column else "–" for column in columns.values()))
    return table
