// What every page has: light and dark, the language menu, the menu of narrow screens, and the
// service worker.
import { register } from './offline/register';

const root = document.documentElement;
const YEAR_S = 31_536_000;

function isDark(): boolean {
  return root.dataset.kernTheme
    ? root.dataset.kernTheme === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
}

/** The choice is kept in a cookie, so that the server sends the next page in the right colours. */
function themeButton(button: HTMLButtonElement): void {
  const label = button.querySelector('span')!;
  const show = () => {
    if (isDark()) root.dataset.kernTheme = 'dark';
    label.textContent = (isDark() ? button.dataset.toLight : button.dataset.toDark) ?? '';
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    const theme = isDark() ? 'light' : 'dark';
    root.dataset.kernTheme = theme;
    document.cookie = `darstellung=${theme};path=/;max-age=${YEAR_S};samesite=lax`;
    show();
    document.dispatchEvent(new CustomEvent('theme', { detail: theme }));
  });
  show();
}

function languageMenu(menu: HTMLDetailsElement): void {
  document.addEventListener('click', (event) => {
    if (!menu.contains(event.target as Node)) menu.open = false;
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
  });
}

/** Without script the menu opens by its address (#menue); with script it keeps the map's. */
function narrowMenu(menu: HTMLElement): void {
  const openers = document.querySelectorAll<HTMLAnchorElement>('a[href="#menue"]');
  let opener: HTMLElement | undefined;
  const close = () => {
    menu.classList.remove('shown');
    opener?.focus();
  };
  for (const link of openers)
    link.addEventListener('click', (event) => {
      event.preventDefault();
      opener = link;
      menu.classList.add('shown');
      menu.querySelector<HTMLElement>('.menu-close')?.focus();
    });
  menu.querySelector('.menu-close')?.addEventListener('click', (event) => {
    event.preventDefault();
    close();
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && menu.classList.contains('shown')) close();
  });
}

/** Without script the text is there to be selected. */
function copyButton(button: HTMLButtonElement): void {
  const text = document.getElementById(button.dataset.copy ?? '')?.textContent;
  if (!text || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = button.dataset.done ?? '';
    button.removeAttribute('aria-label');
  });
}

const found = <E extends Element>(selector: string, use: (element: E) => void) => {
  const element = document.querySelector<E>(selector);
  if (element) use(element);
};
found('#theme', themeButton);
found('.lang', languageMenu);
found('#menue', narrowMenu);
document.querySelectorAll<HTMLButtonElement>('[data-copy]').forEach(copyButton);
addEventListener('load', register);
