from __future__ import annotations

import os
import re
import signal
from contextlib import suppress

import psutil

from tests.batch.faults import CORPUS
from tests.batch.letters import write_letters
from tests.batch.runs import outcomes, results, until

SAMPLE = "cong-van-87-rac-thai-xa-tan-loc.doc"


def press_ctrl_c(process):
    """As a terminal does: every process of the group gets the signal."""
    os.killpg(process.pid, signal.SIGINT)


def memory(process):
    with suppress(psutil.Error):
        return process.memory_info().rss
    return 0


def test_ctrl_c_lets_the_files_in_hand_be_finished_and_the_run_go_on_later(documents, reference, tmp_path, command):
    out = tmp_path / "out"
    extract = command(documents, "-o", out, "--workers", 2)
    process = extract.start()
    until(lambda: outcomes(out), what="the first outcome")
    press_ctrl_c(process)
    assert extract.wait() == 130
    done = outcomes(out)
    assert 0 < done < 42
    assert "bấm Ctrl-C lần nữa để dừng ngay" in extract.stderr
    assert extract.stderr.endswith(f"Đã dừng theo yêu cầu: xong {done}/42 tệp. Chạy lại đúng lệnh này để làm tiếp.\n")
    assert extract.left() == []
    stopped = results(out)
    assert {name: stopped.hashes[name] for name in stopped.hashes} == {name: reference.results.hashes[name] for name in stopped.hashes}
    assert len(stopped.rows) == done

    assert extract.run() == 3
    assert f"{done} tệp không đổi từ lần chạy trước, còn {42 - done} tệp." in extract.stderr
    assert list(reference.results.complaints(results(out))) == []


def test_ctrl_c_while_the_readers_start_is_no_fault_of_theirs(tmp_path, command):
    write_letters(tmp_path / "in", 3)
    extract = command(tmp_path / "in", "-o", tmp_path / "out", "--workers", 2)
    process = extract.start()
    until(lambda: any(memory(one) > 50 << 20 for one in extract.workers()), what="a process that loads what it needs")
    press_ctrl_c(process)
    assert extract.wait() == 130
    assert "Traceback" not in extract.stderr and "KeyboardInterrupt" not in extract.stderr
    assert re.search(r"xong \d/3 tệp\. Chạy lại đúng lệnh này để làm tiếp\.$", extract.stderr)
    assert extract.left() == []


def test_a_second_ctrl_c_ends_at_once_and_the_run_still_goes_on_later(tmp_path, command, programs):
    folder, out = tmp_path / "in", tmp_path / "out"
    write_letters(folder, 3)
    (folder / "00 công văn.doc").write_bytes((CORPUS / "samples" / SAMPLE).read_bytes())
    waiting = tmp_path / "waiting"
    extract = command(folder, "-o", out, "--workers", 2, first=programs(soffice=f"touch '{waiting}'\nsleep 1000 &\nwait"))
    process = extract.start()
    until(waiting.exists, what="the conversion that never ends")
    press_ctrl_c(process)
    until(lambda: "Đang dừng" in extract.said(), what="the answer to the first Ctrl-C")
    assert process.poll() is None
    press_ctrl_c(process)
    assert extract.wait() == 130
    assert "Traceback" not in extract.stderr
    assert extract.left() == []

    again = command(folder, "-o", out, "--workers", 2)
    assert again.run() == 0
    assert [(name, status) for name, status, *_ in results(out).rows] == [
        ("00 công văn.doc", "ok"), ("01 công văn.txt", "ok"), ("02 công văn.txt", "ok"), ("03 công văn.txt", "ok")]  # fmt: skip


def test_two_runs_do_not_write_into_one_folder(tmp_path, command):
    out = tmp_path / "out"
    write_letters(tmp_path / "in", 2)
    one, other = command(tmp_path / "in", "-o", out), command(tmp_path / "in", "-o", out)
    process = one.start()
    until((out / ".giaoviec" / "holder.json").exists, what="the folder in use")
    process.send_signal(signal.SIGSTOP)
    assert other.run() == 4
    said = rf"Lỗi GV424: Một lần chạy khác \(tiến trình {process.pid} trên máy .+, từ \d\d:\d\d ngày .+\) đang ghi vào «{out}»\."
    assert re.match(said, other.stderr)
    process.send_signal(signal.SIGCONT)
    assert one.wait() == 0
    assert [status for _, status, *_ in results(out).rows] == ["ok", "ok"]
