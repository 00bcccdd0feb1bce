"""Transaction: all actions of one request through the one way in, in one change set.

A feature id with a version (`schools.5.v7`, given to editors in WFS 1.1) is stale only if
another account wrote since: QGIS keeps the id it once read, and sends geometry and attributes
of one save as two transactions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.models import User
from layers.editing.errors import Gone, NotAllowed, Stale
from layers.editing.models import ChangeSet
from layers.editing.queries import (
    GML_CODE_SPACE,
    default_of,
    event_model,
    row_at,
    row_values,
    writable_fields,
)
from layers.editing.services import Change, Written, write
from layers.editing.slugs import is_taken
from layers.publish import crs as systems
from layers.publish.execution import fetch
from layers.publish.filters import fes
from layers.publish.filters.compile import condition
from layers.publish.filters.sql import Sql
from layers.publish.gml.identifiers import FeatureId
from layers.publish.gml.markup import Element
from layers.publish.logins import require_account
from layers.publish.properties import shown
from layers.publish.rows import FeatureQuery, select
from layers.publish.wfs.errors import (
    InvalidParameterValue,
    InvalidValue,
    MissingParameterValue,
    OperationNotSupported,
    OperationParsingFailed,
    OperationProcessingFailed,
)
from layers.publish.wfs.operations.sent_values import (
    GML,
    SentFeature,
    read_feature,
    value_of,
    writable,
)
from layers.publish.wfs.queries import GEOMETRY
from layers.publish.wfs.requests import Asked
from layers.publish.wfs.types import feature_type
from layers.publish.wfs.versions import NAMESPACE, Version
from layers.registry import Layer

MOST_ROWS = 10_000  # of one transaction
_MEMBERS = ("featureMember", "featureMembers", "member", "FeatureCollection")


@dataclass(frozen=True)
class Action:
    """One element of a transaction, with the changes it makes."""

    kind: str  # Insert, Update, Replace, Delete
    handle: str
    changes: list[Change]


def transaction(request: HttpRequest, asked: Asked) -> HttpResponse:
    require_account(request)
    root = asked.element
    assert root is not None
    if root.attributes.get("lockId") or root.find("LockId"):
        raise InvalidParameterValue("lockId", _("Sperren gibt es hier nicht."))
    actions = [
        Action(one.name, one.attributes.get("handle", ""), list(changes))
        for one in root
        if (changes := _changes(request, asked.version, one, root)) is not None
    ]
    every = [change for action in actions for change in action.changes]
    if len(every) > MOST_ROWS:
        raise OperationProcessingFailed(
            "",
            _("Auf einmal lassen sich höchstens %(count)s Objekte schreiben.")
            % {"count": MOST_ROWS},
        )
    written: Iterable[Written] = ()
    if every:
        comment = root.attributes.get("handle", "")[:300]
        made = write(every, door=ChangeSet.Door.WFS, account=request.user, comment=comment)
        written = made.written
    return _response(asked.version, actions, written)


def _changes(
    request: HttpRequest, version: Version, action: Element, root: Element
) -> Iterator[Change] | None:
    match action.name:
        case "Insert":
            return _inserts(request, action, root)
        case "Update":
            return _updates(request, action, root)
        case "Delete":
            return _deletes(request, action)
        case "Replace" if version.is_2:
            return _replacements(request, action, root)
        case "Native":
            if action.attributes.get("safeToIgnore") == "true":
                return None
            raise InvalidParameterValue(
                "Native", _("Fremde Befehle führt dieser Dienst nicht aus.")
            )
    raise OperationNotSupported(action.name[:60], _("Diese Aktion gibt es hier nicht."))


# --- actions


def _inserts(request: HttpRequest, action: Element, root: Element) -> Iterator[Change]:
    default_crs = action.attributes.get("srsName") or root.attributes.get("srsName")
    features = list(_features(action))
    if not features:
        raise MissingParameterValue("Insert", _("Es fehlt, was einzufügen ist."))
    for element in features:
        layer = _layer_of(request, element)
        _require(request, layer, "insert")
        values = read_feature(layer, element, default_crs).values
        yield Change(layer, "insert", _without_taken_slug(layer, values))


def _without_taken_slug(layer: Layer, values: dict[str, Any]) -> dict[str, Any]:
    """A copy of a feature brings the copied one's short name: a free one is then made for it."""
    slug = values.get("slug")
    if isinstance(slug, str) and is_taken(layer.model, slug):
        return {name: value for name, value in values.items() if name != "slug"}
    return values


