"""The section "flows" of `make bench`: what more processes bring, and what Prefect costs. Each figure comes from a process of its own."""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flows.extractors import InProcess, extractor
from flows.pipeline import Job, Steps, load_extracted, publish_lake, run
from flows.scheduled.requests import IngestRequest
from flows.scheduled.scheduling import answers
from flows.settings import DEFAULT_MODEL, QUIET_PREFECT
from flows.showing.report import RunSummary
from flows.tally import Tally
from tests.flows.dask_cluster import scheduler
from tests.flows.services import PREFECT, free_port, process, wait_for

WARM = 48  # articles that are not counted: until then every process has loaded the model
SMALL_BATCHES = 20
STORY = "Iran demanded guarantees from Iraq on Monday."


def flows(corpus: Path, folder: Path) -> None:
    """Prints all figures of the section.

    Args:
        corpus: JSON lines of articles.
        folder: For lakes and logs.
    """
    print(f"\nflows ({os.cpu_count()} cores, {os.getloadavg()[0]:.1f} of them busy before; rates without start, model loading, publishing)")
    one = figures("measure", str(corpus), str(folder / "one"), "1")
    show("1 process", one, one)
    show("2 processes", figures("measure", str(corpus), str(folder / "two"), "2"), one)
    with scheduler(folder) as (dask, _), dask.worker(), dask.worker():
        dask.wait_for_workers(2)
        show("2 Dask workers", figures("measure", str(corpus), str(folder / "dask"), "1", dask.address), one)
    with prefect_server(folder) as api:
        found = figures("prefect", str(folder), PREFECT_API_URL=api, PREFECT_HOME=str(folder / "home"), **QUIET_PREFECT)
    print(f"  Prefect on a running server: {found['import']:.1f} s for its import", end="")
    print(f", {found['run']:.2f} s a run, {found['batch'] * 1000:.0f} ms a batch")


def figures(*arguments: str, **environment: str) -> dict[str, float]:
    """What this module measured in a process of its own.

    Raises:
        SystemExit: It failed.
    """
    command = [sys.executable, "-m", "tests.evaluation.bench_flows", *arguments]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"bench: {' '.join(command[2:4])} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def show(name: str, found: dict[str, float], one: dict[str, float]) -> None:
    """One line of the table; a second process at full use is an efficiency of 1."""
    share = "" if found is one else f", efficiency {found['rate'] / one['rate'] / 2:.2f}"
    workers = f" and {found['worker_mb']:.0f} MB a worker" if "worker_mb" in found else ""
    cpu = f", {found['cpu'] * 1000:.0f} ms of processor an article" if "cpu" in found else ""
    print(f"  {name:<15} {found['rate']:6.1f} articles/s{share}; whole run {found['seconds']:.1f} s{cpu}", end="")
    print(f", peak {found['own_mb']:.0f} MB{workers}")


def measure(corpus: str, lake: str, workers: str, address: str = "") -> dict[str, float]:
    """One ingest: articles a second once all processes work, seconds of the run, processor seconds an article, peak memory in MB.

    Memory is that of this process and of the largest that it started; what a cluster uses is its own.
    """
    marks: list[tuple[float, int]] = []
    loaded: list[float] = []

    def load(*given: object) -> object:
        counts = load_extracted(*given)  # type: ignore[arg-type]
        loaded.append(time.monotonic())
        return counts

    def note(tally: Tally) -> None:
        marks.append((time.monotonic(), tally.done))

    with extractor(DEFAULT_MODEL, int(workers), address or None) as extracting:
        job = Job((corpus,), Path(lake), DEFAULT_MODEL)
        summary = run(job, extracting, note, Steps(load, publish_lake))  # type: ignore[arg-type]
    began, before = next((moment, done) for moment, done in marks if done >= WARM)
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    found = {"rate": (marks[-1][1] - before) / (loaded[-1] - began), "seconds": summary.seconds, "own_mb": own.ru_maxrss / 1024}
    if not address:
        found["cpu"] = sum(one.ru_utime + one.ru_stime for one in (own, children)) / summary.read
    if int(workers) > 1:
        found["worker_mb"] = children.ru_maxrss / 1024
    return found


@contextmanager
def prefect_server(folder: Path) -> Iterator[str]:
    """A Prefect server with a home of its own; its address."""
    api = f"http://127.0.0.1:{(port := free_port())}/api"
    environment = {**os.environ, **QUIET_PREFECT, "PREFECT_HOME": str(folder / "home"), "PREFECT_API_URL": api}
    log = folder / "server.log"
    with process(PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port), environment=environment, log=log):
        wait_for("the server's start", lambda: answers(api), log)
        yield api


def prefect(folder: str) -> dict[str, float]:
    """What the flow takes longer than the pipeline in this process: seconds to import it, a run without batches, a batch."""
    began = time.monotonic()
    from flows.ingest import ingest

    imported = time.monotonic() - began
    corpus = Path(folder) / "small.jsonl"
    corpus.write_text("".join(json.dumps({"text": f"{STORY} {n}"}) + "\n" for n in range(SMALL_BATCHES)), encoding="utf-8")
    lakes = {name: IngestRequest(paths=(str(corpus),), warehouse=Path(folder) / name, settle=0) for name in ("warm", "plain", "flow")}

    def plain(request: IngestRequest) -> RunSummary:
        return run(replace(request.job("bench"), batch=1), InProcess(DEFAULT_MODEL))

    plain(lakes["warm"])
    os.environ["REGESTA_BATCH"] = "1"
    with_batches = seconds(lambda: ingest(lakes["flow"])) - seconds(lambda: plain(lakes["plain"]))
    without = seconds(lambda: ingest(lakes["flow"])) - seconds(lambda: plain(lakes["plain"]))
    return {"import": imported, "run": without, "batch": (with_batches - without) / SMALL_BATCHES}


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


if __name__ == "__main__":
    print(json.dumps({"measure": measure, "prefect": prefect}[sys.argv[1]](*sys.argv[2:])))
