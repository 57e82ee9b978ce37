"""A model whose documents come resolved."""

from collections.abc import Callable, Iterable, Iterator

from dragoman.bulk.tagging import Tagger
from dragoman.documents import Document
from dragoman.resolve import resolve
from dragoman.scheme import Scheme


class ResolvingTagger:
    """Tags, and says what each span refers to.

    Args:
        tagger: the model.
    """

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger

    @property
    def scheme(self) -> Scheme:
        """What the model was taught."""
        return self._tagger.scheme

    def stream(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Tags and resolves documents in their order."""
        return map(resolve, self._tagger.stream(documents))


def load_resolving(load: Callable[[], Tagger]) -> ResolvingTagger:
    """Loads a model in the process that calls, and has its documents resolved."""
    return ResolvingTagger(load())
