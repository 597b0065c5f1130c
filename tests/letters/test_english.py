"""Letters in English: who gets them, that they say all that the Vietnamese ones say, and what stays Vietnamese."""

from __future__ import annotations

import email
import email.policy
import inspect
import re
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import letter_cases
import pytest
from checks.documents_for_checks import BODY, document, in_legacy, paper, rendering
from checks.test_legacy import IN_VPS
from each import each
from letter_cases import (
    CASES,
    CONFIG,
    DIGESTS,
    ENGLISH,
    ENGLISH_SEASON,
    ENGLISH_VETTING,
    EVERY,
    IN_TIME,
    NOTICES,
    ORDERS,
    ROOT,
    WRITTEN,
    Written,
    file,
    incoming,
    letters,
    report,
)
from test_letters import Reading, facts
from test_workbook import Book

from daemon import checks, doctor
from daemon.checks import RULES
from daemon.checks.paper import Paper
from daemon.checks.places import _STORIES
from daemon.clock import SystemClock
from daemon.config import Config, EnglishClauses, Recipient
from daemon.errors import ConfigError
from daemon.intake import Own, decide
from daemon.letters import Letters, compose, english, environment, templating, untranslated, wording
from daemon.letters.languages import WORDS
from daemon.letters.notices import KINDS, order_lines
from daemon.mail import read
from daemon.model import (
    Address,
    Disposition,
    FileKind,
    FileProblem,
    Finding,
    Lang,
    Letter,
    LetterKind,
    Level,
    Order,
    OrderKind,
    Outcome,
    Reason,
    UnreadPart,
    VettingWord,
)
from daemon.readership import Readers, secretaries
from daemon.text.legacy import Encoding

pytestmark = pytest.mark.slow  # each is quick; all of them are not

NAMED = CONFIG.named(Lang.EN)
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

#: Letters that Vietnamese has and English has not.
VIETNAMESE = re.compile(r"[ăâđêôơưà-ãè-éê-ìíò-õùúýĩũ\u1ea0-\u1ef9]", re.IGNORECASE)
#: Words of others: of the cases, and names.
OWN = {"việt"} | set(re.findall(r"\w+", (inspect.getsource(letter_cases) + NAMED.model_dump_json()).casefold()))


#: Lines that decide, as letters to the secretariat show them.
ENGLISH_LINES = re.compile(r"^- ([A-Z]+ TL-\S+(?: INTO TL-\S+)?) – ", re.MULTILINE)
VIETNAMESE_LINES = re.compile(r"^- ([A-ZÔÁÀÚỤỮỘỐĐƯẨỊẠ ]+ TL-\S+(?: VÀO TL-\S+)?) – ", re.MULTILINE)

#: Figures and names that a letter has in any language; dates are written out in English.
FACTS = re.compile(r"TL-2021-\w+|[\w.-]+@[\w.-]+\w|\d+")
DATES = re.compile(r"\d\d/\d\d/\d{4}|\d+ (?:November|October|September) \d{4}")


def decided(line: str) -> tuple[Order, ...]:
    """What the secretary's answer with this line orders."""
    raw = f"From: thuky@hoithao.example\nSubject: Re: x\nContent-Type: text/plain; charset=utf-8\n\n{line}\n\nBình\n"
    own = Own(CONFIG.mailbox.address, ("thuky@hoithao.example",), CONFIG.conference.code_prefix, contacts={})
    return decide(read(raw.encode()), own).orders


@cache
def pen() -> Letters:
    """Of a conference where everybody reads English; made once."""
    return letters(ENGLISH)


#: What is said of each, and what else is known of it.
REASONS: list[tuple[Reason, dict[str, Any], str]] = [
    (Reason.REFUSED, {}, "This was not checked, since the file has to be sent anew"),
    (Reason.CRASHED, {}, "This could not be checked, since our program could not read the file"),
    (Reason.NOT_CONVERTED, {}, "This could not be checked, since the file could not be converted for it"),
    (Reason.ILLEGIBLE, {}, "There is no text to read in the file (perhaps a scan, a photograph, or a faulty export)"),
    (Reason.TOLD_ABOVE, {}, "This could not be checked, since there is no text to read in the file"),
    (Reason.UNREADABLE_CODE, {}, "This could not be checked, since most of the paper seems to be typed in an old character set that our program cannot read"),
    (Reason.NO_TEXT, {}, "There is no text in the file (perhaps it is a scan)"),
    (Reason.UNKNOWN_FONT, {"unknown_characters": 24}, "Of 24 characters the file does not say the font"),
    (Reason.UNREAD_PARTS, {"unread_parts": ["chart", "scan"]}, "The paper has a chart and a page that is a picture (a scan), the font in which could not be read"),
    (Reason.FOREIGN_CODE, {"characters": 1}, "1 character seems to be typed in an old character set (such as VPS or Vietware), not in Unicode"),
    (Reason.STORED_COUNT, {"pages": 5, "stored_pages": 6, "limit": 5}, "5 pages were counted, but Word has recorded 6 in the file (perhaps an old figure); up to 5 are allowed"),
    (Reason.ENDNOTES_APART, {"pages": 6, "limit": 5}, "6 pages were counted because the endnotes were set on a page of their own; in Word there may be one page less; up to 5 are allowed"),
    (Reason.FONT_MISSING, {"pages": 6, "limit": 5, "fonts_missing": ["Cambria"], "pages_in_wanted_font": 5}, "6 pages were counted (5 with Times New Roman in its place), but without the font Cambria, which our program does not have, that is an estimate; up to 5 are allowed"),
    (Reason.EMBEDDED, {"pages": 1, "limit": 5}, "1 page was counted, but the paper has an embedded document that was not read"),
    (Reason.NOT_DRAWN, {"pages": 2, "limit": 5, "drawn_characters": 1900, "written_characters": 12804}, "2 pages were counted, but only 1,900 of 12,804 characters are on them, so that there may be more; up to 5 are allowed"),
    (Reason.NO_PAGE, {}, "No page with anything on it was found"),
    (Reason.NOT_COUNTED, {"limit": 5}, "The number of pages could not be told with certainty (up to 5 are allowed)"),
]  # fmt: skip

EVERY_KIND = CONFIG.rules.accepted_kinds
IN_WORD_FIRST = "Correct the Word file from which the PDF was made and export the PDF again"
THESE_PLACES = "Select these places, choose Times New Roman in the Font box of the Home tab, and save."
TYPED = "Send the Word file of the paper (.docx) in place of the scan or photograph."
NOT_THE_FONT_ALONE = "Do not just change the font: text in an old character set would become unreadable."
ADVISED = [
    paper(document("")),
    paper(document(""), illegible=True),
    paper(document("BODY"), crashed="it died"),
    paper(document("BODY", stored_pages=9)),
    paper(document("BODY", problem=FileProblem.ENCRYPTED)),
    paper(document("BODY", "Arial")),
    paper(document("BODY", "")),
    paper(document("BODY", unread=(UnreadPart.CHART,))),
    paper(replace(document("BODY", "Arial"), kind=FileKind.PDF)),
    paper(replace(document("BODY", unread=(UnreadPart.SCAN,)), kind=FileKind.PDF)),
    paper(document(in_legacy(BODY, Encoding.TCVN3), ".VnTime")),
    paper(document(f"BODY\n{IN_VPS}", "VPS Times")),
]

TO_THE_SECRETARIAT = NOTICES | ORDERS | DIGESTS
WRITTEN_IN_ENGLISH = Written(CASES | TO_THE_SECRETARIAT | ENGLISH_SEASON | ENGLISH_VETTING, pen)


