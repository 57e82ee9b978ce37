"""The model card: what a checkpoint marks, how well, what it learned from, and how it fails."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader

from dragoman.checkpoint import CARD, Checkpoint
from dragoman.model import Dragoman
from dragoman_training.config import Config
from dragoman_training.corpora import Corpus

_EXAMPLES = 5


def write_card(folder: Path, config: Config, reader: Dragoman, dev: Sequence[Corpus]) -> None:
    """Writes ``README.md`` into a checkpoint folder."""
    environment = Environment(
        loader=PackageLoader("dragoman_training"), trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    card = environment.get_template("card.md").render(
        config=config, checkpoint=Checkpoint(folder).config, examples=entity_examples(reader, dev)
    )
    (folder / CARD).write_text(card, encoding="utf-8")


def entity_examples(reader: Dragoman, dev: Sequence[Corpus]) -> dict[str, list[str]]:
    """For each label the short names that the model itself finds most often in the dev corpora."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for corpus in (corpus for corpus in dev if corpus.config.entities is not None):
        for document in reader.stream(corpus.documents):
            for entity in document.entities:
                counts[entity.label][" ".join(document.covered(entity.span).split())] += 1
    return {label: sorted(names, key=lambda name: (-names[name], name))[:_EXAMPLES] for label, names in counts.items()}
