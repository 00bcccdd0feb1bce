"""What differs between the versions of the standard besides the shape of documents."""

from dataclasses import dataclass

NAMESPACE = "urn:smartcity:layers"
PREFIX = "city"


@dataclass(frozen=True)
class Version:
    number: str
    template: str  # folder of the documents
    wfs: str
    gml: str
    ows: str
    gml_format: str
    gml_schema: str
    wfs_schema: str

    @property
    def is_2(self) -> bool:
        return self.number.startswith("2")


def _version_2(number: str) -> Version:
    return Version(
        number=number,
        template="wfs/2.0",
        wfs="http://www.opengis.net/wfs/2.0",
        gml="http://www.opengis.net/gml/3.2",
        ows="http://www.opengis.net/ows/1.1",
        gml_format="application/gml+xml; version=3.2",
        gml_schema="http://schemas.opengis.net/gml/3.2.1/gml.xsd",
        wfs_schema="http://schemas.opengis.net/wfs/2.0/wfs.xsd",
    )


V200 = _version_2("2.0.0")
V202 = _version_2("2.0.2")
V110 = Version(
    number="1.1.0",
    template="wfs/1.1",
    wfs="http://www.opengis.net/wfs",
    gml="http://www.opengis.net/gml",
    ows="http://www.opengis.net/ows",
    gml_format="text/xml; subtype=gml/3.1.1",
    gml_schema="http://schemas.opengis.net/gml/3.1.1/base/gml.xsd",
    wfs_schema="http://schemas.opengis.net/wfs/1.1.0/wfs.xsd",
)
# 2.0.2 only corrects the text of 2.0.0, and most clients know just the older number.
PREFERRED = (V200, V202, V110)
BY_NUMBER = {one.number: one for one in PREFERRED}
