"""Downloads read back by readers that are not ours."""

from collections.abc import Callable
from pathlib import Path

import pyogrio
import pytest
from django.test import Client


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "de"})


@pytest.fixture
def saved(client: Client, tmp_path: Path) -> Callable[..., Path]:
    """The file that an address gives, as a browser would keep it."""

    def saved(name: str, /, **query: str) -> Path:
        answer = client.get(f"/daten/herunterladen/{name}", query)
        assert answer.status_code == 200, answer.content
        file = tmp_path / name
        with file.open("wb") as out:
            out.writelines(answer.streaming_content)
        answer.close()
        return file

    return saved


@pytest.fixture(autouse=True)
def no_network() -> None:
    """The schema a GML names is on a server that does not run here."""
    pyogrio.set_gdal_config_options({"GML_DOWNLOAD_SCHEMA": "NO"})