@pytest.fixture
def written() -> Mapping[str, Letter]:
    return WRITTEN_IN_ENGLISH


def with_recipients(**langs: Lang) -> Config:
    people = tuple(Recipient(address=f"{name}@nghean.example", lang=lang) for name, lang in langs.items())
    return CONFIG.model_copy(update={"recipients": people})


class TestWhoReadsIt:
    @pytest.mark.parametrize(
        ("config", "lang"),
        [
            (CONFIG, Lang.VI),
            (ENGLISH, Lang.EN),
            (with_recipients(hoa=Lang.EN), Lang.EN),
            (with_recipients(lan=Lang.EN), Lang.VI),
            (ENGLISH.model_copy(update={"recipients": with_recipients(hoa=Lang.VI).recipients}), Lang.VI),
        ],
    )
    def test_an_answer_is_in_its_readers_language(self, config: Config, lang: Lang) -> None:
        message = incoming(file(), address="Hoa@nghean.example")
        writer = letters(config)
        answers = (
            writer.acknowledgement(message, [report()]),
            writer.oversize(message),
            writer.standing(message, [report(unchanged=True)], waiting=0, passed_on=False),
        )
        for letter in answers:
            assert letter.lang is lang
            assert ("Dear Nguyễn Thị Hoa," if lang is Lang.EN else "Kính gửi đồng chí Nguyễn Thị Hoa,") in letter.text
            assert f'<html lang="{lang}"' in letter.html
            raw = compose(letter, Address("ban@x.example"), IN_TIME)
            assert email.message_from_bytes(raw, policy=email.policy.default)["Content-Language"] == lang

    def test_authors_of_a_school_that_reads_english_are_answered_in_english(self) -> None:
        schools = tuple(
            school.model_copy(update={"lang": Lang.EN}) if school.id == "nghe-an" else school
            for school in CONFIG.schools
        )
        writer = letters(CONFIG.model_copy(update={"schools": schools}))
        assert writer.acknowledgement(incoming(file()), [report()]).lang is Lang.EN
        assert writer.no_paper(incoming(), letter_cases.no_paper()).lang is Lang.VI  # nothing tells whose author it is

    def test_the_key_of_a_letter_does_not_hang_on_its_language(self) -> None:
        vietnamese, given = (writer.oversize(incoming()) for writer in (letters(), pen()))
        assert (vietnamese.key, vietnamese.message_id) == (given.key, given.message_id)

    @pytest.mark.parametrize("name", ["notice-question", "orders-done", "digest-brief"])
    def test_the_secretariat_gets_a_letter_in_each_language_that_it_reads(self, name: str) -> None:
        lan, anna, binh = (f"{name}@hoithao.example" for name in ("lan", "anna", "binh"))
        config = CONFIG.model_copy(
            update={
                "secretariat": CONFIG.secretariat.model_copy(update={"addresses": (lan, anna, binh)}),
                "recipients": (Recipient(address=anna, lang=Lang.EN),),
            }
        )
        of_others, of_anna = secretaries(config)
        assert [[to.address for to in readers.to] for readers in (of_others, of_anna)] == [[lan, binh], [anna]]
        monolingual = EVERY[name](letters())
        vietnamese, given = (written_for(name, letters(config), readers) for readers in (of_others, of_anna))
        assert (vietnamese.lang, given.lang) == (Lang.VI, Lang.EN)
        assert vietnamese.key == monolingual.key  # it stays the letter that it was before Anna came
        assert (given.key, given.to) == (f"{monolingual.key}:en", of_anna.to)
        assert given.message_id != vietnamese.message_id
        assert (given.in_reply_to, given.references) == (vietnamese.in_reply_to, vietnamese.references)


