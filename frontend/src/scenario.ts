// The workbench of a scenario: measures drawn on the map. The server keeps the draft after every
// change; its table, its forms and this map show the same.
import { LngLatBounds, Map as MapLibre, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import {
  type GeoJSONStoreFeatures,
  type HexColor,
  TerraDraw,
  TerraDrawModeUndoRedo,
  TerraDrawPointMode,
  TerraDrawPolygonMode,
  TerraDrawSelectMode,
  TerraDrawSessionUndoRedo,
  ValidateNotSelfIntersecting,
} from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';

type Numbers = Record<string, number | string | null>;
type Geometry = { type: 'Point' | 'Polygon'; coordinates: unknown[] };

interface Feature {
  type: 'Feature';
  id: string;
  properties: Numbers & { measure?: string };
  geometry: Geometry | null;
}

interface Collection {
  type: 'FeatureCollection';
  features: Feature[];
}

interface Saved {
  version: number;
  table: string;
  computable: boolean;
  collection: Collection;
  error?: string;
}

interface Config {
  style: Record<'light' | 'dark', string>;
  centre: [number, number] | null;
  version: number;
  collection: Collection;
  busy: boolean;
  coming: boolean; // reports are being made
  draft: string;
  progress: string;
  usual: Record<string, Numbers>;
  texts: Record<'map' | 'saving' | 'saved' | 'failed' | 'here' | 'noMap', string>;
}

const DIGITS = 7; // a centimetre
const WAIT_MS = 500; // after the last change, until the draft is sent
const POLL_MS = 1500;
const COLOURS: Record<string, HexColor> = {
  tree: '#2c6e3e',
  unseal: '#8a4e00',
  green_roof: '#6a4a9e',
  shade_sail: '#c25e12',
  water: '#0b6aa0',
};

const config = JSON.parse(document.getElementById('scenario-config')!.textContent!) as Config;
const element = <E extends HTMLElement>(selector: string) => document.querySelector<E>(selector)!;
const status = element('#draft-status');
const token = element<HTMLInputElement>('#measures [name=csrfmiddlewaretoken]').value;

setWorkerUrl(workerUrl);

/** What is drawn, in its order. Features that the map cannot show stay in their place. */
const measures = new Map<string, Feature>();
let version = config.version;
let changed = 0; // how often since the page came
let kept = 0; // of these, told to the server
let timer = 0;
let sending: Promise<void> | null = null;

function say(message: string, bad = false): void {
  status.textContent = message;
  status.toggleAttribute('data-bad', bad);
}

// --- the draft ----------------------------------------------------------------------------

function change(): void {
  changed += 1;
  clearTimeout(timer);
  timer = window.setTimeout(() => void save(), WAIT_MS);
}

/** Sends the draft unless it is known; one at a time, so that versions follow one another. */
async function save(): Promise<void> {
  clearTimeout(timer);
  while (sending) await sending;
  if (kept === changed) return;
  sending = send(changed).finally(() => { sending = null; });
  await sending;
}

async function send(counted: number): Promise<void> {
  say(config.texts.saving);
  const body = JSON.stringify({ type: 'FeatureCollection', features: [...measures.values()] });
  let answer: Response;
  try {
    answer = await fetch(`${config.draft}?version=${version}`, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/geo+json', 'X-CSRFToken': token },
    });
  } catch {
    say(config.texts.failed, true);
    return;
  }
  const type = answer.headers.get('Content-Type') ?? '';
  const saved = type.startsWith('application/json') ? ((await answer.json()) as Saved) : null;
  if (!saved || (!answer.ok && answer.status !== 409)) {
    say(saved?.error ?? config.texts.failed, true);
    return;
  }
  kept = counted;
  take(saved);
  if (saved.error) {
    say(saved.error, true);
    replace(saved.collection);
    return;
  }
  const time = new Date().toLocaleTimeString(document.documentElement.lang, {
    hour: '2-digit',
    minute: '2-digit',
  });
  say(config.texts.saved.replace('%(time)s', time));
}

function take(saved: Saved): void {
  version = saved.version;
  for (const field of document.querySelectorAll<HTMLInputElement>('input[name=version]'))
    field.value = String(version);
  const focused = (document.activeElement as HTMLInputElement | null)?.name;
  element('#measure-table').innerHTML = saved.table;
  if (focused && focused !== 'remove')
    document.querySelector<HTMLElement>(`#measure-table [name="${CSS.escape(focused)}"]`)?.focus();
  element<HTMLButtonElement>('#compute button').disabled = !saved.computable;
}

