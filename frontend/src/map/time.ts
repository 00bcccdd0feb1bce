// The time that opening states are shown for: now, or another hour in the address.
import { config, element } from './config';
import { state } from './state';

const input = element<HTMLInputElement>('#zeit');
const words = element('#time-words');
const hour = element<HTMLInputElement>('#hour');
const now = element<HTMLAnchorElement>('#now');
const nowWords = now.textContent ?? '';
const HOUR_MS = 3_600_000;
const SETTLED_MS = 120;

export function startTime(changed: () => void): void {
  input.addEventListener('change', () => {
    if (!input.value) return;
    state.isLive = false;
    showTime();
    changed();
  });
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-hours]'))
    button.addEventListener('click', () => {
      // As UTC, so that the clock's own wall time is moved, whatever zone the device is in.
      const at = new Date(`${input.value}Z`).getTime() + Number(button.dataset.hours) * HOUR_MS;
      input.value = new Date(at).toISOString().slice(0, 16);
      state.isLive = false;
      showTime();
      changed();
    });
  let waiting = 0;
  hour.addEventListener('input', () => {
    input.value = `${input.value.slice(0, 11)}${hour.value.padStart(2, '0')}:00`;
    state.isLive = false;
    showTime();
    clearTimeout(waiting); // while the thumb is moved, only the words follow
    waiting = window.setTimeout(changed, SETTLED_MS);
  });
  now.addEventListener('click', (event) => {
    event.preventDefault();
    state.isLive = true;
    input.value = wallClock();
    showTime();
    changed();
    input.focus();
  });
  element('#time').addEventListener('submit', (event) => event.preventDefault());
  showTime();
}

export function showTime(): void {
  now.hidden = state.isLive;
  hour.value = input.value.slice(11, 13);
  hour.setAttribute('aria-valuetext', input.value.slice(11, 16));
  if (state.isLive) {
    words.textContent = nowWords;
    return;
  }
  const at = new Date(`${input.value}Z`);
  const day = { weekday: 'short', day: 'numeric', month: 'short' } as const;
  words.replaceChildren(
    told('clock', at, { hour: '2-digit', minute: '2-digit' }),
    ' ',
    told('day', at, day),
  );
}

function told(part: string, at: Date, format: Intl.DateTimeFormatOptions): HTMLElement {
  const span = document.createElement('span');
  span.className = part;
  span.textContent = new Intl.DateTimeFormat(config.language, { ...format, timeZone: 'UTC' }).format(at);
  return span;
}

/** The time on a clock in the city. */
function wallClock(): string {
  return new Date().toLocaleString('sv-SE', { timeZone: 'Europe/Berlin' }).slice(0, 16).replace(' ', 'T');
}
