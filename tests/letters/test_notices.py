"""What we write without having been asked: to the secretariat, and by the calendar.

What the secretariat is told: a sentence for each kind of matter, the author's words, and who gets the answer."""

from __future__ import annotations

import email
import email.policy
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from each import each
from letter_cases import (
    CASES,
    CONFIG,
    DIGESTS,
    IN_TIME,
    NOTICES,
    ORDERS,
    SEASON,
    TITLE,
    TOO_LATE,
    UNSURE_TOPIC,
    VETTING,
    WRITTEN,
    case,
    change,
    incoming,
    letters,
    ordered,
    paper_line,
    result,
    without_vetting,
)
from test_letters import Reading, facts

from daemon.digests import TROUBLES, Beat, Came, Facts, Happened, Moved, Slot, Trouble, digest
from daemon.identity import is_ours, tagged
from daemon.intake import Own, decide
from daemon.letters import Letters, compose, environment, standalone
from daemon.letters.notices import KINDS, MAX_TEXT, quoted
from daemon.mail import read
from daemon.model import Address, Disposition, Finding, Lang, Letter, Matter, OrderKind, Stage, Verdict
from daemon.readership import secretaries
from daemon.reconciling import Account

pytestmark = pytest.mark.slow  # each is quick; all of them are not

(STAFF,) = secretaries(CONFIG)


@pytest.fixture
def written() -> Mapping[str, Letter]:
    return WRITTEN


def test_every_kind_of_matter_has_a_case() -> None:
    assert {f"notice-{kind}" for kind in KINDS} <= set(NOTICES)


