"""The fingerprint of a source, kept with each import."""

import hashlib
from pathlib import Path


def sha256_of(path: Path) -> str:
    """In hex; empty if there is no such file, which its reader will say better."""
    if not path.is_file():
        return ""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
