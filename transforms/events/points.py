"""The table of what speaks for and against a mention: `seeds/events/confidence.csv`, checked."""

from collections.abc import Mapping, Sequence

from transforms.errors import SeedError
from transforms.records import EVENT_TYPES, STATUSES

AGAIN = "told again"
BASE = "base"
DATED = "dated"
LEAST = "least"
_FEATURES = frozenset(
    (
        AGAIN, BASE, DATED, LEAST, "sides both", "one to one", "source missing", "source in place", "target in place", "target by pronoun",
        "participant far", "source unknown", "source titled", "target unknown", "sides of one state", "claimed", "carried", "verb -ing",
        "clause main", "clause subordinate", "clause deep", "sentence lead", "article brief", "article long",
        "article comment", "source group", "sources several", "targets several", "target person", "side bloc", "subject missing",
        "addressee missing", "counterpart missing",
    )
)  # fmt: skip


def read_points(rows: Sequence[Mapping[str, str]]) -> dict[str, int]:
    """The rows of seeds/events/confidence.csv: feature -> points, ten of which multiply the odds by e; "least" holds a percentage.

    Raises:
        SeedError: A feature is not one of `evidence`, or the points are no whole number.
    """
    names = _FEATURES | {f"type {t}" for t in EVENT_TYPES} | {f"status {s}" for s in STATUSES}
    points: dict[str, int] = {}
    for row in rows:
        if row["feature"] not in names and not row["feature"].startswith("rule "):
            raise SeedError(
                row["_where"], f"feature {row['feature']!r}", allowed=", ".join(sorted(_FEATURES)) + ", type, status or rule NAME"
            )
        if not row["points"].removeprefix("-").isdigit():
            raise SeedError(row["_where"], f"points {row['points']!r}", allowed="a whole number")
        points[row["feature"]] = int(row["points"])
    return points
