// The map page. Everything here is added to a page that is complete without it; MapLibre itself
// is fetched when the browser has nothing better to do.
import { startAhead } from './map/ahead';
import type { MapCanvas, Drawn } from './map/canvas';
import { announce, config, element, isNarrow, isRtl, text } from './map/config';
import { featureUrl, layerTitle, startFeatureList } from './map/features';
import { showLegend, startLayers } from './map/layers';
import type { Look } from './map/look';
import { foundAt } from './map/nearby';
import * as panel from './map/panel';
import * as profiles from './map/profiles';
import { startSearch, type Suggestion } from './map/search';
import { covered, startSheet } from './map/sheet';
import {
  address,
  chipBoxes,
  layerBoxes,
  readAddress,
  remember,
  shownLayers,
  state,
  viewInHash,
  writeHash,
} from './map/state';
import { showTime, startTime } from './map/time';

const container = element('#map');
let canvas: MapCanvas | null = null;
let selectedId: number | null = config.selected?.id ?? null;

function look(): Look {
  const { ids, states, rings, moment } = panel.listed();
  const suiting = profiles.suiting(element('#results'));
  const filtered =
    chipBoxes().some((box) => box.checked) || /[?&](q|bleiben)=/.test(location.search);
  return {
    layers: new Set(shownLayers()),
    switchable: new Set(layerBoxes().map((box) => box.value)),
    placesLayer: config.places_layer,
    placeIds: suiting ? ids.filter((id) => suiting.has(id)) : filtered ? ids : null,
    states,
    rings,
    moment,
    selectedId,
  };
}

function redraw(): void {
  canvas?.show(look());
}

function padding() {
  if (isNarrow()) return { top: 110, bottom: covered(), left: 0, right: 0 };
  const side = element('#panel').getBoundingClientRect().width + 16;
  return isRtl()
    ? { top: 0, bottom: 0, left: 0, right: side }
    : { top: 0, bottom: 0, left: side, right: 0 };
}

// --- ways ---------------------------------------------------------------------------------

type Directions = typeof import('./map/directions');
let directions: Promise<Directions> | null = null;
let started: Directions | null = null;

/** The module of ways, fetched once somebody asks for one. */
function ways(): Promise<Directions> {
  directions ??= import('./map/directions').then((module) => {
    module.start({ canvas: () => canvas, closed: redraw });
    started = module;
    return module;
  });
  return directions;
}

/** Every link to the page of ways opens the panel instead; the page is what it is without script. */
function startWays(): void {
  element('#inhalt').addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-way=open]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const params = new URL(link.href).searchParams;
    if (panel.isCardOpen()) closePlace('stay');
    void ways().then((module) => module.open(params, 'push'));
  });
  if (!element('#way').hidden) void ways();
}

// --- places -------------------------------------------------------------------------------

async function openPlace(slug: string, how: 'push' | 'stay' = 'push'): Promise<void> {
  started?.makeRoom();
  state.selected = slug;
  const place = await panel.openCard(slug);
  if (!place) return;
  selectedId = place.id;
  if (how === 'push') remember('push');
  redraw();
  canvas?.reveal(place.lon, place.lat);
}

function openDrawn(feature: Drawn): void {
  if (feature.layer === config.places_layer && feature.slug) {
    void openPlace(feature.slug);
    return;
  }
  started?.makeRoom();
  canvas?.markPin(feature.lon, feature.lat, feature.name);
  const goal = `${feature.layer}:${feature.id}`;
  panel.openFeature(feature.name, layerTitle(feature.layer), featureUrl(feature), goal);
}

function closePlace(how: 'push' | 'stay' = 'push'): void {
  panel.closeCard();
  selectedId = null;
  canvas?.clearPin();
  if (how === 'push') remember('push');
  redraw();
}

