"""Import of OpenStreetMap: the city, every layer that has rules, and the end of demo data."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import pyproj
import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import transaction

from layers.editing.changes import change_set
from layers.editing.models import ChangeSet
from layers.editing.slugs import slug_of
from layers.ground.crs import STORAGE_SRID, WEB_SRID
from layers.ground.models import City, Dataset
from layers.importing.checks import city_extent
from layers.importing.errors import CityUnknown, ImportProblem, OutsideCity, SourceEmpty
from layers.importing.models import ImportRun
from layers.importing.osm.doubles import hide_doubles
from layers.importing.osm.files import Boundary, Survey
from layers.importing.osm.matching import Bounds, Converter, OsmObject, fed_layers
from layers.importing.services import import_many, import_records, keep_refused
from layers.registry import Layer, all_layers

_CUT_INSET_M = 1.0  # cut lines end this far inside the extent, clear of rounding
_WHOLE = 1.0  # a share: all rows may go
_AGS = "de:amtlicher_gemeindeschluessel"

OPENSTREETMAP = {
    "title": "OpenStreetMap",
    "description": "Die freie Weltkarte, von Freiwilligen gepflegt.",
    "publisher": "OpenStreetMap-Mitwirkende",
    "contact": "https://www.openstreetmap.org/copyright",
    "licence": "Open Database License (ODbL) 1.0",
    "licence_uri": "https://opendatacommons.org/licenses/odbl/1-0/",
    "attribution": "© OpenStreetMap-Mitwirkende",
    "source_url": "https://www.openstreetmap.org/",
    "kind": Dataset.Kind.REAL,
}


class OsmSource(Protocol):
    """What an import needs of a file or of the internet."""

    def survey(self) -> Survey: ...
    def boundaries(self) -> Iterator[Boundary]: ...
    def bounds(self) -> Bounds | None: ...
    def objects(self, keys: Iterable[str]) -> Iterator[Any]: ...


@dataclass
class OsmReport:
    """What an import did. `demo` are the runs that withdrew rows of demonstration data."""

    city: City
    city_is_new: bool = False
    boundary_is_box: bool = False
    runs: list[ImportRun] = field(default_factory=list)
    demo: list[ImportRun] = field(default_factory=list)
    outside: int = 0  # objects outside the city's extent, left out
    removed: dict[str, int] = field(default_factory=dict)  # of the former city, by layer
    doubles: dict[str, int] = field(default_factory=dict)  # not shown, by layer


def import_osm(
    source: OsmSource,
    *,
    name: str,
    city_name: str = "",
    replace_city: bool = False,
    replace_demo: bool = True,
    max_shrink: float = 0.3,
    overwrite_edits: bool = False,
    sha256: str = "",
    progress: Callable[[Iterable[OsmObject], int], Iterable[OsmObject]] = lambda things, _n: things,
) -> OsmReport:
    """Read every layer with rules for OpenStreetMap from `source`, in one transaction.

    The city is set if there is none, or anew with `replace_city`: from the boundary called
    `city_name` (without a name: the only one of level 6 or 8) if it is complete in the source,
    else, for a given name, as the rectangle around the data. With another city, the former
    city's rows outside the new extent go too. In layers that get rows, approximate and
    synthetic rows are withdrawn if `replace_demo`, except those edited by people. Points that
    another real dataset shows too come in unpublished.

    `progress` wraps the objects as they are read, with their expected number. Raises an
    ImportProblem, after which nothing has changed but an ImportRun "refused".
    """
    survey = source.survey()
    layers = fed_layers()
    try:
        with transaction.atomic():
            dataset = _dataset(survey)
            report = _city(source, dataset, survey, city_name, replace_city)
            converter = Converter(layers, city_extent(report.city, _CUT_INSET_M))
            objects = progress(source.objects(converter.matcher.keys), survey.objects)
            try:
                report.runs = import_many(
                    dataset,
                    converter.records(objects),
                    layers,
                    source=name,
                    sha256=sha256,
                    max_shrink=_WHOLE if report.city_is_new else max_shrink,
                    overwrite_edits=overwrite_edits,
                )
            except SourceEmpty as problem:
                if not converter.outside:
                    raise
                outside = OutsideCity(count=converter.outside, city=report.city.name)
                outside.refused = problem.refused
                raise outside from problem
            report.outside = converter.outside
            if replace_demo:
                report.demo = withdraw_demo(layers, report.runs, name)
            if report.city_is_new:
                report.removed = _remove_former_city(report.city, name)
            report.doubles = hide_doubles(layers, dataset, name)
    except ImportProblem as problem:
        if problem.refused is not None:
            keep_refused(problem, problem.refused)
        raise
    return report


def _dataset(survey: Survey) -> Dataset:
    """The dataset OpenStreetMap, made at its first import and dated by the newest."""
    dataset, _new = Dataset.objects.get_or_create(slug="openstreetmap", defaults=OPENSTREETMAP)
    if survey.newest and survey.newest != dataset.source_date:
        dataset.source_date = survey.newest
        dataset.save(update_fields=["source_date"])
    return dataset


def _city(
    source: OsmSource, dataset: Dataset, survey: Survey, wanted: str, replace: bool
) -> OsmReport:
    city = City.objects.first()
    if city is not None and not replace:
        return OsmReport(city)
    complete = list(source.boundaries())
    boundary = _boundary(complete, wanted)
    shape = boundary.geometry if boundary else None
    # A name that no boundary bears is a slip where others are complete.
    believable = wanted in survey.names or not any(one.level in (6, 8) for one in complete)
    if shape is None and wanted and believable and (bounds := source.bounds()):
        shape = shapely.box(*bounds)
    if shape is None:
        found = ", ".join(sorted({name for name in survey.names if name})) or "–"
        raise CityUnknown(found=found)
    before = city.boundary if city else None
    city = city or City()
    city.name = boundary.name if boundary else wanted
    city.slug = slug_of(city.name)[:50]
    city.ags = boundary.tags.get(_AGS, "")[:8] if boundary else ""
    city.boundary = _stored(shape)
    city.centre = city.boundary.point_on_surface
    if city.boundary.contains(city.boundary.centroid):
        city.centre = city.boundary.centroid
    city.dataset = dataset
    city.save()
    is_new = before is None or not before.equals_exact(city.boundary, 1.0)
    return OsmReport(city, city_is_new=is_new, boundary_is_box=boundary is None)


def _boundary(found: list[Boundary], wanted: str) -> Boundary | None:
    """The boundary called `wanted`, of level 6 or 8 before others; without a name, the only one."""
    if not wanted:
        municipal = [one for one in found if one.level in (6, 8)]
        return municipal[0] if len(municipal) == 1 else None
    called = [one for one in found if one.name.casefold() == wanted.casefold()]
    return min(called, key=lambda one: (one.level not in (6, 8), one.level), default=None)


def _stored(shape: Any) -> MultiPolygon:
    project = pyproj.Transformer.from_crs(WEB_SRID, STORAGE_SRID, always_xy=True).transform
    projected = shapely.transform(shape, project, interleaved=False)
    parts = shapely.get_parts(shapely.make_valid(projected))
    areas = [p for part in parts for p in shapely.get_parts(part) if p.geom_type == "Polygon"]
    stored = GEOSGeometry(shapely.to_wkb(shapely.multipolygons(areas), hex=True), STORAGE_SRID)
    assert isinstance(stored, MultiPolygon)
    return stored


def withdraw_demo(layers: list[Layer], runs: list[ImportRun], name: str) -> list[ImportRun]:
    """Withdraw approximate and synthetic rows of the layers that now have real ones."""
    fed = {run.layer for run in runs if run.created or run.updated or run.unchanged}
    invented = Dataset.objects.exclude(kind=Dataset.Kind.REAL)
    return [
        import_records(layer, dataset, (), source=name, max_shrink=_WHOLE, empty_ok=True)
        for layer in layers
        if layer.name in fed
        for dataset in invented.filter(
            pk__in=layer.model._base_manager.filter(**layer.where).values("dataset")
        )
    ]


def _remove_former_city(city: City, name: str) -> dict[str, int]:
    """Rows outside the extent of the city that is now configured; how many went, by layer."""
    extent = GEOSGeometry(shapely.box(*city_extent(city)).wkb_hex, STORAGE_SRID)
    removed = {}
    with transaction.atomic():
        with change_set(door=ChangeSet.Door.IMPORT, comment=f"{city.name}: {name}"[:300]) as act:
            for layer in _those_that_point_first(all_layers()):
                outside = layer.model._base_manager.exclude(geometry__intersects=extent)
                count = outside.delete()[1].get(layer.model._meta.label, 0)
                if count:
                    removed[layer.name] = count
        if not removed:
            act.delete()
    return removed


def _those_that_point_first(layers: Iterable[Layer]) -> list[Layer]:
    """`layers` so that what a row points to goes after it: a school after its entrances."""
    waiting = list(layers)
    ordered: list[Layer] = []

    def place(layer: Layer) -> None:
        if layer not in waiting:
            return
        waiting.remove(layer)
        pointing = {one.related_model for one in layer.model._meta.related_objects}
        for other in [one for one in waiting if one.model in pointing]:
            place(other)
        ordered.append(layer)

    while waiting:
        place(waiting[0])
    return ordered
