"""The names of people: their words, the honorifics before them, and whether two names may be one person's.

Surnames stand last (*Angela Merkel*), first (*Xi Jinping*, *Orbán Viktor*) or in the middle (*Andrés Manuel López
Obrador*), and some people have one name only (*Sukarno*). So no word of a name is singled out as the surname: a short
form is a part of the full one, in the same order.
"""

import re
import unicodedata
from functools import lru_cache


def word_set(words: str) -> frozenset[str]:
    """The words of a string that is parted by blanks."""
    return frozenset(words.split())


#: What stands before a name and tells nothing of the sex.
_PLAIN = word_set(
    "dr prof professor hon he h.e excellency rev reverend gen lt col maj capt sgt general president "
    "ambassador minister judge justice comrade datuk dato tun tan sri ex former"
)
#: What stands before a name and tells it.
MALE = word_set(
    "mr sir lord sheikh shaikh sheik king prince emir sultan don senor señor herr monsieur pope father fr "
    "brother ayatollah imam mullah maulana baron count duke u pak bapak"
)
FEMALE = word_set(
    "mrs ms miss dame lady sheikha queen princess dona doña señora senora frau madame mme mlle sister "
    "mother daw ibu baroness countess duchess begum"
)
_HONORIFICS = _PLAIN | MALE | FEMALE

#: Small words inside names, by which nobody is known.
_PARTICLES = word_set(
    "al el ad an ar as ash at az bin bint ibn ben van von der den de da do dos das del della di du la le "
    "las los ter ten ould ag y e af zu and of the"
)
_PREFIX = re.compile(r"(?:al|el|ad|an|ar|as|ash|at|az)[-‑–](?=\w{3})", re.I)
_POSSESSIVE = re.compile(r"(?:['’]s?|(?<=s)['’])$")
_WORD = re.compile(r"\w+(?:['’ʻ]\w+)*")
_BLANKS = re.compile(r"\s+")

#: Letters that have no decomposition in Unicode.
_PLAIN_LETTERS = str.maketrans({"ø": "o", "ł": "l", "ı": "i", "đ": "d", "ß": "ss", "æ": "ae", "’": "'", "ʻ": "'"})


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case without diacritics, so that *Erdoğan* is *Erdogan*."""
    lowered = text.lower().translate(_PLAIN_LETTERS)
    if lowered.isascii():
        return lowered
    return "".join(letter for letter in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(letter))


def tidy(text: str) -> str:
    """A phrase on one line, without a possessive at its end."""
    return _POSSESSIVE.sub("", _BLANKS.sub(" ", text).strip())


def without_honorifics(name: str) -> str:
    """The name alone: *Mr Aliyev* → *Aliyev*. A name that is all honorifics stays as it is."""
    words = name.split(" ")
    while len(words) > 1 and words[0].rstrip(".").lower() in _HONORIFICS:
        words = words[1:]
    return " ".join(words)


@lru_cache(maxsize=8192)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name that tell people apart, folded, without particles: *Fattah al-Sisi* → fattah, sisi.

    A hyphen parts words: *Yoon Suk-yeol* and *Yoon Suk Yeol* are one name.
    """
    words = _WORD.findall(fold(_PREFIX.sub("", tidy(name))))
    return tuple(word for word in words if word not in _PARTICLES) or tuple(words)


def shortens(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether one name may be a shorter form of the other: its words, or initials of them, in their order.

    Initials alone shorten nothing.
    """
    rest = iter(full)
    return any(len(word) > 1 and word in full for word in short) and all(
        any(word == other or _is_initial(word, other) for other in rest) for word in short
    )


def _is_initial(one: str, other: str) -> bool:
    return one[0] == other[0] and 1 in (len(one), len(other))


def sex_of_honorific(word: str) -> str | None:
    """``m`` or ``f`` where an honorific tells it."""
    folded = word.rstrip(".").lower()
    return "m" if folded in MALE else "f" if folded in FEMALE else None
