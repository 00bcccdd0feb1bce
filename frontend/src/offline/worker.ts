// The service worker: what was seen stays usable without the network, and the whole city if asked
// for. Pages come fresh whenever the network answers; only files whose name carries their content
// or their revision are taken from the device first.
/// <reference lib="webworker" />
import type { Asked, Kept, Scope, Shell, Told } from './messages';

const worker = self as unknown as ServiceWorkerGlobalScope & { SHELL: Shell };
const shell = worker.SHELL; // the server writes it before this script

const FILES = 'files'; // built files: their names carry a hash
const SEEN = 'seen'; // pages, cards and styles, the last ones
const TILES = 'tiles'; // the last ones
const SAVED = 'saved-'; // the whole city, followed by when
const MOST = { [SEEN]: 80, [TILES]: 500, [FILES]: 120 };
const PATIENCE_MS = 6000;
const AT_A_TIME = 6;
const PAGES = /^\/($|orte\/|offline\/$|barrierefreiheit\/|stil\/)/;
const STYLE = /^\/stil\//;
const TILE = /^\/tiles\/.+\.mvt$/;

/** Clients shown something stored, with the date it was made. */
const storedFor = new Map<string, string>();

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(FILES).then((cache) => cache.addAll(shell.files)));
  void worker.skipWaiting();
});

worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (pathname.startsWith('/static/')) event.respondWith(keptFirst(request, FILES));
  else if (TILE.test(pathname)) event.respondWith(tile(request));
  else if (PAGES.test(pathname)) event.respondWith(freshFirst(event));
});

worker.addEventListener('message', (event) => {
  const asked = event.data as Asked;
  const client = (event.source as Client | null)?.id ?? '';
  const tell = (told: Told) => event.ports[0]?.postMessage(told);
  if (asked.kind === 'source') tell({ kind: 'source', stored: storedFor.get(client) ?? null });
  else if (asked.kind === 'used') event.waitUntil(keepUsed(asked.addresses));
  else if (asked.kind === 'save') event.waitUntil(save(asked.scope, tell));
  else if (asked.kind === 'kept') event.waitUntil(kept().then((found) => tell({ kind: 'kept', kept: found })));
  else if (asked.kind === 'forget') event.waitUntil(forget().then(() => tell({ kind: 'kept', kept: null })));
});

// --- answers ------------------------------------------------------------------------------

async function keptFirst(request: Request, name: string): Promise<Response> {
  return (await stored(request.url)) ?? remembered(request, name, await fetch(request));
}

/** A tile that is neither kept nor to be had is empty, so that the map around it is drawn. */
async function tile(request: Request): Promise<Response> {
  try {
    return await keptFirst(request, TILES);
  } catch {
    return new Response(null, { status: 204 });
  }
}

async function freshFirst(event: FetchEvent): Promise<Response> {
  const { request } = event;
  const client = event.resultingClientId || event.clientId;
  try {
    return remembered(request, SEEN, await inTime(fetch(request)), [keyOf(request), keyOf(request, 'any')]);
  } catch (error) {
    const stored = await storedAnswer(request);
    if (!stored) throw error;
    storedFor.set(client, stored.headers.get('date') ?? '');
    return stored;
  }
}

/** A network that lets one wait is none; a navigation takes no signal of its own to be ended by. */
function inTime<T>(answer: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new DOMException('late', 'TimeoutError')), PATIENCE_MS),
  );
  return Promise.race([answer, late]);
}

/** The very answer; for a whole page or a card also the one of another hour or filter. */
async function storedAnswer(request: Request): Promise<Response | undefined> {
  const city = (await savedNames()).at(-1);
  if (city && STYLE.test(new URL(request.url).pathname)) return (await caches.open(city)).match(keyOf(request));
  const exact = await stored(keyOf(request));
  if (exact || request.headers.get('X-Fragment') === 'results') return exact;
  const other = await stored(keyOf(request, 'any'));
  if (other || request.mode !== 'navigate') return other;
  return stored(new URL(shell.page, worker.location.origin).href);
}

