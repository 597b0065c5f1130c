"""The whole storage directory is set back, as a snapshot does it: the mailbox knows what the records have forgotten."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from core.fakes import START, House, Killed, killed_at, mail, never, refuse
from core.test_core_backup import at
from core.test_core_calendar import look, term

from daemon.cycle import run_intake
from daemon.cycle.forgotten import mark_of
from daemon.errors import MailboxError
from daemon.model import MessageRef
from daemon.seeking import seek_uncertain

pytestmark = pytest.mark.slow  # each is quick; all of them are not


__all__ = ["term"]  # a fixture

OTHERS = b"Message-ID: <a@x.example>\r\nDate: Thu, 09 Sep 2021 08:05:00 +0700\r\n\r\nx"


def paper(number: int) -> bytes:
    return mail(f"hoa{number}@x.example", f"Gửi bài {number}", (f"Bài {number}.docx", f"title=Mô hình {number}"))


@pytest.fixture
def snapshot(house: House, tmp_path: Path) -> Path:
    """Of a directory in which one letter waits; after it the letter left, and two papers came and were answered."""
    house.sender.fail = refuse()
    house.inbox.put(paper(1), house.clock.now())
    house.once()
    shutil.copytree(house.directory, tmp_path / "ảnh")
    house.sender.fail = None
    for number in (2, 3):
        house.later(hours=1)
        house.inbox.put(paper(number), house.clock.now())
        house.once()
    assert len(house.sender.sent) == 3
    return tmp_path / "ảnh"


def back(house: House, directory: Path) -> House:
    """The same mailbox, and a service on the directory as it was."""
    again = at(directory, house.inbox)
    again.clock.set(house.clock.now() + timedelta(hours=1))
    return again


def test_what_was_handled_is_on_record_again_and_nobody_is_answered_twice(house: House, snapshot: Path) -> None:
    again = back(house, snapshot)
    again.once()
    assert again.sender.sent == []
    for rows in (lambda it: it.records.messages(), lambda it: it.records.papers()):
        names = [
            [(row["raw_sha256"] if isinstance(row, dict) else row.code) for row in rows(it)] for it in (house, again)
        ]
        assert names[0] == names[1]
    assert [letter["message_id"] for letter in again.records.letters()] == [
        letter["message_id"] for letter in house.records.letters()
    ]
    assert {letter["state"] for letter in again.records.letters()} == {"uncertain"}
    assert again.notes("set_back") == ["2 messages that had been handled were not on record; they are taken in again."]
    (restored,) = again.notes("restored")
    assert f"from a state of {START.isoformat()}." in restored  # the last thing that the copy knew

    again.later(hours=1)  # what comes from now on is answered as ever, and nothing is taken back once more
    again.inbox.put(paper(4), again.clock.now())
    again.once()
    assert len(again.sender.sent) == 1
    assert len(again.notes("set_back")) == 1
    again.close()


def test_what_answers_a_letter_of_ours_is_understood_as_it_was(house: House, tmp_path: Path) -> None:
    """A withdrawal that names a paper which was judged after the copy: the paper is there before it is read."""
    shutil.copytree(house.directory, tmp_path / "ảnh")
    house.inbox.put(paper(1), house.clock.now())
    house.once()
    (code,) = (it.code for it in house.records.papers())
    house.later(hours=1)
    house.inbox.put(mail("hoa1@x.example", "Xin rút bài", kind="withdrawal", codes=code), house.clock.now())
    house.once()
    again = back(house, tmp_path / "ảnh")
    again.once()
    kinds = [[letter["kind"] for letter in it.records.letters()] for it in (house, again)]
    assert "withdrawal" in kinds[0]
    assert kinds[1] == kinds[0]
    assert again.sender.sent == []
    again.close()


def test_in_the_folder_that_is_read_it_is_known_by_its_mark(house: House, tmp_path: Path) -> None:
    """The server would not move it, or a person moved all back."""
    shutil.copytree(house.directory, tmp_path / "ảnh")
    house.inbox.put(paper(1), house.clock.now())
    house.once()
    (raw,), at_ = house.inbox.moved, house.clock.now()
    house.inbox.moved.clear()
    house.inbox.put(raw, at_)
    house.later(minutes=5)
    house.intake()  # on record: nothing to be told
    assert house.notes("set_back") == []
    house.inbox.moved.clear()
    house.inbox.put(raw, at_)
    again = back(house, tmp_path / "ảnh")
    again.once()
    assert again.sender.sent == []
    assert again.notes("set_back") == ["1 messages that had been handled were not on record; they are taken in again."]
    again.close()


def test_whoever_stops_it_meanwhile_lets_nothing_overtake_what_waits(house: House, snapshot: Path) -> None:
    again, asked = back(house, snapshot), []
    run_intake(again.inbox, again.desk, stop=lambda: bool(asked), catch_up=asked.append)
    assert len(asked) == 1
    assert len(again.records.messages()) == 1
    again.once()
    assert len(again.records.messages()) == 3
    again.close()


def test_what_comes_after_the_copy_was_brought_back_waits_for_nothing(house: House, snapshot: Path) -> None:
    again, asked = back(house, snapshot), []
    again.once()
    again.later(hours=1)
    again.inbox.put(paper(9), again.clock.now())
    run_intake(again.inbox, again.desk, catch_up=asked.append)
    assert asked == []
    again.close()


def test_cut_off_while_they_are_taken_in_the_next_pass_goes_on(house: House, snapshot: Path) -> None:
    again = back(house, snapshot)
    with killed_at("cycle.recorded"), pytest.raises(BaseException, match=r"cycle\.recorded"):
        again.intake()
    again.restart()
    again.once()
    assert again.sender.sent == []
    assert len(again.records.messages()) == 3
    again.close()


@pytest.mark.parametrize("point", ["records.before_commit", "records.committed"])
def test_killed_anywhere_while_it_is_recorded_that_they_are_older_it_is_told_why_letters_wait(
    house: House, snapshot: Path, point: str
) -> None:
    again = back(house, snapshot)
    for nth in range(1, 100):
        with killed_at(point, nth), suppress(Killed):
            again.intake()
        again.restart()
        told = [len(again.notes(kind)) for kind in ("restored", "set_back")]
        assert told[0] == told[1]
        if told[0]:
            break
    assert told == [1, 1]
    again.once()
    assert again.sender.sent == []
    again.close()


@pytest.mark.parametrize(
    "mark", ["", mark_of(b"another directory's")], ids=["a person, or a server without keywords", "another service"]
)
def test_what_others_moved_there_is_not_taken_in(house: House, snapshot: Path, mark: str) -> None:
    house.inbox.marks = dict.fromkeys(house.inbox.marks, mark)
    again = back(house, snapshot)
    again.intake()
    assert len(again.records.messages()) == 1
    assert again.notes("set_back") == []
    again.close()


@pytest.mark.parametrize("point", ["cycle.moved", "cycle.before_move"])
def test_killed_around_the_moving_nothing_is_forgotten(house: House, point: str) -> None:
    for number in (1, 2):
        house.inbox.put(paper(number), house.clock.now())
    with killed_at(point), pytest.raises(BaseException, match=point):
        house.intake()
    house.restart()
    house.once()
    assert house.notes("set_back") == []
    assert len(house.sender.sent) == 2


def test_a_folder_that_nothing_came_to_is_not_opened(house: House) -> None:
    house.inbox.put(paper(1), house.clock.now())
    house.once()

    def never(*_: object) -> None:
        raise AssertionError("it was opened")

    house.inbox.fail["looking"] = never
    house.later(minutes=5)
    house.once()
    house.inbox.put(paper(2), house.clock.now())
    house.once()
    house.once()
    house.inbox.moved.append(mail("cu@x.example", "Thư cũ"))  # a person's
    with pytest.raises(AssertionError, match="opened"):
        house.once()


def test_where_the_server_lets_nobody_look_the_next_pass_tries_again(house: House, snapshot: Path) -> None:
    def refuse_to_show(folder: str) -> None:
        raise MailboxError(f"No permission for {folder}.", refused=True)

    again = back(house, snapshot)
    again.inbox.fail["looking"] = refuse_to_show
    again.inbox.put(paper(4), again.clock.now())
    again.intake()
    assert len(again.records.messages()) == 2
    del again.inbox.fail["looking"]
    again.intake()
    assert len(again.records.messages()) == 4
    again.close()


def of_one(uid: int, *, refused: bool, times: int | None = None) -> Callable[..., None]:
    """The server does not give one message, so many times or for ever; asked for several, it gives none of them."""
    left = iter(range(times)) if times is not None else itertools.count()

    def fail(what: MessageRef | Sequence[MessageRef], *_: object) -> None:
        refs = [what] if isinstance(what, MessageRef) else what
        if uid in {ref.uid for ref in refs} and next(left, None) is not None:
            raise MailboxError("not given", refused=refused)

    return fail


@pytest.mark.parametrize("calls", [("fetch",), ("fetch", "message_ids")], ids="+".join)
@pytest.mark.parametrize("refused", [True, False], ids=["refused", "cut off"])
def test_a_message_that_never_comes_hides_nothing_and_blocks_nobody(
    house: House, snapshot: Path, calls: tuple[str, ...], refused: bool
) -> None:
    """Of two that were forgotten one does not come: nobody is answered twice, and the others are taken in."""
    again = back(house, snapshot)
    again.inbox.fail_elsewhere["fetch"] = of_one(2, refused=refused)
    if len(calls) > 1:
        again.inbox.fail_elsewhere["message_ids"] = of_one(2, refused=True)
    for poll in range(8):
        with suppress(MailboxError):
            again.intake()
        again.assess()
        again.deliver()
        again.later(minutes=30)
        if poll == 2:
            again.inbox.put(paper(9), again.clock.now())
    assert len(again.notes("set_back")) == 1
    assert len(again.records.messages()) == 3
    assert [recipients for _, recipients, _ in again.sender.sent] == [("hoa9@x.example",)]
    assert "not_fetched" in {it.kind for it in again.records.troubles(again.config, again.clock.now())}
    again.inbox.fail_elsewhere.clear()
    again.later(hours=1)
    again.once()
    assert len(again.records.messages()) == 4
    assert len(again.sender.sent) == 1
    assert len(again.notes("set_back")) == 1
    again.close()


@pytest.mark.parametrize("refused", [True, False], ids=["refused", "cut off"])
def test_what_comes_at_the_look_and_not_when_it_is_taken_in_is_told_once(
    house: House, snapshot: Path, refused: bool
) -> None:
    again, calls = back(house, snapshot), itertools.count()

    def every_other(ref: MessageRef) -> None:
        if ref.uid == 2 and next(calls) % 2:
            raise MailboxError("not given", refused=refused)

    again.inbox.fail_elsewhere["fetch"] = every_other
    for _ in range(4):
        with suppress(MailboxError):
            again.intake()
        again.later(minutes=5)
    assert len(again.notes("set_back")) == 1
    assert len(again.records.messages()) == 3
    again.close()


def test_one_that_never_came_and_has_gone_is_no_trouble_any_longer(house: House, snapshot: Path) -> None:
    again = back(house, snapshot)
    again.inbox.fail_elsewhere["fetch"] = of_one(2, refused=True)
    again.intake()
    again.inbox.marks.clear()  # as a search sees it, it has gone
    again.later(minutes=5)
    again.intake()
    assert "not_fetched" not in {it.kind for it in again.records.troubles(again.config, again.clock.now())}
    again.close()


def test_one_in_the_folder_that_is_read_which_is_not_given_hides_no_other(house: House, tmp_path: Path) -> None:
    shutil.copytree(house.directory, tmp_path / "ảnh")
    for number in (1, 2):
        house.inbox.put(paper(number), house.clock.now())
        house.once()
    raws = list(house.inbox.moved)
    house.inbox.moved.clear()
    first, _ = (house.inbox.put(raw, house.clock.now()) for raw in raws)
    house.inbox.fail["fetch"] = of_one(first, refused=True)
    again = back(house, tmp_path / "ảnh")
    for _ in range(4):
        again.once()
        again.later(minutes=1)
    del again.inbox.fail["fetch"]
    again.later(hours=1)
    again.once()
    assert len(again.records.messages()) == 2
    assert again.sender.sent == []
    assert len(again.notes("set_back")) == 1
    again.close()


@pytest.mark.parametrize("named", [True, False], ids=["with a Message-ID", "without one"])
def test_what_is_on_record_and_not_given_was_not_forgotten(house: House, named: bool) -> None:
    """Killed between the moving and the noting of it, the next pass looks at what has come to the folder."""
    raw = paper(1)
    house.inbox.put(raw if named else raw.replace(b"Message-ID:", b"X-No-Id:"), house.clock.now())
    with killed_at("cycle.moved"), pytest.raises(Killed):
        house.intake()
    house.restart()
    for call in ("fetch", "message_ids"):
        house.inbox.fail_elsewhere[call] = of_one(1, refused=True)
    house.once()
    assert house.notes("set_back") == []
    assert len(house.sender.sent) == 1


@pytest.mark.parametrize("told_more", [0, 3])
def test_a_connection_that_breaks_makes_no_records_older(house: House, told_more: int) -> None:
    """Its last words are of one message; of those behind it nobody has seen the bytes, and sizes prove nothing."""
    for number in (1, 2, 3):
        house.inbox.put(paper(number), house.clock.now())
    with killed_at("cycle.moved", 3), pytest.raises(Killed):
        house.intake()
    house.restart()
    house.inbox.told_more = told_more
    house.inbox.fail_elsewhere["fetch"] = of_one(1, refused=False, times=1)
    with suppress(MailboxError):
        house.intake()
    house.once()
    assert house.notes("set_back") == []
    assert len(house.sender.sent) == 3


def test_the_mark_is_a_keyword_and_of_one_directory() -> None:
    assert mark_of(b"a") != mark_of(b"b")
    assert mark_of(b"a") == mark_of(b"a")
    assert mark_of(b"a").removeprefix("thamluan-").isalnum()


@pytest.fixture
def autumn(term: House) -> House:
    """Before the first letters of the calendar, of which the provider will keep a copy."""
    term.inbox.kept_sent = []
    term.once()
    return term


def went_out(house: House) -> list[bytes]:
    """The letters of the calendar of this moment, sent."""
    look(house)
    house.deliver()
    house.inbox.kept_sent = [raw for _, _, raw in house.sender.sent]
    return house.inbox.kept_sent


def returned(house: House, directory: Path) -> House:
    """The same mailbox, and a service on the directory as it was, with the same configuration."""
    again = back(house, directory)
    again.config, again.pen = house.config, house.pen
    return again


def test_letters_that_only_the_sent_folder_knows_are_not_sent_again(autumn: House, tmp_path: Path) -> None:
    """No message was handled meanwhile: nothing else tells."""
    shutil.copytree(autumn.directory, tmp_path / "ảnh")
    assert len(went_out(autumn)) == 4
    again = returned(autumn, tmp_path / "ảnh")
    again.intake()
    assert again.notes("set_back") == [
        "4 letters that had gone out were not on record; they are not sent again blindly."
    ]
    look(again)
    again.deliver()
    assert again.sender.sent == []
    seek_uncertain(again.inbox, again.records, again.config, again.clock)
    assert {letter["state"] for letter in again.records.letters()} == {"sent"}
    again.intake()
    assert len(again.notes("set_back")) == 1
    again.close()


@pytest.mark.parametrize("call", ["fetch_head", "message_ids"])
def test_a_letter_in_the_sent_folder_that_is_not_shown_hides_no_other(autumn: House, tmp_path: Path, call: str) -> None:
    shutil.copytree(autumn.directory, tmp_path / "ảnh")
    went_out(autumn)
    again = returned(autumn, tmp_path / "ảnh")
    again.inbox.fail_elsewhere[call] = of_one(2, refused=True)
    again.once()
    assert len(again.notes("set_back")) == 1
    again.close()


def test_where_the_connection_is_cut_at_the_sent_folder_it_is_looked_at_first_of_all(
    autumn: House, tmp_path: Path
) -> None:
    """What comes is not taken in beside records of which nobody knows whether they are older."""
    shutil.copytree(autumn.directory, tmp_path / "ảnh")
    went_out(autumn)
    again = returned(autumn, tmp_path / "ảnh")
    again.inbox.fail["looking"] = lambda name: never() if name == again.inbox.sent_folder() else None
    with pytest.raises(MailboxError):
        again.intake()
    del again.inbox.fail["looking"]
    again.intake()
    assert len(again.notes("set_back")) == 1
    again.close()


def test_a_letter_that_waits_in_the_copy_and_went_out_since_is_not_sent_again(autumn: House, tmp_path: Path) -> None:
    look(autumn)
    shutil.copytree(autumn.directory, tmp_path / "ảnh")
    went_out(autumn)
    again = returned(autumn, tmp_path / "ảnh")
    again.once()
    assert again.notes("set_back") == [
        "4 letters that had gone out were not on record; they are not sent again blindly."
    ]
    assert again.sender.sent == []
    again.close()


def test_killed_after_the_look_it_is_known_to_the_next_pass(autumn: House, tmp_path: Path) -> None:
    shutil.copytree(autumn.directory, tmp_path / "ảnh")
    went_out(autumn)
    again = returned(autumn, tmp_path / "ảnh")
    with killed_at("records.before_commit"), pytest.raises(BaseException, match=r"records\.before_commit"):
        again.intake()
    again.restart()
    again.intake()
    assert len(again.notes("set_back")) == 1
    again.close()


def test_in_ordinary_life_the_sent_folder_says_nothing_new(autumn: House) -> None:
    autumn.sender.fail = refuse()  # tried, and the server is said not to have it
    look(autumn)
    autumn.deliver()
    autumn.inbox.kept_sent = [letter["raw"] for letter in autumn.records.letters(raw=True)]
    autumn.later(minutes=10)
    autumn.intake()
    autumn.sender.fail = None
    autumn.inbox.put(paper(1), autumn.clock.now())
    autumn.once()
    autumn.inbox.kept_sent += [raw for _, _, raw in autumn.sender.sent]
    autumn.restart()
    autumn.once()
    assert len(autumn.sender.sent) > 1
    assert autumn.notes("set_back") == []


@pytest.mark.parametrize(
    "case",
    ["of another time", "of other people", "of another directory", "of an earlier release", "seen for the first time"],
)
def test_what_else_stands_in_the_sent_folder_is_no_letter_forgotten(autumn: House, case: str) -> None:
    letter = (
        b"Message-ID: <thamluan.notice.000000000000000000000000@hoithao.example>\r\n"
        b"Date: Fri, 10 Sep 2021 08:05:00 +0700\r\nX-Thamluan-Storage: %s\r\n\r\nx" % autumn.desk.mark.encode()
    )
    autumn.inbox.kept_sent = [
        {
            "of another time": letter.replace(b"2021", b"2020"),  # a person moved it there
            "of other people": letter.replace(b"<thamluan.", b"<"),
            "of another directory": letter.replace(autumn.desk.mark.encode(), mark_of(b"a trial's").encode()),
            "of an earlier release": letter.replace(b"X-Thamluan-Storage:", b"X-Other:"),
            "seen for the first time": letter,
        }[case]
    ]
    if case == "seen for the first time":
        with closing(sqlite3.connect(autumn.directory / "records.sqlite3")) as db, db:
            db.execute("DELETE FROM meta WHERE key = 'sent.until'")
    autumn.later(minutes=10)
    autumn.intake()
    assert autumn.notes("set_back") == []
    autumn.inbox.kept_sent.append(letter)  # nothing but that was needed
    autumn.intake()
    assert len(autumn.notes("set_back")) == 1


@pytest.mark.parametrize("what", ["made with the first letter", "made anew", "brought back from a copy"])
def test_a_sent_folder_that_is_another_than_before_tells_as_well(autumn: House, tmp_path: Path, what: str) -> None:
    if what == "made with the first letter":
        autumn.inbox.kept_sent = None
        with closing(sqlite3.connect(autumn.directory / "records.sqlite3")) as db, db:
            db.execute("DELETE FROM meta WHERE key = 'sent.until'")
    elif what == "brought back from a copy":
        autumn.inbox.kept_sent = [OTHERS] * 9
    autumn.intake()
    shutil.copytree(autumn.directory, tmp_path / "ảnh")
    assert len(went_out(autumn)) == 4
    autumn.inbox.uidvalidity += what == "made anew"
    again = returned(autumn, tmp_path / "ảnh")
    again.once()
    assert len(again.notes("set_back")) == 1
    look(again)
    again.once()
    assert again.sender.sent == []
    assert len(again.notes("set_back")) == 1
    again.close()


def test_a_clock_that_was_ahead_hides_no_letter(autumn: House, tmp_path: Path) -> None:
    autumn.inbox.kept_sent = [OTHERS]
    morning = autumn.clock.now()
    autumn.later(days=40)
    autumn.intake()
    autumn.clock.set(morning)
    shutil.copytree(autumn.directory, tmp_path / "ảnh")
    before = autumn.inbox.kept_sent
    assert len(went_out(autumn)) == 4
    autumn.inbox.kept_sent = before + autumn.inbox.kept_sent
    again = returned(autumn, tmp_path / "ảnh")
    again.intake()
    assert len(again.notes("set_back")) == 1
    again.close()