// --- the map ------------------------------------------------------------------------------

const tools = element('#tools');
const frame = element('#drawing');
let draw: TerraDraw | null = null;
let map: MapLibre | null = null;
let measure = '';
let filling = false;

const modeOf = (geometry: Geometry) => (geometry.type === 'Point' ? 'point' : 'polygon');
const colourOf = (feature: GeoJSONStoreFeatures): HexColor =>
  COLOURS[String(feature.properties.measure ?? measure)] ?? COLOURS.tree!;

function modes() {
  const vertices = {
    feature: { draggable: true, coordinates: { midpoints: true, draggable: true, deletable: true } },
  };
  return [
    new TerraDrawPointMode({
      styles: { pointColor: colourOf, pointWidth: 9, pointOutlineColor: '#ffffff', pointOutlineWidth: 2 },
    }),
    new TerraDrawPolygonMode({
      snapping: { toCoordinate: true },
      styles: { fillColor: colourOf, fillOpacity: 0.3, outlineColor: colourOf, outlineWidth: 3 },
      validation: (feature, { updateType }) =>
        updateType === 'finish' || updateType === 'commit'
          ? ValidateNotSelfIntersecting(feature)
          : { valid: true },
    }),
    new TerraDrawSelectMode({
      flags: { point: { feature: { draggable: true } }, polygon: vertices },
    }),
  ];
}

function startDrawing(on: MapLibre): void {
  draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map: on, coordinatePrecision: DIGITS }),
    undoRedo: {
      modeLevel: new TerraDrawModeUndoRedo(),
      sessionLevel: new TerraDrawSessionUndoRedo(),
    },
    modes: modes(),
  });
  draw.start();
  draw.on('finish', (id, { action }) => {
    if (action === 'draw') named(String(id));
    read();
  });
  draw.on('change', () => {
    if (!filling && draw?.getMode() === 'select') read();
  });
  show();
  choose('tree');
  tools.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('button');
    if (button?.dataset.measure) choose(button.dataset.measure);
    else if (button) actions[button.dataset.do ?? '']?.();
  });
  frame.dataset.ready = '';
}

/** A new drawing becomes a measure with the usual numbers, or with those of the text form. */
function named(id: string): void {
  const numbers: Numbers = { ...config.usual[measure] };
  for (const name of Object.keys(numbers)) {
    const typed = document.querySelector<HTMLInputElement>(`#add [name=${name}]`)?.value;
    if (typed) numbers[name] = Number(typed);
  }
  draw?.updateFeatureProperties(id, { measure, ...numbers });
}

/** Takes over what is drawn; tells the server if anything is different. */
function read(): void {
  if (!draw || filling) return;
  const drawn = new Map<string, GeoJSONStoreFeatures>();
  for (const one of draw.getSnapshot())
    if (one.properties.measure && !one.properties.currentlyDrawing) drawn.set(String(one.id), one);
  let different = false;
  for (const [id, known] of measures)
    if (known.geometry && !drawn.has(id)) different = measures.delete(id) || different;
  for (const [id, one] of drawn) {
    const before = measures.get(id);
    const { measure: kind, height_m, crown_m } = one.properties;
    const properties = JSON.parse(JSON.stringify({ measure: kind, height_m, crown_m }));
    const next = { type: 'Feature' as const, id, properties, geometry: one.geometry as Geometry };
    if (before && JSON.stringify(before.geometry) === JSON.stringify(next.geometry)) continue;
    measures.set(id, before ? { ...next, properties: before.properties } : next);
    different = true;
  }
  if (different) change();
}

function show(): void {
  if (!draw) return;
  filling = true;
  draw.clear();
  draw.addFeatures(
    [...measures.values()]
      .filter((one) => one.geometry)
      .map((one) => ({
        type: 'Feature',
        id: one.id,
        geometry: one.geometry,
        properties: { ...one.properties, mode: modeOf(one.geometry!) },
      })) as GeoJSONStoreFeatures[],
  );
  filling = false;
}

function replace(collection: Collection): void {
  measures.clear();
  for (const one of collection.features) measures.set(one.id, one);
  show();
}

