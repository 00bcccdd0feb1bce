"""A small city to edit: its extent, a dataset, people with roles, and rows of several layers."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.contrib.gis.geos import GEOSGeometry, Point

from accounts.models import User
from accounts.roles import Role, assign
from heatmodel.models import CoolPlace
from layers.base.models import School
from layers.ground.models import City, Dataset

PASSWORD = "ein langes Kennwort nur fuer Tests"
HAMM = (418_400.0, 5_726_000.0)  # near the main station, EPSG:25832


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def make_city() -> SimpleNamespace:
    dataset = Dataset.objects.create(
        slug="probe",
        title="Probe",
        publisher="Stadt Hamm",
        licence="CC0",
        attribution="Probe",
        kind=Dataset.Kind.SYNTHETIC,
    )
    east, north = HAMM
    square = (
        f"MULTIPOLYGON((({east - 8000} {north - 8000},{east + 8000} {north - 8000},"
        f"{east + 8000} {north + 8000},{east - 8000} {north + 8000},{east - 8000} {north - 8000})))"
    )
    City.objects.create(
        slug="hamm",
        name="Hamm",
        boundary=GEOSGeometry(square, srid=25832),
        centre=Point(*HAMM, srid=25832),
        dataset=dataset,
    )
    return SimpleNamespace(dataset=dataset)


def spot(dx: float = 0, dy: float = 0) -> Point:
    """A point so many metres from the middle."""
    return Point(HAMM[0] + dx, HAMM[1] + dy, srid=25832)


def make_place(name: str = "Kurpark", **values) -> CoolPlace:
    values = {
        "kind": "park",
        "geometry": spot(),
        "slug": name.lower(),
        "source_id": name,
        "dataset": Dataset.objects.get(slug="probe"),
        **values,
    }
    place = CoolPlace.objects.create(name=name, **values)
    place.refresh_from_db()
    return place


def make_school(name: str = "Schillerschule", **values) -> School:
    values = {
        "kind": "primary",
        "geometry": spot(500, 500),
        "source_id": name,
        "dataset": Dataset.objects.get(slug="probe"),
        **values,
    }
    school = School.objects.create(name=name, **values)
    school.refresh_from_db()
    return school


def make_person(role: Role | None = None, name: str = "") -> User:
    user = User.objects.create_user(name or (role.value if role else "niemand"), PASSWORD)
    if role:
        assign(user, role)
    return user


@pytest.fixture
def city(db) -> SimpleNamespace:
    return make_city()


@pytest.fixture
def own_city(own_database) -> SimpleNamespace:
    """The same with real commits."""
    return make_city()


@pytest.fixture
def person() -> Callable[..., User]:
    return make_person


@pytest.fixture
def planner(city) -> User:
    return make_person(Role.HEAT_PLANNER)


@pytest.fixture
def own_planner(own_city) -> User:
    return make_person(Role.HEAT_PLANNER)
