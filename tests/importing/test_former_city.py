"""Rows of the former city go in an order in which nothing points at what is gone."""

from layers.importing.osm.services import _those_that_point_first
from layers.registry import all_layers


def test_a_school_goes_after_its_entrances_and_every_row_after_those_that_point_to_it():
    layers = _those_that_point_first(all_layers())
    assert sorted(one.name for one in layers) == sorted(one.name for one in all_layers())
    last = {one.model: place for place, one in enumerate(layers)}
    pointers = [
        (relation.related_model, model)
        for model in last
        for relation in model._meta.related_objects
        if relation.related_model in last and relation.related_model is not model
    ]
    assert any(pointed.__name__ == "School" for _pointing, pointed in pointers)
    for pointing, pointed in pointers:
        assert last[pointing] < last[pointed]
