"""The title block: what is the title, who are the authors."""

from __future__ import annotations

from dataclasses import replace

import pytest
from checks.documents_for_checks import document, paper, shipped

from daemon.text import titleblock
from daemon.text.titleblock import TitleBlock

TITLE = "XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN"

#: (what it is an example of, the paper, title, authors)
CASES = [
    (
        "degrees stand behind names, and names are spelled as elsewhere",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]John O'Neil, PhD; Hồ Thị Minh, M.A., Anna McKay (MSc) and Ba Thị Ma, PhD and Robert McAllister, MA, PhD
[c]Trường Chính trị Lê Duẩn, Quảng Trị
BODY""",
        TITLE,
        ["John O'Neil", "Hồ Thị Minh", "Anna McKay", "Ba Thị Ma", "Robert McAllister"],
    ),
    (
        "a degree names nobody, and a name in capitals is no degree",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]TRẦN THỊ BA, NGUYỄN VĂN MA
[c]Trường Chính trị tỉnh Quảng Trị
BODY""",
        TITLE,
        ["Trần Thị Ba", "Nguyễn Văn Ma"],
    ),
    (
        "whose paper it is may be said in brackets, with an office",
        """
[bc]VĂN PHÒNG
[bc]BÁO CÁO ĐIỂN HÌNH
[bc]Mô hình “Một cửa văn bản”
[c](Tham luận của Th.S Cao Thị Thanh Xuân, Phó Chánh Văn phòng)
BODY""",
        "Mô hình “Một cửa văn bản”",
        ["Cao Thị Thanh Xuân"],
    ),
    (
        "an office in words of its own behind a label is no author",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]Tác giả: Lê Văn An, Phụ Trách Tủ sách
BODY""",
        TITLE,
        ["Lê Văn An"],
    ),
    (
        "whom a paper is dedicated to is no part of its title, nor is its number in the programme",
        """
[bc]Tặng những người thầy đầu tiên của bản Cát
[bc]***
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[bc]Tiểu ban 2 – Bài số 7
[c]Hồ Thị Côi
BODY""",
        TITLE,
        ["Hồ Thị Côi"],
    ),
    (
        "names of many syllables, and one with a hyphen, set like the title",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[bc]TS. Jean-Marc Trần và ThS. Công Tằng Tôn Nữ Thị Ái Hoa
[c]Trường Chính trị Nguyễn Chí Thanh
BODY""",
        TITLE,
        ["Jean-Marc Trần", "Công Tằng Tôn Nữ Thị Ái Hoa"],
    ),
    (
        "a degree begins no line of a title, whatever the name behind it",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[bc]ThS. Côi
[c]Trường Chính trị tỉnh Nghệ An
BODY""",
        TITLE,
        [],
    ),
    (
        "what stands in brackets behind a name in small letters",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]Đinh Lâm (dân tộc Nguồn), Bí thư Chi đoàn
BODY""",
        TITLE,
        ["Đinh Lâm"],
    ),
    (
        "departments stand above a title whatever their names say",
        """
[c]TRƯỜNG CHÍNH TRỊ THÀNH PHỐ ĐÀ NẴNG
[bc]KHOA LÝ LUẬN MÁC - LÊNIN, TƯ TƯỞNG HỒ CHÍ MINH
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]Lê Văn An
BODY""",
        TITLE,
        ["Lê Văn An"],
    ),
    (
        "so do classes with their numbers",
        """
[bc]LỚP TRUNG CẤP LLCT K45
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]Lê Văn An
BODY""",
        TITLE,
        ["Lê Văn An"],
    ),
    (
        "a title may begin with a department",
        """
[bc]VĂN PHÒNG KHÔNG GIẤY Ở TRƯỜNG CHÍNH TRỊ
[c]Lê Văn An
BODY""",
        "VĂN PHÒNG KHÔNG GIẤY Ở TRƯỜNG CHÍNH TRỊ",
        ["Lê Văn An"],
    ),
    (
        "a form has its title and author in lines of its own",
        """
[c]TRƯỜNG CHÍNH TRỊ TỈNH QUẢNG BÌNH
[bc]BẢN MÔ TẢ MÔ HÌNH
1. Tên mô hình: Mô hình “Mỗi phòng một nhóm trưởng”
2. Tác giả: Đoàn Văn Lực, Phòng Tổ chức
3. Mục tiêu: tiết kiệm
BODY
BODY
BODY
BODY
BODY
BODY
BODY
BODY
BODY
BODY""",
        "Mô hình “Mỗi phòng một nhóm trưởng”",
        ["Đoàn Văn Lực"],
    ),
    (
        "what stands above the name of a form is not its title",
        """
[bc]TỔ SÁCH VÀ TƯ LIỆU SỐ
[bc]PHIẾU MÔ TẢ MÔ HÌNH, ĐIỂN HÌNH
1. Tên mô hình: Mô hình “Tủ sách di động”
2. Tác giả: Đoàn Văn Lực
BODY""",
        "Mô hình “Tủ sách di động”",
        ["Đoàn Văn Lực"],
    ),
    (
        "those who lead a class stand above a title",
        """
[bc]CHI ỦY LỚP CAO CẤP LÝ LUẬN CHÍNH TRỊ
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]Lê Văn An
BODY""",
        TITLE,
        ["Lê Văn An"],
    ),
    (
        "a doctor signs a paper",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]Bác sĩ Nguyễn Thị Sâm, Y tế trường
BODY""",
        TITLE,
        ["Nguyễn Thị Sâm"],
    ),
    (
        "the same without numbers",
        """