function choose(wanted: string): void {
  measure = wanted;
  draw?.setMode(wanted === 'tree' ? 'point' : 'polygon');
  pressed(`[data-measure=${wanted}]`);
}

function pressed(selector: string): void {
  for (const button of tools.querySelectorAll('[aria-pressed]'))
    button.setAttribute('aria-pressed', String(button.matches(selector)));
}

const actions: Record<string, () => void> = {
  select() {
    draw?.setMode('select');
    pressed('[data-do=select]');
  },
  undo() {
    draw?.undo();
    read();
  },
  redo() {
    draw?.redo();
    read();
  },
  here() {
    if (!map || !draw) return;
    const { lng, lat } = map.getCenter();
    const id = crypto.randomUUID();
    const coordinates = [Number(lng.toFixed(DIGITS)), Number(lat.toFixed(DIGITS))];
    draw.addFeatures([
      {
        type: 'Feature',
        id,
        geometry: { type: 'Point', coordinates },
        properties: { mode: 'point' },
      },
    ]);
    measure = 'tree';
    named(id);
    read();
    say(config.texts.here);
  },
};

async function startMap(): Promise<void> {
  const root = document.documentElement;
  const dark =
    root.dataset.kernTheme === 'dark' ||
    (!root.dataset.kernTheme && matchMedia('(prefers-color-scheme: dark)').matches);
  const made = new MapLibre({
    container: frame,
    style: config.style[dark ? 'dark' : 'light'],
    center: config.centre ?? [10.4, 51.2],
    zoom: 15,
    maxZoom: 20,
    dragRotate: false,
    pitchWithRotate: false,
    attributionControl: false,
    locale: { 'Map.Title': config.texts.map },
  });
  map = made;
  made.touchZoomRotate.disableRotation();
  frame.lang = 'de';
  made.on('idle', () => { frame.dataset.state = 'idle'; });
  await new Promise((done) => made.once('style.load', done));
  zoomToMeasures(made);
  startDrawing(made);
}

function zoomToMeasures(on: MapLibre): void {
  const bounds = new LngLatBounds();
  const visit = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    if (typeof part[0] === 'number') bounds.extend(part as [number, number]);
    else part.forEach(visit);
  };
  for (const one of measures.values()) visit(one.geometry?.coordinates);
  if (!bounds.isEmpty()) on.fitBounds(bounds, { padding: 80, maxZoom: 17.5, animate: false });
}

// --- the page -----------------------------------------------------------------------------

element('#measure-table').addEventListener('change', (event) => {
  const field = event.target as HTMLInputElement;
  const id = field.closest<HTMLElement>('[data-id]')?.dataset.id ?? '';
  const one = measures.get(id);
  if (!one) return;
  if (field.name === 'remove') {
    measures.delete(id);
    show();
  } else {
    const value = field.value === '' ? null : Number(field.value);
    measures.set(id, { ...one, properties: { ...one.properties, [field.dataset.name!]: value } });
  }
  change();
});

// Whatever form is sent goes after the drawing, with its version.
for (const form of document.querySelectorAll<HTMLFormElement>('.planner form'))
  form.addEventListener('submit', (event) => {
    if (kept === changed && !sending) return;
    event.preventDefault();
    void save().then(() => {
      if (kept === changed) form.submit();
    });
  });

addEventListener('beforeunload', (event) => {
  if (kept !== changed) event.preventDefault();
});

interface Told {
  busy: boolean;
  coming: boolean;
  percent: number;
  label: string;
  reports: string; // as the page shows them
}

async function poll(): Promise<void> {
  const box = element('#progress');
  try {
    const answer = await fetch(config.progress);
    const told = (await answer.json()) as Told;
    const files = document.querySelector('#report-files');
    if (files && !told.coming) files.innerHTML = told.reports;
    if (config.busy && !told.busy) {
      location.hash = 'result';
      location.reload();
      return;
    }
    if (!told.busy && !told.coming) return;
    element<HTMLProgressElement>('#progress progress').value = told.percent;
    box.querySelector('p')!.textContent = `${told.label} (${told.percent} %)`;
  } catch {
    // The next try may reach the server.
  }
  setTimeout(() => void poll(), POLL_MS);
}

for (const one of config.collection.features) measures.set(one.id, one);
if (config.busy || config.coming) void poll();
startMap().catch(() => {
  frame.closest<HTMLElement>('.planner-map')!.hidden = true;
  say(config.texts.noMap, true);
});
