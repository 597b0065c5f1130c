"""Letters of the calendar where dates differ: a later deadline of some, a conference that was yesterday."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from letter_cases import CONFIG, IN_TIME, TITLE, WRONG_FONT, file, incoming, paper_line, report, staff, with_

from daemon.cli import season as season_commands
from daemon.config import Audience, Config, Extension, PhaseKind, Recipient, Weekday, WhenEmpty
from daemon.digests import Beat, Facts, Moved, Slot, digest
from daemon.letters import Letters, environment, when, why
from daemon.model import (
    Address,
    Change,
    Decision,
    Disposition,
    Lang,
    Letter,
    Missing,
    OrderKind,
    PaperName,
    PaperState,
    Standing,
    Verdict,
    VettedBy,
    Vetting,
)
from daemon.reconciling import Account
from daemon.season import due, occasions, rehearse, settled_key
from daemon.season.deadlines import InForce, Told

pytestmark = pytest.mark.slow  # each is quick; all of them are not

HOA = Address("hoa.nguyen@quangtri.example", "Nguyễn Thị Hoa")
FAULTY = PaperState(
    "TL-2021-004", TITLE, HOA, Standing("quang-tri", True, False, Verdict.FAIL, Verdict.FAIL), ("pages",)
)
CONTACTS = tuple(school.model_copy(update={"contacts": (f"lh@{school.id}.example",)}) for school in CONFIG.schools)
CLUSTER = CONFIG.model_copy(update={"schools": CONTACTS})
LATER = (Extension(school="quang-tri", until=date(2021, 11, 12)),)
OF_ONE = (Extension(paper="TL-2021-005", until=date(2021, 11, 12)),)
OTHER = replace(FAULTY, code="TL-2021-005")
VETTED = replace(
    FAULTY,
    standing=Standing("quang-tri", True, False, Verdict.PASS, Verdict.PASS, vetted=True),
    faults=(),
    vetting=Vetting(VettedBy.SENT, datetime(2021, 10, 20, tzinfo=UTC)),
)
#: A school that misses nothing and has some to correct.
FULL = tuple(
    replace(FAULTY, code=f"TL-2021-02{n}", standing=replace(FAULTY.standing, school="ha-tinh")) for n in range(3)
)
#: And one that has nothing left to do.
DONE = tuple(
    replace(VETTED, code=f"TL-2021-03{n}", standing=replace(VETTED.standing, school="ha-tinh")) for n in range(3)
)


def written(config: Config, day: int, *papers: PaperState, month: int = 11) -> dict[str, Letter]:
    """The letters of a morning on which everything before was settled, by who gets them."""
    now = datetime(2021, month, day, 1, 5, tzinfo=UTC)
    calendar = occasions(config, lambda _: False)
    before = now - timedelta(days=1)
    done = {settled_key(occasion, to) for occasion in calendar if occasion.at <= before for to in Audience}
    pen = Letters(config, environment(config))
    letters = due(config, calendar, papers, done, now, released=True).letters
    return {letter.reader.id: pen.season(letter, papers, now) for letter in letters}


def test_when_the_deadline_has_passed_it_is_said_what_is_to_be_done() -> None:
    """To whom nothing is left to do, nothing is."""
    phases = tuple(phase.model_copy(update={"always": True}) for phase in CLUSTER.phases)
    letters = written(CLUSTER.model_copy(update={"phases": phases}), 11, FAULTY, *DONE)
    assert "còn bài có điểm cần sửa. Đề nghị quý Trường gửi sớm nhất có thể về" in letters["school:quang-tri"].text
    assert "còn điểm cần sửa. Đề nghị gửi bản sửa sớm nhất có thể." in letters[f"author:{HOA.key}"].text
    assert "sớm nhất" not in letters["school:ha-tinh"].text


@pytest.mark.parametrize("lang", Lang)
def test_who_answers_for_two_schools_can_tell_their_letters_apart(lang: Lang) -> None:
    """Each is named in the subject; of who answers for one alone the salutation is enough."""
    schools = tuple(
        school.model_copy(update={"contacts": ("chung@so.example",)})
        if school.id in {"quang-tri", "ha-tinh"}
        else school
        for school in CLUSTER.schools
    )
    config = CLUSTER.model_copy(update={"schools": schools}).in_one_language(lang)
    letters = written(config, 25, month=9)
    by_school = {school.id: letters[f"school:{school.id}"].subject for school in config.schools}
    names = {it.id: it.english_name if lang is Lang.EN else it.name for it in config.schools}
    named = {key for key, subject in by_school.items() if names[key] in subject}
    assert named == {"quang-tri", "ha-tinh"}
    assert by_school["quang-tri"] != by_school["ha-tinh"]
    assert by_school["nghe-an"] == by_school["da-nang"]


@pytest.mark.parametrize(
    ("announced", "said"),
    [
        (5, "Theo tiến độ, từ ngày 25/10/2021 đến hết ngày 05/11/2021, các trường thẩm định bài viết; bài của"),
        (0, "Các trường đang thẩm định bài viết đến hết ngày 05/11/2021, còn 11 ngày; bài của"),
    ],
)
def test_a_phase_that_is_yet_to_begin_is_not_said_to_be_under_way(announced: int, said: str) -> None:
    """Its opening letter goes out days before, where that is configured, or where it begins on free days."""
    phases = tuple(
        phase.model_copy(update={"announce_days": announced}) if phase.kind is PhaseKind.VET else phase
        for phase in CLUSTER.phases
    )
    letters = written(CLUSTER.model_copy(update={"phases": phases}), 25 - announced, FAULTY, month=10)
    assert said in letters[f"author:{HOA.key}"].text
    begins = "bắt đầu ngày 25/10/2021: các" if announced else "bắt đầu: các"
    assert f"{begins} trường được đề nghị thẩm định bài viết" in letters["secretariat"].text


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (10, "hết ngày 12/11/2021 (giờ Việt Nam), còn 2 ngày"),
        (11, "hết ngày 12/11/2021 (giờ Việt Nam), còn 1 ngày"),  # after the deadline of all
    ],
)
@pytest.mark.parametrize("reader", ["school:quang-tri", "author:hoa.nguyen@quangtri.example"])
def test_whose_deadline_is_later_is_reminded_of_that_one(day: int, said: str, reader: str) -> None:
    letters = written(CLUSTER.model_copy(update={"extensions": LATER}), day, FAULTY)
    assert said in letters[reader].text
    assert "đã qua" not in letters[reader].text
    assert "Đã hết" not in letters[reader].subject


@pytest.mark.parametrize("reader", ["school:quang-tri", "author:hoa.nguyen@quangtri.example"])
def test_whose_deadline_is_later_is_told_when_that_one_has_passed(reader: str) -> None:
    letters = written(CLUSTER.model_copy(update={"extensions": LATER}), 13, FAULTY)
    whose = "quý Trường" if reader.startswith("school") else "Trường Chính trị Lê Duẩn tỉnh Quảng Trị"
    assert (
        f"Thời hạn nộp bài riêng của {whose} là hết ngày 12/11/2021 (giờ Việt Nam) và đã qua." in letters[reader].text
    )
    assert "school:nghe-an" not in letters  # whose deadline was that of all


@pytest.mark.parametrize(
    ("least", "papers", "lang", "asked"),
    [
        (3, (), Lang.VI, "Đề nghị quý Trường đôn đốc việc viết bài và gửi các bài còn thiếu. Bài gửi về"),
        (
            3,
            (FAULTY,),
            Lang.VI,
            "đôn đốc việc viết bài và gửi các bài còn thiếu, đôn đốc sửa những bài còn lỗi. Bài gửi về",
        ),
        (1, (FAULTY,), Lang.VI, "Đề nghị quý Trường đôn đốc sửa những bài còn lỗi. Bài gửi về"),
        (3, (), Lang.EN, "ask your school to see to the writing of papers and to send those that are missing. Papers"),
        (1, (FAULTY,), Lang.EN, "ask your school to see to the correction of papers with faults. Papers are sent"),
    ],
)
def test_the_reminder_of_writing_asks_for_what_is_left_to_do(
    least: int, papers: tuple[PaperState, ...], lang: Lang, asked: str
) -> None:
    schools = tuple(school.model_copy(update={"min_papers": least}) for school in CLUSTER.schools)
    using = CLUSTER.model_copy(update={"schools": schools}).in_one_language(lang)
    assert asked in " ".join(written(using, 22, *papers, month=10)["school:quang-tri"].text.split())


@pytest.mark.parametrize(
    ("audience", "lang", "said"),
    [
        (("delegates",), Lang.VI, "thư mời dự hội thảo được gửi đến tác giả, các trường và đại biểu."),
        (("schools",), Lang.VI, "thư mời dự hội thảo được gửi đến các trường."),
        (("schools", "authors"), Lang.VI, "được gửi đến tác giả có bài cần sửa và các trường."),
        ((), Lang.VI, "Theo cấu hình, thư mời dự hội thảo không được gửi cho ai."),
        (("delegates",), Lang.EN, "invitations to the conference are sent to authors, schools and delegates."),
        (("schools",), Lang.EN, "invitations to the conference are sent to schools."),
    ],
)
def test_the_secretariat_is_told_who_is_invited(audience: tuple[str, ...], lang: Lang, said: str) -> None:
    to = (*map(Audience, audience), Audience.SECRETARIAT)
    phases = tuple(it.model_copy(update={"audience": to}) for it in CLUSTER.phases if it.kind is PhaseKind.EVENT)
    using = CLUSTER.model_copy(update={"phases": phases}).in_one_language(lang)
    assert said in " ".join(written(using, 15)["secretariat"].text.split())


AUTHOR = "author:hoa.nguyen@quangtri.example"
TO_QUANG_TRI = Extension(school="quang-tri", until=date(2021, 11, 18))
TO_PAPER = Extension(paper="TL-2021-004", until=date(2021, 11, 18))


def after_a_change(before: Config, using: Config) -> dict[str, Letter]:
    """The letters of an hour at which the deadlines became others, after everybody had been written to."""
    now = datetime(2021, 11, 9, 3, 0, tzinfo=UTC)
    paper = replace(FAULTY, assessed_at=now - timedelta(days=9))
    agenda = due(before, occasions(before, lambda _: False), (paper,), (), now - timedelta(hours=1), released=True)
    settled = [item.key for item in agenda.settled]
    told = Told((InForce(now - timedelta(days=60), before.deadlines), InForce(now, using.deadlines)))
    told = told.written((it.reader.id for it in agenda.letters), now - timedelta(hours=1))
    calendar = occasions(using, lambda _: False, told.changed_at)
    planned = due(using, calendar, (paper,), settled, now, told=told, released=True).letters
    return {it.reader.id: Letters(using, environment(using)).season(it, (paper,), now) for it in planned}


def test_a_letter_to_the_school_says_what_was_granted_to_it_and_to_one_of_its_papers() -> None:
    later = Extension(paper="TL-2021-004", until=date(2021, 11, 22))
    found = after_a_change(CLUSTER, CLUSTER.model_copy(update={"extensions": (TO_QUANG_TRI, later)}))
    assert [reader for reader in found if reader.startswith("school:quang-tri")] == ["school:quang-tri"]
    letter = found["school:quang-tri"]
    assert letter.subject.startswith("Gia hạn nộp bài tham luận đến hết ngày 18/11/2021 (giờ Việt Nam) – ")
    assert (
        "đã gia hạn nộp bài cho quý Trường: trước đây là hết ngày 10/11/2021 (giờ Việt Nam), nay là hết ngày 18/11/2021"
        in letter.text
    )
    assert (
        "đã gia hạn cho bài TL-2021-004: trước đây là hết ngày 10/11/2021 (giờ Việt Nam), nay là hết ngày 22/11/2021"
        in letter.text
    )


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (Lang.VI, "Ngoài bài có thời hạn riêng (TL-2021-004), quý Trường không còn bài phải gửi, phải sửa."),
        (
            Lang.EN,
            "Apart from what has a deadline of its own (TL-2021-004), your school has no papers left to send or to",
        ),
    ],
)
def test_a_school_is_not_told_that_all_is_done_while_a_paper_with_its_own_deadline_is_to_be_corrected(
    lang: Lang, said: str
) -> None:
    schools = tuple(school.model_copy(update={"min_papers": 0}) for school in CLUSTER.schools)
    before = CLUSTER.model_copy(update={"schools": schools}).in_one_language(lang)
    later = Extension(paper="TL-2021-004", until=date(2021, 11, 22))
    found = after_a_change(before, before.model_copy(update={"extensions": (TO_QUANG_TRI, later)}))
    assert said in " ".join(found["school:quang-tri"].text.split())


@pytest.mark.parametrize(
    ("lang", "says", "never"),
    [
        (Lang.VI, "chưa gửi bài nào (Kế hoạch: không quá 5 bài).", "đủ"),
        (Lang.EN, "has not sent any paper (the Plan asks for no more than 5 papers).", "as many as"),
    ],
)
def test_no_paper_is_not_called_enough_of_them(lang: Lang, says: str, never: str) -> None:
    schools = tuple(school.model_copy(update={"min_papers": 0}) for school in CLUSTER.schools)
    config = CLUSTER.model_copy(update={"schools": schools}).in_one_language(lang)
    [letter] = [it for reader, it in written(config, 10, month=9).items() if reader == "school:quang-tri"]
    text = " ".join(letter.text.split())
    assert says in text
    assert never not in text.partition(says)[2]


@pytest.mark.parametrize(
    ("granted", "reader", "subject", "said"),
    [
        (
            TO_QUANG_TRI,
            "school:quang-tri",
            "Gia hạn nộp bài tham luận đến hết ngày 18/11/2021 (giờ Việt Nam) – ",
            ("Ban Thư ký Hội thảo đã gia hạn nộp bài cho quý Trường: trước đây là hết ngày 10/11/2021 (giờ Việt Nam), nay là "
            "hết ngày 18/11/2021 (giờ Việt Nam).\n\nThời hạn nộp bài riêng của quý Trường là hết ngày 18/11/2021"),
        ),
        (
            TO_QUANG_TRI,
            AUTHOR,
            "Gia hạn nộp bài tham luận đến hết ngày 18/11/2021 (giờ Việt Nam) – ",
            ("đã gia hạn nộp bài cho Trường Chính trị Lê Duẩn tỉnh Quảng Trị: trước đây là hết ngày 10/11/2021 (giờ Việt "
            "Nam), nay là hết ngày 18/11/2021 (giờ Việt Nam).\n\nBài của đồng chí còn điểm cần sửa. Đề nghị"),
        ),
        (
            TO_PAPER,
            AUTHOR,
            "Gia hạn bài TL-2021-004 đến hết ngày 18/11/2021 (giờ Việt Nam) – ",
            "Ban Thư ký Hội thảo đã gia hạn cho bài TL-2021-004: trước đây là hết ngày 10/11/2021 (giờ Việt Nam), nay là",
        ),
    ],
)  # fmt: skip
def test_who_is_granted_a_later_deadline_is_told_so(granted: Extension, reader: str, subject: str, said: str) -> None:
    letters = after_a_change(CLUSTER, CLUSTER.model_copy(update={"extensions": (granted,)}))
    assert letters[reader].subject.startswith(subject)
    assert said in letters[reader].text


SOONER = CLUSTER.model_copy(update={"rules": CLUSTER.rules.model_copy(update={"deadline": date(2021, 11, 9)})})
FROM_10_TO_9 = "trước đây là hết ngày 10/11/2021 (giờ Việt Nam), nay sớm hơn, là hết ngày 09/11/2021 (giờ Việt Nam)."
FROM_18_TO_10 = "trước đây là hết ngày 18/11/2021 (giờ Việt Nam), nay sớm hơn, là hết ngày 10/11/2021 (giờ Việt Nam)."


@pytest.mark.parametrize(
    ("before", "after", "reader", "subject", "said"),
    [
        (
            CLUSTER,
            SOONER,
            "school:quang-tri",
            "Thời hạn nộp bài tham luận đổi sớm hơn: hết ngày 09/11/2021 (giờ Việt Nam) – ",
            (f"Ban Thư ký Hội thảo đã điều chỉnh thời hạn nộp bài: {FROM_10_TO_9} Mong quý Trường thông cảm vì sự thay đổi "
            "này.\n\nThời hạn nộp bài là hết ngày 09/11/2021 (giờ Việt Nam), hôm nay là ngày cuối. Đề nghị quý Trường gửi"),
        ),
        (
            CLUSTER,
            SOONER,
            AUTHOR,
            "Thời hạn nộp bài tham luận đổi sớm hơn: hết ngày 09/11/2021 (giờ Việt Nam) – ",
            (f"điều chỉnh thời hạn nộp bài: {FROM_10_TO_9} Mong đồng chí thông cảm vì sự thay đổi này.\n\nBài của đồng chí "
            "còn điểm cần sửa. Đề nghị sửa và gửi lại chậm nhất là hết ngày 09/11/2021 (giờ Việt Nam), hôm nay là ngày cuối."),
        ),
        (  # taken back
            CLUSTER.model_copy(update={"extensions": (TO_QUANG_TRI,)}),
            CLUSTER,
            "school:quang-tri",
            "Thời hạn nộp bài tham luận đổi sớm hơn: hết ngày 10/11/2021 (giờ Việt Nam) – ",
            f"Ban Thư ký Hội thảo đã điều chỉnh thời hạn nộp bài: {FROM_18_TO_10}",
        ),
        (  # of one paper: its school hears of the paper, its author of the deadline
            CLUSTER.model_copy(update={"extensions": (TO_PAPER,)}),
            CLUSTER,
            "school:quang-tri",
            "Thời hạn của bài TL-2021-004 đổi sớm hơn: hết ngày 10/11/2021 (giờ Việt Nam) – ",
            f"Ban Thư ký Hội thảo đã điều chỉnh thời hạn của bài TL-2021-004: {FROM_18_TO_10}",
        ),
        (  # so that a reminder is due at once: the news comes first
            CLUSTER.model_copy(update={"extensions": (TO_QUANG_TRI,)}),
            CLUSTER.model_copy(
                update={"extensions": (TO_QUANG_TRI.model_copy(update={"until": date(2021, 11, 11)}),)}
            ),
            "school:quang-tri",
            "Thời hạn nộp bài tham luận đổi sớm hơn: hết ngày 11/11/2021 (giờ Việt Nam) – ",
            "Thời hạn nộp bài riêng của quý Trường là hết ngày 11/11/2021 (giờ Việt Nam), còn 2 ngày.",
        ),
        (  # shortened
            CLUSTER.model_copy(update={"extensions": (TO_PAPER,)}),
            CLUSTER.model_copy(update={"extensions": (TO_PAPER.model_copy(update={"until": date(2021, 11, 15)}),)}),
            AUTHOR,
            "Thời hạn của bài TL-2021-004 đổi sớm hơn: hết ngày 15/11/2021 (giờ Việt Nam) – ",
            "đã điều chỉnh thời hạn riêng của bài TL-2021-004: trước đây là hết ngày 18/11/2021 (giờ Việt Nam), nay sớm hơn",
        ),
    ],
)  # fmt: skip
def test_who_was_told_a_later_deadline_is_told_the_earlier_one(
    before: Config, after: Config, reader: str, subject: str, said: str
) -> None:
    letters = after_a_change(before, after)
    assert letters[reader].subject.startswith(subject)
    assert said in letters[reader].text


def test_a_school_whose_deadlines_are_all_shortened_is_begged_pardon_once() -> None:
    before = CLUSTER.model_copy(
        update={"extensions": (TO_QUANG_TRI, TO_PAPER.model_copy(update={"until": date(2021, 11, 20)}))}
    )
    text = after_a_change(before, CLUSTER.model_copy(update={"extensions": LATER}))["school:quang-tri"].text
    assert "điều chỉnh thời hạn nộp bài riêng của quý Trường: trước đây là hết ngày 18/11/2021" in text
    assert (
        "điều chỉnh thời hạn của bài TL-2021-004: trước đây là hết ngày 20/11/2021 (giờ Việt Nam), nay sớm hơn" in text
    )
    assert text.count("Mong quý Trường thông cảm") == 1


def test_an_english_reader_is_told_the_earlier_one_in_english() -> None:
    letters = after_a_change(CLUSTER.in_one_language(Lang.EN), SOONER.in_one_language(Lang.EN))
    assert letters[AUTHOR].subject.startswith("Earlier deadline for your papers: the end of 9 November 2021")
    assert (
        "has brought forward the deadline for papers: it was the end of 10 November 2021 (Việt Nam time), and is now "
        "earlier, the end of 9 November 2021 (Việt Nam time). We apologise for the change." in letters[AUTHOR].text
    )


def test_a_later_deadline_of_one_paper_is_told_its_author_and_its_school() -> None:
    """The school, which misses papers besides, is told apart of that paper and of the deadline of all."""
    using = CLUSTER.model_copy(update={"extensions": OF_ONE})
    letters = written(using, 11, FAULTY, OTHER)
    of_all, of_one = letters["school:quang-tri"].text, letters["school:quang-tri@paper:TL-2021-005"].text
    assert "Thời hạn nộp bài là hết ngày 10/11/2021 (giờ Việt Nam) và đã qua. Quý Trường còn thiếu bài so với" in of_all
    assert "TL-2021-005 – " + TITLE + ": cần sửa (số trang), thời hạn riêng của bài là hết ngày 12/11/2021" in of_all
    assert "Thời hạn riêng của bài TL-2021-005 là hết ngày 12/11/2021 (giờ Việt Nam), còn 1 ngày." in of_one
    assert "Đề nghị quý Trường hoàn thiện các bài còn lỗi và gửi về " in of_one
    assert letters["school:quang-tri@paper:TL-2021-005"].subject.startswith("Thời hạn riêng của bài TL-2021-005: còn 1")
    assert "TL-2021-004" not in of_one
    assert "Số bài của" not in of_one


def test_each_paper_of_an_author_has_its_deadline() -> None:
    using = CLUSTER.model_copy(update={"extensions": OF_ONE})
    author = "author:hoa.nguyen@quangtri.example"
    assert (
        "chậm nhất là hết ngày 10/11/2021 (giờ Việt Nam), còn 1 ngày" in written(using, 9, FAULTY, OTHER)[author].text
    )
    after = written(using, 11, FAULTY, OTHER)
    assert "Thời hạn nộp bài là hết ngày 10/11/2021 (giờ Việt Nam) và đã qua." in after[author].text
    of_one = after[f"{author}@paper:TL-2021-005"].text
    assert (
        "Bài của đồng chí còn điểm cần sửa. Đề nghị sửa và gửi lại trong thời hạn riêng của bài TL-2021-005, " in of_one
    )
    assert "chậm nhất là hết ngày 12/11/2021 (giờ Việt Nam), còn 1 ngày" in of_one
    assert "TL-2021-004" not in of_one


@pytest.mark.parametrize(("day", "month"), [(10, 9), (25, 9), (5, 11)])
def test_the_plan_is_not_cited_for_a_deadline_that_it_does_not_give(day: int, month: int) -> None:
    """ĐHVB 5 says when papers of all are due; a later day was granted to one."""
    for lang, own, cited in (
        (Lang.VI, "riêng của quý Trường", "Theo ĐHVB 5"),
        (Lang.EN, "for your school", "(Guidelines 5)"),
    ):
        using = CLUSTER.model_copy(update={"extensions": LATER}).in_one_language(lang)
        letters = written(using, day, month=month)
        when = next(line for line in letters["school:quang-tri"].text.splitlines() if line.startswith("4. "))
        assert own in when
        assert cited not in when
        assert cited in letters["school:nghe-an"].text


@pytest.mark.parametrize(("day", "month"), [(25, 10), (2, 11)])
def test_a_school_that_vets_is_told_until_when_to_send_what_is_missing(day: int, month: int) -> None:
    letters = written(CLUSTER, day, FAULTY, *FULL, month=month)
    said = "Các bài còn thiếu, sau khi thẩm định, gửi chậm nhất là hết ngày 10/11/2021 (giờ Việt Nam)."
    assert said in letters["school:quang-tri"].text
    assert said in letters["school:nghe-an"].text
    assert said not in letters["school:ha-tinh"].text


@pytest.mark.parametrize("day", [10, 22])
def test_an_author_is_not_asked_to_assign_lecturers(day: int) -> None:
    """Whom a phase is for is the configuration's to say; of the plan an author hears what is theirs to do."""
    to_authors = tuple(phase.model_copy(update={"audience": (Audience.AUTHORS,)}) for phase in CLUSTER.phases)
    letter = written(CLUSTER.model_copy(update={"phases": to_authors}), day, FAULTY, month=9)[f"author:{HOA.key}"]
    assert letter.subject.startswith("Bài tham luận còn điểm cần sửa")
    assert "Đề nghị sửa và gửi lại chậm nhất là hết ngày 10/11/2021" in letter.text
    assert "phân công cán bộ" not in letter.text.replace("“Triển khai Kế hoạch, phân công cán bộ", "")


