"""The exceptions that Dragoman raises on purpose.

    DragomanError
    ├── InputError          a document, file or record that cannot be read
    ├── SchemeError         a label, role or layer that the scheme lacks
    ├── CheckpointError     a checkpoint that is incomplete, damaged or of another scheme
    ├── ConfigError         a training configuration that cannot be used
    └── MissingExtraError   an optional dependency that is not installed

Every message says what is wrong, where, and how to mend it.
"""


class DragomanError(Exception):
    """Base of all errors that Dragoman raises on purpose."""


class InputError(DragomanError):
    """A document, file or record that cannot be read."""


class SchemeError(DragomanError):
    """A label, role or layer that the scheme lacks."""


class CheckpointError(DragomanError):
    """A checkpoint that is incomplete, damaged or of another scheme."""


class ConfigError(DragomanError):
    """A training configuration that cannot be used."""


class MissingExtraError(DragomanError):
    """An optional dependency that is not installed.

    Args:
        package: name of the missing package, as imported.
        extra: the extra of ``dragoman`` that brings it.
    """

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is not installed. Install it with: pip install 'dragoman[{extra}]'")
