"""A layer's tiles as SQL, compiled once from its published queryset.

A statement yields one row (revision, tile) from one snapshot, so a tile never carries the number
of another state. Parameters are $1 zoom, $2 column, $3 row; in other grids than the map's, $1 is
the grid's own level.

Below zoom 14 a tile is bounded: layers with an overview are drawn from it; of the others a tile
shows every feature while they are few, else one point in each 4 pixels, or the greatest lines
and areas down to a pixel. From zoom 14 on a tile holds every feature.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from psycopg import sql

from layers import registry
from layers.ground.models import TableRevision
from layers.ground.overview import BOTTOM_LEVEL, TOP_LEVEL, OverviewCell, has_overview
from layers.publish.filters.compile import property_sql
from layers.publish.rows import published_sql
from layers.publish.tiles.grids import WEB_MERCATOR, Grid
from layers.registry import Layer

BASE = "base"  # the set of all layers of the base map, in one tile

DETAIL_ZOOM = 14  # from here on every feature is in the tile
MAX_REQUESTED_ZOOM = 16  # TileJSON's maxzoom: 4096 steps of 15 cm; browsers enlarge beyond
FEW = 4096  # features that a tile at low zoom holds unthinned
POINT_CELLS = 128  # across a tile: 4 of its 512 pixels
BUFFER_SHARE = 64  # a tile reaches over its edge by this part of its width


def extent_at(zoom: int) -> int:
    """Steps across a tile; coarser where a pixel is all that can be seen."""
    if zoom < 11:
        return 1024
    return 2048 if zoom < DETAIL_ZOOM else 4096


@dataclass(frozen=True)
class TileSet:
    """Layers that come together in one tile, each as an MVT layer of its own name."""

    name: str
    layers: tuple[Layer, ...]

    @property
    def min_zoom(self) -> int:
        return min(layer.min_zoom for layer in self.layers)

    @property
    def max_zoom(self) -> int:
        return max(layer.max_zoom for layer in self.layers)

    @cached_property
    def tables(self) -> tuple[str, ...]:
        return tuple(sorted({table for layer in self.layers for table in layer.tables}))

    def statement(self, zoom: int, grid: Grid = WEB_MERCATOR) -> str:
        """The tile at the map's `zoom`, cut by `grid`."""
        drawn = tuple(one for one in self.layers if one.min_zoom <= zoom <= one.max_zoom)
        return _statement(drawn, self.tables, zoom >= DETAIL_ZOOM, extent_at(zoom), grid)

    @cached_property
    def fingerprint(self) -> str:
        """Changes with the declaration, so that old addresses of a changed layer end."""
        statements = (self.statement(z) for z in range(self.min_zoom, self.max_zoom + 1))
        return hashlib.sha256("\n".join(statements).encode()).hexdigest()[:6]

    def token(self, revision: int) -> str:
        """The revision as it stands in addresses."""
        return f"{revision}-{self.fingerprint}"


def tile_set(name: str) -> TileSet | None:
    """The public tiles called `name`: a layer, or the base map; None if there are none."""
    if name == BASE:
        layers = tuple(layer for layer in registry.public_layers() if layer.basemap)
        return _tile_set(BASE, layers) if layers else None
    try:
        layer = registry.layer(name)
    except KeyError:
        return None
    return tile_set_of(layer) if layer.public else None


def tile_set_of(layer: Layer) -> TileSet:
    return _tile_set(layer.name, (layer,))


def public_tile_sets() -> Iterator[TileSet]:
    names = [BASE, *(layer.name for layer in registry.public_layers())]
    return (found for name in names if (found := tile_set(name)))


# One object per declaration, so that its statements and fingerprint are made once.
_tile_set = cache(TileSet)


@cache
def _published(layer: Layer) -> sql.Composable:
    """The published rows as `f`, with their values inside: a tile's parameters are its place."""
    return sql.SQL("({}) AS f").format(sql.SQL(published_sql(layer).written_out()))


@cache
def _statement(
    layers: tuple[Layer, ...], tables: tuple[str, ...], detail: bool, extent: int, grid: Grid
) -> str:
    tiles = [_layer_tile(layer, detail, extent, grid) for layer in layers]
    statement = sql.SQL("SELECT ({}), ({})").format(
        revision_of(tables), sql.SQL(" || ").join(map(_in_brackets, tiles)) if tiles else EMPTY
    )
    return statement.as_string(None)


EMPTY = sql.SQL("''::bytea")


def _in_brackets(part: sql.Composable) -> sql.Composable:
    return sql.SQL("({})").format(part)


def revision_of(tables: Iterable[str]) -> sql.Composed:
    return sql.SQL(
        "SELECT coalesce(sum(revision), 0)::bigint FROM {} WHERE table_name = ANY({})"
    ).format(
        sql.Identifier(TableRevision._meta.db_table),
        sql.SQL("ARRAY[{}]::text[]").format(sql.SQL(", ").join(map(sql.Literal, tables))),
    )


