// The panel of ways: fetched when somebody first asks for one. The server writes form and answer;
// here they are put beside the map, drawn upon it, and asked for again when something changes.
import type { MapCanvas } from './canvas';
import { announce, config, element, isNarrow, text } from './config';
import { fragment } from './fragments';
import { setStop, stop } from './sheet';
import { combobox, type Suggestion } from './search';
import { remember, state } from './state';
import { drawing, markers, type WayData } from './ways';

/** What the panel needs of the page around it. */
export interface Page {
  canvas: () => MapCanvas | null;
  closed: () => void; // the list is shown again
}

type End = 'von' | 'nach';
const ENDS: End[] = ['von', 'nach'];
const NAME = 'way'; // of what is drawn
const panel = element('#way');
const results = element('#results');
const card = element('#card');
const zeit = element<HTMLInputElement>('#zeit');
let page: Page;
let comeFrom: HTMLElement | null = null;
let picking: End | null = null;
let located = ''; // the hidden value that holds the device's position; never in the address

export function start(around: Page): void {
  page = around;
  panel.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (form.id !== 'way-form') return;
    event.preventDefault();
    void ask(answers(), 'push');
  });
  panel.addEventListener('change', changed);
  panel.addEventListener('click', clicked);
  panel.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    if (picking) pick(picking);
    else close('push');
  });
  panel.addEventListener('focusin', followStep);
  if (isOpen()) adopt();
}

export const isOpen = () => !panel.hidden;

/** Open the panel for what the parameters ask, as `von`, `nach`, `art`, `ohne`, `weg` name it. */
export async function open(params: URLSearchParams, how: 'push' | 'stay'): Promise<void> {
  if (!isOpen()) comeFrom = document.activeElement as HTMLElement | null;
  await ask(params, how);
}

/** The same question again, because the hour has changed. */
export async function refresh(): Promise<void> {
  if (isOpen()) await ask(answers(), 'replace', false);
}

export function close(how: 'push' | 'stay'): void {
  panel.hidden = true;
  panel.replaceChildren();
  results.hidden = false;
  state.way = '';
  stopPicking();
  undraw();
  if (how === 'push') remember('push');
  page.closed();
  (comeFrom?.isConnected && comeFrom.offsetParent ? comeFrom : element('#liste')).focus();
  comeFrom = null;
}

/** Put away without a word, because a card takes the place. */
export function makeRoom(): void {
  if (!isOpen()) return;
  panel.hidden = true;
  panel.replaceChildren();
  state.way = '';
  stopPicking();
  undraw();
}

/** A click on the map: true if it was the place somebody was asked for. */
export function picked(at: [number, number]): boolean {
  if (!picking) return false;
  const end = picking;
  stopPicking();
  choose(end, at[0], at[1], text('way_point'));
  return true;
}

// --- asking -------------------------------------------------------------------------------

function form(): HTMLFormElement {
  return panel.querySelector<HTMLFormElement>('#way-form')!;
}

function box(end: End): HTMLInputElement {
  return form().querySelector<HTMLInputElement>(`[name=${end}]`)!;
}

function chosen(end: End): HTMLInputElement {
  return form().querySelector<HTMLInputElement>(`[name=${end}_ort]`)!;
}

/** What the form says now. */
function answers(): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of new FormData(form()))
    if (value !== '' && name !== 'zeit') params.append(name, String(value));
  return params;
}

async function ask(
  params: URLSearchParams,
  how: 'push' | 'replace' | 'stay',
  moveFocus = true,
): Promise<void> {
  const content = await answer(params);
  if (!content) return;
  const focused = document.activeElement?.id;
  const wasOpen = panel.querySelector<HTMLDetailsElement>('.way-edit')?.open;
  panel.replaceChildren(content);
  panel.hidden = false;
  results.hidden = card.hidden = true;
  if (isNarrow() && stop() === 1) setStop(2);
  if (!moveFocus && wasOpen) panel.querySelector<HTMLDetailsElement>('.way-edit')!.open = true;
  state.way = address(answers());
  if (how !== 'stay') remember(how);
  announceAnswer();
  if (moveFocus) element('#way-title').focus({ preventScroll: true });
  else if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  adopt();
}

/** What the server says to the question; null, and a message, if it says nothing. */
async function answer(params: URLSearchParams): Promise<DocumentFragment | null> {
  const body = new URLSearchParams(params);
  if (!state.isLive) body.set('zeit', zeit.value);
  if (!body.has('sprache')) body.set('sprache', config.language);
  panel.setAttribute('aria-busy', 'true');
  try {
    return await fragment(config.urls.way, 'way', body);
  } catch {
    announce(text(navigator.onLine ? 'load_failed' : 'offline'));
    return null;
  } finally {
    panel.removeAttribute('aria-busy');
  }
}

/** As the address keeps it: a chosen feature by its reference alone, the device's place not. */
function address(params: URLSearchParams): string {
  const kept = new URLSearchParams(params);
  kept.delete('sprache');
  for (const end of ENDS) {
    const ref = kept.get(`${end}_ort`) ?? '';
    if (ref && ref === located) {
      kept.delete(end);
      kept.delete(`${end}_ort`);
    } else if (/^[a-z_]+:/.test(ref)) {
      kept.set(end, ref.split(' ')[0]!);
      kept.delete(`${end}_ort`);
    }
  }
  if (!kept.has('nach')) kept.set('nach', '');
  return kept.toString();
}

function announceAnswer(): void {
  const shown = panel.querySelector('.one-way:not([hidden]) > p, .way-answer [role=alert] strong');
  if (shown) element('#status').textContent = shown.textContent!.trim();
}