@pytest.mark.parametrize(("day", "month"), [(22, 10), (25, 10), (2, 11), (5, 11), (9, 11), (11, 11)])
def test_nothing_is_asked_of_who_has_nothing_left_to_do(day: int, month: int) -> None:
    """And is written to all the same, for the configuration says `always`."""
    phases = tuple(phase.model_copy(update={"always": True}) for phase in CLUSTER.phases)
    for lang, asks, said in (
        (Lang.VI, "Đề nghị quý", "Quý Trường không còn bài phải gửi, phải sửa"),
        (Lang.EN, "We kindly ask", "Your school has no papers left to send or to correct"),
    ):
        using = CLUSTER.model_copy(update={"phases": phases}).in_one_language(lang)
        text = written(using, day, *DONE, month=month)["school:ha-tinh"].text
        assert said in text
        assert asks not in text
        assert not re.search(r" \.\s", text)


@pytest.mark.parametrize(
    ("granted", "cited", "said"),
    [
        ((), "Thời hạn (ĐHVB 5): ", "Theo ĐHVB 5, gửi bản sửa chậm nhất là hết ngày 10/11/2021"),
        (Extension(school="nghe-an", until=date(2021, 11, 12)), "Thời hạn: ", "Theo thời hạn riêng của Trường Chính trị tỉnh Nghệ An, gửi bản sửa chậm nhất là hết ngày 12/11/2021"),
        (Extension(paper="TL-2021-001", until=date(2021, 11, 12)), "Thời hạn: ", "Theo thời hạn riêng của bài TL-2021-001, gửi bản sửa chậm nhất là hết ngày 12/11/2021"),
    ],
)  # fmt: skip
def test_nor_in_the_answer_to_a_paper(granted: Extension | tuple[()], cited: str, said: str) -> None:
    using = CONFIG.model_copy(update={"extensions": (granted,) if granted else ()})
    received = replace(report(findings=with_(WRONG_FONT)), due=using.due("nghe-an", "TL-2021-001"))
    text = Letters(using, environment(using)).acknowledgement(incoming(file()), [received]).text
    assert f"✓ Đạt – {cited}" in text
    assert said in text


