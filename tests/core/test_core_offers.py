"""Copies that go with the acknowledgement, and a corrected copy that its author agrees to."""

from __future__ import annotations

import email
import email.policy
import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from core.fakes import House, Killed, held, killed_at, mail, shipped
from core.fakes import decide as decide_by_test
from sqlite_utils import Database
from test_copies import STRAY, Office, Reader, paper

from daemon import intake, letters
from daemon.assess import run_assessment
from daemon.config import Recipient
from daemon.copies import NO_COPIES, Copies
from daemon.copyist import Copyist
from daemon.cycle import run_intake
from daemon.desk import Desk
from daemon.intake import Own
from daemon.judge import Judge
from daemon.mail import read as read_mail
from daemon.model import (
    Address,
    Authenticity,
    Decision,
    Disposition,
    Judgement,
    Lang,
    Order,
    OrderKind,
    ParsedMail,
    Verdict,
)
from daemon.records.database import FILE_NAME
from daemon.records.schema import migrations

pytestmark = pytest.mark.slow  # each is quick; all of them are not

TITLE = "title=Mô hình lớp học tự quản;author=Nguyễn Thị Hoa;school=nghe-an"
HOA = "hoa@nghean.example"
CORRECTED = (TITLE + ";corrected=1").encode()
CORRECTED_NAME = "TL-2021-001 - đã sửa phông chữ.docx"


@dataclass
class FakeCopyist:
    """Copies every paper that fails."""

    calls: list[str] = field(default_factory=list)
    fails: bool = False

    def copies(
        self,
        data: bytes,
        judgement: Judgement,
        *,
        when: datetime,
        sender: Address | None,
        arrived_at: datetime | None,
        lang: Lang = Lang.VI,
    ) -> Copies:
        self.calls.append(judgement.filename)
        if self.fails:
            raise ValueError("the copyist fell over")
        if judgement.verdict is not Verdict.FAIL:
            return NO_COPIES
        return Copies(b"annotated " + data, data.replace(b"verdict=fail", b"corrected=1"), lang=lang)


def decide(parsed: ParsedMail) -> Decision:
    """An answer whose subject says so agrees."""
    decision = decide_by_test(parsed)
    if "ĐỒNG Ý" in parsed.subject:
        return replace(decision, disposition=Disposition.QUESTION, accepts=True)
    return decision


@dataclass
class Season:
    """A house with a copyist."""

    house: House
    copyist: FakeCopyist = field(default_factory=FakeCopyist)

    @property
    def desk(self) -> Desk:
        return replace(self.house.desk, decide=decide)

    def take(self, raw: bytes) -> None:
        self.house.inbox.put(raw, at=self.house.clock.now())
        run_intake(self.house.inbox, self.desk)

    def withdraw(self, code: str) -> None:
        """By a decision of the secretariat."""
        order = Order(OrderKind.WITHDRAW, code)

        def ordering(parsed: ParsedMail) -> Decision:
            proven = Authenticity.PROVEN
            return Decision(Disposition.COMMAND, "a test", may_answer=True, orders=(order,), authenticity=proven)

        self.house.inbox.put(mail("thuky@hoithao.example", "Rút"), at=self.house.clock.now())
        run_intake(self.house.inbox, replace(self.desk, decide=ordering))

    def assess(self) -> None:
        run_assessment(self.desk, self.house.judge, self.copyist)
        self.house.later(minutes=10)

    def pass_over(self, raw: bytes) -> None:
        self.take(raw)
        self.assess()

    def submit(self, *files: tuple[str, str], sender: str = HOA, subject: str = "Gửi bài", **more: str) -> None:
        self.pass_over(mail(sender, subject, *files, **more))

    def agree(self, to: str | None = None, *, sender: str = HOA, subject: str = "Re: ĐỒNG Ý", **more: str) -> None:
        self.submit(sender=sender, subject=subject, in_reply_to=to or self.first_letter, **more)

    @property
    def first_letter(self) -> str:
        return str(self.house.records.letters(raw=True)[0]["message_id"])

    @property
    def versions(self) -> dict[str, list[str]]:
        return {it.code: [version.filename for version in it.versions] for it in self.house.records.papers()}

    def kinds(self) -> list[str]:
        return [str(letter["kind"]) for letter in self.house.records.letters(raw=True)]

    def said(self) -> list[str]:
        """The text of each letter."""
        sent = (email.message_from_bytes(it["raw"], policy=email.policy.default) for it in self.letters())
        return [str(message.get_body(("plain",)).get_content()) for message in sent]

    def letters(self) -> list[dict[str, Any]]:
        return list(self.house.records.letters(raw=True))

    def enclosed(self) -> list[tuple[str | None, bytes]]:
        message = email.message_from_bytes(self.house.records.letters(raw=True)[-1]["raw"], policy=email.policy.default)
        return [(part.get_filename(), part.get_payload(decode=True)) for part in message.iter_attachments()]


