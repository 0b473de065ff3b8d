"""Every file of the corpus gives its code, in this process and through one with limits, and the next one is read."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from functools import cache

import pytest

from service.documents.isolated.reader import IsolatedReader
from service.documents.reader import DocumentReader, read_document
from service.errors import DocumentError
from tests.hostile.corpus import CORPUS, READ, Case
from tests.hostile.packages import TEXT

MIB = 1024 * 1024
HAN = re.compile("[\u4e00-\u9fff]")
# What takes a process down, or very long, is not read in this one.
ONLY_ISOLATED = {"document.crashed", "document.timeout"}
IN_PROCESS = [case for case in CORPUS if not case.outcomes & ONLY_ISOLATED]


@cache
def data_of(case: Case) -> bytes:
    return case.build()


@pytest.fixture(scope="module")
def isolated() -> Iterator[IsolatedReader]:
    with IsolatedReader(timeout_s=60, memory_bytes=1024 * MIB, n_workers=1) as reader:
        yield reader


def outcome(read: DocumentReader, case: Case) -> str:
    if case.needs is not None and shutil.which(case.needs) is None:
        if os.environ.get("CI"):
            pytest.fail(f"{case.needs} must be installed where CI is set")
        pytest.skip(f"{case.needs} is not installed")
    try:
        return READ if read(data_of(case), case.name).blocks else "nothing"
    except DocumentError as error:
        return error.code if HAN.search(error.message) else f"{error.code} without a message for a clerk"


@pytest.mark.parametrize("case", IN_PROCESS, ids=lambda case: case.name)
def test_a_hostile_file_gives_its_code(case: Case) -> None:
    assert outcome(read_document, case) in case.outcomes


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.name)
def test_a_hostile_file_gives_its_code_in_a_process_with_limits(isolated: IsolatedReader, case: Case) -> None:
    assert outcome(isolated.read, case) in case.outcomes
    assert isolated.read(TEXT.encode(), "good.txt").blocks
