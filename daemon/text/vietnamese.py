"""Vietnamese spelling for comparison: what is the same word, written by different people.  PURE; no business logic.

Glossary
- *folded*: without case, without any diacritics, đ as d, white space as one blank ("Đà Nẵng" → "da nang").
- *key* of a word: without case, the tone mark moved to its end, so that "hóa"/"hoá" and "lý"/"lí" are one word
  while "học viên" and "học viện" stay two.
- *collation*: the order of dictionaries, syllable by syllable: letters a ă â b c d đ e ê … first, then the tone.
- a *phrase* is words in a row; "…" in it stands for up to a dozen other words of the same sentence.

Words match by key; in a text typed without diacritics a word also matches by its folded form, so that such texts are
read too and "an" never hides in "án".  In a text with diacritics a word without any is what it says: "Phong trào" does
not begin with "Phòng".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import merge
from unicodedata import category, normalize

#: Grave, acute, tilde, hook above, dot below: the tones.  Circumflex, breve and horn make other letters.
TONES = "\u0300\u0301\u0303\u0309\u0323"

#: The letters in the order of the alphabet, with those of other alphabets at their usual places.
_ALPHABET = {letter: rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
#: The tones in the order of dictionaries: none, huyền, hỏi, ngã, sắc, nặng.
_TONE_ORDER = {"": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}

_WORD = re.compile(r"[^\W_]+")
_LONE_Y = re.compile(r"(h|k|l|m|qu|s|t|v)?y")
_SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+|\n+")
_GAP = 12  #: words that "…" may stand for
_BARE_SHARE = 3  #: at most one word in so many bears diacritics in a text typed without: a name that was copied


class _Plain(dict[int, int | None]):
    """What `str.translate` makes of a decomposed letter: nothing of a mark (Mn), d of đ.  Filled as letters come."""

    def __missing__(self, letter: int) -> int | None:
        self[letter] = None if category(chr(letter)) == "Mn" else letter
        return self[letter]


_PLAIN = _Plain({ord("đ"): ord("d")})


def fold(text: str) -> str:
    """Case, diacritics, compatibility forms and runs of white space removed; đ becomes d.  Idempotent."""
    if text.isascii():  # half of all mail, and nothing of it decomposes
        return " ".join(text.lower().split())
    return " ".join(normalize("NFKD", normalize("NFKD", text).casefold()).translate(_PLAIN).split())


def with_bare(phrases: Iterable[str]) -> tuple[str, ...]:
    """These phrases, and what they are in a text without diacritics; for patterns that do not heed case."""
    return tuple(dict.fromkeys(spelling for it in phrases for spelling in (it, fold(it))))


def squeeze(text: str) -> str:
    """Folded, letters and digits only: how names look inside mail addresses ("Nghệ An" → "nghean")."""
    return "".join(_WORD.findall(fold(text)))


#: Longer words are not remembered: mail has some of hundreds of thousands of characters, and caches outlive it.
_WORD_KEPT = 40


def word_key(word: str) -> str:
    """One spelling for the spellings of one word."""
    return _known_key(word) if len(word) <= _WORD_KEPT else _key_of(word)


@lru_cache(maxsize=65536)
def _known_key(word: str) -> str:
    return _key_of(word)


def _key_of(word: str) -> str:
    letters = normalize("NFD", word.casefold())
    tone = "".join(char for char in letters if char in TONES)
    rest = normalize("NFC", "".join(char for char in letters if char not in TONES))
    if _LONE_Y.fullmatch(rest):
        rest = rest[:-1] + "i"
    return rest + tone


#: What a syllable or a number is sorted by.
SortKey = tuple[int, tuple[int, ...], tuple[int, ...]]


#: A syllable of Vietnamese, folded.
SYLLABLE = re.compile(r"(b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh|n|ph?|qu|r|s|th?|tr|v|x)?[aeiouy]{1,3}(ch|c|m|ng|nh|n|p|t)?")


def sort_key(text: str) -> tuple[tuple[SortKey, ...], str]:
    """Sorts by Vietnamese collation: "đ" after "d", "ma" before "mà" before "mả"; numbers first and by their value.
    Case and punctuation decide last.
    """
    words = re.findall(r"\d+|[^\W\d_]+", normalize("NFC", text))
    return tuple(_syllable_key(word) for word in words), text


def _syllable_key(word: str) -> SortKey:
    if word.isdecimal():
        return 0, (int(word[:18]),), ()
    letters: list[int] = []
    tones: list[int] = []
    # Not by word_key: there "lý" and "lí" are one word, here they are two places.
    for char in normalize("NFC", word.casefold()):
        parts = normalize("NFD", char)
        tone = next((part for part in parts if part in TONES), "")
        letter = normalize("NFC", "".join(part for part in parts if part not in TONES))
        letters.append(_ALPHABET.get(letter, len(_ALPHABET) + ord(letter[0])) if letter else 0)
        tones.append(_TONE_ORDER[tone])
    # One tone a syllable: on which of its vowels it stands ("hoá", "hóa") is a matter of spelling.
    return 1, tuple(letters), tuple(sorted(filter(None, tones)))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text and where it stands in it."""

    key: str
    folded: str | None  #: only where neither the word nor most of its text bears any diacritics
    start: int
    end: int