[bc]BẢN MÔ TẢ MÔ HÌNH
Tên mô hình: Mỗi phòng một nhóm trưởng
Tác giả: Đoàn Văn Lực
BODY""",
        "Mỗi phòng một nhóm trưởng",
        ["Đoàn Văn Lực"],
    ),
    (
        "below a title the form is text",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]Lê Văn An
1. Tên mô hình: Lớp học năm không
BODY""",
        TITLE,
        ["Lê Văn An"],
    ),
    (
        "whom a title is about has not written it",
        """
[bc]TẤM GƯƠNG VỀ TỰ HỌC, SÁNG TẠO
[bc]CỦA GIẢNG VIÊN NGUYỄN VĂN THIỆN
[c]Võ Thị Hồng Lam
BODY""",
        "TẤM GƯƠNG VỀ TỰ HỌC, SÁNG TẠO CỦA GIẢNG VIÊN NGUYỄN VĂN THIỆN",
        ["Võ Thị Hồng Lam"],
    ),
    (
        "a student of a class signs a paper",
        """
[bc]MƯỜI LĂM PHÚT ĐẦU BUỔI
[c]Lê Thị Hoa, học viên lớp K52, Trường Chính trị tỉnh Thanh Hóa
BODY""",
        "MƯỜI LĂM PHÚT ĐẦU BUỔI",
        ["Lê Thị Hoa"],
    ),
    (
        "a label before a name in quotation marks is a word of the title",
        """
[bc]ĐỀ TÀI "BỎ TÚI": KHI KHOA HỌC ĐI VỪA MỘT TRANG GIẤY
[c]Nguyễn Văn An
BODY""",
        'ĐỀ TÀI "BỎ TÚI": KHI KHOA HỌC ĐI VỪA MỘT TRANG GIẤY',
        ["Nguyễn Văn An"],
    ),
    (
        "so do those of the youth union",
        """
[bc]ĐOÀN KHỐI CÁC CƠ QUAN VÀ DOANH NGHIỆP
[bc]MỖI TUẦN MỘT DÒNG NHẬT KÝ
[c]Nguyễn Văn An
BODY""",
        "MỖI TUẦN MỘT DÒNG NHẬT KÝ",
        ["Nguyễn Văn An"],
    ),
    (
        "offices of the armed forces stand above a title, and ranks before a name",
        """
[bc]QUÂN KHU 4
[bc]TRUNG ĐOÀN 912
[bc]BA PHÚT ĐẦU GIỜ VÀ MỘT TRANG GIÁO ÁN
[c]Thượng tá, ThS. Đặng Văn Hòa
[c]Chủ nhiệm Chính trị
BODY""",
        "BA PHÚT ĐẦU GIỜ VÀ MỘT TRANG GIÁO ÁN",
        ["Đặng Văn Hòa"],
    ),
    (
        "who signs with a rank is the author",
        """
[bc]BỘ CHỈ HUY BỘ ĐỘI BIÊN PHÒNG TỈNH
[bc]TỔ BA NGƯỜI Ở LỚP HỌC CỦA ĐỒN
BODY
Thiếu tá Hồ Viết Lượng
Lớp trưởng""",
        "TỔ BA NGƯỜI Ở LỚP HỌC CỦA ĐỒN",
        ["Hồ Viết Lượng"],
    ),
    (
        "so do offices of mass organisations",
        """
[bc]BAN NỮ CÔNG
[bc]HAI CHỊ EM MỘT TRANG VỞ
[c]Lê Thị Hoa
BODY""",
        "HAI CHỊ EM MỘT TRANG VỞ",
        ["Lê Thị Hoa"],
    ),
    (
        "the conference of the cluster, in other words than its name",
        """
[bc]HỘI THẢO KHOA HỌC CỤM THI ĐUA CÁC TRƯỜNG CHÍNH TRỊ BẮC TRUNG BỘ
[bc]VIỆC PHẢI LÀM SAU LỄ TÔN VINH
[c]Nguyễn Văn An
BODY""",
        "VIỆC PHẢI LÀM SAU LỄ TÔN VINH",
        ["Nguyễn Văn An"],
    ),
    (
        "where somebody works is no second author",
        """
[bc]ÁNH SÁNG TRONG LỚP HỌC
[b]Trần Văn Lĩnh
[b]Tổ Quản trị
BODY""",
        "ÁNH SÁNG TRONG LỚP HỌC",
        ["Trần Văn Lĩnh"],
    ),
    (
        "the Party school is none of the schools",
        """
[bc]PHÁT HUY VAI TRÒ CỦA CỰU CHIẾN BINH TRONG XÂY DỰNG VĂN HÓA
[bc]TRƯỜNG ĐẢNG
[c]Nguyễn Văn An
BODY""",
        "PHÁT HUY VAI TRÒ CỦA CỰU CHIẾN BINH TRONG XÂY DỰNG VĂN HÓA TRƯỜNG ĐẢNG",
        ["Nguyễn Văn An"],
    ),
    (
        "a word begun in one line ends in the next",
        """
[bc]HIỆU QUẢ CỦA MÔ HÌNH LIÊN KẾT GIỮA NHÀ
[bc]TRƯỜNG VÀ HUYỆN ỦY
[c]Nguyễn Văn An
BODY""",
        "HIỆU QUẢ CỦA MÔ HÌNH LIÊN KẾT GIỮA NHÀ TRƯỜNG VÀ HUYỆN ỦY",
        ["Nguyễn Văn An"],
    ),
    (
        "an office without an owner finds it in the next line",
        """
[bc]Mô hình “Chi bộ bốn tốt” của Đảng bộ
[bc]Trường Chính trị thành phố Đà Nẵng
[c]Nguyễn Văn An
BODY""",
        "Mô hình “Chi bộ bốn tốt” của Đảng bộ Trường Chính trị thành phố Đà Nẵng",
        ["Nguyễn Văn An"],
    ),
    (
        "what ends on a colon is no office but the head of a title, whatever follows",
        """
[bc]GIẢNG VIÊN TRẺ VỚI KHOA HỌC:
[bc]CHUYỆN BÂY GIỜ MỚI KỂ
[c]Nguyễn Văn An
BODY""",
        "GIẢNG VIÊN TRẺ VỚI KHOA HỌC: CHUYỆN BÂY GIỜ MỚI KỂ",
        ["Nguyễn Văn An"],
    ),
    (
        "two headings by style are two headings",
        """
[o]Công đoàn chăm lo đời sống viên chức: một điển hình
[o]Khởi đầu từ đâu?
BODY
[b]Nguyễn Văn An""",
        "Công đoàn chăm lo đời sống viên chức: một điển hình",
        ["Nguyễn Văn An"],
    ),
    (
        "AND goes on with a title in capitals, though people bear that name",
        """
[bc]GIẢNG VIÊN TRẺ VỚI NGHIÊN CỨU KHOA HỌC: THỰC TRẠNG
[bc]VÀ GIẢI PHÁP
[c]Và Bá Lầu, ThS. VÀ A DÊNH
BODY""",
        "GIẢNG VIÊN TRẺ VỚI NGHIÊN CỨU KHOA HỌC: THỰC TRẠNG VÀ GIẢI PHÁP",
        ["Và Bá Lầu", "Và A Dênh"],
    ),
    (
        "a line that only goes on in the next is no office",
        """
[bc]THAM LUẬN
[bc]TRƯỜNG CHÍNH TRỊ
[bc]CHUẨN: CƠ HỘI VÀ THÁCH THỨC
[c]Nguyễn Văn An
BODY""",
        "TRƯỜNG CHÍNH TRỊ CHUẨN: CƠ HỘI VÀ THÁCH THỨC",
        ["Nguyễn Văn An"],
    ),
    (
        "nor is one that a joining word goes on with",
        """
[bc]KHOA XÂY DỰNG ĐẢNG
[bc]VỚI MÔ HÌNH “DẠY QUA TÌNH HUỐNG”
[c]Nguyễn Văn An
BODY""",
        "KHOA XÂY DỰNG ĐẢNG VỚI MÔ HÌNH “DẠY QUA TÌNH HUỐNG”",
        ["Nguyễn Văn An"],
    ),
    (
        "nor one that ends on a comma; a letterhead in another look does not go on",
        """
[c]KHOA XÂY DỰNG ĐẢNG
[bc]CHI BỘ PHÒNG TỔ CHỨC,
[bc]HÀNH CHÍNH – ĐIỂN HÌNH VỀ SINH HOẠT CHUYÊN ĐỀ
[c]Nguyễn Văn An
BODY""",
        "CHI BỘ PHÒNG TỔ CHỨC, HÀNH CHÍNH – ĐIỂN HÌNH VỀ SINH HOẠT CHUYÊN ĐỀ",
        ["Nguyễn Văn An"],
    ),
    (
        "a standard school is none of the schools, and the middle of something no Mr Trưng",
        """
[bc]NÂNG CAO CHẤT LƯỢNG ĐỘI NGŨ ĐÁP ỨNG YÊU CẦU
[bc]TRƯỜNG CHÍNH TRỊ CHUẨN, LẤY NGƯỜI HỌC LÀM
[bc]TRUNG TÂM Ở TRƯỜNG CHÍNH TRỊ LÊ DUẨN
[c]Nguyễn Văn An
BODY""",
        (
            "NÂNG CAO CHẤT LƯỢNG ĐỘI NGŨ ĐÁP ỨNG YÊU CẦU TRƯỜNG CHÍNH TRỊ CHUẨN, "
            "LẤY NGƯỜI HỌC LÀM TRUNG TÂM Ở TRƯỜNG CHÍNH TRỊ LÊ DUẨN"
        ),
        ["Nguyễn Văn An"],
    ),
    (
        "what stands in brackets below a title is no label of another",
        """
[bc]THAM LUẬN
[bo]Ký túc xá xanh, sạch, đẹp
[c](Tham luận tại Hội thảo)
[bc]I. THỰC TRẠNG
BODY
[b]Nguyễn Văn An""",
        "Ký túc xá xanh, sạch, đẹp",
        ["Nguyễn Văn An"],
    ),
    (
        "a heading in the look of the title is none of its lines",
        """
[b]Văn hóa đọc trong học viên: từ một tủ sách nhỏ
[b]Bối cảnh ra đời
BODY
[b]Nguyễn Văn An""",
        "Văn hóa đọc trong học viên: từ một tủ sách nhỏ",
        ["Nguyễn Văn An"],
    ),
    (
        "nor does a first heading that no vocabulary knows; a decree that begins a line does",
        """
[bc]NHÌN TỪ QUY ĐỊNH SỐ
[bc]11-QĐ/TW CỦA BAN BÍ THƯ
[bc]I. HOA THƠM ĐẦU MÙA
BODY
[b]Nguyễn Văn An""",
        "NHÌN TỪ QUY ĐỊNH SỐ 11-QĐ/TW CỦA BAN BÍ THƯ",
        ["Nguyễn Văn An"],
    ),
    (
        "nor does one with a number, however it is set; a subtitle does",
        """
[bc]MÔ HÌNH “TỔ TỰ HỌC”
[bc]KẾT QUẢ VÀ KINH NGHIỆM
[bc]I. MỤC TIÊU CỦA MÔ HÌNH
BODY
[b]Nguyễn Văn An""",
        "MÔ HÌNH “TỔ TỰ HỌC” KẾT QUẢ VÀ KINH NGHIỆM",
        ["Nguyễn Văn An"],
    ),
    (
        "the first heading of a text whose authors stand at its end does not go on with the title",
        """
[bc]MÔ HÌNH “TỔ TỰ HỌC”
[b]MỤC TIÊU CỦA MÔ HÌNH
BODY
[b]Nguyễn Văn An""",
        "MÔ HÌNH “TỔ TỰ HỌC”",
        ["Nguyễn Văn An"],
    ),
    (
        "a word without diacritics is no other word with some: a movement is no department",
        """
[bo]Phong trào “Ba nhất” – điểm sáng thi đua của Trường Chính trị thành phố Đà Nẵng
Bùi Quang Thắng
Trường Chính trị thành phố Đà Nẵng
BODY""",
        "Phong trào “Ba nhất” – điểm sáng thi đua của Trường Chính trị thành phố Đà Nẵng",
        ["Bùi Quang Thắng"],
    ),
    (
        "half of a longer word is no office: science is no faculty",
        """
[bc]Khoa học của lòng kiên nhẫn
[c]Nguyễn Văn An
BODY""",
        "Khoa học của lòng kiên nhẫn",
        ["Nguyễn Văn An"],
    ),
    (
        "a happy school is none of the schools",
        """
[bc]TRƯỜNG HỌC HẠNH PHÚC
[bc]Ở TRƯỜNG CHÍNH TRỊ TỈNH NGHỆ AN
[c]Nguyễn Văn An
BODY""",
        "TRƯỜNG HỌC HẠNH PHÚC Ở TRƯỜNG CHÍNH TRỊ TỈNH NGHỆ AN",
        ["Nguyễn Văn An"],
    ),
    (
        "a name in quotation marks is of a model, not of a person, and marked lines below authors say who they are",
        """
[bc]“GIẢNG VIÊN ĐỒNG HÀNH” - MỘT MÔ HÌNH XÂY DỰNG ĐỘI NGŨ Ở TRƯỜNG CHÍNH TRỊ TỈNH NGHỆ AN
[c]Phan Văn Tuấn¹, Lê Thị Hồng Vân²
¹ ThS, Trưởng khoa Dân vận, Trường Chính trị tỉnh Nghệ An
² CN, giảng viên Khoa Dân vận, Trường Chính trị tỉnh Nghệ An
BODY""",
        "“GIẢNG VIÊN ĐỒNG HÀNH” - MỘT MÔ HÌNH XÂY DỰNG ĐỘI NGŨ Ở TRƯỜNG CHÍNH TRỊ TỈNH NGHỆ AN",
        ["Phan Văn Tuấn", "Lê Thị Hồng Vân"],
    ),
    (
        "the month below a masthead is no title",
        """
[c]HỘI THẢO KHOA HỌC
[c]Hà Tĩnh, tháng 11 năm 2021
[bc]CẶP ĐÔI GIẢNG VIÊN - CÁCH LÀM CỦA TRƯỜNG CHÍNH TRỊ TRẦN PHÚ
[c]Nguyễn Thị Hồng Lĩnh*
*Thạc sĩ, Trưởng phòng Tổ chức, hành chính, thông tin, tư liệu, Trường Chính trị Trần Phú tỉnh Hà Tĩnh
BODY""",
        "CẶP ĐÔI GIẢNG VIÊN - CÁCH LÀM CỦA TRƯỜNG CHÍNH TRỊ TRẦN PHÚ",
        ["Nguyễn Thị Hồng Lĩnh"],
    ),
    (
        "a unit of a name nobody knows stands above what the paper is called",
        """
[c]TRƯỜNG CHÍNH TRỊ TỈNH NGHỆ AN
[c]BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ
[bc]THAM LUẬN
[bc]ĐỘI NGŨ GIẢNG VIÊN NỮ: THỰC TRẠNG VÀ KIẾN NGHỊ
[c]Người trình bày: ThS. Lê Thị Thanh Bình
BODY""",
        "ĐỘI NGŨ GIẢNG VIÊN NỮ: THỰC TRẠNG VÀ KIẾN NGHỊ",
        ["Lê Thị Thanh Bình"],
    ),
    (
        "what kind of text it is may stand below the title",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[bc]THAM LUẬN
[c]Lê Thị Thanh Bình
BODY""",
        TITLE,
        ["Lê Thị Thanh Bình"],
    ),
    (
        "plain",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[bc]ThS. Nguyễn Văn A
[c]Trường Chính trị tỉnh Nghệ An
BODY""",
        TITLE,
        ["Nguyễn Văn A"],
    ),
    (
        "the whole masthead of the conference",
        """
[bc]HỌC VIỆN CHÍNH TRỊ QUỐC GIA HỒ CHÍ MINH
[bc]CỤM THI ĐUA CÁC TRƯỜNG CHÍNH TRỊ
[bc]KHU VỰC BẮC TRUNG BỘ
[bc]HỘI THẢO KHOA HỌC
[bc]“Thực tiễn và kinh nghiệm xây dựng mô hình, điển hình góp phần sớm hoàn thành các tiêu chí Trường Chính trị chuẩn hiện nay”
[bc]MÔ HÌNH “MỖI TUẦN MỘT CUỐN SÁCH” CỦA THƯ VIỆN
[c]ThS. Trần Thị Bình
[c]Trường Chính trị tỉnh Quảng Bình
BODY""",
        "MÔ HÌNH “MỖI TUẦN MỘT CUỐN SÁCH” CỦA THƯ VIỆN",
        ["Trần Thị Bình"],
    ),
    (
        "the conference's name over three lines in quotation marks, without a masthead",
        """
[bc]“THỰC TIỄN VÀ KINH NGHIỆM XÂY DỰNG MÔ HÌNH,
[bc]ĐIỂN HÌNH GÓP PHẦN SỚM HOÀN THÀNH CÁC TIÊU CHÍ
[bc]TRƯỜNG CHÍNH TRỊ CHUẨN HIỆN NAY”
[bc]MÔ HÌNH “MỖI TUẦN MỘT CUỐN SÁCH” CỦA THƯ VIỆN
[c]ThS. Trần Thị Bình
[c]Trường Chính trị tỉnh Quảng Bình
BODY""",
        "MÔ HÌNH “MỖI TUẦN MỘT CUỐN SÁCH” CỦA THƯ VIỆN",
        ["Trần Thị Bình"],
    ),
    (
        "the conference's name in brackets, not quite as the plan has it",
        """
[bc]THAM LUẬN
[c](Gửi Hội thảo khoa học “Thực tiễn, kinh nghiệm xây dựng mô hình, điển hình góp phần hoàn thành các tiêu chí Trường Chính trị chuẩn”)
[bc]MÔ HÌNH “MỖI TUẦN MỘT CUỐN SÁCH” CỦA THƯ VIỆN
[c]ThS. Trần Thị Bình
[c]Trường Chính trị tỉnh Quảng Bình
BODY""",
        "MÔ HÌNH “MỖI TUẦN MỘT CUỐN SÁCH” CỦA THƯ VIỆN",
        ["Trần Thị Bình"],
    ),
    (
        "the conference's name behind a label",
        """
[bc]BÀI VIẾT THAM DỰ HỘI THẢO
[bc]Chủ đề: Thực tiễn và kinh nghiệm xây dựng mô hình, điển hình góp phần sớm hoàn thành các tiêu chí Trường Chính trị chuẩn hiện nay
[bc]MÔ HÌNH “MỖI TUẦN MỘT CUỐN SÁCH” CỦA THƯ VIỆN
[c]ThS. Trần Thị Bình
[c]Trường Chính trị tỉnh Quảng Bình
BODY""",
        "MÔ HÌNH “MỖI TUẦN MỘT CUỐN SÁCH” CỦA THƯ VIỆN",
        ["Trần Thị Bình"],
    ),
    (
        "a theme of the plan behind its number",
        """
[bc]Chủ đề số 1.2.7: Quản lý, sử dụng cơ sở vật chất
[bc]MÔ HÌNH “MỖI TUẦN MỘT CUỐN SÁCH” CỦA THƯ VIỆN
[c]ThS. Trần Thị Bình
[c]Trường Chính trị tỉnh Quảng Bình
BODY""",
        "MÔ HÌNH “MỖI TUẦN MỘT CUỐN SÁCH” CỦA THƯ VIỆN",
        ["Trần Thị Bình"],
    ),
    (
        "a title that begins as the conference's name does",
        """
[bc]THỰC TIỄN VÀ KINH NGHIỆM XÂY DỰNG MÔ HÌNH
[bc]THƯ VIỆN MỞ Ở TRƯỜNG CHÍNH TRỊ TỈNH QUẢNG BÌNH
[c]ThS. Trần Thị Bình
[c]Trường Chính trị tỉnh Quảng Bình
BODY""",
        "THỰC TIỄN VÀ KINH NGHIỆM XÂY DỰNG MÔ HÌNH THƯ VIỆN MỞ Ở TRƯỜNG CHÍNH TRỊ TỈNH QUẢNG BÌNH",
        ["Trần Thị Bình"],
    ),
    (
        "offices of the province above",
        """
[bc]UBND TỈNH QUẢNG BÌNH
[bc]TRƯỜNG CHÍNH TRỊ
[bc]MÔ HÌNH “MỖI TUẦN MỘT CUỐN SÁCH” CỦA THƯ VIỆN
[c]ThS. Trần Thị Bình
[c]Trường Chính trị tỉnh Quảng Bình
BODY""",
        "MÔ HÌNH “MỖI TUẦN MỘT CUỐN SÁCH” CỦA THƯ VIỆN",
        ["Trần Thị Bình"],
    ),
    (
        "a long name of an office in capitals",
        """
[bc]PHÒNG TỔ CHỨC, HÀNH CHÍNH, THÔNG TIN, TƯ LIỆU VÀ THƯ VIỆN
[bc]MÔ HÌNH “MỖI TUẦN MỘT CUỐN SÁCH” CỦA THƯ VIỆN
[c]ThS. Trần Thị Bình
[c]Trường Chính trị tỉnh Quảng Bình
BODY""",
        "MÔ HÌNH “MỖI TUẦN MỘT CUỐN SÁCH” CỦA THƯ VIỆN",
        ["Trần Thị Bình"],
    ),
    (
        "a title in capitals that begins with an office",
        """
[bc]PHÒNG HÀNH CHÍNH ĐỔI MỚI CÔNG TÁC PHỤC VỤ DẠY VÀ HỌC
[c]ThS. Trần Thị Bình
[c]Trường Chính trị tỉnh Quảng Bình
BODY""",
        "PHÒNG HÀNH CHÍNH ĐỔI MỚI CÔNG TÁC PHỤC VỤ DẠY VÀ HỌC",
        ["Trần Thị Bình"],
    ),
    (
        "what looks like a long name of an office is the title when nothing else is",
        """
[bc]KHOA NHÀ NƯỚC VÀ PHÁP LUẬT CHẶNG ĐƯỜNG MƯỜI NĂM
[c]ThS. Trần Thị Bình
BODY""",
        "KHOA NHÀ NƯỚC VÀ PHÁP LUẬT CHẶNG ĐƯỜNG MƯỜI NĂM",
        ["Trần Thị Bình"],
    ),
    (
        "the youth union of a school and its model",
        """
[bc]ĐOÀN TRƯỜNG CHÍNH TRỊ TỈNH QUẢNG BÌNH VỚI MÔ HÌNH “VƯỜN RAU SẠCH”
[c]ThS. Trần Thị Bình
BODY""",
        "ĐOÀN TRƯỜNG CHÍNH TRỊ TỈNH QUẢNG BÌNH VỚI MÔ HÌNH “VƯỜN RAU SẠCH”",
        ["Trần Thị Bình"],
    ),
    (
        "the youth union above",
        """
[bc]TỈNH ĐOÀN QUẢNG BÌNH
[bc]ĐOÀN TRƯỜNG CHÍNH TRỊ TỈNH QUẢNG BÌNH
[bc]MÔ HÌNH “MỖI TUẦN MỘT CUỐN SÁCH” CỦA THƯ VIỆN
[c]ThS. Trần Thị Bình
[c]Trường Chính trị tỉnh Quảng Bình
BODY""",
        "MÔ HÌNH “MỖI TUẦN MỘT CUỐN SÁCH” CỦA THƯ VIỆN",
        ["Trần Thị Bình"],
    ),
    (
        "paper of a school",
        """
[bc]BÀI THAM LUẬN CỦA TRƯỜNG CHÍNH TRỊ TỈNH QUẢNG BÌNH
[bc]MÔ HÌNH “MỖI TUẦN MỘT CUỐN SÁCH” CỦA THƯ VIỆN
[c]ThS. Trần Thị Bình
[c]Trường Chính trị tỉnh Quảng Bình
BODY""",
        "MÔ HÌNH “MỖI TUẦN MỘT CUỐN SÁCH” CỦA THƯ VIỆN",
        ["Trần Thị Bình"],
    ),
    (
        "paper of a person",
        """
[bc]THAM LUẬN
[c]của đồng chí Trần Thị Bình - Phó Trưởng khoa Xây dựng Đảng
[bc]MÔ HÌNH “MỖI TUẦN MỘT CUỐN SÁCH” CỦA THƯ VIỆN
BODY""",
        "MÔ HÌNH “MỖI TUẦN MỘT CUỐN SÁCH” CỦA THƯ VIỆN",
        ["Trần Thị Bình"],
    ),
    (
        "a numbered label",
        """
[b]1. Tên tham luận: MÔ HÌNH “MỖI TUẦN MỘT CUỐN SÁCH” CỦA THƯ VIỆN
[c]ThS. Trần Thị Bình
[c]Trường Chính trị tỉnh Quảng Bình
BODY""",
        "MÔ HÌNH “MỖI TUẦN MỘT CUỐN SÁCH” CỦA THƯ VIỆN",
        ["Trần Thị Bình"],
    ),
    (
        "the model's name on a line of its own, in another look",
        """
[bc]MÔ HÌNH
[bc]“Mỗi tuần một cuốn sách” của thư viện
[c]ThS. Trần Thị Bình
[c]Trường Chính trị tỉnh Quảng Bình
BODY""",
        "MÔ HÌNH “Mỗi tuần một cuốn sách” của thư viện",
        ["Trần Thị Bình"],
    ),
    (
        "school above, school within the title",
        """
[c]TRƯỜNG CHÍNH TRỊ TỈNH NGHỆ AN
[bc]THAM LUẬN
[bc]NÂNG CAO CHẤT LƯỢNG ĐỘI NGŨ GIẢNG VIÊN
[bc]TRƯỜNG CHÍNH TRỊ TỈNH NGHỆ AN HIỆN NAY
Trần Thị B
Khoa Xây dựng Đảng
BODY""",
        "NÂNG CAO CHẤT LƯỢNG ĐỘI NGŨ GIẢNG VIÊN TRƯỜNG CHÍNH TRỊ TỈNH NGHỆ AN HIỆN NAY",
        ["Trần Thị B"],
    ),
    (
        "the title ends with the school on a line of its own",
        """
[bc]Xây dựng văn hóa trường Đảng ở
[bc]Trường Chính trị Trần Phú tỉnh Hà Tĩnh
TS. Lê Văn Cường, ThS. Trần Văn Dũng*
BODY
[f]* Trường Chính trị Trần Phú""",
        "Xây dựng văn hóa trường Đảng ở Trường Chính trị Trần Phú tỉnh Hà Tĩnh",
        ["Lê Văn Cường", "Trần Văn Dũng"],
    ),
    (
        "the title begins with the school",
        """
[bc]TRƯỜNG CHÍNH TRỊ LÊ DUẨN VỚI PHONG TRÀO THI ĐUA YÊU NƯỚC
[bc]NGUYỄN THỊ HÀ
BODY""",
        "TRƯỜNG CHÍNH TRỊ LÊ DUẨN VỚI PHONG TRÀO THI ĐUA YÊU NƯỚC",
        ["Nguyễn Thị Hà"],
    ),
    (
        "nothing is bold or centred",
        """
Mô hình “Mỗi tháng một chuyên đề” ở Trường Chính trị tỉnh Quảng Bình
Nguyễn Văn A
BODY""",
        "Mô hình “Mỗi tháng một chuyên đề” ở Trường Chính trị tỉnh Quảng Bình",
        ["Nguyễn Văn A"],
    ),
    (
        "the conference's name above, a label before the title",
        """
[bc]HỘI THẢO KHOA HỌC
[bc]THỰC TIỄN VÀ KINH NGHIỆM XÂY DỰNG MÔ HÌNH,
[bc]ĐIỂN HÌNH GÓP PHẦN SỚM HOÀN THÀNH CÁC TIÊU CHÍ
[bc]TRƯỜNG CHÍNH TRỊ CHUẨN HIỆN NAY
[bc]Tên bài: KINH NGHIỆM XÂY DỰNG KÝ TÚC XÁ XANH
[b]Tác giả: Đặng Văn Em
BODY""",
        "KINH NGHIỆM XÂY DỰNG KÝ TÚC XÁ XANH",
        ["Đặng Văn Em"],
    ),
    (
        "motto and date",
        """
[bc]CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
[bc]Độc lập - Tự do - Hạnh phúc
[c]Nghệ An, ngày 05 tháng 11 năm 2021
[bc]BÀI THAM LUẬN
[bc]ĐỔI MỚI PHƯƠNG PHÁP GIẢNG DẠY LÝ LUẬN CHÍNH TRỊ
[c]ThS Hồ Thị Hoa - GV Khoa Lý luận cơ sở
BODY""",
        "ĐỔI MỚI PHƯƠNG PHÁP GIẢNG DẠY LÝ LUẬN CHÍNH TRỊ",
        ["Hồ Thị Hoa"],
    ),
    (
        "party letterhead in a table",
        """
[tb]ĐẢNG BỘ TỈNH QUẢNG TRỊ
[tb]TRƯỜNG CHÍNH TRỊ LÊ DUẨN
[tb]*
[tb]ĐẢNG CỘNG SẢN VIỆT NAM
[t]Quảng Trị, ngày 8 tháng 11 năm 2021
[bc]THAM LUẬN
[bc]Nâng cao chất lượng nghiên cứu khoa học
[c]Lê Thị Thu Hằng
BODY""",
        "Nâng cao chất lượng nghiên cứu khoa học",
        ["Lê Thị Thu Hằng"],
    ),
    (
        "a note in brackets with the month of the conference",
        """
[bc]MÔ HÌNH “HỌC VIÊN KÈM HỌC VIÊN”
[bc](Bài viết tham gia Hội thảo khoa học, tháng 11/2021)
[c]Lê Thị Thu Hằng
BODY""",
        "MÔ HÌNH “HỌC VIÊN KÈM HỌC VIÊN”",
        ["Lê Thị Thu Hằng"],
    ),
    (
        "title over four lines",
        """
[bc]MỘT SỐ GIẢI PHÁP
[bc]NÂNG CAO CHẤT LƯỢNG CÔNG TÁC TỔNG KẾT THỰC TIỄN
[bc]CỦA GIẢNG VIÊN CÁC TRƯỜNG CHÍNH TRỊ
[bc]TRONG GIAI ĐOẠN HIỆN NAY
[b]TS. Phạm Thị Lan
BODY""",
        (
            "MỘT SỐ GIẢI PHÁP NÂNG CAO CHẤT LƯỢNG CÔNG TÁC TỔNG KẾT THỰC TIỄN CỦA GIẢNG VIÊN CÁC TRƯỜNG CHÍNH TRỊ "
            "TRONG GIAI ĐOẠN HIỆN NAY"
        ),
        ["Phạm Thị Lan"],
    ),
    (
        "manual line breaks inside one paragraph",
        """
[bc]XÂY DỰNG MÔ HÌNH\\nLỚP HỌC TỰ QUẢN
[bc]ThS. Nguyễn Văn A\\nTrường Chính trị tỉnh Nghệ An
BODY""",
        TITLE,
        ["Nguyễn Văn A"],
    ),
    (
        "title and authors in one paragraph",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN\\nThS. Nguyễn Văn A
BODY""",
        TITLE,
        ["Nguyễn Văn A"],
    ),
    (
        "subtitle in brackets",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c](Qua thực tiễn Trường Chính trị tỉnh Nghệ An)
[c]Nguyễn Văn A
BODY""",
        "XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN (Qua thực tiễn Trường Chính trị tỉnh Nghệ An)",
        ["Nguyễn Văn A"],
    ),
    (
        "footnote marks",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN*
[c]ThS. Nguyễn Văn A1, ThS. Trần Thị B2
BODY
[f]1 Khoa Xây dựng Đảng, Trường Chính trị tỉnh Nghệ An""",
        TITLE,
        ["Nguyễn Văn A", "Trần Thị B"],
    ),
    (
        "a year at the end is no footnote mark",
        """
[bc]CÔNG TÁC THI ĐUA, KHEN THƯỞNG NĂM 2021
[c]Nguyễn Văn A
BODY""",
        "CÔNG TÁC THI ĐUA, KHEN THƯỞNG NĂM 2021",
        ["Nguyễn Văn A"],
    ),
    (
        "the whole title in quotation marks",
        """
[bc]“XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN”
[c]Nguyễn Văn A
BODY""",
        TITLE,
        ["Nguyễn Văn A"],
    ),
    (
        "a quoted name at the end of the title",
        """
[bc]HIỆU QUẢ TỪ MÔ HÌNH “DÂN VẬN KHÉO”
[c]Nguyễn Văn A
BODY""",
        "HIỆU QUẢ TỪ MÔ HÌNH “DÂN VẬN KHÉO”",
        ["Nguyễn Văn A"],
    ),
    (
        "author above the title",
        """
[b]ThS. Nguyễn Văn A
[b]Trường Chính trị tỉnh Nghệ An
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
BODY""",
        TITLE,
        ["Nguyễn Văn A"],
    ),
    (
        "author at the end",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
BODY
BODY
BODY
[b]ThS. Nguyễn Văn A
[b]Trường Chính trị tỉnh Nghệ An""",
        TITLE,
        ["Nguyễn Văn A"],
    ),
    (
        "author at the end with a label, after the literature",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
BODY
BODY
[b]Tài liệu tham khảo
[n]Nguyễn Phú Trọng, Xây dựng Đảng, Nxb Chính trị quốc gia, Hà Nội, 2017
[b]Người viết: Trần Thị Bình""",
        TITLE,
        ["Trần Thị Bình"],
    ),
    (
        "literature names nobody as author",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
BODY
BODY
[b]Tài liệu tham khảo
1. Nguyễn Văn Lưu, Giáo trình, Nxb Chính trị quốc gia, 2017""",
        TITLE,
        [],
    ),
    (
        "a heading of the text whose number is a family name as well",
        """
[bc]NGÂN HÀNG CÂU HỎI TÌNH HUỐNG MỞ
BODY
[b]VI. GỬI LẠI NGƯỜI ĐỒNG NGHIỆP
BODY
Hoàng Thị Ngọc Diệp""",
        "NGÂN HÀNG CÂU HỎI TÌNH HUỐNG MỞ",
        ["Hoàng Thị Ngọc Diệp"],
    ),
    (
        "two authors joined by và",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]ThS. Nguyễn Văn Anh và CN. Vi Thị Hoa