def _layer_tile(layer: Layer, detail: bool, extent: int, grid: Grid) -> sql.Composable:
    """One MVT layer; where {rows} come from is the only difference between the kinds."""
    column = sql.SQL("f.{}").format(sql.Identifier(grid.column))
    tile: sql.SQL
    shape: sql.Composable
    if detail:
        tile, shape = _DETAIL, column
    elif grid == WEB_MERCATOR and draws_overview(layer):
        tile, shape = _OVERVIEW, sql.SQL("o.shape")
    else:
        tile, shape = _FEW_OR_THINNED, column
    common = {
        "reach": grid.envelope(margin=1 / BUFFER_SHARE),
        "rows": _published(layer),
        "column": column,
        "few": sql.Literal(FEW),
    }
    thinned = _THINNED_POINTS if layer.geometry_type in _POINTS else _GREATEST
    return tile.format(
        name=sql.Literal(layer.name),
        extent=sql.Literal(extent),
        attributes=sql.SQL("").join(
            _attribute(layer, field) for field in layer.fields if field.in_tile
        ),
        geometry=sql.SQL("ST_AsMVTGeom({shape}, {envelope}, {extent}, {buffer}, true)").format(
            shape=shape,
            envelope=grid.envelope(),
            extent=sql.Literal(extent),
            buffer=sql.Literal(extent // BUFFER_SHARE),
        ),
        thinned=thinned.format(
            world=sql.Literal(grid.width), point_cells=sql.Literal(POINT_CELLS), **common
        ),
        cells=sql.Identifier(OverviewCell._meta.db_table),
        table=sql.Literal(layer.model._meta.db_table),
        top=sql.Literal(TOP_LEVEL),
        bottom=sql.Literal(BOTTOM_LEVEL),
        **common,
    )


def _attribute(layer: Layer, field: registry.Field) -> sql.Composable:
    """An unknown text is left out, not written as an empty one."""
    column: sql.Composable = sql.SQL(property_sql(layer, field.name, row="f").written_out())
    if field.type == "string":
        column = sql.SQL("NULLIF({}, '')").format(column)
    return sql.SQL(", {} AS {}").format(column, sql.Identifier(field.name))


def draws_overview(layer: Layer) -> bool:
    """An overview holds a table's published rows; a layer that shows others is thinned live."""
    everything = layer.model._default_manager.filter(published=True)
    return (
        layer.overview
        and has_overview(layer.model)
        and str(layer.published().query) == str(everything.query)
    )


_POINTS = ("POINT", "GEOMETRY")

_DETAIL = sql.SQL("""
    SELECT ST_AsMVT(t, {name}, {extent}, '_shape', '_id') FROM (
      SELECT f.id AS _id{attributes}, {geometry} AS _shape
      FROM {rows} WHERE {column} && {reach}
    ) AS t""")

_OVERVIEW = sql.SQL("""
    SELECT ST_AsMVT(t, {name}, {extent}, '_shape', '_id') FROM (
      SELECT f.id AS _id{attributes}, {geometry} AS _shape
      FROM {cells} AS o JOIN {rows} ON f.id = o.feature_id
      WHERE o.plane = layers_overview_plane({table}, least(greatest($1, {top}), {bottom}))
        AND o.shape && {reach}
    ) AS t""")

_FEW_OR_THINNED = sql.SQL("""
    WITH many AS MATERIALIZED (
      SELECT count(*) > {few} AS are_many
      FROM (SELECT FROM {rows} WHERE {column} && {reach} LIMIT {few} + 1) AS counted
    ), kept AS (
      SELECT f.id AS _id FROM {rows}
      WHERE {column} && {reach} AND NOT (SELECT are_many FROM many)
      UNION ALL ({thinned})
    )
    SELECT ST_AsMVT(t, {name}, {extent}, '_shape', '_id') FROM (
      SELECT f.id AS _id{attributes}, {geometry} AS _shape
      FROM kept JOIN {rows} ON f.id = kept._id
    ) AS t""")

# A box2d lies ready beside each shape, where its points would have to be read.
_MANY = """
      FROM {rows} CROSS JOIN LATERAL (SELECT {column}::box2d AS box) AS b
      WHERE {column} && {reach} AND (SELECT are_many FROM many)"""
_THINNED_POINTS = sql.SQL(f"""
      SELECT min(f.id) AS _id{_MANY}
      GROUP BY floor((ST_XMin(box) + ST_XMax(box)) / 2 / ({{world}} / 2 ^ $1 / {{point_cells}})),
               floor((ST_YMin(box) + ST_YMax(box)) / 2 / ({{world}} / 2 ^ $1 / {{point_cells}}))""")
_SIZE = "greatest(ST_XMax(box) - ST_XMin(box), ST_YMax(box) - ST_YMin(box))"
_GREATEST = sql.SQL(f"""
      SELECT f.id AS _id{_MANY}
        AND {_SIZE} >= {{world}} / 2 ^ $1 / 512
      ORDER BY {_SIZE} DESC, f.id LIMIT {{few}}""")
