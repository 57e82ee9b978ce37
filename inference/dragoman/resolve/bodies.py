"""The bodies and states that a document names: one party for *United Nations* and *U.N.*."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from dragoman.documents import Document, Entity, Span
from dragoman.resolve.aliases import aliases
from dragoman.resolve.intergovernmental import body_named
from dragoman.resolve.names import fold, tidy
from dragoman.resolve.offices import place_stems
from dragoman.resolve.parties import Party

_ARTICLE = re.compile(r"^the ", re.I)
_WORD = re.compile(r"\w+")
_SMALL = frozenset(["of", "the", "for", "and", "on", "in", "to", "affairs"])
_BRACKETED = re.compile(r"^(.+\w) \(([\w.&-]+)\)$")
#: An abbreviation may leave out the last words (*CDP*: Constitutional Democratic Party of Japan).
_LENGTHS = (3, 4)
#: Bodies that every state has.
_KIND_OF_BODY = re.compile(
    r"\b(?:ministry|embassy|parliament|consulate|cabinet|court|army|navy|government|mission|presidency|"
    r"office|department|commission|television|bank|senate|assembly|council|police)\b",
    re.I,
)
#: *Government of Nicaragua*, *Nicaraguan Government*.
_OF_STATE = re.compile(r"([\w ]+) of (?:the )?([A-Z]\w+(?: [A-Z]\w+)*)$")
_STATES = re.compile(r"((?:[A-Z]\w+ )?[A-Z]\w+) (\w+)$")
_LABELS = ("ORG", "GPE")
#: What parts a state from its organ, by the state's label, and an organ from the place after it.
_OWNED = {"NORP": (" ",), "GPE": ("'s ", "’s ")}
_OWNERS_AFTER = (" of ", " of the ", " in ")


def bodies(document: Document) -> dict[Span, Party]:
    """The party of each ORG and GPE entity; its name is the fullest form that stands in the text."""
    entities = sorted(
        (entity for entity in document.entities if entity.label in (*_LABELS, "NORP")), key=lambda entity: entity.span
    )
    named = [entity for entity in entities if entity.label in _LABELS]
    whole = _with_owners(document, entities)
    surface = _in_one_case({entity.span: _surface(document, whole.get(entity.span, entity.span)) for entity in named})
    forms = list(dict.fromkeys(surface.values()))
    fuller = _by_owner(forms) | aliases(forms) | _in_brackets(document, named, surface) | _by_initials(forms)
    organisations = {surface[entity.span] for entity in named if entity.label == "ORG"}
    fuller |= _parts(organisations - fuller.keys(), _owners(document, entities, surface))
    parties = {form: _party(_fullest(form, fuller)) for form in dict.fromkeys(_fullest(form, fuller) for form in forms)}
    return {span: parties[_fullest(form, fuller)] for span, form in surface.items()}


def body_words(name: str) -> tuple[str, ...]:
    """The words of a body's name made comparable."""
    return tuple(word for word in _WORD.findall(fold(name)) if word not in _SMALL)


def _surface(document: Document, span: Span) -> str:
    name = _ARTICLE.sub("", tidy(document.covered(span)))
    bracketed = _BRACKETED.match(name)
    return bracketed[1] if bracketed else name


def _with_owners(document: Document, entities: Sequence[Entity]) -> dict[Span, Span]:
    """*Russian Foreign Ministry*, *Russia's embassy in Oslo* are names, though the scheme keeps states apart.

    ORG -> all of it.
    """
    found: dict[Span, Span] = {}
    for before, entity in pairwise(entities):
        between = document.text[before.span.end : entity.span.start]
        if _is_organ(document, entity) and between in _OWNED.get(before.label, ()):
            found[entity.span] = Span(before.span.start, entity.span.end)
        if _is_organ(document, before) and entity.label == "GPE" and between in _OWNERS_AFTER:
            found[before.span] = Span(found.get(before.span, before.span).start, entity.span.end)
    return found


