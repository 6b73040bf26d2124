from __future__ import annotations

import pytest

from pipeline.pipes.clarity.owners import is_generic_owner


@pytest.mark.parametrize(
    "name",
    [
        "các cấp, các ngành",
        "Các cơ quan, đơn vị",
        "cả hệ thống chính trị",
        "các sở, ngành liên quan",
        "Các cấp uỷ, chính quyền",
        "cấp ủy, tổ chức đảng các cấp",
        "mọi tổ chức, cá nhân",
        "toàn Đảng, toàn dân, toàn quân",
        "thủ trưởng các đơn vị",
        "người đứng đầu cơ quan, đơn vị",
        "các lực lượng chức năng",
        "các cơ quan hữu quan",
        "đơn vị có liên quan",
        "doanh nghiệp",
    ],
)
def test_kinds_of_body_and_anybody_concerned_name_nobody(name: str) -> None:
    assert is_generic_owner(name)


@pytest.mark.parametrize(
    "name",
    [
        "các bộ, ngành, địa phương",
        "các sở, ban, ngành tỉnh",
        "các đơn vị thuộc Bộ",
        "các tổ chức chính trị - xã hội",
        "Sở Y tế",
        "UBND các huyện, thành phố",
        "Giám đốc Sở Xây dựng",
        "Công an tỉnh",
        "Hội Nông dân xã Tân Lập",
        "Sở Tư pháp và các đơn vị liên quan",
        "",
    ],
)
def test_body_or_group_that_can_be_listed_is_somebody(name: str) -> None:
    assert not is_generic_owner(name)
