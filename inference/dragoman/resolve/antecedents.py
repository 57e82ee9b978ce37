"""Whom a phrase means: a name by its party, an office by who holds it, a pronoun by what was spoken of."""

import re
from collections import Counter

from dragoman.documents import Document, Span
from dragoman.resolve import candidates
from dragoman.resolve.aliases import governments
from dragoman.resolve.bodies import bodies, body_words
from dragoman.resolve.cast import cast
from dragoman.resolve.company import company
from dragoman.resolve.discourse import Discourse
from dragoman.resolve.layout import layout
from dragoman.resolve.names import fold, tidy
from dragoman.resolve.offices import office_words, place_stems
from dragoman.resolve.parties import Office, Party, group
from dragoman.resolve.phrases import PRONOUNS, EntityIndex, Phrase, see
from dragoman.resolve.titles import titles

#: What a body puts out; who put it out speaks.
_MESSAGE = re.compile(
    r"\b(?:statement|communiqu[eé]|letter|declaration|readout|press release|memorandum|note|tweet|"
    r"analysis|data|figures)$"
)
#: Nouns by which a text points back to a state's government.
_GOVERNMENT = re.compile(r"\b(?:government|authorities|regime|administration|side|delegation|governments)$")
#: What a state has, as a name with the state's adjective, though no entity of the scheme.
_FORCE = re.compile(
    r"^(?:the )?[NG] (?:[a-z]+ )?(?:military|army|navy|police|air force|coast guard|intelligence|judiciary|government)$"
)
_FORCE_END = re.compile(r"(?: (?:in|of|on|at|for|near|from) |,)")
#: Nouns for several that were spoken of together; states and bodies, or people.
_BODIES = re.compile(r"\b(?:sides|parties|countries|nations|states|governments|neighbours|neighbors)$")
#: An office that may take up somebody in focus; not *a country's military chief*, *their president*.
_POINTS_BACK = re.compile(r"^(?:the (?:[a-z]+ )?)?(?:N )?R$")
_THE = re.compile(r"\bthe .{0,4}$", re.I)
_TITLED = re.compile(r"^(?:[A-Z][\w.-]*,? |of |for |and |the ){0,8}$")
_PERSONS = re.compile(r"\b(?:men|women|pair|leaders|presidents|ministers)$")
_OWNER = re.compile(r"^(his|her|its|their|our)\b")
#: Paragraphs in which somebody may be described before being named.
_LEAD = 2
#: Sentences within which *the two leaders* have been named.
_NEAR = 6


