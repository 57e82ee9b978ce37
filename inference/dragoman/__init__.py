"""Dragoman reads English diplomatic news: who is named, who said what, and who did what to whom.

>>> import dragoman
>>> model = dragoman.load()
>>> document = model.read("Xi Jinping said talks would resume on Tuesday.")
"""

from dragoman.documents import Document, Entity, Event, Quote, Reference, Span
from dragoman.errors import (
    CheckpointError,
    ConfigError,
    DragomanError,
    InputError,
    MissingExtraError,
    SchemeError,
)
from dragoman.model import Dragoman, load
from dragoman.scheme import Scheme, load_scheme

__version__ = "0.1.0"

__all__ = [
    "CheckpointError",
    "ConfigError",
    "Document",
    "Dragoman",
    "DragomanError",
    "Entity",
    "Event",
    "InputError",
    "MissingExtraError",
    "Quote",
    "Reference",
    "Scheme",
    "SchemeError",
    "Span",
    "__version__",
    "load",
    "load_scheme",
]