@pytest.mark.parametrize(
    ("name", "subject", "sentence"),
    [
        ("notice-question", "Câu hỏi – Nguyễn Thị Hoa: Hỏi về nơi nghỉ", "Đề nghị đọc thư và trả lời người gửi."),
        ("notice-withdrawal", "Xin rút bài – ", "Người gửi xin rút bài TL-2021-007. Phần mềm không tự rút;"),
        ("notice-withdrawal-of-what", "Xin rút bài – ", "Người gửi xin rút bài nhưng không ghi mã bài."),
        ("notice-withdrawn", "Bài đã được rút – ", "đã xác nhận rút bài TL-2021-007 và TL-2021-008. Bài không còn"),
        (
            "notice-wants_apart",
            "Bản mới là bài khác – ",
            "bản sau cùng của bài TL-2021-007 là một bài khác, không phải bản sửa.",
        ),
        (
            "notice-wants_joined",
            "Hai bài là một – ",
            "bài TL-2021-012 và bài TL-2021-007 là một. Phần mềm không tự gộp.",
        ),
        ("notice-wants_back", "Xin khôi phục bài đã rút – ", "muốn bài TL-2021-007 đã rút được tính trở lại."),
        ("notice-unproven_sender", "Không xác minh được người gửi – ", "thư có thể bị giả mạo."),
        ("notice-command", "Thư của thành viên Ban Thư ký Hội thảo – ", "không tự thực hiện yêu cầu trong thư."),
        (
            "notice-doubt",
            "Bài có thể là bản sửa (TL-2021-012) – ",
            "Bài TL-2021-012 có thể là bản sửa của bài TL-2021-007 hoặc TL-2021-009,",
        ),
        (
            "notice-resubmitted",
            "Gửi lại bài đã rút (TL-2021-012) – ",
            "là bản gửi lại của bài TL-2021-007 đã rút. Bài đã",
        ),
        ("notice-retitled", "Bản mới không mang tên cũ (TL-2021-012) – ", "khác hẳn tên trước đó (“Tên cũ”)"),
        ("notice-foreign_code", "Thư nhắc mã bài của người khác – ", "mã bài TL-2021-007 do một địa chỉ khác gửi."),
        (
            "notice-foreign_code-unproven",
            "Thư nhắc mã một bài đã có – ",
            "mã bài TL-2021-007, nhưng chưa xác minh được thư do địa chỉ ghi ở mục Người gửi gửi đi. Bài TL-2021-007 không",
        ),
        (
            "notice-strangers_copy-unproven",
            "Tệp của một bài đã có – ",
            "bài TL-2021-007, nhưng chưa xác minh được thư do địa chỉ ghi ở mục Người gửi gửi đi. Không",
        ),
        (
            "notice-strangers_copy",
            "Tệp của một bài do người khác đã gửi – ",
            "giống hệt tệp của bài TL-2021-007 do một",
        ),
        ("notice-perhaps_no_paper", "Tệp chưa rõ có phải bài tham luận không – ", "Tệp scan0001.pdf chỉ có một trang,"),
        (
            "notice-perhaps_no_paper-recorded",
            "Tệp chưa rõ có phải bài tham luận không (TL-2021-012) – ",
            "trả lời thư này với dòng: RÚT TL-2021-012.",
        ),
        (
            "notice-perhaps_no_paper-beside",
            "Tệp chưa rõ có phải bài tham luận không – ",
            "và đến trong cùng một thư với bài khác (thường là",
        ),
        ("notice-accepted_too_late", "Đồng ý với bản sửa ", "đồng ý dùng bản đã sửa (Bài đã sửa phông.docx), nhưng"),
        (
            "notice-accepted_too_late",
            "Đồng ý với bản sửa ",
            "nhưng sau đó đã có bản mới hơn, nên sự đồng ý này không được",
        ),
        (
            "notice-accepted_too_late-withdrawn",
            "Đồng ý với bản sửa ",
            "nhưng bài đã được rút, nên sự đồng ý này không được",
        ),
        ("notice-over_quota", "Vượt số bài của trường – ", "hiện có 6 bài, vượt mức tối đa 5 bài. Bài vẫn được"),
        (
            "notice-over_quota-late",
            "Vượt số bài của trường – ",
            "Bài TL-2021-012 nộp muộn hoặc còn điểm chờ xem xét: nếu tiếp nhận, xin ghi cả hai dòng ĐẠT và GIỮ với mã bài trong cùng thư trả lời;",
        ),
        (
            "notice-over_quota-late",
            "Vượt số bài của trường – ",
            "Để tiếp nhận hẳn, ghi cả dòng ĐẠT TL-2021-012: thiếu dòng ấy, bài vẫn là nộp muộn hoặc chờ xem xét",
        ),
        (
            "notice-over_quota-late",
            "Vượt số bài của trường – ",
            "ĐẠT TL-2021-012 – TL-2021-012 đạt yêu cầu, dù nộp muộn hoặc chờ xem xét; người gửi được báo",
        ),
        ("notice-unjudged", "Bài chưa kiểm tra được (TL-2021-012) – ", "(tệp Bài.docx (trong bai.zip))."),
        ("notice-not_acknowledged", "Chưa gửi thư xác nhận – ", "đã được ghi nhận với mã TL-2021-012, nhưng chưa có"),
        ("notice-oversize", "Thư quá lớn, chưa nhận được tệp – ", "Thư dung lượng 60 MB vượt giới hạn 50 MB nên"),
        ("notice-left_unread", "Thư chưa đọc hết – ", "có thể còn bài chưa được nhận."),
        (
            "notice-perhaps_program",
            "Thư có thể do chương trình gửi, chưa trả lời – ",
            "gửi: tên người gửi là tên một dịch vụ hoặc hệ thống; viết cho bất kỳ ai (bạn, quý khách…).",
        ),
        ("notice-paper_in_machine_mail", "Tệp giống bài tham luận trong thư tự động – ", "không ai được trả lời."),
        (
            "notice-passed_on_by_machine",
            "Thư do chương trình hoặc danh sách thư chuyển – ",
            "không nhận được tệp nào là bài và không trả lời ai.",
        ),
        (
            "notice-letter_came_back",
            "Thư gửi hoa@sai.example bị trả lại",
            "Thư “[TL-2021-012] Đã nhận” gửi đến hoa@sai.example không đến được người nhận và bị trả lại.",
        ),
        (
            "notice-vetting_refused",
            "Trường chưa thẩm định hoặc không đồng ý – ",
            "chưa thẩm định, hoặc không đồng ý với bài TL-2021-007 và TL-2021-008. Phần mềm không thay đổi gì",
        ),
        (
            "notice-vetting_unclear",
            "Trả lời về việc thẩm định, chưa rõ ý – ",
            "Thư trả lời về việc thẩm định bài TL-2021-007, nhưng chưa rõ nhà trường có xác nhận hay không",
        ),
        ("notice-vetting_unclear-of-what", "Trả lời về việc thẩm định", "Thư trả lời về việc thẩm định, nhưng chưa rõ"),
        (
            "notice-vetting_unproven",
            "Xác nhận đã thẩm định, chưa xác minh được người gửi – ",
            "chưa xác minh được là do người liên hệ của nhà trường gửi. Phần mềm chưa ghi nhận.",
        ),
        ("notice-parked", "Thư không xử lý được", "Thư gốc: thư mục “INBOX” của hộp thư"),
        ("notice-several", "Bài có thể là bản sửa (TL-2021-012) và 1 việc khác – ", "có 2 việc cần người xem:"),
    ],
)
def test_it_says_what_is_asked(written: Mapping[str, Letter], name: str, subject: str, sentence: str) -> None:
    assert written[name].subject.startswith(f"[Cần xem] {subject}")
    assert sentence in written[name].text


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("notice-doubt", "bằng một trong các dòng sau, ghi ở dòng đầu"),
        (
            "notice-over_quota-late",
            "bằng những dòng cần dùng trong các dòng sau, mỗi dòng một quyết định, ghi ở đầu thư;",
        ),
        ("notice-wants_back", "bằng dòng sau, ghi ở dòng đầu"),
    ],
)
def test_decisions_to_choose_from_are_counted(written: Mapping[str, Letter], name: str, asked: str) -> None:
    assert f"Để quyết định, xin trả lời thư này {asked}" in written[name].text


@pytest.mark.parametrize(
    ("codes", "asked"),
    [
        (["TL-2021-007"], "bằng một trong các dòng sau, ghi ở dòng đầu;"),
        (["TL-2021-007", "TL-2021-008"], "bằng những dòng cần dùng trong các dòng sau, mỗi dòng một quyết định,"),
    ],
)
def test_of_several_papers_several_decisions_stand_in_one_answer(codes: list[str], asked: str) -> None:
    over = Matter("over_quota", {"school": "nghe-an", "codes": codes, "papers": 4, "max": 3})
    assert asked in letters().notice(case(over), STAFF).text