AFTER = datetime(2021, 11, 11, 1, 5, tzinfo=UTC)
MUCH_LATER = datetime(2021, 11, 25, 1, 5, tzinfo=UTC)
ONE_HAS_MORE_TIME = (Extension(paper="TL-2021-002", until=date(2021, 11, 20)),)


@pytest.mark.parametrize(
    ("lang", "faulty", "at", "said", "unsaid"),
    [
        (Lang.VI, "12", IN_TIME, "Theo ĐHVB 5, gửi bản sửa chậm nhất là hết ngày 10/11/2021 (giờ Việt Nam). Riêng bài TL-2021-002: chậm nhất là hết ngày 20/11/2021 (giờ Việt Nam).", "đã qua"),
        (Lang.VI, "2", IN_TIME, "Theo thời hạn riêng của bài TL-2021-002, gửi bản sửa chậm nhất là hết ngày 20/11/2021", "Riêng bài"),
        (Lang.VI, "1", IN_TIME, "Theo ĐHVB 5, gửi bản sửa chậm nhất là hết ngày 10/11/2021", "Riêng bài"),
        (Lang.VI, "12", AFTER, "Bản mới được ghi nhận là nộp muộn, trừ bài TL-2021-002;", "Theo ĐHVB 5"),
        (Lang.VI, "12", AFTER, "và đã qua. Đề nghị gửi bản sửa sớm nhất có thể. Riêng bài TL-2021-002: chậm nhất là hết ngày 20/11/2021", "Theo ĐHVB 5"),
        (Lang.VI, "", AFTER, "chậm nhất là hết ngày 20/11/2021 (giờ Việt Nam); bản mới thay cho bản đã gửi.", "đã qua"),
        (Lang.VI, "", AFTER, "Nếu muốn thay bài TL-2021-002 bằng bản khác, xin", "Riêng bài"),
        (Lang.VI, "", AFTER, "Ban Thư ký Hội thảo sẽ xem xét việc tiếp nhận bài nộp sau thời hạn;", "thay bằng bản khác"),
        (Lang.VI, "", IN_TIME, "Nếu muốn thay bằng bản khác, xin", "tiếp nhận bài nộp sau thời hạn"),
        (Lang.EN, "", AFTER, "If you wish to replace paper TL-2021-002, please", "replace the paper"),
        (Lang.EN, "", AFTER, "The Conference Secretariat will consider papers that came after the deadline;", "may come later"),
        (Lang.EN, "", IN_TIME, "If you wish to replace the paper, please", "papers that came after the deadline"),
        (Lang.EN, "12", IN_TIME, "by the end of 10 November 2021 (Việt Nam time) (Guidelines 5). Paper TL-2021-002 may come later: by the end of 20 November 2021 (Việt Nam time).", "has passed"),
        (Lang.EN, "12", AFTER, "The new version is recorded as late, but for paper TL-2021-002;", "Guidelines 5)."),
        (Lang.VI, "12", MUCH_LATER, "Bản mới được ghi nhận là nộp muộn; không phải gửi lại", "trừ bài"),
        (Lang.VI, "12", MUCH_LATER, "10/11/2021 (giờ Việt Nam) và đã qua. Đề nghị gửi bản sửa sớm nhất có thể.", "Riêng bài"),
    ],
)  # fmt: skip
def test_each_paper_of_a_letter_has_the_time_that_is_its_own(
    lang: Lang, faulty: str, at: datetime, said: str, unsaid: str
) -> None:
    using = CONFIG.model_copy(update={"extensions": ONE_HAS_MORE_TIME}).in_one_language(lang)
    papers = []
    for nth in "12":
        code = f"TL-2021-00{nth}"
        one = report(code=code, findings=with_(WRONG_FONT)) if nth in faulty else report(code=code)
        due = using.due("nghe-an", code)
        papers.append(replace(one, due=due, late=at > using.last_moment(due)))
    text = Letters(using, environment(using)).acknowledgement(incoming(file(), file(), at=at), papers).text
    whole = " ".join(text.split())
    assert said in whole
    assert unsaid not in whole


