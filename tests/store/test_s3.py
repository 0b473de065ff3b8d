"""Originals in storage that speaks S3, where the libraries for it are installed (``s3fs``, ``moto[server]``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from service.errors import StoreError
from service.store.originals import Originals

pytest.importorskip("s3fs", reason="s3fs is not installed")
moto = pytest.importorskip("moto.server", reason="moto is not installed")
boto3 = pytest.importorskip("boto3", reason="boto3 is not installed")
pytestmark = pytest.mark.filterwarnings("ignore")  # of those libraries


@pytest.fixture(scope="module")
def storage() -> Iterator[Any]:
    """A client of storage; how it is reached stands in the environment."""
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("ACCESS_KEY_ID", "a"), ("SECRET_ACCESS_KEY", "b"), ("DEFAULT_REGION", "us-east-1")):
            patch.setenv(f"AWS_{name}", value)
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        yield boto3.client("s3")
    server.stop()


def _names(storage: Any, bucket: str) -> list[str]:
    return [found["Key"] for found in storage.list_objects_v2(Bucket=bucket).get("Contents", [])]


def test_files_are_kept_once_and_forgotten(storage: Any) -> None:
    storage.create_bucket(Bucket="office")
    originals = Originals("s3://office/nianbao")
    sha256 = originals.put(b"report")
    assert originals.put(b"report") == sha256
    assert _names(storage, "office") == [f"nianbao/{sha256[:2]}/{sha256[2:]}"]
    assert (originals.get(sha256), originals.has(sha256)) == (b"report", True)
    originals.check()
    for _ in range(2):
        originals.remove(sha256)
    assert (originals.get(sha256), originals.has(sha256), _names(storage, "office")) == (None, False, [])


def test_what_other_processes_do_is_seen(storage: Any) -> None:
    storage.create_bucket(Bucket="shared")
    originals = Originals("s3://shared")
    sha256 = originals.put(b"report")
    storage.delete_object(Bucket="shared", Key=f"{sha256[:2]}/{sha256[2:]}")
    assert not originals.has(sha256)
    originals.put(b"report")
    assert originals.get(sha256) == b"report"


def test_bucket_that_is_not_there_is_told_and_not_made(storage: Any) -> None:
    originals = Originals("s3://offcie/nianbao")
    uses: list[Callable[[], object]] = [lambda: originals.put(b"x"), originals.check]
    for use in uses:
        with pytest.raises(StoreError, match="bucket"):
            use()
    assert "offcie" not in [bucket["Name"] for bucket in storage.list_buckets()["Buckets"]]
