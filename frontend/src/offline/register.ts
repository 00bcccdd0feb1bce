// Every page: the service worker is registered, told what this page used, and asked whether what
// is shown came from the device.
import { ask } from './messages';

const SETTLED_MS = 4000;
const IN_WORDS: Intl.DateTimeFormatOptions = { dateStyle: 'long', timeStyle: 'short' };

/** A date in the reader's language, in the time of the city. */
export function inWords(date: string): string {
  const format = new Intl.DateTimeFormat(document.documentElement.lang, {
    ...IN_WORDS,
    timeZone: 'Europe/Berlin',
  });
  return format.format(new Date(date));
}

export function register(): void {
  if (!('serviceWorker' in navigator)) return;
  void navigator.serviceWorker.register('/sw.js').catch(() => undefined); // a courtesy, no need
  ask({ kind: 'source' }, (told) => {
    if (told.kind === 'source' && told.stored) showNote(told.stored);
  });
  setTimeout(() => ask({ kind: 'used', addresses: used() }), SETTLED_MS);
}

function used(): string[] {
  const loaded = performance.getEntriesByType('resource').map((entry) => entry.name);
  const own = loaded.filter((address) => address.startsWith(location.origin));
  return [location.href.replace(/#.*/, ''), ...new Set(own)];
}

function showNote(stored: string): void {
  const note = document.getElementById('offline-note');
  if (!note) return;
  note.textContent = (note.dataset.text ?? '').replace('{when}', inWords(stored));
  note.hidden = false;
}