PASSED = "là hết ngày 10/11/2021 (giờ Việt Nam) và đã qua"


@pytest.mark.parametrize(
    ("sender", "granted", "said"),
    [
        ("lh@nghe-an.example", (), f"Thời hạn nộp bài {PASSED}."),
        ("ai-do@gmail.example", (), f"Thời hạn nộp bài {PASSED}."),
        # whose school it is nobody can tell
        ("ai-do@gmail.example", LATER, f"Thời hạn nộp bài {PASSED}, trừ trường hợp được cho thời hạn riêng."),
        ("lh@nghe-an.example", OF_ONE, f"Thời hạn nộp bài {PASSED}, trừ trường hợp được cho thời hạn riêng."),
        ("lh@quang-tri.example", LATER, "Theo thời hạn riêng của Trường Chính trị Lê Duẩn tỉnh Quảng Trị, gửi chậm nhất là hết ngày 12/11/2021"),
        ("ai-do@tct.quangtri.example", LATER, "Theo thời hạn riêng của Trường Chính trị Lê Duẩn tỉnh Quảng Trị, gửi chậm nhất là hết ngày 12/11/2021"),
    ],
)  # fmt: skip
def test_nobody_is_told_that_a_deadline_has_passed_that_has_not(
    sender: str, granted: tuple[Extension, ...], said: str
) -> None:
    schools = tuple(
        school.model_copy(update={"domains": ("tct.quangtri.example",)} if school.id == "quang-tri" else {})
        for school in CLUSTER.schools
    )
    using = CLUSTER.model_copy(update={"schools": schools, "extensions": granted})
    came = incoming(name="", address=sender, at=AFTER)
    pen = Letters(using, environment(using))
    letter = pen.no_paper(came, Decision(Disposition.NO_PAPER, "", may_answer=True, missing=(Missing.PROMISED,)))
    assert said in letter.text
    question = pen.passed_on(came, Decision(Disposition.QUESTION, "", may_answer=True)).text
    assert ("đã qua" in question) is ("đã qua" in said)
    assert ("trừ trường hợp" in question) is ("trừ trường hợp" in said)


