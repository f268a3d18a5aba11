"""The `regesta` command: the list of its verbs; each stands in `flows/commands/`, thin over the function that does the work.

Imports stand inside the verbs, so that `--help` answers at once and only `ingest --prefect`, `serve` and `deploy` ever import Prefect.
"""

import click

from flows.commands import actors, exporting, loading, reading, schedule, seeds, upkeep
from flows.commands.common import Verbs


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="regesta")
def main() -> None:
    """Article files in, a queryable timeline of diplomatic events out.

    Start with `regesta ingest PATH...`, then look at `regesta timeline`.
    """


_LOADING = (loading.ingest, loading.extract)
_READING = (reading.timeline, reading.explain, reading.sql, reading.history, exporting.export)
_UPKEEP = (upkeep.check, upkeep.publish, upkeep.maintain, upkeep.reprocess, upkeep.forget)
_SCHEDULE = (schedule.serve, schedule.deploy, schedule.runs)
_SEEDS = (actors.actors, seeds.lint)
for verb in (*_LOADING, *_READING, *_UPKEEP, *_SCHEDULE, *_SEEDS):
    main.add_command(verb)
