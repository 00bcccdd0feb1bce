// People somebody looks after, and what each needs. All of it stays in this browser: the list that
// is already there is narrowed here, so nothing of it is in any request.
import { element, text } from './config';

const KEY = 'people';

interface Person {
  name: string;
  needs: string[];
}

const people = element('#people');
const form = element<HTMLFormElement>('#person-form');
const nameBox = element<HTMLInputElement>('#person-name');
const needBoxes = [...form.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
let known = remembered();

/** `changed` is called when another person is chosen, or the chosen one is forgotten. */
export function startProfiles(changed: () => void): void {
  draw();
  people.addEventListener('change', changed);
  people.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('button');
    if (!button) return;
    keep(known.filter((person) => person.name !== button.dataset.name));
    nameBox.focus();
    changed();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const name = nameBox.value.trim();
    if (!name) return;
    const needs = needBoxes.filter((box) => box.checked).map((box) => box.value);
    keep([...known.filter((person) => person.name !== name), { name, needs }], name);
    form.reset();
    changed();
  });
}

/** The needs of the person chosen; none if nobody is. */
function needs(): string[] {
  const name = people.querySelector<HTMLInputElement>('input:checked')?.value;
  return known.find((person) => person.name === name)?.needs ?? [];
}

/**
 * Hide the rows known not to suit, and say of the others what nobody knows. What remains by id;
 * null where nothing was asked.
 */
export function suiting(list: HTMLElement): Set<number> | null {
  const wanted = needs();
  const left = new Set<number>();
  for (const row of list.querySelectorAll<HTMLElement>('.place[data-needs]')) {
    const answers = new Map(
      row.dataset.needs!.split(' ').map((one) => one.split(':') as [string, string]),
    );
    row.hidden = wanted.some((need) => answers.get(need) === 'no');
    row.querySelector('.doubt')?.remove();
    if (row.hidden) continue;
    left.add(Number(row.dataset.id));
    if (wanted.some((need) => answers.get(need) === 'unknown')) row.append(doubt());
  }
  return wanted.length ? left : null;
}

function doubt(): HTMLElement {
  const told = document.createElement('p');
  told.className = 'meta doubt';
  told.textContent = text('need_unknown');
  return told;
}

function draw(chosen = ''): void {
  const template = element<HTMLTemplateElement>('#person-row');
  const rows = known.map(({ name }) => {
    const row = template.content.cloneNode(true) as DocumentFragment;
    for (const shown of row.querySelectorAll('bdi')) shown.textContent = name;
    const radio = row.querySelector('input')!;
    radio.value = name;
    radio.checked = name === chosen;
    row.querySelector('button')!.dataset.name = name;
    return row;
  });
  people.querySelectorAll('p:has(button)').forEach((row) => row.remove());
  people.append(...rows);
  if (!chosen) people.querySelector<HTMLInputElement>('input[value=""]')!.checked = true;
}

function keep(fresh: Person[], chosen = ''): void {
  known = fresh;
  try {
    localStorage.setItem(KEY, JSON.stringify(known));
  } catch {
    // A browser that keeps nothing: it is remembered until the page is left.
  }
  draw(chosen);
}

function remembered(): Person[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isPerson) : [];
  } catch {
    return [];
  }
}

function isPerson(one: unknown): one is Person {
  const person = one as Person | null;
  return typeof person?.name === 'string' && Array.isArray(person.needs);
}
