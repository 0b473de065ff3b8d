"""Experiments: every way of training that the table compares runs, is kept, and is what it says."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from annotations.samples import Sample, read_samples
from models.alphabet import Alphabet
from models.characters import canonical_characters
from models.encoder import EncoderSize, new_encoder
from training.build import fact_reader_over
from training.experiments import Experiment, Result, plan, run
from training.scoreboard import experiment_board
from training.tagging import BEGIN, INSIDE, OUTSIDE, TaggingReader, tags_of

from .test_chain import TINY

SAMPLES = Path(__file__).parents[2] / "annotations" / "samples"
pytestmark = pytest.mark.filterwarnings("ignore")
QUICK = replace(TINY, n_epochs=1, n_windows=4)


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    chosen = [s for s in read_samples(SAMPLES / "b1.jsonl") if 1 <= len(s.facts) <= 6 and len(s.text) < 160]
    return chosen[:8]


@pytest.fixture(scope="module")
def encoder(samples: list[Sample], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("encoder")
    alphabet = Alphabet.learn([canonical_characters(s.text).symbols for s in samples], min_count=1)
    alphabet.save(folder / "alphabet.txt")
    new_encoder(EncoderSize(n_layers=1, width=48, n_heads=2), alphabet).save_pretrained(folder)
    return folder


def test_plan_names_every_experiment_once_and_one_that_changes_nothing() -> None:
    planned = plan()
    assert len({experiment.id for experiment in planned.experiments}) == len(planned.experiments)
    unchanged = Experiment(id="", name="", share=0.25)
    assert sum(replace(each, id="", name="") == unchanged for each in planned.experiments) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"share": 0.5},
        {"pretrained": False},
        {"use_marks": False},
        {"spans": "tags"},
        {"varied": False},
        {"seed": 1},
    ],
    ids=str,
)
def test_experiment_runs_and_is_kept(
    changed: dict[str, object], samples: list[Sample], encoder: Path, tmp_path: Path
) -> None:
    experiment = Experiment("x", "某种方案", n_epochs=1, **changed)  # type: ignore[arg-type]
    result = run(experiment, encoder, samples, samples[:2], QUICK, threshold=0.4)
    assert result.n_samples == round(experiment.share * len(samples))
    assert 0 <= result.strict <= result.primary <= 1
    (tmp_path / "x.json").write_text(json.dumps(result.told()), "utf-8")
    assert Result.load(tmp_path / "x.json") == result
    assert experiment_board([result.told()]).rows[0][0] == "某种方案"


def test_tags_of_spans() -> None:
    wanted = torch.zeros(1, 1, 6, 6, dtype=torch.bool)
    wanted[0, 0, 1, 3] = wanted[0, 0, 2, 2] = wanted[0, 0, 5, 5] = True
    assert tags_of(wanted)[0, 0].tolist() == [OUTSIDE, BEGIN, INSIDE, INSIDE, OUTSIDE, BEGIN]


def test_tags_learn_spans(samples: list[Sample]) -> None:
    torch.manual_seed(0)
    alphabet = Alphabet.learn([canonical_characters(s.text).symbols for s in samples], min_count=1)
    network = fact_reader_over(new_encoder(EncoderSize(n_layers=1, width=32, n_heads=2), alphabet))
    reader = TaggingReader(network.config, network.reader.encoder)
    ids = torch.randint(5, len(alphabet), (1, 12))
    wanted = torch.zeros(1, len(network.config.span_labels), 12, 12, dtype=torch.bool)
    wanted[0, 0, 2, 5] = wanted[0, 0, 8, 8] = wanted[0, 1, 3, 9] = True
    optimizer = torch.optim.Adam(reader.parameters(), lr=1e-2)
    for _ in range(150):
        _, scores = reader(ids, torch.zeros_like(ids), torch.ones_like(ids))
        loss = reader.span_loss(scores, wanted)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    reader.eval()
    _, scores = reader(ids, torch.zeros_like(ids), torch.ones_like(ids))
    assert torch.equal(scores > 0, wanted)
