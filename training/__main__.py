"""Every step of making a model as one command: ``python -m training STEP --help``."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from models.fact_reader.weights import load_network, save_network
from training.build import new_fact_reader
from training.examples import Example, examples_of
from training.experiments import CONFIG, plan, results
from training.experiments import run as run_experiment
from training.finetune import Finetuning, FinetuningConfig
from training.pretrain import LOSSES_FILE, Pretraining, PretrainingConfig
from training.release import Provenance
from training.release import release as make_release
from training.scoreboard import experiment_board, print_boards
from training.splits import SAMPLES, samples_of
from training.variation import varied

HERE = Path(__file__).parent
WORK = Path(".work")

app = typer.Typer(help="How a model is made: pretrain, finetune, experiments, release.", no_args_is_help=True)
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
    own = [sample.text for sample in samples_of("train")]
    run = Pretraining(PretrainingConfig(**settings), corpus, heldout, output, own=own)
    with _progress() as progress:
        task = progress.add_task("pretraining", total=1.0)
        for step in run.run():
            progress.update(task, completed=run.progress)
            typer.echo(json.dumps(asdict(step)))


@app.command()
def finetune(
    encoder: str = typer.Option(
        str(WORK / "encoder"), help="A pretrained encoder: our own, or any Chinese BERT by folder or hub name."
    ),
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
    train = samples_of("train", samples)

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


@app.command()
def experiments(
    encoder: Path = typer.Option(WORK / "encoder", exists=True, help="The pretrained encoder."),
    output: Path = typer.Option(WORK / "experiments", help="Results, one file each; what is there is not run again."),
    config: Path = typer.Option(CONFIG, exists=True, help="What is compared."),
    only: list[str] = typer.Option([], help="Run these only (ids of the config)."),
) -> None:
    """Train with one thing changed at a time and compare on the held-out samples: ablations and the learning curve.

    Example: python -m training experiments --only whole --only tagging
    """
    planned = plan(config)
    settings = FinetuningConfig(**tomllib.loads((HERE / "configs" / "finetune.toml").read_text("utf-8")))
    train, heldout = samples_of("train"), samples_of("heldout")
    output.mkdir(parents=True, exist_ok=True)
    for experiment in planned.experiments:
        target = output / f"{experiment.id}.json"
        if target.exists() or (only and experiment.id not in only):
            continue
        with _progress() as progress:
            task = progress.add_task(experiment.id, total=experiment.n_epochs)
            result = run_experiment(
                experiment,
                encoder,
                train,
                heldout,
                settings,
                threshold=planned.threshold,
                after_epoch=lambda _, task=task, progress=progress: progress.update(task, advance=1),  # type: ignore[misc]
            )
        target.write_text(json.dumps(result.told(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    known = results(output, planned)
    print_boards([experiment_board([result.told() for result in known])], Console())


@app.command()
def release(
    version: str = typer.Argument(..., help="Version of the release, such as 0.1.0."),
    trained: Path = typer.Option(WORK / "facts", exists=True, help="A trained network."),
    encoder: Path = typer.Option(WORK / "encoder", help="The encoder it was trained from, for the card."),
    samples: Path = typer.Option(SAMPLES, help="Folder of annotated samples."),
    threshold: float = typer.Option(0.5, help="Probability from which a statement counts."),
    note: str = typer.Option("", help="What else the card should say of how the model was made."),
    comparisons: Path = typer.Option(WORK / "experiments", help="Results of `experiments`, for the card."),
) -> None:
    """Export a trained network, measure it as it will serve, and write it with its card to models/released/.

    Example: python -m training release 0.4.0
    """
    provenance = Provenance(
        pretraining=_pretraining(encoder),
        finetuning=json.loads((trained / "finetuning.json").read_text("utf-8")),
        train=samples_of("train", samples),
        heldout=samples_of("heldout", samples),
        blind=samples_of("blind", samples),
        experiments=[result.told() for result in results(comparisons, plan())],
        note=note,
    )
    model = make_release(trained, version, provenance, threshold=threshold)
    scores = model.card["scores_heldout"]
    typer.echo(f"{model.folder}: primary {scores['primary']['f1']}, strict {scores['strict']['f1']}")


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console)


def _pretraining(encoder: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((encoder / "pretraining.json").read_text("utf-8"))
    state = torch.load(encoder / "state.pt", weights_only=True)
    curve = [json.loads(line) for line in (encoder / LOSSES_FILE).read_text("utf-8").splitlines()]
    return record | {"characters_seen": state["characters"], "minutes": round(state["minutes"], 1), "curve": curve}


if __name__ == "__main__":
    app()
