// The list and the card: what is beside the map, in one panel.
import { announce, config, element, isNarrow, text } from './config';
import { FetchFailed, fragment } from './fragments';
import { query, state } from './state';
import { setStop, stop } from './sheet';

const results = element('#results');
const card = element('#card');
const status = element('#status');

export interface PlaceOnMap {
  id: number;
  slug: string;
  name: string;
  lon: number;
  lat: number;
}

/** What the list says about the places on the map. */
export interface Listed {
  ids: number[];
  states: Map<number, string>; // opening state of those listed
  rings: Map<number, string>; // shade of every id: percent, "unknown", or empty for no ring
  moment: string; // which picture of a raster layer belongs to the time; empty: none
}

let comeFrom: HTMLElement | null = null;

export function listed(): Listed {
  const { ids = '', rings = '', moment = '' } =
    results.querySelector<HTMLElement>('[data-ids]')?.dataset ?? {};
  const numbers = ids ? ids.split(',').map(Number) : [];
  const shades = rings.split(',');
  const rows = results.querySelectorAll<HTMLElement>('.place');
  return {
    ids: numbers,
    rings: new Map(numbers.map((id, i) => [id, shades[i] ?? ''])),
    moment,
    states: new Map([...rows].map((row) => [Number(row.dataset.id), row.dataset.state ?? ''])),
  };
}

export async function refreshResults(): Promise<void> {
  document.body.classList.add('busy');
  try {
    const fresh = await fragment(config.urls.map + query({ withWay: false }), 'results');
    const demo = results.querySelector('.demo');
    results.replaceChildren(fresh);
    if (demo) results.querySelector('.sub')?.append(demo);
    updateCounts();
    updateReach();
    markSelected();
  } catch (error) {
    announceFailure(error);
  } finally {
    document.body.classList.remove('busy');
  }
}

/** The server said no, or there was none to say anything. */
function announceFailure(error: unknown): void {
  announce(text(error instanceof FetchFailed ? 'load_failed' : 'offline'));
}

/** How many there are now, read aloud. */
export function announceCount(): void {
  status.textContent = element('#count').textContent!.trim();
}

function updateCounts(): void {
  const counts = results.querySelector<HTMLElement>('[data-counts]')?.dataset.counts ?? '';
  for (const pair of counts.trim().split(/\s+/)) {
    const [id, count] = pair.split(':');
    const shown = document.querySelector(`[data-count="${CSS.escape(id ?? '')}"]`);
    if (shown && count) shown.textContent = count;
  }
}

/** The card of who is within reach says what the list says. */
function updateReach(): void {
  const told = results.querySelector<HTMLElement>('#within-reach');
  const reach = element('#reach');
  reach.hidden = !told;
  if (!told) return;
  const { percent = '', atMost = '' } = told.dataset;
  reach.querySelector('[data-reach=percent]')!.textContent = `${percent} %`;
  reach.querySelector('[data-reach=at-most]')!.textContent = `${atMost} %`;
  reach.querySelector('progress')!.value = Number(percent);
  reach.querySelector('a')!.href = told.querySelector('a')!.href;
}

export function markSelected(): void {
  for (const row of results.querySelectorAll<HTMLElement>('.place'))
    row.classList.toggle('selected', row.dataset.slug === state.selected);
}

/** Where the server has the card of a place, at the time that is shown. */
export function cardUrl(slug: string): string {
  const when = state.isLive ? '' : query({ withWay: false, place: slug });
  return config.urls.place.replace('SLUG', slug) + when;
}

/** Open the card of the place; null if the server knows none. Focus goes to its heading. */
export async function openCard(slug: string, moveFocus = true): Promise<PlaceOnMap | null> {
  try {
    const content = await fragment(cardUrl(slug), 'card');
    tellWalk(content, slug);
    show(content, moveFocus);
    markSelected();
    return placeInCard();
  } catch (error) {
    announceFailure(error);
    return null;
  }
}

/** „Weg zeigen, 8 Min. zu Fuß“: how far it is, as the place's row in the list tells it. */
function tellWalk(content: DocumentFragment, slug: string): void {
  const far = results.querySelector(`[data-slug="${CSS.escape(slug)}"] .far`)?.textContent;
  if (far) content.querySelector('[data-way=open]')?.append(`, ${far}`);
}

export function placeInCard(): PlaceOnMap | null {
  const data = card.querySelector<HTMLElement>('article')?.dataset;
  if (!data?.id) return null;
  return {
    id: Number(data.id),
    slug: data.slug ?? '',
    name: data.name ?? '',
    lon: Number(data.lon),
    lat: Number(data.lat),
  };
}

/** A card for a feature of any other layer: its name, its layer, the way to its page. */
export function openFeature(name: string, layer: string, url: string, goal: string): void {
  const template = element<HTMLTemplateElement>('#feature-card');
  // Imported, not cloned: a link of the template's own document has no address to add to.
  const content = document.importNode(template.content, true);
  content.querySelector('h1 bdi')!.textContent = name || layer;
  content.querySelector('.layer')!.textContent = layer;
  content.querySelector<HTMLAnchorElement>('.btn.page')!.href = url;
  content.querySelector<HTMLAnchorElement>('[data-way]')!.search = `?nach=${goal}`;
  show(content, true);
}

function show(content: DocumentFragment, moveFocus: boolean): void {
  if (card.hidden) comeFrom = document.activeElement as HTMLElement | null;
  card.replaceChildren(content);
  card.hidden = false;
  results.hidden = true;
  if (isNarrow() && stop() === 1) setStop(2);
  if (moveFocus) card.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
}

export const isCardOpen = () => !card.hidden;

/** Back to the list; focus returns to where the card was opened from. */
export function closeCard(): void {
  card.hidden = true;
  card.replaceChildren();
  results.hidden = false;
  const row = results.querySelector<HTMLElement>('.place.selected a');
  state.selected = '';
  markSelected();
  const target = comeFrom?.isConnected && comeFrom.offsetParent ? comeFrom : row;
  (target ?? element('#liste')).focus();
  comeFrom = null;
}
