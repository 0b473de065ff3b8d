"""Another BERT as the encoder: a tiny one with random weights stands for any."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertModel, BertTokenizerFast

from annotations.samples import read_samples
from models.alphabet import SPECIALS
from models.fact_reader.onnx_scorer import OnnxScorer
from models.fact_reader.reading import FactReader
from models.fact_reader.torch_scorer import TorchScorer
from models.fact_reader.weights import load_network, save_network
from training.adoption import adopted_encoder
from training.build import new_fact_reader
from training.evaluate import reading_with, strict
from training.export import export

SAMPLES = Path(__file__).parents[2] / "annotations" / "samples"
# Libraries that warn about themselves.
pytestmark = pytest.mark.filterwarnings("ignore")
_UNUSED = [f"[unused{number}]" for number in range(3)]


def _bert(folder: Path, words: list[str]) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "vocab.txt").write_text("".join(f"{word}\n" for word in words), "utf-8")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    torch.manual_seed(3)
    sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    BertModel(BertConfig(vocab_size=len(words), **sizes)).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Chinese BERT as they are published: special symbols amid unused ones, pieces of words, both widths."""
    characters = sorted({c for s in read_samples(SAMPLES / "b1.jsonl") for c in s.text if "一" <= c <= "鿿"})
    words = ["[PAD]", *_UNUSED, "[UNK]", "[CLS]", "[SEP]", "[MASK]", "，", ",", "0", "1", "##件", "abc", *characters]
    return _bert(tmp_path_factory.mktemp("bert"), words)


def test_single_characters_become_the_alphabet(bert: Path) -> None:
    encoder, alphabet = adopted_encoder(bert)
    assert alphabet.symbols[: len(SPECIALS)] == SPECIALS
    assert {"，", "0", "件", "\n"} <= set(alphabet.symbols)
    assert not {",", "1", "##件", "abc"} & set(alphabet.symbols)
    assert encoder.get_input_embeddings().weight.shape[0] == len(alphabet)


def test_every_character_keeps_its_vector(bert: Path) -> None:
    encoder, alphabet = adopted_encoder(bert)
    whole = BertModel.from_pretrained(bert).get_input_embeddings().weight
    vocabulary = (bert / "vocab.txt").read_text("utf-8").splitlines()
    for symbol in ("[PAD]", "[CLS]", "[UNK]", "件", "0"):
        kept = encoder.get_input_embeddings().weight[alphabet.id_of(symbol)]
        assert torch.equal(kept, whole[vocabulary.index(symbol)])


def test_network_over_it_is_saved_and_served(bert: Path, tmp_path: Path) -> None:
    network, alphabet = new_fact_reader(bert)
    save_network(network, alphabet, tmp_path / "trained")
    again, _ = load_network(tmp_path / "trained")
    assert all(
        torch.equal(a, b) for a, b in zip(network.state_dict().values(), again.state_dict().values(), strict=True)
    )
    export(again.eval(), tmp_path, quantized=False)
    by_torch, by_onnx = (
        reading_with(FactReader(again.config, alphabet, scorer))
        for scorer in (TorchScorer(again), OnnxScorer(tmp_path))
    )
    for sample in read_samples(SAMPLES / "b1.jsonl")[:3]:
        assert strict(by_torch(sample)) == strict(by_onnx(sample))


@pytest.mark.parametrize(
    ("words", "complaint"),
    [(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "a"], "no Chinese"), (["<s>", "[UNK]", "一"], "no BERT")],
)
def test_encoders_of_other_kinds_are_refused(tmp_path: Path, words: list[str], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        adopted_encoder(_bert(tmp_path / "other", words))
