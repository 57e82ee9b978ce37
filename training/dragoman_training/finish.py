"""After the weights stand: tune on dev data, score the checkpoint as it ships, write its card."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

import dragoman
from dragoman.checkpoint import Checkpoint
from dragoman_training.card import write_card
from dragoman_training.config import Config
from dragoman_training.corpora import Corpus
from dragoman_training.dev import dev_scores
from dragoman_training.export import write_config
from dragoman_training.tune import tune


def finish(config: Config, folder: Path, dev: Sequence[Corpus]) -> None:
    """Makes a folder with weights into a checkpoint that says how good it is."""
    tune(folder, dev)
    reader = dragoman.load(folder, device="cpu")
    scored = {name: round(value, 2) for name, value in dev_scores(reader, dev).items()}
    checkpoint = Checkpoint(folder).config
    write_config(folder, msgspec.structs.replace(checkpoint, scores={**checkpoint.scores, "dev": scored}))
    write_card(folder, config, reader, dev)
