"""The fact reader in torch: an encoder, a head that finds spans, a head that joins them.

Spans are found by scoring every (start, end) of every label at once (global pointer, Su et al. 2022,
arXiv:2208.03054). Joining asks about pairs of spans (Eberts & Ulges 2019, arXiv:1909.07755): a pair is the
vectors of its two spans, their product, and what lies between them.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel

from models.fact_reader.config import KINDS, MARKS, FactReaderConfig
from models.fact_reader.joints import N_CLAUSES, N_DISTANCES, N_FIGURES, N_SENTENCES

IMPOSSIBLE = -1e4


class PairScores(NamedTuple):
    """What the joiner answers.

    Of asked pairs: ``metric`` (n, metrics), ``kind`` (n, kinds); of linked pairs: ``link`` (m,) does it belong,
    ``part`` (m,) is it a part; of every span by itself: ``stated`` (spans, metrics), what it states if it is an anchor.
    """

    metric: Tensor
    kind: Tensor
    link: Tensor
    part: Tensor
    stated: Tensor


class Reader(nn.Module):
    """Characters → their vectors, and the score of every span of every label."""

    def __init__(self, config: FactReaderConfig, encoder: PreTrainedModel) -> None:
        super().__init__()
        self.config = config
        self.encoder = encoder
        self.marks = nn.Embedding(len(MARKS), config.encoder_width)
        nn.init.normal_(self.marks.weight, std=0.02)
        self.mixing = nn.Sequential(
            nn.LayerNorm(config.encoder_width), nn.Dropout(0.1), nn.Linear(config.encoder_width, config.encoder_width)
        )
        n_labels = len(config.span_labels)
        self.starts = nn.Linear(config.encoder_width, n_labels * config.span_width)
        self.ends = nn.Linear(config.encoder_width, n_labels * config.span_width)
        self.start_bias = nn.Linear(config.encoder_width, n_labels)
        self.end_bias = nn.Linear(config.encoder_width, n_labels)
        self.lengths = nn.Parameter(torch.zeros(n_labels, config.max_span))

    def forward(self, ids: Tensor, marks: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """Vectors and span scores.

        ids, marks, present: (batch, length); ``present`` is 1 for characters, 0 for padding.
        *Shapes:* (batch, length, width) and (batch, labels, length, length), start before end
        """
        symbols = self.encoder.get_input_embeddings()(ids)
        if self.config.use_marks:
            symbols = symbols + self.marks(marks)
        states = self.encoder(inputs_embeds=symbols, attention_mask=present).last_hidden_state
        states = states + self.mixing(states)
        return states, self._span_scores(states, present)

    def _span_scores(self, states: Tensor, present: Tensor) -> Tensor:
        batch, length, _ = states.shape
        n_labels, width = len(self.config.span_labels), self.config.span_width
        starts = self.starts(states).view(batch, length, n_labels, width).transpose(1, 2)
        ends = self.ends(states).view(batch, length, n_labels, width).transpose(1, 2)
        scores = starts @ ends.transpose(2, 3) / width**0.5
        scores = scores + self.start_bias(states).transpose(1, 2)[:, :, :, None]
        scores = scores + self.end_bias(states).transpose(1, 2)[:, :, None, :]
        position = torch.arange(length, device=states.device)
        n_characters = position[None, :] - position[:, None]
        possible = (n_characters >= 0) & (n_characters < self.config.max_span)
        scores = scores + self.lengths[:, n_characters.clamp(0, self.config.max_span - 1)]
        possible = possible[None] & (present[:, :, None] > 0) & (present[:, None, :] > 0)
        masked: Tensor = scores.masked_fill(~possible[:, None], IMPOSSIBLE)
        return masked

    def span_loss(self, scores: Tensor, wanted: Tensor) -> Tensor:
        """Every span that is there above nought, every other below (Su et al. 2022, equation 6), mean over labels.

        scores, wanted: (batch, labels, length, length)
        """
        scores, wanted = scores.flatten(2), wanted.flatten(2)
        zero = torch.zeros_like(scores[..., :1])
        above = torch.cat([torch.where(wanted, -scores, IMPOSSIBLE), zero], dim=-1)
        below = torch.cat([torch.where(wanted, torch.tensor(IMPOSSIBLE), scores), zero], dim=-1)
        return (above.logsumexp(-1) + below.logsumexp(-1)).mean()


class Joiner(nn.Module):
    """Pairs of spans → metric and kind of a statement, and whether one span belongs to the other.

    What a pair states is asked of few pairs and gets a network of its own; what belongs to what is asked of many
    and gets a scalar product, with a bias by what lies between. An anchor is also asked alone, whatever its
    indicator: a figure whose indicator goes unrecognised is still known by the sentence it stands in.
    """

    def __init__(self, config: FactReaderConfig) -> None:
        super().__init__()
        width, n_labels = config.pair_width, len(config.labels)
        self.labels = nn.Embedding(n_labels, width)
        self.left = nn.Linear(2 * config.encoder_width, width)
        self.right = nn.Linear(2 * config.encoder_width, width)
        self.between = Between(width)
        self.hidden = nn.Sequential(
            nn.LayerNorm(2 * width), nn.Dropout(0.1), nn.Linear(2 * width, width), nn.GELU(), nn.Dropout(0.1)
        )
        self.metric = nn.Linear(width, len(config.metrics))
        self.kind = nn.Linear(width, len(KINDS))
        self.alone = nn.Sequential(
            nn.LayerNorm(width), nn.GELU(), nn.Dropout(0.1), nn.Linear(width, len(config.metrics))
        )
        self.links = Link(2 * config.encoder_width, n_labels)
        self.parts = Link(2 * config.encoder_width, n_labels)
        self.dropout = nn.Dropout(0.1)
        nn.init.normal_(self.labels.weight, std=0.1)

    def forward(
        self,
        states: Tensor,
        first: Tensor,
        last: Tensor,
        labels: Tensor,
        asked: Tensor,
        asked_features: Tensor,
        linked: Tensor,
        linked_features: Tensor,
    ) -> PairScores:
        """Scores of pairs.

        states: (characters, width); first, last, labels: (spans,), positions inclusive; asked: (n, 2) and linked:
        (m, 2) span indices; features: (n, 4) and (m, 4) buckets (``models.fact_reader.joints.pair_features``).
        """
        spans = self.dropout(torch.cat([states[first], states[last]], dim=-1))
        kinds = self.labels(labels)
        anchored = self.left(spans) + kinds
        left = anchored[asked[:, 0]]
        right = (self.right(spans) + kinds)[asked[:, 1]]
        hidden = self.hidden(torch.cat([left + right + self.between(asked_features), left * right], dim=-1))
        link = self.links(spans, labels, linked, linked_features)
        part = self.parts(spans, labels, linked, linked_features)
        return PairScores(self.metric(hidden), self.kind(hidden), link, part, self.alone(anchored))


class Between(nn.Module):
    """What lies between two spans → a vector: distance, figures, sentence ends, clause ends."""

    def __init__(self, width: int, std: float = 0.1) -> None:
        super().__init__()
        sizes = (N_DISTANCES, N_FIGURES, N_SENTENCES, N_CLAUSES)
        tables = [nn.Embedding(size, width) for size in sizes]
        for table in tables:
            nn.init.normal_(table.weight, std=std)
        self.tables = nn.ModuleList(tables)

    def forward(self, features: Tensor) -> Tensor:
        """features: (n, 4) buckets. *Shape:* (n, width)"""
        vectors = [table(features[:, k]) for k, table in enumerate(self.tables)]
        return torch.stack(vectors).sum(0)


class Link(nn.Module):
    """Does the right span belong to the left one? A scalar product, biased by both labels and what lies between."""

    def __init__(self, span_width: int, n_labels: int, width: int = 64) -> None:
        super().__init__()
        self.n_labels = n_labels
        self.left = nn.Linear(span_width, width)
        self.right = nn.Linear(span_width, width)
        self.biases = nn.Parameter(torch.zeros(n_labels, n_labels))
        self.between = Between(n_labels, std=0.02)

    def forward(self, spans: Tensor, labels: Tensor, pairs: Tensor, features: Tensor) -> Tensor:
        """spans: (spans, span width); labels: (spans,); pairs: (m, 2); features: (m, 4). *Shape:* (m,)"""
        scores = self.left(spans) @ self.right(spans).T / self.left.out_features**0.5
        left, right = labels[pairs[:, 0]], labels[pairs[:, 1]]
        between = self.between(features).gather(1, right[:, None]).squeeze(1)
        score: Tensor = scores[pairs[:, 0], pairs[:, 1]] + self.biases[left, right] + between
        return score


class FactReaderNetwork(nn.Module):
    """Reader and joiner together; they are exported and run one after the other."""

    def __init__(self, config: FactReaderConfig, encoder: PreTrainedModel) -> None:
        super().__init__()
        self.config = config
        self.reader = Reader(config, encoder)
        self.joiner = Joiner(config)
