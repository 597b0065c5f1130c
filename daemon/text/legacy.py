"""Vietnamese typed before Unicode: TCVN3 (ABC, fonts such as .VnTime) and VNI (fonts such as VNI-Times).  PURE.

Such text is stored as Western letters that only the legacy font shows as Vietnamese: "Tr­êng ChÝnh trÞ" is
"Trường Chính trị" in .VnTime.  Neither sign is enough alone: a Unicode text may stand in a .Vn font, and TCVN3
letters stay TCVN3 when somebody chooses Times New Roman.  So both are used: the font, and whether the words are
Vietnamese syllables as they stand or only after conversion.

Sources: TCVN 5712:1993 (VN3) as Windows code page, VNI for Windows; symbol-coded fonts keep the same codes at
U+F000-F0FF.  A program that takes the bytes for windows-1258, as the "Vietnamese" of a .rtf's font table asks
(fcharset163), stores some of them as other letters, or as tone marks that fall on the letter before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from unicodedata import normalize

from daemon.model import Document, Paragraph, Span
from daemon.text.vietnamese import TONES


class Encoding(StrEnum):
    """A legacy encoding, named as the contract names it."""

    TCVN3 = "TCVN3"
    VNI = "VNI"


_GROUPS_TCVN3 = (
    ("àảãáạ", "\xb5\xb6\xb7\xb8\xb9"),
    ("ăằẳẵắặ", "\xa8\xbb\xbc\xbd\xbe\xc6"),
    ("âầẩẫấậ", "\xa9\xc7\xc8\xc9\xca\xcb"),
    ("đ", "\xae"),
    ("èẻẽéẹ", "\xcc\xce\xcf\xd0\xd1"),
    ("êềểễếệ", "\xaa\xd2\xd3\xd4\xd5\xd6"),
    ("ìỉĩíị", "\xd7\xd8\xdc\xdd\xde"),
    ("òỏõóọ", "\xdf\xe1\xe2\xe3\xe4"),
    ("ôồổỗốộ", "\xab\xe5\xe6\xe7\xe8\xe9"),
    ("ơờởỡớợ", "\xac\xea\xeb\xec\xed\xee"),
    ("ùủũúụ", "\xef\xf1\xf2\xf3\xf4"),
    ("ưừửữứự", "\xad\xf5\xf6\xf7\xf8\xf9"),
    ("ỳỷỹýỵ", "\xfa\xfb\xfc\xfd\xfe"),
    ("ĂÂÊÔƠƯĐ", "\xa1\xa2\xa3\xa4\xa5\xa6\xa7"),
)

#: Stored character → letter.  One to one; capitals with a tone exist only through the capital fonts (.VnTimeH).
TCVN3: Mapping[str, str] = {
    code: letter for letters, codes in _GROUPS_TCVN3 for letter, code in zip(letters, codes, strict=True)
}


def _vni_table() -> dict[str, str]:
    """VNI writes most letters as base and mark; i, ơ, ư, đ and ỵ have codes of their own."""
    table = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư"}
    tones = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
    circumflex = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
    breve = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
    for base, shown in (*((vowel, vowel) for vowel in "aeouy"), ("ô", "ơ"), ("ö", "ư")):
        for mark, tone in tones.items():
            table[base + mark] = normalize("NFC", shown + tone)
    for vowel in "aeo":
        for mark, tone in circumflex.items():
            table[vowel + mark] = normalize("NFC", vowel + "\u0302" + tone)
    for mark, tone in breve.items():
        table["a" + mark] = normalize("NFC", "a\u0306" + tone)
    # ô and ö stand for ơ and ư; y has no dotted pair (î), and "yï" is not written.
    del table["yï"]
    capitals = {code.upper(): letter.upper() for code, letter in table.items()}
    return table | capitals


#: Stored characters (one or two) → letter.  Capital pairs are all capital; a mixed pair follows its base letter.
VNI: Mapping[str, str] = _vni_table()

_SYMBOL_CODES = {0xF000 + code: code for code in range(0x20, 0x100)}


def _misread_as_1258() -> dict[str, str]:
    """Characters of windows-1258 that windows-1252 does not have → what windows-1252 has at their codes, but for đ,
    whose code means nothing in TCVN3 and VNI.
    """
    codes = bytes(range(0xA0, 0x100))
    both = zip(codes.decode("cp1258", "replace"), codes.decode("cp1252"), strict=True)
    return {vietnamese: western for vietnamese, western in both if vietnamese not in (western, "\ufffd", "đ")}


_MISREAD = _misread_as_1258()
_MISREAD_MARKS = "".join(char for char in _MISREAD if char in TONES)
_TO_TCVN3 = str.maketrans(dict(TCVN3))
_VNI_CODE = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)), re.IGNORECASE)
_VNI_ANY_CASE = {code.lower(): letter.lower() for code, letter in VNI.items()}
_TOKEN = re.compile(rf"(?:[^\W\d_]|[{re.escape(''.join(TCVN3))}₫{_MISREAD_MARKS}])+")
_TCVN3_TONED = frozenset(letter for letter in TCVN3.values() if letter.islower() and letter not in "ăâđêôơư")


def to_unicode(text: str, encoding: Encoding, *, capitals: bool = False) -> str:
    """The text as its author saw it, NFC.

    `capitals`: it stood in a font that shows small letters as capitals (.VnTimeH).  A TCVN3 word typed in
    capitals keeps its toned vowels small for want of codes ("TRƯờNG"): it is given back in capitals.
    """
    return _shown(_stored_text(text) if _is_misread(text, encoding) else text, encoding, capitals=capitals)


def _is_misread(text: str, encoding: Encoding) -> bool:
    """Whether it was read in windows-1258: more of its words with such letters make syllables by the codes stored than
    as they stand, as those do that were typed into the text in Unicode.
    """
    if text.isascii():
        return False
    stands = stored = 0
    for word in _TOKEN.findall(text.translate(_SYMBOL_CODES)):
        codes = _stored_text(word)
        if codes != word:
            stands += _is_consistent(word) and is_syllable(word)
            stored += is_syllable(_shown(codes, encoding))
    return stored > stands


def _stored_text(text: str) -> str:
    return text if text.isascii() else "".join(map(_stored, text))


def _stored(char: str) -> str:
    """Codes of a character that was read in windows-1258, as windows-1252 shows them: "ị" was i and a mark."""
    if char in _MISREAD:
        return _MISREAD[char]
    if char.encode("cp1252", "ignore"):
        return char
    apart = normalize("NFD", char)
    if len(apart) == 1 or apart[-1] not in _MISREAD_MARKS:
        return char
    return _stored(normalize("NFC", apart[:-1])) + _MISREAD[apart[-1]]


def _shown(text: str, encoding: Encoding, *, capitals: bool = False) -> str:
    text = text.translate(_SYMBOL_CODES)
    if encoding is Encoding.VNI:
        return normalize("NFC", _VNI_CODE.sub(_vni_letter, text))
    shown = text.translate(_TO_TCVN3)
    return normalize("NFC", shown.upper() if capitals else re.sub(r"[^\W\d_]{2,}", _capital_word, shown))


def _vni_letter(match: re.Match[str]) -> str:
    code = match[0]
    letter = VNI.get(code)
    if letter is None:  # a mixed pair, e.g. "Aù" at the head of a name
        letter = _VNI_ANY_CASE[code.lower()]
        letter = letter.upper() if code[0].isupper() else letter
    return letter


def _capital_word(match: re.Match[str]) -> str:
    word = match[0]
    rest = [char for char in word if char not in _TCVN3_TONED]
    is_capital = len(rest) < len(word) and len(rest) >= 2 and all(char.isupper() for char in rest)
    return word.upper() if is_capital else word


def font_encoding(font: str) -> Encoding | None:
    """What a font's name says it was made for."""
    name = font[:100].strip().casefold()
    if name.startswith("vni"):
        return Encoding.VNI
    return Encoding.TCVN3 if name.startswith((".vn", "vnti", "vnar", "vnh")) else None


