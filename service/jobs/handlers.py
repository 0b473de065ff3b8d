"""What a worker of this installation can do."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from service.jobs.batch import BatchReading
from service.jobs.beside import is_read, read_beside
from service.jobs.rereading import Rereading
from service.jobs.training import TrainingRun, can_train
from service.jobs.worker import Handler
from service.shelf import ActiveModel, ModelShelf
from service.store.jobs import Kind
from service.store.store import Store


def handlers(store: Store, active: ActiveModel, shelf: ModelShelf, trained: Path) -> Mapping[Kind, Handler]:
    """The handlers by kind; training only where its extra is installed. ``trained`` is where new models are put."""
    read = partial(read_beside, store, active)
    found: dict[Kind, Handler] = {
        "batch": BatchReading(read),
        "rereading": Rereading(read, partial(is_read, store, active)),
    }
    if can_train():
        found["training"] = TrainingRun(shelf, trained)
    return found