@pytest.mark.parametrize(
    ("granted", "said"),
    [
        ((), f"; thời hạn nộp bài {PASSED}, đề nghị gửi sớm nhất có thể."),
        ((Extension(school="nghe-an", until=date(2021, 11, 12)),), ", chậm nhất là hết ngày 12/11/2021 (giờ Việt Nam)."),
        ((Extension(paper="TL-2021-001", until=date(2021, 11, 12)),), ", chậm nhất là hết ngày 12/11/2021 (giờ Việt Nam)."),
        (LATER, f"; thời hạn nộp bài {PASSED}, đề nghị gửi sớm nhất có thể."),  # of another school
    ],
)  # fmt: skip
def test_who_asks_how_a_paper_stands_is_told_its_own_deadline(granted: tuple[Extension, ...], said: str) -> None:
    using = CLUSTER.model_copy(update={"extensions": granted})
    received = replace(report(findings=with_(WRONG_FONT)), due=using.due("nghe-an", "TL-2021-001"))
    letter = Letters(using, environment(using)).standing(incoming(at=AFTER), [received], waiting=0, passed_on=False)
    assert f"đính kèm tệp đã sửa{said}" in letter.text


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (IN_TIME, ", chậm nhất là hết ngày 10/11/2021 (giờ Việt Nam). Riêng bài TL-2021-002: chậm nhất là hết ngày 20/11/2021 (giờ Việt Nam)."),
        (AFTER, f"; thời hạn nộp bài {PASSED}, đề nghị gửi sớm nhất có thể. Riêng bài TL-2021-002: chậm nhất là hết ngày 20/11/2021 (giờ Việt Nam)."),
        (MUCH_LATER, f"; thời hạn nộp bài {PASSED}, đề nghị gửi sớm nhất có thể."),
    ],
)  # fmt: skip
def test_who_has_papers_with_deadlines_of_their_own_is_told_each(at: datetime, said: str) -> None:
    """Whether they ask after them or a person has looked at them."""
    using = CONFIG.model_copy(update={"extensions": ONE_HAS_MORE_TIME})
    codes = ("TL-2021-001", "TL-2021-002")
    pen = Letters(using, environment(using))
    faulty = [replace(report(code=it, findings=with_(WRONG_FONT)), due=using.due("nghe-an", it)) for it in codes]
    standing = pen.standing(incoming(at=at), faulty, waiting=0, passed_on=False).text
    failed = [Change(OrderKind.FAIL, PaperName(it, TITLE), due=using.due("nghe-an", it)) for it in codes]
    settled = pen.settled(incoming(at=at), failed, asked=False).text
    for text in (standing, settled.replace(". Thời hạn là", "; thời hạn nộp bài là").replace("qua; đề", "qua, đề")):
        (line,) = (line for line in text.splitlines() if "đính kèm tệp đã sửa" in line)
        assert line.endswith(f"đính kèm tệp đã sửa{said}")


