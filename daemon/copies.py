"""Which copies of a paper its author gets back, and what they say.  PURE: a judgement in, remarks and files out.

The annotated copy says at each offending place what is wrong with it, and at the top what cannot be shown at a place
(too many pages, a missing part).  The corrected copy is offered where the fault is the font alone: then a program can
mend it, and the author need only agree.  Who is asked to look at a paper gets the file as it came.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from daemon.config import Config
from daemon.letters.languages import WORDS, Words
from daemon.model import FileKind, Finding, Judgement, Lang, LetterFile, Outcome, Place, Remark, Story, own_name

#: All copies in one letter, in bytes: encoded for mail they grow by a third, and many servers take 20 MB or less.
MAX_ATTACHED = 10_000_000
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Kinds of files that papers are, as RFC 6838 names them.
_MEDIA_TYPES: Mapping[str, str] = {
    FileKind.DOCX: WORD_TYPE,
    FileKind.DOC: "application/msword",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.RTF: "application/rtf",
    FileKind.PDF: "application/pdf",
}
#: Comments of one copy: more than these nobody reads.
MOST_REMARKS = 30
#: Findings that say nothing an author could mend in the file.
_NOT_IN_THE_FILE = frozenset({"file", "deadline"})


@dataclass(frozen=True, slots=True)
class Copies:
    """Copies of one paper."""

    annotated: bytes | None = field(default=None, repr=False)
    corrected: bytes | None = field(default=None, repr=False)
    grown_to: int | None = None  #: pages of the corrected copy, where it is kept back for being over the limit
    lang: Lang = Lang.VI  #: what they are written and called in


NO_COPIES = Copies()


# --------------------------------------------------------------------------- which


def is_word(judgement: Judgement) -> bool:
    """Whether the file is a sound .docx as its author wrote it, not one that was converted."""
    file = _finding(judgement, "file")
    if file is None or file.outcome is not Outcome.PASS or file.details.get("kind") != FileKind.DOCX:
        return False
    return not any(finding.details.get("converted_from") for finding in judgement.findings)


def may_correct(judgement: Judgement) -> bool:
    """Whether the font is the one fault of a Word file in Unicode."""
    encoding = _finding(judgement, "encoding")
    in_unicode = encoding is not None and encoding.outcome is Outcome.PASS
    return is_word(judgement) and in_unicode and [fault.check for fault in _faults(judgement)] == ["font"]


def is_mended(before: Judgement, after: Judgement) -> bool:
    """Whether a corrected copy is all right: font and pages pass, and nothing else is judged otherwise."""
    outcomes = {finding.check: finding.outcome for finding in after.findings}
    same = {finding.check: finding.outcome for finding in before.findings} | {
        "font": Outcome.PASS,
        "pages": Outcome.PASS,
    }
    return outcomes == same and (after.title, after.authors) == (before.title, before.authors)


def grown_to(after: Judgement) -> int | None:
    """Pages of a corrected copy that became too long by its font; None when it did not, or nobody can be certain."""
    pages = _finding(after, "pages")
    return int(pages.details["pages"]) if pages is not None and pages.outcome is Outcome.FAIL else None


# --------------------------------------------------------------------------- what an annotated copy says


def remarks(judgement: Judgement, config: Config, lang: Lang = Lang.VI) -> tuple[Remark, ...]:
    """What is said in the copy, in a language: of the paper as a whole first, then place by place.  Empty without a
    fault.
    """
    faults = _faults(judgement)
    if not faults or not is_word(judgement):
        return ()
    words = WORDS[lang]
    told = [words.told(fault, config.named(lang)) for fault in faults]
    encoding = _finding(judgement, "encoding")
    legacy = encoding if encoding in faults else None
    font = next((fault for fault in faults if fault.check == "font"), None)
    pages = next((fault for fault in faults if fault.check == "pages"), None)
    placed = [*_legacy_remarks(legacy, words), *_page_remark(pages, words)]
    marks, left_out = _font_marks(font, encoding, MOST_REMARKS - 1 - len(placed))
    general = Remark("\n".join(_general(told, left_out, words)))
    return (general, *placed, *_font_remarks(font, marks, words))


def _general(faults: Sequence[Finding], left_out: int, words: Words) -> Iterator[str]:
    yield words.COPIES.opening
    for number, fault in enumerate(faults, 1):
        yield f"{number}. {fault.summary}"
        yield from (f"→ {step}" for step in fault.advice)
    if left_out:
        yield words.unmarked(left_out)


def _legacy_remarks(finding: Finding | None, words: Words) -> Iterator[Remark]:
    """At every stretch of paragraphs in a legacy encoding; most papers are one from end to end."""
    for stretch in finding.details.get("stretches", ()) if finding is not None else ():
        is_one = int(stretch["paragraphs"]) == 1
        said = words.COPIES.legacy_paragraph if is_one else words.COPIES.legacy
        through = stretch["through"] if stretch["through"] != stretch["paragraph"] else None
        where = words.where(str(stretch["where"]))
        yield Remark(said.format(legacy=stretch["legacy"]), _place(stretch), through=through, where=where)


def _page_remark(finding: Finding | None, words: Words) -> Iterator[Remark]:
    """Where the first page too many begins, if that is known."""
    beyond = finding.details.get("beyond") if finding is not None else None
    if finding is not None and beyond:
        text = words.COPIES.beyond.format(
            page=beyond["page"], limit=int(finding.details["limit"]), clause=finding.clause
        )
        yield Remark(text, _place(beyond), int(beyond["start"]), where=f"“{beyond['excerpt']}”")


def _font_marks(finding: Finding | None, encoding: Finding | None, room: int) -> tuple[list[Mapping[str, Any]], int]:
    """The largest stretches of other fonts in document order, as many as there is room for; and how many are left."""
    if finding is None:
        return [], 0
    # Changing the font alone would garble legacy letters: what is said of the encoding speaks for them.
    legacy_fonts = encoding.details.get("fonts", ()) if encoding is not None else ()
    found = [mark for mark in finding.details.get("marks", ()) if mark["font"] not in legacy_fonts]
    largest = sorted(range(len(found)), key=lambda number: -int(found[number]["characters"]))[:room]
    left_out = int(finding.details.get("unmarked", 0)) + len(found) - len(largest)
    return [found[number] for number in sorted(largest)], left_out


def _font_remarks(finding: Finding | None, marks: list[Mapping[str, Any]], words: Words) -> Iterator[Remark]:
    wanted = finding.details.get("font", "") if finding is not None else ""
    for mark in marks:
        through = mark["through"] if mark["through"] != mark["paragraph"] else None
        if mark.get("is_number"):
            text = words.number_in_font(mark["font"], wanted, int(mark["paragraphs"]))
        else:
            text = words.in_font(mark["font"], wanted, int(mark["characters"]), int(mark["paragraphs"]))
        where = f"{words.where(mark['where'])}, “{mark['excerpt']}”"
        yield Remark(text, _place(mark), int(mark["start"]), int(mark["end"]), through, where)


def _place(mark: Mapping[str, Any]) -> Place:
    return Place(Story(mark["story"]), str(mark["part"]), int(mark["paragraph"]))


def _faults(judgement: Judgement) -> list[Finding]:
    return [it for it in judgement.findings if it.outcome is Outcome.FAIL and it.check not in _NOT_IN_THE_FILE]


def _finding(judgement: Judgement, check: str) -> Finding | None:
    return next((finding for finding in judgement.findings if finding.check == check), None)


# --------------------------------------------------------------------------- as files of a letter


@dataclass(frozen=True, slots=True)
class Attached:
    """The copies of one paper that go into the letter."""

    annotated: LetterFile | None = None
    corrected: LetterFile | None = None
    grown_to: int | None = None  #: see `Copies.grown_to`

    @property
    def files(self) -> tuple[LetterFile, ...]:
        """Those that there are."""
        return tuple(file for file in (self.annotated, self.corrected) if file is not None)

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(len(file.content) for file in self.files)


def enclosed(code: str, judgement: Judgement, content: bytes) -> LetterFile | None:
    """A paper itself, for who is asked to look at it, under a name that begins with its code.

    None where the file has a problem: what we do not open, macros and passwords, we pass on to nobody.
    """
    file = _finding(judgement, "file")
    media_type = _MEDIA_TYPES.get(str(file.details.get("kind"))) if file and file.outcome is Outcome.PASS else None
    name = own_name(judgement.filename.replace("\\", "/"))
    return LetterFile(f"{code} - {name}", content, media_type) if media_type else None


def fitting(files: Sequence[LetterFile], room: int = MAX_ATTACHED) -> tuple[LetterFile, ...]:
    """Those that fit into one letter, in their order; a large one leaves room for the next."""
    kept: list[LetterFile] = []
    for file in files:
        if len(file.content) <= room:
            kept.append(file)
            room -= len(file.content)
    return tuple(kept)


def attach(code: str, copies: Copies, room: int = MAX_ATTACHED) -> Attached:
    """The copies under names that say what they are; what does not fit into `room` bytes stays out.  The corrected
    copy comes first: it saves the author the work that the other one describes.
    """
    terms = WORDS[copies.lang].COPIES
    corrected = _file(terms.corrected.format(code=code), copies.corrected, room)
    left = room - (len(corrected.content) if corrected else 0)
    return Attached(_file(terms.annotated.format(code=code), copies.annotated, left), corrected, copies.grown_to)


def _file(name: str, content: bytes | None, room: int) -> LetterFile | None:
    return None if content is None or len(content) > room else LetterFile(name, content, WORD_TYPE)
