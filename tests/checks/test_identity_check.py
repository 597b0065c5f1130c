"""Check `identity`: author and school, from the text and from the sender."""

from __future__ import annotations

import pytest
from checks.documents_for_checks import document, paper, shipped

from daemon.checks import identity
from daemon.config import Config
from daemon.model import OPEN_CALL, Address, Finding, Outcome

P, F, R = Outcome.PASS, Outcome.FAIL, Outcome.REVIEW
TITLE = "[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN\n"


def look(text: str, sender: str | None = None, name: str = "", config: Config | None = None) -> Finding:
    address = Address(sender, name) if sender else None
    return identity.check(paper(document(text), sender=address, config=config))


def with_contacts() -> Config:
    config = shipped()
    schools = tuple(
        school.model_copy(update={"contacts": (f"{school.id}@lienhe.example",), "domains": (f"{school.id}.example",)})
        for school in config.schools
    )
    return config.model_copy(update={"schools": schools})


#: Schools whose names have no word in common, and one alone.
MIXED = ("Trường Đại học Vinh", "Học viện Tài chính", "Trường Chính trị tỉnh Nghệ An")
KINDS = ("Trường Đại học", "Học viện", "Trường Chính trị")


@pytest.mark.parametrize("names", [MIXED, MIXED[:1]], ids=["mixed", "one"])
@pytest.mark.parametrize(
    ("kinds", "line", "outcome", "how"),
    [
        (KINDS, "Trường Đại học Hồng Đức", R, "none"),
        (KINDS, "Học viện Ngân hàng", R, "none"),
        (KINDS, "Trường Chính trị tỉnh Lào Cai", R, "none"),
        (KINDS, "TRƯỜNG CHÍNH TRỊ TỈNH LÀO CAI", R, "none"),
        (KINDS, "Truong Dai hoc Hong Duc", R, "none"),
        (KINDS, "Trường Đại học Vinh", P, "both"),
        (KINDS, "Khoa Kinh tế", P, "sender"),
        (KINDS, "Khoa Kinh tế, Trường Đại học Vinh", P, "both"),
        (KINDS, "Học viên cao học K5", P, "sender"),
        ((), "Trường Đại học Hồng Đức", P, "sender"),  # nothing tells, which `doctor` says
        ((), "Trường Đại học Vinh", P, "both"),
    ],
)
def test_what_names_of_schools_begin_with_may_be_said(
    names: tuple[str, ...], kinds: tuple[str, ...], line: str, outcome: Outcome, how: str
) -> None:
    config = shipped()
    schools = tuple(
        config.schools[0].model_copy(
            update={"id": f"s{at}", "name": name, "aliases": (), "places": (), "domains": (f"s{at}.example",)}
        )
        for at, name in enumerate(names)
    )
    words = config.vocabulary.model_copy(update={"school_kinds": kinds})
    other = config.model_copy(update={"schools": schools, "vocabulary": words})
    found = look(f"{TITLE}[c]ThS. Nguyễn Văn An\n[c]{line}\nBODY", "an@s0.example", config=other)
    assert (found.outcome, found.details["how"]) == (outcome, how)


@pytest.mark.parametrize(
    ("names", "said", "kinds"),
    [
        (("Trường Chính trị Nghệ An", "Trường Chính trị Hà Tĩnh"), (), ("trường chính trị",)),
        (("Trường Chính trị Nghệ An", "Học viện Tài chính"), (), ()),
        (("Trường Chính trị Nghệ An",), (), ()),
        (("Trường Chính trị Nghệ An",), ("Trường Chính trị",), ("Trường Chính trị",)),
        ((), (), ()),
    ],
)
def test_what_they_begin_with_is_seen_where_all_do(
    names: tuple[str, ...], said: tuple[str, ...], kinds: tuple[str, ...]
) -> None:
    config = shipped()
    words = config.vocabulary.model_copy(update={"school_kinds": said})
    schools = tuple(config.schools[0].model_copy(update={"name": name}) for name in names)
    other = config.model_copy(update={"schools": schools, "vocabulary": words})
    assert identity.kinds_of_school(other) == kinds


