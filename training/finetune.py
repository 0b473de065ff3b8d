"""Fine-tuning: a pretrained encoder becomes a fact reader, on annotated samples."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from models.alphabet import MASK, Alphabet
from models.fact_reader.config import FactReaderConfig
from models.fact_reader.decode import candidate_spans
from models.fact_reader.joints import Questions, Spans
from models.fact_reader.network import FactReaderNetwork
from models.fact_reader.passage import Window
from models.fact_reader.reading import label_numbers, stacked
from training.examples import IGNORED, Example, Targets, span_targets, targets, training_spans


@dataclass(frozen=True)
class FinetuningConfig:
    """Everything that decides a fine-tuning run (see ``training/configs/finetune.toml``)."""

    n_epochs: int
    n_windows: int
    encoder_rate: float
    head_rate: float
    layer_decay: float
    weight_decay: float
    warmup: float
    averaging: float
    dropout: float
    hidden: float
    first_proposals: int
    max_proposals: int
    seed: int


@dataclass(frozen=True)
class Epoch:
    """What a caller sees after each epoch: its number and the mean losses."""

    number: int
    losses: dict[str, float]


class Finetuning:
    """One run. ``average`` holds the running mean of the weights, which is what is released."""

    def __init__(
        self,
        network: FactReaderNetwork,
        alphabet: Alphabet,
        examples: Sequence[Example],
        config: FinetuningConfig,
        *,
        vary: Callable[[np.random.Generator], Sequence[Example]] | None = None,
    ) -> None:
        """``vary`` gives the examples of each later epoch anew, where they are not the same in all."""
        torch.manual_seed(config.seed)
        _with_dropout(network, config.dropout)
        self.network = network
        self.mask_id = alphabet.id_of(MASK)
        self.examples = examples
        self.vary = vary
        self.config = config
        self.random = np.random.default_rng(config.seed)
        self.n_steps = config.n_epochs * -(-len(examples) // config.n_windows)
        self.average = torch.optim.swa_utils.AveragedModel(
            network,
            multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(config.averaging),  # type: ignore[no-untyped-call]
        )
        self.optimizer = torch.optim.AdamW(
            self._groups(), weight_decay=config.weight_decay, betas=(0.9, 0.98), fused=True
        )
        warmup = max(1, int(config.warmup * self.n_steps))
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda step: min((step + 1) / warmup, max(0.02, 1 - (step - warmup) / self.n_steps))
        )

    def averaged(self) -> FactReaderNetwork:
        """The network with the running mean of its weights."""
        network = self.average.module
        if not isinstance(network, FactReaderNetwork):
            raise TypeError("the average is of another network")
        return network

    def _groups(self) -> list[dict[str, object]]:
        """The encoder learns slowly, its lower layers most slowly, the new heads fast."""
        encoder = self.network.reader.encoder
        n_layers = encoder.config.num_hidden_layers
        groups: list[dict[str, object]] = []
        for name, weight in self.network.named_parameters():
            if name.startswith("reader.encoder."):
                layer = next((int(part) for part in name.split(".") if part.isdigit()), -1)
                depth = 0 if layer < 0 and "embed" in name else (n_layers if layer < 0 else layer + 1)
                rate = self.config.encoder_rate * self.config.layer_decay ** (n_layers - depth)
            else:
                rate = self.config.head_rate
            groups.append({"params": [weight], "lr": rate})
        return groups

    def run(self) -> Iterator[Epoch]:
        """Train epoch by epoch."""
        for number in range(1, self.config.n_epochs + 1):
            sums: dict[str, float] = {}
            if self.vary is not None and number > 1:
                self.examples = self.vary(self.random)
            batches = self._batches()
            # At first the network proposes nonsense; the joiner begins with the gold spans alone.
            limit = min(self.config.max_proposals, self.config.first_proposals + 4 * (number - 1))
            for batch in batches:
                for name, value in self._update(batch, limit).items():
                    sums[name] = sums.get(name, 0.0) + value
            yield Epoch(number, {name: value / len(batches) for name, value in sums.items()})

    def _batches(self) -> list[list[Example]]:
        """All examples in random order, those of like length together."""
        noise = self.random.uniform(0.75, 1.33, len(self.examples))
        order = np.argsort([len(e.window.ids) * f for e, f in zip(self.examples, noise, strict=True)])
        size = self.config.n_windows
        batches = [[self.examples[int(k)] for k in order[i : i + size]] for i in range(0, len(order), size)]
        self.random.shuffle(batches)
        return batches

    def _hidden(self, batch: list[Example]) -> list[Example]:
        """The batch with some characters hidden, so that no single word decides."""
        return [replace(example, window=self._hidden_window(example.window)) for example in batch]

    def _hidden_window(self, window: Window) -> Window:
        hidden = self.random.random(len(window.ids)) < self.config.hidden
        hidden[[0, -1]] = False
        return replace(window, ids=np.where(hidden, self.mask_id, window.ids))

    def _update(self, batch: list[Example], max_proposals: int) -> dict[str, float]:
        self.network.train()
        losses = batch_losses(self.network, self._hidden(batch), max_proposals=max_proposals)
        total = torch.stack(list(losses.values())).sum()
        total.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.schedule.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.average.update_parameters(self.network)
        return {name: float(loss.detach()) for name, loss in losses.items()}


def _with_dropout(network: FactReaderNetwork, rate: float) -> None:
    """Set the encoder's dropout, which pretraining goes without."""
    for module in network.reader.encoder.modules():
        if isinstance(module, nn.Dropout):
            module.p = rate


