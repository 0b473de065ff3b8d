"""The commands with which a user evaluates and trains: what they print, write and refuse."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from annotations.samples import Sample, read_samples, write_samples
from models.alphabet import Alphabet
from models.characters import canonical_characters
from models.encoder import EncoderSize, new_encoder
from models.fact_reader.weights import save_network
from models.registry import ReleasedModel, newest
from service.cli import app
from training import splits
from training.build import new_fact_reader
from training.release import Provenance, release

SAMPLES = Path(__file__).parents[2] / "annotations" / "samples"
# Exporting goes through libraries that warn about themselves.
pytestmark = pytest.mark.filterwarnings("ignore")
runner = CliRunner()


@pytest.fixture(scope="module")
def few() -> list[Sample]:
    chosen = [s for s in read_samples(SAMPLES / "b1.jsonl") if 1 <= len(s.facts) <= 6 and len(s.text) < 160]
    return chosen[:12]


@pytest.fixture(scope="module")
def base(few: list[Sample], tmp_path_factory: pytest.TempPathFactory) -> ReleasedModel:
    """A release of a tiny network that was never trained."""
    folder = tmp_path_factory.mktemp("base")
    alphabet = Alphabet.learn([canonical_characters(s.text).symbols for s in few], min_count=1)
    alphabet.save(folder / "alphabet.txt")
    new_encoder(EncoderSize(n_layers=1, width=48, n_heads=2), alphabet).save_pretrained(folder)
    network, _ = new_fact_reader(folder)
    save_network(network, alphabet, folder / "trained")
    return release(folder / "trained", "3.1.4", Provenance({}, {}, few, few[:2]), folder=folder / "released")


@pytest.fixture
def own(few: list[Sample], tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    write_samples(folder / "mine.jsonl", few)
    return folder


@pytest.fixture
def small_project(few: list[Sample], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project of few samples in the place of this one's."""
    folder = tmp_path / "annotations" / "samples"
    folder.mkdir(parents=True)
    write_samples(folder / "x1.jsonl", few[:6])
    (folder.parent / "splits.toml").write_text('train = ["b1"]\nheldout = ["b1"]\nblind = []\n', "utf-8")
    monkeypatch.setattr(splits.samples_of, "__defaults__", (folder,))


@pytest.mark.usefixtures("small_project")
def test_training_writes_the_next_version_with_its_card(base: ReleasedModel, own: Path, tmp_path: Path) -> None:
    output = tmp_path / "models"
    done = runner.invoke(
        app,
        [
            "train",
            "--samples",
            str(own),
            "--base",
            str(base.folder),
            "--output",
            str(output),
            "--epochs",
            "2",
            "--keep-worse",
        ],
    )
    assert done.exit_code == 0, done.output
    made = newest(output)
    assert made.label == "facts-3.1.4.1"
    assert made.card["base"] == "facts-3.1.4"
    assert made.card["samples"]["train"]["samples"] == 9
    assert made.card["samples"]["heldout"]["samples"] == 3
    assert set(made.card["comparison"]) == {"own_before", "own_after", "common_before", "common_after"}
    made.load()
    assert "自己的评测样本，新模型" in done.output


@pytest.mark.usefixtures("small_project")
def test_a_worse_model_becomes_no_version_unless_asked(
    base: ReleasedModel, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from training import further

    monkeypatch.setattr(further.Comparison, "is_better", property(lambda self: False))
    output = tmp_path / "models"
    arguments = ["train", "--samples", str(own), "--base", str(base.folder), "--output", str(output), "--epochs", "1"]
    refused = runner.invoke(app, arguments)
    assert refused.exit_code == 3
    assert "没有成为新版本" in refused.output
    with pytest.raises(LookupError):
        newest(output)
    assert runner.invoke(app, [*arguments, "--keep-worse"]).exit_code == 0
    assert newest(output).label == "facts-3.1.4.1"


def test_broken_samples_are_all_told_before_anything_starts(own: Path, tmp_path: Path) -> None:
    broken = own / "broken.jsonl"
    broken.write_text("{\n[]\n", "utf-8")
    done = runner.invoke(app, ["train", "--samples", str(own), "--output", str(tmp_path / "models")])
    assert done.exit_code == 2
    assert f"{broken}:1" in done.output
    assert f"{broken}:2" in done.output
    assert not (tmp_path / "models").exists()


def test_evaluation_prints_scores_baselines_calibration_and_mistakes(
    base: ReleasedModel, own: Path, tmp_path: Path
) -> None:
    card = tmp_path / "card.md"
    done = runner.invoke(
        app,
        ["evaluate", str(base.folder), "--samples", str(own), "--errors", "--card", str(card), "--threshold", "0.9"],
    )
    assert done.exit_code == 0, done.output
    for words in ("facts-3.1.4：12 个样本", "正则表达式", "严格指标", "按表述方式", "期望校准误差", "漏读\t"):
        assert words in done.output
    assert "| request.received |" in card.read_text("utf-8") or "| disclosure.items |" in card.read_text("utf-8")


def test_two_annotators_are_compared(few: list[Sample], own: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl"
    write_samples(other, [replace(sample, facts=()) if n == 0 else sample for n, sample in enumerate(few)])
    same = runner.invoke(app, ["samples", "agreement", str(own), str(own)])
    assert "12 个样本：主要指标 F1 1.0000，严格指标 F1 1.0000" in same.output
    differing = runner.invoke(app, ["samples", "agreement", str(own), str(other), "--details"])
    assert differing.output.count("\t<\t") == len(few[0].facts)
    write_samples(other, [replace(few[0], text=few[0].text + "。")])
    assert runner.invoke(app, ["samples", "agreement", str(own), str(other)]).exit_code == 2


def test_samples_are_checked_and_converted(own: Path, tmp_path: Path) -> None:
    assert "12 个样本" in runner.invoke(app, ["samples", "check", str(own)]).output
    output = tmp_path / "out.json"
    assert runner.invoke(app, ["samples", "convert", str(own), str(output), "--to", "label-studio"]).exit_code == 0
    assert len(json.loads(output.read_text("utf-8"))) == 12
    assert runner.invoke(app, ["samples", "convert", str(own), str(output), "--to", "word"]).exit_code == 2
    assert "<Relation" in runner.invoke(app, ["samples", "labels"]).output
