"""Which question a table column or a labelled line answers: "Cơ quan chủ trì", "Thời gian hoàn thành", "Sản phẩm" …"""

from __future__ import annotations

import re
from typing import Literal

from pipeline.language.fold import fold

Column = Literal["number", "content", "owner", "coordinator", "deadline", "result", "other"]

_COLUMNS: dict[Column, re.Pattern[str]] = {  # the first that fits decides
    "number": re.compile(r"^(?:stt|tt|số tt|số thứ tự|#)$"),
    "coordinator": re.compile(
        r"phối hợp|phối, kết hợp|tham gia|hỗ trợ thực hiện|cùng (?:làm|thực hiện|tham gia)$|^cộng tác$|"
        r"(?:^|đơn vị |bộ phận |nơi |người )hỗ trợ$"
    ),
    "owner": re.compile(
        r"chủ trì|thực hiện chính|phụ trách|đầu mối|chịu trách nhiệm|trách nhiệm thực hiện|được giao|phân công|"
        r"(?:cơ quan|đơn vị|bộ phận|tổ chức|người|nơi|phòng)[^|]{0,25}thực hiện|"
        r"(?:người|bộ phận|đơn vị|nơi|khoa|tổ|cơ quan)[^|]{0,12} (?:làm|lo|nhận|đảm nhiệm|chính|giao)$|"
        r"^(?:đơn vị|cơ quan|cơ quan, đơn vị|người thực hiện|trách nhiệm|thực hiện|ai (?:làm|lo|chịu trách nhiệm)|giao|người làm)$"
    ),
    "deadline": re.compile(
        r"thời gian|thời hạn|tiến độ|hạn hoàn thành|ngày hoàn thành|hoàn thành trước|kỳ hạn|lộ trình|^(?:hạn|mốc).{0,20}$|thời điểm|"
        r"^(?:từ ngày|đến ngày|(?:ngày |thời điểm )?(?:bắt đầu|kết thúc))$|^(?:chừng nào|bao giờ|khi nào|lúc nào|xong)(?: xong| làm|"
        r" trước)?$|^(?:ngày|ngày giờ|hoàn thành|xong trước ngày)$"
    ),
    "result": re.compile(r"sản phẩm|kết quả|đầu ra|hình thức văn bản|minh chứng|^(?:cần|phải) (?:đạt|có)$"),
    "other": re.compile(
        r"ghi chú|căn cứ|kinh phí|cơ sở|địa điểm|thành phần|nguồn|lý do|số lượng|đơn giá|thành tiền|tổng|chỉ tiêu|mức|quy mô|"
        r"đối tượng|số tiền"
    ),
    "content": re.compile(
        r"nội dung|nhiệm vụ|công việc|hoạt động|đầu việc|tên (?:nhiệm vụ|công việc|đề án|dự án|văn bản|hoạt động)|giải pháp|đề án|"
        r"hạng mục|chương trình|công tác|^(?:việc|phần việc|các việc)(?:$| )"
    ),
}
_EARLIER_TIME = re.compile(r"bắt đầu|khởi công|triển khai từ|từ ngày|giao|ban hành|cũ|ban đầu|trước đây|đăng ký")
_END_TIME = re.compile(r"hoàn thành|kết thúc|xong|đến ngày")
_LATER_TIME = re.compile(r"gia hạn|mới|điều chỉnh")
_LABEL = re.compile(r"^([^:;.|]{2,60}):\s*")
_LABEL_ONLY = re.compile(
    r"^(?:\*\s*)?(?:(?:cơ quan|đơn vị|bộ phận)(?:, (?:cơ quan|đơn vị))? (?:chủ trì|phối hợp|thực hiện|phụ trách|chủ trì thực hiện|"
    r"phối hợp thực hiện|tham gia|làm|lo|đảm nhiệm)|người làm|chủ trì(?: thực hiện)?|phối hợp(?: thực hiện)?|thực hiện|"
    r"(?:dự kiến )?thời (?:gian|hạn|điểm)(?: (?:thực hiện|hoàn thành|hoàn tất|kết thúc|triển khai|dự kiến|"
    r"dự kiến thực hiện|tiến hành|tổ chức|báo cáo|trình|"
    r"đào tạo|kiểm tra|tập huấn|khảo sát))*|tiến độ(?: thực hiện| hoàn thành)?|"
    r"(?:dự kiến )?sản phẩm(?: dự kiến| đầu ra| hoàn thành)?|kết quả(?: đầu ra| dự kiến| thực hiện| cần đạt)?|nội dung(?: thực hiện|"
    r" công việc| nhiệm vụ)?|nhiệm vụ(?: cụ thể)?|"
    r"thành phần(?: tham dự| tham gia)?|địa điểm(?: tổ chức| thực hiện)?|kinh phí(?: thực hiện)?|đối tượng(?: tham gia)?|số lượng|"
    r"hình thức(?: tổ chức| thực hiện)?|thời lượng|phương thức|tên (?:nhiệm vụ|công việc|đề án|dự án|hoạt động)|"
    r"hạn hoàn thành|thời gian, địa điểm|nguồn kinh phí|phân công(?: thực hiện)?|trách nhiệm thực hiện|người thực hiện|"
    r"lãnh đạo phụ trách|yêu cầu)$"
)


def column(header: str) -> Column | None:
    """The question that a header cell asks, whatever its wording; `None` when it asks none that is known.

    >>> column("Đơn vị chịu trách nhiệm chính"), column("Thời gian hoàn thành"), column("TT")
    ('owner', 'deadline', 'number')
    """
    text = " ".join(fold(header).split()).strip(" .:*")
    if not text or len(text) > 90:
        return None
    if re.search(r"chủ trì.*phối hợp|phối hợp.*chủ trì", text):
        return "owner"
    for name, pattern in _COLUMNS.items():
        if pattern.search(text):
            return name
    return None


def time_weight(header: str) -> int:
    """How surely a column of times holds the limit of the work: 0 when it begins or was given, 2 when it ends, 3 an extended limit.

    >>> time_weight("Thời gian bắt đầu"), time_weight("Thời gian hoàn thành"), time_weight("Hạn mới")
    (0, 2, 3)
    """
    text = fold(header)
    if _LATER_TIME.search(text):
        return 3
    return 0 if _EARLIER_TIME.search(text) else 2 if _END_TIME.search(text) else 1


def label(text: str) -> tuple[Column, int] | None:
    """The question that a labelled line answers ("Thời gian thực hiện: Quý II") and where its value begins; `None` for other lines.

    >>> label("Đơn vị chủ trì: Sở Y tế")
    ('owner', 16)
    >>> label("Sở Y tế: Kiểm tra các cơ sở") is None
    True
    """
    match = _LABEL.match(text)
    name = fold(match[1]) if match else fold(text).strip(" .:")
    if not _LABEL_ONLY.match(name):
        return None
    asked = column(name) or "other"
    if re.match(r"(?:thành phần|địa điểm|kinh phí|đối tượng|số lượng|hình thức|thời lượng|phương thức|nguồn|yêu cầu)", name):
        asked = "other"
    if asked in ("content", "other") and match is None:
        return None
    return asked, match.end() if match else len(text)
