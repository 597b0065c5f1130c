"""What people call a mailbox and what lies in it, read as the words that the rooms know: "hộp thư", "email".  PURE.

A mailbox is a "hòm thư" as often as a "hộp thư", and a "hộp mail"; "mail này" and "địa chỉ Gmail này" are one where
something is said of them that is true of mailboxes only: that nobody reads them, that they are full.
"""

from __future__ import annotations

import re

#: Written behind what it qualifies: "hộp thư điện tử công vụ".
_KIND = r"(?:điện\s+tử|dien\s+tu|công\s+vụ|cong\s+vu|e-?mail|g?mail)"
#: Without marks "hom thu hai" is a Monday.
_BOX = re.compile(
    r"\b(?:h[òo]m\s+th[ưu](?!\s+(?:hai|ba|tu|nam|sau|bay|[2-7])\b)|h[ộo]p\s+th[ưu]|h[òoộ][mp]\s+(?:e-?mail|g?mail))\b"
    rf"(?:\s+{_KIND}\b){{0,3}}+",
    re.IGNORECASE,
)
_LETTER = r"(?:e-?mail|g?mail|th[ưu]\s+(?:điện\s+tử|dien\s+tu))"
_CALLED = (
    rf"(?:(?:địa\s+chỉ|dia\s+chi|tài\s+khoản|tai\s+khoan)\s+(?:{_LETTER}|th[ưu]|{_KIND})|{_LETTER})"
    rf"(?:\s+(?:{_KIND}|cá\s+nhân|ca\s+nhan|cơ\s+quan|co\s+quan|riêng|rieng|chung|cũ|cu)){{0,2}}+"
)
_HERE = r"(?:này|nay|trên|tren)"
#: Of whom, or which: "mail của quý vị", "tài khoản email an@truong.example".
_WHOSE = (
    rf"(?:{_HERE}|(?:của|cua)\s+(?:tôi|toi|bạn|ban|quý\s+\w+|quy\s+\w+|anh/chị|anh/chi|ông/bà|ong/ba)"
    r"|\S{1,64}@\S{1,250})"
)
#: Before what is said.
_JUST = (
    r"(?:hiện|hien|tại|tai|nay|đã|da|đang|dang|sẽ|se|tạm|tam|thời|thoi|gần|gan|sắp|sap|vừa|vua|cũng|cung|rất|rat|"
    r"đều|deu)"
)
_TRUE_OF_MAILBOXES = (
    r"(?:(?:không|khong|chưa|chua|chẳng|chang|ít|it)\s+(?:(?:còn|con|được|duoc|khi|hề|he)\s+){0,2}"
    r"(?:(?:sử\s+dụng|su\s+dung|dùng|dung|hoạt\s+động|hoat\s+dong|theo\s+dõi|theo\s+doi|giám\s+sát|giam\s+sat"
    r"|kiểm\s+tra|kiem\s+tra|tồn\s+tại|ton\s+tai|mở|mo|trực|truc)\b(?!\s+(?:tự\s+động|tu\s+dong)\b)"
    r"|(?:có\s+|co\s+)?(?:ai|người|nguoi|cán\s+bộ|can\s+bo|nhân\s+viên|nhan\s+vien)\b|(?:nhận|nhan)\s+(?:thư|thu|mail|e-?mail|tin|phản|phan)\b)"
    r"|(?:ngừng|ngưng|ngung|đầy|day|hết|het|vượt|vuot)\b"
    r"|(?:bị|bi)\s+(?:khóa|khoá|khoa|xóa|xoá|xoa|đóng|dong|vô\s+hiệu|vo\s+hieu)\b"
    r"|(?:chỉ|chi)\s+(?:được\s+|duoc\s+|dùng\s+|dung\s+)?(?:mở|mo|đọc|doc|kiểm|kiem|xem|trực|truc|để|de|gửi|gui)\b"
    r"|(?:do|thuộc|thuoc)(?:\s+\w+){1,5}\s+(?:quản\s+lý|quan\s+ly|phụ\s+trách|phu\s+trach|theo\s+dõi|theo\s+doi)\b)"
)
_IS_ONE = re.compile(rf"\b{_CALLED}(?=\s+{_WHOSE}(?:\s+{_JUST}){{0,4}}+,?\s+{_TRUE_OF_MAILBOXES})", re.IGNORECASE)
#: What is sent there: "thư gửi tới mail này sẽ không có ai đọc".
_GOES_THERE = re.compile(
    rf"(?<=\s)(?P<to>tới|toi|đến|den|vào|vao|về|ve)\s+{_CALLED}(?=\s+{_HERE}\s+(?:(?:sẽ|se)\s+)?(?:không|khong|chưa|chua)\b)",
    re.IGNORECASE,
)
#: An address, wherever it stands.
_ADDRESS = re.compile(rf"\b(?P<address>địa\s+chỉ|dia\s+chi)\s+(?:{_LETTER}|th[ưu])(?=\s+{_HERE}\b)", re.IGNORECASE)
#: A letter: "mail này được gửi tự động".  No address, and no product.
_MAIL = re.compile(
    r"(?<![\w@.-])(?:mail|th[ưu]\s+(?:điện\s+tử|dien\s+tu))"
    r"(?=\s+(?:này|nay|của|cua|tự\s+động|tu\s+dong|trả\s+lời|tra\s+loi|phản\s+hồi|phan\s+hoi)\b)",
    re.IGNORECASE,
)


def in_known_words(text: str) -> str:
    """A text with one word for a mailbox and one for a letter in it; without marks where the text has none."""
    box = "hop thu" if text.isascii() else "hộp thư"

    def as_box(found: re.Match[str]) -> str:
        return box.capitalize() if found[0][0].isupper() else box

    text = _BOX.sub(as_box, text)
    text = _IS_ONE.sub(as_box, text)
    text = _GOES_THERE.sub(rf"\g<to> {box}", text)
    text = _ADDRESS.sub(r"\g<address>", text)
    return _MAIL.sub(lambda found: "Email" if found[0][0].isupper() else "email", text)