BODY""",
        TITLE,
        ["Nguyễn Văn Anh", "Vi Thị Hoa"],
    ),
    (
        "authors on lines of their own, each with an office",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[b]TS. Nguyễn Văn Anh – Hiệu trưởng
[b]ThS. Lô Thị Bảy – Phó Trưởng khoa Dân vận
Trường Chính trị tỉnh Nghệ An
BODY""",
        TITLE,
        ["Nguyễn Văn Anh", "Lô Thị Bảy"],
    ),
    (
        "name, office and school without commas",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
ThS. Hoàng Văn Thái Trường Chính trị tỉnh Quảng Bình
BODY""",
        TITLE,
        ["Hoàng Văn Thái"],
    ),
    (
        "long academic titles",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
PGS.TS. GVCC. Nguyễn Thị Thanh Hương
BODY""",
        TITLE,
        ["Nguyễn Thị Thanh Hương"],
    ),
    (
        "academic titles spelled out",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
Thạc sỹ Nguyễn Thị Hương, Giảng viên chính Khoa Nhà nước và Pháp luật
BODY""",
        TITLE,
        ["Nguyễn Thị Hương"],
    ),
    (
        "a colon after the academic title",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
Th.s: Nguyễn Thị Hương
BODY""",
        TITLE,
        ["Nguyễn Thị Hương"],
    ),
    (
        "an author whose given name is Trường",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
Nguyễn Văn Trường
Trường Chính trị tỉnh Nghệ An
BODY""",
        TITLE,
        ["Nguyễn Văn Trường"],
    ),
    (
        "a comrade",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
Đ/c Nguyễn Khoa Bình, Trưởng phòng Tổ chức, Hành chính, Thông tin, Tư liệu
BODY""",
        TITLE,
        ["Nguyễn Khoa Bình"],
    ),
    (
        "an abbreviated office",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[b]Võ Thị Thanh Tâm - Phòng QLĐT&NCKH
[b]Trường Chính trị TP Đà Nẵng
BODY""",
        TITLE,
        ["Võ Thị Thanh Tâm"],
    ),
    (
        "authors in capitals",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[bc]NGUYỄN THỊ HÀ - TRẦN VĂN BẢY
BODY""",
        TITLE,
        ["Nguyễn Thị Hà", "Trần Văn Bảy"],
    ),
    (
        "label and list of authors",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
Nhóm tác giả: Nguyễn Văn An, Trần Thị Bích, Lê Cao Cường
BODY""",
        TITLE,
        ["Nguyễn Văn An", "Trần Thị Bích", "Lê Cao Cường"],
    ),
    (
        "a name without a known family name after a label",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
Tác giả: Zơ Râm Thị Bé
BODY""",
        TITLE,
        ["Zơ Râm Thị Bé"],
    ),
    (
        "mail address and telephone",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
Nguyễn Văn Anh
Email: nva@truong.example; ĐT: 0912 000 000
BODY""",
        TITLE,
        ["Nguyễn Văn Anh"],
    ),
    (
        "heading style",
        """
[o]Xây dựng mô hình lớp học tự quản
Nguyễn Văn Anh
BODY""",
        "Xây dựng mô hình lớp học tự quản",
        ["Nguyễn Văn Anh"],
    ),
    (
        "bold mixed case over two lines",
        """
[bc]Vai trò của người đứng đầu trong xây dựng
[bc]văn hóa trường Đảng hiện nay
[c]Nguyễn Văn Anh
BODY""",
        "Vai trò của người đứng đầu trong xây dựng văn hóa trường Đảng hiện nay",
        ["Nguyễn Văn Anh"],
    ),
    (
        "an abstract follows",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]Nguyễn Văn Anh
Tóm tắt: Bài viết trình bày mô hình lớp học tự quản.
Từ khóa: lớp học, tự quản
BODY""",
        TITLE,
        ["Nguyễn Văn Anh"],
    ),
    (
        "a numbered heading follows at once",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]Nguyễn Văn Anh
