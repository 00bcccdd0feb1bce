"""The revision of what is published: a number that rises at commit, in addresses and ETags."""

from collections.abc import Iterable, Mapping

from django.http import HttpRequest

from layers.ground.models import TableRevision
from layers.publish.tiles.statements import TileSet, public_tile_sets, tile_set_of
from layers.registry import Layer


def current(layers: Iterable[Layer]) -> dict[str, str]:
    """Each layer's revision by name, as "<changes>-<fingerprint>"; one query."""
    return tokens(map(tile_set_of, layers), _of_tables())


def tile_urls(request: HttpRequest) -> dict[str, str]:
    """`tile_paths` as absolute addresses, as MapLibre wants them."""
    origin = request.build_absolute_uri("/").rstrip("/")
    return {name: f"{origin}{path}" for name, path in tile_paths().items()}


def tile_paths() -> dict[str, str]:
    """The path of every public layer's and set's tiles, with {z}, {x} and {y}; one query."""
    tokens_now = tokens(public_tile_sets(), _of_tables())
    return {name: tile_path(name, token) for name, token in tokens_now.items()}


def tile_path(name: str, token: str) -> str:
    return f"/tiles/{name}/{token}/{{z}}/{{x}}/{{y}}.mvt"


def tokens(sets: Iterable[TileSet], revisions: Mapping[str, int]) -> dict[str, str]:
    """The token of each tile set, from the revisions of all tables."""
    return {one.name: one.token(sum(revisions.get(t, 0) for t in one.tables)) for one in sets}


def _of_tables() -> dict[str, int]:
    return dict(TableRevision.objects.values_list("table_name", "revision"))
