// The canvas holds no elements, so its features are offered as a list: Enter on the map opens it,
// arrows move in it, Enter opens a feature, Escape leads back.
import { config, element, text } from './config';
import type { Drawn, MapCanvas } from './canvas';

const MANY = 60;
const list = element('#features');
let shown: Drawn[] = [];
let active = 0;

export function startFeatureList(canvas: MapCanvas, open: (feature: Drawn) => void): void {
  canvas.element.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    fill(canvas.inView().slice(0, MANY));
    if (shown.length === 0) {
      element('#status').textContent = text('no_places');
      return;
    }
    list.focus();
    activate(0, canvas);
  });
  list.addEventListener('keydown', (event) => {
    const moves: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      Home: 0,
      End: shown.length - 1,
    };
    const chosen = shown[active];
    if (event.key in moves) activate(moves[event.key]!, canvas);
    else if (event.key === 'Escape') canvas.element.focus();
    else if (event.key === 'Enter' && chosen) open(chosen);
    else return;
    event.preventDefault();
  });
  list.addEventListener('click', (event) => {
    const option = (event.target as Element).closest('[role=option]');
    const chosen = option && shown[[...list.children].indexOf(option)];
    if (chosen) open(chosen);
  });
  list.addEventListener('blur', () => canvas.clearPin());
}

function fill(features: Drawn[]): void {
  shown = features;
  list.replaceChildren(
    ...features.map((feature, i) => {
      const option = document.createElement('div');
      option.id = `feature-${i}`;
      option.setAttribute('role', 'option');
      const name = document.createElement('bdi');
      name.lang = 'de';
      name.textContent = feature.name;
      option.append(name, `, ${layerTitle(feature.layer)}`);
      return option;
    }),
  );
}

function activate(index: number, canvas: MapCanvas): void {
  active = (index + shown.length) % shown.length;
  for (const [i, option] of [...list.children].entries()) {
    option.setAttribute('aria-selected', String(i === active));
    if (i === active) option.scrollIntoView({ block: 'nearest' });
  }
  list.setAttribute('aria-activedescendant', `feature-${active}`);
  const one = shown[active]!;
  canvas.markPin(one.lon, one.lat, one.name);
}

/** As the layer switcher calls it. */
export function layerTitle(layer: string): string {
  const box = document.querySelector(`#layers input[value="${CSS.escape(layer)}"]`);
  return box?.closest('label')?.textContent?.trim() ?? layer;
}

export function featureUrl(feature: Drawn): string {
  return config.urls.feature.replace('LAYER', feature.layer).replace('/0/', `/${feature.id}/`);
}
