"""Shapes as GML, written by PostgreSQL."""

from layers.publish.crs import geometry_sql
from layers.publish.filters.sql import Sql, put
from layers.publish.gml.names import OutputCrs

_LINESTRING_WITHOUT_DIMENSION = 2 | 4  # options of ST_AsGML
# The collection's element and that of its members, by type of geometry.
_MULTI = {
    "MULTIPOINT": ("MultiPoint", "pointMember"),
    "MULTILINESTRING": ("MultiCurve", "curveMember"),
    "MULTIPOLYGON": ("MultiSurface", "surfaceMember"),
    "GEOMETRYCOLLECTION": ("MultiGeometry", "geometryMember"),
}


def shape_text(geometry_type: str, crs: OutputCrs, identifier: Sql | None) -> Sql:
    """The geometry of row `q` as one GML element in `crs`, named as `crs.name`.

    With `identifier`, a text, each element carries a gml:id made of it, as GML 3.2 demands;
    PostGIS would give all members of a collection the same.
    """
    shape = put(
        "ST_SetSRID({}, 0)", geometry_sql(crs.crs, north_first=crs.north_first), type="geometry"
    )
    srs = _quoted_attribute("srsName", crs.name)
    if identifier is None:
        return _named(_gml(shape, crs), srs)
    if geometry_type == "GEOMETRY":
        cases = " ".join(f"WHEN '{kind}' THEN {{}}" for kind in _MULTI)
        parts = [_collection(kind, shape, crs, srs, identifier) for kind in _MULTI]
        return put(
            f"CASE GeometryType(q.geometry) {cases} ELSE {{}} END",
            *parts,
            _named(_gml(shape, crs, identifier), srs),
            type="text",
        )
    if geometry_type in _MULTI:
        return _collection(geometry_type, shape, crs, srs, identifier)
    return _named(_gml(shape, crs, identifier), srs)


def _gml(shape: Sql, crs: OutputCrs, identifier: Sql | None = None) -> Sql:
    options = f"{crs.crs.digits}, {_LINESTRING_WITHOUT_DIMENSION}, 'gml'"
    if identifier is None:
        return put(f"ST_AsGML(3, {{}}, {options})", shape, type="text")
    return put(f"ST_AsGML(3, {{}}, {options}, {{}})", shape, identifier, type="text")


def _named(text: Sql, srs: Sql) -> Sql:
    """With the name of its system in the first tag."""
    return put("regexp_replace({}, '^<gml:\\w+', '\\&' || {})", text, srs, type="text")


def _collection(kind: str, shape: Sql, crs: OutputCrs, srs: Sql, identifier: Sql) -> Sql:
    """Most collections have one member, which needs no aggregate over its parts."""
    element, member = _MULTI[kind]
    only = _gml(put("ST_GeometryN({}, 1)", shape), crs, put("{} || '.1'", identifier, type="text"))
    each = _gml(Sql("d.geom"), crs, put("{} || '.' || d.n", identifier, type="text"))
    parts = put(
        "(SELECT string_agg({}, {} ORDER BY d.n)"
        " FROM (SELECT geom, row_number() OVER () AS n FROM ST_Dump({})) d)",
        each,
        Sql("%s::text", (f"</gml:{member}><gml:{member}>",)),
        shape,
    )
    return put(
        f"concat('<gml:{element}', {{}}, ' gml:id=\"', {{}}, '\"><gml:{member}>',"
        " CASE WHEN ST_NumGeometries(q.geometry) = 1 THEN {} ELSE {} END,"
        f" '</gml:{member}></gml:{element}>')",
        srs,
        identifier,
        only,
        parts,
        type="text",
    )


def _quoted_attribute(name: str, value: str) -> Sql:
    return Sql("%s::text", (f' {name}="{value}"',), "text")
