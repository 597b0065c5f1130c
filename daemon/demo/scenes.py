"""The story of the demonstration: who writes what and when, and what must come of it.

Data and message building only; `daemon.demo.play` performs it.  Everybody here is made up and lives at `.example`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.utils import format_datetime
from importlib.resources import files

from daemon.demo.papers import MODEL_SECTIONS, Paper, Section, docx, zipped
from daemon.model import Address, Disposition, LetterKind, Verdict

VIETNAM = timezone(timedelta(hours=7))
WORD = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")


@dataclass(frozen=True, slots=True)
class Expected:
    """What must come of a scene."""

    disposition: Disposition
    papers: tuple[tuple[int, Verdict], ...] = ()  #: (number of its code, verdict), in the order of the message
    answer: LetterKind | None = None
    notice: bool = False  #: the secretariat is told of it as well
    late: bool = False
    vetted: bool = False  #: by the school, whose contact sent them
    version: int = 1
    needs_pages: bool = False  #: the verdict rests on the page count
    needs_renderer: bool = False  #: without page counts the scene cannot be played


@dataclass(frozen=True, slots=True)
class Sofar:
    """What an author knows of the conference when writing."""

    letters: Mapping[str, str]  #: address → Message-ID of our latest letter to it
    code: Callable[[int], str]  #: of a paper, by its number

    def answers(self, mail: EmailMessage, author: Address) -> EmailMessage:
        """The message as an answer to our latest letter to its author, if there was any."""
        if author.address in self.letters:
            mail["In-Reply-To"] = mail["References"] = self.letters[author.address]
        return mail


@dataclass(frozen=True, slots=True)
class Scene:
    """One message of the story."""

    at: datetime
    sender: Address
    about: str  #: what happens, for the person who watches
    compose: Callable[[Sofar], EmailMessage]
    expected: Expected


def _mail(subject: str, text: str, files: Sequence[tuple[str, bytes]] = ()) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = subject
    mail.set_content(text)
    for name, data in files:
        kind = {"docx": WORD, "doc": ("application", "msword"), "zip": ("application", "zip")}[name.rpartition(".")[2]]
        mail.add_attachment(data, maintype=kind[0], subtype=kind[1], filename=name)
    return mail


def raw(scene: Scene, number: int, box: str, sofar: Sofar) -> bytes:
    """The message as its author's program sends it, the same bytes on every run."""
    mail = scene.compose(sofar)
    if mail.is_multipart():
        mail.set_boundary(f"=_demo_{number:02}")
    mail["From"] = f'"{scene.sender.name}" <{scene.sender.address}>' if scene.sender.name else scene.sender.address
    mail["To"] = box
    mail["Date"] = format_datetime(scene.at)
    mail["Message-ID"] = f"<demo-{number:02}@{scene.sender.address.rpartition('@')[2]}>"
    return mail.as_bytes()


# --------------------------------------------------------------------------- the cast

HUONG = Address("huong.lt@thanhhoa.example", "Lê Thị Hương")
BINH = Address("binh.nv@nghean.example", "Nguyễn Văn Bình")
LAN = Address("lan.tt@hatinh.example", "Trần Thị Lan")
DUC = Address("duc.hm@quangtri.example", "Hoàng Minh Đức")
THAO = Address("thao.np@hue.example", "Nguyễn Phương Thảo")
OFFICE = Address("phong.qldt@quangbinh.example", "Phòng QLĐT và NCKH Quảng Bình")
KHANH = Address("khanh.dq@danang.example", "Đỗ Quốc Khánh")
MINH = Address("minh.hv@hue.example", "Hồ Văn Minh")
TUAN = Address("tuan.pa@nghean.example", "Phạm Anh Tuấn")

#: Who answers for a school.
CONTACTS: Mapping[str, tuple[str, ...]] = {"quang-binh": (OFFICE.address,)}