@pytest.mark.parametrize(
    ("ruling", "said", "unsaid"),
    [
        (None, "sẽ xem xét việc tiếp nhận bài nộp sau thời hạn", "Sửa những điểm"),
        (Verdict.PASS, "nộp sau thời hạn và được tiếp nhận", "sẽ xem xét việc tiếp nhận"),
        (Verdict.FAIL, "Sửa những điểm mà Ban Thư ký Hội thảo nêu trong thư riêng", "✗ Cần sửa”"),
    ],
)
def test_a_file_that_comes_again_after_it_was_decided_on_is_answered_by_the_decision(
    ruling: Verdict | None, said: str, unsaid: str
) -> None:
    decided = replace(report(), ruling=ruling, late=True, unchanged=True, received_at=AFTER)
    text = Letters(CONFIG, environment(CONFIG)).acknowledgement(incoming(file(), at=MUCH_LATER), [decided]).text
    assert said in text
    assert unsaid not in text


@pytest.mark.parametrize(
    ("papers", "asked"),
    [
        ((), "Đề nghị quý Trường gửi các bài còn thiếu về phuonganhctth@gmail.com."),
        ((FAULTY,), "Đề nghị quý Trường gửi các bài còn thiếu và hoàn thiện các bài còn lỗi rồi gửi về phuonganhctth@gmail.com."),
        (tuple(replace(FAULTY, code=f"TL-2021-01{n}") for n in range(3)), "Đề nghị quý Trường hoàn thiện các bài còn lỗi và gửi về phuonganhctth@gmail.com."),
    ],
)  # fmt: skip
def test_a_school_is_asked_for_all_that_it_has_left_to_do(papers: tuple[PaperState, ...], asked: str) -> None:
    assert asked in written(CLUSTER, 9, *papers)["school:quang-tri"].text


def test_a_secretariat_of_two_languages_reads_of_the_deadline_of_all() -> None:
    people = (
        Recipient(address="an@hoithao.example", lang=Lang.VI),
        Recipient(address="ann@hoithao.example", lang=Lang.EN),
    )
    secretariat = CLUSTER.secretariat.model_copy(update={"addresses": tuple(one.address for one in people)})
    using = CLUSTER.model_copy(update={"extensions": LATER, "secretariat": secretariat, "recipients": people})
    letters = written(using, 11, FAULTY)
    assert "10/11/2021 (giờ Việt Nam) và đã qua" in letters["secretariat"].text
    assert "Trường Chính trị Lê Duẩn tỉnh Quảng Trị: hết ngày 12/11/2021" in " ".join(
        letters["secretariat"].text.split()
    )
    assert (
        "The deadline for papers was the end of 10 November 2021 (Việt Nam time) and has passed"
        in letters["secretariat:en"].text
    )


def test_others_are_told_that_it_has_passed() -> None:
    letters = written(CLUSTER.model_copy(update={"extensions": LATER}), 11, FAULTY)
    assert "hết ngày 10/11/2021 (giờ Việt Nam) và đã qua" in letters["school:nghe-an"].text
    assert "đã qua" in letters["secretariat"].text


@pytest.mark.parametrize("reader", ["school:quang-tri", "author:hoa.nguyen@quangtri.example"])
def test_whose_later_deadline_is_taken_back_when_the_others_has_passed_is_told_so(reader: str) -> None:
    now = datetime(2021, 11, 12, 2, 0, tzinfo=UTC)
    granted, kept = CLUSTER.model_copy(update={"extensions": LATER}), CLUSTER
    history = (InForce(now - timedelta(days=9), granted.deadlines), InForce(now, kept.deadlines))
    told = Told(history, {reader: now - timedelta(days=4)})
    calendar = occasions(kept, lambda _: False, told.changed_at)
    done = {settled_key(occasion, to) for occasion in calendar if occasion.at < now for to in Audience}
    planned = due(kept, calendar, [FAULTY], done, now, told=told).letters
    (letter,) = (Letters(kept, environment(kept)).season(it, [FAULTY], now) for it in planned if it.reader.id == reader)
    assert letter.subject.startswith("Đã hết thời hạn nộp bài tham luận: ")
    assert (
        "trước đây là hết ngày 12/11/2021 (giờ Việt Nam), nay sớm hơn, là hết ngày 10/11/2021 (giờ Việt Nam)"
        in letter.text
    )
    assert "Thời hạn nộp bài là hết ngày 10/11/2021 (giờ Việt Nam) và đã qua." in letter.text


def test_a_deadline_moved_without_its_phase_says_nothing_false() -> None:
    rules = CLUSTER.rules.model_copy(update={"deadline": date(2021, 11, 15)})
    using = CLUSTER.model_copy(update={"rules": rules})
    assert written(using, 11) == {}
    assert "hết ngày 15/11/2021 (giờ Việt Nam), còn 2 ngày" in written(using, 13)["school:nghe-an"].text
    assert "15/11/2021 (giờ Việt Nam) và đã qua" in written(using, 16)["school:nghe-an"].text


@pytest.mark.parametrize(
    ("time", "invites"),
    [
        ("07 giờ 30, thứ Năm ngày 25/11/2021", False),
        ("từ 25/11/2021 đến 26/11/2021", True),
        ("sáng thứ Sáu", True),
        ("ngày 31/02/2021", True),
    ],
)
def test_nobody_is_reminded_of_a_conference_that_was_yesterday(time: str, invites: bool) -> None:
    config = CLUSTER.model_copy(update={"event": CLUSTER.event.model_copy(update={"time": time})})
    now = datetime(2021, 11, 26, 1, 0, tzinfo=UTC)
    calendar = occasions(config, lambda _: False)
    event = [occasion for occasion in calendar if occasion.phase.kind == "event"]
    done = {settled_key(occasion, to) for occasion in calendar if occasion not in event for to in Audience}
    letters = due(config, calendar, [FAULTY], done, now, released=True).letters
    assert bool([letter for letter in letters if letter.audience is Audience.DELEGATES]) is invites


