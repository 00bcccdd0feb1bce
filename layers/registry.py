"""The layers of the map, declared once; tiles, style, legend, list and services read them here.

An app declares its layers in `map_layers.py`:

    register(
        Layer(
            name="cool_places",
            title=_("Kühle Orte"),
            theme=Theme.COOL,
            model=CoolPlace,
            fields=(Field("name", _("Name"), in_tile=True), …),
            symbols=(Symbol(_("Kühler Ort"), type="circle", paint={…}),),
        )
    )
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from django.db.models import Choices, Model, QuerySet, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from layers.ground.models import Feature

Text = str | Promise  # translated when shown, so a Promise at declaration

ChoicesClass = type[Choices]
FieldType = Literal["string", "integer", "number", "boolean", "date", "datetime"]
SymbolType = Literal["circle", "line", "fill", "symbol"]
Pattern = Literal["", "dots", "lines", "diagonal", "cross"]
OsmShape = Literal["node", "way", "area"]


class Theme(TextChoices):
    """The groups of the layer switcher, in their order."""

    COOL = "cool", _("Hitze und Kühle")
    SCHOOL = "school", _("Schule und Weg")
    TOGETHER = "together", _("Miteinander")
    CITY = "city", _("Stadt und Ämter")
    BASE = "base", _("Grundkarte")


@dataclass(frozen=True)
class Field:
    """One attribute as the services show it. `name` is its name in table, Python, JSON and tile."""

    name: str
    title: Text
    type: FieldType = "string"
    unit: str = ""  # as in UCUM: m, %, km2
    description: Text = ""
    choices: ChoicesClass | None = None
    in_tile: bool = False
    in_list: bool = False


@dataclass(frozen=True)
class Symbol:
    """One thing drawn, and with `label` its one entry in the legend.

    `paint`, `layout` and `filter` are MapLibre's; a colour is written `@token` and becomes the
    light or dark colour of that name, an icon is a name of the sprite. A `pattern` is laid over a
    fill, so that its colour never carries the meaning alone.
    """

    label: Text = ""  # empty: drawn, but not in the legend (casings, names)
    type: SymbolType = "circle"
    paint: Mapping[str, Any] = field(default_factory=dict)
    layout: Mapping[str, Any] = field(default_factory=dict)
    filter: tuple[Any, ...] | None = None
    pattern: Pattern = ""
    min_zoom: float = 0
    max_zoom: float = 24


@dataclass(frozen=True)
class OsmRule:
    """How objects of OpenStreetMap become features of a layer; the first rule that fits counts.

    `tags` selects: every key must be present with one of the values ("*" any). `values` turns
    the tags of one object into field values, or None to leave the object to later rules.
    `shapes` are those looked at; by default nodes and areas for points (an area becomes a point
    inside it), ways for lines, areas (closed ways and multipolygons) for areas.
    """

    tags: Mapping[str, tuple[str, ...]]
    values: Callable[[Mapping[str, str]], dict[str, Any] | None]
    shapes: tuple[OsmShape, ...] = ()


@dataclass(frozen=True)
class Destination:
    """That people may be led to the features of a layer.

    `hours` names its field of opening hours (in the grammar of OpenStreetMap); empty where its
    features keep none and one may always go there. `other_hours` gives those that hold instead
    around a time, by primary key: on days with a heat warning, say.
    """

    hours: str = ""
    other_hours: Callable[[datetime], Mapping[int, str]] | None = None


@dataclass(frozen=True)
class EntranceOf:
    """That features of a layer are where one enters those of another, called `layer`.

    `field` names the one that is entered by its slug; `step_free` a field with yes, limited or
    no, empty where nothing tells.
    """

    layer: str
    field: str
    step_free: str = ""


@dataclass(frozen=True)
class Report:
    """Something that citizens may say of one feature; `asks` are the fields it proposes to change.

    Its words and values wait beside the feature until somebody of the city has decided.
    """

    name: str
    title: Text
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)  # a layer is itself, and may be a key
class Layer:
    """A spatial layer of the city. Text is German, translated through gettext."""

    name: str
    title: Text
    theme: Theme
    model: type[Feature]
    fields: tuple[Field, ...]
    description: Text = ""
    keywords: tuple[Text, ...] = ()
    symbols: tuple[Symbol, ...] = ()
    order: int = 0  # drawing order, lowest first
    min_zoom: int = 0
    max_zoom: int = 22
    basemap: bool = False  # drawn always, in the common tile of the base map
    visible: bool = False  # switched on at first visit
    public: bool = True  # False: staff only, and never through the tile door
    overview: bool = False  # big layers: drawn from the generalised copy at low zoom
    where: Mapping[str, Any] = field(default_factory=dict)  # narrows the rows, as in .filter()
    edit_roles: tuple[str, ...] = ("administrator",)
    depends_on: tuple[type[Model], ...] = ()  # further tables its queryset reads
    search: tuple[str, ...] = ()  # columns the search box looks through
    suggest: tuple[str, ...] = ()  # fields that citizens may fill in; none: no suggestions
    suggest_title: Text = ""  # what citizens are asked for
    reports: tuple[Report, ...] = ()  # what they may say of a feature besides a remark
    title_field: str = "name"
    page: str = ""  # name of the URL of one feature, by slug
    destination: Destination | None = None  # None: nobody is led there by the layer's name
    entrance_of: EntranceOf | None = None  # ways to features of that layer end here
    item_template: str = "layers/item.html"
    card_template: str = "layers/card.html"
    osm: tuple[OsmRule, ...] = ()

    def published(self) -> QuerySet:
        """The rows everybody may see; each publisher starts here and nowhere else.

        It never reads the clock: a job flips `published`, so the revision tells the truth.
        """
        return self.model._default_manager.filter(published=True, **self.where)

    @property
    def geometry_type(self) -> str:
        """As in OGC's simple features, upper case: POINT, MULTIPOLYGON, GEOMETRY."""
        return self.model._meta.get_field("geometry").geom_type

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables whose revisions add up to the layer's."""
        return tuple(m._meta.db_table for m in (self.model, *self.depends_on))

    @property
    def edit_permissions(self) -> dict[str, str]:
        """Django's permissions for insert, update and delete, by that word."""
        app, name = self.model._meta.app_label, self.model._meta.model_name
        return {
            "insert": f"{app}.add_{name}",
            "update": f"{app}.change_{name}",
            "delete": f"{app}.delete_{name}",
        }

    @cached_property
    def gml_columns(self) -> dict[str, str]:
        """The column behind each standard property of GML: the layer's own field of that meaning,
        else one that every feature has.

        Readers that know no namespaces take gml:name for the property `name`, so a layer that
        calls its rows by it has but one of the two; so for `description`.
        """
        own_name = self.title_field == "name" and "name" in self.fields_by_name
        return {
            "description": "description"
            if "description" in self.fields_by_name
            else "gml_description",
            "identifier": "gml_identifier",
            "name": "name" if own_name else "gml_name",
        }

    @cached_property
    def fields_by_name(self) -> dict[str, Field]:
        return {f.name: f for f in self.fields}