_SENTENCE = 600  #: characters: longer texts are not remembered
_BARE = "\0"  #: before the form of a word that was typed without diacritics, which matches more


@dataclass(frozen=True, slots=True)
class _PhraseWord:
    key: str
    folded: str
    bare: str  #: its form in `Passage.places` that was typed without diacritics

    def places_in(self, text: Passage, start: int) -> Iterator[int]:
        """Numbers of the words that it is, from one on, in order."""
        exact, loose = text.places.get(self.key, ()), text.places.get(self.bare, ())
        if not (exact and loose):
            return _from(exact or loose, start)
        return merge(_from(exact, start), _from(loose, start))


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is looked for: parts that follow each other within a sentence."""

    text: str
    parts: tuple[tuple[_PhraseWord, ...], ...]

    @property
    def length(self) -> int:
        """Number of its words: longer phrases say more."""
        return sum(len(part) for part in self.parts)


def _phrase_word(word: str) -> _PhraseWord:
    folded = fold(word)
    return _PhraseWord(word_key(word), folded, _BARE + folded)


@lru_cache(maxsize=4096)
def phrase(text: str) -> Phrase:
    """A phrase as it stands in the configuration."""
    parts = (tuple(_phrase_word(word) for word in _WORD.findall(normalize("NFC", part))) for part in text.split("…"))
    return Phrase(text, tuple(part for part in parts if part))


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a phrase was found: numbers of words, the end not included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A text cut into words, to be searched many times."""

    text: str
    words: tuple[Word, ...]
    places: Mapping[str, Sequence[int]] = field(repr=False, compare=False)
    """Numbers of its words by every form of them: most phrases begin with none of these."""

    def find(self, wanted: Phrase, start: int = 0) -> Hit | None:
        """The first occurrence at or after a word."""
        return next(self.hits(wanted, start), None) if self._may_hold(wanted) else None

    def hits(self, wanted: Phrase, start: int = 0) -> Iterator[Hit]:
        """All occurrences that do not overlap, in order."""
        if not self._may_hold(wanted):
            return
        head, *rest = wanted.parts[0]
        for at in head.places_in(self, start):
            if at >= start and self._goes_on(rest, at + 1) and (end := self._end(wanted, at)) is not None:
                yield Hit(at, end)
                start = end

    def _may_hold(self, wanted: Phrase) -> bool:
        """Whether all words of its first part stand somewhere: mostly not."""
        places = self.places
        for word in wanted.parts[0] if wanted.parts else ():  # a loop: the checks spend their time here
            if word.key not in places and word.bare not in places:
                return False
        return bool(wanted.parts)

    def _goes_on(self, part: Sequence[_PhraseWord], at: int) -> bool:
        """Whether these words stand there, one after the other."""
        words = self.words
        if at + len(part) > len(words):
            return False
        for wanted in part:  # a loop, and no call in it: the checks spend their time here
            word = words[at]
            if word.key != wanted.key and (word.folded is None or word.folded != wanted.folded):
                return False
            at += 1
        return True

    def _end(self, wanted: Phrase, first: int) -> int | None:
        """Where the phrase ends whose first part stands at that word; None when its other parts do not follow."""
        end = first + len(wanted.parts[0])
        for part in wanted.parts[1:]:
            last = min(len(self.words) - len(part), end + _GAP)
            found = next((at for at in range(end, last + 1) if self._goes_on(part, at)), None)
            if found is None:
                return None
            end = found + len(part)
        return end

    def has(self, wanted: Phrase) -> bool:
        """Whether it occurs at all."""
        return self.find(wanted) is not None

    def count(self, wanted: Phrase) -> int:
        """How often it occurs."""
        return sum(1 for _ in self.hits(wanted))

    def starts_with(self, wanted: Phrase, start: int = 0) -> Hit | None:
        """The phrase exactly at that word."""
        if not wanted.parts or start >= len(self.words):
            return None
        if not self._goes_on(wanted.parts[0], start):
            return None
        end = self._end(wanted, start)
        return None if end is None else Hit(start, end)

    def between(self, first: int, last: int) -> str:
        """The text from one word up to another, which is not included."""
        return self.text[self.words[first].start : self.words[last - 1].end] if first < last else ""


def passage(text: str) -> Passage:
    """A text made ready for searching; NFC.  Sentences are remembered: checks come back to them."""
    text = normalize("NFC", text)
    return _remembered(text) if len(text) <= _SENTENCE else _cut(text)


@lru_cache(maxsize=512)
def _remembered(text: str) -> Passage:
    return _cut(text)


