"""Run in a training container: a tiny model that never learnt anything, where trained ones are kept.

Its threshold lets no fact through, so that one which learnt from it is never worse.
"""

import tempfile
from pathlib import Path

from annotations.samples import read_samples
from models.alphabet import Alphabet
from models.characters import canonical_characters
from models.encoder import EncoderSize, new_encoder
from models.fact_reader.weights import save_network
from service.settings import Settings
from training.build import new_fact_reader
from training.release import Provenance, release
from training.splits import SAMPLES

few = [sample for sample in read_samples(SAMPLES) if sample.facts][:6]
alphabet = Alphabet.learn([canonical_characters(sample.text).symbols for sample in few], min_count=1)
with tempfile.TemporaryDirectory() as folder:
    scratch = Path(folder)
    alphabet.save(scratch / "alphabet.txt")
    new_encoder(EncoderSize(n_layers=1, width=48, n_heads=2), alphabet).save_pretrained(scratch)
    network, _ = new_fact_reader(scratch)
    save_network(network, alphabet, scratch / "trained")
    nothing = Provenance({}, {}, few, few[:2])
    model = release(scratch / "trained", "0.0.1", nothing, threshold=1.0, folder=Settings().trained_models)
print(model.label)
