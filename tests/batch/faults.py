"""Faults on purpose: a batch whose processes are killed at random moments loses nothing and ends as an undisturbed one does.

python -m tests.batch.faults --runs 100 --seed 1
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.batch.runs import ROOT, Command, Results, outcomes, results, until

CORPUS = ROOT / "corpus"
KINDS = ("parent", "worker", "all workers", "everything")
STAGES = ("start-up", "reading", "publishing")
_STARTS = 12  # of one command; it is never killed more than three times


def make_documents(folder: Path) -> list[str]:
    """Writes 40 small files of several formats, one of them an archive with three more, one broken, one empty; the names of all items."""
    samples = CORPUS / "samples"
    texts = sorted((CORPUS / "test" / "docs").glob("*.txt"), key=lambda path: (path.stat().st_size, path.name))
    content = {f"đến/{place:02} văn bản.txt": path.read_bytes() for place, path in enumerate(texts[:28], start=1)}
    content |= {
        "đến/công văn.html": (samples / "cong-van-1893-bo-gddt-duoi-nuoc.html").read_bytes(),
        "đến/tin.html": (samples / "tin-chu-tich-tinh-kiem-tra-truong-hoc.html").read_bytes(),
        "đến/giao ban.md": (samples / "thong-bao-341-giao-ban-so-xay-dung.md").read_bytes(),
        "2024/chỉ thị.docx": (samples / "chi-thi-05-phong-chong-thien-tai.docx").read_bytes(),
        "2024/kế hoạch.docx": (samples / "ke-hoach-118-chuyen-doi-so.docx").read_bytes(),
        "2024/kết luận.docx": (samples / "ket-luan-45-phat-trien-du-lich.docx").read_bytes(),
        "2024/kế hoạch phường.odt": (samples / "ke-hoach-09-cai-cach-hanh-chinh-phuong.odt").read_bytes(),
        "2024/công điện.pdf": (samples / "cong-dien-6127-mua-lu.pdf").read_bytes(),
        "hỏng.docx": (samples / "thong-bao-204-giai-ngan-dau-tu-cong.docx").read_bytes()[:9000],
        "trống.txt": b"",
        "bản sao/tết.txt": (samples / "chi-thi-03-tet-binh-than-huyen-phu-hoa.txt").read_bytes(),
    }
    for name, data in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    members = {f"{place} báo cáo.txt": path.read_bytes() for place, path in enumerate(texts[28:31], start=1)}
    with zipfile.ZipFile(folder / "gửi lại.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return sorted([*content, *(f"gửi lại.zip/{name}" for name in members)])


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: whom, in which stage, and how far in it (0 to 1); whether the command is given again at once, or only after all processes
    of the killed one are gone."""

    kind: str
    stage: str
    share: float
    at_once: bool

    def is_due(self, running: float, publishing: float, done: int, reference: Reference) -> bool:
        """Whether the moment has come: so many seconds after the start, so many since all outcomes are there, with so many outcomes."""
        match self.stage:
            case "start-up":
                return running >= self.share * reference.start_up
            case "reading":
                return done >= 1 + self.share * 0.9 * reference.files
        return done >= reference.files and publishing >= self.share * reference.publishing


@dataclass(frozen=True, slots=True)
class Reference:
    """An undisturbed run: what it gave of how many files, and the seconds to its first outcome, and from its last one to its end."""

    results: Results
    files: int
    start_up: float
    publishing: float


@dataclass
class Trial:
    """What came of one disturbed run."""

    kills: Counter[tuple[str, str]] = field(default_factory=Counter)
    starts: int = 0
    seconds: float = 0.0
    complaints: list[str] = field(default_factory=list)


def kills(rng: random.Random) -> list[Kill]:
    """One to three kills. No file can be killed three times, which would be its own outcome."""
    chosen = []
    for _ in range(rng.randint(1, 3)):
        kind = rng.choice(KINDS)
        stages = STAGES[:2] if "worker" in kind else STAGES  # there are no workers any more while the outputs are made
        chosen.append(Kill(kind, rng.choice(stages), rng.random(), rng.random() < 0.5))
    only_workers = [kill for kill in chosen if "worker" in kill.kind]
    return [kill for kill in chosen if kill not in only_workers[2:]]


