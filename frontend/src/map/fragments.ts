// Pieces of pages as the server renders them; it escapes, so nothing is put together here.

export class FetchFailed extends Error {}

type Name = 'results' | 'card' | 'way';
const running: Partial<Record<Name, AbortController>> = {};

const FRESH_MS = 300_000; // a card says how long a place is still open
const ahead = new Map<string, { html: Promise<string>; until: number }>();

/** Keep a piece for who asks for it within five minutes; a failure is left for then to tell. */
export async function keepAhead(url: string, name: Name, signal: AbortSignal): Promise<void> {
  const now = Date.now();
  for (const [key, { until }] of ahead) if (until < now) ahead.delete(key);
  const key = `${name} ${url}`;
  if (ahead.has(key)) return;
  const html = fetched(url, { 'X-Fragment': name }, signal);
  ahead.set(key, { html, until: now + FRESH_MS });
  await html.catch(() => ahead.delete(key));
}

async function kept(url: string, name: Name): Promise<string | undefined> {
  const found = ahead.get(`${name} ${url}`);
  return found && found.until > Date.now() ? found.html.catch(() => undefined) : undefined;
}

/**
 * One of each at a time: a newer question makes the older one void (it never answers). What is
 * sent as `body` stands in no address, and so in no log on the way.
 */
export async function fragment(
  url: string,
  name: Name,
  body?: URLSearchParams,
): Promise<DocumentFragment> {
  running[name]?.abort();
  const mine = (running[name] = new AbortController());
  try {
    const known = body ? undefined : await kept(url, name);
    if (mine.signal.aborted) return new Promise(() => undefined);
    return parsed(known ?? (await fetched(url, { 'X-Fragment': name }, mine.signal, body)));
  } catch (error) {
    if (mine.signal.aborted) return new Promise(() => undefined);
    throw error;
  }
}

/** What a program gets for a question that stands in no address. */
export async function answer<T>(url: string, body: URLSearchParams): Promise<T> {
  return JSON.parse(await fetched(url, {}, undefined, body)) as T;
}

/** A whole page, for the pieces of it that follow the address. */
export async function wholePage(url: string): Promise<Document> {
  return new DOMParser().parseFromString(await fetched(url, {}), 'text/html');
}

async function fetched(
  url: string,
  headers: HeadersInit,
  signal?: AbortSignal,
  body?: URLSearchParams,
): Promise<string> {
  const answer = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers,
    signal: signal ?? null,
    body: body ?? null,
    credentials: 'same-origin',
  });
  if (!answer.ok) throw new FetchFailed(`${answer.status} ${url}`);
  return answer.text();
}

function parsed(html: string): DocumentFragment {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.content;
}
