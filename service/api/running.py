"""All that a running service holds: store, documents' readers, rules, the active model, a worker."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from service.api.readiness import Readiness
from service.api.views import Views
from service.errors import ModelError
from service.jobs.handlers import handlers
from service.jobs.hold import Hold
from service.jobs.worker import Handler, Worker
from service.opening import isolated_reader
from service.operation.warming import warm
from service.reading import ReportReader
from service.reconcile.rule_set import RuleSet
from service.settings import Settings
from service.shelf import ActiveModel, ModelShelf
from service.store import settled
from service.store.store import Store, make_folder, open_store

# How soon a model that was activated elsewhere is read with here.
_FOLLOW_EVERY_S = 2.0
_log = logging.getLogger("nianbao")


@dataclass(frozen=True, slots=True)
class Running:
    """What handlers and workers need; ``stop`` is set when the process is to end.

    ``switching`` is held while it is looked up which model is wanted and the model is put into use, so that an older
    answer never undoes a newer one. ``views`` are those that the audit log has.
    """

    settings: Settings
    rules: RuleSet
    store: Store
    shelf: ModelShelf
    active: ActiveModel
    stop: threading.Event
    switching: threading.Lock = field(default_factory=threading.Lock)
    views: Views = field(default_factory=Views)
    readiness: Readiness = field(default_factory=Readiness)

    def follow(self) -> ModelError | None:
        """Read with the model that was chosen last, anywhere; the error if that cannot be."""
        with self.switching:
            with self.store.database.reading() as connection:
                wanted = settled.value(connection, "active_model")
            return self.active.follow(wanted)


@contextmanager
def running(settings: Settings, rules: RuleSet) -> Iterator[Running]:
    """Everything opened, until the end of the context; StoreError where the store cannot be used.

    A model that is missing or damaged does not end the service: it says so at ``/readyz`` and reads nothing.
    """
    with ExitStack() as stack:
        make_folder(settings.trained_models)
        store = stack.enter_context(open_store(settings.database, settings.originals_place))
        documents = stack.enter_context(isolated_reader(settings))
        documents.start()  # meanwhile the model is loaded

        def load(folder: Path) -> ReportReader:
            return ReportReader.load(folder, n_threads=settings.model_threads, read=documents.read, rules=rules)

        shelf = ModelShelf([settings.model, settings.trained_models])
        held = Running(settings, rules, store, shelf, ActiveModel(shelf, load), threading.Event())
        held.follow()
        stack.callback(held.stop.set)
        for target in (_warming, _following, *([_working] if settings.jobs else [])):
            thread = threading.Thread(target=target, args=(held,), daemon=True)
            thread.start()
            stack.callback(thread.join)
            stack.callback(held.stop.set)
        yield held


def _warming(held: Running) -> None:
    if held.active.label is not None:
        warm(held.active.reader())


def _following(held: Running) -> None:
    while not held.stop.wait(_FOLLOW_EVERY_S):
        try:
            held.follow()
        except SQLAlchemyError:
            _log.warning("the database cannot be reached", exc_info=True)
        except Exception:  # whatever it was, the next look may find it well
            _log.exception("the model that was chosen cannot be looked up")


def _working(held: Running) -> None:
    work(held)


def work(held: Running) -> None:
    """Do jobs until the process is to end, each with the model that was chosen last when it begins."""
    done = handlers(held.store, held.active, held.shelf, held.settings.trained_models)
    followed = {kind: _followed(held, handler) for kind, handler in done.items()}
    Worker(held.store, followed, lease=timedelta(seconds=held.settings.lease_s)).run(held.stop)


def _followed(held: Running, handler: Handler) -> Handler:
    """The handler, with the model that whoever asked for the job had activated by then, wherever that was."""

    def handle(hold: Hold) -> Mapping[str, Any] | None:
        error = held.follow()
        if error is not None:
            _log.warning("the model that was chosen cannot be used", exc_info=error)
        return handler(hold)

    return handle