def test_a_school_that_has_vetted_everything_is_asked_for_what_is_missing() -> None:
    text = written(CLUSTER, 25, VETTED, month=10)["school:quang-tri"].text
    assert "Đề nghị quý Trường thẩm định và gửi các bài còn thiếu về " in text
    assert "dưới đây" not in text


def test_who_comes_to_the_conference_with_what() -> None:
    """A paper that was not accepted is not announced; a school's contact is invited as the school."""
    opening = next(it for it in occasions(CLUSTER, lambda _: False) if it.phase.kind == "event")
    day = opening.at.astimezone(UTC)
    letters = written(CLUSTER, day.day, FAULTY, month=day.month)
    assert "TL-2021-004" not in letters[f"delegate:{HOA.key}"].text
    invited = letters["delegate:lh@nghe-an.example"].text
    assert "Kính gửi Trường Chính trị tỉnh Nghệ An," in invited
    assert "trân trọng kính mời quý Trường dự hội thảo" in invited
    assert "TL-2021-004" in written(CLUSTER, day.day, VETTED, month=day.month)[f"delegate:{HOA.key}"].text


@pytest.mark.parametrize("lang", Lang)
def test_a_paper_that_is_one_too_many_is_at_the_conference_when_it_was_said_so(lang: Lang) -> None:
    schools = tuple(it.model_copy(update={"max_papers": 1, "min_papers": 1}) for it in CONTACTS)
    using = CLUSTER.model_copy(update={"schools": schools}).in_one_language(lang)
    day = next(it for it in occasions(using, lambda _: False) if it.phase.kind == "event").at.astimezone(UTC)
    papers = VETTED, replace(VETTED, code="TL-2021-009"), replace(VETTED, code="TL-2021-010", kept=True)
    letters = written(using, day.day, *papers, month=day.month)
    invited, told = letters[f"delegate:{HOA.key}"].text, letters["secretariat"].text
    assert [code in invited for code in ("TL-2021-004", "TL-2021-009", "TL-2021-010")] == [True, False, True]
    said = (
        "1 bài vượt số bài của Kế hoạch: TL-2021-009." if lang is Lang.VI else "1 paper beyond the numbers of the Plan"
    )
    assert said in told
    decided = written(using, day.day, VETTED, month=day.month)["secretariat"].text
    assert "vượt số bài" not in decided
    assert "beyond" not in decided


@pytest.mark.parametrize(
    ("lang", "subject"),
    [
        (Lang.VI, "Bài tham luận còn điểm cần sửa, chậm nhất hết ngày 10/11/2021 (giờ Việt Nam) – "),
        (Lang.EN, "Your paper has points to be corrected by the end of 10 November 2021 (Việt Nam time) – "),
    ],
)
@pytest.mark.parametrize(("day", "month"), [(22, 10), (2, 11)])
def test_a_subject_to_authors_names_their_deadline_and_not_the_end_of_a_phase(
    lang: Lang, subject: str, day: int, month: int
) -> None:
    """Three days before the writing ends, and the vetting: papers may be corrected for longer."""
    letter = written(CLUSTER.in_one_language(lang), day, FAULTY, month=month)[AUTHOR]
    assert letter.subject.startswith(subject)


@pytest.mark.parametrize("lang", Lang)
def test_a_paper_in_question_is_not_called_one_at_the_conference(lang: Lang) -> None:
    using = CLUSTER.in_one_language(lang)
    unseen = Standing("quang-tri", True, False, Verdict.REVIEW, Verdict.REVIEW)
    late = Standing("quang-tri", True, True, Verdict.PASS, None)
    papers = (
        VETTED,
        replace(VETTED, code="TL-2021-009", in_question=True),
        replace(VETTED, code="TL-2021-010", standing=unseen),
        replace(VETTED, code="TL-2021-011", standing=late),
    )
    for day in (15, 23):
        letters = written(using, day, *papers, FAULTY)
        invited, told = letters[f"delegate:{HOA.key}"].text, " ".join(letters["secretariat"].text.split())
        assert [paper.code in invited for paper in papers] == [True, False, False, False]
        said = "Chưa quyết định 3 bài (chờ" if lang is Lang.VI else "Not decided yet: 3 papers (to be"
        assert said in told
        assert (
            "TL-2021-009, TL-2021-010 và TL-2021-011." if lang is Lang.VI else "-009, TL-2021-010 and TL-2021-011."
        ) in told
        # Also one that was kept, so that no digest asks about it any longer.
        assert ("bằng dòng ĐẠT và mã bài" if lang is Lang.VI else "with PASS and its code") in told
        assert said[:14] not in written(using, day, VETTED)["secretariat"].text


@pytest.mark.parametrize(
    ("entry", "salutation", "invited"),
    [
        ({}, "Kính gửi Quý đại biểu,", "kính mời Quý đại biểu dự"),
        ({"name": "TS. Nguyễn Văn An"}, "Kính gửi đồng chí TS. Nguyễn Văn An,", "kính mời đồng chí dự"),
        ({"name": "Bà Trần Thị Bình"}, "Kính gửi Bà Trần Thị Bình,", "kính mời Bà dự"),
        ({"name": "Ban Tuyên giáo Tỉnh ủy Thanh Hóa"}, "Kính gửi Ban Tuyên giáo Tỉnh ủy Thanh Hóa,", "kính mời quý đơn vị dự"),
        ({"name": "Prof. Anna Berg", "lang": "en"}, "Dear Prof. Anna Berg,", "has the honour to invite you"),
    ],
)  # fmt: skip
def test_who_is_invited_is_called_by_the_name_that_the_configuration_gives(
    entry: dict[str, str], salutation: str, invited: str
) -> None:
    someone = Recipient.model_validate({"address": "Guest@hcma.example", "lang": "vi"} | entry)
    event = CLUSTER.event.model_copy(update={"delegates": (someone.address,)})
    letter = written(CLUSTER.model_copy(update={"event": event, "recipients": (someone,)}), 15)[
        "delegate:guest@hcma.example"
    ]
    assert letter.to == (Address("Guest@hcma.example", someone.name),)
    assert salutation in letter.text
    assert invited in letter.text


def test_an_author_is_invited_by_that_name_too() -> None:
    named = Recipient(address=HOA.address, name="ThS. Nguyễn Thị Hoa")
    letters = written(CLUSTER.model_copy(update={"recipients": (named,)}), 15, VETTED)
    assert "Kính gửi đồng chí ThS. Nguyễn Thị Hoa," in letters[f"delegate:{HOA.key}"].text


