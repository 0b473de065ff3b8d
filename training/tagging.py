"""Tagging character by character, to be compared with the scoring of whole spans (``training experiments``).

For every label each character is outside, the first or a later one of a span (BIO, Ramshaw & Marcus 1995,
arXiv:cmp-lg/9505040), decided by itself. A span's score is the log-odds of its tags taken together, so that all that
comes after the reader stays the same. Spans of one label cannot nest.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import PreTrainedModel

from models.fact_reader.config import FactReaderConfig
from models.fact_reader.network import IMPOSSIBLE, Reader

OUTSIDE, BEGIN, INSIDE = range(3)


class TaggingReader(Reader):
    """A reader that tags instead of scoring spans."""

    def __init__(self, config: FactReaderConfig, encoder: PreTrainedModel) -> None:
        super().__init__(config, encoder)
        self.tags = nn.Linear(config.encoder_width, 3 * len(config.span_labels))
        self._tagged = torch.zeros(0)

    def _span_scores(self, states: Tensor, present: Tensor) -> Tensor:
        batch, length, _ = states.shape
        logits = self.tags(states).view(batch, length, -1, 3).transpose(1, 2)
        self._tagged = logits.float().log_softmax(-1)
        first, within = self._tagged[..., BEGIN], self._tagged[..., INSIDE]
        over = functional.pad((1 - within.exp()).clamp_min(1e-6).log()[..., 1:], (0, 1))
        summed = within.cumsum(-1)
        likelihood = first[..., :, None] + (summed[..., None, :] - summed[..., :, None]) + over[..., None, :]
        position = torch.arange(length, device=states.device)
        n_characters = position[None, :] - position[:, None]
        possible = (n_characters >= 0) & (n_characters < self.config.max_span)
        possible = possible[None] & (present[:, :, None] > 0) & (present[:, None, :] > 0)
        likelihood = likelihood.masked_fill(~possible[:, None], IMPOSSIBLE).clamp(IMPOSSIBLE, -1e-6)
        return likelihood - torch.log(-torch.expm1(likelihood))

    def span_loss(self, scores: Tensor, wanted: Tensor) -> Tensor:
        """Cross-entropy of the tags; of nested spans of one label the longer one counts."""
        right = tags_of(wanted)
        return functional.nll_loss(self._tagged.flatten(0, 2), right.flatten(), reduction="sum") / max(
            1, int((right == BEGIN).sum())
        )


def tags_of(wanted: Tensor) -> Tensor:
    """Tags of (batch, labels, length, length) spans, start before end. *Shape:* (batch, labels, length)"""
    tags = torch.full(wanted.shape[:3], OUTSIDE, dtype=torch.int64)
    spans = sorted(wanted.nonzero().tolist(), key=lambda span: span[3] - span[2])
    for batch, label, first, last in spans:
        tags[batch, label, first : last + 1] = INSIDE
        tags[batch, label, first] = BEGIN
    return tags
