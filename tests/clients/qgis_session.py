"""What somebody does in QGIS, told as JSON. Runs under the system's Python, which has QGIS.

python3 qgis_session.py ADDRESS ACCOUNT APP_PASSWORD STEP
"""

import json
import sys

from qgis.core import (
    QgsApplication,
    QgsDataSourceUri,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
    QgsVectorLayer,
)


class Session:
    def __init__(self, address: str, account: str, password: str) -> None:
        self.address, self.account, self.password = address, account, password

    def layer(self, version: str = "1.1.0", name: str = "city:schools") -> QgsVectorLayer:
        uri = QgsDataSourceUri()
        uri.setParam("url", f"{self.address}/wfs")
        uri.setParam("typename", name)
        uri.setParam("version", version)
        uri.setParam("srsname", "EPSG:25832")
        uri.setParam("restrictToRequestBBOX", "0")
        if self.account:
            uri.setUsername(self.account)
            uri.setPassword(self.password)
        layer = QgsVectorLayer(uri.uri(False), name, "WFS")
        if not layer.isValid():
            raise SystemExit(f"layer is not valid: {layer.error().summary()}")
        return layer

    def reading(self) -> dict:
        found = {}
        for version in ("1.1.0", "2.0.0"):
            layer = self.layer(version)
            features = list(layer.getFeatures())
            wanted = QgsRectangle(413_000, 5_720_000, 418_000, 5_726_000)
            layer.setSubsetString("\"kind\" = 'primary'")
            found[version] = {
                "names": sorted(one["name"] for one in features),
                "primary": sorted(one["name"] for one in layer.getFeatures()),
                "crs": layer.crs().authid(),
                "type": layer.wkbType(),
                "first": [features[0]["name"], *_place(features[0])],
            }
            layer.setSubsetString("")
            request = QgsFeatureRequest(wanted)
            found[version]["boxed"] = sorted(one["name"] for one in layer.getFeatures(request))
        return found

    def editing(self) -> dict:
        """One save with a changed value, a moved place, a new row and a deleted one."""
        layer = self.layer()
        first, second = sorted(layer.getFeatures(), key=lambda one: one["name"])[:2]
        layer.startEditing()
        layer.changeAttributeValue(first.id(), layer.fields().indexOf("name"), "Aus QGIS & so")
        layer.changeAttributeValue(first.id(), layer.fields().indexOf("pupils"), None)
        layer.changeGeometry(first.id(), QgsGeometry.fromPointXY(QgsPointXY(418_400, 5_726_000)))
        new = QgsFeature(layer.fields())
        new["name"], new["kind"] = "Neu aus QGIS", "primary"
        new.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(418_500, 5_726_100)))
        layer.addFeature(new)
        layer.deleteFeature(second.id())
        first_save = layer.commitChanges()
        errors = layer.commitErrors()
        layer.startEditing()  # the same layer, its ids as old as they are
        layer.changeAttributeValue(first.id(), layer.fields().indexOf("social_index"), 4)
        return {
            "changed": first["name"],
            "deleted": second["name"],
            "saved": first_save,
            "errors": errors,
            "saved_again": layer.commitChanges(),
            "errors_again": layer.commitErrors(),
        }

    def conflict(self) -> dict:
        """Waits between reading and saving until a line comes in."""
        layer = self.layer()
        first = min(layer.getFeatures(), key=lambda one: one["name"])
        layer.startEditing()
        layer.changeAttributeValue(first.id(), layer.fields().indexOf("name"), "Meine Fassung")
        tell({"reading": first["name"]})
        sys.stdin.readline()
        saved = layer.commitChanges()
        buffer = layer.editBuffer()
        return {
            "saved": saved,
            "errors": layer.commitErrors(),
            "still_in_buffer": bool(buffer and buffer.changedAttributeValues()),
        }


def tell(what: dict) -> None:
    sys.stdout.write(json.dumps(what, default=str) + "\n")
    sys.stdout.flush()


def _place(feature) -> list[float]:
    point = feature.geometry().asPoint()
    return [point.x(), point.y()]


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    address, account, password, step = sys.argv[1:]
    told = getattr(Session(address, account, password), step)()
    tell(told)
    application.exitQgis()
