"""Reading in a process of its own: the same answers, limits that hold, and a new process after a death."""

import signal
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import docx_maker as dm
import pytest
from deaths import dying
from hypothesis import given
from hypothesis import strategies as st
from in_process import InProcessReader
from mail_maker import archive, seven_zip
from pdf_maker import Text, make_pdf

from daemon import documents
from daemon.confinement import no_network
from daemon.containers import archives
from daemon.containers.archives import Limits
from daemon.errors import NoReaderError, ReadError
from daemon.kinds import sniff
from daemon.model import Document, FileKind, FileProblem, PageText, Paragraph, Place, Reader, Section, Span, Story
from daemon.reader import IsolatedReader
from daemon.reader.wire import (
    Frames,
    WireError,
    decode,
    document_in,
    document_out,
    encode,
    frame,
    pages_in,
    pages_out,
    unpacked_in,
    unpacked_out,
)

pytestmark = pytest.mark.slow  # processes and sockets of their own

PAPER = dm.simple_paper(["# Mục tiêu", "Nội dung"], title="TÊN BÀI", stored_pages=3)
RUN = dm.r("chữ ", "Times New Roman", size=14)


@pytest.fixture(scope="module")
def isolated() -> Iterator[IsolatedReader]:
    with IsolatedReader() as reader:
        yield reader


@pytest.fixture(params=["in process", "isolated"])
def reader(request: pytest.FixtureRequest, isolated: IsolatedReader) -> Reader:
    return InProcessReader() if request.param == "in process" else isolated


# --------------------------------------------------------------------------- one contract for both


def test_documents_come_back_whole(reader: Reader) -> None:
    expected = documents.read(PAPER, "bài.docx")
    assert len(expected.paragraphs) == 3
    assert reader.document(PAPER, "bài.docx") == expected


@pytest.mark.parametrize(
    ("data", "problem"),
    [(b"", FileProblem.EMPTY), (PAPER[:500], FileProblem.CORRUPT), (b"\xff\xd8\xff", FileProblem.UNSUPPORTED)],
)
def test_problems_come_back_as_values(reader: Reader, data: bytes, problem: FileProblem) -> None:
    assert reader.document(data, "bài.docx").problem is problem


def test_pages_come_back_whole(reader: Reader) -> None:
    pdf = make_pdf([Text("mot")], [])
    assert reader.pages(pdf) == (PageText(1, "mot", False, frozenset({"Times New Roman"})), PageText(2, "", True))


def test_pages_of_rubbish_are_an_error_and_the_next_file_is_read(reader: Reader) -> None:
    with pytest.raises(ReadError) as caught:
        reader.pages(b"rubbish")
    assert not caught.value.exhausted
    assert reader.document(PAPER, "bài.docx").problem is None


def test_a_first_glance(reader: InProcessReader | IsolatedReader) -> None:
    assert reader.peek(PAPER, FileKind.DOCX).startswith("TÊN BÀI")
    assert reader.peek(b"rubbish", FileKind.PDF) == ""


def test_archives(reader: InProcessReader | IsolatedReader) -> None:
    packed = archive([("bài.docx", PAPER), ("trong.zip", archive([("hai.docx", PAPER)]))])
    assert reader.unpacked(packed, FileKind.ZIP, "x.zip", Limits()) == archives.unpack(packed, FileKind.ZIP, "x.zip")
    assert reader.unpacked(b"PK\3\4 hong", FileKind.ZIP, "x.zip", Limits()).problem is FileProblem.CORRUPT


@pytest.mark.parametrize("pack", [archive, seven_zip])
def test_as_much_as_is_opened_of_an_archive_fits_into_the_limits(
    isolated: IsolatedReader, pack: Callable[[list[tuple[str, bytes]]], bytes]
) -> None:
    packed = pack([(f"{number}.bin", bytes(24_000_000)) for number in range(4)])
    opened = isolated.unpacked(packed, sniff(packed, "x"), "x", Limits())
    assert (opened.problem, [len(member.content) for member in opened.members]) == (None, [24_000_000] * 4)


# --------------------------------------------------------------------------- limits