@pytest.mark.parametrize(
    ("below", "outcome", "authors"),
    [
        ("[c]ThS. Nguyễn Văn An\n[c]Trường Đại học Hồng Đức\nBODY", P, ["Nguyễn Văn An"]),
        ("[c]ThS. Nguyễn Văn An\nBODY", P, ["Nguyễn Văn An"]),
        ("[c]Trường Đại học Hồng Đức\nBODY", R, []),  # which may hold a name
        ("BODY", F, []),
    ],
)
def test_in_an_open_call_an_author_is_enough(below: str, outcome: Outcome, authors: list[str]) -> None:
    call = shipped().model_copy(update={"schools": ()})
    found = look(TITLE + below, "nguyen.van.an@nghe-an.example", config=call)
    assert (found.outcome, found.details) == (outcome, {"authors": authors, "school": None, "how": OPEN_CALL})
    assert "đơn vị" not in found.summary


BY_TEXT = [
    ("under the author", "[c]ThS. Nguyễn Văn An\n[c]Trường Chính trị tỉnh Nghệ An\nBODY", "nghe-an"),
    ("on the author's line", "[c]ThS. Nguyễn Văn An - Trường Chính trị Trần Phú\nBODY", "ha-tinh"),
    ("old place of the tone", "[c]ThS. Nguyễn Văn An\n[c]Trường Chính trị tỉnh Thanh Hoá\nBODY", "thanh-hoa"),
    ("capitals", "[c]ThS. Nguyễn Văn An\n[c]TRƯỜNG CHÍNH TRỊ LÊ DUẨN TỈNH QUẢNG TRỊ\nBODY", "quang-tri"),
    ("without diacritics", "[c]ThS. Nguyen Van An\n[c]Truong Chinh tri tinh Quang Binh\nBODY", "quang-binh"),
    ("abbreviated", "[c]ThS. Nguyễn Văn An, TCT TP. Đà Nẵng\nBODY", "da-nang"),
    ("in a footnote", "[c]ThS. Nguyễn Văn An*\nBODY\n[f]* Trường Chính trị Nguyễn Chí Thanh", "thua-thien-hue"),
    ("at the end", "BODY\nBODY\n[b]ThS. Nguyễn Văn An\n[b]Trường Chính trị tỉnh Nghệ An", "nghe-an"),
    ("only the province beside the author", "[c]ThS. Nguyễn Văn An\n[c]Khoa Dân vận, Hà Tĩnh\nBODY", "ha-tinh"),
    ("in a header alone", "[h]TRƯỜNG CHÍNH TRỊ TỈNH NGHỆ AN\n[c]ThS. Nguyễn Văn An\nBODY", "nghe-an"),
    (
        "the host in a header",
        "[h]Hội thảo khoa học - Trường Chính trị tỉnh Thanh Hóa\n[c]ThS. Nguyễn Văn An, TCT Nghệ An\nBODY",
        "nghe-an",
    ),
    (
        "another school is mentioned in the text",
        "[c]ThS. Nguyễn Văn An, Trường Chính trị tỉnh Nghệ An\nBODY\nHọc tập Trường Chính trị tỉnh Thanh Hóa.\nBODY",
        "nghe-an",
    ),
    (
        "named again and again in the text",
        "[c]ThS. Nguyễn Văn An\n" + "BODY\nTrường Chính trị tỉnh Quảng Bình đã làm tốt.\n" * 3 + "BODY\n" * 9,
        "quang-binh",
    ),
]


@pytest.mark.parametrize(("text", "school"), [case[1:] for case in BY_TEXT], ids=[case[0] for case in BY_TEXT])
def test_school_by_text(text: str, school: str) -> None:
    found = look(TITLE + text)
    assert (found.details["school"], found.details["how"]) == (school, "text")
    assert found.outcome is P
    assert found.details["authors"]


