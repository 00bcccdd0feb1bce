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
  return { ...style, layers: style.layers.map((layer) => tuned(layer, look)) };
}

export function tuned(layer: LayerSpecification, look: Look): LayerSpecification {
  const name = layerName(layer);
  if (!look.switchable.has(name)) return layer;
  const visibility = look.layers.has(name) ? 'visible' : 'none';
  const seen = { ...layer, layout: { ...layer.layout, visibility } } as LayerSpecification;
  return name === look.placesLayer && seen.type === 'symbol' ? placesLook(seen, look) : seen;
}

function placesLook(layer: SymbolLayerSpecification, look: Look): SymbolLayerSpecification {
  const isSelected: ExpressionSpecification = ['==', ['id'], look.selectedId ?? -1];
  const layout = { ...layer.layout };
  layout['icon-image'] = withState(layout['icon-image'] as ExpressionSpecification, look.states);
  layout['icon-size'] = larger(layout['icon-size'] as unknown[], isSelected);
  layout['symbol-sort-key'] = ['case', isSelected, 1, 0];
  layout['text-field'] = [
    'step',
    ['zoom'],
    ['case', isSelected, ['get', 'name'], ''],
    12.6,
    ['get', 'name'],
  ];
  const tunedLayer = { ...layer, layout };
  if (look.placeIds) {
    const chosen: ExpressionSpecification = ['in', ['id'], ['literal', look.placeIds]];
    tunedLayer.filter = (
      layer.filter ? ['all', layer.filter, chosen] : chosen
    ) as FilterSpecification;
  }
  return tunedLayer;
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

/** An interpolation over zoom whose values are larger for the selected one. */
function larger(size: unknown[], isSelected: ExpressionSpecification): ExpressionSpecification {
  const [head, stops] = [size.slice(0, 3), size.slice(3)];
  const scaled = stops.map((part, i) =>
    i % 2 === 0 ? part : ['case', isSelected, Number(part) * SELECTED_SCALE, part],
  );
  return [...head, ...scaled] as unknown as ExpressionSpecification;
}
