"""The chart of a digest: what its bars and its curve show, whatever the numbers and whatever fonts a machine has."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PIL import Image

from daemon.letters import chart
from daemon.letters.chart import WIDTH, Bar, Curve, drawn
from daemon.letters.wording import CHART

FIRST, DEADLINE = date(2021, 9, 10), date(2021, 11, 10)

#: The colours, by what they mean.
MEANING = {"compliant": (47, 125, 79), "not yet": (224, 163, 58), "wanted": (228, 231, 235), "deadline": (139, 26, 26)}


def curve(*arrived: date, today: date = date(2021, 11, 1), least: int = 27) -> Curve:
    return Curve(FIRST, DEADLINE, today, arrived, least)


def picture(*bars: Bar, line: Curve | None = None) -> Image.Image:
    return Image.open(io.BytesIO(drawn(bars, line or curve(), CHART))).convert("RGB")


def lengths(image: Image.Image, row: int) -> dict[str, int]:
    """How many pixels of each colour a line through a bar crosses."""
    y = 2 * (14 + 34 + 30 * row + 20)  # below the letters' middle, within the bar
    counted = dict.fromkeys(MEANING, 0)
    for x in range(2 * (14 + 128), image.width - 2 * 70):
        pixel = image.getpixel((x, y))
        assert isinstance(pixel, tuple)
        for name, colour in MEANING.items():
            counted[name] += sum(abs(a - b) for a, b in zip(pixel, colour, strict=True)) < 12
    return counted


@pytest.fixture
def without_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(chart, "_FONTS", ("no-such-font.ttf",))
    for cached in (chart._face, chart._lettering):
        cached.cache_clear()
    yield
    for cached in (chart._face, chart._lettering):
        cached.cache_clear()


def test_it_has_twice_the_pixels_of_a_phone_and_few_bytes() -> None:
    raw = drawn([Bar("Nghệ An", 3, 1, 6)] * 7, curve(FIRST), CHART)
    assert Image.open(io.BytesIO(raw)).size[0] == 2 * WIDTH
    assert len(raw) < 40_000


def test_bars_are_as_long_as_their_numbers() -> None:
    image = picture(Bar("Nghệ An", 4, 1, 6), Bar("Hà Tĩnh", 3, 3, 3), Bar("Đà Nẵng", 0, 0, 3))
    first, second, third = (lengths(image, row) for row in range(3))
    paper = (first["compliant"] + first["not yet"]) / 4
    assert first["compliant"] == pytest.approx(paper, abs=3)
    assert first["wanted"] == pytest.approx(2 * paper, abs=6)
    assert second["compliant"] == pytest.approx(3 * paper, abs=6)
    assert second["not yet"] == second["wanted"] == 0
    assert third["wanted"] == pytest.approx(3 * paper, abs=6)
    assert third["compliant"] == third["not yet"] == 0


def test_where_no_number_is_wanted_none_is_shown() -> None:
    """A bar that is wanted to be 0 long has no mark, nor the legend a word for it."""
    image = picture(Bar("Các bài", 4, 1, 0), line=curve(least=0))
    shown = lengths(image, 0)
    assert shown["wanted"] == 0
    assert shown["compliant"] == pytest.approx(shown["not yet"] / 3, abs=3)
    with_a_number = picture(Bar("Các bài", 4, 1, 0), line=curve(least=1))
    legend = (0, 0, image.width, 2 * 34)
    assert image.crop(legend).tobytes() != with_a_number.crop(legend).tobytes()


def test_the_curve_rises_as_papers_come() -> None:
    few, many = (picture(Bar("Nghệ An", 0, 0, 6), line=curve(*[FIRST + timedelta(days=5)] * n)) for n in (3, 27))

    def highest(image: Image.Image) -> int:
        x = 2 * (14 + 34 + 40)  # between the papers' arrival and today, left of the number
        column = (image.getpixel((x, y)) for y in range(2 * 78, image.height))
        return next(y for y, pixel in enumerate(column) if pixel == image.getpixel((x, image.height - 90)))

    assert highest(many) < highest(few)


def test_the_same_values_give_the_same_picture() -> None:
    assert drawn([Bar("Huế", 1, 1, 3)], curve(FIRST), CHART) == drawn([Bar("Huế", 1, 1, 3)], curve(FIRST), CHART)


@pytest.mark.parametrize(
    ("bars", "line"),
    [
        ([], curve()),
        ([Bar("Không cần bài nào", 0, 0, 0)], curve(least=0)),
        ([Bar("Trường Chính trị Nguyễn Chí Thanh tỉnh Thừa Thiên Huế", 400, 0, 3)] * 60, curve(*[FIRST] * 1000)),
        ([Bar("Sớm hơn mọi ngày", 1, 0, 3)], curve(FIRST - timedelta(days=90))),
        ([Bar("Muộn", 1, 0, 3)], curve(DEADLINE + timedelta(days=9), today=DEADLINE + timedelta(days=20))),
        ([Bar("Thời hạn trước mọi giai đoạn", 1, 0, 3)], Curve(DEADLINE, FIRST, FIRST, (), 3)),
    ],
)
@pytest.mark.slow
def test_no_numbers_are_too_odd_to_draw(bars: list[Bar], line: Curve) -> None:
    image = picture(*bars, line=line)
    assert image.width == 2 * WIDTH
    assert image.getpixel((0, 0)) == image.getpixel((image.width - 1, image.height - 1)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("Huế", 1),
        ("Trường CT Trần Phú", 2),
        ("Trường Chính trị Nguyễn Chí Thanh tỉnh Thừa Thiên Huế", 4),
        ("Học-viện-chính-trị-khu-vực-Bắc-Trung-Bộ", 3),  # a word wider than the room
        ("", 1),
    ],
)
def test_names_are_shown_whole_in_as_many_lines_as_they_take(name: str, most: int) -> None:
    lines = chart._wrapped(name, chart._LABEL - 8)
    assert " ".join(lines).replace(" ", "") == name.replace(" ", "")
    assert len(lines) <= most
    assert all(chart._lettering(16).getlength(chart._shown(line)) <= 2 * (chart._LABEL - 8) for line in lines)


def test_a_long_name_takes_room_of_its_own() -> None:
    long = "Trường Chính trị Nguyễn Chí Thanh tỉnh Thừa Thiên Huế"
    short, tall = (picture(Bar(name, 1, 1, 3), Bar("Huế", 2, 2, 2)) for name in ("Huế", long))
    assert tall.height > short.height + 2 * 19


@pytest.mark.usefixtures("without_fonts")
def test_without_a_font_for_vietnamese_words_lose_their_marks_rather_than_becoming_boxes() -> None:
    assert chart._face() == ""
    assert chart._shown("Đà Nẵng, Thừa Thiên Huế…") == "Da Nang, Thua Thien Hue..."
    assert picture(Bar("Đà Nẵng", 1, 1, 3)).width == 2 * WIDTH


@pytest.mark.usefixtures("without_fonts")
def test_a_font_that_lacks_our_letters_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """As fonts-liberation 1 lacks them; here it is the one that comes with the drawing library."""
    poor = chart.ImageFont.load_default(16)
    monkeypatch.setattr(chart.ImageFont, "truetype", lambda *_: poor)
    assert not chart._covers("LiberationSans-Regular.ttf")