/** Take over what the server wrote: suggestions, the drawing. */
function adopt(): void {
  for (const end of ENDS)
    combobox(box(end), box(end).parentElement!, `${end}-suggestion`, (one) => suggested(end, one));
  draw();
}

function suggested(end: End, one: Suggestion): void {
  const isPlace = !one.bbox;
  chosen(end).value = isPlace
    ? `${one.kind}:${one.slug || one.id} ${one.label}`
    : `${one.lon.toFixed(6)},${one.lat.toFixed(6)} ${one.label}`;
  if (ENDS.every((each) => box(each).value)) void ask(answers(), 'push');
  else box(end === 'von' ? 'nach' : 'von').focus();
}

function choose(end: End, lon: number, lat: number, label: string): void {
  box(end).value = label;
  chosen(end).value = `${lon.toFixed(6)},${lat.toFixed(6)} ${label}`;
  void ask(answers(), 'push');
}

// --- what is done in the panel --------------------------------------------------------------

function changed(event: Event): void {
  const input = event.target as HTMLInputElement;
  if (input.name === 'weg') showKind(input.value);
  else if (input.name === 'art' || input.name === 'ohne') void ask(answers(), 'replace', false);
}

function clicked(event: Event): void {
  const target = (event.target as Element).closest<HTMLElement>('[data-way], #way-back');
  if (!target) return;
  if (target.id === 'way-back') {
    event.preventDefault();
    close('push');
    return;
  }
  const end = target.dataset.end as End;
  const actions: Record<string, () => void> = {
    locate: () => locate(end, target),
    pick: () => pick(end),
    swap,
    ask: () => follow(target as HTMLAnchorElement),
    print: () => print(),
  };
  event.preventDefault();
  actions[target.dataset.way ?? '']?.();
}

/** A link to another question keeps what the form says besides. */
function follow(link: HTMLAnchorElement): void {
  void ask(new URLSearchParams(new URL(link.href).search), 'push');
}

function swap(): void {
  const [first, second] = ENDS.map((end) => ({ text: box(end).value, ref: chosen(end).value }));
  box('von').value = second!.text;
  chosen('von').value = second!.ref;
  box('nach').value = first!.text;
  chosen('nach').value = first!.ref;
  void ask(answers(), 'push');
}

function locate(end: End, button: HTMLElement): void {
  announce(text('locating'));
  button.setAttribute('aria-busy', 'true');
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      button.removeAttribute('aria-busy');
      const label = text('way_here');
      located = `${coords.longitude.toFixed(6)},${coords.latitude.toFixed(6)} ${label}`;
      choose(end, coords.longitude, coords.latitude, label);
    },
    (error) => {
      button.removeAttribute('aria-busy');
      announce(text(error.code === error.PERMISSION_DENIED ? 'locate_denied' : 'locate_failed'));
    },
    { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
  );
}

/** The next click on the map, or Enter on it for its middle, is this end; again: it is not. */
function pick(end: End): void {
  const again = picking === end;
  stopPicking();
  if (again) return;
  picking = end;
  panel.querySelector(`[data-way=pick][data-end=${end}]`)?.setAttribute('aria-pressed', 'true');
  document.body.classList.add('picking');
  if (isNarrow()) setStop(1);
  announce(text('way_pick'));
  const canvas = page.canvas();
  canvas?.element.addEventListener('keydown', pickMiddle, { capture: true });
  canvas?.element.focus();
}

function pickMiddle(event: KeyboardEvent): void {
  const canvas = page.canvas();
  if (event.key === 'Enter' && canvas) {
    event.preventDefault();
    event.stopImmediatePropagation();
    picked(canvas.middle);
  } else if (event.key === 'Escape' && picking) {
    const end = picking;
    stopPicking();
    box(end).focus();
  }
}

function stopPicking(): void {
  if (!picking) return;
  picking = null;
  document.body.classList.remove('picking');
  panel.querySelectorAll('[data-way=pick]').forEach((one) => one.setAttribute('aria-pressed', 'false'));
  page.canvas()?.element.removeEventListener('keydown', pickMiddle, { capture: true });
}

function showKind(kind: string): void {
  for (const section of panel.querySelectorAll<HTMLElement>('.one-way'))
    section.hidden = section.dataset.kind !== kind;
  state.way = address(answers());
  remember('replace');
  draw(false);
  announceAnswer();
}

// --- the map ------------------------------------------------------------------------------

function shownKind(): string {
  return panel.querySelector<HTMLElement>('.one-way:not([hidden])')?.dataset.kind ?? '';
}

/** Draw what the answer holds; the map may come later than the panel. */
export function draw(moveMap = true): void {
  const canvas = page.canvas();
  const data = panel.querySelector('#way-data')?.textContent;
  if (!canvas) return;
  if (!data) return undraw();
  const ways = JSON.parse(data) as WayData;
  canvas.overlay(NAME, drawing(NAME, ways, shownKind()));
  canvas.mark(NAME, markers(ways));
  if (moveMap) canvas.goToBox(ways.bbox, room());
}

/** So that neither the time card nor the buttons cover an end of the way. */
function room() {
  return isNarrow()
    ? { top: 60, bottom: 110, left: 24, right: 84 }
    : { top: 72, bottom: 130, left: 40, right: 84 };
}

function undraw(): void {
  page.canvas()?.overlay(NAME, null);
  page.canvas()?.mark(NAME, []);
}

/** The step that has the keyboard's focus is shown on the map. */
function followStep(event: FocusEvent): void {
  const step = (event.target as Element).closest<HTMLElement>('.steps [data-lon]');
  if (step) page.canvas()?.reveal(Number(step.dataset.lon), Number(step.dataset.lat));
}