def _features(holder: Element) -> Iterator[Element]:
    for child in holder:
        if child.name in _MEMBERS:
            yield from _features(child)
        elif child.namespace not in GML:  # a boundedBy of a collection
            yield child


def _updates(request: HttpRequest, action: Element, root: Element) -> Iterator[Change]:
    layer = _layer_named(request, action)
    _require(request, layer, "update")
    default_crs = action.attributes.get("srsName") or root.attributes.get("srsName")
    values: dict[str, Any] = {}
    properties = action.all("Property")
    if not properties:
        raise MissingParameterValue("Property", _("Es fehlt, was zu ändern ist."))
    for one in properties:
        reference = one.find("ValueReference", "Name")
        if reference is None:
            raise OperationParsingFailed("Property", _("Ein Merkmal hat keinen Namen."))
        name = writable(layer, reference.text)
        values[name] = value_of(layer, name, one.find("Value"), default_crs)
    for pk, seen in _targets(request, layer, action, values):
        yield Change(layer, "update", values, pk=pk, seen_version=seen)


def _deletes(request: HttpRequest, action: Element) -> Iterator[Change]:
    layer = _layer_named(request, action)
    _require(request, layer, "delete")
    if action.find("Filter") is None:
        raise MissingParameterValue("Filter", _("Es fehlt, was zu löschen ist."))
    for pk, seen in _targets(request, layer, action, {}):
        yield Change(layer, "delete", pk=pk, seen_version=seen)


def _replacements(request: HttpRequest, action: Element, root: Element) -> Iterator[Change]:
    """Every declared property as the new feature has it; those left out have their default."""
    feature = next((one for one in action if one.name != "Filter"), None)
    if feature is None or action.find("Filter") is None:
        raise MissingParameterValue("Replace", _("Es fehlt, was zu ersetzen ist."))
    layer = _layer_of(request, feature)
    _require(request, layer, "update")
    default_crs = action.attributes.get("srsName") or root.attributes.get("srsName")
    columns = writable_fields(layer)
    names = (*(one.name for one in shown(layer)), *layer.gml_columns.values(), GML_CODE_SPACE)
    lasting = ("slug", "dataset", "source_id", "published")
    left_out = {
        one: default_of(columns[one]) for one in names if one in columns and one not in lasting
    }
    new = read_feature(layer, feature, default_crs)
    values = left_out | new.values
    targets = list(_targets(request, layer, action, values))
    if len(targets) != 1:
        raise InvalidValue("Filter", _("Der Filter muss genau ein Objekt nennen."))
    [(pk, seen)] = targets
    yield Change(layer, "update", values | _renamed(layer, new, pk), pk=pk, seen_version=seen)


def _renamed(layer: Layer, new: SentFeature, pk: int) -> dict[str, Any]:
    """Of the values that came twice, those of GML's own where only these were changed."""
    if not new.twice:
        return {}
    before = layer.model._default_manager.filter(pk=pk).values(*new.twice).first() or {}
    return {n: text for n, text in new.twice.items() if n in before and new.values[n] == before[n]}


def _layer_named(request: HttpRequest, action: Element) -> Layer:
    name = action.attributes.get("typeName", "")
    if not name:
        raise MissingParameterValue("typeName", _("Es fehlt, welcher Objekttyp gemeint ist."))
    return feature_type(request, name, action.prefixes, "typeName")


