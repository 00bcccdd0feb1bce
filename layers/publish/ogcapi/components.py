"""What the operations of the API definition share: schemas, answers, headers of requests."""

from typing import Any

from django.utils.translation import gettext as _

from layers.publish.ogcapi.problems import MEDIA_TYPE as PROBLEM


def ref(kind: str, name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/{kind}/{name}"}


def failures(*statuses: str) -> dict[str, Any]:
    return dict.fromkeys([*statuses, "default"], ref("responses", "Problem"))


def problem_response() -> dict[str, Any]:
    return {
        "description": _("Ein Problem, nach RFC 9457"),
        "content": {PROBLEM: {"schema": ref("schemas", "Problem")}},
    }


IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "schema": {"type": "string"},
    "example": '"3"',
}
CONTENT_CRS = {
    "name": "Content-Crs",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "example": "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>",
}


def _geometry(kind: str, coordinates: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["type", "coordinates"],
        "properties": {"type": {"type": "string", "enum": [kind]}, "coordinates": coordinates},
    }


def _several(items: dict[str, Any], least: int = 1) -> dict[str, Any]:
    return {"type": "array", "minItems": least, "items": items}


_POSITION = {"type": "array", "minItems": 2, "maxItems": 3, "items": {"type": "number"}}
_LINE, _AREA = _several(_POSITION, 2), _several(_several(_POSITION, 4))
_COORDINATES = {
    "Point": _POSITION,
    "MultiPoint": _several(_POSITION),
    "LineString": _LINE,
    "MultiLineString": _several(_LINE),
    "Polygon": _AREA,
    "MultiPolygon": _several(_AREA),
}
SHAPES = {kind.upper(): kind for kind in _COORDINATES}
_LINKS = {"type": "array", "items": {"$ref": "#/components/schemas/Link"}}
_URI = {"type": "string", "format": "uri"}
# Only in documents of JSON-FG, and there in the outermost object alone.
_FG_MEMBERS = {
    "conformsTo": {"type": "array", "items": _URI},
    "featureType": {"type": "string"},
    "featureSchema": _URI,
    "coordRefSys": _URI,
}
SCHEMAS: dict[str, Any] = {
    "Document": {"type": "object"},
    "Bytes": {"type": "string", "format": "binary"},
    "Link": {
        "type": "object",
        "required": ["href", "rel"],
        "properties": {
            "href": {"type": "string"},
            "rel": {"type": "string"},
            "type": {"type": "string"},
            "title": {"type": "string"},
        },
    },
    **{kind: _geometry(kind, of) for kind, of in _COORDINATES.items()},
    "Geometry": {
        "type": "object",
        "nullable": True,
        "required": ["type"],
        "properties": {
            "type": {
                "type": "string",
                "enum": [
                    "Point",
                    "MultiPoint",
                    "LineString",
                    "MultiLineString",
                    "Polygon",
                    "MultiPolygon",
                    "GeometryCollection",
                ],
            },
            "coordinates": {"type": "array", "items": {}},
        },
    },
    "Feature": {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": {"type": "integer"},
            "geometry": {"$ref": "#/components/schemas/Geometry"},
            "properties": {"type": "object"},
            "links": _LINKS,
            **_FG_MEMBERS,
            "place": {"$ref": "#/components/schemas/Geometry"},
            "time": {
                "type": "object",
                "nullable": True,
                "properties": {
                    "interval": {
                        "type": "array",
                        "minItems": 2,
                        "maxItems": 2,
                        "items": {"type": "string"},
                    }
                },
            },
        },
    },
    "FeatureCollection": {
        "type": "object",
        "required": ["type", "features", "links", "numberReturned"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "links": _LINKS,
            **_FG_MEMBERS,
            "geometryDimension": {"type": "integer", "minimum": 0, "maximum": 2},
            "timeStamp": {"type": "string", "format": "date-time"},
            "numberMatched": {"type": "integer", "minimum": 0},
            "numberReturned": {"type": "integer", "minimum": 0},
            "features": {"type": "array", "items": {"$ref": "#/components/schemas/Feature"}},
        },
    },
    "Problem": {
        "type": "object",
        "required": ["title", "status"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "instance": {"type": "string"},
        },
    },
}
