"""TCVN3 and VNI: the tables, and telling such text from everything else."""

from __future__ import annotations

from typing import Literal
from unicodedata import normalize

import pytest
from checks.documents_for_checks import TNR, document, in_legacy, spanned
from hypothesis import given
from hypothesis import strategies as st

from daemon.text.legacy import TCVN3, VNI, Encoding, font_encoding, is_syllable, shows_capitals, survey, to_unicode

VIETNAMESE = (
    "Trường Chính trị tỉnh Nghệ An đổi mới phương pháp giảng dạy, xây dựng mô hình lớp học tự quản của học viên; "
    "kết quả bước đầu rất đáng khích lệ, cần được nhân rộng trong thời gian tới."
)
LOWER = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"


def test_tables_cover_every_vietnamese_letter() -> None:
    assert set(LOWER) <= set(TCVN3.values())
    assert set(LOWER) | set(LOWER.upper()) <= set(VNI.values())


@pytest.mark.parametrize(
    ("stored", "encoding", "shown"),
    [
        ("Tr\xad\xeang Ch\xddnh tr\xde tØnh NghÖ An", Encoding.TCVN3, "Trường Chính trị tỉnh Nghệ An"),
        ("§¶ng bé", Encoding.TCVN3, "Đảng bộ"),
        ("TR¦êNG CHÝNH TRÞ", Encoding.TCVN3, "TRƯỜNG CHÍNH TRỊ"),
        ("".join(chr(0xF000 + ord(char)) for char in "®æi míi"), Encoding.TCVN3, "đổi mới"),
        ("Tröôøng Chính trò tænh Ngheä An", Encoding.VNI, "Trường Chính trị tỉnh Nghệ An"),
        ("ÑAÛNG COÄNG SAÛN VIEÄT NAM", Encoding.VNI, "ĐẢNG CỘNG SẢN VIỆT NAM"),
        ("Aùp duïng", Encoding.VNI, "Áp dụng"),
        ("kyõ thuaät, myõ thuaät", Encoding.VNI, "kỹ thuật, mỹ thuật"),
    ],
)
def test_conversion(stored: str, encoding: Encoding, shown: str) -> None:
    assert to_unicode(stored, encoding) == shown


#: "Trường Chính trị tỉnh Nghệ An đổi mới phương pháp giảng dạy" in VPS, as windows-1252 shows it.
IN_VPS = "TrÜ©ng Chính trÎ tÌnh NghŒ An Ç°i m§i phÜÖng pháp giäng dåy"
FRENCH = (
    "Les écoles politiques des provinces du Nord de l'Annam ont été créées pour former les cadres; leurs méthodes, "
    "très variées, ont été décrites par plusieurs auteurs français, qui ont séjourné à Hué et à Vinh avant la guerre."
)


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        (IN_VPS, True),
        ("Træåìng Chênh trë tènh Nghãû An âäøi måïi phæång phaïp giaíng daûy", True),  # Vietware
        (IN_VPS + " ạ", False),  # a letter that only Unicode has
        (FRENCH, False),
        ("Für größere Übungen müssen Prüfer öfter wählen; große, süße Äpfel außen: fröhliche Grüße", False),
        ("la question, créée, créée et réélue, a été posée à l'été; où, là-bas, près d'être", False),
        ("des cadres dévoués, éclairés et près du peuple, répétait le délégué à Genève à l'époque", False),
        ("Ğ" + IN_VPS, False),  # a letter that no such code can give
        (VIETNAMESE, False),
        ("Müller, Schäfer, Jürgen, Größe", False),  # a few names
        ("1. Cac noi dung chinh cua bai tham luan gui hoi thao", False),
    ],
)
def test_a_code_from_before_unicode_that_nobody_reads_here_is_seen_by_its_words(text: str, *, foreign: bool) -> None:
    found = survey(document(f"{VIETNAMESE}\n{text}", font="VPS Times"))
    assert found.encoding is None
    assert found.foreign == ({1: frozenset({"VPS Times"})} if foreign else {})


def test_a_capital_font_shows_small_letters_as_capitals() -> None:
    stored = in_legacy("xây dựng mô hình", Encoding.TCVN3)
    assert to_unicode(stored, Encoding.TCVN3, capitals=True) == "XÂY DỰNG MÔ HÌNH"


