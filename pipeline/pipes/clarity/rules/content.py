"""Rõ việc: can the act be checked, and is it one act?"""

from __future__ import annotations

import re

from pipeline.language.fold import fold
from pipeline.pipes.agencies.grammar import opens_with_verb, predicate_pattern, read_subject, starts_body
from pipeline.pipes.clarity.case import Case, one_line, place_of
from pipeline.pipes.clarity.content import ordered_verbs
from pipeline.pipes.clarity.quoting import exhortation, proposal
from pipeline.pipes.clarity.rewording import Change, in_brackets, lowered
from pipeline.pipes.clarity.rules.rule import Flaw, Rule, checks, cue_flaw, said_behind

_LAW = re.compile(  # what says which provision is meant
    r"\s*(?:(?:cụ thể )?(?:tại|ở|của|nêu tại|ghi tại|trong)\s+)?(?:các )?(?:khoản|điểm|điều|chương|mục|luật|bộ luật|pháp lệnh|nghị định|"
    r"thông tư|quyết định|"
    r"nghị quyết|chỉ thị|kế hoạch|hướng dẫn|quy chế|quy chuẩn|điều lệ|phụ lục|hợp đồng)(?!\w)"
)
_NUMBERED = re.compile(r"\s*(?:này|số|\d|năm \d|của [^,;.]{0,60}?(?:số|ngày) \d)")
_TITLE_OF_LAW = re.compile(r"[^,;.]{0,40}?(?:luật|bộ luật|pháp lệnh|điều lệ|nội quy|quy chế)(?!\w)")
_SOME_ARTICLES = re.compile(
    r"một số (?:điều|nội dung|quy định) (?:của|tại|về)|một số (?:nội dung|vấn đề|nhiệm vụ|việc|giải pháp|điểm|công việc)(?: \w+){0,3} sau"
)
_JUDGES = re.compile(
    r"(?:lấy|tiết kiệm|hiệu quả|chất lượng|mức độ|tính|nâng cao|đánh giá|bảo đảm an toàn|kém|chưa|không|sự|độ|thiếu|phương án|"
    r"việc làm|người|trong sạch,?)\s+$"
)
_AS_NOUN = re.compile(
    r"\s+(?:nghiệp|đẹp|quy chuẩn|tiêu chuẩn|quy hoạch|quy định|với quy|hóa|dữ liệu|kinh tế|sử dụng|đầu tư|hoạt động|công tác|quản lý|"
    r"công việc)(?!\w)"
)
_NOUNS_TOO = ("hiệu quả", "chất lượng", "phù hợp", "đồng bộ", "đầy đủ", "tốt")
_ACTS_ON = frozenset({"concrete", "soft", "setup", "hold", "finish", "draft"})
_FIGURE_SOON = re.compile(r"\s*(?:\w+ ){0,3}?(?:\d|\[)")
_ANOTHER = re.compile(r"[,;]\s*(?:giao )?|\s(?:và|còn)\s+(?=[^\s])")
_LISTED_BEFORE = re.compile(  # bodies that somebody turns to: "phối hợp với Sở A, Sở B", "gửi Sở A và Sở B", "các huyện A, B"
    r"(?<!\w)(?:với|cho|của|gửi|cùng|trình|báo cáo|về|đến|từ|qua|do|giữa|thuộc|các|mời|chỉ đạo|hướng dẫn|(?<!bàn )giao|đề nghị|"
    r"yêu cầu)(?: \w+){1,12}$"
)
_WORDS_BEFORE_OBJECT = 5
_PIECE_WORDS = 5
_SHORT_REST = 10
_ADVERBIAL_OBJECT = re.compile(r"(?<!\w)(?:chức năng,?|theo|là|sát|trong phạm vi|căn cứ|trên cơ sở|quyền hạn,?|trách nhiệm,?)\s+$")
_SAID_WHERE = re.compile(
    r"\s*(?:(?:nêu |ghi |quy định )?(?:tại|trong|ở) |(?:\w+ ){0,3}?(?:nêu trên|trên đây|sau đây|dưới đây|trên)(?=\W|\Z))"
)
_QUALIFIED = re.compile(r"(?:liên quan|cần thiết|được giao|phù hợp|đồng bộ|trọng tâm|đề ra|của mình)$")
_NOTHING_FOLLOWS = re.compile(
    r"\s*(?:[,;.]|$|(?:thuộc|theo|đã|để|nhằm|được|nêu|trên|này|liên quan|có liên quan|cần thiết|phù hợp|đồng bộ)(?!\w))"
)
_NUMBER_OF = re.compile(r"\s+(?:điện thoại|tài khoản|báo danh|hiệu|\d)")
_PROVISION = re.compile(r"[^,;.]{0,40}?(?<!\w)(?:tại|theo|của) (?:điểm|khoản|điều)(?!\w)")
_ET_CETERA = re.compile(r"(?<!\w)v\.\s?v[.…]*")
_BREAKS_OFF = re.compile(r"[,\s]*(?P<sign>…|\.\.\.|v\.v)")
_NO_ACT = re.compile(
    r"(?:không|chủ trì|phối hợp|nghiêm cấm|cấm|tránh|tăng cường|đẩy mạnh|nâng cao|phát huy|chú trọng|quan tâm|thực hiện tốt|bảo đảm|"
    r"đảm bảo|góp phần)(?!\w)"
)
_LISTS_ACTS = re.compile(
    r"(?:kỹ năng|công tác|quy trình|nội dung|các khâu|phương pháp|kiến thức|nghiệp vụ|năng lực|hoạt động|các hành vi|tình trạng|"
    r"việc)(?= \w)"
)
_AND_DECIDES = re.compile(
    r"[,\s]*(?:và )?(?:đề xuất|quyết định|xây dựng|ban hành|sửa đổi|giải quyết|xử lý|bố trí|bổ sung|cho ý kiến|phê duyệt|trả lời|hỗ trợ|"
    r"khen thưởng|áp dụng)(?!\w)"
)
_FINISHED_BEFORE = re.compile(r"[\s,]*(?:(?:phải )?(?:hoàn thành|hoàn tất|xong)(?: việc này)?[\s,]*)?\Z")
_OURS = r"(?:cơ quan|đơn vị|địa phương|ngành|cấp|phường|xã|tổ chức|từng|mỗi|các|mình|nhà trường|doanh nghiệp)"
_BELONGS = re.compile(
    r"(?:,? (?:và )?(?:thẩm quyền|nhiệm vụ|quyền hạn|chức năng)(?!\w)|"
    r"\s+(?:(?:có )?liên quan|cần thiết|phù hợp|phong phú|đa dạng|khác nhau|thiết thực|"
    r"đề ra|nêu trên|kết luận|thực tế|hiện hành|được (?:giao|phân công|đề ra|xác định)|"
    rf"(?:đã )?(?:nêu|đề ra|phân công)|(?:tại|của|ở) (?:pháp luật|nhà nước|{_OURS}(?:(?:,? |, và | và ){_OURS})*|"
    rf"(?:chỉ thị|kế hoạch|kết luận|công văn|văn bản) này)))+"
)
_CONCLUDES = re.compile(r"(?<!\w)có (?:kết quả|kết luận|báo cáo|văn bản|ý kiến)(?!\w)")
_LISTED = re.compile(r"(?:\d+ )?(?:bản |bảng )?(?:danh sách|danh mục)(?!\w)")
_OF_A_LAW = re.compile(r"(?<!\w)(?:luật|bộ luật|pháp lệnh|nghị định|thông tư)(?!\w)[^.;]*$|được (?:\w+ ){1,3}$")
_CARRIES_OUT = re.compile(
    r"(?<!\w)(?:theo|thực hiện|triển khai|chấp hành|quán triệt|tuân thủ|căn cứ|bám sát|áp dụng|trên cơ sở|cụ thể hóa|phổ biến|"
    r"tuyên truyền|học tập|nắm vững|vận dụng)"
    r"(?!\w)(?:[,\s]+(?!ban hành|gửi|nộp)\w+){0,6}$"
)
_ALSO_OPEN = re.compile(
    r"(?:,| và| hoặc) (?P<phrase>(?:các|những|một số|nhiều) (?:(?:nội dung|vấn đề|việc|nhiệm vụ|hoạt động|hình thức|biện pháp|hành vi|"
    r"công việc|tài sản|giấy tờ|yêu cầu|chi phí)(?: \w+){0,3} khác|"
    r"(?:\w+ ){1,5}?khác (?:có liên quan|liên quan)))(?=\s*(?:[,;.)]|$)|(?<=liên quan)(?!\w))"
)
_FINDS_OUT = re.compile(  # the task itself is to find the places
    r"(?<!\w)(?:xác định|khoanh vùng|lập bản đồ|phát hiện|thống kê|lập danh sách|lập danh mục|rà soát|kiểm tra toàn bộ|khảo sát|chọn|"
    r"lựa chọn)(?!\w)[^,;.]*$"
)
_FUNCTION = re.compile(
    r"(?:tiếp tục |tích cực |chủ động |thực sự )*(?:thực hiện|làm|hoàn thành|phát huy|bảo đảm|đảm nhiệm|triển khai|tổ chức thực hiện)"
    r"(?: (?:tốt|thật tốt|đầy đủ|đúng|nghiêm túc|nghiêm|có hiệu quả|hiệu quả|hơn nữa|các|mọi|việc|tốt hơn))*(?:,? (?:và )?(?:đầy đủ|đúng|"
    r"hiệu quả|nghiêm túc|kịp thời))*\s+"
)
_PAPER = (
    r"(?:chỉ thị|nghị quyết|kết luận|quyết định|văn bản chỉ đạo|văn bản|chỉ đạo|quy chế|quy trình|hướng dẫn|chương trình|đề án|"
    r"kế hoạch|chủ trương)"
)
_PAPERS = re.compile(  # several of them, and none by number: "quán triệt các chỉ thị, nghị quyết của Tỉnh ủy"
    rf"(?P<phrase>các (?:{_PAPER}(?: chuyên môn)?(?:, | và |, và )(?:các )?)*{_PAPER}(?: (?!đã |của |liên quan )\w+){{0,4}}? ?"
    rf"(?:chuyên môn|(?:đã |được )+(?:ban hành|đề ra|phê duyệt)|của [^,;.:\d]{{3,50}}?))(?=\s*(?:[,;.]|$| về | trong | gắn | theo | trên ))"
)
_OTHER_PAPER = re.compile(
    r"(?P<phrase>(?:theo|thực hiện)(?: đúng| nghiêm| tốt)?(?: nội dung| tinh thần| ý kiến| yêu cầu)?(?: của)? (?:nghị quyết|chỉ thị|"
    r"kế hoạch|công văn|công điện|quyết định|"
    r"kết luận|hướng dẫn|văn bản|thông báo|chương trình)(?: chỉ đạo| hướng dẫn)? của (?:cấp trên|[^,;.:\d]{3,70}?))(?=\s*(?:[,;.]|$| về |"
    r" trước | trong ))"
)