[b]I. ĐẶT VẤN ĐỀ
BODY""",
        TITLE,
        ["Nguyễn Văn Anh"],
    ),
    (
        "a heading in capitals follows the title directly",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[b]MỞ ĐẦU
BODY
BODY
[b]Nguyễn Văn Anh""",
        TITLE,
        ["Nguyễn Văn Anh"],
    ),
    (
        "Tham luận with a colon",
        """
[c]Tham luận: Phát huy vai trò nêu gương của giảng viên
[c]Nguyễn Văn Anh
BODY""",
        "Phát huy vai trò nêu gương của giảng viên",
        ["Nguyễn Văn Anh"],
    ),
    (
        "the label on a line of its own",
        """
[b]Chủ đề:
[b]Phát huy vai trò nêu gương của giảng viên
Nguyễn Văn Anh
BODY""",
        "Phát huy vai trò nêu gương của giảng viên",
        ["Nguyễn Văn Anh"],
    ),
    (
        "masthead of several pieces",
        """
[bc]THAM LUẬN
[bc]TẠI HỘI THẢO KHOA HỌC CỤM THI ĐUA CÁC TRƯỜNG CHÍNH TRỊ KHU VỰC BẮC TRUNG BỘ NĂM 2021
[bc]-------
[bc]PHÁT HUY VAI TRÒ NÊU GƯƠNG CỦA GIẢNG VIÊN
[c]Nguyễn Văn Anh
BODY""",
        "PHÁT HUY VAI TRÒ NÊU GƯƠNG CỦA GIẢNG VIÊN",
        ["Nguyễn Văn Anh"],
    ),
    (
        "author named in the footnote only",
        """
[bc]PHÁT HUY VAI TRÒ NÊU GƯƠNG CỦA GIẢNG VIÊN
BODY
[f]* ThS. Nguyễn Văn Anh, Trường Chính trị tỉnh Nghệ An""",
        "PHÁT HUY VAI TRÒ NÊU GƯƠNG CỦA GIẢNG VIÊN",
        ["Nguyễn Văn Anh"],
    ),
    (
        "running text only",
        """
BODY
BODY""",
        None,
        [],
    ),
    (
        "a header is not the title",
        """
[hbc]HỘI NGHỊ TỔNG KẾT
[bc]PHÁT HUY VAI TRÒ NÊU GƯƠNG CỦA GIẢNG VIÊN
[c]Nguyễn Văn Anh
BODY""",
        "PHÁT HUY VAI TRÒ NÊU GƯƠNG CỦA GIẢNG VIÊN",
        ["Nguyễn Văn Anh"],
    ),
    (
        "the host school's letterhead and the author's school",
        """
[bc]TRƯỜNG CHÍNH TRỊ TỈNH THANH HÓA
[bc]KHOA LÝ LUẬN CƠ SỞ
[bc]PHÁT HUY VAI TRÒ NÊU GƯƠNG CỦA GIẢNG VIÊN
[bc]Nguyễn Văn Anh
BODY""",
        "PHÁT HUY VAI TRÒ NÊU GƯƠNG CỦA GIẢNG VIÊN",
        ["Nguyễn Văn Anh"],
    ),
    (
        "a person of history in the title",
        """
[bc]HỌC TẬP VÀ LÀM THEO TƯ TƯỞNG HỒ CHÍ MINH Ở TRƯỜNG CHÍNH TRỊ TRẦN PHÚ
[c]Nguyễn Văn Anh
BODY""",
        "HỌC TẬP VÀ LÀM THEO TƯ TƯỞNG HỒ CHÍ MINH Ở TRƯỜNG CHÍNH TRỊ TRẦN PHÚ",
        ["Nguyễn Văn Anh"],
    ),
    (
        "a title that begins with a family name in capitals",
        """
[bc]LÝ LUẬN VÀ THỰC TIỄN XÂY DỰNG TRƯỜNG CHÍNH TRỊ CHUẨN
[c]Nguyễn Văn Anh
BODY""",
        "LÝ LUẬN VÀ THỰC TIỄN XÂY DỰNG TRƯỜNG CHÍNH TRỊ CHUẨN",
        ["Nguyễn Văn Anh"],
    ),
    (
        "title line that reads like family names",
        """
[bc]VĂN HÓA TRƯỜNG ĐẢNG
[bc]TRONG XÂY DỰNG TRƯỜNG CHÍNH TRỊ CHUẨN
[c]Nguyễn Văn Anh
BODY""",
        "VĂN HÓA TRƯỜNG ĐẢNG TRONG XÂY DỰNG TRƯỜNG CHÍNH TRỊ CHUẨN",
        ["Nguyễn Văn Anh"],
    ),
    (
        "author and school at the head of the paper in one bold line, title after",
        """
[b]Họ và tên: Nguyễn Văn Anh
[b]Đơn vị công tác: Khoa Dân vận, Trường Chính trị tỉnh Nghệ An
[b]Tên bài viết: Phát huy vai trò nêu gương của giảng viên
BODY""",
        "Phát huy vai trò nêu gương của giảng viên",
        ["Nguyễn Văn Anh"],
    ),
    (
        "a title that goes on in small letters, with the school and further",
        """
[bc]Mô hình đào tạo trực tuyến kết hợp trực tiếp
[bc]ở Trường Chính trị thành phố Đà Nẵng
[bc]trong bối cảnh hiện nay
[c]ThS. Nguyễn Văn Anh
BODY""",
        "Mô hình đào tạo trực tuyến kết hợp trực tiếp ở Trường Chính trị thành phố Đà Nẵng trong bối cảnh hiện nay",
        ["Nguyễn Văn Anh"],
    ),
    (
        "typed without a capital",
        """
[b]mô hình lớp học không khói thuốc
ths. trần văn hùng
trường chính trị trần phú
BODYLESS chỉ có chữ thường.""".replace("BODYLESS", "trong những năm qua nhà trường luôn quan tâm đến việc này và"),
        "mô hình lớp học không khói thuốc",
        ["Trần Văn Hùng"],
    ),
    (
        "authors above, one of a family name nobody listed, and the school with its province",
        """
[c]Hồ Văn Xà Lin
[c]Y Sương
[c]Trường Chính trị Lê Duẩn - Quảng Trị
[bc]Mấy suy nghĩ về đào tạo cán bộ cấp xã
BODY""",
        "Mấy suy nghĩ về đào tạo cán bộ cấp xã",
        ["Hồ Văn Xà Lin", "Y Sương"],
    ),
    (
        "an office after the author's label",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c](Người trình bày: đồng chí Hoàng Minh Tuệ, Phó Bí thư Đảng ủy)