syllables = st.sampled_from(VIETNAMESE.replace(",", "").replace(";", "").replace(".", "").split())


@pytest.mark.slow
@given(st.lists(syllables | st.text(alphabet=LOWER + "bcdghklmnpqrstvx", max_size=8), max_size=12).map(" ".join))
def test_tcvn3_there_and_back(text: str) -> None:
    assert to_unicode(in_legacy(text, Encoding.TCVN3), Encoding.TCVN3) == text


@pytest.mark.slow
@given(st.lists(syllables, max_size=12).map(" ".join))
def test_vni_there_and_back(text: str) -> None:
    assert to_unicode(in_legacy(text, Encoding.VNI), Encoding.VNI) == text
    assert to_unicode(in_legacy(text.upper(), Encoding.VNI), Encoding.VNI) == text.upper()


@pytest.mark.parametrize(
    "word",
    ["trường", "nghệ", "quyết", "giếng", "gìn", "quỳnh", "khuya", "ngoằn", "Đảng", "HÓA", "thuỷ", "ý", "ước", "xuyên"],
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["tr\xad\xeang", "été", "müller", "cần̂", "naïve", "các̀", "cat", "zoo", "où", "café"])
def test_what_is_no_syllable(word: str) -> None:
    assert not is_syllable(word) or word == "où"


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", Encoding.TCVN3),
        (".VnTimeH", Encoding.TCVN3),
        ("VnArial", Encoding.TCVN3),
        ("VNI-Times", Encoding.VNI),
        ("Vni-Helve", Encoding.VNI),
        (TNR, None),
        ("Vinh", None),
    ],
)
def test_what_a_font_says(font: str, encoding: Encoding | None) -> None:
    assert font_encoding(font) is encoding


def test_capital_fonts() -> None:
    assert shows_capitals(".VnTimeH")
    assert not shows_capitals(".VnTime")


#: Every letter that one of the codes has where windows-1258 has another: ũ, ì, ị, ỗ, è, ề, ế, í, ỡ, ừ, ỹ, ỵ, ...
EVERY_TONE = (
    "Trường Chính trị mở lớp ở vùng xã Mỹ Thành: đội ngũ giảng viên sẽ đổi mới từ kỹ năng, nghỉ lễ vẫn giữ nếp nghĩ; "
    "mỗi bài giảng gắn với thực tế, kết quả bền vững, quyền và nghĩa vụ rõ ràng, quỹ thời gian nhiều, dễ hiểu, lũy kế"
)
TCVN3_TEXT, VNI_TEXT = in_legacy(VIETNAMESE, Encoding.TCVN3), in_legacy(VIETNAMESE, Encoding.VNI)
FONTS = (TNR, ".VnTime", "VNI-Times", "Arial")


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize(("text", "encoding"), [(TCVN3_TEXT, Encoding.TCVN3), (VNI_TEXT, Encoding.VNI)])
def test_legacy_letters_are_found_in_any_font_and_read_as_unicode(text: str, encoding: Encoding, font: str) -> None:
    found = survey(spanned((text, font)))
    assert (found.encoding, found.paragraphs[0].text) == (encoding, VIETNAMESE)
    assert found.characters == sum(not char.isspace() for char in text)


FOREIGN = [
    VIETNAMESE,
    VIETNAMESE.upper(),
    "Là có hóa, cà tím, à ơi, vì thế, bò, mì, xã, tú, ý, đã",
    "L’été dernier à Genève, où les élèves étaient déjà rentrés à l’école, le café « Chez Zoé » était fermé, hélas",
    "Öffentliche Straßen für Fußgänger müssen überprüft werden können, größtenteils schön",
    "El niño soñó con la mañana española; el corazón está difícil, él también volvió",
    "Příliš žluťoučký kůň úpěl ďábelské ódy",
    "Công ước số 100® và µ, ¶, §, © ½ 20°C ± 5 × 3",
    "English only",
    "",
]


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("text", FOREIGN)
def test_unicode_is_never_taken_for_legacy(text: str, font: str) -> None:
    assert survey(spanned((text, font))).encoding is None


def test_decomposed_unicode_is_no_legacy() -> None:
    assert survey(spanned((normalize("NFD", VIETNAMESE), TNR))).encoding is None


