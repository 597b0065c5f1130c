"""The ledger: which paper a file is a version of, and how the schools stand.  PURE.

A file that arrives is a *new paper*, a new *version* of one on record, or *the same* bytes again.  Evidence, the
strongest first:

1. the very bytes are on record → the same, whoever sends them: who has the bytes learns nothing new;
2. the message answers a letter of ours, or names a paper's code → that paper, or the one among several whose title,
   file name or authors fit.  Our letters promise that an answer with one file replaces the paper they are about, so
   it does, even under a new title;
3. the same sender and nearly the same title, or the same telling file name;
4. the message calls itself a correction and its sender has one paper.

Words that say "one more paper, it replaces none" outweigh 2 to 4 for the only file of a message, and leave nothing but
a like title for one of several.

Only papers of the sender's own are ever replaced: sent by that address, written by it, or of a school it speaks for.
A code alone opens nothing.  In doubt the file becomes a new paper and the doubt is said, for a paper wrongly
replaced disappears from sight while one too many is merged by a person in a minute.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from daemon.ledger.alike import (
    DOUBTFUL,
    IDENTICAL,
    OTHER,
    SIMILAR,
    different_people,
    name_key,
    retitled,
    similarity,
    subject_exchanged,
    word_exchanged,
)
from daemon.model import KnownPaper, KnownVersion


class Move(StrEnum):
    """What a file is to the papers on record."""

    NEW = "new"
    VERSION = "version"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Submitted:
    """A paper file that arrived, with everything that may say which paper it is."""

    sha256: str
    filename: str
    title: str | None
    authors: tuple[str, ...]
    sender_key: str
    replied_codes: tuple[str, ...] = ()  #: papers of the letters of ours that the message answers
    named_codes: tuple[str, ...] = ()  #: codes that the message names
    speaks_for: frozenset[str] = frozenset()  #: ids of the schools whose contact the sender is
    says_correction: bool = False  #: the message calls itself a correction
    alone: bool = True  #: the only paper of its message
    says_additional: bool = False  #: the message says that it brings one more paper, which replaces none
    proven_codes: tuple[str, ...] = ()  #: of the named codes, those that a tag signed by us vouches for


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a file belongs."""

    move: Move
    code: str | None  #: None for a new paper
    number: int  #: of the version it is, or was
    why: str  #: English
    previous: KnownVersion | None = None  #: the version it replaces, or equals
    doubt: tuple[str, ...] = ()  #: codes of papers it may be a version of; a person must say
    gone: str | None = None  #: the withdrawn paper that it would be a version of; those take no more


def same_bytes(sha256: str, papers: Sequence[KnownPaper]) -> Placement | None:
    """The paper that has these very bytes as one of its versions; withdrawn papers do not count."""
    for paper in papers:
        for version in paper.versions:
            if paper.active and version.sha256 == sha256:
                return Placement(Move.SAME, paper.code, version.number, "the same bytes are on record", version)
    return None


def place(file: Submitted, papers: Sequence[KnownPaper], taken: Collection[str] = ()) -> Placement:
    """Where a file belongs.  `taken` are papers that other files of the same message belong to already: several
    papers in one message are several papers.
    """
    same = same_bytes(file.sha256, papers)
    if same is not None:
        return same
    file = replace(
        file,
        replied_codes=led(file.replied_codes, papers),
        named_codes=led(file.named_codes, papers),
        proven_codes=led(file.proven_codes, papers),
    )
    free = [paper for paper in papers if paper.active and paper.code not in taken]
    own = [paper for paper in free if _may_replace(file, paper)]
    if file.says_additional:
        likely = None if file.alone else _best_by_title(file, own, SIMILAR)
        return _version(likely, "same sender and nearly the same title") if likely else _new(file, own, free)
    meant = [paper for paper in own if paper.code in (*file.replied_codes, *file.named_codes)]
    if (found := _among_meant(file, meant) or _among_own(file, own)) is not None:
        return found
    if (gone := _withdrawn(file, papers)) is not None:
        # What the message calls a correction is one of that paper, and of no other.
        return replace(_new(replace(file, says_correction=False), own, free), gone=gone)
    return _alone(file, own) or _new(file, own, free)