BODY""",
        TITLE,
        ["Hoàng Minh Tuệ"],
    ),
    (
        "a given name that is a place",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]Lê Thị Hà Giang, Trường Chính trị tỉnh Nghệ An
BODY""",
        TITLE,
        ["Lê Thị Hà Giang"],
    ),
    (
        "a rare family name before Thị",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]Blúp Thị Hà
BODY""",
        TITLE,
        ["Blúp Thị Hà"],
    ),
    (
        "a title that begins like an office, broken by hand",
        """
[bc]PHÒNG TRUYỀN THỐNG MỞ CỬA –\\nNƠI LỊCH SỬ TRƯỜNG ĐẢNG\\nĐƯỢC KỂ LẠI
[c]Nguyễn Văn Anh
BODY""",
        "PHÒNG TRUYỀN THỐNG MỞ CỬA – NƠI LỊCH SỬ TRƯỜNG ĐẢNG ĐƯỢC KỂ LẠI",
        ["Nguyễn Văn Anh"],
    ),
    (
        "a title that begins like an office, and a masthead of one",
        """
[bc]THAM LUẬN CỦA KHOA LÝ LUẬN CƠ SỞ
[bc]PHÒNG TRUYỀN THỐNG SỐ:
[bc]MÔ HÌNH GIÁO DỤC TRUYỀN THỐNG
[c]Nguyễn Văn Anh
BODY""",
        "PHÒNG TRUYỀN THỐNG SỐ: MÔ HÌNH GIÁO DỤC TRUYỀN THỐNG",
        ["Nguyễn Văn Anh"],
    ),
    (
        "a subtitle in another look between title and author",
        """
[bc]Người thầy của những bài giảng khô
(Viết về một giảng viên giỏi)
[c]Trần Thị Hiên, Trường Chính trị Trần Phú
BODY""",
        "Người thầy của những bài giảng khô",
        ["Trần Thị Hiên"],
    ),
    (
        "a title over three lines: behind what says what is done, words that begin like a family name are none",
        """
