"""What a text has spoken of so far, and whom a pronoun takes up.

A candidate counts for more the nearer it stands, and for more as a speaker or subject than as an object: the classic
factors of salience (Lappin and Leass, An algorithm for pronominal anaphora resolution, 1994), with weights chosen by
reading the training part of the Dragoman corpus.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from dragoman.resolve.layout import Layout
from dragoman.resolve.parties import Party

#: Weight of a mention by its place in the sentence.
SPEAKER, SUBJECT, ACTOR, PLAIN, ASIDE = 1.0, 0.95, 0.7, 0.5, 0.35
#: What a mention within somebody's quoted words is worth outside of them.
_QUOTED, _REPORTED = 0.25, 0.6
#: What is left of a weight after each sentence, and after each mention between.
_PER_SENTENCE, _PER_MENTION = 0.65, 0.98
#: No fit is above this.
_MOST = 1.5
#: How far a pronoun reaches back, in mentions.
_REACH = 60


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A place where a party is spoken of.

    Attributes:
        position: where it begins.
        sentence: its number.
        weight: of its place in the sentence.
        quote: the number of the quote whose words it belongs to.
    """

    position: int
    sentence: int
    weight: float
    quote: int | None = field(compare=False)
    party: Party = field(compare=False)


class Discourse:
    """The mentions of a document, in text order."""

    def __init__(self, places: Layout) -> None:
        self._places = places
        self._mentions: list[Mention] = []

    def add(self, party: Party, position: int, weight: float) -> None:
        """Notes that a party is spoken of here."""
        insort(
            self._mentions,
            Mention(position, self._places.sentence(position), weight, self._places.quote(position), party),
        )

    def before(self, position: int) -> Iterator[Mention]:
        """Mentions before a position, the nearest first."""
        last = bisect_left(self._mentions, position, key=lambda mention: mention.position)
        return (self._mentions[number] for number in range(last - 1, -1, -1))

    def best(
        self, position: int, fits: Callable[[Party], float], *, besides: frozenset[int] = frozenset()
    ) -> Party | None:
        """The most salient party before a position.

        Args:
            position: of what takes it up.
            fits: how well a party may be meant, from 0, not at all, to 1.5.
            besides: numbers of quotes in whose words nobody is looked for.
        """
        sentence, quote = self._places.sentence(position), self._places.quote(position)
        best, found = 0.0, None
        for rank, mention in enumerate(self.before(position)):
            if rank == _REACH:
                break
            if mention.quote is not None and mention.quote in besides:
                continue
            fade = _PER_SENTENCE ** (sentence - mention.sentence) * _PER_MENTION**rank
            if fade * _MOST < best:
                break  # nothing farther back can be better
            score = mention.weight * fade * self._heard(mention, quote)
            if score * _MOST > best and (score := score * fits(mention.party)) > best:
                best, found = score, mention.party
        return found

    def _heard(self, mention: Mention, quote: int | None) -> float:
        if mention.quote is None or mention.quote == quote:
            return 1.0
        return _QUOTED if self._places.direct[mention.quote] else _REPORTED
