"""What stands on the map already from a source of the city's own is not shown twice."""

from django.contrib.gis.db.models import PointField
from django.db import connection
from psycopg import sql

from layers.editing.changes import change_set
from layers.editing.models import ChangeSet
from layers.ground.models import Dataset
from layers.registry import Layer

# One row: the id of an object of `dataset` that another real dataset shows too: by the same name,
# or within arm's reach. What the other source knows of its own accuracy widens the search.
_DOUBLES = sql.SQL(
    """
    SELECT new.id FROM {table} AS new
    WHERE new.dataset_id = %(dataset)s AND new.published AND EXISTS (
        SELECT FROM {table} AS old JOIN layers_dataset AS source ON source.id = old.dataset_id
        WHERE source.id <> new.dataset_id AND source.kind = 'real' AND old.published
          AND ST_DWithin(old.geometry, new.geometry, %(reach)s)
          AND (
            ST_DWithin(old.geometry, new.geometry, %(beside)s) AND {same_kind}
            OR ST_DWithin(old.geometry, new.geometry, %(near)s + coalesce(old.accuracy_m, 0))
               AND layers_fold(old.name) = layers_fold(new.name)
          )
    )
    """
)
BESIDE_M = 25
NEAR_M = 150
REACH_M = 1500  # the least accurate position, so that the index is asked for one distance


def hide_doubles(layers: list[Layer], dataset: Dataset, name: str) -> dict[str, int]:
    """Unpublish points of `dataset` that another real dataset has; how many, by layer.

    Rows stay and keep their ids, so that a person may show them again.
    """
    found = {layer: _doubles(layer, dataset) for layer in layers if _has_named_points(layer)}
    found = {layer: ids for layer, ids in found.items() if ids}
    if found:
        with change_set(door=ChangeSet.Door.IMPORT, comment=f"doubles: {name}"[:300]):
            for layer, ids in found.items():
                layer.model._base_manager.filter(pk__in=ids).update(published=False)
    return {layer.name: len(ids) for layer, ids in found.items()}


def _doubles(layer: Layer, dataset: Dataset) -> list[int]:
    statement = _DOUBLES.format(
        table=sql.Identifier(layer.model._meta.db_table), same_kind=_same_kind(layer)
    )
    values = {"dataset": dataset.pk, "reach": REACH_M, "beside": BESIDE_M, "near": NEAR_M}
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(None), values)
        return [pk for (pk,) in cursor.fetchall()]


def _has_named_points(layer: Layer) -> bool:
    columns = {field.name for field in layer.model._meta.concrete_fields}
    is_point = isinstance(layer.model._meta.get_field("geometry"), PointField)
    return is_point and "name" in columns


def _same_kind(layer: Layer) -> sql.SQL:
    columns = {field.name for field in layer.model._meta.concrete_fields}
    return sql.SQL("old.kind = new.kind" if "kind" in columns else "true")
