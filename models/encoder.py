"""The encoder under every network: any BERT-shaped model that ``transformers`` can build.

The default is our own, characters in, pre-normalised with rotary positions (the ModernBERT shape), pretrained
from scratch; a folder or a hub name of another Chinese BERT may stand in its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from transformers import AutoConfig, AutoModel, ModernBertConfig, PreTrainedModel

from models.alphabet import END, PADDING, START, Alphabet


@dataclass(frozen=True)
class EncoderSize:
    """How large an encoder is: layers, width of a character's vector, attention heads."""

    n_layers: int
    width: int
    n_heads: int
    max_characters: int = 512

    def __post_init__(self) -> None:
        if self.width % self.n_heads:
            raise ValueError(f"width {self.width} is not divisible into {self.n_heads} heads")


def new_encoder(size: EncoderSize, alphabet: Alphabet) -> PreTrainedModel:
    """An encoder of ``size`` with random weights."""
    config = ModernBertConfig(
        vocab_size=len(alphabet),
        hidden_size=size.width,
        intermediate_size=(size.width * 8 // 3) // 32 * 32,
        num_hidden_layers=size.n_layers,
        num_attention_heads=size.n_heads,
        max_position_embeddings=size.max_characters,
        layer_types=["full_attention"] * size.n_layers,
        pad_token_id=alphabet.id_of(PADDING),
        bos_token_id=alphabet.id_of(START),
        cls_token_id=alphabet.id_of(START),
        eos_token_id=alphabet.id_of(END),
        sep_token_id=alphabet.id_of(END),
    )
    model: PreTrainedModel = AutoModel.from_config(  # type: ignore[no-untyped-call]
        config, attn_implementation="eager", dtype=torch.float32
    )
    return model


def load_encoder(folder: str | Path) -> PreTrainedModel:
    """An encoder from a folder (or, where a hub can be reached, a hub name) with its weights, in single precision."""
    model: PreTrainedModel = AutoModel.from_pretrained(folder, attn_implementation="eager", dtype=torch.float32)
    return model


def encoder_from_config(folder: Path) -> PreTrainedModel:
    """An encoder shaped by ``folder/config.json``, with random weights (they come from elsewhere)."""
    config = AutoConfig.from_pretrained(folder)
    model: PreTrainedModel = AutoModel.from_config(  # type: ignore[no-untyped-call]
        config, attn_implementation="eager", dtype=torch.float32
    )
    return model
