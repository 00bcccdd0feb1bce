"""Who sees a photograph, where its files lie, and when they go."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import roles
from accounts.models import User
from accounts.roles import Role
from heatmodel.models import CoolPlace
from layers import registry
from layers.media import services
from layers.media.errors import PhotoRefused
from layers.media.images import MAX_BYTES, WIDTHS
from layers.media.models import Photo
from layers.models import School
from tests.media import photographs


@pytest.fixture(autouse=True)
def media_root(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def photo(hamm: None) -> Photo:
    return services.take(
        BytesIO(photographs.from_a_phone()),
        _layer(),
        alt='Ein Brunnen "am" Markt',
        author="<b>Erika</b>",
        licence=Photo.Licence.CC_BY,
    )


def _layer() -> registry.Layer:
    return next(one for one in registry.public_layers() if one.model is School)


def _feature() -> Any:
    return _layer().published().first()


def _files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def _address(photo: Photo, width: int = 640) -> str:
    return reverse("photo", args=[photo.key, width])


def _editor(role: Role) -> User:
    user = User.objects.create_user(role.value, password="ein langes Kennwort nur fuer Tests")
    roles.assign(user, role)
    return User.objects.get(pk=user.pk)


def test_it_is_nobodys_to_see_until_it_is_published(photo: Photo, client: Client) -> None:
    assert client.get(_address(photo)).status_code == 404
    services.publish(photo, _feature().pk)
    answer = client.get(_address(photo))
    assert answer.status_code == 200
    assert answer.content[:2] == b"\xff\xd8"


def test_who_edits_the_layer_sees_it_before(photo: Photo, client: Client) -> None:
    client.force_login(_editor(Role.ADMINISTRATOR))
    answer = client.get(_address(photo))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    client.force_login(_editor(Role.HEAT_PLANNER))
    assert client.get(_address(photo)).status_code == 404


def test_it_goes_when_its_feature_goes(photo: Photo, client: Client) -> None:
    feature = _feature()
    services.publish(photo, feature.pk)
    School.objects.filter(pk=feature.pk).update(published=False)
    assert client.get(_address(photo)).status_code == 404


def test_a_browser_can_only_look_at_it(photo: Photo, client: Client) -> None:
    services.publish(photo, _feature().pk)
    headers = client.get(_address(photo)).headers
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "max-age=3600" in headers["Cache-Control"]


@pytest.mark.parametrize("width", [0, 1, 641, 99999999999])
def test_other_widths_do_not_exist(photo: Photo, client: Client, width: int) -> None:
    services.publish(photo, _feature().pk)
    assert client.get(_address(photo, width)).status_code == 404


def test_a_lost_file_is_not_there_and_no_fault(
    photo: Photo, client: Client, media_root: Path
) -> None:
    services.publish(photo, _feature().pk)
    for path in _files(media_root):
        path.unlink()
    assert client.get(_address(photo)).status_code == 404


def test_its_words_are_only_words(photo: Photo) -> None:
    feature = _feature()
    services.publish(photo, feature.pk)
    page = Template("{% load photos %}{% photos layer pk %}").render(
        Context({"layer": _layer().name, "pk": feature.pk})
    )
    assert 'alt="Ein Brunnen &quot;am&quot; Markt"' in page
    assert "&lt;b&gt;Erika" in page
    assert "creativecommons.org/licenses/by/4.0" in page
    assert page.count("<img") == 1


@pytest.mark.parametrize("piece", ["", "card"])
def test_a_place_shows_its_photographs(photo: Photo, client: Client, piece: str) -> None:
    place = CoolPlace.objects.exclude(slug=None).first()
    Photo.objects.filter(pk=photo.pk).update(layer="cool_places", target=place.pk)
    photo.refresh_from_db()

    def shown() -> str:
        return client.get(f"/orte/{place.slug}/", headers={"X-Fragment": piece}).content.decode()

    assert "<figure" not in shown()  # not accepted yet
    services.publish(photo, place.pk)
    figure = shown().split("<figure")[1].split("</figure>")[0]
    assert figure.count("<img ") == 1
    assert 'alt="Ein Brunnen &quot;am&quot; Markt"' in figure
    for width, named in ((320, 320), (640, 640), (800, 1280)):  # the original is 800 wide
        assert f"{_address(photo, named)} {width}w" in figure
        assert client.get(_address(photo, named)).status_code == 200
    assert 'loading="lazy"' in figure and 'width="800" height="600"' in figure
    assert "&lt;b&gt;Erika" in figure
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in figure
    other = CoolPlace.objects.exclude(slug=None).exclude(pk=place.pk).first()
    assert "<figure" not in client.get(f"/orte/{other.slug}/").content.decode()


def test_deleting_takes_the_files_too(
    photo: Photo, media_root: Path, django_capture_on_commit_callbacks: Any
) -> None:
    assert len(_files(media_root)) == len(WIDTHS)
    with django_capture_on_commit_callbacks(execute=True):
        services.delete(photo)
    assert _files(media_root) == []


def test_what_is_never_published_goes_after_half_a_year(
    photo: Photo, media_root: Path, django_capture_on_commit_callbacks: Any
) -> None:
    later = timezone.now() + services.KEEP_UNUSED
    assert services.delete_unused(later - timedelta(days=1)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert services.delete_unused(later + timedelta(days=1)) == 1
    assert _files(media_root) == []


def test_a_refused_file_leaves_nothing(hamm: None, media_root: Path) -> None:
    with pytest.raises(PhotoRefused):
        services.take(BytesIO(photographs.SVG), _layer(), alt="x", licence=Photo.Licence.CC_ZERO)
    assert _files(media_root) == []
    assert not Photo.objects.exists()


def test_an_upload_is_cut_while_it_arrives(rf: Any) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.jpg"\r\n\r\n'
    tail = b'\r\n--x\r\nContent-Disposition: form-data; name="after"\r\n\r\nkept\r\n--x--\r\n'
    body = head + b"\x00" * 3 * MAX_BYTES + tail
    request = rf.post("/", data=body, content_type="multipart/form-data; boundary=x")
    assert MAX_BYTES < request.FILES["f"].size <= MAX_BYTES + 2 * 65_536
    assert request.POST["after"] == "kept"
    request.FILES["f"].close()


def test_what_is_far_beyond_every_bound_is_not_read(hamm, client: Client) -> None:
    answer = client.post(
        "/vorschlagen/hazards/",
        data=b"--x--",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(5 * MAX_BYTES),
    )
    assert answer.status_code == 400
