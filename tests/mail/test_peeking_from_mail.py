"""Looking into strangers' papers while mail is read: by whoever is asked to, and never at the price of the message."""

from mail_maker import attached, docx, head, multi, text

from daemon.errors import ReadError
from daemon.mail import Limits, read
from daemon.model import FileKind, Role

NAMES = ["Bai 1.docx", "Bai 2.docx", "Cong van.docx", "Bai 4.docx", "Bai 5.docx"]
RAW = head("x") + multi(text("x"), *(attached(name, docx()) for name in NAMES))


class Peek:
    def __init__(self, answer: str | ReadError) -> None:
        self.answer = answer
        self.kinds: list[FileKind] = []

    def __call__(self, _data: bytes, kind: FileKind) -> str:
        self.kinds.append(kind)
        if isinstance(self.answer, ReadError):
            raise self.answer
        return self.answer


def test_the_given_reader_is_asked_and_no_other() -> None:
    letter = "Số: 12-CV/TCT. V/v gửi bài tham luận. Kính gửi: Ban Tổ chức. Nơi nhận: Như trên; Lưu: VT."
    peek = Peek(letter)
    assert {file.role for file in read(RAW, peek=peek).attachments} == {Role.LETTER}
    assert peek.kinds == [FileKind.DOCX] * len(NAMES)


def test_a_reader_that_dies_leaves_the_names_to_decide_and_is_not_asked_for_ever() -> None:
    peek = Peek(ReadError("It took longer than 10 seconds.", exhausted=True))
    files = read(RAW, peek=peek).attachments
    assert [file.filename for file in files] == NAMES
    assert [file.filename for file in files if file.role is not Role.PAPER] == ["Cong van.docx"]
    assert len(peek.kinds) == Limits().failed_peeks


def test_so_many_papers_are_looked_into_and_no_more() -> None:
    peek = Peek("")
    assert len(read(RAW, Limits(peeks=2), peek=peek).attachments) == len(NAMES)
    assert len(peek.kinds) == 2
