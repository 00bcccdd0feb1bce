// The markers as one picture and its index, at one and at two pixels a point.
import { Resvg } from '@resvg/resvg-js';
import { markers } from './icons.ts';
import { coloured, type Theme } from './palette.ts';

const GAP = 2; // keeps neighbours from bleeding into each other
const COLUMNS = 8;

export interface Sheet {
  png: Uint8Array;
  json: string;
}

export function sprite(theme: Theme, ratio: 1 | 2): Sheet {
  const signs = Object.entries(markers());
  const cell = Math.max(...signs.map(([, sign]) => sign.box)) + GAP;
  const index: Record<string, object> = {};
  const parts = signs.map(([name, sign], i) => {
    const x = (i % COLUMNS) * cell + GAP / 2;
    const y = Math.floor(i / COLUMNS) * cell + GAP / 2;
    index[name] = {
      x: x * ratio,
      y: y * ratio,
      width: sign.box * ratio,
      height: sign.box * ratio,
      pixelRatio: ratio,
    };
    // A nested <svg> clips to its box, so that a pattern's strokes end where its tile does.
    return sign.tile
      ? `<svg x="${x}" y="${y}" width="${sign.box}" height="${sign.box}">${sign.body}</svg>`
      : `<g transform="translate(${x} ${y})">${sign.body}</g>`;
  });
  const width = COLUMNS * cell;
  const height = Math.ceil(signs.length / COLUMNS) * cell;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${parts.join('')}</svg>`;
  const drawn = new Resvg(coloured(svg, theme), { fitTo: { mode: 'zoom', value: ratio } });
  return { png: drawn.render().asPng(), json: JSON.stringify(index) };
}
