// On phones the panel is a sheet with three stops; two buttons do what dragging does.
import { element, isNarrow } from './config';

export type Stop = 1 | 2 | 3;
const panel = element('#panel');
const stage = element('#inhalt');
const bigger = element<HTMLButtonElement>('.grab .bigger');
const smaller = element<HTMLButtonElement>('.grab .smaller');
const HEIGHTS: Record<Stop, string> = { 1: '132px', 2: '46%', 3: 'calc(100% - 12px)' };
let moved: () => void = () => undefined;

export const stop = () => Number(panel.dataset.stop) as Stop;

export function setStop(wanted: Stop): void {
  panel.dataset.stop = String(wanted);
  stage.style.setProperty('--sheet', HEIGHTS[wanted]);
  smaller.disabled = wanted === 1;
  bigger.disabled = wanted === 3;
  moved();
}

/** Height of what the sheet covers, for the map's padding. */
export function covered(): number {
  if (!isNarrow()) return 0;
  return { 1: 132, 2: stage.clientHeight * 0.46, 3: stage.clientHeight * 0.46 }[stop()];
}

export function startSheet(onMove: () => void): void {
  moved = onMove;
  setStop(stop());
  bigger.addEventListener('click', () => setStop(Math.min(3, stop() + 1) as Stop));
  smaller.addEventListener('click', () => setStop(Math.max(1, stop() - 1) as Stop));
  const grab = element('.grab');
  grab.addEventListener('pointerdown', (event) => {
    if ((event.target as Element).closest('button')) return;
    drag(event, grab);
  });
}

function drag(start: PointerEvent, grab: HTMLElement): void {
  const from = panel.getBoundingClientRect().height;
  let height = from;
  grab.setPointerCapture(start.pointerId);
  panel.classList.add('dragging');
  const move = (event: PointerEvent) => {
    height = Math.max(110, Math.min(stage.clientHeight - 12, from + start.clientY - event.clientY));
    stage.style.setProperty('--sheet', `${height}px`);
  };
  const end = () => {
    grab.removeEventListener('pointermove', move);
    panel.classList.remove('dragging');
    setStop(nearest(height, height - from));
  };
  grab.addEventListener('pointermove', move);
  grab.addEventListener('pointerup', end, { once: true });
  grab.addEventListener('pointercancel', end, { once: true });
}

/** The stop next to where the finger left, a little further in its direction. */
function nearest(height: number, travelled: number): Stop {
  const aim = height + Math.sign(travelled) * 60;
  const tops: [Stop, number][] = [
    [1, 132],
    [2, stage.clientHeight * 0.46],
    [3, stage.clientHeight - 12],
  ];
  tops.sort((a, b) => Math.abs(a[1] - aim) - Math.abs(b[1] - aim));
  return tops[0]![0];
}
