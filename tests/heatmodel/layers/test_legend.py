"""The classes of heat differ by more than their colour."""

import pytest

from layers import registry


@pytest.mark.parametrize(
    "name",
    [
        "heat_zones",
        "cool_islands",
        "cool_coverage",
        "heat_scenarios",
        "heat_scenario_before",
        "heat_scenario_after",
        "heat_scenario_delta",
    ],
)
def test_classes_have_patterns_and_none_stands_twice(name):
    layers = {one.name: one for one in registry.map_layers()}
    areas = [one for one in layers[name].symbols if one.label and one.type == "fill"]
    patterns = [one.pattern for one in areas if one.pattern]
    assert len(patterns) == len(set(patterns)) > 0
