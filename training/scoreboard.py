"""An evaluation as tables: for the terminal, and as Markdown for a model's card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from service.facts.drafting import DOUBTFUL_BELOW
from training.calibration import calibration_error, doubt, reliability
from training.evaluate import Evaluation
from training.scoring import Score

# Confidences at which the table tells what marking as doubtful would do; one of them is where readings do it.
DOUBTS = (0.5, DOUBTFUL_BELOW, 0.8, 0.9, 0.95)
_SCORES = ("精确率", "召回率", "F1", "事实数")


@dataclass(frozen=True, slots=True)
class Board:
    """One table: a title, what its rows are called, the headings of its columns, and the rows."""

    title: str
    corner: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def boards(evaluation: Evaluation, others: Mapping[str, Evaluation] | None = None) -> list[Board]:
    """The tables of one evaluation; ``others`` are baselines or other models measured on the same samples."""
    compared = {"模型": evaluation} | dict(others or {})
    main = [(f"{name}（主要指标）", each.primary) for name, each in compared.items()]
    main += [("模型（严格指标）", evaluation.strict)]
    return [
        _board("总分", "", main),
        _board("按指标", "指标", sorted(evaluation.by_metric.items())),
        _board("按表述方式", "表述方式", sorted(evaluation.by_construct.items())),
        _board("按样本批次", "批次", sorted(evaluation.by_batch.items())),
        _reliability(evaluation),
        _doubts(evaluation),
    ]


def experiment_board(told: Sequence[Mapping[str, Any]]) -> Board:
    """What each choice of the training is worth (``training.experiments``), as cards tell it."""
    rows = tuple(
        (
            each["experiment"]["name"],
            *_told(each["encoder"]),
            str(each["n_samples"]),
            str(each["experiment"]["n_epochs"]),
            *(_share(each[name]) for name in ("primary", "strict")),
            f"{each['minutes']:.1f}",
        )
        for each in told
    )
    headings = (
        "编码器",
        "参数（百万）",
        "预训练字数（百万）",
        "遮字损失",
        "样本数",
        "轮数",
        "主要指标F1",
        "严格指标F1",
        "训练分钟",
    )
    return Board("比较试验（评测样本，除所注一处外方法相同）", "方案", headings, rows)


def _told(encoder: Mapping[str, Any]) -> tuple[str, ...]:
    """Layers and width, millions of parameters and of characters seen, loss on held-out text."""
    loss = encoder["heldout_loss"]
    return (
        f"{encoder['n_layers']}×{encoder['width']}",
        f"{encoder['n_parameters'] / 1e6:.1f}",
        f"{encoder['characters'] / 1e6:.1f}",
        "—" if loss is None else f"{loss:.2f}",
    )


def print_boards(shown: Sequence[Board], console: Console) -> None:
    """The tables for people at a terminal."""
    for board in shown:
        table = Table(title=board.title, title_justify="left", box=None, header_style="bold")
        table.add_column(board.corner)
        for heading in board.headings:
            table.add_column(heading, justify="right")
        for row in board.rows:
            table.add_row(*row)
        console.print(table)
        console.print()


def markdown(shown: Sequence[Board]) -> str:
    """The tables as Markdown."""
    parts = []
    for board in shown:
        lines = [f"## {board.title}", "", _line((board.corner, *board.headings))]
        lines.append(_line(("---", *("---:" for _ in board.headings))))
        parts.append("\n".join([*lines, *map(_line, board.rows)]))
    return "\n\n".join(parts) + "\n"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _board(title: str, corner: str, scores: Sequence[tuple[str, Score]]) -> Board:
    return Board(title, corner, _SCORES, tuple((name, *score_cells(score)) for name, score in scores))


def score_cells(score: Score) -> tuple[str, str, str, str]:
    """Precision, recall, F1 and the number of facts as text; a dash where there was nothing to score."""
    precision, recall, f1 = (_share(value) for value in (score.precision, score.recall, score.f1))
    return precision, recall, f1, str(score.right + score.missed)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _reliability(evaluation: Evaluation) -> Board:
    error = calibration_error(evaluation.judged)
    rows = tuple(
        (f"{b.low:.1f}–{b.high:.1f}", str(b.n_facts), f"{b.confidence:.3f}", f"{b.accuracy:.3f}")
        for b in reliability(evaluation.judged)
    )
    return Board(f"置信度是否可信（期望校准误差 {_share(error)}）", "置信度", ("事实数", "平均置信度", "正确率"), rows)


def _doubts(evaluation: Evaluation) -> Board:
    marked = [doubt(evaluation.judged, below) for below in DOUBTS]
    rows = tuple((_below(d.below), _share(d.share_of_facts), _share(d.share_of_errors)) for d in marked)
    return Board("存疑标记", "置信度", ("标为存疑的事实", "其中含有的错误占全部错误"), rows)


def _below(confidence: float) -> str:
    return f"< {confidence:.2f}" + ("（读取时所用）" if confidence == DOUBTFUL_BELOW else "")
