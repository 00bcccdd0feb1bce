"""What is not published, or not for this account, does not exist behind this door."""

from accounts.models import User
from layers import registry
from layers.base.models import School
from tests.factories import make_school
from tests.publish.wfs.conftest import DECLARATIONS, NS, Wfs, error, tree, wfs_of

SECRET = "Geheime Schule"


def test_an_unpublished_row_is_invisible(wfs: Wfs, schools):
    hidden = make_school(SECRET, published=False)
    rid = f"schools.{hidden.pk}"
    plain = {"REQUEST": "GetFeature", "TYPENAMES": "schools"}
    filter_ = (
        f"<fes:Filter {DECLARATIONS}><fes:PropertyIsEqualTo><fes:ValueReference>name"
        f"</fes:ValueReference><fes:Literal>{SECRET}</fes:Literal></fes:PropertyIsEqualTo>"
        "</fes:Filter>"
    )
    for kvp in (
        plain,
        {**plain, "OUTPUTFORMAT": "json"},
        {**plain, "OUTPUTFORMAT": "csv"},
        {**plain, "VERSION": "1.1.0"},
        {**plain, "FILTER": filter_},
        {**plain, "RESOURCEID": rid},
        {"REQUEST": "GetPropertyValue", "TYPENAMES": "schools", "VALUEREFERENCE": "name"},
    ):
        body = wfs.get(**kvp).content.decode()
        assert "xception" not in body
        assert SECRET not in body
        assert rid not in body.replace(f"RESOURCEID={rid}", "")
    hits = wfs.features(TYPENAMES="schools", RESULTTYPE="hits", FILTER=filter_)
    assert hits.get("numberMatched") == "0"
    by_id = "urn:ogc:def:query:OGC-WFS::GetFeatureById"
    missing = wfs.get(REQUEST="GetFeature", STOREDQUERY_ID=by_id, ID=rid)
    assert error(missing)[:2] == (404, "NotFound")


def test_an_unpublished_row_is_not_written_either(schools):
    hidden = make_school(SECRET, published=False)
    writer = wfs_of(User.objects.create_superuser("chefin", password="ein langes Kennwort"))
    response = writer.post(
        f'<wfs:Transaction service="WFS" version="2.0.0" {DECLARATIONS}>'
        '<wfs:Delete typeName="city:schools"><fes:Filter>'
        f'<fes:ResourceId rid="schools.{hidden.pk}"/></fes:Filter></wfs:Delete></wfs:Transaction>'
    )
    assert tree(response).findtext(".//wfs:totalDeleted", namespaces=NS) == "0"
    assert School.objects.filter(pk=hidden.pk).exists()


def test_a_layer_for_staff_is_unknown_to_others(wfs: Wfs, schools):
    layer = registry.layer("schools")
    object.__setattr__(layer, "public", False)
    try:
        described = {"REQUEST": "DescribeFeatureType", "TYPENAMES": "schools"}
        asked = {"REQUEST": "GetFeature", "TYPENAMES": "schools"}
        assert error(wfs.get(**asked))[:2] == (400, "InvalidParameterValue")
        assert error(wfs.get(**described))[:2] == (400, "InvalidParameterValue")
        capabilities = wfs.get(REQUEST="GetCapabilities").content
        assert b"city:schools" not in capabilities
        assert b"city:schools" not in wfs.get(REQUEST="ListStoredQueries").content
        staff = wfs_of(User.objects.create_superuser("chefin", password="ein langes Kennwort"))
        assert len(staff.names(TYPENAMES="schools")) == 5
        assert b"city:schools" in staff.get(REQUEST="GetCapabilities").content
    finally:
        object.__setattr__(layer, "public", True)
