"""Rõ sản phẩm, rõ thẩm quyền: what must come out, how much, to whom, and who decides?"""

from __future__ import annotations

import re

from pipeline.language.fold import CAPITALS
from pipeline.pipes.clarity.case import Case, one_line
from pipeline.pipes.clarity.quoting import proposal
from pipeline.pipes.clarity.rewording import Change, in_brackets
from pipeline.pipes.clarity.rules.rule import Flaw, Rule, checks, cue_flaw, said_behind

_QUANTITY = (
    r"tỷ lệ|chỉ số|chỉ tiêu|số vụ|số lượng|số ca|số người|số hộ|diện tích|sản lượng|năng suất|thứ hạng|doanh thu|thu nhập|kim ngạch|"
    r"tỷ trọng|"
    r"điểm số|thời gian|chi phí|tai nạn|nợ đọng|nợ thuế|nợ xấu|tồn đọng|công suất|mật độ|tỷ suất|dư nợ|vốn|giá thành|tổn thất|"
    r"hộ nghèo|lượng khách|số thu|nguồn thu|thu ngân sách|độ che phủ|số dư|lượng"
)
_TARGET = re.compile(
    rf"(?P<phrase>(?:nâng cao|nâng dần|nâng|tăng thêm|tăng dần|tăng nhanh|tăng|gia tăng|giảm bớt|giảm dần|giảm mạnh|giảm thiểu|giảm|"
    rf"kéo giảm|hạ thấp|hạ|"
    rf"cải thiện|rút ngắn|mở rộng|thu hẹp|cắt giảm)(?: (?:mạnh|nhanh|dần|đáng kể|tối đa|tổng|mức|thêm|được)){{0,2}} (?:{_QUANTITY})(?!\w)"
    r"(?: (?!và |ở |trên |của |để |so |trong |tại )\w+){0,8})"
)
_RATE = re.compile(
    r"(?<!\w)(?P<phrase>(?:tăng|giảm|nâng|hạ|kéo giảm|cắt giảm|tiết kiệm|rút ngắn)(?: \w+){0,8}? (?:(?:ít nhất|tối thiểu|trên|từ|thêm|"
    r"khoảng|bình quân|quá|đi|xuống|được|hơn) )*"
    r"\d+(?:[.,]\d+)?(?: ?- ?\d+(?:[.,]\d+)?)?\s*(?:%(?: số)?|lần(?!\w)))"
)
_BASELINE = re.compile(
    r"so với|so cùng kỳ|cùng kỳ|xuống còn|lên (?:mức )?\d|còn \d|đạt|hiện nay|hiện tại|từ \d[\d.,]*\s*%? ?(?:lên|xuống|đến|còn)|mỗi năm|"
    r"hằng năm|hàng năm|/năm|"
    r"so (?:năm|tháng|quý|kế hoạch|dự toán)|dự toán|kế hoạch (?:vốn|giao)|tổng số|trở lên"
)
_ATTITUDE = re.compile(r"(?:giữ(?: gìn| vững)?|nêu cao|đề cao|tôn trọng|gương mẫu|coi trọng|chấp hành|ứng xử|tuân thủ|có thái độ)(?!\w)")
_GOES_ON = re.compile(r"(?!;(?! báo cáo))[^.\n]*?(?=[.\n]|;(?! báo cáo)|\Z)")
_KIND_OF_REPORT = re.compile(r"\s*(?:sơ kết|tổng kết|chuyên đề|định kỳ|đột xuất|năm|tháng|quý|nhanh|giải trình|công tác|tài chính)(?!\w)")
_CONDITION = re.compile(r"(?<!\w)(?:khi|nếu|trường hợp|không|khen thưởng|biểu dương|tổ nào|đơn vị nào|cấm|nghiêm cấm)(?!\w)[^;.]*$")
_LEVEL = re.compile(r"xuống dưới|dưới \d|không quá|giá|chiết khấu|tiền|phí|^cắt giảm[^%]*% số")
_REPORT = re.compile(
    r"(?P<phrase>(?P<verb>(?:tổng hợp,? )?báo cáo(?! viên)|(?:gửi|nộp)(?= (?:báo cáo|kết quả)(?!\w)))(?: (?:báo cáo|kết quả|tình hình|"
    r"tiến độ)){0,2})(?!\w)"
)
_RECEIVER = re.compile(
    rf"(?<!\w)(?:(?i:về|cho|với|đến|tới|lên|gửi|trình|qua|báo cáo)(?: bằng văn bản| nhanh| ngay| kịp thời| kết quả| đầy đủ|"
    rf" trực tiếp)?(?: về| cho| với| đến| tới| lên)?\s+(?:[{CAPITALS}]|(?:các |những )?(?:cấp|cơ quan|ủy ban|ubnd|sở|bộ|ban|"
    r"văn phòng|phòng|chủ tịch|giám đốc|lãnh đạo|thủ tướng|chính phủ|tỉnh|huyện|xã|đảng ủy|chi bộ|đơn vị|hội|công an|thường trực|"
    r"thường vụ|đồng chí|chi cục|cục|vụ|trung tâm|"
    r"hiệu trưởng|thư ký|ban giám đốc|trưởng|tổ|nhà trường|trường|khoa|bệnh viện|công ty|tổng|thanh tra|người|nhân dân|cử tri|đại hội|"
    r"hội nghị|kỳ họp|đ/c|trực ban|ban|tập đoàn|phó|thứ trưởng|đoàn|khối|viện|kho bạc|ngân hàng|chính quyền|thôn|ấp|phường|mạng|hộp thư|"
    r"địa chỉ|cổng)(?!\w)))|(?<!\w)trước (?:toàn thể |các )?(?:đại biểu|hội nghị|cử tri|nhân dân|tập thể|đoàn viên|người lao động)(?!\w)"
)


