"""A copy of an author's .docx with Word comments at the places to be mended (ECMA-376 part 1, 17.13.4).

A comment is a range in the text (`w:commentRangeStart`, `w:commentRangeEnd`), a reference behind it
(`w:commentReference` in a run of its own) and its words in the comments part, tied by one id.  The ranges are put
between the children of a paragraph, never inside links or fields, simple or complex (17.16.18): a reference between
the beginning and the end of a field is a part of its result, and LibreOffice then shows the words of the comment as
text.  Where a range begins or ends inside a plain run, the run is made two of the same look.  So the text stays as it
is; that it does is verified by reading the copy.

In the first paragraph of a content control around paragraphs or cells (17.5.2.29, 17.5.2.32) LibreOffice, measured
with 7.4, drops what stands before a reference: there the reference stands in front of the text, and the comment says
which words it means.  Where a reference stands between the first note of a document and the second, it gives each
note the text of the next: what is said of the first note stands in front of its mark.

Comments stand in the main story alone: 17.13.4.4 allows them in headers, footers, text boxes and notes, and Word
ignores them there ([MS-OI29500] 2.1.315).  What is to be said of a text box, a chart, a diagram or a note stands where
that is anchored in the main story, at the drawing or at the mark of the note, all of one of them in one comment.  What
is to be said of headers, footers and automatic contents goes into one comment at the top, as does whatever is beyond
the limit.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

import docx
from docx.opc.exceptions import OpcError
from lxml import etree  # type: ignore[import-untyped]

from daemon.containers import zips
from daemon.documents.docx import read_docx
from daemon.documents.problems import Unreadable
from daemon.documents.repack import Unchangeable, Workpiece
from daemon.documents.stories import CHARACTERS, TEXT_BOXES, StoryWalker
from daemon.documents.styles import StyleSheet
from daemon.documents.xml import COMPATIBILITY, WORD, Element, child, children, integer, w
from daemon.model import Annotation, Lang, Remark, Story

_P, _R, _T, _PPR, _RPR, _ID = w("p"), w("r"), w("t"), w("pPr"), w("rPr"), w("id")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
#: What a run may hold so that it can be made two.
_PLAIN = frozenset({_T, _RPR, w("lastRenderedPageBreak"), *CHARACTERS})
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
#: Main text with its tables: where a comment can stand.
_COMMENTABLE = frozenset({Story.BODY, Story.TABLE})
#: Nothing inside these is a place for a comment; in text boxes none at the top either.
_UNSEEN = frozenset({f"{{{COMPATIBILITY}}}Fallback", w("del"), w("moveFrom")})
_ASIDE = frozenset({*TEXT_BOXES, *_UNSEEN})
#: Text that stands beside the main story and is anchored in it by a drawing.
_BY_DRAWING = frozenset({Story.TEXT_BOX, Story.CHART, Story.DIAGRAM})
_DRAWINGS = (w("drawing"), w("pict"), w("object"))
#: Parts of notes, and what marks one of them in the main story.
_NOTES = {"footnotes": w("footnoteReference"), "endnotes": w("endnoteReference")}
#: What python-docx says of packages it does not know how to open: it reads every part that another one refers to, also
#: a picture that is damaged, and goes from part to part by recursion.
_UNOPENED = (OpcError, *zips.DAMAGE, AttributeError, SyntaxError, RecursionError)
_LONGEST = 2_000  #: characters of one comment
_MOST_UNPLACED = 20  #: places told in one comment, at the top or at a drawing or a note; the rest is counted


def annotate(data: bytes, annotation: Annotation) -> bytes | None:
    """The document with the remarks as comments, at most as many as the limit, the first ones first; what was there
    before, comments included, is kept.

    None when there is nothing to say, or when the document cannot be changed without doing harm (signed, of unusual
    build, unreadable).
    """
    if not annotation.remarks or annotation.limit < 1:
        return None
    try:
        before = read_docx(data)
        copy = _Copy(Workpiece(data), _WORDS[annotation.lang])
        copy.comment(annotation.remarks, annotation.limit)
        copied = copy.finished(annotation)
        if read_docx(copied).paragraphs != before.paragraphs:
            return None
    except (Unreadable, Unchangeable):
        return None
    found = _comments_in(copied)
    # What refers to a part that is not there (a lost picture) opens in Word, and not there: it did not before either.
    sound = found == copy.comments or (found is None and _comments_in(data) is None)
    return copied if sound else None


def _comments_in(data: bytes) -> int | None:
    """How many comments a reader that is not ours finds; None where it does not open the document."""
    try:
        return len(list(docx.Document(io.BytesIO(data)).comments))
    except _UNOPENED:
        return None


@dataclass(frozen=True, slots=True)
class _Words:
    """What a copy says of its remarks, beside them."""

    tag: str  #: of the language, for who checks spelling (RFC 5646)
    apart: str  #: above those that have no place of their own
    more: str  #: and of those of them that are left out, with {count}
    alike: str  #: of those beyond the limit, with {count}


_WORDS = {
    Lang.VI: _Words(
        "vi-VN",
        "Những chỗ không đặt được góp ý trực tiếp (đầu trang, chân trang, mục lục tự động...):",
        "và {count} chỗ khác.",
        "Ngoài những chỗ đã đánh dấu, còn {count} chỗ khác cần sửa tương tự.",
    ),
    Lang.EN: _Words(
        "en-GB",
        "Places that could not be marked themselves (headers, footers, automatic contents...):",
        "and {count} more.",
        "Places besides those marked that need the same correction: {count}.",
    ),
}


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Between which children of paragraphs a comment stands; `first` is where the range begins."""

    first: Element
    last: Element
    remarks: tuple[Remark, ...]
    order: tuple[int, int]
    beside: bool = False  #: what it is about is anchored there: a text box, a note
    before: bool = False  #: it stands in front of that, around nothing

    def text(self, words: _Words) -> str:
        """What it says, with the places where the range does not show them."""
        if self.beside or _opens_control(self.last.getparent()):
            return "\n".join(_told(self.remarks, words))
        return self.remarks[0].text


