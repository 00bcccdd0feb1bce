// Every drawn sign of the site: line icons of the controls, icons of places, markers of the map.
// Colours are written `@token`; the sprite gets them painted, pages get custom properties.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Sign {
  box: number; // side of the square viewBox
  body: string;
  line?: boolean; // drawn with strokes
  tile?: boolean; // repeats: what reaches over its edge is cut off
}

const FOREIGN: Record<string, string> = {
  // name here: package and file, both CC0
  church: '@mapbox/maki/place-of-worship',
  library: '@mapbox/maki/library',
  museum: '@mapbox/maki/museum',
  park: '@mapbox/maki/park',
  wood: '@rapideditor/temaki/tree_broadleaved',
  garden: '@mapbox/maki/garden',
  pool: '@mapbox/maki/swimming',
  'drinking-water': '@mapbox/maki/drinking-water',
  fountain: '@rapideditor/temaki/fountain',
  'water-playground': '@mapbox/maki/playground',
  water: '@mapbox/maki/wetland',
  'cool-room': '@mapbox/maki/shelter',
  school: '@mapbox/maki/school',
  bus: '@mapbox/maki/bus',
  rail: '@mapbox/maki/rail',
  toilet: '@mapbox/maki/toilet',
  mist: '@rapideditor/temaki/shower',
  wheelchair: '@mapbox/maki/wheelchair',
  bench: '@rapideditor/temaki/bench',
  townhall: '@mapbox/maki/town-hall',
  office: '@mapbox/maki/information',
  market: '@mapbox/maki/shop',
  play: '@rapideditor/temaki/play_structure',
  marker: '@mapbox/maki/marker',
  entrance: '@mapbox/maki/entrance',
  car: '@mapbox/maki/car',
  bicycle: '@mapbox/maki/bicycle',
  pedestrian: '@rapideditor/temaki/pedestrian',
  crosswalk: '@rapideditor/temaki/pedestrian_crosswalk',
};

const LINES: Record<string, string> = {
  search: '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
  menu: '<path d="M4 7h16M4 12h16M4 17h16"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  minus: '<path d="M5 12h14"/>',
  locate:
    '<circle cx="12" cy="12" r="3"/><circle cx="12" cy="12" r="7.5"/><path d="M12 2v3M12 19v3M2 12h3M19 12h3"/>',
  move: '<path d="M12 3v18M3 12h18M9.500 5.500 12 3l2.500 2.500M9.500 18.500 12 21l2.500-2.500M5.500 9.500 3 12l2.500 2.500M18.500 9.500 21 12l-2.500 2.500"/>',
  layers: '<path d="m12 3.5 9 4.8-9 4.8-9-4.8zM4 12.6l8 4.3 8-4.3M4 16.6l8 4.3 8-4.3"/>',
  share: '<path d="M12 15V3.5M8 7l4-3.8L16 7M5 12v8h14v-8"/>',
  print: '<path d="M7 9V3.5h10V9M7 17H4V9h16v8h-3M7 14h10v6.5H7z"/>',
  close: '<path d="m5.5 5.5 13 13M18.5 5.5l-13 13"/>',
  up: '<path d="m5 15 7-7 7 7"/>',
  down: '<path d="m5 9 7 7 7-7"/>',
  next: '<path d="m9 5 7 7-7 7"/>',
  prev: '<path d="m15 5-7 7 7 7"/>',
  clock: '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.3l3.5 2"/>',
  globe:
    '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17"/>',
  moon: '<path d="M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.500z"/>',
  sun: '<circle cx="12" cy="12" r="4"/><path d="M12 2.500v2.500M12 19v2.500M2.5 12H5M19 12h2.500M5.3 5.3 7 7M17 17l1.7 1.700M18.7 5.3 17 7M7 17l-1.7 1.7"/>',
  flask:
    '<path d="M9.5 3.500h5M10.5 3.500v6L4.8 19a1 1 0 0 0 .9 1.500h12.600a1 1 0 0 0 .9-1.500l-5.7-9.500v-6M7.5 15h9"/>',
  phone:
    '<path d="M5 4h4l1.5 5-2.3 1.700a12 12 0 0 0 5.1 5.100L15 13.500l5 1.500v4c-8 2-17-7-15-15z"/>',
  check: '<path d="m4.5 12.5 5 5 10-11"/>',
  warn: '<path d="M12 3.5 2.5 20h19zM12 9.500v5M12 17.200v.3"/>',
  map: '<path d="m3.5 6.5 5.5-2.5 6 2.5 5.5-2.500v13.500L15 20l-6-2.500L3.5 20zM9 4v13.500M15 6.500V20"/>',
  list: '<path d="M9 6h11M9 12h11M9 18h11M4.5 6v.1M4.5 12v.1M4.5 18v.1"/>',
  data: '<ellipse cx="12" cy="5.5" rx="7.5" ry="2.5"/><path d="M4.5 5.500v13c0 1.4 3.4 2.5 7.5 2.500s7.5-1.1 7.5-2.500v-13M4.5 12c0 1.4 3.4 2.5 7.5 2.500s7.5-1.1 7.5-2.5"/>',
  offline:
    '<path d="M3 3l18 18M5 12.500a10 10 0 0 1 4-2.300M19 12.500a10 10 0 0 0-6-2.900M8.5 16a5 5 0 0 1 7 0M12 19.500v.1"/>',
  lock: '<path d="M6 11h12v9.500H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.500v2.5"/>',
  external: '<path d="M14 4h6v6M20 4l-9 9M18 14v6H4V6h6"/>',
  download: '<path d="M12 4v11M8 11.500l4 3.8 4-3.800M5 16v4h14v-4"/>',
  speech: '<path d="M4 5h16v11h-8.500L7 20v-4H4zM8.5 9h7M8.5 12h4.500"/>',
  mortarboard: '<path d="M2.5 9.500 12 5l9.5 4.500L12 14zM6.5 11.500V17c3 2.300 8 2.300 11 0v-5.500M21.5 9.500V16"/>',
  thermometer: '<path d="M10 14V5.500a2 2 0 0 1 4 0V14a4 4 0 1 1-4 0zM12 9v7"/>',
  swap: '<path d="M8 4v15M4.5 15.5 8 19l3.500-3.500M16 20V5M12.500 8.500 16 5l3.500 3.500"/>',
  straight: '<path d="M12 20.500v-16M6.500 9.500 12 4l5.500 5.500"/>',
  pram: '<path d="M3.500 5h3L8.500 14H18a7 7 0 0 0-6.500-9.500V14M8.500 14 8 16.500"/><circle cx="9" cy="18.800" r="1.800"/><circle cx="16.500" cy="18.800" r="1.800"/>',
  stairs: '<path d="M3.500 20.500h5v-5h5v-5h5v-5h2.500"/>',
  flag: '<path d="M6 21V4M6 5h12l-3 4 3 4H6"/>',
  user: '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.500c.6-4 3.6-6 7.5-6s6.9 2 7.5 6"/>',
};

