// The cards of the places in view, fetched while nobody waits for them, so that a click has its
// card at once. Nothing is fetched ahead for people who save data.
import { element } from './config';
import { keepAhead } from './fragments';
import { cardUrl } from './panel';

const MOST = 12; // of one list

interface Economy {
  connection?: { saveData?: boolean }; // Network Information API, not in every browser
}

const results = element('#results');
const inView = new Set<HTMLElement>();
const done = new Set<HTMLElement>();
const whenIdle = window.requestIdleCallback ?? ((use: () => void) => setTimeout(use, 200));
const observer = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries)
    inView[isIntersecting ? 'add' : 'delete'](target as HTMLElement);
  void fetchInView();
});
let list = new AbortController();
let busy = false;

/** What is in view is fetched when idle; what a pointer or the keyboard comes to, at once. */
export function startAhead(): void {
  for (const kind of ['pointerover', 'focusin'])
    results.addEventListener(kind, ({ target }) => {
      const row = (target as Element).closest<HTMLElement>('.place');
      if (row) void fetchCard(row);
    });
  new MutationObserver(watchRows).observe(results, { childList: true });
  watchRows();
}

/** Another list is there: what is under way for the last one is of no use. */
function watchRows(): void {
  list.abort();
  list = new AbortController();
  observer.disconnect();
  inView.clear();
  done.clear();
  for (const row of results.querySelectorAll('.place')) observer.observe(row);
}

/** One after another. */
async function fetchInView(): Promise<void> {
  if (busy) return;
  busy = true;
  for (let row = next(); row; row = next()) {
    done.add(row);
    await new Promise<void>((resolve) => whenIdle(() => resolve()));
    await fetchCard(row);
  }
  busy = false;
}

const next = () => (done.size < MOST ? [...inView].find((row) => !done.has(row)) : undefined);

async function fetchCard(row: HTMLElement): Promise<void> {
  const saving = (navigator as Navigator & Economy).connection?.saveData;
  const { slug } = row.dataset;
  if (slug && navigator.onLine && !saving) await keepAhead(cardUrl(slug), 'card', list.signal);
}
