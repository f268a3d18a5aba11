"""Runs that a killed process left behind: Prefect takes them for running, and they would keep the next ones from starting."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from prefect.automations import Automation
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.states import Crashed

from flows.scheduled.scheduling import is_gone, this_process

LABEL = "regesta.process"
SILENT_RUNS = "regesta: runs that went silent have crashed"
_SILENT_FOR = timedelta(seconds=120)  # flows of prefect.yaml send a heartbeat every 30 seconds
_NEVER_STARTED = timedelta(minutes=10)
_OPEN = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
_ENDED = ("Completed", "Failed", "Cancelled", "Crashed", "Suspended")


def label_run(flow_run_id: UUID) -> None:
    """Notes with the run which process it runs in."""
    with get_client(sync_client=True) as client:
        client.update_flow_run_labels(flow_run_id, {LABEL: this_process()})


def crash_left_behind(deployment: str | None = None) -> int:
    """Marks as crashed what nobody runs any more; returns how many runs that were.

    A run is left behind when its process, on this machine, has ended. With `deployment`, whose runs only the calling process starts, all
    its open runs are. Runs of machines that are gone are crashed by the server, see `crash_silent_runs`.
    """
    with get_client(sync_client=True) as client:
        found = [run for run in _runs(client, deployment, _OPEN) if deployment or _is_left(run)]
        for run in found:
            state: State[Any] = Crashed(message="The process of this run has ended without a word; the next run goes on where it stopped.")
            client.set_flow_run_state(run.id, state, force=True)
    return len(found)


def drop_missed(deployment: str) -> int:
    """Drops the runs that were due while nobody served: the next one finds whatever they would have; returns how many that were."""
    with get_client(sync_client=True) as client:
        scheduled = _runs(client, deployment, [StateType.SCHEDULED])
        missed = [run for run in scheduled if run.expected_start_time and run.expected_start_time < datetime.now(UTC)]
        for run in missed:
            client.delete_flow_run(run.id)
    return len(missed)


def _runs(client: SyncPrefectClient, deployment: str | None, types: list[StateType]) -> list[FlowRun]:
    states = FlowRunFilterState(type=FlowRunFilterStateType(any_=types))
    return client.read_flow_runs(
        flow_filter=FlowFilter(name=FlowFilterName(like_="regesta-")),
        flow_run_filter=FlowRunFilter(state=states),
        deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=[deployment])) if deployment else None,
    )


def _is_left(run: FlowRun) -> bool:
    process = (run.labels or {}).get(LABEL)
    if process is not None:
        return is_gone(str(process))
    since = run.state.timestamp if run.state else run.created
    return since is not None and datetime.now(UTC) - since > _NEVER_STARTED


def crash_silent_runs() -> None:
    """Has the server itself crash any run of regesta whose heartbeat stops, on whatever machine it ran."""
    rule = Automation(
        name=SILENT_RUNS,
        description="Made by `regesta deploy`. A run that was killed with its machine blocks no later run.",
        trigger=EventTrigger(
            match=ResourceSpecification({"prefect.resource.id": "prefect.flow-run.*"}),
            after={"prefect.flow-run.heartbeat"},
            expect={"prefect.flow-run.heartbeat", *(f"prefect.flow-run.{state}" for state in _ENDED)},
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=_SILENT_FOR,
        ),
        actions=[ChangeFlowRunState(name=None, state=StateType.CRASHED, message=f"No heartbeat for {_SILENT_FOR}.", force=False)],
    )
    with get_client(sync_client=True) as client:
        for old in client.read_automations_by_name(SILENT_RUNS):
            client.delete_automation(old.id)
    rule.create()
