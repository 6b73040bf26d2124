"""Mutated files through the readers and the extraction: `python -m tests.fuzz.run --cases 20000 --seed 1 --jobs 2`.

What fails is kept in `out/fuzz/` and told with its number; `--replay 1:4711` judges that one case again in this process, under a traceback.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.mutator import SHARES, Case, case
from tests.fuzz.verdict import Verdict, judge
from tests.fuzz.workers import judged

KEPT = Path("out/fuzz")
SLOW = 2.0
_SLOWEST = 15


def main() -> int:
    """Runs the cases that the command line asks for; 1 where one failed."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--form", choices=list(SHARES), help="only this form; the cases are others than those of a mixed run")
    parser.add_argument("--replay", metavar="SEED:NUMBER", help="one case again")
    chosen = parser.parse_args()
    if chosen.replay:
        seed, number = map(int, chosen.replay.split(":"))
        return _replay(case(seed, number, form=chosen.form))
    begin = time.monotonic()
    run = judged(chosen.seed, range(chosen.first, chosen.first + chosen.cases), jobs=chosen.jobs, form=chosen.form)
    results = [_told(given, verdict) for given, verdict in run]
    print(f"{len(results)} cases in {time.monotonic() - begin:.0f} s")
    return _summary(results)


def _told(given: Case, verdict: Verdict) -> tuple[str, str, Verdict]:
    """A case by its form and name, with its verdict; a failure is kept and told at once, a slow one is told."""
    name = f"{given.seed}:{given.number} {given.form}"
    if verdict.fault is not None:
        KEPT.mkdir(parents=True, exist_ok=True)
        (KEPT / given.name).write_bytes(given.data)
        print(f"{name}  {verdict.outcome}: {verdict.fault}", flush=True)
    elif verdict.seconds > SLOW:
        print(f"{name}  {verdict.seconds:.1f} s for {len(given.data) >> 10} KB", flush=True)
    return given.form, f"{name} {len(given.data) >> 10} KB", verdict


def _summary(results: list[tuple[str, str, Verdict]]) -> int:
    outcomes = Counter((form, verdict.outcome) for form, _, verdict in results)
    for form in SHARES:
        row = {outcome: count for (of, outcome), count in sorted(outcomes.items()) if of == form}
        if row:
            print(f"{form:5} {sum(row.values()):6}  " + "  ".join(f"{outcome} {count}" for outcome, count in row.items()))
    print("slowest: " + ", ".join(f"{verdict.seconds:.2f} s ({name})" for _, name, verdict in _slowest(results)))
    faults = Counter(_kind(verdict.fault) for _, _, verdict in results if verdict.fault is not None)
    print(f"{sum(faults.values())} failures")
    for fault, count in faults.most_common():
        print(f"{count:6}  {fault}")
    return 1 if faults else 0


def _slowest(results: list[tuple[str, str, Verdict]]) -> list[tuple[str, str, Verdict]]:
    return sorted(results, key=lambda result: -result[2].seconds)[:_SLOWEST]


def _kind(fault: str) -> str:
    """A fault without its numbers but those of code lines, so that the same ones are counted together."""
    return re.sub(r"(?<![.\w:])\d+|: .*$", "…", fault) if " at " not in fault else fault.partition("): ")[0] + ")"


def _replay(given: Case) -> int:
    print(f"{given.name}: {len(given.data)} bytes, {'whole' if given.whole else 'reading only'}")
    verdict = judge(given)
    print(f"{verdict.outcome} in {verdict.seconds:.2f} s; {verdict.fault or 'no fault'}")
    return verdict.fault is not None


if __name__ == "__main__":
    sys.exit(main())
