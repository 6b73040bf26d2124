"""Faults on purpose: a batch whose processes are killed at random moments loses nothing and ends as an undisturbed one does.

    python -m tests.batch.faults --runs 100 --seed 1

Each run of `giaoviec extract` has a folder for temporary files of its own, and marks every process that it starts, by the environment that
they inherit: what it leaves behind is found whatever else the machine does.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
MARK = "GIAOVIEC_RUN_OF_FAULTS"
PATIENCE = 180.0  # seconds for anything that must happen; a busy machine needs a part of it
KINDS = ("parent", "worker", "all workers", "everything")
STAGES = ("start-up", "reading", "publishing")
_LEFT_TO_END = 15.0  # seconds in which the processes of a killed run must be gone
_STARTS = 12  # of one command; it is never killed more than three times


# ---- the documents ----------------------------------------------------------------------------------------------------------------------


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


# ---- one run of the command -------------------------------------------------------------------------------------------------------------


@dataclass
class Command:
    """`giaoviec extract`, to be started again and again with the same arguments.

    Attributes:
        arguments: what stands behind "extract".
        scratch: the folder for temporary files of everything that it starts.
        first: a folder that stands first on PATH.
        stderr: what was said by the start that ended last.
    """

    arguments: tuple[object, ...]
    scratch: Path
    first: Path | None = None
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)
    process: subprocess.Popen[bytes] | None = None
    stdout: str = ""
    stderr: str = ""

    def start(self, *, before: Callable[[], None] | None = None) -> subprocess.Popen[bytes]:
        """Starts it as the leader of a process group, as a shell does; `before` is called in the new process."""
        self.scratch.mkdir(parents=True, exist_ok=True)
        environment = os.environ | {MARK: self.mark, "TMPDIR": str(self.scratch)}
        if self.first is not None:
            environment["PATH"] = f"{self.first}{os.pathsep}{environment['PATH']}"
        with self._told("stdout").open("wb") as out, self._told("stderr").open("wb") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "pipeline", "extract", *map(str, self.arguments)],
                cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True, preexec_fn=before,
            )  # fmt: skip
        return self.process

    def wait(self) -> int:
        """Waits for the end of what was started; the exit code, less than 0 for a signal."""
        assert self.process is not None
        code = self.process.wait(timeout=PATIENCE)
        self.stdout, self.stderr = (self._told(stream).read_text("utf-8", "replace") for stream in ("stdout", "stderr"))
        return code

    def run(self, *, before: Callable[[], None] | None = None) -> int:
        """Starts it and waits for its end."""
        self.start(before=before)
        return self.wait()

    def family(self) -> list[psutil.Process]:
        """All its processes that live, whoever their parent is by now."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error, OSError):
                if process.environ().get(MARK) == self.mark and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
        return found

    def workers(self) -> list[psutil.Process]:
        """The processes that read, in the order in which they were started."""
        return sorted((one for one in self.family() if _is_worker(one)), key=lambda one: (one.create_time(), one.pid))

    def left(self) -> list[str]:
        """What it has left behind some seconds after its end: processes and temporary files."""
        end = time.monotonic() + _LEFT_TO_END
        while (family := self.family()) and time.monotonic() < end:
            time.sleep(0.05)
        found = []
        for one in family:
            with suppress(psutil.Error):
                found.append(f"process left: {' '.join(one.cmdline())[:120]}")
        return found + [f"temporary file left: {path.name}" for path in sorted(self.scratch.glob("*")) if path.name.startswith("giaoviec")]

    def end(self) -> None:
        """Ends whatever still runs."""
        for one in self.family():
            with suppress(psutil.Error):
                one.kill()
        if self.process is not None:
            self.process.wait(timeout=PATIENCE)

    def _told(self, stream: str) -> Path:
        return self.scratch / f"{stream}.txt"


