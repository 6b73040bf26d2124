"""What a document has named before a place."""

from __future__ import annotations

from pipeline.pipes.agencies.grammar import Body
from pipeline.pipes.roles.before import BodiesBefore

TEXT = "Giao huyện Bình An, xã Tân Phú. Các đơn vị trên báo cáo Sở Y tế. Giao Sở Y tế, Công an tỉnh. Huyện rà soát xã Tân Lộc Đông."


def named(*names: str) -> tuple[int, tuple[Body, ...]]:
    """A group of bodies of `TEXT`, at the place of the first."""
    places = [TEXT.index(name) for name in names]
    return places[0], tuple(Body(name, at, at + len(name)) for name, at in zip(names, places, strict=True))


PLACES = named("huyện Bình An", "xã Tân Phú")
BACK = named("Các đơn vị trên")
HEALTH = named("Sở Y tế", "Công an tỉnh")
BEFORE = BodiesBefore(TEXT, [HEALTH, BACK, PLACES], lambda folded: folded.endswith(" trên"))


def names(bodies: tuple[Body, ...]) -> list[str]:
    return [body.name for body in bodies]


def test_last_group_is_the_nearest_before_the_place_whatever_order_they_were_given_in() -> None:
    assert names(BEFORE.last(len(TEXT))) == ["Sở Y tế", "Công an tỉnh"]
    assert names(BEFORE.last(HEALTH[0])) == ["Các đơn vị trên"]
    assert BEFORE.last(PLACES[0]) == ()


def test_group_that_points_back_itself_is_passed_over() -> None:
    assert names(BEFORE.last_named(HEALTH[0], None)) == ["huyện Bình An", "xã Tân Phú"]


def test_number_of_bodies_must_be_the_one_asked_for() -> None:
    assert names(BEFORE.last_named(len(TEXT), 2)) == ["Sở Y tế", "Công an tỉnh"]
    assert BEFORE.last_named(len(TEXT), 3) == ()


def test_kind_alone_means_the_body_of_that_kind_that_was_ordered_last() -> None:
    found = BEFORE.last_of_kind("huyện", len(TEXT))
    assert found is not None and found.name == "huyện Bình An"
    assert BEFORE.last_of_kind("huyện", PLACES[0]) is None


def test_name_of_a_place_is_cut_where_the_asking_words_begin() -> None:
    at = TEXT.index("Đông")
    found = BEFORE.last_place("xã", at)
    assert found is not None and found[0] == "xã Tân Lộc"
    earlier = BEFORE.last_place("xã", TEXT.index("rà soát"))
    assert earlier is not None and earlier[0] == "xã Tân Phú"
