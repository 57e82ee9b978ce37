"""``dragoman-train check``: what a run would learn from, before anything is trained."""

from collections import Counter
from collections.abc import Sequence

import msgspec
import numpy as np

from dragoman.documents import Document
from dragoman.layers import layers_of
from dragoman.tokens import tokenise
from dragoman.windows import windows
from dragoman_training.config import Config, CorpusConfig
from dragoman_training.corpora import Corpus, read_corpus, taught_scheme
from dragoman_training.encoder import tokenizer_of
from dragoman_training.precision import in_bfloat16
from dragoman_training.readers.reading import Lost
from dragoman_training.targets import TargetMaker

#: Pieces per second that train on two cores of a server: MiniLM-L6, dev scores included, in float32, and in bfloat16
#: where the processor has the instructions. Measured with configs/default.toml; see docs/EXPERIMENTS.md.
PIECES_PER_SECOND, PIECES_PER_SECOND_BF16 = 1_200, 3_200


class CorpusCheck(msgspec.Struct, frozen=True):
    """What one corpus holds.

    Attributes:
        name: of the corpus.
        use: ``train`` or ``dev``.
        observes: layers that it marks.
        unobserved: labels of the scheme that it does not mark: its words may have them.
        documents: number of documents.
        words: number of words, as the tokenizer sees them.
        pieces: number of pieces.
        windows: number of windows.
        paragraph_pieces: median, 95th percentile and maximum of the pieces of a paragraph.
        labels: its own label, quote part or event type -> number of spans.
        lost: gold spans that its reader could not place, or that words cannot reach.
    """

    name: str
    use: str
    observes: list[str]
    unobserved: list[str]
    documents: int
    words: int
    pieces: int
    windows: int
    paragraph_pieces: tuple[int, int, int]
    labels: dict[str, int]
    lost: list[Lost]


class Check(msgspec.Struct, frozen=True):
    """What a run would learn from.

    Attributes:
        corpora: one by one.
        untaught: labels of the scheme that no training corpus marks; the checkpoint will lack them.
        minutes: estimate of the training time on two cores without a GPU.
    """

    corpora: list[CorpusCheck]
    untaught: list[str]
    minutes: float


def check(config: Config) -> Check:
    """Reads all corpora of a config and makes their targets.

    Raises:
        ConfigError: the config does not fit its corpora or scheme.
        InputError: a corpus cannot be read.
    """
    scheme = config.scheme()
    taught = taught_scheme(scheme, config.train)
    found = [_check_corpus(config, corpus, "train") for corpus in config.train]
    found += [_check_corpus(config, corpus, "dev") for corpus in config.dev]
    pieces = sum(item.pieces * corpus.weight for item, corpus in zip(found, config.train, strict=False))
    rate = PIECES_PER_SECOND_BF16 if in_bfloat16(config.training.bf16) else PIECES_PER_SECOND
    return Check(
        corpora=found,
        untaught=[label for label in scheme.entities if label not in taught.entities],
        minutes=round(pieces * config.training.epochs / rate / 60, 1),
    )


def _check_corpus(config: Config, entry: CorpusConfig, use: str) -> CorpusCheck:
    scheme = config.scheme()
    corpus = read_corpus(config, entry, scheme)
    tokenizer, maker = tokenizer_of(config), TargetMaker(layers_of(scheme))
    size = config.window_size(training=use == "train")
    words = pieces = count = 0
    lengths: list[int] = []
    lost = list(corpus.lost)
    for document in corpus.documents:
        tokens = tokenise(tokenizer, document.text)
        lost.extend(maker.make(document, tokens, entry).lost)
        words, pieces, count = words + len(tokens), pieces + len(tokens.ids), count + len(list(windows(tokens, size)))
        lengths.extend(np.diff(tokens.first[tokens.paragraphs]).tolist())
    observed = {label for labels in (entry.entities or {}).values() for label in labels}
    return CorpusCheck(
        name=corpus.name,
        use=use,
        observes=_observes(entry),
        unobserved=[label for label in scheme.entities if label not in observed] if entry.entities else [],
        documents=len(corpus.documents),
        words=words,
        pieces=pieces,
        windows=count,
        paragraph_pieces=_spread(lengths),
        labels=dict(label_counts(corpus).most_common()),
        lost=lost,
    )


def label_counts(corpus: Corpus) -> Counter[str]:
    """How often each label of a corpus stands in its documents."""
    return Counter(label for document in corpus.documents for label in _labels(document))


def _labels(document: Document) -> list[str]:
    labels = [entity.label for entity in document.entities]
    labels += [part for quote in document.quotes for part, _ in quote.parts()]
    return labels + [event.type for event in document.events]


def _observes(entry: CorpusConfig) -> list[str]:
    layers = {"entities": entry.entities is not None, "quotes": entry.quotes, "events": bool(entry.events)}
    return [layer for layer, observed in layers.items() if observed]


def _spread(lengths: Sequence[int]) -> tuple[int, int, int]:
    if not lengths:
        return 0, 0, 0
    median, high, longest = np.percentile(lengths, [50, 95, 100])
    return int(median), int(high), int(longest)
