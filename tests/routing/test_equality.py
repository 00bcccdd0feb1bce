"""Four engines, one graph: every way is as long to each of them, to the centimetre."""

import networkx
import numpy as np
import osmnx
import pandas
import pytest
from django.db import connection
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra
from shapely import LineString, Point

from routing import engine
from routing.engine import Costs
from routing.network.graph import Graph, Place

CM = 0.01


@pytest.fixture(scope="module")
def ours(kaiserslautern: Graph, pairs: np.ndarray) -> np.ndarray:
    """Metres of our ways between the vertices of each pair."""
    spots = _at_vertices(kaiserslautern, pairs)
    return np.array(
        [engine.route(kaiserslautern, spots[a], spots[b], Costs()).length_m for a, b in pairs]
    )


def _at_vertices(graph: Graph, pairs: np.ndarray) -> dict[int, Place]:
    """Each vertex as the start or end of an edge that people may use."""
    ends, x, y = graph.arrays["ends"], graph.arrays["x"], graph.arrays["y"]
    spots: dict[int, Place] = {}
    for edge in np.flatnonzero(graph.arrays["snappable"] & 1):
        for share, vertex in enumerate(ends[edge].tolist()):
            spots.setdefault(vertex, Place(int(edge), float(share), x[vertex], y[vertex]))
    return {vertex: spots[vertex] for vertex in np.unique(pairs).tolist()}


@pytest.fixture(scope="module")
def walkable(kaiserslautern: Graph) -> pandas.DataFrame:
    """One row for each direction of each edge that may be walked."""
    arrays = kaiserslautern.arrays
    edge = np.arange(len(kaiserslautern))
    parts = []
    for bit, (tail, head) in ((1, (0, 1)), (2, (1, 0))):
        some = arrays["flags"] & bit > 0
        parts.append(
            pandas.DataFrame(
                {
                    "u": arrays["ends"][some, tail],
                    "v": arrays["ends"][some, head],
                    "edge": edge[some],
                    "length": arrays["length"][some],
                }
            )
        )
    return pandas.concat(parts, ignore_index=True)


def test_a_thousand_pairs_are_there(pairs, ours):
    assert len(pairs) == 1000
    assert (ours > 250).all() and ours.mean() > 1000


def test_our_scipy_finds_the_same(kaiserslautern, pairs, ours, monkeypatch):
    monkeypatch.setenv("ROUTING_ENGINE", "scipy")
    spots = _at_vertices(kaiserslautern, pairs)
    some = range(0, 1000, 10)  # 80 ms each
    theirs = [
        engine.route(kaiserslautern, *(spots[v] for v in pairs[i]), Costs()).length_m for i in some
    ]
    assert np.abs(np.array(theirs) - ours[::10]).max() < CM


def test_scipy_without_our_code_finds_the_same(kaiserslautern, walkable, pairs, ours):
    best = walkable.groupby(["u", "v"], as_index=False)["length"].min()
    size = kaiserslautern.vertices
    matrix = coo_matrix((best["length"], (best["u"], best["v"])), shape=(size, size)).tocsr()
    sources, row = np.unique(pairs[:, 0], return_inverse=True)
    table = dijkstra(matrix, indices=sources)
    assert np.abs(table[row, pairs[:, 1]] - ours).max() < CM


def test_networkx_on_a_graph_of_osmnx_finds_the_same(kaiserslautern, walkable, pairs, ours):
    """As `graph_from_gdfs` makes it of our edges, with their lengths."""
    import geopandas

    arrays = kaiserslautern.arrays
    places = [Point(*xy) for xy in zip(arrays["x"], arrays["y"], strict=True)]
    nodes = geopandas.GeoDataFrame({"x": arrays["x"], "y": arrays["y"]}, geometry=places, crs=25832)
    rows = walkable.assign(key=walkable.groupby(["u", "v"]).cumcount(), osmid=walkable["edge"])
    lines = [LineString(kaiserslautern.line(edge)) for edge in rows["edge"]]
    edges = geopandas.GeoDataFrame(rows, geometry=lines, crs=25832).set_index(["u", "v", "key"])
    graph = osmnx.graph_from_gdfs(nodes, edges)
    plain = networkx.DiGraph()  # of parallel edges the shortest
    for u, v, metres in graph.edges(data="length"):
        if metres < plain.get_edge_data(u, v, {"length": np.inf})["length"]:
            plain.add_edge(u, v, length=metres)
    theirs = [networkx.bidirectional_dijkstra(plain, a, b, "length")[0] for a, b in pairs.tolist()]
    assert np.abs(np.array(theirs) - ours).max() < CM


@pytest.mark.django_db
def test_pgrouting_finds_the_same(walkable, pairs, ours):
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_extension WHERE extname = 'pgrouting'")
        if cursor.fetchone() is None:
            pytest.skip("the server has no pgRouting (`./run test` installs it)")
        cursor.execute(
            "CREATE TEMP TABLE arc (id serial, source bigint, target bigint, cost float8)"
        )
        with cursor.copy("COPY arc (source, target, cost) FROM STDIN") as copy:
            for row in walkable[["u", "v", "length"]].itertuples(index=False):
                copy.write_row((int(row.u), int(row.v), float(row.length)))
        cursor.execute("CREATE TEMP TABLE pair (number int, source bigint, target bigint)")
        with cursor.copy("COPY pair FROM STDIN") as copy:
            for number, (a, b) in enumerate(pairs.tolist()):
                copy.write_row((number, a, b))
        cursor.execute(
            "SELECT p.number, c.agg_cost FROM pair p JOIN pgr_dijkstraCost("
            " 'SELECT id, source, target, cost, -1.0::float8 AS reverse_cost FROM arc',"
            " 'SELECT source, target FROM pair') c"
            " ON c.start_vid = p.source AND c.end_vid = p.target ORDER BY 1"
        )
        found = dict(cursor.fetchall())
    assert len(found) == 1000
    theirs = np.array([found[number] for number in range(1000)])
    assert np.abs(theirs - ours).max() < CM


def test_each_way_is_the_sum_of_its_pieces(kaiserslautern, pairs, ours):
    """The line drawn is as long as the way said to be, and begins and ends where it should."""
    import pyproj

    spots = _at_vertices(kaiserslautern, pairs)
    geod = pyproj.Geod(ellps="WGS84")
    for i in range(0, 1000, 20):
        a, b = (spots[v] for v in pairs[i])
        path = engine.route(kaiserslautern, a, b, Costs())
        assert geod.line_length(*path.lonlat.T) == pytest.approx(ours[i], abs=CM)
        assert np.abs(path.points[[0, -1]] - [[a.x, a.y], [b.x, b.y]]).max() < CM