def test_of_papers_too_many_those_that_are_late_or_in_doubt_can_be_accepted_as_well() -> None:
    codes = ["TL-2021-007", "TL-2021-008"]
    over = Matter("over_quota", {"school": "nghe-an", "codes": codes, "papers": 4, "max": 3, "open": codes[:1]})
    text = letters().notice(case(over), STAFF).text
    assert [f"ĐẠT {code} – " in text for code in codes] == [True, False]


def test_what_nobody_thought_of_is_told_all_the_same() -> None:
    notice = letters().notice(case(Matter("something_new")), STAFF)
    assert notice.subject == "[Cần xem] Thư cần người xem – Nguyễn Thị Hoa: Hỏi về nơi nghỉ"
    assert "Đề nghị đọc thư và xử lý." in notice.text


@each("name", NOTICES | ORDERS | SEASON | VETTING | DIGESTS)
@pytest.mark.slow
def test_html_and_text_say_the_same(written: Mapping[str, Letter], name: str) -> None:
    numbers = re.compile(r"^\d+\. ", re.MULTILINE)  # list numbers, which HTML leaves to the browser
    assert facts("".join(Reading(written[name].html).words)) == facts(numbers.sub("", written[name].text))


@each("name", NOTICES | ORDERS | SEASON | VETTING | DIGESTS)
def test_it_is_clean(written: Mapping[str, Letter], name: str) -> None:
    text = re.sub("^> ?", "", written[name].text, flags=re.MULTILINE)
    assert not re.search(r"[<>{}]|None|Undefined|\n\n\n", text)
    assert not re.search(r" [,;:)]| \.(?!\w)|[“(] |\.\.|,\.|  ", text)
    assert "\n" not in written[name].subject


def test_who_wrote_when_and_what(written: Mapping[str, Letter]) -> None:
    text = written["notice-question"].text
    assert "Người gửi: Nguyễn Thị Hoa, hoa.nguyen@nghean.example\nĐến lúc: 09:15 ngày 05/11/2021 (giờ Việt Nam)" in text
    assert "> Đoàn Nghệ An đi năm người, có được bố trí nơi nghỉ không?\n" in text
    assert "Thư gốc: thư mục “Da-xu-ly” của hộp thư" in text


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in NOTICES
        if name.partition("-")[2]
        in {"question", "withdrawal-of-what", "vetting_refused-as-it-stands", "vetting_unclear-of-what"}
    ],
)
def test_the_answer_goes_to_the_author_where_one_is_due(written: Mapping[str, Letter], name: str) -> None:
    notice = written[name]
    assert notice.reply_to == Address("hoa.nguyen@nghean.example", "Nguyễn Thị Hoa")
    assert "Trả lời thư này là trả lời thẳng người gửi (hoa.nguyen@nghean.example)" in notice.text
    message = email.message_from_bytes(compose(notice, Address("ban@x.example"), IN_TIME), policy=email.policy.default)
    assert message["Reply-To"].addresses[0].addr_spec == "hoa.nguyen@nghean.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["In-Reply-To"] is None
    assert message["References"] == "<dau@nghean.example> <20211105.hoa@nghean.example>"


@pytest.mark.parametrize(
    ("name", "orders"),
    [
        (
            "notice-doubt",
            ["GỘP TL-2021-012 VÀO TL-2021-007", "GỘP TL-2021-012 VÀO TL-2021-009", "GIỮ TL-2021-012"],
        ),
        ("notice-retitled", ["TÁCH TL-2021-012", "GIỮ TL-2021-012"]),
        ("notice-resubmitted", ["RÚT TL-2021-012", "GIỮ TL-2021-012"]),
        ("notice-foreign_code", ["GỘP TL-2021-012 VÀO TL-2021-007", "GIỮ TL-2021-012"]),
        ("notice-withdrawal", ["RÚT TL-2021-007", "GIỮ TL-2021-007"]),
        ("notice-withdrawn", ["KHÔI PHỤC TL-2021-007", "KHÔI PHỤC TL-2021-008"]),
        ("notice-wants_back", ["KHÔI PHỤC TL-2021-007"]),
        ("notice-wants_apart", ["TÁCH TL-2021-007", "GIỮ TL-2021-007"]),
        ("notice-wants_joined", ["GỘP TL-2021-012 VÀO TL-2021-007", "GIỮ TL-2021-012"]),
        ("notice-vetting_refused", ["CHƯA THẨM ĐỊNH TL-2021-008"]),
        ("notice-vetting_unclear", ["THẨM ĐỊNH TL-2021-007"]),
        ("notice-vetting_unproven", ["THẨM ĐỊNH TL-2021-007"]),
    ],
)
def test_what_a_decision_settles_is_answered_to_the_program_by_a_line_it_understands(
    written: Mapping[str, Letter], name: str, orders: list[str]
) -> None:
    notice = written[name]
    assert notice.reply_to is None
    assert re.findall(r"^- ([A-ZÔÁÀÚỤỮỘỐĐƯẨỊ ]+ TL-\S+(?: VÀO TL-\S+)?) – ", notice.text, re.MULTILINE) == orders
    own = Own(CONFIG.mailbox.address, ("thuky@hoithao.example",), CONFIG.conference.code_prefix, contacts={})
    for order in orders:
        raw = f"From: thuky@hoithao.example\nSubject: Re: {notice.subject}\nContent-Type: text/plain; charset=utf-8\n\n"
        decision = decide(read(f"{raw}{order}\n\nBình\n".encode()), own)
        assert decision.disposition is Disposition.COMMAND
        assert len(decision.orders) == 1
    if name != "notice-withdrawn":
        assert "xin gửi thư thẳng đến hoa.nguyen@nghean.example;" in notice.text