def shows_capitals(font: str) -> bool:
    """Whether a TCVN3 font shows small letters as capitals: the names end in H (.VnTimeH, .VnArialH)."""
    return font_encoding(font) is Encoding.TCVN3 and font.rstrip().endswith("H")


def is_unicode(text: str) -> bool:
    """Whether it holds a letter that neither code can give, not even read as windows-1258: ạ, ế and their like
    (Latin Extended Additional, U+1EA0 to U+1EF9).
    """
    return any("\u1ea0" <= char <= "\u1ef9" for char in text)


# --------------------------------------------------------------------------- syllables

_ONSETS = (  # noqa: SIM905 - a list is read more easily as a line
    "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
).split()
_RIMES = (  # noqa: SIM905 - the same
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
    "i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc "
    "oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uôc uôi uôm uôn uông uôt uy uya uych uyn uynh "
    "uyp uyt uyu uyên uyêt ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu "
    "y ych ynh yt yêm yên yêng yêt yêu"
).split()
#: "uơ" stands in a handful of words: huơ, thuở.
_SYLLABLE = re.compile(rf"(?:{'|'.join(sorted(_ONSETS, key=len, reverse=True))})?(?:{'|'.join(_RIMES)})|(?:h|kh|th)uơ")
_TONE_MARKS = re.compile(f"[{''.join(TONES)}]")
#: A tone on a consonant.
_MISPLACED = re.compile(rf"(?:^|[^aeiouy\u0302\u0306\u031b{''.join(TONES)}]){_TONE_MARKS.pattern}")
_LONGEST = 20  #: characters; seven letters make the longest syllable, each of two characters in VNI
_STOPPED = re.compile(r"(?:ch|[cpt])$")