def _layer_of(request: HttpRequest, feature: Element) -> Layer:
    if feature.namespace not in (NAMESPACE, ""):
        raise InvalidValue(
            feature.name[:60],
            _("Diesen Objekttyp gibt es hier nicht: %(name)s") % {"name": feature.name[:100]},
        )
    return feature_type(request, feature.name, locator="typeName")


def _require(request: HttpRequest, layer: Layer, action: str) -> None:
    """Asked before anything is read, so that nobody learns more by writing than by reading."""
    permission = layer.edit_permissions[action]
    if not request.user.has_perm(permission):
        raise NotAllowed(permission)


# --- which rows


def _targets(
    request: HttpRequest, layer: Layer, action: Element, values: dict[str, Any]
) -> Iterator[tuple[int, int | None]]:
    """Primary key and version seen of each published row that the action's filter finds."""
    filter_ = action.find("Filter")
    named = (
        {one.pk: one for one in fes.feature_ids(filter_) if one.layer == layer.name}
        if filter_
        else {}
    )
    tree = fes.tree(filter_, layer, action.attributes.get("srsName")) if filter_ else None
    where = condition(tree, layer, srid=systems.STORAGE.srid) if tree is not None else None
    query = FeatureQuery(layer=layer, condition=where, limit=MOST_ROWS + 1)
    found = {
        int(pk or 0): int(version or 0)
        for pk, version in fetch(select(query, Sql("q.id, q.version")))
    }
    for one in named.values():
        if one.version is not None and one.pk not in found:
            raise Gone(layer, one.pk)  # its reader saw it: not to be passed over in silence
    for pk, version in found.items():
        seen = named.get(pk)
        if seen is None or seen.version is None:
            yield pk, None
            continue
        _refuse_stale(request, layer, seen, version, values)
        yield pk, version


def _refuse_stale(
    request: HttpRequest, layer: Layer, seen: FeatureId, version: int, values: dict[str, Any]
) -> None:
    if seen.version in (None, version) or _only_by(request.user, layer, seen, version):
        return
    row = layer.model._default_manager.get(pk=seen.pk)
    raise Stale(
        layer,
        seen.pk,
        seen_version=seen.version or 0,
        version=version,
        base=row_at(layer, seen.pk, seen.version or 0),
        mine={name: value for name, value in values.items() if name != GEOMETRY},
        theirs=row_values(layer, row),
    )


def _only_by(user: Any, layer: Layer, seen: FeatureId, version: int) -> bool:
    """Whether the account itself made every version after the one seen."""
    events = event_model(layer.model)
    if events is None or not isinstance(user, User) or seen.version is None:
        return False
    later = events._default_manager.filter(
        pgh_obj_id=seen.pk, version__gt=seen.version, version__lte=version
    ).values_list("version", "pgh_context_id")
    own = set(
        ChangeSet.objects.filter(
            account=user, context_id__in=[context for _version, context in later if context]
        ).values_list("context_id", flat=True)
    )
    made = {number for number, context in later if context in own}
    return len(made) == version - seen.version == len({number for number, _context in later})


# --- the answer


def _response(version: Version, actions: list[Action], written: Iterable[Written]) -> HttpResponse:
    inserted = iter([one for one in written if one.action == "insert"])
    totals = dict.fromkeys(("Insert", "Update", "Replace", "Delete"), 0)
    results: dict[str, list[tuple[str, FeatureId]]] = {"Insert": [], "Replace": [], "Update": []}
    for action in actions:
        totals[action.kind] += len(action.changes)
        for change in action.changes:
            if action.kind == "Insert":
                row = next(inserted)
                seen = None if version.is_2 else row.version
                made = FeatureId(row.layer.name, row.pk, seen)
                results["Insert"].append((action.handle, made))
            elif action.kind == "Replace" and change.pk is not None:
                made = FeatureId(change.layer.name, change.pk)
                results["Replace"].append((action.handle, made))
    context = {
        "version": version,
        "totals": totals,
        "inserted": results["Insert"],
        "replaced": results["Replace"],
    }
    text = render_to_string(f"{version.template}/transaction.xml", context)
    return HttpResponse(text, "text/xml", headers={"Cache-Control": "no-store"})
