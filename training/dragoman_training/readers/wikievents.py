"""WikiEvents: whole articles, mostly on bombings, with KAIROS events."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dragoman_training.readers.mentions import (
    EventMention,
    Mention,
    add_document,
    event_of,
    read_json_lines,
    words_of,
)
from dragoman_training.readers.reading import Lost, Reading

_Range = tuple[int, int]


def read_wikievents(path: Path) -> Reading:
    """Reads one part of WikiEvents (Li et al., 2021, raspberryice/gen-arg), a file of JSON lines.

    It marks events of the KAIROS ontology and their arguments in whole articles. Each article becomes a document, its
    sentences lines. Two forms are known: the published one with ``doc_id`` (``dev.jsonl``), and one with ``docid``
    (``train_mc2259_wiki-train-human.jsonl``), whose types lack the last level (``Conflict.Attack``).

    Traps: the second form gives each trigger the place of the first occurrence of its words. So a trigger is placed
    where its words occur once, or where all occurrences are triggers of one type; any other is lost. An argument there
    has no place at all: it is placed where its trigger's words occur once, and its own once in the sentence. That form
    marks no sentences; they end at full stops but those of abbreviations. In both, arguments are heads (*general* of *a
    Russian major general*) but for names, *said* in a courtroom is a meeting, and there are no dates.

    Args:
        path: the file.

    Raises:
        InputError: the file is missing or unreadable. An article that cannot be read is lost.
    """
    return read_json_lines(
        Path(path), lambda reading, record: (_add_unplaced if "docid" in record else _add)(reading, record)
    )


def _add(reading: Reading, record: Mapping[str, Any]) -> None:
    sentences = [words_of([token[0] for token in tokens]) for tokens, _ in record["sentences"]]
    places = {item["id"]: (item["start"], item["end"]) for item in record["entity_mentions"]}
    add_document(
        reading, str(record["doc_id"]), sentences, record["event_mentions"], lambda item: event_of(item, places)
    )


def _add_unplaced(reading: Reading, record: Mapping[str, Any]) -> None:
    name, tokens = str(record["docid"]), words_of(record["tokens"])
    sentences = list(_sentences(tokens))
    finder = _Finder(reading, name, tokens, sentences, record["event_mentions"])
    events = [event for item in record["event_mentions"] for event in finder.events(item)]
    add_document(reading, name, [tokens[first:end] for first, end in sentences], events, lambda event: event)


def _sentences(tokens: Sequence[str]) -> Iterator[_Range]:
    """A full stop after a short capitalised word (*Lt*, *U*) ends no sentence."""
    first = 0
    for end, token in enumerate(tokens, 1):
        before = tokens[end - 2] if end > 1 else ""
        short = len(before) < 4 and before[:1].isupper()
        if token in ("?", "!") or (token == "." and not short):
            yield first, end
            first = end
    if first < len(tokens):
        yield first, len(tokens)


class _Finder:
    """Finds the words of triggers and arguments in an article."""

    def __init__(
        self, reading: Reading, name: str, tokens: Sequence[str], sentences: Sequence[_Range], items: Sequence[Any]
    ) -> None:
        self.reading, self.name, self.tokens, self.sentences = reading, name, tokens, sentences
        self.mentions = Counter(_words(item["trigger"]) for item in items)
        self.types = Counter(words for words, _ in {(_words(item["trigger"]), item["event_type"]) for item in items})

    def events(self, item: Any) -> Iterator[EventMention]:
        """The event at each place where its trigger must stand; equal events are told apart by no one."""
        words, type = _words(item["trigger"]), str(item["event_type"])
        found = self._occurrences(words, (0, len(self.tokens)))
        if len(found) == 1:
            yield EventMention(Mention(type, *found[0]), list(self._arguments(item, found[0])))
        elif len(found) == self.mentions[words] and self.types[words] == 1:
            yield from (EventMention(Mention(type, *place)) for place in found)
        else:
            self._lose(type, words, f"{self.mentions[words]} triggers for {len(found)} occurrences of their words")

    def _arguments(self, item: Any, trigger: _Range) -> Iterator[Mention]:
        home = next(sentence for sentence in self.sentences if sentence[0] <= trigger[0] < sentence[1])
        for argument in item["arguments"]:
            found = self._occurrences(_words(argument), home)
            if len(found) == 1:
                yield Mention(str(argument["role"]), *found[0])
            else:
                reason = f"its words occur {len(found)} times in the trigger's sentence"
                self._lose(str(argument["role"]), _words(argument), reason)

    def _occurrences(self, words: tuple[str, ...], within: _Range) -> list[_Range]:
        length = len(words)
        starts = range(within[0], within[1] - length + 1) if length else ()
        return [(start, start + length) for start in starts if tuple(self.tokens[start : start + length]) == words]

    def _lose(self, label: str, words: Sequence[str], reason: str) -> None:
        self.reading.lost.append(Lost(self.name, label, None, None, " ".join(words), reason))


def _words(mention: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(mention["text"].split())