class _Copy:
    """One document while it is annotated."""

    def __init__(self, work: Workpiece, words: _Words) -> None:
        self._work = work
        self._words = words
        self._root = work.tree(work.main)
        body = self._root.find(w("body"))
        if body is None:
            raise Unchangeable("it has no body")
        self._body = body
        self._anchors: list[_Anchor] = []
        self._top: list[str] = []
        self.comments = 0  #: in the finished copy

    def comment(self, remarks: Sequence[Remark], limit: int) -> None:
        """Finds a place for each remark."""
        self._top = [remark.text for remark in remarks if remark.place is None]
        placed = [remark for remark in remarks if remark.place is not None]
        found = _Finder(self._work.sheet(), self._work.main, _wanted(placed, self._work.main))
        found.walk(self._body)
        holders = _Holders(self._work, self._body, placed)
        for remark in placed:
            found.part(remark)
        fields = _Fields(self._root)
        unplaced = []
        for remark in placed:
            anchor = fields.outside(found.anchor(remark) or holders.anchor(remark))
            if anchor is None:
                unplaced.append(remark)
            else:
                self._anchors.append(anchor)
        self._anchors = _together(self._anchors)
        needs_top = bool(self._top or unplaced or len(self._anchors) > limit)
        room = limit - needs_top
        beyond = sum(len(anchor.remarks) for anchor in self._anchors[room:])
        self._anchors = sorted(self._anchors[:room], key=lambda anchor: anchor.order)
        if unplaced:
            self._top += [self._words.apart, *(f"- {line}" for line in _told(unplaced, self._words))]
        if beyond:
            self._top.append(self._words.alike.format(count=beyond))

    def finished(self, by: Annotation) -> bytes:
        """Marks the places and writes the comments."""
        name = next(iter(self._work.related("comments")), None)
        comments = self._work.tree(name) if name else etree.Element(w("comments"), nsmap={"w": WORD})
        number = 1 + max(self._taken(comments), default=-1)
        if self._top:
            first, last = self._title()
            _mark(number, first, last)
            comments.append(_comment(number, "\n".join(self._top), by, self._words))
            number += 1
        for anchor in self._anchors:
            _mark(number, anchor.first, anchor.last, before=anchor.before)
            comments.append(_comment(number, anchor.text(self._words), by, self._words))
            number += 1
        self.comments = sum(1 for _ in children(comments, "comment"))
        self._work.put(self._work.main, self._root)
        if name:
            self._work.put(name, comments)
        else:
            self._work.add("comments", "comments", _COMMENTS_TYPE, comments)
        return self._work.bytes()

    def _taken(self, comments: Element) -> Iterable[int]:
        """Ids in use; those of references to comments that are not there would come to life otherwise."""
        marks = ("commentRangeStart", "commentRangeEnd", "commentReference")
        for element in (*children(comments, "comment"), *self._root.iter(*map(w, marks))):
            if (number := integer(element.get(_ID), 9)) is not None:
                yield number

    def _title(self) -> tuple[Element, Element]:
        """The first paragraph of the text, from its first to its last child."""
        fields = _Fields(self._root)
        for paragraph in self._body.iter(_P):
            if not any(ancestor.tag in _ASIDE for ancestor in paragraph.iterancestors()):
                inner = [child for child in paragraph if child.tag != _PPR]
                if not inner:
                    inner = [etree.SubElement(paragraph, _R)]
                if not fields.reach_beyond(inner):
                    return inner[0], inner[-1]
        paragraph = etree.Element(_P)
        self._body.insert(0, paragraph)
        run = etree.SubElement(paragraph, _R)
        return run, run


