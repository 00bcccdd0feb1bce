// The colours of the map, read from the one file that the style JSON reads too.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type Theme = 'light' | 'dark';
export const THEMES: readonly Theme[] = ['light', 'dark'];
export const PALETTE_FILE = fileURLToPath(
  new URL('../../layers/publish/styles/palette.json', import.meta.url),
);

export function palette(): Record<string, Record<Theme, string>> {
  return JSON.parse(readFileSync(PALETTE_FILE, 'utf8'));
}

/** Custom properties; dark also without JavaScript, when the device asks for it. */
export function paletteCss(): string {
  const colours = Object.entries(palette());
  const block = (theme: Theme) =>
    `color-scheme:${theme};` + colours.map(([name, c]) => `--${name}:${c[theme]}`).join(';');
  return (
    `:root,[data-kern-theme=light]{${block('light')}}` +
    `[data-kern-theme=dark]{${block('dark')}}` +
    `@media (prefers-color-scheme:dark){:root:not([data-kern-theme]){${block('dark')}}}`
  );
}

/** `@token` becomes the colour of that name in one theme. */
export function coloured(svg: string, theme: Theme): string {
  const colours = palette();
  return svg.replace(/@([a-z][a-z0-9-]*)/g, (_, name: string) => {
    const colour = colours[name];
    if (!colour) throw new Error(`palette.json knows no colour "${name}"`);
    return colour[theme];
  });
}
