"""What happens inside a process that reads: one document at a time, and every outcome as a plain value."""

from __future__ import annotations

import os
import traceback
from dataclasses import dataclass

from service.documents.document import Document
from service.documents.isolated.restraint import Restraint, restrain, start_clock, stop_clock
from service.documents.reader import DocumentReader
from service.errors import NianbaoError

# An exit status that nothing else uses here: the memory was not enough, and what is left of it cannot be trusted.
OUT_OF_MEMORY = 77


@dataclass(frozen=True, slots=True)
class Defect:
    """An error of ours and not of the document, as text: the error itself may not survive the way back."""

    trace: str


Outcome = Document | NianbaoError | Defect


def prepare(restraint: Restraint) -> None:
    """Begin a process that reads."""
    restrain(restraint)


def outcome_of(read: DocumentReader, data: bytes, name: str, timeout_s: float) -> Outcome:
    """Read a document under the clock. Does not return where time or memory run out: the process ends."""
    start_clock(timeout_s)
    try:
        return read(data, name)
    except NianbaoError as error:
        return error
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except BaseException as error:  # the last place where a defect of a reader, or its exit, can be told from a crash
        # Where it happened and what kind it was; a message might quote the report, and logs hold none of it.
        return Defect("".join((*traceback.format_tb(error.__traceback__), type(error).__name__)))
    finally:
        stop_clock()


def is_alive() -> bool:
    """Asked of a process to have it started."""
    return True