def accept(code: str, number: int, sha256: str, papers: Sequence[KnownPaper]) -> Placement | None:
    """Where a corrected copy of ours belongs that the author of version `number` agreed to.

    None when that is no longer the newest version, or the paper was withdrawn: a copy of an older text never
    replaces a newer one.
    """
    same = same_bytes(sha256, papers)
    if same is not None:
        return same
    paper = next((paper for paper in papers if paper.active and paper.code == code), None)
    if paper is None or paper.versions[-1].number != number:
        return None
    return _version(paper, f"the author agreed to the corrected copy of version {number}")


def led(codes: Sequence[str], papers: Sequence[KnownPaper]) -> tuple[str, ...]:
    """The codes, those of merged papers led to the paper that they are part of."""
    into = {paper.code: paper.merged_into for paper in papers if paper.merged_into is not None}
    found: dict[str, None] = {}
    for code in codes:
        passed: set[str] = set()
        while code in into and code not in passed:
            passed.add(code)
            code = into[code]  # noqa: PLW2901 - following it is the point
        found[code] = None
    return tuple(found)


def belongs_to(paper: KnownPaper, sender_key: str, speaks_for: Collection[str]) -> bool:
    """Whether somebody has a part in a paper: submitted a version of it, wrote it, or answers for its school."""
    if not sender_key:  # nobody named: not the same person as another nobody
        return False
    return sender_key in (paper.owner_key, paper.author_key, *paper.submitters) or paper.school in speaks_for


def _may_replace(file: Submitted, paper: KnownPaper) -> bool:
    return paper.code in file.proven_codes or belongs_to(paper, file.sender_key, file.speaks_for)


def _among_meant(file: Submitted, meant: Sequence[KnownPaper]) -> Placement | None:
    """Papers that the message points to by answering or naming."""
    if not meant:
        return None
    fitting = _best_by_title(file, meant, SIMILAR) or _by_name(file, meant)
    if fitting is not None:
        return _version(fitting, "the message answers or names it, and title or file name fit")
    if file.alone and (paper := _pointed_to(file, meant)) is not None:
        return _version(paper, "the message answers the letter about it or names its code")
    if (paper := _by_authors(file, meant)) is not None:
        return _version(paper, "the message answers the letter about it, and its authors fit no other paper of it")
    codes = ", ".join(paper.code for paper in meant)
    return Placement(
        Move.NEW,
        None,
        1,
        f"the message points to {codes} but the file does not look like a version of it",
        doubt=tuple(paper.code for paper in meant),
    )


def _pointed_to(file: Submitted, meant: Sequence[KnownPaper]) -> KnownPaper | None:
    """The one paper that the message can only mean: by its code, else as the only paper of the letter it answers.

    A code alone may stand there for another reason; an answer is what our letters ask for, and a message that names a
    code and calls itself a correction says as much.
    """
    named = [paper for paper in meant if paper.code in file.named_codes]
    if len(paper := named or list(meant)) != 1:
        return None
    answered = paper[0].code in file.replied_codes or (file.says_correction and bool(named))
    other = _is_another(file, paper[0]) if answered else _is_clearly_other(file, paper[0])
    return None if other else paper[0]


def _by_authors(file: Submitted, meant: Sequence[KnownPaper]) -> KnownPaper | None:
    """Of several papers the one by the same authors, where all the others are surely by other people."""
    theirs = [paper for paper in meant if not different_people(file.authors, paper.authors)]
    if len(meant) < 2 or len(theirs) != 1 or not file.authors or not theirs[0].authors:
        return None
    return None if _is_clearly_other(file, theirs[0]) else theirs[0]


def _among_own(file: Submitted, own: Sequence[KnownPaper]) -> Placement | None:
    """Papers of the sender's own, found by what the file itself says."""
    by_title = _best_by_title(file, own, SIMILAR)
    if by_title is not None:
        return _version(by_title, "same sender and nearly the same title")
    by_name = _by_name(file, own)
    if by_name is not None:
        return _version(by_name, "same sender and the same file name")
    return None


