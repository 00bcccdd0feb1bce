// Pieces of pages as the server renders them; it escapes, so nothing is put together here.

export class FetchFailed extends Error {}

type Name = 'results' | 'card' | 'way';
const running: Partial<Record<Name, AbortController>> = {};

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
    return parsed(await fetched(url, { 'X-Fragment': name }, mine.signal, body));
  } catch (error) {
    if (mine.signal.aborted) return new Promise(() => undefined);
    throw error;
  }
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