@pytest.fixture
def season(house: House) -> Season:
    return Season(house)


FAULTY = ("Bài.docx", TITLE + ";verdict=fail")


# --------------------------------------------------------------------------- with the acknowledgement


def test_the_copies_go_with_the_acknowledgement_under_the_papers_code(season: Season) -> None:
    season.submit(FAULTY)
    assert season.enclosed() == [
        ("TL-2021-001 - góp ý.docx", b"annotated " + FAULTY[1].encode()),
        (CORRECTED_NAME, CORRECTED),
    ]


def test_they_are_in_the_language_of_the_letter(season: Season) -> None:
    recipients = (Recipient(address=HOA, lang=Lang.EN),)
    season.house.config = season.house.config.model_copy(update={"recipients": recipients})
    season.submit(FAULTY)
    assert [name for name, _ in season.enclosed()] == [
        "TL-2021-001 - remarks.docx",
        "TL-2021-001 - font corrected.docx",
    ]


def test_a_paper_that_passes_and_the_same_bytes_again_bring_nothing(season: Season) -> None:
    season.submit(("Bài.docx", TITLE))
    assert season.enclosed() == []
    season.submit(FAULTY)
    season.submit(("Bài (1).docx", FAULTY[1]), subject="Gửi lại")
    assert season.enclosed() == []


def test_a_copyist_that_fails_stops_nothing(season: Season) -> None:
    season.copyist.fails = True
    season.submit(FAULTY)
    assert season.versions == {"TL-2021-001": ["Bài.docx"]}
    assert (season.kinds(), season.enclosed()) == (["acknowledgement"], [])


def test_nothing_is_copied_for_those_who_get_no_answer(season: Season) -> None:
    season.submit(FAULTY, kind="bulk")
    assert season.versions == {"TL-2021-001": ["Bài.docx"]}
    assert season.copyist.calls == []


