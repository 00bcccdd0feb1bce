"""Files as people and others send them, made by Pillow, which the product reads them with, and by
hand where a file lies about itself."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

GPS = {1: "N", 2: (51.0, 40.0, 48.0), 3: "E", 4: (7.0, 49.0, 12.0)}


def picture(width: int = 800, height: int = 600, *, mode: str = "RGB") -> Image.Image:
    """Red above, blue below: which way up it is can be seen."""
    made = Image.new(mode, (width, height), "blue")
    made.paste(Image.new(mode, (width, height // 2), "red"))
    return made


def file(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    made = BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


def from_a_phone(*, orientation: int = 1) -> bytes:
    """With position, camera, owner, XMP and a comment."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretPhone"
    exif[0xA430] = "Erika Mustermann"
    exif.get_ifd(0x8825).update(GPS)
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SecretPlace</x:xmpmeta>"
    return file(picture(), exif=exif, xmp=xmp, comment=b"SecretComment")


def png_of(width: int, height: int, *, rows: bytes = b"") -> bytes:
    """A PNG whose header claims a size; `rows` are its packed lines."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
POLYGLOT = file(picture()) + b"<script>alert('behind the end')</script>PK\x03\x04"
GIF_WITH_SCRIPT = b"GIF89a/*" + b"\x00" * 20 + b"*/=1;alert(1)//"
BOMB = png_of(30_000, 30_000, rows=b"\x00" * 90_000)

REFUSED = {
    "svg": SVG,
    "html": HTML,
    "gif": GIF_WITH_SCRIPT,
    "bomb": BOMB,
    "empty": b"",
    "text": "kein Bild".encode("utf-16"),
    "tiny": file(picture(20, 20)),
    "line": file(picture(3_000, 10)),
    "pdf": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj",
    "bmp": file(picture(), "BMP"),
    "tiff": file(picture(), "TIFF"),
}

# Refused, or read as far as they go: WeasyPrint, once loaded, has Pillow fill up what is missing.
DAMAGED = {"cut off": file(picture())[:3_000], "png without lines": png_of(400, 400)}
