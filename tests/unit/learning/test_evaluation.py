"""The figures of the small bench in `annotated_bench.py`, counted by hand."""

import copy
import unicodedata

import pytest
from annotated_bench import GOLD, PREDICTION, TEXT, day, gold_task, task, write_bench

from pipeline.errors import GiaoviecError
from pipeline.learning.answers import read_predictions
from pipeline.learning.evaluation import Mistake, evaluate
from pipeline.schema import Deadline, Extraction, Header, Party, Task


@pytest.fixture
def report(tmp_path):
    return evaluate(write_bench(tmp_path, {"ct1": (TEXT, GOLD)}), {"ct1": PREDICTION})


def measure(folder, text, gold_tasks, tasks, *, ignore=()):
    """The report on one document without a header."""
    gold = {"tasks": gold_tasks, "ignore": list(ignore)}
    return evaluate(write_bench(folder, {"d": (text, gold)}), {"d": {"tasks": tasks}})


def figure(report, name):
    return tuple(report.figures.loc[name, ["p", "r", "n"]])


@pytest.mark.parametrize(
    ("name", "p", "r", "n"),
    [
        # three pairs; "Kho cũ …" is spurious, "Mục tiêu …" is ignored (eight of its ten words are), "Phòng Kế hoạch …" is missed
        ("task", 3 / 4, 3 / 4, 4),
        # gold 14 + 18 + 11 + 7 words; the first prediction lacks "Sở Xây dựng", the last task is missed: 11 + 18 + 11 hits;
        # spurious are "Kho cũ của chợ Đình đã dột" and "Mục tiêu", which the ignored quote leaves uncovered: 7 + 2
        ("task words", 40 / 49, 40 / 50, 50),
        # gold 1 + 2 + 1 + 1; right 1 + 2 of them, given by 1 + 1 names; "chợ Đình" is spurious
        ("owner", 2 / 3, 3 / 5, 5),
        ("coordinators", 0, 0, 1),
        # "hằng quý" read as monthly is wrong on both sides, the spurious task's date on the predicted side
        ("deadline", 1 / 3, 1 / 2, 2),
        # the first task only
        ("exact", 1 / 4, 1 / 4, 4),
        # the third task has an owner, of a generic kind
        ("owner-missing", 0, 0, 0),
        ("owner-generic", 0, 0, 1),
        # gold: third and fourth task
        ("deadline-missing", 1, 1 / 2, 2),
        ("deadline-vague", 0, 0, 0),
        # gold: second and third
        ("result-missing", 1, 1 / 2, 2),
        # gold: third; flagged too on the spurious one
        ("content-generic", 1 / 2, 1, 1),
        ("number", 1, 1, 1),
        ("issued", 0, 0, 1),
    ],
)
def test_figures_are_those_counted_by_hand(report, name, p, r, n):
    assert figure(report, name) == pytest.approx((p, r, n))
    assert report.figures.loc[name, "f1"] == pytest.approx(2 * p * r / (p + r) if p + r else 0)


def test_wrong_days_are_counted_among_those_stated(report):
    assert report.wrong_days == (1, 2)  # 2024-09-15 is right, 2024-12-31 belongs to no task


def test_every_wrong_answer_is_listed(report):
    second = GOLD["tasks"][1]["quote"]
    third = GOLD["tasks"][2]["quote"]
    assert report.mistakes == [
        Mistake("ct1", "issued", "", ("2024-08-05",), ("2024-08-15",)),
        Mistake("ct1", "coordinators", second, ("Thanh tra tỉnh",), ()),
        Mistake("ct1", "deadline", second, ("recurring", "quarterly", "hằng quý"), ("recurring", "monthly", "hằng quý")),
        Mistake("ct1", "owner", third, ("Các cấp, các ngành",), ()),
        Mistake("ct1", "owner-generic", third, ("owner-generic",), ()),
        Mistake("ct1", "result-missing", third, ("result-missing",), ()),
        Mistake("ct1", "missed", GOLD["tasks"][3]["quote"]),
        Mistake("ct1", "spurious", "Kho cũ của chợ Đình đã dột"),
    ]


def test_each_task_has_its_outcome(report):
    assert [(outcome.quote[:8], outcome.outcome, outcome.wrong) for outcome in report.outcomes] == [
        ("Sở Xây d", "exact", ()),
        ("Công an ", "wrong", ("coordinators", "deadline")),
        ("Các cấp,", "wrong", ("owner",)),
        ("Phòng Kế", "missed", ()),
        ("Kho cũ c", "spurious", ()),
    ]


