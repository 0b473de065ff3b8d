"""A fact reader's network on disk: configuration, alphabet, the encoder's shape, and the weights as safetensors."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from models.alphabet import Alphabet
from models.encoder import encoder_from_config
from models.fact_reader.config import FactReaderConfig
from models.fact_reader.network import FactReaderNetwork
from models.registry import ALPHABET_FILE, CONFIG_FILE, WEIGHTS_FILE

ENCODER_FOLDER = "encoder"


def save_network(network: FactReaderNetwork, alphabet: Alphabet, folder: Path, *, half: bool = False) -> None:
    """Write all that training can go on from; ``half`` stores the weights in half precision."""
    (folder / ENCODER_FOLDER).mkdir(parents=True, exist_ok=True)
    network.config.save(folder / CONFIG_FILE)
    alphabet.save(folder / ALPHABET_FILE)
    network.reader.encoder.config.save_pretrained(folder / ENCODER_FOLDER)
    dtype = torch.float16 if half else torch.float32
    weights = {name: weight.detach().to(dtype).contiguous() for name, weight in network.state_dict().items()}
    save_file(weights, folder / WEIGHTS_FILE)


def load_network(folder: Path) -> tuple[FactReaderNetwork, Alphabet]:
    """The network and its alphabet; weights that are missing or too many are an error."""
    config = FactReaderConfig.load(folder / CONFIG_FILE)
    network = FactReaderNetwork(config, encoder_from_config(folder / ENCODER_FOLDER))
    weights = {name: weight.float() for name, weight in load_file(folder / WEIGHTS_FILE).items()}
    network.load_state_dict(weights, strict=True)
    return network, Alphabet.load(folder / ALPHABET_FILE)
