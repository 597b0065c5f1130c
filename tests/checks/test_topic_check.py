"""Check `topic`: the theme of a paper, mostly from its title."""

from __future__ import annotations

import pytest
from checks.documents_for_checks import document, paper

from daemon.checks import topic
from daemon.model import Finding, Outcome


def look(text: str) -> Finding:
    return topic.check(paper(document(text)))


TITLES = [
    ("SỰ CẦN THIẾT XÂY DỰNG MÔ HÌNH, ĐIỂN HÌNH Ở CÁC TRƯỜNG CHÍNH TRỊ HIỆN NAY", "1.1"),
    ("Vai trò của mô hình, điển hình đối với việc nâng cao chất lượng hoạt động của nhà trường", "1.1"),
    ("KINH NGHIỆM XÂY DỰNG THỂ CHẾ VÀ THAM MƯU CHO CẤP ỦY", "1.2.1"),
    ("Mô hình phối hợp giữa Trường Chính trị với các huyện ủy trong công tác tham mưu", "1.2.1"),
    ("XÂY DỰNG ĐỘI NGŨ GIẢNG VIÊN ĐÁP ỨNG TIÊU CHÍ TRƯỜNG CHÍNH TRỊ CHUẨN", "1.2.2"),
    ("Kinh nghiệm bồi dưỡng giảng viên trẻ ở Trường Chính trị Trần Phú", "1.2.2"),
    ("ĐỔI MỚI CÔNG TÁC ĐÀO TẠO, BỒI DƯỠNG CÁN BỘ Ở TRƯỜNG CHÍNH TRỊ TỈNH NGHỆ AN", "1.2.3"),
    ("Đổi mới phương pháp giảng dạy lý luận chính trị theo hướng lấy học viên làm trung tâm", "1.2.3"),
    ("NÂNG CAO CHẤT LƯỢNG NGHIÊN CỨU KHOA HỌC, TỔNG KẾT THỰC TIỄN", "1.2.4"),
    ("Mô hình câu lạc bộ khoa học trẻ", "1.2.4"),
    ("XÂY DỰNG VĂN HÓA TRƯỜNG ĐẢNG Ở TRƯỜNG CHÍNH TRỊ LÊ DUẨN", "1.2.5"),
    ("Xây dựng văn hoá công sở, môi trường văn hoá sư phạm", "1.2.5"),
    ("PHÁT TRIỂN TOÀN DIỆN PHONG TRÀO THI ĐUA YÊU NƯỚC", "1.2.6"),
    ("Hiệu quả từ mô hình “Dân vận khéo” ở Đảng bộ Trường Chính trị", "1.2.6"),
    ("XÃ HỘI HÓA CƠ SỞ VẬT CHẤT, TRANG THIẾT BỊ PHỤC VỤ DẠY - HỌC", "1.2.7"),
    ("Mô hình ký túc xá xanh", "1.2.7"),
    ("MÔ HÌNH LỚP HỌC TỰ QUẢN", "1.2.8"),
    ("Xây dựng tác phong, học tập và rèn luyện của học viên hệ trung cấp", "1.2.8"),
    ("GIẢI PHÁP XÂY DỰNG VÀ NHÂN DIỆN CÁC MÔ HÌNH, ĐIỂN HÌNH", "1.3"),
    ("Nhân rộng điển hình tiên tiến: một số kiến nghị, đề xuất về quy trình công nhận mô hình", "1.3"),
    ("Nhận diện mô hình, điển hình ở các trường chính trị hiện nay", "1.3"),
    ("Tiêu chí nhận diện điển hình tiên tiến trong nhà trường", "1.3"),
    ("Một số giải pháp bồi dưỡng, nhân rộng điển hình tiên tiến", "1.3"),
    ("Quan điểm của Đảng và tư tưởng Hồ Chí Minh về nêu gương điển hình tiên tiến", "1.1"),
    ("Vì sao nhà trường phải có những mô hình, điển hình", "1.1"),
    ("Xây dựng các điển hình: yêu cầu cấp thiết hiện nay", "1.1"),
    ("Tính tất yếu của việc tôn vinh điển hình tiên tiến", "1.1"),
    ("nang cao chat luong nghien cuu khoa hoc", "1.2.4"),
    ("Mô hình “Một đầu mối” trong phối hợp mở lớp với trung tâm chính trị cấp huyện", "1.2.1"),
    ("Phối hợp giữa nhà trường và Ban Tuyên giáo trong bảo vệ nền tảng tư tưởng: mô hình Tổ cộng tác viên", "1.2.1"),
    ("Khoa học hóa việc xếp thời khóa biểu", "1.2.3"),
    ("Đổi mới thi hết phần bằng bài tập tình huống mở", "1.2.3"),
    ("Đưa học viên đi nghiên cứu thực tế ở nơi có việc khó", "1.2.3"),
    ("Mỗi tháng một kỹ năng: mô hình tự bồi dưỡng của giảng viên", "1.2.2"),
    ("Mấy vấn đề lý luận về mô hình và điển hình", "1.1"),
    ("Thế nào là mô hình, thế nào là điển hình", "1.1"),
    ("Tự học, tự bồi dưỡng của giảng viên: đôi điều trăn trở", "1.2.2"),
    ("Cơ chế để điển hình được nhân lên bền vững", "1.3"),
    ("Đầu tư thư viện số góp phần đổi mới phương pháp giảng dạy", "1.2.7"),
    ("Góp phần đổi mới phương pháp giảng dạy lý luận chính trị", "1.2.3"),
    ("Điển hình tiên tiến trong học tập ở lớp Trung cấp lý luận chính trị K45", "1.2.8"),
    ("Gương điển hình tiên tiến: Khoa Lý luận cơ sở trong xây dựng đội ngũ giảng viên", "1.2.2"),
    ("Điển hình tiên tiến trong nghiên cứu khoa học: chuyện của một khoa", "1.2.4"),
    ("Nghiên cứu khoa học phục vụ giảng dạy và công tác tham mưu", "1.2.4"),
    ("Mô hình “Nhật ký lớp học” trong rèn luyện học viên", "1.2.8"),
    ("Nhóm “Đọc - Nói - Viết”: mô hình rèn kỹ năng cho học viên", "1.2.8"),
    ("Câu lạc bộ “Người cán bộ cơ sở” – nơi học viên rèn kỹ năng", "1.2.8"),
    ("Mô hình “Sinh hoạt chuyên môn theo nghiên cứu bài học”", "1.2.2"),
]


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_the_title_decides(title: str, expected: str) -> None:
    found = look(f"[bc]{title}\n[c]Nguyễn Văn An\nBODY")
    assert (found.outcome, found.details["topic"]) == (Outcome.PASS, expected)
    assert 0 < found.details["score"] <= 1
    assert found.details["candidates"][0]["topic"] == expected