function startPlaces(): void {
  element('#results').addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('.place h2 a');
    const slug = link?.closest<HTMLElement>('.place')?.dataset.slug;
    if (!slug || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void openPlace(slug);
  });
  element('#card').addEventListener('click', (event) => {
    if (!(event.target as Element).closest('#back')) return;
    event.preventDefault();
    closePlace();
  });
  element('#card').addEventListener('keydown', (event) => {
    if (event.key === 'Escape') closePlace();
  });
}

// --- filters, time, layers ----------------------------------------------------------------

async function filtersChanged(): Promise<void> {
  remember('replace');
  await panel.refreshResults();
  redraw();
  panel.announceCount();
}

async function timeChanged(): Promise<void> {
  await filtersChanged();
  if (state.selected) await panel.openCard(state.selected, false);
  await started?.refresh();
}

function startFilters(): void {
  const form = element<HTMLFormElement>('#choice');
  if (isNarrow()) element<HTMLDetailsElement>('#more-filters').open = false; // the list comes first
  form.addEventListener('change', (event) => {
    if ((event.target as Element).closest('.chip, .selects')) void filtersChanged();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void filtersChanged();
  });
}

function chooseSuggestion(one: Suggestion): void {
  if (one.kind === config.places_layer && one.slug) {
    void openPlace(one.slug);
    return;
  }
  startFrom(one.lon, one.lat, one.label);
  if (one.bbox && (one.bbox[0] !== one.bbox[2] || one.bbox[1] !== one.bbox[3]))
    canvas?.goToBox(one.bbox);
  else canvas?.goTo(one.lon, one.lat, 16);
}

/** The list tells what is near a point that was searched for or pressed on the map. */
function startFrom(lon: number, lat: number, label: string): void {
  state.near = `${lon.toFixed(6)},${lat.toFixed(6)}`;
  canvas?.markPin(lon, lat, label);
  void filtersChanged();
}

addEventListener('popstate', () => {
  const before = state.selected;
  readAddress();
  showTime();
  showLegend();
  if (state.selected && state.selected !== before) void openPlace(state.selected, 'stay');
  else if (!state.selected && panel.isCardOpen()) closePlace('stay');
  if (state.way) void ways().then((module) => module.open(new URLSearchParams(state.way), 'stay'));
  else if (started?.isOpen()) started.close('stay');
  const view = viewInHash();
  if (view && !state.selected) canvas?.jump(view);
  void panel.refreshResults().then(redraw);
});

// --- buttons ------------------------------------------------------------------------------

function locate(button: HTMLElement): void {
  announce(text('locating'));
  button.setAttribute('aria-busy', 'true');
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      button.removeAttribute('aria-busy');
      located(coords.longitude, coords.latitude);
    },
    (error) => {
      button.removeAttribute('aria-busy');
      announce(text(error.code === error.PERMISSION_DENIED ? 'locate_denied' : 'locate_failed'));
    },
    { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
  );
}

/** The position stays on the device: the map moves, and the list is ordered here; for more the
 * person presses a button that says what is sent. */
function located(lon: number, lat: number): void {
  const box = config.bounds;
  if (box && (lon < box[0] || lat < box[1] || lon > box[2] || lat > box[3])) {
    announce(text('locate_outside'));
    return;
  }
  canvas?.markHere(lon, lat, text('you_are_here'));
  canvas?.goTo(lon, lat);
  foundAt(lon, lat);
  announce(text('you_are_here'));
}

async function share(): Promise<void> {
  const url = new URL(address(), location.href).href;
  try {
    if (isNarrow() && navigator.share) await navigator.share({ title: document.title, url });
    else {
      await navigator.clipboard.writeText(url);
      announce(text('link_copied'));
    }
  } catch (error) {
    if ((error as Error).name !== 'AbortError') announce(text('copy_failed'));
  }
}

function togglePan(button: HTMLElement): void {
  const pad = element('#pan');
  pad.hidden = !pad.hidden;
  button.setAttribute('aria-expanded', String(!pad.hidden));
}

