"""One Prefect server for all tests of a session: offline, in a home of its own, with telemetry off."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.scheduled.scheduling import answers
from flows.settings import QUIET_PREFECT
from tests.flows.services import PREFECT, Server, free_port, process, wait_for


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server; it ends with the session."""
    folder = tmp_path_factory.mktemp("prefect")
    port = free_port()
    api = f"http://127.0.0.1:{port}/api"
    environment = {**os.environ, **QUIET_PREFECT, "PREFECT_HOME": str(folder / "home"), "PREFECT_API_URL": api}
    log: Path = folder / "server.log"
    command = [PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with process(*command, environment=environment, log=log):
        wait_for("the server's start", lambda: answers(api), log)
        yield Server(api, environment)
