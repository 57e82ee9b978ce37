"""``dragoman-train convert``: annotated documents from one format into another."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from dragoman.errors import ConfigError
from dragoman.scheme import load_scheme, nearest
from dragoman_training.readers import READERS, Reading
from dragoman_training.writers import WRITERS


def convert(source: Path, target: Path, *, reader: str, writer: str, scheme: Path | None = None) -> Reading:
    """Reads annotated documents and writes them in another format.

    Args:
        source: file or folder, as the reader takes it.
        target: file or folder, as the writer makes it; what is there is replaced.
        reader: a name in ``READERS``.
        writer: a name in ``WRITERS``.
        scheme: labels for the tool's own settings; without it the default scheme.

    Returns:
        What was read: the documents written, and every span that was lost.

    Raises:
        ConfigError: there is no such reader or writer.
        InputError: the source cannot be read or the target not written.
    """
    for name, known in ((reader, READERS), (writer, WRITERS)):
        if name not in known:
            raise ConfigError(f"unknown format {name!r}{nearest(name, known)}")
    read: Any = READERS[reader]
    reading: Reading = read(source)
    reading.documents = [replace(document, id=document.id or str(n)) for n, document in enumerate(reading.documents, 1)]
    WRITERS[writer](reading.documents, target, load_scheme(scheme))
    return reading