[bc]LIÊN KẾT HAI TRƯỜNG TRONG XÂY DỰNG
[bc]NGÂN QUỸ TÌNH HUỐNG –
[bc]CÁCH LÀM CẦN ĐƯỢC NHÂN RỘNG
[bc]TS LÊ VĂN PHONG
BODY""",
        "LIÊN KẾT HAI TRƯỜNG TRONG XÂY DỰNG NGÂN QUỸ TÌNH HUỐNG – CÁCH LÀM CẦN ĐƯỢC NHÂN RỘNG",
        ["Lê Văn Phong"],
    ),
    (
        "a form for the description of models is a masthead",
        """
[c]TRƯỜNG CHÍNH TRỊ LÊ DUẨN
[bc]BẢN MÔ TẢ MÔ HÌNH, ĐIỂN HÌNH
[bc]Bếp ăn xanh: mô hình phục vụ học viên
[c]Hoàng Văn Tý
BODY""",
        "Bếp ăn xanh: mô hình phục vụ học viên",
        ["Hoàng Văn Tý"],
    ),
    (
        "what kind of text it is, as schools call it, is no part of the title, nor is an academy of a region",
        """
[bc]HỌC VIỆN CHÍNH TRỊ QUỐC GIA HỒ CHÍ MINH
[bc]HỌC VIỆN CHÍNH TRỊ KHU VỰC I
[bc]ĐỀ ÁN
[bc]NHÂN RỘNG TỔ TỰ QUẢN Ở CÁC LỚP BUỔI TỐI
Người thực hiện: Lê Văn An
BODY""",
        "NHÂN RỘNG TỔ TỰ QUẢN Ở CÁC LỚP BUỔI TỐI",
        ["Lê Văn An"],
    ),
    (
        "a form of another office has such a line as well",
        """
[c]CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
[c]SÁNG KIẾN KINH NGHIỆM
[bc]MÔ HÌNH GÓC SÁCH MỞ – GIẢI PHÁP THU HÚT NGƯỜI ĐỌC
Họ và tên: Lê Thị Quyên
BODY""",
        "MÔ HÌNH GÓC SÁCH MỞ – GIẢI PHÁP THU HÚT NGƯỜI ĐỌC",
        ["Lê Thị Quyên"],
    ),
    (
        "a form describes what somebody thought of",
        """
[bc]BẢN MÔ TẢ SÁNG KIẾN
[bc]MÔ HÌNH “GIỜ HỌC NGƯỢC” TRONG DẠY PHẦN HỌC KỸ NĂNG LÃNH ĐẠO
[c]ThS. Lê Thị Quyên
BODY""",
        "MÔ HÌNH “GIỜ HỌC NGƯỢC” TRONG DẠY PHẦN HỌC KỸ NĂNG LÃNH ĐẠO",
        ["Lê Thị Quyên"],
    ),
    (
        "and says who wrote it, above the title",
        """
[c]BẢN MÔ TẢ NỘI DUNG CƠ BẢN CỦA SÁNG KIẾN
Tên người viết sáng kiến: LÊ THỊ QUYÊN
Chức vụ: Giảng viên
Đơn vị công tác: Trường Chính trị tỉnh Nghệ An
[bc]RÈN KỸ NĂNG TỰ HỌC CHO HỌC VIÊN
BODY""",
        "RÈN KỸ NĂNG TỰ HỌC CHO HỌC VIÊN",
        ["Lê Thị Quyên"],
    ),
    (
        "so have the reports on what teachers thought of, over two lines",
        """
[bc]BÁO CÁO KẾT QUẢ
[bc]NGHIÊN CỨU, ỨNG DỤNG SÁNG KIẾN
[bc]RÈN KỸ NĂNG ĐỌC CHO HỌC VIÊN
[c]Lê Thị Quyên
BODY""",
        "RÈN KỸ NĂNG ĐỌC CHO HỌC VIÊN",
        ["Lê Thị Quyên"],
    ),
    (
        "where an author works is said in English again, and names nobody",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]ThS. Lê Thị Quyên
[c]Trường Đại học Vinh
[c]M.A. Le Thi Quyen
[c]Sai Gon University
BODY""",
        TITLE,
        ["Lê Thị Quyên"],
    ),
    (
        "whom a picture shows has not written the paper; with a colleague an author may",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]TS Hoàng Văn Nam phát biểu tại lễ khai giảng
[c]ThS. Lê Thị Quyên cùng các cộng sự
BODY""",
        TITLE,
        ["Lê Thị Quyên"],
    ),
    (
        "a general has a rank and degrees",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]Trung tướng, PGS, TS LÊ VĂN PHONG
[c]Hiệu trưởng Trường Sĩ quan
BODY""",
        TITLE,
        ["Lê Văn Phong"],
    ),
    (
        "a heading in quotation marks left of a centred title is not its second line",
        """
[bc]Gắn “Tổ tự quản” với văn hóa trường Đảng
[b]“Tổ tự quản” và nếp chào hỏi
BODY""",
        "Gắn “Tổ tự quản” với văn hóa trường Đảng",
        [],
    ),
    (
        "what a theme of the plan calls one thing is one, over two lines too",
        """
[bc]“BẠN ĐỌC SÁCH” – MỘT MÔ HÌNH BỒI DƯỠNG
[bc]GIẢNG VIÊN TỪ NHỮNG TRANG SÁCH
[bc]Lê Thị Quyên, Lường Văn Hạnh
BODY""",
        "“BẠN ĐỌC SÁCH” – MỘT MÔ HÌNH BỒI DƯỠNG GIẢNG VIÊN TỪ NHỮNG TRANG SÁCH",
        ["Lê Thị Quyên", "Lường Văn Hạnh"],
    ),
    (
        "a school's name over two lines, the second of them its province",
        """
[bc]TRƯỜNG CHÍNH TRỊ TRẦN PHÚ
[bc]HÀ TĨNH
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]Lê Văn An
BODY""",
        TITLE,
        ["Lê Văn An"],
    ),
    (
        "the same of a school that does not take part",
        """
[bc]TRƯỜNG CHÍNH TRỊ
[bc]TỈNH LÀO CAI
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]Lê Văn An
BODY""",
        TITLE,
        ["Lê Văn An"],
    ),
    (
        "the same with its department below",
        """
[bc]TRƯỜNG CHÍNH TRỊ NGUYỄN CHÍ THANH
[bc]TỈNH THỪA THIÊN HUẾ
[bc]KHOA LÝ LUẬN CƠ SỞ
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]Lê Văn An
BODY""",
        TITLE,
        ["Lê Văn An"],
    ),
    (
        "but a title may end on a school and its province",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN Ở
[bc]TRƯỜNG CHÍNH TRỊ TRẦN PHÚ
[bc]TỈNH HÀ TĨNH
[c]Lê Văn An
BODY""",
        f"{TITLE} Ở TRƯỜNG CHÍNH TRỊ TRẦN PHÚ TỈNH HÀ TĨNH",
        ["Lê Văn An"],
    ),
    (
        "or begin with a province",
        """
[bc]TRƯỜNG CHÍNH TRỊ LÊ DUẨN
[bc]QUẢNG TRỊ - VÙNG ĐẤT ANH HÙNG VÀ CÔNG TÁC GIÁO DỤC TRUYỀN THỐNG
[c]Lê Văn An
BODY""",
        "QUẢNG TRỊ - VÙNG ĐẤT ANH HÙNG VÀ CÔNG TÁC GIÁO DỤC TRUYỀN THỐNG",
        ["Lê Văn An"],
    ),
    (
        "labels without diacritics",
        """
[c]TRUONG CHINH TRI TINH THANH HOA
[bc]Ten bai: NANG CAO CHAT LUONG NGHIEN CUU KHOA HOC
[c]Tac gia: ThS. Do Phuong Anh
BODY""",
        "NANG CAO CHAT LUONG NGHIEN CUU KHOA HOC",
        ["Do Phuong Anh"],
    ),
    (
        "which of several chuyên đề, or bài, it is stands before a title",
        """
[bc]CHUYÊN ĐỀ 3: XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]Lê Văn An
BODY""",
        TITLE,
        ["Lê Văn An"],
    ),
    (
        "so does its number among the papers",
        """
[bc]KỶ YẾU HỘI THẢO
[bc]Bài 5. Lớp học tự quản ở một trường
[c]Lê Văn An
BODY""",
        "Lớp học tự quản ở một trường",
        ["Lê Văn An"],
    ),
    (
        "also on a line of its own",
        """
[bc]BÀI 9
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]Lê Văn An
BODY""",
        TITLE,
        ["Lê Văn An"],
    ),
    (
        "a question is no office",
        """
[bc]GIẢNG VIÊN TRẺ CẦN GÌ?
[c]Lê Văn An
BODY""",
        "GIẢNG VIÊN TRẺ CẦN GÌ?",
        ["Lê Văn An"],
    ),
    (
        "a title that begins like a name",
        """
[bc]ĐƯỜNG ĐẾN TRƯỜNG CHUẨN
[c]Lê Văn An
BODY""",
        "ĐƯỜNG ĐẾN TRƯỜNG CHUẨN",
        ["Lê Văn An"],
    ),
    (
        "a form with letters before its labels",
        """
[b]A. TÊN BÀI VIẾT
Lớp học tự quản ở một trường
[b]B. HỌ VÀ TÊN TÁC GIẢ
ThS. Lê Văn An
[b]C. NỘI DUNG BÀI VIẾT
BODY""",
        "Lớp học tự quản ở một trường",
        ["Lê Văn An"],
    ),
    (
        "a rubric of a journal is no title",
        """
[bc]NGHIÊN CỨU – TRAO ĐỔI
[bc]Lớp học tự quản ở một trường
[c]Lê Văn An
BODY""",
        "Lớp học tự quản ở một trường",
        ["Lê Văn An"],
    ),
    (
        "set like what stands below it, it is the head of one",
        """
[bc]TRAO ĐỔI KINH NGHIỆM
[bc]XÂY DỰNG LỚP HỌC TỰ QUẢN
[c]Lê Văn An
BODY""",
        "TRAO ĐỔI KINH NGHIỆM XÂY DỰNG LỚP HỌC TỰ QUẢN",
        ["Lê Văn An"],
    ),
    (
        "a bracket that a title opens is closed in its next line",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[bc](Vận dụng tư tưởng Hồ Chí Minh vào công tác bồi dưỡng cán bộ
[bc]ở tỉnh Hà Tĩnh)
[c]Lê Văn An
BODY""",
        f"{TITLE} (Vận dụng tư tưởng Hồ Chí Minh vào công tác bồi dưỡng cán bộ ở tỉnh Hà Tĩnh)",
        ["Lê Văn An"],
    ),
    (
        "a form with its labels in headings",
        """
[b]I. TÊN THAM LUẬN
Lớp học tự quản ở một trường
[b]II. TÁC GIẢ
Lê Văn An - Trường Chính trị tỉnh Nghệ An
[b]III. NỘI DUNG
BODY""",
        "Lớp học tự quản ở một trường",
        ["Lê Văn An"],
    ),
    (
        "below title and author a label is the head of a column",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]Lê Văn An
