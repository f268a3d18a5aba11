"""Running on a schedule: the server, the deployments, one process that serves them, and runs that a killed one left behind."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from flows.settings import environment_with, prefect_server, start_prefect_quietly, use_prefect_server
from transforms.errors import InvalidRequest, RegestaError
from transforms.reading import STANDARD_INPUT

OWN_SERVER = "http://127.0.0.1:4200/api"
POOL = "regesta"
CHECKOUT = Path(__file__).resolve().parents[2]
_STARTS_WITHIN = 180  # seconds; a new home on a busy machine takes more than one minute


@contextmanager
def server() -> Iterator[str]:
    """The address of a Prefect server: the one that PREFECT_API_URL names, else one on this machine, started when none runs.

    Raises:
        InvalidRequest: Nobody answers at PREFECT_API_URL.
        RegestaError: The server did not start.
    """
    start_prefect_quietly()
    given = prefect_server()
    if given and not answers(given):
        raise InvalidRequest("PREFECT_API_URL", f"nobody answers at {given}", remedy="start that server, or unset the variable")
    api = given or OWN_SERVER
    use_prefect_server(api)
    if answers(api):
        yield api
        return
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", "4200"]
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 (fixed command)
    try:
        _wait_until_answers(api, started)
        yield api
    finally:
        started.terminate()
        started.wait(timeout=30)


def answers(api: str) -> bool:
    """Whether a Prefect server is ready at this address."""
    try:
        with urllib.request.urlopen(f"{api}/health", timeout=5) as reply:  # noqa: S310 (the user's own server)
            return bool(reply.status == 200)
    except (OSError, ValueError):
        return False


def _wait_until_answers(api: str, started: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _STARTS_WITHIN
    while not answers(api):
        if started.poll() is not None or time.monotonic() > deadline:
            remedy = "run `prefect server start` to see why, or name a server with PREFECT_API_URL"
            raise RegestaError("prefect server", f"did not start within {_STARTS_WITHIN} seconds", remedy=remedy)
        time.sleep(0.5)


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """One serving process a lake: a second one would take the first one's runs for left behind.

    Raises:
        InvalidRequest: Another process serves this lake.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / ".serve.lock", timeout=0):
            yield
    except Timeout as error:
        raise InvalidRequest(str(folder), "another process serves this lake", remedy="stop it first, or serve another lake") from error


def name_for(folder: Path) -> str:
    """The deployments' name for a lake, so that one server can hold those of several lakes."""
    return "-".join(folder.absolute().parts[1:]) or "root"


def located(path: str) -> str:
    """A path that means the same in another folder; addresses (s3://...) stay.

    Raises:
        InvalidRequest: Standard input, which a scheduled run does not have.
    """
    if path == STANDARD_INPUT:
        raise InvalidRequest("PATH", "- (standard input)", allowed="a file, folder, glob or address", remedy="name the folder to watch")
    return path if "://" in path else str(Path(path).absolute())


def this_process() -> str:
    """Names this process among all machines, until its number is given to another."""
    return f"{socket.gethostname()}:{os.getpid()}"


def is_gone(process: str) -> bool:
    """Whether a process of this machine has ended; of other machines' processes nothing is known here."""
    host, _, number = process.rpartition(":")
    if host != socket.gethostname():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def interval(text: str) -> timedelta:
    """`15m`, `1h`, `90s`, `1d` as a span of time of at least a minute.

    Raises:
        InvalidRequest: In another form, or shorter.
    """
    units = {"s": 1, "m": 60, "h": 3600, "d": 86400}
    number, unit = text[:-1], text[-1:]
    if unit not in units or not number.isdecimal() or int(number) * units[unit] < 60:
        raise InvalidRequest(
            "--every", repr(text), allowed="at least a minute, such as 15m, 1h or 1d", remedy="write a number and s, m, h or d"
        )
    return timedelta(seconds=int(number) * units[unit])


def deploy(inbox: str, folder: Path) -> None:
    """Makes the work pool, the deployments of prefect.yaml and the rule about silent runs; doing so again changes nothing.

    Args:
        inbox: What the ingest deployment reads.
        folder: The lake.

    Raises:
        RegestaError: Prefect refused.
    """
    from flows.scheduled.leftovers import crash_left_behind, crash_silent_runs

    _prefect("work-pool", "create", POOL, "--type", "process", "--overwrite")
    given = {"REGESTA_INBOX": inbox, "REGESTA_WAREHOUSE": str(folder.absolute())}
    _prefect("deploy", "--all", **given)
    crash_silent_runs()
    crash_left_behind()


def _prefect(*arguments: str, **environment: str) -> None:
    command = [sys.executable, "-m", "prefect", "--no-prompt", *arguments]
    done = subprocess.run(command, cwd=CHECKOUT, env=environment_with(**environment), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        said = " ".join((done.stderr or done.stdout).split())[-500:]
        raise RegestaError(f"prefect {' '.join(arguments)}", said, remedy="mend what Prefect says, then run it again")


def serve(paths: tuple[str, ...], folder: Path, schedule: timedelta | str, workers: int | None) -> None:
    """Serves the flows on their schedules until it is stopped: one run at a time.

    Args:
        paths: What the ingest deployment reads.
        folder: The lake; made when there is none.
        schedule: The time between two runs of ingest, the first of which comes at once, or cron's form.
        workers: Processes that extract.
    """
    import prefect

    from flows.scheduled.leftovers import crash_left_behind, drop_missed
    from flows.scheduled.served import served_deployments

    deployments = served_deployments(paths, folder.absolute(), schedule, workers)
    crash_left_behind(deployment=name_for(folder))
    drop_missed(name_for(folder))
    prefect.serve(*deployments, limit=1, pause_on_shutdown=False, print_starting_message=False)