def test_the_host_above_and_the_authors_school_below() -> None:
    text = "[bc]TRƯỜNG CHÍNH TRỊ TỈNH THANH HÓA\n[bc]HỘI THẢO KHOA HỌC\n" + TITLE
    found = look(text + "[c]ThS. Nguyễn Văn An, Trường Chính trị tỉnh Nghệ An\nBODY")
    assert (found.outcome, found.details["school"]) == (P, "nghe-an")


def test_a_header_with_more_than_a_schools_name_does_not_say_whose_paper_it_is() -> None:
    found = look(TITLE + "[h]Hội thảo khoa học - Trường Chính trị tỉnh Thanh Hóa\n[c]ThS. Nguyễn Văn An\nBODY")
    assert (found.outcome, found.details["school"]) == (R, None)


def test_the_school_in_the_title() -> None:
    found = look("[bc]ĐỔI MỚI ĐÀO TẠO Ở TRƯỜNG CHÍNH TRỊ LÊ DUẨN\n[c]ThS. Nguyễn Văn An\nBODY")
    assert (found.outcome, found.details["school"]) == (P, "quang-tri")


SENDERS = [
    ("nghe-an@lienhe.example", "", "nghe-an"),
    ("NGHE-AN@LIENHE.example", "", "nghe-an"),
    ("ai-do@ha-tinh.example", "", "ha-tinh"),
    ("ai-do@mail.ha-tinh.example", "", "ha-tinh"),
    ("ai-do@xha-tinh.example", "", None),
    ("truongchinhtringhean@mail.example", "", "nghe-an"),
    ("tct.quangbinh@mail.example", "", "quang-binh"),
    ("ai-do@truongchinhtri.nghean.example", "", "nghe-an"),
    ("ai-do@nghean.example", "", "nghe-an"),
    ("ai-do@mail.example", "Trường Chính trị Trần Phú", "ha-tinh"),
    ("nguyenhatinh@mail.example", "Nguyễn Hà Tĩnh", None),
    ("ai-do@mail.example", "", None),
]


@pytest.mark.parametrize(("address", "name", "school"), SENDERS)
def test_school_by_sender(address: str, name: str, school: str | None) -> None:
    assert identity.by_sender(Address(address, name), with_contacts().schools) == school


AUTHOR = "[c]ThS. Nguyễn Văn An\n"
NGHE_AN = "[c]Trường Chính trị tỉnh Nghệ An\n"


@pytest.mark.parametrize(
    ("text", "sender", "outcome", "school", "how"),
    [
        (AUTHOR + NGHE_AN + "BODY", "a@nghe-an.example", P, "nghe-an", "both"),
        (AUTHOR + NGHE_AN + "BODY", "a@mail.example", P, "nghe-an", "text"),
        (AUTHOR + "BODY", "a@nghe-an.example", P, "nghe-an", "sender"),
        (AUTHOR + NGHE_AN + "BODY", "a@ha-tinh.example", R, None, "none"),
        (AUTHOR + "BODY", "a@mail.example", R, None, "none"),
        (AUTHOR + "[c]Trường Chính trị tỉnh Lào Cai\nBODY", "a@nghe-an.example", R, None, "none"),
        (AUTHOR + "[c]TRƯỜNG CHÍNH TRỊ TỈNH LÀO CAI\nBODY", "a@nghe-an.example", R, None, "none"),
        (
            AUTHOR + "[c]Tổ Trường Chính trị chuẩn, Khoa Xây dựng Đảng\nBODY",
            "a@nghe-an.example",
            P,
            "nghe-an",
            "sender",
        ),
        (NGHE_AN + "BODY", "a@mail.example", R, "nghe-an", "text"),
        ("BODY", "a@nghe-an.example", R, "nghe-an", "sender"),
        ("BODY", "a@mail.example", F, None, "none"),
    ],
)
def test_text_and_sender_together(text: str, sender: str, outcome: Outcome, school: str | None, how: str) -> None:
    found = look(TITLE + text, sender, config=with_contacts())
    assert (found.outcome, found.details["school"], found.details["how"]) == (outcome, school, how)


