"""The place for results runs out. Nothing half written stays, and with room made the same command goes on."""

from __future__ import annotations

import resource
import subprocess

import pytest

from tests.batch.letters import write_letters
from tests.batch.runs import outcomes, results

TOO_LARGE = 30_000  # bytes; the ledger and most results are smaller, some are not


@pytest.fixture
def letters(tmp_path):
    """24 documents, with what an undisturbed run gives of them."""
    write_letters(tmp_path / "in", 24)
    return tmp_path / "in"


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 200 kB, as a folder; gives what makes room on it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", folder], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("a file system can be mounted only by root, and not in every container")
    yield folder, lambda: subprocess.run(["mount", "-o", "remount,size=50m", folder], check=True)
    subprocess.run(["umount", folder], check=True)


def undisturbed(letters, command):
    out = letters.parent / "undisturbed"
    assert command(letters, "-o", out, "--workers", 2).run() == 0
    return results(out)


def assert_whole(out, reference):
    """What stands there is whole, and part of what must come out."""
    found = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file() and ".giaoviec" not in path.parts}
    assert found < reference.files
    hashes = results(out).hashes
    assert hashes == {name: reference.hashes[name] for name in hashes}
    assert 0 < outcomes(out) < 24


def test_a_full_disk_is_told_and_with_room_made_the_run_goes_on(letters, small_disk, command):
    disk, make_room = small_disk
    reference = undisturbed(letters, command)
    extract = command(letters, "-o", disk / "out", "--workers", 2)
    assert extract.run() == 4
    assert "Lỗi GV401: Không ghi được vào «" in extract.stderr and "(hết chỗ trên ổ đĩa). " in extract.stderr
    assert "Traceback" not in extract.stderr and extract.left() == []
    assert_whole(disk / "out", reference)
    make_room()
    assert extract.run() == 0
    assert "tệp không đổi từ lần chạy trước" in extract.stderr
    assert list(reference.complaints(results(disk / "out"))) == []


def test_a_file_that_may_not_grow_is_told_and_without_the_limit_the_run_goes_on(letters, tmp_path, command):
    reference = undisturbed(letters, command)
    extract = command(letters, "-o", tmp_path / "out", "--workers", 2)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    assert extract.run(before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (TOO_LARGE, most))) == 4
    assert "Lỗi GV401: Không ghi được vào «" in extract.stderr and "(tệp lớn quá mức hệ thống cho phép)" in extract.stderr
    assert extract.left() == []
    assert_whole(tmp_path / "out", reference)
    assert extract.run() == 0
    assert list(reference.complaints(results(tmp_path / "out"))) == []
