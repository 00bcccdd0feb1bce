// The page of sites: the new place can be dragged over the picture, also with the arrow keys, and
// what the server says of it follows. Without script a tap on the picture asks the same.
const form = document.querySelector<HTMLFormElement>('#sites')!;
const map = form.querySelector<HTMLElement>('.site-map')!;
const picture = map.querySelector<HTMLInputElement>('.picker-map')!;
const spot = form.querySelector<HTMLInputElement>('[name=ort]')!;

const STEP_PX = 4;
const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const side = picture.width; // the server's pixels; with a script the picture is as wide as fits
map.classList.add('scaled');
const pin = document.createElement('button');
pin.type = 'button';
pin.className = 'site-pin';
pin.setAttribute('aria-label', map.dataset.pin!);
map.append(pin);

const chosen = document.getElementById('site-marks')!.dataset;
let [x, y] = [Number(chosen.left ?? side / 2), Number(chosen.top ?? side / 2)];
let asking = false;
let moved = false; // since the last question went out

function inside(value: number): number {
  return Math.min(Math.max(Math.round(value), 0), side);
}

function show(): void {
  pin.style.left = `${(100 * x) / side}%`;
  pin.style.top = `${(100 * y) / side}%`;
}

function moveTo(left: number, top: number): void {
  [x, y] = [inside(left), inside(top)];
  show();
  moved = true;
  void ask();
}

/** One question at a time; where the place was meanwhile, nobody needs to know. */
async function ask(): Promise<void> {
  if (asking) return;
  asking = true;
  while (moved) {
    moved = false;
    const query = new URLSearchParams([...new FormData(form)].map(([k, v]) => [k, String(v)]));
    query.set(`${picture.name}.x`, String(x));
    query.set(`${picture.name}.y`, String(y));
    try {
      const answer = await fetch(`${form.action}?${query}`, { headers: { 'X-Fragment': 'sites' } });
      put(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    } catch {
      break; // no connection: the next move asks again
    }
  }
  asking = false;
}

function put(answer: Document): void {
  for (const id of ['site-marks', 'site-answer']) {
    const found = answer.getElementById(id);
    if (found) document.getElementById(id)!.replaceWith(found);
  }
  spot.value = document.getElementById('site-marks')!.dataset.spot ?? '';
}

function follow(event: PointerEvent): void {
  const box = picture.getBoundingClientRect();
  const scale = side / box.width;
  moveTo((event.clientX - box.left) * scale, (event.clientY - box.top) * scale);
}

map.addEventListener('pointerdown', (event) => {
  event.preventDefault(); // neither a picture dragged away nor text marked
  map.setPointerCapture(event.pointerId);
  pin.focus({ preventScroll: true });
  follow(event);
});
map.addEventListener('pointermove', (event) => {
  if (map.hasPointerCapture(event.pointerId)) follow(event);
});
picture.addEventListener('click', (event) => event.preventDefault());
pin.addEventListener('keydown', (event) => {
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  const far = event.shiftKey ? 4 * STEP_PX : STEP_PX;
  moveTo(x + far * step[0], y + far * step[1]);
});
picture.tabIndex = -1; // the pin is reached instead
show();
