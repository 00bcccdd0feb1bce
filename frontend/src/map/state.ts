// The address holds the state: filters, layers and time in the query, the view in the hash.
// The controls of the page are where it is kept meanwhile, so that it also works without script.
import { config, element } from './config';

const choice = element<HTMLFormElement>('#choice');
const zeit = element<HTMLInputElement>('#zeit');
let layersGiven = new URLSearchParams(location.search).has('ebenen');

const WAY = ['von', 'von_ort', 'nach', 'nach_ort', 'art', 'ohne', 'weg'];

export const state = {
  selected: config.selected?.slug ?? '',
  near: config.near ? config.near.map((part) => part.toFixed(6)).join(',') : '',
  isLive: config.is_live,
  way: wayIn(location.search), // the question of the panel of ways, as parameters
};

/** Those parameters of an address that ask for a way; empty if none does. */
export function wayIn(search: string): string {
  const params = new URLSearchParams(search);
  if (!params.has('von') && !params.has('nach')) return '';
  const kept = [...params].filter(([name]) => WAY.includes(name));
  return new URLSearchParams(kept).toString();
}

export const layerBoxes = () =>
  [...document.querySelectorAll<HTMLInputElement>('#layers input[name=ebenen]')];
export const chipBoxes = () =>
  [...choice.querySelectorAll<HTMLInputElement>('.chip input')];
export const shownLayers = () =>
  layerBoxes().filter((box) => box.checked).map((box) => box.value);

export function layersChosen(): void {
  layersGiven = true;
}

interface Parts {
  place?: string; // instead of the one selected
  withWay?: boolean;
}

/** The query of what the controls show now, with the place, and the way unless it is left out. */
export function query(parts: Parts = {}): string {
  const params = new URLSearchParams();
  const given = new FormData(choice);
  for (const name of ['q', 'bleiben', 'folge', 'sprache'])
    if (given.get(name)) params.set(name, String(given.get(name)));
  for (const box of chipBoxes()) if (box.checked) params.append(box.name, box.value);
  if (layersGiven) params.set('ebenen', shownLayers().join(','));
  if (state.near) params.set('bei', state.near);
  if (!state.isLive) params.set('zeit', zeit.value);
  const place = parts.place ?? state.selected;
  if (place) params.set('ort', place);
  if (state.way && parts.withWay !== false)
    for (const [name, value] of new URLSearchParams(state.way)) params.append(name, value);
  const written = params.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return written ? `?${written}` : '';
}

/** The wall clock in the city that is asked for; empty for now. */
export const departure = () => (state.isLive ? '' : zeit.value);

export function address(parts: Parts = {}): string {
  return `${config.urls.map}${query(parts)}${location.hash}`;
}

/** Write the address; `push` where the back button should lead back to what was. */
export function remember(how: 'push' | 'replace'): void {
  if (how === 'push') history.pushState(null, '', address());
  else history.replaceState(history.state, '', address());
}

/** Set the controls to what the address says, after the back button. */
export function readAddress(): void {
  const params = new URLSearchParams(location.search);
  for (const box of chipBoxes()) box.checked = params.getAll(box.name).includes(box.value);
  for (const select of choice.querySelectorAll('select')) select.value = params.get(select.name) ?? '';
  layersGiven = params.has('ebenen');
  if (layersGiven) {
    const wanted = params.get('ebenen')!.split(',');
    for (const box of layerBoxes()) box.checked = wanted.includes(box.value);
  }
  state.selected = params.get('ort') ?? '';
  state.near = params.get('bei') ?? '';
  state.way = wayIn(location.search);
  const asked = params.get('zeit');
  state.isLive = !asked;
  if (asked) zeit.value = asked.slice(0, 16);
}

export interface View {
  zoom: number;
  lat: number;
  lng: number;
}

/** `#map=14.2/51.68/7.82`, also without its name. */
export function viewInHash(): View | null {
  const found = /^#(?:map=)?([\d.]+)\/(-?[\d.]+)\/(-?[\d.]+)$/.exec(location.hash);
  if (!found) return null;
  const [zoom, lat, lng] = found.slice(1).map(Number) as [number, number, number];
  return Math.abs(lat) <= 85 && Math.abs(lng) <= 180 ? { zoom, lat, lng } : null;
}

export function writeHash(view: View): void {
  const hash = `#map=${+view.zoom.toFixed(2)}/${view.lat.toFixed(5)}/${view.lng.toFixed(5)}`;
  history.replaceState(history.state, '', `${location.pathname}${location.search}${hash}`);
}