/** Cool places: kind → category and icon. The category gives shape and colour. */
type Category = 'indoor' | 'green' | 'water';
const COOL: Record<string, [Category, string]> = {
  drinking_water: ['water', 'drinking-water'],
  fountain: ['water', 'fountain'],
  water_playground: ['water', 'water-playground'],
  mist: ['water', 'mist'],
  pool: ['water', 'pool'],
  water: ['water', 'water'],
  park: ['green', 'park'],
  wood: ['green', 'wood'],
  garden: ['green', 'garden'],
  church: ['indoor', 'church'],
  library: ['indoor', 'library'],
  museum: ['indoor', 'museum'],
  cool_room: ['indoor', 'cool-room'],
  toilet: ['indoor', 'toilet'],
};

const SHAPES: Record<Category, string> = {
  indoor: '<rect x="9.5" y="9.5" width="29" height="29" rx="8"/>',
  green: '<circle cx="24" cy="24" r="15.6"/>',
  water:
    '<path d="M24 5.600c6.8 6.8 13.4 12 13.4 20.100a13.4 13.4 0 0 1-26.8 0C10.6 17.6 17.2 12.4 24 5.600z"/>',
};

const CORNER = {
  open: '',
  closed: '',
  soon: '<circle cx="38.5" cy="9.5" r="7.5" fill="@soon" stroke="@surface" stroke-width="2"/><path d="M38.5 5.500v4h3" stroke="@surface" stroke-width="1.8" fill="none"/>',
  unknown:
    '<circle cx="38.500" cy="9.500" r="7" fill="@surface" stroke="@unknown" stroke-width="1.500"/><path d="M36.300 8a2.300 2.300 0 1 1 3.300 2.100c-.8.400-1.100.700-1.100 1.500M38.500 13.300v.3" fill="none" stroke="@unknown" stroke-width="1.700" stroke-linecap="round"/>',
};
type Opening = keyof typeof CORNER;

function foreign(path: string): Sign {
  const [, scope, file] = /^(@[^/]+\/[^/]+)\/(.+)$/.exec(path)!;
  const url = new URL(`../node_modules/${scope}/icons/${file}.svg`, import.meta.url);
  const svg = readFileSync(fileURLToPath(url), 'utf8');
  const box = /viewBox="0 0 ([\d.]+)/.exec(svg);
  const body = svg
    .replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$|<title>[^<]*<\/title>/g, '')
    .replace(/\s(id|fill|style|class)="[^"]*"/g, '')
    .replace(/&#x[aA9];/g, '')
    .replace(/\s+/g, ' ');
  return { box: box ? Number(box[1]) : 15, body };
}

