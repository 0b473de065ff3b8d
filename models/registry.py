"""Released models: folders with a network, its alphabet, its configuration and its card, found by name.

A release is ``models/released/<name>-<version>/`` with ``config.json``, ``alphabet.txt``, the two ONNX graphs,
half-precision weights to train on (``weights.safetensors`` with ``encoder/config.json``) and ``card.json``, which
holds the hash of every other file.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from models.alphabet import Alphabet
from models.fact_reader.config import FactReaderConfig
from models.fact_reader.onnx_scorer import JOINER_FILE, READER_FILE, OnnxScorer
from models.fact_reader.reading import FactReader

RELEASED = Path(__file__).parent / "released"
CARD_FILE, CONFIG_FILE, ALPHABET_FILE, WEIGHTS_FILE = "card.json", "config.json", "alphabet.txt", "weights.safetensors"
_VERSION = re.compile(r"\d+(?:\.\d+)*", re.ASCII)
_NAME = re.compile(rf"(?P<name>[a-z][a-z-]*)-(?P<version>{_VERSION.pattern})", re.ASCII)
# A release has three numbers; what was trained on it has a fourth.
_NUMBERS = 3


class NoReleasedModel(LookupError):
    """There is no released model where one was looked for."""


class DamagedModel(ValueError):
    """A released model whose files are missing or are not those of its card."""


@dataclass(frozen=True)
class ReleasedModel:
    """A release on disk."""

    folder: Path

    @property
    def label(self) -> str:
        """Name and version, as readings quote them."""
        return self.folder.name

    @property
    def version(self) -> tuple[int, ...]:
        """The version as numbers, to compare: that of the folder's name, of the card where the name tells none."""
        match = _NAME.fullmatch(self.folder.name)
        text = match["version"] if match else str(self.card.get("version", ""))
        return tuple(int(part) for part in text.split(".")) if _VERSION.fullmatch(text) else ()

    @property
    def version_text(self) -> str:
        """The version as it is written."""
        return ".".join(map(str, self.version))

    @cached_property
    def card(self) -> dict[str, Any]:
        """What the model was made of and what it was measured to do."""
        try:
            card: dict[str, Any] = json.loads((self.folder / CARD_FILE).read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise DamagedModel(f"{self.folder}: its card cannot be read") from error
        if not isinstance(card, dict):
            raise DamagedModel(f"{self.folder}: its card is no object")
        return card

    def verify(self) -> None:
        """Raise DamagedModel unless all that serving needs is there and is what the card says."""
        hashes = self.card.get("files", {})
        for name in (CONFIG_FILE, ALPHABET_FILE, READER_FILE, JOINER_FILE):
            path = self.folder / name
            if not path.is_file():
                raise DamagedModel(f"{self.folder}: {name} is missing")
            if hashes.get(name) != file_hash(path):
                raise DamagedModel(f"{self.folder}: {name} is not the file that the card describes")

    def load(self, *, n_threads: int = 1) -> FactReader:
        """The model ready to read, run by onnxruntime."""
        self.verify()
        config = FactReaderConfig.load(self.folder / CONFIG_FILE)
        alphabet = Alphabet.load(self.folder / ALPHABET_FILE)
        return FactReader(config, alphabet, OnnxScorer(self.folder, n_threads=n_threads))


def next_version(base: ReleasedModel, others: Iterable[ReleasedModel]) -> str:
    """The version of what is trained on ``base``: its first three numbers, and a fourth after all those of ``others``.

    So what the project releases later is higher than what was trained on an earlier release, and never has its name.
    """
    family = (*base.version, 0, 0, 0)[:_NUMBERS]
    taken = [model.version[_NUMBERS] for model in (base, *others) if _is_trained(model, family)]
    return ".".join(map(str, (*family, max(taken, default=0) + 1)))


def _is_trained(model: ReleasedModel, family: tuple[int, ...]) -> bool:
    return model.version[:_NUMBERS] == family and len(model.version) > _NUMBERS


def renumber(model: ReleasedModel, version: str) -> ReleasedModel:
    """Change the version of a release: in its card and in its folder's name. Nobody may be reading with it yet."""
    write_card(model.folder, model.card | {"version": version})
    name = model.label.rpartition("-")[0]
    return ReleasedModel(model.folder.rename(model.folder.with_name(f"{name}-{version}")))


def write_card(folder: Path, card: Mapping[str, Any]) -> None:
    """Put a release's card into its folder."""
    (folder / CARD_FILE).write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def released_models(folder: Path = RELEASED) -> list[ReleasedModel]:
    """All releases in a folder, oldest version first."""
    if not folder.is_dir():
        return []
    found = [ReleasedModel(path) for path in folder.iterdir() if _NAME.fullmatch(path.name) and path.is_dir()]
    return sorted(found, key=lambda model: (model.version, model.label))


def newest(folder: Path = RELEASED) -> ReleasedModel:
    """The release of the highest version; ``folder`` may also be a release itself."""
    if (folder / CARD_FILE).is_file():
        return ReleasedModel(folder)
    models = released_models(folder)
    if not models:
        raise NoReleasedModel(f"{folder} holds no released model")
    return models[-1]
