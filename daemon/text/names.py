"""Persons' names in author lines: "PGS.TS. Nguyễn Văn A, ThS Trần Thị B* – Trường Chính trị tỉnh Nghệ An".  PURE.

A name is two to five capitalised syllables that begin with a family name, or follow an academic title or an
author's label.  Names of schools and places are taken out first: a school may bear a person's name.  People have
names like words ("Lê Văn Phong", "Bùi Công Đoàn"): what is no person must be nearly all of the candidate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from unicodedata import normalize

from daemon.config import Config
from daemon.text.vietnamese import (
    Hit,
    Passage,
    Phrase,
    any_of,
    fold,
    hits_of,
    is_bare,
    passage,
    phrase,
    phrases_perhaps_in,
    squeeze,
    starts_with_any,
    with_bare,
    word_key,
)

_SEPARATORS = re.compile(r"[,;:&/()\[\]|•·\t–—-]+|\s+(?:và|VÀ|and|AND)\s+")
_ENDS_NAME = ",:/-–—"  #: what stands between a name and what its bearer is
_MARKS = "¹²³⁴⁵*†‡§.…“”\"'`"  #: behind a name, as digits are: footnotes, ornaments
_LONGEST = 2_000  #: characters of a line that are looked at: names stand at its head
_LONGEST_LABEL = 60  #: of one that stands alone
_WORD = re.compile(r"[^\W\d_]+")
_VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)
_GAP = "\n"  #: stands where a school or a place was taken out
_TITLE = "\x01"  #: stands for academic titles
_PLAIN_TITLE = "\x02"  #: and for words that are said of many: "đồng chí", "GIẢNG VIÊN" in a line of capitals
_ANY_TITLE = _TITLE + _PLAIN_TITLE
_DEGREE = "\x03"  #: stands behind a name for a degree that people write there: "John Hill, PhD"
_HYPHEN = "\u2011"  #: stands for that of "TS. Jean-Marc Lê", which separates nothing
_DOUBLE_NAME = re.compile(rf"({_TITLE}\s*[A-Z][a-z]+)-(?=[A-Z][a-z]+\s)")
_APOSTROPHES = str.maketrans("", "", f"'’ʼ{_HYPHEN}")
_ASIDE = re.compile(r"\(([^()]*)\)")  #: "(dân tộc Nguồn)", but not "(Khoa Dân vận)"
#: What nobody writes at the head of a line but before a name: "TS. ...", "ThS ...".
_DEGREE_AT_HEAD = re.compile(r"\W*(?:(?:PGS|GS|TSKH|TS|T[hH]\.?S)\b\.?\s*){1,3}(?=[^\W\d_a-z])")
_PREFIXED = re.compile(r"(?:Mc|Mac|Fitz|De|Di|La|Le)(?=[A-Z][a-z])")  #: of Western names: "McKay"
_POST_WORDS = 5  #: words of a post before a colon and a name: "Bí thư Đoàn trường"
_SHORT_NAME = 3  #: syllables up to which a name may end on a word: "Nguyễn Công Nghệ"
_SYLLABLES, _SYLLABLES_OF_LONG = 6, 9  #: that a name has at most
_FULL_NAME = 3  #: syllables of a historic name that begins no other


def clean_name(name: str) -> str:
    """A name as people write it: capitals only at the head of each syllable."""
    return " ".join(
        _WORD.sub(lambda part: part[0].capitalize(), word) if word.isupper() and len(word) > 1 else word
        for word in name.split()
    )


class Names:
    """Finds persons' names by the words of the configuration."""

    def __init__(self, config: Config) -> None:
        words = config.vocabulary
        self._surnames = {word_key(name.split()[0]) for name in words.surnames}
        self._bare_surnames = {fold(name.split()[0]) for name in words.surnames}
        outside = {
            *(alias for school in config.schools for alias in (school.name, *school.aliases)),
            *(place for school in config.schools for place in school.places),
        }
        self._outside = tuple(sorted(outside, key=len, reverse=True))
        self._particles = frozenset(words.name_particles)
        #: People of the whole world write: no list of family names tells them from others, and where they stand does.
        self.any_family = not words.surnames
        self._long = words.long_names
        self._middle = {word_key(name) for name in words.middle_names}
        self._not_authors = words.not_authors
        self._proper = frozenset(name for name in words.not_authors if all(map(_is_capitalised, name.split())))
        self._ordinary = {word_key(word) for word in words.ordinary_words}
        self._captions = words.caption_words
        self._english_offices = words.english_offices
        self._offices = words.affiliation_words
        self._long_offices = tuple(name for name in self._offices if phrase(name).length > 1)
        self._workplaces = (*self._offices, *words.workplace_words)
        self._title = _titles(words.academic_titles)
        self._plain_titles = {squeeze(title) for title in words.plain_titles}
        self._degree = _degrees(words.degrees_behind)
        labels = "|".join(re.escape(label) for label in sorted(with_bare(words.author_labels), key=len, reverse=True))
        # "(Tham luận của ThS. ...)", but "Tham luận của Trường ..." names no author
        titled = _titles(title for title in words.academic_titles if " " not in title).pattern
        number = r"(?:\s*(?:thứ\s+)?(?:\d|nhất|hai|ba))"
        self._label = re.compile(
            rf"^\W*(?:(?:{labels}){number}?\s*[:–-]\s*|(?:{labels})(?:(?<=của|cua)|{number})\s+(?={titled}))",
            re.IGNORECASE,
        )
        # "Tác giả Hồ Thị Nhàn", as the cells of a form stand in a PDF
        self._open_label = re.compile(rf"\W*(?:{labels})\s+(?=[^\W\d_])", re.IGNORECASE)
        self._bare_label = re.compile(rf"\W*(?:{labels}){number}?\W*", re.IGNORECASE)

    def of_line(self, line: str, *, sure: bool = False) -> list[str]:
        """Every name of a line, in order; `sure` when all is known to be names, whatever the family name."""
        text = _head(line)
        if behind := self._behind_post(text):
            return self.of_line(behind, sure=sure)
        label = self._label.match(text)
        text = text[label.end() :] if label else text
        return [name for piece in self._pieces(text) if (name := self._of_piece(piece, sure=sure or bool(label)))]

    def with_title(self, line: str) -> list[str]:
        """Names that follow an academic title, or stand before one: "ThS Lê Văn An", "Lê Văn An, Thạc sĩ, ..."."""
        found: list[str] = []
        before = ""
        for piece in self._pieces(_head(line)):
            if piece.startswith(_TITLE) or piece.endswith(_DEGREE):
                name = self._of_piece(piece, sure=True) or (self._of_piece(before, sure=False) if before else None)
                found += [name] if name else []
            before = piece
        return found

    def is_author_line(self, line: str) -> bool:
        """Whether a line is there to name authors: a label, a title before a name, or names and little else."""
        text = _head(line)
        if self._label.match(text):
            return bool(self.of_line(line))
        if self._behind_post(text):
            return True
        pieces = self._pieces(text)
        if not pieces or self.is_caption(text):
            return False
        if self._of_piece(pieces[0], sure=False) is None:
            return False
        if pieces[0].startswith((_TITLE, _PLAIN_TITLE)) or pieces[0].endswith(_DEGREE):
            return True
        # "Nguyễn Văn A - Phòng QLĐT&NCKH" or "Nguyễn Văn A, Trần Thị B"; "Lê Lợi và khởi nghĩa Lam Sơn" is neither.
        for piece in pieces[1:]:
            if self._is_office(piece) or (piece[0] in _ANY_TITLE and piece.strip(_ANY_TITLE + " ")[:1].islower()):
                return True  # "Lê Thị Mở - giảng viên tập sự"
            if self._of_piece(piece, sure=False) is None:
                return False
        return True

    def is_only_names(self, line: str) -> bool:
        """Whether a line is names and where they work, and no more, whatever the family names."""
        pieces = self._pieces(_head(line))
        named = [self._of_piece(piece, sure=True) is not None for piece in pieces]
        return any(named[:1]) and all(name or self._is_office(piece) for name, piece in zip(named, pieces, strict=True))

    def includes(self, line: str, person: str) -> bool:
        """Whether a line is names, and a person's among them as that person is called elsewhere, titles aside."""
        called = {squeeze(name) for name in self.of_line(person, sure=True)}
        named = {squeeze(name) for name in self.of_line(line, sure=True)}
        return len(called) == 1 and called <= named and self.is_only_names(line)

    def says_school(self, line: str) -> bool:
        """Whether a school that takes part, or its place, stands in a line."""
        return _GAP in self._without_places(_head(line))

    def _behind_post(self, text: str) -> str:
        """The names behind what somebody is, or behind a label that has no colon: "Bí thư Đoàn trường: Lê Văn An"."""
        post, colon, behind = text.partition(":")
        if colon and len(post.split()) <= _POST_WORDS and self._is_office(post):
            return behind.strip() if self.is_author_line(behind) else ""
        label = self._open_label.match(text)
        behind = text[label.end() :] if label else ""
        return behind if behind and not behind.isupper() and self.is_author_line(behind) else ""

    def is_signed(self, line: str) -> bool:
        """Whether a line begins with an author's label or an academic title."""
        return bool(self._label.match(line) or self._title.match(line))

    def begins_with_degree(self, line: str) -> bool:
        """Whether a line begins with the short form of a degree, whatever the name behind it: "TS. ..."."""
        return _DEGREE_AT_HEAD.match(_head(line)) is not None and not self.is_caption(line)

    def is_caption(self, line: str) -> bool:
        """Whether a line says what the person does whom it names first: "TS. Lê Văn An phát biểu tại Hội nghị"."""
        text = _head(line)
        words = passage(text)
        title = self._title.match(text)
        at = sum(word.start < title.end() for word in words.words) if title else 0
        first = at
        while at < len(words.words) and _is_capitalised(text[words.words[at].start : words.words[at].end]):
            at += 1
        return at - first > 1 and starts_with_any(words, self._captions, at)

    def is_labelled(self, line: str) -> bool:
        """Whether a line begins with an author's label, whatever follows."""
        return bool(self._label.match(_head(line)))

    def is_bare_label(self, line: str) -> bool:
        """Whether a line is an author's label and no more: "Tác giả", "Tác giả 2"."""
        return self._bare_label.fullmatch(_head(line)[:_LONGEST_LABEL]) is not None

    def is_workplace(self, line: str) -> bool:
        """Whether a line begins with where somebody works: "Tổ Quản trị"."""
        return self._is_office(_head(line))

    def anywhere(self, line: str) -> list[str]:
        """Whatever could be a name, for saying that there is none."""
        return [*self.with_title(line), *(name for piece in self._pieces(_head(line)) if (name := self._run_in(piece)))]

    # ------------------------------------------------------------------

    def _pieces(self, text: str) -> list[str]:
        text = _ASIDE.sub(lambda match: "" if match[1][:1].islower() else match[0], text)
        text = self._degree.sub(f"{_DEGREE},", self._without_places(text))
        text = self._title.sub(
            lambda match: match[0] if self._is_given(match) else f",{self._mark_of(match[0], text)}", text
        )
        text = _DOUBLE_NAME.sub(rf"\1{_HYPHEN}", text)
        pieces = (piece.strip(" .") for part in text.split(_GAP) for piece in _SEPARATORS.split(part))
        return [piece for piece in pieces if _WORD.search(piece)]

    def _is_given(self, title: re.Match[str]) -> bool:
        """Whether what reads like a title is what somebody is called: "Cao Tiến Sỹ", not "Lê Văn An, Tiến sỹ"."""
        before = _SEPARATORS.split(title.string[: title.start()])[-1].split()
        after = title.string[title.end() :]
        alone = not after or title[0].rstrip()[-1:] in _ENDS_NAME or not _is_capitalised(after.split()[0])
        words = _WORD.findall(title[0])
        if len(words) < 2 or not all(map(_is_capitalised, words)) or not alone:
            return False
        return len(before) == 1 and _is_capitalised(before[0]) and word_key(before[0]) in self._surnames

    def _mark_of(self, title: str, line: str) -> str:
        """Who is a "ThS." is a person; whom a line calls "đồng chí", or "GIẢNG VIÊN TRẺ", need not be one by name."""
        if squeeze(title) in self._plain_titles:
            return _PLAIN_TITLE
        is_words = len(title.split()) > 1 and "." not in title
        return _PLAIN_TITLE if is_words and line.isupper() else _TITLE

    def _without_places(self, text: str) -> str:
        """Longer names first: what one has taken belongs to no other.

        A place at the head of a line may be a person ("Hà Tĩnh"?), but schools and places never sign.
        """
        words = passage(text)
        taken = bytearray(len(words.words))
        hits = []
        for hit in hits_of(words, self._outside):
            if not any(taken[hit.first : hit.last]):
                taken[hit.first : hit.last] = b"\1" * (hit.last - hit.first)
                hits.append(hit)
        pieces, at = [], 0
        for hit in sorted(hits, key=lambda it: it.first):
            pieces.append(words.text[at : words.words[hit.first].start])
            at = words.words[hit.last - 1].end
        return _GAP.join([*pieces, words.text[at:]])

    def _of_piece(self, piece: str, *, sure: bool) -> str | None:
        titled = piece.startswith(_TITLE) or piece.endswith(_DEGREE)
        sure = sure or titled
        rest = piece.strip(_TITLE + _PLAIN_TITLE + _DEGREE).strip(" .:-*_'\"“”")
        whole = passage(rest)
        if starts_with_any(whole, self._long_offices):
            return None  # "Phó Bí thư Đảng ủy" behind a label
        tokens = _unmarked(rest).split()
        cut = self._cut(tokens)
        if len(cut) < len(tokens) and not sure and not piece.startswith(_PLAIN_TITLE):
            return None
        if len(cut) < len(tokens) and not titled:
            sure = False  # behind a label may stand an office as well: "Tác giả: Lê Văn An, Phó Chánh Văn phòng"
        return self._as_name(cut, sure=sure)

    def _cut(self, tokens: Sequence[str]) -> Sequence[str]:
        """The leading tokens that can be a name: up to an office or the first small letter."""
        lead, most = 0, self._most_syllables(tokens)
        while lead < len(tokens) and lead < most and self._may_stand(tokens, lead):
            lead += 1
        if lead == len(tokens) and lead <= 4:
            return tokens
        for at in range(2, lead):
            rest = passage(" ".join(tokens[at:]))
            if starts_with_any(rest, self._offices):
                return tokens[:at]
        return tokens[:lead]

    def _as_name(self, tokens: Sequence[str], *, sure: bool) -> str | None:
        tokens = [_unmarked(token) for token in tokens]
        if not 2 <= len(tokens) <= self._most_syllables(tokens) or not all(
            token.translate(_APOSTROPHES).isalpha() and self._may_stand(tokens, at) for at, token in enumerate(tokens)
        ):
            return None
        name = " ".join(tokens)
        if not name.isupper() and any(it.isupper() and len(it) > 1 and not _VOWEL.search(fold(it)) for it in tokens):
            return None  # "Lưu VT", but "Phạm Ng. Lan"
        known = sure or self._has_surname(tokens) or (len(tokens) >= 3 and word_key(tokens[1]) in self._middle)
        if not known or self._has_ordinary_word(tokens, sure=sure) or self._is_no_person(passage(name), sure=sure):
            return None
        return clean_name(name).replace(_HYPHEN, "-")

    def _may_stand(self, tokens: Sequence[str], at: int) -> bool:
        """Whether a word can be of a name: with a capital, or within it one as in "Jan de Vries"."""
        return _is_capitalised(tokens[at]) or (0 < at < len(tokens) - 1 and tokens[at] in self._particles)

    def _most_syllables(self, tokens: Sequence[str]) -> int:
        """How many a name may have: more where it tells of a family as "Công Tằng Tôn Nữ Thị Ái Hoa" does."""
        is_long = any(passage(" ".join(tokens)).has(phrase(name)) for name in self._long)
        return _SYLLABLES_OF_LONG if is_long else _SYLLABLES

    def _has_ordinary_word(self, tokens: Sequence[str], *, sure: bool) -> bool:
        """Whether it reads "TRẺ Ở ...", "HÀ NỘI TRONG ..."; a person may well be called "Nguyễn Văn Giỏi".

        "VÀ GIẢI PHÁP" goes on with a title, though there are people of the name of Và; "Và Bá Lầu" is one of them.
        """
        looked_at = tokens[1:-1] if self._has_surname(tokens) else tokens
        in_capitals = all(token.isupper() for token in tokens)
        if in_capitals and not sure and word_key(tokens[1]) not in self._middle:
            looked_at = tokens[:-1]
        return any(word_key(token) in self._ordinary for token in looked_at)

    def _is_no_person(self, words: Passage, *, sure: bool) -> bool:
        """Whether a name is that of a place, of somebody long dead, or is made of words."""
        taken = (self._is_taken(words, name, sure=sure) for name in phrases_perhaps_in(words, self._not_authors))
        english = any_of(words, self._english_offices) is not None  # "Sai Gon University"
        return english or any(taken) or starts_with_any(words, self._offices)

    def _is_taken(self, words: Passage, name: Phrase, *, sure: bool) -> bool:
        hit = words.find(name)
        if hit is None or not _is_spelled(words, hit, name):
            return False
        count = len(words.words)
        whole = hit.last - hit.first == count
        if name.text in self._proper:
            # "Hà Giang" is a place, "Lê Thị Hà Giang" and "Trần Phú Thành" are persons, as is who has a title
            return (whole and not sure) or (not whole and hit.first == 0 and name.length >= _FULL_NAME)
        if whole or hit.first == 0:
            return True
        # "Bùi Công Đoàn" is a person, "Nguyễn Thị Văn Hóa" may be one; "CHẾ ĐỘ CHÍNH TRỊ" is not
        is_given = hit.last == count and (count <= _SHORT_NAME or words.words[1].key in self._middle)
        return not sure and not (is_given and self._has_surname(words.text.split()))

    def _is_office(self, piece: str) -> bool:
        return starts_with_any(passage(piece), self._workplaces)

    def _run_in(self, piece: str) -> str | None:
        tokens = piece.split()
        for at, token in enumerate(tokens):
            if token[:1].isupper() and self._has_surname(tokens[at : at + 5]) and (name := self._as_run(tokens[at:])):
                return name
        return None

    def _has_surname(self, tokens: Sequence[str]) -> bool:
        """Whether the first is one: by its spelling, where none bears diacritics without ("Trung Tâm" is no Trưng)."""
        if len(tokens[0]) == 1 and "".join(tokens).isupper() and is_bare(tokens):
            return False  # "Y THUC KY LUAT": "Ý thức kỷ luật" as well as somebody called Y
        if word_key(tokens[0]) in self._surnames:
            return True
        return tokens[0].isascii() and tokens[0].casefold() in self._bare_surnames and is_bare(tokens)

    def _as_run(self, tokens: Sequence[str]) -> str | None:
        run: list[str] = []
        for token in tokens[:5]:
            if not _is_capitalised(token):
                break
            run.append(_unmarked(token))
        return self._as_name(run, sure=False) if len(run) >= 2 else None


