"""Word files → the files that LibreOffice makes of them: PDF as printed from Word, and older formats."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

Target = Literal["pdf", "doc", "rtf", "odt"]
TARGETS: dict[str, Target] = {"pdf": "pdf", "doc": "doc", "rtf": "rtf", "odt": "odt"}
_AT_ONCE = 20
_SECONDS_EACH = 30
_FILTERS = {"doc": "doc:MS Word 97", "rtf": "rtf:Rich Text Format"}


def installed() -> str | None:
    """The program, if it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(documents: Sequence[bytes], target: Target) -> list[bytes]:
    """Every Word file of ``documents`` in the format ``target``, in the same order.

    Several are converted by one start of the program, which takes longer than a file does.
    """
    program = installed()
    if program is None:
        raise SystemExit("LibreOffice (soffice) is not installed")
    converted: list[bytes] = []
    with tempfile.TemporaryDirectory(prefix="nianbao-office-") as folder:
        for start in range(0, len(documents), _AT_ONCE):
            converted += _batch(program, Path(folder), documents[start : start + _AT_ONCE], target)
    return converted


def _batch(program: str, folder: Path, documents: Sequence[bytes], target: Target) -> list[bytes]:
    """One start of the program, with a profile of its own beside the files."""
    inputs = [folder / f"{at}.docx" for at in range(len(documents))]
    for path, data in zip(inputs, documents, strict=True):
        path.write_bytes(data)
    command = [
        *(program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"),
        *("--convert-to", _FILTERS.get(target, target), "--outdir", str(folder), *map(str, inputs)),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=60 + _SECONDS_EACH * len(documents))
    outputs = [path.with_suffix(f".{target}") for path in inputs]
    found = [path.read_bytes() for path in outputs]
    for path in (*inputs, *outputs):
        path.unlink()
    return found
