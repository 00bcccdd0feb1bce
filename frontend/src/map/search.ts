// Suggestions under the search box: the combobox pattern, on top of a form that works without.
// https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
import { config, element, text } from './config';

export interface Suggestion {
  label: string;
  detail: string; // what it is, and where
  kind: string; // the layer's name
  id: number;
  slug?: string; // of what has a page of its own
  lon: number;
  lat: number;
  bbox?: [number, number, number, number];
}

const WAIT_MS = 180;

export function startSearch(choose: (suggestion: Suggestion) => void): void {
  combobox(element<HTMLInputElement>('#q'), element('#search'), 'suggestion', choose);
}

/** Offer suggestions for what is typed into `input`; the list is put at the end of `holder`. */
export function combobox(
  input: HTMLInputElement,
  holder: HTMLElement,
  name: string,
  choose: (suggestion: Suggestion) => void,
): void {
  let found: Suggestion[] = [];
  let active = -1;
  let timer = 0;
  let asked: AbortController | undefined;
  const list = document.createElement('div');
  list.id = `${name}s`;
  list.className = 'suggestions';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', text('search_results'));
  list.hidden = true;
  holder.append(list);
  for (const [attribute, value] of [
    ['role', 'combobox'],
    ['aria-autocomplete', 'list'],
    ['aria-expanded', 'false'],
    ['aria-controls', list.id],
  ] as const)
    input.setAttribute(attribute, value);

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const take = (index: number) => {
    const suggestion = found[index];
    if (!suggestion) return;
    input.value = suggestion.label;
    close();
    choose(suggestion);
  };
  const activate = (index: number) => {
    active = (index + found.length) % found.length;
    for (const [i, option] of [...list.children].entries()) {
      option.setAttribute('aria-selected', String(i === active));
      if (i === active) option.scrollIntoView({ block: 'nearest' });
    }
    input.setAttribute('aria-activedescendant', `${name}-${active}`);
  };
  const show = () => {
    if (document.activeElement !== input) return;
    list.replaceChildren(...found.map((one, i) => option(one, `${name}-${i}`)));
    list.hidden = found.length === 0;
    input.setAttribute('aria-expanded', String(found.length > 0));
    input.removeAttribute('aria-activedescendant');
    active = -1;
    element('#status').textContent =
      found.length > 0 ? `${found.length} ${text('search_results')}` : text('search_none');
  };
  const suggest = async () => {
    asked?.abort();
    asked = new AbortController();
    const url = `${config.urls.search}?q=${encodeURIComponent(input.value.trim())}`;
    const answer = await fetch(url, { signal: asked.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    found = (await answer.json()) as Suggestion[];
  };

  input.addEventListener('input', () => {
    clearTimeout(timer);
    if (input.value.trim().length < 2) return close();
    timer = window.setTimeout(() => void suggest().then(show, () => undefined), WAIT_MS);
    return undefined;
  });
  input.addEventListener('keydown', (event) => {
    if (list.hidden) return;
    if (event.key === 'ArrowDown') activate(active + 1);
    else if (event.key === 'ArrowUp') activate(active < 0 ? -1 : active - 1);
    else if (event.key === 'Escape') {
      close();
      event.stopPropagation(); // it closed the list, not what the box stands in
    } else if (event.key === 'Enter' && active >= 0) take(active);
    else return;
    event.preventDefault();
  });
  list.addEventListener('pointerdown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => {
    const option = (event.target as Element).closest('[role=option]');
    if (option) take([...list.children].indexOf(option));
  });
  input.addEventListener('blur', close);
}

function option(one: Suggestion, id: string): HTMLElement {
  const row = document.createElement('div');
  row.id = id;
  row.setAttribute('role', 'option');
  row.setAttribute('aria-selected', 'false');
  const label = document.createElement('bdi');
  label.lang = 'de';
  label.textContent = one.label;
  row.append(label);
  if (one.detail) {
    const detail = document.createElement('small');
    detail.lang = 'de';
    detail.textContent = one.detail;
    row.append(detail);
  }
  return row;
}
