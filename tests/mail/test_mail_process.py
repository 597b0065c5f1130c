"""Messages read in a process of their own: the same answers, and what a message does to it is about that message."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, timedelta, timezone
from pathlib import Path

import pytest
from deaths import dying
from hypothesis import given
from hypothesis import strategies as st
from mail_maker import archive, attached, docx, head, multi, text

from daemon import mail
from daemon.errors import ReadError
from daemon.model import Address, Attachment, FileKind, FileProblem, ParsedMail, ReturnedMail, Role
from daemon.reader import IsolatedReader, MailReader
from daemon.reader.mailwire import mail_in, mail_out
from daemon.reader.wire import WireError, decode, encode

pytestmark = pytest.mark.slow  # processes of their own

CORPUS = sorted((Path(__file__).parent.parent / "corpus").glob("*.eml"))
SMALL = head("Hỏi") + text("Xin hỏi hội thảo tổ chức ở đâu ạ?")
MAX = 50_000_000


@pytest.fixture(scope="module")
def files() -> Iterator[IsolatedReader]:
    with IsolatedReader() as files:
        yield files


@pytest.fixture(scope="module")
def read(files: IsolatedReader) -> Iterator[MailReader]:
    with MailReader(files, max_message_bytes=MAX) as read:
        yield read


def process_of(read: MailReader) -> subprocess.Popen[bytes]:
    assert read._process._child is not None
    return read._process._child._process


def test_every_message_of_the_corpus_comes_back_whole(read: MailReader) -> None:
    """Papers looked into, archives opened, wrappers taken off, bounces told: whatever is asked back on the way."""
    for path in CORPUS:
        raw = path.read_bytes()
        assert read(raw) == mail.read(raw), path.name


def test_a_bomb_in_a_message_is_about_that_file() -> None:
    bomb = attached("bom.zip", archive([("a.bin", bytes(60_000_000))]))
    raw = head("Gửi bài") + multi(text("Gửi bài."), bomb, attached("Bài.docx", docx()))
    with IsolatedReader(memory_megabytes=30) as files, MailReader(files, max_message_bytes=MAX) as read:
        found = {file.filename: (file.problem, file.role) for file in read(raw).attachments}
    assert found == {"bom.zip": (FileProblem.BOMB, Role.ARCHIVE), "Bài.docx": (None, Role.PAPER)}


def test_a_message_that_the_parsers_do_not_come_back_from(files: IsolatedReader) -> None:
    with MailReader(files, max_message_bytes=MAX, deadline_seconds=0.5) as read:
        read(SMALL)
        process_of(read).send_signal(signal.SIGSTOP)  # as good as an endless loop
        with pytest.raises(ReadError, match=r"longer than 0\.5 seconds"):
            read(SMALL)
        assert read(SMALL).subject == "Hỏi"


def test_a_message_that_ends_the_process(files: IsolatedReader) -> None:
    with MailReader(files, max_message_bytes=MAX) as read, dying(by=signal.SIGSEGV):
        with pytest.raises(ReadError, match="SIGSEGV"):
            read(SMALL)
        assert read(SMALL).subject == "Hỏi"


def test_a_message_that_wants_all_memory(files: IsolatedReader) -> None:
    with MailReader(files, max_message_bytes=MAX) as read:
        read._process._memory = 30
        with pytest.raises(ReadError, match="memory"):
            read(head("Gửi bài") + multi(text("Gửi bài."), attached("a.bin", os.urandom(10_000_000))))
        assert read(SMALL).subject == "Hỏi"


def test_the_largest_message_fits_into_the_limits(read: MailReader) -> None:
    raw = head("Gửi bài") + multi(text("Gửi bài."), attached("a.bin", os.urandom(MAX * 72 // 100)))
    assert MAX * 0.95 < len(raw) < MAX
    (file,) = read(raw).attachments
    assert len(file.content) == MAX * 72 // 100


# --------------------------------------------------------------------------- what they say to each other

TEXTS = st.lists(st.text(), max_size=2).map(tuple)
ADDRESSES = st.builds(Address, st.text(), st.text())
PEOPLE = st.lists(ADDRESSES, max_size=2).map(tuple)
ZONES = st.sampled_from([None, UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-3, minutes=-30))])
CONTENTS = st.binary(max_size=20)
FILES = st.builds(
    lambda content, **values: Attachment(content=content, sha256=_sha256(content), **values),
    CONTENTS,
    filename=st.text(),
    kind=st.sampled_from(FileKind),
    role=st.sampled_from(Role),
    original_name=st.none() | st.text(),
    problem=st.none() | st.sampled_from(FileProblem),
    author=st.none() | ADDRESSES,
)
MAILS = st.builds(
    ParsedMail,
    headers=st.dictionaries(st.text(), TEXTS, max_size=3),
    message_id=st.none() | st.text(),
    from_=st.none() | ADDRESSES,
    reply_to=PEOPLE,
    to=PEOPLE,
    cc=PEOPLE,
    subject=st.text(),
    date=st.none() | st.datetimes(timezones=ZONES),
    in_reply_to=TEXTS,
    references=TEXTS,
    text=st.text(),
    new_text=st.text(),
    content_type=st.text(),
    attachments=st.lists(FILES, max_size=3).map(tuple),
    returned=st.none()
    | st.builds(ReturnedMail, st.none() | st.text(), TEXTS, st.none() | st.text(), st.booleans(), st.text(), st.text()),
    report=st.text(),
    calendar=st.booleans(),
    laid_out=st.booleans(),
    tracked=st.booleans(),
    unread=st.booleans(),
    warnings=TEXTS,
)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@given(MAILS)
def test_any_message_survives_the_wire(parsed: ParsedMail) -> None:
    files = [file.content for file in parsed.attachments]
    assert mail_in(decode(encode(mail_out(parsed))), files) == parsed


GOOD = mail.read(head("Gửi bài") + multi(text("Gửi bài."), attached("Bài.docx", docx())))
CONTENT = [file.content for file in GOOD.attachments]


@pytest.mark.parametrize("key", list(mail_out(GOOD)))
@pytest.mark.parametrize("value", [5.5, {"x": 1}, [[[1]]], ["x", 5]])
def test_a_message_of_another_shape_is_refused(key: str, value: object) -> None:
    with pytest.raises(WireError):
        mail_in(decode(encode(mail_out(GOOD) | {key: value})), CONTENT)


def test_no_part_of_a_message_is_forgotten() -> None:
    """A field that is added to a message and not to the wire would come back as its default."""
    assert len(mail_out(GOOD)) == len(fields(ParsedMail)) - 2  # three lists of people are one
    (file,) = mail_out(GOOD)["attachments"]  # type: ignore[misc]
    assert len(file) == len(fields(Attachment)) - 2  # its content goes beside, its hash follows from that
