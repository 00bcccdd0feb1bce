"""What a stranger's file becomes: our own picture, or a refusal with a name."""

import random
from contextlib import suppress
from io import BytesIO

import pytest
from PIL import Image

from layers.media import images
from layers.media.errors import FileTooLarge, NotAPhoto, PhotoRefused, TooManyPixels, TooSmall
from tests.media import photographs


def cleaned(content: bytes) -> images.Pictures:
    return images.clean(BytesIO(content))


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content), formats=("JPEG",))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_three_formats_become_one(kind: str) -> None:
    found = cleaned(photographs.file(photographs.picture(2_000, 1_000), kind))
    assert (found.width, found.height) == (1_280, 640)
    sizes = {width: opened(content).size for width, content in found.files.items()}
    assert sizes == {320: (320, 160), 640: (640, 320), 1_280: (1_280, 640)}


def test_nothing_of_the_phone_travels_along() -> None:
    sent = photographs.from_a_phone()
    for secret in (b"SecretPhone", b"SecretPlace", b"SecretComment", b"Erika"):
        assert secret in sent  # else the test proves nothing
    for content in cleaned(sent).files.values():
        picture = opened(content)
        assert not picture.getexif()
        assert {name for name in picture.info if not name.startswith(("jfif", "progress"))} == set()
        assert b"Secret" not in content
        assert b"Erika" not in content


# Where red, the upper half as it was drawn, is after turning; from the table of EXIF 2.3.
@pytest.mark.parametrize(
    ("orientation", "red"),
    [
        (1, "top"),
        (2, "top"),
        (3, "bottom"),
        (4, "bottom"),
        (5, "left"),
        (6, "right"),
        (7, "right"),
        (8, "left"),
    ],
)
def test_it_stands_upright(orientation: int, red: str) -> None:
    found = cleaned(photographs.from_a_phone(orientation=orientation))
    picture = opened(found.files[320])
    width, height = picture.size
    assert (width < height) == (orientation >= 5)
    spots = {
        "top": (width // 2, 10),
        "bottom": (width // 2, height - 10),
        "left": (10, height // 2),
        "right": (width - 10, height // 2),
    }
    reds = {name for name, spot in spots.items() if picture.getpixel(spot)[0] > 200}
    assert red in reds
    assert {"top": "bottom", "bottom": "top", "left": "right", "right": "left"}[red] not in reds


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16"])
def test_every_kind_of_pixel_is_read(mode: str) -> None:
    base = Image.new("L", (400, 300), 128)
    sent = photographs.file(base.convert(mode if mode != "I;16" else "I").convert(mode), "PNG")
    assert opened(cleaned(sent).files[320]).mode == "RGB"


def test_transparency_becomes_white() -> None:
    clear = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    picture = opened(cleaned(photographs.file(clear, "PNG")).files[320])
    assert picture.getpixel((100, 100)) == (255, 255, 255)


def test_what_stands_behind_the_end_stays_there() -> None:
    for content in cleaned(photographs.POLYGLOT).files.values():
        assert b"script" not in content
        assert content.endswith(b"\xff\xd9")


@pytest.mark.parametrize("name", photographs.REFUSED)
def test_what_is_no_photograph_is_refused(name: str) -> None:
    with pytest.raises(PhotoRefused):
        cleaned(photographs.REFUSED[name])


def test_refusals_say_which_bound() -> None:
    with pytest.raises(TooManyPixels):
        cleaned(photographs.BOMB)
    with pytest.raises(TooManyPixels):  # below Pillow's own bound, above ours
        cleaned(photographs.png_of(8_000, 8_000))
    with pytest.raises(FileTooLarge):
        cleaned(photographs.file(photographs.picture()) + b"\x00" * images.MAX_BYTES)
    with pytest.raises(TooSmall):
        cleaned(photographs.file(photographs.picture(100, 900)))
    with pytest.raises(NotAPhoto):
        cleaned(photographs.SVG)


@pytest.mark.parametrize("name", photographs.DAMAGED)
def test_half_a_file_is_half_a_picture_or_none(name: str) -> None:
    with suppress(NotAPhoto):
        assert cleaned(photographs.DAMAGED[name]).width


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # Pillow says what is broken
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_damaged_files_are_read_or_refused_and_nothing_else(kind: str) -> None:
    chance = random.Random(6)
    exif = Image.Exif()
    exif[0x0112] = 6
    whole = photographs.file(photographs.picture(260, 260), kind, exif=exif)
    for _try in range(300):
        broken = bytearray(whole)
        for _byte in range(chance.randint(1, 8)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        end = chance.randint(20, len(broken)) if _try % 3 == 0 else len(broken)
        with suppress(PhotoRefused):
            cleaned(bytes(broken[:end]))
