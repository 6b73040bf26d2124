"""A Dask cluster of real processes on this machine, for tests; nothing of it is left when the block ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from distributed import Client

ROOT = Path(__file__).parents[2]
LIMIT = 60.0  # seconds for a process to come up


class Cluster:
    """A scheduler, and workers of one thread each.

    Args:
        home: an empty folder for what the processes write.
        settings: Dask's, as variables of the environment of the scheduler.
    """

    def __init__(self, home: Path, **settings: str):
        self._home, self._settings = home, settings
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Cluster:
        said = self._home / "scheduler.json"
        self._start("-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                    "--idle-timeout", "2 minutes", "--scheduler-file", said, **self._settings)  # fmt: skip
        until = time.monotonic() + LIMIT
        while not said.exists():
            assert time.monotonic() < until, "the scheduler did not come up"
            time.sleep(0.05)
        self.address = str(json.loads(said.read_text())["address"])
        return self

    def worker(self, *options: str, before: str = "", **settings: str) -> subprocess.Popen[bytes]:
        """Starts a worker.

        Args:
            options: of Dask's command; by default without a nanny.
            before: Python that runs in the process before Dask's.
        """
        code = f"{before}\nfrom distributed.cli.dask_worker import main\nmain()"
        number = len(self._processes)
        return self._start("-c", code, self.address, "--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard", "--name", f"w{number}",
                           "--local-directory", self._home / f"w{number}", *(options or ("--no-nanny",)), **settings)  # fmt: skip

    def client(self, workers: int) -> Client:
        """A client of its own, once so many workers are there; to be closed."""
        client = Client(self.address, set_as_default=False)
        client.wait_for_workers(workers, timeout=LIMIT)
        return client

    def _start(self, *arguments: object, **settings: str) -> subprocess.Popen[bytes]:
        log = (self._home / f"{len(self._processes)}.log").open("wb")
        environment = os.environ | {f"DASK_DISTRIBUTED__{name}": value for name, value in settings.items()}
        process = subprocess.Popen(
            [sys.executable, *map(str, arguments)], cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
        )
        log.close()
        self._processes.append(process)
        return process

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            try:
                os.killpg(process.pid, signal.SIGKILL)  # with its guarded processes
            except ProcessLookupError:
                continue
            process.wait()