[c]Trường Chính trị tỉnh Nghệ An
Vấn đề
Nội dung trình bày
BODY""",
        TITLE,
        ["Lê Văn An"],
    ),
    (
        "somebody with an unknown family name above another author",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]A Kiêng Lịch
[c]Zơ Râm Thị Bưu
[c]Trường Chính trị thành phố Đà Nẵng
BODY""",
        TITLE,
        ["A Kiêng Lịch", "Zơ Râm Thị Bưu"],
    ),
    (
        "who gets a copy is no author",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
BODY
Nơi nhận:
- Ban Tổ chức Hội thảo;
- Lưu VT.
HIỆU TRƯỞNG
Nguyễn Xuân Sơn""",
        TITLE,
        ["Nguyễn Xuân Sơn"],
    ),
    (
        "bare capitals may begin with another word than Y",
        """
[bc]Y THUC KY LUAT
[c]Le Van An
BODY""",
        "Y THUC KY LUAT",
        ["Le Van An"],
    ),
    (
        "what a paper is sent to, in brackets below the title",
        """
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c](Bài tham gia Hội thảo Cụm thi đua)
[c]Lê Văn An
BODY""",
        TITLE,
        ["Lê Văn An"],
    ),
    (
        "what a paper is sent to, above the title, with a number in Roman figures",
        """
