// What the server hands to the map page, and the few helpers that everything here shares.

export interface Selected {
  id: number;
  slug: string;
  name: string;
  lon: number;
  lat: number;
}

export interface MapConfig {
  language: string;
  centre: [number, number] | null;
  bounds: [number, number, number, number] | null;
  styles: Record<'light' | 'dark', string>;
  layers: string[];
  places_layer: string;
  place_ids: number[];
  filtered: boolean;
  selected: Selected | null;
  near: [number, number] | null;
  now: string;
  is_live: boolean;
  urls: Record<'map' | 'place' | 'feature' | 'search' | 'way' | 'matrix', string>;
  texts: Record<string, string>;
}

export const config: MapConfig = JSON.parse(
  document.getElementById('map-config')!.textContent!,
) as MapConfig;

/** A text in the reader's language, its `%(name)s` and `%(name)d` filled in. */
export function text(key: string, values: Record<string, string | number> = {}): string {
  return (config.texts[key] ?? '').replace(/%\((\w+)\)[sd]/g, (_, name: string) =>
    String(values[name] ?? ''),
  );
}

export function element<E extends HTMLElement>(selector: string): E {
  const found = document.querySelector<E>(selector);
  if (!found) throw new Error(`the page lacks ${selector}`);
  return found;
}

export const isNarrow = () => matchMedia('(max-width: 767px)').matches;
export const isRtl = () => document.documentElement.dir === 'rtl';

let toastTimer = 0;

/** A short message that is also read aloud. */
export function announce(message: string): void {
  const toast = element('#toast');
  toast.textContent = message;
  clearTimeout(toastTimer);
  toastTimer = window.setTimeout(() => (toast.textContent = ''), 6000);
}
