"""What the flows can be asked to do: validated before a run starts, with descriptions that Prefect shows in its form."""

from datetime import date, timedelta
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from flows.pipeline import Job
from flows.settings import Settings, load_settings
from flows.sources.remote import is_address, without_scheme
from transforms.errors import InvalidRequest
from transforms.reading import FieldNames, ReadOptions, field_names
from warehouse.lake import Lake, open_lake


class Request(BaseModel):
    """What every flow can be told; what is left out comes from the settings (`REGESTA_...`) of the machine that runs it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    warehouse: Path | None = Field(default=None, description="Folder of the lake [default: $REGESTA_WAREHOUSE, else ./lake].")

    @property
    def folder(self) -> Path:
        """The lake's folder."""
        return self.settings().warehouse

    def open_lake(self) -> Lake:
        """The lake, which must be there.

        Raises:
            WarehouseError: There is no lake, or it cannot be opened.
        """
        settings = self.settings()
        return open_lake(settings.warehouse, settings.storage(), create=False)

    def settings(self, **given: object) -> Settings:
        """The settings with what the request says itself.

        Raises:
            InvalidRequest: A setting is not in its allowed range.
        """
        return load_settings(warehouse=self.warehouse, **given)


class IngestRequest(Request):
    """Which articles to load, and how to read them."""

    paths: tuple[str, ...] = Field(min_length=1, description="Files, folders, globs or addresses (s3://, gs://) of articles.")
    published: str | None = Field(default=None, description="Publication date of all articles: 2018, 2018-02 or 2018-02-26.")
    fields: str | None = Field(default=None, description="JSON keys of fields: text=story,published=when.")
    workers: int | None = Field(default=None, ge=1, le=256, description="Processes that extract [default: $REGESTA_WORKERS, else 1].")
    settle: float = Field(default=5.0, ge=0, le=3600, description="Leave files that changed within so many seconds until they stand still.")
    move_to: Path | None = Field(default=None, description="Folder where files go whose articles are all loaded [default: they stay].")
    again: bool = Field(default=False, description="Extract articles again that are unchanged.")

    def job(self, command: str, run_id: str | None = None) -> Job:
        """The pipeline's job, completed from the settings.

        Raises:
            InvalidRequest: The date or the fields are not in their documented form, or files at an address are to be moved.
        """
        remote = [path for path in self.paths if is_address(without_scheme(path))]
        if self.move_to and remote:
            remedy = "leave --move-to out: what is loaded is known and not read again"
            raise InvalidRequest(remote[0], "files at an address are not moved", remedy=remedy)
        settings = self.settings()
        names = field_names(self.fields) if self.fields else FieldNames()
        options = ReadOptions(published=self.published, size_limit=settings.max_bytes, fields=names)
        return Job(
            self.paths,
            settings.warehouse,
            settings.model,
            options,
            settings.batch,
            self.again,
            command,
            storage=settings.storage(),
            run_id=run_id,
            metrics=settings.metrics,
            store_text=settings.store_text,
            min_confidence=settings.min_confidence,
            settle=self.settle,
            move_to=self.move_to,
        )


class BackfillRequest(IngestRequest):
    """A large amount of articles, loaded in chunks; a run that was broken off goes on where it stopped."""

    since: date | None = Field(default=None, description="First day that %Y, %m and %d in the paths stand for.")
    until: date | None = Field(default=None, description="Last day that %Y, %m and %d in the paths stand for.")
    chunk: int = Field(default=2000, ge=1, le=100_000, description="Files in a chunk; each chunk is one row of the table runs.")

    @model_validator(mode="after")
    def _range_fits_paths(self) -> Self:
        dated = any("%" in path for path in self.paths)
        if (self.since is None) != (self.until is None) or dated != (self.since is not None):
            raise ValueError("give since and until together, with paths like archive/%Y/%m/%d, or none of them")
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since {self.since} is after until {self.until}")
        return self

    def dated_paths(self) -> tuple[str, ...]:
        """The paths with each day of the range put in, each path once, in order of time."""
        if self.since is None or self.until is None:
            return self.paths
        days = [self.since + timedelta(n) for n in range((self.until - self.since).days + 1)]
        return tuple(dict.fromkeys(day.strftime(path) for day in days for path in self.paths))