class TestWhatItSays:
    @each("name", WRITTEN_IN_ENGLISH)
    @pytest.mark.slow
    def test_html_and_text_say_the_same(self, written: Mapping[str, Letter], name: str) -> None:
        numbers = re.compile(r"^\d+\. ", re.MULTILINE)  # list numbers, which HTML leaves to the browser
        assert facts("".join(Reading(written[name].html).words)) == facts(numbers.sub("", written[name].text))

    @each("name", WRITTEN_IN_ENGLISH)
    def test_it_is_clean(self, written: Mapping[str, Letter], name: str) -> None:
        text = re.sub("^> ?", "", written[name].text, flags=re.MULTILINE)
        assert not re.search(r"[<>{}]|\bNone\b(?!\.\n)|Undefined|\n\n\n", text)
        assert not re.search(r" [,;:)]| \.(?!\w)|[“(] |\.\.|,\.|(?<!\n)  (?!  )(?! )", text.replace("\n    ", "\n"))
        assert "\n" not in written[name].subject
        assert not re.search(r" [,;:)]|  ", written[name].subject)

    @pytest.mark.parametrize("name", TO_THE_SECRETARIAT)
    def test_the_secretariat_is_told_the_same_in_both_languages(self, written: Mapping[str, Letter], name: str) -> None:
        bodies = (letter.text.partition("=====")[2] for letter in (WRITTEN[name], written[name]))
        vietnamese, given = (Counter(FACTS.findall(DATES.sub("", body))) for body in bodies)
        assert vietnamese == given

    @each("name", WRITTEN_IN_ENGLISH)
    def test_no_words_of_ours_are_left_in_vietnamese(self, written: Mapping[str, Letter], name: str) -> None:
        """Whatever is Vietnamese in it is somebody's own: of the case, a name, or what a check said, quoted."""
        vietnamese = {word for word in re.findall(r"\w+", written[name].text.casefold()) if VIETNAMESE.search(word)}
        assert vietnamese <= OWN
        own = re.sub("^>.*", "", written[name].text, flags=re.MULTILINE)
        assert not re.search(r"đồng chí|quý|Kính gửi|Trân trọng", own)

    @pytest.mark.parametrize(
        ("name", "sentence"),
        [
            ("ack-first-good", "On 5 November 2021, 09:15 (Việt Nam time), the Conference Secretariat received your paper."),
            ("ack-first-good", "Its code is TL-2021-001; please give this code whenever you write about the paper."),
            ("ack-first-asking", "that was passed on to a person, who will answer you separately."),
            ("ack-first-of-more", "Your message speaks of more papers than reached us."),
            ("ack-and-link", "The file behind the link in your message did not reach us."),
            ("ack-and-link", "There is nothing else you need to do about the paper above."),
            ("ack-first-good", "There is nothing else you need to do. If you wish to replace the paper,"),
            ("ack-first-good", "Institution: Political School of Nghệ An Province\nTopic: 1.2.2 Building up staff and lecturers\n"),
            ("ack-first-good", "File: Bai-tham-luan.docx, 45.2 KB\nReceived: 5 November 2021, 09:15 (Việt Nam time)\n"),
            ("ack-first-faults", "Result: 2 points to be corrected."),
            ("ack-first-faults", "    The paper has 7 pages; no more than 5 are allowed.\n"),
            ("ack-first-faults", "    - page 4, text box, paragraph 2: “Sơ đồ 1” (Arial, 90 characters)\n"),
            ("ack-first-faults", "3. Please send the corrected version by the end of 10 November 2021 (Việt Nam time) (Guidelines 5)."),
            ("ack-late-good", "The paper arrived after the deadline, which is the end of 10 November 2021 (Việt Nam time)."),
            ("ack-late-faults-and-review", "Result: 1 point to be corrected, 1 point to be looked at, after the deadline."),
            ("ack-batch-mixed", "Dear colleagues of Phòng QLĐT&NCKH Trường Chính trị tỉnh Nghệ An,"),
            ("ack-batch-mixed", "File: Bài 2.docx (in bai.zip), 45.2 KB"),
            ("ack-unreadable", "Dear colleague,"),
            ("ack-unreadable", "The file has a password and cannot be opened."),
            ("no-paper-link", "The Conference Secretariat does not fetch papers by links,"),
            ("no-paper-sealed", "The message or the attached file is encrypted (S/MIME, PGP, Microsoft’s protection…)"),
            ("passed-on-question", "It has been passed on to the person in charge, who will answer to this address."),
            ("passed-on-about-a-paper", "what you sent before stays as it is. To replace it, please reply to the letter that"),
            ("passed-on-gone", "This paper has been withdrawn and does not count at present; all versions are kept:"),
            ("passed-on-overtaken", "a newer version came after the letter it was attached to; the newer version still counts:"),
            ("standing-none", "no paper has arrived from the address hoa.nguyen@nghean.example."),
            ("settled-sent-for-owner", "has a new version (no. 2): the file “Bài đã sửa.docx”. It replaces the version"),
            ("settled-sent-for-owner", "after a message of van.thu@khac.example of "),
            ("settled-sent-for-owner-late", "It came after the deadline and replaces nothing yet; all versions are kept."),
            ("settled-withdrawn", "has been withdrawn from the conference and no longer counts for the school."),
            ("season-viet-bai-reminder-3-school-nghe-an", "Dear colleagues of the Political School of Nghệ An Province,"),
            (
                "season-viet-bai-reminder-3-school-nghe-an",
                "Your school has not sent any paper (the Plan asks for 6 papers or more); at least 6 papers are still missing.",
            ),
            ("season-viet-bai-reminder-3-school-ha-tinh", "Your school has sent 3 of 3–5 papers, as many as the Plan asks for."),
            ("season-viet-bai-reminder-3-school-ha-tinh", "- TL-2021-002: to be corrected (font, number of pages); not reviewed yet.\n"),
            ("season-tham-dinh-opens-school-nghe-an", "The phase “Writing of papers” ended on 25 October 2021."),
            (
                "season-nop-bai-reminder-1-author-hoa.nguyen-hatinh.example",
                "send the paper again by the end of 10 November 2021 (Việt Nam time), 1 day left.",
            ),
            ("season-hoi-thao-opens-delegate-hoa.nguyen-hatinh.example", "has the honour to invite you to the conference “"),
            ("season-hoi-thao-opens-delegate-hoa.nguyen-hatinh.example", "Place: Political School of Thanh Hóa Province\n"),
            ("season-hoi-thao-closes-delegate-hoa.nguyen-hatinh.example", "warmly thanks you for your paper and your part"),
            ("season-nop-bai-opens-secretariat", "Dear members of the Conference Secretariat,"),
            (
                "season-nop-bai-opens-secretariat",
                "Political School of Nghệ An Province: 0 papers (the Plan asks for 6 papers or more); 6 missing",
            ),
            # vetting by the schools
            ("ack-vetted", "Review: reviewed by the school\n"),
            ("ack-not-vetted", "Review: not reviewed yet, which is for the school to do\n"),
            ("ack-to-be-vetted", "Review: not reviewed yet; the school is asked to confirm\n"),
            ("ack-to-be-vetted", "asks the school (Political School of Nghệ An Province) to confirm it. You need not send"),
            ("standing-to-be-vetted", "Review: not reviewed yet; the school is asked to confirm\n"),
            ("passed-on-vetting", "Nothing has been recorded about the review of papers on account of this message,"),
            ("settled-failed", "does not meet the requirements yet. To be corrected: (1) Topic – "),
            ("standing-gone-and-waiting", "These papers no longer count by themselves:\n\n- TL-2021-001"),
            ("settled-granted-each", "is now the end of 20 November 2021 (Việt Nam time). The paper is recorded as sent in time"),
            ("settled-granted", "is now the end of 15 November 2021 (Việt Nam time). The paper is recorded as sent in time and meets the formal requirements."),
            ("settled-school", "is recorded as a paper of Political School of Nghệ An Province and meets the formal requirements."),
            ("settled-passed-late", "it came after the deadline and is accepted all the same. You need not send it again."),
            ("settled-passed-late-over", "meeting the requirements, although it came after the deadline; its school has sent more papers than the Plan asks for, and whether this one is accepted is decided by the Conference Secretariat. You need not send it again."),
            ("standing-passed-late-over", "Result: meets the formal requirements, after the deadline."),
            ("settled-restored", "has been restored and counts as before."),
            ("settled-vetted", "is now recorded as reviewed by your school."),
            ("settled-vetted", "There is nothing else you need to do about the review of this paper."),
            ("vetting-one", "We kindly ask your school to confirm that this paper has been reviewed, by replying to this letter with"),
            ("vetting-one", "Please reply by the end of 5 November 2021. Until then, this paper is recorded as “not reviewed yet” and"),
            ("vetting-several", "To confirm only some of them, please add their codes, for example: “REVIEWED TL-2021-007”."),
            ("vetting-late", "The time of the review has passed; please reply as soon as you can."),
            (
                "season-tham-dinh-opens-school-ha-tinh",
                "Papers that their authors sent themselves are named in a separate letter; please confirm them",
            ),
            (
                "season-tham-dinh-reminder-3-school-ha-tinh",
                "with the words “REVIEWED TL-2021-001, TL-2021-002, TL-2021-003”, leaving out",
            ),
            ("season-nop-bai-opens-secretariat", "1 to be corrected, 1 late, 0 reviewed"),
            # what the secretariat is told
            ("notice-question", "Dear members of the Conference Secretariat,"),
            ("notice-question", "Sender: Nguyễn Thị Hoa, hoa.nguyen@nghean.example\nArrived: 5 November 2021, 09:15 (Việt Nam time)\n"),
            ("notice-question", "A reply to this letter goes straight to the sender (hoa.nguyen@nghean.example), not through the software."),
            ("notice-doubt", "To decide, please reply to this letter with one of these lines at the top; the software carries it out"),
            ("notice-wants_back", "To decide, please reply to this letter with this line at the top;"),
            ("notice-withdrawal-of-what", "The sender wishes to withdraw a paper but gives no code."),
            ("notice-withdrawn", "confirmed the withdrawal of papers TL-2021-007 and TL-2021-008. They no longer count for the school;"),
            ("notice-over_quota", "One school (Trần Phú Political School of Hà Tĩnh Province) now has 6 papers, more than the 5 that are allowed."),
            ("notice-over_quota-late", "Of these, TL-2021-012 came late or waits to be looked at: to accept it, please answer with both lines, PASS and KEEP with its code, in one message;"),
            ("notice-over_quota-late", "KEEP TL-2021-012 – TL-2021-012 may exceed the number; it is not brought up again and the sender is not told. To"),
            ("notice-unjudged", "Paper TL-2021-012 (file Bài.docx (in bai.zip)) could not be checked."),
            ("notice-oversize", "The message of 60 MB exceeds the limit of 50 MB, so its files were not received."),
            ("notice-left_unread", "The message has more parts or files than the program reads;"),
            ("notice-vetting_refused-as-it-stands", "replies that paper TL-2021-007 has not been reviewed, or does not agree with it."),
            ("notice-parked", "Original: folder “INBOX” of the mailbox"),
            ("notice-parked", "This letter needs no reply."),
            ("notice-several", "A message has arrived that raises 2 matters for a person to look at:"),
            ("orders-done", "In answer to the message that thuky@hoithao.example sent on 5 November 2021, 09:15 (Việt Nam time):"),
            ("orders-done", "Merge paper TL-2021-002 into paper TL-2021-001: carried out. Its sender is told by letter."),
            ("orders-done", "a paper of its own: carried out; the new paper has the code TL-2021-009. Its sender"),
            ("orders-newer", "The decision made before about this version (it does not meet the requirements) no longer counts."),
            ("orders-newer", "not carried out, because a new version of the paper (version 3) has come since the letter"),
            ("orders-in-part", "HOW TO WRITE DECISIONS"),
            ("orders-refused", "Please reply directly to an “[Attention]” letter that lists"),
            ("orders-none", "- MERGE TL-2021-xxx INTO TL-2021-yyy – TL-2021-xxx is a version of TL-2021-yyy and becomes part of it"),
            ("settled-failed-late", "The Conference Secretariat will write to you about what to correct."),
            ("settled-failed-each", "by the end of 15 November 2021 (Việt Nam time). Paper TL-2021-001 may come later: by the end of 20 November 2021 (Việt Nam time)."),
            ("settled-failed", "(1) Topic – It is not clear to which topic the paper belongs."),
            ("digest-full", "5 new papers, 1 new version, 1 withdrawn, 1 merged, 1 split off and 1 restored."),
            ("digest-full", "9 papers received, 6 meeting the requirements; the schools are to send at least 27 papers, of which 23 are missing."),
            ("digest-full", "The deadline for papers is the end of 10 November 2021 (Việt Nam time), 5 days left."),
            ("digest-full", "- Topic: The topic of the paper could not be told with certainty.\n"),
            ("digest-full", "(Việt Nam time). The mail server recorded that it took the message on 10 November 2021, 23:59 (Việt Nam time), in time."),
            ("digest-full", "- “Writing of papers”, opening letter: sent before the change, and not again on 11 November 2021"),
            ("digest-full", "- “Writing of papers”, reminder 3 days before the end: sent for the old date, and to be sent again for the new one"),
            ("digest-full", "- “Writing of papers”, reminder 10 days before the end: sent for the old date, and again for the new one."),
            ("digest-full", "reminder 3 days before the end: sent for the old date, and to be sent again for the new one in the next working hours."),
            ("digest-full", "- Letter to hoa@nghean.example came back – hoa@nghean.example, “Hỏi”."),
            ("digest-full", "A list of all papers: the attached file “List of papers 2021-11-05 09h15.xlsx”."),
            ("digest-weekly", "In the last 7 days: 5 new papers and 2 new versions."),
            ("digest-brief", "There is nothing new since 5 November 2021, 09:15 (Việt Nam time)."),
            ("digest-brief", "The mailbox was last checked against the records on 5 November 2021, 09:15 (Việt Nam time): 12 messages, 0 unexplained."),
            ("digest-brief-not-looked", "The mailbox has not been checked against the records yet."),
            ("digest-full", "12 messages, 2 unexplained. Of the messages on record, 0 unanswered, 0 answered twice, 1 that may or may not have been answered."),
            ("digest-full", "- arrived on 5 November 2021, 09:15 (Việt Nam time), in the folder “INBOX”"),
            ("digest-full", "- arrived on 5 November 2021, 09:15 (Việt Nam time), in the folder “Da-xu-ly”, from la@khac.example: “Gửi bài”"),
            ("digest-full", "Please move a message that lies outside of the folder that the software reads back to that folder"),
            ("digest-brief-first", "There are 0 papers so far. The mailbox has never been read."),
            ("digest-brief-waiting", "4 papers still wait to be looked at: "),
            ("digest-hourly", "1 paper received, 1 meeting the requirements;"),
            ("digest-vetting", "2 of 6 papers have been reviewed by the schools. Not reviewed yet:"),
            ("digest-vetting", "with the line VET TL-2021-001, giving the code of that paper"),
            ("digest-many", "And 139 more papers.\n"),
            ("canary", "If it does not come back to the mailbox within 30 minutes, the digest"),
        ],
    )  # fmt: skip
    def test_sentences(self, written: Mapping[str, Letter], name: str, sentence: str) -> None:
        assert sentence in written[name].text

    @pytest.mark.parametrize(
        ("name", "subject"),
        [
            ("ack-first-good", "[TL-2021-001] Paper received: meets the formal requirements"),
            ("ack-batch-mixed", "Received 3 papers: 1 to be corrected, 1 to be looked at"),
            ("ack-batch-unchanged", "These 2 papers were received before"),
            ("no-paper-link", "No paper received yet: the message has only a link"),
            ("settled-merged", "[TL-2021-002] Paper TL-2021-001 is part of this paper now"),
            ("withdrawal", "[TL-2021-001] Please confirm the withdrawal"),
            ("season-viet-bai-reminder-3-school-nghe-an", "Writing of papers: 3 days left, at least 6 papers missing"),
            ("season-tham-dinh-opens-secretariat", "[Progress] The schools are asked to review their papers"),
            ("season-nop-bai-opens-secretariat", "[Progress] Deadline for papers: 5 days left"),
            ("settled-vetted-several", "2 papers recorded as reviewed"),
            ("canary", "Mailbox self-test"),
            ("digest-full", f"[Digest] 5 November 2021: 5 new papers, 1 new version, 4 papers changed, 6 papers to look at, {len(KINDS)} messages to look at, trouble, dates moved"),
            ("digest-weekly-empty", "[Weekly digest] 5 November 2021: nothing new"),
            ("digest-hourly", "[Digest 09:15] 5 November 2021: 1 new paper"),
            ("digest-brief-waiting", "[Digest] 5 November 2021: nothing new, 4 papers to look at"),
            ("vetting-several", "[TL-2021-007, TL-2021-009] Please confirm the review of 2 papers"),
        ],
    )  # fmt: skip
    def test_subjects(self, written: Mapping[str, Letter], name: str, subject: str) -> None:
        assert written[name].subject == f"{subject} – Conference on the Standard Political School 2021"

    @pytest.mark.parametrize(
        ("name", "subject"),
        [
            ("notice-question", "[Attention] Question – Nguyễn Thị Hoa: Hỏi về nơi nghỉ"),
            ("notice-several", "[Attention] Paper that may be a new version of another (TL-2021-012) and 1 more – Nguyễn Thị Hoa: Hỏi về nơi nghỉ"),
            ("notice-letter_came_back", "[Attention] Letter to hoa@sai.example came back"),
            ("orders-done", "2 decisions carried out: TL-2021-002"),
            ("orders-in-part", "1 of 3 decisions carried out: TL-2021-002"),
            ("orders-refused", "Decisions not carried out: TL-2021-002"),
            ("orders-none", "No decision recognised in the message"),
        ],
    )  # fmt: skip
    def test_subjects_of_answers_and_notices(self, written: Mapping[str, Letter], name: str, subject: str) -> None:
        assert written[name].subject == subject

    def test_a_digest_brings_its_picture_and_its_list_in_english(self, written: Mapping[str, Letter]) -> None:
        letter = written["digest-full"]
        ((alt, _),) = re.findall(r'<img class="picture" alt="([^"]*)" src="cid:([^"]*)"', letter.html)
        assert alt.startswith(
            "Chart of the papers against the Plan: 9 received, 6 meeting the requirements, at least 27 wanted. "
            "Political School of Thanh Hóa Province: 0 papers (the Plan asks for 6 papers or more); 6 missing. "
        )
        assert letter.pictures[0].filename == "Chart.png"
        assert letter.pictures[0].content != WRITTEN["digest-full"].pictures[0].content
        (attached,) = letter.attachments
        sheets = Book(attached.content).sheets
        assert list(sheets)[:4] == ["Summary", "Thanh Hóa", "Nghệ An", "Hà Tĩnh"]
        assert list(sheets)[-1] == "School unknown"
        own = (config.english_name for config in CONFIG.schools)
        words = {cell for rows in sheets.values() for row in rows for cell in row if VIETNAMESE.search(cell)}
        titles = {paper.title for paper in letter_cases.DIGEST_PAPERS} | {"Nguyễn Thị Hoa"}
        assert words - titles - set(own) == {"As of 5 November 2021, 09:15 (Việt Nam time)"}

    @pytest.mark.parametrize(
        ("words", "disposition", "name"),
        [
            ("I AGREE", Disposition.QUESTION, "ack-corrected-copy"),
            ("“I CONFIRM THE WITHDRAWAL”", Disposition.WITHDRAWAL, "withdrawal"),
            ("Please withdraw paper TL-2021-001", Disposition.WITHDRAWAL, "withdrawal-which"),
        ],
    )
    def test_what_it_asks_to_reply_is_understood(
        self, written: Mapping[str, Letter], words: str, disposition: Disposition, name: str
    ) -> None:
        asking = (
            pen().acknowledgement(
                incoming(file()), [with_copy(report(findings=letter_cases.with_(letter_cases.WRONG_FONT)))]
            )
            if name == "ack-corrected-copy"
            else written[name]
        )
        assert words.strip("“”") in asking.text
        raw = (
            f"From: Anna Berg <anna@university.example>\nSubject: Re: {asking.subject}\n"
            f"In-Reply-To: {asking.message_id}\nContent-Type: text/plain; charset=utf-8\n\n"
            f"Dear all,\n\n{words}\n\nBest regards,\nAnna Berg\n"
        )
        own = Own(CONFIG.mailbox.address, ("thuky@hoithao.example",), CONFIG.conference.code_prefix)
        decision = decide(read(raw.encode()), own)
        assert (decision.disposition, decision.accepts) == (disposition, True)

    @pytest.mark.parametrize("lang", Lang)
    @pytest.mark.parametrize("kind", OrderKind)
    def test_every_line_that_decides_is_understood(self, kind: OrderKind, lang: Lang) -> None:
        code, other = "TL-2021-008", "TL-2021-003"
        if kind is OrderKind.SCHOOL:
            other = "Nghệ An"
        ((line, _),) = order_lines(CONFIG.named(lang), WORDS[lang], (kind, code, other))
        wanted = {OrderKind.MERGE: {"into": other}, OrderKind.SCHOOL: {"school": "Nghệ An"}}.get(kind, {})
        assert decided(line) == (Order(kind, code, **wanted),)

    @pytest.mark.parametrize("name", NOTICES | DIGESTS)
    def test_it_shows_lines_that_decide_the_same(self, written: Mapping[str, Letter], name: str) -> None:
        given, vietnamese = (
            [decided(line) for line in pattern.findall(letter.text)]
            for pattern, letter in ((ENGLISH_LINES, written[name]), (VIETNAMESE_LINES, WRITTEN[name]))
        )
        assert given == vietnamese
        assert all(len(orders) == 1 for orders in given)

    def test_most_of_what_it_asks_is_decided_by_lines(self) -> None:
        assert sum(VIETNAMESE_LINES.search(WRITTEN[name].text) is not None for name in NOTICES) > len(NOTICES) // 3

    @pytest.mark.parametrize(
        ("name", "words", "codes"),
        [
            ("vetting-one", "REVIEWED", ()),
            ("vetting-several", "REVIEWED TL-2021-007", ("TL-2021-007",)),
            ("season-tham-dinh-reminder-3-school-ha-tinh", "REVIEWED TL-2021-001, TL-2021-003", ("TL-2021-001", "TL-2021-003")),
        ],
    )  # fmt: skip
    def test_what_it_asks_a_school_to_reply_is_understood(
        self, written: Mapping[str, Letter], name: str, words: str, codes: tuple[str, ...]
    ) -> None:
        assert words.split(",", maxsplit=1)[0] in written[name].text
        raw = (
            f"From: Anna Berg <anna@hatinh.example>\nSubject: Re: {written[name].subject}\n"
            f"In-Reply-To: {written[name].message_id}\nContent-Type: text/plain; charset=utf-8\n\n"
            f"Dear all,\n\n{words}\n\nBest regards,\nAnna Berg\n"
        )
        contacts = {"ha-tinh": frozenset({"anna@hatinh.example"})}
        own = Own(CONFIG.mailbox.address, ("thuky@hoithao.example",), CONFIG.conference.code_prefix, contacts=contacts)
        reply = decide(read(raw.encode()), own).vetting
        assert reply is not None
        assert (reply.word, reply.codes) == (VettingWord.CONFIRMS, codes)

    @pytest.mark.slow
    def test_a_conference_without_vetting_never_speaks_of_it(self) -> None:
        own_name = re.compile("Review of papers by the schools")  # of the phase, where another letter tells of its end
        said = {
            name: own_name.sub("", letter.text + letter.subject)
            for name, write in (CASES | ENGLISH_SEASON).items()
            if not re.search("vett(ed|ing)|season-tham-dinh", name)  # written, or in that phase
            for letter in [write(letter_cases.without_vetting(Lang.EN))]
        }
        assert [name for name, text in said.items() if re.search(r"\breview", text, re.IGNORECASE)] == []


