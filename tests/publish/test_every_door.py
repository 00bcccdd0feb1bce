"""What is not published is seen through no door: every address of the site is asked for it.

The doors are those of the URL table, so a new one is asked without being named here; a parameter
that nobody knows an example for fails. `SHOWN` holds the doors that must show a published row:
without them the silence of the others would prove nothing.
"""

import io
import uuid
import zipfile
from collections.abc import Iterator
from datetime import timedelta

import pypdf
import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from gis_app.door import application
from heatmodel.models import CoolPlace, RiskFacility
from layers.base.models import School
from layers.editing.schedule import follow_valid_time
from layers.publish import counts, extents, pages
from layers.publish.downloads.formats import BY_EXTENSION
from tests.factories import make_cool_place, make_dataset, make_school, point
from tests.publish.doors import Door, tile_of

MARK = b"qwxz"  # in the names and the short names of what is hidden
SPOT = (7.82, 51.681)
UTM = (418_419.0, 5_726_218.0)  # SPOT by pyproj, EPSG:25832, to the metre
TILE = tile_of(*UTM, 14)
EXAMPLES: dict[str, list] = {
    "code": [uuid.UUID(int=1)],
    "column": [TILE[1]],
    "extension": sorted(BY_EXTENSION),
    "half_month": [12],
    "key": [uuid.UUID(int=1)],
    "matrix": [TILE[0]],
    "moment": ["day"],
    "quantity": ["pet"],
    "record_id": ["cool_places", "schools"],
    "rest": ["nothing"],
    "row": [TILE[2]],
    "run_id": ["nothing"],
    "scheme": ["WebMercatorQuad"],
    "shape": ["breit"],
    "theme": ["light"],
    "token": ["nothing"],
    "variant": ["nothing"],
    "width": [320],
    "x": [TILE[1]],
    "y": [TILE[2]],
    "z": [TILE[0]],
}  # fmt: skip
WFS = "/wfs?SERVICE=WFS&VERSION=2.0.0&REQUEST="
FEATURE_BY_ID = f"{WFS}GetFeature&STOREDQUERY_ID=urn:ogc:def:query:OGC-WFS::GetFeatureById&ID="
SHOWN = [
    "/",
    "/?ebenen=schools",
    "/orte/{place.slug}/",
    "/suche/?q=zisterne",
    "/api/search/?q=zisterne",
    "/ebenen/cool_places/?q=zisterne",
    "/ebenen/cool_places/{place.pk}/",
    "/ebenen/schools/{school.pk}/seite/",
    "/vorschlagen/cool_places/?objekt={place.pk}",
    "/schulen/",
    "/schulen/{school.slug}/",
    "/schulen/{school.slug}/schulwegplan.pdf",
    "/api/layers/cool_places/?limit=1000",
    "/api/layers/cool_places/{place.pk}/",
    "/api/layers/cool_places.geojson",
    "/api/routing/nearest?from=7.8202,51.681&layer=cool_places&limit=3&open=0",
    "/api/routing/route?from=7.83,51.681&to=cool_places:{place.pk}",
    "/ogc/collections/cool_places/items?limit=1000",
    "/ogc/collections/cool_places/items?limit=1000&f=html",
    "/ogc/collections/cool_places/items?filter=name LIKE 'Zisterne%25'",
    "/ogc/collections/cool_places/items?bbox=7.8199,51.6809,7.8201,51.6811",
    "/ogc/collections/cool_places/items/{place.pk}",
    "/ogc/collections/cool_places/tiles/WebMercatorQuad/{tile[0]}/{tile[2]}/{tile[1]}",
    f"{WFS}GetFeature&TYPENAMES=cool_places",
    f"{WFS}GetFeature&TYPENAMES=cool_places&OUTPUTFORMAT=json",
    f"{WFS}GetFeature&TYPENAMES=cool_places&OUTPUTFORMAT=csv",
    f"{WFS}GetFeature&TYPENAMES=cool_places&RESOURCEID=cool_places.{{place.pk}}",
    f"{WFS}GetPropertyValue&TYPENAMES=cool_places&VALUEREFERENCE=name",
    f"{FEATURE_BY_ID}cool_places.{{place.pk}}",
    "/wfs?SERVICE=WFS&VERSION=1.1.0&REQUEST=GetFeature&TYPENAME=cool_places",
    "/tiles/cool_places/{tile[0]}/{tile[1]}/{tile[2]}.mvt",
    *(f"/daten/herunterladen/cool_places.{extension}" for extension in sorted(BY_EXTENSION)),
]


