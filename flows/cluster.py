"""Extraction on a Dask cluster that runs already."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from flows.extractors import UNIT, Extracted, Pending, Read, extract_unit
from flows.knowledge.build import model_version, rules_version
from transforms.errors import InvalidRequest

_WHERE = "REGESTA_DASK_ADDRESS"
_ANSWERS_WITHIN = 20  # seconds, for the scheduler
_WORKS_WITHIN = 120  # seconds, for the first worker: a cluster that grows on demand starts it only now


class Cluster:
    """Extracts on the workers of a cluster, those too that join later. One that dies costs nothing: Dask gives its units to another.

    Raises:
        InvalidRequest: Dask is not installed, nobody answers at the address, no worker does, or a worker has other rules than this process.
    """

    unit = UNIT

    def __init__(self, model: str, address: str) -> None:
        self._model = model
        self._address = address
        self._release = _release(model)
        self._client = _connected(address)
        try:
            _refuse_silence(self._client, address, partial(extract_same, (), model, self._release))
        except BaseException:
            self._client.close()
            raise

    @property
    def ahead(self) -> int:
        """Twice the cluster's threads at this moment, so that none waits for work."""
        return 2 * max(1, sum(map(int, self._client.nthreads().values())))

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def submit(self, items: Sequence[Read]) -> Pending:
        """Returns at once."""
        return partial(self._result, self._client.submit(extract_same, items, self._model, self._release, pure=False))

    def _result(self, future: Any) -> list[Extracted]:
        from distributed.client import FutureCancelledError

        try:
            found: list[Extracted] = future.result()
        except FutureCancelledError as error:
            remedy = "what is loaded stays loaded; see that the scheduler runs, then run the same command again"
            raise InvalidRequest(_WHERE, f"{self._address}: the connection to the scheduler broke off", remedy=remedy) from error
        future.release()  # otherwise the cluster keeps the result until the run ends
        return found


def extract_same(items: Sequence[Read], model: str, release: str) -> list[Extracted]:
    """Extracts one unit on a worker.

    Raises:
        InvalidRequest: The worker's rules or model are not those of `release`; its rows would be others, and what runs where must not show.
    """
    here = _release(model)
    if here != release:
        remedy = "install the same release on all machines, with the same seeds (REGESTA_SEEDS), and restart the workers"
        raise InvalidRequest("a Dask worker", here, allowed=release, remedy=remedy)
    return extract_unit(items, model)


def _release(model: str) -> str:
    return f"rules {rules_version()}, {model} {model_version(model)}"


def _connected(address: str) -> Any:
    """A client of the scheduler; `Any`, because Dask's own annotations are incomplete."""
    try:
        from distributed import Client
    except ImportError as error:
        raise InvalidRequest(_WHERE, "Dask is not installed", remedy="pip install 'regesta[dask]'") from error
    try:
        return Client(address, timeout=_ANSWERS_WITHIN, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        remedy = "start a scheduler (dask scheduler) and workers (dask worker), or unset the variable"
        raise InvalidRequest(_WHERE, f"{address}: {error}", remedy=remedy) from error


def _refuse_silence(client: Any, address: str, nothing: Callable[[], object]) -> None:
    """Has one worker extract nothing: without any the run would wait for ever. A worker that cannot import regesta ends itself."""
    try:
        client.submit(nothing, pure=False).result(timeout=_WORKS_WITHIN)
    except TimeoutError as error:
        found = f"{address}: no worker answers within {_WORKS_WITHIN} seconds"
        raise InvalidRequest(_WHERE, found, remedy="start workers (dask worker) where regesta is installed; their log says more") from error
    except RuntimeError as error:
        remedy = "install the same release of regesta on the scheduler's machine too"
        raise InvalidRequest(_WHERE, f"{address}: {error} ({error.__cause__})", remedy=remedy) from error
