"""Output files that are whole or not there at all."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from dragoman.errors import InputError


@contextlib.contextmanager
def whole_file(path: str | Path, *, durable: bool = False) -> Iterator[BinaryIO]:
    """A file to write that takes the place of ``path`` only once it is complete, so that no half of one is left.

    Args:
        path: of the file.
        durable: whether it is on the disk by the end, so that a power cut does not undo it. Takes milliseconds.

    Raises:
        InputError: it cannot be written.
    """
    target = Path(os.path.realpath(path))  # a link stays, what it points to is replaced
    in_place = target.exists() and not target.is_file()  # a device or pipe, such as /dev/null, must not be replaced
    part = target if in_place else target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            yield file
            if durable and not in_place:
                file.flush()
                os.fsync(file.fileno())
        if not in_place:
            part.replace(target)
            if durable:
                _sync_folder(target.parent)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror or error}") from error
    finally:
        if not in_place:
            part.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Brings a new name to the disk. Where folders cannot be opened (Windows), the system sees to it."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