def test_an_archive_that_runs_into_a_limit_leaves_nothing_for_others() -> None:
    packed = archive([("a.bin", bytes(60_000_000))])
    with IsolatedReader(memory_megabytes=30) as reader:
        opened = reader.unpacked(packed, FileKind.ZIP, "x.zip", Limits())
        assert (opened.members, opened.problem) == ((), FileProblem.BOMB)
        assert (opened.left.members, opened.left.total_bytes) == (0, 0)
        assert reader.document(PAPER, "bài.docx").problem is None


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGKILL])
def test_an_archive_is_given_once_more_to_a_process_that_died(by: signal.Signals) -> None:
    packed = archive([("bài.docx", PAPER)])
    with IsolatedReader() as reader, dying(by=by):
        assert [it.name for it in reader.unpacked(packed, FileKind.ZIP, "x.zip", Limits()).members] == ["bài.docx"]


def test_a_file_that_takes_too_long() -> None:
    with IsolatedReader(deadline_seconds=0.2) as reader:
        reader.document(PAPER, "bài.docx")
        slow = dm.make_docx(dm.p("chữ") * 29_000)
        start = time.monotonic()
        with pytest.raises(ReadError) as caught:
            reader.document(slow, "chậm.docx")
        assert caught.value.exhausted
        assert time.monotonic() - start < 3
        assert reader.document(PAPER, "bài.docx").problem is None


def test_what_little_time_was_left_says_nothing_of_a_file() -> None:
    slow = dm.make_docx(dm.p("chữ") * 29_000)
    with IsolatedReader() as reader:
        reader.document(PAPER, "bài.docx")
        with pytest.raises(ReadError) as caught:
            reader.document(slow, "chậm.docx", seconds=0.2)
        assert not caught.value.exhausted
        assert reader.document(PAPER, "bài.docx", seconds=5).problem is None


def test_a_file_that_takes_too_much_memory() -> None:
    with IsolatedReader(memory_megabytes=30) as reader:
        with pytest.raises(ReadError) as caught:
            reader.document(dm.make_docx(f"<w:p>{RUN * 20_000}</w:p>"), "to.docx")
        assert caught.value.exhausted
        assert reader.document(PAPER, "bài.docx").problem is None


def test_a_pdf_that_unpacks_beyond_the_memory() -> None:
    """PDFium aborts when it gets no memory: that is the limit, and not a fault of ours."""
    with IsolatedReader() as reader:
        with pytest.raises(ReadError) as caught:
            reader.document(flate_bomb(), "to.pdf")
        assert caught.value.exhausted
        assert reader.document(PAPER, "bài.docx").problem is None


def flate_bomb() -> bytes:
    """A page of 100 MB of drawing orders, packed twice."""
    packed = zlib.compress(zlib.compress(b"q\n" * 50_000_000, 9), 9)
    page = make_pdf([Text("X" * 40)])
    start = page.index(b"<< /Length", page.index(b"/Contents"))
    end = page.index(b"endstream", start)
    head = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(packed)
    return page[:start] + head + packed + b"\n" + page[end:]


def test_a_first_glance_that_ends_the_process_is_an_error() -> None:
    with IsolatedReader() as reader, dying(by=signal.SIGSEGV), pytest.raises(ReadError, match="SIGSEGV"):
        reader.peek(PAPER, FileKind.DOCX)


def test_two_hundred_thousand_runs_fit_into_the_limits(isolated: IsolatedReader) -> None:
    start = time.monotonic()
    document = isolated.document(dm.make_docx(f"<w:p>{dm.r('a') * 200_000}</w:p>", dm.paper_styles()), "dài.docx")
    assert time.monotonic() - start < 10
    assert [span.font for it in document.paragraphs for span in it.spans] == ["Times New Roman"]


def test_the_process_is_renewed_after_so_many_files_and_after_a_death() -> None:
    with IsolatedReader(restart_after=2) as reader:
        seen = []
        for _ in range(4):
            reader.document(PAPER, "bài.docx")
            seen.append(process_of(reader).pid)
        assert seen[0] == seen[1] != seen[2] == seen[3]
        process_of(reader).kill()
        process_of(reader).wait()
        assert reader.document(PAPER, "bài.docx").problem is None


def test_what_a_killed_process_read_is_read_once_more() -> None:
    """The kernel ends who is in the way when memory is short, whoever has taken it; so might a person."""
    with IsolatedReader() as reader, dying(times=1):
        assert reader.document(PAPER, "bài.docx").problem is None


