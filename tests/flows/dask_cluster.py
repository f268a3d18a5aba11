"""A real Dask cluster on this machine for tests and benchmarks; all its processes are ended by their ids."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.flows.services import Process, free_port, process, wait_for

DASK = Path(sys.executable).with_name("dask")


class Dask:
    """A scheduler, and workers of one thread each, all processes of their own."""

    def __init__(self, address: str, log: Path) -> None:
        self.address = address
        self.log = log

    @contextmanager
    def worker(self) -> Iterator[Process]:
        folder = self.log.parent / "worker"
        command = [DASK, "worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", folder]
        with process(*map(str, command), environment=dict(os.environ), log=self.log) as started:
            yield started

    def wait_for_workers(self, number: int) -> None:
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            wait_for(f"{number} workers", lambda: len(client.nthreads()) == number, self.log)


@contextmanager
def scheduler(folder: Path) -> Iterator[tuple[Dask, Process]]:
    port, log = free_port(), folder / "dask.log"
    command = [DASK, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    with process(*map(str, command), environment=dict(os.environ), log=log) as started:
        wait_for("the scheduler's start", lambda: "Scheduler at" in log.read_text(), log)
        yield Dask(f"tcp://127.0.0.1:{port}", log), started
