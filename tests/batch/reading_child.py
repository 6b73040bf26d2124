"""Reads files in a process of its own: for each path on standard input a line before the work and a line of JSON with what came of it.

A file that takes longer than the limit ends the process (by the alarm's own action, since code in C hears no exception), so that whoever
started it knows by the last line which one it was.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from pathlib import Path

ADDRESS_SPACE = 8 << 30  # keeps the machine alive; what a file may take is judged by the peak


def peak_mb() -> int:
    """The most memory that this process held since `forget_peak`, in MB."""
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) >> 10


def forget_peak() -> None:
    """Begins to count the peak anew."""
    with open("/proc/self/clear_refs", "w") as control:
        control.write("5")


def cpu_seconds() -> float:
    """The processor time of this process and the programs that it started and that have ended, in seconds."""
    return sum(os.times()[:4])


def outcome(path: str) -> dict[str, object]:
    """What `pipeline.extract` makes of a file."""
    import pipeline
    from pipeline.errors import GiaoviecError

    try:
        extraction = pipeline.extract(Path(path))
    except GiaoviecError as error:
        return {"status": "failed", "codes": [error.code], "messages": [error.message], "text": "", "due": []}
    except BaseException as error:
        return {"status": "crashed", "codes": [], "messages": [f"{type(error).__name__}: {error}"[:2000]], "text": "", "due": []}
    tasks = extraction.tasks
    return {
        "status": extraction.status,
        "codes": [problem.code for problem in extraction.errors],
        "messages": [problem.message for problem in extraction.errors],
        "text": extraction.text[:50_000] + extraction.text[50_000:][-50_000:],
        "due": [task.deadline.due for task in tasks if task.deadline],
        "offsets": all(extraction.text[task.start : task.end] == task.text for task in tasks),
    }


def main(seconds: int) -> None:
    """Reads every path of standard input (JSON, one per line)."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import pipeline

    pipeline.extract("Giao Sở Y tế báo cáo.\n")
    for line in sys.stdin:
        path = json.loads(line)
        print(json.dumps({"begins": path}), flush=True)
        forget_peak()
        began, used = time.monotonic(), cpu_seconds()
        signal.alarm(seconds)
        found = outcome(path)
        signal.alarm(0)
        found |= {"seconds": round(time.monotonic() - began, 2), "cpu": round(cpu_seconds() - used, 2), "peak_mb": peak_mb()}
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
