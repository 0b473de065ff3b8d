"""A file written so that at no time half of it stands where the whole one stood."""

from __future__ import annotations

import os
from pathlib import Path


def replaced(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` by way of a file beside it; raises OSError where that cannot be."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
