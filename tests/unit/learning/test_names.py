import unicodedata

import pytest

from pipeline.learning.names import count_same_names, fold_name, is_generic, same_name, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UBND huyện Đá Bạc", "Ủy ban nhân dân huyện Đá Bạc"),
        ("Uỷ ban nhân dân xã Hoà Lạc", "ỦY BAN NHÂN DÂN XÃ HÒA LẠC"),
        ("Giám đốc Sở Công Thương", "Sở Công Thương"),
        ("các đồng chí Phó Chủ tịch HĐND thị xã", "Hội đồng nhân dân thị xã"),
        ("Sở KH&ĐT", "Sở Kế hoạch và Đầu tư"),
        ("Sở Kế hoạch và Đầu tư", "Sở Kế hoạch Đầu tư"),
        ("Trung tâm Kiểm soát bệnh tật tỉnh", "Trung tâm Kiểm soát bệnh tật"),  # 2·6 of 7+6 words: 0.92
        (unicodedata.normalize("NFD", "Sở Tài chính"), "Sở Tài chính"),
    ],
)
def test_two_spellings_of_a_body_are_the_same(one, other):
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở Tài chính", "Sở Tư pháp"),
        ("Ủy ban nhân dân tỉnh", "Hội đồng nhân dân tỉnh"),
        ("Chi cục Thủy lợi", "Chi cục Kiểm lâm"),
        ("", "Sở Tài chính"),
    ],
)
def test_two_bodies_are_not_the_same(one, other):
    assert not same_name(one, other)


def test_a_title_stays_where_nothing_but_one_word_would_be_left():
    assert fold_name("Giám đốc Sở") == "giám đốc sở"
    assert fold_name("Giám đốc Sở Y tế") == "sở y tế"


def test_words_are_composed_and_without_punctuation():
    assert words(unicodedata.normalize("NFD", "Hộ nghèo: 3,5%")) == ["hộ", "nghèo", "3", "5"]


@pytest.mark.parametrize(
    ("gold", "predicted", "hits"),
    [
        (["Sở Y tế", "Công an tỉnh"], ["Công an tỉnh", "Sở Y tế"], (2, 2)),
        (["Sở Y tế", "Công an tỉnh"], ["Sở Y tế và Công an tỉnh"], (2, 1)),
        (["Sở Y tế, Công an tỉnh"], ["Sở Y tế", "Công an tỉnh"], (1, 2)),
        (["Sở Y tế, Công an tỉnh"], ["Sở Y tế"], (0, 1)),  # the list is not covered, the one name is
        (["Sở Y tế"], ["Sở Y tế", "Sở Y tế"], (1, 1)),  # one to one: the second has nothing left
        (["Sở Y tế"], [], (0, 0)),
        ([], ["Sở Y tế"], (0, 0)),
    ],
)
def test_names_are_counted_from_both_sides(gold, predicted, hits):
    assert count_same_names(gold, predicted) == hits


@pytest.mark.parametrize(
    "name",
    ["các cấp, các ngành", "Các cơ quan, đơn vị", "cả hệ thống chính trị", "các sở, ngành liên quan", "cán bộ, đảng viên"],
)
def test_a_collective_that_names_no_body_is_generic(name):
    assert is_generic(name)


@pytest.mark.parametrize(
    "name",
    ["các bộ, ngành, địa phương", "các sở, ban, ngành tỉnh", "các đơn vị thuộc Bộ", "Sở Y tế", "các trường trung học"],
)
def test_a_collective_that_can_be_listed_is_not_generic(name):
    assert not is_generic(name)
