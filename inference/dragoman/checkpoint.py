"""A checkpoint folder: what a trained model is made of, checked before it is used.

    config.json         scheme, network, windows, calibration, and how it was trained
    tokenizer.json      of the encoder
    model.onnx          for the CPU, int8
    model.safetensors   for a GPU and for further training, float16
    README.md           the model card

Nothing in it is a pickle.
"""

import hashlib
from pathlib import Path
from typing import Any

import msgspec
from tokenizers import Tokenizer

from dragoman.calibration import Calibration
from dragoman.errors import CheckpointError, DragomanError
from dragoman.layers import Layers, layers_of
from dragoman.scheme import Scheme
from dragoman.windows import SpecialPieces, WindowSize

CONFIG, TOKENIZER, ONNX, WEIGHTS, CARD = "config.json", "tokenizer.json", "model.onnx", "model.safetensors", "README.md"

#: Raised by one whenever an older Dragoman could not read a newer checkpoint.
FORMAT = 2


class NetworkConfig(msgspec.Struct, frozen=True):
    """What the network's shape depends on beside the scheme.

    Attributes:
        encoder: the encoder's Hugging Face configuration.
        rank: of the bilinear links.
    """

    encoder: dict[str, Any]
    rank: int


class CheckpointConfig(msgspec.Struct, frozen=True):
    """The contents of ``config.json``.

    Attributes:
        format: version of this layout.
        name: of the training config.
        scheme: what the model was taught.
        network: the network's shape.
        window_pieces: pieces of a window.
        window_context: pieces of context.
        link_threshold: see ``dragoman.decode.DecodingOptions``.
        calibration: of the confidences.
        training: the resolved training config, seed, corpora with a hash of each, library versions.
        scores: on the dev corpora, after training.
    """

    format: int
    name: str
    scheme: Scheme
    network: NetworkConfig
    window_pieces: int
    window_context: int
    link_threshold: float = 0.1
    calibration: Calibration = Calibration()
    training: dict[str, Any] = {}
    scores: dict[str, Any] = {}


class Checkpoint:
    """A checkpoint folder that has been checked.

    Args:
        folder: of the checkpoint.

    Raises:
        CheckpointError: the folder or a file is missing or damaged, or of another format.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        if not self.folder.is_dir():
            raise CheckpointError(f"no checkpoint folder at {self.folder}; train one with: dragoman-train train CONFIG")
        self.config = self._read_config()
        self.tokenizer = self._read_tokenizer()

    @property
    def layers(self) -> Layers:
        """The layers of its scheme."""
        return layers_of(self.config.scheme)

    @property
    def window_size(self) -> WindowSize:
        """The windows that it was made for."""
        return WindowSize(self.config.window_pieces, self.config.window_context)

    def file(self, name: str) -> Path:
        """The path of one of its files.

        Raises:
            CheckpointError: it is missing.
        """
        path = self.folder / name
        if not path.is_file():
            raise CheckpointError(f"checkpoint {self.folder} lacks {name}; copy the whole folder, or export it again")
        return path

    def fingerprint(self) -> str:
        """SHA-256 of all that its results depend on: equal for copies, whatever their folders are called.

        Raises:
            CheckpointError: a file cannot be read.
        """
        digest = hashlib.sha256()
        for path in (self.folder / name for name in (CONFIG, TOKENIZER, ONNX, WEIGHTS)):
            try:
                digest.update(hashlib.sha256(path.read_bytes() if path.exists() else b"").digest())
            except OSError as error:
                raise CheckpointError(f"{path} cannot be read: {error.strerror or error}") from error
        return digest.hexdigest()

    def _read_config(self) -> CheckpointConfig:
        path = self.file(CONFIG)
        try:
            config = msgspec.json.decode(path.read_bytes(), type=CheckpointConfig)
        except (msgspec.DecodeError, DragomanError, OSError) as error:
            raise CheckpointError(f"{path} is no valid checkpoint config: {error}") from error
        if config.format != FORMAT:
            raise CheckpointError(f"{path} has format {config.format}; this Dragoman reads format {FORMAT}: update it")
        return config

    def _read_tokenizer(self) -> Tokenizer:
        path = self.file(TOKENIZER)
        try:
            return plain_tokenizer(Tokenizer.from_file(str(path)))
        except Exception as error:  # the library raises bare Exception
            raise CheckpointError(f"{path} is no valid tokenizer: {error}") from error


def plain_tokenizer(tokenizer: Tokenizer) -> Tokenizer:
    """A tokenizer that neither cuts nor pads, whatever its file asks for: text is never cut silently."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def special_pieces(tokenizer: Tokenizer) -> SpecialPieces:
    """The ids of the pieces that open, close and pad a window, by the names that BERT and RoBERTa use.

    Raises:
        CheckpointError: the tokenizer has none of them.
    """
    return SpecialPieces(
        begin=_piece(tokenizer, "[CLS]", "<s>"),
        end=_piece(tokenizer, "[SEP]", "</s>"),
        padding=_piece(tokenizer, "[PAD]", "<pad>"),
    )


def _piece(tokenizer: Tokenizer, *names: str) -> int:
    for name in names:
        number = tokenizer.token_to_id(name)
        if number is not None:
            return int(number)
    raise CheckpointError(f"the tokenizer has no piece {' or '.join(names)}")


def default_folder() -> Path:
    """The folder of the checkpoint that ships with the package."""
    return Path(__file__).with_name("default")