/** An icon of a place, `size` wide, centred at x and y. */
function placed(sign: Sign, x: number, y: number, size: number, fill: string): string {
  const scale = size / sign.box;
  return `<g transform="translate(${x - size / 2} ${y - size / 2}) scale(${+scale.toFixed(4)})" fill="${fill}">${sign.body}</g>`;
}

const RING_PX = 20.5; // radius; the shade of a place goes round its sign
const AROUND_PX = 2 * Math.PI * RING_PX;

/** What the legend says of rings: four parts of ten in shade. */
function ringExample(): Sign {
  const ring = (colour: string, dashes: string) =>
    `<circle cx="24" cy="24" r="${RING_PX}" fill="none" stroke="${colour}" stroke-width="4.2"${dashes}/>`;
  const shaded = ` stroke-dasharray="${(0.4 * AROUND_PX).toFixed(1)} ${AROUND_PX.toFixed(1)}" transform="rotate(-90 24 24)"`;
  return {
    box: 48,
    body: `<circle cx="24" cy="24" r="22.5" fill="@surface"/>${ring('@sun', '')}${ring('@shade-ring', shaded)}`,
  };
}

function coolMarker([category, icon]: [Category, string], opening: Opening): Sign {
  const hollow = opening === 'closed';
  const colour = hollow ? '@unknown' : `@cool-${category}`;
  const y = category === 'water' ? 26 : 24;
  const size = category === 'water' ? 15 : 18;
  return {
    box: 48,
    body:
      '<circle cx="24" cy="24" r="22.5" fill="@surface" stroke="@line-strong" stroke-opacity=".45" stroke-width="1"/>' +
      `<g fill="${hollow ? '@surface' : colour}" stroke="${colour}" stroke-width="${hollow ? 2 : 0}">${SHAPES[category]}</g>` +
      placed(foreign(FOREIGN[icon]!), 24, y, size, hollow ? colour : '@surface') +
      CORNER[opening],
  };
}

/** A small round or square badge with an icon, for everything that is no cool place. */
function badge(icon: string, colour: string, square = false): Sign {
  const shape = square
    ? `<rect x="3" y="3" width="26" height="26" rx="7"`
    : `<circle cx="16" cy="16" r="13.5"`;
  return {
    box: 32,
    body: `${shape} fill="${colour}" stroke="@surface" stroke-width="2.5"/>${placed(foreign(FOREIGN[icon]!), 16, 16, 15, '@surface')}`,
  };
}

const CROSS = 'M-2 12 12-2M-2 2 2-2M8 12l4-4M-2-2l14 14M8-2l4 4M-2 8l4 4';

/** Patterns over areas, for eyes that do not tell their colours: one tile, repeated. */
const PATTERNS: Record<string, Sign> = {
  dots: { box: 12, body: '<circle cx="6" cy="6" r="1.5" fill="@heat-hatch"/>' },
  lines: { box: 10, body: strokes('M0 5h10', '@heat-hatch', 1.2) },
  diagonal: { box: 10, body: strokes('M-2 12 12-2M-2 2 2-2M8 12l4-4', '@heat-hatch', 1.2) },
  // Over the strongest class, thick from afar and thin near by: one of its two inks stands out.
  cross: { box: 10, body: strokes(CROSS, '@heat-hatch', 2.6) + strokes(CROSS, '@heat-hatch-5', 1) },
};

function strokes(path: string, colour: string, width: number): string {
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}"/>`;
}

/** A pattern as the legend shows it: the tile repeated within the swatch's rectangle. */
function swatch(name: string, { box, body }: Sign): Sign {
  const tiles = [0, 1, 2].flatMap((column) =>
    [0, 1].map((row) => `<g transform="translate(${column * box} ${row * box})">${body}</g>`),
  );
  return {
    box: 26,
    body:
      `<clipPath id="clip-${name}"><rect x="2" y="5" width="22" height="16" rx="4"/></clipPath>` +
      `<g clip-path="url(#clip-${name})"><g transform="translate(2 5)">${tiles.join('')}</g></g>`,
  };
}