def written_for(name: str, writer: Letters, readers: Readers) -> Letter:
    """The letter of a case, for these of the secretariat."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(letter_cases, "staff", lambda _: readers)
        return EVERY[name](writer)


def with_copy(paper: Any) -> Any:
    return letter_cases.replace(paper, corrected="TL-2021-001 - đã sửa phông chữ.docx")


class TestWhatIsMissing:
    def test_every_letter_is_there(self) -> None:
        assert untranslated(environment(CONFIG)) == ()

    @pytest.mark.slow
    def test_a_letter_without_english_templates_is_vietnamese_as_a_whole(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shutil.copytree(ROOT / "templates", tmp_path / "templates")
        (tmp_path / "templates" / "en" / "oversize.subject.j2").unlink()
        monkeypatch.setattr(templating, "shipped_templates", lambda: tmp_path / "templates")
        made = environment(CONFIG)
        assert LetterKind.OVERSIZE in untranslated(made)
        letter = Letters(ENGLISH, made).oversize(incoming())
        assert letter == letters().oversize(incoming())

    def test_own_templates_win_in_their_language_alone(self, tmp_path: Path) -> None:
        (tmp_path / "en").mkdir()
        (tmp_path / "en" / "oversize.subject.j2").write_text("Too large, sorry", "utf-8")
        (tmp_path / "passed_on.subject.j2").write_text("Đã chuyển", "utf-8")
        own = CONFIG.letters.model_copy(update={"templates_directory": tmp_path})
        vietnamese, given = (letters(it.model_copy(update={"letters": own})) for it in (CONFIG, ENGLISH))
        assert given.oversize(incoming()).subject == "Too large, sorry"
        assert vietnamese.oversize(incoming()).subject.startswith("Chưa nhận được")
        assert vietnamese.passed_on(incoming()).subject == "Đã chuyển"
        assert given.passed_on(incoming()).subject.startswith("Your message has arrived")

    def test_a_mistake_in_an_english_template_is_found_at_start_up(self, tmp_path: Path) -> None:
        (tmp_path / "en").mkdir()
        (tmp_path / "en" / "oversize.j2").write_text("{% if %}", "utf-8")
        own = CONFIG.letters.model_copy(update={"templates_directory": tmp_path})
        with pytest.raises(ConfigError, match=r"en.oversize.j2, line 1"):
            environment(ENGLISH.model_copy(update={"letters": own}))


class TestTheDoctor:
    """Says which letters a reader of English gets in Vietnamese, if there is such a reader."""

    @pytest.mark.parametrize(
        ("config", "said"),
        [
            (CONFIG, []),
            (with_recipients(hoa=Lang.EN), []),  # nobody outside gets digests
            (ENGLISH, ["no English templates for digest: who reads English gets them in Vietnamese"]),
        ],
    )
    @pytest.mark.slow
    def test_of_what_has_no_template(
        self, config: Config, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shutil.copytree(ROOT / "templates", tmp_path / "templates")
        (tmp_path / "templates" / "en" / "digest.subject.j2").unlink()
        monkeypatch.setattr(templating, "shipped_templates", lambda: tmp_path / "templates")
        monkeypatch.setattr(doctor.letters, "samples", lambda *_: {})  # they are written elsewhere
        lines = list(doctor._templates(config, SystemClock()))
        assert (lines[0].level, lines[0].text) == (Level.GOOD, "every letter renders")
        assert [line.text for line in lines[1:]] == said
        assert all(line.level is Level.WARNING and line.remedy for line in lines[1:])

    @pytest.mark.slow
    def test_a_broken_english_template_is_bad(self, tmp_path: Path) -> None:
        (tmp_path / "en").mkdir()
        (tmp_path / "en" / "oversize.subject.j2").write_text("{{ nothing }}", "utf-8")
        own = CONFIG.letters.model_copy(update={"templates_directory": tmp_path})
        (line,) = doctor._templates(CONFIG.model_copy(update={"letters": own}), SystemClock())
        assert line.level is Level.BAD
        assert "'nothing' is undefined" in line.text


class TestWords:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            (english.size(812), "812 bytes"),
            (english.size(45_210), "45.2 KB"),
            (english.size(999_999), "1 MB"),
            (english.number(1190), "1,190"),
            (english.day(date(2021, 11, 10), VIETNAM), "10 November 2021"),
            (english.day(datetime(2021, 11, 9, 20, tzinfo=UTC), VIETNAM), "10 November 2021"),
            (english.moment(datetime(2021, 11, 10, 10, tzinfo=UTC), VIETNAM), "10 November 2021, 17:00 (Việt Nam time)"),
            (english.moment(datetime(2021, 3, 1, tzinfo=UTC), timezone(timedelta(hours=-3, minutes=-30))), "28 February 2021, 20:30 (UTC-3:30)"),
            (english.last_moment(CONFIG), "the end of 10 November 2021 (Việt Nam time)"),
            (english.last_moment(CONFIG, datetime(2021, 11, 15, 10, tzinfo=UTC)), "15 November 2021, 17:00 (Việt Nam time)"),
            (english.listing([]), ""),
            (english.listing(["a"]), "a"),
            (english.listing(["a", "b", "c"]), "a, b and c"),
            (english.filename("a.zip!b.zip!bài.docx"), "bài.docx (in a.zip, b.zip)"),
            (english.more_places(1), "… and 1 more place"),
            (english.more_places(3), "… and 3 more places"),
            (english.unmarked(1200), "Besides what is marked in this copy, 1,200 more places are in other fonts."),
            (english.number_in_font("Arial", "Times New Roman", 1200), "The list numbers of 1,200 paragraphs, from this one on, are in Arial. Click on the number itself and choose Times New Roman."),
            (wording.unmarked(1200), "Ngoài những chỗ được đánh dấu trong bản này, còn 1.200 chỗ khác dùng phông khác."),
            (wording.in_font("Arial", "Times New Roman", 1190, 1200), "Phông Arial (1.200 đoạn liền nhau, 1.190 ký tự). Bôi đen chỗ này, chọn phông Times New Roman."),
            (wording.in_font("Arial", "Times New Roman", 6, 1), "Phông Arial (6 ký tự). Bôi đen chỗ này, chọn phông Times New Roman."),
            (wording.number_in_font("Arial", "Times New Roman", 1200), "Số thứ tự tự động của 1.200 đoạn, từ đoạn này, dùng phông Arial. Bấm chuột vào chính con số, chọn phông Times New Roman."),
            (english.unmarked(1), "Besides what is marked in this copy, 1 more place is in other fonts."),
            (english.in_font("Arial", "Times New Roman", 1, 1), "Font Arial (1 character). Select this text and choose Times New Roman."),
            (english.CHART.day(date(2021, 9, 10)), "10 Sep"),
        ],
    )  # fmt: skip
    def test_forms(self, written: str, expected: str) -> None:
        assert written == expected

    @pytest.mark.parametrize(
        ("least", "most", "said"),
        [(6, None, "6 papers or more"), (3, 5, "3–5 papers"), (1, 1, "1 paper"), (3, 3, "3 papers")],
    )
    def test_quotas(self, least: int, most: int | None, said: str) -> None:
        school = CONFIG.schools[0].model_copy(update={"min_papers": least, "max_papers": most})
        assert english.wanted(school) == said

    def test_a_school_without_an_english_name_keeps_its_own(self) -> None:
        school = CONFIG.schools[0].model_copy(update={"english_name": ""})
        assert english.reminding(school, (), CONFIG)["salutation"] == "colleagues of Trường Chính trị tỉnh Thanh Hóa"

    def test_every_place_that_a_check_names_is_told(self) -> None:
        parts = ["trang 2", "phần (Section) 3", "bảng 1 (hàng 2, cột 4)", "đoạn 14", "trong bài", *_STORIES.values()]
        parts += [f"hộp văn bản (Text Box) trong {story}" for story in _STORIES.values()]
        told = english.place(", ".join(parts), "", "Arial", 1)
        assert not VIETNAMESE.search(told)
        assert told.startswith(
            "page 2, section 3, table 1 (row 2, column 4), paragraph 14, in the paper, header, footer,"
        )
        assert told.endswith("text box in text box, text box in chart, text box in SmartArt (Arial, 1 character)")

    def test_both_languages_have_the_same_names(self) -> None:
        assert set(WORDS) == set(Lang)
        assert (
            set(english.check_labels(CONFIG))
            == set(WORDS[Lang.VI].check_labels(CONFIG))
            == {rule.name for rule in RULES}
        )
        assert set(english.ORDERS) == set(WORDS[Lang.VI].ORDERS) == set(OrderKind)
        for table in ("verdicts", "checks", "columns", "sums"):
            assert set(getattr(english.LIST, table)) == set(getattr(WORDS[Lang.VI].LIST, table))
        assert set(english.LIST.checks) == set(english.check_labels(CONFIG))

    def test_no_word_of_tables_pictures_and_copies_is_left_in_vietnamese(self) -> None:
        found = [asdict(terms) for terms in (english.CHART, english.LIST, english.COPIES)]
        words = re.findall(r"'([^']*)'", repr([*found, english.ORDERS, english.KEPT]))
        assert [word for word in words if VIETNAMESE.search(word)] == []


class TestFindings:
    """What checks say in Vietnamese, told in English from what they found."""

    @pytest.mark.parametrize(
        ("check", "outcome", "details", "said"),
        [
            ("file", "pass", {"kind": "docx"}, "The file can be read; it has no password and no macros."),
            (
                "file",
                "fail",
                {"problem": "macros"},
                "The file has macros or may have, fetches a template or runs a program: it is not accepted.",
            ),
            ("file", "review", {}, "Our program could not read the file; the Conference Secretariat will look at it."),
            ("font", "pass", {"characters": 9}, "The whole paper is in Times New Roman."),
            ("font", "pass", {"characters": 9, "other_characters": 1}, "The paper is in Times New Roman; what is in other fonts is within the tolerance."),
            ("font", "fail", {"characters": 14230, "other_characters": 1204, "offences": [{"font": "Arial"}, {"font": "Calibri"}]}, "1,204 of 14,230 characters are not in Times New Roman (Arial and Calibri)."),
            ("font", "fail", {"characters": 9, "other_characters": 9, "offences": [{"font": it} for it in "abcde"]}, "None of the paper is in Times New Roman (a, b and c, and 2 more)."),
            ("encoding", "fail", {"legacy": "TCVN3", "characters": 1}, "1 character is typed in the old character set TCVN3, not in Unicode."),
            ("pages", "pass", {"pages": 1, "limit": 5}, "The paper has 1 page; up to 5 are allowed."),
            ("pages", "fail", {"pages": 7, "limit": 5}, "The paper has 7 pages; no more than 5 are allowed."),
            ("pages", "review", {"pages": 6, "limit": 5}, "The number of pages could not be told with certainty (up to 5 are allowed); the Conference Secretariat will look at it."),
            ("elements", "fail", {"missing": ["muc_tieu", "ket_qua"]}, "Of what a paper on a model needs, these are still missing: objectives and results."),
            ("elements", "review", {"missing": ["ten"]}, "These elements were not found for certain: name of the model; the Conference Secretariat will look at it."),
            ("elements", "fail", {"missing": ["ten", "cach_thuc"], "headed": {"cach_thuc": {"heading": "2. Cách làm", "below": "nothing"}}}, "Of what a paper on a model needs, these are still missing: name of the model and method (there is a heading “2. Cách làm”, but nothing stands below it)."),
            ("elements", "review", {"missing": ["ket_qua"], "headed": {"ket_qua": {"heading": "4. Kết quả", "below": "words"}}}, "These elements were not found for certain: results (there is a heading “4. Kết quả”, but what stands below it does not tell it clearly); the Conference Secretariat will look at it."),
            ("elements", "skip", {"is_model_paper": False}, "The paper does not present a particular model, so its elements were not looked for."),
            ("elements", "skip", {"is_model_paper": None}, "This was not checked."),
            ("elements", "review", {"missing": ["ket_qua"], "doubtful": True}, "It is not certain whether the paper presents a model; if it does, these elements were not found: results; the Conference Secretariat will look at it."),
            ("elements", "review", {"missing": ["ket_qua"], "open_headings": ["4. Quả ngọt", "5. Lời kết"]}, "These elements were not found for certain: results (they may stand under “4. Quả ngọt” or “5. Lời kết”); the Conference Secretariat will look at it."),
            ("topic", "review", {"candidates": [{"topic": "1.2.2"}, {"topic": "gone"}]}, "The topic of the paper could not be told with certainty (it may be 1.2.2, “Building up staff and lecturers”); the Conference Secretariat will look at it."),
            ("topic", "review", {}, "The topic of the paper could not be told with certainty; the Conference Secretariat will look at it."),
            ("topic", "pass", {"topic": "1.2.2"}, "The paper belongs to topic 1.2.2, “Building up staff and lecturers”."),
            ("identity", "pass", {"authors": ["Nguyễn Văn A"], "school": "nghe-an"}, "Author: Nguyễn Văn A; institution: Political School of Nghệ An Province."),
            ("identity", "fail", {"authors": [], "school": None}, "The paper does not clearly name the author or the institution."),
            ("identity", "review", {"authors": ["A"], "candidates": ["nghe-an", "da-nang"]}, "It is not certain for which institution the paper counts: Political School of Nghệ An Province or Political School of Đà Nẵng City."),
            ("identity", "review", {"authors": ["A"], "candidates": ["nghe-an"], "evidence": "Trường Chính trị tỉnh Lào Cai"}, "The paper says “Trường Chính trị tỉnh Lào Cai”, but it was sent from Political School of Nghệ An Province; please confirm the institution."),
            ("identity", "review", {"authors": ["A"], "school": "nghe-an"}, "The institution of the paper is not certain."),
            ("something_new", "review", {}, "This could not be checked with certainty; the Conference Secretariat will look at it."),
        ],
    )  # fmt: skip
    def test_summaries(self, check: str, outcome: str, details: dict[str, Any], said: str) -> None:
        found = Finding(check, Outcome(outcome), "ĐHVB 5", "Câu tiếng Việt.", details)
        assert english.told(found, NAMED).summary == said

    @pytest.mark.parametrize(
        ("check", "clause", "english_clauses", "said"),
        [
            ("font", "ĐHVB 5", {"font": "Guidelines 5"}, "Guidelines 5"),
            ("font", "ĐHVB 5", {}, "“ĐHVB 5”"),
            ("font", "", {"font": "Guidelines 5"}, ""),
            ("something_new", "Điều 9", {}, "“Điều 9”"),
            ("font", "Call, § 3.1", {}, "Call, § 3.1"),
        ],
    )
    def test_clauses(self, check: str, clause: str, english_clauses: dict[str, str], said: str) -> None:
        own = CONFIG.rules.clauses.model_copy(update={check: clause} if check == "font" and clause else {})
        told_so = {"clauses": own, "english_clauses": EnglishClauses(**english_clauses)}
        rules = CONFIG.rules.model_copy(update=told_so)
        named = CONFIG.model_copy(update={"rules": rules}).named(Lang.EN)
        assert english.told(Finding(check, Outcome.FAIL, clause, "Câu tiếng Việt.", {}), named).clause == said

    @pytest.mark.parametrize("outcome", Outcome)
    @pytest.mark.parametrize("check", [rule.name for rule in RULES])
    def test_whatever_is_known_something_is_said(self, check: str, outcome: Outcome) -> None:
        told = english.told(Finding(check, outcome, "ĐHVB 5", "Câu tiếng Việt.", {}), NAMED)
        assert told.summary.endswith(".")
        assert not VIETNAMESE.search(told.summary)

    @pytest.mark.parametrize(
        ("check", "details", "said"),
        [
            ("pages", {"blank_trailing": 1}, "A blank page follows the text; please delete the empty lines at the end of the paper."),
            ("pages", {"blank_trailing": 2}, "2 blank pages follow the text; please delete the empty lines at the end of the paper."),
            ("font", {"other_characters": 1, "offences": [{"font": "Arial", "excerpt": "x", "where": "trang 3, đoạn 21"}]}, "In other fonts: 1 character, “x” (Arial, page 3, paragraph 21)."),
            ("font", {"stand_ins": ["Liberation Serif"], "converted_from": "odt"}, "The PDF has Liberation Serif, of the same widths as Times New Roman and made to stand in for it. The .odt file was converted to .docx for this check."),
        ],
    )  # fmt: skip
    def test_what_is_worth_knowing_of_a_paper_that_passes(self, check: str, details: dict[str, Any], said: str) -> None:
        found = Finding(check, Outcome.PASS, "ĐHVB 5", "Câu tiếng Việt.", details, hint="Câu tiếng Việt.")
        assert english.told(found, NAMED).hint == said

    @pytest.mark.parametrize(
        ("check", "details"),
        [
            ("pages", {"reason": "stored_count", "pages": 5}),
            ("font", {"reason": "unread_parts"}),
            ("font", {"reason": "unread_parts", "unread_parts": ["new_kind"]}),
            ("file", {"problem": "new_problem"}),
        ],
    )
    def test_what_an_older_program_recorded_in_another_way_is_quoted(self, check: str, details: dict[str, Any]) -> None:
        outcome = Outcome.FAIL if check == "file" else Outcome.REVIEW
        told = english.told(Finding(check, outcome, "ĐHVB 5", "Câu tiếng Việt.", details), NAMED)
        assert told.hint == "in the Vietnamese words of our program: “Câu tiếng Việt.”"

    def test_there_is_a_sentence_for_every_reason(self) -> None:
        assert {reason for reason, _, _ in REASONS} == set(Reason)

    @pytest.mark.parametrize(("reason", "details", "said"), REASONS)
    def test_why_a_check_could_not_tell(self, reason: Reason, details: dict[str, Any], said: str) -> None:
        found = Finding("font", Outcome.REVIEW, "ĐHVB 5", "Câu tiếng Việt.", {**details, "reason": reason.value})
        by_person, decided = english.told(found, NAMED), english.told(replace(found, outcome=Outcome.FAIL), NAMED)
        assert (by_person.summary, by_person.hint) == (f"{said}; the Conference Secretariat will look at it.", "")
        assert (decided.summary, decided.hint) == (f"{said}.", "")

    @pytest.mark.parametrize(
        "read",
        [
            paper(document("")),
            paper(document(""), illegible=True),
            paper(document("BODY"), crashed="it died"),
            paper(document("BODY"), unread=True),
            paper(document("BODY"), rendering=None),
            paper(document("BODY"), rendering=rendering(5, 1)),
            paper(document("BODY", stored_pages=9)),
            paper(document("BODY", problem=FileProblem.ENCRYPTED)),
            paper(document("BODY", "Arial")),
            paper(document("BODY", "")),
            paper(document("BODY", unread=(UnreadPart.CHART,))),
            paper(document("BODY", unread=(UnreadPart.DOCUMENT,))),
        ],
    )
    def test_what_checks_find_is_told_and_not_quoted(self, read: Paper) -> None:
        told = [english.told(found, NAMED) for found in checks.run(read)]
        assert [found for found in told if VIETNAMESE.search(found.hint) or "Vietnamese" in found.hint] == []

    @pytest.mark.parametrize(
        ("kind", "reason", "outcome", "taken", "advice"),
        [
            ("pdf", None, "fail", EVERY_KIND, (f"{IN_WORD_FIRST}, or send the Word file (.docx) itself.", THESE_PLACES)),
            ("pdf", None, "fail", (FileKind.PDF,), (f"{IN_WORD_FIRST}.", THESE_PLACES)),
            ("docx", None, "fail", EVERY_KIND, (THESE_PLACES,)),
            (None, None, "fail", EVERY_KIND, (THESE_PLACES,)),  # on record since a program that did not say
            ("docx", "no_text", "review", EVERY_KIND, (TYPED,)),
            ("pdf", "illegible", "fail", EVERY_KIND, (TYPED,)),
            ("pdf", "no_text", "review", (FileKind.PDF,), ("Send a .pdf file exported from the document in which the paper was typed in place of the scan or photograph.",)),
            ("docx", "foreign_code", "review", EVERY_KIND, (NOT_THE_FONT_ALONE,)),
            ("docx", "unread_parts", "review", EVERY_KIND, ()),
            ("pdf", "unread_parts", "review", EVERY_KIND, (f"{IN_WORD_FIRST}, or send the Word file (.docx) itself.",)),
            ("docx", "unread_parts", "fail", EVERY_KIND, (THESE_PLACES,)),
            ("docx", "unknown_font", "review", EVERY_KIND, ("Select the text, but no symbols, choose Times New Roman in the Font box of the Home tab, and save.",)),
            ("docx", "not_converted", "review", (FileKind.PDF,), ("If you like, send the paper again as .pdf.",)),
            ("docx", "crashed", "review", EVERY_KIND, ()),
            ("docx", "stored_count", "review", EVERY_KIND, ("Please open the paper in Word and look at the number of pages.",)),
            ("docx", None, "pass", EVERY_KIND, ()),
            ("docx", "no_text", "skip", EVERY_KIND, ()),
        ],
    )  # fmt: skip
    def test_what_to_do_depends_on_the_file_and_on_why_a_check_cannot_tell(
        self, kind: str | None, reason: str | None, outcome: str, taken: tuple[FileKind, ...], advice: tuple[str, ...]
    ) -> None:
        using = NAMED.model_copy(update={"rules": NAMED.rules.model_copy(update={"accepted_kinds": taken})})
        details = {"kind": kind, "reason": reason, "other_characters": 9, "unread_parts": [], "unknown_characters": 1}
        known = {**details, "pages": 3, "stored_pages": 9}
        found = Finding("font", Outcome(outcome), "ĐHVB 5", "Câu tiếng Việt.", known)
        assert english.told(found, using).advice == advice

    @pytest.mark.parametrize("read", ADVISED)
    def test_where_vietnamese_advises_something_english_does(self, read: Paper) -> None:
        """But for the kind that Vietnamese names in the summary."""
        told = [(found, english.told(found, NAMED)) for found in checks.run(read)]
        said = [(found.check, bool(found.advice)) for found, _ in told if found.outcome is not Outcome.PASS]
        assert said == [(found.check, bool(it.advice)) for found, it in told if found.outcome is not Outcome.PASS]

    @pytest.mark.parametrize(
        ("outcome", "hint", "said"),
        [
            ("fail", "", "in the Vietnamese words of our program: “Câu tiếng Việt.”"),
            ("review", "", "in the Vietnamese words of our program: “Câu tiếng Việt.”"),
            ("pass", "", ""),
            ("pass", "Còn một trang trắng.", "in the Vietnamese words of our program: “Còn một trang trắng.”"),
        ],
    )
    def test_what_is_not_told_is_quoted(self, outcome: str, hint: str, said: str) -> None:
        found = Finding("something_new", Outcome(outcome), "ĐHVB 5", "Câu tiếng Việt.", {}, hint=hint)
        assert english.told(found, NAMED).hint == said

    @pytest.mark.parametrize(
        ("details", "advice"),
        [
            (
                {
                    "missing": ["muc_tieu", "cach_thuc"],
                    "headed": {"cach_thuc": {"heading": "2. Cách làm", "below": "words"}},
                },
                (
                    (
                        "Add what is missing, best under headings of their own: objectives; "
                        "under the headings that are there: “2. Cách làm”."
                    ),
                    (
                        "Say there: objectives (what it is meant to solve or to reach); "
                        "method (who does what, in which steps, and when)."
                    ),
                ),
            ),
            (
                {"missing": ["ten"]},
                (
                    "Add what is missing, best under headings of their own: name of the model.",
                    "Say there: name of the model (what it is called, and whose it is).",
                ),
            ),
            ({"missing": []}, ()),
        ],
        ids=["one has a heading", "none has", "none missing"],
    )
    def test_what_is_missing_is_described(self, details: dict[str, Any], advice: tuple[str, ...]) -> None:
        assert english.told(Finding("elements", Outcome.FAIL, "ĐHVB 5", "Còn thiếu.", details), NAMED).advice == advice

    def test_text_in_an_old_character_set_is_not_to_be_given_another_font(self) -> None:
        """Which would garble it: the check says so in its advice."""
        advice = ("Phần chữ ở phông .VnTime gõ bằng bảng mã cũ (TCVN3), không phải Unicode.",)
        details = {"characters": 9, "other_characters": 9, "offences": [{"font": ".VnTime"}]}
        told = english.told(Finding("font", Outcome.FAIL, "ĐHVB 5", "Sai phông.", details, advice), NAMED)
        assert told.advice == (
            "Convert the text to Unicode before you choose Times New Roman, as said under “Character set”.",
        )
