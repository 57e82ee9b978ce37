"""QANom: event nouns with their arguments as answers to questions."""

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dragoman.documents import Document, Event
from dragoman.errors import InputError
from dragoman_training.readers.reading import Lost, Reading, read_text
from dragoman_training.readers.rebuilt import laid_out, spans_of, unescaped

_Row = Mapping[str, str]

_COLUMNS = (
    *("qasrl_id", "sentence", "target_idx", "noun", "is_verbal", "verb_form", "answer_range"),
    *("wh", "subj", "obj", "obj2", "prep", "is_passive", "is_negated"),
)
#: Parts several answers to a question.
_SEPARATOR = "~!~"


def read_qanom(path: Path, *, source: str = "") -> Reading:
    """Reads nouns that may name an event, and their arguments (QANom, Klein et al., 2020, kleinay/QANom).

    A CSV file with a row for each noun and question. Each sentence becomes a document. Each noun becomes an event: of
    the type ``VERB/noun`` in lower case where the annotator held it to name an event (``attack/attacker``), else of
    ``not VERB/noun``. Its roles are the questions without auxiliaries, the verb replaced by ``V``: *Who was criticising
    someone for something?* is ``who V someone for something``, *When was someone criticised?* ``when someone be V``.

    Traps: nouns alone are marked, no verb; agent nouns (*leader*) count as events; one annotator asked what came to
    mind, so a question that is missing says little: a day that stands in the sentence is the answer to a question in
    one of three. Where several answers are given, they may be parties or names for the same party. Sentences of
    Wikipedia and Wikinews are mixed. Accents are broken in some.

    Args:
        path: the file.
        source: read only sentences whose id holds this, ``wikinews`` for one.

    Raises:
        InputError: the file is missing or unreadable, or lacks a column.
    """
    path, reading = Path(path), Reading()
    rows = csv.DictReader(io.StringIO(read_text(path).removeprefix("\ufeff"), newline=""))
    if missing := set(_COLUMNS) - set(rows.fieldnames or ()):
        raise InputError(f"{path} lacks the columns {', '.join(sorted(missing))}; QANom's annot.*.csv have them")
    groups: dict[str, list[tuple[int, _Row]]] = defaultdict(list)
    for row in rows:
        if any(not isinstance(row[column], str) for column in _COLUMNS):
            reading.lost.append(_lost(path.stem, rows.line_num, row, "the row is too short"))
        elif source in row["qasrl_id"]:
            groups[row["qasrl_id"]].append((rows.line_num, row))
    for name, group in groups.items():
        _add(reading, name, group)
    return reading


def _lost(name: str, line: int, row: _Row, reason: str) -> Lost:
    return Lost(name, row.get("verb_form") or "", None, None, row.get("answer") or "", f"line {line}: {reason}")


@dataclass
class _Noun:
    """One noun of a sentence: its type, and role -> ranges of tokens."""

    type: str
    arguments: dict[str, list[range]] = field(default_factory=lambda: defaultdict(list))


def _add(reading: Reading, name: str, group: Sequence[tuple[int, _Row]]) -> None:
    tokens = group[0][1]["sentence"].split(" ")
    if any(token.strip() != token or not token for token in tokens):
        reading.lost.append(_lost(name, *group[0], "its sentence has a token that is empty or has white space"))
        return
    nouns: dict[int, _Noun] = {}
    for line, row in group:
        try:
            _add_row(nouns, row, tokens)
        except ValueError as error:
            reading.lost.append(_lost(name, line, row, str(error)))
    tokens = unescaped(tokens, reading.mended)
    text, [places] = laid_out([tokens])
    events = [
        Event(noun.type, places[number], arguments=spans_of(places, noun.arguments))
        for number, noun in sorted(nouns.items())
    ]
    reading.documents.append(Document(name, text, events=tuple(events)))


def _add_row(nouns: dict[int, _Noun], row: _Row, tokens: Sequence[str]) -> None:
    if row["sentence"].split(" ") != tokens:
        raise ValueError("its sentence differs from that of other rows with the same id")
    number, ranges = int(row["target_idx"]), _ranges(row["answer_range"], tokens)
    if not 0 <= number < len(tokens):
        raise ValueError(f"its noun is token {number}, but the sentence has {len(tokens)}")
    noun = nouns.setdefault(number, _Noun(_type(row)))
    if ranges:
        noun.arguments[_role(row)] += [words for words in ranges if words not in noun.arguments[_role(row)]]


def _type(row: _Row) -> str:
    type = f"{row['verb_form']}/{row['noun']}".casefold()
    return type if row["is_verbal"] == "True" else f"not {type}"


def _role(row: _Row) -> str:
    verb = f"{'not ' * (row['is_negated'] == 'True')}{'be ' * (row['is_passive'] == 'True')}V"
    return " ".join(" ".join((row["wh"], row["subj"], verb, row["obj"], row["prep"], row["obj2"])).split())


def _ranges(answers: str, tokens: Sequence[str]) -> list[range]:
    ranges = []
    for answer in filter(None, answers.split(_SEPARATOR)):
        first, _, end = answer.partition(":")
        if not 0 <= int(first) < int(end) <= len(tokens):
            raise ValueError(f"the answer {answer} does not lie in the sentence, which has {len(tokens)} tokens")
        ranges.append(range(int(first), int(end)))
    return ranges