def is_syllable(word: str) -> bool:
    """Whether a word is spelled as a Vietnamese syllable; case does not matter."""
    return len(word) <= _LONGEST and _is_syllable(word)


@lru_cache(maxsize=65536)  # of short words alone: it lives as long as the service
def _is_syllable(word: str) -> bool:
    letters = normalize("NFD", word.lower())
    tones = _TONE_MARKS.findall(letters)
    if _MISPLACED.search(letters):
        return False
    plain = normalize("NFC", "".join(char for char in letters if char not in TONES))
    if len(tones) > 1 or _SYLLABLE.fullmatch(plain) is None:
        return False
    # Syllables closed by p, t, c, ch bear only the sharp or the heavy tone.
    return _STOPPED.search(plain) is None or tones in (["\u0301"], ["\u0323"])


def _is_consistent(word: str) -> bool:
    return word.islower() or word.isupper() or (word[0].isupper() and word[1:].islower())


@dataclass(frozen=True, slots=True)
class _Tally:
    """Words with letters beyond ASCII: which reading makes them Vietnamese."""

    wins: int = 0  #: only the conversion makes a syllable
    losses: int = 0  #: a syllable as it stands, none after conversion
    neither: int = 0
    both: int = 0

    def __add__(self, other: _Tally) -> _Tally:
        return _Tally(
            self.wins + other.wins,
            self.losses + other.losses,
            self.neither + other.neither,
            self.both + other.both,
        )

    def speaks_for_it(self, least: int) -> bool:
        return self.wins >= least and self.wins >= 3 * self.losses and self.wins >= self.neither


_CASES = {(False, True): 0, (True, False): 1, (False, False): 2, (True, True): 3}


@lru_cache(maxsize=65536)
def _readings(token: str) -> tuple[int, int]:
    """Which field of a `_Tally` a word counts for, read as TCVN3 and as VNI."""
    word = "".join(char for char in token if char.isalpha() and char not in "ªµº")
    as_it_stands = bool(word) and word == token.strip("«»") and _is_consistent(word) and is_syllable(word)
    readings = (token,) if as_it_stands else {token, _stored_text(token)}
    tcvn3, vni = (
        any(is_syllable(_shown(reading, encoding)) for reading in readings)
        for encoding in (Encoding.TCVN3, Encoding.VNI)
    )
    return _CASES[as_it_stands, tcvn3], _CASES[as_it_stands, vni]


