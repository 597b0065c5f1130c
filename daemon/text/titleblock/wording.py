"""What a line of the head says, by the words of the conference and of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Sequence

from daemon.config import Config
from daemon.text.lines import Line
from daemon.text.names import Names
from daemon.text.titleblock.looks import (
    LABEL_NUMBER,
    NUMBERED,
    OF,
    OPENING,
    SHORT_UNIT_WORDS,
    TEXT_CHARACTERS,
    ends_on,
)
from daemon.text.vietnamese import (
    Hit,
    Passage,
    any_of,
    hits_of,
    passage,
    phrase,
    squeeze,
    starting_at,
    starts_with_any,
    with_bare,
)

#: A line with more words than this is running text, whatever its look.
_TEXT_WORDS = 45
#: And in capitals, above a title.
_UNIT_WORDS = 14
#: Words that a number has: "2.1.".
_NUMBER_WORDS = 2
#: A line of so many words from the organiser's name may go on with a title; shorter ones are a masthead.
_ORGANISER_WORDS = 3
#: Words of a motto: "Đảng Cộng sản Việt Nam".
_MOTTO_WORDS = 5
#: A title has more words than this: what is shorter is a piece of a letterhead, or of a title we did not see whole.
_NO_TITLE_WORDS = 2
#: A province's name has at most so many words: "Thừa Thiên Huế".
_PROVINCE_WORDS = 3
#: The number of a part of the text: a person's has no dot and more than one letter.
_PART = re.compile(r"[IVX]{1,4}[.)/]\s")
_ROMAN = re.compile(r"(?=.)x{0,3}(?:i[xv]|v?i{0,3})")
_MARKS = re.compile(r"(?:\s*[*†‡§¹²³⁴⁵]|\s*\(\*+\)|\s*\(\d\)|\s*\[\d+\]|(?<=[^\W\d_])\d)+$")
_THEME = r"(?:\s|số)*(?P<number>\d+(?:\.\d+)+)"
#: Behind a label a title all in quotation marks; in 'ĐỀ TÀI "BỎ TÚI": ...' the label is a word of it.
_ALL_QUOTED = r"(?=[“\"«][^”\"»]*(?:[”\"»]\W*)?$)"
_MONTH = re.compile(r"(?:ngày\s+\d{1,2}\s+)?\btháng\s+\d{1,2}\s*(?:[/.-]|năm\s)\s*\d{4}", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"«„](?P<inside>[^“”\"«»„]+)[”\"»]")


def _is_numeral(key: str) -> bool:
    """Whether a word counts something: "Cụm thi đua số 2", "... số II"."""
    return key.isdigit() or _ROMAN.fullmatch(key) is not None


def _one_of(phrases: Sequence[str]) -> str:
    """A pattern for any of them, the longest first; for none, one that nothing matches."""
    return "(?:" + ("|".join(map(re.escape, sorted(phrases, key=len, reverse=True))) or "(?!)") + ")"


class Wording:
    """Asked about one line, or two that stand together."""

    def __init__(self, config: Config) -> None:
        self.words = config.vocabulary
        self.names = Names(config)
        conference = config.conference
        own = (conference.organiser, conference.short_name, conference.event_word, conference.paper_word)
        mastheads = (*self.words.mastheads, *own)
        self._mastheads = tuple(sorted(mastheads, key=lambda it: -phrase(it).length))
        self._mottos = tuple(it for it in self._mastheads if phrase(it).length >= _MOTTO_WORDS)
        self.conference = squeeze(conference.name)
        self._organiser = squeeze(conference.organiser)
        self._topics = tuple(topic.id for topic in config.topics)
        themes = (text for topic in config.topics for text in topic.keywords if "…" not in text)
        self._wholes = tuple(dict.fromkeys([*self.words.compounds, *themes]))
        self._places = [place for school in config.schools for place in school.places]
        self._aliases = tuple(name for school in config.schools for name in (school.name, *school.aliases))
        self._elements = tuple(text for element in config.elements for text in element.headings)
        self._labels = [
            re.compile(rf"{LABEL_NUMBER}{re.escape(label)}\s*(?::|[-–]\s|$|{_ALL_QUOTED})", re.IGNORECASE)
            for label in with_bare(self.words.title_labels)
        ]
        # "CHUYÊN ĐỀ 3: ...", "Bài 5. ...": which one of several it is
        labels = _one_of(with_bare((*self.words.title_labels, *self.words.numbered_labels)))
        number = rf"{labels}\s+(?:số\s+)?\d{{1,2}}"
        self._numbered_label = re.compile(rf"{number}\s*(?:[:.]|[-–]\s)\s*(?=[^\W\d_“\"«])", re.IGNORECASE)
        self._number_alone = re.compile(rf"{number}\W*", re.IGNORECASE)
        self.form_title = re.compile(
            rf"{LABEL_NUMBER}{_one_of(with_bare(self.words.form_title_labels))}\s*:\s*(?=\S)", re.IGNORECASE
        )
        self._open_end = re.compile(rf"(?:,|-|–|:|\b{_one_of(self.words.open_ends)})$", re.IGNORECASE)
        self._joiner = re.compile(rf"{_one_of(self.words.joining_words)}\s", re.IGNORECASE)
        self._contact = re.compile(rf"\S+@\S+|{_one_of(self.words.contact_labels)}\s*[:.]", re.IGNORECASE)
        self._themes = [
            re.compile(rf"\s*{re.escape(label)}\b{_THEME}", re.IGNORECASE) for label in self.words.title_labels
        ]

    def is_masthead(self, line: Line) -> bool:
        """A line made of masthead phrases alone: "THAM LUẬN HỘI THẢO KHOA HỌC NĂM 2021", and of a school's name."""
        words = line.words
        if line.text[0] in "([":  # "(Bài viết tham gia Hội thảo khoa học, tháng 11/2021)"
            words = passage(_MONTH.sub("", line.text[:TEXT_CHARACTERS]))
        if any_of(words, self._mastheads) is None:
            return False
        at = self.after_mastheads(words)
        if at == len(words.words) or self._is_letterhead(line):
            return True
        # "THAM LUẬN CỦA TRƯỜNG ...", but "CỦA TRƯỜNG ..." goes on with a title
        school = next(starting_at(words, self._aliases, at), None)
        if at > 1 and school is not None:
            return self.after_mastheads(words, school.last) == len(words.words)
        office = starts_with_any(words, self.words.affiliation_words, at)
        return at > 1 and office and line.length - at <= SHORT_UNIT_WORDS and not self.is_task(line)

    def is_slogan(self, line: Line) -> bool:
        """A line such as "NHIỆT LIỆT CHÀO MỪNG ...", "... MUÔN NĂM!": a title may have such words within it."""
        if any_of(line.words, self.words.model_words) is not None:
            return False
        hits = hits_of(line.words, self.words.slogans)
        return any(hit.first == 0 or line.text.endswith("!") for hit in hits)

    def _is_letterhead(self, line: Line) -> bool:
        """Both columns of a letterhead in one line: "TRƯỜNG CHÍNH TRỊ ... ĐẢNG CỘNG SẢN VIỆT NAM"."""
        starts = starts_with_any(line.words, (*self.words.affiliation_words, *self._aliases))
        return starts and ends_on(line, self._mottos) and not self.is_task(line)

    def after_mastheads(self, words: Passage, at: int = 0) -> int:
        """The first word from there on that belongs to no masthead phrase."""
        while at < len(words.words):
            hit = next(starting_at(words, self._mastheads, at), None)
            if hit is None and not _is_numeral(words.words[at].key):
                return at
            at = hit.last if hit is not None else at + 1
        return at

    def is_theme(self, line: Line) -> bool:
        """A theme of the plan, not a title: "Chủ đề 1.2: Thực tiễn và kinh nghiệm ..."."""
        themes = (match["number"] for it in self._themes if (match := it.match(line.text)))
        return any(f"{topic}.".startswith(f"{theme}.") for theme in themes for topic in self._topics)

    def after_lead(self, line: Line) -> str:
        """A line without label and masthead phrases at its head."""
        text = line.text.lstrip(f" ({OPENING}")
        words = passage(self.after_label(text) or text)
        at = self.after_mastheads(words)
        return words.between(at, len(words.words))

    def is_author(self, line: Line) -> bool:
        """Whether a line names authors and says nothing else."""
        if any(mark in line.text for mark in OPENING) and not self.names.is_labelled(line.text):
            return False  # “GIẢNG VIÊN ĐỒNG HÀNH” is what somebody calls something
        if _PART.match(line.text):
            return False  # "VI. GỬI LẠI NGƯỜI ĐỒNG NGHIỆP", though Vi is a family name
        if line.length > 40:
            return False
        return any(self.names.is_author_line(text) for text in (line.text, OF.sub("", line.text, count=1)))

    def _is_unit(self, line: Line) -> bool:
        """Whether a line is the name of a department, or a class and its number: "VĂN PHÒNG", "CHI ỦY LỚP TC K45"."""
        office = next((it.last for it in starting_at(line.words, self.words.workplace_words)), 0)
        for hit in (it for at in {0, office} for it in starting_at(line.words, self.words.unit_names, at)):
            behind = line.words.words[hit.last :]
            if not behind or (len(behind) <= _NUMBER_WORDS and any(map(str.isdigit, line.text))):
                return True
        return False

    def is_affiliation(self, line: Line) -> bool:
        """Whether a line says where somebody works, or as what."""
        if line.text.lstrip()[:1] in OPENING or line.text.endswith("?"):
            return False  # “GIẢNG VIÊN ĐỒNG HÀNH” – MỘT MÔ HÌNH ... Ở TRƯỜNG ...
        if self._is_unit(line) or self._is_english_office(line):
            return True
        if any(hit.last == line.length for hit in starting_at(line.words, self.words.academic_titles)):
            return True  # "Chuyên viên" below a name
        start = self._office(line.words)
        school = any_of(line.words, self._aliases)
        if start is not None and line.text[line.words.words[start.last - 1].end :].lstrip().startswith(":"):
            return True  # "Chức vụ: Giảng viên khoa ...", however long
        if start is None:
            return school is not None and line.length - (school.last - school.first) <= 2
        if school is not None and school.last - school.first + 12 >= line.length:
            # "Trưởng khoa Lý luận cơ sở, Trường Chính trị tỉnh Nghệ An", but not a title that begins with the school
            unnamed = any_of(line.words, self.words.model_words) is None  # "ĐOÀN TRƯỜNG ... VỚI MÔ HÌNH ..." is a title
            behind = line.words.between(school.last, line.length)
            return (school.first > 0 and unnamed) or line.length - school.last <= 1 or self._is_place(behind)
        if line.capitals and self._goes_on_behind_office(line):
            return False  # CHI BỘ “BỐN TỐT” GẮN VỚI ..., CÔNG ĐOÀN TRƯỜNG TRONG ...
        return line.length <= SHORT_UNIT_WORDS or (
            line.capitals and line.length <= _UNIT_WORDS and not self.is_task(line)
        )

    def _goes_on_behind_office(self, line: Line) -> bool:
        """Whether what begins with an office says something of it: with a link that no office's name has."""
        return any(hit.first for hit in hits_of(line.words, self.words.title_links))

    def _is_english_office(self, line: Line) -> bool:
        """Whether a line says in English where somebody works: "Sai Gon University"."""
        short = line.length <= SHORT_UNIT_WORDS and line.text.isascii()
        return short and any_of(line.words, self.words.english_offices) is not None and not self.is_task(line)

    def _office(self, words: Passage) -> Hit | None:
        """The office a line begins with; "Khoa học ...", "Trường học ..." begin with none."""
        if starts_with_any(words, self.words.compounds):
            return None
        return next(starting_at(words, self.words.affiliation_words), None)

    def names_school(self, line: Line) -> bool:
        """Whether a school of the conference is named in it."""
        return any_of(line.words, self._aliases) is not None

    def _is_place(self, text: str) -> bool:
        return any(squeeze(text) == squeeze(place) for place in self._places)

    def is_long(self, line: Line) -> bool:
        """Whether only its capitals made it the name of an office; a title after all when there is no other."""
        return line.capitals and line.length > SHORT_UNIT_WORDS and not self.names_school(line)

    def is_task(self, line: Line) -> bool:
        """Whether a line says what is done or on what, as titles do and the names of offices do not."""
        words = self.words
        return any_of(line.words, (*words.task_words, *words.model_words, *words.general_words)) is not None

    def is_body(self, line: Line) -> bool:
        """Whether a line is of the text: running text, or its first heading."""
        starts = list(hits_of(line.words, self.words.body_starts))
        if any(hit.first <= 2 and not line.words.between(0, hit.first).islower() for hit in starts):
            # "I. ĐẶT VẤN ĐỀ", "Tóm tắt: ..."
            rest = line.words.text[: line.words.words[0].start + 60]
            # ... "Kính thưa Đoàn Chủ tịch, kính thưa các vị đại biểu!"
            called_out = line.text.endswith("!") and any(hit.first == 0 for hit in starts)
            if line.length <= 6 or ":" in rest or "." in rest or called_out:
                return True
        if line.length > _TEXT_WORDS or (line.length > 22 and line.text.endswith(".") and not line.centred):
            return True
        return bool(NUMBERED.match(line.text)) and not line.centred

    def is_unfinished(self, line: Line) -> bool:
        """Whether a line ends on a word that needs another: "... Ở", or on a comma, a dash."""
        return self._open_end.search(line.text) is not None

    def joins(self, line: Line) -> bool:
        """Whether a line begins with a word that goes on with what stands above: "KHOA DÂN VẬN / VỚI MÔ HÌNH ..."."""
        return self._joiner.match(line.text) is not None

    def tells_contact(self, line: Line) -> bool:
        """Whether an address or a telephone number stands in a line."""
        return self._contact.search(line.text) is not None

    def wants_more(self, line: Line) -> bool:
        """Whether a line ends on a word that needs another, or on one that says what is done to something."""
        return self.is_unfinished(line) or ends_on(line, self.words.task_words)

    def are_one(self, line: Line, below: Line) -> bool:
        """Whether a word of several syllables, or of a theme, is begun in one line and ended in the next."""
        both = passage(f"{line.text} {below.text}")
        return any(hit.first < line.length < hit.last for hit in hits_of(both, self._wholes))

    def wants_owner(self, line: Line) -> bool:
        """Whether a line ends on an office, of which the next says whose: "... của Đảng bộ / Trường Chính trị ..."."""
        return ends_on(line, self.words.affiliation_words)

    def wants_name(self, line: Line) -> bool:
        """Whether a line ends on "mô hình", of which the next must give the name; "... một mô hình" is complete."""
        return ends_on(line, self.words.model_words) and not ends_on(line, self.words.pointing_words)

    def is_of_organiser(self, line: Line) -> bool:
        """Whether a line is a piece of the name of who holds the conference, of whom titles speak as well."""
        return line.length >= _ORGANISER_WORDS and squeeze(line.text) in self._organiser

    def heads_element(self, line: Line) -> bool:
        """Whether a line heads what a paper on a model tells; a centred one must have a number, subtitles have none."""
        numbered = NUMBERED.match(line.text) is not None
        starts = range(_NUMBER_WORDS + 1) if numbered else (0,) if not line.centred else ()
        return any(starts_with_any(line.words, self._elements, at) for at in starts)

    def begins_with_element(self, text: str) -> bool:
        """Whether a text begins with what a paper on a model tells: "(1) Mục đích" is no note about an author."""
        return starts_with_any(passage(text), self._elements)

    def is_first_heading(self, begun: Line, line: Line) -> bool:
        """Whether a line below a title says what headings say: left of a centred title, or in small letters."""
        if begun.centred:
            return self.heads_element(line)
        small = not line.capitals and line.text[0].isupper()
        return small and starts_with_any(line.words, (*self._elements, *self.words.other_headings))

    def is_province(self, line: Line) -> bool:
        """Whether a line is the province of a school and nothing else: "TỈNH NGHỆ AN", "TỈNH LÀO CAI"."""
        words = passage(line.text.strip(" ,.:;-–*()"))
        province = next(starting_at(words, self.words.province_words), None)
        name = "" if province is None else words.between(province.last, len(words.words))
        named = 0 < len(name.split()) <= _PROVINCE_WORDS and all(it[0].isupper() for it in name.split())
        return (named and not self.is_task(line)) or self._is_place_alone(words)

    def _is_place_alone(self, words: Passage) -> bool:
        province = next(starting_at(words, self.words.province_words), None)
        place = words.text if province is None else words.between(province.last, len(words.words))
        return self._is_place(place)

    def _is_no_title(self, text: str) -> bool:
        """Whether it says too little to be believed: "LUẬT", "TỈNH HÀ TĨNH"."""
        words = passage(text)
        return len(words.words) <= _NO_TITLE_WORDS or self._is_place_alone(words)

    def cleaned(self, text: str) -> str | None:
        """A title without marks of notes and the quotation marks around it; None where it says too little."""
        text = _MARKS.sub("", text).strip()
        whole = _QUOTED.fullmatch(text)
        text = (whole["inside"] if whole else text).strip(" .:–-_*")
        return None if self._is_no_title(text) else text

    def after_number(self, text: str) -> str:
        """A title without "Chuyên đề 3:" at its head."""
        match = self._numbered_label.match(text)
        return text if match is None else text[match.end() :]

    def is_number(self, line: Line) -> bool:
        """Whether a line says which of several papers this is and nothing else: "BÀI 9"."""
        return self._number_alone.fullmatch(line.text) is not None

    def is_rubric(self, line: Line) -> bool:
        """Whether a line is the rubric that a paper is filed under and nothing else: "NGHIÊN CỨU – TRAO ĐỔI"."""
        return any(hit.last == line.length for hit in starting_at(line.words, self.words.rubrics))

    def after_label(self, text: str) -> str | None:
        """What follows "Tên bài tham luận:"; None when no label stands there."""
        match = next((match for it in self._labels if (match := it.match(text))), None)
        return None if match is None else text[match.end() :].strip()