def disturbed(command: Command, out: Path, planned: Collection[Kill], reference: Reference) -> Trial:
    """Gives the command as often as it is needed to come to its end, with these kills, and compares what it leaves."""
    trial, began = Trial(), time.monotonic()
    waiting = list(planned)
    try:
        code = None
        while code is None or code < 0:
            if trial.starts == _STARTS:
                trial.complaints.append(f"not at its end after {_STARTS} starts")
                return trial
            trial.starts += 1
            code = _one_start(command, out, waiting, trial, reference)
        if code != 3:  # the broken and the empty file
            trial.complaints.append(f"exit code {code}: {command.stderr[-500:]}")
        trial.complaints += [*command.left(), *reference.results.complaints(results(out))]
    finally:
        command.end()
        trial.seconds = time.monotonic() - began
    return trial


def _one_start(command: Command, out: Path, waiting: list[Kill], trial: Trial, reference: Reference) -> int:
    """Starts the command once and kills until it has ended; the exit code."""
    process, began = command.start(), time.monotonic()
    kill, complete = None, began
    while process.poll() is None and waiting:
        done, now = outcomes(out), time.monotonic()
        complete = now if done < reference.files else complete
        if not waiting[0].is_due(now - began, now - complete, done, reference) or not _struck(command, waiting[0].kind):
            time.sleep(0.02)
            continue
        kill = waiting.pop(0)
        stage = STAGES[0] if not done else STAGES[1] if done < reference.files else STAGES[2]
        trial.kills[kill.kind, stage] += 1
        if kill.kind in ("parent", "everything"):
            break
    code = command.wait()
    if code > 0 and "GV505" in command.stderr:
        return -code  # killed again and again while they started: told so, and to be started again
    if code < 0 and kill is not None and not kill.at_once:
        trial.complaints += command.processes_left()  # temporary files are cleared by the next start if nobody is left to do it
    return code


def _struck(command: Command, kind: str) -> bool:
    """Kills; whether there was anybody."""
    assert command.process is not None
    parent = psutil.Process(command.process.pid)
    workers = command.workers()
    match kind:
        case "parent":
            victims = [parent]
        case "worker":
            victims = workers[:1]
        case "all workers":
            victims = workers
        case _:  # as when the power fails, or when the system ends all that belongs together
            victims = [parent, *(one for one in command.family() if one != parent)]
    for one in victims:
        with suppress(psutil.Error):
            one.send_signal(signal.SIGKILL)
    return bool(victims)


def main() -> int:
    """Does the runs and prints what came of them; 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    rng, began = random.Random(given.seed), time.monotonic()
    counts, starts, lost = Counter[tuple[str, str]](), 0, 0
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        folder = Path(name)
        files = make_documents(folder / "in")
        reference = undisturbed(folder, given.workers)
        if reference.files != len(files):
            raise RuntimeError(f"{len(files)} files, {reference.files} outcomes")
        for number in range(1, given.runs + 1):
            out = folder / f"out{number}"
            command = Command((folder / "in", "-o", out, "--workers", given.workers), folder / f"tmp{number}")
            trial = disturbed(command, out, kills(rng), reference)
            counts += trial.kills
            starts += trial.starts
            lost += bool(trial.complaints)
            struck = ", ".join(f"{kind} at {stage}" for (kind, stage), count in trial.kills.items() for _ in range(count))
            print(f"{number:4} {trial.starts} starts, {trial.seconds:.1f} s; killed: {struck or 'nobody'}", flush=True)
            for complaint in trial.complaints:
                print(f"     !! {complaint}", flush=True)
            shutil.rmtree(out, ignore_errors=True)
    print(
        f"\n{given.runs} runs, {starts} starts, {sum(counts.values())} kills in {time.monotonic() - began:.0f} s; runs with a loss: {lost}"
    )
    print(f"{'killed':14}" + "".join(f"{stage:>12}" for stage in STAGES))
    for kind in KINDS:
        print(f"{kind:14}" + "".join(f"{counts[kind, stage]:12}" for stage in STAGES))
    return min(lost, 1)


def undisturbed(folder: Path, workers: int = 2) -> Reference:
    """The run over `folder`/in that nobody disturbs.

    Raises:
        RuntimeError: the run itself is not right.
    """
    out, began = folder / "reference", time.monotonic()
    command = Command((folder / "in", "-o", out, "--workers", workers), folder / "tmp")
    process = command.start()
    until(lambda: outcomes(out) or process.poll() is not None, what="the first outcome")
    first = time.monotonic()
    code = command.wait()
    last, end = max((path.stat().st_mtime for path in (out / "documents").rglob("*.json")), default=0.0), time.time()
    if code != 3 or (left := command.left()):
        raise RuntimeError(f"exit code {code}: {command.stderr[-500:]} {left if code == 3 else ''}")
    return Reference(results(out), outcomes(out), first - began, end - last)


if __name__ == "__main__":
    sys.exit(main())