@pytest.mark.parametrize(
    "title",
    [
        "MỘT SỐ SUY NGHĨ VỀ CÔNG VIỆC HÔM NAY",
        "XÂY DỰNG ĐỘI NGŨ GIẢNG VIÊN VÀ XÃ HỘI HÓA CƠ SỞ VẬT CHẤT",
        "MÔ HÌNH “HỘI TRƯỜNG SỐ” PHỤC VỤ DẠY HỌC",
    ],
)
def test_unsure_is_left_to_a_person(title: str) -> None:
    found = look(f"[bc]{title}\n[c]Nguyễn Văn An\nBODY")
    assert (found.outcome, found.details["topic"]) == (Outcome.REVIEW, None)


def test_runners_up_are_named() -> None:
    found = look("[bc]XÂY DỰNG ĐỘI NGŨ GIẢNG VIÊN VÀ XÃ HỘI HÓA CƠ SỞ VẬT CHẤT\n[c]Nguyễn Văn An\nBODY")
    assert {it["topic"] for it in found.details["candidates"][:2]} == {"1.2.2", "1.2.7"}
    assert found.advice


def test_the_text_decides_where_the_title_says_nothing() -> None:
    text = "Nghiên cứu khoa học là nhiệm vụ quan trọng; đề tài khoa học và tổng kết thực tiễn được chú trọng.\n"
    assert look("[bc]CHẶNG ĐƯỜNG MƯỜI NĂM\n[c]Nguyễn Văn An\n" + text * 5).details["topic"] == "1.2.4"


