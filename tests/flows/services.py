"""Real processes for tests: started with a log, waited for, ended with all their children, by process id."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[2]
PREFECT = Path(sys.executable).with_name("prefect")
REGESTA = Path(sys.executable).with_name("regesta")
PATIENCE = 300  # seconds; a loaded machine takes one minute for the server alone


@dataclass
class Server:
    """A running Prefect server, and the environment that leads to it."""

    api: str
    environment: dict[str, str]

    def prefect(self, *arguments: str, **environment: str) -> None:
        """Runs a command of Prefect's own command line in the checkout."""
        self.call(PREFECT, "--no-prompt", *arguments, **environment)

    def call(self, *command: str | Path, **environment: str) -> None:
        """Runs a command in the checkout until it ends; what it said is told when it fails."""
        given = {**self.environment, **environment}
        done = subprocess.run(command, cwd=ROOT, env=given, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE)
        assert done.returncode == 0, f"{command}: {done.stdout[-3000:]}{done.stderr[-3000:]}"

    def found(self, what: str, **body: Any) -> list[dict[str, Any]]:
        """What the server's filter of `flow_runs`, `artifacts` ... answers."""
        import httpx

        answer: list[dict[str, Any]] = httpx.post(f"{self.api}/{what}/filter", json=body, timeout=20).raise_for_status().json()
        return answer

    def runs(self, deployment: str, *states: str) -> list[dict[str, Any]]:
        """The flow runs of a deployment in these states, the earliest first."""
        wanted = {"flow_runs": {"state": {"type": {"any_": list(states)}}}, "deployments": {"name": {"any_": [deployment]}}}
        return sorted(self.found("flow_runs", **wanted), key=lambda run: str(run["expected_start_time"]))


@dataclass
class Process:
    """A process with all that it has started. Groups do not tell that: a worker gives each flow run a session of its own."""

    started: "subprocess.Popen[bytes]"
    log: Path

    def kill(self) -> None:
        """Ends it and all its children at once, as a machine that loses its power does."""
        self._kill(self._family())

    def end(self) -> None:
        """Asks it to end, then ends what is left."""
        family = self._family()
        self.started.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.started.wait(timeout=10)
        self._kill(family)

    def _family(self) -> list[psutil.Process]:
        with suppress(psutil.NoSuchProcess):
            first = psutil.Process(self.started.pid)
            return [first, *first.children(recursive=True)]
        return []

    def _kill(self, family: list[psutil.Process]) -> None:
        for one in family:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        self.started.wait(timeout=20)


@contextmanager
def process(*command: str | Path, environment: dict[str, str], log: Path) -> Iterator[Process]:
    """A process with its children; they are ended, whatever happens."""
    with log.open("ab") as output:
        started = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
        running = Process(started, log)
        try:
            yield running
        finally:
            running.end()


def browsed(address: str, folder: Path, picture: Path, size: str = "1200,1000") -> str:
    """The page as a headless browser shows it: returns its elements, writes the picture."""
    browser = shutil.which("chromium")
    assert browser, "chromium is missing: run .ci/services, which installs Debian's package"
    # For root it starts only without its sandbox. The budget is the page's own time, for all that it fetches.
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", f"--window-size={size}"]
    shown = ["--virtual-time-budget=30000", "--dump-dom", f"--screenshot={picture}", address]
    command = [browser, *options, f"--user-data-dir={folder}", *shown]
    page = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=PATIENCE)
    return page.stdout.decode()


def free_port() -> int:
    """A port that nobody listens to now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(what: str, done: Callable[[], Any], log: Path, patience: float = PATIENCE) -> None:
    """Waits until `done` answers something true; the end of the log is told when it never does."""
    import httpx

    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        with suppress(OSError, httpx.HTTPError):
            if done():
                return
        time.sleep(0.5)
    raise AssertionError(f"{what} did not happen in {patience} s:\n{log.read_text(errors='replace')[-5000:]}")