_THANH_HOA = Paper(
    "Mô hình “Mỗi tháng một chuyên đề thực tiễn” trong nghiên cứu khoa học, tổng kết thực tiễn ở Trường Chính trị tỉnh Thanh Hóa",
    "ThS. Lê Thị Hương",
    "Khoa Lý luận cơ sở, Trường Chính trị tỉnh Thanh Hóa",
)
_NGHE_AN = Paper(
    "Mô hình “Giảng viên trẻ đi cơ sở” trong xây dựng đội ngũ cán bộ, giảng viên ở Trường Chính trị tỉnh Nghệ An",
    "TS. Nguyễn Văn Bình",
    "Khoa Xây dựng Đảng, Trường Chính trị tỉnh Nghệ An",
    stray=("Arial", "Đoạn này được chép từ một trang báo điện tử nên vẫn giữ phông chữ của trang báo ấy."),
)
_NGHE_AN_MENDED = Paper(_NGHE_AN.title, _NGHE_AN.author, _NGHE_AN.affiliation)
_HA_TINH = Paper(
    "Mô hình lớp học tự quản trong rèn luyện của học viên ở Trường Chính trị Trần Phú tỉnh Hà Tĩnh",
    "CN. Trần Thị Lan",
    "Phòng Quản lý đào tạo, Trường Chính trị Trần Phú tỉnh Hà Tĩnh",
    sections=tuple(Section(s.heading, s.paragraphs + 1 + n % 2, s.lead) for n, s in enumerate(MODEL_SECTIONS)),
)
_QUANG_TRI = Paper(
    "Mô hình “Trường Đảng xanh, văn hóa công sở đẹp” trong xây dựng văn hóa Trường Đảng ở Trường Chính trị Lê Duẩn tỉnh Quảng Trị",
    "ThS. Hoàng Minh Đức",
    "Khoa Nhà nước và pháp luật, Trường Chính trị Lê Duẩn tỉnh Quảng Trị",
    sections=MODEL_SECTIONS[:4],
)
_DA_NANG = Paper(
    "Mô hình thư viện số trong quản lý, sử dụng và xã hội hóa cơ sở vật chất ở Trường Chính trị thành phố Đà Nẵng",
    "ThS. Đỗ Quốc Khánh",
    "Phòng Tổ chức, Hành chính, Quản trị, Trường Chính trị thành phố Đà Nẵng",
)
_IN_ARIAL = Paper(
    "Mô hình “Tổ tư vấn pháp luật” trong tham mưu, phối hợp, xây dựng thể chế ở Trường Chính trị Nguyễn Chí Thanh tỉnh Thừa Thiên Huế",
    "ThS. Hồ Văn Minh",
    "Khoa Nhà nước và pháp luật, Trường Chính trị Nguyễn Chí Thanh tỉnh Thừa Thiên Huế",
    sections=tuple(replace(section, paragraphs=1) for section in MODEL_SECTIONS),
    font="Arial",
)
_LATE = Paper(
    "Mô hình “Chi bộ học tập” trong phong trào thi đua yêu nước ở Trường Chính trị tỉnh Nghệ An",
    "ThS. Phạm Anh Tuấn",
    "Khoa Dân vận, Trường Chính trị tỉnh Nghệ An",
)


def _quang_binh(field: str, author: str) -> bytes:
    school = "Trường Chính trị tỉnh Quảng Bình"
    return docx(Paper(f"Mô hình {field} ở {school}", author, f"Khoa Lý luận cơ sở, {school}"))


def _zip_of_three() -> bytes:
    return zipped(
        [
            ("Bai 1 - Doi moi dao tao.docx", _quang_binh("đổi mới đào tạo, bồi dưỡng cán bộ cơ sở", "ThS. Võ Thị Mai")),
            ("Bai 2 - Thi dua.docx", _quang_binh("thi đua yêu nước “Mỗi tuần một việc tốt”", "TS. Lê Quang Sơn")),
            ("Bai 3 - Tham muu.docx", _quang_binh("tham mưu, phối hợp xây dựng thể chế", "ThS. Phan Thị Hà")),
        ]
    )


def _old_word_file() -> bytes:
    """A real Word 97-2003 file of ours."""
    return (files("daemon.demo") / "bai-tham-luan.doc").read_bytes()


# --------------------------------------------------------------------------- the messages


def _out_of_office(_: Sofar) -> EmailMessage:
    mail = _mail("Trả lời tự động: Bài tham luận", "Tôi đi công tác đến hết ngày 30/10, sẽ trả lời thư sau.\n")
    mail["Auto-Submitted"] = "auto-replied"
    return mail