@pytest.mark.parametrize(
    ("reader", "vietnamese", "english"),
    [
        (
            f"delegate:{HOA.key}",
            "trân trọng cảm ơn đồng chí đã viết bài và tham gia, góp phần vào thành công của hội thảo.",
            "warmly thanks you for your paper and your part in its success.",
        ),
        (
            "delegate:lan@quangtri.example",  # whose paper was not accepted
            "trân trọng cảm ơn đồng chí đã gửi bài và quan tâm đến hội thảo.",
            "warmly thanks you for sending a paper and for your interest in the conference.",
        ),
        (
            "delegate:lh@nghe-an.example",
            "trân trọng cảm ơn quý Trường đã tham gia, góp phần vào thành công của hội thảo.",
            "warmly thanks you for your part in its success.",
        ),
        (
            "delegate:guest@hcma.example",
            "trân trọng cảm ơn Quý đại biểu đã quan tâm đến hội thảo.",
            "warmly thanks you for your interest in the conference.",
        ),
    ],
)
def test_nobody_is_thanked_for_what_is_not_known_of_them(reader: str, vietnamese: str, english: str) -> None:
    """Nobody has told us who came: schools and authors of accepted papers had their part, others were invited."""
    event = CLUSTER.event.model_copy(update={"delegates": ("guest@hcma.example",)})
    lan = replace(FAULTY, code="TL-2021-006", owner=Address("lan@quangtri.example", "Trần Thị Lan"))
    for lang, said in ((Lang.VI, vietnamese), (Lang.EN, english)):
        using = CLUSTER.model_copy(update={"event": event}).in_one_language(lang)
        assert said in " ".join(written(using, 1, VETTED, lan, month=12)[reader].text.split())


@pytest.mark.parametrize(
    ("day", "month", "reader", "said"),
    [
        (10, 9, "school:nghe-an", "Giai đoạn “Triển khai Kế hoạch, phân công cán bộ, giảng viên viết bài” bắt đầu ngày 10/09/2021; còn thiếu ít nhất 6 bài."),
        (9, 11, "author:hoa.nguyen@quangtri.example", "Nhắc trước 1 ngày: giai đoạn “Hoàn thiện và gửi về Trường Chính trị tỉnh Thanh Hóa” có hạn ngày 10/11/2021; bài cần sửa: TL-2021-004."),
        (11, 11, "school:quang-tri@paper:TL-2021-005", "Nhắc trước 1 ngày: giai đoạn “Hoàn thiện và gửi về Trường Chính trị tỉnh Thanh Hóa” có hạn ngày 12/11/2021; thời hạn riêng của bài TL-2021-005; bài cần sửa: TL-2021-005."),
        (2, 11, "school:quang-tri", "Nhắc trước 3 ngày: giai đoạn “Thẩm định bài viết” có hạn ngày 05/11/2021; còn thiếu ít nhất 1 bài; bài cần sửa: TL-2021-004, TL-2021-005; bài chưa thẩm định: TL-2021-004, TL-2021-005."),
        (23, 11, "delegate:lh@nghe-an.example", "Nhắc trước 2 ngày: giai đoạn “Tổ chức Hội thảo” bắt đầu ngày 25/11/2021."),
        (2, 11, "secretariat", "Nhắc trước 3 ngày: giai đoạn “Thẩm định bài viết” có hạn ngày 05/11/2021."),
    ],
)  # fmt: skip
def test_a_rehearsal_says_why_in_vietnamese(day: int, month: int, reader: str, said: str) -> None:
    using = CLUSTER.model_copy(update={"extensions": OF_ONE})
    calendar = occasions(using, lambda _: False)
    start = datetime(2021, month, day, 0, 0, tzinfo=UTC)
    found = rehearse(using, calendar, (FAULTY, OTHER), (), start=start, end=start + timedelta(hours=23))
    assert {planned.reader.id: why(planned, using) for _, planned in found}[reader] == said


def test_a_rehearsal_counts_the_days_that_are_left_when_a_free_day_brings_a_letter_forward() -> None:
    """Two days before Monday 15/11 is a Saturday."""
    monday = Extension(school="quang-tri", until=date(2021, 11, 15))
    using = CLUSTER.model_copy(update={"extensions": (monday,)})
    reminders = [it for it in occasions(using, lambda day: day.weekday() >= 5) if it.grant and it.days]
    said = "giai đoạn “Hoàn thiện và gửi về Trường Chính trị tỉnh Thanh Hóa” có hạn ngày 15/11/2021"
    whose = "thời hạn riêng của Trường Chính trị Lê Duẩn tỉnh Quảng Trị"
    assert [when(it, using) for it in reminders] == [f"Nhắc trước 3 ngày: {said}; {whose}"] * 2


def test_the_digest_tells_of_a_deadline_that_was_taken_back_what_holds_now() -> None:
    """Of a paper whose school has one of its own; when its reminders would have gone out is nobody's concern."""
    using = CLUSTER.model_copy(update={"extensions": (Extension(school="ha-tinh", until=date(2021, 11, 12)),)})
    of_all, of_paper = (using.last_moment(date(2021, 11, day)) for day in (10, 15))
    moved = {
        "nop-bai:moved@paper:TL-2021-001": Moved(of_paper, of_all),
        "nop-bai:closes@paper:TL-2021-001": Moved(of_paper, of_all),
        "nop-bai:closes@school:ha-tinh": Moved(of_all, of_paper),
    }
    slot = Slot(datetime(2021, 11, 5, 7, tzinfo=using.zone), Beat.DAILY, "TL-2021", in_season=True)
    facts = Facts((paper_line(1),), Account(0, 0), moved=moved)
    pen = Letters(using, environment(using))
    letter = pen.digest(digest(slot, facts, using), slot.at, staff(pen))
    said = " ".join(letter.text.partition("Ngày tháng đã đổi")[2].split())
    assert (
        "- Thời hạn riêng của bài TL-2021-001: từ hết ngày 15/11/2021 (giờ Việt Nam) thành hết ngày 12/11/2021 (giờ Việt "
        "Nam)." in said
    )
    assert "bài TL-2021-001)" not in said
    assert "(Trường Chính trị Trần Phú tỉnh Hà Tĩnh), thư kết thúc" in said
    assert "đổi thời hạn" in letter.subject


@pytest.mark.parametrize(("when_empty", "days"), [(WhenEmpty.LINE, [2, 3, 4, 5]), (WhenEmpty.SKIP, [5])])
def test_a_rehearsal_shows_the_digests_that_would_be_sent(when_empty: WhenEmpty, days: list[int]) -> None:
    """5/10/2021 is the day of the weekly one."""
    telling = CONFIG.digest.model_copy(update={"when_empty": when_empty, "weekly": Weekday.TUESDAY})
    using = CONFIG.model_copy(update={"digest": telling})
    first, last = (datetime(2021, 10, day, 12, tzinfo=using.zone) for day in (1, 5))
    pen = Letters(using, environment(using))
    assert [it.at.day for it in season_commands._of_days(using, pen, Facts((), Account(0, 0)), first, last)] == days