def _is_spelled(words: Passage, hit: Hit, name: Phrase) -> bool:
    """Whether the words stand there with the diacritics they need, where the text has any: "Văn Hoa"."""
    if words.text.isascii():
        return True
    keys = [part.key for parts in name.parts for part in parts]
    return [word.key for word in words.words[hit.first : hit.last]] == keys


def _head(line: str) -> str:
    return normalize("NFC", line[:_LONGEST])


def _unmarked(text: str) -> str:
    end = len(text)
    while end and (text[end - 1].isdecimal() or text[end - 1] in _MARKS):
        end -= 1
    return text[:end]


def _is_capitalised(token: str) -> bool:
    parts = _WORD.findall(_PREFIXED.sub("", token))
    return all(map(_is_capital_part, parts)) if len(parts) > 1 else _is_capital_part(_PREFIXED.sub("", token))


def _is_capital_part(token: str) -> bool:
    letters = [char for char in token if char.isalpha()]
    if not letters or not letters[0].isupper():
        return False
    return all(char.islower() for char in letters[1:]) or all(char.isupper() for char in letters)


def _degrees(degrees: Iterable[str]) -> re.Pattern[str]:
    """Matches what stands behind a name: ", PhD", ", MA;", "(M.A.)", ", MSc, PhD".

    One of two letters must be in capitals: people are called Ma and Ba.
    """
    forms = [r"\.?".join(it) if len(it) == 2 else "(?i:" + r"\.?".join(it) + ")" for it in degrees]
    one = "(?:" + "|".join(forms) + r")\.?" if forms else r"(?!)"
    behind = r"(?=\s*(?:[,;&/|)\t–—-]|(?:và|VÀ|and|AND)\b|$))"
    return re.compile(rf"\s*[,(]\s*{one}(?:\s*[,&/]\s*{one})*(?:\s*\))?{behind}")


def _titles(titles: Iterable[str]) -> re.Pattern[str]:
    """Matches one or several titles in a row: "PGS.TS.", "ThS, GVC.", "Th.S"."""
    forms = []
    for title in sorted({*titles}, key=len, reverse=True):
        if " " not in title and title.isalpha() and len(title) <= 5:
            forms.append(r"\.?\s?".join(title) if len(title) <= 3 else r"\.?".join(title))
        else:
            forms.append(re.escape(title).replace(r"\ ", r"\s+"))
    one = "(?:" + "|".join(forms) + ")"
    return re.compile(rf"(?<![^\W_]){one}(?![^\W\d_])[\s.,:/-]*(?:{one}(?![^\W\d_])[\s.,:/-]*)*", re.IGNORECASE)