@checks("content-generic")
def _generic(rule: Rule, case: Case) -> Flaw | None:
    if not case.general:
        return None
    task = case.task
    verb, phrase = exhortation(task.content)
    at = task.text.find(verb)
    start, end = (task.start, task.end) if at < 0 else (task.start + at, task.start + at + len(verb))
    found = proposal(task.content, acts_only=False) if len(case.clauses) == 1 else None
    act = in_brackets(found.act) if found and found.act else "[việc cụ thể, số lượng, đối tượng]"
    return Flaw(start, end, {"phrase": phrase}, _said_of_act(case, end - task.start, f", cụ thể: {act}"), evidence=case.evidence)


def _said_of_act(case: Case, at: int, text: str) -> Change:
    """Something said of the act at a place of the task's text: at the end of its segment, before a deadline that closes it."""
    deadline, end = case.task.deadline, case.segment_end(at)
    if deadline is not None:
        first, last = (place - case.task.start for place in place_of(case.task, deadline))
        if at < first < last and last >= len(case.task.text[:end].rstrip(" .;,")):
            before = case.task.start + len(_FINISHED_BEFORE.sub("", case.folded[:first]))
            return Change.replacing(before, before, text)
    return said_behind(case, at, text)


@checks("empty-object")
def _empty_object(rule: Rule, case: Case) -> Flaw | None:
    task = case.task
    if task.result is not None or case.is_measured or case.setting.cites(task.start, task.end):
        return None
    for start, end, instead in rule.cued(case):
        clause = max(clause for clause in case.clauses if clause[0] <= start)
        head = case.body[clause[0] : start].split()
        empty = not _SAID_WHERE.match(case.body, end) and (
            _QUALIFIED.search(case.body[start:end]) or _NOTHING_FOLLOWS.match(case.body, end)
        )
        if case.has_purpose(start) or _ADVERBIAL_OBJECT.search(case.body[:start]):
            continue
        if 1 <= len(head) <= _WORDS_BEFORE_OBJECT and empty and not _acts_concretely(case, end, clause[1]):
            return _beside(case, start, end, instead)
    return None