# --------------------------------------------------------------------------- places


class _Fields:
    """Complex fields by what stands directly in paragraphs: from where to where the outermost ones reach."""

    def __init__(self, root: Element) -> None:
        self._around: dict[Element, tuple[Element, Element]] = {}
        beginnings = {first: (first, last) for first, last in _field_reaches(root)}
        field = None
        for element in root.iter() if beginnings else ():
            field = beginnings.get(element, field)
            if field is not None and element.getparent().tag == _P:
                self._around[element] = field
                field = None if element is field[1] else field

    def reach_beyond(self, inner: Iterable[Element]) -> bool:
        """Whether a field that has some of these children of a paragraph goes over several paragraphs."""
        return any(_is_long(self._around[child]) for child in inner if child in self._around)

    def outside(self, anchor: _Anchor | None) -> _Anchor | None:
        """The same words, with the fields that they begin or end in.  None where this would be much more text: a few
        words of a list of contents.
        """
        if anchor is None:
            return None
        ends = [self._around[child] for child in (anchor.first, anchor.last) if child in self._around]
        if anchor.first.getparent() is anchor.last.getparent() and any(map(_is_long, ends)):
            return None
        first, _ = self._around.get(anchor.first, (anchor.first, None))
        _, last = self._around.get(anchor.last, (None, anchor.last))
        return replace(anchor, first=first, last=last)


def _field_reaches(root: Element) -> Iterator[tuple[Element, Element]]:
    """The children of paragraphs that the outermost fields begin and end in; those that touch are one.

    Unchangeable where one begins or ends in no paragraph, which Word does not open.
    """
    found: list[tuple[Element, Element]] = []
    pending: list[tuple[int, Element]] = []
    pairs: list[tuple[int, Element, Element]] = []
    for number, mark in enumerate(root.iter(w("fldChar"))):
        kind = mark.get(w("fldCharType"))
        if kind == "begin":
            pending.append((number, mark))
        elif kind == "end" and pending:
            begin = pending.pop()
            while pairs and pairs[-1][0] > begin[0]:  # inside of it
                pairs.pop()
            pairs.append((begin[0], begin[1], mark))
    for _, begin, end in pairs:
        if any(next(mark.iterancestors(_P), None) is None for mark in (begin, end)):
            raise Unchangeable("a field is not within paragraphs")
        first, last = _child(begin), _child(end)
        if found and found[-1][1] is first:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    yield from found


