"""Endnotes as paragraphs behind the text, as Word shows them: what pages are counted by (ECMA-376 part 1, 17.11)."""

from __future__ import annotations

import docx_maker as dm
import pytest

from daemon import documents
from daemon.model import Story

SEPARATOR = '<w:endnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:endnote>'
SECTIONS = '<w:endnotePr><w:pos w:val="sectEnd"/></w:endnotePr>'


def ref(number: int, more: str = "") -> str:
    return f'<w:r><w:endnoteReference w:id="{number}"{more}/></w:r>'


def note(number: int, text: str) -> str:
    return f'<w:endnote w:id="{number}"><w:p><w:r><w:endnoteRef/></w:r>{dm.r(text)}</w:p></w:endnote>'


def laid_out(body: str, notes: str | None, settings: str = "") -> list[str] | None:
    """The text of the copy, story by story; None where there is none."""
    parts = {} if notes is None else {"word/endnotes.xml": dm.part("endnotes", notes)}
    parts["word/settings.xml"] = dm.part("settings", settings)
    copy = documents.endnotes_in_text(dm.make_docx(body, parts=parts))
    if copy is None:
        return None
    read = documents.read(copy, "bai.docx")
    assert all(it.place.story is not Story.ENDNOTE for it in read.paragraphs)
    return [it.text for it in read.paragraphs]


@pytest.mark.parametrize(
    ("body", "notes", "expected"),
    [
        pytest.param(dm.p("a", ref(2)) + dm.p("b"), SEPARATOR + note(2, "ghi"), ["a1", "b", "1ghi"], id="behind all"),
        pytest.param(dm.p("a", ref(3), "b", ref(2)), note(2, "hai") + note(3, "ba"), ["a1b2", "1ba", "2hai"],
                     id="in the order of the text"),
        pytest.param(dm.p("a", ref(2), ref(2)), note(2, "ghi"), ["a12", "1ghi"], id="one note twice is set once"),
        pytest.param(dm.p("a", ref(2, ' w:customMarkFollows="1"'), "*"), note(2, "ghi"), ["a*", "ghi"],
                     id="a mark of the author's"),
        pytest.param(dm.p("a", '<w:del w:id="1">' + ref(3) + "</w:del>", ref(2)), note(2, "hai") + note(3, "ba"),
                     ["a1", "1hai"], id="one that is deleted is not shown"),
        pytest.param(dm.p("a", ref(2)), '<w:endnote w:id="2"><w:bookmarkStart w:id="1" w:name="n"/>' + dm.p("ghi")
                     + '<w:bookmarkEnd w:id="1"/></w:endnote>', ["a1", "ghi"], id="bookmarks stay behind"),
        pytest.param(dm.p("a", ref(9)), note(2, "ghi"), ["a1"], id="a note that is not there"),
        pytest.param(dm.p("a"), note(2, "ghi"), None, id="none is shown"),
        pytest.param(dm.p("a", ref(2)), None, None, id="there is no part of them"),
    ],
)  # fmt: skip
def test_what_is_laid_out(body: str, notes: str | None, expected: list[str] | None) -> None:
    assert laid_out(body, notes) == expected


def test_those_of_each_section_stay() -> None:
    assert laid_out(dm.p("a", ref(2)), note(2, "ghi"), SECTIONS) is None


def test_a_link_in_a_note_keeps_its_words() -> None:
    link = f'<w:endnote w:id="2"><w:p><w:hyperlink r:id="rId7">{dm.r("trang tin")}</w:hyperlink></w:p></w:endnote>'
    assert laid_out(dm.p("a", ref(2)), link) == ["a1", "trang tin"]


def test_what_is_no_document_has_no_copy() -> None:
    assert documents.endnotes_in_text(b"PK nothing") is None