def _beside(case: Case, start: int, end: int, instead: str) -> Flaw:
    """The flaw of a cue whose brackets stand right behind it and the words that belong to it: *các nội dung được phân công (gồm: …)*."""
    if not instead.startswith("("):
        return cue_flaw(case, start, end, instead)
    belongs = _BELONGS.match(case.folded, end)
    place = case.task.start + (belongs.end() if belongs else end)
    facts = {"phrase": one_line(case.task.text[start:end])}
    return Flaw(*case.span(start, end), facts, Change.replacing(place, place, f" {instead}"))


def _acts_concretely(case: Case, start: int, end: int) -> bool:
    """Is a concrete act ordered between two places of the task's text?"""
    acts = case.acts
    return any("concrete" in acts.lexemes[i].classes for i in ordered_verbs(acts) if start <= acts.lexemes[i].start < end)


@checks("vague-quantity")
def _vague_quantity(rule: Rule, case: Case) -> Flaw | None:
    for start, end, instead in rule.cued(case):
        rest, word = case.body[end:], case.body[start:end]
        if _SOME_ARTICLES.match(case.body, start) or _FIGURE_SOON.match(rest):
            continue
        if (word == "một số" and _NUMBER_OF.match(rest)) or case.has_purpose(start):
            continue
        return _beside(case, start, end, instead) if instead.startswith("(gồm") else cue_flaw(case, start, end, instead)
    return None