def _is_long(field: tuple[Element, Element]) -> bool:
    """Whether it ends in another paragraph than it begins in."""
    first, last = field
    return first.getparent() is not last.getparent()


def _together(anchors: Iterable[_Anchor]) -> list[_Anchor]:
    """One comment for all that is to be said of one drawing, or of one note."""
    found: list[_Anchor] = []
    known: dict[tuple[Element, Element], int] = {}
    for anchor in anchors:
        number = known.setdefault((anchor.first, anchor.last), len(found)) if anchor.beside else len(found)
        if number == len(found):
            found.append(anchor)
        else:
            found[number] = replace(found[number], remarks=found[number].remarks + anchor.remarks)
    return found


def _wanted(remarks: Iterable[Remark], part: str) -> frozenset[int]:
    """Ordinals of the paragraphs whose runs must be known."""
    numbers: set[int] = set()
    for remark in remarks:
        if remark.place is not None and remark.place.part == part and remark.place.story in _COMMENTABLE:
            numbers |= {remark.place.paragraph, remark.through or remark.place.paragraph}
    return frozenset(numbers)


class _Holders:
    """What anchors text boxes, drawings and notes in the main story."""

    def __init__(self, work: Workpiece, body: Element, remarks: Iterable[Remark]) -> None:
        self._main = work.main
        places = [remark.place for remark in remarks if remark.place is not None]
        self._notes = {
            name: (mark, _note_ids(work.tree(name)))
            for kind, mark in _NOTES.items()
            for name in work.related(kind)
            if any(place.part == name for place in places)
        }
        self._paragraphs: dict[int, Element] = {}
        self._marks: dict[tuple[str, str], tuple[int, Element]] = {}
        self._first_marks: dict[str, Element] = {}
        drawn = {place.paragraph for place in places if place.story in _BY_DRAWING}
        number = 0
        for element in body.iter(_P, *_NOTES.values()) if drawn or self._notes else ():
            if element.tag == _P:
                number += 1  # as the reader counts them
                if number in drawn:
                    self._paragraphs[number] = element
            elif not any(it.tag in _UNSEEN for it in element.iterancestors()):
                self._marks.setdefault((element.tag, element.get(_ID, "")), (number, element))
                self._first_marks.setdefault(element.tag, element)

    def anchor(self, remark: Remark) -> _Anchor | None:
        """The child of a paragraph of the main story that shows where what a remark is about belongs."""
        place = remark.place
        if place is None:
            return None
        if place.part in self._notes:
            mark, ids = self._notes[place.part]
            note = ids[place.paragraph - 1] if place.paragraph <= len(ids) else ""
            number, held = self._marks.get((mark, note), (0, None))
        elif place.part == self._main and place.story in _BY_DRAWING:
            number, held = place.paragraph, self._paragraphs.get(place.paragraph)
        else:
            return None
        outside = [] if held is None else list(held.iterancestors(_P))
        if held is not None and not outside:
            # The text of charts and of WordArt is told of the paragraph that they are anchored in.
            held, outside = next(held.iter(*_DRAWINGS), None), [held]
        if held is None:
            return None
        shown = next(it for it in (held, *held.iterancestors()) if it.getparent() is outside[-1])
        first = any(it is held for it in self._first_marks.values())
        return _Anchor(shown, shown, (remark,), (number, 0), beside=True, before=first)


def _note_ids(root: Element) -> list[str]:
    """The note that each paragraph of their part belongs to, in the order in which they are counted."""
    return [note.get(_ID, "") for note in children(root, "footnote", "endnote") for _ in note.iter(_P)]


