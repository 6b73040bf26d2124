"""How to word a vague task so that it is not: sentences in Vietnamese, made of the task's own words.

Facts that only the drafter knows (a body, a day, a number) are never invented; they stand in [brackets].
"""

from __future__ import annotations

import re

from pipeline.knowledge.wording import Proposal, load_wording
from pipeline.pipes.clarity.content import forbids_at, ordered_verbs
from pipeline.pipes.results.acts import JOINTS, STOPS, Acts
from pipeline.pipes.results.grammar import read_products

_QUOTED_WORDS = 12
_SHORTEST_QUOTE = 4
_PERIODICAL = re.compile(r"thường xuyên|định kỳ|hằng ngày|hàng ngày|theo dõi|trực ban", re.IGNORECASE)
_BREAKS = JOINTS | {"của", "về"}
_HABITUAL = ("định kỳ", "thường xuyên")


def opening(content: str) -> str:
    """The first act of a content, to be quoted: up to the end of its clause, or to a natural break within twelve words.

    >>> opening("chủ trì, phối hợp với Sở Y tế rà soát các giếng khoan chưa có phép; xử lý vi phạm")
    'rà soát các giếng khoan chưa có phép'
    """
    acts = read_products(content)
    verbs = ordered_verbs(acts)
    forbidden = forbids_at(acts)
    first = next((i for i in verbs if acts.lexemes[i].classes & {"concrete", "soft"}), verbs[0] if verbs else 0)
    first = first if forbidden is None else forbidden
    text = quote(acts, first)
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def quote(acts: Acts, first: int) -> str:
    """The words from the lexeme `first` to the end of its clause; what is longer is cut at a comma or a preposition and gets "…"."""
    if first >= len(acts.lexemes):
        return acts.text
    start = acts.lexemes[first].start
    end, cut = len(acts.text), 0
    for i in range(first, len(acts.lexemes)):
        lexeme = acts.lexemes[i]
        words = len(acts.text[start : lexeme.start].split())
        if lexeme.text in STOPS or lexeme.text == "(":
            end = lexeme.start
            break
        if words > _QUOTED_WORDS:
            return _one_line(acts.text[start : cut or lexeme.start]) + " …"
        if words >= _SHORTEST_QUOTE and (lexeme.text in _BREAKS or "phrase_end" in lexeme.classes):
            cut = lexeme.start
    return _one_line(acts.text[start:end])


def _one_line(text: str) -> str:
    return " ".join(text.split()).rstrip(" ,")


def name_owner(content: str) -> str:
    """For a task that nobody is told to do."""
    return f"Bổ sung cơ quan chủ trì: «Giao [tên cơ quan] chủ trì {opening(content)}»."


def replace_owner(owner: str, content: str) -> str:
    """For an owner that is nobody in particular."""
    return (
        f"Thay «{owner}» bằng tên cơ quan chủ trì và cơ quan phối hợp: "
        f"«Giao [tên cơ quan] chủ trì, [tên cơ quan] phối hợp {opening(content)}»."
    )


def add_deadline(content: str) -> str:
    """For a task without a deadline; for a prohibition the time it holds, for a task that goes on also the period of its reports.

    >>> add_deadline("Rà soát các giếng khoan chưa có phép")
    'Bổ sung thời hạn: «rà soát các giếng khoan chưa có phép, hoàn thành trước ngày [dd/mm/yyyy]».'
    """
    if forbids_at(read_products(content)) is not None:
        return f"Nêu thời gian áp dụng: «{opening(content)}, từ ngày [dd/mm/yyyy] đến ngày [dd/mm/yyyy]»."
    text = f"Bổ sung thời hạn: «{opening(content)}, hoàn thành trước ngày [dd/mm/yyyy]»"
    if _PERIODICAL.search(content):
        text += ", hoặc nêu kỳ báo cáo: «báo cáo hằng [tháng/quý], trước ngày [dd]»"
    return text + "."


def replace_deadline(phrase: str) -> str:
    """For a phrase of time that has no point at which it is over.

    >>> replace_deadline("trong thời gian tới")
    'Thay «trong thời gian tới» bằng mốc cụ thể: «…, hoàn thành trước ngày [dd/mm/yyyy]».'
    """
    if any(word in phrase.lower() for word in _HABITUAL):
        return f"Thay «{phrase}» bằng kỳ và ngày cụ thể: «hằng [tháng/quý/năm], trước ngày [dd/mm]»."
    if "quy định" in phrase.lower():
        return f"Thay «{phrase}» bằng số ngày hoặc ngày cụ thể: «trong [số] ngày làm việc kể từ ngày [sự kiện]», «trước ngày [dd/mm/yyyy]»."
    return f"Thay «{phrase}» bằng mốc cụ thể: «…, hoàn thành trước ngày [dd/mm/yyyy]»."


def add_last_day(phrase: str) -> str:
    """For a deadline that waits for an event."""
    return f"Thêm ngày cuối cùng: «{phrase}, chậm nhất ngày [dd/mm/yyyy]»."


