"""What the letters say: every branch, by its sentences; the same facts in both forms; nothing of others executed."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from each import each
from letter_cases import (
    CASES,
    CONFIG,
    DIGESTS,
    ENCRYPTED,
    EVERY,
    GOOD,
    IN_TIME,
    ROOT,
    SEASON,
    TITLE,
    TOO_LATE,
    UNSURE_TOPIC,
    WRITTEN,
    WRONG_FONT,
    file,
    incoming,
    known,
    letters,
    no_paper,
    report,
    with_,
    with_phone,
)

from daemon.config import Config, from_table
from daemon.errors import ConfigError
from daemon.identity import is_ours
from daemon.letters import IndexEntry, english, environment, index_html, samples, wording
from daemon.model import (
    Address,
    Change,
    FileKind,
    FileProblem,
    Finding,
    Lang,
    Letter,
    LetterKind,
    Missing,
    OrderKind,
    Outcome,
    PaperName,
    Role,
    Verdict,
    own_name,
)

pytestmark = pytest.mark.slow  # each is quick; all of them are not


@pytest.fixture
def written() -> Mapping[str, Letter]:
    return WRITTEN


class Reading(HTMLParser):
    """What a reader sees of an HTML letter, and what a mail program would act on."""

    BREAKS = frozenset({"p", "li", "td", "th", "tr", "h1", "h2", "div", "table"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self._hidden = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.add(tag)
        self.attributes |= set(values)
        if tag in {"a", "img", "link", "script", "iframe", "form"}:
            self.links += [value for name, value in attrs if name in {"href", "src", "action"} and value]
        if tag in {"style", "title"} or "display:none" in (values.get("style") or ""):
            self._hidden += 1
        if tag in self.BREAKS:
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and tag in {"style", "title", "div"}:
            self._hidden -= 1
        if tag in self.BREAKS:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def facts(text: str) -> list[str]:
    """The words of a letter, case and punctuation of the form (bullets, colons, rules) aside."""
    return re.findall(r"[^\W_]+(?:[.,/:@-][^\W_]+)*", text.casefold())


#: Letters to somebody who has not written.
#: What letters of a deadline that is granted are told apart by, those about one message too.
GRANTS = {
    "settled-granted": ":TL-2021-001@2021-11-15",
    "settled-granted-open": ":TL-2021-001@2021-11-15",
    "settled-granted-each": ":TL-2021-001@2021-11-15:TL-2021-002@2021-11-20",
}
UNASKED = {name for name in CASES if name.startswith("settled")} - {
    "settled-withdrawn",
    "settled-withdrawn-and-asked",
    "settled-vetted",
    "settled-vetted-several",
}


@pytest.mark.parametrize(
    ("name", "in_vietnamese", "in_english"),
    [
        ("bài.docx", "bài.docx", "bài.docx"),
        ("hồ sơ.zip!bài.docx", "bài.docx (trong hồ sơ.zip)", "bài.docx (in hồ sơ.zip)"),
        ("a.7z!b.eml!bài/c.docx", "bài/c.docx (trong a.7z, b.eml)", "bài/c.docx (in a.7z, b.eml)"),
        ("Gửi gấp!.docx", "Gửi gấp!.docx", "Gửi gấp!.docx"),
        ("Bài tham luận (bản cuối!!).docx", "Bài tham luận (bản cuối!!).docx", "Bài tham luận (bản cuối!!).docx"),
        ("cuối.doc!.docx", "cuối.doc!.docx", "cuối.doc!.docx"),
        ("Gấp!.zip!Khẩn!.docx", "Khẩn!.docx (trong Gấp!.zip)", "Khẩn!.docx (in Gấp!.zip)"),
    ],
)
def test_a_file_is_called_by_its_name_and_by_what_it_came_out_of(
    name: str, in_vietnamese: str, in_english: str
) -> None:
    assert (wording.filename(name), english.filename(name)) == (in_vietnamese, in_english)
    assert own_name(name) == in_vietnamese.partition(" (trong ")[0].rpartition("/")[2]


class TestSubjects:
    @pytest.mark.parametrize(
        ("case", "subject"),
        [
            ("ack-first-good", "[TL-2021-001] Đã nhận bài tham luận: đạt yêu cầu về thể thức"),
            ("ack-first-faults", "[TL-2021-001] Đã nhận bài tham luận: cần sửa 2 điểm"),
            ("ack-first-review", "[TL-2021-001] Đã nhận bài tham luận: chờ xem xét 1 điểm"),
            ("ack-faults-and-review", "[TL-2021-001] Đã nhận bài tham luận: cần sửa 1 điểm, chờ xem xét 1 điểm"),
            ("ack-corrected-good", "[TL-2021-001] Đã nhận bản sửa, lần gửi thứ 2: đạt yêu cầu về thể thức"),
            ("ack-corrected-faults", "[TL-2021-001] Đã nhận bản sửa, lần gửi thứ 3: cần sửa 1 điểm"),
            ("ack-late-good", "[TL-2021-001] Đã nhận bài tham luận: đạt yêu cầu về thể thức, nộp sau thời hạn"),
            (
                "ack-late-faults-and-review",
                "[TL-2021-001] Đã nhận bài tham luận: cần sửa 1 điểm, chờ xem xét 1 điểm, nộp sau thời hạn",
            ),
            ("ack-late-faults", "[TL-2021-001] Đã nhận bài tham luận: cần sửa 1 điểm, nộp sau thời hạn"),
            ("ack-unchanged", "[TL-2021-001] Tệp bài tham luận này đã nhận trước đó"),
            ("ack-batch-good", "Đã nhận 3 bài tham luận: đạt yêu cầu về thể thức"),
            ("ack-batch-mixed", "Đã nhận 3 bài tham luận: 1 bài cần sửa, 1 bài chờ xem xét"),
            (
                "ack-batch-late-with-correction",
                "Đã nhận 1 bài tham luận mới, bản sửa của 1 bài và 1 tệp đã nhận trước đó: 1 bài cần sửa, 2 bài nộp sau thời hạn",
            ),
            ("ack-batch-corrected", "Đã nhận bản sửa của 2 bài tham luận: 1 bài cần sửa"),
            ("no-paper-pasted", "Chưa nhận được tệp bài tham luận"),
            ("ack-batch-unchanged", "2 tệp bài tham luận này đã nhận trước đó"),
            ("no-paper-nothing", "Chưa nhận được tệp bài tham luận"),
            ("no-paper-promised", "Chưa nhận được tệp bài tham luận"),
            ("no-paper-link", "Chưa nhận được tệp bài tham luận: thư chỉ có đường dẫn"),
            ("no-paper-unsupported", "Chưa nhận được bài tham luận: loại tệp không đọc được"),
            ("no-paper-encrypted-archive", "Chưa nhận được bài tham luận: tệp nén không mở được"),
            ("no-paper-sealed", "Chưa nhận được bài tham luận: thư hoặc tệp được mã hóa"),
            ("oversize", "Chưa nhận được bài tham luận: thư quá lớn"),
            ("passed-on-question", "Đã nhận thư của đồng chí"),
            ("passed-on-withdrawal", "Đã nhận thư xin rút bài"),
            ("standing-good", "[TL-2021-001] Tình trạng bài tham luận"),
            ("standing-several", "Tình trạng bài tham luận"),
            ("standing-waiting", "Bài tham luận đã đến và đang được kiểm tra"),
            ("standing-none", "Chưa nhận được bài từ địa chỉ này"),
            ("withdrawal", "[TL-2021-001] Xin xác nhận việc rút bài"),
            ("withdrawal-two", "Xin xác nhận việc rút bài"),
            ("withdrawal-which", "Xin cho biết bài cần rút"),
            ("settled-withdrawn", "[TL-2021-001] Bài tham luận đã được rút"),
            ("settled-merged", "[TL-2021-002] Bài TL-2021-001 được gộp vào bài này"),
            ("settled-split", "[TL-2021-001] Bản sau cùng được tách thành bài TL-2021-009"),
            ("settled-several", "Thay đổi về 2 bài tham luận"),
            ("settled-passed", "[TL-2021-001] Bài tham luận đạt yêu cầu"),
            ("settled-failed", "[TL-2021-001] Bài tham luận cần sửa"),
            ("settled-school", "[TL-2021-001] Bài tham luận đạt yêu cầu"),
            ("settled-granted", "[TL-2021-001] Bài tham luận được ghi nhận là nộp trong thời hạn"),
            ("settled-school-open", "[TL-2021-001] Bài tham luận đã được ghi nhận đơn vị"),
            ("settled-sent-for-owner", "[TL-2021-001] Bài tham luận có bản mới, lần gửi thứ 2"),
            ("settled-vetted", "[TL-2021-001] Đã ghi nhận bài tham luận đã thẩm định"),
            ("settled-vetted-several", "Đã ghi nhận 2 bài tham luận đã thẩm định"),
        ],
    )
    def test_the_subject_says_what_came_of_it(self, written: Mapping[str, Letter], case: str, subject: str) -> None:
        assert written[case].subject == f"{subject} – Hội thảo Trường Chính trị chuẩn 2021"


class TestSentences:
    @pytest.mark.parametrize(
        ("case", "sentence"),
        [
            # who is addressed
            ("ack-first-good", "Kính gửi đồng chí Nguyễn Thị Hoa,"),
            ("ack-unreadable", "Kính gửi đồng chí,"),
            ("ack-batch-good", "Kính gửi Phòng QLĐT&NCKH Trường Chính trị tỉnh Nghệ An,"),
            ("ack-batch-good", "Quý đơn vị không phải làm gì thêm."),
            # what came
            (
                "ack-first-good",
                "Lúc 09:15 ngày 05/11/2021 (giờ Việt Nam), Ban Thư ký Hội thảo đã nhận được bài tham luận do đồng chí gửi.",
            ),
            (
                "ack-first-asking",
                "Thư còn có điều hỏi hoặc đề nghị khác; điều đó đã được chuyển đến người phụ trách và sẽ được trả lời riêng.",
            ),
            ("ack-first-of-more", "Số bài nhận được ít hơn số bài ghi trong thư của đồng chí."),
            # the list is what the colon promises
            ("ack-batch-of-more", "Mỗi bài có mã riêng và được kiểm tra riêng:\n\n- TL-2021-"),
            ("ack-first-of-more", "Về bài nêu trên, đồng chí không phải làm gì thêm."),
            ("ack-and-link", "Tệp ở đường dẫn ghi trong thư chưa được nhận."),
            ("ack-and-link", "Về bài nêu trên, đồng chí không phải làm gì thêm."),
            ("ack-first-good", "Mã của bài là TL-2021-001; đề nghị ghi mã này trong các thư sau về bài."),
            ("ack-first-good", "Tên bài: Mô hình “Giảng viên đồng hành cùng cơ sở” tại Trường Chính trị tỉnh Nghệ An"),
            ("ack-first-good", "Tác giả: ThS. Nguyễn Thị Hoa"),
            ("ack-first-good", "Đơn vị: Trường Chính trị tỉnh Nghệ An"),
            ("ack-first-good", "Chủ đề: 1.2.2 Công tác xây dựng đội ngũ cán bộ, giảng viên"),
            ("ack-first-good", "Tệp: Bai-tham-luan.docx, 45,2 KB"),
            ("ack-first-good", "Nhận lúc: 09:15 ngày 05/11/2021 (giờ Việt Nam)"),
            ("ack-batch-good", "Tệp: Bài 2.docx (trong bai.zip), 45,2 KB"),
            ("ack-unreadable", "Tên bài: chưa nhận ra trong tệp"),
            ("ack-corrected-good", "Bản này thay cho tệp “Bai-tham-luan.docx” đã gửi trước; bản trước vẫn được lưu."),
            ("ack-corrected-good", "Lần gửi: thứ 2"),
            (
                "ack-unchanged",
                "Tệp gửi kèm giống hệt tệp đã nhận lúc 09:15 ngày 05/11/2021 (giờ Việt Nam), mã bài TL-2021-001; vì vậy không ghi thành bài mới hay bản mới.",
            ),
            (
                "ack-batch-unchanged",
                "Các tệp gửi kèm giống hệt những tệp đã nhận trước đó; vì vậy không ghi thành bài mới hay bản mới.",
            ),
            ("ack-batch-late-with-correction", "Tệp này giống hệt tệp đã nhận trước đó; không ghi thành bản mới."),
            ("ack-batch-mixed", "đã nhận được 3 bài tham luận do quý đơn vị gửi."),
            ("ack-batch-mixed", "- TL-2021-002 – cần sửa 1 điểm: Đổi mới phương pháp giảng dạy lý luận chính trị"),
            ("ack-batch-mixed", "- Công văn gửi bài.pdf (210,3 KB) – công văn, thư kèm theo; đã lưu"),
            ("ack-batch-mixed", "- bai.zip (135,9 KB) – tệp nén; đã mở"),
            # the rules
            ("ack-first-good", "✓ Đạt – Phông chữ (ĐHVB 5): Toàn bộ 14.230 ký tự dùng phông chữ Times New Roman."),
            (
                "ack-first-good",
                "✓ Đạt – Thời hạn (ĐHVB 5): Bài đến trong thời hạn; thời hạn nộp bài là hết ngày 10/11/2021 (giờ Việt Nam).",
            ),
            ("ack-first-good", "    Lưu ý: Sau trang 5 có một trang trắng; nên xóa các dòng trống cuối bài."),
            ("ack-first-faults", "✗ Cần sửa – Phông chữ (ĐHVB 5)"),
            (
                "ack-first-faults",
                "    - trang 3, đoạn 21: “Qua ba năm thực hiện mô hình, nhà trường đã” (Arial, 1.100 ký tự)",
            ),
            ("ack-first-faults", "    - bảng 1, hàng 1, cột 1: “Bảng 1. Kết quả” (Calibri, 14 ký tự)"),
            (
                "ack-first-faults",
                "    - Bấm Ctrl+A để chọn toàn bài, rồi chọn phông Times New Roman ở thẻ Trang đầu (Home).",
            ),
            ("ack-first-review", "? Chờ xem xét – Chủ đề (ĐHVB 1)"),
            (
                "ack-first-review",
                "– Không xét – Các nội dung phải nêu (ĐHVB 4): Bài không viết về một mô hình, điển hình cụ thể.",
            ),
            ("ack-late-good", "✗ Quá hạn – Thời hạn (ĐHVB 5)"),
            # what it comes to
            ("ack-first-good", "Kết quả: đạt yêu cầu về thể thức."),
            ("ack-first-faults", "Kết quả: cần sửa 2 điểm. Cách sửa được ghi dưới từng điểm “✗ Cần sửa”."),
            (
                "ack-first-review",
                "Kết quả: chờ xem xét 1 điểm. Điểm ghi “? Chờ xem xét” do Ban Thư ký Hội thảo trực tiếp xem.",
            ),
            (
                "ack-late-good",
                "Bài đến sau thời hạn vẫn được ghi nhận, ghi rõ là nộp muộn; việc tiếp nhận do Ban Thư ký Hội thảo quyết định.",
            ),
            # what to do
            (
                "ack-first-good",
                "Đồng chí không phải làm gì thêm. Nếu muốn thay bằng bản khác, xin trả lời thư này, giữ nguyên tiêu đề và đính kèm tệp mới, chậm nhất là hết ngày 10/11/2021 (giờ Việt Nam); bản mới thay cho bản đã gửi.",
            ),
            (
                "ack-first-faults",
                "2. Trả lời chính thư này, giữ nguyên tiêu đề và đính kèm tệp đã sửa. Bản mới thay cho bản đã gửi; bản trước vẫn được lưu.",
            ),
            ("ack-first-faults", "3. Theo ĐHVB 5, gửi bản sửa chậm nhất là hết ngày 10/11/2021 (giờ Việt Nam)."),
            (
                "ack-late-faults",
                "3. Thời hạn nộp bài là hết ngày 10/11/2021 (giờ Việt Nam) và đã qua. Đề nghị gửi bản sửa sớm nhất có thể.",
            ),
            (
                "ack-first-review",
                "Đồng chí có thể chờ, hoặc bổ sung ngay theo gợi ý ở điểm đó để khỏi phải sửa sau: Ban Thư ký Hội thảo sẽ xem và trả lời đồng chí nếu cần bổ sung.",
            ),
            (
                "ack-faults-and-review",
                "Với những điểm ghi “? Chờ xem xét”, đồng chí có thể chờ, hoặc bổ sung ngay theo gợi ý ở điểm đó để khỏi phải sửa sau: Ban Thư ký Hội thảo sẽ xem và trả lời đồng chí nếu cần bổ sung.",
            ),
            (
                "ack-late-good",
                "Ban Thư ký Hội thảo sẽ xem xét việc tiếp nhận bài nộp sau thời hạn; nếu bài được tiếp nhận, đồng chí sẽ được báo",
            ),
            ("ack-batch-mixed", "ghi mã bài ở dòng đầu của thư (ví dụ: TL-2021-002)"),
            # several at once, some of them corrected
            ("ack-batch-corrected", "đã nhận được bản sửa của 2 bài tham luận do đồng chí gửi."),
            ("ack-batch-corrected", "Bản sửa thay cho bản đã gửi trước; bản trước vẫn được lưu."),
            ("ack-batch-corrected", "- TL-2021-001 – bản sửa (lần gửi thứ 2), đạt yêu cầu về thể thức: Mô hình"),
            (
                "ack-batch-late-with-correction",
                "đã nhận được 1 bài tham luận mới, bản sửa của 1 bài và 1 tệp đã nhận trước đó do đồng chí gửi.",
            ),
            ("ack-batch-late-with-correction", "- TL-2021-003 – đã nhận trước đó, đạt yêu cầu về thể thức: Xây dựng"),
            # which paper it is
            (
                "ack-may-revise",
                "Nếu đây là bản sửa của bài TL-2021-001 “Mô hình lớp tự quản”, xin trả lời thư này và cho biết; Ban Thư ký Hội thảo sẽ gộp hai bài.",
            ),
            (
                "ack-withdrawn",
                "Bài TL-2021-001 “Mô hình lớp tự quản” đã được rút nên không nhận thêm bản mới; tệp này được ghi thành bài mới, mã TL-2021-002. Nếu đồng chí không định nộp lại bài này, xin trả lời thư này và cho biết.",
            ),
            (
                "ack-may-revise-several",
                "Nếu đây là bản sửa của một trong các bài TL-2021-001 “Mô hình lớp tự quản”, TL-2021-002, xin trả lời thư này và cho biết là bài nào; Ban Thư ký Hội thảo sẽ gộp hai bài.",
            ),
            (
                "ack-retitled",
                "Bản trước của bài này có tên “Mô hình lớp tự quản”. Nếu đây là một bài khác, không thay cho bài đó, xin trả lời thư này và cho biết; Ban Thư ký Hội thảo sẽ tách thành bài riêng.",
            ),
            # too late to replace
            ("ack-late-correction", "Bản này đến sau thời hạn nên chưa thay cho bản đã gửi trước."),
            (
                "ack-late-correction",
                "do Ban Thư ký Hội thảo quyết định. Cho đến khi có quyết định, bản trước vẫn được tính: tệp “Bai-tham-luan.docx”, nhận lúc 09:15 ngày 05/11/2021 (giờ Việt Nam).",
            ),
            ("ack-late-correction", "Bản được tính: Bai-tham-luan.docx"),
            (
                "settled-merged-into-theirs",
                "do một địa chỉ khác gửi, được xác định là bản sửa của bài TL-2021-002 và từ nay thuộc bài này.",
            ),
            # other files
            ("ack-other-files", "- Bài (1).docx (45,2 KB) – giống hệt tệp “Bai-tham-luan.docx”"),
            (
                "ack-other-files",
                "- Bai-tham-luan.pdf (45,2 KB) – bản .pdf của cùng bài với tệp “Bai-tham-luan.docx”; đã lưu",
            ),
            (
                "ack-other-files",
                "- Bai-tham-luan (nhap).docx (45,2 KB) – bản trước của cùng bài; chỉ xét tệp “Bai-tham-luan.docx”, tệp này đã lưu",
            ),
            ("ack-other-files", "- thu.eml (45,2 KB) – thư chuyển tiếp; đã mở"),
            # no paper
            (
                "no-paper-pasted",
                "Nếu đó là nội dung bài tham luận thì bài cần được gửi thành tệp (.docx), vì phông chữ và số trang chỉ kiểm tra được trong tệp.",
            ),
            ("no-paper-nothing", "Thư không có tệp đính kèm."),
            (
                "no-paper-promised",
                "Thư có nói gửi kèm bài, nhưng không có tệp nào đến nơi: có thể tệp chưa được đính kèm, hoặc chưa tải lên xong khi thư được gửi.",
            ),
            (
                "no-paper-link",
                "Ban Thư ký Hội thảo không tải bài qua đường dẫn, vì tệp ở đó có thể thay đổi hoặc hết hạn chia sẻ.",
            ),
            ("no-paper-promised-link-late", "Thư có nói gửi kèm bài, nhưng không có tệp nào đến nơi"),
            ("no-paper-other-file", "Thư có nói gửi kèm bài, nhưng tệp đến nơi không phải là bài tham luận"),
            ("no-paper-other-file", "- Lý lịch khoa học.docx (37,1 KB)"),
            ("no-paper-promised-link-late", "Thư có đường dẫn (Google Drive, OneDrive…) thay cho tệp."),
            (
                "no-paper-unsupported",
                "Tệp gửi kèm không thuộc loại tệp bài đọc được: “Bài tham luận.pages”, “trang 1.jpg”.",
            ),
            ("no-paper-unsupported", "- Công văn.docx (20,5 KB) – công văn, thư kèm theo; đã lưu"),
            ("no-paper-encrypted-archive", "bai-tham-luan.rar (812 KB) – tệp nén có mật khẩu, không mở được."),
            (
                "no-paper-sealed",
                "Thư hoặc tệp gửi kèm được mã hóa (S/MIME, PGP, bảo vệ của Microsoft…) nên Ban Thư ký Hội thảo không mở được.",
            ),
            ("no-paper-lock-file", "“~$” là tệp tạm mà Word giữ khi bài đang mở: xin đóng bài trong Word rồi đính kèm"),
            ("no-paper-misnamed", "Tên tệp có đuôi của tệp bài nhưng nội dung bên trong là loại khác"),
            ("no-paper-part-of-a-message", "Thư đến nơi chỉ là một phần của một thư bị chia nhỏ khi gửi: xin tắt"),
            ("no-paper-broken-archive", "bai-tham-luan.zip (812 KB) – tệp nén bị hỏng, không mở được."),
            (
                "no-paper-archive-cut-short",
                "gui-bai.zip (812 KB) – tệp nén bị hỏng hoặc bị cắt cụt: chỉ lấy ra được 1 tệp",
            ),
            (
                "no-paper-archive-cut-short",
                "Bài 2.docx (trong gui-bai.zip) – trong tệp nén chỉ còn một phần",
            ),
            ("no-paper-file-too-large", "Tệp gửi kèm vượt giới hạn dung lượng (50 MB một thư) nên không nhận được."),
            (
                "no-paper-nothing",
                "2. Đính kèm tệp bài vào thư (nút có hình kẹp giấy): .docx, .doc, .odt, .rtf hoặc .pdf.",
            ),
            (
                "no-paper-nothing",
                "Bài viết về mô hình, điển hình cần nêu rõ: tên mô hình, điển hình; mục tiêu; nội dung; cách thức; kết quả; kinh nghiệm (ĐHVB 4).",
            ),
            ("no-paper-nothing", "4. Theo ĐHVB 5, gửi chậm nhất là hết ngày 10/11/2021 (giờ Việt Nam)."),
            ("no-paper-promised-link-late", "4. Thời hạn nộp bài là hết ngày 10/11/2021 (giờ Việt Nam) và đã qua."),
            # too large, passed on
            (
                "oversize",
                "Thư “Gửi bài tham luận” của đồng chí đến lúc 09:15 ngày 05/11/2021 (giờ Việt Nam) vượt giới hạn 50 MB một thư, nên chưa nhận được tệp nào trong thư.",
            ),
            ("passed-on-question", "Thư đã được chuyển đến người phụ trách và sẽ được trả lời theo địa chỉ này."),
            ("passed-on-question", "bài đã gửi trước, nếu có, vẫn được giữ nguyên. Nếu đồng chí định gửi bài, xin"),
            (
                "passed-on-about-a-paper",
                "bài đã gửi trước vẫn được giữ nguyên. Nếu muốn thay bằng bản khác, xin trả lời thư xác nhận về bài đó",
            ),
            (
                "passed-on-gone",
                "Bài sau đã được rút và hiện không được tính; các bản đã gửi vẫn được lưu:\n\n- TL-2021-007 – ",
            ),
            ("passed-on-gone", "khi Ban Thư ký Hội thảo quyết định như vậy; khi đó đồng chí được báo bằng thư."),
            ("passed-on-agreed-gone", "Bài sau đã được rút và hiện không được tính"),
            ("passed-on-withdrawal-gone", "Bài sau đã được rút và hiện không được tính"),
            ("passed-on-withdrawal-one-gone", "Chưa có bài nào bị rút theo thư này"),
            ("passed-on-gone-two", "Các bài sau đã được rút và hiện không được tính; các bản đã gửi vẫn được lưu:"),
            (
                "passed-on-overtaken",
                "vì sau thư kèm bản đó bài đã có bản mới hơn; bản mới hơn vẫn là bản được tính:\n\n- TL",
            ),
            ("passed-on-overtaken", "xin trả lời chính thư ấy: “ĐỒNG Ý”."),
            ("passed-on-overtaken-gone", "Bài sau đã được rút và hiện không được tính"),
            (
                "passed-on-question-late",
                "thời hạn nộp bài là hết ngày 10/11/2021 (giờ Việt Nam) và đã qua, bài đến sau được ghi nhận là nộp muộn.",
            ),
            (
                "passed-on-withdrawal",
                "mọi bài vẫn được giữ nguyên cho đến khi Ban Thư ký Hội thảo xác nhận việc rút bài.",
            ),
            (
                "passed-on-withdrawal-school",
                "mọi bài vẫn được giữ nguyên cho đến khi Ban Thư ký Hội thảo xác nhận việc rút bài.",
            ),
            # vetting by the schools
            ("ack-vetted", "\nThẩm định: nhà trường đã thẩm định\n"),
            ("ack-not-vetted", "\nThẩm định: chưa thẩm định; đây là việc của nhà trường\n"),
            ("ack-to-be-vetted", "\nThẩm định: chưa thẩm định; nhà trường được đề nghị xác nhận\n"),
            (
                "ack-to-be-vetted",
                "Trường Chính trị tỉnh Nghệ An được Ban Thư ký Hội thảo đề nghị xác nhận đã thẩm định bài. Đồng chí không phải gửi lại bài vì việc này.",
            ),
            ("ack-batch-to-be-vetted", "các trường thẩm định bài viết; Trường Chính trị tỉnh Nghệ An được Ban Thư ký"),
            ("standing-to-be-vetted", "\nThẩm định: chưa thẩm định; nhà trường được đề nghị xác nhận\n"),
            ("passed-on-vetting", "Việc thẩm định của các bài chưa thay đổi theo thư này cho đến khi Ban Thư ký"),
            (
                "ack-late-sent-in-time",
                "Dấu thời gian trên thư là 23:50 ngày 10/11/2021 (giờ Việt Nam), trong thời hạn, nhưng thư đến sau; Ban",
            ),
            ("settled-passed", f"Bài TL-2021-001 ({TITLE}) đã được xem xét và được ghi nhận là đạt yêu cầu."),
            (
                "settled-school",
                f"Bài TL-2021-001 ({TITLE}) được ghi nhận là bài của Trường Chính trị tỉnh Nghệ An và đạt yêu cầu về thể thức.",
            ),
            (
                "settled-granted",
                f"Thời hạn của bài TL-2021-001 ({TITLE}) nay là hết ngày 15/11/2021 (giờ Việt Nam). Bài được ghi nhận là nộp trong thời hạn và đạt yêu cầu về thể thức.",
            ),
            ("standing-gone-and-waiting", "Các bài không còn tính riêng:\n\n- TL-2021-001"),
            ("settled-granted-each", "nay là hết ngày 15/11/2021 (giờ Việt Nam)."),
            ("settled-granted-each", "nay là hết ngày 20/11/2021 (giờ Việt Nam)."),
            ("settled-granted-open", "nộp trong thời hạn; những điểm khác nêu trong thư xác nhận không thay đổi."),
            ("settled-school-open", "được ghi nhận là bài của Trường Chính trị tỉnh Nghệ An."),
            ("settled-passed-late", "đạt yêu cầu; bài đến sau thời hạn và được tiếp nhận. Không phải gửi lại bài này."),
            (
                "settled-passed-over",
                "là đạt yêu cầu; số bài của nhà trường vượt mức của Kế hoạch, việc tiếp nhận bài này do Ban Thư ký Hội thảo quyết định. Không phải gửi lại bài này.",
            ),
            ("settled-passed-late-over", "là đạt yêu cầu, dù đến sau thời hạn; số bài của nhà trường vượt mức"),
            ("standing-passed-late-over", "Kết quả: đạt yêu cầu về thể thức, nộp sau thời hạn."),
            (
                "settled-failed",
                "(1) Chủ đề – Chưa xác định được bài thuộc chủ đề nào của định hướng. (2) Số trang – Bài dài 7 trang",
            ),
            ("settled-failed", "đính kèm tệp đã sửa, chậm nhất là hết ngày 10/11/2021 (giờ Việt Nam)."),
            (
                "settled-failed-each",
                "chậm nhất là hết ngày 15/11/2021 (giờ Việt Nam). Riêng bài TL-2021-001: chậm nhất là hết ngày 20/11/2021 (giờ Việt Nam).",
            ),
            (
                "settled-failed-one-open",
                "Thời hạn là hết ngày 10/11/2021 (giờ Việt Nam) và đã qua; đề nghị gửi sớm nhất có thể. Riêng bài TL-2021-002: chậm nhất là hết ngày 15/11/2021",
            ),
            (
                "settled-failed-late",
                "ghi mã bài ở dòng đầu của thư và đính kèm tệp đã sửa. Thời hạn là hết ngày",
            ),
            ("standing-passed-late", "Kết quả: đạt yêu cầu về thể thức, nộp sau thời hạn và được tiếp nhận."),
            ("standing-passed-late", "Kết quả này do Ban Thư ký Hội thảo quyết định sau khi xem bài."),
            ("standing-failed", "✗ Cần sửa – Chủ đề: Chưa xác định được bài thuộc chủ đề nào của định hướng."),
            ("ack-unchanged-passed", "– Không xét – Chủ đề (ĐHVB 1): Chưa xác định được"),
            (
                "settled-sent-for-owner",
                "xin thông báo về bài tham luận do đồng chí gửi, theo thư của van.thu@khac.example lúc 09:15 ngày",
            ),
            (
                "settled-sent-for-owner",
                f"Bài TL-2021-001 ({TITLE}) có bản mới (lần gửi thứ 2): tệp “Bài đã sửa.docx”. Bản này thay cho bản đã",
            ),
            ("settled-sent-for-owner", "Kết quả kiểm tra: đạt yêu cầu về thể thức; thư xác nhận"),
            ("settled-sent-for-owner", "lập ngay khi nhận được thư của van.thu@khac.example."),
            ("settled-sent-for-owner-late", "Bản này đến sau thời hạn nên chưa thay cho bản đã gửi trước"),
            ("settled-sent-for-owner-late", "Kết quả kiểm tra: cần sửa, nộp sau thời hạn;"),
            ("settled-withdrawn-and-asked", "điều đó đã được chuyển đến người phụ trách và sẽ được trả lời riêng."),
            ("stays", "Không có bài nào bị rút: bài sau vẫn được giữ nguyên."),
            ("stays-two", "Không có bài nào bị rút: các bài sau vẫn được giữ nguyên."),
            ("withdrawal-and-asked", "điều đó đã được chuyển đến người phụ trách và sẽ được trả lời riêng."),
            ("settled-withdrawn-by-school", "theo thư của van.thu@khac.example lúc"),
            ("settled-withdrawn-by-secretariat", "Theo quyết định của Ban Thư ký Hội thảo, xin thông báo"),
            ("settled-vetted", "Kính gửi Trường Chính trị tỉnh Nghệ An,"),
            ("settled-vetted", "Theo thư xác nhận của quý Trường lúc 09:15 ngày 05/11/2021 (giờ Việt Nam)"),
            ("settled-vetted", f"Bài TL-2021-001 ({TITLE}) đã được ghi nhận: quý Trường đã thẩm định."),
            ("settled-vetted-several", "- Bài TL-2021-002 đã được ghi nhận: quý Trường đã thẩm định.\n"),
            ("settled-vetted-several", "Không cần làm gì thêm về việc thẩm định các bài này."),
        ],
    )
    def test_the_letter_says(self, written: Mapping[str, Letter], case: str, sentence: str) -> None:
        assert sentence in written[case].text

    @pytest.mark.parametrize(
        ("case", "words"),
        [
            ("ack-first-good", "Cách sửa"),
            ("ack-first-good", "Các tệp khác"),
            ("ack-late-good", "chậm nhất"),
            ("ack-late-correction", "thay cho tệp"),
            ("ack-late-correction", "thay cho bản đã gửi;"),
            ("ack-may-revise", "Bản trước"),
            ("ack-corrected-good", "bài khác"),
            ("ack-other-files", "chưa kiểm tra được"),
            ("ack-other-files", "không phải tệp bài"),
            ("no-paper-pasted", "gửi kèm bài"),
            ("ack-late-faults", "chậm nhất"),
            ("ack-first-faults", "không phải làm gì"),
            ("ack-faults-and-review", "không phải làm gì thêm"),
            ("ack-batch-mixed", "logo.png"),
            ("no-paper-other-file", "không có tệp nào đến nơi"),
            ("no-paper-promised", "đường dẫn (Google"),
            ("passed-on-about-a-paper", "định gửi bài"),
            ("passed-on-gone", "giữ nguyên"),
            ("passed-on-agreed-gone", "chờ người phụ trách xem"),
            ("passed-on-withdrawal-gone", "Chưa có bài nào bị rút"),
            ("passed-on-gone", "thay bằng bản khác"),
            ("passed-on-overtaken", "chờ người phụ trách xem"),
            ("passed-on-overtaken", "đã được rút"),
            ("passed-on-withdrawal", "Thư không kèm bài"),
            ("passed-on-vetting", "Thư không kèm bài"),
            ("ack-first-good", "Thẩm định:"),
            ("ack-not-vetted", "đề nghị xác nhận"),
            ("ack-vetted", "đề nghị xác nhận"),
            ("standing-passed-late", "do Ban Thư ký Hội thảo quyết định; "),
            ("standing-passed-late", "chờ xem xét"),
            ("settled-passed", "đính kèm tệp"),
            ("settled-vetted", "đổi ý"),
        ],
    )
    def test_the_letter_does_not_say(self, written: Mapping[str, Letter], case: str, words: str) -> None:
        assert words not in written[case].text

    @each("case", CASES)
    def test_every_letter_has_letterhead_contact_and_signature(self, written: Mapping[str, Letter], case: str) -> None:
        text = written[case].text
        assert text.startswith(
            "CỤM THI ĐUA CÁC TRƯỜNG CHÍNH TRỊ KHU VỰC BẮC TRUNG BỘ\nTRƯỜNG CHÍNH TRỊ TỈNH THANH HÓA\n"
        )
        assert "Kính gửi" in text
        assert f"liên hệ Ban Thư ký Hội thảo: {CONFIG.mailbox.address}." in text
        assert "\nTrân trọng.\n\nBan Thư ký Hội thảo\n" in text

    def test_the_phone_stands_beside_the_address_when_there_is_one(self) -> None:
        letter = letters(with_phone).passed_on(incoming())
        assert f"{CONFIG.mailbox.address}, điện thoại 0237 000 0000." in letter.text

    def test_faults_stand_first(self, written: Mapping[str, Letter]) -> None:
        text = written["ack-faults-and-review"].text
        marks = re.findall(r"^(✗|\?|✓|– Không)", text, re.MULTILINE)
        assert marks == sorted(marks, key=["✗", "?", "✓", "– Không"].index)

    def test_what_was_not_looked_at_for_one_reason_is_one_line(self) -> None:
        skipped = [Finding(check, Outcome.SKIP, "ĐHVB 5", "Chưa kiểm tra được.") for check in ("font", "pages")]
        text = letters().acknowledgement(incoming(file()), [report(findings=(ENCRYPTED, *skipped))]).text
        assert "\n– Không xét – Phông chữ, Số trang: Chưa kiểm tra được.\n" in text

    def test_many_places_are_counted_not_listed(self) -> None:
        offences = [{"font": "Arial", "characters": 9, "excerpt": f"chỗ {n}", "where": ""} for n in range(40)]
        finding = replace(WRONG_FONT, details={"offences": offences})
        text = letters().acknowledgement(incoming(file()), [report(findings=with_(finding))]).text
        assert text.count("(Arial, 9 ký tự)") == 6
        assert "… và 34 chỗ khác" in text

    def test_being_late_is_neither_a_fault_nor_a_doubt(self) -> None:
        late = Finding("deadline", Outcome.REVIEW, "ĐHVB 5", "Bài đến sau thời hạn.")
        letter = letters().acknowledgement(incoming(at=TOO_LATE), [report(findings=(*GOOD, late), late=True)])
        assert letter == CASES["ack-late-good"](letters())

    @pytest.mark.parametrize("lang", Lang)
    @pytest.mark.slow
    def test_once_somebody_has_looked_nothing_says_that_somebody_will(self, lang: Lang) -> None:
        summary = "Chưa thấy bài thuộc chủ đề nào của hội thảo; Ban Thư ký Hội thảo sẽ xem xét."
        unsure = replace(UNSURE_TOPIC, summary=summary)
        writer = letters(CONFIG.in_one_language(lang))
        promises = ("; Ban Thư ký Hội thảo sẽ", "; the Conference Secretariat will")
        waiting = writer.standing(incoming(), [known(findings=with_(unsure))], waiting=0, passed_on=False)
        assert any(promise in waiting.text for promise in promises)
        ruled = [known(findings=with_(unsure), ruling=Verdict.FAIL)]
        failed = Change(OrderKind.FAIL, PaperName("TL-2021-001", TITLE), open=(unsure,))
        for letter in (
            writer.standing(incoming(), ruled, waiting=0, passed_on=False),
            writer.settled(incoming(), [failed], asked=False),
        ):
            assert not any(promise in letter.text for promise in promises), letter.text

    def test_an_acknowledgement_needs_a_paper(self) -> None:
        with pytest.raises(ValueError, match="at least one paper"):
            letters().acknowledgement(incoming(), [])


class TestBothForms:
    @each("case", CASES)
    def test_html_and_text_say_the_same(self, written: Mapping[str, Letter], case: str) -> None:
        text, html = written[case].text, Reading(written[case].html)
        numbers = re.compile(r"^\d+\. ", re.MULTILINE)  # list numbers, which HTML leaves to the browser
        assert facts("".join(html.words)) == facts(numbers.sub("", text))

    @each("case", CASES)
    def test_html_loads_nothing_and_runs_nothing(self, written: Mapping[str, Letter], case: str) -> None:
        html = Reading(written[case].html)
        assert not html.tags & {"img", "script", "link", "iframe", "form", "svg", "object", "video", "audio"}
        assert all(link == f"mailto:{CONFIG.mailbox.address}" for link in html.links)
        assert not [name for name in html.attributes if name.startswith("on")]
        assert "url(" not in written[case].html

    @each("case", CASES)
    def test_html_is_made_for_readers_of_all_kinds(self, written: Mapping[str, Letter], case: str) -> None:
        html = written[case].html
        assert '<html lang="vi"' in html
        assert f"<title>{escape(written[case].subject, quote=False)}</title>" in html
        layout = re.findall(r"<table(?![^>]*role=\"presentation\")[^>]*>(.*?)</table>", html, re.DOTALL)
        assert all(re.search(r'<th [^>]*scope="row"', table) for table in layout)

    @each("case", CASES)
    def test_text_is_clean(self, written: Mapping[str, Letter], case: str) -> None:
        text = written[case].text
        assert "\n\n\n" not in text
        assert text == text.strip("\n") + "\n"
        assert not re.search(r"[ \t]+$", text, re.MULTILINE)
        assert not re.search(r" [,;:)]| \.(?!\w)|[“(] |\.\.|,\.|;\.|  (?=\S)(?<!\n    )", text.replace("\n    ", "\n"))
        assert not re.search(r"[<>{}\x00-\x09\x0b-\x1f]|&(amp|lt|gt|#)|None|Undefined", text)


class TestEnvelope:
    @each("case", CASES)
    def test_key_and_message_id_follow_from_the_message_answered(
        self, written: Mapping[str, Letter], case: str
    ) -> None:
        letter = written[case]
        reader = f":{letter.to[0].key}" if letter.kind is LetterKind.SETTLED else ""  # one message may concern several
        assert letter.key == f"{letter.kind.value}:{'a' * 64}{reader}{GRANTS.get(case, '')}"
        assert is_ours(letter.message_id)
        assert letter.to[0].address.endswith("@nghean.example")
        if case in UNASKED:
            assert (letter.in_reply_to, letter.references, letter.auto_submitted) == (None, (), "auto-generated")
            return
        assert letter.in_reply_to == "<20211105.hoa@nghean.example>"
        assert letter.references == ("<dau@nghean.example>", "<20211105.hoa@nghean.example>")
        assert letter.auto_submitted == "auto-replied"

    def test_what_replaces_nothing_yet_is_not_said_to(self, written: Mapping[str, Letter]) -> None:
        letter = written["ack-late-batch-standing"].text
        assert "bản trước vẫn được tính" in letter
        assert "Bản sửa thay cho bản đã gửi trước" not in letter

    @each("case", CASES)
    def test_written_twice_it_is_the_same_letter(self, written: Mapping[str, Letter], case: str) -> None:
        assert CASES[case](letters()) == written[case]

    def test_a_message_without_identifier_is_answered_all_the_same(self) -> None:
        message = replace(incoming(), message_id=None, references=())
        letter = letters().no_paper(message, no_paper())
        assert (letter.in_reply_to, letter.references) == (None, ())


class TestWordsOfOthers:
    HOSTILE = "<script>alert(1)</script>{{ 7*7 }}\r\nBcc: x@evil.example\u202e &amp; “\"'>"

    def hostile_letters(self) -> list:
        message = replace(
            incoming(
                file(self.HOSTILE + ".pages", 1, FileKind.OTHER, Role.OTHER), file(self.HOSTILE, role=Role.LETTER)
            ),
            sender=Address("hoa@nghean.example", self.HOSTILE.replace("@", "")),
            subject=self.HOSTILE,
        )
        finding = replace(
            WRONG_FONT,
            summary=self.HOSTILE,
            advice=(self.HOSTILE,),
            details={
                "offences": [{"font": self.HOSTILE, "characters": 1, "excerpt": self.HOSTILE, "where": self.HOSTILE}]
            },
        )
        paper = report(
            title=self.HOSTILE,
            authors=(self.HOSTILE, ""),
            filename="a.zip!" + self.HOSTILE,
            version=2,
            replaces=self.HOSTILE,
            findings=with_(finding),
        )
        writer = letters()
        return [
            writer.acknowledgement(message, [paper]),
            writer.acknowledgement(message, [paper, report(code="TL-2021-002")]),
            writer.no_paper(message, no_paper(Missing.UNSUPPORTED, Missing.UNOPENED)),
            writer.oversize(message),
            writer.passed_on(message),
        ]

    def test_they_are_shown_and_never_become_markup(self) -> None:
        for letter in self.hostile_letters():
            html = Reading(letter.html)
            assert "script" not in html.tags
            assert "<script>alert(1)</script>" in "".join(html.words)
            assert "{{ 7*7 }}" in letter.text

    def test_they_can_neither_break_lines_nor_turn_them_around(self) -> None:
        for letter in self.hostile_letters():
            for form in (letter.subject, letter.text, letter.html):
                assert "\u202e" not in form
                assert "\r" not in form
            assert "\nBcc:" not in letter.text
            assert "\n" not in letter.subject

    def test_endless_words_are_cut(self) -> None:
        paper = report(title="rất dài " * 5000, authors=("x" * 5000,), filename="y" * 5000)
        assert len(letters().acknowledgement(incoming(), [paper]).text) < 5000

    @pytest.mark.parametrize(
        ("name", "salutation"),
        [
            ("Nguyễn Thị Hoa", "đồng chí Nguyễn Thị Hoa"),
            ("  ThS.  Trần   Văn Bình ", "đồng chí ThS. Trần Văn Bình"),
            ('"Lê Văn An"', "đồng chí Lê Văn An"),
            ("Nguye\u0302\u0303n Hoa", "đồng chí Nguyễn Hoa"),
            ("TRUONG CHINH TRI NGHE AN", "TRUONG CHINH TRI NGHE AN"),
            ("Trường Chính trị Trần Phú", "Trường Chính trị Trần Phú"),
            ("Khoa Xây dựng Đảng", "Khoa Xây dựng Đảng"),
            ("Phong Tran", "đồng chí Phong Tran"),
            ("Khoa Nguyen", "đồng chí Khoa Nguyen"),
            ("Khoa Nguyễn", "đồng chí Khoa Nguyễn"),
            ("Nguyễn Đăng Khoa", "đồng chí Nguyễn Đăng Khoa"),
            ("TRUONG VAN AN", "đồng chí TRUONG VAN AN"),
            ("Trương Thị Lan - Trường Chính trị Nghệ An", "đồng chí Trương Thị Lan"),
            ("Thanh Hoa", "đồng chí Thanh Hoa"),
            ("P. QLDT Truong Chinh tri Nghe An", "P. QLDT Truong Chinh tri Nghe An"),
            ("Văn phòng Trường Chính trị tỉnh Quảng Bình", "Văn phòng Trường Chính trị tỉnh Quảng Bình"),
            ("VĂN PHÒNG", "VĂN PHÒNG"),
            ("Van phong Tinh uy Quang Binh", "Van phong Tinh uy Quang Binh"),
            ("Văn thư Trường Chính trị Lê Duẩn", "Văn thư Trường Chính trị Lê Duẩn"),
            ("Văn thư", "Văn thư"),
            ("Đoàn Thanh niên TCT Hà Tĩnh", "Đoàn Thanh niên TCT Hà Tĩnh"),
            ("Tổ bộ môn Xây dựng Đảng", "Tổ bộ môn Xây dựng Đảng"),
            ("To bo mon Xay dung Dang", "To bo mon Xay dung Dang"),
            ("QLĐT Hà Tĩnh", "QLĐT Hà Tĩnh"),
            ("QLDT Ha Tinh", "QLDT Ha Tinh"),
            ("Quản lý đào tạo", "Quản lý đào tạo"),
            ("truong chinh tri", "truong chinh tri"),
            ("Phòng QLĐT và NCKH", "Phòng QLĐT và NCKH"),
            ("Phong QLDT va NCKH", "Phong QLDT va NCKH"),
            ("Văn Thị Thư", "đồng chí Văn Thị Thư"),
            ("Văn Thư Hà", "đồng chí Văn Thư Hà"),
            ("Van Thu Ha", "đồng chí Van Thu Ha"),
            ("Van Phong", "đồng chí Van Phong"),
            ("Văn Phong", "đồng chí Văn Phong"),
            ("Đoàn Thanh Bình", "đồng chí Đoàn Thanh Bình"),
            ("Đoàn Văn Khoa", "đồng chí Đoàn Văn Khoa"),
            ("Tô Bộ", "đồng chí Tô Bộ"),
            ("", "đồng chí"),
            ("hoa@nghean.example", "đồng chí"),
            ("0912 345 678", "đồng chí"),
            ("Đồng chí Nguyễn Văn An", "đồng chí Nguyễn Văn An"),
            ("Đ/c Nguyễn Văn An", "đồng chí Nguyễn Văn An"),
            ("Ông Nguyễn Văn An", "Ông Nguyễn Văn An"),
            ("Bà PGS.TS. Trần Thị Bình", "Bà PGS.TS. Trần Thị Bình"),
            ("Ông Huyên", "đồng chí Ông Huyên"),  # Ông is a family name, too
            ("Bàng Văn Bình", "đồng chí Bàng Văn Bình"),
            ("Khoa", "đồng chí Khoa"),  # what telephones say
            ("Trường Sơn", "đồng chí Trường Sơn"),
            ("Khoa Bảo", "đồng chí Khoa Bảo"),
            ("Khoa Luật", "Khoa Luật"),
            ("Trường Đảng", "Trường Đảng"),
            ("Khoa XDĐ", "Khoa XDĐ"),
            ("P. Đào tạo", "P. Đào tạo"),
            ("P.TCHC", "P.TCHC"),
            ("P. Nguyễn", "đồng chí P. Nguyễn"),
            ("Hội đồng khoa học", "Hội đồng khoa học"),
            ("Thầy Nam", "Thầy Nam"),
            ("Cô Lan Anh", "Cô Lan Anh"),
            ("Chị Hoa", "đồng chí Hoa"),
            ("Anh Thư", "đồng chí Anh Thư"),
            ("Mr John Smith", "Ông John Smith"),
            ("Mrs. Nguyễn Thị Lan", "Bà Nguyễn Thị Lan"),
        ],
    )
    def test_salutation(self, name: str, salutation: str) -> None:
        letter = letters().passed_on(incoming(name=name, address="hoa@nghean.example"))
        assert f"\nKính gửi {salutation},\n" in letter.text

    @pytest.mark.parametrize(
        ("name", "address", "salutation"),
        [
            ("Văn thư", "lh@nghe-an.example", "Trường Chính trị tỉnh Nghệ An"),
            ("Phòng QLĐT và NCKH", "LH@nghe-an.example", "Trường Chính trị tỉnh Nghệ An"),
            ("Nguyễn Thị Hoa", "lh@nghe-an.example", "đồng chí Nguyễn Thị Hoa"),
            ("Văn thư", "vt@nghe-an.example", "Văn thư"),  # nobody has said for whom it speaks
            ("Văn thư", "lh@cum.example", "Văn thư"),  # of two schools
        ],
    )
    def test_the_office_of_a_school_is_addressed_as_the_school(self, name: str, address: str, salutation: str) -> None:
        contacts = {"nghe-an": ("lh@nghe-an.example", "lh@cum.example"), "ha-tinh": ("lh@cum.example",)}
        schools = tuple(it.model_copy(update={"contacts": contacts.get(it.id, ())}) for it in CONFIG.schools)
        told = letters(CONFIG.model_copy(update={"schools": schools})).passed_on(incoming(name=name, address=address))
        assert f"\nKính gửi {salutation},\n" in told.text

    def test_who_is_called_ong_is_spoken_to_like_that(self) -> None:
        text = letters().passed_on(incoming(name="Ông Nguyễn Văn An")).text
        assert "Nếu có điều chưa rõ, xin Ông trả lời thư này" in text
        assert "đồng chí" not in text.casefold()


class TestOtherConferences:
    """Nothing of this conference stands in the templates or the program."""

    @pytest.fixture
    def other(self) -> Config:
        table = tomllib.loads((ROOT / "config.toml").read_text("utf-8"))
        table["conference"] |= {
            "name": "Kinh tế biển",
            "short_name": "Hội nghị Biển 2030",
            "organiser": "Sở Khoa học",
            "host": "Viện Hải dương",
            "plan": "Thông báo số 7",
            "plan_note": "",
            "timezone": "Asia/Tokyo",
            "mode": "observe",
        }
        table["mailbox"]["address"] = "bien@vien.example"
        table["secretariat"]["name"] = "Ban Tổ chức"
        table["rules"] |= {
            "font": "Cambria",
            "max_pages": 12,
            "deadline": datetime(2030, 3, 1, 17, 0),  # noqa: DTZ001 - as TOML gives a local date-time
            "accepted_kinds": ["docx", "pdf"],
            "clauses": dict.fromkeys(table["rules"]["clauses"], "Điều 3"),
        }
        table["elements"] = []
        return from_table(table, ROOT / "config.toml")

    def test_every_branch_speaks_of_that_conference_alone(self, other: Config) -> None:
        writer = letters(other)
        for name, write in CASES.items():
            if name.startswith(("ack", "standing")):  # their findings are those of this conference
                continue
            letter = write(writer)
            for words in ("Thanh Hóa", "Bắc Trung Bộ", "193", "ĐHVB", "Ban Thư ký", "gmail", "Times", "11/2021 (giờ V"):
                assert words not in letter.text + letter.html + letter.subject
        text = writer.no_paper(incoming(), no_paper()).text
        assert "VIỆN HẢI DƯƠNG" in text
        assert "phông chữ Cambria (Điều 3), không quá 12 trang" in text
        assert ".docx hoặc .pdf" in text
        assert "chậm nhất là 17:00 ngày 01/03/2030 (giờ UTC+9)" in text
        assert "lúc 11:15 ngày 05/11/2021 (giờ UTC+9)" in text

    @pytest.mark.slow
    def test_letters_of_its_calendar_speak_of_it_alone(self, other: Config) -> None:
        writer = letters(other)
        for name, write in (SEASON | DIGESTS).items():
            letter = write(writer)
            said = (letter.text + letter.html + letter.subject).replace(TITLE, "")
            for words in ("Bắc Trung Bộ", "193", "ĐHVB", "Ban Thư ký", "gmail", "Times"):
                assert words not in said, name

    def test_the_deadline_is_the_moment_in_the_configuration(self, other: Config) -> None:
        due = other.deadline
        assert due == datetime(2030, 3, 1, 8, 0, tzinfo=UTC)
        writer = letters(other)
        assert "chậm nhất" in writer.no_paper(incoming(at=due), no_paper()).text
        assert "đã qua" in writer.no_paper(incoming(at=due.replace(microsecond=1)), no_paper()).text


class TestTemplates:
    def test_a_template_of_the_configuration_wins(self, tmp_path: Path) -> None:
        (tmp_path / "oversize.subject.j2").write_text("Thư {{ 50000000 | size }} là quá lớn", "utf-8")
        config = CONFIG.model_copy(
            update={"letters": CONFIG.letters.model_copy(update={"templates_directory": tmp_path})}
        )
        letter = letters(config).oversize(incoming())
        assert letter.subject == "Thư 50 MB là quá lớn"
        assert "Cách gửi bài" in letter.html

    @pytest.mark.parametrize(
        ("source", "problem"),
        [
            ("{% if %}", "oversize.j2, line 1"),
            ("{{ no_such_name }}", "'no_such_name' is undefined"),
            ("{{ conference.nickname }}", "has no attribute 'nickname'"),
            ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ],
    )
    def test_a_template_that_cannot_be_used_is_named(self, tmp_path: Path, source: str, problem: str) -> None:
        (tmp_path / "oversize.j2").write_text(source, "utf-8")
        config = CONFIG.model_copy(
            update={"letters": CONFIG.letters.model_copy(update={"templates_directory": tmp_path})}
        )
        with pytest.raises(ConfigError, match=re.escape(problem)):
            letters(config).oversize(incoming())

    def test_a_folder_that_does_not_exist_is_named(self, tmp_path: Path) -> None:
        config = CONFIG.model_copy(
            update={"letters": CONFIG.letters.model_copy(update={"templates_directory": tmp_path / "none"})}
        )
        with pytest.raises(ConfigError, match="is not a folder"):
            environment(config)

    @pytest.mark.slow
    def test_samples_show_every_kind_and_find_a_misspelt_name(self, tmp_path: Path) -> None:
        assert {letter.kind for letter in samples(CONFIG, environment(CONFIG)).values()} == set(LetterKind)
        (tmp_path / "_how_to_send.j2").write_text("{{ adress }}", "utf-8")
        config = CONFIG.model_copy(
            update={"letters": CONFIG.letters.model_copy(update={"templates_directory": tmp_path})}
        )
        with pytest.raises(ConfigError, match="'adress' is undefined"):
            samples(config, environment(config))

    @pytest.mark.parametrize("lang", Lang)
    @pytest.mark.slow
    def test_no_sample_has_a_point_that_says_nothing(self, lang: Lang) -> None:
        config = CONFIG.in_one_language(lang)
        for name, letter in samples(config, environment(config)).items():
            assert not re.search(r"^-\s*$", letter.text, re.MULTILINE), name

    def test_every_kind_of_letter_has_its_templates_and_a_case(self, written: Mapping[str, Letter]) -> None:
        names = set(environment(CONFIG).list_templates())
        kinds = {letter.kind for letter in written.values()}
        for kind in LetterKind:
            assert kind in kinds
            assert {f"{kind.value}.j2", f"{kind.value}.subject.j2"} <= names


#: Bytes of HTML after which Gmail cuts a message off and hides the rest behind a link.
GMAIL_CLIPS_AT = 102_000


class TestLooks:
    """One style sheet, in the elements of every letter."""

    @each("case", EVERY)
    def test_styles_stand_in_the_elements(self, written: Mapping[str, Letter], case: str) -> None:
        html = written[case].html
        bare = re.findall(r"<(?:p|td|th|h2|ul|ol|li|img|blockquote|body)\b(?![^>]*style=)[^>]*>", html)
        assert set(bare) <= {"<td>"}  # of the frame that only Outlook reads
        (kept,) = re.findall(r"<style[^>]*>(.*?)</style>", html, re.DOTALL)
        assert re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", kept).strip() == ""
        assert len(html.encode()) < GMAIL_CLIPS_AT

    def test_what_the_building_blocks_name_is_said_in_the_sheet(self, written: Mapping[str, Letter]) -> None:
        sheet = (ROOT / "templates" / "_layout.html.j2").read_text("utf-8")
        styles = "".join(re.findall(r"<style[^>]*>(.*?)</style>", sheet, re.DOTALL))
        said = set(re.findall(r"\.([a-z][a-z-]*)", styles))
        html = "".join(letter.html for letter in written.values())
        named = {name for names in re.findall(r'class="([^"]*)"', html) for name in names.split()}
        assert named == said

    def test_a_style_of_ones_own_that_cannot_be_read_is_named(self, tmp_path: Path) -> None:
        page = (ROOT / "templates" / "_layout.html.j2").read_text("utf-8")
        (tmp_path / "_layout.html.j2").write_text(page.replace('class="frame"', 'class="frame" style="width"'), "utf-8")
        config = CONFIG.model_copy(
            update={"letters": CONFIG.letters.model_copy(update={"templates_directory": tmp_path})}
        )
        with pytest.raises(ConfigError, match=r"oversize.j2: a style cannot be read"):
            letters(config).oversize(incoming())


class TestIndex:
    def test_it_lists_letters_and_escapes_what_they_hold(self) -> None:
        entries = [
            IndexEntry("Tên <a@b.example>", "Chủ đề", "001.html", "001.eml", IN_TIME, "bài đúng quy định"),
            IndexEntry("<i>Tên</i> <a@b.example>", "<b>& chủ đề", 'a"b.html', at=TOO_LATE),
        ]
        page = index_html(entries, environment(CONFIG), title="Thư đã gửi <2021>")
        html = Reading(page)
        shown = "".join(html.words)
        assert not html.tags & {"b", "i", "script"}
        assert {"001.html", "001.eml", 'a"b.html'} == set(html.links)
        for words in ("Thư đã gửi <2021>", "<b>& chủ đề", "<i>Tên</i>", "bài đúng quy định", "09:15 ngày 05/11/2021"):
            assert words in shown


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("ack-first-good", ["đây chưa đúng, xin trả lời thư này và cho biết."]),
        ("ack-batch-mixed", ["trên chưa đúng, xin trả lời thư này và cho biết (ghi rõ mã bài)."]),
        ("ack-unchanged", []),  # told when the paper came
        ("ack-batch-unchanged", []),
    ],
)
def test_corrections_of_what_was_read_are_asked_for_once(
    written: Mapping[str, Letter], name: str, asked: list[str]
) -> None:
    text = " ".join(written[name].text.split())
    assert re.findall(r"Nếu tên bài, tác giả hoặc đơn vị ghi ở (.*?\.)", text) == asked


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("missing", [(Missing.UNSUPPORTED,), (Missing.UNOPENED,), (), None])
def test_a_hundred_files_that_are_no_papers_are_counted_and_not_listed(
    missing: tuple[Missing, ...] | None, lang: Lang
) -> None:
    """A zip of photographs filled the letter; what is said of twelve is said of all."""
    problem = FileProblem.CORRUPT if missing == (Missing.UNOPENED,) else None
    photos = [file(f"anh.zip!IMG_{number:04}.jpg", 9_000, FileKind.IMAGE, Role.OTHER, problem) for number in range(100)]
    writer = letters(CONFIG.in_one_language(lang))
    message = incoming(*photos)
    letter = writer.passed_on(message) if missing is None else writer.no_paper(message, no_paper(*missing))
    for shown in (letter.text, letter.html):
        assert re.findall(r"IMG_0*(\d+)", shown) == [str(number) for number in range(12)]
        assert ("và 88 tệp khác" if lang is Lang.VI else "and 88 more") in " ".join(shown.split())
    few = incoming(*photos[:12])
    letter = writer.passed_on(few) if missing is None else writer.no_paper(few, no_paper(*missing))
    assert not re.search(r"và -?\d+ tệp khác|and -?\d+ more", " ".join(letter.text.split()))


def test_good_findings_stay_good() -> None:
    assert with_() == GOOD
