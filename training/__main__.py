"""Every step of making a model as one command: ``python -m training STEP --help``."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from annotations.samples import Sample, read_samples
from models.fact_reader.reading import FactReader
from models.fact_reader.torch_scorer import TorchScorer
from models.fact_reader.weights import load_network, save_network
from models.registry import CARD_FILE, newest
from training.build import new_fact_reader
from training.evaluate import Evaluation, evaluate, reading_with
from training.examples import Example, examples_of
from training.finetune import Finetuning, FinetuningConfig
from training.pretrain import Pretraining, PretrainingConfig
from training.release import Provenance, rounded
from training.release import release as make_release
from training.scoring import Score
from training.variation import varied

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "annotations" / "samples"
WORK = Path(".work")

app = typer.Typer(help="How a model is made: pretrain, finetune, evaluate, release.", no_args_is_help=True)
console = Console(stderr=True)


@app.command()
def pretrain(
    corpus: Path = typer.Argument(..., exists=True, help="Running text, one paragraph a line (.txt or .xz)."),
    heldout: Path = typer.Argument(..., exists=True, help="Text to measure on."),
    output: Path = typer.Option(WORK / "encoder", help="Checkpoints; a run that was cut off goes on from here."),
    config: Path = typer.Option(HERE / "configs" / "pretrain.toml", help="Sizes, rates, limits."),
    minutes: float | None = typer.Option(None, help="Stop after so many minutes instead of those of the config."),
) -> None:
    """Pretrain the encoder by masked language modelling.

    Example: python -m training pretrain corpus.txt.xz heldout.txt.xz --minutes 60
    """
    settings = tomllib.loads(config.read_text("utf-8")) | ({} if minutes is None else {"max_minutes": minutes})
    own = [sample.text for sample in _split(SAMPLES, "train")]
    run = Pretraining(PretrainingConfig(**settings), corpus, heldout, output, own=own)
    with _progress() as progress:
        task = progress.add_task("pretraining", total=1.0)
        for step in run.run():
            progress.update(task, completed=run.progress)
            typer.echo(json.dumps(asdict(step)))


@app.command()
def finetune(
    encoder: Path = typer.Option(WORK / "encoder", help="Folder of a pretrained encoder with its alphabet.txt."),
    samples: Path = typer.Option(SAMPLES, help="Folder of annotated samples (*.jsonl)."),
    base: Path | None = typer.Option(None, help="Go on from this trained network instead of an encoder."),
    output: Path = typer.Option(WORK / "facts", help="Where the trained network is written."),
    config: Path = typer.Option(HERE / "configs" / "finetune.toml", help="Rates and sizes."),
) -> None:
    """Train a fact reader on the training batches of the samples.

    Example: python -m training finetune --encoder .work/encoder
    """
    settings = FinetuningConfig(**tomllib.loads(config.read_text("utf-8")))
    network, alphabet = new_fact_reader(encoder) if base is None else load_network(base)
    train = _split(samples, "train")

    def vary(random: np.random.Generator) -> list[Example]:
        return examples_of([varied(sample, random) for sample in train], alphabet, network.config)

    examples = vary(np.random.default_rng(settings.seed))
    run = Finetuning(network, alphabet, examples, settings, vary=vary)
    with _progress() as progress:
        task = progress.add_task("fine-tuning", total=settings.n_epochs)
        for epoch in run.run():
            progress.update(task, advance=1)
            typer.echo(json.dumps({"epoch": epoch.number} | {k: round(v, 4) for k, v in epoch.losses.items()}))
    save_network(run.averaged(), alphabet, output)
    (output / "finetuning.json").write_text(json.dumps(asdict(settings), indent=1) + "\n", "utf-8")


@app.command("evaluate")
def evaluate_model(
    model: Path | None = typer.Argument(None, help="A release or a trained network; the newest release by default."),
    samples: Path = typer.Option(SAMPLES, help="Folder of annotated samples."),
    errors: bool = typer.Option(False, help="List every mistake with its sentence."),
    threshold: float | None = typer.Option(
        None, help="Probability from which a statement counts, instead of the model's."
    ),
) -> None:
    """Score a model on the held-out batches: primary and strict F1, by metric and by construct.

    Example: python -m training evaluate --errors
    """
    reader = _load(model)
    if threshold is not None:
        reader = FactReader(replace(reader.config, threshold=threshold), reader.alphabet, reader.scorer)
    evaluation = evaluate(reading_with(reader), _split(samples, "heldout"))
    _show(evaluation)
    if errors:
        for mistake in evaluation.mistakes:
            metric, value, kind = mistake.primary
            kind_of = "wrong " if mistake.found else "missed"
            typer.echo(f"{kind_of} {mistake.sample}  {metric} {value:f} {kind}  {mistake.words!r}")


@app.command()
def release(
    version: str = typer.Argument(..., help="Version of the release, such as 0.1.0."),
    trained: Path = typer.Option(WORK / "facts", exists=True, help="A trained network."),
    encoder: Path = typer.Option(WORK / "encoder", help="The encoder it was trained from, for the card."),
    samples: Path = typer.Option(SAMPLES, help="Folder of annotated samples."),
    threshold: float = typer.Option(0.5, help="Probability from which a statement counts."),
    note: str = typer.Option("", help="What else the card should say of how the model was made."),
) -> None:
    """Export a trained network, measure it as it will serve, and write it with its card to models/released/.

    Example: python -m training release 0.1.0
    """
    provenance = Provenance(
        pretraining=_pretraining(encoder),
        finetuning=json.loads((trained / "finetuning.json").read_text("utf-8")),
        train=_split(samples, "train"),
        heldout=_split(samples, "heldout"),
        note=note,
    )
    model = make_release(trained, version, provenance, threshold=threshold)
    scores = model.card["scores_heldout"]
    typer.echo(f"{model.folder}: primary {scores['primary']['f1']}, strict {scores['strict']['f1']}")


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console)


def _split(folder: Path, name: str) -> list[Sample]:
    batches = tomllib.loads((folder.parent / "splits.toml").read_text("utf-8"))[name]
    return [sample for sample in read_samples(folder) if sample.batch in batches]


def _load(model: Path | None) -> FactReader:
    if model is None:
        return newest().load(n_threads=2)
    if (model / CARD_FILE).exists():
        return newest(model).load(n_threads=2)
    network, alphabet = load_network(model)
    return FactReader(network.config, alphabet, TorchScorer(network))


def _pretraining(encoder: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((encoder / "pretraining.json").read_text("utf-8"))
    state = torch.load(encoder / "state.pt", weights_only=True)
    return record | {"characters_seen": state["characters"], "minutes": round(state["minutes"], 1)}


def _show(evaluation: Evaluation) -> None:
    table = Table(box=None, header_style="bold")
    for heading in ("", "precision", "recall", "F1", "facts"):
        table.add_column(heading, justify="left" if not heading else "right")
    rows: list[tuple[str, Score]] = [("primary", evaluation.primary), ("strict", evaluation.strict)]
    rows += sorted(evaluation.by_metric.items())
    rows += [(f"construct: {name}", score) for name, score in sorted(evaluation.by_construct.items())]
    for name, score in rows:
        values = rounded(score)
        table.add_row(
            name, *("–" if values[k] is None else str(values[k]) for k in ("precision", "recall", "f1", "facts"))
        )
    Console().print(table)


if __name__ == "__main__":
    app()
