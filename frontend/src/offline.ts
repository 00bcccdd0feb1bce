// The page “Ohne Netz”: keep the whole city on this device, or forget it.
import { ask, type Kept, type Scope, type Told } from './offline/messages';
import { inWords } from './offline/register';

const form = document.querySelector<HTMLFormElement>('#offline')!;
const status = form.querySelector<HTMLElement>('[role=status]')!;
const bar = form.querySelector<HTMLProgressElement>('progress')!;
const [save, forget] = form.querySelectorAll<HTMLButtonElement>('button');
const texts = form.dataset as Record<string, string>;

const said = (text: string, values: Record<string, string | number>) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));

function show(kept: Kept | null): void {
  status.textContent = kept
    ? said(texts.kept ?? '', { when: inWords(kept.since), count: kept.count })
    : (texts.nothing ?? '');
  forget!.hidden = !kept;
  save!.textContent = (kept ? texts.again : texts.save) ?? '';
}

function hear(told: Told): void {
  if (told.kind === 'progress') {
    bar.max = told.of;
    bar.value = told.done;
    return;
  }
  bar.hidden = true;
  save!.disabled = false;
  if (told.kind === 'failed') status.textContent = texts.failed ?? '';
  else if (told.kind === 'kept') show(told.kept);
}

async function start(): Promise<void> {
  save!.disabled = true;
  bar.hidden = false;
  bar.removeAttribute('value');
  status.textContent = texts.saving ?? '';
  try {
    const answer = await fetch(form.dataset.scope!);
    if (!answer.ok) throw new Error(String(answer.status));
    ask({ kind: 'save', scope: (await answer.json()) as Scope }, hear);
  } catch {
    hear({ kind: 'failed' });
  }
}

if ('serviceWorker' in navigator) {
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (event.submitter === forget) ask({ kind: 'forget' }, hear);
    else void start();
  });
  ask({ kind: 'kept' }, hear);
}
