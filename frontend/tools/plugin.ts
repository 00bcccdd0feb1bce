// What the build makes besides bundles: colours, trimmed KERN, cut fonts, icons and sprites.
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';
import { fontsCss, makeFonts } from './fonts.ts';
import { BRAND, symbolSheet } from './icons.ts';
import { kernCss } from './kern.ts';
import { leaflet } from './leaflet.ts';
import { coloured, PALETTE_FILE, paletteCss, THEMES } from './palette.ts';
import { sprite } from './sprite.ts';

const GENERATED: Record<string, () => string> = {
  '@generated palette;': paletteCss,
  '@generated kern;': kernCss,
  '@generated fonts;': fontsCss,
};

export function look(): Plugin {
  return {
    name: 'look',
    enforce: 'pre',
    buildStart: makeFonts,
    transform(code, id) {
      if (!/\/(site|forms)\.css$/.test(id)) return undefined;
      this.addWatchFile(PALETTE_FILE);
      return Object.entries(GENERATED).reduce(
        (css, [line, make]) => css.replace(line, make),
        code,
      );
    },
    generateBundle() {
      const named = (name: string, source: string) =>
        this.emitFile({ type: 'asset', name, originalFileName: name, source });
      named('icons.svg', symbolSheet());
      this.emitFile({ type: 'asset', fileName: 'favicon.svg', source: coloured(BRAND, 'light') });
      for (const [fileName, source] of Object.entries(leaflet()))
        this.emitFile({ type: 'asset', fileName: `report/${fileName}`, source });
      const sheets = THEMES.flatMap((theme) =>
        ([1, 2] as const).map((ratio) => ({
          name: `${theme}${ratio === 2 ? '@2x' : ''}`,
          ...sprite(theme, ratio),
        })),
      );
      // MapLibre adds “@2x.png” itself, so the hash is in the folder, the same for all four.
      const hash = createHash('sha256');
      for (const sheet of sheets) hash.update(sheet.png).update(sheet.json);
      const folder = `assets/sprite-${hash.digest('hex').slice(0, 8)}`;
      for (const { name, png, json } of sheets) {
        this.emitFile({
          type: 'asset',
          fileName: `${folder}/${name}.png`,
          name: `${name}.png`,
          originalFileName: `sprite/${name}.png`,
          source: png,
        });
        this.emitFile({ type: 'asset', fileName: `${folder}/${name}.json`, source: json });
      }
    },
  };
}
