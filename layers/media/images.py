"""A file from a stranger becomes pictures of our own: what is kept is drawn anew, pixel by pixel.

So nothing travels along: no position or camera (EXIF, XMP, IPTC), no colour profile, no thumbnail,
no second picture, no script behind the end of the file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from layers.media.errors import FileTooLarge, NotAPhoto, TooManyPixels, TooSmall

MAX_BYTES = 12 * 2**20
MAX_PIXELS = 50_000_000  # the largest of common telephones; as RGB 150 MB
MIN_SIDE_PX = 200
WIDTHS = (320, 640, 1280)  # of the pictures kept; a smaller original is not blown up
_FORMATS = ("JPEG", "PNG", "WEBP")  # by what the file holds
_QUALITY = 82
_ORIENTATION = 0x0112  # EXIF

# What Pillow raises on files that end early, lie about their length or contradict themselves.
_BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError)
_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)

# How a picture is turned so that its orientation becomes 1 (EXIF 2.3, table 6).
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Pictures:
    """Size of the largest in pixels, and JPEG files by the width they were made for."""

    width: int
    height: int
    files: Mapping[int, bytes]


def clean(source: BinaryIO) -> Pictures:
    """The pictures to be kept of a JPEG, PNG or WebP file, upright and in RGB.

    Of a file with several pictures the first is taken; transparency becomes white.
    Raises NotAPhoto, FileTooLarge, TooManyPixels or TooSmall.
    """
    content = source.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise FileTooLarge
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as image:
            _check_size(image)
            image.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1]))  # a JPEG is read at a scale
            upright = _upright(image)
    except _BOMB as error:
        raise TooManyPixels from error
    except _BROKEN as error:
        raise NotAPhoto from error
    files = {width: _drawn(upright, width) for width in WIDTHS}
    largest = min(WIDTHS[-1], upright.width)
    return Pictures(largest, _height(upright, largest), files)


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise TooManyPixels
    if min(image.size) < MIN_SIDE_PX:
        raise TooSmall


def _upright(image: Image.Image) -> Image.Image:
    turn = _TURNS.get(_orientation(image))
    flat = _on_white(image)
    flat.info.clear()  # Pillow would hand on a comment
    return flat.transpose(turn) if turn is not None else flat


def _orientation(image: Image.Image) -> int:
    """1, as it lies, where the file's own notes are missing or broken."""
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except (*_BROKEN, TypeError, KeyError):
        return 1


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    ground = Image.new("RGB", layer.size, "white")
    ground.paste(layer, mask=layer.getchannel("A"))
    return ground


def _drawn(image: Image.Image, width: int) -> bytes:
    width = min(width, image.width)
    size = (width, _height(image, width))
    made = BytesIO()
    image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2).save(
        made, "JPEG", quality=_QUALITY, progressive=True, optimize=True
    )
    return made.getvalue()


def _height(image: Image.Image, width: int) -> int:
    return max(1, round(image.height * width / image.width))
