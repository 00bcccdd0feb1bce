"""Points on their way into storage."""

import pytest
from django.contrib.gis.geos import Point

from layers.ground.crs import STORAGE_SRID, in_storage


@pytest.mark.parametrize("srid", [4326, 3857, 25833, STORAGE_SRID])
def test_a_point_comes_where_gdal_puts_it(srid):
    market = Point(7.8207, 51.6806, srid=4326)
    given = market.transform(srid, clone=True)
    stored = in_storage(given)
    assert stored.srid == STORAGE_SRID
    assert stored.coords == pytest.approx(
        market.transform(STORAGE_SRID, clone=True).coords, abs=0.001
    )