/**
 * The name under which an answer is kept: its address, and which piece of the page it is. `any`
 * leaves out the query, for the last answer whatever was asked. (The language and cookies that the
 * server's answers vary by are this device's own, and hidden from workers.)
 */
function keyOf(request: Request, query: 'exact' | 'any' = 'exact'): string {
  const key = new URL(request.url);
  if (query === 'any') key.search = '';
  const piece = request.headers.get('X-Fragment');
  if (piece) key.searchParams.set('x-fragment', piece);
  return key.href;
}

const stored = (key: string) => caches.match(key, { ignoreVary: true });

async function remembered(
  request: Request,
  name: string,
  answer: Response,
  keys: string[] = [keyOf(request)],
): Promise<Response> {
  if (answer.ok && answer.type === 'basic') {
    const cache = await caches.open(name);
    for (const key of new Set(keys)) await cache.put(key, answer.clone());
    await trim(cache, MOST[name as keyof typeof MOST]);
  }
  return answer;
}

/** The oldest go first: a cache lists its entries in the order in which they came. */
async function trim(cache: Cache, most: number): Promise<void> {
  const entries = await cache.keys();
  await Promise.all(entries.slice(0, Math.max(0, entries.length - most)).map((old) => cache.delete(old)));
}

// --- keeping ------------------------------------------------------------------------------

/** What the first visit loaded before this worker was there; mostly from the browser's own cache. */
async function keepUsed(addresses: string[]): Promise<void> {
  for (const address of addresses) {
    const { pathname } = new URL(address);
    const name = pathname.startsWith('/static/') ? FILES : TILE.test(pathname) ? TILES : SEEN;
    if (name === SEEN && !PAGES.test(pathname)) continue;
    const request = new Request(address);
    if (!(await stored(address)))
      await remembered(request, name, await fetch(request), [address, keyOf(request, 'any')]);
  }
}

/** The whole city beside the former copy, which goes only when the new one is complete. */
async function save(scope: Scope, tell: (told: Told) => void): Promise<void> {
  const name = SAVED + new Date().toISOString();
  const cache = await caches.open(name);
  const wanted = [
    ...scope.pages.map((address) => new Request(address)),
    ...scope.cards.map((address) => new Request(address, { headers: { 'X-Fragment': 'card' } })),
    ...scope.files.map((address) => new Request(address)),
  ];
  let done = 0;
  try {
    await eachOf(wanted, async (request) => {
      const answer = await fetch(request);
      if (!answer.ok) throw new Error(`${answer.status} ${request.url}`);
      if (answer.status === 200) await cache.put(keyOf(request), await shallow(answer, scope.max_zoom));
      tell({ kind: 'progress', done: ++done, of: wanted.length });
    });
  } catch {
    await caches.delete(name);
    tell({ kind: 'failed' });
    return;
  }
  for (const old of await savedNames()) if (old !== name) await caches.delete(old);
  tell({ kind: 'kept', kept: await kept() });
}

/** A style as it draws with tiles no deeper than those kept; anything else as it is. */
async function shallow(answer: Response, maxZoom: number): Promise<Response> {
  if (!STYLE.test(new URL(answer.url).pathname)) return answer;
  const style = (await answer.json()) as { sources: Record<string, { type: string; maxzoom: number }> };
  for (const source of Object.values(style.sources))
    if (source.type === 'vector') source.maxzoom = Math.min(source.maxzoom, maxZoom);
  return new Response(JSON.stringify(style), { headers: answer.headers });
}

async function eachOf<T>(items: T[], use: (item: T) => Promise<void>): Promise<void> {
  const waiting = items[Symbol.iterator]();
  const lane = async () => {
    for (const item of waiting) await use(item);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, lane));
}

async function savedNames(): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(SAVED)).sort();
}

async function kept(): Promise<Kept | null> {
  const name = (await savedNames()).at(-1);
  if (!name) return null;
  const entries = await (await caches.open(name)).keys();
  return { since: name.slice(SAVED.length), count: entries.length };
}

async function forget(): Promise<void> {
  for (const name of await caches.keys()) if (name !== FILES) await caches.delete(name);
}
