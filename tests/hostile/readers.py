"""Readers that misbehave, one for each way to harm the process that reads. They are found by name in that process."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import subprocess
import sys
import time

from service.documents.document import Document
from service.documents.reader import read_document
from service.errors import DamagedDocument, ExpressionError

GOOD = "青禾县水务局2023年政府信息公开工作年度报告\n一、总体情况\n全年公开信息12条。\n".encode()


def by_name(data: bytes, name: str) -> Document:
    """Does what the name of the document says; what has no such name is read as it should be."""
    misbehave = globals().get(name.removesuffix(".txt"))
    if misbehave is not None:
        misbehave()
    return read_document(data, name)


def hangs() -> None:
    time.sleep(3600)


def hangs_in_a_pattern() -> None:
    re.match(r"(a+)+b", "a" * 64)  # never gives the interpreter back


def hangs_deaf() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        pass


def hoards_in_one_piece() -> None:
    bytearray(1 << 36)


def hoards_in_small_pieces() -> None:
    hoard: list[object] = []
    while True:
        hoard.append([0] * 1000)


def exits() -> None:
    os._exit(1)


def exits_as_if_all_were_well() -> None:
    os._exit(0)


def exits_with_an_error() -> None:
    sys.exit(3)


def is_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def segfaults() -> None:
    ctypes.string_at(0)


def aborts() -> None:
    os.abort()


def prints() -> None:
    print("a line that belongs to no result")
    os.write(1, b"and one that goes around the interpreter\n")


def raises_what_no_one_expects() -> None:
    class Private(Exception):
        pass

    raise Private("not known elsewhere")


def recurses() -> None:
    recurses()


def raises_a_document_error() -> None:
    raise DamagedDocument("已损坏")


def raises_an_error_with_a_position() -> None:
    raise ExpressionError("多了一个括号", position=4)


def leaves_a_program_running() -> None:
    subprocess.run([sys.executable, "-c", "import time; time.sleep(3600)"], check=False)


def opens_too_many_files() -> None:
    files = [os.open(os.devnull, os.O_RDONLY) for _ in range(5000)]
    print(len(files))


def noting_its_process(data: bytes, name: str) -> Document:
    """The document under the number of the process that read it."""
    return read_document(data, str(os.getpid()))