@pytest.mark.parametrize(
    "kind", ["command", "oversize", "paper_in_machine_mail", "passed_on_by_machine", "letter_came_back", "parked"]
)
def test_where_nobody_waits_for_an_answer_it_names_none(written: Mapping[str, Letter], kind: str) -> None:
    assert written[f"notice-{kind}"].reply_to is None
    assert "Không cần trả lời thư này." in written[f"notice-{kind}"].text


@pytest.mark.parametrize("sender", [None, Address(CONFIG.mailbox.address)])
def test_there_may_be_nobody_to_answer(sender: Address | None) -> None:
    assert letters().notice(case(Matter("not_acknowledged"), sender=sender), STAFF).reply_to is None


def test_an_address_that_no_mail_can_go_to_is_no_reason_not_to_tell() -> None:
    notice = letters().notice(case(Matter("question"), sender=Address("a b@x.example")), STAFF)
    assert b"Reply-To" not in compose(notice, Address("ban@x.example"), IN_TIME)


def test_it_goes_to_the_secretariat_once_for_each_message(written: Mapping[str, Letter]) -> None:
    for notice in (written[name] for name in NOTICES):
        assert notice.key == f"notice:{'a' * 64}"
        assert is_ours(notice.message_id)
        assert [to.address for to in notice.to] == list(CONFIG.secretariat.addresses)


def test_what_is_told_of_a_message_at_another_stage_is_another_letter() -> None:
    told = [letters().notice(case(Matter("parked"), stage=stage), STAFF) for stage in (None, *Stage)]
    assert len({notice.key for notice in told}) == len({notice.message_id for notice in told}) == len(told)


@pytest.mark.parametrize(
    ("text", "lines", "cut"),
    [
        ("", (), False),
        ("  \n\n", (), False),
        ("một\n\n\n\nhai\u202e\r\nba\n", ("một", "", "hai", "ba"), False),
        ("chữ " * 1000, None, True),
        ("dòng\n" * 100, ("dòng",) * 60, True),
    ],
)
def test_words_are_quoted_up_to_a_limit(text: str, lines: tuple[str, ...] | None, cut: bool) -> None:
    found, more = quoted(text)
    assert more is cut
    assert sum(map(len, found)) <= MAX_TEXT
    if lines is not None:
        assert found == lines


def test_words_of_others_stay_words() -> None:
    hostile = "<script>alert(1)</script>{{ 7*7 }}"
    notice = letters().notice(
        case(Matter("question"), text=hostile, subject=hostile, sender=Address("a@x.example", hostile)), STAFF
    )
    assert "<script>" not in notice.html
    assert "{{ 7*7 }}" in notice.text