def test_a_conflict_names_both_schools() -> None:
    found = look(TITLE + AUTHOR + NGHE_AN + "BODY", "a@ha-tinh.example", config=with_contacts())
    assert found.details["candidates"] == ["ha-tinh", "nghe-an"]
    assert "Nghệ An" in found.summary
    assert "Hà Tĩnh" in found.summary


def test_of_two_schools_the_author_is_asked_which() -> None:
    """Who has named himself and a school need not be told to."""
    found = look(
        TITLE + AUTHOR + "[c]Trường Chính trị tỉnh Nghệ An\nBODY", "a@quang-tri.example", config=with_contacts()
    )
    assert found.outcome is R
    assert found.advice == ("Trả lời thư này, cho biết bài tính cho đơn vị nào.",)


def test_a_joint_paper_of_two_schools() -> None:
    text = (
        TITLE + "ThS. Nguyễn Văn An, Trường Chính trị tỉnh Nghệ An\nThS. Trần Thị Bình, Trường Chính trị Lê Duẩn\nBODY"
    )
    assert look(text).outcome is R
    assert look(text).details["candidates"] == ["nghe-an", "quang-tri"]
    found = look(text, "a@quang-tri.example", config=with_contacts())
    assert (found.outcome, found.details["school"]) == (P, "quang-tri")


def test_a_school_outside_the_cluster_is_none_of_ours() -> None:
    found = look(TITLE + AUTHOR + "[c]Trường Chính trị tỉnh Lào Cai\nBODY")
    assert (found.outcome, found.details["school"]) == (R, None)


def test_what_is_lacking_is_said_and_how_to_add_it() -> None:
    found = look(TITLE + "BODY")
    assert "tên tác giả" in found.summary
    assert "đơn vị" in found.summary
    assert any("ThS. Nguyễn Văn A" in advice for advice in found.advice)


@pytest.mark.parametrize(
    "where",
    [
        "Phó Trưởng Ban Tổ chức Tỉnh ủy Nghệ An",
        "Học viện Chính trị khu vực III, Đà Nẵng",
        "Trường Chính trị tỉnh Kon Tum",
        "Giám đốc Trung tâm Chính trị huyện Tương Dương, Nghệ An",
        "Trường Đại học Vinh",
        "Ban Dân tộc tỉnh Nghệ An",
        "Hội Làm vườn tỉnh Nghệ An",
    ],
)
def test_an_author_from_elsewhere_belongs_to_no_school_the_text_names(where: str) -> None:
    letterhead = "[bc]TRƯỜNG CHÍNH TRỊ TỈNH THANH HÓA\n[bc]HỘI THẢO KHOA HỌC\n"
    found = look(letterhead + TITLE + AUTHOR + f"[c]{where}\nBODY\nTrường Chính trị tỉnh Nghệ An đã cố gắng.\nBODY")
    assert (found.outcome, found.details["school"]) == (R, None)


@pytest.mark.parametrize(
    "post", ["Công an phường", "Trưởng thôn Liên Nhật", "Trưởng bản Tà Rùng", "Công chức Tư pháp", "Đội trưởng Đội 3"]
)
def test_the_posts_of_communes_and_hamlets_stand_behind_a_name(post: str) -> None:
    assert look(f"[bc]MÔ HÌNH “TỔ ĐÊM BÌNH YÊN”\n[r]Lê Quang Vũ, {post}\nBODY").details["authors"] == ["Lê Quang Vũ"]