def _cut(text: str) -> Passage:
    found = list(_WORD.finditer(text))
    bare = is_bare([match[0] for match in found])
    words = tuple(_word(match, bare=bare) for match in found)
    places: dict[str, list[int]] = {}
    for number, word in enumerate(words):
        places.setdefault(word.key, []).append(number)
        if word.folded is not None:
            places.setdefault(_BARE + word.folded, []).append(number)
    return Passage(text, words, places)


def _from(places: Sequence[int], start: int) -> Iterator[int]:
    return (places[nth] for nth in range(bisect_left(places, start), len(places)))


def is_bare(words: Sequence[str]) -> bool:
    """Whether these words (NFC) were typed without diacritics."""
    return sum(not word.isascii() for word in words) * _BARE_SHARE <= len(words)


def sentences(text: str) -> list[str]:
    """Cut after full stops, semicolons and line ends; good enough to keep phrases inside a thought."""
    return [part.strip() for part in _SENTENCE_END.split(normalize("NFC", text)) if part.strip()]


def any_of(where: Passage, phrases: Iterable[str]) -> Hit | None:
    """The first of several phrases (in their order) that occurs."""
    return next((hit for it in phrases_perhaps_in(where, phrases) if (hit := where.find(it)) is not None), None)


def count_all(where: Passage, phrases: Iterable[str]) -> int:
    """How often any of several phrases occurs."""
    return sum(where.count(it) for it in phrases_perhaps_in(where, phrases))


def count_different(texts: Iterable[Passage], phrases: Iterable[str]) -> int:
    """How many of several phrases occur in some texts, however often."""
    wanted = tuple(phrases)
    return len({it.text for text in texts for it in phrases_perhaps_in(text, wanted) if text.has(it)})


def count_words(texts: Iterable[Passage]) -> int:
    """How many words some texts have together."""
    return sum(len(text.words) for text in texts)


def hits_of(where: Passage, phrases: Iterable[str]) -> Iterator[Hit]:
    """All occurrences of several phrases, phrase by phrase in their order."""
    return (hit for it in phrases_perhaps_in(where, phrases) for hit in where.hits(it))


def starting_at(where: Passage, phrases: Iterable[str], at: int = 0) -> Iterator[Hit]:
    """Those of several phrases, in their order, that stand exactly at a word."""
    if at >= len(where.words):
        return
    listed = tuple(phrases)
    word, by_head = where.words[at], _by_head(listed)
    loose = by_head.get(_BARE + word.folded, ()) if word.folded is not None else ()
    numbers = {*by_head.get(word.key, ()), *loose}
    hits = (where.starts_with(phrase(listed[number]), at) for number in sorted(numbers))
    yield from (hit for hit in hits if hit is not None)


def starts_with_any(where: Passage, phrases: Iterable[str], at: int = 0) -> bool:
    """Whether one of several phrases stands exactly at a word."""
    return next(starting_at(where, phrases, at), None) is not None


def phrases_perhaps_in(where: Passage, phrases: Iterable[str]) -> list[Phrase]:
    """Those, in their order, of which the most telling word stands somewhere: of hundreds mostly none."""
    listed = tuple(phrases)
    by_word = _by_telling_word(listed)
    forms = by_word.keys() & where.places.keys()
    if not forms:  # mostly
        return []
    numbers = {number for form in forms for number in by_word[form]}
    return [phrase(listed[number]) for number in sorted(numbers)]


@lru_cache(maxsize=1024)
def _by_telling_word(phrases: tuple[str, ...]) -> dict[str, list[int]]:
    """Numbers of phrases by the word of theirs that the fewest of them have: "hồi" of "mô hình hồi quy"."""
    words = [[word for part in phrase(text).parts for word in part] for text in phrases]
    common = Counter(word.key for of_one in words for word in of_one)
    return _by_forms(min(of_one, key=lambda word: common[word.key]) if of_one else None for of_one in words)


@lru_cache(maxsize=1024)
def _by_head(phrases: tuple[str, ...]) -> dict[str, list[int]]:
    """Numbers of phrases by the words with which they begin."""
    return _by_forms(parts[0][0] if (parts := phrase(text).parts) else None for text in phrases)


def _by_forms(words: Iterable[_PhraseWord | None]) -> dict[str, list[int]]:
    """Numbers by every form that matches a word; nothing for an empty phrase."""
    found: dict[str, list[int]] = {}
    for number, word in enumerate(words):
        for form in (word.key, _BARE + word.folded) if word is not None else ():
            found.setdefault(form, []).append(number)
    return found


def _keys(word: str) -> tuple[str, str | None]:
    return _known_keys(word) if len(word) <= _WORD_KEPT else _keys_of(word)


@lru_cache(maxsize=65536)
def _known_keys(word: str) -> tuple[str, str | None]:
    return _keys_of(word)


def _keys_of(word: str) -> tuple[str, str | None]:
    return word_key(word), (word.casefold() if word.isascii() else None)


def _word(match: re.Match[str], *, bare: bool) -> Word:
    key, folded = _keys(match[0])
    return Word(key, folded if bare else None, match.start(), match.end())
