"""The network run by torch: what training evaluates with, and what the exported one is compared to."""

from __future__ import annotations

import torch

from models.fact_reader.decode import FloatArray, JointScores
from models.fact_reader.joints import Questions, Spans
from models.fact_reader.network import FactReaderNetwork
from models.fact_reader.passage import IntArray


class TorchScorer:
    """A ``Scorer`` over a torch network."""

    def __init__(self, network: FactReaderNetwork) -> None:
        self.network = network

    @torch.no_grad()
    def read(self, ids: IntArray, marks: IntArray, present: IntArray) -> tuple[FloatArray, FloatArray]:
        """See ``Scorer.read``."""
        self.network.eval()
        states, scores = self.network.reader(*(torch.from_numpy(array) for array in (ids, marks, present)))
        return states.float().numpy(), scores.float().numpy()

    @torch.no_grad()
    def join(self, states: FloatArray, spans: Spans, labels: IntArray, asked: Questions) -> JointScores:
        """See ``Scorer.join``."""
        self.network.eval()
        pairs = (asked.asked.spans, asked.asked.features, asked.linked.spans, asked.linked.features)
        arrays = (states, spans.first, spans.last, labels, *pairs)
        answers = self.network.joiner(*(torch.from_numpy(array) for array in arrays))
        return JointScores(*(scores.float().numpy() for scores in answers))
