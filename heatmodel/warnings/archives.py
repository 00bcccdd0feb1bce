"""ZIP archives and XML from outside, opened in memory and never larger than they may be."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from heatmodel.warnings.errors import TooLarge, Unreadable

MAX_MEMBERS = 5_000
MAX_UNPACKED = 256 * 1024**2  # bytes; all of Germany in every language is about 10 MiB


def is_zip(data: bytes) -> bool:
    return data[:2] == b"PK"


def members(data: bytes, suffix: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file whose name ends so. Raises TooLarge or Unreadable.

    zipfile stops at the size a member declares and fails on one that lies.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [one for one in archive.infolist() if one.filename.lower().endswith(suffix)]
            if len(infos) > MAX_MEMBERS or sum(one.file_size for one in infos) > MAX_UNPACKED:
                raise TooLarge(f"{len(infos)} files in the archive")
            for info in infos:
                yield info.filename, archive.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(f"archive: {error}") from error


def parsed(data: bytes, name: str) -> Element:
    """The root element; entities and document types are refused. Raises Unreadable."""
    try:
        return fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable(f"{name}: {error}") from error