/** Signs of ways to school: a triangle warns, a square helps across a street. */
function schoolSigns(): Record<string, Sign> {
  const square = (body: string): Sign => ({
    box: 32,
    body: `<rect x="3" y="3" width="26" height="26" rx="4" fill="@cool-water" stroke="@surface" stroke-width="2.5"/>${body}`,
  });
  const lamp = (y: number, colour: string) => `<circle cx="16" cy="${y}" r="2.6" fill="${colour}"/>`;
  return {
    hazard: {
      box: 32,
      body:
        '<path d="M16 3.500 30 28H2z" fill="@sun" stroke="@warn-ink" stroke-width="2.5" stroke-linejoin="round"/>' +
        '<path d="M16 12v8" stroke="@warn-ink" stroke-width="3" stroke-linecap="round"/><circle cx="16" cy="24.3" r="1.7" fill="@warn-ink"/>',
    },
    'crossing-signal': square(
      `<rect x="11" y="6" width="10" height="20" rx="3" fill="@surface"/>${lamp(11.5, '@closed')}${lamp(20.5, '@open')}`,
    ),
    'crossing-zebra': square(placed(foreign(FOREIGN.crosswalk!), 16, 16, 18, '@surface')),
    'crossing-refuge': square(
      '<path d="M7 10h18M7 22h18" stroke="@surface" stroke-width="2.5"/><rect x="11" y="13.500" width="10" height="5" rx="2.5" fill="@surface"/>',
    ),
    'crossing-guard': square(
      `${placed(foreign(FOREIGN.pedestrian!), 13, 16, 16, '@surface')}<path d="M22 9v15" stroke="@surface" stroke-width="2"/><circle cx="22" cy="10" r="3.6" fill="@sun" stroke="@surface" stroke-width="1.2"/>`,
    ),
    'school-entrance': badge('entrance', '@accent', true),
    'drop-off': badge('car', '@soon', true),
    'walking-bus': badge('pedestrian', '@cool-indoor'),
    'bike-rack': badge('bicycle', '@cool-green', true),
  };
}

/** What the map draws, by the name it has in the sprite. */
export function markers(): Record<string, Sign> {
  const signs: Record<string, Sign> = {
    stop: {
      box: 16,
      body: '<circle cx="8" cy="8" r="5.5" fill="@surface" stroke="@cool-water" stroke-width="3"/>',
    },
    'stop-rail': badge('rail', '@cool-water', true),
    school: badge('school', '@school'),
    office: badge('townhall', '@office', true),
    market: badge('market', '@market', true),
    'amenity-bench': badge('bench', '@ink-2'),
    'amenity-toilet': badge('toilet', '@ink-2'),
    'amenity-playground': badge('play', '@ink-2'),
    'amenity-fountain': badge('fountain', '@cool-water'),
    ...schoolSigns(),
    'corner-soon': { box: 48, body: CORNER.soon },
    'corner-unknown': { box: 48, body: CORNER.unknown },
    'ring-example': ringExample(),
    'shield-motorway': {
      box: 24,
      body: '<rect x="1" y="4" width="22" height="16" rx="4" fill="#1D4F91" stroke="#fff" stroke-width="1.5"/>',
    },
  };
  for (const [name, sign] of Object.entries(PATTERNS))
    signs[`pattern-${name}`] = { ...sign, tile: true };
  for (const [kind, look] of Object.entries(COOL))
    for (const opening of Object.keys(CORNER) as Opening[])
      signs[`cool-${kind}${opening === 'open' ? '' : `-${opening}`}`] = coolMarker(look, opening);
  return signs;
}

/** What pages show, as one SVG of symbols for <use>. */
export function symbolSheet(): string {
  const symbol = (id: string, sign: Sign) =>
    `<symbol id="${id}" viewBox="0 0 ${sign.box} ${sign.box}"` +
    (sign.line
      ? ' fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round">'
      : ' fill="currentColor">') +
    `${sign.body.replace(/@([a-z][a-z0-9-]*)/g, 'var(--$1)')}</symbol>`;
  return (
    '<svg xmlns="http://www.w3.org/2000/svg">' +
    Object.entries(LINES).map(([id, body]) => symbol(id, { box: 24, body, line: true })).join('') +
    Object.entries(FOREIGN).map(([id, path]) => symbol(id, foreign(path))).join('') +
    Object.entries(markers()).map(([id, sign]) => symbol(`m-${id}`, sign)).join('') +
    Object.entries(PATTERNS).map(([id, sign]) => symbol(`s-${id}`, swatch(id, sign))).join('') +
    Object.entries(PATTERNS).map(([id, sign]) => symbol(`p-${id}`, sign)).join('') +
    '</svg>\n'
  );
}

/** The sign of the site in the browser's tab: half sun, half shade. */
export const BRAND =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 34 34"><circle cx="17" cy="17" r="16" fill="@sun"/><path d="M17 1a16 16 0 0 0 0 32z" fill="@accent"/></svg>\n';
