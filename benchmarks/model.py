"""``make bench``: paragraphs and characters a second of the released model, beside an encoder of the usual size.

The usual size is 12 layers of width 768 (BERT-base, and so UIE-base): the same heads over such an encoder with random
weights read the same paragraphs in the same run. ``--train`` adds one training run of a hundred samples.
"""

from __future__ import annotations

import tempfile
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

import training
from models.encoder import EncoderSize, new_encoder
from models.fact_reader.onnx_scorer import OnnxScorer
from models.fact_reader.passage import MarkedText
from models.fact_reader.reading import FactReader
from models.fact_reader.weights import load_network
from models.registry import newest
from training.build import fact_reader_over
from training.examples import marked_text
from training.export import export
from training.finetune import FinetuningConfig
from training.further import train_further
from training.splits import samples_of

USUAL = EncoderSize(n_layers=12, width=768, n_heads=12)
THREADS = (1, 2)
N_PARAGRAPHS = 120
N_TRAINED = 100


def measure(console: Console) -> None:
    """Read the held-out paragraphs with both networks, in 8 bits and in single precision, on one core and on two."""
    texts = [marked_text(sample.text) for sample in samples_of("heldout")[:N_PARAGRAPHS]]
    n_characters = sum(len(text.text) for text in texts)
    released = newest()
    network, alphabet = load_network(released.folder)
    large = fact_reader_over(new_encoder(USUAL, alphabet))
    table = Table("network", "weights", "cores", "paragraphs/s", "characters/s", "× the usual size", box=None)
    speeds: dict[tuple[str, int], float] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for name, each in (("12 × 768", large), (released.label, network)):
            for weights in ("fp32", "int8"):
                folder = Path(scratch) / name.replace(" ", "") / weights
                export(each.eval(), folder, quantized=weights == "int8")
                for n_threads in THREADS:
                    reader = FactReader(network.config, alphabet, OnnxScorer(folder, n_threads=n_threads))
                    seconds = _seconds(reader, texts, n_runs=1 if each is large else 3)
                    speeds.setdefault((weights, n_threads), seconds)
                    ratio = speeds[weights, n_threads] / seconds
                    figures = (f"{len(texts) / seconds:,.1f}", f"{n_characters / seconds:,.0f}", f"{ratio:.1f}")
                    table.add_row(name, weights, str(n_threads), *figures)
    console.print(table)


def _seconds(reader: FactReader, texts: Sequence[MarkedText], *, n_runs: int) -> float:
    """The best of some runs, after one to warm up."""
    reader.read(texts[:4])

    def once() -> float:
        began = time.perf_counter()
        reader.read(texts)
        return time.perf_counter() - began

    return min(once() for _ in range(n_runs))


def measure_training(console: Console) -> None:
    """One run of ``nianbao train`` on a hundred samples, rehearsal included, without its evaluation."""
    samples = samples_of("train")
    config_file = Path(training.__file__).parent / "configs" / "further.toml"
    config = FinetuningConfig(**tomllib.loads(config_file.read_text("utf-8")))
    began = time.perf_counter()
    train_further(newest().folder, samples[:N_TRAINED], samples[N_TRAINED:], config)
    seconds = time.perf_counter() - began
    console.print(f"training on {N_TRAINED} samples, old ones rehearsed: {seconds:.0f} s ({config.n_epochs} epochs)")


def main(train: bool = typer.Option(False, help="Time a training run of a hundred samples too.")) -> None:
    """Time the released model.

    Example: python -m benchmarks.model --train
    """
    console = Console()
    measure(console)
    if train:
        measure_training(console)


if __name__ == "__main__":
    typer.run(main)
