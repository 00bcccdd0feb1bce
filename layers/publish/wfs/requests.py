"""A request as KVP or XML: which operation in which version, with its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from layers.publish.gml import markup
from layers.publish.gml.markup import Element
from layers.publish.wfs.errors import (
    InvalidParameterValue,
    MissingParameterValue,
    OperationNotSupported,
    OperationParsingFailed,
    RequestTooLarge,
    VersionNegotiationFailed,
)
from layers.publish.wfs.versions import BY_NUMBER, PREFERRED, V110, V200, Version

OPERATIONS = (
    "GetCapabilities",
    "DescribeFeatureType",
    "GetFeature",
    "GetPropertyValue",
    "ListStoredQueries",
    "DescribeStoredQueries",
    "Transaction",
)
_ONLY_2 = {"GetPropertyValue", "ListStoredQueries", "DescribeStoredQueries"}
_FORM = "application/x-www-form-urlencoded"
_LONGEST_VALUE = 1_000_000


@dataclass(frozen=True)
class Asked:
    """What was asked: parameters by upper-case name, or the root element of a document."""

    operation: str
    version: Version
    kvp: Mapping[str, str] = field(default_factory=dict)
    element: Element | None = None
    body: bytes = b""

    def get(self, *names: str) -> str | None:
        """The value of the first of these parameters that is there and not empty."""
        return next((self.kvp[name] for name in names if self.kvp.get(name)), None)


def read(request: HttpRequest) -> Asked:
    """Raises OwsError."""
    if request.method != "POST":
        return from_kvp(request.GET)
    body = request.read(markup.MAX_BYTES + 1)
    if len(body) > markup.MAX_BYTES:
        raise RequestTooLarge("request", _("Die Anfrage ist zu groß."))
    if request.content_type == _FORM:
        return from_kvp(QueryDict(body))
    return from_xml(body)


def from_kvp(values: QueryDict) -> Asked:
    kvp: dict[str, str] = {}
    for name in values:
        value = values[name]
        if "\x00" in value or len(value) > _LONGEST_VALUE:
            raise InvalidParameterValue(name[:60], _("Dieser Wert ist nicht lesbar."))
        kvp[name.upper()] = value.strip()
    operation = _operation(kvp.get("REQUEST"), kvp.get("SERVICE"))
    if operation == "GetCapabilities":
        accepted = [one.strip() for one in kvp.get("ACCEPTVERSIONS", "").split(",") if one.strip()]
        version = _negotiated(accepted, kvp.get("VERSION"))
    else:
        version = _version(kvp.get("VERSION"), V200)
    return _checked(Asked(operation, version, kvp=kvp))


def from_xml(body: bytes) -> Asked:
    try:
        root = markup.read(body)
    except markup.Unreadable as error:
        raise OperationParsingFailed("request", str(error)) from error
    operation = _operation(root.name, root.attributes.get("service", "WFS"))
    default = V110 if root.namespace == V110.wfs else V200
    if operation == "GetCapabilities":
        holder = root.find("AcceptVersions")
        accepted = [one.text.strip() for one in holder.all("Version")] if holder else []
        version = _negotiated(accepted, root.attributes.get("version"), default)
    else:
        version = _version(root.attributes.get("version"), default)
    if root.namespace not in (version.wfs, ""):
        raise OperationParsingFailed("request", _("Namensraum und Version passen nicht zusammen."))
    return _checked(Asked(operation, version, element=root, body=body))


def _operation(name: str | None, service: str | None) -> str:
    if not service:
        raise MissingParameterValue("service", _("Es fehlt SERVICE=WFS."))
    if service.upper() != "WFS":
        raise InvalidParameterValue("service", _("Dieser Dienst ist ein WFS."))
    if not name:
        raise MissingParameterValue("request", _("Es fehlt, was zu tun ist (REQUEST)."))
    known = next((one for one in OPERATIONS if one.lower() == name.lower()), None)
    if known is None:
        raise OperationNotSupported(
            name[:60],
            _("Diese Operation gibt es hier nicht. Es gibt: %(known)s")
            % {"known": ", ".join(OPERATIONS)},
        )
    return known


def _negotiated(accepted: list[str], version: str | None, default: Version = V200) -> Version:
    """The first that the client accepts and we speak; without a list the nearest to its wish."""
    if accepted:
        for number in accepted:
            if number in BY_NUMBER:
                return BY_NUMBER[number]
        raise VersionNegotiationFailed(
            "AcceptVersions",
            _("Gesprochen wird: %(known)s") % {"known": ", ".join(BY_NUMBER)},
        )
    if not version:
        return default
    return BY_NUMBER.get(version) or (V110 if version.startswith("1.") else V200)


def _version(number: str | None, default: Version) -> Version:
    if not number:
        return default
    if number not in BY_NUMBER:
        raise InvalidParameterValue(
            "version",
            _("Gesprochen wird: %(known)s") % {"known": ", ".join(one.number for one in PREFERRED)},
        )
    return BY_NUMBER[number]


def _checked(asked: Asked) -> Asked:
    if asked.operation in _ONLY_2 and not asked.version.is_2:
        raise OperationNotSupported(asked.operation, _("Diese Operation gibt es erst in WFS 2.0."))
    if asked.operation == "Transaction" and asked.element is None:
        raise InvalidParameterValue("request", _("Eine Transaktion wird als XML gesendet (POST)."))
    return asked
