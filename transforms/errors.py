"""The one exception tree. Every error keeps its facts as attributes and says: where, what was found, what is allowed, what to do."""


class RegestaError(Exception):
    """Base of all errors that regesta raises on purpose; the command line prints it and exits with status 2.

    Args:
        where: The file, line, table or option the error is about.
        found: What was found there.
        allowed: What would have been right ("" when the message needs none).
        remedy: What to do about it, as an instruction.
    """

    def __init__(self, where: str, found: str, *, allowed: str = "", remedy: str = "") -> None:
        self.where = where
        self.found = found
        self.allowed = allowed
        self.remedy = remedy
        parts = [f"{where}: {found}"]
        if allowed:
            parts.append(f"allowed: {allowed}")
        if remedy:
            parts.append(remedy)
        super().__init__("; ".join(parts))

    def __reduce__(self) -> tuple[object, ...]:
        """Worker processes hand errors back pickled; by default Python would call the constructor with the message alone."""
        return _revived, (type(self), self.args, self.__dict__)


def _revived(kind: type[RegestaError], message: tuple[str], facts: dict[str, str]) -> RegestaError:
    error = kind.__new__(kind, *message)
    error.__dict__.update(facts)
    return error


class SeedError(RegestaError):
    """A seed file (rules, names, calendars) is not in its documented form. Raised before anything is loaded."""


class UnreadableArticle(RegestaError):
    """A file is no article that regesta can read. The file is quarantined with this reason, the batch goes on.

    Args:
        reason: One of `REJECT_REASONS`, the value of the `reason` column of the table `rejects`.
    """

    def __init__(self, where: str, reason: str, found: str, *, remedy: str) -> None:
        if reason not in REJECT_REASONS:
            raise ValueError(f"reject reason {reason!r} is not one of {', '.join(REJECT_REASONS)}")
        self.reason = reason
        super().__init__(where, found, remedy=remedy)


class InvalidRequest(RegestaError):
    """What the user asked for (an option, a line of `extract` input, a filter) is not in its documented form."""


class WarehouseError(RegestaError):
    """The lake or the published file is missing, locked, damaged or of another version."""


class LakeBusy(WarehouseError):
    """Another process holds the lake's writer lock or committed first. The only warehouse error worth retrying."""


REJECT_REASONS = {
    "empty": "the file holds no text",
    "binary": "the file holds bytes that are no text",
    "encoding": "the text cannot be decoded without loss",
    "too_large": "the file is over the size limit",
    "broken_html": "no main text was found in the page",
    "broken_json": "the file is no JSON or a line of it is not",
    "no_text_field": "the JSON record has no text field under the configured names",
    "unknown_format": "no reader takes files with this name",
    "unreadable": "the operating system refused to hand over the file",
    "extraction_failed": "regesta itself failed on the article",
}