@pytest.mark.parametrize(
    ("name", "subject", "sentences"),
    [
        (
            "orders-done",
            "Đã thực hiện 2 quyết định: TL-2021-002",
            [
                "Theo thư của thuky@hoithao.example lúc 09:15 ngày 05/11/2021 (giờ Việt Nam):",
                "Gộp bài TL-2021-002 vào bài TL-2021-001: đã thực hiện. Người gửi bài được báo bằng thư.",
                "Tách bản sau cùng của bài TL-2021-002 thành bài riêng: đã thực hiện; mã bài mới là TL-2021-009. Người gửi bài",
            ],
        ),
        (
            "orders-in-part",
            "Đã thực hiện 1 trong 3 quyết định: ",
            ["Giữ nguyên bài TL-2021-002: đã thực hiện.", "vì bài chưa bị rút.", "Cách ghi quyết định".upper()],
        ),
        (
            "orders-rulings",
            "Đã thực hiện 1 trong 2 quyết định: ",
            [
                "Ghi nhận bài TL-2021-002 đạt yêu cầu: đã thực hiện. Người gửi bài được báo bằng thư.",
                "Ghi nhận bài TL-2021-002 chưa đạt yêu cầu: không cần thực hiện, vì bài đang được ghi như vậy. Nếu bản tin còn nêu",
            ],
        ),
        (
            "orders-school",
            "Đã thực hiện 1 trong 2 quyết định: ",
            [
                "Ghi nhận bài TL-2021-002 là bài của Trường Chính trị tỉnh Nghệ An: đã thực hiện. Người gửi bài được báo bằng thư.",
                "Ghi nhận bài TL-2021-004 là bài của “Trường Chính trị tỉnh Phú Yên”: không thực hiện được, vì không rõ là trường nào.",
                "Xin ghi tên như sau: Trường Chính trị tỉnh Thanh Hóa; Trường Chính trị tỉnh Nghệ An; ",
                "TRƯỜNG TL-2021-xxx (tên trường) – TL-2021-xxx là bài của (tên trường)",
            ],
        ),
        (
            "orders-vetting",
            "Đã thực hiện 2 trong 4 quyết định: ",
            [
                "Ghi nhận bài TL-2021-002 đã thẩm định: đã thực hiện.",
                "Ghi nhận bài TL-2021-002 chưa thẩm định: đã thực hiện.",
                "vì bài đã được ghi là đã thẩm định.",
                "vì bài vẫn đang ghi là chưa thẩm định.",
            ],
        ),
        (
            "orders-newer",
            "Đã thực hiện 1 trong 2 quyết định: ",
            [
                "đã thực hiện. Người gửi bài được báo bằng thư. Quyết định trước đó về bản này (chưa đạt yêu cầu) không còn tính.",
                "chưa thực hiện, vì sau thư mà quyết định này trả lời, bài đã có bản mới (lần gửi thứ 3).",
            ],
        ),
        ("orders-needless", "Không cần thực hiện 2 quyết định: TL-2021-002", ["bài đang được ghi như vậy."]),
        (
            "orders-none-beside-others",
            "Chưa nhận ra quyết định trong thư",
            [
                "“Đồng ý nhận bài TL-2021-012 ạ”",
                "ĐẠT TL-2021-xxx – TL-2021-xxx đạt yêu cầu, theo quyết định của người xem",
                "THẨM ĐỊNH TL-2021-xxx – ghi nhận TL-2021-xxx đã thẩm định",
            ],
        ),
        ("orders-refused", "Chưa thực hiện được quyết định: ", ["vì không xác minh được thư này do Ban Thư ký"]),
        (
            "orders-beside-others",
            "Đã thực hiện 1 quyết định: TL-2021-002; 2 dòng chưa nhận ra",
            ["“Giữ cả TL-2021-012”", "“RÚT TL-2021-013 hoặc TL-2021-014”", "GỘP TL-2021-xxx VÀO TL-2021-yyy"],
        ),
        ("orders-none", "Chưa nhận ra quyết định trong thư", ["GỘP TL-2021-xxx VÀO TL-2021-yyy", "chưa thay đổi gì."]),
    ],
)
def test_the_secretariat_hears_what_became_of_its_decisions(
    written: Mapping[str, Letter], name: str, subject: str, sentences: list[str]
) -> None:
    assert written[name].subject.startswith(subject)
    for sentence in sentences:
        assert sentence in written[name].text
    assert [to.address for to in written[name].to] == list(CONFIG.secretariat.addresses)
    assert written[name].in_reply_to == "<lenh@hoithao.example>"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("season-viet-bai-reminder-3-school-nghe-an", "Quý Trường chưa gửi bài nào (Kế hoạch: từ 6 bài trở lên); còn thiếu ít nhất 6 bài."),
        ("season-viet-bai-reminder-3-school-ha-tinh", "Quý Trường đã gửi 3/3–5 bài, đủ số bài theo Kế hoạch."),
        ("season-viet-bai-reminder-3-school-ha-tinh", "- TL-2021-002: cần sửa (phông chữ, số trang); chưa thẩm định.\n"),
        ("season-tham-dinh-opens-school-ha-tinh", "Những bài tác giả gửi thẳng được nêu trong thư riêng, để quý Trường"),
        ("season-tham-dinh-reminder-3-school-ha-tinh", "Đề nghị quý Trường hoàn thành việc thẩm định và đôn đốc sửa những bài còn lỗi."),
        ("season-tham-dinh-reminder-3-school-ha-tinh", "3 bài chưa được xác nhận đã thẩm định. Nếu đã thẩm định, xin trả lời thư này, kèm mã bài: “ĐÃ THẨM ĐỊNH TL-2021-001, TL-2021-002, TL-2021-003” (bỏ mã của bài chưa thẩm định)."),
        ("season-tham-dinh-reminder-3-school-nghe-an", "Đề nghị quý Trường hoàn thành việc thẩm định và gửi các bài còn thiếu."),
        ("season-nop-bai-opens-secretariat", "Trường Chính trị Trần Phú tỉnh Hà Tĩnh: 3/3–5 bài, đạt 2, cần sửa 1, nộp muộn 1, đã thẩm định 0; đủ"),
        ("season-nop-bai-reminder-2-school-ha-tinh", "Đề nghị quý Trường hoàn thiện các bài còn lỗi và gửi về "),
        ("season-nop-bai-reminder-1-author-hoa.nguyen-hatinh.example", "chậm nhất là hết ngày 10/11/2021 (giờ Việt Nam), còn 1 ngày."),
        ("season-nop-bai-closes-school-nghe-an", "Thời hạn nộp bài là hết ngày 10/11/2021 (giờ Việt Nam) và đã qua."),
        ("season-tham-dinh-opens-school-nghe-an", "Giai đoạn “Viết bài tham luận” kết thúc ngày 25/10/2021."),
        ("season-hoi-thao-opens-delegate-hoa.nguyen-hatinh.example", "trân trọng kính mời đồng chí dự hội thảo"),
        ("season-nop-bai-opens-secretariat", "Trường Chính trị tỉnh Nghệ An: 0 bài (Kế hoạch: từ 6 bài trở lên); còn thiếu 6"),
    ],
)  # fmt: skip
def test_a_letter_of_the_calendar_says_what_is_left_to_do(
    written: Mapping[str, Letter], name: str, sentence: str
) -> None:
    assert sentence in written[name].text


