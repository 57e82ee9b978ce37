"""A whole training run, top to bottom: read, train, export, tune, score."""

import hashlib
import importlib.metadata
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from tokenizers import Tokenizer

from dragoman.checkpoint import FORMAT, CheckpointConfig, NetworkConfig, special_pieces
from dragoman.layers import layers_of
from dragoman.network import DragomanNetwork
from dragoman.scheme import Scheme
from dragoman_training.config import Config, CorpusConfig
from dragoman_training.corpora import Corpus, read_corpus, taught_scheme
from dragoman_training.encoder import mask_piece, new_network, tokenizer_of
from dragoman_training.examples import Collator, make_examples
from dragoman_training.export import save_checkpoint
from dragoman_training.finish import finish
from dragoman_training.loss import NetworkWithLoss
from dragoman_training.narrowing import load_narrowing
from dragoman_training.targets import TargetMaker
from dragoman_training.trainer import reader_of, run_training

log = logging.getLogger(__name__)

_LIBRARIES = ("torch", "transformers", "tokenizers", "datasets", "accelerate", "onnx", "onnxruntime", "numpy")


def train(config: Config, output: Path) -> Path:
    """Trains as a config says and writes a checkpoint folder.

    A run that was killed goes on from its last save when it is started again with the same output folder.

    Args:
        config: the run.
        output: its folder; ``run/`` in it holds saves and TensorBoard logs, ``checkpoint/`` the result.

    Returns:
        The checkpoint folder.

    Raises:
        ConfigError: the config does not fit its corpora or scheme.
        InputError: a corpus cannot be read.
    """
    scheme = taught_scheme(config.scheme(), config.train)
    layers = layers_of(scheme)
    corpora, dev = read_all(config, config.train, scheme), read_all(config, config.dev, scheme)
    tokenizer = tokenizer_of(config)
    narrowing = load_narrowing(config.resolve(config.narrowing) if config.narrowing else None)
    maker = TargetMaker(layers, narrowing)
    examples, _ = make_examples(corpora, tokenizer, config.window_size(training=True), maker, config.seed)
    network = new_network(config, layers)
    collator = Collator(special_pieces(tokenizer), tuple(layers.tags), tuple(layers.links))
    model = NetworkWithLoss(
        network, maker, config.training.loss_weights, masking=config.training.masking, mask=_mask(config, tokenizer)
    )
    reader = reader_of(network, tokenizer, config, scheme)
    run_training(config, model, examples, collator, reader, dev, output / "run")
    folder = output / "checkpoint"
    save_checkpoint(folder, network, tokenizer, checkpoint_config(config, scheme, network, corpora))
    finish(config, folder, dev)
    return folder


def _mask(config: Config, tokenizer: Tokenizer) -> int:
    return mask_piece(tokenizer) if config.training.masking else 0


def read_all(config: Config, corpora: Sequence[CorpusConfig], scheme: Scheme) -> list[Corpus]:
    """Reads some corpora of a config."""
    return [read_corpus(config, corpus, scheme) for corpus in corpora]


def checkpoint_config(
    config: Config, scheme: Scheme, network: DragomanNetwork, corpora: Sequence[Corpus]
) -> CheckpointConfig:
    """What a checkpoint says of itself."""
    return CheckpointConfig(
        format=FORMAT,
        name=config.name,
        scheme=scheme,
        network=NetworkConfig(_encoder_config(network), config.model.rank),
        window_pieces=config.windows.pieces,
        window_context=config.windows.context,
        training={
            "config": _resolved(config),
            "corpora": {corpus.name: fingerprint(corpus) for corpus in corpora},
            "libraries": {name: importlib.metadata.version(name) for name in _LIBRARIES},
        },
    )


def fingerprint(corpus: Corpus) -> dict[str, Any]:
    """The number of documents of a corpus, and a hash of their texts and annotations."""
    digest = hashlib.sha256()
    for document in corpus.documents:
        digest.update(repr(document).encode("utf-8", "surrogatepass"))
    return {"documents": len(corpus.documents), "sha256": digest.hexdigest()}


def _resolved(config: Config) -> Any:
    """The config with all defaults filled in, without the folder, which is of one machine only."""
    return {key: value for key, value in msgspec.to_builtins(config).items() if key != "folder"}


def _encoder_config(network: DragomanNetwork) -> dict[str, Any]:
    settings = network.encoder.config
    dropped = ("transformers_version", "_name_or_path", "architectures", "dtype", "torch_dtype")
    values = {key: value for key, value in settings.to_diff_dict().items() if key not in dropped}
    return {"model_type": settings.model_type, **values}