def test_a_document_without_output_has_all_its_tasks_missed(tmp_path):
    report = evaluate(write_bench(tmp_path, {"ct1": (TEXT, GOLD)}), {})
    assert figure(report, "task") == (0, 0, 4)
    assert figure(report, "number") == (0, 0, 1)
    assert report.mistakes[0] == Mistake("ct1", "no-output")


def test_an_extraction_is_scored_as_its_json(tmp_path):
    extraction = Extraction(
        document=Header(number="15/CT-UBND", issued="2024-08-05"),
        text=TEXT,
        tasks=[
            Task(
                id="1",
                locator="1",
                text=TEXT[:55],
                start=0,
                end=55,
                content="lập hồ sơ cầu Ván",
                owners=[Party(name="Sở Xây dựng")],
                deadline=Deadline(text="trước ngày 15/9/2024", kind="date", due="2024-09-15"),
            )
        ],
    )
    report = evaluate(write_bench(tmp_path, {"ct1": (TEXT, GOLD)}), {"ct1": extraction})
    assert figure(report, "exact") == (1, 1 / 4, 4)
    assert figure(report, "issued") == (1, 1, 1)


def test_half_of_the_words_make_the_same_task_and_less_makes_two_errors(tmp_path):
    gold = [gold_task("dọn sạch mương thôn Hạ", ["thôn Hạ"])]
    text = "dọn sạch mương thôn Hạ rồi khơi cống"
    assert figure(measure(tmp_path, text, gold, [task("mương thôn Hạ")]), "task") == (1, 1, 1)  # 3 of 5 words
    assert figure(measure(tmp_path, text, gold, [task("thôn Hạ")]), "task") == (0, 0, 1)  # 2 of 5
    assert figure(measure(tmp_path, text, gold, [task("mương thôn Hạ rồi khơi cống")]), "task") == (0, 0, 1)  # 3 of 8


def test_the_same_words_twice_are_two_tasks_in_their_order(tmp_path):
    text = "Xã Nam: báo cáo số hộ. Xã Bắc: báo cáo số hộ."
    gold = [gold_task("báo cáo số hộ", ["Xã Nam"]), gold_task("báo cáo số hộ", ["Xã Bắc"])]
    both = [task("báo cáo số hộ", ["Xã Nam"]), task("báo cáo số hộ", ["Xã Bắc"])]
    assert figure(measure(tmp_path, text, gold, both), "exact") == (1, 1, 2)
    assert figure(measure(tmp_path, text, gold, both[::-1]), "exact") == (0, 0, 2)
    report = measure(tmp_path, text, gold, both[:1])
    assert figure(report, "exact") == (1, 1 / 2, 2)
    assert [(outcome.occurrence, outcome.outcome) for outcome in report.outcomes] == [(0, "exact"), (1, "missed")]


def test_a_task_that_lies_by_half_in_ignored_text_is_not_spurious(tmp_path):
    text = "Kho đầy thóc. Phấn đấu đủ nước."
    assert measure(tmp_path, text, [], [task("đầy thóc Phấn đấu")], ignore=["Phấn đấu đủ nước"]).spurious_without_tasks == (0, 1)
    assert measure(tmp_path, text, [], [task("Kho đầy thóc Phấn đấu")], ignore=["Phấn đấu đủ nước"]).spurious_without_tasks == (1, 1)


@pytest.mark.parametrize(
    ("gold", "predicted", "right"),
    [
        ({"kind": "duration", "value": "2024-09-15"}, day("2024-09-15"), True),  # a resolved duration is the day it ends on
        ({"kind": "date", "value": "2024-09-15T17:00"}, day("2024-09-15"), True),
        ({"kind": "date", "value": "2024-09-15"}, day("2024-09-14"), False),
        ({"kind": "duration", "value": None}, day(None, "duration"), True),
        ({"kind": "duration", "value": None}, day("2024-09-15", "duration"), False),
        ({"kind": "vague", "value": None}, day(None, "vague"), True),
        ({"kind": "event", "value": None}, day(None, "vague"), False),
        ({"kind": "recurring", "value": "annual"}, {"kind": "recurring", "recurrence": "annual", "due": "2024-12-31"}, True),
        ({"kind": "recurring", "value": "annual"}, {"kind": "recurring", "recurrence": "monthly"}, False),
        (None, None, True),
        (None, day("2024-09-15"), False),
    ],
)
def test_a_deadline_is_right_by_its_kind_and_day(tmp_path, gold, predicted, right):
    report = measure(tmp_path, "Xã Nam đếm trâu", [gold_task("đếm trâu", deadline=gold)], [task("đếm trâu", deadline=predicted)])
    assert figure(report, "exact") == (right, right, 1)