def test_a_digest_shows_the_schools_in_a_picture_that_says_the_same_as_the_table(written: Mapping[str, Letter]) -> None:
    letter = written["digest-full"]
    (picture,) = letter.pictures
    ((alt, shown),) = re.findall(r'<img class="picture" alt="([^"]*)" src="cid:([^"]*)"', letter.html)
    assert shown == picture.content_id
    assert alt.startswith("Biểu đồ số bài so với Kế hoạch: đã nhận 9 bài, đạt 6, cần ít nhất 27. ")
    rows = [line for line in letter.text.splitlines() if line.startswith("Trường Chính trị")]
    assert len(rows) == len(CONFIG.schools)
    for row in rows:
        assert f"{row}." in alt


@pytest.mark.slow
def test_the_message_id_of_a_digest_is_known_to_its_readers_alone() -> None:
    """Answering it is a proof: when it is sent anybody knows."""
    ours, others = (DIGESTS["digest-full"](Letters(CONFIG, environment(CONFIG), key * 32)) for key in (b"k", b"x"))
    assert ours.message_id != others.message_id
    assert ours.message_id == DIGESTS["digest-full"](Letters(CONFIG, environment(CONFIG), b"k" * 32)).message_id


@pytest.mark.parametrize("lang", Lang)
def test_what_the_program_says_of_trouble_is_for_who_reads_english(lang: Lang) -> None:
    """The others are told in their own language whom to ask; whose letter it is, is said to all."""
    told, whose = "The SMTP server refused us: 421 down", "hoa@nghean.example, “Gửi bài”"
    of_whom = {"parked", "failing_address", "letter_failed", "letter_uncertain"}
    troubles = tuple(Trouble(kind, whose if kind in of_whom else told, IN_TIME, 3) for kind in TROUBLES)
    config = CONFIG.in_one_language(lang)
    made = digest(Slot(IN_TIME, Beat.DAILY, "TL-2021", True), Facts((), Account(0, 0), trouble=troubles), config)
    (readers,) = secretaries(config)
    letter = Letters(config, environment(config)).digest(made, IN_TIME, readers)
    for text in (letter.text, unescape(letter.html)):
        assert (told in text) is (lang is Lang.EN)
        assert text.count(whose) == len(of_whom)
        if lang is Lang.VI:
            assert "lệnh “thamluan status” cho biết lý do, lệnh “thamluan doctor” kiểm tra việc đếm trang." in text


@pytest.mark.parametrize("name", [name for name in DIGESTS if "brief" in name])
def test_a_brief_digest_has_no_picture(written: Mapping[str, Letter], name: str) -> None:
    assert written[name].pictures == ()
    assert "<img" not in written[name].html


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("digest-full", "Đã nhận 9 bài, đạt 6; các trường cần gửi ít nhất 27 bài, còn thiếu 23."),
        ("digest-full", "ĐẠT TL-2021-004 – tiếp nhận TL-2021-004 dù nộp muộn, bài đạt yêu cầu; người gửi được báo."),
        (
            "digest-full",
            "GIỮ TL-2021-004 – TL-2021-004 vẫn là bài nộp muộn, chưa được tiếp nhận; không nhắc lại nữa, người gửi không được báo.",
        ),
        ("digest-full", "GIỮ TL-2021-008 – tiếp nhận cả TL-2021-008; không nhắc lại nữa, người gửi không được báo."),
        ("digest-full", "GIỮ TL-2021-003 – đã xem, để nguyên; không nhắc lại nữa, người gửi không được báo."),
        ("digest-brief-waiting", "Còn 4 bài chờ người xem: TL-2021-003, TL-2021-004, TL-2021-008, TL-2021-009."),
        (
            "digest-full",
            "- “Viết bài tham luận”, thư mở đầu: đã gửi trước khi đổi, không gửi lại vào 08:05 ngày 11/11/2021",
        ),
        (
            "digest-full",
            "- “Viết bài tham luận”, thư nhắc trước 3 ngày: đã gửi theo ngày cũ, sẽ gửi lại theo ngày mới vào 08:05 ngày 11/11/2021",
        ),
        (
            "digest-full",
            "- “Viết bài tham luận”, thư nhắc trước 10 ngày: đã gửi theo ngày cũ và đã gửi lại theo ngày mới.",
        ),
        ("digest-full", "thư nhắc trước 3 ngày: đã gửi theo ngày cũ, sẽ gửi lại theo ngày mới trong giờ làm việc tới."),
        (
            "digest-many",
            "thiếu dòng ấy, bài vẫn là nộp muộn hoặc chờ xem xét",
        ),
        ("digest-full", "Thời hạn nộp bài là hết ngày 10/11/2021 (giờ Việt Nam), còn 5 ngày."),
    ],
)
def test_a_digest_sums_up_the_schools(written: Mapping[str, Letter], name: str, sentence: str) -> None:
    assert sentence in written[name].text


