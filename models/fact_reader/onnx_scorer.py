"""The network run by onnxruntime: what serves, without torch."""

from __future__ import annotations

from pathlib import Path

import onnxruntime

from models.fact_reader.decode import FloatArray, JointScores
from models.fact_reader.joints import Questions, Spans
from models.fact_reader.passage import IntArray

READER_FILE, JOINER_FILE = "reader.onnx", "joiner.onnx"


class OnnxScorer:
    """A ``Scorer`` over the two exported graphs of a released model."""

    def __init__(self, folder: Path, *, n_threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = n_threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        providers = ["CPUExecutionProvider"]
        self._reader = onnxruntime.InferenceSession(folder / READER_FILE, options, providers=providers)
        self._joiner = onnxruntime.InferenceSession(folder / JOINER_FILE, options, providers=providers)

    def read(self, ids: IntArray, marks: IntArray, present: IntArray) -> tuple[FloatArray, FloatArray]:
        """See ``Scorer.read``."""
        states, scores = self._reader.run(None, {"ids": ids, "marks": marks, "present": present})
        return states, scores

    def join(self, states: FloatArray, spans: Spans, labels: IntArray, asked: Questions) -> JointScores:
        """See ``Scorer.join``."""
        feeds = {
            "states": states,
            "first": spans.first,
            "last": spans.last,
            "labels": labels,
            "asked": asked.asked.spans,
            "asked_features": asked.asked.features,
            "linked": asked.linked.spans,
            "linked_features": asked.linked.features,
        }
        return JointScores(*self._joiner.run(None, feeds))
