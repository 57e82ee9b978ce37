"""PolNeAR, the Political News Attribution Relations Corpus: who said or thought what."""

import re
from collections.abc import Iterator
from pathlib import Path

from dragoman.documents import QUOTE_PARTS, Document, Quote
from dragoman.errors import InputError
from dragoman_training.readers.placing import Placer
from dragoman_training.readers.reading import Lost, Reading, files_in, read_text
from dragoman_training.readers.standoff import Annotations, read_annotations

_DATE = re.compile(r"_(\d{4}-\d\d-\d\d)_")


def read_polnear(folder: Path) -> Reading:
    """Reads one part of PolNeAR (networkdynamics/PolNeAR, commit c3eee83): its attributions, as quotes.

    All attributions are kept, stance as well as speech. Of several annotators of a text the first, by name, is taken.
    A span whose edge lies inside a word is widened to the word, a content that runs over a line break is cut there,
    and content fragments that only blanks part are joined. ``Discuss`` and ``Discard`` spans are passed over: the
    guidelines know neither; the first flags a doubt without withdrawing anything, the second marks text that is not of
    the article and never touches an attribution. A Source, Cue or Content outside all attributions is lost.

    Args:
        folder: holds ``text/NAME.txt`` and ``attributions/NAME_ANNOTATOR.ann``.

    Raises:
        InputError: the folder is missing or holds no annotations. A single article that cannot be read is lost.
    """
    folder = Path(folder)
    reading = Reading()
    for name, file in _first_annotations(folder / "attributions"):
        try:
            text = read_text(folder / "text" / f"{name}.txt")
            annotations = read_annotations(read_text(file))
        except InputError as error:
            reading.lost.append(Lost(name, "", None, None, "", str(error)))
            continue
        placer = Placer(name, text, annotations, snap=True)
        date = _DATE.search(name)
        reading.documents.append(Document(name, text, date[1] if date else None, quotes=_quotes(placer)))
        reading.lost.extend(placer.lost)
        reading.mended.update(placer.mended)
    return reading


def _first_annotations(folder: Path) -> Iterator[tuple[str, Path]]:
    names: set[str] = set()
    for file in files_in(folder, (".ann",)):
        name = file.stem.rpartition("_")[0] or file.stem
        if name not in names:
            names.add(name)
            yield name, file


def _quotes(placer: Placer) -> tuple[Quote, ...]:
    annotations = placer.annotations
    empty_doubles = set(_empty_doubles(annotations))
    placer.mended["empty double of an attribution left out"] += len(empty_doubles)
    quotes = [placer.quote(event) for id, event in annotations.events.items() if id not in empty_doubles]
    linked = set(annotations.linked())
    for mark in annotations.marks.values():
        if mark.id not in linked and mark.label.casefold() in QUOTE_PARTS:
            placer.lose(mark.id, "part of no attribution")
    return tuple(dict.fromkeys(quote for quote in quotes if quote))


def _empty_doubles(annotations: Annotations) -> Iterator[str]:
    """Attributions without content whose anchor another one with content shares: left behind by the tool's undo."""
    full = {event.anchor for event in annotations.events.values() if event.ids("content")}
    for id, event in annotations.events.items():
        if not event.ids("content") and event.anchor in full:
            yield id