@checks("subjective-degree")
def _subjective(rule: Rule, case: Case) -> Flaw | None:
    if case.task.result is not None or case.has_day or case.is_measured:
        return None
    for start, end, instead in rule.cued(case):
        if case.forbids:
            return None
        word = case.body[start:end]
        noun = word.endswith(_NOUNS_TOO) and _AS_NOUN.match(case.body[end:])
        if noun or _JUDGES.search(case.body[:start]) or case.has_purpose(start):
            continue
        if word == "quyết liệt" and opens_with_verb(case.body, case.act_at(end)):
            continue  # an attitude before an act
        if word == "kịp thời":
            return Flaw(*case.span(start, end), {"phrase": word}, hint="«trong [số] ngày kể từ khi [sự kiện]» thay cho «kịp thời».")
        return cue_flaw(case, start, end, instead)
    return None


@checks("escape-clause")
def _escape(rule: Rule, case: Case) -> Flaw | None:
    for match, instead in rule.cues.find(case.body):
        rest = case.body[match.end() :]
        if _cited_near(case, match.end(), 25) or (_LAW.match(rest) and not rest.strip().startswith("của pháp luật")):
            continue
        if _PROVISION.match(rest):
            continue
        if _TITLE_OF_LAW.match(rest) and rest.lstrip().startswith(("của", "tại", "trong")):
            continue
        if case.spelled_out(match.end()):
            continue
        return _beside(case, match.start(), match.end(), instead)
    return None


