"""What docs/heatmodel.md shows runs; its signatures are in `test_contract`."""

import re
import tomllib

import numpy as np
import pytest

from heatmodel.steps.table import STEPS
from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "heatmodel.md").read_text("utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)


def test_the_examples_run():
    names: dict[str, object] = {}
    shade, felt, numbers = blocks("python")
    exec(shade, names)
    assert names["at_15"][115, 100] == 0 and names["at_15"][86, 105] == 1
    exec(felt, names)
    assert np.isfinite(names["pet_c"]).all()
    exec(numbers, names)
    assert names["surface_c"][0, 0] == pytest.approx(44_000 * 0.00341802 + 149 - 273.15, abs=1e-3)
    assert np.isnan(names["surface_c"][0, 1:]).all()
    assert names["mean_sky"] == pytest.approx(names["sky"][:, :100].mean(dtype=float), abs=1e-5)
    assert names["warmer_k"][:, 0].mean() > names["warmer_k"][:, -1].mean() > 0


def test_the_configuration_has_a_table_for_each_step():
    shown = tomllib.loads(next(block for block in blocks("toml") if "[lst]" in block))
    for name in ("lst", "ndvi", "shade", "comfort", "cooling", "zones", "exposure", "priority"):
        assert STEPS[name].needs in shown
