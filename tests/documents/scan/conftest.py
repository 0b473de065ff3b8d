"""Tesseract for the tests that need it, and a program in its stead for those that do not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from service.documents.scan import tesseract as module
from tests.documents.scan.drawing import need_tesseract


@pytest.fixture
def tesseract() -> None:
    """Tesseract, or the test is skipped."""
    need_tesseract()


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a shell script in the place of Tesseract."""

    def install(script: str) -> None:
        path = tmp_path / "tesseract"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    module._languages.cache_clear()
    return install