def _is_organ(document: Document, entity: Entity) -> bool:
    name = document.covered(entity.span)
    return entity.label == "ORG" and _KIND_OF_BODY.search(name) is not None and body_named(name) is None


def _in_one_case(surface: dict[Span, str]) -> dict[Span, str]:
    """*MONGOLIA* of a headline is *Mongolia* where the text has that too."""
    usual: dict[str, str] = {}
    for form in surface.values():
        if fold(form) not in usual or usual[fold(form)].isupper():
            usual[fold(form)] = form
    return {span: usual[fold(form)] for span, form in surface.items()}


def _party(name: str) -> Party:
    return Party("body", name, body_words(name))


def _fullest(form: str, fuller: dict[str, str]) -> str:
    """Follows a chain of fuller forms to its end; chains are short and a form is never visited twice."""
    seen = {form}
    while (form := fuller.get(form, form)) not in seen:
        seen.add(form)
    return form


def _in_brackets(document: Document, named: Sequence[Entity], surface: dict[Span, str]) -> dict[str, str]:
    """*United Nations (UN)*: short form -> full form, whichever stands in the brackets."""
    found = {}
    for first, second in pairwise(named):
        between = document.text[first.span.end : second.span.start]
        if between.strip(" ‘“\"'") == "(" and document.text[second.span.end : second.span.end + 3].strip(
            "’”\"'"
        ).startswith(")"):
            short, full = sorted((surface[first.span], surface[second.span]), key=len)
            if short != full and " " not in short:
                found[short] = full
    return found


def _by_initials(forms: Iterable[str]) -> dict[str, str]:
    """*UN* beside *United Nations*."""
    listed = list(forms)
    initials = {_initials(form)[:length]: form for form in listed if " " in form for length in _LENGTHS}
    initials |= {_initials(form): form for form in listed if " " in form}
    short = {form: form.replace(".", "") for form in listed if " " not in form}
    return {form: initials[letters] for form, letters in short.items() if letters.isupper() and letters in initials}


def _by_owner(forms: Iterable[str]) -> dict[str, str]:
    """*Nicaraguan Government* beside *Government of Nicaragua*."""
    of = {(found[1].lower(), place_stems([found[2]])): form for form in forms if (found := _OF_STATE.match(form))}
    owned = {form: (found[2].lower(), place_stems([found[1]])) for form in forms if (found := _STATES.match(form))}
    return {form: of[key] for form, key in owned.items() if key in of}


def _initials(form: str) -> str:
    return "".join(word[0] for word in _WORD.findall(form) if word[0].isupper())


def _owners(document: Document, entities: Sequence[Entity], surface: dict[Span, str]) -> dict[str, frozenset[str]]:
    """Form -> the states whose body it is, as far as they stand right before it."""
    owners: dict[str, frozenset[str]] = {}
    for before, entity in pairwise(entities):
        if entity.span in surface and document.text[before.span.end : entity.span.start] in (" ", "'s ", "’s "):
            form = surface[entity.span]
            owners[form] = owners.get(form, frozenset()) | place_stems([document.covered(before.span)])
    return owners


def _parts(forms: Iterable[str], owners: dict[str, frozenset[str]]) -> dict[str, str]:
    """*Foreign Ministry* beside *Ministry of Foreign Affairs*: a form whose words are part of exactly one other."""
    words = {form: frozenset(body_words(form)) for form in sorted(forms)}
    found = {}
    for form, own in words.items():
        wider = [
            other
            for other, others in words.items()
            if own < others and not _conflict(owners.get(form), owners.get(other), others)
        ]
        if own and len(wider) == 1:
            found[form] = wider[0]
    return found


def _conflict(own: frozenset[str] | None, other: frozenset[str] | None, words: frozenset[str]) -> bool:
    """Whether the two bodies belong to different states."""
    if not own:
        return False
    return not (own & (other or frozenset()) or own & place_stems(words))
