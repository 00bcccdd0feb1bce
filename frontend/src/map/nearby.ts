// The places around the device. By straight line nobody has to be asked; for times on foot the
// position is sent once, in a body, when the person presses the button that says so.
import { announce, config, element, text } from './config';
import { answer } from './fragments';
import { departure, state } from './state';

const BATCH = 20; // one that is refused, for a place far from every way, leaves the others theirs

interface Here {
  lon: number;
  lat: number;
}

interface Matrix {
  durations_s: (number | null)[][];
}

const results = element('#results');
let here: Here | null = null;

/** The device is there; the list follows, and each later one that has no order of its own. */
export function foundAt(lon: number, lat: number): void {
  if (!here) new MutationObserver(followList).observe(results, { childList: true });
  here = { lon, lat };
  arrange(here);
}

function followList(): void {
  const ordered = state.near || element<HTMLSelectElement>('#folge').value;
  if (here && !ordered) arrange(here);
}

function arrange(from: Here): void {
  const format = new Intl.NumberFormat(config.language, { maximumFractionDigits: 1 });
  const far = new Map(rows().map((row) => [row, metresTo(row, from)]));
  for (const [row, metres] of far)
    tell(
      row,
      metres < 975
        ? `${Math.round(metres / 50) * 50 || 50} m`
        : `${format.format(metres / 1000)} km`,
    );
  sort(far);
  offerWalks(from);
}

const rows = () => [...results.querySelectorAll<HTMLElement>('.place')];

function tell(row: HTMLElement, words: string): void {
  let far = row.querySelector('.far');
  if (!far) {
    far = document.createElement('p');
    far.className = 'far num';
    row.querySelector('.meta')!.before(far);
  }
  far.textContent = words;
}

/** The nearest first; those without a number keep their order behind the others. */
function sort(by: Map<HTMLElement, number>): void {
  const of = (row: HTMLElement) => by.get(row) ?? Number.MAX_VALUE;
  results.querySelector('ol')?.append(...rows().sort((a, b) => of(a) - of(b)));
}

// --- on foot ------------------------------------------------------------------------------

function offerWalks(from: Here): void {
  results.querySelector('.walks')?.remove();
  if (!rows().length) return;
  const offer = document.importNode(element<HTMLTemplateElement>('#walks').content, true);
  const button = offer.querySelector('button')!;
  button.addEventListener('click', () => void walk(from, button));
  results.querySelector('.phead')!.append(offer);
}

async function walk(from: Here, button: HTMLButtonElement): Promise<void> {
  if (button.hasAttribute('aria-busy')) return;
  button.setAttribute('aria-busy', 'true');
  const seconds = await walkingSeconds(from, rows());
  button.removeAttribute('aria-busy');
  if (!button.isConnected) return; // another list came meanwhile
  if (!seconds.size) {
    announce(text('load_failed'));
    return;
  }
  for (const [row, time] of seconds)
    tell(row, text('walk_minutes', { minutes: Math.max(1, Math.ceil(time / 60)) }));
  sort(new Map([...seconds].map(([row, time]) => [row, time + Number(row.dataset.sun)])));
  const note = results.querySelector<HTMLElement>('.walks p')!;
  note.textContent = text('walks_told');
  note.focus();
  button.remove();
}

/** Seconds to those that a way leads to; none where nothing could be reckoned. */
async function walkingSeconds(from: Here, to: HTMLElement[]): Promise<Map<HTMLElement, number>> {
  const found = new Map<HTMLElement, number>();
  for (let start = 0; start < to.length; start += BATCH) {
    const batch = to.slice(start, start + BATCH);
    const times = await durations(from, batch).catch(() => []);
    times.forEach((time, i) => {
      if (time !== null) found.set(batch[i]!, time);
    });
  }
  return found;
}

async function durations(from: Here, to: HTMLElement[]): Promise<(number | null)[]> {
  const body = new URLSearchParams({
    sources: `${from.lon.toFixed(5)},${from.lat.toFixed(5)}`,
    targets: to.map(({ dataset }) => `${dataset.lon},${dataset.lat}`).join(';'),
  });
  const at = departure();
  if (at) body.set('departure', at);
  const { durations_s } = await answer<Matrix>(config.urls.matrix, body);
  return durations_s[0] ?? [];
}

const EARTH_RADIUS_M = 6_371_008.8;

/** On the sphere, good to 0.5 %. */
function metresTo({ dataset }: HTMLElement, { lon, lat }: Here): number {
  const radians = Math.PI / 180;
  const [toLon, toLat] = [Number(dataset.lon), Number(dataset.lat)];
  const x = (toLon - lon) * radians * Math.cos(((lat + toLat) / 2) * radians);
  const y = (toLat - lat) * radians;
  return Math.hypot(x, y) * EARTH_RADIUS_M;
}
