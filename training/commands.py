"""The commands of ``nianbao`` that need the training extra: evaluate, train, samples.

Imported when the command line starts, so everything heavy is imported where it is used.
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

if TYPE_CHECKING:
    from annotations.samples import Sample
    from training.further import Comparison

_progress_console = Console(stderr=True)
samples_app = typer.Typer(help="检查标注样本，与 doccano、Label Studio、spaCy 互相转换。", no_args_is_help=True)
_YEAR = typer.Option(2024, help="样本未注明时，报告所属年度。")

# Columns of a table that goes into a file or a pipe, where nothing is gained by breaking its lines.
_WIDTH_OF_FILES = 200


def evaluate(
    model: Path | None = typer.Argument(None, help="已发布的模型或训练所得的文件夹，默认为随软件发布的最新模型。"),
    samples: Path | None = typer.Option(None, exists=True, help="标注样本的文件或文件夹，默认为随软件的评测样本。"),
    split: str = typer.Option("heldout", help="随软件的样本中用哪一部分：heldout 或 blind。"),
    errors: bool = typer.Option(False, help="逐条列出读错和漏读的事实及其所在句子。"),
    baselines: bool = typer.Option(True, help="同表列出两个不用模型的对照。"),
    threshold: float | None = typer.Option(None, min=0, max=1, help="事实的概率达到多少才算，默认为模型自己的。"),
    card: Path | None = typer.Option(None, help="另存为 Markdown 模型卡。"),
    year: int = _YEAR,
) -> None:
    """评测模型：精确率、召回率、F1，按指标、表述方式、批次，以及置信度是否可信。

    示例：nianbao evaluate --errors
    """
    from dataclasses import replace

    from models.fact_reader.reading import FactReader
    from training.baselines.expressions import read_expressions
    from training.baselines.first_match import read_first_matches
    from training.evaluate import evaluate as measure
    from training.evaluate import reading_with
    from training.loading import card_of, load_reader
    from training.scoreboard import boards, experiment_board, markdown, print_boards

    chosen = _own_samples(samples, year) if samples is not None else _project_samples(split)
    label, reader = load_reader(model)
    if threshold is not None:
        reader = FactReader(replace(reader.config, threshold=threshold), reader.alphabet, reader.scorer)
    evaluation = measure(reading_with(reader), chosen)
    compared = {"正则表达式": read_expressions, "七条首匹配表达式": read_first_matches} if baselines else {}
    shown = boards(evaluation, {name: measure(read, chosen) for name, read in compared.items()})
    if experiments := card_of(model).get("experiments"):
        shown.append(experiment_board(experiments))
    console = Console()
    if not console.is_terminal:
        console.width = _WIDTH_OF_FILES
    console.print(f"{label}：{len(chosen)} 个样本，{sum(len(s.facts) for s in chosen)} 个事实\n")
    print_boards(shown, console)
    if errors:
        for mistake in evaluation.mistakes:
            metric, value, kind = mistake.primary
            typer.echo(
                f"{'读错' if mistake.found else '漏读'}\t{mistake.sample}\t{metric}\t"
                f"{value:f}\t{kind}\t{mistake.words!r}"
            )
    if card is not None:
        card.write_text(f"# {label}\n\n{markdown(shown)}", "utf-8")


def train(
    samples: Path = typer.Option(
        ..., exists=True, help="标注样本的文件或文件夹（JSONL、doccano、Label Studio、spaCy）。"
    ),
    base: Path | None = typer.Option(None, exists=True, help="在哪个模型上继续训练，默认为随软件发布的最新模型。"),
    output: Path = typer.Option(Path("nianbao-models"), help="新模型写入的文件夹。"),
    epochs: int | None = typer.Option(None, min=1, max=100, help="训练轮数，默认见 training/configs/further.toml。"),
    keep_worse: bool = typer.Option(False, help="新模型不如原来的也保留为新版本。"),
    as_json: bool = typer.Option(False, "--json", help="进度与结果各输出一行 JSON。"),
    year: int = _YEAR,
) -> None:
    """用自己的标注样本继续训练已发布的模型，与原模型同表比较，好则写成新版本。

    示例：nianbao train --samples 标注/ --output nianbao-models
    """
    _require_torch()
    import tomllib
    from dataclasses import replace

    from models.registry import RELEASED, newest
    from training.finetune import FinetuningConfig
    from training.further import release_further, split, train_further
    from training.splits import samples_of

    own = split(_own_samples(samples, year))
    released = newest(base or RELEASED)
    config_file = Path(__file__).parent / "configs" / "further.toml"
    config = FinetuningConfig(**tomllib.loads(config_file.read_text("utf-8")))
    config = config if epochs is None else replace(config, n_epochs=epochs)
    with _progress() as progress:
        task = progress.add_task("训练", total=config.n_epochs)

        def told(epoch: int) -> None:
            progress.update(task, advance=1)
            if as_json:
                print(json.dumps({"epoch": epoch, "epochs": config.n_epochs}), flush=True)

        network, alphabet = train_further(
            released.folder,
            own.train,
            samples_of("train"),
            config,
            after_epoch=lambda epoch: told(epoch.number),
        )
    common = samples_of("heldout")
    candidate, comparison = release_further(
        network, alphabet, released, own, common, config, folder=output, keep_worse=keep_worse
    )
    accepted = comparison.is_better or keep_worse
    if as_json:
        result = {"accepted": accepted, "folder": str(candidate.folder), "comparison": comparison.told()}
        typer.echo(json.dumps(result, ensure_ascii=False))
    else:
        _show_comparison(comparison)
    if not accepted:
        typer.echo(
            f"新模型不如 {released.label}，没有成为新版本（存于 {candidate.folder}）；要采用请加 --keep-worse。",
            err=True,
        )
        raise typer.Exit(3)
    if not as_json:
        typer.echo(f"新版本：{candidate.folder}（使用它：NIANBAO_MODEL={output}）")


@samples_app.command("check")
def check_samples(
    samples: Path = typer.Argument(..., exists=True, help="标注样本的文件或文件夹。"), year: int = _YEAR
) -> None:
    """检查标注样本，列出全部错误：文件、行、原因。

    示例：nianbao samples check 标注/
    """
    chosen = _own_samples(samples, year)
    typer.echo(f"{len(chosen)} 个样本，{sum(len(sample.facts) for sample in chosen)} 个事实，没有错误")


@samples_app.command("convert")
def convert_samples(
    samples: Path = typer.Argument(..., exists=True, help="标注样本的文件或文件夹。"),
    output: Path = typer.Argument(..., help="写入的文件。"),
    to: str = typer.Option("nianbao", help="写成哪种格式：nianbao、doccano、label-studio、spacy。"),
    year: int = _YEAR,
) -> None:
    """转换标注样本的格式，关系和事实一并转换，来回不失。

    示例：nianbao samples convert annotations/samples/b1.jsonl b1.json --to label-studio
    """
    from training.interchange.files import SUFFIXES, export

    tool = next((known for known in SUFFIXES if known == to), None)
    if tool is None:
        raise _failure(f"不认识的格式“{to}”；可用：{'、'.join(SUFFIXES)}。")
    chosen = _own_samples(samples, year)
    export(chosen, output, tool)
    typer.echo(f"{len(chosen)} 个样本写入 {output}")


@samples_app.command("agreement")
def annotator_agreement(
    first: Path = typer.Argument(..., exists=True, help="一位标注者的样本。"),
    second: Path = typer.Argument(..., exists=True, help="另一位标注者对同样文字的样本。"),
    details: bool = typer.Option(False, help="逐条列出两人不同之处。"),
    year: int = _YEAR,
) -> None:
    """比较两人对同样文字的标注：主要指标和严格指标的一致程度（F1）。

    示例：nianbao samples agreement annotations/samples/e1.jsonl annotations/second/e1.jsonl
    """
    from training.agreement import agreement, disagreements, pairs

    try:
        both = pairs(_own_samples(first, year), _own_samples(second, year))
    except ValueError as error:
        raise _failure(f"不能比较：{error}") from error
    result = agreement(both)
    typer.echo(f"{result.n_samples} 个样本：主要指标 F1 {result.primary.f1:.4f}，严格指标 F1 {result.strict.f1:.4f}")
    if details:
        for sample, only_first, only_second in disagreements(both):
            for sign, facts in (("<", only_first), (">", only_second)):
                for fact in facts:
                    typer.echo(f"{sample}\t{sign}\t{fact}")


@samples_app.command("labels")
def labeling_config() -> None:
    """输出 Label Studio 的标注界面配置（全部标签和关系）。

    示例：nianbao samples labels > labels.xml
    """
    from training.interchange.label_studio import labeling_config as config

    typer.echo(config(), nl=False)


def _own_samples(path: Path, year: int) -> list[Sample]:
    """The samples of a user; every broken one is told before anything else happens."""
    from training.interchange.files import gather

    gathered = gather(path, year=year)
    for error in gathered.broken:
        typer.echo(f"{error.where}：{error.reason}", err=True)
    if gathered.broken:
        raise _failure(f"{len(gathered.broken)} 处错误，什么也没有做。")
    if not gathered.samples:
        raise _failure(f"{path} 里没有标注样本。")
    return list(gathered.samples)


def _project_samples(split: str) -> list[Sample]:
    from training.splits import samples_of

    if split not in ("heldout", "blind"):
        raise _failure(f"没有“{split}”这一部分；可用：heldout、blind。")
    return samples_of("heldout" if split == "heldout" else "blind")


def _show_comparison(comparison: Comparison) -> None:
    from training.scoreboard import score_cells

    table = Table(box=None, header_style="bold")
    for heading in ("", "精确率", "召回率", "F1", "事实数"):
        table.add_column(heading, justify="right" if heading else "left")
    rows = (
        ("自己的评测样本，原模型", comparison.own_before),
        ("自己的评测样本，新模型", comparison.own_after),
        ("随软件的评测样本，原模型", comparison.common_before),
        ("随软件的评测样本，新模型", comparison.common_after),
    )
    for name, score in rows:
        table.add_row(name, *score_cells(score))
    Console().print(table)


def _require_torch() -> None:
    if find_spec("torch") is None:
        raise _failure("训练需要另行安装：pip install 'nianbao[train]'。")


def _progress() -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=_progress_console)


def _failure(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(2)