@pytest.mark.parametrize(
    ("post", "school"),
    [
        ("Tỉnh ủy viên, Hiệu trưởng", "nghe-an"),
        ("Ủy viên Ban Thường vụ Tỉnh ủy, Hiệu trưởng", "nghe-an"),
        ("Tỉnh ủy viên, Trưởng Ban Tuyên giáo", None),
        ("Huyện ủy viên, Phó Chủ tịch UBND huyện", None),
    ],
)
def test_a_member_of_a_committee_works_where_the_rest_says(post: str, school: str | None) -> None:
    title = "[bc]ĐỔI MỚI Ở TRƯỜNG CHÍNH TRỊ TỈNH NGHỆ AN\n"
    assert look(title + AUTHOR + f"[c]{post}\nBODY").details["school"] == school


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("[bc]TRƯỜNG CHÍNH TRỊ\n[bc]TỈNH NGHỆ AN\n", "[c]Khoa Lý luận cơ sở\n"),
        ("[bc]TRƯỜNG CHÍNH TRỊ\n[bc]NGHỆ AN\n", ""),
        ("", "[c]Trường Chính trị\n[c]tỉnh Nghệ An\n"),
        ("", "BODY\nBODY\nTrường Chính trị\ntỉnh Nghệ An\n"),
    ],
)
def test_a_school_over_two_lines(above: str, below: str) -> None:
    found = look(above + TITLE + AUTHOR + (below if "BODY" in below else below + "BODY"))
    assert (found.outcome, found.details["school"]) == (P, "nghe-an")


@pytest.mark.parametrize("school", ["TRƯỜNG CHÍNH TRỊ", "TRƯỜNG CHÍNH TRỊ TỈNH"])
def test_a_bare_school_under_the_party_of_a_province(school: str) -> None:
    head = f"[t]TỈNH ỦY QUẢNG BÌNH\n[tb]{school}\n[tb]ĐẢNG CỘNG SẢN VIỆT NAM\n"
    found = look(head + TITLE + AUTHOR + "[c]Khoa Lý luận cơ sở\nBODY")
    assert (found.outcome, found.details["school"]) == (P, "quang-binh")


def test_running_text_at_the_end_is_no_signature() -> None:
    many = "Trường Chính trị tỉnh Nghệ An, Trường Chính trị Lê Duẩn và Trường Chính trị Trần Phú đã làm tốt. BODY"
    assert look(TITLE + AUTHOR + "BODY\n" + many).details["school"] is None


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ("[bc]Overtopping of Dikes\n[c]Jan de Vries and Anna Kowalska\n[c]Faculty of Hydraulics", ["Jan de Vries", "Anna Kowalska"]),
        ("[bc]Overtopping of Dikes\n[c]Oluwaseun Adeyemi¹, Wanjiru Kamau²\n[c]¹ Faculty of Hydraulics", ["Oluwaseun Adeyemi", "Wanjiru Kamau"]),
        ("[bc]Overtopping of Dikes\n[bc]Maria Garcia (Trường Chính trị tỉnh Nghệ An)", ["Maria Garcia"]),
        ("[bc]Overtopping of Dikes\n[c]Maria Garcia\n[c]Dyke Systems, Trường Chính trị tỉnh Nghệ An", ["Maria Garcia"]),
        ("[bc]Overtopping of Dikes\n[c]Anna Berg\n[c]Trường Chính trị tỉnh Nghệ An, Vinh, Việt Nam ta", ["Anna Berg"]),
        # a title over two lines, and nobody
        ("[bc]Long-Term Siltation\n[bc]Alpine Reservoirs\n[c]Faculty of Hydraulics", []),
        ("[bc]Foraging of Bees\n[c]A Study in Orchards\n[c]Faculty of Hydraulics", []),
        ("[bc]Overtopping of Dikes\n[c]Faculty of Hydraulics", []),
    ],
)  # fmt: skip
def test_where_no_family_names_are_known_authors_stand_above_where_they_work(head: str, authors: list[str]) -> None:
    config = shipped()
    offices = (*config.vocabulary.affiliation_words, "Faculty")
    words = {"surnames": (), "name_particles": ("de",), "affiliation_words": offices}
    anywhere = config.model_copy(update={"vocabulary": config.vocabulary.model_copy(update=words)})
    assert look(f"{head}\n[b]Abstract\nBODY", config=anywhere).details["authors"] == authors