def _is_worker(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return any("multiprocessing.spawn" in word for word in process.cmdline())
    return False


def until(happened: Callable[[], object], *, what: str, patience: float = PATIENCE) -> None:
    """Waits for something that must happen.

    Raises:
        TimeoutError: it did not.
    """
    end = time.monotonic() + patience
    while not happened():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {patience:g} s for: {what}")
        time.sleep(0.01)


# ---- what a run gives -------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Results:
    """A folder of results, to be compared.

    Attributes:
        files: the names of all files in it.
        hashes: SHA-256 of each JSON and of `tasks.jsonl`.
        rows: name, status, hash of the source and number of tasks of each line of the ledger.
        free: nobody holds the folder.
    """

    files: frozenset[str]
    hashes: Mapping[str, str]
    rows: tuple[tuple[object, ...], ...]
    free: bool

    def complaints(self, other: Results) -> Iterator[str]:
        """What differs in `other`, which should be the same."""
        for name in sorted(self.files - other.files):
            yield f"missing: {name}"
        for name in sorted(other.files - self.files):
            yield f"too much: {name}"
        for name in sorted(self.hashes.keys() & other.hashes.keys()):
            if self.hashes[name] != other.hashes[name]:
                yield f"other content: {name}"
        for row in sorted(set(self.rows) ^ set(other.rows), key=str):
            yield f"ledger {'without' if row in self.rows else 'with'}: {row}"
        if not other.free:
            yield "the folder is still held"


def results(out: Path) -> Results:
    """What stands in a folder of results."""
    files = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    told = {name for name in files if name.startswith("documents/") or name == "tasks.jsonl"}
    hashes = {name: hashlib.sha256(files[name].read_bytes()).hexdigest() for name in told}
    return Results(frozenset(files), hashes, ledger_rows(out), is_free(out))


def ledger_rows(out: Path) -> tuple[tuple[object, ...], ...]:
    """Name, status, hash of the source and number of tasks of each entry."""
    base = sqlite3.connect(out / ".giaoviec" / "ledger.sqlite")
    try:
        return tuple(base.execute("select name, status, sha256, tasks from outcomes order by name"))
    finally:
        base.close()


def is_free(out: Path) -> bool:
    """Whether nobody holds a folder of results."""
    lock = FileLock(out / ".giaoviec" / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    lock.release()
    return True


def outcomes(out: Path) -> int:
    """How many JSON files stand there."""
    return sum(1 for _ in (out / "documents").rglob("*.json"))


# ---- disturbed runs ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: whom, and how many seconds after the start of the command; whether the command is given again at once, or only after all
    processes of the killed one are gone."""

    kind: str
    after: float
    at_once: bool


@dataclass
class Trial:
    """What came of one disturbed run."""

    kills: Counter[tuple[str, str]] = field(default_factory=Counter)
    starts: int = 0
    seconds: float = 0.0
    complaints: list[str] = field(default_factory=list)


def kills(rng: random.Random, seconds: float) -> list[Kill]:
    """One to three kills for a run that takes so long undisturbed. No file can be killed three times, which would be its own outcome."""
    chosen = [Kill(rng.choice(KINDS), rng.uniform(0, 1.1 * seconds), rng.random() < 0.5) for _ in range(rng.randint(1, 3))]
    only_workers = [kill for kill in chosen if "worker" in kill.kind]
    return [kill for kill in chosen if kill not in only_workers[2:]]


def disturbed(command: Command, out: Path, planned: Collection[Kill], reference: Results) -> Trial:
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
            code = _one_start(command, out, waiting, trial, len(reference.hashes) - 1)
        if code != 3:  # the broken and the empty file
            trial.complaints.append(f"exit code {code}: {command.stderr[-500:]}")
        trial.complaints += [*command.left(), *reference.complaints(results(out))]
    finally:
        command.end()
        trial.seconds = time.monotonic() - began
    return trial


def _one_start(command: Command, out: Path, waiting: list[Kill], trial: Trial, files: int) -> int:
    """Starts the command once and kills until it has ended; the exit code."""
    process, began = command.start(), time.monotonic()
    kill = None
    while process.poll() is None and waiting:
        kill = waiting[0]
        while process.poll() is None and time.monotonic() - began < kill.after:
            time.sleep(0.005)
        if process.poll() is not None:
            break
        stage = _stage(out, files)
        if not _struck(command, kill.kind):
            kill = None  # there is no worker just now
            time.sleep(0.05)
            continue
        waiting.pop(0)
        trial.kills[kill.kind, stage] += 1
        if kill.kind in ("parent", "everything"):
            break
    code = command.wait()
    if code > 0 and "GV505" in command.stderr:
        return -code  # killed again and again while they started: told so, and to be started again
    if code < 0 and kill is not None and not kill.at_once:
        left = command.left()
        trial.complaints += left if kill.kind == "parent" else []  # when nobody is left to clear, the next start does
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


def _stage(out: Path, files: int) -> str:
    done = outcomes(out)
    return STAGES[0] if not done else STAGES[1] if done < files else STAGES[2]


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
        reference, seconds = undisturbed(folder, given.workers)
        print(f"undisturbed: {len(files)} files in {seconds:.1f} s", flush=True)
        for number in range(1, given.runs + 1):
            out = folder / f"out{number}"
            command = Command((folder / "in", "-o", out, "--workers", given.workers), folder / f"tmp{number}")
            trial = disturbed(command, out, kills(rng, seconds), reference)
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


def undisturbed(folder: Path, workers: int = 2) -> tuple[Results, float]:
    """The results of `folder`/in, which nobody disturbs, and the seconds that they took.

    Raises:
        RuntimeError: the run itself is not right.
    """
    out, began = folder / "reference", time.monotonic()
    command = Command((folder / "in", "-o", out, "--workers", workers), folder / "tmp")
    code = command.run()
    if code != 3 or (left := command.left()):
        raise RuntimeError(f"exit code {code}: {command.stderr[-500:]} {left if code == 3 else ''}")
    return results(out), time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