def test_decomposed_text_gives_the_same_figures(tmp_path, report):
    bench = write_bench(tmp_path / "nfd", {"ct1": (unicodedata.normalize("NFD", TEXT), GOLD)})
    assert evaluate(bench, {"ct1": PREDICTION}).figures.equals(report.figures)


def test_figures_are_broken_down_by_kind_of_document(tmp_path):
    plan = copy.deepcopy(GOLD)
    plan["header"]["kind"] = "kế hoạch"
    free = {"header": {"kind": "kế hoạch"}, "tasks": []}
    bench = write_bench(tmp_path, {"ct1": (TEXT, GOLD), "kh1": (TEXT, plan), "kh2": ("Kho cũ đã dột", free)})
    report = evaluate(bench, {"ct1": PREDICTION, "kh2": {"tasks": [task("Kho cũ đã dột")]}})
    by_kind = report.figures_by("kind")
    assert tuple(by_kind.loc[("chỉ thị", "task"), ["p", "r", "n"]]) == (3 / 4, 3 / 4, 4)
    assert tuple(by_kind.loc[("kế hoạch", "task"), ["p", "r", "n"]]) == (0, 0, 4)
    assert figure(report, "task") == (3 / 5, 3 / 8, 8)
    assert report.spurious_without_tasks == (1, 1)


def test_only_the_documents_that_were_asked_for_are_scored(tmp_path):
    bench = write_bench(tmp_path, {"ct1": (TEXT, GOLD), "ct2": (TEXT, GOLD)})
    assert figure(evaluate(bench, {"ct1": PREDICTION}, docs=["ct1"]), "task") == (3 / 4, 3 / 4, 4)


@pytest.mark.parametrize("gold", ["{", '{"tasks": [{"owner": []}]}', "[]", '{"tasks": [{"quote": "a", "deadline": {"value": null}}]}'])
def test_a_malformed_gold_file_is_named(tmp_path, gold):
    write_bench(tmp_path, {"ct1": (TEXT, GOLD)})
    (tmp_path / "gold" / "ct1.json").write_text(gold, "utf-8")
    with pytest.raises(GiaoviecError, match=r"GV405.*gold/ct1\.json"):
        evaluate(tmp_path, {})


def test_a_bench_without_gold_without_text_or_without_the_document_is_refused(tmp_path):
    with pytest.raises(GiaoviecError, match=r"GV405.*gold/"):
        evaluate(tmp_path, {})
    write_bench(tmp_path, {"ct1": (TEXT, GOLD)})
    with pytest.raises(GiaoviecError, match=r"GV405.*ct7"):
        evaluate(tmp_path, {}, docs=["ct1", "ct7"])
    (tmp_path / "docs" / "ct1.txt").unlink()
    with pytest.raises(GiaoviecError, match=r"GV405.*docs/ct1\.txt"):
        evaluate(tmp_path, {})


def test_predictions_are_found_by_id_with_and_without_the_extension(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "ct1.json").write_text('{"tasks": []}', "utf-8")
    (tmp_path / "sub" / "ct2.docx.json").write_text('{"tasks": [{"text": "đếm trâu"}]}', "utf-8")
    (tmp_path / "ct22.json").write_text('{"tasks": []}', "utf-8")
    predictions = read_predictions(tmp_path, ["ct1", "ct2", "ct3"])
    assert {doc: len(prediction["tasks"]) for doc, prediction in predictions.items()} == {"ct1": 0, "ct2": 1}


def test_a_prediction_that_is_not_of_the_contract_is_named(tmp_path):
    (tmp_path / "ct1.json").write_text('{"tasks": [{"name": "đếm trâu"}]}', "utf-8")
    with pytest.raises(GiaoviecError, match=r"GV406.*ct1\.json"):
        read_predictions(tmp_path, ["ct1"])
    with pytest.raises(GiaoviecError, match="GV108"):
        read_predictions(tmp_path / "không có", ["ct1"])