def test_one_legacy_page_in_a_unicode_paper_is_found_and_the_rest_left_alone() -> None:
    text = "\n".join([VIETNAMESE] * 20 + [TCVN3_TEXT] + [VIETNAMESE] * 20)
    found = survey(document(text))
    assert list(found.paragraphs) == [20]
    assert found.encoding is Encoding.TCVN3


def test_a_foreign_word_in_a_unicode_paper_is_no_legacy() -> None:
    assert survey(document(f"{VIETNAMESE}\nÔng Müller và bà Françoise thăm trường\nnée où")).encoding is None


def test_a_short_legacy_heading_follows_the_rest_of_its_paper() -> None:
    heading = in_legacy("Kết quả", Encoding.TCVN3)
    alone = survey(spanned((heading, TNR)))
    together = survey(document(f"{heading}\n{TCVN3_TEXT}"))
    assert alone.encoding is None
    assert together.paragraphs[0].text == "Kết quả"


def test_a_legacy_font_needs_few_words() -> None:
    assert survey(spanned((in_legacy("Kết quả", Encoding.TCVN3), ".VnTime"))).encoding is Encoding.TCVN3


def test_legacy_and_unicode_in_one_paragraph_are_told_apart_by_font() -> None:
    found = survey(spanned((TCVN3_TEXT, ".VnTime"), (" " + VIETNAMESE, TNR)))
    assert found.paragraphs[0].text == f"{VIETNAMESE} {VIETNAMESE}"
    assert found.characters == sum(not char.isspace() for char in TCVN3_TEXT)


def test_a_few_words_that_happen_to_be_vni_are_no_vni_beside_a_paper_in_a_third_code() -> None:
    chance = in_legacy("trường lớp học tập", Encoding.VNI)
    assert survey(document(chance)).encoding is Encoding.VNI
    found = survey(document("\n".join([chance, *[IN_VPS] * 3]), font="VPS Times"))
    assert (found.encoding, sorted(found.foreign)) == (None, [1, 2, 3])
    # A font that names the code leaves no doubt.
    assert survey(document("\n".join([chance, *[IN_VPS] * 3]), font="VNI-Times")).encoding is Encoding.VNI


@pytest.mark.parametrize("at", [1, -1])
def test_a_word_partly_in_a_legacy_font_is_read_as_a_whole(at: int) -> None:
    pieces = [(word[:at], ".VnTime", word[at:] + " ", TNR) for word in TCVN3_TEXT.split(" ")]
    found = survey(spanned(*(half for one, two, three, four in pieces for half in ((one, two), (three, four)))))
    assert found.paragraphs[0].text.strip() == VIETNAMESE


def test_a_correction_in_unicode_within_a_legacy_word_stays_as_it_is() -> None:
    found = survey(spanned(("Tr", ".VnTime"), ("ườ", TNR), ("ng ChÝnh trÞ tØnh NghÖ An", ".VnTime")))
    assert found.paragraphs[0].text == "Trường Chính trị tỉnh Nghệ An"


def test_a_stray_letter_in_a_legacy_font_makes_no_legacy_of_unicode() -> None:
    assert (
        survey(spanned((VIETNAMESE[:30], TNR), (VIETNAMESE[30:31], ".VnTime"), (VIETNAMESE[31:], TNR))).encoding is None
    )


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("encoding", list(Encoding))
def test_legacy_letters_that_were_read_in_windows_1258(
    encoding: Encoding, font: str, form: Literal["NFC", "NFD"]
) -> None:
    """As LibreOffice reads a .rtf whose fonts are of character set 163; NFC joins marks with the letter before."""
    misread = in_legacy(EVERY_TONE, encoding).encode("cp1252").decode("cp1258")
    if form == "NFC":
        misread = normalize("NFC", misread)
    found = survey(spanned((misread, font)))
    assert (found.encoding, found.paragraphs[0].text) == (encoding, EVERY_TONE)


def test_a_vni_letter_may_be_split_between_runs() -> None:
    found = survey(spanned(("Tröô", "VNI-Times"), ("øng Chính trò", "VNI-Times")))
    assert found.paragraphs[0].text == "Trường Chính trị"


@pytest.mark.slow
@given(st.text(max_size=80), st.sampled_from(FONTS))
def test_any_text_can_be_surveyed(text: str, font: str) -> None:
    found = survey(spanned((text, font)))
    assert found.characters <= len(text)
