"""Words of who never wanted what we ask about: who protests, who was passed off for somebody, who asks how it came.
PURE.

A folded word is many: "dung" is "đừng" (do not), "dừng" (stop), "đúng" (right) and "dùng" (use).  So what is typed
with marks is read with them, and folded words count where they are typed without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize

from daemon.intake.prose import CODE, LIMIT, bare, one_of, phrases, typed_bare

#: What a protest or a question is about, for its question words may ask anything else: "Lệ phí lấy lại ở đâu ạ".
_OF_OUR_QUESTION = re.compile(
    r"\b(rut|huy|thu|mail|e ?mail|don|yeu cau|de nghi|xac nhan|dong y|vang|tham dinh|khoi phuc|gop|ghep|nhap|tach|"
    r"withdraw\w*|confirm\w*)\b"
)
_ASKS = one_of(
    r"\b(ai|gì|nào|bao giờ|đâu|hả|hử|chăng)\b(?! (cũng|đó)\b)",
    r"\b(?<!bản )sao\b(?! (lưu|y|chép)\b)",
    r"\b(à|ư|nhỉ|cơ ạ|cơ à)\s*(?:$|[.,;!])",
    r"\blạ\b|\b(?<!tác )(?<!học )(?<!soạn )(?<!thính )giả\b",
    r"\b(who|whom|whose|why|what|how come|when|which)\b",
)
_ASKS_BARE = one_of(
    r"\b(ai|gi|nao|bao gio|sao)\b(?! (cung|do|luu|y|chep)\b)",
    r"\bdau( \w+)? (co|xin|rut|huy|gui|phai|he)\b|\b(rut|huy|xin|gui|viet|bai|thu)( \w+){0,3} dau( (a|nhe|nha))*$",
)
_STOPS = re.compile(
    r"\bđừng\b(?! (?:in|đăng|dùng|sử dụng|xét|chấm|đưa|tính)\b)"
    r"|\b(dừng|ngừng|ngưng|khoan)( \w+){0,3} (rút|hủy|huỷ|lại)\b|^\W*khoan\b"
)
_NOT_STOPS = re.compile(r"\b(đúng|dùng|dũng|dụng|dựng|đứng)\b")
_STOPS_BARE = re.compile(r"\bdung( (co|vay|voi|bao gio|xin|cho|de|ai))* (rut|huy)\b")
#: Somebody else did it, or it was none of their will.
_PROTESTS = one_of(
    r"\b(gia mao|mao danh|mao nhan|lua dao|gia danh|phan doi|phan bac|khieu nai|to cao|hack\w*|xam nhap|dot nhap|"
    r"danh cap|an cap|lay cap|ke xau|ke gian|nghich|bia dat|bay dat|tu y|tu tien|ngac nhien|vo ly|choi xau)\b",
    r"\btu choi( \w+){0,3} (rut|huy|xac nhan|yeu cau)\b",
    r"\b(nguoi khac|ai do|ai khac|nguoi nao do)\b( \w+){0,3} "
    r"(gui|viet|lam|dung|su dung|xin|yeu cau|mao|lay|bam|nhan)\b",
    r"\b(co|bi)( \w+)? (nguoi|ke|dua)\b( \w+){0,4} (rut|huy|mail|email|thu|tai khoan|mat khau)\b",
    (
        r"\b(lay|dung|su dung|muon|chiem|mo)( \w+){0,2} (mail|email|e mail|may|may tinh|dien thoai|tai khoan|"
        r"hop thu|hom thu|mat khau)( \w+)? (cua )?(toi|em|minh|chung toi|chung em)\b"
    ),
    r"\b(mat|lo|chiem) (tai khoan|mat khau|hop thu|hom thu)\b",
    r"\bkhong phai( (la|cua|do|thu|y|nguoi))* (toi|em|minh|chung toi|chung em)\b",
    (
        r"\b(khong|chua)( (he|bao gio|tung|co|phai|ai))* (viet|gui|nop|lam|soan)( \w+)? "
        r"(thu|mail|email|don|yeu cau|de nghi|gi)\b"
    ),
    # by mistake: the request, and not the paper that went to the wrong conference
    r"\bnham (thu|mail|email|yeu cau|don|de nghi|nguoi|lan|nut|roi|to|phai)\b|\b(bam|an|go|nhan|hieu) nham\b",
    (
        r"\b(thu|mail|email|yeu cau|de nghi|don|viec|nay|do|ay|day)( \w+){0,5} nham\b"
        r"(?! (hoi thao|hoi nghi|noi|bai|ban|file))"
    ),
    r"\b(co|bi|su|chac|la) (su )?nham( lan)?( (a|roi|nhe|day))*$",
    r"\b(someone|somebody|hacked|fake|faked|forged|forgery|fraud|impersonat\w+|spoofed|mistaken|by mistake|never|"
    r"not me|did ?n.?t (ask|request|send|write|want|withdraw|mean|wish)|object)\b",
)


def disputes(text: str) -> str | None:
    """The words of a text, without quoted parts, that protest against what our question is about, or ask how it came
    ("Ai xin rút bài của tôi", "Đừng rút bài", "Có người giả mạo tôi"); None.
    """
    written = normalize("NFC", text[:LIMIT]).casefold()
    is_bare = typed_bare(written)
    for sentence in re.split(r"(?<=[.!?;])\s+|\n+", CODE.sub(" ", written)):
        clauses = [clause for clause in map(bare, phrases(sentence)) if clause]
        found = _first(_PROTESTS, clauses) or _STOPS.search(sentence)
        if found is None and any(map(_OF_OUR_QUESTION.search, clauses)):
            found = _ASKS.search(sentence) or (_first(_ASKS_BARE, clauses) if is_bare else None)
            found = found or _first(_STOPS_BARE, map(bare, phrases(_NOT_STOPS.sub(" ", sentence))))
        if found is not None:
            return " ".join(found[0].split())
    return None


def _first(pattern: re.Pattern[str], clauses: Iterable[str]) -> re.Match[str] | None:
    return next((match for clause in clauses if (match := pattern.search(clause))), None)