#: Titles that say nothing of their theme, and a text that never names it.
TEXTS = {
    "1.1": """
Nhân tố mới bao giờ cũng là đòi hỏi tất yếu; không có tấm gương để noi theo thì lời nói thiếu sức mạnh.
Người tốt, việc tốt tạo niềm tin; có điển hình thì cái mới mới có động lực.""",
    "1.2.1": """
Dự thảo được gửi các sở, ngành lấy ý kiến, soạn thảo lại rồi trình Tỉnh ủy ban hành.
Hai cơ quan có một đầu mối, mọi công văn và thủ tục đúng thẩm quyền.""",
    "1.2.2": """
Mười người vào nghề, hai người là nghiên cứu sinh, bảy người có bằng thạc sĩ.
Trường kèm cặp từng người, cử dự giờ thầy sắp nghỉ hưu, thi giảng viên dạy giỏi, lo quy hoạch.""",
    "1.2.3": """
Cả buổi học thảo luận nhóm quanh một tình huống; đề thi mở, không có đáp án.
Giáo án ngắn lại, kiến thức được vận dụng ngay trên lớp.""",
    "1.2.4": """
Bản thảo gửi tạp chí sau khi phản biện; phỏng vấn và số liệu lấy ở cơ sở.
Đề cương được thẩm định, nghiệm thu xong thì đăng báo, in kỷ yếu.""",
    "1.2.5": """
Ai vào cổng trường cũng được chào; biết xin lỗi, nói lời cảm ơn, xưng hô đúng mực.
Nụ cười, trang phục và thái độ tôn trọng làm nên nghĩa tình.""",
    "1.2.6": """
Cuối năm không còn bình bầu nể nang; tổ công đoàn bỏ phiếu kín, khen đúng người.
Giấy khen, bằng khen và danh hiệu đến người xứng đáng, biểu dương kịp thời.""",
    "1.2.7": """
Dãy nhà xuống cấp, máy chiếu hỏng, điều hòa không chạy mà ngân sách chỉ đủ bảo dưỡng.
Doanh nghiệp tài trợ, tiền cho thuê hội trường được công khai thu chi, kiểm kê hằng quý.""",
    "1.2.8": """
Không ai đi muộn, không ai vắng; lớp trưởng không phải điểm danh.
Đôi bạn ôn bài với nhau, tự giác giữ nội quy, cuối khóa không ai thi lại.""",
    "1.3": """
Mỗi mô hình cần được thẩm định trước khi công nhận, có thời hạn và người theo dõi.
Đề nghị Cụm ban hành hướng dẫn để các trường trong Cụm làm theo và nhân rộng.""",
}


@pytest.mark.parametrize(("theme", "text"), TEXTS.items(), ids=TEXTS)
def test_what_a_text_speaks_of_tells_its_theme_without_naming_it(theme: str, text: str) -> None:
    found = look(f"[bc]CHUYỆN BÂY GIỜ MỚI KỂ\n[c]Nguyễn Văn An{text}")
    assert (found.outcome, found.details["topic"]) == (Outcome.PASS, theme)


def test_a_text_that_speaks_more_of_another_theme_contradicts_its_title() -> None:
    lecturers, teaching = TEXTS["1.2.2"], TEXTS["1.2.3"].splitlines()[-1]
    found = look(f"[bc]ĐỔI MỚI PHƯƠNG PHÁP GIẢNG DẠY\n[c]Nguyễn Văn An{lecturers}\n{teaching}")
    assert (found.outcome, found.details["topic"]) == (Outcome.REVIEW, None)
    assert {it["topic"] for it in found.details["candidates"][:2]} == {"1.2.2", "1.2.3"}