def _correction(sofar: Sofar) -> EmailMessage:
    mail = _mail(
        f"Re: [{sofar.code(2)}] Bài tham luận của tôi",
        "Kính gửi Ban Thư ký,\n\nTôi đã sửa phông chữ, xin gửi lại bài.\n\nNguyễn Văn Bình\n",
        [("Tham luan - Nguyen Van Binh (da sua).docx", docx(_NGHE_AN_MENDED))],
    )
    return sofar.answers(mail, BINH)


def _agreement(sofar: Sofar) -> EmailMessage:
    return sofar.answers(_mail(f"Re: [{sofar.code(10)}] Bài viết", "ĐỒNG Ý\n\nHồ Văn Minh\n"), MINH)


def _thanks(sofar: Sofar) -> EmailMessage:
    said = "Đã nhận, cảm ơn Ban Thư ký.\n\nNguyễn Phương Thảo\n"
    return sofar.answers(_mail(f"Re: [{sofar.code(5)}] Đã nhận bài tham luận", said), THAO)


def _simple(subject: str, text: str, *attachments: tuple[str, Callable[[], bytes]]) -> Callable[[Sofar], EmailMessage]:
    return lambda _: _mail(subject, text, [(name, make()) for name, make in attachments])


def _on(day: int, month: int, hour: int, minute: int) -> datetime:
    return datetime(2021, month, day, hour, minute, tzinfo=VIETNAM)