def test_what_is_killed_twice_has_itself_to_blame() -> None:
    with IsolatedReader() as reader, dying(times=2):
        with pytest.raises(ReadError) as caught:
            reader.document(PAPER, "bài.docx")
        assert caught.value.exhausted
        assert reader.document(PAPER, "bài.docx").problem is None


def test_where_no_process_can_be_started_nothing_is_said_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with IsolatedReader() as reader, pytest.raises(NoReaderError, match=r"No process can be started .* by itself\.$"):
        reader.document(PAPER, "bài.docx")


def test_it_may_be_used_from_several_threads(isolated: IsolatedReader) -> None:
    expected = documents.read(PAPER, "bài.docx")
    results: list[Document] = []
    threads = [threading.Thread(target=lambda: results.append(isolated.document(PAPER, "bài.docx"))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 6


def process_of(reader: IsolatedReader):  # type: ignore[no-untyped-def]
    assert reader._process._child is not None
    return reader._process._child._process


def test_the_process_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILBOX_PASSWORD", "bí mật")
    with IsolatedReader() as reader:
        reader.document(PAPER, "bài.docx")
        assert b"PASSWORD" not in Path(f"/proc/{process_of(reader).pid}/environ").read_bytes()


@pytest.mark.skipif(not no_network(), reason="the filter is written for x86_64 and aarch64")
def test_the_process_is_kept_from_the_network() -> None:
    """By a filter, whether or not it was given a network of its own, which our hardened unit refuses."""
    with IsolatedReader() as reader:
        reader.document(PAPER, "bài.docx")
        status = Path(f"/proc/{process_of(reader).pid}/status").read_text()
        assert {"Seccomp:\t2", "NoNewPrivs:\t1"} <= set(status.splitlines())


@pytest.mark.parametrize("make", [InProcessReader, IsolatedReader])
def test_no_file_brings_it_to_open_a_connection(make: type[InProcessReader] | type[IsolatedReader]) -> None:
    """External entities, schemas, templates, pictures, styles: none is fetched."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        relations = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            + "".join(
                f'<Relationship Id="{kind}" Type="{dm.RELATIONSHIPS}/{kind}" Target="{address}" TargetMode="External"/>'
                for kind in ("styles", "theme", "settings", "image", "attachedTemplate", "oleObject", "header")
            )
            + "</Relationships>"
        )
        doctype = f'<!DOCTYPE d SYSTEM "{address}.dtd" [<!ENTITY % p SYSTEM "{address}"> %p;]>'
        plain = f'<w:document {dm.XMLNS} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="x {address}">'
        inside = f'<w:body><w:sectPr><w:headerReference r:id="header"/></w:sectPr>{dm.p("chữ")}</w:body></w:document>'
        parts = {"word/_rels/document.xml.rels": relations}
        worker = make()
        for before in ("", doctype):
            worker.document(dm.make_docx(document_xml=before + plain + inside, parts=parts), "a.docx")
        worker.document(make_pdf([Text(f"xem {address}")]), "a.pdf")
        worker.close()
        with pytest.raises(TimeoutError):
            server.accept()


# --------------------------------------------------------------------------- what they say to each other

NUMBERS = st.none() | st.integers(1, 10_000)
PLACES = st.builds(
    Place, st.sampled_from(Story), st.text(), st.integers(1, 9999), NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS
)
SPANS = st.lists(st.builds(Span, st.text(), st.text(), st.booleans()), max_size=4).map(tuple)
PARAGRAPHS = st.builds(Paragraph, PLACES, SPANS, st.booleans(), st.booleans(), NUMBERS, SPANS, st.integers(0, 9))
PARTS = st.frozensets(st.text(), max_size=2)
SECTIONS = st.builds(Section, PARTS, st.none() | PARTS, st.none() | PARTS, st.booleans(), st.booleans())
DOCUMENTS = st.builds(
    Document,
    st.sampled_from(FileKind),
    problem=st.none() | st.sampled_from(FileProblem),
    problem_note=st.text(),
    paragraphs=st.lists(PARAGRAPHS, max_size=4).map(tuple),
    bare_numbers=st.lists(PARAGRAPHS, max_size=2).map(tuple),
    converted_from=st.none() | st.sampled_from(FileKind),
    stored_pages=NUMBERS,
    stored_characters=NUMBERS,
    misdrawn=st.booleans(),
    font_aliases=st.dictionaries(st.text(), st.frozensets(st.text(), max_size=2), max_size=2),
    sections=st.lists(SECTIONS, max_size=2).map(tuple),
    warnings=st.lists(st.text(), max_size=2).map(tuple),
)


@given(DOCUMENTS)
def test_any_document_survives_the_wire(document: Document) -> None:
    assert document_in(decode(encode(document_out(document)))) == document


@given(
    st.lists(
        st.builds(PageText, st.integers(1, 99), st.text(), st.booleans(), st.frozensets(st.text(), max_size=2)),
        max_size=3,
    )
)
def test_any_pages_survive_the_wire(pages: list[PageText]) -> None:
    assert pages_in(decode(encode({"pages": pages_out(tuple(pages))}))["pages"]) == tuple(pages)


GOOD = document_out(replace(documents.read(PAPER, "a.docx"), font_aliases={"a": frozenset({"b"})}))


@pytest.mark.parametrize("key", list(GOOD))
@pytest.mark.parametrize("value", [5.5, {"x": 1}, [[[1]]], ["x", 5]])
def test_an_answer_of_another_shape_is_refused(key: str, value: object) -> None:
    with pytest.raises(WireError):
        document_in(decode(encode(GOOD | {key: value})))


OPENED = archives.unpack(archive([("a.docx", PAPER), ("b.zip", archive([("c.txt", b"")]))]), FileKind.ZIP, "x.zip")


@pytest.mark.parametrize("key", list(unpacked_out(OPENED)))
@pytest.mark.parametrize("value", [5.5, {"x": 1}, [[[1]]], ["x", 5]])
def test_an_archive_of_another_shape_is_refused(key: str, value: object) -> None:
    files = [member.content for member in OPENED.members]
    good = unpacked_out(OPENED)
    assert unpacked_in(decode(encode(good)), files) == OPENED
    with pytest.raises(WireError):
        unpacked_in(decode(encode(good | {key: value})), files)
    with pytest.raises(WireError):
        unpacked_in(decode(encode(good)), files[1:])


@given(st.lists(st.binary(max_size=40), max_size=4), st.lists(st.integers(1, 60), max_size=20))
def test_an_answer_is_the_same_however_it_is_cut(files: list[bytes], cuts: list[int]) -> None:
    whole = b"".join(b"".join(frame(part)) for part in (encode({"text": "bài", "files": len(files)}), *files))
    answer, at = Frames(), 0
    for cut in (*cuts, len(whole)):
        assert answer.complete == (at >= len(whole))
        answer.feed(whole[at : at + cut])
        at += cut
    assert (answer.complete, answer.values["text"], answer.files) == (True, "bài", files)


def test_an_answer_that_does_not_say_how_many_files_follow_is_refused() -> None:
    with pytest.raises(WireError):
        Frames().feed(b"".join(frame(encode({"files": "1"}))))


@pytest.mark.parametrize("message", [b"", b"[]", b"{", b"\xff", b"[" * 100_000])
def test_messages_that_are_no_answers(message: bytes) -> None:
    with pytest.raises(WireError):
        decode(message)


def test_a_copy_for_layout_comes_with_what_was_done(reader: Reader) -> None:
    grid = '<w:tblGrid><w:gridCol w:w="100"/></w:tblGrid>'
    cell = f'<w:tr><w:tc><w:tcPr><w:tcW w:w="5000" w:type="dxa"/></w:tcPr>{dm.p("a")}</w:tc></w:tr>'
    note = dm.part("endnotes", f'<w:endnote w:id="2">{dm.p("ghi")}</w:endnote>')
    noted = dm.p("a", '<w:r><w:endnoteReference w:id="2"/></w:r>')
    table = reader.layout_copy(dm.make_docx(f"<w:tbl><w:tblPr/>{grid}{cell}</w:tbl>"))
    endnote = reader.layout_copy(dm.make_docx(noted, parts={"word/endnotes.xml": note}))
    assert table is not None
    assert endnote is not None
    assert (table.endnotes_in_text, endnote.endnotes_in_text) == (False, True)
    assert reader.layout_copy(dm.make_docx(dm.p("a"), parts=dm.settings(""))) is None