def patterns(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every named address with its name in full; the administration asks for a login itself."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield space + pattern.name, pattern
        elif pattern.namespace != "admin":
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from patterns(pattern, space + inner)


def every_address(examples: dict[str, list]) -> list[str]:
    """Each address of the URL table, with each example of its parameters."""
    found = []
    for name, _pattern in patterns(get_resolver()):
        for wanted in {params for _, params in _possibilities(name)}:
            combined: list[dict] = [{}]
            for parameter in wanted:
                assert parameter in examples, f"{name} takes a parameter without an example"
                combined = [
                    {**one, parameter: value} for one in combined for value in examples[parameter]
                ]
            found += [address for one in combined if (address := _reversed(name, one))]
    return found


def _possibilities(name: str) -> list[tuple[str, tuple[str, ...]]]:
    *spaces, last = name.split(":")
    resolver = get_resolver()
    for space in spaces:
        resolver = resolver.namespace_dict[space][1]
    return [
        (text, tuple(params))
        for possibility, *_rest in resolver.reverse_dict.getlist(last)
        for text, params in possibility
    ]


def _reversed(name: str, values: dict) -> str | None:
    try:
        return reverse(name, kwargs=values)
    except NoReverseMatch:  # an example of another door's parameter of the same name
        return None


def seen(address: str) -> tuple[int, bytes]:
    """Status, and all that a stranger can read there, in lower case, without what he asked."""
    if address.startswith("/tiles/") and address.endswith(".mvt"):
        found = Door().get(address)
        if found.status == 302:
            found = Door().get(found.headers["Location"])
        return found.status, found.body.lower()
    answer = Client(raise_request_exception=False).get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    text = _unpacked(body) + str(dict(answer.headers)).encode()
    return answer.status_code, text.lower().replace(address.lower().encode(), b"")


def _unpacked(body: bytes) -> bytes:
    if body.startswith(b"%PDF"):
        return "".join(
            page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages
        ).encode()
    if body.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(body))
        return b"".join(archive.read(name) for name in archive.namelist())
    return body


def nothing_remembered() -> None:
    counts.forget()
    pages.forget()
    extents.forget()


@pytest.fixture
def marked(hamm_database) -> Iterator[tuple[CoolPlace, School]]:
    place = make_cool_place("Zisterne Qwxz", slug="zisterne-qwxz", geometry=point(*SPOT))
    school = make_school("Schule Qwxz", slug="schule-qwxz", kind="primary", geometry=point(*SPOT))
    yield place, school
    application.close()


def filled(address: str, place: CoolPlace, school: School) -> str:
    return address.format(place=place, school=school, tile=TILE)


def test_what_is_published_is_shown(marked) -> None:
    wrong = []
    for address in SHOWN:
        status, text = seen(filled(address, *marked))
        if status not in (200, 301, 302) or MARK not in text:
            wrong.append((address, status))
    assert not wrong


@pytest.mark.parametrize("how", ["taken back", "its time is over"])
def test_what_is_not_published_is_shown_nowhere(marked, how: str) -> None:
    for row in marked:
        if how == "taken back":
            row.published = False
        else:
            row.valid_to = timezone.now() - timedelta(hours=1)
        row.save()
    follow_valid_time(timezone.now())
    nothing_remembered()
    place, school = marked
    examples = EXAMPLES | {
        "name": ["cool_places", "schools"],
        "pk": [place.pk, school.pk],
        "feature_id": [place.pk, school.pk],
        "slug": [place.slug, school.slug],
        "half_month": [12],
    }
    asked = [filled(address, place, school) for address in SHOWN] + every_address(examples)
    assert len(asked) > 150
    for address in asked:
        status, text = seen(address)
        assert status < 500, (address, text[:300])
        assert MARK not in text, address


def test_a_layer_for_staff_is_shown_nowhere(hamm_database) -> None:
    facility = RiskFacility.objects.create(
        name="Haus Qwxz",
        slug="haus-qwxz",
        kind=RiskFacility.Kind.values[0],
        geometry=point(*SPOT),
        dataset=make_dataset(),
        source_id="qwxz",
    )
    nothing_remembered()
    examples = EXAMPLES | {
        "name": ["vulnerable_facilities"],
        "pk": [facility.pk],
        "feature_id": [facility.pk],
        "slug": ["haus-qwxz"],
        "record_id": ["vulnerable_facilities"],
    }
    for address in [*every_address(examples), "/suche/?q=haus", "/?ebenen=vulnerable_facilities"]:
        status, text = seen(address)
        assert status < 500, (address, text[:300])
        assert MARK not in text, address
    application.close()