SCENES: tuple[Scene, ...] = (
    Scene(
        _on(18, 10, 8, 5),
        HUONG,
        "a paper that follows every rule",
        _simple(
            "Bài tham luận Hội thảo - Lê Thị Hương",
            "Kính gửi Ban Thư ký, tôi xin gửi bài tham luận.\n",
            ("Bài tham luận - Lê Thị Hương.docx", lambda: docx(_THANH_HOA)),
        ),
        Expected(Disposition.SUBMISSION, ((1, Verdict.PASS),), LetterKind.ACKNOWLEDGEMENT),
    ),
    Scene(
        _on(20, 10, 15, 42),
        BINH,
        "one paragraph in Arial",
        _simple(
            "Bài tham luận của tôi",
            "Kính gửi Ban Thư ký, xin gửi bài.\n",
            ("Tham luan - Nguyen Van Binh.docx", lambda: docx(_NGHE_AN)),
        ),
        Expected(Disposition.SUBMISSION, ((2, Verdict.FAIL),), LetterKind.ACKNOWLEDGEMENT),
    ),
    Scene(
        _on(20, 10, 15, 44),
        BINH,
        "an out-of-office reply to our letter",
        _out_of_office,
        Expected(Disposition.AUTO_REPLY),
    ),
    Scene(
        _on(25, 10, 21, 13),
        LAN,
        "a paper of seven pages",
        _simple("Gửi bài hội thảo", "Em gửi bài ạ.\n", ("bai_tham_luan_lan.docx", lambda: docx(_HA_TINH))),
        Expected(Disposition.SUBMISSION, ((3, Verdict.FAIL),), LetterKind.ACKNOWLEDGEMENT, needs_pages=True),
    ),
    Scene(
        _on(28, 10, 9, 30),
        DUC,
        "a paper on a model without results and experience",
        _simple("Tham luận Trường Lê Duẩn", "Gửi bài.\n", ("Tham luận Quảng Trị.docx", lambda: docx(_QUANG_TRI))),
        Expected(Disposition.SUBMISSION, ((4, Verdict.FAIL),), LetterKind.ACKNOWLEDGEMENT),
    ),
    Scene(
        _on(1, 11, 10, 2),
        THAO,
        "an old Word file (.doc)",
        _simple("Bài viết tham luận", "Xin gửi bài.\n", ("BAI THAM LUAN.doc", _old_word_file)),
        Expected(Disposition.SUBMISSION, ((5, Verdict.PASS),), LetterKind.ACKNOWLEDGEMENT),
    ),
    Scene(
        _on(4, 11, 16, 20),
        OFFICE,
        "a school's zip of three papers, which are vetted by that",
        _simple(
            "Trường Chính trị tỉnh Quảng Bình gửi 03 bài tham luận",
            "Kính gửi Ban Thư ký, Trường gửi 03 bài tham luận trong tệp nén.\n",
            ("Tham luan Quang Binh.zip", _zip_of_three),
        ),
        Expected(
            Disposition.SUBMISSION,
            ((6, Verdict.PASS), (7, Verdict.PASS), (8, Verdict.PASS)),
            LetterKind.ACKNOWLEDGEMENT,
            vetted=True,
        ),
    ),
    Scene(
        _on(5, 11, 8, 55),
        KHANH,
        "“gửi kèm”, and no file",
        _simple("Bài tham luận Đà Nẵng", "Kính gửi Ban Thư ký, tôi gửi kèm bài tham luận.\n\nĐỗ Quốc Khánh\n"),
        Expected(Disposition.NO_PAPER, (), LetterKind.NO_PAPER),
    ),
    Scene(
        _on(5, 11, 9, 10),
        KHANH,
        "now with the file",
        _simple(
            "Bài tham luận Đà Nẵng (có tệp)",
            "Xin lỗi Ban Thư ký, thư trước tôi quên đính kèm tệp. Nay tôi gửi bài.\n",
            ("Tham luận Đà Nẵng.docx", lambda: docx(_DA_NANG)),
        ),
        Expected(Disposition.SUBMISSION, ((9, Verdict.PASS),), LetterKind.ACKNOWLEDGEMENT),
    ),
    Scene(
        _on(5, 11, 14, 30),
        OFFICE,
        "a question only a person can answer: it is laid before the secretariat",
        _simple(
            "Hỏi về việc tham dự Hội thảo",
            "Kính gửi Ban Thư ký,\n\nTrường dự kiến cử 05 đồng chí tham dự Hội thảo. "
            "Xin hỏi Ban Tổ chức có bố trí nơi nghỉ cho đoàn không?\n\nTrân trọng.\nPhòng QLĐT và NCKH\n",
        ),
        Expected(Disposition.QUESTION, (), LetterKind.PASSED_ON, notice=True),
    ),
    Scene(
        _on(8, 11, 9, 0),
        THAO,
        "thanks for our letter: no answer is due",
        _thanks,
        Expected(Disposition.QUESTION),
    ),
    Scene(
        _on(8, 11, 14, 0),
        BINH,
        "the corrected paper, as a reply to our letter",
        _correction,
        Expected(Disposition.CORRECTION, ((2, Verdict.PASS),), LetterKind.ACKNOWLEDGEMENT, version=2),
    ),
    Scene(
        _on(9, 11, 7, 30),
        HUONG,
        "the very same file once more",
        _simple(
            "Bài tham luận - Lê Thị Hương",
            "Tôi gửi thêm một lần nữa cho chắc, phòng khi thư trước thất lạc.\n",
            ("Bài tham luận - Lê Thị Hương.docx", lambda: docx(_THANH_HOA)),
        ),
        Expected(Disposition.SUBMISSION, ((1, Verdict.PASS),), LetterKind.ACKNOWLEDGEMENT),
    ),
    Scene(
        _on(9, 11, 10, 15),
        MINH,
        "a whole paper in Arial: our letter brings a copy in the right font",
        _simple("Bài viết", "Xin gửi bài.\n", ("Bai viet - Ho Van Minh.docx", lambda: docx(_IN_ARIAL))),
        Expected(Disposition.SUBMISSION, ((10, Verdict.FAIL),), LetterKind.ACKNOWLEDGEMENT),
    ),
    Scene(
        _on(9, 11, 10, 40),
        MINH,
        "“ĐỒNG Ý”: the copy becomes the paper",
        _agreement,
        Expected(
            Disposition.CORRECTION,
            ((10, Verdict.PASS),),
            LetterKind.ACKNOWLEDGEMENT,
            version=2,
            needs_renderer=True,
        ),
    ),
    Scene(
        _on(11, 11, 0, 20),
        TUAN,
        "twenty minutes after the deadline",
        _simple("Bài tham luận", "Xin gửi bài, mong Ban Thư ký châm chước.\n", ("Tham luan.docx", lambda: docx(_LATE))),
        Expected(Disposition.SUBMISSION, ((11, Verdict.REVIEW),), LetterKind.ACKNOWLEDGEMENT, late=True),
    ),
)
