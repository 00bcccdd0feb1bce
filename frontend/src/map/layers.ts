// The layer switcher, the legend that follows it, and the sources of what is shown.
import { element } from './config';
import { wholePage } from './fragments';
import { address, layerBoxes, layersChosen, shownLayers } from './state';

const panel = element('#layers');
const button = element<HTMLButtonElement>('[data-do=layers]');

export function startLayers(changed: () => void): void {
  button.addEventListener('click', () => (isOpen() ? close() : open()));
  element('[data-do=close-layers]').addEventListener('click', close);
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  panel.addEventListener('change', (event) => {
    if (!(event.target as Element).matches('input[name=ebenen]')) return;
    layersChosen();
    showLegend();
    changed();
    void refreshSources();
  });
}

const isOpen = () => panel.classList.contains('shown');

function open(): void {
  panel.classList.add('shown');
  button.setAttribute('aria-expanded', 'true');
  panel.focus();
}

function close(): void {
  panel.classList.remove('shown');
  button.setAttribute('aria-expanded', 'false');
  button.focus();
}

/** Entries of layers that can be switched show with them; those of the base map stay. */
export function showLegend(): void {
  const switchable = new Set(layerBoxes().map((box) => box.value));
  const shown = new Set(shownLayers());
  for (const entry of document.querySelectorAll<HTMLElement>('.legend [data-layer]')) {
    const layer = entry.dataset.layer ?? '';
    if (switchable.has(layer)) entry.hidden = !shown.has(layer);
  }
}

async function refreshSources(): Promise<void> {
  const fresh = (await wholePage(address({ withWay: false }))).getElementById('attribution');
  if (fresh) element('#attribution').replaceChildren(...fresh.childNodes);
}
