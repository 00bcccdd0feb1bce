"""ZIP archives: unpacked into a folder of our own, never more than they may hold."""

import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from layers.importing.errors import FileEmpty, FileMissing, UnknownFormat, Unreadable
from layers.importing.limits import Limits

# Whatever else is in the archive stays there.
_PARTS = {".shp", ".shx", ".dbf", ".prj", ".cpg", ".geojson", ".json", ".gpkg", ".gml", ".csv"}
_MAIN = {".shp", ".geojson", ".json", ".gpkg", ".gml", ".csv"}
_CHUNK = 1 << 20


def check_file(path: Path, limits: Limits) -> None:
    """Raises FileMissing, FileEmpty or TooLarge."""
    if not path.is_file():
        raise FileMissing(source=path.name)
    size = path.stat().st_size
    if not size:
        raise FileEmpty(source=path.name)
    limits.check_size(size)


@contextmanager
def unpacked(path: Path, limits: Limits) -> Iterator[Path]:
    """The one data file in the archive, or `path` itself if it is none."""
    check_file(path, limits)
    if path.suffix.lower() != ".zip":
        yield path
        return
    with TemporaryDirectory(prefix="import-") as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                files = _unpack(archive, Path(folder), limits)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as e:
            raise Unreadable(source=path.name, detail=e) from e
        main = [file for file in files if file.suffix in _MAIN]
        if len(main) != 1:
            known = ", ".join(sorted(_MAIN))
            raise UnknownFormat(source=path.name, known=known)
        yield main[0]


def _unpack(archive: zipfile.ZipFile, folder: Path, limits: Limits) -> list[Path]:
    """Sizes are checked as declared: zipfile stops at them, and fails on one that lies."""
    members = [
        member
        for member in archive.infolist()
        if PurePosixPath(member.filename).suffix.lower() in _PARTS
        and not PurePosixPath(member.filename).name.startswith(".")
        and "__MACOSX" not in member.filename
    ]
    limits.check_size(sum(member.file_size for member in members))
    files = []
    for member in members:
        inside = PurePosixPath(member.filename)
        target = folder / f"{_plain(inside.stem)}{inside.suffix.lower()}"
        with archive.open(member) as packed, target.open("wb") as output:
            shutil.copyfileobj(packed, output, _CHUNK)
        files.append(target)
    return files


def _plain(stem: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in stem)[:100]
