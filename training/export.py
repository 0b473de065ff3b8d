"""A trained network → the two ONNX graphs that serve it, in single precision or quantized to 8 bits."""

from __future__ import annotations

import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from models.fact_reader.network import FactReaderNetwork
from models.fact_reader.onnx_scorer import JOINER_FILE, READER_FILE

_OPSET = 18


def export(network: FactReaderNetwork, folder: Path, *, quantized: bool = True) -> None:
    """Write ``reader.onnx`` and ``joiner.onnx`` into ``folder``."""
    network.eval()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / READER_FILE
        _write_reader(network, plain)
        if quantized:
            _quantize(plain, folder / READER_FILE, n_kept=_n_products_of_heads(network))
        else:
            (folder / READER_FILE).write_bytes(plain.read_bytes())
    # The joiner is small and decides between near-equal answers: it stays in single precision.
    _write_joiner(network, folder / JOINER_FILE)
    for name in (READER_FILE, JOINER_FILE):
        _without_traces(folder / name)


def _write_reader(network: FactReaderNetwork, path: Path) -> None:
    ids = torch.randint(5, 20, (2, 24))
    batch, length = torch.export.Dim("batch", min=1, max=512), torch.export.Dim("length", min=4, max=4096)
    shape = {0: batch, 1: length}
    torch.onnx.export(
        network.reader,
        (ids, torch.zeros_like(ids), torch.ones_like(ids)),
        str(path),
        input_names=["ids", "marks", "present"],
        output_names=["states", "scores"],
        dynamic_shapes=(shape, shape, shape),
        opset_version=_OPSET,
        external_data=False,
        dynamo=True,
        verbose=False,
    )


def _write_joiner(network: FactReaderNetwork, path: Path) -> None:
    n_spans, n_asked, n_linked = 7, 12, 20
    states = torch.randn(30, network.config.encoder_width)
    spans = [
        torch.randint(0, 30, (n_spans,)),
        torch.randint(0, 30, (n_spans,)),
        torch.zeros(n_spans, dtype=torch.int64),
    ]
    pairs = [
        torch.randint(0, n_spans, (n_asked, 2)),
        torch.zeros(n_asked, 4, dtype=torch.int64),
        torch.randint(0, n_spans, (n_linked, 2)),
        torch.zeros(n_linked, 4, dtype=torch.int64),
    ]
    n_characters, n_s, n_a, n_l = (
        torch.export.Dim(name, min=2, max=2**20) for name in ("characters", "spans", "asked", "linked")
    )
    torch.onnx.export(
        network.joiner,
        (states, *spans, *pairs),
        str(path),
        input_names=["states", "first", "last", "labels", "asked", "asked_features", "linked", "linked_features"],
        output_names=["metric", "kind", "link", "part", "stated"],
        dynamic_shapes=({0: n_characters}, {0: n_s}, {0: n_s}, {0: n_s}, {0: n_a}, {0: n_a}, {0: n_l}, {0: n_l}),
        opset_version=_OPSET,
        external_data=False,
        dynamo=True,
        verbose=False,
    )


def _without_traces(path: Path) -> None:
    """Take out what the exporter noted of the code and of the machine it ran on: stack traces, names of files."""
    model = onnx.load(path)
    graph = model.graph
    for holder in (model, graph, *graph.node, *graph.input, *graph.output, *graph.value_info, *graph.initializer):
        holder.doc_string = ""
        del holder.metadata_props[:]
    onnx.save(model, path)


def _n_products_of_heads(network: FactReaderNetwork) -> int:
    """How many matrix products stand behind the encoder: those of the heads' layers, and starts times ends."""
    modules = network.reader.named_modules()
    return 1 + sum(isinstance(module, nn.Linear) for name, module in modules if not name.startswith("encoder."))


def _quantize(plain: Path, path: Path, *, n_kept: int) -> None:
    """Weights of the encoder's matrix products to signed 8 bits, one scale a channel; activations as they come.

    The last ``n_kept`` products are the heads', few and decisive: they stay in single precision.
    """
    model = onnx.load(plain)
    del model.graph.value_info[:]  # shapes noted by the exporter disagree with those of transposed weights
    onnx.save(model, plain)
    kinds = ["MatMul", "Gemm"]
    products = [node.name for node in model.graph.node if node.op_type in kinds]
    quantize_dynamic(
        str(plain),
        str(path),
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=kinds,
        nodes_to_exclude=products[-n_kept:],
    )
