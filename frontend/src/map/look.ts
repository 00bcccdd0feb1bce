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
  selectedId: number | null;
}

const VARIANT: Record<string, string> = {
  closed: '-closed',
  closing_soon: '-soon',
  unknown: '-unknown',
};
const SELECTED_SCALE = 1.45;

export function layerName(layer: LayerSpecification): string {
  const metadata = layer.metadata as Record<string, unknown> | undefined;
  return String(metadata?.['hamm:layer'] ?? '');
}

export function styled(style: StyleSpecification, look: Look): StyleSpecification {
  const layers = style.layers.map((layer) => tuned(layer, look));
  const sign = style.layers.find((layer) => isSign(layer, look));
  return { ...style, layers: sign ? [...layers, selectedSign(sign, look)] : layers };
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
  const visibility = look.layers.has(name) ? 'visible' : 'none';
  const seen = { ...layer, layout: { ...layer.layout, visibility } } as LayerSpecification;
  return name === look.placesLayer && seen.type === 'symbol' ? placesLook(seen, look) : seen;
}

function placesLook(layer: SymbolLayerSpecification, look: Look): SymbolLayerSpecification {
  const layout = { ...layer.layout };
  if (layout['icon-image'])
    layout['icon-image'] = withState(layout['icon-image'] as ExpressionSpecification, look.states);
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

function withState(
  image: ExpressionSpecification,
  states: ReadonlyMap<number, string>,
): ExpressionSpecification {
  const byVariant = new Map<string, number[]>();
  for (const [id, state] of states) {
    const variant = VARIANT[state];
    if (variant) byVariant.set(variant, [...(byVariant.get(variant) ?? []), id]);
  }
  if (byVariant.size === 0) return image;
  const cases = [...byVariant].flatMap(([variant, ids]) => [ids, variant]);
  return ['concat', image, ['match', ['id'], ...cases, '']] as unknown as ExpressionSpecification;
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
