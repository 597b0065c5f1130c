"""Folding and matching: the same word, written by different people."""

from __future__ import annotations

from typing import Any
from unicodedata import category, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.text import legacy, vietnamese
from daemon.text.vietnamese import fold, passage, phrase, sentences, sort_key, squeeze, word_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đà Nẵng", "da nang"),
        ("  Thừa\u00a0Thiên   Huế\n", "thua thien hue"),
        ("TRƯỜNG CHÍNH TRỊ", "truong chinh tri"),
        (normalize("NFD", "Nghệ An"), "nghe an"),
        ("ﬁ Ｎ", "fi n"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text() | st.text(st.characters(codec="ascii")))
def test_folding_is_what_its_definition_says(text: str) -> None:
    letters = normalize("NFKD", normalize("NFKD", text).casefold())
    plain = "".join(char for char in letters if category(char) != "Mn").replace("đ", "d")
    assert fold(text) == " ".join(plain.split())


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(normalize("NFD", text)) == fold(normalize("NFC", text))


def test_squeeze_is_how_names_look_in_addresses() -> None:
    assert squeeze("Trường CT. Thừa Thiên - Huế") == "truongctthuathienhue"


@pytest.mark.parametrize(
    ("one", "other"), [("hóa", "hoá"), ("Thủy", "Thuỷ"), ("lý", "lí"), ("kỹ", "kĩ"), ("uỷ", "ủy"), ("Quý", "quí")]
)
def test_spellings_of_one_word_have_one_key(one: str, other: str) -> None:
    assert word_key(one) == word_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("viên", "viện"), ("an", "án"), ("da", "đa"), ("tai", "tay"), ("Huế", "Huệ")]
)
def test_different_words_have_different_keys(one: str, other: str) -> None:
    assert word_key(one) != word_key(other)


@pytest.mark.parametrize(
    ("wanted", "text", "found"),
    [
        ("mô hình", "Xây dựng MÔ HÌNH mới", True),
        ("mô hình", "xay dung mo hinh moi", True),
        ("mô hình", "Xây dựng mô-hình", True),
        ("mô hình", "mô tả hình ảnh", False),
        ("học viên", "Học viện Chính trị", False),
        ("Nghệ An", "nghề án", False),
        ("phòng", "Phong trào thi đua", False),
        ("phòng", "phong trao thi dua", True),
        ("trường chính trị", "truong chinh tri tinh Nghệ An", True),
        ("văn hóa", "VĂN HOÁ", True),
        ("mô hình … nhằm", "Mô hình được xây dựng nhằm nâng cao", True),
        ("mô hình … nhằm", "nhằm xây dựng mô hình", False),
        ("a … b", "a " + "x " * 20 + "b", False),
        ("a … b", "a b", True),
        ("a … b … c", "a x b y c", True),
        ("lý luận", "ly luan", True),
        ("qui trình", "quy trình", True),
        ("", "gì cũng được", False),
    ],
)
def test_phrases(wanted: str, text: str, found: object) -> None:
    assert passage(text).has(phrase(wanted)) is found


@given(st.text(alphabet="aăâáđ bc,."), st.text(alphabet="aăâáđ bc"))
def test_a_phrase_is_found_in_any_text_around_it(before: str, wanted: str) -> None:
    parts = phrase(wanted).parts
    assert passage(f"{before} {wanted} {before}").has(phrase(wanted)) is bool(parts)


def test_occurrences_do_not_overlap() -> None:
    assert passage("a a a a").count(phrase("a a")) == 2


def test_sentences_end_at_stops_and_lines() -> None:
    assert sentences("Một. Hai; ba\nBốn: năm") == ["Một.", "Hai;", "ba", "Bốn: năm"]


# --------------------------------------------------------------------------- collation


@pytest.mark.parametrize(
    "sorted_",
    [
        ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "o", "ô", "ơ", "p", "u", "ư", "v", "x", "y"],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["ma", "Mà", "má", "mai", "mãi"],
        ["dạy", "đa", "đổi mới", "em"],
        ["Đổi mới công tác", "Đổi mới phương pháp", "Đội ngũ giảng viên"],  # syllable by syllable: hỏi before nặng
        ["Mô hình", "Mô hình lớp tự quản", "Mộ liệt sĩ"],
        ["“Dân vận khéo”", "Giảng viên trẻ", "“Học viên”"],  # quotation marks do not count
        ["Bài 2", "Bài 10", "Bài mới"],
        ["10 năm", "Nghệ An"],
        ["", "a"],
        ["hòa", "hóa", "hoạ"],  # wherever the mark stands
    ],
)
def test_sorted_as_in_a_dictionary(sorted_: list[str]) -> None:
    backwards = sorted_[::-1]
    assert sorted(backwards, key=sort_key) == sorted_
    decomposed = [normalize("NFD", text) for text in backwards]
    assert sorted(decomposed, key=sort_key) == decomposed[::-1]


@pytest.mark.slow
@given(st.lists(st.text(max_size=12), max_size=6))
def test_whatever_is_written_can_be_sorted(texts: list[str]) -> None:
    backwards = texts[::-1]
    assert sorted(backwards, key=sort_key) == sorted(texts, key=sort_key)


@pytest.mark.parametrize("kept", [vietnamese._known_key, vietnamese._known_keys, legacy._is_syllable])
@pytest.mark.slow
def test_words_that_nobody_writes_are_not_remembered(kept: Any) -> None:
    """The caches live as long as the service, and mail may be one word of 200,000 characters."""
    long, short = "Ngườ" * 50_000, "Thuỷ"
    before = kept.cache_info()
    (found,) = passage(long).words
    assert (found.key, legacy.is_syllable(long)) == (vietnamese.word_key(long), False)
    assert kept.cache_info()[:2] == before[:2]
    # Not by `passage`, which remembers sentences as well: then nobody asks for their words.
    assert vietnamese._cut(short).words[0].key == vietnamese.word_key("thủy")
    assert legacy.is_syllable(short)
    assert sum(kept.cache_info()[:2]) > sum(before[:2])
