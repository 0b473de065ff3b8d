"""Another Chinese BERT in the place of our own encoder: its single characters become the alphabet.

A Chinese BERT (Devlin et al. 2019, arXiv:1810.04805) splits Chinese text into single characters already, so nothing of
it is lost when only those rows of its embedding are kept: the network shrinks, and everything after it stays the same.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn
from transformers import AutoTokenizer, PreTrainedModel

from models.alphabet import END, SPECIALS, Alphabet
from models.characters import canonical
from models.encoder import load_encoder

NEWLINE = "\n"


def adopted_encoder(name: str | Path) -> tuple[PreTrainedModel, Alphabet]:
    """The encoder of a folder or a hub name, cut to the characters that networks here see; ValueError if it has none.

    A new line, which no BERT knows, begins as the separator.
    """
    encoder = load_encoder(name)
    vocabulary: dict[str, int] = AutoTokenizer.from_pretrained(name).get_vocab()
    # A tokenizer lends its special symbols to vocabularies that lack them; the network has no rows for these.
    n_rows = encoder.config.vocab_size
    absent = [symbol for symbol in SPECIALS if vocabulary.get(symbol, n_rows) >= n_rows]
    if absent:
        raise ValueError(f"{name} is no BERT: its vocabulary lacks {', '.join(absent)}")
    known = {
        symbol: number for symbol, number in vocabulary.items() if len(symbol) == 1 and canonical(symbol) == symbol
    }
    symbols = sorted(known, key=lambda symbol: known[symbol])
    if not any("一" <= symbol <= "鿿" for symbol in symbols):
        raise ValueError(f"{name} knows no Chinese characters")
    rows = [vocabulary[symbol] for symbol in SPECIALS] + [vocabulary[symbol] for symbol in symbols] + [vocabulary[END]]
    _keep_rows(encoder, rows)
    return encoder, Alphabet((*SPECIALS, *symbols, NEWLINE))


def _keep_rows(encoder: PreTrainedModel, rows: list[int]) -> None:
    embedding = encoder.get_input_embeddings()
    if not isinstance(embedding, nn.Embedding):
        raise ValueError("the encoder has no table of symbols")
    kept = embedding.weight.detach()[torch.tensor(rows)].clone()
    encoder.set_input_embeddings(nn.Embedding(len(rows), kept.shape[1], padding_idx=0, _weight=kept))
    encoder.config.vocab_size = len(rows)
    encoder.config.pad_token_id = 0
