"""What Prefect needs beside the flows: tasks, parameters, deployments, schedules, the pages of a run."""
