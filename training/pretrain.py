"""Pretraining of the encoder by masked language modelling, from scratch or from where it was cut off."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from transformers import PreTrainedModel

from models.alphabet import MASK, SPECIALS, Alphabet
from models.characters import canonical_characters
from models.encoder import EncoderSize, load_encoder, new_encoder
from training.corpus import canonical_lines, pack, windows
from training.masking import corrupt, hidden_stretches

# The loss curve, one evaluation a line.
LOSSES_FILE = "losses.jsonl"


@dataclass(frozen=True)
class PretrainingConfig:
    """Everything that decides a pretraining run (see ``training/configs/pretrain.toml``)."""

    n_layers: int
    width: int
    n_heads: int
    window: int
    n_rows: int
    own_rows: int
    mask_rate: float
    learning_rate: float
    weight_decay: float
    warmup_steps: int
    max_characters: int
    max_minutes: float
    min_symbol_count: int
    evaluate_every: int
    seed: int


@dataclass(frozen=True)
class PretrainingStep:
    """What a caller sees of the run: where it stands and how well the encoder restores hidden text."""

    step: int
    characters: int
    minutes: float
    loss: float
    heldout_loss: float | None
    heldout_accuracy: float | None


class MaskedLanguageModel(nn.Module):
    """An encoder with a head that names the hidden characters; only hidden positions reach the vocabulary."""

    def __init__(self, encoder: PreTrainedModel, n_symbols: int) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.transform = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.LayerNorm(width))
        self.bias = nn.Parameter(torch.zeros(n_symbols))

    def forward(self, ids: Tensor, hidden: Tensor) -> Tensor:
        """Scores of every symbol for the hidden characters.

        ids: (rows, length); hidden: (rows, length), true where to look. *Shape:* (hidden characters, symbols)
        """
        states = self.encoder(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state[hidden]
        symbols: Tensor = self.encoder.get_input_embeddings().weight  # type: ignore[assignment]
        scores: Tensor = functional.linear(self.transform(states), symbols, self.bias)
        return scores


class Pretraining:
    """One run: text, model and optimizer, able to stop and to go on."""

    def __init__(
        self, config: PretrainingConfig, corpus: Path, heldout: Path, folder: Path, *, own: Sequence[str] = ()
    ) -> None:
        """``own`` are paragraphs in the manner of reports, of which a corpus of other official prose has none."""
        self.config = config
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(config.seed)
        self.random = np.random.default_rng(config.seed)
        self.alphabet, self.stream = self._text(corpus)
        self.own = pack([canonical_characters(text).symbols for text in own], self.alphabet)
        self.heldout = pack(list(canonical_lines(heldout)), self.alphabet)
        size = EncoderSize(config.n_layers, config.width, config.n_heads)
        resumed = (folder / "state.pt").exists()
        encoder = load_encoder(folder) if resumed else new_encoder(size, self.alphabet)
        self.model = MaskedLanguageModel(encoder, len(self.alphabet))
        decayed = [weight for weight in self.model.parameters() if weight.ndim > 1]
        plain = [weight for weight in self.model.parameters() if weight.ndim <= 1]
        self.optimizer = torch.optim.AdamW(
            [{"params": decayed, "weight_decay": config.weight_decay}, {"params": plain, "weight_decay": 0.0}],
            lr=config.learning_rate,
            betas=(0.9, 0.98),
        )
        self.step, self.characters, self.minutes = 0, 0, 0.0
        if resumed:
            state = torch.load(folder / "state.pt", weights_only=True)
            self.model.load_state_dict(state["model"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.step, self.characters, self.minutes = state["step"], state["characters"], state["minutes"]
            self.random = np.random.default_rng(config.seed + self.step)

    def _text(self, corpus: Path) -> tuple[Alphabet, NDArray[np.uint16]]:
        """The alphabet and the packed corpus, kept beside the checkpoint since packing takes a minute."""
        packed, symbols = self.folder / "stream.npy", self.folder / "alphabet.txt"
        if packed.exists():
            return Alphabet.load(symbols), np.load(packed)
        lines = list(canonical_lines(corpus))
        alphabet = Alphabet.learn(lines, min_count=self.config.min_symbol_count)
        alphabet.save(symbols)
        stream = pack(lines, alphabet)
        np.save(packed, stream)
        return alphabet, stream

    @property
    def progress(self) -> float:
        """How much of the run is over, 0 to 1: by characters seen or by time, whichever ends it first."""
        return min(1.0, max(self.characters / self.config.max_characters, self.minutes / self.config.max_minutes))

    def run(self) -> Iterator[PretrainingStep]:
        """Train until the characters or the minutes are used up, yielding at every evaluation."""
        losses: list[float] = []
        while self.progress < 1.0:
            began = time.monotonic()
            losses.append(self._update())
            self.minutes += (time.monotonic() - began) / 60
            if self.step % self.config.evaluate_every == 0 or self.progress >= 1.0:
                heldout_loss, accuracy = self.evaluate()
                self.save()
                step = PretrainingStep(
                    self.step, self.characters, self.minutes, float(np.mean(losses)), heldout_loss, accuracy
                )
                with (self.folder / LOSSES_FILE).open("a", encoding="utf-8") as curve:
                    curve.write(json.dumps(asdict(step)) + "\n")
                yield step
                losses = []

    def _update(self) -> float:
        warmup = min(1.0, (self.step + 1) / self.config.warmup_steps)
        # Constant, then falling to nothing over the last 40 %: the run may end early or late without harm.
        decay = min(1.0, (1.0 - self.progress) / 0.4)
        for group in self.optimizer.param_groups:
            group["lr"] = self.config.learning_rate * warmup * decay
        self.model.train()
        loss, _, _ = self._loss(self._rows(), self.random)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step += 1
        self.characters += self.config.n_rows * self.config.window
        return float(loss.detach())

    def _rows(self) -> NDArray[np.int64]:
        """The windows of one step, some of them from the project's own text."""
        n_own = self.config.own_rows if len(self.own) > self.config.window else 0
        sources = [(self.stream, self.config.n_rows - n_own), (self.own, n_own)]
        return np.concatenate([self._windows(stream, n, self.random) for stream, n in sources if n])

    def _windows(self, stream: NDArray[np.uint16], n_rows: int, random: np.random.Generator) -> NDArray[np.int64]:
        return windows(stream, n_rows=n_rows, length=self.config.window, alphabet=self.alphabet, random=random)

    def _loss(self, ids: NDArray[np.int64], random: np.random.Generator) -> tuple[Tensor, int, int]:
        hidden = hidden_stretches(ids >= len(SPECIALS), self.config.mask_rate, random)
        corrupted = corrupt(
            ids,
            hidden,
            mask_id=self.alphabet.id_of(MASK),
            n_specials=len(SPECIALS),
            n_symbols=len(self.alphabet),
            random=random,
        )
        chosen = torch.from_numpy(hidden)
        with torch.autocast("cpu" if not torch.cuda.is_available() else "cuda", dtype=torch.bfloat16):
            scores = self.model(torch.from_numpy(corrupted), chosen)
        right = torch.from_numpy(ids)[chosen]
        loss = functional.cross_entropy(scores.float(), right)
        return loss, int((scores.argmax(-1) == right).sum()), int(right.numel())

    @torch.no_grad()
    def evaluate(self, n_batches: int = 8) -> tuple[float, float]:
        """Loss (nats a hidden character) and accuracy on held-out text, always the same windows and masks."""
        self.model.eval()
        random = np.random.default_rng(0)
        total, right, hidden = 0.0, 0, 0
        for _ in range(n_batches):
            loss, n_right, n_hidden = self._loss(self._windows(self.heldout, 32, random), random)
            total, right, hidden = total + float(loss) * n_hidden, right + n_right, hidden + n_hidden
        if not math.isfinite(total):
            raise FloatingPointError(f"the held-out loss is {total} after {self.step} steps")
        return total / hidden, right / hidden

    def save(self) -> None:
        """Write encoder, alphabet, state and configuration; a cut-off run goes on from here."""
        self.model.encoder.save_pretrained(self.folder)
        state = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "characters": self.characters,
            "minutes": self.minutes,
        }
        torch.save(state, self.folder / "state.tmp")
        (self.folder / "state.tmp").replace(self.folder / "state.pt")
        (self.folder / "pretraining.json").write_text(json.dumps(asdict(self.config), indent=2) + "\n", "utf-8")