def test_a_clear_title_holds_where_the_text_speaks_of_what_every_paper_does() -> None:
    text = "Giảng viên đi học, đi thực tế; trình độ, chuyên môn, thế hệ kế cận của khoa trưởng thành."
    assert look(f"[bc]XÂY DỰNG VĂN HÓA TRƯỜNG ĐẢNG\n[c]Nguyễn Văn An\n{text}").details["topic"] == "1.2.5"


def test_a_text_alone_does_not_outdo_a_title_with_a_word_of_another_theme() -> None:
    text = TEXTS["1.2.6"]
    assert look(f"[bc]CHUYỆN BÂY GIỜ MỚI KỂ\n[c]Nguyễn Văn An{text}").details["topic"] == "1.2.6"
    found = look(f"[bc]NHÀ ĂN KHÔNG LÃNG PHÍ\n[c]Nguyễn Văn An{text}")
    assert (found.outcome, found.details["topic"]) == (Outcome.REVIEW, None)
    assert "1.2.7" in [it["topic"] for it in found.details["candidates"]]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Hội viên và bà con trong xóm gom rác thải, các hộ góp tiền mua cây.", None),
        ("Cựu chiến binh hiến đất làm đường làng.", None),
        ("Xã viên hợp tác xã cùng nông dân các xã góp vốn.", None),
        ("Học viên cùng hội viên, bà con trong xóm gom rác thải, các hộ góp tiền mua cây.", "1.3"),
        ("Bà con quanh đây cùng góp tiền mua cây.", "1.3"),
    ],
)
def test_a_paper_of_villages_has_no_theme_for_certain(text: str, topic: str | None) -> None:
    found = look(f"[bc]NHÂN RỘNG MÔ HÌNH “NGÕ XANH”\n[c]Nguyễn Văn An\n{text}")
    assert found.details["topic"] == topic
    assert found.details["candidates"][0]["topic"] == "1.3"


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("“DÂN VẬN KHÉO” Ở XÃ VEN BIỂN", None),
        ("HỢP TÁC XÃ LÚA SẠCH – NHÂN RỘNG MỘT ĐIỂN HÌNH DÂN VẬN KHÉO", None),
        ("“DÂN VẬN KHÉO” VÀ MẤY ĐIỀU RÚT RA", "1.2.6"),  # where it is set its title does not say
        ("GIẢNG VIÊN VỚI “DÂN VẬN KHÉO” Ở XÃ VEN BIỂN", "1.2.6"),
    ],
)
def test_who_tells_of_a_village_may_teach_at_a_school(title: str, topic: str | None) -> None:
    text = "Tôi là giảng viên.\nBà con trong xóm hiến đất làm đường.\nCác hộ góp tiền, hội viên góp công.\n"
    assert look(f"[bc]{title}\n[c]Nguyễn Văn An\n{text}").details["topic"] == topic


@pytest.mark.parametrize(("told", "topic"), [(1, "1.1"), (4, None)])
def test_of_the_need_and_of_examples_any_introduction_speaks(told: int, topic: str | None) -> None:
    introduction = (
        "Lênin coi sức mạnh của sự nêu gương là động lực; người tốt, việc tốt tạo niềm tin, ai cũng noi theo."
    )
    text = "Mỗi sáng hai người ra bến, ghi số thuyền vào sổ rồi báo về cho bạn.\n" * told
    found = look(f"[bc]CHUYỆN BÂY GIỜ MỚI KỂ\n[c]Nguyễn Văn An\n{introduction}\n{text}")
    assert found.details["topic"] == topic
    assert found.details["candidates"][0]["topic"] == "1.1"