def state_day(phrase: str) -> str:
    """For a deadline that stands in another paper."""
    return f"Ghi ngày ở đây: «hoàn thành trước ngày [dd/mm/yyyy] ({phrase})»."


def add_day(phrase: str) -> str:
    """For a period without the day of its report.

    >>> add_day("hằng quý")
    'Thêm ngày trong kỳ: «hằng quý, trước ngày [dd] của [tháng]».'
    """
    day = "trước [thứ]" if "tuần" in phrase.lower() else "trước ngày [dd/mm]" if "năm" in phrase.lower() else "trước ngày [dd]"
    day += " của [tháng]" if "quý" in phrase.lower() else ""
    return f"Thêm ngày trong kỳ: «{phrase}, {day}»."


def choose_day(phrase: str) -> str:
    """For a day that cannot be meant."""
    return f"Sửa «{phrase}» thành ngày đúng: «trước ngày [dd/mm/yyyy]»."


def state_post(person: str) -> str:
    """For a person without a post.

    >>> state_post("đồng chí Lê Văn Bình")
    'Nêu chức vụ và cơ quan: «đồng chí Lê Văn Bình, [chức vụ, cơ quan]».'
    """
    return f"Nêu chức vụ và cơ quan: «{person}, [chức vụ, cơ quan]»."


def name_holder(name: str, now: str | None) -> str:
    """For a body that is no more; `now` are those that hold its tasks today, as far as the registry knows."""
    return f"Thay «{name}» bằng cơ quan hiện nay: «{now or '[tên cơ quan]'}»."


def one_lead(names: list[str]) -> str:
    """For several leads: which of them leads the drafter must say.

    >>> one_lead(["Sở Y tế", "Sở Công Thương"])
    'Giao một đầu mối: «[Sở Y tế hoặc Sở Công Thương] chủ trì, các cơ quan còn lại phối hợp».'
    """
    return f"Giao một đầu mối: «[{' hoặc '.join(names)}] chủ trì, các cơ quan còn lại phối hợp»."


def name_partners(names: str) -> str:
    """For partners that are nobody in particular."""
    return f"Thay «{names}» bằng tên cơ quan: «phối hợp với [tên cơ quan]»."


def name_product(content: str) -> str:
    """For a task without a product: what its first act usually leaves behind.

    >>> name_product("Rà soát các giếng khoan chưa có phép")
    'Nêu sản phẩm của việc «rà soát»: danh mục [đối tượng] đã rà soát và báo cáo kết quả rà soát.'
    """
    verb, proposal = _first_proposal(content, acts_only=True)
    if proposal is None:
        return "Nêu sản phẩm cần có: [tên văn bản, số lượng hoặc tỷ lệ], nơi nhận: «…, báo cáo [cơ quan nhận] bằng văn bản»."
    return f"Nêu sản phẩm của việc «{verb}»: {proposal.product}."


def make_countable(content: str, phrase: str) -> str:
    """For a content of attitudes: an act that can be counted in place of the exhortation that is quoted.

    >>> make_countable("tăng cường công tác tuyên truyền về an toàn điện", "tăng cường công tác tuyên truyền")
    'Đổi «tăng cường công tác tuyên truyền» thành việc đếm được: «tổ chức [số lượng] hội nghị, đăng [số lượng] tin, bài về [chủ đề]».'
    """
    _, proposal = _first_proposal(content, acts_only=False)
    act = proposal.act if proposal and proposal.act else "[kiểm tra/ban hành/tập huấn] [số lượng] [đối tượng]"
    return f"Đổi «{phrase}» thành việc đếm được: «{act}»."


def exhortation(content: str) -> tuple[str, str]:
    """The first catch-all verb (or else the first verb) of a content that is general, and the exhortation that it begins, to be quoted.

    >>> exhortation("Tiếp tục phát huy tinh thần đoàn kết")
    ('Tiếp tục phát huy', 'Tiếp tục phát huy tinh thần đoàn kết')
    """
    acts = read_products(content)
    verbs = ordered_verbs(acts)
    first = next((i for i in verbs if "generic" in acts.lexemes[i].classes), verbs[0] if verbs else 0)
    if not acts.lexemes:
        return content, content
    return content[acts.lexemes[first].start : acts.lexemes[first].end], quote(acts, first)


def _first_proposal(content: str, *, acts_only: bool) -> tuple[str, Proposal | None]:
    """The first verb for which the office has a proposal; an act comes before a catch-all verb."""
    wording = load_wording()
    acts = read_products(content)
    positions = ordered_verbs(acts) if acts_only else range(len(acts.lexemes))
    for kinds in ({"concrete", "soft"}, {"generic"}):
        for i in positions:
            lexeme = acts.lexemes[i]
            proposal = wording.proposal(lexeme.text) if lexeme.classes & kinds else None
            if proposal and (acts_only or proposal.act):
                return content[lexeme.start : lexeme.end].lower(), proposal
    return "", None
