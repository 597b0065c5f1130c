"""What a person newly wrote, apart from what they quote; and HTML as lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.mail.text import forwarded_from, from_html, tidy, unflow, without_quotes

MINE = "Tôi gửi lại bài.\nTrân trọng."


@pytest.mark.parametrize(
    "quoted",
    [
        "> Bài chưa đạt.\n> Xin sửa.",
        "Vào Th 2, 1 thg 11, 2021 vào lúc 09:00 Ban Thư ký <a@b.example> đã viết:\n> Bài chưa đạt.",
        "Vào 09:00 Th 2, 1 thg 11, 2021 Ban Thư ký <\na@b.example> đã viết:\n\n> Bài chưa đạt.",
        "Vào lúc 09:00:12 GMT+7 Thứ Hai, 1 tháng 11, 2021, Ban Thư ký <a@b.example> đã viết:\n\nBài chưa đạt.",
        "On Mon, Nov 1, 2021 at 9:00 AM Ban Thu ky <a@b.example> wrote:\n> x",
        "On 1 Nov 2021, at 09:00, Ban Thu ky <a@b.example> wrote:\n\nx",
        "-----Original Message-----\nFrom: a@b.example\nx",
        "-----Thư gốc-----\nTừ: a@b.example",
        "________________________________\nFrom: Ban <a@b.example>\nSent: Monday\nTo: An\nSubject: x\n\ny",
        "Từ: Ban <a@b.example>\nĐã gửi: Thứ Hai\nĐến: An\nChủ đề: x\n\ny",
        "*From:* Ban <a@b.example>\n*Date:* Monday\n*Subject:* x\n\ny",
        "---------- Forwarded message ---------\nFrom: c@d.example\nx",
        "---------- Thư đã chuyển tiếp ----------\nTừ: c@d.example\nx",
        "Begin forwarded message:\n\nFrom: c@d.example",
        "2021-11-01 09:00 GMT+07:00, Ban <a@b.example>:\n> x",
        "From: Ban Thư ký\nSent: Monday, 1 November\nTo: An\nSubject: x\n\ny",
        "Từ: Ban Thư ký\nNgày: 1 thg 11, 2021 09:00\nĐến: An\nChủ đề: x\n\ny",
        "Từ: Ban Thư ký\n<a@b.example>\nNgày: 1 thg 11\nĐến: An\nChủ đề: x\n\ny",
        "________________________________\n\nTừ: Ban Thư ký\nNgày: hôm qua\nChủ đề: x\n\ny",
    ],
)
def test_quotes_are_cut(quoted: str) -> None:
    cut = without_quotes(f"{MINE}\n\n{quoted}")
    assert cut.startswith(MINE)
    assert "chưa đạt" not in cut
    assert "\ny" not in cut


@pytest.mark.parametrize(
    "whole",
    [
        "Vào ngày 10/11 tôi sẽ gửi bài.\nCòn một bài nữa gửi sau.",
        "Ngày 10/11 tôi đã viết:\nmột bài về mô hình mới.",
        "Từ: năm 2015 đến nay trường đã có ba mô hình.",
        "Tác giả: An\nTên bài: Mô hình\nĐơn vị: Nghệ An",
        "Kính gửi Ban Thư ký\n\nTừ: Trường A\nVề:\nTiêu đề: Đổi mới\nNgày gửi: 10.11.2021\nXin hỏi: thời hạn?",
        "Kính gửi BTC,\nNgày 05/11 lúc 14:30 tôi viết:\nTôi nộp bài. Nay tôi xin rút bài.",
        "Lúc 8h30 Em đã viết:\nxin rút bài\nNay em đổi ý, xin giữ bài",
        "Lúc 8h30 sáng nay em đã viết:\nEm xin rút bài\nNay em đổi ý, xin giữ bài",
        "On Monday 9:30 I wrote:\nPlease withdraw my paper. Now please keep it.",
        "Lúc 9:00 Ban Thư ký đã viết:\n“Bài chưa đạt.” Em đã sửa và gửi lại.",
        "Từ: Trường Chính trị\nGửi: btk@b.example\nV/v: nộp bài\n\nTrường đề nghị rút bài.",
        "From: Nguyen Van An, an@b.example\nTo: BTC\nSubject: withdraw\nI would like to withdraw my paper.",
        "Người gửi: An (a@b.example)\nNgày gửi: 05/11/2021 09:15\nTiêu đề: Rút bài\nNội dung: Tôi xin rút bài.",
        "Từ: tác giả\nNgày: hôm nay\nChủ đề: xin rút bài\nĐến: Ban thư ký\nTôi xin rút bài TL-2021-003.",
    ],
)
def test_ordinary_text_stays_whole(whole: str) -> None:
    assert without_quotes(whole) == whole


@pytest.mark.parametrize(
    "copied",
    [
        "Từ: Ban <a@b.example>\nĐã gửi: Thứ Hai\nĐến: An\nChủ đề: x\n\nNội dung: y",
        "From: Ban Thư ký\nDate: Monday, 1 November 2021 9.15\nTo: An\nSubject: x\n\ny",
        "Ngày 1/11/2021 lúc 09:00, Ban Thư ký đã viết:\nBài chưa đạt.",
        "Vào 09:00 Th 2, Nguyễn Thị Em đã viết:\nBài chưa đạt.",
        "Vào 09:00 Th 2, 1 thg 11, 2021, em <a@b.example> đã viết:\n“Bài chưa đạt.”",
        "Vào 09:00 tôi đã viết:\n> Bài chưa đạt.",
    ],
)
def test_a_message_that_only_copies_says_nothing_itself(copied: str) -> None:
    assert without_quotes(copied) == ""


def test_answers_between_quoted_lines_are_kept() -> None:
    text = "On Mon, Nov 1, 2021 at 9:00 AM A <a@b.example> wrote:\n> Họ tên?\nNguyễn Văn An\n> Đơn vị?\nNghệ An"
    assert without_quotes(text) == "Nguyễn Văn An\nNghệ An"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Một</p><p>Hai</p>", "Một\n\nHai"),
        ("Một<br>Hai&nbsp;&amp; ba", "Một\nHai & ba"),
        ("<style>p{}</style><script>x</script><!-- ẩn --><div>Thấy</div>", "Thấy"),
        ("<!DOCTYPE html><html><head><title>x</title></head><body>Thân</body></html>", "Thân"),
        ("<blockquote>Cũ</blockquote>Mới", "> Cũ\nMới"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ('<a title="x>y" href=z>liên kết</a>', "liên kết"),
        ("1 < 2 và <b>đậm</b>", "1 < 2 và đậm"),
        ("<!-- không đóng <p>vẫn đọc", "<!-- không đóng\nvẫn đọc"),
        ("<header>Đầu</header>", "Đầu"),
        ("<style>p{}</style\n>Thấy<script>x</script", "Thấy"),
        (
            "&#" + "1" * 5_000 + "; &#x" + "F" * 9_000 + " &#00000000065; &#" + "0" * 5_000 + "66; &#X00000000043;",
            "\ufffd \ufffd A B C",
        ),
    ],
)
def test_html(html: str, text: str) -> None:
    assert from_html(html) == text


def test_flowed_paragraphs_are_joined() -> None:
    assert unflow("Một \nhai.\nBa", delete_space=False) == "Một hai.\nBa"
    assert unflow("Mộ \nt \nb\n> a \nc", delete_space=True) == "Mộtb\n> a \nc"


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("x\n---------- Forwarded message ---------\nTừ: An <an@b.example>\nDate: x", "An <an@b.example>"),
        ("-----Original Message-----\nFrom: An <an@b.example>", ""),
        ("không có gì", ""),
    ],
)
def test_forwarded_from(text: str, sender: str) -> None:
    assert forwarded_from(text) == sender


@given(st.text(max_size=500))
def test_any_text_is_cut_and_any_html_is_read(text: str) -> None:
    assert without_quotes(tidy(text)) is not None
    from_html(text)
