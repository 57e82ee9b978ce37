"""A tokenizer and an encoder small enough to be made in a moment, with random weights."""

from pathlib import Path

import torch
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from dragoman.checkpoint import FORMAT, CheckpointConfig, NetworkConfig
from dragoman.layers import layers_of
from dragoman.network import DragomanNetwork, encoder_from_config
from dragoman.scheme import Scheme, load_scheme

ENCODER = {
    "model_type": "bert",
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "max_position_embeddings": 256,
    "vocab_size": 160,
    "hidden_dropout_prob": 0.0,
    "attention_probs_dropout_prob": 0.0,
}


def tiny_tokenizer() -> Tokenizer:
    """Letters and digits, each alone and as a later piece; everything else is unknown."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,:;!?'\"()-“”‘’"
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return tokenizer


def tiny_network(scheme: Scheme, seed: int = 0) -> DragomanNetwork:
    torch.manual_seed(seed)
    return DragomanNetwork(encoder_from_config(ENCODER), layers_of(scheme), rank=4).eval()


def tiny_config(scheme: Scheme) -> CheckpointConfig:
    return CheckpointConfig(
        format=FORMAT,
        name="tiny",
        scheme=scheme,
        network=NetworkConfig(ENCODER, 4),
        window_pieces=140,
        window_context=16,
    )


def save_tiny(folder: Path, scheme: Scheme | None = None, *, int8: bool = False) -> DragomanNetwork:
    """Writes a checkpoint folder and returns its network."""
    from dragoman_training.export import save_checkpoint

    scheme = scheme or load_scheme()
    network = tiny_network(scheme)
    save_checkpoint(folder, network, tiny_tokenizer(), tiny_config(scheme), int8=int8)
    return network