@checks("open-ended")
def _open_ended(rule: Rule, case: Case) -> Flaw | None:
    if cue := next(rule.cued(case), None):
        return cue_flaw(case, *cue)
    also = _ALSO_OPEN.search(case.body) if "khác" in case.body else None
    if also is not None and not case.spelled_out(also.end()):
        return cue_flaw(case, *also.span("phrase"), "(gồm: [danh sách])")
    if case.setting.kind == "tin báo chí":
        return None  # a reporter trails off
    for sign in ("…", "..."):
        at = case.task.text.find(sign)
        if at >= 0 and case.body[at] != " " and case.task.text[at + len(sign) : at + len(sign) + 1] not in (".", "…"):
            return cue_flaw(case, at, at + len(sign), _listed(case, at))
    et_cetera = _ET_CETERA.search(case.task.text)  # also in a list of coordinators
    if et_cetera is not None:
        return cue_flaw(case, *et_cetera.span(), _listed(case, et_cetera.start()))
    behind = _BREAKS_OFF.match(case.setting.behind)
    if behind is not None:
        end = case.task.end
        place = end + behind.start("sign"), end + behind.end("sign")
        return Flaw(*place, {"phrase": behind["sign"]}, Change(behind=", [kể hết]"))
    return None


def _listed(case: Case, at: int) -> str:
    """Brackets for the rest of a list that breaks off at a place of the task's text."""
    return "[kể hết]" if case.task.text[:at].rstrip().endswith(",") else ", [kể hết]"


@checks("several-acts")
def _several_acts(rule: Rule, case: Case) -> Flaw | None:
    found = _separate_acts(case) if len(case.clauses) >= rule.threshold else []
    if len(found) < rule.threshold:
        return _two_bodies(case)
    text = case.task.text
    places, verbs = [at for at, _ in found], [verb for _, verb in found]
    pieces = [" ".join(text[a:b].split()[:_PIECE_WORDS]) for a, b in zip(places, [*places[1:], len(text)], strict=True)]
    parts = "; ".join(f"«Giao [tên cơ quan] {lowered(piece.strip(' ,;.'))} …»" for piece in pieces)
    return Flaw(case.task.start, case.task.end, {"count": len(found), "verbs": ", ".join(dict.fromkeys(verbs))}, hint=f"{parts}.")


def _two_bodies(case: Case) -> Flaw | None:
    """Another body than the owners is told, in the same sentence, to do something else: *Sở A bố trí …, Sở B cắm …*."""
    task = case.task
    for match in _ANOTHER.finditer(case.body):
        at = match.end()
        if not task.text[at : at + 1].isupper() or _LISTED_BEFORE.search(case.folded[: match.start()]):
            continue
        subject = read_subject(task.text, case.folded, at, len(task.text)) if starts_body(case.folded, at) else None
        if subject is None or subject.ending != "predicate" or not opens_with_verb(case.folded, case.act_at(subject.next)):
            continue
        places = [place_of(task, owner) for owner in task.owners]
        if any(start >= task.start + at for start, _ in places):
            continue
        name = one_line(task.text[at : subject.end])
        first, second = one_line(task.text[: match.start()]), one_line(task.text[at:])
        facts = {"count": 2, "verbs": f"việc thứ hai giao cho {name}"}
        return Flaw(task.start, task.end, facts, hint=f"«{first}»; «{second}».")
    return None


def _separate_acts(case: Case) -> list[tuple[int, str]]:
    """Where the clauses begin that order an act with an object of its own, with the verb of each."""
    found: list[tuple[int, str]] = []
    listed_since: int | None = None
    for start, end in case.clauses:
        at = case.act_at(start)
        verb = predicate_pattern().match(case.body, at)
        if case.body[max(start - 2, 0) : start].strip() == ";":
            listed_since = None
        if verb is None or listed_since is not None or _NO_ACT.match(case.body, at) or not case.acts.is_concrete_at(at):
            continue
        complement = case.body[verb.end() : end].strip(" ,;.")
        if not complement or case.acts.void_at(at):
            continue  # "kiểm tra, giám sát việc …": the next verb has the object
        if _LISTS_ACTS.match(complement):
            listed_since = start
        found.append((at, verb[0]))
    return found


