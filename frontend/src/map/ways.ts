// How ways are drawn: the chosen one in sun and shade, the others pale beneath it.
import type { LayerSpecification } from 'maplibre-gl';
import type { Overlay } from './canvas';

interface Place {
  label: string;
  at: [number, number];
}

interface WayFeature extends GeoJSON.Feature<GeoJSON.LineString> {
  id: string;
  properties: { segments: { from: number; to: number; shade: number | null }[] };
}

/** As `routing.directions.formats.geojson` writes it. */
export interface WayData {
  bbox: [number, number, number, number];
  start: Place;
  via: Place[];
  goal: Place;
  features: WayFeature[];
}

const UNKNOWN = -1;

export function drawing(name: string, ways: WayData, kind: string): Overlay {
  const shown = ways.features.find((way) => way.id === kind) ?? ways.features[0]!;
  const others = ways.features.filter((way) => way !== shown);
  const features: GeoJSON.Feature[] = [
    ...others.map((way) => line(way.geometry.coordinates, 'other')),
    line(shown.geometry.coordinates, 'shown'),
    ...shown.properties.segments.map(({ from, to, shade }) =>
      line(shown.geometry.coordinates.slice(from, to + 1), 'piece', shade ?? UNKNOWN),
    ),
  ];
  return { data: { type: 'FeatureCollection', features }, layers: () => layers(name) };
}

export function markers(ways: WayData) {
  const sign = (kind: string) => ({ label, at: [lon, lat] }: Place) => ({ kind, lon, lat, label });
  return [sign('way-start')(ways.start), ...ways.via.map(sign('way-via')), sign('pin')(ways.goal)];
}

function line(coordinates: GeoJSON.Position[], part: string, shade = UNKNOWN): GeoJSON.Feature {
  return {
    type: 'Feature',
    properties: { part, shade },
    geometry: { type: 'LineString', coordinates },
  };
}

const colour = (token: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim();

function layers(name: string): LayerSpecification[] {
  const drawn = (
    part: string,
    paint: Record<string, unknown>,
    suffix = part,
  ): LayerSpecification => ({
    id: `${name}-${suffix}`,
    type: 'line',
    source: name,
    filter: ['==', ['get', 'part'], part],
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint,
  });
  return [
    drawn('other', { 'line-color': colour('surface'), 'line-width': 7 }, 'other-casing'),
    drawn('other', { 'line-color': colour('line-strong'), 'line-width': 4 }),
    drawn('shown', { 'line-color': colour('surface'), 'line-width': 13 }, 'casing'),
    drawn('shown', { 'line-color': colour('accent'), 'line-width': 10 }),
    drawn('piece', {
      'line-width': 6,
      'line-color': [
        'case',
        ['==', ['get', 'shade'], UNKNOWN],
        colour('accent'),
        ['interpolate', ['linear'], ['get', 'shade'], 0.3, colour('sun'), 0.6, colour('shade')],
      ],
    }),
  ];
}
