"""Files through a real scheduler and real workers: the same outcomes and the same bytes as on one machine, whatever happens to a worker."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest
from cluster_processes import ROOT, Cluster

from pipeline.batch import Item, Job, cluster, plan
from pipeline.batch.ledger import FOLDER, version
from pipeline.batch.pool import Limits, in_processes
from pipeline.batch.run import here
from pipeline.cli import main
from pipeline.errors import GiaoviecError
from pipeline.schema import Extraction

SCAN = ROOT / "corpus/samples/thong-bao-62-giao-ban-benh-vien-ban-chup.pdf"
LIMITS = Limits()
QUICK = (".txt", ".html", ".md", ".docx")


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory):
    """One worker without a nanny, one whose nanny lets it have children."""
    with Cluster(tmp_path_factory.mktemp("cụm")) as made:
        made.worker()
        made.worker("--nanny", WORKER__DAEMON="False")
        made.client(2).close()
        yield made


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """Our quick sample files in two folders, and one that is broken."""
    folder = tmp_path_factory.mktemp("vào")
    samples = [path for path in sorted((ROOT / "corpus/samples").iterdir()) if path.suffix in QUICK]
    assert len(samples) == 11
    for at, path in enumerate(samples):
        (folder / f"{2023 + at % 2}").mkdir(exist_ok=True)
        shutil.copy(path, folder / f"{2023 + at % 2}" / path.name)
    (folder / "hỏng.docx").write_bytes(b"PK\x03\x04" + bytes(100))
    return folder


@pytest.fixture(scope="module")
def by_one_process(given, tmp_path_factory):
    """What this process alone makes of the files."""
    out = tmp_path_factory.mktemp("ra")
    statuses = {outcome.name: outcome.status for outcome in here(plan([given]), Job(out=out))}
    assert statuses.pop("hỏng.docx") == "failed" and set(statuses.values()) == {"ok"}
    return documents(out)


def documents(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out / "documents").as_posix(): path.read_bytes() for path in (out / "documents").rglob("*.json")}


def nobody():
    pytest.fail("the cluster has no worker")


def on_cluster(items, job, where, *, shared=False, limits=LIMITS, stopping=lambda: False, alone=nobody):
    return cluster.on_cluster(items, job, scheduler=where.address, shared=shared, limits=limits, stopping=stopping, alone=alone)


def test_the_bytes_are_those_of_the_local_pool_and_of_one_process(two_workers, given, by_one_process, tmp_path):
    items = plan([given])
    pooled = list(in_processes(items, Job(out=tmp_path / "một máy"), workers=2))
    spread = list(on_cluster(items, Job(out=tmp_path / "nhiều máy"), two_workers))
    assert documents(tmp_path / "nhiều máy") == documents(tmp_path / "một máy") == by_one_process
    assert sorted(known(outcome) for outcome in spread) == sorted(known(outcome) for outcome in pooled)


def known(outcome):
    """What must be the same however a file was read."""
    return outcome.name, outcome.status, outcome.tasks, outcome.sha256, outcome.size, outcome.json


def test_machines_that_share_the_folders_write_the_same_bytes_themselves(two_workers, given, by_one_process, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ra" / FOLDER).mkdir(parents=True)
    items = plan([Path(os.path.relpath(given))])
    outcomes = list(on_cluster(items, Job(out=Path("ra")), two_workers, shared=True))
    assert sorted(outcome.name for outcome in outcomes) == sorted(item.name for item in items)
    assert documents(tmp_path / "ra") == by_one_process
    assert not list(tmp_path.rglob(".*.tmp"))


def test_a_folder_of_results_that_a_machine_does_not_see_is_an_error(two_workers, given, tmp_path):
    with pytest.raises(GiaoviecError, match=r"GV433.*không thấy.*chưa có"):
        list(on_cluster(plan([given]), Job(out=tmp_path / "chưa có"), two_workers, shared=True))


def test_the_configuration_of_the_office_goes_along(two_workers, given, by_one_process, tmp_path):
    config = tmp_path / "giaoviec.toml"
    config.write_text('\ufeff[rules]\noff = ["deadline-missing"]\n\n[request]\ntemplate = "chỉ-ở-máy-này.docx"\n', "utf-8")
    list(on_cluster(plan([given]), Job(office=config, out=tmp_path / "ra"), two_workers))
    assert flagged(by_one_process, "deadline-missing") > 0
    assert flagged(documents(tmp_path / "ra"), "deadline-missing") == 0
    assert flagged(documents(tmp_path / "ra"), "result-missing") == flagged(by_one_process, "result-missing") > 0


def flagged(found: dict[str, bytes], rule: str) -> int:
    """How many tasks a rule flags."""
    tasks = [task for content in found.values() for task in Extraction.model_validate_json(content).tasks]
    return sum(finding.rule == rule for task in tasks for finding in task.findings)


def test_a_file_that_this_machine_cannot_read_has_failed_like_any_other(two_workers, given, tmp_path):
    gone = Item(given / "không còn.docx", "không còn.docx")
    [one, other] = sorted(on_cluster([gone, plan([given])[1]], Job(out=tmp_path), two_workers), key=lambda outcome: outcome.status)
    assert (one.name, one.status, [problem.code for problem in one.problems]) == ("không còn.docx", "failed", ["GV108"])
    assert other.status == "ok"
    assert "không còn.docx.json" in documents(tmp_path)


def test_a_file_that_takes_too_long_ends_as_in_the_local_pool(two_workers, tmp_path):
    items, limits = [Item(SCAN, SCAN.name)], Limits(seconds=0.5)
    [pooled] = in_processes(items, Job(out=tmp_path / "một máy"), workers=1, limits=limits)
    [spread] = on_cluster(items, Job(out=tmp_path / "nhiều máy"), two_workers, limits=limits)
    assert [problem.code for problem in spread.problems] == [problem.code for problem in pooled.problems] == ["GV121"]
    assert documents(tmp_path / "nhiều máy") == documents(tmp_path / "một máy")


def test_nothing_is_begun_once_the_user_stops(two_workers, given, tmp_path):
    outcomes = []
    for outcome in on_cluster(plan([given]), Job(out=tmp_path), two_workers, stopping=lambda: bool(outcomes)):
        outcomes.append(outcome)
    assert 0 < len(outcomes) < 12
    assert len(documents(tmp_path)) == len(outcomes)


def test_the_files_of_a_worker_that_is_killed_are_done_by_another(given, by_one_process, tmp_path):
    (tmp_path / "cụm").mkdir()
    with Cluster(tmp_path / "cụm") as made:
        victim, _ = made.worker(), made.worker()
        outcomes = killing(victim, made, plan([given]), tmp_path / "ra")
    assert sorted(outcome.name for outcome in outcomes) == sorted(item.name for item in plan([given]))
    assert documents(tmp_path / "ra") == by_one_process


def test_a_file_whose_worker_is_killed_every_time_has_failed(given, by_one_process, tmp_path):
    (tmp_path / "cụm").mkdir()
    few = plan([given])[1:6]
    with Cluster(tmp_path / "cụm", SCHEDULER__ALLOWED_FAILURES="0") as made:
        victim, _ = made.worker(), made.worker()
        outcomes = killing(victim, made, few, tmp_path / "ra")
    assert sorted(outcome.name for outcome in outcomes) == sorted(item.name for item in few)
    lost = [outcome for outcome in outcomes if outcome.status == "failed"]
    assert lost and {problem.code for outcome in lost for problem in outcome.problems} == {"GV123"}
    written = documents(tmp_path / "ra")
    assert {name for name in written if written[name] != by_one_process[name]} == {f"{outcome.name}.json" for outcome in lost}


def killing(victim, made, items, out):
    """The outcomes of a run in which a worker is killed with files in hand, after the first outcome."""
    outcomes = []
    with made.client(2) as client:
        [address] = [address for address, pid in client.run(os.getpid).items() if pid == victim.pid]
        for outcome in on_cluster(items, Job(out=out), made):
            if not outcomes:
                assert client.processing()[address]
                os.kill(victim.pid, signal.SIGKILL)
            outcomes.append(outcome)
    return outcomes


def test_without_a_worker_it_says_so_once_and_waits(given, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "_ALONE", 0.5)
    told = []
    (tmp_path / "cụm").mkdir()
    with Cluster(tmp_path / "cụm") as made:
        outcomes = list(on_cluster(plan([given])[1:3], Job(out=tmp_path), made, alone=lambda: told.append(made.worker())))
    assert len(told) == 1
    assert [outcome.status for outcome in outcomes] == ["ok", "ok"]


@pytest.mark.parametrize(("options", "before", "code"), [
    ([], "import pipeline.batch.ledger as ledger; ledger.version = lambda: '0.0.9+cũ'", r"GV430.*có bản giaoviec khác \(0\.0\.9\+cũ\)"),
    ([], "import sys; sys.modules['pipeline.batch.remote'] = None", r"GV430.*127\.0\.0\.1.*chưa cài"),
    (["--nanny"], "", "GV432.*--no-nanny"),
])  # fmt: skip
def test_a_machine_that_cannot_do_the_work_is_named_before_it_does_any(given, tmp_path, options, before, code):
    (tmp_path / "cụm").mkdir()
    with Cluster(tmp_path / "cụm") as made:
        made.worker(*options, before=before)
        with pytest.raises(GiaoviecError, match=code) as error:
            list(on_cluster(plan([given]), Job(out=tmp_path / "ra"), made))
    assert not documents(tmp_path / "ra")
    assert version() in str(error.value) or error.value.code == "GV432"


def test_a_scheduler_that_does_not_answer_is_named(given, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(cluster, "_CONNECT", 0.5)
    address = "tcp://127.0.0.1:9"
    assert main(["extract", str(given), "-o", str(tmp_path / "ra"), "--scheduler", address]) == 4
    assert f"Lỗi GV429: Không liên lạc được với bộ điều phối Dask «{address}»" in capsys.readouterr().err


def test_without_dask_the_error_says_what_to_install(given, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(GiaoviecError, match=r"GV428.*giaoviec\[cluster\]"):
        list(cluster.on_cluster([], Job(), scheduler="tcp://x:1", shared=False, limits=LIMITS, stopping=lambda: False))
