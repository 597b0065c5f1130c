"""Check `file`: readable, of an accepted kind, not encrypted, without macros, no bomb (ĐHVB 5)."""

from __future__ import annotations

from typing import Any

from daemon.checks.paper import Paper, Rule, finding
from daemon.model import PAPER_KINDS, FileKind, FileProblem, Finding, Outcome

#: In what is advised {kind} is the kind that authors are asked for, {type} what Word calls it, {such} what people do.
_SAVE_AS = "Mở bài trong Word, chọn File → Save As (Lưu thành), kiểu “{type}”, rồi gửi lại tệp mới."
_TYPES: dict[FileKind, str] = {
    FileKind.DOCX: "Word Document (*.docx)",
    FileKind.DOC: "Word 97-2003 Document (*.doc)",
    FileKind.ODT: "OpenDocument Text (*.odt)",
    FileKind.RTF: "Rich Text Format (*.rtf)",
    FileKind.PDF: "PDF (*.pdf)",
}

#: What is wrong, in a sentence, and what to do.
_PROBLEMS: dict[FileProblem, tuple[str, tuple[str, ...]]] = {
    FileProblem.CORRUPT: (
        "Tệp bị hỏng hoặc không đầy đủ nên không mở được.",
        ("Mở lại bài trên máy của tác giả để chắc chắn tệp còn nguyên vẹn.", _SAVE_AS),
    ),
    FileProblem.ENCRYPTED: (
        "Tệp được đặt mật khẩu nên không mở được.",
        (
            "Trong Word: File → Info → Protect Document → Encrypt with Password, xóa hết mật khẩu, bấm OK rồi lưu lại.",
            "Gửi lại tệp không có mật khẩu.",
        ),
    ),
    FileProblem.MACROS: (
        "Tệp có macro, thuộc kiểu có thể chứa macro (.docm), tự tải mẫu hay mở chương trình khác, nên không được nhận.",
        (
            _SAVE_AS,
            "Kiểu .{kind} không chứa macro; nội dung và định dạng của bài vẫn giữ nguyên.",
            "Nếu bài dùng mẫu trên mạng: File → Options → Add-ins → Manage: Templates → Go, thay mẫu đó bằng Normal.",
            "Nếu bài có liên kết với máy hay chương trình khác: File → Info → Edit Links to Files → Break Link.",
        ),
    ),
    FileProblem.BOMB: (
        "Tệp có cấu trúc bất thường (bung ra quá lớn hoặc quá phức tạp) nên không thể mở an toàn.",
        (
            "Tạo một văn bản Word mới, chép nội dung bài sang (Ctrl+A, Ctrl+C, Ctrl+V), lưu kiểu .{kind} và gửi lại.",
            "Nếu bài có ảnh dung lượng lớn: bấm vào ảnh, chọn Picture Format → Compress Pictures trước khi lưu.",
        ),
    ),
    FileProblem.EMPTY: (
        "Tệp rỗng, không có nội dung.",
        ("Mở tệp trên máy của tác giả, kiểm tra bài đã được lưu, rồi gửi lại.",),
    ),
    FileProblem.UNSUPPORTED: (
        "Tệp này không phải là loại văn bản được nhận.",
        (_SAVE_AS,),
    ),
}

