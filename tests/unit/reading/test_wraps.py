import pytest

from pipeline.reading.wraps import Layout, Line, drop_furniture, glue, join, measure, measure_page

PARAGRAPHS_OF_ONE_LINE = [
    "Kính gửi: Các phòng chuyên môn",
    "Theo kế hoạch công tác năm, Văn phòng đề nghị các phòng rà soát và gửi danh mục hồ sơ lưu trữ của năm trước về bộ phận văn thư "
    "để tổng hợp, trình lãnh đạo xem xét.",
    "Thời hạn gửi trước ngày 10 tháng 3",
    "và gửi kèm bản điện tử",
    "Trân trọng./.",
]


def lines(text):
    out, gap = [], False
    for raw in text.split("\n"):
        if not raw.strip():
            gap = True
            continue
        left = len(raw) - len(raw.lstrip())
        out.append(Line(raw.strip(), left, len(raw.rstrip()), gap))
        gap = False
    return out


def paragraphs(text):
    found = lines(text)
    return [glue(paragraph) for paragraph in join(found, measure(found))]


def test_a_text_with_one_paragraph_a_line_is_left_alone_even_where_short_lines_follow_each_other():
    assert paragraphs("\n".join(PARAGRAPHS_OF_ONE_LINE)) == PARAGRAPHS_OF_ONE_LINE


WRAPPED = """\
Thực hiện chương trình phòng cháy, chữa cháy của huyện trong mùa khô, Ủy ban
nhân dân xã yêu cầu các thôn, trường học và trạm y tế tổ chức kiểm tra thiết
bị chữa cháy, thay thế bình đã hết hạn theo hướng dẫn tại Công văn số
81/CV-CA ngày 12 tháng 02 của Công an huyện, hoàn thành trước
ngày
12. Các đơn vị gửi báo cáo về Ủy ban nhân dân xã để theo dõi tình hình kinh tế
- xã hội của địa phương.
1. Công an xã:
a) Tuần tra ban đêm tại khu vực chợ và kho vật tư nông nghiệp của các
hộ kinh doanh;
b) Lập danh sách cơ sở có nguy cơ cao.
- Cơ sở chế biến gỗ.
2. Trạm y tế chuẩn bị thuốc và phương tiện sơ cứu.
"""


def test_a_wrapped_text_is_joined_up_to_the_next_marker():
    found = paragraphs(WRAPPED)
    assert found[0].startswith("Thực hiện chương trình") and found[0].endswith("kinh tế - xã hội của địa phương.")
    assert "tại Công văn số 81/CV-CA ngày 12 tháng 02" in found[0]
    assert "trước ngày 12. Các đơn vị" in found[0]
    assert found[1:] == [
        "1. Công an xã:",
        "a) Tuần tra ban đêm tại khu vực chợ và kho vật tư nông nghiệp của các hộ kinh doanh;",
        "b) Lập danh sách cơ sở có nguy cơ cao.",
        "- Cơ sở chế biến gỗ.",
        "2. Trạm y tế chuẩn bị thuốc và phương tiện sơ cứu.",
    ]


COPIED_FROM_THE_WEB = """\
VĂN PHÒNG ỦY BAN
NHÂN DÂN
-------

CỘNG HÒA XÃ HỘI
CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 45/KH-VP

Hà Đông, ngày 02
tháng 4 năm 2024

KẾ HOẠCH

KIỂM TRA CÔNG TÁC VĂN THƯ, LƯU TRỮ TẠI CÁC PHÒNG, BAN VÀ ỦY BAN NHÂN DÂN CÁC
PHƯỜNG

I. MỤC ĐÍCH,
YÊU CẦU

1. Mục đích

Đánh giá đúng việc lập hồ sơ
công việc và nộp lưu hồ sơ vào lưu trữ cơ quan theo quy định của pháp luật về
lưu trữ; kịp thời chấn chỉnh thiếu sót của các đơn vị trong quý I. Kết quả
kiểm tra là căn cứ bình xét thi đua.

2. Yêu cầu

- Việc kiểm tra bảo đảm khách
quan, không gây phiền hà cho đơn vị được kiểm tra.

- Đoàn kiểm tra gửi lịch trước
05 ngày làm việc để đơn vị chuẩn bị hồ sơ.

KT. CHÁNH VĂN PHÒNG
PHÓ CHÁNH VĂN PHÒNG
Lê Văn Mẫu
"""


def test_letterhead_title_and_headings_that_a_web_page_broke_are_whole_again():
    assert paragraphs(COPIED_FROM_THE_WEB.replace("-------\n", "")) == [
        "VĂN PHÒNG ỦY BAN NHÂN DÂN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 45/KH-VP",
        "Hà Đông, ngày 02 tháng 4 năm 2024",
        "KẾ HOẠCH",
        "KIỂM TRA CÔNG TÁC VĂN THƯ, LƯU TRỮ TẠI CÁC PHÒNG, BAN VÀ ỦY BAN NHÂN DÂN CÁC PHƯỜNG",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "1. Mục đích",
        "Đánh giá đúng việc lập hồ sơ công việc và nộp lưu hồ sơ vào lưu trữ cơ quan theo quy định của pháp luật về lưu trữ; kịp thời "
        "chấn chỉnh thiếu sót của các đơn vị trong quý I. Kết quả kiểm tra là căn cứ bình xét thi đua.",
        "2. Yêu cầu",
        "- Việc kiểm tra bảo đảm khách quan, không gây phiền hà cho đơn vị được kiểm tra.",
        "- Đoàn kiểm tra gửi lịch trước 05 ngày làm việc để đơn vị chuẩn bị hồ sơ.",
        "KT. CHÁNH VĂN PHÒNG",
        "PHÓ CHÁNH VĂN PHÒNG",
        "Lê Văn Mẫu",
    ]


