"""A reader that hangs, hoards memory, crashes or prints harms nobody else, and the next document is read."""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from service import errors
from service.documents.isolated.reader import IsolatedReader
from service.documents.limits import Limits
from service.documents.reader import read_document
from service.errors import (
    DamagedDocument,
    DocumentError,
    DocumentTooComplex,
    DocumentTooLarge,
    EmptyDocument,
    ExpressionError,
    NianbaoError,
    ReadingCrashed,
    ReadingTimedOut,
)
from tests.hostile import readers
from tests.hostile.packages import TEXT

GOOD = TEXT.encode()
MIB = 1024 * 1024


@pytest.fixture(scope="module")
def patient() -> Iterator[IsolatedReader]:
    """Whose time is never what runs out."""
    with IsolatedReader(timeout_s=120, memory_bytes=200 * MIB, n_workers=1, read=readers.by_name) as reader:
        yield reader


@pytest.fixture(scope="module")
def hasty() -> Iterator[IsolatedReader]:
    with IsolatedReader(timeout_s=0.5, n_workers=1, read=readers.by_name) as reader:
        yield reader


def assert_reads_the_next(reader: IsolatedReader) -> None:
    assert reader.read(GOOD, "good.txt") == read_document(GOOD, "good.txt")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("hoards_in_one_piece", DocumentTooComplex),
        ("hoards_in_small_pieces", DocumentTooComplex),
        ("exits", ReadingCrashed),
        ("exits_with_an_error", ReadingCrashed),
        ("is_killed", ReadingCrashed),
        ("segfaults", ReadingCrashed),
        ("aborts", ReadingCrashed),
        ("raises_what_no_one_expects", ReadingCrashed),
        ("recurses", ReadingCrashed),
        ("opens_too_many_files", ReadingCrashed),
        ("raises_a_document_error", DamagedDocument),
        ("raises_an_error_with_a_position", ExpressionError),
    ],
)
def test_what_a_reader_does_is_an_error_and_no_more(
    patient: IsolatedReader, name: str, expected: type[NianbaoError]
) -> None:
    with pytest.raises(expected) as raised:
        patient.read(GOOD, f"{name}.txt")
    assert type(raised.value) is expected
    assert_reads_the_next(patient)


@pytest.mark.parametrize(
    "name", ["hangs", "hangs_in_a_pattern", "hangs_deaf", "exits_as_if_all_were_well", "leaves_a_program_running"]
)
def test_what_does_not_end_is_ended(hasty: IsolatedReader, name: str) -> None:
    with pytest.raises(ReadingTimedOut, match=r"0\.5"):
        hasty.read(GOOD, f"{name}.txt")
    assert_reads_the_next(hasty)


def test_programs_of_a_reader_end_with_it(hasty: IsolatedReader) -> None:
    if not Path("/proc/self/cmdline").exists():
        pytest.skip("only Linux tells what runs")
    with pytest.raises(ReadingTimedOut):
        hasty.read(GOOD, "leaves_a_program_running.txt")
    wanted = b"import time; time.sleep(3600)"
    for _ in range(100):
        if not (running := [path for path in Path("/proc").glob("[0-9]*/cmdline") if wanted in _bytes(path)]):
            break
        time.sleep(0.1)
    assert running == []


def test_what_a_reader_prints_goes_nowhere(patient: IsolatedReader, capfd: pytest.CaptureFixture[str]) -> None:
    assert patient.read(GOOD, "prints.txt").blocks
    assert capfd.readouterr() == ("", "")


def test_a_process_that_ended_while_it_waited_is_no_fault_of_the_next_document() -> None:
    with IsolatedReader(n_workers=1, read=readers.noting_its_process) as reader:
        process = int(reader.read(GOOD, "good.txt").name)
        assert process != os.getpid()
        os.kill(process, signal.SIGKILL)
        assert int(reader.read(GOOD, "good.txt").name) != process


def test_many_threads_share_the_processes() -> None:
    names = [f"{n}.txt" for n in range(40)] + ["exits.txt", "segfaults.txt"] * 2

    def read(reader: IsolatedReader, name: str) -> str:
        try:
            return reader.read(GOOD, name).name
        except ReadingCrashed:
            return "crashed"

    with (
        IsolatedReader(timeout_s=60, n_workers=3, read=readers.by_name) as reader,
        ThreadPoolExecutor(12) as threads,
    ):
        found = list(threads.map(partial(read, reader), names))
    assert found == names[:40] + ["crashed"] * 4


def test_closing_ends_what_is_being_read() -> None:
    reader = IsolatedReader(n_workers=1, timeout_s=600, read=readers.by_name)
    assert_reads_the_next(reader)
    caught: list[Exception] = []

    def read() -> None:
        try:
            reader.read(GOOD, "hangs.txt")
        except DocumentError as error:
            caught.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    reader.close()
    thread.join(60)
    assert [type(error) for error in caught] == [ReadingCrashed]
    with pytest.raises(ReadingCrashed):
        reader.read(GOOD, "good.txt")


def test_started_and_closed_at_once() -> None:
    with IsolatedReader() as reader:
        reader.start()


def test_limits_hold_in_the_process_too() -> None:
    limits = Limits(max_bytes=200, max_characters=20)
    with IsolatedReader(limits=limits, n_workers=1) as reader:
        with pytest.raises(DocumentTooLarge):
            reader.read(GOOD * 10, "long.txt")
        with pytest.raises(DocumentTooComplex):
            reader.read(GOOD, "good.txt")
        with pytest.raises(EmptyDocument):
            reader.read(b" ", "empty.txt")


def kinds(root: type[NianbaoError] = NianbaoError) -> list[type[NianbaoError]]:
    return [root, *(kind for below in root.__subclasses__() for kind in kinds(below))]


@pytest.mark.parametrize("kind", kinds())
def test_errors_come_out_of_another_process_as_they_are(kind: type[NianbaoError]) -> None:
    error = ExpressionError("坏了", position=2) if kind is ExpressionError else kind("坏了")
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is kind
    assert (back.args, back.__dict__, str(back)) == (error.args, error.__dict__, str(error))
    assert kind.__module__ == errors.__name__


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