def _alone(file: Submitted, own: Sequence[KnownPaper]) -> Placement | None:
    """The only paper of the sender's, for a correction that nothing else places."""
    if file.says_correction and file.alone and len(own) == 1 and not _is_clearly_other(file, own[0]):
        return _version(own[0], "the message calls itself a correction and its sender has this one paper")
    return None


def _withdrawn(file: Submitted, papers: Sequence[KnownPaper]) -> str | None:
    """The paper that it would be a version of, had that not been withdrawn."""
    gone = [it for it in papers if not it.active and it.merged_into is None and _may_replace(file, it)]
    meant = [it for it in gone if it.code in (*file.replied_codes, *file.named_codes)]
    found = _among_meant(file, meant) or _among_own(file, gone)
    return found.code if found is not None else None


def _new(file: Submitted, own: Sequence[KnownPaper], free: Sequence[KnownPaper]) -> Placement:
    codes = {paper.code for paper in own}
    doubtful = [
        paper for paper in free if _is_doubtful(file, paper, least=DOUBTFUL if paper.code in codes else SIMILAR)
    ]
    if not doubtful and (file.says_correction or _may_be_the_only_one(file, own)):
        doubtful = list(own)
    why = "nothing on record looks like it"
    if doubtful:
        why = "it may be a version of a paper on record, which only a person can say"
    return Placement(Move.NEW, None, 1, why, doubt=tuple(paper.code for paper in doubtful))


def _may_be_the_only_one(file: Submitted, own: Sequence[KnownPaper]) -> bool:
    """Whether a file without a title that could be read (a scan) comes alone from who has one paper: it may be that."""
    if file.title or not file.alone or file.says_additional or len(own) != 1:
        return False
    return not different_people(file.authors, own[0].authors)


def _version(paper: KnownPaper, why: str) -> Placement:
    newest = paper.versions[-1]
    return Placement(Move.VERSION, paper.code, newest.number + 1, why, newest)


# --------------------------------------------------------------------------- likeness


def _best_by_title(file: Submitted, papers: Sequence[KnownPaper], least: float) -> KnownPaper | None:
    """The one paper with nearly this title; none when two are as near."""
    scored = sorted(((_title_score(file, paper), paper.code, paper) for paper in papers), reverse=True)
    near = [entry for entry in scored if entry[0] >= least]
    if not near or (len(near) > 1 and near[0][0] == near[1][0]):
        return None
    return near[0][2]


def _title_score(file: Submitted, paper: KnownPaper) -> float:
    """Similarity of titles, 0 where other evidence says these are two papers."""
    score = similarity(file.title, paper.title)
    if score < DOUBTFUL or word_exchanged(file.title, paper.title):
        return 0
    return 0 if different_people(file.authors, paper.authors) else score


def _is_doubtful(file: Submitted, paper: KnownPaper, *, least: float) -> bool:
    """Alike enough to ask a person; other authors settle it, unless the title is the very same."""
    score = similarity(file.title, paper.title)
    if score < least or (least > DOUBTFUL and word_exchanged(file.title, paper.title)):
        return False
    return score >= IDENTICAL or not different_people(file.authors, paper.authors)


def _by_name(file: Submitted, papers: Sequence[KnownPaper]) -> KnownPaper | None:
    name = name_key(file.filename)
    if not name:
        return None
    found = [
        paper
        for paper in papers
        if name in {name_key(version.filename) for version in paper.versions}
        and not _is_clearly_other(file, paper)
        and not subject_exchanged(file.title, paper.title)
    ]
    return found[0] if len(found) == 1 else None


def _is_clearly_other(file: Submitted, paper: KnownPaper) -> bool:
    """Both titles are known and have nothing in common, or little and other authors."""
    if not file.title or not paper.title:
        return False
    score = similarity(file.title, paper.title)
    return score < OTHER or (score < DOUBTFUL and different_people(file.authors, paper.authors))


def _is_another(file: Submitted, paper: KnownPaper) -> bool:
    """Title and authors both known, and both those of another paper."""
    return retitled(file.title, paper.title) and different_people(file.authors, paper.authors)


def paper_code(prefix: str, number: int) -> str:
    """TL-2021-001: short enough to be said on the telephone."""
    return f"{prefix}-{number:03d}"
