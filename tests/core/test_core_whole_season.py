"""The whole season, hour by hour, with everything that happens to it: papers come, the machine is off for three days,
dates are moved, a deadline is granted and shortened, and the process dies at every step of every look.

The table is what Kế hoạch 193 and the configuration ask for, worked out by hand.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from core.fakes import SECRETARY, House, Killed, mail
from core.test_core_notices import tell

from daemon import faults, letters
from daemon.config import Extension
from daemon.freedays import free_days
from daemon.timetable import run_calendar

FREE = free_days("VN")
LAN = "lan@hatinh.example"


def contact(school: str) -> str:
    return f"lien-he@{school}.example"


def reconfigure(house: House, **changed: object) -> None:
    """Another configuration, and letters that know it."""
    house.config = house.config.model_copy(update=changed)
    house.pen = letters.Letters(house.config, letters.environment(house.config))


def look_dying_at_every_step(house: House) -> None:
    """Dies at the first step it comes to, then at the second, ... and at last at none.

    A step with no effect before it, since the step before, leaves the next process the same as that one did: it is
    passed over, or a quiet hour would be a dozen restarts of the same thing.
    """
    for steps in range(1, 100):
        passed = written = committed = 0

        def die(point: str, last: int = steps) -> None:
            nonlocal passed, written, committed
            changes = house.records._connection._db.conn.total_changes
            kept = changes if point == "records.committed" else committed
            if passed == 0 or (changes, kept) != (written, committed):
                passed += 1
            written, committed = changes, kept
            if passed == last:
                raise Killed

        try:
            with faults.armed(die):
                run_calendar(house.desk, FREE)
        except Killed:
            house.restart()
        else:
            return


def papers_come(house: House) -> None:
    """Two of Hà Tĩnh from its contact; one of its lecturers, to be corrected; one of Nghệ An."""
    of = "title={};author={};school={};verdict={}"
    for sender, title, school, verdict in (
        (contact("ha-tinh"), "Xây dựng đội ngũ", "ha-tinh", "pass"),
        (contact("ha-tinh"), "Nghiên cứu thực tế", "ha-tinh", "pass"),
        (LAN, "Mô hình lớp học tự quản", "ha-tinh", "fail"),
        ("hai@nghean.example", "Chuyển đổi số thư viện", "nghe-an", "pass"),
    ):
        file = (f"{title}.docx", of.format(title, sender.partition("@")[0], school, verdict))
        house.inbox.put(mail(sender, f"Gửi bài {title}", file), at=house.clock.now())
    house.once()


def the_writing_is_prolonged(house: House) -> None:
    phases = tuple(
        phase.model_copy(update={"end": date(2021, 10, 29)}) if phase.id == "viet-bai" else phase
        for phase in house.config.phases
    )
    reconfigure(house, phases=phases)


def ha_tinh_gets_a_week_more(house: House) -> None:
    granted = (Extension(school="ha-tinh", until=date(2021, 11, 18)),)
    reconfigure(house, extensions=granted)


def ha_tinh_gets_a_day_less(house: House) -> None:
    reconfigure(house, extensions=(Extension(school="ha-tinh", until=date(2021, 11, 17)),))


HAPPENS = {
    "2021-10-12 10": papers_come,
    "2021-10-20 10": the_writing_is_prolonged,  # whose reminder would have gone out on the 22nd
    "2021-11-10 10": ha_tinh_gets_a_week_more,  # when its reminders of the deadline of all are out
    "2021-11-11 10": ha_tinh_gets_a_day_less,
}
THANH_HOA, NGHE_AN, HA_TINH = "school:thanh-hoa", "school:nghe-an", "school:ha-tinh"
LECTURER = f"author:{LAN}"
DELEGATES = tuple(
    f"delegate:{address}" for address in (*map(contact, ("thanh-hoa", "nghe-an", "ha-tinh")), LAN, "hai@nghean.example")
)
LOOKS = (0, *range(6, 19))  #: at night nothing is sent: one look must show it
OFF = ("2021-10-14", "2021-10-15", "2021-10-16")


#: When, what, and to whom.  25/9, 16/10, 30/10 and 13/11 are Saturdays.
BY_HAND = (
    ("10/09 08:00", "trien-khai:opens", ("secretariat", THANH_HOA, NGHE_AN, HA_TINH)),
    ("22/09 08:00", "trien-khai:reminder-3", ("secretariat", THANH_HOA, NGHE_AN, HA_TINH)),
    ("27/09 08:00", "viet-bai:opens", ("secretariat", THANH_HOA, NGHE_AN, HA_TINH)),
    # due on the 15th, when the machine was off; the lecturer's paper came on the 12th
    ("18/10 08:00", "viet-bai:reminder-10", ("secretariat", THANH_HOA, NGHE_AN, HA_TINH, LECTURER)),
    ("20/10 10:00", "viet-bai:reminder-10", ("secretariat", THANH_HOA, NGHE_AN, HA_TINH, LECTURER)),  # prolonged: again
    ("25/10 08:00", "tham-dinh:opens", ("secretariat", THANH_HOA, NGHE_AN, HA_TINH, LECTURER)),
    ("25/10 08:00", "vetting:TL-2021:ha-tinh", ("TL-2021-003",)),
    ("25/10 08:00", "vetting:TL-2021:nghe-an", ("TL-2021-004",)),
    ("26/10 08:00", "viet-bai:reminder-3", ("secretariat", THANH_HOA, NGHE_AN, HA_TINH, LECTURER)),
    ("01/11 08:00", "viet-bai:closes", ("secretariat", THANH_HOA, NGHE_AN, HA_TINH, LECTURER)),
    ("02/11 08:00", "tham-dinh:reminder-3", ("secretariat", THANH_HOA, NGHE_AN, HA_TINH, LECTURER)),
    ("05/11 08:00", "nop-bai:opens", ("secretariat", THANH_HOA, NGHE_AN, HA_TINH, LECTURER)),
    ("08/11 08:00", "nop-bai:reminder-2", ("secretariat", THANH_HOA, NGHE_AN, HA_TINH, LECTURER)),
    ("09/11 08:00", "nop-bai:reminder-1", ("secretariat", THANH_HOA, NGHE_AN, HA_TINH, LECTURER)),
    ("10/11 10:00", "nop-bai:moved@school:ha-tinh", (HA_TINH, LECTURER)),
    ("11/11 08:00", "nop-bai:closes", ("secretariat", THANH_HOA, NGHE_AN)),
    ("11/11 10:00", "nop-bai:moved@school:ha-tinh", (HA_TINH, LECTURER)),
    ("15/11 08:00", "hoi-thao:opens", ("secretariat", *DELEGATES)),
    ("15/11 08:00", "nop-bai:reminder-2@school:ha-tinh", (HA_TINH, LECTURER)),
    ("16/11 08:00", "nop-bai:reminder-1@school:ha-tinh", (HA_TINH, LECTURER)),
    ("18/11 08:00", "nop-bai:closes@school:ha-tinh", (HA_TINH, LECTURER)),
    ("23/11 08:00", "hoi-thao:reminder-2", ("secretariat", *DELEGATES)),
    ("01/12 08:00", "hoi-thao:closes", ("secretariat", *DELEGATES)),
)


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_each_gets_the_right_letter_at_the_right_time_and_once(house: House) -> None:
    tell(house, SECRETARY)
    schools = tuple(
        school.model_copy(update={"contacts": (contact(school.id),) if number < 3 else ()})
        for number, school in enumerate(house.config.schools)
    )
    reconfigure(house, schools=schools)
    house.clock.set(datetime(2021, 9, 9, 0, 0, tzinfo=house.config.zone))
    while (local := house.clock.now().astimezone(house.config.zone)) < datetime(2021, 12, 3, tzinfo=house.config.zone):
        if happens := HAPPENS.get(f"{local:%Y-%m-%d %H}"):
            happens(house)
        if f"{local:%Y-%m-%d}" not in OFF and local.hour in LOOKS:
            look_dying_at_every_step(house)
            house.deliver()
        house.clock.advance(timedelta(hours=1))
    sent = [it for it in house.records.letters() if it["key"].startswith(("season:", "vetting:"))]
    assert {it["state"] for it in sent} == {"sent"}
    assert len({it["message_id"] for it in sent}) == len({it["key"] for it in sent}) == len(sent)
    assert sorted(map(line, sent)) == sorted(
        f"{when} {what}:{who}" for when, what, everybody in BY_HAND for who in everybody
    )
    # The day after the plan is made known is the first to tell of; what the stop left untold is told when it is over.
    mornings = {f"{date(2021, 9, 11) + timedelta(days=nth):%d/%m} 07:00" for nth in range(83)}
    off = {f"{date.fromisoformat(day):%d/%m} 07:00" for day in OFF}
    digests = [line(it)[:11] for it in house.records.letters() if it["key"].startswith("digest:")]
    assert sorted(digests) == sorted((mornings - off) | {"17/10 00:00"})


def line(letter: dict[str, Any]) -> str:
    created = datetime.fromisoformat(letter["created_at"]).astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    return f"{created:%d/%m %H:%M} {letter['key'].replace('season:TL-2021:', '').partition('~')[0]}"