def _tallies(text: str) -> dict[Encoding, _Tally]:
    tcvn3, vni = [0, 0, 0, 0], [0, 0, 0, 0]
    for match in _TOKEN.finditer(normalize("NFC", text).translate(_SYMBOL_CODES)):
        token = match[0]
        if token.isascii() or len(token) == 1:
            continue  # a lone ½, ® or § is a sign in any text
        one, other = _readings(token) if len(token) <= _LONGEST else (2, 2)
        tcvn3[one] += 1
        vni[other] += 1
    return {Encoding.TCVN3: _Tally(*tcvn3), Encoding.VNI: _Tally(*vni)}


# --------------------------------------------------------------------------- documents

#: Words that must speak for an encoding before a document without legacy fonts is taken for it.
_LEAST_WORDS = 4
_EXCERPT = 300  #: characters; what is shown of it is shorter still


@dataclass(frozen=True, slots=True)
class Legacy:
    """Legacy letters of one paragraph."""

    index: int  #: of the paragraph in the document
    encoding: Encoding
    characters: int  #: visible ones, without white space, in the text so encoded
    read: tuple[tuple[Encoding | None, tuple[Span, ...]], ...]  #: its spans, each group with its encoding
    excerpt: str  #: the beginning of the legacy text as Unicode
    fonts: frozenset[str]  #: fonts in which the legacy letters stand

    @property
    def text(self) -> str:
        """The paragraph as Unicode."""
        return self.beginning(sum(len(span.text) for _, spans in self.read for span in spans))

    def beginning(self, most: int) -> str:
        """The paragraph as Unicode, as far as so many stored characters go."""
        return normalize("NFC", "".join(_converted(spans, encoding) for encoding, spans in _first(self.read, most)))


@dataclass(frozen=True, slots=True)
class Survey:
    """What a document holds of legacy text."""

    paragraphs: Mapping[int, Legacy]  #: by index; only paragraphs with legacy text
    foreign: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """Fonts of paragraphs, by index, that seem typed in a code from before Unicode which is not read here."""

    @property
    def encoding(self) -> Encoding | None:
        """The one that holds most characters."""
        totals = {encoding: self.characters_in(encoding) for encoding in Encoding}
        best = max(totals, key=lambda encoding: totals[encoding])
        return best if totals[best] else None

    @property
    def characters(self) -> int:
        return sum(legacy.characters for legacy in self.paragraphs.values())

    @property
    def fonts(self) -> frozenset[str]:
        """Every font in which legacy letters stand."""
        return frozenset().union(*(legacy.fonts for legacy in self.paragraphs.values()), *self.foreign.values())

    def characters_in(self, encoding: Encoding) -> int:
        return sum(legacy.characters for legacy in self.paragraphs.values() if legacy.encoding is encoding)

    def text(self, index: int, paragraph: Paragraph, most: int) -> str:
        """A paragraph for reading: Unicode, NFC; the beginning of one that is much longer than asked for."""
        legacy = self.paragraphs.get(index)
        return (
            paragraph.text if legacy is None else legacy.beginning(2 * most + _EXCERPT)
        )  # VNI: two characters a letter