@pytest.mark.parametrize(
    ("facts", "subject"),
    [
        ({"happened": (Happened(Came.PASSED, "TL-2021-001"),)}, "1 bài thay đổi tình trạng"),
        ({"happened": (Happened(Came.WITHDRAWN, "TL-2021-001"),)}, "1 bài thay đổi tình trạng"),
        (
            {"happened": (Happened(Came.FAILED, "TL-2021-001"), Happened(Came.VERSION, "TL-2021-002"))},
            "1 bản sửa, 1 bài thay đổi tình trạng",
        ),
        ({"moved": {"viet-bai:opens": Moved(IN_TIME, TOO_LATE)}}, "đổi ngày gửi thư"),
        ({}, "không có gì mới"),
    ],
)
@pytest.mark.slow
def test_the_subject_of_a_digest_never_denies_what_it_tells(facts: dict[str, Any], subject: str) -> None:
    slot = Slot(IN_TIME.astimezone(CONFIG.zone), Beat.DAILY, "TL-2021", in_season=True)
    known = Facts((paper_line(1), paper_line(2)), Account(0, 0), **facts)
    letter = letters().digest(digest(slot, known, CONFIG), IN_TIME, STAFF)
    assert letter.subject == f"[Bản tin] 05/11/2021: {subject} – Hội thảo Trường Chính trị chuẩn 2021"


def test_letting_a_late_paper_count_says_what_else_is_wrong_with_it() -> None:
    """ĐẠT lets everything pass, not its being late alone."""
    slot = Slot(IN_TIME.astimezone(CONFIG.zone), Beat.DAILY, "TL-2021", in_season=True)
    faulty = paper_line(1, verdict=Verdict.FAIL, late=True, faults=("font", "pages"))
    papers = (faulty, paper_line(2, late=True))
    known = Facts(papers, Account(0, 0), happened=tuple(Happened(Came.PAPER, paper.code) for paper in papers))
    text = letters().digest(digest(slot, known, CONFIG), IN_TIME, STAFF).text
    assert "Bản này còn điểm cần sửa (phông chữ, số trang); ghi ĐẠT là chấp nhận cả điểm đó." in text
    assert text.count("chấp nhận cả điểm đó") == 1


@pytest.mark.parametrize("open_", [(), (UNSURE_TOPIC,)])
def test_who_decides_against_a_paper_with_no_fault_is_told_to_say_why(open_: tuple[Finding, ...]) -> None:
    """No letter asks for a correction without anybody saying of what."""
    failed = replace(result(OrderKind.FAIL), unexplained=not open_)
    answer = ordered(failed)(letters()).text
    author = letters().settled(incoming(), [replace(change(OrderKind.FAIL), open=open_)], asked=False).text
    assert ("xin viết cho người gửi bài biết cần sửa gì." in answer) is (not open_)
    assert ("Ban Thư ký Hội thảo sẽ viết riêng cho đồng chí về những điểm cần sửa." in author) is (not open_)


@pytest.mark.parametrize(("day", "said"), [(9, ", còn 1 ngày."), (10, ", tức hôm nay."), (11, " và đã qua.")])
def test_a_digest_counts_the_days_to_the_deadline(day: int, said: str) -> None:
    now = datetime(2021, 11, day, 7, tzinfo=CONFIG.zone)
    slot = Slot(now, Beat.WEEKLY, "TL-2021", in_season=True)
    letter = letters().digest(digest(slot, Facts((), Account(0, 0)), CONFIG), now, STAFF)
    assert f"Thời hạn nộp bài là hết ngày 10/11/2021 (giờ Việt Nam){said}" in letter.text


def test_a_page_for_a_browser_has_its_pictures_within(written: Mapping[str, Letter]) -> None:
    letter = written["digest-full"]
    page = standalone(letter.html, letter.pictures)
    assert "cid:" not in page
    assert f'src="data:image/png;base64,{b64encode(letter.pictures[0].content).decode()}"' in page


@pytest.mark.parametrize(
    ("name", "subject", "sentences"),
    [
        (
            "vetting-one",
            "[TL-2021-007] Đề nghị xác nhận đã thẩm định bài tham luận – ",
            [
                "Kính gửi Trường Chính trị Trần Phú tỉnh Hà Tĩnh,",
                "quý Trường thẩm định các bài viết của mình trước khi gửi, từ ngày 25/10/2021 đến hết ngày 05/11/2021.",
                "Tác giả: ThS. Nguyễn Thị Hoa và Trần Văn Bình\nNgười gửi: Nguyễn Thị Hoa (hoa.nguyen@hatinh.example)\n",
                "Tệp: Bai-7.docx\nNhận lúc: 09:15 ngày 05/11/2021 (giờ Việt Nam)\n",
                "Đề nghị quý Trường xác nhận đã thẩm định bài này, bằng cách trả lời thư này: “ĐÃ THẨM ĐỊNH”.",
                "Xin quý Trường trả lời chậm nhất là hết ngày 05/11/2021.",
            ],
        ),
        (
            "vetting-several",
            "[TL-2021-007, TL-2021-009] Đề nghị xác nhận đã thẩm định 2 bài tham luận – ",
            ["Nếu chỉ xác nhận một số bài, xin ghi thêm mã bài, ví dụ: “ĐÃ THẨM ĐỊNH TL-2021-007”."],
        ),
        (
            "vetting-enclosed",
            "[TL-2021-007, TL-2021-009] Đề nghị",
            ["Tệp: Bai-7.docx, kèm theo thư này\n", "Tệp: Bai-9.docx\n", "Bài nào không kèm theo là vì tệp quá lớn"],
        ),
        ("vetting-late", "[TL-2021-007] ", ["Thời gian thẩm định đã qua; xin quý Trường trả lời trong thời gian sớm nhất."]),
        ("vetting-many", "Đề nghị xác nhận đã thẩm định 12 bài tham luận – ", ["đã nhận được 12 bài sau"]),
    ],
)  # fmt: skip
def test_a_school_is_asked_about_papers_that_it_has_not_sent(
    written: Mapping[str, Letter], name: str, subject: str, sentences: list[str]
) -> None:
    letter = written[name]
    assert letter.subject.startswith(subject)
    for sentence in sentences:
        assert sentence in letter.text
    assert [to.address for to in letter.to] == ["lh@hatinh.example", "bgh@hatinh.example"]
    assert (letter.auto_submitted, letter.in_reply_to) == ("auto-generated", None)


