"""What the cues on an act and around it say of its status, summed up."""

from dataclasses import dataclass

from transforms.events.context import DROP, Cue

RANK = {"actual": 0, "planned": 1, "hypothetical": 2, "denied": 3, DROP: 4}


@dataclass(slots=True)
class Found:
    """What the cues say so far."""

    status: str = "actual"
    negated: bool = False
    future: bool = False
    possible: bool = False
    conditional: bool = False
    obliged: bool = False
    spoken: bool = False  # the act is one of words
    certainty: float = 1.0

    def add(self, cue: Cue | None) -> None:
        """Takes in one more cue: the strongest status wins, doubts multiply."""
        if cue is None:
            return
        self.certainty *= cue.certainty
        if RANK[cue.status] > RANK[self.status]:
            self.status = cue.status


@dataclass(frozen=True, slots=True)
class Verdict:
    """The type and status that context leaves of a match; `status` "drop" means no event. `certainty` scales the confidence."""

    type: str
    status: str
    certainty: float
