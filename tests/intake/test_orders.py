"""Decisions of the secretariat, as they are typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from daemon.intake import Own, decide
from daemon.mail import read
from daemon.model import Disposition, Order, OrderKind

OWN = Own("hop-thu@hoithao.example", ("thuky@hoithao.example",), "TL-2021", contacts={})
ONE, TWO = "TL-2021-001", "TL-2021-002"
MERGED = Order(OrderKind.MERGE, TWO, ONE)


def ordered(text: str, subject: str = "Re: [Cần xem] Bài có thể là bản sửa") -> tuple[Order, ...]:
    raw = f"From: thuky@hoithao.example\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    return decide(read(raw.encode()), OWN).orders


@pytest.mark.slow  # each is quick; all of them are not
@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("GỘP TL-2021-002 VÀO TL-2021-001", (MERGED,)),
        ("gop tl-2021-002 vao tl-2021-001", (MERGED,)),
        ("Ghép bài TL-2021-002 vào bài TL-2021-001.", (MERGED,)),
        ("Gộp TL 2021 2 với TL2021-1", (MERGED,)),
        ("- GỘP TL-2021-002 VÀO TL-2021-001", (MERGED,)),
        ("GỘP TL–2021–002 → TL–2021–001", (MERGED,)),
        ("TÁCH TL-2021-001", (Order(OrderKind.SPLIT, ONE),)),
        ("Tách riêng bài TL-2021-001", (Order(OrderKind.SPLIT, ONE),)),
        ("Rút bài TL-2021-002!", (Order(OrderKind.WITHDRAW, TWO),)),
        ("Khôi phục TL-2021-002", (Order(OrderKind.RESTORE, TWO),)),
        ("Giữ TL-2021-002", (Order(OrderKind.KEEP, TWO),)),
        ("GIỮ NGUYÊN bài TL-2021-002", (Order(OrderKind.KEEP, TWO),)),
        ("THẨM ĐỊNH TL-2021-002", (Order(OrderKind.VET, TWO),)),
        ("Đã thẩm định bài TL-2021-002.", (Order(OrderKind.VET, TWO),)),
        ("tham dinh tl2021-2", (Order(OrderKind.VET, TWO),)),
        ("CHƯA THẨM ĐỊNH TL-2021-002", (Order(OrderKind.UNVET, TWO),)),
        ("Bỏ thẩm định TL-2021-002", (Order(OrderKind.UNVET, TWO),)),
        ("ĐẠT TL-2021-002", (Order(OrderKind.PASS, TWO),)),
        ("đạt yêu cầu: TL-2021-002", (Order(OrderKind.PASS, TWO),)),
        ("Giữ:TL-2021-002", (Order(OrderKind.KEEP, TWO),)),
        ("Tiếp nhận bài TL-2021-002", (Order(OrderKind.PASS, TWO),)),
        ("NHẬN TL-2021-002", (Order(OrderKind.PASS, TWO),)),
        ("nhận bài TL-2021-002 nhé em", (Order(OrderKind.PASS, TWO),)),
        ("tl-2021-002: nhan", (Order(OrderKind.PASS, TWO),)),
        ("1. ĐẠT TL-2021-002\n2) RÚT TL-2021-001", (Order(OrderKind.PASS, TWO), Order(OrderKind.WITHDRAW, ONE))),
        ("Tách TL-2021-001 ra nhé", (Order(OrderKind.SPLIT, ONE),)),
        ("Tách bài TL-2021-001 thành bài riêng", (Order(OrderKind.SPLIT, ONE),)),
        ("dong y tiep nhan tl-2021-002", (Order(OrderKind.PASS, TWO),)),
        ("Gộp: TL-2021-002 vào TL-2021-001", (MERGED,)),
        # the same of several papers
        ("ĐẠT TL-2021-002, TL-2021-001", (Order(OrderKind.PASS, TWO), Order(OrderKind.PASS, ONE))),
        ("RÚT TL-2021-002 và TL-2021-001", (Order(OrderKind.WITHDRAW, TWO), Order(OrderKind.WITHDRAW, ONE))),
        ("tham dinh bai TL-2021-002; bai TL-2021-001.", (Order(OrderKind.VET, TWO), Order(OrderKind.VET, ONE))),
        ("Chấp nhận bài TL-2021-002.", (Order(OrderKind.PASS, TWO),)),
        ("KHÔNG ĐẠT TL-2021-002", (Order(OrderKind.FAIL, TWO),)),
        ("chưa đạt bài tl-2021-2", (Order(OrderKind.FAIL, TWO),)),
        ("Không chấp nhận TL-2021-002", (Order(OrderKind.FAIL, TWO),)),
        ("TRƯỜNG TL-2021-002 Trường Chính trị tỉnh Nghệ An", (Order(OrderKind.SCHOOL, TWO, school="Trường Chính trị tỉnh Nghệ An"),)),
        ("Trường của bài TL-2021-002: Nghệ An.", (Order(OrderKind.SCHOOL, TWO, school="Nghệ An"),)),
        ("đơn vị TL-2021-002 là nghe-an", (Order(OrderKind.SCHOOL, TWO, school="nghe-an"),)),
        ("SCHOOL TL-2021-002 Political School of Hà Tĩnh", (Order(OrderKind.SCHOOL, TWO, school="Political School of Hà Tĩnh"),)),
        ("KHOA TL-2021-002 Kinh tế", (Order(OrderKind.SCHOOL, TWO, school="Kinh tế"),)),
        ("ĐƠN VỊ TL-2021-002 Khoa Kinh tế", (Order(OrderKind.SCHOOL, TWO, school="Khoa Kinh tế"),)),
        ("INSTITUTION TL-2021-002 Faculty of IT", (Order(OrderKind.SCHOOL, TWO, school="Faculty of IT"),)),
        ("TL-2021-002 là của Khoa Kinh tế", (Order(OrderKind.SCHOOL, TWO, school="Khoa Kinh tế"),)),
        ("ĐƠN VỊ TL-2021-002 (tên đơn vị)", ()),
        ("TRƯỜNG TL-2021-002", ()),
        ("TRƯỜNG TL-2021-002 (tên trường)", ()),
        ("Trường đã gửi TL-2021-002 hôm qua", ()),
        # several, between a greeting and a signature
        ("Kính gửi,\n\nRÚT TL-2021-002\nGIỮ TL-2021-001\n\nLê Văn Bình", (
            Order(OrderKind.WITHDRAW, TWO), Order(OrderKind.KEEP, ONE))),
        # said twice is ordered once
        ("RÚT TL-2021-002\nRÚT TL-2021-002", (Order(OrderKind.WITHDRAW, TWO),)),
        # from a telephone: what is said out of courtesy, the code before what is decided
        ("gop TL-2021-002 vao TL-2021-001 nhe em", (MERGED,)),
        ("Ok, gộp bài TL-2021-002 vào TL-2021-001 giúp chị nhé. Cảm ơn em!", (MERGED,)),
        ("Hương ơi, tách TL-2021-001 giúp anh với", (Order(OrderKind.SPLIT, ONE),)),
        ("Dạ giữ TL-2021-002 ạ", (Order(OrderKind.KEEP, TWO),)),
        ("Đồng ý rút TL-2021-002.", (Order(OrderKind.WITHDRAW, TWO),)),
        ("ĐẠT TL-2021-002, TL-2021-001 nhé", (Order(OrderKind.PASS, TWO), Order(OrderKind.PASS, ONE))),
        ("TL-2021-002 đạt", (Order(OrderKind.PASS, TWO),)),
        ("TL-2021-002: không đạt nhé", (Order(OrderKind.FAIL, TWO),)),
        ("Bài TL-2021-002 và TL-2021-001 thì rút", (Order(OrderKind.WITHDRAW, TWO), Order(OrderKind.WITHDRAW, ONE))),
        ("TL-2021-002 gộp vào TL-2021-001", (MERGED,)),
        ("TL-2021-002 là bản sửa của TL-2021-001", (MERGED,)),
        ("TL-2021-002 là của trường Hà Tĩnh nhé", (Order(OrderKind.SCHOOL, TWO, school="trường Hà Tĩnh nhé"),)),
        ("Giữ TL-2021-002 à", ()),
        ("rut TL-2021-002 a", ()),
        ("Ok, gộp TL-2021-002 vào TL-2021-001 hả em", ()),
        ("Thôi không rút TL-2021-002 nữa", ()),
        ("Đã rút TL-2021-002", ()),
        ("Xin rút bài TL-2021-002", ()),
        ("TL-2021-002 đạt chưa", ()),
        ("TL-2021-002 thuộc trường nào", ()),
        ("TL-2021-002 gộp hay giữ TL-2021-001", ()),
        ("TL-2021-002 – đạt yêu cầu về thể thức", ()),
        ("Đồng ý TL-2021-002", ()),
        # sentences that mention and order nothing
        ("Tôi sẽ hỏi tác giả có rút TL-2021-002 không.", ()),
        ("Đề nghị không gộp TL-2021-002 vào TL-2021-001", ()),
        # who takes a paper up, tells that it has come, or turns it down, has not accepted it
        ("Chị nhận TL-2021-002 nhé", ()),
        ("Ok em nhận TL-2021-002", ()),
        ("Đã nhận TL-2021-002", ()),
        ("Nhận được bài TL-2021-002", ()),
        ("Chưa nhận TL-2021-002", ()),
        ("Không nhận TL-2021-002", ()),
        ("TL-2021-002 nhận chưa", ()),
        ("Tách TL-2021-001 ra làm gì", ()),
        ("Không rút TL-2021-002", ()),
        ("Rút TL-2021-002?", ()),
        ("GỘP TL-2021-002", ()),
        ("GỘP TL-2021-002 VÀO", ()),
        ("RÚT TL-2021-002 hoặc TL-2021-001", ()),
        ("RÚT TL-2021-002 TL-2021-001", ()),
        ("ĐẠT TL-2021-002, không đạt TL-2021-001", ()),
        ("Không tiếp nhận TL-2021-002", ()),
        ("Đồng ý nhận bài TL-2021-002 ạ", ()),
        ("TL-2021-002", ()),
        ("Không thẩm định TL-2021-002", ()),
        ("TL-2021-002 đạt chưa?", ()),
        ("Bài TL-2021-002 không đạt về phông chữ", ()),
        ("Đề nghị trường thẩm định TL-2021-002", ()),
        ("\x00 rút \x00", ()),
        ("", ()),
    ],
)  # fmt: skip
def test_a_line_is_an_order_as_a_whole_or_not_at_all(text: str, orders: tuple[Order, ...]) -> None:
    assert ordered(text) == orders


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("RÚT TL-2021-002\n- Giữ cả TL-2021-001", ("- Giữ cả TL-2021-001",)),
        ("RÚT TL-2021-002\nGIỮ TL-2021-003 và TL-2021-001 đã", ("GIỮ TL-2021-003 và TL-2021-001 đã",)),
        ("TL-2021-001 chưa xem được.\nRÚT TL-2021-002", ("TL-2021-001 chưa xem được.",)),
        # about the same papers, or about none
        ("TL-2021-002 trùng với TL-2021-001.\nGỘP TL-2021-002 VÀO TL-2021-001\nCảm ơn.", ()),
        ("RÚT TL-2021-002\nGIỮ TL-2021-001", ()),
        ("RÚT TL-2021-002\n\nVào 09:15 ngày 05/11/2021, Ban Thư ký đã viết:\n> GIỮ TL-2021-001\n", ()),
        # nothing was ordered
        ("Đồng ý nhận bài TL-2021-001 ạ", ("Đồng ý nhận bài TL-2021-001 ạ",)),
        ("Đồng ý nhận bài này", ()),
    ],
)
def test_what_stands_beside_orders_and_is_none_is_told(text: str, lines: tuple[str, ...]) -> None:
    subject = "Re: [Cần xem] Bài có thể là bản sửa (TL-2021-009)"
    raw = f"From: thuky@hoithao.example\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    assert decide(read(raw.encode()), OWN).not_ordered == lines


@pytest.mark.parametrize("line", ["THẨM ĐỊNH TL-2021-002", "CHƯA THẨM ĐỊNH TL-2021-002"])
def test_where_schools_vet_nothing_nobody_orders_it(line: str) -> None:
    raw = f"From: thuky@hoithao.example\nSubject: Re: x\nContent-Type: text/plain; charset=utf-8\n\n{line}\n"
    assert decide(read(raw.encode()), replace(OWN, contacts=None)).orders == ()


def test_what_is_quoted_orders_nothing() -> None:
    quoted = "Cảm ơn.\n\nVào 09:15 ngày 05/11/2021, Ban Thư ký đã viết:\n> GỘP TL-2021-002 VÀO TL-2021-001\n"
    assert ordered(quoted) == ()


def test_a_subject_orders_where_it_is_the_secretarys_own() -> None:
    assert ordered("", "RÚT TL-2021-002") == (Order(OrderKind.WITHDRAW, TWO),)
    assert ordered("", "Re: RÚT TL-2021-002") == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("TL-2021-004 ok", True),
        ("Không nhận TL-2021-004", True),
        ("Đạt TL-2021-004 TL-2021-005", True),
        ("Gộp 008 vào 003", True),
        ("Nhận 100 giấy mời", False),
        ("Giữ 20 chỗ cho đoàn Huế", False),
        ("Họp lúc 8 giờ.", False),
    ],
)
def test_the_secretariat_hears_what_of_its_own_mail_was_not_understood(text: str, *, told: bool) -> None:
    """And not how papers are sent in."""
    raw = f"From: thuky@hoithao.example\nSubject: x\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    decision = decide(read(raw.encode()), OWN)
    assert (decision.disposition is Disposition.COMMAND, decision.orders) == (told, ())
    assert decision.not_ordered == ((text,) if told else ())
    copied = decide(read(f"To: hoa@nghean.example\n{raw}".encode()), OWN)
    assert not (told and copied.needs_answer)


@pytest.mark.parametrize("sender", ["hoa@nghean.example", "thuky@khac.example", "xthuky@hoithao.example"])
def test_only_the_secretariat_orders(sender: str) -> None:
    raw = f"From: {sender}\nSubject: x\n\nGOP TL-2021-002 VAO TL-2021-001\n"
    decision = decide(read(raw.encode()), OWN)
    assert decision.disposition is not Disposition.COMMAND
    assert decision.orders == ()
