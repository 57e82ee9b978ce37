from pathlib import Path

import pytest
import torch
from tiny import save_tiny, tiny_tokenizer

from dragoman.errors import ConfigError
from dragoman.layers import layers_of
from dragoman.scheme import Scheme
from dragoman_training.config import Config, CorpusConfig, ModelConfig
from dragoman_training.encoder import mask_piece, new_network

OWN = Scheme("own", entities={"HUMAN": "A person.", "SHIP": "A ship."})


def config(checkpoint: Path, labels: dict[str, str]) -> Config:
    corpus = CorpusConfig(name="a", reader="jsonl", path="a.jsonl")
    model = ModelConfig(checkpoint=str(checkpoint), rank=4, labels=labels)
    return Config(name="c", train=[corpus], dev=[corpus], folder="/", model=model)


def test_a_label_begins_as_the_one_it_stands_for(tmp_path: Path) -> None:
    start = save_tiny(tmp_path / "start")
    network = new_network(config(tmp_path / "start", {"HUMAN": "PERSON"}), layers_of(OWN))
    ours, theirs = network.tags["entities"].weight, start.tags["entities"].weight.half().float()
    assert torch.equal(ours[:5], theirs[:5])  # O and the four tags of the first label
    assert not torch.equal(ours[5:9], theirs[5:9])


@pytest.mark.parametrize("labels", [{"PERSN": "PERSON"}, {"HUMAN": "PERSN"}])
def test_an_unknown_label_is_named(tmp_path: Path, labels: dict[str, str]) -> None:
    save_tiny(tmp_path / "start")
    with pytest.raises(ConfigError, match="PERSN"):
        new_network(config(tmp_path / "start", labels), layers_of(OWN))


def test_the_mask_piece() -> None:
    tokenizer = tiny_tokenizer()
    assert tokenizer.id_to_token(mask_piece(tokenizer)) == "[MASK]"