function startButtons(): void {
  const actions: Record<string, (button: HTMLElement) => void> = {
    'zoom-in': () => canvas?.zoom(1),
    'zoom-out': () => canvas?.zoom(-1),
    pan: togglePan,
    locate,
    share: () => void share(),
    print: () => print(),
  };
  element('.ctrls').addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('button');
    if (!button) return;
    const direction = button.dataset.pan;
    if (direction) canvas?.pan(direction as 'up');
    else actions[button.dataset.do ?? '']?.(button);
  });
  addEventListener('beforeprint', () => {
    if (canvas) element<HTMLImageElement>('#print-map').src = canvas.picture();
  });
}

// --- the map itself -----------------------------------------------------------------------

async function fetchedStyle() {
  const dark =
    document.documentElement.dataset.kernTheme === 'dark' ||
    (!document.documentElement.dataset.kernTheme &&
      matchMedia('(prefers-color-scheme: dark)').matches);
  const answer = await fetch(config.styles[dark ? 'dark' : 'light']);
  if (!answer.ok) throw new Error(`style: ${answer.status}`);
  return answer.json();
}

function firstView(): { centre: [number, number]; zoom: number } {
  const given = viewInHash();
  if (given) return { centre: [given.lng, given.lat], zoom: given.zoom };
  if (config.selected) return { centre: [config.selected.lon, config.selected.lat], zoom: 15 };
  if (config.near) return { centre: config.near, zoom: 15 };
  return { centre: config.centre ?? [10.4, 51.2], zoom: isNarrow() ? 12.4 : 13 };
}

/** The city with room around it, so that nobody gets lost. */
function maxBounds(): [number, number, number, number] | null {
  if (!config.bounds) return null;
  const [west, south, east, north] = config.bounds;
  return [west - 0.5, south - 0.3, east + 0.5, north + 0.3];
}

async function startMap(): Promise<void> {
  const [{ MapCanvas }, style] = await Promise.all([import('./map/canvas'), fetchedStyle()]);
  const made = new MapCanvas(
    {
      container,
      ...firstView(),
      maxBounds: maxBounds(),
      padding: padding(),
      title: `${text('map_title')}. ${text('keyboard_help')}`,
      moved: writeHash,
    },
    style,
    look(),
  );
  canvas = made;
  if (config.near) canvas.markPin(...config.near, '');
  canvas.onClick((feature, at) => {
    if (started?.picked(at)) return;
    if (feature) openDrawn(feature);
    else if (!panel.isCardOpen() && !started?.isOpen()) startFrom(...at, text('way_point'));
  });
  started?.draw();
  startFeatureList(canvas, openDrawn);
  document.addEventListener('theme', () => void fetchedStyle().then((fresh) => made.restyle(fresh)));
}

function withoutMap(): void {
  container.dataset.state = 'unavailable';
  const notice = document.createElement('p');
  notice.className = 'notice';
  notice.setAttribute('role', 'status');
  notice.textContent = text('map_unavailable');
  element('#notices').append(notice);
  element('.ctrls').querySelectorAll<HTMLElement>('[data-do^=zoom],[data-do=pan],[data-do=locate]')
    .forEach((button) => (button.hidden = true));
}

function fitPanel(): void {
  const finder = element('.finder');
  new ResizeObserver(() => {
    const below = finder.offsetTop + finder.offsetHeight + 12;
    element('#inhalt').style.setProperty('--panel-top', `${below}px`);
  }).observe(finder);
}

startPlaces();
startWays();
startFilters();
profiles.startProfiles(redraw);
startSearch(chooseSuggestion);
startTime(() => void timeChanged());
startLayers(() => {
  remember('replace');
  redraw();
});
startButtons();
startSheet(() => canvas?.pad(padding()));
fitPanel();
const idle = window.requestIdleCallback ?? ((use: () => void) => setTimeout(use, 200));
idle(() => void startMap().catch(withoutMap).finally(startAhead), { timeout: 2000 });
