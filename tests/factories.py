"""Small makers of rows for tests: each gives a valid one, arguments change what a test is about.

Places are given by longitude and latitude, as people read them; they lie in Hamm by default.
"""

from itertools import count
from typing import Any

from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point, Polygon

from heatmodel.models import CoolPlace
from layers.models import Address, City, Dataset, District, Office, School, Stop, Street

MARKET = (7.8207, 51.6806)  # the market place, beside the Pauluskirche

_numbers = count(1)


def point(lon: float = MARKET[0], lat: float = MARKET[1]) -> Point:
    """In EPSG:25832."""
    return Point(lon, lat, srid=4326).transform(25832, clone=True)


def line(*lon_lats: tuple[float, float]) -> MultiLineString:
    """In EPSG:25832."""
    one = LineString(lon_lats, srid=4326).transform(25832, clone=True)
    return MultiLineString(one, srid=25832)


def area(west: float, south: float, east: float, north: float) -> MultiPolygon:
    """In EPSG:25832."""
    box = Polygon.from_bbox((west, south, east, north))
    box.srid = 4326
    return MultiPolygon(box.transform(25832, clone=True), srid=25832)


def make_dataset(slug: str = "test", **values: Any) -> Dataset:
    """The dataset of this slug; made if it is not there."""
    defaults = {
        "title": "Testdaten",
        "publisher": "Stadt Hamm",
        "licence": "CC BY 4.0",
        "licence_uri": "https://creativecommons.org/licenses/by/4.0/",
        "attribution": "© Testdaten",
        "kind": "real",
    }
    return Dataset.objects.get_or_create(slug=slug, defaults=defaults | values)[0]


def make_city(**values: Any) -> City:
    defaults = {
        "slug": "hamm",
        "name": "Hamm",
        "ags": "05915000",
        "boundary": area(7.67, 51.57, 7.99, 51.75),
        "centre": point(),
    }
    values.setdefault("dataset", make_dataset())
    return City.objects.create(**defaults | values)


def make_cool_place(name: str = "Pauluskirche", **values: Any) -> CoolPlace:
    return _feature(CoolPlace, name=name, **{"kind": "church", "slug": _slug(name)} | values)


def make_stop(name: str = "Pauluskirche", **values: Any) -> Stop:
    return _feature(Stop, name=name, **values)


def make_school(name: str = "Talschule", **values: Any) -> School:
    return _feature(School, name=name, **{"kind": "primary"} | values)


def make_office(name: str = "Bürgeramt Mitte", **values: Any) -> Office:
    return _feature(Office, name=name, **{"kind": "buergeramt"} | values)


def make_district(name: str = "Heessen", **values: Any) -> District:
    shape = values.pop("geometry", area(7.82, 51.68, 7.9, 51.73))
    return _feature(District, name=name, geometry=shape, **values)


def make_street(name: str = "Ostenallee", **values: Any) -> Street:
    shape = values.pop("geometry", line((7.825, 51.681), (7.84, 51.683)))
    return _feature(Street, name=name, geometry=shape, **{"kind": "street"} | values)


def make_address(street: str = "Ostenallee", house_number: str = "12", **values: Any) -> Address:
    return _feature(Address, street=street, house_number=house_number, **values)


def _feature(model: type, **values: Any) -> Any:
    values.setdefault("geometry", point())
    values.setdefault("source_id", f"test-{next(_numbers)}")
    if "dataset" not in values:
        values["dataset"] = make_dataset()
    return model.objects.create(**values)


def _slug(name: str) -> str:
    words = name.lower().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))
    return "-".join(words.replace(".", " ").split())
