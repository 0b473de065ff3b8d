"""The models that a service can read with, and the one that it reads with now."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from models.registry import DamagedModel, ReleasedModel, newest, released_models
from service.errors import ModelDamaged, ModelError, ModelMissing
from service.reading import ReportReader

Load = Callable[[Path], ReportReader]
"""A reader with the model of a folder."""


class ModelShelf:
    """All released models of some folders; names that stand in two of them are those of the later folder."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)

    def models(self) -> list[ReleasedModel]:
        """Oldest version first."""
        found: dict[str, ReleasedModel] = {}
        for folder in self._folders:
            single = (folder / "card.json").is_file()
            for model in [newest(folder)] if single else released_models(folder):
                found[model.label] = model
        return sorted(found.values(), key=lambda model: (model.version, model.label))

    def find(self, label: str) -> ReleasedModel:
        """The model of this name; ModelMissing where there is none."""
        for model in self.models():
            if model.label == label:
                return model
        raise ModelMissing(f"没有名为“{label}”的模型。")

    def first_choice(self) -> ReleasedModel:
        """The model of the first folder's highest version: what is read with where nobody chose another."""
        models = ModelShelf(self._folders[:1]).models()
        if not models:
            raise ModelMissing(f"没有找到已发布的模型：{self._folders[0]}。请用 NIANBAO_MODEL 指定模型所在文件夹。")
        return models[-1]


class ActiveModel:
    """The reader that requests are answered with; another model takes its place between two requests."""

    def __init__(self, shelf: ModelShelf, load: Load) -> None:
        self._shelf = shelf
        self._load = load
        self._loading = threading.Lock()
        self._reader: ReportReader | None = None
        self._label: str | None = None

    @property
    def label(self) -> str | None:
        """The name of the model that is read with, None while there is none."""
        return self._label

    def reader(self) -> ReportReader:
        """The reader; ModelMissing before one was activated."""
        reader = self._reader
        if reader is None:
            raise ModelMissing("还没有可用的模型。")
        return reader

    def activate(self, label: str | None) -> str:
        """Read with the model of this name, the first choice for None; ModelError where it cannot be used.

        The old model answers until the new one is loaded, so that no request is lost.
        """
        with self._loading:
            model = self._shelf.first_choice() if label is None else self._shelf.find(label)
            if model.label != self._label:
                try:
                    reader = self._load(model.folder)
                except DamagedModel as error:
                    raise ModelDamaged(f"模型文件不完整或已损坏：{error}") from error
                self._reader, self._label = reader, model.label
            return model.label

    def follow(self, label: str | None) -> ModelError | None:
        """Activate if another model is wanted by now; the error if that cannot be, while the old one stays."""
        try:
            self.activate(label)
        except ModelError as error:
            return error
        return None