def batch_losses(network: FactReaderNetwork, batch: Sequence[Example], *, max_proposals: int) -> dict[str, Tensor]:
    """Losses of a batch by head."""
    config = network.config
    ids, marks, present = stacked([example.window for example in batch])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states, scores = network.reader(*(torch.from_numpy(array) for array in (ids, marks, present)))
    states, scores = states.float(), scores.float()
    wanted = np.stack([span_targets(example, ids.shape[1], config) for example in batch])
    losses = {"spans": network.reader.span_loss(scores, torch.from_numpy(wanted))}
    joined = _Joined(config, states.shape[1])
    proposals = scores.detach().numpy()
    for row, example in enumerate(batch):
        length = len(example.window.ids)
        proposed = _some(candidate_spans(proposals[row, :, :length, :length], example.window, config), max_proposals)
        joined.add(row, example, training_spans(example, proposed))
    return losses | joined.losses(network, states)


def _some(spans: Spans, limit: int) -> Spans:
    kept: dict[str, int] = {}
    keep = []
    for k, label in enumerate(spans.labels):
        kept[label] = kept.get(label, 0) + 1
        if kept[label] <= limit:
            keep.append(k)
    return Spans(tuple(spans.labels[k] for k in keep), spans.first[keep], spans.last[keep])


class _Joined:
    """The questions of several windows put together, so that the joiner is called once for a batch."""

    def __init__(self, config: FactReaderConfig, length: int) -> None:
        self.config = config
        self.length = length
        self.first: list[NDArray[np.int64]] = []
        self.last: list[NDArray[np.int64]] = []
        self.labels: list[NDArray[np.int64]] = []
        self.asked: list[NDArray[np.int64]] = []
        self.asked_features: list[NDArray[np.int64]] = []
        self.linked: list[NDArray[np.int64]] = []
        self.linked_features: list[NDArray[np.int64]] = []
        self.anchors: list[NDArray[np.int64]] = []
        self.parts: list[tuple[int, Questions, Targets]] = []
        self.n_spans = 0
        self.n_linked = 0

    def add(self, row: int, example: Example, spans: Spans) -> None:
        asked, answers = targets(example, spans, self.config)
        if not len(asked.asked.spans):
            return
        self.first.append(spans.first + row * self.length)
        self.last.append(spans.last + row * self.length)
        self.labels.append(label_numbers(spans, self.config))
        self.asked.append(asked.asked.spans + self.n_spans)
        self.asked_features.append(asked.asked.features)
        self.linked.append(asked.linked.spans + self.n_spans)
        self.linked_features.append(asked.linked.features)
        self.anchors.append(asked.anchors + self.n_spans)
        self.parts.append((self.n_linked, asked, answers))
        self.n_spans += len(spans)
        self.n_linked += len(asked.linked.spans)

    def losses(self, network: FactReaderNetwork, states: Tensor) -> dict[str, Tensor]:
        if not self.parts:
            return {}
        spans = (self.first, self.last, self.labels)
        pairs = (self.asked, self.asked_features, self.linked, self.linked_features)
        tensors = [torch.from_numpy(np.concatenate(array)) for array in (*spans, *pairs)]
        answers = network.joiner(states.reshape(-1, states.shape[-1]), *tensors)
        metric = np.concatenate([right.metric for _, _, right in self.parts])
        kind = np.concatenate([right.kind for _, _, right in self.parts])
        link, part = [], []
        for start, asked, right in self.parts:
            a_q, i_q, a_a, i_a = (slice(start + block.start, start + block.stop) for block in asked.blocks())
            link.append(_two_sided(answers.link[a_q], answers.link[i_q], right.link))
            part.append(_two_sided(answers.part[a_a], answers.part[i_a], right.part))
        n_facts = max(1, int((kind != IGNORED).sum()))
        stated = torch.from_numpy(np.concatenate([right.stated for _, _, right in self.parts]))
        alone = answers.stated[torch.from_numpy(np.concatenate(self.anchors))]
        return {
            "stated": functional.binary_cross_entropy_with_logits(alone, stated, reduction="sum") / n_facts,
            "metric": _cross_entropy(answers.metric, metric) / n_facts,
            "kind": 0.5 * _cross_entropy(answers.kind, kind) / n_facts,
            "link": 0.5 * torch.stack(link).sum() / n_facts,
            "part": 0.5 * torch.stack(part).sum() / n_facts,
        }


def _cross_entropy(scores: Tensor, right: NDArray[np.int64]) -> Tensor:
    return functional.cross_entropy(scores, torch.from_numpy(right), ignore_index=IGNORED, reduction="sum")


def _two_sided(by_anchor: Tensor, by_indicator: Tensor, right: NDArray[np.int64]) -> Tensor:
    if not len(right):
        return by_anchor.sum() * 0
    rows = torch.from_numpy(right)
    scores = by_anchor[rows[:, 0]] + by_indicator[rows[:, 1]]
    return functional.binary_cross_entropy_with_logits(scores, rows[:, 2].float(), reduction="sum")
