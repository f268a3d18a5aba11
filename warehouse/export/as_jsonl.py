"""JSON lines: one event a line with everything `timeline` says and its participants nested; days are ISO 8601, unknown is null."""

import json
from pathlib import Path

from warehouse.export.selection import Selection, Written


def write(selection: Selection, folder: Path) -> Written:
    """`timeline.jsonl`, UTF-8."""
    count = 0
    with (folder / "timeline.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for record in selection.records():
            count += 1
            file.write(json.dumps(record, ensure_ascii=False, allow_nan=False, default=lambda day: day.isoformat()) + "\n")
    return Written(("timeline.jsonl",), count)