@checks("inconclusive-verb")
def _inconclusive(rule: Rule, case: Case) -> Flaw | None:
    if case.task.result is not None or case.has_day or case.is_measured:
        return None
    first = next(rule.cued(case), None)
    if first is None or case.act_at(0) < first[0] or _AND_DECIDES.match(case.body, first[1]) or _CONCLUDES.search(case.body, first[1]):
        return None
    for start, _ in case.clauses:
        at = case.act_at(start)
        if not rule.cues.begins(case.body, at) and predicate_pattern().match(case.body, at):
            return None
    place = case.span(first[0], first[1])
    phrase = one_line(case.task.text[first[0] : first[1]])
    return Flaw(*place, {"phrase": phrase}, Change(behind=", có kết luận bằng văn bản gửi [cơ quan nhận]"))


@checks("incomplete-reference")
def _incomplete_reference(rule: Rule, case: Case) -> Flaw | None:
    for start, end, instead in rule.cued(case):
        if not _CARRIES_OUT.search(case.body[:end]) or _OF_A_LAW.search(case.folded[:start]) or case.has_purpose(start):
            continue
        if _cited_near(case, end, 60) or _NUMBERED.match(case.body, end) or _LAW.match(case.body, end):
            continue
        return cue_flaw(case, start, end, instead)
    for match in _OTHER_PAPER.finditer(case.body):
        start, end = match.span("phrase")
        if _OF_A_LAW.search(case.folded[:start]) or case.has_purpose(start):
            continue
        if not case.spelled_out(end) and not _cited_near(case, start, end - start + 30):
            return cue_flaw(case, start, end, "(số, ký hiệu, ngày: [nêu rõ])")
    for match in _PAPERS.finditer(case.body):
        start, end = match.span("phrase")
        if not _CARRIES_OUT.search(case.body[:start].rstrip()) or case.has_purpose(start) or case.spelled_out(end):
            continue
        if not _cited_near(case, start, end - start + 60):
            return _beside(case, start, end, "(số, ký hiệu, ngày: [nêu rõ])")
    return None


@checks("negative-only")
def _negative(rule: Rule, case: Case) -> Flaw | None:
    for start, end, _ in rule.cued(case):
        others = [one for one in case.clauses if not one[0] <= start < one[1] and not rule.cues.begins(case.body, case.act_at(one[0]))]
        if not case.opens_clause(start) or others:
            return None
        phrase = one_line(case.task.text[start:end])
        return Flaw(*case.span(start, end), {"phrase": phrase}, Change(behind=", cụ thể: [kiểm tra, trực, lắp đặt] [số lượng] [đối tượng]"))
    return None


@checks("restates-function")
def _restates(rule: Rule, case: Case) -> Flaw | None:
    if case.task.result is not None or case.has_day or case.is_measured:
        return None
    for start, end, _ in rule.cued(case):
        head = case.body[:start].strip(" ,:")
        rest = case.body[end:]
        if (not head or _FUNCTION.fullmatch(head + " ")) and (
            len(rest.split()) <= _SHORT_REST or not re.search(r"[,;]", rest.strip(" ,;."))
        ):
            return cue_flaw(case, start, end, "")
    return None


@checks("vague-scope")
def _vague_scope(rule: Rule, case: Case) -> Flaw | None:
    if _LISTED.match(fold(case.task.result.text if case.task.result else "")):
        return None  # the list that comes out says which
    for start, end, instead in rule.cued(case):
        rest = case.body[end : end + 60]
        if case.is_measured or re.match(r"\s+(?:là|như|gồm)\s", rest) or _names_place(case, end):
            continue
        if case.has_purpose(start) or _FINDS_OUT.search(case.body[:start]) or case.forbids:
            continue
        return cue_flaw(case, start, end, instead)
    return None


def _cited_near(case: Case, at: int, reach: int) -> bool:
    """Is a document cited within `reach` characters behind a place of the task's text?"""
    start = case.task.start + at
    return case.setting.cites(start, start + reach)


def _names_place(case: Case, end: int) -> bool:
    """Is a place named behind the words: *các khu vực xung yếu trên đê Tả Lam*?"""
    rest = case.task.text[end : end + 50].split(",")[0]
    return re.search(r"\s(?:tại|trên|thuộc|ở|dọc)\s(?:\w+\s){0,3}?[A-ZĐÀ-Ỹ]", rest) is not None
