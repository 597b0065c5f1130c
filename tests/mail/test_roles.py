"""What each file of a message is for."""

from dataclasses import replace

import pytest
from mail_maker import INTRODUCTION, LETTER_TEXT, PAPER

from daemon.mail.roles import Candidate, assign
from daemon.model import FileKind, Role

PAPER_TEXT = "\n".join(PAPER) * 8
PAPER_FILE = Candidate("bai.docx", FileKind.DOCX, 20_000, PAPER_TEXT)


def role(
    filename: str, text: str = "", kind: FileKind = FileKind.DOCX, size: int = 20_000, *, inline: bool = False
) -> Role:
    """Beside a paper, so that nothing is a paper for want of another."""
    return assign([PAPER_FILE, Candidate(filename, kind, size, text, inline)])[1]


@pytest.mark.slow  # each is quick; all of them are not
@pytest.mark.parametrize(
    ("filename", "text", "expected"),
    [
        ("bat ky.docx", PAPER_TEXT, Role.PAPER),
        ("bat ky.docx", "", Role.PAPER),
        ("215-TB.docx", "VIỆN ĐÀO TẠO CÁN BỘ\nSố: 215/TB-VĐT\nTHÔNG BÁO\nVề việc mở lớp bồi dưỡng", Role.OTHER),
        ("a.docx", "TRƯỜNG CHÍNH TRỊ\nMÔ HÌNH THÔNG BÁO CHIÊU SINH QUA MẠNG\nMục tiêu của mô hình.", Role.PAPER),
        ("a.docx", "TRƯỜNG CHÍNH TRỊ\nLỊCH GIẢNG DẠY THÁNG 11/2021\nNgày\tLớp\tGiảng viên", Role.OTHER),
        ("a.docx", "TRƯỜNG CHÍNH TRỊ\nKHOA DÂN VẬN\nBẢNG TỔNG HỢP GIỜ GIẢNG\nTT\tHọ và tên\tSố giờ", Role.OTHER),
        ("a.docx", "THỜI KHÓA BIỂU\nThứ Hai\tLớp K45", Role.OTHER),
        (
            "a.docx",
            "ĐẢNG BỘ TRƯỜNG\nSố 05-NQ/ĐU\nHà Tĩnh, ngày 1/3/2021\nNGHỊ QUYẾT\nvề phong trào thi đua\nI. Tình hình",
            Role.OTHER,
        ),
        ("a.docx", "HỌC VIỆN\nSố: 16/2021/HD-HV\nHƯỚNG DẪN\nđánh giá giờ giảng\nI. Mục đích", Role.OTHER),
        ("a.docx", "HỢP ĐỒNG VIẾT BÀI\nSố 12/2021/HĐ\nBên A: Trường\nBên B: ThS. Ngọc\nĐiều 1. Viết bài", Role.OTHER),
        (
            "a.docx",
            "ĐƯA NGHỊ QUYẾT SỐ 05-NQ/TW VÀO\nBÀI GIẢNG\nNghị quyết số 05-NQ/TW nêu rõ.\n" + PAPER_TEXT,
            Role.PAPER,
        ),
        (
            "a.docx",
            "THỰC HIỆN\nNGHỊ QUYẾT\nĐẠI HỘI XIII Ở TRƯỜNG\nTheo Nghị quyết số 05-NQ/TW.\n" + PAPER_TEXT,
            Role.PAPER,
        ),
        ("a.docx", "HỢP ĐỒNG ĐÀO TẠO VỚI CƠ SỞ: MỘT MÔ HÌNH\n" + PAPER_TEXT, Role.PAPER),
        ("a.docx", "LỊCH GIẢNG DẠY CHUNG: MỘT MÔ HÌNH HAY\n" + PAPER_TEXT, Role.PAPER),
        ("a.docx", "MÔ HÌNH BẢNG TỔNG HỢP TRỰC TUYẾN\nMục tiêu của mô hình.", Role.PAPER),
        ("scan.docx", "\n".join(LETTER_TEXT), Role.LETTER),
        ("scan.docx", "\n".join(INTRODUCTION), Role.LETTER),
        ("a.docx", "Kính gửi: Ban Tổ chức\nTrường gửi 03 bài tham luận tham gia Hội thảo.\nTrân trọng!", Role.LETTER),
        ("a.docx", "Kính gửi: các đồng chí\nTHAM LUẬN\nQuản lý học viên là khâu quan trọng.", Role.PAPER),
        (
            "Mau.docx",
            (
                "MẪU TRÌNH BÀY BÀI THAM LUẬN\nTÊN BÀI (chữ in hoa, đậm, cỡ 14)\nHọ và tên tác giả: ……………\n"
                "Đơn vị công tác: ……………\n1. Mục tiêu: ……………\n2. Nội dung: ……………"
            ),
            Role.OTHER,
        ),
        (
            "a.docx",
            (
                "HỘI THẢO KHOA HỌC 2021\nThể thức trình bày bài viết\n1. Tên bài (chữ in hoa, đậm)\n"
                "2. Font Times New Roman, cỡ chữ 14, giãn dòng 1,5, căn lề trái 3 cm."
            ),
            Role.OTHER,
        ),
        (
            "a.docx",
            "Hướng dẫn viết bài tham luận\nHọ và tên (in đậm), đơn vị [ghi rõ khoa]\nTên bài: ………\nNội dung: ………",
            Role.OTHER,
        ),
        # papers about forms, and one written into the form
        (
            "a.docx",
            "MẪU BÀI THAM LUẬN\nTên bài (in hoa, cỡ chữ 14): TỔ TỰ QUẢN\nHọ và tên (in đậm): Lê Thị Hoa\n" + PAPER_TEXT,
            Role.PAPER,
        ),
        ("a.docx", "MẪU BÀI GIẢNG ĐIỆN TỬ Ở TRƯỜNG CHÍNH TRỊ\n" + PAPER_TEXT, Role.PAPER),
        ("a.docx", "HƯỚNG DẪN VIẾT BÀI THU HOẠCH: MỘT KINH NGHIỆM\n" + PAPER_TEXT, Role.PAPER),
        ("a.docx", "HƯỚNG DẪN VIẾT BÀI THAM LUẬN CHO GIẢNG VIÊN TRẺ\nThS. Lê Thị Hoa\n" + PAPER_TEXT, Role.PAPER),
        (
            "a.docx",
            "MẪU BÀI THAM LUẬN CHUNG CỦA CẢ KHOA\nThS. Lê Thị Hoa\nTrường dùng cỡ chữ 14 cho mọi bài.\n" + PAPER_TEXT,
            Role.PAPER,
        ),
        ("An.docx", "LÝ LỊCH KHOA HỌC\nHọ và tên: Nguyễn Văn An", Role.OTHER),
        (
            "Bài của An.docx",
            "TÊN BÀI\nThS. Nguyễn Văn An\nĐây là bài mẫu. Tác giả thay tên bài bằng tên của mình.",
            Role.OTHER,
        ),
        ("Bài của An.docx", "MÔ HÌNH\nĐây là bài mẫu mà khoa đã áp dụng. " + PAPER_TEXT, Role.PAPER),
        ("Công văn gửi bài.docx", "", Role.LETTER),
        ("215 CV-TCT.pdf", "", Role.LETTER),
        ("Giấy giới thiệu.docx", "", Role.LETTER),
        ("giay gioi thieu dc An.pdf", "", Role.LETTER),
        ("Danh sách bài tham luận.docx", "", Role.OTHER),
        ("Phiếu nhận xét bài tham luận.docx", "", Role.OTHER),
        (
            "Tong hop.docx",
            "TRƯỜNG CHÍNH TRỊ\nDANH SÁCH BÀI THAM LUẬN\n(Kèm theo Công văn số 215-CV/TCT)\nSTT\tHọ và tên tác giả\tTên bài",
            Role.OTHER,
        ),
        ("a.docx", "DANH MỤC NGHỀ VÀ ĐÀO TẠO LÝ LUẬN: MỘT CÁCH LÀM\n" + PAPER_TEXT, Role.PAPER),
        ("a.docx", "Kính gửi: Ban Tổ chức\nTrường đã họp.\nTrân trọng cảm ơn.\nNơi nhận: Văn phòng.", Role.LETTER),
        ("a.docx", "TỔNG HỢP CÁC BÀI THAM LUẬN\nTT\tHọ tên\tTên bài", Role.OTHER),
        (
            "a.docx",
            "Số: 215-CV/TCT\nKính gửi: Ban Tổ chức\nTrường gửi kèm theo Công văn này danh sách bài tham luận.\nNơi nhận: Lưu VT.",
            Role.LETTER,
        ),
        ("a.docx", "MÔ HÌNH LỚP TỰ QUẢN\n(Kèm theo Công văn số 215-CV/TCT gửi 01 bài)\n" + PAPER_TEXT, Role.PAPER),
        ("Danh sach.docx", "DANH SÁCH TÁC GIẢ\nSTT Họ và tên", Role.OTHER),
        (
            "KH hội thảo.docx",
            "TỈNH ỦY THANH HÓA\nTRƯỜNG CHÍNH TRỊ\nSố: 193-KH/TCT\nKẾ HOẠCH\nTổ chức Hội thảo\n" + "Nội dung. " * 900,
            Role.OTHER,
        ),
        (
            "a.docx",
            "KẾ HOẠCH\nTổ chức Hội thảo\nThực hiện Quyết định số 683-QĐ/HV, Cụm trưởng xây dựng kế hoạch.",
            Role.OTHER,
        ),
        ("a.docx", "TỈNH ỦY\n*\nGIẤY MỜI\nKính gửi: đồng chí Lan\nTrân trọng kính mời.", Role.OTHER),
        ("a.docx", "CÔNG TÁC\nKẾ HOẠCH\nỞ TRƯỜNG CHÍNH TRỊ\n" + PAPER_TEXT, Role.PAPER),
        ("a.docx", "KẾ HOẠCH HÓA CÔNG TÁC ĐÀO TẠO\nCăn cứ Luật Giáo dục. " + PAPER_TEXT, Role.PAPER),
        ("a.docx", "TÓM TẮT BÀI THAM LUẬN\nMô hình lớp tự quản\nTừ khóa: tự quản", Role.OTHER),
        ("a.docx", "PHỤ LỤC 1\nBảng số liệu", Role.OTHER),
        ("a.docx", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nGIẤY CAM ĐOAN\nTôi cam đoan bài viết là của tôi.", Role.OTHER),
        ("a.docx", "TÓM TẮT\n" + PAPER_TEXT, Role.PAPER),
        ("a.docx", "MÔ HÌNH LỚP TỰ QUẢN\nTóm tắt\nBài viết nêu kinh nghiệm.", Role.PAPER),
        ("a.docx", "LÝ LỊCH KHOA HỌC\nHọ và tên: Nguyễn Văn An\n" + "Từ 2001: giảng viên. " * 400, Role.OTHER),
        ("a.docx", "SƠ YẾU LÝ LỊCH\n1) Họ và tên khai sinh: Lê An\n" + "Lao động tiên tiến. " * 400, Role.OTHER),
        ("a.docx", "LÝ LỊCH KHOA HỌC ĐIỆN TỬ\nThS. Nguyễn Văn An\n" + PAPER_TEXT * 3, Role.PAPER),
        ("a.docx", "QUẢN LÝ\nLÝ LỊCH KHOA HỌC: MỘT MÔ HÌNH\nHọ và tên: An\n" + PAPER_TEXT * 3, Role.PAPER),
        ("a.docx", "MÔ HÌNH KÊ KHAI LÝ LỊCH KHOA HỌC QUA MẠNG\nMục tiêu của mô hình.", Role.PAPER),
        (
            "a.docx",
            "HỘI ĐỒNG KHOA HỌC\nBIÊN BẢN\nHọp thẩm định\nChủ trì: đ/c An\nThư ký: đ/c Bình\n" + "Đ/c Chi góp ý. " * 400,
            Role.OTHER,
        ),
        (
            "a.docx",
            "BIÊN BẢN\nhọp Hội đồng khoa học\nHôm nay, vào hồi 14h00\nThành phần tham dự: An, Bình\n" + "Góp ý. " * 700,
            Role.OTHER,
        ),
        ("a.docx", "BIÊN BẢN SINH HOẠT KHOA\nThời gian: 8h\nChủ trì: An\n" + "Góp ý. " * 700, Role.OTHER),
        ("a.docx", "BIÊN BẢN GHI NHỚ VÀ MÔ HÌNH PHỐI HỢP\nThành phần phối hợp: 5 huyện.\n" + PAPER_TEXT, Role.PAPER),
        ("a.docx", "NHẬN XÉT BÀI THAM LUẬN\nNgười đọc: An\nƯu điểm: bám sát chủ đề.", Role.OTHER),
        ("a.docx", "NHẬN XÉT, ĐÁNH GIÁ GIẢNG VIÊN QUA GIỜ GIẢNG MỞ\n" + PAPER_TEXT, Role.PAPER),
        ("a.docx", "LÝ LỊCH KHOA HỌC SỐ – MÔ HÌNH QUẢN LÝ\nHọ và tên: An\nTrường Chính trị. Mục tiêu.", Role.PAPER),
        ("a.docx", "LÝ LỊCH KHOA HỌC NGUYỄN VĂN AN\nHọ tên: Nguyễn Văn An\nNăm sinh: 1980", Role.OTHER),
        (
            "a.docx",
            "PHIẾU ĐÁNH GIÁ GIỜ GIẢNG – CÔNG CỤ TỐT\nLê An, Trường Chính trị\nMục tiêu của mô hình.",
            Role.PAPER,
        ),
        ("a.docx", "CHƯƠNG TRÌNH HỘI THẢO CẤP KHOA: MÔ HÌNH HAY\nMục tiêu của mô hình.", Role.PAPER),
        ("a.docx", "BIÊN BẢN HỌP HỘI ĐỒNG\nThời gian: 14 giờ\nThành phần: 9 đ/c\nNhất trí.", Role.OTHER),
        ("a.docx", "TỈNH ỦY\nTHAM LUẬN\nMô hình đổi mới biên bản họp khoa\n" + PAPER_TEXT, Role.PAPER),
        ("a.docx", "BIÊN BẢN HỌP KHOA BẰNG GIỌNG NÓI: MỘT SÁNG KIẾN\n" + PAPER_TEXT * 4, Role.PAPER),
        (
            "a.docx",
            "PHIẾU THẨM ĐỊNH BÀI THAM LUẬN\nNgười thẩm định: An\n" + "Bài viết có tính thực tiễn. " * 200,
            Role.OTHER,
        ),
        ("a.docx", "PHIẾU ĐÁNH GIÁ GIẢNG VIÊN, MỘT CÔNG CỤ TỐT\nHọ và tên: An\n" + PAPER_TEXT * 3, Role.PAPER),
        ("a.docx", "Đổi mới phiếu đánh giá giảng viên\n" + PAPER_TEXT, Role.PAPER),
        ("a.docx", "THÔNG TIN TÁC GIẢ\nHọ và tên: An\nĐiện thoại: 0912\nTên bài: Mô hình lớp tự quản", Role.OTHER),
        ("a.docx", "THÔNG TIN TÁC GIẢ\nHọ và tên: An\n" + PAPER_TEXT.replace("\n", " "), Role.PAPER),
        ("KQ.pdf", "Turnitin Originality Report\nSimilarity Index: 12%", Role.OTHER),
        ("a.docx", "KẾT QUẢ KIỂM TRA TRÙNG LẶP\nTỷ lệ 12 %", Role.OTHER),
        ("a.docx", "KIỂM TRA ĐẠO VĂN, MỘT MÔ HÌNH\nGiảm 12%. " + PAPER_TEXT, Role.PAPER),
        ("CT.docx", "CHƯƠNG TRÌNH HỘI THẢO KHOA HỌC\n7h30\tĐón tiếp đại biểu", Role.OTHER),
        (
            "a.docx",
            "TRƯỜNG CHÍNH TRỊ\nSố 20-CV/TCT\nV/v gửi bài\nKính gửi: Trường Chính trị tỉnh Thanh Hóa\n"
            + "Bài “Giờ giảng mở” của đồng chí An. " * 200,
            Role.LETTER,
        ),
        (
            "a.docx",
            "THAM LUẬN\n(Kèm theo Công văn số 20-CV/TCT)\nKính gửi: Ban Tổ chức\n" + PAPER_TEXT * 3,
            Role.PAPER,
        ),
        ("a.docx", "KINH NGHIỆM LẬP DANH SÁCH HỌC VIÊN\nBảng 1. TT | Họ và tên\n" + PAPER_TEXT, Role.PAPER),
        # of more than a page
        (
            "a.docx",
            "TRƯỜNG\nSố 88-BC/TCT\nBÁO CÁO\nKết quả thực hiện nhiệm vụ 9 tháng đầu năm 2021\n" + "Đã mở 42 lớp. " * 300,
            Role.OTHER,
        ),
        (
            "a.docx",
            "TRƯỜNG\nSố 88-BC/TCT\nBÁO CÁO\nKết quả xây dựng mô hình lớp tự quản năm 2021\n" + PAPER_TEXT,
            Role.PAPER,
        ),
        (
            "a.docx",
            "TRƯỜNG\nSố 88-BC/TCT\nBÁO CÁO THAM LUẬN\nKết quả công tác dân vận năm 2021\n" + PAPER_TEXT,
            Role.PAPER,
        ),
        (
            "a.docx",
            "KỊCH BẢN ĐIỀU HÀNH HỘI THẢO\nMC: Kính thưa các đồng chí!\n" + "Kính mời đồng chí An. " * 200,
            Role.OTHER,
        ),
        ("a.docx", "KỊCH BẢN DẠY HỌC: MỘT MÔ HÌNH HAY\nKính thưa các đồng chí!\n" + PAPER_TEXT * 3, Role.PAPER),
        ("a.docx", "CHƯƠNG TRÌNH HỘI THẢO KHOA HỌC\n" + "8h00 Tham luận của đồng chí An\n" * 120, Role.OTHER),
        ("a.docx", "CHƯƠNG TRÌNH HỘI THẢO TRỰC TUYẾN: MỘT MÔ HÌNH\nLúc 8h00 mở máy.\n" + PAPER_TEXT * 3, Role.PAPER),
        ("a.docx", "DỰ TOÁN KINH PHÍ\n" + "1. Công tác phí 05 người: 1.000.000 đồng\n" * 90, Role.OTHER),
        ("a.docx", "PHIẾU KHẢO SÁT\n" + "Câu 3. Đánh giá của đồng chí: rất tốt, tốt, khá\n" * 90, Role.OTHER),
        (
            "a.docx",
            "PHIẾU KHẢO SÁT – CÔNG CỤ QUẢN LÝ CHẤT LƯỢNG\n"
            + "".join(f"Câu {n}. Hỏi ai\n{PAPER_TEXT[:250]}\n" for n in range(1, 20)),
            Role.PAPER,
        ),
        ("a.docx", "PHIẾU KHẢO SÁT HỌC VIÊN VÀ CÁCH DÙNG\nPhiếu có câu 1 về giờ giảng.\n" + PAPER_TEXT * 3, Role.PAPER),
        ("a.docx", "BẢNG TỔNG HỢP KẾT QUẢ THẨM ĐỊNH\n" + "3. ThS. An – Lớp tự quản: 85 điểm\n" * 120, Role.OTHER),
        ("a.docx", "BẢNG TỔNG HỢP TRỰC TUYẾN TRONG QUẢN LÝ\n1. Mục tiêu\n" + PAPER_TEXT * 3, Role.PAPER),
        ("a.docx", "MỤC LỤC KỶ YẾU HỘI THẢO\n" + "Lớp tự quản – Nguyễn Văn An …… 12\n" * 110, Role.OTHER),
        ("a.docx", "MỤC LỤC\n1. Mục tiêu …… 1\n2. Nội dung …… 2\n" + PAPER_TEXT * 3, Role.PAPER),
        (
            "a.docx",
            "BÀI GIẢNG\nChuyên đề 3: Dân vận\nĐối tượng: Trung cấp\nThời gian: 5 tiết\n" + PAPER_TEXT,
            Role.OTHER,
        ),
        ("a.docx", "BÀI GIẢNG\nTRỰC TUYẾN Ở TRƯỜNG CHÍNH TRỊ\n" + PAPER_TEXT * 3, Role.PAPER),
        (
            "a.docx",
            "BẢN NHẬN XÉT, PHẢN BIỆN\nTác giả: ThS. Đặng Thùy Linh\nNgười phản biện: TS. An\n"
            + "Bài viết có tính thực tiễn, đề nghị bổ sung. " * 9
            + "\n"
            + PAPER_TEXT * 2,
            Role.OTHER,
        ),
        (
            "a.docx",
            "TRƯỜNG\nSố 09-CTr/TCT\nCHƯƠNG TRÌNH CÔNG TÁC NĂM 2021\n" + "Mở 42 lớp trong năm. " * 300,
            Role.OTHER,
        ),
        ("a.docx", "DANH MỤC ĐỀ TÀI CẤP CƠ SỞ\n" + "3. Xây dựng thư viện số – Chủ nhiệm: ThS. Lan\n" * 90, Role.OTHER),
        ("a.docx", "DANH MỤC KỸ NĂNG CỦA GIẢNG VIÊN TRẺ\n1. Nói. 2. Viết.\n" + PAPER_TEXT * 3, Role.PAPER),
        ("a.docx", "LỊCH GIẢNG THÁNG 11\n" + "Thứ 3, ngày 2/11: Lớp K45, phòng A1\n" * 100, Role.OTHER),
        ("a.docx", "BẢNG KIỂM TỰ ĐÁNH GIÁ\n" + "Tiêu chí: giờ giảng tốt. Điểm tự chấm: 5\n" * 90, Role.OTHER),
        (
            "a.docx",
            "BẢN KIỂM ĐIỂM CÁ NHÂN\nHọ và tên: An\nChức vụ: Giảng viên\n" + "Có tinh thần tự giác. " * 200,
            Role.OTHER,
        ),
        (
            "a.docx",
            "BÁO CÁO THÀNH TÍCH\nHọ và tên: An\nNgày sinh: 1/1/1985\n" + "Được tặng bằng khen. " * 200,
            Role.OTHER,
        ),
        ("a.docx", "BÁO CÁO THÀNH TÍCH TRỰC TUYẾN, MỘT CÁCH LÀM\n" + PAPER_TEXT * 3, Role.PAPER),
        (
            "a.docx",
            "THUYẾT MINH ĐỀ TÀI CẤP CƠ SỞ\nChủ nhiệm: An\nKinh phí: 20 triệu\n" + "Đề tài cấp thiết. " * 250,
            Role.OTHER,
        ),
        # what other conferences tell, what is to be filled in, what is counted and reconciled
        (
            "Thong bao so 2.docx",
            "BỘ GIÁO DỤC VÀ ĐÀO TẠO\nTHÔNG BÁO SỐ 2\nHội thảo Kinh tế số\nThời hạn nộp: 15/12/2021\nHội nghị phí: 1 triệu",
            Role.OTHER,
        ),
        (
            "a.docx",
            "VIỆN XÃ HỘI HỌC\nTHƯ MỜI VIẾT BÀI HỘI THẢO\nKính mời quý nhà khoa học\nHạn gửi toàn văn: 28/02/2022",
            Role.OTHER,
        ),
        (
            "a.docx",
            "THƯ MỜI VIẾT BÀI: MỘT CÁCH TẬP HỢP GIẢNG VIÊN\nHạn gửi: 2/2022\nKính mời\n" + PAPER_TEXT,
            Role.PAPER,
        ),
        (
            "Abstract_Template.docx",
            "ICERD 2022\nTitle of the abstract (Times New Roman, 14)\nAuthor name, affiliation\nWrite your abstract here",
            Role.OTHER,
        ),
        ("a.docx", "BIỂU TỔNG HỢP SỐ LƯỢNG VIÊN CHỨC\nSTT\nĐơn vị\nSố lượng", Role.OTHER),
        ("a.docx", "BIỂU TỔNG HỢP, MỘT CÔNG CỤ CỦA NHÀ TRƯỜNG\n" + PAPER_TEXT * 3, Role.PAPER),
        ("a.docx", "BẢNG KÊ XĂNG DẦU THÁNG 10/2021\nNgày\nSố lít\nThành tiền", Role.OTHER),
        ("a.docx", "BIÊN BẢN ĐỐI CHIẾU CÔNG NỢ\nBên A\nBên B\nSố dư cuối kỳ", Role.OTHER),
        ("Tom tat bai viet.docx", "", Role.OTHER),
        ("Bìa.docx", "", Role.OTHER),
        ("Bài tham luận gửi kèm công văn 12.docx", PAPER_TEXT, Role.PAPER),
        ("Nâng cao kỹ năng soạn thảo công văn.docx", PAPER_TEXT, Role.PAPER),
        ("Thông báo kết quả mô hình.docx", PAPER_TEXT, Role.PAPER),
    ],
)
def test_documents(filename: str, text: str, expected: Role) -> None:
    assert role(filename, text) is expected


def test_a_paper_about_letters_is_a_paper() -> None:
    text = "Kính gửi: Ban Tổ chức. Bài viết bàn về công văn và tờ trình. " + PAPER_TEXT * 3
    assert role("bai.docx", text) is Role.PAPER


def test_the_only_document_is_the_paper_whatever_its_name() -> None:
    assert assign([Candidate("Công văn.docx", FileKind.DOCX, 9_000)]) == (Role.PAPER,)
    assert assign([Candidate("a.docx", FileKind.DOCX, 9_000, "Kính gửi Ban Tổ chức, tôi nộp bài.")]) == (Role.PAPER,)
    assert assign([Candidate("a.docx", FileKind.DOCX, 9_000, "TÓM TẮT\nMô hình lớp tự quản")]) == (Role.PAPER,)
    assert assign([Candidate("Công văn.docx", FileKind.DOCX, 9_000, "\n".join(LETTER_TEXT))]) == (Role.LETTER,)


RUNNING = "Từ năm 2019, các khoa luân phiên chủ trì, cả trường góp ý, học viên được hỏi ý kiến. " * 3 + "\n"
ROWS = "".join(f"{n}\nVõ Thị Tâm\nLớp K{n}\n{n}/10/1980\n7,5\nKhá\n" for n in range(60))
OF_ITS_SHAPE = [
    "KẾT QUẢ CỦA LỚP K45\nTT\nHọ tên\nLớp\n" + ROWS,
    "TRÌNH CHIẾU\n" + "".join(f"Slide {n}\n• 12 lớp\nGhi chú: mời đại biểu xem ảnh bên trái nhé.\n" for n in range(30)),
    "CHUYỆN XÓM\n" + "ÔNG BA: Sao giờ này mà chưa ai đến họp nhỉ?\nBÀ TƯ: Nhà tôi hết lúa rồi ông ạ!\n" * 30,
    "QUY ƯỚC CỦA LỚP\n" + "".join(f"Điều {n}. Giờ giấc\n{RUNNING}" for n in range(1, 9)),
    "PHIẾU\n" + "".join(f"{n}. Đề tài đã nghiệm thu: ........................\n" for n in range(50)),
]


@pytest.mark.parametrize("text", OF_ITS_SHAPE)
def test_what_nobody_writes_a_paper_like(text: str) -> None:
    file = Candidate("1.docx", FileKind.DOCX, 20_000, text)
    assert assign([PAPER_FILE, file]) == (Role.PAPER, Role.OTHER)
    # but never where it may be what was sent
    assert assign([file]) == (Role.PAPER,)
    assert assign([PAPER_FILE, file], "Trường gửi 02 bài tham luận")[1] is Role.PAPER
    assert assign([PAPER_FILE, file], "Trường gửi 01 bài tham luận")[1] is Role.OTHER
    assert assign([PAPER_FILE, replace(file, filename="Bài tham luận 2.docx")])[1] is Role.PAPER


@pytest.mark.parametrize(
    "text",
    [
        "THI ĐUA QUA CON SỐ\nThS. Võ Thị Tâm\n" + ROWS,
        "THI ĐUA QUA CON SỐ\n" + RUNNING * 2 + ROWS,
        "THI ĐUA QUA CON SỐ\n1. Mục tiêu\n- 100% đạt\n2. Cách làm\n- theo tổ\n3. Kết quả\n" + ROWS,
        "BẢY ĐIỀU TÂM ĐẮC\n" + "".join(f"Điều {n}: {RUNNING}" for n in range(1, 8)),
        "MƯỜI HAI BƯỚC\n" + "".join(f"Bước {n}: {RUNNING[:85]}\n" for n in range(1, 25)),
        "TOÀN CHỮ HOA\n" + ("\n".join(RUNNING[n : n + 50] for n in range(0, 250, 50)).upper() + "\n") * 9,
        "NĂM VIỆC NHỎ\n" + "- Mỗi giảng viên dự một giờ của đồng nghiệp.\n" * 60,
        "HỎI VÀ ĐÁP\n" + ("Hỏi: Vì sao phải làm?\nĐáp: " + RUNNING) * 10,
        "QUY ƯỚC MỘT LỚP\n" + RUNNING + "".join(f"Điều {n}. Giờ giấc\n{RUNNING}" for n in range(1, 9)),
        "BẢY MƯƠI NĂM\n" + "".join(f"Năm {n}, {RUNNING}" for n in range(1990, 2010)),
        # printed, in two columns
        "VĂN HÓA TRƯỜNG ĐẢNG\n" + ("\n".join(RUNNING[n : n + 28] for n in range(0, 252, 28)).lower() + ".\n") * 12,
    ],
)
def test_a_paper_of_an_odd_shape(text: str) -> None:
    assert role("1.docx", text) is Role.PAPER


APPENDIX = "PHỤ LỤC 1\nBảng số liệu khảo sát\n" + "Lớp A: 12 học viên rất hài lòng.\n" * 200


@pytest.mark.parametrize(
    ("filename", "text", "said", "expected"),
    [
        # an appendix or an abstract by two signs is no paper, even alone
        ("Phu luc.docx", "PHỤ LỤC 1\nBảng số liệu", "", Role.OTHER),
        ("2. Phụ lục bảng.docx", "TRƯỜNG CHÍNH TRỊ\nPhụ lục: số liệu khảo sát", "", Role.OTHER),
        ("Phụ lục.docx", APPENDIX, "", Role.OTHER),
        ("Tom tat.docx", "TÓM TẮT\nMô hình lớp tự quản", "", Role.OTHER),
        ("Tom tat.docx", "TÓM TẮT\n" + PAPER_TEXT, "", Role.PAPER),
        ("Phu luc.docx", PAPER_TEXT, "", Role.PAPER),
        ("bai.docx", "PHỤ LỤC 1\nBảng số liệu", "", Role.PAPER),
        # what only its name makes a letter, where the words say so as well
        ("CV co dau.pdf", "", "Em gửi lại công văn có dấu đỏ ạ", Role.LETTER),
        ("CV co dau.pdf", "", "Em gửi bản scan có dấu ạ", Role.PAPER),
        ("CV co dau.pdf", "", "Trường gửi công văn và bài tham luận", Role.PAPER),
        ("187-CV-TCT.pdf", "", "Trường gửi Công văn số 187. Các bài tham luận sẽ được gửi sau", Role.LETTER),
        ("187-CV-TCT.pdf", "", "Trường gửi bài tham luận kèm Công văn số 187, danh sách gửi sau", Role.PAPER),
        ("CV co dau.pdf", "", "Gửi công văn, trong đó có tham luận của trường", Role.PAPER),
        ("bai.pdf", "", "Em gửi lại công văn có dấu đỏ ạ", Role.PAPER),
        ("Danh sách.pdf", "", "Trường gửi bổ sung danh sách đại biểu", Role.OTHER),
        ("Minh chung.pdf", "", "Em bổ sung tài liệu minh chứng ạ", Role.OTHER),
        ("QD 45.pdf", "", "Em gửi quyết định công nhận mô hình", Role.OTHER),
        ("Bìa.docx", "TRƯỜNG CHÍNH TRỊ\nMÔ HÌNH LỚP TỰ QUẢN\nNghệ An, 2021", "Em gửi bìa ạ", Role.OTHER),
        ("Bìa.docx", "TRƯỜNG CHÍNH TRỊ\nMÔ HÌNH LỚP TỰ QUẢN\nNghệ An, 2021", "Em gửi bài ạ", Role.PAPER),
        # what is called a part of a paper is not the paper named there
        ("Phụ lục 1.docx", "Bảng số liệu khảo sát", "Em gửi bổ sung phụ lục của bài tham luận", Role.OTHER),
        ("Phụ lục 1.docx", "Bảng số liệu khảo sát", "Em gửi phụ lục số liệu cho cả hai bài", Role.OTHER),
        ("Phụ lục 1.docx", "Bảng số liệu khảo sát", "Em gửi phụ lục kèm bài tham luận", Role.PAPER),
        ("Phụ lục 1.docx", "Bảng số liệu khảo sát", "Em gửi bài và phụ lục của bài", Role.PAPER),
    ],
)
def test_a_single_document_that_is_none_of_the_papers(filename: str, text: str, said: str, expected: Role) -> None:
    assert assign([Candidate(filename, FileKind.DOCX, 9_000, text)], said) == (expected,)


RUNNING = "Khoa họp hằng tháng, ghi lại từng việc và cùng nhau sửa những điều chưa được của buổi trước. " * 4
PARAGRAPHS = "\n".join([RUNNING] * 9)
TITLE_BLOCK = "MÔ HÌNH “LỚP HỌC XANH” Ở TRƯỜNG CHÍNH TRỊ\nThS. Nguyễn Thị Hoài\n"
LETTER_HEAD = "TRƯỜNG CHÍNH TRỊ\nSố: 12-CV/TCT\nV/v tham gia viết bài\nKính gửi: Ban Tổ chức Hội thảo\n"
FORM = "PHIẾU ĐĂNG KÝ THAM LUẬN\nHọ và tên: Nguyễn Thị Hoài\nTên bài: Lớp học xanh\nNội dung bài tham luận:\n"
#: As a PDF has it, where a line ends with the page's width.
PRINTED = "\n".join(RUNNING[start : start + 75] for start in range(0, 300, 75)) + "\n"


@pytest.mark.parametrize(
    ("kind", "text", "said", "expected"),
    [
        # the head of a letter or a decision over a title, an author and running text
        (FileKind.DOCX, LETTER_HEAD + TITLE_BLOCK + PARAGRAPHS, "Em gửi bài ạ", Role.PAPER),
        (FileKind.PDF, LETTER_HEAD + TITLE_BLOCK + PRINTED * 10, "Em gửi bài ạ", Role.PAPER),
        (
            FileKind.DOCX,
            "TRƯỜNG CHÍNH TRỊ\nQUYẾT ĐỊNH\nSỐ 09 VÀ MÔ HÌNH BA TỰ\nCăn cứ Quyết định số 09, khoa làm.\n"
            "Tác giả: Nguyễn Thị Hoài\n" + PARAGRAPHS,
            "Em gửi quyết định và bài",
            Role.PAPER,
        ),
        # but not over who signs it, who sits in a council, and papers in a list
        (
            FileKind.DOCX,
            LETTER_HEAD + PARAGRAPHS + "\nKT. HIỆU TRƯỞNG\nThS. Nguyễn Thị Hoài",
            "Em gửi bài",
            Role.LETTER,
        ),
        (
            FileKind.DOCX,
            LETTER_HEAD + "HỘI ĐỒNG THẨM ĐỊNH BÀI\nTS. Lê Văn Ba, Trưởng ban\n" + PARAGRAPHS,
            "Em gửi bài ạ",
            Role.LETTER,
        ),
        (FileKind.DOCX, LETTER_HEAD + "TRƯỜNG CHÍNH TRỊ TỈNH\nThS. Lê Ba\n" + PARAGRAPHS, "", Role.LETTER),
        (FileKind.DOCX, LETTER_HEAD + TITLE_BLOCK + "1. ThS. Ba: Bài ba\n" * 200, "Em gửi bài ạ", Role.LETTER),
        (FileKind.DOCX, LETTER_HEAD + TITLE_BLOCK + RUNNING, "Em gửi bài ạ", Role.LETTER),
        # a form with all of a paper in it, where the words send one
        (FileKind.DOCX, FORM + PARAGRAPHS, "Tôi xin gửi bài tham luận", Role.PAPER),
        (FileKind.DOCX, FORM + PARAGRAPHS, "", Role.PAPER),
        (FileKind.PDF, FORM + PRINTED * 12, "Tôi xin gửi bài tham luận", Role.PAPER),
        (FileKind.DOCX, FORM + PARAGRAPHS, "Em gửi phiếu đăng ký, bài em gửi sau", Role.OTHER),
        (FileKind.DOCX, FORM + PARAGRAPHS, "Em xin đăng ký tham dự", Role.OTHER),
        (
            FileKind.DOCX,
            "NHẬN XÉT BÀI THAM LUẬN\nNgười đọc: Ba\n" + PARAGRAPHS,
            "Gửi nhận xét của tôi về bài",
            Role.OTHER,
        ),
        (FileKind.DOCX, FORM + RUNNING, "Tôi xin gửi bài tham luận", Role.OTHER),
        (FileKind.DOCX, FORM + "Nội dung: đã ghi\n" * 300, "Tôi xin gửi bài tham luận", Role.OTHER),
        (
            FileKind.DOCX,
            "BIÊN BẢN HỌP\nSố: 4-BB/TCT\nThành phần:\nChủ trì: Ba\nThư ký: Tư\n" + PARAGRAPHS,
            "Em gửi bài ạ",
            Role.OTHER,
        ),
        # a sheet about the author stands over the paper in a PDF as well
        (FileKind.PDF, "THÔNG TIN TÁC GIẢ\nHọ tên: Hoài\n" + PRINTED * 10, "Em gửi phiếu và bài ạ", Role.PAPER),
        (FileKind.PDF, "THÔNG TIN TÁC GIẢ\n" + "Họ tên: Hoài\n" * 20, "Em gửi phiếu và bài ạ", Role.OTHER),
    ],
)
def test_a_paper_below_the_head_of_something_else(kind: FileKind, text: str, said: str, expected: Role) -> None:
    """Alone in its message; what is kept of a text is what `documents.peek` gives."""
    assert assign([Candidate("a", kind, 9_000, text[:4_000])], said) == (expected,)


@pytest.mark.parametrize(
    ("filename", "kind", "size", "inline", "expected"),
    [
        ("image001.png", FileKind.IMAGE, 5_000, False, Role.SIGNATURE),
        ("anh.png", FileKind.IMAGE, 5_000, True, Role.SIGNATURE),
        ("IMG_2041.jpg", FileKind.IMAGE, 2_000_000, False, Role.OTHER),
        ("smime.p7s", FileKind.OTHER, 3_000, False, Role.SIGNATURE),
        ("danh thiep.vcf", FileKind.TEXT, 300, False, Role.SIGNATURE),
        ("bai.zip", FileKind.ZIP, 9_000, False, Role.ARCHIVE),
        ("bai.pages", FileKind.ZIP, 9_000, False, Role.OTHER),
        ("~$i tham luan.docx", FileKind.DOCX, 162, False, Role.OTHER),
        ("goi.zip!bai/~$i.doc", FileKind.DOC, 162, False, Role.OTHER),
        ("~$i.zip", FileKind.ZIP, 162, False, Role.OTHER),
        ("bang.xlsx", FileKind.SPREADSHEET, 9_000, False, Role.OTHER),
    ],
)
def test_other_files(filename: str, kind: FileKind, size: int, *, inline: bool, expected: Role) -> None:
    assert role(filename, kind=kind, size=size, inline=inline) is expected


SCAN = Candidate("SKM_C227.pdf", FileKind.PDF, 300_000)


@pytest.mark.slow  # each is quick; all of them are not
@pytest.mark.parametrize(
    ("files", "said", "expected"),
    [
        ([PAPER_FILE, PAPER_FILE, SCAN], "Trường gửi 02 bài tham luận kèm công văn", Role.LETTER),
        ([SCAN, PAPER_FILE], "Trường gửi công văn và một bài tham luận", Role.LETTER),
        ([PAPER_FILE, PAPER_FILE, SCAN], "Trường gửi 03 bài tham luận kèm công văn", Role.PAPER),
        ([PAPER_FILE, SCAN], "Trường gửi các bài tham luận kèm công văn", Role.PAPER),
        ([PAPER_FILE, SCAN], "Trường gửi 01 bài tham luận", Role.PAPER),
        # of one paper, or with the scan named, where no number is given
        ([PAPER_FILE, SCAN], "Trường gửi bài tham luận và công văn kèm theo", Role.LETTER),
        ([PAPER_FILE, SCAN], "Gửi BTC tờ trình của khoa (đã ký) và bài tham luận của tôi", Role.LETTER),
        ([PAPER_FILE, PAPER_FILE, SCAN], "Trường gửi các bài tham luận và bản scan công văn", Role.LETTER),
        ([PAPER_FILE, PAPER_FILE, SCAN], "Trường gửi công văn và các bài tham luận", Role.PAPER),
        ([PAPER_FILE, SCAN], "Theo công văn của BTC, tôi gửi bài tham luận", Role.PAPER),
        ([PAPER_FILE, SCAN], "Tôi gửi bài tham luận (word và bản scan). Công văn trường sẽ gửi sau", Role.PAPER),
        ([PAPER_FILE, SCAN], "Tôi gửi bài tham luận (bản scan có chữ ký) và công văn", Role.PAPER),
        ([PAPER_FILE, SCAN], "Tôi gửi bài tham luận, công văn trường gửi qua bưu điện bản giấy", Role.PAPER),
        ([PAPER_FILE, replace(SCAN, filename="Le Van Hoa.pdf")], "Gửi bài tham luận và công văn", Role.PAPER),
        *(
            ([PAPER_FILE, replace(SCAN, filename=f"{name}.pdf")], said, Role.PAPER)
            for name in ("Bai 2", "bai", "Bài2", "TL 2", "BTL", "Paper2", "Bản 2", "Hoa", "Moi", "NVA", "So 3")
            for said in ("Trường gửi công văn và bài tham luận", "Em gửi bài và tóm tắt", "Em gửi bài kèm minh chứng")
        ),
        *(
            ([PAPER_FILE, replace(SCAN, filename=f"{name}.pdf")], "Gửi bài tham luận và công văn", Role.LETTER)
            for name in (
                "0001",
                "scan0001",
                "Scanned Documents",
                "Bản scan",
                "IMG-20211105-WA0001",
                "MX-M264_2021",
                "SKMBT_C22021",
            )
        ),
        # numbered like a paper
        (
            [replace(PAPER_FILE, filename="1.docx"), replace(SCAN, filename="2.pdf")],
            "Em gửi bài và công văn",
            Role.PAPER,
        ),
        *(
            ([replace(SCAN, filename=f"{name}.pdf")], "Trường gửi công văn ạ", expected)
            for name, expected in (("Bai 1", Role.PAPER), ("TL", Role.PAPER), ("EPSON001", Role.LETTER))
        ),
        # alone, where no paper comes now
        ([SCAN], "Kính gửi BTC công văn cử đại biểu", Role.LETTER),
        ([SCAN], "Trường gửi công văn. Các bài tham luận sẽ được gửi sau", Role.LETTER),
        ([SCAN], "Trường gửi Công văn số 187-CV/TCT về việc gửi bài tham luận", Role.LETTER),
        ([SCAN], "Trường gửi công văn về việc gửi bài tham luận và bài của đ/c An", Role.PAPER),
        ([SCAN], "Trường gửi công văn và bài tham luận", Role.PAPER),
        ([SCAN], "Em gửi lại kèm công văn", Role.PAPER),
        ([SCAN], "Gửi BTC CV của trường. Bài em gửi sau ạ", Role.LETTER),
        ([SCAN], "Trường gửi danh sách đại biểu dự Hội thảo", Role.OTHER),
        ([PAPER_FILE, SCAN], "Gửi bài của đồng chí Bình cùng văn bản của trường (đã đóng dấu)", Role.LETTER),
        ([PAPER_FILE, SCAN], "Gửi BTC bài tham luận của CV Nguyễn Văn An", Role.PAPER),
        ([PAPER_FILE, SCAN], "Kính gửi bài tham luận. Kèm theo Quyết định thành lập đoàn", Role.OTHER),
        ([PAPER_FILE, SCAN], "Gửi bài tham luận theo quyết định của trường", Role.PAPER),
        ([PAPER_FILE, SCAN], "Tôi gửi bài tham luận, mong BTC nhận xét", Role.PAPER),
        (
            [PAPER_FILE, SCAN, replace(SCAN, filename="SKM_C228.pdf")],
            "Trường gửi bài tham luận, danh sách và công văn",
            Role.LETTER,
        ),
        (
            [PAPER_FILE, SCAN, replace(SCAN, filename="SKM_C228.pdf")],
            "Trường gửi bài tham luận và công văn",
            Role.PAPER,
        ),
        (
            [PAPER_FILE, Candidate("Danh sách.xlsx", FileKind.SPREADSHEET, 9_000), SCAN],
            "Trường gửi bài tham luận và danh sách",
            Role.PAPER,
        ),
        ([SCAN], "Trường đã gửi bài tham luận và công văn kèm theo", Role.PAPER),
        ([replace(SCAN, filename="Le Van Hoa.pdf")], "Kính gửi BTC công văn cử đại biểu", Role.PAPER),
        ([PAPER_FILE, SCAN, SCAN], "Trường gửi 02 bài tham luận kèm công văn", Role.PAPER),
        ([PAPER_FILE, replace(SCAN, filename="bai.pdf")], "Gửi 01 bài tham luận kèm công văn", Role.PAPER),
        ([PAPER_FILE, replace(SCAN, filename="Tham luan.pdf")], "Gửi 01 bài tham luận kèm công văn", Role.PAPER),
        ([PAPER_FILE, replace(SCAN, text=PAPER_TEXT)], "Gửi 01 bài tham luận kèm công văn", Role.PAPER),
        (
            [PAPER_FILE, Candidate("a.docx", FileKind.DOCX, 9_000, "\n".join(LETTER_TEXT)), SCAN],
            "Gửi 01 bài tham luận kèm công văn",
            Role.PAPER,
        ),
    ],
)
def test_a_scanned_letter_beside_as_many_papers_as_were_announced(
    files: list[Candidate], said: str, expected: Role
) -> None:
    at = next(index for index, file in enumerate(files) if file.kind is FileKind.PDF)
    assert assign(files, said)[at] is expected


PAGE = Candidate("IMG_2041.jpg", FileKind.IMAGE, 800_000, inline=True)
LOGO = Candidate("image001.png", FileKind.IMAGE, 12_000, inline=True)


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ([PAGE, PAGE, LOGO], (Role.OTHER, Role.OTHER, Role.SIGNATURE)),
        ([PAGE, LOGO], (Role.SIGNATURE, Role.SIGNATURE)),
        ([PAPER_FILE, PAGE, PAGE], (Role.PAPER, Role.SIGNATURE, Role.SIGNATURE)),
        ([Candidate("bai.zip", FileKind.ZIP, 9_000), PAGE, PAGE], (Role.ARCHIVE, Role.SIGNATURE, Role.SIGNATURE)),
    ],
)
def test_photographed_pages_stand_in_the_text(candidates: list[Candidate], expected: tuple[Role, ...]) -> None:
    """Telephones put pictures into the text: several large ones, where no document is, are what was meant to be sent."""
    assert assign(candidates) == expected
