"""A report reader as the settings say: the model loaded, documents read in processes with limits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.documents.isolated.reader import IsolatedReader
from service.documents.limits import Limits
from service.reading import ReportReader
from service.reconcile.engine import load_rules
from service.settings import Settings

_MIB = 1024 * 1024


@contextmanager
def open_reader(settings: Settings, *, model: Path | None = None) -> Iterator[ReportReader]:
    """The report reader until the end of the context; raises ModelMissing, ModelDamaged or RuleError."""
    rules = load_rules(settings.rules)
    with isolated_reader(settings) as documents:
        documents.start()  # meanwhile the model is loaded
        yield ReportReader.load(
            model or settings.model, n_threads=settings.model_threads, read=documents.read, rules=rules
        )


def isolated_reader(settings: Settings) -> IsolatedReader:
    """The reader of documents, with the limits that are set."""
    return IsolatedReader(
        limits=limits_of(settings),
        timeout_s=settings.read_timeout_s,
        memory_bytes=settings.read_memory_mb * _MIB,
        n_workers=settings.read_workers,
    )


def limits_of(settings: Settings) -> Limits:
    """How much a document may be."""
    return Limits(
        max_bytes=settings.max_upload_bytes,
        max_pages=settings.max_pages,
        max_cells=settings.max_cells,
        max_characters=settings.max_characters,
    )