class _Finder(StoryWalker):
    """Walks as the reader does, and notes which run holds which characters of the wanted paragraphs."""

    def __init__(self, sheet: StyleSheet, part: str, wanted: frozenset[int]) -> None:
        super().__init__(sheet, part, Story.BODY)
        self._wanted = wanted
        self._runs: defaultdict[int, list[tuple[int, int, Element]]] = defaultdict(list)
        self._counted: dict[int, tuple[int, int, int]] = {}

    def _say(self, text: str) -> None:
        para = self._para
        if para is None or para.ordinal not in self._wanted:
            super()._say(text)
            return
        start = self._length()
        super()._say(text)
        end = self._length()
        if end > start and self._run is not None:
            self._runs[para.ordinal].append((start, end, self._run))

    def _length(self) -> int:
        """Characters of the open paragraph so far, as its spans will give them."""
        para = self._para
        if para is None or not para.spans:
            return 0 if para is None else para.led
        spans, pieces, length = self._counted.get(para.ordinal, (0, 0, 0))
        for number in range(spans, len(para.spans)):
            texts = para.spans[number][0]
            length += sum(len(text) for text in texts[pieces if number == spans else 0 :])
        self._counted[para.ordinal] = (len(para.spans) - 1, len(para.spans[-1][0]), length)
        return length

    def anchor(self, remark: Remark) -> _Anchor | None:
        """The children of paragraphs around the characters a remark is about; None where no comment can stand."""
        place = remark.place
        if place is None or place.part != self._part or place.story not in _COMMENTABLE:
            return None
        through = remark.through or place.paragraph
        limit = remark.end if through == place.paragraph else None
        first = next(iter(self._inside(place.paragraph, remark.start, limit)), None)
        last = next(iter(self._inside(through, remark.start if limit is not None else 0, remark.end)[::-1]), None)
        if first is None or last is None:
            return None
        return _Anchor(_child(first[1]), _child(last[1]), (remark,), (place.paragraph, first[0]))

    def part(self, remark: Remark) -> None:
        """Lets a run begin and end where a remark does; to be done for all of them before the first is anchored."""
        place = remark.place
        if place is not None and place.part == self._part:
            self._part_run(place.paragraph, remark.start)
            if remark.end is not None:
                self._part_run(remark.through or place.paragraph, remark.end)

    def _part_run(self, paragraph: int, at: int) -> None:
        """Makes two runs of the one that this character is inside of, where that changes nothing."""
        runs = self._runs.get(paragraph, [])
        number = next((number for number, (begin, stop, _) in enumerate(runs) if begin < at < stop), None)
        if number is None:
            return
        begin, stop, run = runs[number]
        said = [piece for piece in runs if piece[2] is run]
        second = _parted(run, len(said), said.index(runs[number]), at - begin)
        if second is not None:
            behind = [(start, end, second if it is run else it) for start, end, it in runs[number + 1 :]]
            self._runs[paragraph] = [*runs[:number], (begin, at, run), (at, stop, second), *behind]

    def _inside(self, paragraph: int, start: int, end: int | None) -> list[tuple[int, Element]]:
        """Runs with characters in this stretch, with the stretch's beginning; all of the paragraph's without one."""
        runs = self._runs.get(paragraph, [])
        return [(begin, run) for begin, stop, run in runs if stop > start and (end is None or begin < end)]


def _child(run: Element) -> Element:
    """What stands directly in the paragraph and holds the run."""
    element = run
    for ancestor in run.iterancestors():
        if ancestor.tag == _P:
            break
        element = ancestor
    return element


def _parted(run: Element, said: int, number: int, offset: int) -> Element | None:
    """A second run with what stands in a run behind a character of the text piece of this number; None where the run
    is not one that can be parted: in a link or a field's wrapper, with a tracked change of its own, with drawings.
    """
    parent, properties = run.getparent(), run.find(_RPR)
    pieces = [child for child in run if child.tag in CHARACTERS or (child.tag == _T and child.text)]
    if parent is None or parent.tag != _P or len(pieces) != said or pieces[number].tag != _T:
        return None
    if any(child.tag not in _PLAIN for child in run) or any(it.get(_ID) for it in run.iter()):
        return None
    text = pieces[number]
    second = etree.Element(_R, dict(run.attrib))
    if properties is not None:
        second.append(deepcopy(properties))
    tail = etree.SubElement(second, _T)
    text.text, tail.text = text.text[:offset], text.text[offset:]
    for piece in (text, tail):
        piece.set(_SPACE, "preserve")
    second.extend(list(text.itersiblings()))
    second.tail, run.tail = run.tail, None
    run.addnext(second)
    return second


