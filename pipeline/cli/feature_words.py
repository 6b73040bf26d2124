"""The features of the models in the words of an office: why a model leans to one side."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.export.labels import ORIGINS
from pipeline.knowledge.wording import CLASSES

ZONES = {
    "preamble": "phần mở đầu, căn cứ",
    "body": "phần giao việc",
    "goals": "phần mục đích, yêu cầu",
    "findings": "phần tình hình, đánh giá",
    "norms": "phần quy định chung",
    "form": "mẫu biểu để điền",
    "foot": "nơi nhận, chữ ký",
}
POLICIES = {
    "directive": "việc được giao sau câu dẫn («… yêu cầu:», «… chỉ thị:»)",
    "plan": "việc được giao ở các mục nhiệm vụ, giải pháp, tổ chức thực hiện",
    "decision": "việc được giao ở các điều và trong phần kèm theo",
    "guidance": "việc chỉ được giao ở phần tổ chức thực hiện",
    "news": "việc được giao qua lời người chỉ đạo mà bài thuật lại",
    "minutes": "việc được giao ở phần kết luận, hoặc qua lời người chỉ đạo",
    "norm": "loại văn bản này không giao việc để theo dõi",
}
FORMS = {
    "cue": "lời giao và người được giao",
    "subject": "cơ quan đứng trước việc phải làm",
    "topic": "chủ đề, sau dấu hai chấm là việc phải làm",
    "verb": "động từ chỉ việc đứng đầu",
    "modal": "từ bắt buộc (phải, cần, không được …)",
    "row": "hàng của bảng giao việc",
    "title": "tên đầu việc có dòng cơ quan, thời gian bên dưới",
    "none": "không thấy dạng câu giao việc",
}
DEADLINE_KINDS = {
    "date": "ngày",
    "duration": "khoảng thời gian",
    "recurring": "định kỳ",
    "event": "theo sự kiện",
    "vague": "mơ hồ",
}
_MARKERS = {
    "": "không đánh số",
    "dash": "gạch đầu dòng",
    "plus": "dấu cộng đầu dòng",
    "bullet": "chấm đầu dòng",
    "article": "điều",
    "roman": "số La Mã",
    "capital": "chữ cái hoa",
    "letter": "chữ cái",
    "paren": "ngoặc đơn",
    "part": "phần",
    "chapter": "chương",
    "section": "mục",
}
_ORIGINS: dict[str, str] = {str(origin): label for origin, label in ORIGINS.items()}
_SHOWN = 5
_STEP, _LONGEST = 6, 9
_SHARES = ("không có", "khoảng một phần tư", "khoảng một nửa", "khoảng ba phần tư", "hầu hết")


def told(features: Sequence[tuple[str, float]], *, step: int = _STEP) -> str:
    """The first few of weighed features as one line of words; `step` is how many words the model's degree of length stands for.

    What is no word (a comma in the line above) is left out.

    >>> told([("first=rà_soát", 2.0), ("w=phải", 1.5), ("verb_first", 1.0), ("length=2", 0.4)])
    'mở đầu bằng «rà soát»; từ «phải»; mở đầu bằng động từ chỉ việc; dài 12 đến 17 từ'
    """
    speaking = [feature for feature, _ in features if re.search(r"\w", feature.partition("=")[2] or feature) or feature == "marker="]
    return "; ".join(list(dict.fromkeys(_length(feature, step) or in_words(feature) for feature in speaking))[:_SHOWN])


def in_words(feature: str) -> str:
    """One feature in words; itself where there are none for it."""
    name, equals, value = feature.partition("=")
    if not equals:
        return _FLAGS.get(name, feature)
    tell = _VALUED.get(name)
    return tell(value) if tell else feature


def _quoted(before: str) -> Callable[[str], str]:
    return lambda value: f"{before} «{_spoken(value)}»".strip()


def _named(before: str, names: dict[str, str]) -> Callable[[str], str]:
    return lambda value: f"{before}: {names.get(value, _spoken(value))}" if before else names.get(value, _spoken(value))


def _counted(what: str, most: int = 99) -> Callable[[str], str]:
    def tell(value: str) -> str:
        if value == "0":
            return f"không có {what}"
        return f"từ {value} {what} trở lên" if int(value) >= most else f"{value} {what}"

    return tell


def _spoken(value: str) -> str:
    """The words of a value: "kiểm_tra+cơ_sở" is "kiểm tra cơ sở", a number is "#"."""
    return value.replace("_", " ").replace("+", " ").replace("#", "(số)").strip()


def _length(feature: str, step: int) -> str:
    if not feature.startswith("length="):
        return ""
    degree = int(feature.partition("=")[2])
    return f"dài từ {degree * step} từ trở lên" if degree == _LONGEST else f"dài {degree * step} đến {(degree + 1) * step - 1} từ"


def _policy(value: str) -> str:
    """Of the model "order" a policy, of "confidence" a policy and the form of the order."""
    policy, _, form = value.partition("+")
    return f"văn bản mà {POLICIES.get(policy, policy)}" + (f", dạng {FORMS.get(form, form)}" if form else "")


def _pair(value: str) -> str:
    kind, _, source = value.partition("+")
    return f"thời hạn {DEADLINE_KINDS.get(kind, kind)}, {_ORIGINS.get(source, source)}"


_FLAGS = {
    "beside_task": "cùng đoạn có câu giao việc khác",
    "led": "phía trên có câu dẫn",
    "told": "phía trên có nêu cơ quan được giao",
    "body_first": "mở đầu bằng tên cơ quan",
    "verb_first": "mở đầu bằng động từ chỉ việc",
    "names_owner": "câu nêu cơ quan được giao",
    "quoted": "có đoạn trong ngoặc kép",
    "brackets": "có ngoặc đơn",
    "owner_generic": "cơ quan chủ trì chung chung",
    "no_deadline": "không có thời hạn",
    "deadline_noted": "thời hạn có điều phải suy ra",
}
_VALUED: dict[str, Callable[[str], str]] = {
    "w": _quoted("từ"),
    "b": _quoted("cụm"),
    "act": _quoted("cụm"),
    "first": _quoted("mở đầu bằng"),
    "last": _quoted("kết thúc bằng"),
    "verb": _quoted("động từ"),
    "parent": _quoted("dòng phía trên có"),
    "grandparent": _quoted("dòng trên nữa có"),
    "has": _quoted("có"),
    "owner_first": _quoted("cơ quan mở đầu bằng"),
    "form": _named("dạng câu", FORMS),
    "zone": _named("", ZONES),
    "marker": _named("cách đánh số", _MARKERS | dict.fromkeys(("number", "number2", "number3"), "chữ số")),
    "kind": _named("loại văn bản", {}),
    "policy": _policy,
    "siblings": lambda value: f"{_SHARES[int(value)]} mục cùng cấp là nhiệm vụ",
    "verb_class": _named("có việc thuộc loại", CLASSES),
    "first_class": _named("việc đầu thuộc loại", CLASSES),
    "class": _named("có từ thuộc loại", CLASSES),
    "verbs": _counted("động từ chỉ việc", 6),
    "clauses": _counted("vế câu", 4),
    "commas": _counted("dấu phẩy", 6),
    "numbers": _counted("con số", 3),
    "names": _counted("tên riêng", 5),
    "rule": lambda value: "luật cho là chung chung" if value == "True" else "luật cho là cụ thể",
    "owners": _counted("cơ quan chủ trì", 4),
    "coordinators": _counted("cơ quan phối hợp", 4),
    "owner_from": _named("cơ quan chủ trì", _ORIGINS),
    "owner_known": lambda value: f"cơ quan chủ trì {'có' if value == 'True' else 'không có'} trong danh mục",
    "owner_words": lambda value: f"tên cơ quan dài {2 * int(value)} từ trở lên",
    "deadline": _named("thời hạn loại", DEADLINE_KINDS),
    "deadline_from": _named("thời hạn", _ORIGINS),
    "deadline_kind_from": _pair,
    "deadline_day": lambda value: f"thời hạn {'ra' if value == 'True' else 'không ra'} ngày cụ thể",
}
