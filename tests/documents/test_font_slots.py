"""The four slots of a run, character by character ([MS-OI29500] 2.1.88)."""

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon import fonts as names
from daemon.documents.slots import ASCII, CS, EAST_ASIA, HANSI, Chooser, Fonts, slot

FOUR = Fonts("A", "H", "E", "C")
VIETNAMESE = "ăâđêôơưĂÂĐÊÔƠƯáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"


def chooser(fonts: Fonts = FOUR, *, hint: bool = False, chinese: bool = False, forced_cs: bool = False) -> Chooser:
    return Chooser(fonts, hint=hint, chinese=chinese, forced_cs=forced_cs)


@pytest.mark.parametrize(
    ("character", "plain", "hinted", "chinese"),
    [
        ("a", ASCII, ASCII, ASCII),
        (" ", ASCII, ASCII, ASCII),
        ("7", ASCII, ASCII, ASCII),
        ("à", HANSI, HANSI, EAST_ASIA),
        ("â", HANSI, HANSI, HANSI),
        ("°", HANSI, EAST_ASIA, EAST_ASIA),
        ("×", HANSI, EAST_ASIA, EAST_ASIA),
        ("ă", HANSI, HANSI, EAST_ASIA),
        ("đ", HANSI, HANSI, EAST_ASIA),
        ("ơ", HANSI, HANSI, EAST_ASIA),
        ("ế", HANSI, HANSI, EAST_ASIA),
        ("ỹ", HANSI, HANSI, EAST_ASIA),
        ("\u0301", HANSI, EAST_ASIA, EAST_ASIA),
        ("α", HANSI, EAST_ASIA, EAST_ASIA),
        ("Ж", HANSI, EAST_ASIA, EAST_ASIA),
        ("“", HANSI, EAST_ASIA, EAST_ASIA),
        ("–", HANSI, EAST_ASIA, EAST_ASIA),
        ("…", HANSI, EAST_ASIA, EAST_ASIA),
        ("₫", HANSI, EAST_ASIA, EAST_ASIA),
        ("→", HANSI, EAST_ASIA, EAST_ASIA),
        ("≥", HANSI, EAST_ASIA, EAST_ASIA),
        ("\uf0b7", HANSI, EAST_ASIA, EAST_ASIA),
        ("ﬁ", HANSI, EAST_ASIA, EAST_ASIA),
        ("א", ASCII, ASCII, ASCII),
        ("ع", ASCII, ASCII, ASCII),
        ("ไ", CS, CS, CS),
        ("अ", CS, CS, CS),
        ("漢", EAST_ASIA, EAST_ASIA, EAST_ASIA),
        ("한", EAST_ASIA, EAST_ASIA, EAST_ASIA),
        ("、", EAST_ASIA, EAST_ASIA, EAST_ASIA),
        ("，", EAST_ASIA, EAST_ASIA, EAST_ASIA),
        ("𠀀", EAST_ASIA, EAST_ASIA, EAST_ASIA),
        ("🙂", HANSI, HANSI, HANSI),
        ("ა", HANSI, HANSI, HANSI),
    ],
)
def test_the_slot_of_a_character(character: str, plain: int, hinted: int, chinese: int) -> None:
    assert slot(character) == plain
    assert slot(character, hint=True) == hinted
    assert slot(character, hint=True, chinese=True) == chinese


@pytest.mark.parametrize("letter", VIETNAMESE)
def test_vietnamese_letters_are_high_ansi(letter: str) -> None:
    assert slot(letter) == HANSI
    assert slot(letter, hint=True) == HANSI


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mo", [("mo", "A")]),
        ("mô hình", [("m", "A"), ("ô", "H"), (" h", "A"), ("ì", "H"), ("nh", "A")]),
        ("abc漢字", [("abc", "A"), ("漢字", "E")]),
    ],
)
def test_a_run_is_cut_where_the_font_changes(text: str, expected: list[tuple[str, str]]) -> None:
    assert chooser().split(text) == expected


def test_complex_script_runs_are_in_the_cs_font_altogether() -> None:
    assert chooser(forced_cs=True).split("mô 漢") == [("mô 漢", "C")]


def test_a_times_east_asian_font_gives_way_where_ascii_and_hansi_agree() -> None:
    assert chooser(Fonts("Arial", "Arial", "Times New Roman", "C")).split("mô 漢“") == [("mô 漢“", "Arial")]
    assert chooser(Fonts("A", "H", "Times New Roman", "C")).split("漢") == [("漢", "Times New Roman")]


def test_combining_marks_stay_with_their_letter() -> None:
    assert chooser().split(unicodedata.normalize("NFD", "tế")) == [("te\u0302\u0301", "A")]
    assert chooser(hint=True).split("e\u0301") == [("e\u0301", "A")]


@given(text=st.text(), hint=st.booleans(), chinese=st.booleans(), forced_cs=st.booleans())
def test_nothing_is_lost_and_stretches_alternate(*, text: str, hint: bool, chinese: bool, forced_cs: bool) -> None:
    for fonts in (FOUR, Fonts("A", "A", "E", "C"), Fonts("A", "A", "A", "A")):
        pieces = chooser(fonts, hint=hint, chinese=chinese, forced_cs=forced_cs).split(text)
        assert "".join(piece for piece, _ in pieces) == text
        assert all(before[1] != after[1] for before, after in itertools.pairwise(pieces))


@given(text=st.text(), hint=st.booleans())
@pytest.mark.slow
def test_the_short_ways_give_what_the_table_says(*, text: str, hint: bool) -> None:
    """Same answer character by character, combining marks aside."""
    plain = "".join(char for char in text if not unicodedata.combining(char))
    fonts = Fonts("A", "A", "E", "C")
    by_table = [fonts[slot(char, hint=hint)] for char in plain]
    by_split = [font for piece, font in chooser(fonts, hint=hint).split(plain) for _ in piece]
    assert by_split == by_table


LATIN = [char for char in map(chr, range(0x3000)) if names.is_latin(char)]


def test_text_of_latin_letters_is_in_one_font_where_ascii_and_hansi_agree() -> None:
    """The way nearly all text goes, which asks no table: nothing that the table gives another font may go it."""
    assert set(VIETNAMESE + "“”‘’–—…•‰€№°×÷½") <= set(LATIN)
    assert {slot(char) for char in LATIN} == {ASCII, HANSI}
    assert not any(map(names.is_picture, LATIN))
    assert chooser(Fonts("A", "A", "E", "C")).latin == "A"


@given(char=st.characters(min_codepoint=0x2190))
def test_other_characters_go_the_long_way(char: str) -> None:
    assert not names.is_latin(char)


@pytest.mark.parametrize(
    ("fonts", "how", "latin"),
    [
        (FOUR, {}, None),
        (Fonts("A", "A", "E", "C"), {"hint": True}, None),
        (Fonts("A", "A", "E", "C"), {"forced_cs": True}, "C"),
        (Fonts("A", "A", "Times New Roman", "C"), {"hint": True}, "A"),
        (Fonts("A", "A", "A", "A"), {"hint": True, "chinese": True}, "A"),
    ],
)
def test_latin_text_has_one_font_only_where_no_letter_can_have_another(
    fonts: Fonts, how: dict[str, bool], latin: str | None
) -> None:
    assert chooser(fonts, **how).latin == latin
