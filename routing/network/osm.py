"""Files of OpenStreetMap by pyosmium: the ways people use, with their nodes and restrictions."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import osmium
from django.utils import timezone
from osmium.filter import KeyFilter

from layers.importing.osm.files import OsmFile
from routing.network.raw import RawNetwork, RawRestriction, RawWay, pairs_along, runs
from routing.network.tags import NODE_TAGS, WAY_TAGS, way_class

_RESTRICTED = ("restriction", "restriction:bicycle")
PART_SHIFT = 48  # numbers of OpenStreetMap stay far below
_FIRST_YEAR = 2004  # of OpenStreetMap; older timestamps are placeholders
_PLACES = ("highway", "man_made", "railway", "public_transport", "crossing", "kerb", "barrier")
_KEYS = KeyFilter(*_PLACES, *_RESTRICTED)


class OsmNetworkFile(OsmFile):
    """An .osm.pbf, .osm, .osm.gz or .osm.bz2 file as a network."""

    def read(self) -> RawNetwork:
        raw = RawNetwork()
        for thing in self._things():
            if thing.is_node():
                _keep_node(raw, thing)
            elif thing.is_way():
                _keep_way(raw, thing)
            else:
                _keep_restriction(raw, thing)
        return raw

    def _things(self) -> Iterator[Any]:
        processor = osmium.FileProcessor(str(self.path)).with_locations().with_filter(_KEYS)
        return self._read(processor)


def _keep_node(raw: RawNetwork, node: Any) -> None:
    tags = {key: node.tags[key] for key in NODE_TAGS if key in node.tags}
    if tags:
        raw.nodes[node.id] = tags


def _keep_way(raw: RawNetwork, way: Any) -> None:
    tags = {key: way.tags[key] for key in WAY_TAGS if key in way.tags}
    if way_class(tags) is None:
        return
    refs: list[int] = []
    pairs: tuple[tuple[int, int], ...] = ()
    for node in way.nodes:
        if node.location.valid():
            raw.places[node.ref] = (node.lon, node.lat)
            refs.append(node.ref)
        else:  # cut off at the edge of the extract: what is left falls into parts
            raw.skip("nodes without a place")
            pairs += pairs_along(refs)
            refs = []
    pairs += pairs_along(refs)
    _note_change(raw, way.timestamp.astimezone(UTC))
    if pairs:
        raw.ways.append(RawWay(way.id, tags, tuple(dict.fromkeys(pairs))))
    else:
        raw.skip("ways without two places")


def _note_change(raw: RawNetwork, changed: datetime) -> None:
    """Some extracts carry no true times: 1970, or the last second that fits."""
    if changed.year >= _FIRST_YEAR and changed <= timezone.now():
        raw.newest = max(raw.newest or changed, changed)


def _keep_restriction(raw: RawNetwork, relation: Any) -> None:
    kind = relation.tags.get("restriction:bicycle") or relation.tags.get("restriction")
    members: dict[str, list[tuple[str, int]]] = {}
    for member in relation.members:
        members.setdefault(member.role, []).append((member.type, member.ref))
    via, origins, targets = (members.get(role, []) for role in ("via", "from", "to"))
    if not kind or [one[0] for one in via] != ["n"] or len(origins) != 1 or len(targets) != 1:
        raw.skip("restrictions other than way, node, way")
        return
    exempt = frozenset(relation.tags.get("except", "").split(";"))
    raw.restrictions.append(
        RawRestriction(relation.id, kind, origins[0][1], via[0][1], targets[0][1], exempt)
    )


def filtered(raw: RawNetwork, path: str) -> None:
    """Write the ways of `raw` and their nodes to `path`, for programs that read whole files.

    A way that the edge of the extract cut into parts is written as several, told apart by the
    bits above PART_SHIFT.
    """
    moment = raw.newest or datetime(2005, 1, 1, tzinfo=UTC)
    with osmium.SimpleWriter(path, overwrite=True) as writer:
        for number, place in raw.places.items():
            writer.add_node(
                osmium.osm.mutable.Node(
                    id=number,
                    version=1,
                    timestamp=moment,
                    location=place,
                    tags=dict(raw.nodes.get(number, {})),
                )
            )
        for way in raw.ways:
            for part, refs in enumerate(runs(way.pairs)):
                writer.add_way(
                    osmium.osm.mutable.Way(
                        id=way.number + (part << PART_SHIFT),
                        version=1,
                        timestamp=moment,
                        nodes=refs,
                        tags=dict(way.tags),
                    )
                )
