"""Which of two files the names call the later state of one paper."""

import pytest

from daemon.ledger.states import is_later


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Bài viết - bản nháp.docx", "Bài viết - bản hoàn chỉnh.docx"),
        ("Bản cũ.docx", "Bản mới.docx"),
        ("bai_v1.docx", "bai_v2_final.docx"),
        ("Tham luan Hoa.docx", "Tham luan Hoa (da sua).docx"),
        ("Tham luan Hoa (chua sua).docx", "Tham luan Hoa (da sua).docx"),
        ("Tham luận Hòa.docx", "Tham luận Hòa sửa lần 1.docx"),
        ("Bài sửa lần 1.docx", "Bài sửa lần 2.docx"),
        ("bai.docx", "bai lan 2.docx"),
        ("du thao bai viet.docx", "bai viet.docx"),
        ("ban nhap 1.docx", "ban nhap 2.docx"),
        ("ban nhap 2.docx", "ban chot.docx"),
        ("bai v2.docx", "bai final.docx"),
        ("Tham luan.docx", "Tham luan - da chinh sua theo gop y cua HDKH.docx"),
        ("bai chinh sua.docx", "bai chinh thuc.docx"),
        ("bai.zip!Bản cũ/Hoa.docx", "bai.zip!Bản mới/Hoa.docx"),
        ("bai final.docx", "bai final 2.docx"),
        ("TL 05.11.docx", "TL 07.11.docx"),
        ("TL 28-10.docx", "TL 7-11.docx"),
        ("TL_05112021.docx", "TL_07112021.docx"),
        ("TL 2021-11-05.docx", "TL 20211107.docx"),
        ("TL 30.12.20.docx", "TL 02.01.2021.docx"),
        ("TL 05.11 nhap.docx", "TL 07.11 chinh thuc.docx"),
    ],
)
def test_words_and_numbers_tell_the_later_state(earlier: str, later: str) -> None:
    assert (is_later(later, earlier), is_later(earlier, later)) == (True, False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bai viet 1.docx", "bai viet 2.docx"),
        ("bai.docx", "bai (1).docx"),
        ("bai.docx", "bai lan 1.docx"),
        ("bai v2.docx", "bai v1 final.docx"),
        ("bai v2.docx", "bai sua.docx"),
        ("bai nhap.docx", "bai nhap 1.docx"),
        ("ban nhap cuoi cung.docx", "ban nhap.docx"),
        ("Hoa nhap.docx", "Lan chinh thuc.docx"),
        ("Bài.docx", "Bài.docx"),
        ("Bài 1.2.docx", "Bài 1.3.docx"),
        ("TL 05.11.docx", "TL 05.11.docx"),
        ("TL 05.11.docx", "TL 07.11.2021.docx"),
        ("TL.docx", "TL 07.11.docx"),
        ("TL 07.11 nhap.docx", "TL 05.11 chinh thuc.docx"),
        ("TL 07.11 (Hoa).docx", "TL 05.11 (Lan).docx"),
    ],
)
def test_other_names_leave_it_open(one: str, other: str) -> None:
    assert (is_later(one, other), is_later(other, one)) == (None, None)


@pytest.mark.parametrize(
    ("said", "open_"),
    [
        ("Đề nghị Ban Tổ chức lấy bản chính thức.", False),
        ("Tôi gửi bản nháp và bản chính thức nhằm đối chiếu.", False),
        ("Xin lấy bản nháp, bản kia còn thiếu số liệu.", True),
        ("Bản chính thức tôi gửi nhầm.", True),
        ("Bản chính thức xin bỏ qua.", True),
    ],
)
def test_what_the_message_says_may_leave_it_open(said: str, *, open_: bool) -> None:
    assert is_later("bai chinh thuc.docx", "bai nhap.docx", said) is (None if open_ else True)


@pytest.mark.parametrize(("said", "later"), [("Xin lấy bản 2.", True), ("Xin dùng file 1, bản 2 còn lỗi.", None)])
def test_what_is_said_of_numbers(said: str, *, later: bool | None) -> None:
    assert is_later("bai ban 2.docx", "bai ban 1.docx", said) is later
