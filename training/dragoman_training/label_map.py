"""What the labels of a corpus mean in the scheme, as its config says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from dragoman.errors import ConfigError
from dragoman.scheme import nearest
from dragoman_training.config import ANY_LABEL, NO_LABEL


@dataclass(frozen=True)
class LabelMap:
    """One map of a corpus.

    Attributes:
        corpus: its name, for messages.
        table: the map's name in the config.
        scheme: the labels of the scheme.
        entries: its own label, or a pattern -> labels of the scheme, ``O`` or ``*``; None: its labels are the scheme's.
    """

    corpus: str
    table: str
    scheme: Sequence[str]
    entries: Mapping[str, Sequence[str]] | None

    def check(self) -> None:
        """Looks whether the scheme knows all labels that the map leads to.

        Raises:
            ConfigError: it lacks one.
        """
        for own, labels in (self.entries or {}).items():
            for label in labels:
                if label not in (NO_LABEL, ANY_LABEL, *self.scheme):
                    hint = nearest(label, [*self.scheme, NO_LABEL])
                    raise ConfigError(f"corpus {self.corpus!r}: {own!r} stands for unknown label {label!r}{hint}")

    def labels(self, own: str, document: str) -> Sequence[str]:
        """The labels of the scheme that one of the corpus may stand for, ``O`` among them.

        Args:
            own: the corpus's label.
            document: where it stands, for the message.

        Raises:
            ConfigError: the map does not name it.
        """
        if self.entries is None:
            return [own]
        for pattern, labels in self.entries.items():
            if fnmatchcase(own, pattern):
                return [*self.scheme, NO_LABEL] if ANY_LABEL in labels else labels
        raise ConfigError(
            f"corpus {self.corpus!r}: its label {own!r} (document {document!r}) is not in its map; "
            f'add it to [{self.table}], for example {own} = ["O"]'
        )

    def unobserved(self) -> list[str]:
        """The labels of the scheme to which the map never leads."""
        if self.entries is None:
            return []
        observed = {label for labels in self.entries.values() for label in labels}
        return [label for label in self.scheme if label not in observed]