@checks("result-missing")
def _missing(rule: Rule, case: Case) -> Flaw | None:
    task = case.task
    if task.result is not None:
        return None
    found = proposal(task.content, acts_only=True) if len(case.clauses) == 1 and not case.general else None
    if found:
        change = Change(behind=f" (sản phẩm: {in_brackets(found.product)})")
    elif case.is_ban:
        change = Change(behind=", giao [tên cơ quan] kiểm tra việc chấp hành, báo cáo [cơ quan nhận]")
    elif _ATTITUDE.match(case.body, case.act_at(0)):
        change = Change(behind=" (tiêu chí: [mức cần đạt])")
    else:
        change = Change(report_to="bằng văn bản về [cơ quan nhận]")
    return Flaw(task.start, task.end, change=change)


@checks("unmeasured-target")
def _unmeasured(rule: Rule, case: Case) -> Flaw | None:
    if case.is_measured:
        return None
    heads = [start for start, _ in case.clauses if not start or ";" in case.body[max(0, start - 2) : start]]
    found = next((match for start in heads if (match := _TARGET.match(case.body, case.act_at(start)))), None)
    if found is None or case.spelled_out(found.end()):
        return None
    return cue_flaw(case, *found.span("phrase"), "(từ [mức hiện tại] đến [mức cần đạt])")


@checks("target-without-baseline")
def _without_baseline(rule: Rule, case: Case) -> Flaw | None:
    found = _RATE.search(case.body)
    if found is None or _BASELINE.search(case.folded) or _CONDITION.search(case.body[: found.start()]) or _LEVEL.search(found[0]):
        return None
    start, end = case.span(*found.span("phrase"))
    return Flaw(start, end, {"phrase": one_line(found["phrase"])}, Change.replacing(end, end, " (so với [kỳ, mức so sánh])"))


@checks("report-without-addressee")
def _without_addressee(rule: Rule, case: Case) -> Flaw | None:
    if "báo cáo" in case.setting.lead and _RECEIVER.search(case.setting.lead):
        return None
    for start, _ in case.clauses:
        found = _REPORT.match(case.body, case.act_at(start))
        if found is None or _RECEIVER.search((case.task.text + _same_report(case)).replace("_", " ")):
            continue
        first, last = found.span("phrase")
        place = case.span(first, last)
        told = case.task.start + found.end("verb")
        if _KIND_OF_REPORT.match(case.body, found.end()):
            return Flaw(*place, {"phrase": one_line(case.task.text[first:last])}, said_behind(case, last, " gửi [cơ quan nhận]"))
        return Flaw(*place, {"phrase": one_line(case.task.text[first:last])}, Change.replacing(told, told, " [cơ quan nhận]"))
    return None


def _same_report(case: Case) -> str:
    """How the sentence goes on behind the task, as long as it is about reports: *; báo cáo năm trước ngày 15/11 về Sở Y tế*."""
    found = _GOES_ON.match(case.setting.behind)
    return found[0] if found else ""


_TURNS_TO = re.compile(
    r"(?<!\w)(?:trình|báo cáo|đề xuất|kiến nghị|đề nghị|xin|chuyển|gửi|cung cấp|bàn giao|tham mưu|thông báo|báo|xin ý kiến)(?!\w)[^;.]*$"
)
_CASE_BY_CASE = re.compile(
    r"(?:chuyển|gửi)(?: ngay)? (?:các |những )?(?:đơn|hồ sơ|vụ|tin báo|đối tượng|người)(?: \w+){0,6} (?:đến|cho|sang|tới|về) $"
)
_DONE_BY = re.compile(r"(?:không|đã được|được|của|phân|cấp ủy|ban thường vụ|chỉ đạo(?: các)?) $")


@checks("authority-unnamed")
def _authority(rule: Rule, case: Case) -> Flaw | None:
    for start, end, instead in rule.cued(case):
        before = case.body[max(0, start - 60) : start]
        if not _TURNS_TO.search(before) or _DONE_BY.search(before) or case.body[end:].startswith((" trực tiếp", " của ")):
            continue
        if re.search(
            r"(?:chỉ đạo|hướng dẫn|yêu cầu|văn bản|quy định|phân cấp|phê duyệt|thẩm định|chấp thuận|kết luận|cho phép)(?: \w+)? (?:của|"
            r"được) $|phối hợp (?:chặt chẽ )?(?:với|cùng) (?:các )?$",
            before,
        ):
            continue
        if _CASE_BY_CASE.search(before):
            instead = instead.replace("]", ", theo từng loại vụ việc]")
        return cue_flaw(case, start, end, instead)
    return None