def survey(document: Document) -> Survey:
    """Finds legacy text, segment by segment: adjoining spans whose fonts speak for the same encoding."""
    segments = {
        index: tuple(_segments(paragraph))
        for index, paragraph in enumerate(document.paragraphs)
        if not all(span.text.isascii() for span in paragraph.spans)  # the same letters in every encoding
    }
    established = _established(segment for pieces in segments.values() for segment in pieces)
    found: dict[int, Legacy] = {}
    for index, pieces in segments.items():
        read = [(_encoding_of(segment, established), segment.spans) for segment in pieces]
        legacy = [(encoding, spans) for encoding, spans in read if encoding is not None]
        if not legacy:
            continue
        found[index] = Legacy(
            index,
            encoding=legacy[0][0],
            characters=sum(_visible(spans) for _, spans in legacy),
            read=tuple(read),
            excerpt=normalize("NFC", "".join(_converted(it, encoding) for encoding, it in _first(legacy, _EXCERPT))),
            fonts=frozenset(span.font for _, spans in legacy for span in spans),
        )
    foreign = _foreign((index, document.paragraphs[index]) for index in segments if index not in found)
    if foreign and _is_echo(found, (document.paragraphs[index] for index in foreign)):
        found = {}
    return Survey(found, foreign)


def _is_echo(found: Mapping[int, Legacy], foreign: Iterable[Paragraph]) -> bool:
    """Whether a few words that read as TCVN3 or VNI, in fonts that name neither, stand in a paper in a third code:
    by chance its words are some in these, too.
    """
    if any(font_encoding(font) for legacy in found.values() for font in legacy.fonts):
        return False
    return sum(it.characters for it in found.values()) < sum(_visible(paragraph.spans) for paragraph in foreign)


#: Of the words of a paragraph in VPS, Vietware or BKHCM half are no Vietnamese as they stand, and have letters beyond
#: ASCII, all of which windows-1252 has; of French ones a fifth or a third, of Vietnamese in Unicode nearly none.
_FOREIGN_SHARE, _FOREIGN_WORDS = 0.3, 6
#: And of these words one in four has two such letters side by side ("phÜÖng", "phæång"), in French hardly any, in
#: German only before ß ("größer"); one or two such words ("créée") prove nothing.
_SIDE_BY_SIDE, _SIDE_BY_SIDE_SHARE, _SIDE_BY_SIDE_WORDS = re.compile(r"[^\x00-\x7f][^\x00-\x7fß]"), 0.12, 3
_SIGNS = "“”‘’\"'«»()[]–—…,.;:!?/%°§"


def _foreign(paragraphs: Iterable[tuple[int, Paragraph]]) -> dict[int, frozenset[str]]:
    """Where text is typed in a Vietnamese code from before Unicode that is none of ours, by its words, font by font."""
    found: dict[int, frozenset[str]] = {}
    for index, paragraph in paragraphs:
        by_font: defaultdict[str, str] = defaultdict(str)
        for span in paragraph.spans:
            by_font[span.font] += span.text
        if fonts := frozenset(font for font, text in by_font.items() if _seems_foreign(normalize("NFC", text))):
            found[index] = fonts
    return found


def _seems_foreign(text: str) -> bool:
    if is_unicode(text) or text.encode("cp1252", "ignore").decode("cp1252") != text:
        return False
    words = [word for word in (piece.strip(_SIGNS) for piece in text.split()) if word]
    odd = [word for word in words if not word.isascii() and not is_syllable(word)]
    beside = [word for word in odd if _SIDE_BY_SIDE.search(word)]
    return (
        len(odd) >= max(_FOREIGN_WORDS, _FOREIGN_SHARE * len(words))
        and len(beside) >= _SIDE_BY_SIDE_SHARE * len(odd)
        and len(set(beside)) >= _SIDE_BY_SIDE_WORDS
    )


@dataclass(frozen=True, slots=True)
class _Segment:
    """Adjoining spans of a paragraph in fonts of one kind."""

    named: Encoding | None  #: what the fonts speak for
    spans: tuple[Span, ...]
    tallies: Mapping[Encoding, _Tally]  #: empty for a text that is the same in every encoding


def _segments(paragraph: Paragraph) -> Iterator[_Segment]:
    spans = [(font_encoding(span.font), span) for span in paragraph.spans if span.text]
    if len({named for named, _ in spans}) > 1:
        spans = _whole_words(spans)
    for named, group in groupby(spans, key=lambda pair: pair[0]):
        members = tuple(span for _, span in group)
        text = _joined(members)
        tallies = {} if text.isascii() else _tallies(text)
        yield _Segment(named, members, tallies)