def test_a_short_heading_of_an_article_does_not_swallow_the_paragraph_below_it():
    text = """\
Điều 1. Phạm vi kiểm tra công tác thu gom, vận chuyển và xử lý rác thải sinh
hoạt tại các khu dân cư trên địa bàn toàn huyện trong sáu tháng cuối năm, gồm
cả các khu chung cư.
Điều 2. Hiệu lực thi hành
Quyết định này có hiệu lực kể từ ngày ký và thay thế các quy định trước đây về
phân công trách nhiệm thu gom."""
    assert paragraphs(text)[1:] == [
        "Điều 2. Hiệu lực thi hành",
        "Quyết định này có hiệu lực kể từ ngày ký và thay thế các quy định trước đây về phân công trách nhiệm thu gom.",
    ]


GAZETTE = """\
CÔNG BÁO/Số 12/Ngày 01-02-2024
17
Điều 1. Giao Phòng Kinh tế hướng dẫn các hợp tác xã lập phương án sử dụng đất,
nước cho vụ hè thu, trong đó làm rõ diện tích gieo cấy của từng thôn và nhu
Ký bởi: CÔNG BÁO TỈNH
Cơ quan: VĂN PHÒNG
Ngày ký: 2024-02-01 08:00:00 +07:00

CÔNG BÁO/Số 12/Ngày 01-02-2024
18

cầu giống của các hộ; tổng hợp gửi Ủy ban nhân dân huyện trước khi bước vào vụ
sản xuất.
TT
Nhiệm vụ
1
Rà soát kênh
mương nội đồng
"""


def test_running_heads_and_signature_stamps_do_not_cut_the_paragraph_that_goes_on_behind_them():
    found = lines(GAZETTE)
    kept = drop_furniture(found)
    assert not any("CÔNG BÁO" in line.text or line.text in ("17", "18") or "ký" in line.text.lower()[:8] for line in kept)
    joined = [glue(paragraph) for paragraph in join(kept, measure(kept))]
    assert "và nhu cầu giống của các hộ" in joined[0]


def test_the_cells_of_a_table_that_lost_its_lines_stay_apart():
    kept = drop_furniture(lines(GAZETTE))
    assert [glue(paragraph) for paragraph in join(kept, measure(kept))][1:] == ["TT", "Nhiệm vụ", "1", "Rà soát kênh", "mương nội đồng"]


def test_page_numbers_that_count_up_in_the_middle_of_the_page_are_dropped_but_a_number_in_a_column_is_not():
    page = f"Các thôn báo cáo kết quả thu gom rác thải hằng tuần về bộ phận một cửa của xã\n{' ' * 38}{{}}\nđúng thời gian quy định.\n7\n"
    kept = drop_furniture(lines(page.format(1) + page.format(2)))
    assert [line.text for line in kept].count("7") == 2
    assert not [line for line in kept if line.text in ("1", "2")]


def test_on_a_page_the_indent_of_first_lines_tells_paragraphs_that_end_at_the_right_edge():
    page = [
        Line("Sở Y tế hướng dẫn các bệnh viện rà soát quy trình tiếp nhận người bệnh.", 113, 510),
        Line("Sở Tài chính bố trí kinh phí mua sắm trang thiết bị theo dự toán được giao", 113, 510),
        Line("Quốc hội và báo cáo kết quả.", 85, 240),
    ]
    assert [len(paragraph) for paragraph in join(page, measure_page(page))] == [1, 2]


def test_a_dash_at_the_margin_behind_a_full_line_belongs_to_the_sentence():
    layout = Layout(True, width=495, character=5.6, base=85, first=113)
    page = [
        Line("đ) Giao Tập đoàn Công nghiệp Khai thác và Năng lượng Tái tạo Miền Bắc", 113, 510),
        Line("- Chi nhánh phía Nam rà soát mặt bằng.", 85, 300),
    ]
    assert [glue(paragraph) for paragraph in join(page, layout)] == [
        "đ) Giao Tập đoàn Công nghiệp Khai thác và Năng lượng Tái tạo Miền Bắc - Chi nhánh phía Nam rà soát mặt bằng."
    ]


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("Nghị quyết số 35-", "NQ/TW", "Nghị quyết số 35-NQ/TW"),
        ("Công văn số 12/", "SYT-NVY", "Công văn số 12/SYT-NVY"),
        ("kinh tế -", "xã hội", "kinh tế - xã hội"),
    ],
)
def test_a_number_broken_at_its_hyphen_gets_no_space(first, second, whole):
    assert glue([Line(first, 0, 20), Line(second, 0, 10)]) == whole


def test_a_paragraph_of_very_many_lines_is_glued_in_one_go():
    lines = [Line("phát triển kinh tế -", 0, 20), Line("xã hội", 0, 6), *[Line("của tỉnh", 0, 8)] * 60_000]
    text = glue(lines)
    assert text.startswith("phát triển kinh tế - xã hội của tỉnh của tỉnh")
    assert len(text) == 27 + 9 * 60_000