class Antecedents:
    """Everybody and everything that a document speaks of, and how phrases lead there."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.places = layout(document)
        self.discourse = Discourse(self.places)
        self.bodies = bodies(document)
        self.governments = governments(set(self.bodies.values()))
        self.titles = titles(document, self.bodies)
        self.people = cast(document, self.places, self.titles)
        self.holders = {
            role: self.people[name]
            for name, roles in self.titles.beside.items()
            if name in self.people
            for role in roles
        }
        self.joint = [
            (spans[0].start, group([self.people[span] for span in spans]))
            for spans in company(document)
            if all(span in self.people for span in spans)
        ]
        self._index = EntityIndex(document)
        self._forces: dict[str, Party] = {}
        self._states = {self.bodies[entity.span] for entity in document.entities if entity.label == "GPE"}
        self._in_order = sorted(self.people.items())
        self._by_sentence: dict[int, list[Span]] = {}
        for name, _ in self._in_order:
            self._by_sentence.setdefault(self.places.sentence(name.start), []).append(name)
        self._speaking = {
            entity.span for quote in document.quotes for span in quote.source for entity in self._index.inside(span)
        }

    def see(self, span: Span) -> Phrase:
        """The phrase that a span covers."""
        return see(self.document, span, self._index)

    def find(self, span: Span, besides: frozenset[int] = frozenset()) -> Party | None:
        """Who is meant by a source or an argument; None for *I*, *we*, *you*.

        Args:
            span: of the phrase.
            besides: numbers of the quotes that it is the source of; nobody names himself in his own words.
        """
        named = self.people.get(span) or self.bodies.get(span) or self.holders.get(span)
        if named:
            return named
        if kind := PRONOUNS.get(self.document.covered(span).lower()):
            return self.pronoun(span.start, kind, besides)
        phrase = self.see(span)
        if phrase.shape == "name" and phrase.head and phrase.head.span in self.people:
            return self._described(self.people[phrase.head.span], phrase)
        if phrase.shape == "office" and phrase.head:
            return self.holders.get(phrase.head.span) or self._office(
                span, phrase, self.titles.offices[phrase.head.span]
            )
        if phrase.shape == "body" and phrase.head and phrase.head.span in self.bodies:
            return self.bodies[phrase.head.span]
        return self._words(span, phrase, besides)

    def pronoun(self, position: int, kind: str, besides: frozenset[int]) -> Party | None:
        """Whom a pronoun of the third person takes up."""
        if kind in "mf":
            others = self._named_after(Span(position, position + 1))
            return self.discourse.best(
                position,
                lambda party: candidates.agrees(party, kind) if party not in others else 0.0,
                besides=besides,
            )
        if kind in "tp":
            return self.discourse.best(position, lambda party: candidates.number(party, kind), besides=besides)
        return None

    def _described(self, party: Party, phrase: Phrase) -> Party:
        """Learns from *Pulat Ahunov, an opposition politician* what the text may call him later."""
        for entity in phrase.entities:
            if entity.label == "ROLE" and phrase.head and entity.span < phrase.head.span:
                self.holders.setdefault(entity.span, party)
        _, _, described = phrase.words.partition(", ")
        if described and not any(entity.label == "ROLE" for entity in phrase.entities):
            party.offices.append(Office(office_words(described)))
        return party

    def _office(self, span: Span, phrase: Phrase, asked: Office) -> Party | None:
        if not phrase.definite:
            return self._lead(span, asked) or candidates.nobody(phrase, asked)
        if phrase.plural:
            pair = self._last_two(span) if phrase.both else None
            found = self._several(span, phrase, asked) or pair or self._company(span, phrase)
            return found or candidates.nobody(phrase, asked)
        others = self._named_after(span)
        found = self.discourse.best(span.start, lambda party: 0.0 if party in others else candidates.held(party, asked))
        if found is None:
            found = self._later(span, asked) or self._named_next(span, asked)
        if found is None and _POINTS_BACK.match(phrase.core):
            found = self._in_focus(span, asked, others)
        if found is None and not _OWNER.match(phrase.core):
            found = self._opener(span, asked)
        return found or candidates.nobody(phrase, asked)

    def _named_after(self, span: Span) -> set[Party]:
        """People whom the same sentence names later: *he thanked Xi* is not said of Xi."""
        sentence = self.places.sentence(span.start)
        return {self.people[name] for name in self._by_sentence.get(sentence, ()) if name.start > span.end}

    def _later(self, span: Span, asked: Office) -> Party | None:
        """The first to be named afterwards who holds the office; a lead tells the office before the name."""
        following = (party for name, party in self._in_order if name.start > span.end)
        return next((party for party in following if candidates.held(party, asked) >= candidates.FIT[1]), None)

    def _lead(self, span: Span, asked: Office) -> Party | None:
        """*A British expert says*, and only the next paragraph names him: the habit of leads."""
        return self._named_next(span, asked) if self.places.paragraph(span.start) < _LEAD else None

    def _named_next(self, span: Span, asked: Office) -> Party | None:
        """A speaker named soon after whose office the text does not tell, or who holds this one."""
        paragraph = self.places.paragraph(span.start)
        for name, party in self._in_order:
            soon = name.start > span.end and paragraph < self.places.paragraph(name.start) <= paragraph + 2
            if soon and (candidates.held(party, asked) or (not party.offices and name in self._speaking)):
                party.offices.append(asked)
                return party
        return None

    def _in_focus(self, span: Span, asked: Office, others: set[Party]) -> Party | None:
        """The person spoken of, even under another office: *the governor* of one who was called minister."""
        found = self.discourse.best(
            span.start, lambda party: candidates.in_focus(party) if party not in others else 0.0
        )
        if found:
            found.offices.append(asked)
        return found

    def _opener(self, span: Span, asked: Office) -> Party | None:
        """Whom a lead calls by the office alone is the first whose name then opens a sentence."""
        paragraph = self.places.paragraph(span.start)
        if paragraph >= _LEAD or any(name.end <= span.start for name in self.people):
            return None
        for name, party in self._in_order:
            if self.places.paragraph(name.start) <= paragraph + 2 and self._opens(name):
                party.offices.append(asked)
                return party
        return None

    def _opens(self, name: Span) -> bool:
        """Whether a sentence begins with this name and its titles."""
        begin = self.places.sentences[self.places.sentence(name.start)]
        return _TITLED.match(self.document.text[begin : name.start]) is not None

    def _several(self, span: Span, phrase: Phrase, asked: Office) -> Party | None:
        """*the ministers*: the two people so far who are called so."""
        if not phrase.core.startswith(("the ", "both ")):
            return None
        single = Office(frozenset(candidates.singular(word) for word in asked.words), asked.places, asked.former)
        holders: list[Party] = []
        for mention in self.discourse.before(span.start):
            party = mention.party
            if party not in holders and party.name and candidates.held(party, single) >= candidates.FIT[1]:
                holders.append(party)
        return group(holders[::-1]) if len(holders) == 2 else None

    def _company(self, span: Span, phrase: Phrase) -> Party | None:
        """*the presidents*: people who were named together before, or else the next who are."""
        text = self.document.text
        if not _THE.search(text[max(0, span.start - 7) : span.start + 4]) or text.startswith(("'", "’"), span.end):
            return None
        found = self.discourse.best(span.start, lambda party: float(candidates.are_people(party)))
        return found or next((party for first, party in self.joint if first > span.end), None)

    def _words(self, span: Span, phrase: Phrase, besides: frozenset[int]) -> Party | None:
        asked = self._description(phrase)
        if _MESSAGE.search(phrase.core):
            return self._message(span, phrase, besides)
        if phrase.definite and (phrase.both or _BODIES.search(phrase.core) or _PERSONS.search(phrase.core)):
            return self._together(span, phrase)
        if phrase.core in ("the latter", "latter"):
            people = (mention.party for mention in self.discourse.before(span.start) if mention.party.kind == "person")
            return next(people, None)
        if _GOVERNMENT.search(phrase.core):
            return self._government(phrase) or (self._force(span, phrase) if _FORCE.match(phrase.core) else None)
        if phrase.definite and _FORCE.match(phrase.core):
            return self._force(span, phrase)
        if phrase.plural:
            return candidates.nobody(phrase, asked)
        if not phrase.definite:
            return self._lead(span, asked) or candidates.nobody(phrase, asked)
        return (
            self._body(span, phrase)
            or self.discourse.best(span.start, lambda party: candidates.held(party, asked))
            or candidates.nobody(phrase, asked)
        )

    def _description(self, phrase: Phrase) -> Office:
        """*the US top diplomat* as an office: its noun and the states named with it."""
        states = [entity.span for entity in phrase.entities if entity.label in ("GPE", "NORP")]
        words = office_words(phrase.core.rsplit(" ", 1)[-1]) if phrase.definite else office_words(phrase.core)
        return Office(words, place_stems(map(self.document.covered, states)))

    def _together(self, span: Span, phrase: Phrase) -> Party | None:
        """*the two sides*: those who acted together."""
        wanted = "body" if _BODIES.search(phrase.core) else "person" if _PERSONS.search(phrase.core) else None

        def fit(party: Party) -> float:
            if len(party.members) < 2:
                return 0.0
            return 1.0 if wanted is None or all(member.kind == wanted for member in party.members) else 0.3

        found = self.discourse.best(span.start, fit)
        if found and (wanted is None or all(member.kind == wanted for member in found.members)):
            return found
        if wanted == "body":
            return self._two_states(span) or found
        return (self._last_two(span) if phrase.both else None) or found

    def _two_states(self, span: Span) -> Party | None:
        """The two states of which a text has said most so far."""
        said = Counter(
            mention.party for mention in self.discourse.before(span.start) if mention.party in self._states
        ).most_common(3)
        clear = len(said) == 2 or (len(said) == 3 and said[1][1] > said[2][1])
        return group([party for party, _ in said[:2]]) if clear else None

    def _last_two(self, span: Span) -> Party | None:
        """The two people last spoken of, if they are near."""
        sentence = self.places.sentence(span.start)
        near = [
            mention.party
            for mention in self.discourse.before(span.start)
            if mention.sentence >= sentence - _NEAR and mention.party.kind == "person" and mention.party.name
        ]
        people = list(dict.fromkeys(near))
        return group(people[1::-1]) if len(people) >= 2 else None

    def _message(self, span: Span, phrase: Phrase, besides: frozenset[int]) -> Party | None:
        if owner := _OWNER.match(phrase.core):
            return self.pronoun(span.start, PRONOUNS[owner[1]], besides)
        for entity in phrase.entities:
            party = self.people.get(entity.span) or self.bodies.get(entity.span)
            if party and not self.document.text.startswith(("'s", "’s"), entity.span.end):
                return party
        if not phrase.definite:
            return None
        return self._body(span, phrase) or self.discourse.best(span.start, lambda party: float(party.plural))

    def _force(self, span: Span, phrase: Phrase) -> Party:
        """*the South Korean military*: lower case, and yet a name."""
        end = span.start + len(_FORCE_END.split(self.document.covered(span))[0].rstrip(" ,"))
        name = re.sub(r"^the ", "", tidy(self.document.text[span.start : end]), flags=re.I)
        return self._forces.setdefault(fold(name), Party("body", name, body_words(name)))

    def _government(self, phrase: Phrase) -> Party | None:
        """*the Turkish authorities*: the body or state that the phrase names, else the state whose people it names."""
        for entity in phrase.entities:
            if entity.span in self.bodies:
                return self.bodies[entity.span]
        stems = place_stems(self.document.covered(entity.span) for entity in phrase.entities if entity.label == "NORP")
        named = (party for party in self.bodies.values() if party.name)
        own = [party for party in named if place_stems([party.name or "", *party.words]) & stems]
        return next((party for party in own if "government" in party.words), next(iter(own), None))

    def _body(self, span: Span, phrase: Phrase) -> Party | None:
        """*the ministry*: the last body whose name has the word."""
        words = body_words(_MESSAGE.sub("", phrase.core))[-1:]
        if not words:
            return None
        return self.discourse.best(span.start, lambda party: float(party.kind == "body" and words[0] in party.words))