[c]Bài tham gia Hội thảo Cụm thi đua số II
[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN
[c]Lê Văn An
BODY""",
        TITLE,
        ["Lê Văn An"],
    ),
    *(
        (
            f"a title in capitals that begins with an office: {title}",
            f"""
[bc]THAM LUẬN
[bc]{title}
[c](Đ/c Lê Văn An - Bí thư Chi bộ trình bày)
Kính thưa Đoàn Chủ tịch, kính thưa các vị đại biểu!
BODY""",
            title,
            ["Lê Văn An"],
        )
        for title in (
            "CHI BỘ “BA SỔ TAY” GẮN VỚI SINH HOẠT THEO NHÓM VIỆC",
            "CHI ĐOÀN VỚI VIỆC GIỮ VƯỜN THUỐC NAM",
            "HỘI CỰU CHIẾN BINH TRONG NHỮNG NGÀY CHỐNG LŨ",
        )
    ),
    (
        "a greeting that calls out is no title",
        """
[bc]THAM LUẬN
[bc]CHI ĐOÀN KHOA DÂN VẬN
Kính thưa Đoàn Chủ tịch, kính thưa các vị đại biểu!
BODY""",
        None,
        [],
    ),
    *(
        (
            f"a letterhead that shortens the academy's name: {academy}",
            f"""
[bc]{academy}
[bc]TRƯỜNG CHÍNH TRỊ TRẦN PHÚ TỈNH HÀ TĨNH
[bc]Độc lập - Tự do - Hạnh phúc
[bc]THAM LUẬN
[bc]Xây dựng mô hình lớp học tự quản
[bc]Lê Văn An
BODY""",
            "Xây dựng mô hình lớp học tự quản",
            ["Lê Văn An"],
        )
        for academy in ("HỌC VIỆN CTQG HỒ CHÍ MINH", "HỌC VIỆN CTQG HCM", "HỌC VIỆN CTQGHCM")
    ),
]


@pytest.mark.slow  # each is quick; all of them are not
@pytest.mark.parametrize(("text", "title", "authors"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_title_and_authors(text: str, title: str | None, authors: list[str]) -> None:
    block = _block(text)
    assert (block.title, list(block.authors)) == (title, authors)


def _block(text: str) -> TitleBlock:
    return paper(document(text)).block


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Lê Văn Phong", "Lê Văn Phong"),
        ("ThS. Lê Văn Phong", "Lê Văn Phong"),
        ("Nguyễn Văn Hóa", "Nguyễn Văn Hóa"),
        ("Lê Văn Hoa", "Lê Văn Hoa"),
        ("Nguyễn Thị Hồng Hà", "Nguyễn Thị Hồng Hà"),
        ("Phan Việt Nam", "Phan Việt Nam"),
        ("BÙI CÔNG ĐOÀN", "Bùi Công Đoàn"),
        ("Nguyễn Công Nghệ", "Nguyễn Công Nghệ"),
        ("Trần Phú Thành", "Trần Phú Thành"),
        ("Tác giả: Trần Văn Phong", "Trần Văn Phong"),
        ("ThS. Nguyễn Chí Thanh", "Nguyễn Chí Thanh"),
        ("Huỳnh Thị Như Ý", "Huỳnh Thị Như Ý"),
        ("Nguyễn Trường Giang", "Nguyễn Trường Giang"),
        ("Nguyễn Phương Thảo", "Nguyễn Phương Thảo"),
        ("Lê Văn Giỏi", "Lê Văn Giỏi"),
        ("Võ Thị Hồng Nhung, Thư viện Trường Chính trị Quảng Bình", "Võ Thị Hồng Nhung"),
        ("Lê Thị Hương, Tổ Quản trị mạng", "Lê Thị Hương"),
        ("Nguyễn Thị Thanh Tâm (chủ biên)", "Nguyễn Thị Thanh Tâm"),
        ("Hoàng Văn Nam - Tác giả liên hệ", "Hoàng Văn Nam"),
        ("Tác giả 1 ThS. Hoàng Văn Nam", "Hoàng Văn Nam"),
        ("Tác giả 1: Hoàng Văn Nam", "Hoàng Văn Nam"),
        ("Tác giả thứ nhất: Hoàng Văn Nam", "Hoàng Văn Nam"),
        ("Cao Tiến Sỹ - Trường Chính trị tỉnh Nghệ An", "Cao Tiến Sỹ"),
        ("Trần Ngọc Ánh, TCT thành phố Đà Nẵng", "Trần Ngọc Ánh"),
        ("Lê Tiến Sĩ", "Lê Tiến Sĩ"),
        ("Nguyễn Tiến Sỹ - Phó Chủ tịch UBND xã", "Nguyễn Tiến Sỹ"),
        ("Lê Văn An, Tiến sĩ", "Lê Văn An"),
        ("Tiến sĩ Lê Văn An", "Lê Văn An"),
        ("Dr John Hill", "John Hill"),
        ("Assoc. Prof. Dr. Lê Văn An", "Lê Văn An"),
        ("Lê Thị Hương - Trung tâm Ngoại ngữ", "Lê Thị Hương"),
        ("Bí thư Đoàn trường: Trần Hoài Nam", "Trần Hoài Nam"),
        ("Học viên: Vừ Bá Xử", "Vừ Bá Xử"),
        ("Tham luận viên: Hoàng Thị Như Thanh", "Hoàng Thị Như Thanh"),
        ("Tác giả Hồ Thị Nhàn", "Hồ Thị Nhàn"),
        ("Nguyễn Cảnh Dần, công chức Văn phòng - Thống kê", "Nguyễn Cảnh Dần"),
        ("Y Nhưng", "Y Nhưng"),
        ("Lê Thị Mở - giảng viên tập sự", "Lê Thị Mở"),
        ("Phạm Ng. Lan", "Phạm Ng Lan"),
    ],
)
def test_people_have_names_like_words(line: str, name: str) -> None:
    block = _block(f"[bc]MÔ HÌNH “NGÀY XANH” CỦA HỌC VIÊN\n{line}\nTrường Chính trị tỉnh Nghệ An\nBODY")
    assert block.authors == (name,)
    assert block.title == "MÔ HÌNH “NGÀY XANH” CỦA HỌC VIÊN"


@pytest.mark.parametrize(
    "lines",
    [
        ("BỒI DƯỠNG", "GIẢNG VIÊN TRẺ Ở TRƯỜNG CHÍNH TRỊ TỈNH THANH HÓA"),
        ("XÂY DỰNG ĐỘI NGŨ", "GIẢNG VIÊN GIỎI Ở TRƯỜNG CHÍNH TRỊ TỈNH THANH HÓA"),
        ("XÂY DỰNG ĐỘI NGŨ", "GIẢNG VIÊN VÀ CÁN BỘ Ở TRƯỜNG CHÍNH TRỊ TỈNH THANH HÓA"),
        ("GIẢI PHÁP NHÂN RỘNG MÔ HÌNH TRONG CỤM THI ĐUA", "CÁC TRƯỜNG CHÍNH TRỊ KHU VỰC BẮC TRUNG BỘ"),
    ],
)
def test_what_goes_on_with_a_title(lines: tuple[str, str]) -> None:
    block = _block("\n".join(f"[bc]{line}" for line in lines) + "\n[c]TS. Lê Văn Phong\nBODY")
    assert block.title == " ".join(lines)
    assert block.authors == ("Lê Văn Phong",)


@pytest.mark.parametrize(
    "line", ["LUẬT", "NGHỆ AN", "TỈNH HÀ TĨNH", "Chức vụ: Giảng viên khoa Xây dựng Đảng và Dân vận"]
)
def test_what_is_no_title(line: str) -> None:
    assert _block(f"[bc]{line}\n[c]TS. Lê Văn Phong\nBODY").title is None


@pytest.mark.parametrize("line", ["TRƯỜNG CT NGHỆ AN ĐẢNG CỘNG SẢN VIỆT NAM", "TỈNH ỦY NGHỆ AN ĐẢNG CỘNG SẢN VIỆT NAM"])
def test_both_columns_of_a_letterhead_in_one_line_are_no_title(line: str) -> None:
    block = _block(f"{line}\nPHÒNG ĐÀO TẠO Nghệ An, ngày 01 tháng 11 năm 2021\n[bc]{TITLE}\n[c]TS. Lê Văn Phong\nBODY")
    assert (block.title, block.authors) == (TITLE, ("Lê Văn Phong",))


def test_a_full_line_goes_on_with_a_centred_title() -> None:
    title = "ĐIỂN HÌNH TRONG XÂY DỰNG ĐỘI NGŨ", "GIẢNG VIÊN TRẺ Ở TRƯỜNG CHÍNH TRỊ THÀNH PHỐ ĐÀ NẴNG"
    assert _block(f"[bc]{title[0]}\n[b]{title[1]}\n[c]TS. Cao Thị Học\nBODY").title == " ".join(title)


def test_the_conferences_name_does_not_swallow_the_title_below_it() -> None:
    name = shipped().conference.name.upper()
    block = _block(f"[bc]HỘI THẢO KHOA HỌC “{name}”\n[bc]MÔ HÌNH “CÀ PHÊ HỌC THUẬT”\n[c]Người viết: Lê Thị Ý\nBODY")
    assert block.title == "MÔ HÌNH “CÀ PHÊ HỌC THUẬT”"


@pytest.mark.parametrize(
    "line",
    [
        "Thừa Thiên Huế, ngày 20/10/2021",
        "TP. Huế, ngày 20-10-2021",
        "Hà Tĩnh, 2.11.2021",
        "Thừa Thiên - Huế, tháng 11/2021",
        "Ngày 05/11/2021",
    ],
)
def test_when_and_where_a_paper_was_written_is_no_part_of_its_title(line: str) -> None:
    assert _block(f"[bc]{line}\n[bc]Mô hình phối hợp “4 bên”\n[c]Lê Văn An\nBODY").title == "Mô hình phối hợp “4 bên”"


@pytest.mark.parametrize(
    "above",
    [
        "[bc]ĐẢNG CỘNG SẢN VIỆT NAM QUANG VINH MUÔN NĂM!",
        "[bc]NHIỆT LIỆT CHÀO MỪNG ĐẠI HỘI ĐẠI BIỂU TOÀN QUỐC LẦN THỨ XIII CỦA ĐẢNG",
        "[bc]CHÀO MỪNG 76 NĂM QUỐC KHÁNH!\n[bc]MỖI NGƯỜI DÂN LÀ MỘT CHIẾN SĨ!",
        "[bc]TỔ QUỐC GHI CÔNG CÁC ANH HÙNG LIỆT SĨ!",
        "[bc]CHỦ TỊCH HỒ CHÍ MINH VĨ ĐẠI SỐNG MÃI TRONG SỰ NGHIỆP CỦA CHÚNG TA!",
        "[c]“Bác sống như trời đất của ta\n[c]Yêu từng ngọn lúa, mỗi cành hoa”\n(Tố Hữu)",
        "[c]“Bác sống như trời đất của ta\\nYêu từng ngọn lúa, mỗi cành hoa”",
        "[c]“Một tấm gương sống còn có giá trị hơn một trăm bài diễn văn” (Hồ Chí Minh)",
        "[t]ThS. Cầm Bá Tuyên\n[tb]Chuyên viên",
    ],
)
def test_slogans_poems_and_ranks_above_the_title_are_no_part_of_it(above: str) -> None:
    assert _block(f"{above}\n[bc]{TITLE}\n[c]ThS. Lê Văn An\nBODY").title == TITLE


def test_a_title_all_in_quotation_marks_may_go_over_two_lines() -> None:
    block = _block("[bc]“Cặp đôi cùng tiến\n[bc]trong bồi dưỡng giảng viên”\n[c]ThS. Lê Văn An\n[b]MỤC TIÊU\nBODY")
    assert block.title == "Cặp đôi cùng tiến trong bồi dưỡng giảng viên"


@pytest.mark.parametrize(
    ("below", "title"),
    [
        ("THE MODEL OF SELF-MANAGED CLASSES AT A POLITICAL SCHOOL", TITLE),
        ("TRONG CAO TRÀO THI ĐUA", f"{TITLE} TRONG CAO TRÀO THI ĐUA"),
    ],
)
def test_what_a_title_is_in_english_is_no_part_of_it(below: str, title: str) -> None:
    assert _block(f"[bc]{TITLE}\n[bc]{below}\n[c]ThS. Lê Văn An\nBODY").title == title


@pytest.mark.parametrize(
    ("below", "title"),
    [
        ("[bc]Chuyện từ một lớp học\n[c]ThS. Lê Văn An", f"{TITLE} Chuyện từ một lớp học"),
        ("[c]Chuyện từ một lớp học\n[c]ThS. Lê Văn An", TITLE),  # set otherwise
        ("[c]ThS. Lê Văn An\n[bc]Chuyện từ một lớp học", TITLE),
        ("[bc]Đặt vấn đề\n[c]ThS. Lê Văn An", TITLE),
    ],
)
def test_a_subtitle_is_set_like_the_title_and_stands_above_the_authors(below: str, title: str) -> None:
    assert _block(f"[bc]{TITLE}\n{below}\nBODY").title == title


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("[bc]HÃY ĐỂ HỌC VIÊN TỰ QUẢN!", "HÃY ĐỂ HỌC VIÊN TỰ QUẢN!"),
        ("[bc]HÃY ĐỂ HỌC VIÊN TỰ QUẢN!\n[bc](Kinh nghiệm của một lớp)", "HÃY ĐỂ HỌC VIÊN TỰ QUẢN! (Kinh nghiệm của một lớp)"),
        ("[bc]MÔ HÌNH “HỌC ĐI!”: HÃY TỰ QUẢN!\n[bc]CHUYỆN CỦA MỘT LỚP", "MÔ HÌNH “HỌC ĐI!”: HÃY TỰ QUẢN! CHUYỆN CỦA MỘT LỚP"),
    ],
)  # fmt: skip
def test_a_title_may_call_out(head: str, title: str) -> None:
    assert _block(f"{head}\n[c]ThS. Lê Văn An\nBODY").title == title


def test_the_cell_beside_an_authors_label_names_one() -> None:
    rows = [
        ("Tên bài", "Mô hình “Góp sách, góp ghế” ở thư viện nhà trường"),
        ("Tác giả 1", "Hồ Thị Diệu Linh, thủ thư"),
        ("Tác giả 2", "Zơ Râm Thị Bé"),
        ("Mục tiêu", "Có thêm sách."),
    ]
    cells = [(text, row, column) for row, pair in enumerate(rows, 1) for column, text in enumerate(pair, 1)]
    made = document("\n".join(f"[t]{text}" for text, _, _ in cells))
    paragraphs = tuple(
        replace(it, place=replace(it.place, table=1, row=row, column=column))
        for it, (_, row, column) in zip(made.paragraphs, cells, strict=True)
    )
    block = paper(replace(made, paragraphs=paragraphs)).block
    assert block.title == rows[0][1]
    assert block.authors == ("Hồ Thị Diệu Linh", "Zơ Râm Thị Bé")


@pytest.mark.parametrize(
    ("key", "head", "by_it", "without"),
    [
        ("open_ends", "ĐỌC SÁCH MỖI TUẦN Ở\n[bc]KHOA LÝ LUẬN CƠ SỞ", "ĐỌC SÁCH MỖI TUẦN Ở KHOA LÝ LUẬN CƠ SỞ", "ĐỌC SÁCH MỖI TUẦN Ở"),
        ("joining_words", "KHOA DÂN VẬN\n[bc]VỚI VIỆC ĐỌC SÁCH", "KHOA DÂN VẬN VỚI VIỆC ĐỌC SÁCH", "VỚI VIỆC ĐỌC SÁCH"),
        ("title_links", "CHI ĐOÀN VỚI VƯỜN THUỐC NAM", "CHI ĐOÀN VỚI VƯỜN THUỐC NAM", None),
        ("rubrics", "TRAO ĐỔI\n[c]Đọc sách mỗi tuần", "Đọc sách mỗi tuần", None),
        ("numbered_labels", "BÀI 5. ĐỌC SÁCH MỖI TUẦN", "ĐỌC SÁCH MỖI TUẦN", "BÀI 5. ĐỌC SÁCH MỖI TUẦN"),
        ("contact_labels", "ĐỌC SÁCH MỖI TUẦN\n[bc]ĐT: 0912 345 678", "ĐỌC SÁCH MỖI TUẦN", "ĐỌC SÁCH MỖI TUẦN ĐT: 0912 345 678"),
    ],
)  # fmt: skip
def test_by_which_words_lines_are_told_apart_the_configuration_says(
    key: str, head: str, by_it: str, without: str | None
) -> None:
    text, config = document(f"[bc]{head}\n[c]ThS. Lê Văn An\nBODY"), shipped()
    bare = config.model_copy(update={"vocabulary": config.vocabulary.model_copy(update={key: ()})})
    assert [paper(text, config=it).block.title for it in (config, bare)] == [by_it, without]


def test_a_line_that_begins_with_a_degree_is_no_part_of_a_title_whatever_the_name() -> None:
    assert _block(f"[bc]{TITLE}\n[bc]TS. BHLING\nBODY").title == TITLE


def test_a_quotation_is_the_title_where_nothing_below_looks_more_like_one() -> None:
    quoted = "“Lớp học tự quản, nhìn từ cơ sở” (Hồ Chí Minh)"
    assert _block(f"[c]{quoted}\n[c]ThS. Lê Văn An\nBODY").title == quoted
    assert _block(f"[c]{quoted}\n[bc]{TITLE}\n[c]ThS. Lê Văn An\nBODY").title == TITLE


@pytest.mark.parametrize(
    ("head", "sender", "authors"),
    [
        ("[bc]CARERS WHO ARE OLD\n[bc]Anna Lindqvist\n[c]University of Uppsala", "Anna Lindqvist", ["Anna Lindqvist"]),
        ("[bc]Carers Who Are Old\n[bc]Anna Lindqvist\n[c]Uppsala", "Anna Lindqvist", ["Anna Lindqvist"]),
        ("[bc]Carers Who Are Old\n[c]Mats Berg, Anna Lindqvist", "ANNA LINDQVIST", ["Mats Berg", "Anna Lindqvist"]),
        ("[bc]Carers Who Are Old\n[c]Anna Lindqvist¹", "Dr. Anna Lindqvist", ["Anna Lindqvist"]),
        # what it says without the help of a sender, or with one of another name
        ("[bc]Carers Who Are Old\n[bc]Anna Lindqvist\n[c]Uppsala", "", []),
        ("[bc]Carers Who Are Old\n[bc]Anna Lindqvist\n[c]Uppsala", "Mats Berg", []),
        # neither a title nor an office is a person because a sender is called so
        ("[bc]Anna Lindqvist\n[c]Uppsala", "Anna Lindqvist", []),
        ("[bc]CARERS WHO ARE OLD\n[bc]Khoa Xây dựng Đảng", "Khoa Xây dựng Đảng", []),
        ("[bc]CARERS WHO ARE OLD\n[bc]Trường Chính trị Nghệ An", "Trường Chính trị Nghệ An", []),
        ("[bc]Carers Who Are Old\n[bc]Anna Lindqvist Remembered In Uppsala", "Anna Lindqvist", []),
    ],
)
def test_who_sent_a_paper_stands_below_its_title_whatever_the_name(head: str, sender: str, authors: list[str]) -> None:
    lines = paper(document(f"{head}\nBODY")).lines
    assert list(titleblock.read(lines, shipped(), sender).authors) == authors
