"""Files among the originals that nobody wants any more, or that nobody came to want."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from sqlalchemy.exc import SQLAlchemyError

from service.errors import StoreError
from service.store import files, jobs
from service.store.store import Store


def release(store: Store, sha256s: Iterable[str]) -> None:
    """Let go of those of some files that nobody wants."""
    with store.database.writing() as connection:
        files.letting_go(connection)
        files.let_go(connection, store.originals, sha256s)


@contextmanager
def provisional(store: Store) -> Iterator[list[str]]:
    """A list for files that are put: let go again where the context fails, and with it what they were put for."""
    put: list[str] = []
    try:
        yield put
    except Exception:
        with suppress(SQLAlchemyError, StoreError):
            release(store, put)
        raise


def clear(store: Store, job_id: str | None = None) -> None:
    """Let go of the files that batches which ended never read, or could not read; of one where ``job_id`` names it.

    Which those are stands in the rows until the files are gone, so that nothing is left where a process dies here.
    """
    with store.database.reading() as connection:
        if not jobs.unread_files(connection, job_id):
            return
    with store.database.writing() as connection:
        files.letting_go(connection)
        unread = jobs.unread_files(connection, job_id)
        files.let_go(connection, store.originals, unread.values())
        jobs.forget_files(connection, unread)
