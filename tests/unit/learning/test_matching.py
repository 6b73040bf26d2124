from pipeline.learning.matching import QuoteFinder, WordIndex, match_tasks

#        0   1   2    3   4  5   6   7    8   9  10  11 12  13  14  15
TEXT = """Trồng lại rừng ngập mặn;
đo độ mặn hằng tuần; trồng lại
rừng đầu nguồn xong sớm"""


def finder() -> QuoteFinder:
    return QuoteFinder(WordIndex(TEXT))


def test_a_quote_is_found_across_line_breaks_and_punctuation():
    assert finder().find("hằng tuần, TRỒNG LẠI rừng") == {8, 9, 10, 11, 12}


def test_each_occurrence_is_used_once_and_the_last_one_again():
    find = finder().find
    assert [min(find("trồng lại rừng")) for _ in range(3)] == [0, 10, 10]


def test_finders_of_one_document_do_not_share_what_they_used():
    index = WordIndex(TEXT)
    assert QuoteFinder(index).find("trồng lại") == QuoteFinder(index).find("trồng lại") == {0, 1}


def test_a_rewritten_quote_is_aligned_loosely():
    # "độ" is left out, "nước" is added: đo(5) mặn(7) hằng(8) tuần(9) are four of five words
    assert finder().find("đo nước mặn hằng tuần") == {5, 7, 8, 9}


def test_a_loose_alignment_steps_over_three_words_at_most():
    # from đo(5), after three words comes tuần(9): two of two words; rừng(12) is six words after đo
    assert finder().find("đo tuần") == {5, 9}
    assert finder().find("đo rừng sớm nước mặn") == set()


def test_a_quote_that_is_not_there_has_no_place():
    assert finder().find("xây kè sông Lô") == set()
    assert finder().find(" – ") == set()


def test_half_an_overlap_is_a_match_and_less_is_not():
    assert match_tasks([{1, 2, 3, 4}], [{3, 4}]) == {0: 0}  # 2 of 4
    assert match_tasks([{1, 2, 3, 4}], [{3, 4, 5}]) == {}  # 2 of 5


def test_the_best_overlap_is_paired_first_and_each_task_once():
    gold = [{1, 2, 3, 4}, {1, 2, 3}]
    assert match_tasks(gold, [{1, 2, 3}]) == {1: 0}
    assert match_tasks(gold, [{1, 2, 3}, {1, 2, 3, 4, 5}]) == {0: 1, 1: 0}


def test_tasks_without_a_place_are_never_paired():
    assert match_tasks([set()], [set()]) == {}