def test_the_answer_of_a_school_comes_to_an_address_that_only_its_letter_names() -> None:
    key = b"k" * 32
    writer = Letters(CONFIG, environment(CONFIG), key)
    letter = VETTING["vetting-several"](writer)
    assert letter.reply_to is not None
    assert letter.reply_to.address == tagged(CONFIG.mailbox.address, "vet_ha-tinh", key)
    # nor can its Message-ID be worked out by who knows the papers
    assert letter.message_id not in {VETTING["vetting-several"](each).message_id for each in (
        letters(), Letters(CONFIG, environment(CONFIG), b"x" * 32))}  # fmt: skip
    reminder = SEASON["season-tham-dinh-reminder-3-school-ha-tinh"](writer)
    assert reminder.reply_to == letter.reply_to
    assert SEASON["season-nop-bai-opens-school-ha-tinh"](writer).reply_to is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Từ 09:15 ngày 05/11/2021 (giờ Việt Nam) đến 09:15 ngày 05/11/2021 (giờ Việt Nam): 0 bài mới, 0 bản sửa và 1 bài được xác nhận đã thẩm định.",
        "Trường Chính trị Trần Phú tỉnh Hà Tĩnh: 5/3–5 bài, đạt 5, đã thẩm định 2; đủ\n",
        "2/6 bài đã được các trường thẩm định. Chưa thẩm định:\n",
        f"- TL-2021-001 – {TITLE} (Trường Chính trị Trần Phú tỉnh Hà Tĩnh): đã đề nghị trường xác nhận ngày 05/11/2021, chưa có xác nhận.\n",
        "ghi là chưa thẩm định theo quyết định của Ban Thư ký Hội thảo.\n",
        "(Trường Chính trị Trần Phú tỉnh Hà Tĩnh): trường chưa có địa chỉ liên hệ trong cấu hình, chưa hỏi ai.\n",
        "- TL-2021-006 – Bài số 6: chưa rõ đơn vị, chưa hỏi ai.\n",
        "xin trả lời thư này bằng dòng THẨM ĐỊNH TL-2021-001 với mã của bài đó",
        f"- TL-2021-003 – {TITLE} (Trường Chính trị Trần Phú tỉnh Hà Tĩnh): thẩm định ngày 05/11/2021, bản mới nhận ngày 05/11/2021.\n",
    ],
)  # fmt: skip
def test_the_digest_says_which_papers_are_not_vetted_and_why(written: Mapping[str, Letter], sentence: str) -> None:
    assert sentence in written["digest-vetting"].text


@pytest.mark.slow
def test_a_conference_without_vetting_never_speaks_of_it() -> None:
    never = re.compile(r"vet(ted|ting)|orders-refused|season-tham-dinh")  # written, or in that phase
    own_name = re.compile("Thẩm định bài viết")  # of the phase, where another letter tells of its end
    spoken = []
    for name, write in (CASES | NOTICES | ORDERS | SEASON | DIGESTS).items():
        if not never.search(name):
            letter = write(without_vetting())
            if "hẩm định" in own_name.sub("", letter.text + letter.html + letter.subject):
                spoken.append(name)
    assert spoken == []
    assert "hẩm định" not in DIGESTS["digest-vetting"](without_vetting()).text.replace("được xác nhận đã thẩm định", "")


@pytest.mark.parametrize(
    ("failing", "words"),
    [
        ((), "Không có trục trặc."),
        (("hao@x.example",), "Thư gửi đến hao@x.example vẫn bị trả lại, như đã báo."),
        (tuple(f"a{n}@x.example" for n in range(7)), "a4@x.example và 2 địa chỉ khác vẫn bị trả lại"),
    ],
)
def test_addresses_that_fail_are_listed_after_they_were_told(failing: tuple[str, ...], words: str) -> None:
    slot = Slot(IN_TIME, Beat.WEEKLY, "TL-2021", True)
    made = digest(slot, Facts((), Account(0, 0), failing=failing), CONFIG)
    assert not made.has_news
    text = " ".join(letters().digest(made, IN_TIME, STAFF).text.split())
    assert words in text
    assert ("Không có trục trặc" in text) is (failing == ())
