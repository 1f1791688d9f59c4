"""Pictures and documents in an S3-compatible store, if `MEDIA_STORE` names one: several machines share them there. Backups, too,
if `BACKUPS` does.

The store is private. A picture's address stays that of the hub, which decides anew whether a reader may see it; so kept pages
stay right, and nothing stays public whose collection no longer is.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import IO, Any
from urllib.parse import urljoin

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.utils.crypto import get_random_string
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

SECONDS_OF_SIGNATURE = 300
# Seconds for connecting and for each answer, and how often a request is tried: a process answers nobody else meanwhile.
CONNECT, READ, TRIES = 3, 20, 3
REST = 5  # seconds after which a store that gave no answer is asked for a file again, by one request
MOST_IN_MEMORY = 5 * 1024 * 1024  # bytes of a file that is read; a larger one waits on the disk


class StoreError(OSError):
    """The store doesn't answer, or refuses what is asked."""


@contextmanager
def _store_errors() -> Iterator[None]:
    """Raise StoreError for the errors of boto, which have no class in common and none of Python's."""
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as error:
        raise StoreError(f"The store: {error}") from error


class MediaStore(S3Storage):
    """The storage of media, or of backups, in a bucket. All methods raise StoreError if the store doesn't answer.

    While it gives no answer, one request in some seconds waits for it, and the others get their error at once: or all threads
    would wait for pictures, and nobody would get a page.
    """

    def __init__(
        self,
        bucket: str,
        folder: str = "",
        endpoint_url: str | None = None,
        region: str | None = None,
        documents: str = "hub",
    ):
        super().__init__(
            bucket_name=bucket,
            location=folder,
            endpoint_url=endpoint_url,
            region_name=region,
            file_overwrite=False,
            querystring_expire=SECONDS_OF_SIGNATURE,
            max_memory_size=MOST_IN_MEMORY,
            # For pictures, threads would cost more than they bring.
            transfer_config=TransferConfig(use_threads=False),
            client_config=Config(
                signature_version="s3v4",
                connect_timeout=CONNECT,
                read_timeout=READ,
                retries={"total_max_attempts": TRIES},
                # Not every store knows the checksums that Amazon's has since 2025.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )
        self.signs_documents = documents == "signed"
        self._asked, self._silent_until = Lock(), 0.0

    def generate_filename(self, filename: str) -> str:
        """Return the name for a new file in a folder of its own: two machines that save files of one name never meet."""
        folder, base = os.path.split(super().generate_filename(filename))
        return f"{folder}/{get_random_string(8)}/{base}"

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """Return the file's address in the hub, as if it were in the data folder."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name) or "")

    def signed_address(self, name: str, disposition: str) -> str:
        """Return an address in the store, from which anybody can download the file for five minutes."""
        with _store_errors():
            return super().url(name, parameters={"ResponseContentDisposition": disposition})

    def fault(self) -> str:
        """Return why the store doesn't answer, shortly; empty if it does."""
        try:
            with _store_errors():
                self.connection.meta.client.head_bucket(Bucket=self.bucket_name)
        except StoreError as error:
            return str(error)
        return ""

    @contextmanager
    def _patience(self) -> Iterator[None]:
        """Note whether the store answers in the block. Raises StoreError at once if it just didn't."""
        with self._asked:
            if self._silent_until:
                if time.monotonic() < self._silent_until:
                    raise StoreError("The store: it gave no answer a moment ago.")
                self._silent_until = time.monotonic() + REST  # the others go on getting an error meanwhile
        try:
            yield
        except BotoCoreError:
            self._silent_until = time.monotonic() + REST
            raise
        except Exception:
            self._silent_until = 0.0  # whatever it said, it was an answer
            raise
        self._silent_until = 0.0

    # In boto's words each can fail; the rest of the hub knows OSError.

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _store_errors(), self._patience():
            file = super()._open(name, mode)
            # Fetched now: what is read later could only fail where nobody expects it.
            if "r" in mode:
                file.open()
            return file

    def _save(self, name: str, content: IO[bytes]) -> str:
        with _store_errors():
            return super()._save(name, content)

    def delete(self, name: str) -> None:
        with _store_errors():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _store_errors():
            return super().exists(name)

    def size(self, name: str) -> int:
        with _store_errors():
            return super().size(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _store_errors():
            return super().listdir(name)
