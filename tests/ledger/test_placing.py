"""The ledger: which paper a file is a version of, and how the schools stand."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.config import School
from daemon.ledger import Move, Submitted, name_key, paper_code, place, quota, too_many
from daemon.model import KnownPaper, KnownVersion, Standing, Verdict

AT = datetime(2021, 11, 1, tzinfo=UTC)
HOA, LAN, OFFICE = "hoa@nghean.example", "lan@hue.example", "vanphong@nghean.example"
FOUR = "Mô hình giảng viên 4 tốt ở Trường Chính trị tỉnh Nghệ An"
SELF_RUN = "Xây dựng mô hình lớp học tự quản tại Trường Chính trị tỉnh Nghệ An"
YOUNG = "Kinh nghiệm xây dựng mô hình giảng viên trẻ tại Trường Chính trị tỉnh Nghệ An"
LIBRARY = "Kinh nghiệm xây dựng mô hình thư viện điện tử tại Trường Chính trị tỉnh Nghệ An"
METHODS = "Đổi mới phương pháp giảng dạy lý luận chính trị"
READING = "Mô hình đọc sách ở Trường Chính trị tỉnh Quảng Bình"
ADVISING = "Mô hình tham mưu ở Trường Chính trị tỉnh Quảng Bình"


def paper(
    code: str = "TL-2021-001",
    owner: str = HOA,
    title: str | None = SELF_RUN,
    *,
    authors: tuple[str, ...] = ("Nguyễn Thị Hoa",),
    author_key: str | None = None,
    school: str | None = "nghe-an",
    active: bool = True,
    merged_into: str | None = None,
    files: tuple[tuple[str, str], ...] = (("aa", "Tu quan.docx"),),
) -> KnownPaper:
    versions = tuple(KnownVersion(number, sha, name, AT) for number, (sha, name) in enumerate(files, 1))
    active = active and merged_into is None
    return KnownPaper(code, owner, author_key, school, title, authors, active, versions, merged_into=merged_into)


def file(
    title: str | None = SELF_RUN,
    sender: str = HOA,
    *,
    sha: str = "ff",
    name: str = "bai.docx",
    authors: tuple[str, ...] = ("Nguyễn Thị Hoa",),
    replied: tuple[str, ...] = (),
    named: tuple[str, ...] = (),
    speaks_for: tuple[str, ...] = (),
    correction: bool = False,
    alone: bool = True,
    more: bool = False,
) -> Submitted:
    return Submitted(
        sha, name, title, authors, sender, replied, named, frozenset(speaks_for), correction, alone, more
    )  # fmt: skip


CASES = [
    ("nothing on record", file(), [], (Move.NEW, None, 1, ())),
    ("the same bytes", file(sha="aa"), [paper()], (Move.SAME, "TL-2021-001", 1, ())),
    ("the same bytes, sent by the school's office too", file(sha="aa", sender=OFFICE), [paper()], (Move.SAME, "TL-2021-001", 1, ())),
    ("the bytes of an older version", file(sha="aa"), [paper(files=(("aa", "a.docx"), ("bb", "a.docx")))], (Move.SAME, "TL-2021-001", 1, ())),
    ("the same bytes of a withdrawn paper", file(sha="aa"), [paper(active=False)], (Move.NEW, None, 1, ())),
    ("same sender, same title", file(), [paper()], (Move.VERSION, "TL-2021-001", 2, ())),
    ("same sender, title in capitals", file(SELF_RUN.upper()), [paper()], (Move.VERSION, "TL-2021-001", 2, ())),
    ("same sender, a slip of the pen mended", file(SELF_RUN), [paper(title=SELF_RUN.replace("dựng", "dụn"))], (Move.VERSION, "TL-2021-001", 2, ())),
    ("same sender, title a little longer", file("Một số kinh nghiệm " + SELF_RUN), [paper()], (Move.VERSION, "TL-2021-001", 2, ())),
    ("same sender, sister paper by another author", file(LIBRARY, authors=("Trần Văn Bình",)), [paper(title=YOUNG)], (Move.NEW, None, 1, ())),
    ("same sender and author, sister paper: a person must say", file(LIBRARY), [paper(title=YOUNG)], (Move.NEW, None, 1, ("TL-2021-001",))),
    ("same sender, another subject", file(METHODS), [paper()], (Move.NEW, None, 1, ())),
    ("same sender, part 2 of it", file(SELF_RUN + " phần 2"), [paper(title=SELF_RUN + " phần 1")], (Move.NEW, None, 1, ())),
    ("another sender, same title and author: told to a person", file(sender=LAN), [paper()], (Move.NEW, None, 1, ("TL-2021-001",))),
    ("another sender, sister paper of the author: nobody is asked", file(LIBRARY, LAN), [paper(title=YOUNG)], (Move.NEW, None, 1, ())),
    ("same sender, the very title, other authors: told to a person", file(authors=("Trần Văn Bình",)), [paper()], (Move.NEW, None, 1, ("TL-2021-001",))),
    ("the same in answer to our letter", file(authors=("Trần Văn Bình",), replied=("TL-2021-001",)), [paper()], (Move.VERSION, "TL-2021-001", 2, ())),
    ("same sender, the very title, no author known", file(authors=()), [paper()], (Move.VERSION, "TL-2021-001", 2, ())),
    ("the author herself after the office", file(sender=HOA), [paper(owner=OFFICE, author_key=HOA)], (Move.VERSION, "TL-2021-001", 2, ())),
    ("two messages without a sender are not of one person", file(None, "", name="tu quan.docx"), [paper(owner="")], (Move.NEW, None, 1, ())),
    ("the contact of the school", file(sender=OFFICE, speaks_for=("nghe-an",)), [paper()], (Move.VERSION, "TL-2021-001", 2, ())),
    ("the contact of another school", file(sender=OFFICE, speaks_for=("ha-tinh",)), [paper()], (Move.NEW, None, 1, ("TL-2021-001",))),
    ("same telling file name, title unreadable", file(None, name="TU QUAN (ban sua lan 2).docx"), [paper()], (Move.VERSION, "TL-2021-001", 2, ())),
    ("same common file name says nothing, a person must say", file(None, name="Bài tham luận.docx"), [paper(files=(("aa", "bai tham luan.docx"),))], (Move.NEW, None, 1, ("TL-2021-001",))),
    ("no title to be read, by other authors", file(None, authors=("Trần Văn Bình",)), [paper()], (Move.NEW, None, 1, ())),
    ("no title to be read, beside another file", file(None, alone=False), [paper()], (Move.NEW, None, 1, ())),
    ("no title to be read, one more paper", file(None, more=True), [paper()], (Move.NEW, None, 1, ())),
    ("no title to be read, from who has several", file(None), [paper(), paper("TL-2021-002", title=YOUNG)], (Move.NEW, None, 1, ())),
    ("same file name but clearly another title", file(METHODS, name="tu quan.docx"), [paper()], (Move.NEW, None, 1, ())),
    ("reply to our letter", file(None, replied=("TL-2021-001",)), [paper()], (Move.VERSION, "TL-2021-001", 2, ())),
    ("reply, title rewritten in part", file("Mô hình lớp tự quản ở Trường Chính trị Nghệ An", replied=("TL-2021-001",)), [paper()], (Move.VERSION, "TL-2021-001", 2, ())),
    ("reply with another title, as our letter promises", file(METHODS, replied=("TL-2021-001",)), [paper()], (Move.VERSION, "TL-2021-001", 2, ())),
    ("reply with another title, authors unreadable", file(METHODS, authors=(), replied=("TL-2021-001",)), [paper()], (Move.VERSION, "TL-2021-001", 2, ())),
    ("reply with another title by other people", file(METHODS, authors=("Trần Văn Bình",), replied=("TL-2021-001",)), [paper()], (Move.NEW, None, 1, ("TL-2021-001",))),
    ("reply with a sister paper by other people", file(LIBRARY, authors=("Trần Văn Bình",), replied=("TL-2021-001",)), [paper(title=YOUNG)], (Move.NEW, None, 1, ("TL-2021-001",))),
    ("reply that brings one more paper", file(READING, replied=("TL-2021-001",), named=("TL-2021-001",), more=True), [paper(title=METHODS)], (Move.NEW, None, 1, ())),
    ("reply that brings one more paper, alike", file(READING, replied=("TL-2021-001",), more=True), [paper(title=ADVISING)], (Move.NEW, None, 1, ("TL-2021-001",))),
    ("reply that brings one more paper under the same file name", file(READING, name="tu quan.docx", replied=("TL-2021-001",), more=True), [paper(title=ADVISING)], (Move.NEW, None, 1, ("TL-2021-001",))),
    ("one more paper beside a mended one: the mended one", file(alone=False, more=True), [paper()], (Move.VERSION, "TL-2021-001", 2, ())),
    ("one more paper beside a mended one: the other", file(METHODS, alone=False, more=True, replied=("TL-2021-001",)), [paper()], (Move.NEW, None, 1, ())),
    ("the same file name, one school, another subject", file(READING, name="Nguyen Van An 2.docx"), [paper(title=ADVISING, files=(("aa", "Nguyen Van An.docx"),))], (Move.NEW, None, 1, ("TL-2021-001",))),
    ("two papers in a reply, one under a new title", file(METHODS, alone=False, replied=("TL-2021-001",)), [paper()], (Move.NEW, None, 1, ("TL-2021-001",))),
    ("code without a reply, another title", file(METHODS, named=("TL-2021-001",)), [paper()], (Move.NEW, None, 1, ("TL-2021-001",))),
    ("reply to the letter about a batch, the code decides", file(METHODS, replied=("TL-2021-001", "TL-2021-002"), named=("TL-2021-002",)), [paper(), paper("TL-2021-002", title=YOUNG)], (Move.VERSION, "TL-2021-002", 2, ())),
    ("reply to the letter about a batch, the file name decides", file(None, name="thu vien (sua).docx", replied=("TL-2021-001", "TL-2021-002")), [paper(), paper("TL-2021-002", title=LIBRARY, files=(("bb", "Thư viện.docx"),))], (Move.VERSION, "TL-2021-002", 2, ())),
    ("reply to the letter about a batch, the authors decide", file("Lớp học tự quản: cách làm và kinh nghiệm tại Nghệ An", replied=("TL-2021-001", "TL-2021-002")), [paper(), paper("TL-2021-002", title=METHODS, authors=("Trần Văn Bình",))], (Move.VERSION, "TL-2021-001", 2, ())),
    ("reply to the letter about a batch, a paper of nobody in it", file("Lớp học tự quản: cách làm", authors=("Lê Văn Cường",), replied=("TL-2021-001", "TL-2021-002")), [paper(), paper("TL-2021-002", title=METHODS, authors=("Trần Văn Bình",))], (Move.NEW, None, 1, ("TL-2021-001", "TL-2021-002"))),
    ("reply by somebody else opens nothing", file(None, LAN, replied=("TL-2021-001",)), [paper()], (Move.NEW, None, 1, ())),
    ("reply to the letter about a batch, authors of one and the matter of none", file(METHODS, replied=("TL-2021-001", "TL-2021-002")), [paper(), paper("TL-2021-002", title=LIBRARY, authors=("Trần Văn Bình",))], (Move.NEW, None, 1, ("TL-2021-001", "TL-2021-002"))),
    ("code in the subject", file(None, named=("TL-2021-001",)), [paper()], (Move.VERSION, "TL-2021-001", 2, ())),
    ("a code alone opens nothing", file(None, LAN, named=("TL-2021-001",)), [paper()], (Move.NEW, None, 1, ())),
    ("a code that does not exist", file(None, named=("TL-2021-777",)), [paper()], (Move.NEW, None, 1, ("TL-2021-001",))),
    ("code of a withdrawn paper", file(named=("TL-2021-001",)), [paper(active=False)], (Move.NEW, None, 1, ())),
    ("reply to the letter about a batch, title decides", file(YOUNG, replied=("TL-2021-001", "TL-2021-002")), [paper(), paper("TL-2021-002", title=YOUNG)], (Move.VERSION, "TL-2021-002", 2, ())),
    ("reply to the letter about a batch, nothing decides", file(None, replied=("TL-2021-001", "TL-2021-002")), [paper(), paper("TL-2021-002", title=YOUNG)], (Move.NEW, None, 1, ("TL-2021-001", "TL-2021-002"))),
    ("calls itself a correction, one paper", file(None, correction=True), [paper()], (Move.VERSION, "TL-2021-001", 2, ())),
    ("calls itself a correction, two papers", file(None, correction=True), [paper(), paper("TL-2021-002", title=YOUNG)], (Move.NEW, None, 1, ("TL-2021-001", "TL-2021-002"))),
    ("calls itself a correction, nothing of the sender's", file(None, LAN, correction=True), [paper()], (Move.NEW, None, 1, ())),
    ("two papers of the sender with the very same title", file(), [paper(), paper("TL-2021-002")], (Move.NEW, None, 1, ("TL-2021-001", "TL-2021-002"))),
    ("a number in words for one in figures", file(FOUR), [paper(title=FOUR.replace("4", "bốn"))], (Move.VERSION, "TL-2021-001", 2, ())),
    ("another number in words", file(FOUR), [paper(title=FOUR.replace("4", "ba"))], (Move.NEW, None, 1, ())),
    ("a number with a nought before it", file(FOUR), [paper(title=FOUR.replace("4", "04"))], (Move.VERSION, "TL-2021-001", 2, ())),
    ("a number in words at the beginning", file("Bốn tốt: " + FOUR.partition(" 4 tốt ")[2]), [paper(title="4 tốt: " + FOUR.partition(" 4 tốt ")[2])], (Move.VERSION, "TL-2021-001", 2, ())),
    ("nought is a number", file(FOUR.replace("4", "0")), [paper(title=FOUR.replace("4 ", ""))], (Move.NEW, None, 1, ())),
    ("a part in Roman figures", file(SELF_RUN + " phần 2"), [paper(title=SELF_RUN + " phần II")], (Move.VERSION, "TL-2021-001", 2, ())),
    ("another part in Roman figures", file(SELF_RUN + " phần 2"), [paper(title=SELF_RUN + " phần III")], (Move.NEW, None, 1, ())),
    ("two numbers, one of them another", file(FOUR + " và 3 không"), [paper(title=FOUR.replace("4", "bốn") + " và hai không")], (Move.NEW, None, 1, ())),
    ("third version", file(), [paper(files=(("aa", "a.docx"), ("bb", "b.docx")))], (Move.VERSION, "TL-2021-001", 3, ())),
]  # fmt: skip


@pytest.mark.parametrize(
    ("submitted", "papers", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_where_a_file_belongs(submitted: Submitted, papers: list[KnownPaper], expected: tuple[object, ...]) -> None:
    placement = place(submitted, papers)
    assert (placement.move, placement.code, placement.number, placement.doubt) == expected


GONE = "TL-2021-001"
SISTER = paper("TL-2021-002", title=LIBRARY, files=(("bb", "thu vien.docx"),))


@pytest.mark.parametrize(
    ("submitted", "papers", "gone", "doubt"),
    [
        (file(named=(GONE,), correction=True), [paper(active=False)], GONE, ()),
        (file(None, replied=(GONE,)), [paper(active=False)], GONE, ()),
        (file(SELF_RUN.upper()), [paper(active=False)], GONE, ()),  # the same title, no code
        # a correction of it is none of what else its sender has
        (
            file(YOUNG, named=(GONE,), correction=True),
            [paper(title=YOUNG, active=False), SISTER],
            GONE,
            ("TL-2021-002",),
        ),
        (file(named=(GONE,), correction=True), [paper(active=False), paper("TL-2021-002", title=METHODS)], GONE, ()),
        # other people's
        (file(sender=LAN, named=(GONE,)), [paper(active=False)], None, ()),
        # another paper, another matter
        (file(METHODS), [paper(active=False)], None, ()),
        (file(METHODS, named=(GONE,)), [paper(active=False)], None, ()),
        (file(None), [paper(active=False)], None, ()),  # nothing says that it is that one
        (file(more=True), [paper(active=False)], None, ()),
        # what is part of another paper was not taken back: the other is meant, and gone with it
        (
            file(named=(GONE,)),
            [paper(merged_into="TL-2021-002"), paper("TL-2021-002", active=False)],
            "TL-2021-002",
            (),
        ),
        (file(), [paper(merged_into="TL-2021-002"), paper("TL-2021-002", LAN, METHODS, school="hue")], None, ()),
    ],
)
def test_a_version_of_a_withdrawn_paper_is_a_paper_of_its_own_that_says_so(
    submitted: Submitted, papers: list[KnownPaper], gone: str | None, doubt: tuple[str, ...]
) -> None:
    placement = place(submitted, papers)
    assert (placement.move, placement.gone, placement.doubt) == (Move.NEW, gone, doubt)


def test_what_counts_goes_before_what_was_withdrawn() -> None:
    placement = place(file(named=(GONE,)), [paper(active=False), paper("TL-2021-002")])
    assert (placement.move, placement.code, placement.gone) == (Move.VERSION, "TL-2021-002", None)


def test_two_files_of_one_message_are_two_papers() -> None:
    assert place(file(alone=False), [paper()], taken={"TL-2021-001"}).move is Move.NEW


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Bài tham luận.docx", ""),
        ("BAI THAM LUAN (1).doc", ""),
        ("Tham luận - Nguyễn Văn An (bản sửa lần 2).docx", "tham luan nguyen van an"),
        ("tham_luan_nguyen_van_an_final.doc", "tham luan nguyen van an"),
        ("bai-nop.zip!thu muc/Nguyễn Văn An v3.docx", "nguyen van an"),
        ("Nguyễn Văn An 10.11.2021.docx", "nguyen van an"),
        ("bai-nop.zip!thu muc\\Nguyễn Văn An.docx", "nguyen van an"),
        ("Hãy nói lời cảm ơn!.docx", "hay noi loi cam on"),
        ("nộp.zip!Lớp học vui! Lớp học tốt! (bản cuối).docx", "lop hoc vui lop hoc tot"),
    ],
)
def test_what_a_file_name_says(name: str, key: str) -> None:
    assert name_key(name) == key


def test_codes_can_be_said_and_go_on_beyond_999() -> None:
    assert [paper_code("TL-2021", n) for n in (1, 42, 1000)] == ["TL-2021-001", "TL-2021-042", "TL-2021-1000"]


def school(low: int, high: int | None) -> School:
    return School(id="nghe-an", name="Nghệ An", min_papers=low, max_papers=high)


def standing(
    verdict: Verdict = Verdict.PASS, in_time: Verdict | None = Verdict.PASS, *, active: bool = True, of: str = "nghe-an"
) -> Standing:
    return Standing(of, active, in_time is None, verdict, in_time)


def test_quota_counts_what_stood_at_the_deadline() -> None:
    own = [
        standing(),
        standing(Verdict.FAIL, Verdict.FAIL),
        standing(Verdict.PASS, Verdict.FAIL),  # mended too late
        standing(Verdict.FAIL, Verdict.PASS),  # spoiled too late
        standing(Verdict.PASS, None),  # came too late
        standing(active=False),
        standing(of="ha-tinh"),
    ]
    numbers = quota(school(6, None), own)
    assert (numbers.papers, numbers.compliant, numbers.missing, numbers.over) == (5, 2, 1, 0)
    assert numbers.correcting == 1, "what is compliant is counted as nothing else"


def test_papers_beyond_the_limit_are_those_that_came_last() -> None:
    schools = [School(id=name, name=name, min_papers=1, max_papers=most) for name, most in (("a", 2), ("b", None))]
    at = [("TL-4", "a", True), ("TL-1", "a", True), ("TL-2", "a", False), ("TL-3", "a", True), ("TL-5", "b", True)]
    papers = [(code, Standing(name, active, False, Verdict.PASS, Verdict.PASS)) for code, name, active in at]
    assert too_many(papers, schools) == {"TL-4": 3}


def test_quota_over_the_limit() -> None:
    numbers = quota(school(3, 5), [standing()] * 7)
    assert (numbers.missing, numbers.over) == (0, 2)


titles = st.sampled_from([None, SELF_RUN, YOUNG, LIBRARY, METHODS, ""])
addresses = st.sampled_from([HOA, LAN, OFFICE])
codes = st.lists(st.sampled_from(["TL-2021-001", "TL-2021-002", "TL-2021-003"]), max_size=3, unique=True).map(tuple)
papers = st.lists(
    st.builds(
        paper,
        owner=addresses,
        title=titles,
        active=st.booleans(),
        author_key=st.none() | addresses,
        files=st.lists(
            st.tuples(st.sampled_from("abcdef"), st.sampled_from(["a.docx", "tu quan.docx", "bài.docx"])),
            min_size=1,
            max_size=3,
        ).map(tuple),
    ),
    max_size=3,
).map(
    lambda found: [
        KnownPaper(f"TL-2021-00{n}", p.owner_key, p.author_key, p.school, p.title, p.authors, p.active, p.versions)
        for n, p in enumerate(found, 1)
    ]
)


@given(
    st.builds(file, title=titles, sender=addresses, sha=st.sampled_from("abcdefgh"), name=st.text(max_size=30),
              replied=codes, named=codes, correction=st.booleans(), alone=st.booleans(), more=st.booleans()),
    papers,
)  # fmt: skip
@pytest.mark.slow
def test_only_a_paper_of_ones_own_is_ever_replaced(submitted: Submitted, known: list[KnownPaper]) -> None:
    placement = place(submitted, known)
    by_code = {entry.code: entry for entry in known}
    if placement.move is Move.VERSION:
        target = by_code[placement.code or ""]
        assert submitted.sender_key in (target.owner_key, target.author_key)
        assert target.active
        assert placement.number == len(target.versions) + 1
    elif placement.move is Move.SAME:
        assert submitted.sha256 in {version.sha256 for version in by_code[placement.code or ""].versions}
    else:
        assert placement.code is None
    assert set(placement.doubt) <= set(by_code)
