"""A small city behind the WFS, readers and writers."""

import pytest
from django.test import Client
from lxml import etree

from accounts.models import User
from accounts.roles import Role
from tests.publish.people import account, secret_of

NS = {
    "wfs": "http://www.opengis.net/wfs/2.0",
    "wfs11": "http://www.opengis.net/wfs",
    "ows": "http://www.opengis.net/ows/1.1",
    "ows10": "http://www.opengis.net/ows",
    "fes": "http://www.opengis.net/fes/2.0",
    "ogc": "http://www.opengis.net/ogc",
    "gml": "http://www.opengis.net/gml/3.2",
    "gml31": "http://www.opengis.net/gml",
    "xlink": "http://www.w3.org/1999/xlink",
    "xsd": "http://www.w3.org/2001/XMLSchema",
    "city": "urn:smartcity:layers",
}
DECLARATIONS = " ".join(
    f'xmlns:{prefix}="{NS[prefix]}"' for prefix in ("wfs", "fes", "gml", "city")
)
DECLARATIONS_11 = (
    f'xmlns:wfs="{NS["wfs11"]}" xmlns:ogc="{NS["ogc"]}" xmlns:gml="{NS["gml31"]}"'
    f' xmlns:city="{NS["city"]}"'
)


class Wfs:
    """The service as a client sees it."""

    def __init__(self, **headers: str) -> None:
        self.client = Client(headers={"accept-language": "de", **headers})

    def get(self, **kvp: object):
        return self.client.get("/wfs", {"SERVICE": "WFS", "VERSION": "2.0.0", **kvp})

    def post(self, document: str, **more):
        return self.client.post("/wfs", document, content_type="text/xml", **more)

    def features(self, version: str = "2.0.0", **kvp: object) -> etree._Element:
        response = self.get(VERSION=version, REQUEST="GetFeature", **kvp)
        assert response.status_code == 200, response.content.decode()
        return tree(response)

    def names(self, **kvp: object) -> list[str]:
        return names(self.features(**kvp))

    def filtered(self, condition: str, layer: str = "schools", **kvp: object) -> list[str]:
        """Names of the rows that a filter of version 2.0 finds, by KVP and by POST alike."""
        filter_ = f"<fes:Filter {DECLARATIONS}>{condition}</fes:Filter>"
        by_kvp = self.names(TYPENAMES=layer, FILTER=filter_, **kvp)
        posted = self.post(
            f'<wfs:GetFeature service="WFS" version="2.0.0" {DECLARATIONS}>'
            f'<wfs:Query typeNames="city:{layer}">{filter_}</wfs:Query></wfs:GetFeature>'
        )
        assert posted.status_code == 200, posted.content.decode()
        assert names(tree(posted)) == by_kvp
        return by_kvp

    def filtered_11(self, condition: str, layer: str = "schools") -> list[str]:
        filter_ = f"<ogc:Filter {DECLARATIONS_11}>{condition}</ogc:Filter>"
        posted = self.post(
            f'<wfs:GetFeature service="WFS" version="1.1.0" {DECLARATIONS_11}>'
            f'<wfs:Query typeName="city:{layer}">{filter_}</wfs:Query></wfs:GetFeature>'
        )
        by_kvp = self.names(version="1.1.0", TYPENAME=layer, FILTER=filter_)
        assert names(tree(posted)) == by_kvp
        return by_kvp


def tree(response) -> etree._Element:
    body = response.getvalue() if response.streaming else response.content
    return etree.fromstring(body)


def names(root: etree._Element) -> list[str]:
    return [one.text for one in root.iterfind(".//city:name", NS)]


def error(response) -> tuple[int, str, str]:
    """Status, code and locator of an exception report, which carries a text."""
    root = tree(response)
    ows = "ows" if root.tag.startswith(f"{{{NS['ows']}}}") else "ows10"
    assert root.tag == f"{{{NS[ows]}}}ExceptionReport"
    one = root.find(f"{ows}:Exception", NS)
    assert one.findtext(f"{ows}:ExceptionText", namespaces=NS)
    return response.status_code, one.get("exceptionCode"), one.get("locator") or ""


@pytest.fixture
def wfs() -> Wfs:
    return Wfs()


def wfs_of(user: User) -> Wfs:
    return Wfs(authorization=f"Bearer {secret_of(user)}")


@pytest.fixture
def editor(db) -> User:
    return account(Role.SCHOOL_EDITOR)
