"""Words for what goes with a paper and is none: an appendix, its tables and pictures.  PURE; no business logic."""

from __future__ import annotations

import re

_PART = (
    r"(phu luc|tom tat|abstract|(trang )?bia|muc luc|(danh muc )?tai lieu tham khao|(tai lieu |anh )?minh chung|"
    r"bang (so lieu|bieu|hoi|khao sat)|so lieu|bieu do|so do|hinh (anh|minh hoa)|anh (minh hoa|hoat dong|tu lieu)|"
    r"phieu khao sat|"
    r"(phieu |ban )?(nhan xet|phan bien)( (phan bien|tham dinh))?|(phieu|ban) danh gia|"
    r"(ban )?(slides?|power ?point|trinh (chieu|bay)))"
)
#: Folded: "phụ lục số liệu khảo sát của bài tham luận".  The paper named there is not what is sent; where "và" or "kèm"
#: stands between, it is.
OF_A_PAPER = re.compile(
    rf"\b{_PART}( (?!(va|kem|cung|voi|gui|nop|bai|tham)\b)\w+){{0,4}}( (cua|cho|trong|thuoc|vao))?"
    r"( (cac|hai|ca hai|\d))? (bai( viet)?( tham luan)?( hoi thao)?|tham luan)\b"
)
