// What pages and the service worker say to each other.

/** Files without which no page looks right, and the page shown where none is stored. */
export interface Shell {
  files: string[];
  page: string;
}

/** Everything that “Hamm offline speichern” keeps, as addresses. */
export interface Scope {
  pages: string[];
  cards: string[]; // of places, as the map's panel asks for them
  files: string[]; // tiles, styles, fonts, scripts
  max_zoom: number; // of the tiles
}

export interface Kept {
  since: string;
  count: number;
}

export type Asked =
  | { kind: 'source' }
  | { kind: 'used'; addresses: string[] }
  | { kind: 'save'; scope: Scope }
  | { kind: 'kept' }
  | { kind: 'forget' };

export type Told =
  | { kind: 'source'; stored: string | null }
  | { kind: 'progress'; done: number; of: number }
  | { kind: 'failed' }
  | { kind: 'kept'; kept: Kept | null };

/** Ask the worker; every answer goes to `told`. Without a worker nothing happens. */
export function ask(asked: Asked, told: (answer: Told) => void = () => undefined): void {
  const channel = new MessageChannel();
  channel.port1.onmessage = (event) => told(event.data as Told);
  void navigator.serviceWorker?.ready.then(({ active }) => active?.postMessage(asked, [channel.port2]));
}
