"""Check `identity`: names its author and a school that takes part (ĐHVB 2).

Authors come from the title block.  The school is looked for where authors say where they work: beside their names,
in the rest of the title block, in footnotes, at the end, in the title, in the whole text, where it must stand out, and
last in headers and footers.  The sender's address is a second witness; when the two contradict each other a person
decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from typing import Any

from daemon.checks.paper import Paper, Rule, finding
from daemon.checks.whole import has_whole
from daemon.config import Config, School
from daemon.model import OPEN_CALL, Address, Finding, Outcome, Story
from daemon.text.lines import Line, note_lines
from daemon.text.vietnamese import Hit, Passage, any_of, hits_of, passage, phrase, squeeze, starting_at, starts_with_any

_END_LINES = 8
_SIGNATURE_WORDS = 25  #: a longer line is running text
#: In the whole text the school must be named so much more often than the next, and so often when others are named.
_STANDS_OUT, _OFTEN = 2, 3
_BELOW_TITLE = "Ghi ngay dưới tên bài: học vị, họ và tên tác giả"
_SAMPLE_AUTHOR = "ThS. Nguyễn Văn A"
#: Shorter squeezed names occur in addresses by chance.
_LEAST_LETTERS = 6
#: So many names show what is common to all.
_LEAST_SCHOOLS = 2


@dataclass(frozen=True, slots=True)
class _Seen:
    """Schools that the text names, at the first of the places looked at that names any."""

    schools: tuple[str, ...] = ()
    quote: str = ""
    elsewhere: bool = False  #: the author works at a school that does not take part


def check(paper: Paper) -> Finding:
    """Passes when an author and exactly one school are found and nothing contradicts; in an open call, where papers
    count for no school, when an author is.
    """
    if not paper.config.schools:
        return _of_author(paper)
    text, sent = _in_text(paper), by_sender(paper.sender, paper.config.schools)
    school, how = _settle(text, sent)
    authors = list(paper.block.authors)
    details: dict[str, Any] = {"authors": authors, "school": school, "how": how}
    if text.quote:
        details["evidence"] = text.quote
    if len(text.schools) > 1 or (how == "conflict"):
        details["candidates"] = sorted({*text.schools, *([sent] if sent else [])})
    if how == "conflict":
        details["how"] = "none"
    summary, problem = _sentence(paper, school, text, sent)
    if not problem:
        return finding(paper, "identity", Outcome.PASS, summary, details)
    nothing = not authors and not paper.block.name_like and not text.schools and sent is None
    outcome = Outcome.FAIL if nothing else Outcome.REVIEW
    advice: tuple[str, ...] = (
        f"{_BELOW_TITLE}, rồi đơn vị công tác.",
        f"Ví dụ: “{_SAMPLE_AUTHOR} – {paper.config.schools[0].name}”.",
    )
    if authors and "candidates" in details:
        advice = ("Trả lời thư này, cho biết bài tính cho đơn vị nào.",)
    return finding(paper, "identity", outcome, summary, details, advice)


def _of_author(paper: Paper) -> Finding:
    """Of a conference without schools."""
    authors = list(paper.block.authors)
    details: dict[str, Any] = {"authors": authors, "school": None, "how": OPEN_CALL}
    if authors:
        return finding(paper, "identity", Outcome.PASS, f"Tác giả: {', '.join(authors)}.", details)
    outcome = Outcome.REVIEW if paper.block.name_like else Outcome.FAIL
    advice = (f"{_BELOW_TITLE}.", f"Ví dụ: “{_SAMPLE_AUTHOR}”.")
    return finding(paper, "identity", outcome, "Chưa thấy tên tác giả trong bài.", details, advice)


def _sentence(paper: Paper, school: str | None, text: _Seen, sent: str | None) -> tuple[str, bool]:
    """The summary, and whether something is amiss."""
    authors = ", ".join(paper.block.authors)
    found = paper.config.school(school)
    if found is not None and authors:
        return f"{_known(paper.block.authors, found)}.", False
    if sent is not None and text.elsewhere and school is None:
        sender = _names(paper, [sent])[0]
        return f"Bài ghi “{text.quote}” nhưng được gửi từ {sender}; cần xác nhận lại đơn vị.", True
    if sent is not None and text.schools and school is None:
        named = ", ".join(_names(paper, text.schools))
        return f"Bài ghi đơn vị {named} nhưng được gửi từ {_names(paper, [sent])[0]}; cần xác nhận lại đơn vị.", True
    if len(text.schools) > 1 and found is None:
        named = ", ".join(_names(paper, text.schools))
        return f"Bài nêu nhiều đơn vị ({named}); cần xác nhận bài tính cho đơn vị nào.", True
    lacking = []
    if not authors:
        lacking.append("tên tác giả")
    if found is None:
        lacking.append(f"đơn vị tham gia {paper.config.conference.event_word}")
    known = f" (đơn vị: {found.name})" if found is not None else f" (tác giả: {authors})" if authors else ""
    return f"Chưa thấy {' và '.join(lacking)} trong bài{known}.", True


def decided(found: Finding, school: School, by: str) -> Finding | None:
    """What becomes of a finding of this check when a person (`by`) says the school, whatever it made of that itself;
    None where it is of another check, or no author is known, who is missing all the same.
    """
    authors = found.details.get("authors")
    if found.check != RULE.name or not authors:
        return None
    details = {**found.details, "school": school.id, "how": "ordered"}
    summary = f"{_known(authors, school)}, theo quyết định của {by}."
    return replace(found, outcome=Outcome.PASS, summary=summary, details=details, advice=(), hint="")


def _known(authors: Sequence[str], school: School) -> str:
    return f"Tác giả: {', '.join(authors)}; đơn vị: {school.name}"


def _names(paper: Paper, schools: Iterable[str]) -> list[str]:
    return [found.name for school in schools if (found := paper.config.school(school)) is not None]


def _settle(text: _Seen, sent: str | None) -> tuple[str | None, str]:
    """The school and how it is known: "text", "sender", "both", "none", or "conflict"; see also `decided` and
    `OPEN_CALL`.
    """
    if text.elsewhere and sent is not None:
        return None, "conflict"
    if not text.schools:
        return sent, "sender" if sent is not None else "none"
    if sent is None:
        return (text.schools[0], "text") if len(text.schools) == 1 else (None, "none")
    if sent in text.schools:  # joint papers count for the school that sends them
        return sent, "both"
    return None, "conflict"


# --------------------------------------------------------------------------- text


def _in_text(paper: Paper) -> _Seen:
    schools = paper.config.schools
    block = paper.block.lines
    main = paper.main
    title = passage(paper.block.title or "")
    near = [line for line in block if line.place.paragraph > _title_paragraph(paper)]
    notes = note_lines(paper.lines)
    if seen := _named(near, schools) or _placed(_at_schools(near, paper), schools) or _named(notes, schools):
        return seen
    if len(_at_schools([*near, *notes], paper)) < len(near) + len(notes):
        # the author works elsewhere: what schools the text speaks of says nothing
        other = next((line for line in near if _is_named_other(line, paper)), None)
        return _Seen() if other is None else _Seen(quote=other.text, elsewhere=True)
    end = [line for line in main[-_END_LINES:] if line.length <= _SIGNATURE_WORDS]
    if seen := _named(block, schools) or _named(_whole(end, kinds_of_school(paper.config)), schools):
        return seen
    if found := _schools_of(title, schools):
        return _Seen(tuple(found), paper.block.title or "")
    if seen := _letterhead(paper):
        return seen
    seen = _standing_out(main, schools)
    return seen if seen.schools else _in_margin(paper)


def _in_margin(paper: Paper) -> _Seen:
    """A header or footer that is a school's name and nothing else; the host's may well say whose conference it is."""
    found: dict[str, str] = {}
    for line in paper.lines:
        if line.place.story not in (Story.HEADER, Story.FOOTER):
            continue
        for school in paper.config.schools:
            if any(hit.last == line.length for hit in starting_at(line.words, (school.name, *school.aliases))):
                found.setdefault(school.id, line.text)
    return _Seen(tuple(found), next(iter(found.values()))) if found else _Seen()


def _title_paragraph(paper: Paper) -> int:
    """Number of the last paragraph of the title; 0 without one."""
    return paper.block.title_paragraph


def _named(lines: Sequence[Line], schools: Sequence[School]) -> _Seen | None:
    found: dict[str, str] = {}
    for line in lines:
        for school in _schools_of(line.words, schools):
            found.setdefault(school, line.text)
    return _Seen(tuple(found), next(iter(found.values()))) if found else None


def _whole(lines: Sequence[Line], kinds: Sequence[str]) -> list[Line]:
    """Lines, and those that end on a school without its name joined to the one below: "Trường Chính trị / Nghệ An"."""
    bare = (
        (above, f"{above.text} {below.text}")
        for above, below in pairwise(lines)
        if any(hit.last == above.length for hit in hits_of(above.words, kinds))
    )
    return [*lines, *(replace(above, text=text, words=passage(text)) for above, text in bare)]


def _schools_of(words: Passage, schools: Sequence[School]) -> list[str]:
    return [school.id for school in schools if any_of(words, (school.name, *school.aliases)) is not None]


def _placed(lines: Sequence[Line], schools: Sequence[School]) -> _Seen | None:
    """Only the province beside the author: "Khoa Xây dựng Đảng, Nghệ An"."""
    found = {school.id: line.text for line in lines for school in schools if any_of(line.words, school.places)}
    return _Seen(tuple(found), next(iter(found.values()))) if len(found) == 1 else None


def _at_schools(lines: Sequence[Line], paper: Paper) -> list[Line]:
    """Lines that do not place their author elsewhere.

    Elsewhere is an office that is no school ("Ban Tuyên giáo Tỉnh ủy Nghệ An"), or a school that does not take part
    ("Trường Chính trị tỉnh Lào Cai"); a "Tỉnh ủy viên" is no office.
    """
    words = paper.config.vocabulary
    kinds = kinds_of_school(paper.config)
    return [
        line
        for line in lines
        if not has_whole(line.words, words.outside_offices, words.compounds, words.committee_posts)
        and not _is_other_school(line, _kind_in(line.words, kinds), paper)
        and not _is_provincial(line, kinds, paper)
    ]


def _is_provincial(line: Line, kinds: Sequence[str], paper: Paper) -> bool:
    """A line such as "Ban Dân tộc tỉnh Thanh Hóa": the province of an office, not of a school."""
    if _kind_in(line.words, kinds) or _schools_of(line.words, paper.config.schools) or line.length > _SIGNATURE_WORDS:
        return False
    places = [place for school in paper.config.schools for place in school.places]
    return any(
        line.words.has(phrase(f"{word} {place}")) for word in paper.config.vocabulary.province_words for place in places
    )


def _is_other_school(line: Line, hit: Hit | None, paper: Paper) -> bool:
    """Whether what a line says behind a kind of school is the name of one that does not take part."""
    if hit is None or line.length > _SIGNATURE_WORDS:
        return False
    rest = line.words.text[line.words.words[hit.last - 1].end :].split(",")[0].split()
    return any(word[:1].isupper() for word in rest) and not _schools_of(line.words, paper.config.schools)


def _is_named_other(line: Line, paper: Paper) -> bool:
    """Whether a line names a school that does not take part: "Trường Chính trị tỉnh Lào Cai".

    Surer than `_is_other_school`, since it speaks against the sender: in a line of capitals only a province tells the
    name of a school from "TRƯỜNG CHÍNH TRỊ CHUẨN", and in others the name stands right behind the kind of school.
    """
    words = line.words
    hit = _kind_in(words, kinds_of_school(paper.config))
    if hit is None or not _is_other_school(line, hit, paper):
        return False
    province = next(starting_at(words, paper.config.vocabulary.province_words, hit.last), None)
    if line.capitals:
        return province is not None
    behind = words.between(hit.last if province is None else province.last, line.length)
    return behind[:1].isupper()


def _letterhead(paper: Paper) -> _Seen | None:
    """The province over a school that does not say its own: "TỈNH ỦY QUẢNG BÌNH / TRƯỜNG CHÍNH TRỊ"."""
    words, schools = paper.config.vocabulary, paper.config.schools
    above = [line for line in paper.block.lines if line.place.paragraph < _title_paragraph(paper)]
    kinds = [kind.casefold() for kind in kinds_of_school(paper.config)]
    bare = {*kinds, *(f"{kind} {word.casefold()}" for kind in kinds for word in words.province_words)}
    if not any(line.words.text.casefold().strip(" -*") in bare for line in above):  # "TRƯỜNG CHÍNH TRỊ TỈNH"
        return None
    return _placed([line for line in above if starts_with_any(line.words, words.letterheads)], schools)


def kinds_of_school(config: Config) -> tuple[str, ...]:
    """What names of schools begin with: `school_kinds`, else what those of all schools do, "trường chính trị"; () where
    nothing tells: names that have nothing in common, or one name, of which nobody knows where its kind ends.
    """
    if config.vocabulary.school_kinds or len(config.schools) < _LEAST_SCHOOLS:
        return config.vocabulary.school_kinds
    names = [school.name.casefold().split() for school in config.schools]
    common = [words[0] for words in takewhile(lambda words: len(set(words)) == 1, zip(*names, strict=False))]
    return (" ".join(common),) if common else ()


def _kind_in(words: Passage, kinds: Sequence[str]) -> Hit | None:
    """The first kind of school in a line, the longest that begins there."""
    return min(hits_of(words, kinds), key=lambda hit: (hit.first, -hit.last), default=None)


def _standing_out(lines: Sequence[Line], schools: Sequence[School]) -> _Seen:
    counts: Counter[str] = Counter()
    quotes: dict[str, str] = {}
    for line in lines:
        for school in _schools_of(line.words, schools):
            counts[school] += 1
            quotes.setdefault(school, line.text)
    ranking = counts.most_common(2)
    if not ranking:
        return _Seen()
    best, often = ranking[0]
    alone = len(ranking) == 1
    if alone or (often >= _OFTEN and often >= _STANDS_OUT * ranking[1][1]):
        return _Seen((best,), quotes[best][:140])
    return _Seen()


# --------------------------------------------------------------------------- sender


def by_sender(sender: Address | None, schools: Sequence[School]) -> str | None:
    """The school that an address speaks for: a contact, a domain, or the school's name inside the address."""
    if sender is None:
        return None
    for witness in (_is_contact, _has_domain, _is_named):
        found = [school.id for school in schools if witness(sender, school)]
        if len(found) == 1:
            return found[0]
    return None


def _is_contact(sender: Address, school: School) -> bool:
    return sender.key in {contact.casefold() for contact in school.contacts}


def _has_domain(sender: Address, school: School) -> bool:
    domain = sender.key.rpartition("@")[2]
    return any(domain == mine.casefold() or domain.endswith("." + mine.casefold()) for mine in school.domains)


def _is_named(sender: Address, school: School) -> bool:
    """By "truongchinhtringhean@...", "...@truongchinhtri.nghean.gov.vn" or the display name "Trường CT Nghệ An"."""
    local, _, domain = sender.key.rpartition("@")
    names = [squeeze(name) for name in (school.name, *school.aliases)]
    if any(len(name) >= _LEAST_LETTERS and (name in squeeze(local) or name in squeeze(domain)) for name in names):
        return True
    places = [squeeze(place) for place in school.places]
    labels = [squeeze(label) for label in domain.split(".")]
    if any(len(place) >= _LEAST_LETTERS and place in labels for place in places):
        return True
    return any_of(passage(sender.name), (school.name, *school.aliases)) is not None


RULE = Rule("identity", check, {"authors": [], "school": None, "how": "none"})