_SEND_ITSELF = "Gửi chính tệp bài viết ({such}), hoặc nén tệp đó thành .zip rồi gửi lại."
_NO_PAPER_INSIDE = ("Trong tệp nén không có bài viết nào.", (_SEND_ITSELF,))
_KINDS: dict[FileKind, tuple[str, tuple[str, ...]]] = {
    FileKind.IMAGE: (
        "Tệp là ảnh, không phải văn bản, nên không kiểm tra được phông chữ và số trang.",
        ("Gửi chính tệp văn bản đã đánh máy ({such}), không gửi ảnh chụp hay ảnh quét.",),
    ),
    FileKind.SPREADSHEET: (
        "Tệp là bảng tính, không phải bài viết.",
        ("Gửi bài dưới dạng văn bản ({such}).",),
    ),
    FileKind.PRESENTATION: (
        "Tệp là bản trình chiếu, không phải bài viết.",
        ("Gửi bài dưới dạng văn bản ({such}).",),
    ),
    FileKind.ZIP: _NO_PAPER_INSIDE,
    FileKind.SEVEN_ZIP: _NO_PAPER_INSIDE,
    FileKind.TAR: _NO_PAPER_INSIDE,
    FileKind.RAR: (
        "Tệp nén kiểu .rar không mở được ở đây.",
        (_SEND_ITSELF,),
    ),
    FileKind.PACKED: (
        "Tệp nén kiểu này không mở được ở đây.",
        (_SEND_ITSELF,),
    ),
    FileKind.TEXT: (
        "Tệp chỉ là văn bản thô, không có phông chữ và định dạng trang.",
        ("Chép nội dung vào Word, định dạng theo yêu cầu, lưu kiểu .{kind} rồi gửi lại.",),
    ),
}


def _kind_name(kind: FileKind) -> str:
    return kind.value if kind in PAPER_KINDS else "other"


def check(paper: Paper) -> Finding:
    """Fails for a file with a problem or of a kind that is not accepted; a reader that died asks for a person."""
    document = paper.document
    kind = document.converted_from or document.kind
    details: dict[str, Any] = {"kind": _kind_name(kind), "problem": document.problem and document.problem.value}
    if document.problem_note:
        details["note"] = document.problem_note
    if paper.crashed:
        summary = f"Chương trình không đọc được tệp này; {paper.config.secretariat.name} sẽ trực tiếp mở xem."
        details["note"] = paper.crashed
        return finding(
            paper, "file", Outcome.REVIEW, summary, details, _saved(paper, _PROBLEMS[FileProblem.CORRUPT][1])
        )
    if document.problem is FileProblem.UNSUPPORTED or (document.problem is None and not _is_accepted(paper, kind)):
        details["problem"] = FileProblem.UNSUPPORTED.value
        summary, advice = _KINDS.get(kind, _PROBLEMS[FileProblem.UNSUPPORTED])
        if kind in PAPER_KINDS and not _is_accepted(paper, kind):
            summary = f"{paper.config.secretariat.name} không nhận tệp kiểu .{kind.value}."
        return finding(paper, "file", Outcome.FAIL, summary, details, (*_saved(paper, advice), _accepted(paper)))
    if document.problem is not None:
        summary, advice = _PROBLEMS[document.problem]
        return finding(paper, "file", Outcome.FAIL, summary, details, _saved(paper, advice))
    if document.warnings:
        details["warnings"] = list(document.warnings)
    return finding(
        paper, "file", Outcome.PASS, f"Tệp .{details['kind']} đọc được, không có mật khẩu, không có macro.", details
    )


def _is_accepted(paper: Paper, kind: FileKind) -> bool:
    return kind in paper.config.rules.accepted_kinds


def _accepted(paper: Paper) -> str:
    kinds = ", ".join(f".{kind.value}" for kind in paper.config.rules.accepted_kinds)
    best = f"; tốt nhất là .{paper.config.rules.best_kind.value}" if len(paper.config.rules.accepted_kinds) > 1 else ""
    return f"Các kiểu tệp được nhận: {kinds}{best}."


def _saved(paper: Paper, advice: tuple[str, ...]) -> tuple[str, ...]:
    """What is advised, with the kind of file that the conference takes."""
    kind = paper.config.rules.best_kind
    such = ("Word, " if kind is FileKind.DOCX else "") + f"kiểu .{kind.value}"
    return tuple(step.format(kind=kind.value, type=_TYPES[kind], such=such) for step in advice)


RULE = Rule("file", check, needs_text=False, needs_file=False)
