"""The same directive as different programs save it gives the same tasks."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from gold_samples import CORPUS

import pipeline

SAMPLE = CORPUS / "samples" / "chi-thi-03-tet-binh-than-huyen-phu-hoa.txt"
WIDTH = 72
OLD_TONES = {
    "òa": "oà",
    "óa": "oá",
    "ỏa": "oả",
    "õa": "oã",
    "ọa": "oạ",
    "òe": "oè",
    "óe": "oé",
    "ỏe": "oẻ",
    "õe": "oẽ",
    "ọe": "oẹ",
    "ùy": "uỳ",
    "úy": "uý",
    "ủy": "uỷ",
    "ũy": "uỹ",
    "ụy": "uỵ",
    "Ủy": "Uỷ",
    "ỦY": "UỶ",
    "ÒA": "OÀ",
}

TaskKey = tuple[str, tuple[str, ...], tuple[str, ...], str | None, str | None, str | None]


def one_line_paragraphs() -> str:
    """The sample with each paragraph on one line, as a word processor holds it. The letterhead keeps its lines."""
    head, blank, body = SAMPLE.read_text("utf-8").partition("\n\nTết Nguyên đán")
    body, foot, recipients = (blank + body).partition("\n\nNơi nhận:")
    paragraphs = [" ".join(paragraph.split()) for paragraph in body.split("\n\n") if paragraph.strip()]
    return head + "\n\n" + "\n\n".join(paragraphs) + foot + recipients


def wrapped(text: str) -> str:
    return "\n".join("\n".join(textwrap.wrap(line, WIDTH, break_on_hyphens=False)) for line in text.split("\n"))


def with_old_tones(text: str) -> str:
    return re.sub("|".join(OLD_TONES), lambda found: OLD_TONES[found.group()], text)


def keys_of(path: Path, rewrite: Callable[[str], str] = str) -> list[TaskKey]:
    """What must not depend on the noise; names are passed through `rewrite`."""
    return [
        (
            task.locator,
            tuple(rewrite(p.name) for p in task.owners),
            tuple(rewrite(p.name) for p in task.coordinators),
            *((task.deadline.kind, task.deadline.due, task.deadline.recurrence) if task.deadline else (None, None, None)),
        )
        for task in pipeline.extract(path).tasks
    ]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clean") / "chi-thi.txt"
    path.write_text(one_line_paragraphs(), "utf-8")
    return path


def test_clean_text_gives_the_tasks_that_the_noisy_ones_are_compared_with(clean: Path) -> None:
    owners_and_days = [(owners, due) for _, owners, _, _, due, _ in keys_of(clean)]
    for expected in (
        (("Công an huyện",), "2016-02-20"),
        (("Phòng Y tế",), "2016-02-01"),
        (("Kho bạc Nhà nước huyện",), "2016-01-29"),
        (("Ủy ban nhân dân các xã, thị trấn",), "2016-02-03"),
    ):
        assert expected in owners_and_days


@pytest.mark.parametrize(
    ("noise", "encoding"),
    [
        pytest.param(lambda text: unicodedata.normalize("NFD", text), "utf-8", id="decomposed letters"),
        pytest.param(str, "utf-16", id="UTF-16"),
        pytest.param(str, "utf-8-sig", id="byte order mark"),
        pytest.param(wrapped, "utf-8", id="hard line wraps"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), "utf-8", id="Windows line ends"),
        pytest.param(lambda text: text.replace(" ", "\u00a0"), "utf-8", id="no-break spaces"),
        pytest.param(lambda text: wrapped(unicodedata.normalize("NFD", text)).replace("\n", "\r\n"), "utf-16", id="all at once"),
    ],
)
def test_noise_changes_no_task(clean: Path, tmp_path: Path, noise: Callable[[str], str], encoding: str) -> None:
    noisy = tmp_path / "chi-thi.txt"
    noisy.write_bytes(noise(clean.read_text("utf-8")).encode(encoding))
    assert noisy.read_bytes() != clean.read_bytes()
    assert keys_of(noisy) == keys_of(clean)


def test_old_placing_of_tone_marks_changes_no_task(clean: Path, tmp_path: Path) -> None:
    old = tmp_path / "chi-thi.txt"
    old.write_text(with_old_tones(clean.read_text("utf-8")), "utf-8")
    assert "Uỷ ban nhân dân" in old.read_text("utf-8") and "Phú Hoà" in old.read_text("utf-8")
    assert keys_of(old) == keys_of(clean, rewrite=with_old_tones)