def _told(remarks: Sequence[Remark], words: _Words) -> list[str]:
    """Remarks with their places in words, a line each; of many the first ones."""
    lines = [f"{f'{remark.where}: ' if remark.where else ''}{remark.text}" for remark in remarks[:_MOST_UNPLACED]]
    if len(remarks) > _MOST_UNPLACED:
        lines.append(words.more.format(count=len(remarks) - _MOST_UNPLACED))
    return lines


# --------------------------------------------------------------------------- markup


def _mark(number: int, first: Element, last: Element, *, before: bool = False) -> None:
    """The range around two children of paragraphs, or `before` them, the reference behind it (17.13.4.3-5)."""
    start = etree.Element(w("commentRangeStart"), {_ID: str(number)})
    end = etree.Element(w("commentRangeEnd"), {_ID: str(number)})
    reference = etree.Element(_R)
    etree.SubElement(reference, w("commentReference"), {_ID: str(number)})
    paragraph = last.getparent()
    if _opens_control(paragraph):
        front = next(child for child in paragraph if child.tag != _PPR)
        (front if first.getparent() is paragraph else first).addprevious(start)
        front.addprevious(end)
        front.addprevious(reference)
    elif before:
        for element in (start, end, reference):
            first.addprevious(element)
    else:
        first.addprevious(start)
        last.addnext(reference)
        last.addnext(end)


def _opens_control(paragraph: Element) -> bool:
    """Whether it is the first paragraph of a content control around it (see above); one around rows is no matter."""
    controls = paragraph.iterancestors(w("sdt"))
    return any(
        next(control.iter(_P), None) is paragraph and child(child(control, "sdtContent"), "tr") is None
        for control in controls
    )


def _comment(number: int, text: str, by: Annotation, words: _Words) -> Element:
    """`w:comment` (17.13.4.2) with one paragraph a line, set small whatever the paper's own styles say."""
    attributes = {
        _ID: str(number),
        w("author"): _clean(by.author)[:100],
        # Word writes the clock on the wall, with a Z that does not mean UTC, and shows it as it stands.
        w("date"): by.when.strftime("%Y-%m-%dT%H:%M:%SZ"),
        w("initials"): _clean(by.initials)[:9],
    }
    comment = etree.Element(w("comment"), attributes)
    for line in text.split("\n"):
        paragraph = etree.SubElement(comment, _P)
        properties = etree.SubElement(paragraph, _PPR)
        spacing = {w("before"): "0", w("after"): "0", w("line"): "240", w("lineRule"): "auto"}
        etree.SubElement(properties, w("spacing"), spacing)
        etree.SubElement(properties, w("ind"), {w("left"): "0", w("right"): "0", w("firstLine"): "0"})
        etree.SubElement(properties, w("jc"), {w("val"): "left"})
        if len(comment) == 1:
            etree.SubElement(_run(paragraph, words), w("annotationRef"))
        said = etree.SubElement(_run(paragraph, words), w("t"))
        said.text = _clean(line)
        said.set(_SPACE, "preserve")
    return comment


def _run(paragraph: Element, words: _Words) -> Element:
    run = etree.SubElement(paragraph, _R)
    properties = etree.SubElement(run, w("rPr"))
    font = dict.fromkeys((w("ascii"), w("hAnsi"), w("eastAsia"), w("cs")), "Times New Roman")
    etree.SubElement(properties, w("rFonts"), font)
    for name in ("sz", "szCs"):
        etree.SubElement(properties, w(name), {w("val"): "20"})
    etree.SubElement(properties, w("lang"), {w("val"): words.tag})
    return run


def _clean(text: str) -> str:
    """One line that XML can hold (XML 1.0, 2.2 Char)."""
    shown = "".join(" " if char.isspace() else char for char in text if char.isspace() or char.isprintable())
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
