"""Where a lake keeps its catalog and its data, as plain values; `warehouse.catalogs` opens what they name."""

from dataclasses import dataclass, field

REMOTE = "s3://"


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """How S3 and what speaks its language are reached. Keys stay out of every message and log.

    Args:
        key_id: Access key; None: the bucket is public.
        secret: Its secret.
        session_token: With temporary keys.
        region: Region of the bucket.
        endpoint: `http://host:port` or `https://host`; None: Amazon's.
        url_style: `path` (host/bucket/key) or `vhost` (bucket.host/key).
    """

    key_id: str | None = None
    secret: str | None = field(default=None, repr=False)
    session_token: str | None = field(default=None, repr=False)
    region: str | None = None
    endpoint: str | None = None
    url_style: str | None = None


@dataclass(frozen=True, slots=True)
class Storage:
    """Where things are kept; by default everything is in the lake's folder.

    Args:
        catalog: `postgresql://user:password@host/database`; None: a SQLite file in the lake's folder.
        data_path: Folder or `s3://bucket/prefix` of the Parquet files; None: `data/` in the lake's folder.
        objects: How `s3://` is reached.
    """

    catalog: str | None = field(default=None, repr=False)  # it may hold a password
    data_path: str | None = None
    objects: ObjectStore = ObjectStore()

    @property
    def is_remote(self) -> bool:
        """Whether the data are in object storage."""
        return self.data_path is not None and self.data_path.startswith(REMOTE)
