"""Letters of a conference that is not the shipped one: other units than schools, other quotas, one day, nobody's name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pytest
from letter_cases import CONFIG

from daemon.config import Config, EnglishNames, PhaseKind, School
from daemon.letters import environment, samples
from daemon.letters.languages import WORDS
from daemon.letters.wording import numbered, short_names
from daemon.model import Address, FileKind, Lang, Letter

OFFICE = {
    "name": "Sở Khoa học và Công nghệ tỉnh Thanh Hóa",
    "english_name": "Department of Science of Thanh Hóa Province",
    "aliases": (),
}


def with_an_office(lang: Lang = Lang.VI) -> Config:
    """A conference of schools and an office that comes first, for the samples are about it, held on one day."""
    office = CONFIG.schools[0].model_copy(update=OFFICE)
    day = {"start": date(2021, 11, 26), "end": date(2021, 11, 26)}
    phases = tuple(it.model_copy(update=day) if it.kind is PhaseKind.EVENT else it for it in CONFIG.phases)
    names = {"organiser": "Liên hiệp các Hội", "host": "Sở", "name": "Chuyển đổi số", "plan": "Kế hoạch số 27"}
    called = CONFIG.conference.model_copy(update={**names, "short_name": "Hội thảo", "english": EnglishNames()})
    phases = tuple(it.model_copy(update={"name": it.kind.value, "english_name": ""}) for it in phases)
    others = {"schools": (office, *CONFIG.schools[1:]), "phases": phases, "conference": called}
    return CONFIG.model_copy(update=others).in_one_language(lang)


def shown(config: Config) -> Mapping[str, Letter]:
    return samples(config, environment(config))


def words_of(letter: Letter) -> str:
    """Subject and text in one line."""
    return " ".join(f"{letter.subject} {letter.text}".split())


@pytest.mark.parametrize(
    ("lang", "theirs"),
    [
        (Lang.VI, r"quý Trường|các trường\b|nhà trường|trường mình|tại trường"),
        (Lang.EN, r"your school|(?<!name of )\b(?:the|its|or) schools?\b"),
    ],
)
@pytest.mark.slow
def test_who_is_no_school_is_not_called_one(lang: Lang, theirs: str) -> None:
    said = {
        name: re.findall(theirs, words_of(letter), re.IGNORECASE)
        for name, letter in shown(with_an_office(lang)).items()
    }
    assert {name: found for name, found in said.items() if found} == {}


@pytest.mark.parametrize(
    ("name", "lang", "you"),
    [
        ("Trường Chính trị tỉnh Nghệ An", Lang.VI, "quý Trường"),
        ("TRƯỜNG ĐẠI HỌC HỒNG ĐỨC", Lang.VI, "quý Trường"),
        ("Sở Khoa học và Công nghệ", Lang.VI, "quý đơn vị"),
        ("Trung tâm Chính trị thị xã Nghi Sơn", Lang.VI, "quý đơn vị"),
        ("Hồng Đức University", Lang.EN, "your school"),
        ("Political School of Nghệ An Province", Lang.EN, "your school"),
        ("Department of Science", Lang.EN, "your institution"),
    ],
)
def test_a_unit_is_addressed_as_what_it_is(name: str, lang: Lang, you: str) -> None:
    school = CONFIG.schools[0].model_copy(update={"name": name})
    assert WORDS[lang].reminding(school, (Address("lh@donvi.example"),), CONFIG)["you"] == you


@pytest.mark.parametrize(
    ("name", "salutation", "you"),
    [
        ("Nguyễn Thị Lan", "Thầy/Cô Nguyễn Thị Lan", "Thầy/Cô"),
        ("", "Thầy/Cô", "Thầy/Cô"),
        ("Bà Trần Thị Hải", "Bà Trần Thị Hải", "Bà"),
        ("Jean-Luc Perrin", "Ông/Bà Jean-Luc Perrin", "Ông/Bà"),
        ("王丽华", "Ông/Bà 王丽华", "Ông/Bà"),
        ("Tony Đặng", "Thầy/Cô Tony Đặng", "Thầy/Cô"),
        ("bich ngoc", "Thầy/Cô bich ngoc", "Thầy/Cô"),
        ("LẠI THẾ LUYỆN (TCT Nghe An)", "Thầy/Cô LẠI THẾ LUYỆN", "Thầy/Cô"),
        ("Bà Trần Thị Hải - Khoa Dân vận", "Bà Trần Thị Hải", "Bà"),
        ("Lê Văn Ban", "Thầy/Cô Lê Văn Ban", "Thầy/Cô"),
        ("Hà (Khoa Dân vận)", "Thầy/Cô Hà (Khoa Dân vận)", "Thầy/Cô"),
        ("PGS.TS Vi Thái Lang", "Thầy/Cô PGS.TS Vi Thái Lang", "Thầy/Cô"),
    ],
)
def test_a_person_is_addressed_as_people_of_that_conference_are(name: str, salutation: str, you: str) -> None:
    called = CONFIG.conference.model_copy(update={"form_of_address": "Thầy/Cô"})
    words = WORDS[Lang.VI].answering(
        Address("lan@truong.example", name), CONFIG.model_copy(update={"conference": called})
    )
    assert (words["salutation"], words["you"]) == (salutation, you)


@pytest.mark.parametrize(
    ("lang", "ours"),
    [
        (Lang.VI, r"tham luận|hội thảo|(?<!cụm )kế hoạch(?! số)"),
        (Lang.EN, r"\bconferences?\b|\bplans?\b(?! no)"),
    ],
)
@pytest.mark.slow
def test_letters_call_the_conference_a_paper_and_the_plan_as_it_calls_them(lang: Lang, ours: str) -> None:
    own = {"event_word": "tọa đàm", "paper_word": "báo cáo khoa học", "plan_word": "Thể lệ"}
    english = EnglishNames(name="Ageing", event_word="symposium", plan_word="Call", secretariat="Symposium Office")
    config = with_an_office(lang)
    names = {
        "name": "Già hóa",
        "short_name": "Già hóa 2021",
        "plan": "Thể lệ số 2",
        "plan_note": "",
        "english": english,
    }
    called = config.conference.model_copy(update={**names, **own})
    office = config.secretariat.model_copy(update={"name": "Ban Thư ký"})
    mailbox = config.mailbox.model_copy(update={"sender_name": "Ban Thư ký"})
    others = {"conference": called, "secretariat": office, "mailbox": mailbox}
    letters = shown(config.model_copy(update=others).in_one_language(lang))
    said = {
        name: re.findall(f".{{0,40}}(?:{ours})", words_of(letter), re.IGNORECASE) for name, letter in letters.items()
    }
    assert {name: found for name, found in said.items() if found} == {}
    everything = " ".join(map(words_of, letters.values()))
    for word in (
        ("tọa đàm", "báo cáo khoa học", "Báo cáo khoa học", "Thể lệ") if lang is Lang.VI else ("symposium", "the Call")
    ):
        assert word in everything


@pytest.mark.parametrize(
    ("least", "most", "vietnamese", "english"),
    [
        (3, 5, "3–5 bài", "3–5 papers"),
        (2, 2, "2 bài", "2 papers"),
        (6, None, "từ 6 bài trở lên", "6 papers or more"),
        (0, 1, "không quá 1 bài", "no more than 1 paper"),
        (0, None, "không bắt buộc", "any number of papers"),
        (0, 0, "0 bài", "0 papers"),
    ],
)
def test_a_quota_is_said_as_people_say_it(least: int, most: int | None, vietnamese: str, english: str) -> None:
    school = School(id="x", name="Trường X", min_papers=least, max_papers=most)
    assert (WORDS[Lang.VI].wanted(school), WORDS[Lang.EN].wanted(school)) == (vietnamese, english)


@pytest.mark.parametrize(
    ("lang", "theirs"),
    [
        (Lang.VI, r"đơn vị|trường\b|quý Trường|so với|ít nhất 0|[Pp]hân công"),
        (Lang.EN, r"institutions?\b|schools?\b|the  |at least 0|against the [A-Z]|[Aa]ssign"),
    ],
)
@pytest.mark.slow
def test_an_open_call_speaks_of_no_schools(lang: Lang, theirs: str) -> None:
    """Where papers count for nobody, letters neither name a unit nor a number that it is to send."""
    config = with_an_office(lang)
    names = {"name": "Già hóa", "short_name": "Già hóa 2021", "organiser": "Hội Lão khoa", "host": "Viện Lão khoa"}
    call = config.conference.model_copy(update={**names, "plan_note": "", "english": EnglishNames()})
    event = config.event.model_copy(update={"place": "Hà Nội", "english_place": ""})
    topics = tuple(topic.model_copy(update={"name": "Tuổi già", "english_name": ""}) for topic in config.topics)
    phases = tuple(phase for phase in config.phases if phase.kind is not PhaseKind.VET)
    others = {"conference": call, "event": event, "topics": topics, "phases": phases, "schools": ()}
    letters = shown(config.model_copy(update=others).in_one_language(lang))
    said = {name: re.findall(f".{{0,40}}(?:{theirs})", words_of(letter)) for name, letter in letters.items()}
    assert {name: found for name, found in said.items() if found} == {}
    assert not {name for name in letters if "schools" in name or "vet" in name or "quota" in name}


@pytest.mark.parametrize(
    ("lang", "kinds", "line"),
    [
        (Lang.VI, ("Trường X", "Trường Y"), "TRƯỜNG TL-2021-xxx (tên trường)"),
        (Lang.VI, ("Khoa Kinh tế", "Khoa Xây dựng"), "ĐƠN VỊ TL-2021-xxx (tên đơn vị)"),
        (Lang.EN, ("School of X", "College of Y"), "SCHOOL TL-2021-xxx (name of the school)"),
        (Lang.EN, ("Faculty of X", "College of Y"), "INSTITUTION TL-2021-xxx (name of the institution)"),
    ],
)
@pytest.mark.slow
def test_the_secretariat_says_whose_a_paper_is_as_these_are_called(
    lang: Lang, kinds: tuple[str, ...], line: str
) -> None:
    units = tuple(School(id=f"u-{len(name)}", name=name, min_papers=0, max_papers=3) for name in kinds)
    letters = shown(CONFIG.model_copy(update={"schools": units}).in_one_language(lang))
    assert line in words_of(letters["orders"])


@pytest.mark.parametrize(
    ("schools", "called"),
    [
        (CONFIG.schools, {Lang.VI: "Tác giả và đơn vị", Lang.EN: "Author and institution"}),
        ((), {Lang.VI: "Tác giả", Lang.EN: "Author"}),
    ],
)
def test_where_no_paper_counts_for_a_unit_the_check_of_authors_is_called_so(
    schools: tuple[School, ...], called: dict[Lang, str]
) -> None:
    config = CONFIG.model_copy(update={"schools": schools})
    assert {lang: WORDS[lang].check_labels(config)["identity"] for lang in Lang} == called


@pytest.mark.parametrize(
    ("lang", "day"), [(Lang.VI, "ngày 26/11/2021; giờ cụ thể"), (Lang.EN, "on 26 November 2021; the exact")]
)
@pytest.mark.slow
def test_a_conference_of_one_day_is_on_that_day(lang: Lang, day: str) -> None:
    letters = shown(with_an_office(lang))
    assert f": {day}" in words_of(letters["season-event-opens-delegates"])
    assert "26/11/2021 đến" not in words_of(letters["season-announce-opens-schools"])


@pytest.mark.parametrize(
    ("given", "link"),
    [
        ("https://hop.example/a?b=1&c=2", 'href="https://hop.example/a?b=1&amp;c=2"'),
        ("Zoom, phòng 12", None),
        ("javascript:alert(1)", None),
    ],
)
@pytest.mark.slow
def test_where_one_joins_can_be_clicked(given: str, link: str | None) -> None:
    config = CONFIG.model_copy(update={"event": CONFIG.event.model_copy(update={"online_link": given})})
    letter = shown(config)["season-event-opens-delegates"]
    assert given in letter.text
    assert re.findall(r'href="(?!mailto)[^"]*"', letter.html) == ([link] if link else [])


@pytest.mark.parametrize(
    ("number", "shown_as"), [("1.2.3", "1.2.3 Dạy học số"), ("2", "2. Dạy học số"), ("10", "10. Dạy học số")]
)
def test_the_number_of_a_theme_does_not_count_what_follows(number: str, shown_as: str) -> None:
    assert numbered(number, "Dạy học số") == shown_as


@pytest.mark.parametrize(
    ("places", "names"),
    [
        (("Nghệ An", "Hà Tĩnh"), ["Nghệ An", "Hà Tĩnh"]),
        (("Thanh Hóa", "Thanh Hóa"), ["ĐH Hồng Đức", "CĐ Y tế"]),  # the same of both tells nothing
        (("", "Sầm Sơn"), ["ĐH Hồng Đức", "Sầm Sơn"]),
    ],
)
def test_where_there_is_little_room_schools_can_be_told_apart(places: tuple[str, str], names: list[str]) -> None:
    known = (("Trường Đại học Hồng Đức", "ĐH Hồng Đức"), ("Trường Cao đẳng Y tế Thanh Hóa", "CĐ Y tế"))
    schools = [
        School(id=f"s-{len(name)}", name=name, aliases=(alias,), places=tuple(filter(None, (place,))), min_papers=1)
        for (name, alias), place in zip(known, places, strict=True)
    ]
    assert short_names(schools) == names


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.slow
def test_between_two_sentences_is_a_blank(lang: Lang) -> None:
    """Templates lose the break of a line between two tags."""
    joined = re.compile(r"\w*[a-zà-ỹ)”][.!?;][A-ZĐÀ-Ỹ]\w*")
    found = {name: joined.findall(letter.text) for name, letter in shown(CONFIG.in_one_language(lang)).items()}
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.slow
def test_the_secretariat_reads_no_quotas_in_what_it_is_told_of_the_conference_itself() -> None:
    for name, letter in shown(CONFIG).items():
        if name.startswith("season-event") and name.endswith("secretariat"):
            assert ("còn thiếu" in letter.text) == ("closes" in name), name
            assert "không được gửi thư nhắc" not in letter.text, name


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (Lang.VI, "Bài viết về sáng kiến, giải pháp cần nêu rõ: "),
        (Lang.EN, "A paper on an initiative should state the "),
    ],
)
@pytest.mark.slow
def test_what_must_name_elements_is_called_as_that_conference_calls_it(lang: Lang, said: str) -> None:
    words = {"model_words": ("sáng kiến", "giải pháp"), "english_model": "an initiative"}
    vocabulary = CONFIG.vocabulary.model_copy(update=words)
    letters = shown(CONFIG.model_copy(update={"vocabulary": vocabulary}).in_one_language(lang))
    assert said in words_of(letters["no-paper"])
    assert not [name for name, it in letters.items() if re.search(r"mô hình, điển hình cần|on a model", words_of(it))]


@pytest.mark.parametrize(("lang", "theirs"), [(Lang.VI, r"cán bộ, giảng viên"), (Lang.EN, r"\blecturers?\b")])
@pytest.mark.slow
def test_who_writes_need_not_be_lecturers(lang: Lang, theirs: str) -> None:
    plain = tuple(it.model_copy(update={"name": "Chủ đề", "english_name": ""}) for it in CONFIG.topics)
    letters = shown(with_an_office(lang).model_copy(update={"topics": plain}))
    assert not [name for name, it in letters.items() if re.search(theirs, words_of(it))]


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.slow
def test_where_only_pdf_is_taken_nobody_is_asked_for_another_kind(lang: Lang) -> None:
    rules = CONFIG.rules.model_copy(update={"accepted_kinds": (FileKind.PDF,)})
    letters = shown(CONFIG.model_copy(update={"rules": rules}).in_one_language(lang))
    assert "docx" not in words_of(letters["no-paper-missing"]).replace("Bài viết.docx", "")


@pytest.mark.parametrize(("least", "most", "enough"), [(0, None, False), (0, 3, False), (1, None, True), (1, 3, True)])
@pytest.mark.slow
def test_where_no_number_is_asked_for_none_is_said_to_be_reached(least: int, most: int | None, *, enough: bool) -> None:
    school = CONFIG.schools[0].model_copy(update={"min_papers": least, "max_papers": most})
    letters = shown(CONFIG.model_copy(update={"schools": (school, *CONFIG.schools[1:])}))
    assert ("đủ số bài theo Kế hoạch" in words_of(letters["season-write-opens-schools"])) is enough
    complete = (
        "; đủ" in words_of(letters["season-submit-opens-secretariat"]).rpartition(school.name)[2].split("Trường")[0]
    )
    assert complete is enough


@pytest.mark.slow
def test_the_remarks_of_a_copy_are_in_the_language_of_its_letter() -> None:
    """`copies.remarks` writes them so; the letter said that they are in Vietnamese."""
    letter = shown(CONFIG.in_one_language(Lang.EN))["acknowledgement-faults"]
    assert "a copy with remarks" in words_of(letter)
    assert "in Vietnamese." not in words_of(letter)