def test_copies_beyond_what_a_letter_may_weigh_stay_out(season: Season, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("daemon.copies.MAX_ATTACHED", 330)
    season.submit(FAULTY, ("Hai.docx", "title=Chuyện khác hẳn về thư viện;author=Lan;verdict=fail"))
    names = [name for name, _ in season.enclosed()]
    assert names[:2] == ["TL-2021-001 - góp ý.docx", CORRECTED_NAME]
    assert names[2:] == ["TL-2021-002 - đã sửa phông chữ.docx"]


# --------------------------------------------------------------------------- agreeing


def test_agreeing_makes_the_corrected_copy_the_next_version(season: Season) -> None:
    season.submit(FAULTY)
    season.agree()
    assert season.versions == {"TL-2021-001": ["Bài.docx", CORRECTED_NAME]}
    judgement = season.house.records.judgement_of("TL-2021-001", 2)
    assert (judgement.verdict, judgement.sha256) == ("pass", hashlib.sha256(CORRECTED).hexdigest())
    assert season.house.records.versions()[-1]["placed_by"] == "the author agreed to the corrected copy of version 1"
    assert season.kinds() == ["acknowledgement", "acknowledgement"]
    assert season.house.status()["messages"]["by_disposition"]["correction"] == 1
    assert season.house.status()["papers"]["pass"] == 1


def test_agreeing_twice_changes_nothing_more(season: Season) -> None:
    season.submit(FAULTY)
    season.agree()
    season.agree(subject="Re: Re: ĐỒNG Ý")
    assert season.versions == {"TL-2021-001": ["Bài.docx", CORRECTED_NAME]}
    assert season.kinds() == ["acknowledgement"] * 3


def test_somebody_else_cannot_agree(season: Season) -> None:
    season.submit(FAULTY)
    season.agree(sender="la@khac.example")
    assert season.versions == {"TL-2021-001": ["Bài.docx"]}
    assert season.kinds() == ["acknowledgement", "passed_on"]


def test_who_answers_an_offer_in_other_words_is_told_how_to_agree(season: Season) -> None:
    season.submit(FAULTY)
    season.take(mail(HOA, "Re: Ok ạ", kind="question", in_reply_to=season.first_letter))
    season.take(mail("la@khac.example", "Re: Ok ạ", kind="question", in_reply_to=season.first_letter))
    assert ["ĐỒNG Ý?" in said for said in season.said()[1:]] == [True, False]


def test_a_letter_that_offers_nothing_cannot_be_agreed_to(season: Season) -> None:
    season.submit(("Bài.docx", TITLE))
    season.agree()
    assert season.versions == {"TL-2021-001": ["Bài.docx"]}
    assert season.kinds() == ["acknowledgement", "passed_on"]


def test_a_later_letter_is_another_matter(season: Season) -> None:
    season.submit(FAULTY)
    season.take(mail(HOA, "Hỏi", kind="question"))
    season.agree(str(season.house.records.letters(raw=True)[-1]["message_id"]))
    assert season.versions == {"TL-2021-001": ["Bài.docx"]}


@pytest.mark.parametrize("together", [False, True])
def test_a_copy_of_an_older_text_never_replaces_a_newer_one(season: Season, together: bool) -> None:
    season.submit(FAULTY)
    newer = mail(HOA, "Bài đã sửa", ("Bài mới.docx", TITLE + ";verdict=fail;x=2"))
    season.take(newer)
    if not together:
        season.assess()
    season.agree()
    assert season.versions == {"TL-2021-001": ["Bài.docx", "Bài mới.docx"]}
    assert season.kinds() == ["acknowledgement", "acknowledgement", "passed_on"]
    assert season.house.notes("accepted_too_late") == [
        f"{CORRECTED_NAME} was accepted in words, but a newer version has come."
    ]
    assert "bản mới hơn TL-2021-001" in season.said()[-1]


def test_a_withdrawn_paper_is_not_revived(season: Season) -> None:
    season.submit(FAULTY)
    season.withdraw("TL-2021-001")
    season.agree()
    assert season.versions == {"TL-2021-001": ["Bài.docx"]}
    assert season.kinds()[-1] == "passed_on"
    assert "đã rút TL-2021-001" in season.said()[-1]
    assert season.house.notes("accepted_too_late") == [
        f"{CORRECTED_NAME} was accepted in words, but the paper was withdrawn."
    ]


OTHER = ("Hai.docx", "title=Chuyện khác hẳn về thư viện;author=Lan;verdict=fail")


@pytest.mark.parametrize(("codes", "counts"), [("", (2, 2)), ("TL-2021-002", (1, 2)), ("TL-2021-009", (2, 2))])
def test_several_offers_are_accepted_together_or_by_code(season: Season, codes: str, counts: tuple[int, int]) -> None:
    season.submit(FAULTY, OTHER)
    season.agree(codes=codes)
    assert tuple(map(len, season.versions.values())) == counts
    assert season.kinds() == ["acknowledgement", "acknowledgement"]


def test_the_corrected_copy_attached_to_the_answer_is_that_version_too(season: Season) -> None:
    season.submit(FAULTY)
    season.submit((CORRECTED_NAME, CORRECTED.decode()), subject="Re: Đã nhận", in_reply_to=season.first_letter)
    assert season.versions == {"TL-2021-001": ["Bài.docx", CORRECTED_NAME]}


@pytest.mark.parametrize("point", ["cycle.recorded", "cycle.understood", "assess.judged"])
def test_agreeing_survives_a_crash_at_any_point(season: Season, point: str) -> None:
    season.submit(FAULTY)
    raw = mail(HOA, "Re: ĐỒNG Ý", in_reply_to=season.first_letter)
    with pytest.raises(Killed), killed_at(point):
        season.pass_over(raw)
    season.house.restart()
    run_intake(season.house.inbox, season.desk)
    season.assess()
    assert season.versions == {"TL-2021-001": ["Bài.docx", CORRECTED_NAME]}
    assert season.kinds() == ["acknowledgement", "acknowledgement"]


def test_records_of_the_release_before_are_upgraded(tmp_path: Path) -> None:
    from_before = Database(tmp_path / FILE_NAME)
    migrations.apply(from_before, stop_before="corrected_copies_are_offered")
    message = {"raw_sha256": "a" * 64, "size": 1, "arrived_at": "", "recorded_at": "", "state": "done"}
    from_before["messages"].insert(message)
    from_before["files"].insert({"sha256": "b" * 64, "size": 1, "kind": "docx", "first_seen_at": ""})
    file = {"message": 1, "position": 1, "file": "b" * 64, "filename": "Bài.docx", "role": "paper"}
    from_before["message_files"].insert(file)
    from_before.close()
    with held(tmp_path):
        pass
    upgraded = Database(tmp_path / FILE_NAME)
    assert [row["was_attached"] for row in upgraded["message_files"].rows] == [1]
    assert upgraded["offers"].count == 0
    upgraded.close()


# --------------------------------------------------------------------------- the real rooms


def test_from_a_paper_in_the_wrong_font_to_an_accepted_one(house: House) -> None:
    """Real mail reading, intake, checks, copies and letters; only pages and mailbox are made up."""
    config = house.config
    reader = Reader()
    judge = Judge(config, reader, Office())
    own = Own(config.mailbox.address, config.secretariat.addresses, config.conference.code_prefix)
    house.pen = letters.Letters(shipped(), letters.environment(shipped()))

    def run(raw: bytes) -> EmailMessage:
        house.inbox.put(raw, at=house.clock.now())
        desk = replace(house.desk, read=read_mail, decide=lambda parsed: intake.decide(parsed, own))
        run_intake(house.inbox, desk)
        run_assessment(desk, judge, Copyist(config, reader, judge))
        house.later(minutes=5)
        return email.message_from_bytes(house.records.letters(raw=True)[-1]["raw"], policy=email.policy.default)  # type: ignore[return-value]

    first = EmailMessage()
    first["From"], first["To"], first["Subject"] = (
        "Nguyễn Thị Hoa <hoa@nghean.example>",
        config.mailbox.address,
        "Gửi bài",
    )
    first["Message-ID"] = "<1@nghean.example>"
    first.set_content("Kính gửi Ban Thư ký, tôi gửi kèm bài tham luận.")
    first.add_attachment(paper(STRAY), maintype="application", subtype="octet-stream", filename="Bài tham luận.docx")
    answer = run(first.as_bytes())
    assert [part.get_filename() for part in answer.iter_attachments()] == ["TL-2021-001 - góp ý.docx", CORRECTED_NAME]

    reply = EmailMessage()
    reply["From"], reply["To"], reply["Subject"] = (
        "hoa@nghean.example",
        config.mailbox.address,
        f"Re: {answer['Subject']}",
    )
    reply["Message-ID"], reply["In-Reply-To"] = "<2@nghean.example>", answer["Message-ID"]
    body = answer.get_body(("plain",))
    assert body is not None
    quoted = "\n".join(f"> {line}" for line in body.get_content().splitlines())
    reply.set_content(
        f"ĐỒNG Ý ạ. Em cảm ơn Ban Thư ký.\n\nVào Th 6, 5 thg 11, 2021 vào lúc 09:00 Ban Thư ký đã viết:\n{quoted}\n"
    )
    said = run(reply.as_bytes())
    assert {it.code: [version.filename for version in it.versions] for it in house.records.papers()} == {
        "TL-2021-001": ["Bài tham luận.docx", CORRECTED_NAME]
    }
    assert house.records.judgement_of("TL-2021-001", 2).verdict is Verdict.PASS
    body = said.get_body(("plain",))
    assert body is not None
    assert "Theo thư trả lời “ĐỒNG Ý”" in body.get_content().replace("\n", " ")
