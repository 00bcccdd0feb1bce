// Fira Sans and Noto Sans Arabic, cut to what our pages write: the letters of our languages, kerning
// and figures of one width, and no instructions for coarse screens.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import subsetFont from 'subset-font';

interface Subset {
  family: string;
  file: string; // of the package, before its weight
  ranges: string; // as CSS writes them; a browser fetches the font for these characters
  features?: string[]; // all, where not given: Arabic joins its letters by them
}

const PACKAGES = new URL('../node_modules/@fontsource/', import.meta.url);
// Beside the packages: not a source, and kept between builds.
const MADE = '../node_modules/.fonts';
const WEIGHTS = [400, 500, 600];
const SPACES = ' \u00a0'; // in every file: on paper a gap between words is of their own font
const FIRA = { family: 'Fira Sans', features: ['kern', 'tnum'] };
const SUBSETS: Subset[] = [
  {
    ...FIRA,
    file: 'fira-sans/files/fira-sans-latin',
    ranges:
      'U+20-7E,U+A0-FF,U+131,U+152-153,U+2C6,U+2DC,U+2002-200D,U+2010-2015,U+2018-201E,' +
      'U+2020-2022,U+2026,U+202F,U+2030,U+2032-2033,U+2039-203A,U+2044,U+20AC,U+2122,' +
      'U+2191,U+2193,U+2212,U+2215',
  },
  {
    ...FIRA,
    file: 'fira-sans/files/fira-sans-latin-ext',
    ranges: 'U+100-130,U+132-151,U+154-17F,U+218-21B,U+1E9E',
  },
  {
    ...FIRA,
    file: 'fira-sans/files/fira-sans-cyrillic',
    ranges: 'U+301,U+400-45F,U+490-491,U+4B0-4B1,U+2116',
  },
  {
    family: 'Noto Sans Arabic',
    file: 'noto-sans-arabic/files/noto-sans-arabic-arabic',
    ranges: 'U+600-6FF,U+200C-200E',
  },
];

export function fontsCss(): string {
  return SUBSETS.flatMap((subset) =>
    WEIGHTS.map(
      (weight) =>
        `@font-face{font-family:"${subset.family}";font-weight:${weight};font-display:swap;` +
        `src:url("${MADE}/${named(subset, weight)}") format("woff2");unicode-range:${subset.ranges}}`,
    ),
  ).join('\n');
}

/** Writes the files that the rules name. Those that read the same stay, or a watcher would turn. */
export async function makeFonts(): Promise<void> {
  const folder = new URL(`${MADE}/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const subset of SUBSETS)
    for (const weight of WEIGHTS) {
      const whole = readFileSync(new URL(`${subset.file}-${weight}-normal.woff2`, PACKAGES));
      const cut = await subsetFont(whole, characters(subset.ranges) + SPACES, {
        targetFormat: 'woff2',
        noHinting: true,
        keepFeatures: subset.features,
      });
      const file = fileURLToPath(new URL(named(subset, weight), folder));
      if (!existsSync(file) || !readFileSync(file).equals(cut)) writeFileSync(file, cut);
    }
}

function named(subset: Subset, weight: number): string {
  return `${subset.file.split('/').at(-1)}-${weight}.woff2`;
}

function characters(ranges: string): string {
  return [...ranges.matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/g)]
    .flatMap(([, first = '', last = first]) => {
      const start = parseInt(first, 16);
      return Array.from({ length: parseInt(last, 16) - start + 1 }, (_, more) => start + more);
    })
    .map((point) => String.fromCodePoint(point))
    .join('');
}
