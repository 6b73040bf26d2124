"""An explanation as lines for a person: where a clause stands, whether it is an order, whose and by when, whether it is clear, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.cli.feature_words import DEADLINE_KINDS, FORMS, POLICIES, ZONES, told
from pipeline.export import labels
from pipeline.pipes.clarity.case import one_line
from pipeline.pipes.models.judge import Votes
from pipeline.pipes.reasons.account import ClauseAccount, Due, Explanation, Line, NameEnd, Role, RuleVote, Seen, TaskAccount, Vote
from pipeline.pipes.tasks.assignments import Why
from pipeline.pipes.tasks.columns import Column
from pipeline.schema import DeadlineStatus, Header

Style = Literal["", "title", "quote", "section", "yes", "no", "faint"]


@dataclass(frozen=True, slots=True)
class Told:
    """One line, how far it stands in, and how it looks on a terminal."""

    text: str
    indent: int = 0
    style: Style = ""


_NOT_HERE = "không phải chỗ giao việc"
_WHYS: dict[Why, str] = {
    "unread zone": "{zone}: " + _NOT_HERE,
    "zone": "{zone}: " + _NOT_HERE,
    "formula": "câu mẫu cuối văn bản (hiệu lực, trách nhiệm thi hành, nơi nhận …): không có gì để theo dõi",
    "quoted": "cả câu đặt trong ngoặc kép: lời trích dẫn",
    "capitals": "dòng viết hoa toàn bộ: tên của một phần",
    "sets a deadline": "câu chỉ nêu thời hạn của việc phía trên",
    "label": "dòng có nhãn, cho biết {labels} của đầu việc",
    "value": "dòng này điền tiếp cho nhãn phía trên",
    "names bodies": "dòng chỉ nêu tên cơ quan: việc bên dưới là của cơ quan này",
    "verb in a decision": "điều của quyết định không nêu ai làm: là nội dung được quyết định, không phải việc được giao",
    "decides": "điều này tự quyết định (phê duyệt, ban hành, thành lập …), không giao ai làm",
    "writer acts": "cơ quan gửi văn bản tự trả lời, thông báo hoặc hứa, không giao ai",
    "letter answers": "công văn trả lời: chỉ câu đề nghị, yêu cầu mới là giao việc",
    "no form": FORMS["none"],
    "presides": "kể ai chủ trì cuộc họp, không giao việc",
    "verbs do not count": "ở {place}, câu không nêu ai được giao thì không phải là giao việc",
    "nobody quoted": "không thuật lại lời giao việc của ai",
    "outside the conclusion": "ngoài phần kết luận của biên bản",
    "only leads in": "câu dẫn{under}",
    "said again": "nhắc lại một việc đã nêu đầy đủ hơn ở chỗ khác của bài",
    "flat table": "đoạn này được đọc như một hàng của bảng",
    "no task in row": "hàng tiêu đề, hàng nhóm hoặc bảng không giao việc",
}
_COLUMNS: dict[Column, str] = {
    "number": "số thứ tự",
    "content": "nội dung",
    "owner": "cơ quan chủ trì",
    "coordinator": "cơ quan phối hợp",
    "deadline": "thời hạn",
    "result": "sản phẩm",
    "other": "thông tin khác",
}
_STATUSES: dict[DeadlineStatus, str] = {
    "resolved": "đã xác định",
    "partial": "chưa đủ để xác định",
    "unresolved": "không kiểm tra được",
}
_NO_OWNER = "không thấy trong câu, dòng nhãn, đề mục, câu dẫn phía trên và nơi gửi"

_NO_RESULT = "không thấy văn bản, số lượng hay báo cáo phải nộp"


def lines(explanation: Explanation) -> Iterator[Told]:
    """The whole explanation."""
    yield Told(_document(explanation))
    for account in explanation.clauses:
        yield Told("")
        yield from _clause(account, explanation)


def summary(explanation: Explanation) -> Iterator[Told]:
    """One line a clause: where it stands and what it is."""
    yield Told(_document(explanation))
    yield Told("")
    for account in explanation.clauses:
        yield Told(f"{_place(account)}: {_verdict(account)}: «{_cut(account.text)}»", style="yes" if account.tasks else "")
    yield Told("")
    yield Told('Thêm --at VỊ_TRÍ hoặc --text "một đoạn nguyên văn" để xem vì sao.', style="faint")


def _document(explanation: Explanation) -> str:
    policy = POLICIES[explanation.policy]
    return f"{_title(explanation.document, explanation.path)}: {policy}."


def _title(header: Header, path: str | None) -> str:
    kind = header.kind or path or "văn bản"
    name = kind[:1].upper() + kind[1:] + (f" số {header.number}" if header.number else "")
    return name + (f" ngày {labels.office_date(header.issued)}" if header.issued else "")


def _place(account: ClauseAccount) -> str:
    return (account.locator or "Đoạn không đánh số") + (f" (trang {account.page})" if account.page else "")


def _verdict(account: ClauseAccount) -> str:
    if account.tasks:
        return "NHIỆM VỤ" if len(account.tasks) == 1 else f"{len(account.tasks)} NHIỆM VỤ"
    reasons = [_why(seen, account) for seen in account.left_out]
    return f"không phải nhiệm vụ ({reasons[0]})" if reasons else "không phải nhiệm vụ"


def _clause(account: ClauseAccount, explanation: Explanation) -> Iterator[Told]:
    yield Told(f"{_place(account)}: {_verdict(account)}", style="title")
    yield Told(f"«{one_line(account.text)}»", 1, "quote")
    yield Told("Chỗ đứng", 1, "section")
    zone = ZONES[account.zone]
    yield Told(f"{zone[:1].upper()}{zone[1:]}{'' if account.zone == 'body' else f': {_NOT_HERE}'}.", 2)
    for line in account.headings:
        yield Told(f"Dưới {_line(line)}", 2)
    if not account.tasks:
        yield Told("Có phải câu giao việc không: KHÔNG", 1, "section")
        for seen in account.left_out:
            yield from _left_out(seen, account)
        yield from _order_vote(account.order, explanation, taken=False)
    for number, one in enumerate(account.tasks, 1):
        if len(account.tasks) > 1:
            yield Told(f"Nhiệm vụ {number}: «{one_line(one.task.text)}»", 1, "quote")
        yield from _task(one, account, explanation)


def _left_out(seen: Seen, account: ClauseAccount) -> Iterator[Told]:
    if seen.form != "none":
        but = "ở chỗ khác sẽ là " if seen.why == "verbs do not count" else ""
        yield Told(f"Luật: {but}dạng {_form(seen)}", 2)
        yield Told(f"nhưng bị loại: {_why(seen, account)}.", 3, "no")
    else:
        yield Told(f"Luật: {_why(seen, account)}.", 2, "no")


def _task(one: TaskAccount, account: ClauseAccount, explanation: Explanation) -> Iterator[Told]:
    yield Told("Có phải câu giao việc không: CÓ", 1, "section")
    by_model = one.seen.form == "none"
    if by_model:
        for seen in account.left_out:
            yield from _left_out(seen, account)
    else:
        yield Told(f"Luật: có, dạng {_form(one.seen)}.", 2, "yes")
    if one.seen.form == "row":
        yield Told("Mô hình: không được hỏi về hàng của bảng.", 2, "faint")
    else:
        yield from _order_vote(one.order or account.order, explanation, taken=not by_model)
    yield Told("Ai làm, bao giờ xong, kết quả gì", 1, "section")
    yield from _roles("Cơ quan chủ trì", one.owners, _NO_OWNER)
    if one.name_end is not None:
        yield Told(_name_end(one.name_end), 3, "faint")
    yield from _roles("Cơ quan phối hợp", one.coordinators, "không có")
    yield from _due(one.due)
    result = one.task.result
    product = f"«{one_line(result.text)}»{_from(one.result_line)}" if result else _NO_RESULT
    yield Told(f"Sản phẩm: {product}.", 2)
    yield Told("Đã rõ chưa", 1, "section")
    for rule in one.rules:
        yield _rule(rule)
        if rule.name == "content-generic":
            yield from _content(one.content, explanation.votes)
    yield Told(f"6 rõ: {labels.clarity(one.task)}.", 2)
    yield from _confidence(one)


def _form(seen: Seen) -> str:
    parts = [FORMS[seen.form]]
    if seen.cue:
        parts.append(f"lời giao «{seen.cue}»")
    if seen.owners:
        parts.append(f"người được giao {', '.join(f'«{one_line(name)}»' for name in seen.owners)}")
    if seen.act:
        parts.append(f"mở đầu việc bằng «{seen.act}»")
    if seen.labels:
        parts.append(f"các cột {', '.join(_COLUMNS[column] for column in seen.labels)}")
    return "; ".join(parts)


def _why(seen: Seen, account: ClauseAccount) -> str:
    assert seen.why is not None
    under = f": việc nằm ở các mục con ({'; '.join(seen.under)})" if seen.under else ", chỉ giới thiệu nội dung bên dưới"
    zone = ZONES[account.zone]
    place = zone if account.zone != "body" else "các điều của quyết định"
    columns = ", ".join(_COLUMNS[column] for column in dict.fromkeys(seen.labels)) or "thông tin"
    return _WHYS[seen.why].format(zone=zone, place=place, labels=columns, under=under)


def _order_vote(vote: Vote | None, explanation: Explanation, *, taken: bool) -> Iterator[Told]:
    if explanation.votes == "rules":
        yield Told("Mô hình: không hỏi (--votes rules).", 2, "faint")
        return
    if vote is None or vote.probability is None:
        yield Told("Mô hình: không được hỏi; luật đã biết chắc câu này là gì.", 2, "faint")
        return
    likely = f"Mô hình: khả năng là câu giao việc {percent(vote.probability)}"
    if taken:
        yield Told(f"{likely}; chỉ để tham khảo, câu mà luật đã nhận thì giữ.", 2)
    else:
        yield Told(f"{likely}; {_bound(vote, explanation.votes)} Kết luận theo {_by(vote)}.", 2, "yes" if vote.answer else "no")
    yield from _weights(vote, "giao việc", "câu thường", 3)


def _bound(vote: Vote, votes: Votes) -> str:
    if votes == "models":
        return "chỉ hỏi mô hình: từ 50 % trở lên là có."
    if vote.bound is None:
        return "mô hình không được quyền thay luật ở đây."
    side = "xuống" if vote.rule else "lên"
    return f"phải từ {percent(vote.bound)} trở {side} mới thay được luật."


def _by(vote: Vote) -> str:
    return "mô hình" if vote.by == "model" else "luật"


def _weights(vote: Vote, yes: str, no: str, indent: int, *, step: int = 6) -> Iterator[Told]:
    for side, weighed in ((yes, vote.pro), (no, vote.con)):
        if words := told(weighed, step=step):
            yield Told(f"Nghiêng về {side}: {words}.", indent, "faint")


def _roles(title: str, roles: tuple[Role, ...], nobody: str) -> Iterator[Told]:
    if not roles:
        yield Told(f"{title}: {nobody}.", 2)
    for role in roles:
        pointer = f"; «{one_line(role.pointer)}» trong câu chỉ cơ quan này" if role.pointer else ""
        yield Told(f"{title}: «{role.words}», {labels.ORIGINS[role.source]}{_from(role.line)}{pointer}. {_registered(role)}.", 2)


def _registered(role: Role) -> str:
    if role.known is None:
        return "Danh mục: không có tên này"
    return f"Danh mục: {role.known} (mã {role.agency})" + (f", nay là {role.now}" if role.now else "")


def _from(line: Line | None) -> str:
    return f", ở {_line(line)}" if line else ""


def _line(line: Line) -> str:
    return f"{line.locator} «{line.text}»" if line.locator else f"«{line.text}»"


def _name_end(end: NameEnd) -> str:
    likely = f"Mô hình: tên cơ quan hết trước «{end.before}», khả năng {percent(end.probability)}"
    if end.changed:
        return f"{likely}: theo mô hình" + (f", luật thì ngắt trước «{end.rule}»." if end.rule else ", luật không thấy tên.")
    return f"{likely}, như luật." if end.agrees else f"{likely}; chưa đủ chắc để thay luật."


def _due(due: Due) -> Iterator[Told]:
    deadline = due.deadline
    if deadline is None:
        yield Told("Thời hạn: không thấy trong câu, dòng nhãn, câu dẫn và đề mục phía trên.", 2)
    else:
        value = labels.deadline_value(deadline)
        parts = [f"«{one_line(deadline.text)}»", f"loại {DEADLINE_KINDS[deadline.kind]}", _STATUSES[deadline.status]]
        parts += [f"đến hạn {value}" if deadline.due else value.lower()] if value else []
        parts += [f"tính từ «{one_line(deadline.anchor)}»"] if deadline.anchor else []
        yield Told(f"Thời hạn: {', '.join(parts)}; {labels.ORIGINS[deadline.source]}{_from(due.line)}.", 2)
        if deadline.note:
            yield Told(f"Ghi chú: {deadline.note.strip(' .')}.", 3)
    if due.others:
        yield Told(f"Cụm thời gian khác trong câu, không phải thời hạn: {', '.join(f'«{other}»' for other in due.others)}.", 3)
    if due.parent_due:
        yield Told(f"Thời hạn chung của đề mục, câu dẫn phía trên: {labels.office_date(due.parent_due)}.", 3)


def _rule(rule: RuleVote) -> Told:
    about = f"{rule.code} {rule.title}" + (" (xét cả văn bản)" if rule.scope == "document" else "")
    match rule.state:
        case "found":
            assert rule.severity is not None
            return Told(f"{about}: CÓ, mức {labels.degree(rule.severity)}. {rule.message}", 2, "no")
        case "dismissed":
            return Told(f"{about}: đã bỏ qua: {rule.reason}", 2, "faint")
        case "off":
            return Told(f"{about}: tắt", 2, "faint")
    return Told(f"{about}: không", 2)


def _content(vote: Vote | None, votes: Votes) -> Iterator[Told]:
    if vote is None:
        yield Told("Có sản phẩm nên không phải nội dung chung chung.", 3, "faint")
        return
    rule = f"Luật: {'chung chung' if vote.rule else 'kiểm tra được'}"
    if vote.probability is None:
        yield Told(f"{rule}. Mô hình: không hỏi.", 3, "faint")
        return
    likely = f"khả năng chung chung {percent(vote.probability)}"
    yield Told(f"{rule}. Mô hình: {likely}; {_bound(vote, votes)} Kết luận theo {_by(vote)}.", 3, "faint")
    yield from _weights(vote, "chung chung", "kiểm tra được", 3)


def _confidence(one: TaskAccount) -> Iterator[Told]:
    vote = one.confidence
    modelled = vote is not None and vote.probability is not None
    told_by = "mô hình: khả năng không phải sửa cơ quan và thời hạn" if modelled else "ước lượng theo nguồn của cơ quan chủ trì"
    yield Told(f"Độ tin cậy: {percent(one.task.confidence)} ({told_by}).", 2)
    if vote is not None and modelled:
        yield from _weights(vote, "đúng", "phải xem lại", 3, step=10)


def percent(share: float) -> str:
    """A probability as offices write it.

    >>> percent(0.9459), percent(0.5), percent(0.99981), percent(0.0002)
    ('94,6 %', '50 %', 'trên 99,9 %', 'dưới 0,1 %')
    """
    if 0.999 < share < 1:
        return "trên 99,9 %"
    if 0 < share < 0.001:
        return "dưới 0,1 %"
    return f"{100 * share:.1f}".removesuffix(".0").replace(".", ",") + " %"


def _cut(text: str) -> str:
    words = text.split()
    return " ".join(words[:12]) + (" …" if len(words) > 12 else "")