def _whole_words(spans: Sequence[tuple[Encoding | None, Span]]) -> list[tuple[Encoding | None, Span]]:
    """Spans cut so that a word that is partly in a legacy font is wholly in its encoding: nobody changes the code
    within a word, but a correction typed into it often brings another font.
    """
    named_at = [named for named, span in spans for _ in span.text]
    for word in re.finditer(r"\S+", _joined(span for _, span in spans)):
        said = {named for named in named_at[word.start() : word.end()] if named is not None}
        if len(said) == 1:
            named_at[word.start() : word.end()] = [*said] * (word.end() - word.start())
    cut: list[tuple[Encoding | None, Span]] = []
    start = 0
    for _, span in spans:
        end = start + len(span.text)
        for named, group in groupby(range(start, end), key=named_at.__getitem__):
            piece = [span.text[at - start] for at in group]
            cut.append((named, replace(span, text="".join(piece)) if len(piece) < len(span.text) else span))
        start = end
    return cut


def _established(segments: Iterable[_Segment]) -> frozenset[Encoding]:
    """Encodings for which the words of the document speak.

    Summed over segments that themselves speak for it: a page of TCVN3 in a long Unicode paper must not drown.
    """
    totals = dict.fromkeys(Encoding, _Tally())
    for segment in segments:
        for encoding, tally in segment.tallies.items():
            if tally.speaks_for_it(1):
                totals[encoding] += tally
    speaking = {encoding: tally for encoding, tally in totals.items() if tally.speaks_for_it(_LEAST_WORDS)}
    if len(speaking) == 2 and not _clearly_apart(speaking):
        return frozenset({max(speaking, key=lambda encoding: speaking[encoding].wins)})
    return frozenset(speaking)


def _clearly_apart(speaking: Mapping[Encoding, _Tally]) -> bool:
    """Whether a document can be believed to hold both encodings: the weaker one is no echo of the stronger."""
    wins = sorted(tally.wins for tally in speaking.values())
    return wins[0] * 3 >= wins[1]


def _encoding_of(segment: _Segment, established: frozenset[Encoding]) -> Encoding | None:
    named, tallies = segment.named, segment.tallies
    if not tallies:
        return None
    if named is not None:
        tally = tallies[named]
        other = next(encoding for encoding in Encoding if encoding is not named)
        if tallies[other].wins > tally.wins and tallies[other].speaks_for_it(1):
            return other  # e.g. VNI letters after somebody chose a .Vn font
        unopposed = named in established and tally.losses == 0 and tally.both + tally.wins > 0
        return named if tally.speaks_for_it(1) or unopposed else None
    best = max(Encoding, key=lambda encoding: tallies[encoding].wins)
    return best if best in established and tallies[best].speaks_for_it(1) else None


def _converted(spans: Sequence[Span], encoding: Encoding | None) -> str:
    if encoding is None:
        return _joined(spans)
    if encoding is Encoding.VNI:  # a letter and its mark may stand in two spans
        return to_unicode(_joined(spans), encoding)
    stored = _stored_text if _is_misread(_joined(spans), encoding) else str
    return "".join(_shown(stored(span.text), encoding, capitals=shows_capitals(span.font)) for span in spans)


def _first(
    groups: Iterable[tuple[Encoding | None, tuple[Span, ...]]], most: int
) -> Iterator[tuple[Encoding | None, tuple[Span, ...]]]:
    """So many characters of groups of spans."""
    for encoding, spans in groups:
        kept: list[Span] = []
        for span in spans:
            if most <= 0:
                break
            kept.append(span if len(span.text) <= most else replace(span, text=span.text[:most]))
            most -= len(span.text)
        yield encoding, tuple(kept)
        if most <= 0:
            return


def _joined(spans: Iterable[Span]) -> str:
    return "".join(span.text for span in spans)


def _visible(spans: Iterable[Span]) -> int:
    return sum(1 for span in spans for char in span.text if not char.isspace())