@dataclass(frozen=True)
class Picture:
    """One band of a raster file (EPSG:25832), or one bit of it: what is painted, and how strongly.

    Without `bit` the band holds shares from 0 to 1, or the numbers that the layer's `limits` part
    into classes. With it, a cell counts as 1 where that bit is set. The file's nodata value is
    painted nowhere. Where `above` have a value they lie on top, the last one topmost.
    """

    path: Path
    band: int = 1
    bit: int | None = None
    above: tuple["Picture", ...] = ()


@dataclass(frozen=True)
class Pictures:
    """The current pictures of a raster layer; `token` changes with them, so tiles keep for ever.

    `find` gives the picture of a variant (an hour, a scenario), None if there is none of that
    name; `dataset_ids` are the datasets to be named as sources.
    """

    token: str
    default: str
    find: Callable[[str], Picture | None]
    dataset_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class RasterLayer:
    """A layer painted from rasters as PNG tiles, of which one variant is shown at a time.

    It stands in the style, the legend and the layer switcher like any other; it has no features.
    `current` reads what there is now, None if nothing was computed yet. `page` is the name of the
    URL that says in words what the picture shows. A layer `by_time` has a variant for each moment
    that the map's clock can show.

    With `limits` the numbers of a picture fall into classes, from each limit on the next one:
    each is painted as the symbol of its place, with its `fill-color`, `fill-opacity` and pattern.
    """

    name: str
    title: Text
    theme: Theme
    current: Callable[[], Pictures | None]
    colour: str = "@shade"
    opacity: float = 0.5
    description: Text = ""
    symbols: tuple[Symbol, ...] = ()  # for the legend, and with `limits` for the picture
    limits: tuple[float, ...] = ()  # one fewer than symbols
    by_time: bool = False
    order: int = 0
    min_zoom: int = 12
    max_zoom: int = 17
    visible: bool = False
    basemap: bool = False
    page: str = ""


MapLayer = Layer | RasterLayer


class DuplicateLayer(Exception):
    """Two layers were declared under one name."""


_layers: dict[str, Layer] = {}
_rasters: dict[str, RasterLayer] = {}


def register(*layers: MapLayer) -> None:
    for layer in layers:
        if layer.name in _layers or layer.name in _rasters:
            raise DuplicateLayer(layer.name)
        if isinstance(layer, RasterLayer):
            _rasters[layer.name] = layer
        else:
            _layers[layer.name] = layer


def unregister(name: str) -> None:
    """Forget a layer; for tests that declare one."""
    del (_layers if name in _layers else _rasters)[name]


def layer(name: str) -> Layer:
    """The layer called `name`; KeyError if there is none."""
    return _layers[name]


def all_layers() -> Iterator[Layer]:
    """Every declared layer, in drawing order."""
    return iter(sorted(_layers.values(), key=lambda one: (one.order, one.name)))


def public_layers() -> Iterator[Layer]:
    return (one for one in all_layers() if one.public)


def raster_layer(name: str) -> RasterLayer:
    """The raster layer called `name`; KeyError if there is none."""
    return _rasters[name]


def raster_layers() -> Iterator[RasterLayer]:
    """Every declared raster layer, in drawing order."""
    return iter(sorted(_rasters.values(), key=lambda one: (one.order, one.name)))


def map_layers() -> list[MapLayer]:
    """What the map can draw for everybody, in drawing order: features and pictures."""
    both: list[MapLayer] = [*public_layers(), *raster_layers()]
    return sorted(both, key=lambda one: (one.order, one.name))