def test_how_often_a_word_is_said_does_not_matter() -> None:
    text = "Máy chiếu, máy chiếu, rồi lại máy chiếu; ai cũng nói đến máy chiếu.\n"
    assert look(f"[bc]CHUYỆN BÂY GIỜ MỚI KỂ\n[c]Nguyễn Văn An\n{text * 9}").outcome is Outcome.REVIEW


@pytest.mark.parametrize(
    "title",
    [
        "NHẬN DIỆN NHỮNG SAI PHẠM ĐIỂN HÌNH TRONG QUẢN LÝ ĐẤT ĐAI Ở CẤP XÃ",
        "Giải pháp chuyển đổi mô hình tăng trưởng của tỉnh",
    ],
)
def test_what_is_no_model_in_the_sense_of_the_plan_decides_nothing(title: str) -> None:
    assert look(f"[bc]{title}\n[c]Nguyễn Văn An\nBODY").outcome is Outcome.REVIEW


def test_a_text_of_two_themes_decides_nothing_under_a_title_that_names_neither() -> None:
    text = "Khuôn viên, thư viện và ký túc xá đều không còn khói thuốc.\nVăn hóa trường Đảng bắt đầu từ đó.\n"
    found = look("[bc]CƠ QUAN KHÔNG KHÓI THUỐC\n[c]Nguyễn Văn An\n" + text * 3)
    assert (found.outcome, found.details["topic"]) == (Outcome.REVIEW, None)


def test_a_document_without_text() -> None:
    assert look("x").details == {"topic": None, "score": 0.0, "candidates": []}


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("MÔ HÌNH THI ĐUA “BA NHẤT” Ở PHÒNG QUẢN LÝ ĐÀO TẠO VÀ NGHIÊN CỨU KHOA HỌC", "1.2.6"),
        ("TỔ TỰ HỌC Ở KÝ TÚC XÁ", "1.2.8"),
        ("BỒI DƯỠNG GIẢNG VIÊN QUA “NHẬT KÝ BÀI GIẢNG” - MỘT MÔ HÌNH NHỎ", "1.2.2"),
        ("MÔ HÌNH “VĂN HÓA TRƯỜNG ĐẢNG MỖI NGÀY”", "1.2.5"),
        ("MÔ HÌNH TIẾT KIỆM ĐIỆN, NƯỚC Ở KHU NỘI TRÚ", "1.2.7"),
        ("TỔ TƯ VẤN HỌC TẬP - MỘT MÔ HÌNH CẦN NHÂN RỘNG", "1.2.8"),
        ("MÔ HÌNH “GÓC HỌC TẬP” CỦA LỚP TRUNG CẤP LÝ LUẬN CHÍNH TRỊ K21", "1.2.8"),
    ],
)
def test_where_and_praise_say_nothing_of_the_theme(title: str, topic: str) -> None:
    assert look(f"[bc]{title}\n[c]Nguyễn Văn An\nBODY").details["topic"] == topic


#: A sentence of every theme, as long papers have them.
EVERY_THEME = "\n".join(text.strip().splitlines()[0] for text in TEXTS.values())


def test_a_long_text_that_has_some_of_every_theme_decides_nothing_alone() -> None:
    found = look(f"[bc]CHUYỆN BÂY GIỜ MỚI KỂ\n[c]Nguyễn Văn An\n{EVERY_THEME}\n{TEXTS['1.2.1'].splitlines()[-1]}")
    assert (found.outcome, found.details["topic"]) == (Outcome.REVIEW, None)
    assert found.details["candidates"][0]["topic"] == "1.2.1"


def test_nor_does_it_contradict_a_clear_title() -> None:
    more = TEXTS["1.2.1"].splitlines()[-1] + " Góp ý, sửa đổi, rà soát."
    title = "[bc]ĐIỂM SÁNG VĂN HÓA TRƯỜNG ĐẢNG"
    text = EVERY_THEME.replace(TEXTS["1.2.5"].strip().splitlines()[0], "Ai cũng biết xin lỗi.")
    assert look(f"{title}\n[c]Nguyễn Văn An\n{text}\n{more}").details["topic"] == "1.2.5"
