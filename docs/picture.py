"""Draw ``docs/reading.svg``: what ``nianbao read`` prints for one of the examples (``make picture``)."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from service.reading import ReportReader
from service.settings import Settings
from service.show import show

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "examples" / "08-transport-2023.docx"


def main() -> None:
    """Read the example and save the picture."""
    console = Console(record=True, width=132, force_terminal=True, file=io.StringIO())
    show(ReportReader.load(Settings().model).read(EXAMPLE.read_bytes(), EXAMPLE.name), console)
    console.save_svg(str(HERE / "reading.svg"), title=f"nianbao read examples/{EXAMPLE.name}")


if __name__ == "__main__":
    main()
