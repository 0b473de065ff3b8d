"""What a process that reads may use. Where the system cannot say so (Windows), only the clock outside holds."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

_MIB = 1024 * 1024
_MAX_OPEN_FILES = 256
_MAX_WRITTEN = 1024 * _MIB
# Behind the alarm: programs that the reader started are bound by it, should they outlive the reader.
_MORE_CPU_S = 5


@dataclass(frozen=True, slots=True)
class Restraint:
    """Seconds for one document, and bytes of memory beyond what a process has before it reads any."""

    timeout_s: float
    memory_bytes: int


HAS_ALARM = hasattr(signal, "setitimer")


def restrain(restraint: Restraint) -> None:
    """Bind this process: memory, open files, written files, no core dump, and the first to go when memory is short."""
    _become_leader()
    _silence()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # ends at once, even inside a library that never returns
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    if sys.platform != "win32":
        import resource

        _lower(resource.RLIMIT_CORE, 0)
        _lower(resource.RLIMIT_NOFILE, _MAX_OPEN_FILES)
        _lower(resource.RLIMIT_FSIZE, _MAX_WRITTEN)
        if used := _address_space():
            _lower(resource.RLIMIT_AS, used + restraint.memory_bytes)


def start_clock(timeout_s: float) -> None:
    """From now on this process has ``timeout_s`` seconds: the system ends it then, whatever it is doing."""
    if sys.platform != "win32":
        import resource

        usage = resource.getrusage(resource.RUSAGE_SELF)
        _lower(resource.RLIMIT_CPU, math.ceil(usage.ru_utime + usage.ru_stime + timeout_s) + _MORE_CPU_S)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, timeout_s)


def stop_clock() -> None:
    """The document is read."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, 0)


def _become_leader() -> None:
    """A group of its own: with it go the programs it started, and no Ctrl-C meant for the command reaches it."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)


def _silence() -> None:
    """What libraries print about a file is no result of ours."""
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    os.close(null)


def _address_space() -> int:
    """Bytes of address space in use; 0 where the system does not tell."""
    try:
        n_pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (OSError, ValueError):
        return 0
    return n_pages * os.sysconf("SC_PAGE_SIZE")


def _lower(limit: int, value: int) -> None:
    """Set the soft limit, within the hard one; a program started for a document may raise its own."""
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(limit)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
