// What the state of the page changes in the style that the server made; pure functions.
import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  StyleSpecification,
  SymbolLayerSpecification,
} from 'maplibre-gl';

export interface Look {
  layers: ReadonlySet<string>; // switched on
  switchable: ReadonlySet<string>; // the others are the base map
  placesLayer: string;
  placeIds: number[] | null; // null: all of them
  states: ReadonlyMap<number, string>; // opening state by id
  rings: ReadonlyMap<number, string>; // shade by id: percent, "unknown", or empty for no ring
  moment: string; // of the pictures of raster layers; empty: there is none
  selectedId: number | null;
}

const VARIANT: Record<string, string> = {
  closed: '-closed',
  closing_soon: '-soon',
  unknown: '-unknown',
};
const SELECTED_SCALE = 1.45;
const RING_STEP = 5; // per cent; finer differences of an arc cannot be seen
const VARIANT_IN_URL = /\/[^/]+\/\{z\}/;

export function layerName(layer: LayerSpecification): string {
  const metadata = layer.metadata as Record<string, unknown> | undefined;
  return String(metadata?.['hamm:layer'] ?? '');
}

export function styled(style: StyleSpecification, look: Look): StyleSpecification {
  const layers = style.layers.map((layer) => tuned(layer, look));
  const sign = style.layers.find((layer) => isSign(layer, look));
  return {
    ...style,
    sources: pictured(style, look.moment),
    layers: sign ? [...layers, selectedSign(sign, look)] : layers,
  };
}

/** Tiles of sources that change with time show the moment; at night they stay, hidden. */
function pictured({ sources, layers }: StyleSpecification, moment: string) {
  if (!moment) return sources;
  const timed = new Set(layers.filter(isByTime).map(layerName));
  return Object.fromEntries(
    Object.entries(sources).map(([name, source]) => [
      name,
      source.type === 'raster' && timed.has(name)
        ? { ...source, tiles: source.tiles!.map((url) => url.replace(VARIANT_IN_URL, `/${moment}/{z}`)) }
        : source,
    ]),
  );
}

function isByTime(layer: LayerSpecification): boolean {
  return (layer.metadata as Record<string, unknown> | undefined)?.['hamm:variant'] === true;
}

function isSign(layer: LayerSpecification, look: Look): layer is SymbolLayerSpecification {
  return (
    layerName(layer) === look.placesLayer &&
    layer.type === 'symbol' &&
    layer.layout?.['icon-image'] !== undefined
  );
}

function tuned(layer: LayerSpecification, look: Look): LayerSpecification {
  const name = layerName(layer);
  if (!look.switchable.has(name)) return layer;
  const isDark = isByTime(layer) && !look.moment;
  const visibility = look.layers.has(name) && !isDark ? 'visible' : 'none';
  const seen = { ...layer, layout: { ...layer.layout, visibility } } as LayerSpecification;
  return name === look.placesLayer && seen.type === 'symbol' ? placesLook(seen, look) : seen;
}

function placesLook(layer: SymbolLayerSpecification, look: Look): SymbolLayerSpecification {
  const layout = { ...layer.layout };
  if (layout['icon-image'])
    layout['icon-image'] = withState(layout['icon-image'] as ExpressionSpecification, look);
  if (layout['text-field']) {
    const isSelected: ExpressionSpecification = ['==', ['id'], look.selectedId ?? -1];
    layout['text-field'] = alwaysNamed(layout['text-field'] as unknown[], isSelected);
    layout['symbol-sort-key'] = ['case', isSelected, 0, 1]; // placed first, so it finds room
    const offset = Number(layout['text-radial-offset']);
    layout['text-radial-offset'] = ['case', isSelected, offset * SELECTED_SCALE, offset];
  }
  const changed = { ...layer, layout };
  if (look.placeIds) {
    const chosen: ExpressionSpecification = ['in', ['id'], ['literal', look.placeIds]];
    const filter = layer.filter ? ['all', layer.filter, chosen] : chosen;
    changed.filter = filter as FilterSpecification;
  }
  return changed;
}

/** The selected place once more, larger and above all others. */
function selectedSign(sign: SymbolLayerSpecification, look: Look): SymbolLayerSpecification {
  const { layout } = tuned(sign, look) as SymbolLayerSpecification;
  return {
    ...sign,
    id: `${look.placesLayer}-selected`,
    filter: ['==', ['id'], look.selectedId ?? -1],
    layout: {
      ...layout,
      'icon-size': larger(layout?.['icon-size'] as unknown[]),
    },
  };
}

/** The sign's name with its opening state, and with its ring behind "~". */
function withState(image: ExpressionSpecification, look: Look): ExpressionSpecification {
  const variants = suffixes(look.states, (state) => VARIANT[state] ?? '');
  const rings = suffixes(look.rings, (ring) => (ring ? `~${rounded(ring)}` : ''));
  const parts = [variants, rings].filter((part) => part !== null);
  return parts.length > 0 ? (['concat', image, ...parts] as unknown as ExpressionSpecification) : image;
}

const rounded = (ring: string) =>
  ring === 'unknown' ? ring : Math.round(Number(ring) / RING_STEP) * RING_STEP;

/** A text by id; null if it is empty for all. */
function suffixes(values: ReadonlyMap<number, string>, written: (value: string) => string) {
  const ids = new Map<string, number[]>();
  for (const [id, value] of values) {
    const suffix = written(value);
    if (suffix) ids.set(suffix, [...(ids.get(suffix) ?? []), id]);
  }
  if (ids.size === 0) return null;
  return ['match', ['id'], ...[...ids].flatMap(([suffix, those]) => [those, suffix]), ''];
}

/** A step over zoom whose first value is empty: the selected one has its name there too. */
function alwaysNamed(field: unknown[], isSelected: ExpressionSpecification): ExpressionSpecification {
  const [step, zoom, , ...later] = field;
  const named = ['case', isSelected, ['get', 'name'], ''];
  return [step, zoom, named, ...later] as unknown as ExpressionSpecification;
}

/** An interpolation over zoom with larger values. */
function larger(size: unknown[]): ExpressionSpecification {
  const [head, stops] = [size.slice(0, 3), size.slice(3)];
  const scaled = stops.map((part, i) => (i % 2 === 0 ? part : Number(part) * SELECTED_SCALE));
  return [...head, ...scaled] as unknown as ExpressionSpecification;
}
