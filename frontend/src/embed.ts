// The map in a frame of another site: the places of the list below it, on the base map. A sign that
// is chosen leads to its row, which leads to the place's page in a window of its own.
import { MapCanvas } from './map/canvas';
import type { Look } from './map/look';

interface EmbedConfig {
  styles: Record<'light' | 'dark', string>;
  centre: [number, number] | null;
  zoom: number;
  bounds: [number, number, number, number] | null;
  layer: string;
  switchable: string[];
  place_ids: number[];
  title: string;
}

const config = JSON.parse(document.getElementById('map-config')!.textContent!) as EmbedConfig;
const container = document.querySelector<HTMLElement>('#map')!;
const rows = [...document.querySelectorAll<HTMLElement>('.place[data-id]')];
const by = (name: string) => new Map(rows.map((row) => [Number(row.dataset.id), row.dataset[name] ?? '']));

function look(selectedId: number | null): Look {
  return {
    layers: new Set([config.layer]),
    switchable: new Set(config.switchable),
    placesLayer: config.layer,
    placeIds: config.place_ids,
    states: by('state'),
    rings: by('ring'),
    moment: '',
    selectedId,
  };
}

async function start(): Promise<void> {
  const theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const answer = await fetch(config.styles[theme]);
  if (!answer.ok) throw new Error(`style: ${answer.status}`);
  const canvas = new MapCanvas(
    {
      container,
      centre: config.centre ?? [10.4, 51.2],
      zoom: config.zoom,
      maxBounds: around(config.bounds),
      padding: { top: 0, bottom: 0, left: 0, right: 0 },
      title: config.title,
      moved: () => undefined,
    },
    await answer.json(),
    look(null),
  );
  canvas.onClick((feature) => {
    const row = rows.find((one) => Number(one.dataset.id) === feature?.id);
    canvas.show(look(row ? feature!.id : null));
    for (const one of rows) one.classList.toggle('selected', one === row);
    row?.querySelector('a')?.focus();
  });
  for (const button of document.querySelectorAll<HTMLElement>('[data-zoom]'))
    button.addEventListener('click', () => canvas.zoom(button.dataset.zoom === '1' ? 1 : -1));
}

/** The city with room around it, so that nobody gets lost. */
function around(bounds: EmbedConfig['bounds']): EmbedConfig['bounds'] {
  if (!bounds) return null;
  const [west, south, east, north] = bounds;
  return [west - 0.5, south - 0.3, east + 0.5, north + 0.3];
}

/** Without WebGL, or without the style: the picture that is there for those without script. */
function showPicture(): void {
  document.querySelector<HTMLElement>('.embedmap')!.hidden = true;
  document.querySelector('#picture')!.classList.remove('only-noscript');
}

void start().catch(showPicture);
